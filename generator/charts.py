"""The geometry of the pictures of the case table: where each mark stands, in units of the drawing.

Only positions are worked out here; the templates draw them. A chart library would bring inline styles,
which the site's policy forbids, or a script; it would know neither our two languages nor our colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.model.content import Case, Immunity

WIDTH = 328
"""Units that a drawing is wide: as many as pixels remain on a phone of 360, so text keeps its size."""

YEARS_IN_A_ROW = 5
LABEL = 72
INDENT = 12
PITCH = 14
MARK = 10
LINE = 16
ROW_GAP = 10


@dataclass(frozen=True)
class Mark:
    """One case in a drawing: the middle of its mark."""

    case: Case
    x: float
    y: float


@dataclass(frozen=True)
class Row:
    """The cases of some years: the first and last year, the marks, and the milestones below them.

    `y` is the middle of the first line of marks; `gap` is true where years without any case come before.
    Each milestone has the middle of its own line.
    """

    first: int
    last: int
    y: float
    marks: tuple[Mark, ...]
    milestones: tuple[Mark, ...]
    gap: bool

    def number(self, immunity: str) -> int:
        """How many of its cases came out so."""
        return sum(mark.case.immunity == immunity for mark in self.marks)


@dataclass(frozen=True)
class Timeline:
    """Rows of years from the oldest case down to the newest, and the height of the whole."""

    rows: tuple[Row, ...]
    height: float


@dataclass(frozen=True)
class Part:
    """One outcome's part of a bar: how many cases, and from where to where it reaches."""

    immunity: Immunity
    number: int
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """The cases of one court by outcome; `y` is the top of the bar."""

    court: str
    total: int
    y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Bars:
    """A bar for each court that has cases, and the height of the whole."""

    bars: tuple[Bar, ...]
    height: float


def in_order_of_time(cases: Iterable[Case]) -> list[Case]:
    """Cases from the oldest to the newest; those without a day stand before the others of their year."""
    return sorted(cases, key=lambda c: (c.year, c.decided.isoformat() if c.decided else "", c.id))


def timeline(cases: Iterable[Case]) -> Timeline:
    """A row for every five years that have a case, a mark for every case, in order of time."""
    rows: list[Row] = []
    y = 0.0
    in_a_line = int((WIDTH - LABEL) // PITCH)
    for first, group in groupby(in_order_of_time(cases), key=lambda c: c.year // YEARS_IN_A_ROW):
        year, found = first * YEARS_IN_A_ROW, list(group)
        gap = bool(rows) and rows[-1].last + 1 < year
        y += LINE if gap else 0
        middle = y + LINE / 2
        marks = tuple(
            Mark(case, LABEL + PITCH * (n % in_a_line + 0.5), middle + LINE * (n // in_a_line))
            for n, case in enumerate(found)
        )
        y += LINE * (1 + (len(found) - 1) // in_a_line)
        milestones = []
        for case in found:
            if case.milestone:
                milestones.append(Mark(case, INDENT, y + LINE / 2))
                y += LINE
        rows.append(Row(year, year + YEARS_IN_A_ROW - 1, middle, marks, tuple(milestones), gap))
        y += ROW_GAP
    return Timeline(tuple(rows), max(y - ROW_GAP, LINE))


def outcomes_by_court(cases: Sequence[Case], courts: Mapping[str, object]) -> Bars:
    """For each court, in the order of the table, a bar as long as its number of cases."""
    counted = {court: [c.immunity for c in cases if c.court == court] for court in courts}
    longest = max((len(found) for found in counted.values()), default=1)
    bars = []
    y = 0.0
    for court, found in counted.items():
        if not found:
            continue
        y += LINE  # the name of the court stands above its bar
        x, parts = 0.0, []
        for immunity in Immunity:
            number = found.count(immunity)
            width = WIDTH * number / longest
            if number:
                parts.append(Part(immunity, number, x, width))
            x += width
        bars.append(Bar(court, len(found), y, tuple(parts)))
        y += LINE + ROW_GAP
    return Bars(tuple(bars), max(y - ROW_GAP, LINE))
