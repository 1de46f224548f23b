"""What is wrong with the sources, in the words of the person who can mend it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple


@dataclass(frozen=True)
class Spot:
    """A place in a text file: line and column, both from 1. Column 0 means the first word of the line."""

    line: int
    column: int = 0


class Snippet(NamedTuple):
    """A place in a text file given by what stands there: the `nth` (from 0) occurrence of `text`.

    Where the author wrote it in another way, `otherwise` is looked for.
    """

    text: str
    nth: int = 0
    otherwise: str = ""


Pointer = tuple[str | int, ...]
"""A place in a JSON, YAML or TOML file: the keys and list positions that lead to the value."""

Place = int | Spot | Snippet | Pointer | None
"""Where in its file a problem stands: a line number, a spot, a snippet, a pointer, or the file as a whole."""

_BEFORE, _AFTER = 30, 50
"""How much of a long line is shown on each side of the place, so that a phone shows the place at once."""

_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that show nothing, or that would command a terminal."""


@dataclass(frozen=True)
class Excerpt:
    """The line of the source in which a problem stands; `column` (from 1) is the place in it."""

    line: str
    column: int

    def __str__(self) -> str:
        """Two lines: the words around the place, and a caret under it."""
        start = max(self.column - 1 - _BEFORE, 0)
        if start < 2:  # the mark would be no shorter than what it stands for
            start = 0
        end = self.column - 1 + _AFTER
        words = ("…" if start else "") + self.line[start:end] + ("…" if self.line[end:] else "")
        shown = as_seen(words)
        blanks = self.column - 1 - start + bool(start)
        return f"{shown}\n{' ' * blanks}^"


def as_seen(words: str) -> str:
    """Words on one line, in which what shows nothing stands as a mark; names of files can hold anything."""
    if words.isascii() and words.isprintable():  # as nearly all are
        return words
    return "".join(map(_seen, words))


def _seen(character: str) -> str:
    if character == "\t":
        return " "  # one column, as the caret counts
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _UNSEEN else character


@dataclass(frozen=True)
class Problem:
    """One fault in the sources.

    `file` is the path as an editor knows it (`content/es/rights.md`), `message` one or two sentences
    that say what is wrong, `hint` what to do about it. Problems are collected, never raised one by one.
    `excerpt` comes with the line number; two problems that say the same of one line are the same problem.
    """

    file: str
    message: str
    hint: str = ""
    at: Place = None
    excerpt: Excerpt | None = field(default=None, compare=False)

    def at_spot(self, spot: Spot, text: str) -> Problem:
        """The same problem with its place worked out: a line number, and the excerpt of the file's text."""
        lines = text.split("\n")
        line = lines[spot.line - 1] if spot.line <= len(lines) else ""
        first_word = len(line) - len(line.lstrip()) + 1
        return replace(self, at=spot.line, excerpt=Excerpt(line, spot.column or first_word))

    @property
    def place(self) -> str:
        """The file, and the line where it is known: `content/es/rights.md:14`."""
        return f"{self.file}:{self.at}" if isinstance(self.at, int) else self.file

    def __str__(self) -> str:
        """One line `file:line: message`, with the hint after it."""
        hint = f" {self.hint}" if self.hint else ""
        return as_seen(f"{self.place}: {self.message}{hint}")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file and line, each said once."""

    def key(problem: Problem) -> tuple[str, int, str]:
        return problem.file, problem.at if isinstance(problem.at, int) else 0, problem.message

    return tuple(sorted(dict.fromkeys(problems), key=key))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the known words nearest to `word`, or nothing where none is near."""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    if not near:
        return ""
    return "Did you mean " + " or ".join(f"`{name}`" for name in near) + "?"
