"""What the commands for translators do: show how every translation stands, and sign translations off."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from generator.model.body import Lines
from generator.model.project import Folders
from generator.model.site import Sources
from generator.model.translations import TRANSLATIONS_FILE, Standing, State
from generator.problems import Problem, in_order
from generator.read import Reading
from generator.revisions import content_at, revisions_of
from generator.translations import WHAT_IS_WRONG, standings
from generator.translations.changes import changed_lines, changed_paragraphs
from generator.translations.sign_off import Signature, Signed, named, sign, text_of
from generator.translations.units import units_of
from generator.write import put_in_place

Read = Callable[[Folders], tuple[Sources | None, Reading]]
"""Reads a project's sources; the pipeline knows how."""


@dataclass(frozen=True)
class Tracked:
    """How the translations of a project stand; or, without `sources`, the problems that hide it."""

    folders: Folders
    read: Read
    reading: Reading
    sources: Sources | None
    standings: tuple[Standing, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files themselves."""
        return in_order(self.reading.located(self.reading.problems))


def track(folders: Folders, read: Read) -> Tracked:
    """Read a project and compare its translations with their records."""
    sources, reading = read(folders)
    found = standings(sources, folders.content.name) if sources else ()
    return Tracked(folders, read, reading, sources, found)


def made_stale_since(tracked: Tracked, revision: str) -> tuple[Standing, ...]:
    """The versions that are behind now and were not at a revision of git. Raises NoSuchRevisionError."""
    with content_at(tracked.folders.content, revision) as content:
        then = track(replace(tracked.folders, content=content), tracked.read)
    before = {one.name for one in then.standings if one.behind}
    return tuple(one for one in tracked.standings if one.behind and one.name not in before)


def sign_off(tracked: Tracked, name: str, by: Signature, source: str | None) -> Signed:
    """Sign off what has a name, and write `translations.json`. Raises NotAUnitError and CannotWriteError."""
    records = tracked.sources.records.units if tracked.sources and tracked.sources.records else {}
    done = sign(records, tracked.standings, named(tracked.standings, name, source), by)
    path = tracked.folders.content / TRANSLATIONS_FILE
    put_in_place(path, text_of(done.records))
    return replace(done, refused=in_order(tracked.reading.located(done.refused)))


# --- what people and programs read ---

_TOLD_BY_THE_SUMMARY = frozenset((State.CURRENT, State.UNREVIEWED))


def table(tracked: Tracked, shown: Sequence[Standing], everything: bool) -> Iterator[str]:
    """The versions by language and file; each that is not current, or each, with what changed since."""
    changes = Changes(tracked, [one for one in shown if one.state is State.OUTDATED])
    for language, of_language in groupby(_by_language(tracked, shown), key=lambda one: one.language):
        yield f"{language}"
        for file, of_file in groupby(of_language, key=lambda one: one.file_and_place[0]):
            versions = list(of_file)
            words = sum(one.there.words for one in versions if one.there)
            yield f"  {file:<34} {len(versions):>5} units {words:>7,} words   {_summary(versions)}"
            # A file that nobody has compared yet needs no list of all its parts.
            told = {State.CURRENT} if len({one.state for one in versions}) > 1 else _TOLD_BY_THE_SUMMARY
            for one in versions:
                if everything or one.state not in told:
                    yield from _rows(one, changes)


def as_json(tracked: Tracked, shown: Sequence[Standing]) -> str:
    """The same for programs: a list of versions."""
    changes = Changes(tracked, [one for one in shown if one.state is State.OUTDATED])
    return json.dumps(
        [
            {
                "name": one.name,
                "language": one.language,
                "source": one.source,
                "unit": one.unit,
                "state": one.state,
                "critical": one.critical,
                "words": one.there.words if one.there else 0,
                "by": one.signed.by if one.signed else None,
                "on": one.signed.on.isoformat() if one.signed else None,
                "reason": one.signed.reason if one.signed else None,
                "changes": list(changes.of(one)),
            }
            for one in shown
        ],
        ensure_ascii=False,
        indent=1,
    )


def _by_language(tracked: Tracked, shown: Sequence[Standing]) -> list[Standing]:
    """In the order of the site's languages; inside a language as they were found."""
    codes = tracked.sources.settings.codes if tracked.sources else ()
    return sorted(shown, key=lambda one: codes.index(one.language))


def _summary(versions: Sequence[Standing]) -> str:
    counts = {state: sum(one.state is state for one in versions) for state in State}
    if counts[State.CURRENT] == len(versions):
        return "all current"
    return ", ".join(f"{number} {state}" for state, number in counts.items() if number)


def _rows(one: Standing, changes: Changes) -> Iterator[str]:
    critical = ", critical" if one.critical else ""
    words = one.there.words if one.there else 0
    yield f"    #{one.file_and_place[1]:<32} {one.state}{critical} ({words:,} words)"
    if one.state is not State.CURRENT:
        signed = f" Signed off by {one.signed.by} on {one.signed.on.isoformat()}." if one.signed else ""
        yield f"        {one.source}: {WHAT_IS_WRONG[one.state]}.{signed}"
    for line in changes.of(one):
        yield f"        {line}"


class Changes:
    """What has changed in the sources of outdated versions since they were signed off."""

    def __init__(self, tracked: Tracked, outdated: Sequence[Standing]) -> None:
        self._before = _words_before(tracked, outdated)

    def of(self, one: Standing) -> Iterator[str]:
        """The changes of one version, a line each; nothing for one that is not outdated."""
        if one.state is not State.OUTDATED or not one.there:
            return
        if one.moved:
            yield f"(stands in another place among its sections than in {one.source})"
        if not one.signed or one.signed.covers(one.there.digest):
            return
        before = self._before.get(one.name)
        if before:
            yield from changed_lines(before, one.there.lines)
        else:
            yield from changed_paragraphs(one.signed.paragraphs, one.there.lines)


def _words_before(tracked: Tracked, outdated: Sequence[Standing]) -> Mapping[str, Lines]:
    """The words that translations were made from, as far as git still has them."""
    wanted: dict[str, Standing] = {one.name: one for one in outdated if one.signed}
    found: dict[str, Lines] = {}
    content = tracked.folders.content
    for revision in revisions_of(content) if wanted else ():
        for name, lines in _at(tracked, content, revision, wanted):
            found[name] = lines
            del wanted[name]
        if not wanted:
            break
    return found


def _at(
    tracked: Tracked, content: Path, revision: str, wanted: Mapping[str, Standing]
) -> list[tuple[str, Lines]]:
    """Those of the wanted words that a revision has."""
    with content_at(content, revision) as then:
        sources, _ = tracked.read(replace(tracked.folders, content=then))
    units = units_of(sources, content.name) if sources else defaultdict(dict)
    return [
        (name, version.lines)
        for name, one in wanted.items()
        if (version := units.get(one.unit, {}).get(one.source))
        and one.signed
        and version.digest == (one.signed.still_true_of or one.signed.made_from)
    ]
