"""The part of Markdown that articles are written in; all else is taken out of Python-Markdown.

Authors need it for nothing, and each piece of it is a way to a page that says something else than was meant.
It also costs the most in a compilation: Python-Markdown tries each of its patterns on each text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import AtomicString

_NO_PREPROCESSORS = ("html_block",)
"""Authors write Markdown only: a tag would be one more way to break a page, or to get a script in."""

_NO_BLOCKS = ("code",)
"""A line that happens to be indented is not code."""

_SIGNS_OF_BLOCKS: dict[str, tuple[int, tuple[str, ...]]] = {
    "hashheader": (70, ("#",)),
    "setextheader": (60, ("\n=", "\n-")),
    "hr": (50, ("-", "_", "*")),
    "quote": (20, (">",)),
    "reference": (15, ("]:",)),
}
"""For blocks that Python-Markdown looks for in each paragraph from one end to the other: the priority that it
gives them, and what must stand in a block of this kind, one or the other."""

_NO_PATTERNS = ("html", "entity", "automail", "image_reference", "short_image_ref")

_SIGNS = re.compile(r"[`\\\[!<&*_@]|  \n")
"""What every pattern that is left needs in order to match."""

_SIGNS_OF_PATTERNS: dict[str, tuple[str, ...]] = {
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
"""What must stand in a text, one or the other of at most two, for a pattern to match in it."""


class OurMarkdown(Extension):
    """Leaves Python-Markdown only what articles may use; the last extension, since it lists what there is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Take out what is not needed."""
        for name in _NO_PREPROCESSORS:
            md.preprocessors.deregister(name)
        for name in _NO_BLOCKS:
            md.parser.blockprocessors.deregister(name)
        for name, (priority, signs) in _SIGNS_OF_BLOCKS.items():
            processor = md.parser.blockprocessors[name]
            md.parser.blockprocessors.register(_WithSign(processor, signs), name, priority)
        for name in _NO_PATTERNS:
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Plain(md), "plain", 21)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)


class _WithSign(BlockProcessor):
    """Tries a kind of block only where one of its signs stands."""

    def __init__(self, processor: BlockProcessor, signs: tuple[str, ...]) -> None:
        super().__init__(processor.parser)
        self._processor, self._signs = processor, signs

    def test(self, parent: Element, block: str) -> bool:
        for sign in self._signs:  # quicker than `any`: that is done for each block and kind
            if sign in block:
                return self._processor.test(parent, block)
        return False

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        return self._processor.run(parent, blocks)


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
        self._signs = [("", "")] * len(self._patterns)
        for name in filter(md.inlinePatterns.__contains__, _SIGNS_OF_PATTERNS):
            signs = _SIGNS_OF_PATTERNS[name]
            # Always two, so that they are asked for without a loop: that is done for each text and pattern.
            self._signs[md.inlinePatterns.get_index_for_name(name)] = signs[0], signs[-1]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """The method of this name, which is where Python-Markdown goes through its patterns.

        Text that is put in place of a match has none of the signs, so that they are looked for once.
        """
        if isinstance(data, AtomicString):
            return data
        for index in range(patternIndex, len(self._signs)):
            one, other = self._signs[index]
            if one in data or other in data:
                matched, start = True, 0
                while matched:
                    data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                        self._patterns[index], data, index, start
                    )
        return data


class _Unescape(UnescapeTreeprocessor):
    """Puts escaped signs back, in texts that have any."""

    def run(self, root: Element) -> None:
        if any("\\" in line for line in self.md.lines):  # type: ignore[attr-defined]  # missing from the stubs
            super().run(root)
