"""Heading ids for Python-Markdown: `## Fair warning {#fair-warning}`, written by the author and required."""

from __future__ import annotations

import html
import re
from collections import Counter
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from generator.model.body import NO_ID, Heading
from generator.names import id_of
from generator.problems import Problem, Snippet

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ID = re.compile(r"(?<!\s)\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")
_WRITE_ONE = (
    "Write one at its end, the same in every language: `## Fair warning {#fair-warning}`; or run "
    "`python build.py --ids`, which writes them."
)
_WRONG_ID = re.compile(r"(?<!\s)\s*\{([^{}]*)\}\s*$")


class HeadingIds(Extension):
    """Collects the headings of one text in `found`, by id, and what is wrong with them in `problems`."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        """Begin a new text."""
        self.found: dict[str, Heading] = {}
        self.problems: list[Problem] = []
        self._seen: Counter[str] = Counter()

    def place(self, words: str, level: int) -> Snippet:
        """Where the next heading with these words stands."""
        written = f"{'#' * level} {words}".rstrip()
        at = Snippet(written, self._seen[written], otherwise=words)
        self._seen[written] += 1
        return at

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Read the ids before inline patterns could touch them, and the words after."""
        md.registerExtension(self)
        md.treeprocessors.register(_Take(md, self), "take-heading-ids", 25)
        md.postprocessors.register(_Words(md, self), "heading-words", 5)


class _Take(Treeprocessor):
    def __init__(self, md: Markdown, headings: HeadingIds) -> None:
        super().__init__(md)
        self.headings = headings

    def run(self, root: Element) -> None:
        top_level = set(root)
        for element in root.iter():
            if element.tag not in _HEADINGS:
                continue
            if element in top_level:
                self._take(element)
            else:
                words = element.text or ""
                message = f"The heading “{words}” stands inside a list or a quotation."
                place = self.headings.place(words, int(element.tag[1]))
                self.headings.problems.append(Problem("", message, "Begin its line with `##`.", place))

    def _take(self, element: Element) -> None:
        words = element.text or ""
        level = int(element.tag[1])
        at = self.headings.place(words, level)
        match = _ID.search(words)
        problem, hint = self._fault(words, level, match[1] if match else "")
        if problem:
            self.headings.problems.append(Problem("", problem, hint, at))
        usable = match and match[1] not in self.headings.found
        identifier = match[1] if match and usable else f"{NO_ID}{len(self.headings.found)}"
        element.text = _WRONG_ID.sub("", words)  # an id that cannot be used is told already
        element.set("id", identifier)
        self.headings.found[identifier] = Heading(identifier, element.text, level, at)

    def _fault(self, words: str, level: int, identifier: str) -> tuple[str, str]:
        """What is wrong with a heading and what to do, or nothing."""
        if level not in (2, 3):
            return f"The heading “{words}” has {level} `#`; an article uses `##` and `###`.", ""
        if not _ID.sub("", words).strip():
            return "This heading has no words.", ""
        wrong = _WRONG_ID.search(words)
        if not identifier and wrong:
            message = (
                f"The id `{{{wrong[1]}}}` is not one: `#`, small letters without accents, digits, hyphens."
            )
            return message, f"Write `{{#{id_of(wrong[1]) or 'fair-warning'}}}`, the same in every language."
        if not identifier:
            return f"The heading “{words}” has no id.", _WRITE_ONE
        if identifier in self.headings.found:
            return f"Two headings of this article have the id `{identifier}`.", ""
        if "](" in words or "@" in words:
            return f"The heading “{words}” holds a link or a citation; put it into the text below.", ""
        if level == 3 and not self.headings.found:
            return (
                f"The heading “{words}” comes before the first `##`.",
                "Begin the section with a `##` heading.",
            )
        return "", ""


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
