"""The part of Markdown that articles are written in; all else is taken out of Python-Markdown.

Authors need it for nothing, and each piece of it is a way to a page that says something else than was meant.
It also costs the most in a compilation: Python-Markdown tries each of its patterns on each text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_NO_PREPROCESSORS = ("html_block",)
"""Authors write Markdown only: a tag would be one more way to break a page, or to get a script in."""

_NO_BLOCKS = ("code",)
"""A line that happens to be indented is not code."""

_NO_PATTERNS = ("html", "entity", "automail", "image_reference", "short_image_ref")

_SIGNS = re.compile(r"[`\\\[!<&*_@]|  \n")
"""What every pattern that is left needs in order to match."""


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
        # A list is read faster than a registry.
        md.treeprocessors["inline"].inlinePatterns = list(md.inlinePatterns)  # type: ignore[attr-defined]


class _Plain(Treeprocessor):
    """Marks texts in which no pattern can match, so that none is tried on them."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _SIGNS.search(element.text):
                element.text = AtomicString(element.text)
