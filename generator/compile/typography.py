"""Typographic signs for Python-Markdown, by the rules that the words of the tables follow, too.

Its own extension for them (smarty) tries 18 patterns on each text of an article, which takes as long as all
other patterns together, and has other rules.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS

from generator.typography import typographic

_AS_TYPED = ("code", "pre")
_BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS)


class Typography(Extension):
    """Sets quotation marks, dashes and ellipses in all words but those of programs."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """After the inline patterns, and before escaped characters are put back: those stay as they are."""
        md.treeprocessors.register(_Set(md), "typography", 6)


class _Set(Treeprocessor):
    def run(self, root: Element) -> None:
        for block in root.iter():
            if block.tag in _BLOCKS:
                self._set(block, "")

    def _set(self, element: Element, before: str) -> str:
        """Set the words of a line; `before` is the character before them. Gives the last character."""
        if element.text and element.tag not in _AS_TYPED:
            element.text = typographic(element.text, before)
        before = (element.text or before)[-1:]
        for child in element:
            if child.tag not in _BLOCKS:  # a block begins its own line, in its own turn
                before = self._set(child, before)
            if child.tail:
                child.tail = typographic(child.tail, before)
                before = child.tail[-1]
        return before
