"""Finds what was begun and not finished: empty sections, and records that do not say what is unconfirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.body import NO_ID
from generator.model.content import Authority, Confirmation
from generator.model.site import Article, Sources
from generator.problems import Pointer, Problem
from generator.tables import CASES_FILE, LAWS_FILE

_HEADING = re.compile(r"<h3[^>]*>.*?</h3>", re.DOTALL)


def check_unfinished(sources: Sources, content: str) -> Iterator[Problem]:
    """Unconfirmed records without `doubt`."""
    records: tuple[tuple[str, str, tuple[Authority, ...]], ...] = (
        ("cases", CASES_FILE, sources.cases.cases),
        ("laws", LAWS_FILE, sources.laws.laws),
    )
    for name, file, table in records:
        for position, record in enumerate(table):
            if record.confirmed != Confirmation.SOURCE and not record.doubt:
                message = f"`{record.id}` is confirmed by `{record.confirmed}` only, and has no `doubt`."
                at: Pointer = (name, position, "confirmed")
                yield Problem(
                    f"{content}/{file}", message, "Say in `doubt` what about it is not confirmed.", at
                )


def empty_sections(article: Article) -> tuple[Problem, ...]:
    """Sections of an article that end with their heading.

    A draft may have them: nobody but its author sees it.
    """
    if article.front.draft:
        return ()
    problems = []
    for section in article.body.sections:
        own, *below = _HEADING.split(section.html)
        # A section may consist of its subsections alone.
        headings = () if own.strip() or below else (section.heading,)
        for heading in (
            *headings,
            *(h for h, words in zip(section.subheadings, below, strict=True) if not words.strip()),
        ):
            if not heading.id.startswith(NO_ID):  # that one is told already
                message = f"The section `{heading.id}` has no words below its heading."
                hint = "Write them, or take the heading out in every language."
                problems.append(Problem(article.file, message, hint, heading.at))
    return tuple(problems)
