"""Heading ids for Python-Markdown: `## Fair warning {#fair-warning}`, written by the author and required."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from generator.model.body import NO_ID, Heading
from generator.problems import Problem, Snippet

_ID = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")


class HeadingIds(Extension):
    """Collects the headings of one text in `found`, by id, and what is wrong with them in `problems`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Heading] = {}
        self.problems: list[Problem] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Read the ids before inline patterns could touch them, and the words after."""
        md.treeprocessors.register(_Take(md, self), "take-heading-ids", 25)
        md.postprocessors.register(_Words(md, self), "heading-words", 5)


class _Take(Treeprocessor):
    def __init__(self, md: Markdown, headings: HeadingIds) -> None:
        super().__init__(md)
        self.headings = headings

    def run(self, root: Element) -> None:
        for element in root:
            if re.fullmatch("h[1-6]", element.tag):
                self._take(element)

    def _take(self, element: Element) -> None:
        words = element.text or ""
        level = int(element.tag[1])
        at = Snippet(words)
        match = _ID.search(words)
        problem = ""
        hint = ""
        if level not in (2, 3):
            problem = f"The heading “{words}” has {level} `#`; an article uses `##` and `###`."
        elif not match:
            problem = f"The heading “{words}” has no id."
            hint = "Write one at its end, the same in every language: `## Fair warning {#fair-warning}`."
        elif match[1] in self.headings.found:
            problem = f"Two headings of this article have the id `{match[1]}`."
        if problem:
            self.headings.problems.append(Problem("", problem, hint, at))
        identifier = match[1] if match else f"{NO_ID}{len(self.headings.found)}"
        element.text = _ID.sub("", words)
        element.set("id", identifier)
        self.headings.found[identifier] = Heading(identifier, element.text, level, at)


class _Words(Postprocessor):
    """Takes the finished words of each heading, with emphasis and typographic quotes, from the HTML."""

    def __init__(self, md: Markdown, headings: HeadingIds) -> None:
        super().__init__(md)
        self.headings = headings

    def run(self, text: str) -> str:
        for level, identifier, words in re.findall(r'<h([23]) id="([^"]*)">(.*?)</h\1>', text, re.DOTALL):
            heading = self.headings.found.get(html.unescape(identifier))
            if heading:
                self.headings.found[identifier] = Heading(identifier, words, int(level), heading.at)
        return text
