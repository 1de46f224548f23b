"""Reads the citation of one decision with eyecite, and says what is wrong with one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict

from generator.check.reporters import known_reporter, unknown_reporter
from generator.starting.laid import CannotStartError

_SHAPE = re.compile(r"(?P<volume>\d+)\s+(?P<reporter>\D.*?)\s+(?P<page>\d+|_+)(?!\w)")
"""What looks like a volume, a reporter and a page, whether or not such a reporter exists."""

_PARENTHESIS = re.compile(r"\((?P<inside>[^()]*)\)")
_FIRST_YEAR = 1789
"""When the federal courts began."""

_EXAMPLE = "“555 U.S. 223 (2009)” or “661 F.3d 433 (9th Cir. 2011)”"


class CourtOfTable(BaseModel):
    """What the case table says of a court: how a citation names it, and the reporters that print it alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    bluebook: str = ""
    reporters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cite:
    """Where a decision is printed and who made it, as far as its citation says.

    `page` is None where the volume is not paged yet, `year` where the citation has none. `pin` is a page
    named behind the first one.
    """

    volume: int
    reporter: str
    page: int | None
    court: str
    year: int | None
    pin: str | None = None

    def __str__(self) -> str:
        """The citation without its parenthesis: `555 U.S. 223`."""
        return f"{self.volume} {self.reporter} {self.page or '___'}"


def read_cite(written: str, courts: Mapping[str, CourtOfTable], this_year: int) -> Cite:
    """Read a citation such as `661 F.3d 433 (9th Cir. 2011)`; `courts` are those of the case table, by id.

    The court is the one whose reporter it is, else the one in parentheses; it is never guessed. Raises
    CannotStartError.
    """
    from eyecite import get_citations
    from eyecite.models import FullCaseCitation, FullLawCitation

    written = " ".join(written.split())
    found = get_citations(written) if written else []
    cases = [one for one in found if isinstance(one, FullCaseCitation)]
    if any(isinstance(one, FullLawCitation) for one in found):
        raise CannotStartError(f"“{written}” is a law, not a decision. Laws stand in laws.json.")
    if len(cases) > 1:
        first = cases[0].corrected_citation()
        raise CannotStartError(
            f"“{written}” holds {len(cases)} citations. Give one, such as “{first}”; others of the same "
            "decision go into `parallel` of the record."
        )
    if not cases:
        raise CannotStartError(_unread(written))
    one = cases[0]
    reporter = one.corrected_reporter()
    volume, page = one.groups["volume"], one.groups["page"]
    if not known_reporter(reporter) or not volume.isdigit() or (page and not page.isdigit()):
        raise CannotStartError(_unread(written))
    cite = Cite(
        volume=int(volume),
        reporter=reporter,
        page=int(page) if page else None,
        court="",
        year=_year(written, one.metadata.year, this_year),
        pin=one.metadata.pin_cite,
    )
    named = one.metadata.court if _PARENTHESIS.search(written) else None
    return replace(cite, court=_court(cite, written, named, courts))


def _unread(written: str) -> str:
    """Why eyecite finds no decision in what was written."""
    shape = _SHAPE.search(written)
    if shape and not known_reporter(shape["reporter"]):
        message, hint = unknown_reporter(shape["reporter"])
        return f"{message} {hint}".strip()
    return (
        f"“{written}” is not the citation of a decision. Write a volume, a reporter and a page: {_EXAMPLE}."
    )


def _year(written: str, read: str | None, this_year: int) -> int | None:
    """The year of a citation, which eyecite also finds in a longer number."""
    if read is None:
        return None
    whole = re.search(rf"(?<!\d){read}(?!\d)", written)
    if not whole or not _FIRST_YEAR <= int(read) <= this_year:
        raise CannotStartError(f"In “{written}” the year cannot be right. Write four digits: {_EXAMPLE}.")
    return int(read)


def _court(cite: Cite, written: str, named: str | None, courts: Mapping[str, CourtOfTable]) -> str:
    """The court's id in the case table."""
    alone = next(
        (identifier for identifier, court in courts.items() if cite.reporter in court.reporters), None
    )
    if alone and named not in (None, alone):
        raise CannotStartError(
            f"`{cite.reporter}` prints the decisions of `{alone}` alone, but “{written}” names the court "
            f"`{named}`. Check the reporter; or leave the court out: {_with_court(cite, '')}."
        )
    if alone:
        return alone
    known = {court.bluebook: identifier for identifier, court in courts.items() if court.bluebook}
    parenthesis = _PARENTHESIS.search(written)
    inside = parenthesis["inside"].strip() if parenthesis else ""
    named = named or known.get(inside)  # eyecite looks for a court only where there is a year
    if named is None:
        said = f"`{cite.reporter}` prints several courts, and the citation does not say which one decided"
        if re.search(r"[^\W\d]", inside):
            said = f"no court is abbreviated as in “({inside})”"
        ways = " or ".join(_with_court(cite, bluebook) for bluebook in known)
        how = f"in parentheses: {ways}" if ways else "in parentheses, before the year"
        raise CannotStartError(f"In “{written}” {said}. Write it {how}.")
    if named not in courts:
        raise CannotStartError(
            f"The case table has no court `{named}`. Add it to `courts` at the top of cases.json first, in "
            "the way of the courts that stand there."
        )
    return named


def _with_court(cite: Cite, court: str) -> str:
    """The whole citation, to be copied; `YEAR` where nobody wrote it."""
    return f"“{cite} ({' '.join(filter(None, (court, str(cite.year or 'YEAR'))))})”"
