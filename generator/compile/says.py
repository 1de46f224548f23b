"""What an article says, section by section, taken from Python-Markdown's own tree."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from generator.compile.references import References
from generator.meaning import lines_of
from generator.model.body import Lines


class Says(Extension):
    """Keeps what the lead says, and what each section says, from its heading on, in `sections` by its id."""

    def __init__(self, references: References) -> None:
        super().__init__()
        self.references = references
        self.reset()

    def reset(self) -> None:
        """Begin a new text."""
        self.lead: Lines = ()
        self.sections: dict[str, Lines] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """When all others are done with the tree."""
        md.registerExtension(self)
        md.treeprocessors.register(_Read(md, self), "says", -10)


class _Read(Treeprocessor):
    def __init__(self, md: Markdown, says: Says) -> None:
        super().__init__(md)
        self.says = says

    def run(self, root: Element) -> None:
        elements = list(root)
        bounds = [i for i, element in enumerate(elements) if element.tag == "h2"] + [len(elements)]
        self.says.lead = self._lines(elements[: bounds[0]])
        for start, end in pairwise(bounds):
            self.says.sections[elements[start].get("id", "")] = self._lines(elements[start:end])

    def _lines(self, elements: list[Element]) -> Lines:
        return lines_of(elements, self.says.references.found)
