"""What a command that starts something gives back: what it wrote, or why it wrote nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problem


class CannotStartError(Exception):
    """What was asked for cannot be laid; `reasons` are sentences that say why and what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class BrokenContentError(Exception):
    """A file that must be read first cannot be; `problems` say what is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


@dataclass(frozen=True)
class Laid:
    """What was written, a line each, and what a person does next, in order."""

    written: tuple[str, ...]
    following: tuple[str, ...]


def put_in_place(path: Path, text: str) -> None:
    """Write a file that is there already, the whole of it or nothing. Raises CannotStartError."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(text.encode())  # bytes keep the line ends as they are
        os.replace(beside, path)  # noqa: PTH105 (as in write.py)
    except OSError as error:
        raise CannotStartError(f"`{path.name}` cannot be written: {error.strerror}.") from None
