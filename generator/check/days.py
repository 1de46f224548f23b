"""Finds days that have not come yet: nobody can have reviewed or decided anything on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from generator.model.site import Sources
from generator.problems import Place, Problem
from generator.tables import CASES_FILE, LAWS_FILE, RULES_FILE, SETTINGS_FILE


def check_days(sources: Sources, content: str, today: dt.date) -> Iterator[Problem]:
    """Days of reviews, checks and decisions that lie in the future."""
    # Where the site is built, the day may end later than where the editor lives.
    latest = today + dt.timedelta(days=1)
    for file, name, day, at in _days(sources, content):
        if day and day > latest:
            message = f"`{name}` is {day.isoformat()}, a day that has not come yet."
            yield Problem(file, message, "Look at the year, and at day and month.", at)


def _days(sources: Sources, content: str) -> Iterator[tuple[str, str, dt.date | None, Place]]:
    """Every day on which something was done: its file, the name of its field, the day and its place."""
    for article in sources.articles:
        yield article.file, "reviewed", article.front.reviewed, ("---", "reviewed")
    yield f"{content}/{SETTINGS_FILE}", "law_as_of", sources.settings.law_as_of, ("law_as_of",)
    for name in ("law_as_of", "reviewed"):
        yield f"{content}/{RULES_FILE}", name, getattr(sources.rules, name), (name,)
    for file, kind, records in (
        (CASES_FILE, "cases", sources.cases.cases),
        (LAWS_FILE, "laws", sources.laws.laws),
    ):
        for position, record in enumerate(records):
            for name in ("checked", "decided"):
                yield f"{content}/{file}", name, getattr(record, name), (kind, position, name)
