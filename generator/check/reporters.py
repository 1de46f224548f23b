"""Checks that each decision stands in a reporter that exists, in its time, and that prints its court.

The facts come from reporters-db and courts-db (Free Law Project), which CourtListener runs on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from generator.check.common import all_at_once
from generator.model.content import Case, CaseTable, Court
from generator.model.site import Sources
from generator.problems import Pointer, Problem, did_you_mean
from generator.remember import remembered_between_readings
from generator.tables import CASES_FILE

_PARALLEL = re.compile(r"(?P<volume>[1-9]\d*) (?P<reporter>[A-Z].*) (?P<page>[1-9]\d*|_{3})", re.ASCII)


def check_reporters(sources: Sources, content: str) -> tuple[Problem, ...]:
    """Courts that courts-db does not know, and citations to a reporter that does not fit court or year."""
    return reporters_in(sources.cases, f"{content}/{CASES_FILE}")


@remembered_between_readings
@all_at_once
def reporters_in(table: CaseTable, file: str) -> Iterator[Problem]:
    """The same of a table of cases, from nothing else."""
    courts = table.courts
    for identifier, court in courts.items():
        yield from _court(identifier, court, file)
    for position, case in enumerate(table.cases):
        at: Pointer = ("cases", position)
        if case.court not in courts or not _known_court(case.court):
            continue  # told already
        yield from _sitting(case, file, (*at, "year"))
        yield from _printed(case, case.reporter, file, (*at, "reporter"))
        yield from _named(case, courts, file, (*at, "reporter"))
        for number, parallel in enumerate(case.parallel):
            match = _PARALLEL.fullmatch(parallel)
            if match:
                yield from _printed(case, match["reporter"], file, (*at, "parallel", number))
            else:
                message = f"`{parallel}` is not a volume, a reporter and a page."
                yield Problem(file, message, "Write it as `122 S. Ct. 2508`.", (*at, "parallel", number))


def _court(identifier: str, court: Court, file: str) -> Iterator[Problem]:
    known = _known_court(identifier)
    at: Pointer = ("courts", identifier)
    if not known:
        message = f"courts-db knows no court `{identifier}`."
        yield Problem(file, message, did_you_mean(identifier, _courts()), at)
    elif court.bluebook and court.bluebook != known["citation_string"]:
        message = f"`{identifier}` is abbreviated `{known['citation_string']}`, not `{court.bluebook}`."
        yield Problem(file, message, at=(*at, "bluebook"))
    for number, reporter in enumerate(court.reporters):
        if not known_reporter(reporter):
            yield Problem(file, *unknown_reporter(reporter), (*at, "reporters", number))


def _sitting(case: Case, file: str, at: Pointer) -> Iterator[Problem]:
    """The court existed in that year."""
    known = _known_court(case.court)
    spans = known["dates"] if known else []
    if spans and not any(_year(span["start"], 0) <= case.year <= _year(span["end"], 9999) for span in spans):
        yield Problem(file, f"There was no court `{case.court}` in {case.year}.", at=at)


def _printed(case: Case, reporter: str, file: str, at: Pointer) -> Iterator[Problem]:
    """The reporter existed in that year, and prints the decisions of that court."""
    found = _editions().get(reporter)
    if found is None:
        yield Problem(file, *unknown_reporter(reporter), at)
        return
    edition = found["editions"][reporter]
    if not _year(edition["start"], 0) <= case.year <= _year(edition["end"], 9999):
        until = edition["end"].year if edition["end"] else "today"
        span = f"from {edition['start'].year} to {until}"
        message = f"`{reporter}` was printed {span}; `{case.id}` is of {case.year}."
        yield Problem(file, message, at=at)
    elif not _fits(case.court, found["mlz_jurisdiction"]):
        message = f"`{reporter}` does not print the decisions of the court `{case.court}`."
        yield Problem(file, message, "Check the reporter and the court.", at)


def _named(case: Case, courts: Mapping[str, Court], file: str, at: Pointer) -> Iterator[Problem]:
    """A reporter of one court prints that court's decisions only; any other leaves the court to be named."""
    for identifier, court in courts.items():
        if identifier != case.court and case.reporter in court.reporters:
            message = f"`{case.reporter}` prints only the decisions of `{identifier}`, not of `{case.court}`."
            yield Problem(file, message, "Check the reporter and the court.", at)
            return
    court = courts[case.court]
    if not court.bluebook and case.reporter not in court.reporters:
        message = f"`{case.reporter}` does not say which court decided, and `{case.court}` has no `bluebook`."
        yield Problem(
            file, message, "Give the court its abbreviation, or name the reporter in `reporters`.", at
        )


def _fits(court: str, jurisdictions: list[str]) -> bool:
    """Whether reporters-db lists the court (Multilingual Zotero's codes, `us:c9;court.appeals`).

    Its lists also name courts whose decisions were printed there now and then. The first entry is the
    reporter's own kind of court, and a federal reporter's kind is the court's kind.
    """
    codes = _codes(court)
    first = jurisdictions[0]
    federal = re.match(r"us(:c\d+)?;", first)
    return any(code in jurisdictions and (not federal or _kind(code) == _kind(first)) for code in codes)


def _kind(code: str) -> str:
    return code.partition(";")[2]


def _codes(court: str) -> list[str]:
    known = _known_court(court) or {}
    circuit = re.fullmatch(r"ca(\d+)", court)
    if court == "scotus":
        return ["us;supreme.court"]
    if circuit:
        return [f"us:c{circuit[1]};court.appeals"]
    state = str(known.get("jurisdiction") or "").replace(".", "").lower()
    if known.get("level") == "colr":
        return [f"us:{state};supreme.court"]
    return [f"us:{state};{kind}" for kind in ("appeals.court", "court.appeals", "court.appeal")]


def known_reporter(reporter: str) -> bool:
    """Whether a series of reports is abbreviated so."""
    return reporter in _editions()


def unknown_reporter(reporter: str) -> tuple[str, str]:
    """That no reporter is abbreviated so, and how it is abbreviated (for example `F3d` as `F.3d`)."""
    from reporters_db import VARIATIONS_ONLY

    usual = VARIATIONS_ONLY.get(reporter)
    message = f"No reporter is abbreviated `{reporter}`."
    return message, f"Write `{usual[0]}`." if usual else did_you_mean(reporter, _editions())


@cache
def _editions() -> Mapping[str, Any]:
    """Every series of reports by its abbreviation, with its jurisdictions and the years of its editions."""
    from reporters_db import REPORTERS

    return {
        edition: reporter
        for reporters in REPORTERS.values()
        for reporter in reversed(reporters)
        for edition in reporter["editions"]
    }


@cache
def _courts() -> Mapping[str, Any]:
    from courts_db import courts

    return {court["id"]: court for court in courts}


def _known_court(identifier: str) -> Mapping[str, Any] | None:
    return _courts().get(identifier)


def _year(day: dt.datetime | str | None, otherwise: int) -> int:
    """The year of a day as the two databases write it."""
    if not day:
        return otherwise
    return day.year if isinstance(day, dt.datetime) else int(day[:4])
