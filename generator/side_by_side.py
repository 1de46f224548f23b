"""Puts an article in two languages side by side, section by section, for people who help others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from generator.model.body import (
    Citation,
    CitationGroup,
    LinkedText,
    Piece,
    Section,
    ShownQuotation,
    SourceText,
)
from generator.model.site import Article, Review
from generator.remember import remembered_lately


@dataclass(frozen=True, eq=False)
class Half:
    """What one language says in a row; without pieces where it lacks the section.

    `newer` where its source has changed since it was translated: the words of that source stand in the other
    half, or on the article's own page.
    """

    language: str
    title: Markup | None = None
    pieces: tuple[Piece, ...] = ()
    newer: SourceText | None = None
    subheadings: frozenset[str] = frozenset()
    """Their ids."""


@dataclass(frozen=True)
class Row:
    """A section in two languages; the lead has no id."""

    id: str
    halves: tuple[Half, Half]

    def with_each_id_once(self, number: int, words: Markup) -> Markup:
        """What a half says, by its number; the second without the ids of the first."""
        taken = self.halves[0].subheadings & self.halves[1].subheadings if number else None
        if not taken:
            return words

        def heading(match: re.Match[str]) -> str:
            return f"{match[1]}>" if match[2] in taken else match[0]

        return Markup(_ID.sub(heading, words))  # noqa: S704 (made by our own compile step)


@dataclass(frozen=True, eq=False)
class Version:
    """An article in one language, as it stands beside any other."""

    article: Article
    text: LinkedText
    address: str
    """The article's own page."""
    review: Review

    @property
    def language(self) -> str:
        """Its code."""
        return self.article.language

    @cached_property
    def lead(self) -> Half:
        """The lead's half."""
        body = self.text.body
        return Half(self.language, None, _without_places(body.lead), body.newer_lead)

    @cached_property
    def sections(self) -> Mapping[str, Half]:
        """The halves of the sections in the language's own words: what it borrowed is in the other half."""
        return {
            section.id: self._half(section) for section in self.text.body.sections if not section.borrowed
        }

    @cached_property
    def missing(self) -> Half:
        """The half of a section that it lacks."""
        return Half(self.language)

    def _half(self, section: Section) -> Half:
        subheadings = frozenset(identifier for identifier, _ in section.subheadings)
        pieces = _without_places(section.pieces)
        return Half(self.language, section.title, pieces, section.newer, subheadings)


version_of = remembered_lately(16)(Version)
"""The version of an article: the same one for the pages that show it, which are made one after the other."""


def rows(first: Version, second: Version) -> tuple[Row, ...]:
    """The lead and every section that one of the two languages has, in the order of the first.

    Each id stands once on the page, so that links inside the article lead to the row: that of a section is
    its row's, that of a subheading stays with the first language. The places of citations have none, because
    no list leads back to them.
    """
    found = []
    if first.lead.pieces or second.lead.pieces:
        found.append(Row("", (first.lead, second.lead)))
    for identifier in _order(first.text.body.sections, second.text.body.sections):
        halves = [one.sections.get(identifier, one.missing) for one in (first, second)]
        found.append(Row(identifier, (halves[0], halves[1])))
    return tuple(found)


def _order(first: Iterable[Section], second: Iterable[Section]) -> list[str]:
    """The ids of the first, with those that only the second has after the one that they follow there."""
    ids = [section.id for section in first]
    at = 0
    for section in second:
        if section.id not in ids:
            ids.insert(at, section.id)
        at = ids.index(section.id) + 1
    return ids


_ID = re.compile(r'(<h3) id="([^"]*)">')


def _without_places(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces without the ids of their citations, and without margin notes."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, CitationGroup):
            found.append(CitationGroup(tuple(map(_plain, piece.citations)), piece.in_text))
        elif isinstance(piece, ShownQuotation):
            quoting, citing = (_plain(one) if one else None for one in (piece.quoting, piece.citing))
            found.append(replace(piece, cited=_plain(piece.cited), quoting=quoting, citing=citing))
        else:
            found.append(piece)
    return tuple(found)


def _plain(citation: Citation) -> Citation:
    return citation._replace(use="", note=False)
