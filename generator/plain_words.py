"""Finds what is harder to read than `site.toml` allows: sentences of the tree, sections of the articles.

The pronouncing dictionary takes a moment to load, so only `--check`, the status pages and the tests do this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.check.common import texts_of
from generator.model.body import Lines
from generator.model.content import Language
from generator.model.site import Article, Sources
from generator.problems import Place, Pointer, Problem
from generator.prose import prose
from generator.reading_level import Level, sentences, words
from generator.remember import remembered
from generator.tables import RULES_FILE

_LABELS = "short", "slug"
"""Texts that are not sentences."""

_FEWEST_WORDS = 20
"""A shorter text has no level of its own: one long word would decide it."""

_WORST = 3
"""So many of the hardest sentences of a section are named."""


def tree_sentences(sources: Sources) -> Iterator[tuple[str, Pointer, str]]:
    """Every sentence of the decision tree: its language, the place of its text, and its words."""
    codes = sources.settings.codes
    for pointer, text in texts_of(sources.rules):
        code = next((str(part) for part in reversed(pointer) if part in codes), None)
        if code and not set(_LABELS) & set(pointer):
            for sentence in sentences(text):
                yield code, pointer, sentence


def hard_sentences(sources: Sources, content: str) -> Iterator[Problem]:
    """The sentences of the tree above the limit of their language; `content` is the folder's name."""
    limits = {one.code: one.reading_level for one in sources.settings.languages if one.reading_level}
    levels = {code: Level(limit.measure, limit.known) for code, limit in limits.items()}
    for code, pointer, sentence in tree_sentences(sources):
        if code in levels and levels[code].too_hard(sentence, limits[code].tree):
            found, limit = levels[code].of(sentence), limits[code]
            message = (
                f"This sentence is too hard ({limit.measure}: {found:.1f}; limit: {limit.tree}): “{sentence}”"
            )
            yield Problem(
                f"{content}/{RULES_FILE}", message, "Use shorter words, or make two of it.", pointer
            )


def hard_sections(sources: Sources) -> Iterator[Problem]:
    """The sections of articles, and the articles as a whole, above the limit of their language."""
    levels = ArticleLevels(sources.settings.languages)
    for article in sources.articles:
        for name, lines, at in _parts(article):
            if levels.too_hard(article.language, lines):
                found = levels.of(article.language, lines)
                measure, limit = levels.limit(article.language)
                worst = " ".join(f"“{sentence}”" for sentence in levels.worst(article.language, lines))
                message = f"{name} is too hard to read ({measure}: {found:.1f}; limit: {limit})."
                yield Problem(article.file, message, f"Make its hardest sentences plainer: {worst}", at)


def told_levels(sources: Sources) -> Iterator[str]:
    """A line for each article that has a level: its own in each language, and that of its hardest section."""
    levels = ArticleLevels(sources.settings.languages)
    for key in dict.fromkeys(article.key for article in sources.articles):
        told = [
            levels.told(article.language, [lines for _, lines, _ in _parts(article)])
            for code in sources.settings.codes
            if (article := sources.article(key, code))
        ]
        if any(told):
            yield f"{key}: " + "; ".join(filter(None, told))


def _parts(article: Article) -> Iterator[tuple[str, Lines, Place]]:
    """The article as a whole, its lead and its sections: the name of each, what it says, where it stands."""
    body = article.body
    yield "This article", said_by(article), None
    yield "The lead", body.lead_says, None
    for section in body.sections:
        yield f"The section `{section.heading.id}`", section.says, section.heading.at


def said_by(article: Article) -> Lines:
    """What an article says from its lead to its end."""
    return (*article.body.lead_says, *(line for section in article.body.sections for line in section.says))


class ArticleLevels:
    """How hard texts are, in the languages for which `site.toml` names a measure; no word counts as known."""

    def __init__(self, languages: Iterable[Language]) -> None:
        """`languages` are those of the site."""
        self._limits = {
            language.code: (language.reading_level.measure, language.reading_level.articles)
            for language in languages
            if language.reading_level
        }

    def of(self, language: str, lines: Lines) -> float | None:
        """The level of a text; None if it is too short, or its language has no measure."""
        return _level(self._limits[language][0], lines) if language in self._limits else None

    def limit(self, language: str) -> tuple[str, int]:
        """The measure of a language, and its limit for articles."""
        return self._limits[language]

    def too_hard(self, language: str, lines: Lines) -> bool:
        """Whether a text has a level that is above the limit."""
        if self.of(language, lines) is None:
            return False
        measure, limit = self._limits[language]
        return _measure(measure).too_hard(prose(lines), limit)

    def told(self, language: str, parts: Sequence[Lines]) -> str:
        """The level of the first part, which is the whole, and of the hardest of the others; or nothing."""
        whole, *others = (self.of(language, lines) for lines in parts)
        known = [level for level in others if level is not None]
        if whole is None:
            return ""
        hardest = _measure(self._limits[language][0]).hardest(known or [whole])
        return f"{language} {whole:.1f} (hardest section {hardest:.1f}; limit {self._limits[language][1]})"

    def worst(self, language: str, lines: Lines) -> list[str]:
        """The sentences of a text that are hardest to read, the hardest first."""
        measure = _measure(self._limits[language][0])
        return measure.hardest_first(sentences(prose(lines)))[:_WORST]


@remembered(16384)
def _level(measure: str, lines: Lines) -> float | None:
    text = prose(lines)
    return _measure(measure).of(text) if len(words(text)) >= _FEWEST_WORDS else None


@remembered(16)
def _measure(name: str) -> Level:
    return Level(name, ())
