"""Says how every translated unit stands to its source."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Mapping, Sequence

from generator.model.site import Sources
from generator.model.translations import SignOff, Standing, State, Units, Version
from generator.translations.units import sections_of, units_of


def standings(sources: Sources, content: str) -> tuple[Standing, ...]:
    """Every version of every unit that is a translation, in the order of files and texts.

    Without a readable `translations.json` nothing counts as signed off.
    """
    units = units_of(sources, content)
    records = _Records(sources.sign_offs, units)
    critical, order = _Critical(sources), _Order(sources)
    found = []
    unreadable = {key for key, _ in sources.unreadable}
    for unit, versions in units.items():
        if unit.partition("#")[0] in unreadable:
            continue  # a file that cannot be read is told of; it is not missing
        source = source_of(unit, versions, sources.settings.codes, records.given)
        for language in sources.settings.codes:
            if language == source:
                continue
            here, there = versions.get(language), versions.get(source)
            signed = records.of(unit, language, here)
            elsewhere = order.differs(unit, source, language) if here and there else False
            state = _state(here, there, signed, source, elsewhere)
            found.append(
                Standing(unit, language, source, state, here, there, signed, unit in critical, elsewhere)
            )
    return tuple(found)


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


class _Critical:
    """The units that must never be behind: sections that an article calls critical, and critical tables."""

    def __init__(self, sources: Sources) -> None:
        """An id of a subsection makes the section around it critical."""
        self._tables = frozenset(sources.settings.translations.critical_tables)
        self._sections = {
            f"{article.key}#{section.heading.id}"
            for article in sources.articles
            for section in article.body.sections
            if {section.heading.id, *(h.id for h in section.subheadings)} & set(article.front.critical)
        }

    def __contains__(self, unit: str) -> bool:
        return unit in self._sections or unit.partition("#")[0] in self._tables


class _Records:
    """The sign-offs, found again where a unit got another name and nothing else."""

    def __init__(self, given: Mapping[str, SignOff] | None, units: Units) -> None:
        self.given = given or {}
        self._left_over = {
            (name.partition("/")[0], record.itself): record
            for name, record in self.given.items()
            if name.partition("/")[2] not in units
        }

    def of(self, unit: str, language: str, here: Version | None) -> SignOff | None:
        """The sign-off of a version, if there is one."""
        given = self.given.get(f"{language}/{unit}")
        if given or here is None:
            return given
        return self._left_over.get((language, here.digest))


class _Order:
    """Which sections stand in another order than in the source; as few of them as explain the difference."""

    def __init__(self, sources: Sources) -> None:
        self._articles = {(a.key, a.language): a for a in sources.articles}
        self._known: dict[tuple[str, str, str], frozenset[str]] = {}

    def differs(self, unit: str, source: str, language: str) -> bool:
        """Whether a section of the language stands elsewhere than in the source."""
        key, _, place = unit.partition("#")
        pair = key, source, language
        if pair not in self._known:
            one, other = self._articles.get((key, source)), self._articles.get((key, language))
            self._known[pair] = moved(sections_of(one), sections_of(other)) if one and other else frozenset()
        return place in self._known[pair]


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
