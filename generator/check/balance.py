"""Parentheses, brackets and quotation marks that are opened and never closed, or the other way round.

A citation breaks most easily there: `(quoting Deorle v. Rutherford (9th Cir. 2001).`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.common import body_of, texts_of
from generator.model.content import Document
from generator.model.site import Article, Sources
from generator.problems import Problem
from generator.remember import remembered, remembered_between_readings
from generator.tables import tables_of

_CLOSES = {"(": ")", "[": "]", "“": "”", "«": "»", "¿": "?", "¡": "!"}
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_ALSO_ALONE = frozenset("?!")
"""Signs that close something in Spanish, and stand alone in English."""

_ENDS = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])|\||\n(?=#)")
"""Where a paragraph, a list item, a table cell or a heading ends."""
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s")
_HINT = "Each needs its partner in the same paragraph."


def check_balance(sources: Sources, content: str) -> Iterator[Problem]:
    """Unbalanced signs in every text of the tables."""
    for file, table in tables_of(sources).items():
        yield from balance_of_table(table, f"{content}/{file}")


@remembered_between_readings
def balance_of_table(table: Document, file: str) -> tuple[Problem, ...]:
    """Unbalanced signs in the texts of a table."""
    faults = ((pointer, unbalanced(text)) for pointer, text in texts_of(table))
    return tuple(Problem(file, fault[1], _HINT, pointer) for pointer, fault in faults if fault)


def balance_of(article: Article) -> tuple[Problem, ...]:
    """Unbalanced signs in an article; from its text and file alone."""
    body, start = body_of(article.text)
    problems = []
    for offset, block in _blocks(body):
        fault = unbalanced(block)
        if fault:
            at, message = fault
            line = article.text.count("\n", 0, start + offset + at) + 1
            problems.append(Problem(article.file, message, _HINT, line))
    return tuple(problems)


@remembered(32768)
def unbalanced(text: str) -> tuple[int, str] | None:
    """The first sign of a paragraph without a partner (its offset, and what is wrong), or None."""
    waiting: list[tuple[int, str]] = []
    for match in re.finditer(r"[()\[\]“”«»¿?¡!\"]", text):
        sign, at = match[0], match.start()
        if sign in _CLOSES or (sign == '"' and '"' not in {open_ for _, open_ in waiting}):
            waiting.append((at, sign))
        elif waiting and waiting[-1][1] == (_OPENS.get(sign) or sign):
            waiting.pop()
        elif sign not in _ALSO_ALONE:
            if waiting:
                break  # the innermost open sign is the one without a partner
            return at, f"`{sign}` closes nothing: `{_around(text, at)}`."
    if not waiting:
        return None
    at, sign = waiting[-1]
    return at, f"`{sign}` is never closed: `{_around(text, at)}`."


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    """The paragraphs, items and cells of a Markdown text, each with its offset."""
    start = 0
    for end in [*(match.start() for match in _ENDS.finditer(body)), len(body)]:
        block = body[start:end]
        marker = _ITEM.match(block)
        skip = marker.end() if marker else 0
        yield start + skip, block[skip:]
        start = end


def _around(text: str, at: int) -> str:
    """A few words from the sign on; what stands before it where it is the last."""
    after = " ".join(text[at : at + 40].split())
    return after if len(after) > 1 else " ".join(text[max(0, at - 30) : at + 1].split())
