"""Nothing that a reader could act on is typed by hand: neither citations nor courts' words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.check.common import body_of, texts_of
from generator.check.typed_citations import TypedCitations, looks_cited
from generator.check.typed_quotations import TypedQuotations, looks_quoted
from generator.model.content import Document
from generator.model.site import Article, Sources
from generator.problems import Pointer, Problem
from generator.remember import remembered, remembered_between_readings
from generator.tables import tables_of

_EMPHASIS = re.compile(r"\*|_(?:(?<!\w_)|(?!\w))")
"""The sign comes first: what begins with a look behind is tried at each letter of a text."""


def check_by_hand(sources: Sources, suspicious: Iterable[Article], content: str) -> Iterator[Problem]:
    """Citations and quotations typed by hand, in the articles that look like it and in every table."""
    citations, quotations = TypedCitations(sources), TypedQuotations(sources)
    for article in suspicious:
        yield from _article(article, citations, quotations)
    for file, table in tables_of(sources).items():
        for pointer, text in suspicious_texts(table):
            for _, message, hint in (*citations.faults(text), *quotations.in_marks(text)):
                yield Problem(f"{content}/{file}", message, hint, pointer)


def looks_typed(article: Article) -> bool:
    """Whether anything in an article looks typed by hand, so that it must be compared with the tables.

    From its text alone.
    """
    quoting = (body_of(article.text)[0], article.front.title, article.front.description)
    return looks_cited(_plain(article)) or any(map(looks_quoted, quoting))


@remembered_between_readings
def suspicious_texts(table: Document) -> tuple[tuple[Pointer, str], ...]:
    """The texts of a table that look typed by hand, each with its place."""
    return tuple((pointer, text) for pointer, text in texts_of(table) if _suspicious_text(text))


@remembered(32768)
def _suspicious_text(text: str) -> bool:
    return looks_cited(text) or looks_quoted(text)


def _plain(article: Article) -> str:
    """An article without emphasis, which hides no citation: a blank for each mark of `*Id.* at 442`."""
    return _EMPHASIS.sub(" ", article.text)


def _article(article: Article, citations: TypedCitations, quotations: TypedQuotations) -> Iterator[Problem]:
    text = article.text
    body, start = body_of(text)
    faults = [
        *citations.faults(_plain(article)),
        *((start + at, message, hint) for at, message, hint in quotations.in_marks(body)),
        *((start + at, message, hint) for at, message, hint in quotations.set_apart(body)),
    ]
    for at, message, hint in faults:
        yield Problem(article.file, message, hint, text.count("\n", 0, at) + 1)
    for field in ("title", "description"):
        for _, message, hint in quotations.in_marks(getattr(article.front, field)):
            yield Problem(article.file, message, hint, ("---", field))
