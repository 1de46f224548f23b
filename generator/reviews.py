"""Finds what is due to be checked again: law grows old without anybody touching a file.

The day on which one asks is an argument, so the same sources and the same day give the same answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.content import Authority
from generator.model.site import Article, Sources
from generator.problems import Pointer, Problem
from generator.tables import CASES_FILE, LAWS_FILE, RULES_FILE, SETTINGS_FILE


@dataclass(frozen=True)
class Overdue:
    """Something that should have been checked again by now; `critical` if its site says that it is."""

    problem: Problem
    critical: bool


def overdue(sources: Sources, content: str, today: dt.date) -> Iterator[Overdue]:
    """The articles, the tree and the records that are overdue on a day; `content` is the folder's name.

    Records of a table are told together, by the one that nobody has checked for longest.
    """
    settings = sources.settings
    for article in sources.articles:
        yield from _article(article, settings.due(article.front.reviewed, article.front.review_by), today)
    critical_tables = settings.translations.critical_tables
    file = f"{content}/{RULES_FILE}"
    due = settings.due(sources.rules.reviewed)
    if due and due < today:
        at: Pointer = ("reviewed",)
        yield Overdue(_problem(file, "The decision tree", due, at), RULES_FILE in critical_tables)
    tables: tuple[tuple[str, str, tuple[Authority, ...]], ...] = (
        (CASES_FILE, "cases", sources.cases.cases),
        (LAWS_FILE, "laws", sources.laws.laws),
    )
    for name, table, records in tables:
        late = [
            (due, number)
            for number, record in enumerate(records)
            if (due := settings.due(record.checked)) and due < today
        ]
        if late:
            due, number = min(late)
            at = (table, number, "checked")
            what = f"`{records[number].id}`" + (f" and {len(late) - 1} more" if len(late) > 1 else "")
            yield Overdue(_problem(f"{content}/{name}", what, due, at), name in critical_tables)
    due = settings.due(settings.law_as_of)
    if due and due < today:
        yield Overdue(
            _problem(f"{content}/{SETTINGS_FILE}", "The law of this site", due, ("law_as_of",)), False
        )


def _article(article: Article, due: dt.date | None, today: dt.date) -> Iterator[Overdue]:
    if due and due < today:
        at: Pointer = ("---", "review_by" if article.front.review_by else "reviewed")
        yield Overdue(_problem(article.file, "This article", due, at), bool(article.front.critical))


def _problem(file: str, what: str, due: dt.date, at: Pointer) -> Problem:
    message = f"{what} was to be checked again by {due.isoformat()}."
    return Problem(file, message, "Compare it with its sources, then change the date of the check.", at)
