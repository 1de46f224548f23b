"""What a command that starts something gives back: what it wrote, or why it wrote nothing."""

from __future__ import annotations

from dataclasses import dataclass

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
