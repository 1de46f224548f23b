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
from collections.abc import Sequence
from html.parser import HTMLParser

from generator.model.body import (
    MARK,
    CitationReference,
    Lines,
    LinkReference,
    QuoteReference,
    Reference,
)
from generator.remember import remembered

_QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"') | dict.fromkeys("‘’‚′", "'"))
_SILENT = re.compile("[\u00ad\u200b\u2060]")
"""Soft hyphens and joiners: they change where a line may break, and nothing else."""


@remembered(32768)
def plain(text: str) -> str:
    """Words in one spelling of white space, quotation marks and accents (Unicode NFC)."""
    text = _SILENT.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.translate(_QUOTES).split())


def lines_of_html(html: str, references: Sequence[Reference] = ()) -> Lines:
    """What compiled Markdown says; `references` are those that its marks stand for."""
    reader = _Reader(references)
    reader.feed(html)
    reader.close()
    reader.end_line()
    return tuple(reader.lines)


class _Reader(HTMLParser):
    """Reads the HTML that Python-Markdown makes; each block of it becomes a line."""

    _BLOCKS = frozenset(("p", "h3", "tr", "blockquote", "ul", "ol", "li"))

    def __init__(self, references: Sequence[Reference]) -> None:
        super().__init__()
        self.references = references
        self.lines: list[str] = []
        self._words: list[str] = []
        self._begins = ""
        self._depth = 0
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in self._BLOCKS and (tag != "p" or "".join(self._words).strip()):
            self.end_line()
        if tag in ("ul", "ol"):
            self._depth += 1
        elif tag == "li":
            self._begins = "  " * (self._depth - 1) + "- "
        elif tag == "h3":
            self._begins = "### "
        elif tag in ("td", "th"):
            self._words.append(" | ")
        elif tag == "a":
            number = MARK.fullmatch(dict(attributes).get("href") or "")
            self._targets.append(_written(self.references[int(number[1])]) if number else "")
            self._words.append("[")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._words.append(" |")
        if tag in self._BLOCKS:
            self.end_line()
        if tag in ("ul", "ol"):
            self._depth -= 1
            self._begins = "  " * self._depth
        elif tag == "a":
            self._words.append(f"]({self._targets.pop()})")
        elif tag == "br":
            self._words.append(" ")

    def handle_data(self, data: str) -> None:
        self._words.append(MARK.sub(lambda mark: _written(self.references[int(mark[1])]), data))

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
