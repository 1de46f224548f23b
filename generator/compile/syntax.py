"""The part of Markdown that articles are written in; all else is taken out of Python-Markdown.

Authors need it for nothing, and each piece of it is a way to a page that says something else than was meant.
It also costs the most in a compilation: Python-Markdown tries each of its patterns on each text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

_NO_PREPROCESSORS = ("html_block",)
"""Authors write Markdown only: a tag would be one more way to break a page, or to get a script in."""

_NO_BLOCKS = ("code",)
"""A line that happens to be indented is not code."""

_NO_PATTERNS = ("html", "entity", "automail", "image_reference", "short_image_ref")

_SIGNS = re.compile(r"[`\\\[!<&*_@]|  \n")
"""What every pattern that is left needs in order to match."""


_SIGNS_OF = {
    "backtick": ("`",),
    "escape": ("\\",),
    "citation": ("@",),
    "citation-in-text": ("@",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "short_reference": ("[",),
    "autolink": ("<",),
    "linebreak": ("  \n",),
    "em_strong": ("*", "_"),
}
"""What must stand in a text, one or the other, for a pattern to match in it."""


class OurMarkdown(Extension):
    """Leaves Python-Markdown only what articles may use; the last extension, since it lists what there is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Take out what is not needed."""
        for name in _NO_PREPROCESSORS:
            md.preprocessors.deregister(name)
        for name in _NO_BLOCKS:
            md.parser.blockprocessors.deregister(name)
        for name in _NO_PATTERNS:
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Plain(md), "plain", 21)
        md.treeprocessors.register(_Inline(md), "inline", 20)


class _Plain(Treeprocessor):
    """Marks texts in which no pattern can match, so that none is tried on them."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _SIGNS.search(element.text):
                element.text = AtomicString(element.text)


class _Inline(InlineProcessor):
    """Tries on each text only the patterns whose signs stand in it, which is one in four."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns = list(md.inlinePatterns)  # a list is read faster than a registry
        self._signs: list[tuple[str, ...]] = [("",)] * len(self._patterns)
        for name in filter(md.inlinePatterns.__contains__, _SIGNS_OF):
            self._signs[md.inlinePatterns.get_index_for_name(name)] = _SIGNS_OF[name]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """The method of this name, which is where Python-Markdown goes through its patterns.

        Text that is put in place of a match has none of the signs, so that they are looked for once.
        """
        if isinstance(data, AtomicString):
            return data
        for index in range(patternIndex, len(self._signs)):
            if any(sign in data for sign in self._signs[index]):
                matched, start = True, 0
                while matched:
                    data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                        self._patterns[index], data, index, start
                    )
        return data
