"""Fills what a language lacks with the words of its source, where `site.toml` says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.model.body import CompiledSection
from generator.model.content import Gap
from generator.model.site import Article, Sources
from generator.model.translations import Standing, State


def with_gaps_filled(sources: Sources, translated: Iterable[Standing]) -> Sources:
    """The sources in which borrowed articles and sections stand where readers are to get the source's words.

    Everything that follows sees them as it sees any other, and marks them by `borrowed_from`.
    """
    policy = sources.settings.translations
    articles = list(sources.articles)
    if policy.missing_section is Gap.FALL_BACK:
        missing = {
            (*one.file_and_place, one.language): one.source
            for one in translated
            if one.state is State.MISSING
        }
        lacking = {(key, language) for key, _, language in missing}
        articles = [
            _with_borrowed_sections(one, sources, missing) if (one.key, one.language) in lacking else one
            for one in articles
        ]
    if policy.missing_article is Gap.FALL_BACK:
        articles += _borrowed_articles(sources)
    return replace(sources, articles=tuple(articles))


def _borrowed_articles(sources: Sources) -> Iterable[Article]:
    for key in dict.fromkeys(article.key for article in sources.articles):
        source = sources.source_of(key)
        for code in sources.settings.codes:
            if source and sources.article(key, code) is None:
                yield replace(source, language=code, borrowed_from=source.language)


def _with_borrowed_sections(
    article: Article, sources: Sources, missing: dict[tuple[str, str, str], str]
) -> Article:
    """The article with each missing section after the one that it follows in its source."""
    sections = list(article.body.sections)
    for source in (sources.article(article.key, code) for code in sources.settings.codes):
        if source is None:
            continue
        before = ""
        for section in source.body.sections:
            place = section.heading.id
            if missing.get((article.key, place, article.language)) == source.language:
                ids = [one.heading.id for one in sections]
                at = ids.index(before) + 1 if before in ids else 0
                sections.insert(at, _borrowed(section, source.language))
            before = place
    return article.with_body(replace(article.body, sections=tuple(sections)))


def _borrowed(section: CompiledSection, language: str) -> CompiledSection:
    return replace(section, html="", subheadings=(), referring=(), borrowed_from=language)
