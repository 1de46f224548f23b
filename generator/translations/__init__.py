"""Tracks translations: what each was made from, whether that has changed, and who signed it off.

Digests of what the texts say are compared, not files or dates, so a clone of depth 1 and a folder without git
give the same answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.model.translations import Standing, State
from generator.problems import Problem
from generator.translations.gaps import with_gaps_filled
from generator.translations.states import standings

__all__ = ["critical_problems", "standings", "with_gaps_filled"]

WHAT_IS_WRONG = {
    State.OUTDATED: "its source has changed since it was signed off",
    State.MISSING: "it is missing in this language",
    State.EXTRA: "its source is gone",
    State.UNREVIEWED: "nobody has signed off the words that stand here now",
    State.BUMPED: "its record in translations.json was changed by hand, or gives no reason",
}
"""What a state means for the person who must mend it."""


_MOST = 10
"""So many critical words of one file are named one by one; more of them, by their file."""


def critical_problems(found: Iterable[Standing]) -> Iterator[Problem]:
    """What must be signed off before the site can be built: critical words that are not current."""
    files: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for one in found:
        if one.blocks:
            files[one.language, one.file_and_place[0]].append(one)
    for (language, file), blocking in files.items():
        if len(blocking) > _MOST:
            states = ", ".join(dict.fromkeys(WHAT_IS_WRONG[one.state] for one in blocking))
            message = f"{len(blocking)} critical texts of `{language}/{file}` are not signed off: {states}."
            yield _problem(blocking[0], message, f"{language}/{file}")
            continue
        for one in blocking:
            message = f"`{one.name}` is critical, and {WHAT_IS_WRONG[one.state]}."
            yield _problem(one, message, one.name)


def _problem(one: Standing, message: str, name: str) -> Problem:
    place = one.here or one.there
    hint = f"Compare it with the source in `{one.source}`, then run: python build.py --reviewed {name}"
    return Problem(place.file if place else name, message, hint, place.at if place else None)
