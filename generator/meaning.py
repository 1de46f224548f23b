"""What a text says, as lines that stay the same however its author typed it.

A translation is behind when its source says something else, not when somebody wrapped its lines anew. So the
lines leave out what only looks different (white space, emphasis, list markers, the shape of quotation marks
and of link targets) and keep all the rest: every word and number, in the order of paragraphs, list items and
table rows, every citation with its page, and where links lead. They read like Markdown, because people see
them when they are shown what changed.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import unescape
from types import MappingProxyType
from xml.etree.ElementTree import Element

from generator.model.body import (
    MARK,
    MARK_OPENS,
    CitationReference,
    Lines,
    LinkReference,
    QuoteReference,
    Reference,
)
from generator.remember import remembered

_DOUBLE, _SINGLE = "“”„«»″", "‘’‚′"
_SILENT = "\u00ad\u200b\u2060"
"""Soft hyphens and joiners: they change where a line may break, and nothing else."""
_PLAIN = {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_SILENT, "")}
_NOT_PLAIN = re.compile(f"[{''.join(_PLAIN)}]")


@remembered(32768)
def plain(text: str) -> str:
    """Words in one spelling of white space, quotation marks and accents (Unicode NFC)."""
    if not text.isascii():
        text = _NOT_PLAIN.sub(lambda sign: _PLAIN[sign[0]], unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def lines_of(elements: Iterable[Element], references: Sequence[Reference] = ()) -> Lines:
    """What elements of compiled Markdown say; `references` are those that their marks stand for."""
    reader = _Reader(references)
    for element in elements:
        reader.read(element)
    reader.end_line()
    return tuple(reader.lines)


class _Reader:
    """Reads the elements that Python-Markdown makes; each block of them becomes a line."""

    _BLOCKS = frozenset(("p", "h2", "h3", "tr", "blockquote", "ul", "ol", "li"))
    _BEGINS = MappingProxyType({"h2": "## ", "h3": "### "})

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = references
        self.lines: list[str] = []
        self._words: list[str] = []
        self._begins = ""
        self._depth = 0

    def read(self, element: Element) -> None:
        """Read an element, and all that is in it."""
        self._begin(element)
        self._say(element.text)
        for child in element:
            self.read(child)
            self._say(child.tail)
        self._end(element)

    def _begin(self, element: Element) -> None:
        tag = element.tag
        if tag in self._BLOCKS and (tag != "p" or "".join(self._words).strip()):
            self.end_line()
        if tag in ("ul", "ol"):
            self._depth += 1
        elif tag == "li":
            self._begins = "  " * (self._depth - 1) + "- "
        elif tag in self._BEGINS:
            self._begins = self._BEGINS[tag]
        elif tag in ("td", "th"):
            self._words.append(" | ")
        elif tag == "a":
            self._words.append("[")

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == "tr":
            self._words.append(" |")
        if tag in self._BLOCKS:
            self.end_line()
        if tag in ("ul", "ol"):
            self._depth -= 1
            self._begins = "  " * self._depth
        elif tag == "a":
            number = MARK.fullmatch(element.get("href", ""))
            self._words.append(f"]({_written(self.references[int(number[1])]) if number else ''})")
        elif tag == "br":
            self._words.append(" ")

    def _say(self, words: str | None) -> None:
        if words and MARK_OPENS in words:
            words = MARK.sub(lambda mark: _written(self.references[int(mark[1])]), words)
        if words:
            self._words.append(unescape(words))

    def end_line(self) -> None:
        """Keep the words read so far as a line, if there are any."""
        words = plain("".join(self._words))
        if words:
            self.lines.append(self._begins + words)
            self._begins = "  " * self._depth
        self._words.clear()
        if not self._depth:
            self._begins = ""


def _written(reference: Reference) -> str:
    """A reference in the one form that stands for all the ways to write it."""
    if isinstance(reference, LinkReference):
        return _target(reference.target)
    if isinstance(reference, QuoteReference):
        return f"![](quote:{reference.id})"
    cited = "; ".join(
        " ".join(filter(None, (one.signal, f"@{one.id}" + (f", {plain(one.pin)}" if one.pin else ""))))
        for one in reference.cited
    )
    return f"@{reference.cited[0].id}" + _pin(reference) if reference.in_text else f"[{cited}]"


def _pin(reference: CitationReference) -> str:
    pin = reference.cited[0].pin
    return f" [{plain(pin)}]" if pin else ""


def _target(target: str) -> str:
    """A link's target: `./x.md` is `x.md`, `https://example.org/` is `https://example.org`."""
    path, _, place = target.strip().partition("#")
    path = posixpath.normpath(path) if path.endswith(".md") else path.rstrip("/")
    return f"{path}#{place}" if place else path
