"""Puts together what the status pages show, as values."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from generator.model.body import Lines
from generator.model.content import Language
from generator.model.site import Addresses, Sources
from generator.model.translations import Standing, State, Version
from generator.plain_words import ArticleLevels, said_by
from generator.problems import Problem
from generator.tables import CASES_FILE, LAWS_FILE, RULES_FILE
from generator.translators import Changes, Tracked


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
    due: dt.date | None
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
    codes, levels = sources.settings.codes, ArticleLevels(sources.settings.languages)
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
            {a.language: level for a in articles if (level := levels.of(a.language, said_by(a))) is not None},
            tuple(_unit(place, found, codes, levels, changes) for place, found in places.items()),
        )


def _unit(
    place: str, found: list[Standing], codes: Sequence[str], levels: ArticleLevels, changes: Changes
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


def _reviews(sources: Sources, today: dt.date) -> Iterable[ReviewDate]:
    def review(name: str, reviewed: dt.date, review_by: dt.date | None = None) -> ReviewDate:
        due = sources.settings.due(reviewed, review_by)
        return ReviewDate(name, reviewed, due, (due - today).days if due else None)

    for article in sources.articles:
        yield review(f"{article.language}/{article.key}", article.front.reviewed, article.front.review_by)
    yield review(RULES_FILE, sources.rules.reviewed)
    for file, records in ((CASES_FILE, sources.cases.cases), (LAWS_FILE, sources.laws.laws)):
        oldest = min(records, key=lambda record: record.checked, default=None)
        if oldest:
            yield review(f"{file}, longest ago: {oldest.id}", oldest.checked)


def _by_urgency(one: ReviewDate) -> tuple[dt.date, dt.date]:
    """What is due first stands first; what nobody dated, after it, the longest unchecked first."""
    return one.due or dt.date.max, one.reviewed
