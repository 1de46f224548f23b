"""What is wrong with the sources, in the words of the person who can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Snippet:
    """A place in a text file given by what stands there: the `nth` (from 0) occurrence of `text`.

    Where the author wrote it in another way, `otherwise` is looked for.
    """

    text: str
    nth: int = 0
    otherwise: str = ""


Pointer = tuple[str | int, ...]
"""A place in a JSON, YAML or TOML file: the keys and list positions that lead to the value."""

Place = int | Snippet | Pointer | None
"""Where in its file a problem stands: a line number from 1, a snippet, a pointer, or the file as a whole."""


@dataclass(frozen=True)
class Problem:
    """One fault in the sources.

    `file` is the path as an editor knows it (`content/es/rights.md`), `message` one or two sentences
    that say what is wrong, `hint` what to do about it. Problems are collected, never raised one by one.
    """

    file: str
    message: str
    hint: str = ""
    at: Place = None

    def at_line(self, line: int) -> Problem:
        """The same problem with its place worked out as a line number (from 1)."""
        return replace(self, at=line)

    def __str__(self) -> str:
        """One line `file:line: message`, with the hint after it."""
        line = f":{self.at}" if isinstance(self.at, int) else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.file}{line}: {self.message}{hint}"


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
