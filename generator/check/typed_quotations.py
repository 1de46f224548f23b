"""Finds a court's words typed by hand: long quotations, and quotations set apart, that no table holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from generator.model.site import Sources

LONGEST_FREE_QUOTATION = 7
"""How many words in quotation marks need not be in the tables: a term, not a sentence."""

_QUOTED = re.compile(r"“([^“”]*)”|«([^«»]*)»|\"([^\"]*)\"")
_GAPS = re.compile(r"\.\.\.|…|\[[^\]]*\]")
_WORD = re.compile(r"\w+")
_SET_APART = re.compile(r"^ {0,3}>[^\n]*(?:\n[^\n]+)*", re.MULTILINE)
_HINT = (
    "A court's words stand in cases.json or laws.json, where they are checked, and are shown by "
    "`![](quote:hope-v-pelzer/fair-warning)`. For other words leave out the quotation marks."
)

Fault = tuple[int, str, str]
"""Where in its text a fault stands (an offset), what is wrong, and what to do."""


def looks_quoted(text: str) -> bool:
    """Whether a text holds a long quotation or one set apart, whatever the tables say of it."""
    return any(_long_quotations(text)) or _SET_APART.search(text) is not None


class TypedQuotations:
    """The courts' words of the tables, ready to be found again."""

    def __init__(self, sources: Sources) -> None:
        """Work nothing out yet: mostly nothing is typed by hand."""
        self.sources = sources

    @cached_property
    def _quotations(self) -> list[tuple[str, str]]:
        """The words of every quotation by its name, in every language."""
        return [
            (f"{record.id}/{quote.id}", _words(words))
            for record in self.sources.authorities
            for quote in record.quotes
            for words in (quote.text, *quote.translations.values())
        ]

    def in_marks(self, text: str) -> Iterator[Fault]:
        """Words in quotation marks that are too long for a term and match no quotation of the tables."""
        for at, words in _long_quotations(text):
            if not self._known(words):
                message = f"These quoted words match no quotation of the tables: `{_start(words)}`."
                yield at, message, _HINT

    def set_apart(self, text: str) -> Iterator[Fault]:
        """Quotations that Markdown sets apart with `>`."""
        for match in _SET_APART.finditer(text):
            words = re.sub(r"^ {0,3}> ?", "", match[0], flags=re.MULTILINE)
            name = self._name(words)
            message = f"This quotation is set apart by hand: `{_start(words)}`."
            yield match.start(), message, f"Write `![](quote:{name})`." if name else _HINT

    def _known(self, words: str) -> bool:
        """Whether all stretches of the words, between gaps, stand in one quotation of the tables."""
        stretches = [_words(stretch) for stretch in _GAPS.split(words)]
        return any(all(stretch in known for stretch in stretches) for _, known in self._quotations)

    def _name(self, words: str) -> str:
        """The quotation that holds these words, or nothing."""
        wanted = _words(words)
        return next((name for name, known in self._quotations if wanted.strip() and wanted in known), "")


def _long_quotations(text: str) -> Iterator[tuple[int, str]]:
    """The words in quotation marks that are too long for a term, each with its offset."""
    start = 0
    for paragraph in text.split("\n\n"):
        for match in _QUOTED.finditer(paragraph):
            words = match[1] or match[2] or match[3] or ""
            if len(_WORD.findall(words)) > LONGEST_FREE_QUOTATION:
                yield start + match.start(), words
        start += len(paragraph) + 2


def _words(text: str) -> str:
    """The words of a text in small letters, with a blank around each, so that whole words are compared."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _start(words: str) -> str:
    short = " ".join(words.split())
    return short if len(short) <= 60 else short[:60].rsplit(" ", 1)[0] + " …"
