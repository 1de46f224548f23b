"""Puts an article in two languages side by side, section by section, for people who help others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from generator.model.body import (
    Citation,
    CitationGroup,
    LinkedBody,
    Piece,
    Section,
    ShownQuotation,
    SourceText,
)
from generator.model.content import FrontMatter


@dataclass(frozen=True)
class Half:
    """What one language says in a row; without pieces where it lacks the section.

    `newer` where its source has changed since it was translated: the words of that source stand in the other
    half, or on the article's own page.
    """

    language: str
    title: Markup | None = None
    pieces: tuple[Piece, ...] = ()
    newer: SourceText | None = None


@dataclass(frozen=True)
class Row:
    """A section in two languages; the lead has no id."""

    id: str
    halves: tuple[Half, Half]


@dataclass(frozen=True)
class Version:
    """An article in one of the two languages."""

    language: str
    front: FrontMatter
    body: LinkedBody


def rows(first: Version, second: Version) -> tuple[Row, ...]:
    """The lead and every section that one of the two languages has, in the order of the first.

    Each id stands once on the page, so that links inside the article lead to the row: that of a section is
    its row's, that of a subheading stays with the first language. The places of citations have none, because
    no list leads back to them.
    """
    found = []
    if first.body.lead or second.body.lead:
        found.append(Row("", (_lead(first), _lead(second))))
    ours, theirs = _own_sections(first.body), _own_sections(second.body)
    for identifier in _order(first.body.sections, second.body.sections):
        here, there = ours.get(identifier), theirs.get(identifier)
        taken = {subheading for subheading, _ in here.subheadings} if here else set()
        halves = _half(first.language, here, set()), _half(second.language, there, taken)
        found.append(Row(identifier, halves))
    return tuple(found)


def _own_sections(body: LinkedBody) -> dict[str, Section]:
    """The sections in the language's own words: what it borrowed stands in the other half anyway."""
    return {section.id: section for section in body.sections if not section.borrowed}


def _order(first: Iterable[Section], second: Iterable[Section]) -> list[str]:
    """The ids of the first, with those that only the second has after the one that they follow there."""
    ids = [section.id for section in first]
    at = 0
    for section in second:
        if section.id not in ids:
            ids.insert(at, section.id)
        at = ids.index(section.id) + 1
    return ids


def _lead(version: Version) -> Half:
    body = version.body
    return Half(version.language, None, _without_places(body.lead, set()), body.newer_lead)


def _half(language: str, section: Section | None, taken: set[str]) -> Half:
    if section is None:
        return Half(language)
    return Half(language, section.title, _without_places(section.pieces, taken), section.newer)


_ID = re.compile(r'(<h3) id="([^"]*)">')


def _without_places(pieces: tuple[Piece, ...], taken: set[str]) -> tuple[Piece, ...]:
    """Pieces without the ids of their citations, without margin notes, and without the ids that are taken."""

    def heading(match: re.Match[str]) -> str:
        return f"{match[1]}>" if match[2] in taken else match[0]

    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, CitationGroup):
            found.append(replace(piece, citations=tuple(_plain(one) for one in piece.citations)))
        elif isinstance(piece, ShownQuotation):
            quoting, citing = (_plain(one) if one else None for one in (piece.quoting, piece.citing))
            found.append(replace(piece, cited=_plain(piece.cited), quoting=quoting, citing=citing))
        else:
            found.append(Markup(_ID.sub(heading, piece)))  # noqa: S704 (made by our own compile step)
    return tuple(found)


def _plain(citation: Citation) -> Citation:
    return replace(citation, use="", note=False)
