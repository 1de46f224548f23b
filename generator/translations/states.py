"""Says how every translated unit stands to its source."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from generator.model.site import Article, Sources
from generator.model.translations import SignOff, Standing, State, TranslationRecords, Version
from generator.remember import remembered_between_readings, remembered_for_each
from generator.translations.units import FileUnits, sections_of, units_by_file

LeftOver = tuple[tuple[tuple[str, str], SignOff], ...]
"""The sign-offs of units that are no longer there, by language and digest of the translation."""


def standings(sources: Sources, content: str) -> tuple[Standing, ...]:
    """Every version of every unit that is a translation, in the order of files and texts.

    Without a readable `translations.json` nothing counts as signed off.
    """
    files = units_by_file(sources, content)
    left_over = _left_over(sources.records, set[str]().union(*(file.units for file in files)))
    unreadable = {key for key, _ in sources.unreadable}
    # A file that cannot be read is told of; it is not missing.
    readable = [file for file in files if file.name not in unreadable]
    settings = sources.settings
    found = _of_files(
        readable, sources.records, left_over, settings.codes, settings.translations.critical_tables
    )
    return tuple(chain.from_iterable(found))


@remembered_for_each
def _of_files(
    file: FileUnits,
    records: TranslationRecords | None,
    left_over: LeftOver,
    codes: tuple[str, ...],
    critical_tables: tuple[str, ...],
) -> tuple[Standing, ...]:
    """The standings of each article or table; in `critical_tables` all are critical."""
    is_critical = file.name in critical_tables
    given = records.units if records else {}
    by_words = dict(left_over)
    critical = _critical_sections(file.articles)
    found = []
    for unit, versions in file.units.items():
        source = source_of(unit, versions, codes, given)
        place = unit.partition("#")[2]
        for language in codes:
            if language == source:
                continue
            here, there = versions.get(language), versions.get(source)
            signed = given.get(f"{language}/{unit}")
            if signed is None and here and by_words:  # it got another name and nothing else
                signed = by_words.get((language, here.digest))
            elsewhere = bool(here and there) and place in _moved(file.articles, source, language)
            found.append(
                Standing(
                    unit,
                    language,
                    source,
                    _state(here, there, signed, source, elsewhere),
                    here,
                    there,
                    signed,
                    is_critical or place in critical,
                    elsewhere,
                )
            )
    return tuple(found)


def _left_over(records: TranslationRecords | None, units: Collection[str]) -> LeftOver:
    return tuple(
        ((name.partition("/")[0], record.itself), record)
        for name, record in (records.units if records else {}).items()
        if name.partition("/")[2] not in units
    )


def source_of(
    unit: str, versions: Collection[str], codes: Sequence[str], records: Mapping[str, SignOff]
) -> str:
    """The language of a unit's source: as its sign-offs say; else the first of the site that has it."""
    named = [
        record.source
        for code in codes
        if (record := records.get(f"{code}/{unit}")) and record.source in codes and record.source != code
    ]
    if named:
        return max(codes, key=named.count)
    return next((code for code in codes if code in versions), codes[0])


def _state(
    here: Version | None, there: Version | None, signed: SignOff | None, source: str, moved: bool
) -> State:
    if here is None:
        return State.MISSING
    if there is None:
        return State.EXTRA
    if signed is None:
        return State.OUTDATED if moved else State.UNREVIEWED
    if not signed.intact:
        return State.BUMPED
    if moved or signed.source != source or not signed.covers(there.digest):
        return State.OUTDATED
    return State.CURRENT if signed.itself == here.digest else State.UNREVIEWED


def _critical_sections(articles: Sequence[Article]) -> frozenset[str]:
    """The sections that must never be behind; an id of a subsection makes the section around it critical."""
    return frozenset(
        section.place
        for article in articles
        for section in article.sections
        if {heading.id for heading in section.headings} & set(article.front.critical)
    )


@remembered_between_readings
def _moved(articles: tuple[Article, ...], source: str, language: str) -> frozenset[str]:
    """The sections that stand elsewhere than in the source; as few of them as explain the difference."""
    by_language = {article.language: article for article in articles}
    if source not in by_language or language not in by_language:
        return frozenset()
    return moved(sections_of(by_language[source]), sections_of(by_language[language]))


def moved(source: Sequence[str], here: Sequence[str]) -> frozenset[str]:
    """The fewest ids that must be moved to bring `here` into the order of `source`."""
    place = {identifier: number for number, identifier in enumerate(source)}
    order = [identifier for identifier in here if identifier in place]
    # What may stay is a longest increasing run of places; `best[n]` is the lowest end of a run of n + 1.
    best: list[int] = []
    runs: list[tuple[str, ...]] = []
    for identifier in order:
        at = bisect.bisect_left(best, place[identifier])
        best[at : at + 1] = [place[identifier]]
        runs[at : at + 1] = [(*(runs[at - 1] if at else ()), identifier)]
    return frozenset(order) - frozenset(runs[-1] if runs else ())
