"""Tells the person at the keyboard of every problem once, and when it is mended."""

from __future__ import annotations

import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from generator.preview.site import Site
from generator.problems import Problem

INDENT = "    "


def say_at_once(words: str) -> None:
    """Print also where the output is a pipe."""
    print(words, flush=True)


class Terminal:
    """What has been told so far."""

    def __init__(self, say: Callable[[str], None] = say_at_once) -> None:
        """`say` prints what is no problem; problems go to standard error."""
        self._say = say
        self._told: tuple[Problem, ...] | None = None

    def tell(self, site: Site) -> None:
        """Tell what is new since the last time, and how much there is to do now."""
        before, now = self._told or (), (*site.problems, *site.to_sign_off)
        mended, new = missing_from(now, before), missing_from(before, now)
        for problem in mended:
            self._say(f"Mended: {problem.place}.")
        for problem in new:
            print(problem, file=sys.stderr, flush=True)
            if problem.excerpt:
                print(textwrap.indent(str(problem.excerpt), INDENT), file=sys.stderr, flush=True)
        if new or mended or self._told is None:
            self._say(
                f"{to_mend(site.problems)}; the preview keeps the last good site."
                if site.problems
                else "No problems."
            )
            if site.to_sign_off:
                self._say(f"{to_sign_off(site.to_sign_off)}.")
        self._told = now


def missing_from(some: Iterable[Problem], others: Iterable[Problem]) -> list[Problem]:
    """Those of `others` that `some` does not have; a problem whose line has only moved is the same one."""
    lines: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in some:
        lines[_words(problem)].append(problem)
    found: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in others:
        found[_words(problem)].append(problem)
    return [
        problem
        for words, alike in found.items()
        for problem in [p for p in alike if p not in lines[words]][: max(len(alike) - len(lines[words]), 0)]
    ]


def to_mend(problems: Sequence[Problem]) -> str:
    """How many problems there are, in words."""
    return f"{_counted(problems, 'problem')} to mend"


def to_sign_off(problems: Sequence[Problem]) -> str:
    """How many notices there are of translations that a build would refuse, in words."""
    return f"{_counted(problems, 'notice')} of translations to sign off before the site can be built"


def _counted(things: Sequence[Problem], name: str) -> str:
    return f"1 {name}" if len(things) == 1 else f"{len(things)} {name}s"


def _words(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.message, problem.hint
