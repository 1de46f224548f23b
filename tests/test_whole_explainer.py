"""The site says what it set out to say: every subject in every language, every case told in full."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.model.body import CitationReference, Cited, QuoteReference, Reference
from generator.model.content import split_authority
from generator.model.site import FIXED_PAGES, Article, Sources
from generator.pipeline import Edition
from generator.prose import prose
from generator.reading_level import words
from tests.conftest import Counted

SUBJECTS = {
    "what-qualified-immunity-is",
    "section-1983",
    "the-two-questions",
    "clearly-established",
    "fair-warning-in-cases",
    "who-can-claim-it",
    "cities-and-counties",
    "private-guards-and-prosecutors",
    "federal-officers",
    "when-it-is-decided",
    "what-you-must-show",
    "reading-a-decision",
    "california-claims",
    "deadlines",
    "what-to-do-now",
    "questions",
    "where-it-came-from",
    "the-debate",
}
FEWEST_WORDS, MOST_WORDS = 600, 1400


@pytest.fixture
def sources(edition: Edition) -> Sources:
    assert edition.sources
    return edition.sources


def articles(sources: Sources) -> Iterator[Article]:
    return (a for a in sources.articles if a.key in SUBJECTS)


def test_every_subject_has_its_article_in_every_language(sources: Sources) -> None:
    for code in sources.settings.codes:
        assert {a.key for a in articles(sources) if a.language == code} == SUBJECTS
    others = {a.key for a in sources.articles} - SUBJECTS - set(FIXED_PAGES)
    assert others == {"about", "accessibility"}


def test_an_article_can_be_read_in_a_few_minutes_and_begins_with_its_key_points(
    sources: Sources, counted: Counted
) -> None:
    for article in articles(sources):
        said = (*article.body.lead_says, *(line for s in article.body.sections for line in s.says))
        number = len(words(prose(said)))
        assert FEWEST_WORDS <= number <= MOST_WORDS, f"{article.file}: {number} words"
        assert article.body.sections[0].heading.id == "key-points", article.file
    counted(f"{len(SUBJECTS)} articles in {len(sources.settings.codes)} languages")


def test_every_case_says_what_happened_what_was_decided_and_why_it_matters(sources: Sources) -> None:
    for case in sources.cases.cases:
        assert case.happened, case.id
        assert case.topics, case.id


def test_at_least_a_hundred_authorities_are_cited_from_an_article_or_the_tree(
    sources: Sources, counted: Counted
) -> None:
    known = {record.id for record in sources.authorities}
    cited = {cited.id for a in sources.articles for one in a.body.references for cited in cited_by(one)}
    named = {split_authority(entry)[0] for entry in entries_of(sources.rules.model_dump())}
    counted(f"{len(cited)} of {len(known)} authorities are cited from articles, {len(cited | named)} in all")
    assert len(known) >= 150
    assert cited | named <= known
    assert len(cited | named) >= 100


def cited_by(reference: Reference) -> tuple[Cited, ...]:
    """What a reference cites: not what it only links to."""
    if isinstance(reference, CitationReference):
        return reference.cited
    return (Cited(reference.id.partition("/")[0]),) if isinstance(reference, QuoteReference) else ()


def entries_of(value: object) -> Iterator[str]:
    """Every entry of every list of authorities in the rules."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from inner if name == "authorities" else entries_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from entries_of(inner)
