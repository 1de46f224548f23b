"""Checks the tables of cases, laws and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.check.common import ON_EVERY_PAGE, all_at_once, repeated
from generator.model.content import (
    LAW_LANGUAGE,
    Authority,
    Case,
    CaseTable,
    Confirmation,
    Glossary,
    LawTable,
    Words,
)
from generator.model.site import Sources
from generator.pins import page_outside
from generator.problems import Pointer, Problem, did_you_mean
from generator.remember import remembered
from generator.tables import CASES_FILE, GLOSSARY_FILE, LAWS_FILE

_TAKEN = re.compile(rf"^({ON_EVERY_PAGE}|(kind|law)-.*)$")
"""Ids that templates give to parts of the pages that list laws and terms."""


def check_tables(sources: Sources, content: str) -> tuple[Problem, ...]:
    """Records that contradict themselves, each other, or the tables of courts and topics."""
    return _in_tables(sources.cases, sources.laws, sources.glossary, sources.settings.codes, content)


@remembered(4)
@all_at_once
def _in_tables(
    table: CaseTable, law_table: LawTable, glossary: Glossary, codes: tuple[str, ...], content: str
) -> Iterator[Problem]:
    cases, laws = table.cases, law_table.laws
    cases_file, laws_file = f"{content}/{CASES_FILE}", f"{content}/{LAWS_FILE}"
    terms_file = f"{content}/{GLOSSARY_FILE}"
    yield from repeated((("cases", i, case.id) for i, case in enumerate(cases)), cases_file)
    yield from repeated((("laws", i, law.id) for i, law in enumerate(laws)), laws_file)
    yield from repeated((("terms", i, term.id) for i, term in enumerate(glossary.terms)), terms_file)
    yield from _taken((("laws", i, law.id) for i, law in enumerate(laws)), laws_file)
    yield from _taken((("terms", i, term.id) for i, term in enumerate(glossary.terms)), terms_file)
    for position, case in enumerate(cases):
        at: Pointer = ("cases", position)
        yield from _topics(case.topics, table.topics, cases_file, at)
        yield from _case(case, table, cases_file, at)
        yield from _quotations(case, codes, cases_file, at)
    yield from _same_citation(cases, cases_file)
    case_ids = {case.id for case in cases}
    for position, law in enumerate(laws):
        at = ("laws", position)
        if law.id in case_ids:
            yield Problem(laws_file, f"`{law.id}` is also the id of a case.", at=(*at, "id"))
        yield from _topics(law.topics, table.topics, laws_file, at)
        yield from _quotations(law, codes, laws_file, at)


def _quotations(record: Authority, codes: tuple[str, ...], file: str, at: Pointer) -> Iterator[Problem]:
    """Each quotation once, translated into every language but the one it is written in."""
    yield from repeated(((*at, "quotes", i, quote.id) for i, quote in enumerate(record.quotes)), file)
    wanted = set(codes) - {LAW_LANGUAGE}
    for number, quote in enumerate(record.quotes):
        for code in sorted(wanted - set(quote.translations)):
            message = f"The quotation `{quote.id}` of `{record.id}` has no translation into `{code}`."
            yield Problem(file, message, at=(*at, "quotes", number))
        for code in sorted(set(quote.translations) - wanted):
            message = f"The quotation `{quote.id}` of `{record.id}` needs no translation into `{code}`."
            yield Problem(file, message, at=(*at, "quotes", number, "translations", code))


def _taken(ids: Iterable[tuple[str | int, ...]], file: str) -> Iterator[Problem]:
    """Ids that the templates need themselves; each comes at the end of its own pointer."""
    for *where, identifier in ids:
        if _TAKEN.match(str(identifier)):
            message = f"The id `{identifier}` is used by the page itself."
            yield Problem(file, message, "Choose another one.", (*where, "id"))


def _case(case: Case, table: CaseTable, file: str, at: Pointer) -> Iterator[Problem]:
    if case.court not in table.courts:
        known = list(table.courts)
        yield Problem(
            file, f"There is no court `{case.court}`.", did_you_mean(case.court, known), (*at, "court")
        )
    if case.decided and case.decided.year != case.year:
        message = f"`year` is {case.year}, but `decided` says {case.decided.isoformat()}."
        yield Problem(file, message, at=(*at, "year"))
    if case.page is None and not (case.decided and case.docket):
        message = f"`{case.id}` has no `page`."
        hint = "A decision that is not paged yet is found by its `docket` and the day it was `decided`."
        yield Problem(file, message, hint, at)
    if case.pins and case.confirmed == Confirmation.KNOWLEDGE:
        message = f"`{case.id}` was not confirmed in any source, so it can have no confirmed pages."
        yield Problem(file, message, at=(*at, "pins"))
    for position, pin in enumerate(case.pins):
        outside = page_outside(case, pin)
        if outside:
            yield Problem(file, outside, "Check the page.", (*at, "pins", position))
    yield from _later(case, table, file, at)
    for position, quote in enumerate(case.quotes):
        if quote.pin and quote.pin not in case.pins:
            message = (
                f"The page `{quote.pin}` of the quotation `{quote.id}` is not among the confirmed `pins`."
            )
            yield Problem(file, message, at=(*at, "quotes", position, "pin"))


def _same_citation(cases: Iterable[Case], file: str) -> Iterator[Problem]:
    """Two records at one place of a reporter: a copy whose citation nobody changed.

    Short orders can share a page; then their dockets tell them apart.
    """
    seen: dict[tuple[int, str, int], Case] = {}
    for position, case in enumerate(cases):
        if case.page is None:
            continue
        first = seen.setdefault((case.volume, case.reporter, case.page), case)
        if first.id != case.id and (first.docket is None or first.docket == case.docket):
            message = f"`{case.id}` stands at {case.volume} {case.reporter} {case.page}, like `{first.id}`."
            hint = "Correct one citation; or, if they share that page, give both their `docket`."
            yield Problem(file, message, hint, ("cases", position, "volume"))


def _later(case: Case, table: CaseTable, file: str, at: Pointer) -> Iterator[Problem]:
    """The decisions that changed this one are in the table, are later, and are explained."""
    if not case.later:
        return
    by_id = {other.id: other for other in table.cases}
    for position, identifier in enumerate(case.later):
        place: Pointer = (*at, "later", position)
        other = by_id.get(identifier)
        if other is None:
            yield Problem(file, f"There is no case `{identifier}`.", did_you_mean(identifier, by_id), place)
        elif other is case or other.year < case.year:
            yield Problem(file, f"`{identifier}` is not later than `{case.id}`.", at=place)
    if not case.treatment:
        message = f"`{case.id}` names later decisions but has no `treatment` that says what they did."
        yield Problem(file, message, at=(*at, "later"))


def _topics(topics: Iterable[str], known: Mapping[str, Words], file: str, at: Pointer) -> Iterator[Problem]:
    for position, topic in enumerate(topics):
        if topic not in known:
            message = f"There is no topic `{topic}` in {CASES_FILE}."
            yield Problem(file, message, did_you_mean(topic, known), (*at, "topics", position))
