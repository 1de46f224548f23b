"""Puts together what the status pages show, as values."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from generator.model.body import Lines
from generator.model.content import Language
from generator.model.site import Addresses, Article, Sources
from generator.model.translations import Standing, State, Version
from generator.problems import Problem
from generator.prose import prose
from generator.reading_level import Level, words
from generator.remember import remembered
from generator.tables import CASES_FILE, LAWS_FILE, RULES_FILE
from generator.translators import Changes, Tracked

_FEWEST_WORDS = 10
"""A shorter text has no reading level: one long word would decide it."""


@dataclass(frozen=True)
class UnitStatus:
    """One unit: its words by language, how hard they are, and how each translation of it stands.

    `levels` and `changes` are by language; a change is a line of `changed_lines`.
    """

    place: str
    versions: Mapping[str, Version]
    levels: Mapping[str, float]
    standings: tuple[Standing, ...]
    changes: Mapping[str, tuple[str, ...]]

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at it."""
        return all(one.state is State.CURRENT for one in self.standings)

    def rows(self, codes: Sequence[str]) -> list[tuple[str, ...]]:
        """What it says, line beside line, a column for each language."""
        return list(zip_longest(*(self._lines(code) for code in codes), fillvalue=""))

    def _lines(self, code: str) -> Lines:
        return self.versions[code].lines if code in self.versions else ()


@dataclass(frozen=True)
class FileStatus:
    """An article or a table and its units; by language the title, address and reading level of an article."""

    name: str
    titles: Mapping[str, str]
    addresses: Mapping[str, str]
    levels: Mapping[str, float]
    units: tuple[UnitStatus, ...]

    def count(self, state: State) -> int:
        """How many translations of its units are in a state."""
        return sum(one.state is state for unit in self.units for one in unit.standings)

    @property
    def blocking(self) -> int:
        """How many of them stop the build."""
        return sum(one.blocks for unit in self.units for one in unit.standings)

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at it."""
        return all(unit.settled for unit in self.units)


@dataclass(frozen=True)
class ReviewDate:
    """When an article or a table was last checked, and when it must be again (or nobody said so)."""

    name: str
    reviewed: dt.date
    review_by: dt.date | None
    days_left: int | None


@dataclass(frozen=True)
class Board:
    """Everything the status pages show; `today` is the day from which days are counted."""

    languages: tuple[Language, ...]
    today: dt.date
    problems: tuple[Problem, ...]
    files: tuple[FileStatus, ...]
    reviews: tuple[ReviewDate, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the languages, in the order of the site."""
        return tuple(language.code for language in self.languages)

    def count(self, state: State, language: str) -> int:
        """How many translations into a language are in a state."""
        return sum(
            one.state is state and one.language == language
            for file in self.files
            for unit in file.units
            for one in unit.standings
        )

    def blocking(self, language: str) -> int:
        """How many translations into a language stop the build."""
        return sum(
            one.blocks and one.language == language
            for file in self.files
            for unit in file.units
            for one in unit.standings
        )

    def file(self, name: str) -> FileStatus | None:
        """The file with this name, if there is one."""
        return next((file for file in self.files if file.name == name), None)


def board_of(tracked: Tracked, problems: Sequence[Problem], today: dt.date) -> Board:
    """How a project stands on a day. Without readable sources there are only problems."""
    sources = tracked.sources
    if sources is None:
        return Board((), today, tuple(problems), (), ())
    changes = Changes(tracked, [one for one in tracked.standings if one.state is State.OUTDATED])
    return Board(
        sources.settings.languages,
        today,
        tuple(problems),
        tuple(_files(sources, tracked.standings, changes)),
        tuple(sorted(_reviews(sources, today), key=_by_urgency)),
    )


def _files(sources: Sources, standings: Iterable[Standing], changes: Changes) -> Iterable[FileStatus]:
    codes, levels = sources.settings.codes, _Levels(sources.settings.languages)
    addresses = Addresses(sources)
    by_file: dict[str, dict[str, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    for one in standings:
        file, place = one.file_and_place
        by_file[file][place].append(one)
    for name, places in by_file.items():
        articles = [article for code in codes if (article := sources.article(name, code))]
        yield FileStatus(
            name,
            {article.language: article.front.title for article in articles},
            {article.language: addresses.page(name, article.language) for article in articles},
            {a.language: level for a in articles if (level := _whole(a, levels)) is not None},
            tuple(_unit(place, found, codes, levels, changes) for place, found in places.items()),
        )


def _whole(article: Article, levels: _Levels) -> float | None:
    body = article.body
    said = (*body.lead_says, *(line for section in body.sections for line in section.says))
    return levels.of(article.language, said)


def _unit(
    place: str, found: list[Standing], codes: Sequence[str], levels: _Levels, changes: Changes
) -> UnitStatus:
    known = {one.language: one.here for one in found} | {one.source: one.there for one in found}
    versions = {code: version for code in codes if (version := known.get(code))}
    measured = {code: levels.of(code, version.lines) for code, version in versions.items()}
    return UnitStatus(
        place,
        versions,
        {code: level for code, level in measured.items() if level is not None},
        tuple(found),
        {one.language: told for one in found if (told := tuple(changes.of(one)))},
    )


class _Levels:
    """The reading levels of texts, in the languages for which `site.toml` names a measure."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self._measures = {
            language.code: (language.reading_level.measure, language.reading_level.known)
            for language in languages
            if language.reading_level
        }

    def of(self, language: str, lines: Lines) -> float | None:
        """The level of a text, if it has one."""
        return _level(*self._measures[language], lines) if language in self._measures else None


@remembered(16384)
def _level(measure: str, known: tuple[str, ...], lines: Lines) -> float | None:
    text = prose(lines)
    return _measure(measure, known).of(text) if len(words(text)) >= _FEWEST_WORDS else None


@remembered(16)
def _measure(measure: str, known: tuple[str, ...]) -> Level:
    return Level(measure, known)


def _reviews(sources: Sources, today: dt.date) -> Iterable[ReviewDate]:
    for article in sources.articles:
        name, front = f"{article.language}/{article.key}", article.front
        left = (front.review_by - today).days if front.review_by else None
        yield ReviewDate(name, front.reviewed, front.review_by, left)
    yield ReviewDate(RULES_FILE, sources.rules.reviewed, None, None)
    for file, records in ((CASES_FILE, sources.cases.cases), (LAWS_FILE, sources.laws.laws)):
        oldest = min(records, key=lambda record: record.checked, default=None)
        if oldest:
            yield ReviewDate(f"{file}, longest ago: {oldest.id}", oldest.checked, None, None)


def _by_urgency(one: ReviewDate) -> tuple[dt.date, dt.date]:
    """What is due first stands first; what nobody dated, after it, the longest unchecked first."""
    return one.review_by or dt.date.max, one.reviewed
