"""The geometry of the picture of the decision tree: where each box, line and label stands.

Questions stand below one another in the order of asking, so every answer leads down. An answer that ends in a
result has the result beside it; one that goes on to a question runs into a lane at the right, down to that
question, together with all others that lead there. Only positions are worked out here; the template draws
them, in units of the drawing.

A graph library (Graphviz) would need a program that no package brings to every editor's machine, and lays the
same graph out wider than a page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.content import Answer, Outcome, Question, Rules
from generator.walks import Graph

LETTER, BOLD_LETTER = 6.7, 7.6
"""A mean letter of the interface's fonts at the size of the drawing, rather too wide than too narrow.

The tests measure in a browser that no words leave their box.
"""
LINE = 15
BASELINE = 4
"""From the middle of a line of writing down to the line on which its letters stand."""
PAD = 5
ROW_GAP = 6
LANE = 9
TURN = 5


@dataclass(frozen=True)
class Form:
    """The columns of a drawing. `beside`: the answers stand beside their question, not below it."""

    name: str
    box: int
    stem: int
    label: int
    result: int
    lanes: int
    gap: int
    beside: bool

    @property
    def result_width(self) -> int:
        """Results reach to the lanes."""
        return self.lanes - PAD - self.result


NARROW = Form("narrow", box=288, stem=8, label=20, result=136, lanes=292, gap=16, beside=False)
"""For a phone of 360 pixels, where a unit is a pixel."""
WIDE = Form("wide", box=174, stem=184, label=196, result=390, lanes=612, gap=16, beside=True)
"""For wider screens, and for a printed page."""


@dataclass(frozen=True)
class Box:
    """A question or a result: its upper left corner, its size, and its words, a line each."""

    of: Question | Outcome
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def written(self) -> Iterator[tuple[float, float, str]]:
        """Each line with the place where its writing begins, on its baseline."""
        return _written(self.x + PAD, self.y + PAD + LINE / 2, self.lines)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Edge:
    """The answers to one question that lead to the same place, as a line with a label.

    `path` is the line, as SVG writes it; the label's first line has its middle at `x`, `y`.
    """

    question: Question
    answers: tuple[Answer, ...]
    to: str
    path: str
    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def written(self) -> Iterator[tuple[float, float, str]]:
        """Each line of its label with the place where its writing begins, on its baseline."""
        return _written(self.x, self.y, self.lines)


@dataclass(frozen=True)
class Picture:
    """The whole drawing in one form and language."""

    form: Form
    width: float
    height: float
    questions: tuple[Box, ...]
    results: tuple[Box, ...]
    edges: tuple[Edge, ...]


def picture(rules: Rules, language: str, form: Form) -> Picture:
    """The drawing of the tree; its words are the `short` ones of the rules in this language."""
    return _Drawing(rules, language, form).picture()


def ways(question: Question) -> Iterator[tuple[str, tuple[Answer, ...]]]:
    """The places to which a question leads, in the order of its answers, with the answers that lead there."""
    for to in dict.fromkeys(answer.to for answer in question.answers):
        yield to, tuple(answer for answer in question.answers if answer.to == to)


@dataclass(frozen=True)
class _Way:
    """One way out of a question: the answers that take it, its label, and the words of its result, if any."""

    question: Question
    to: str
    answers: tuple[Answer, ...]
    label: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def height(self) -> float:
        """The room that its label and its result need."""
        return max(len(self.label) * LINE + 2, _height(self.said) if self.said else 0)


class _Drawing:
    def __init__(self, rules: Rules, language: str, form: Form) -> None:
        self.rules, self.language, self.form = rules, language, form
        self.numbers = Graph.of(rules).numbers
        self.outcomes = {f"outcome:{outcome.id}": outcome for outcome in rules.outcomes}
        self.boxes: dict[str, Box] = {}
        self.results: list[Box] = []
        self.rows: list[tuple[_Way, float]] = []
        """Each way out of a question, with the height of its middle."""
        self.bands: dict[str, float] = {}
        """Where the part of the drawing that belongs to a question begins."""

    def picture(self) -> Picture:
        y = 0.0
        for question in self.rules.questions:
            self.bands[f"question:{question.id}"] = y
            y = self._question(question, y) + self.form.gap
        lanes = self._lanes()
        edges = tuple(self._edge(way, row, lanes.get(way.to, 0)) for way, row in self.rows)
        width = self.form.lanes + LANE * (max(lanes.values(), default=0) + 1)
        return Picture(
            self.form, width, y - self.form.gap, tuple(self.boxes.values()), tuple(self.results), edges
        )

    def _question(self, question: Question, top: float) -> float:
        """Place its box and a row for each way out of it; where they end."""
        form, name = self.form, f"question:{question.id}"
        lines = _wrapped(
            f"{self.numbers[name]}. {question.short[self.language]}", form.box - 2 * PAD, BOLD_LETTER
        )
        box = _height(lines)
        found = [self._way(question, to, answers) for to, answers in ways(question)]
        rows = sum(way.height for way in found) + ROW_GAP * (len(found) - 1)
        # Side by side, the shorter of the two stands at the middle of the other.
        y = top + max(0, box - rows) / 2 if form.beside else top + box + ROW_GAP
        box_top = top + max(0, rows - box) / 2 if form.beside else top
        self.boxes[name] = Box(question, 0, box_top, form.box, box, lines)
        for way in found:
            middle = y + way.height / 2
            self.rows.append((way, middle))
            if way.said:
                height = _height(way.said)
                self.results.append(
                    Box(
                        self.outcomes[way.to],
                        form.result,
                        middle - height / 2,
                        form.result_width,
                        height,
                        way.said,
                    )
                )
            y += way.height + ROW_GAP
        return max(y - ROW_GAP, box_top + box)

    def _way(self, question: Question, to: str, answers: tuple[Answer, ...]) -> _Way:
        form, outcome = self.form, self.outcomes.get(to)
        words = " / ".join(answer.short[self.language] for answer in answers)
        if outcome is None:
            words += f"\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{self.numbers[to]}"
        label = _wrapped(words, (form.result if outcome else form.lanes) - form.label - 2 * PAD)
        said = _wrapped(outcome.short[self.language], form.result_width - 2 * PAD) if outcome else ()
        return _Way(question, to, answers, label, said)

    def _lanes(self) -> dict[str, int]:
        """A lane for each question, as far left as no other lane is still in use there."""
        begins: dict[str, float] = {}
        for way, y in self.rows:
            if way.to in self.boxes:
                begins.setdefault(way.to, y)
        lanes: dict[str, int] = {}
        ends: list[float] = []
        for to, y in sorted(begins.items(), key=lambda item: item[1]):
            lanes[to] = next((lane for lane, end in enumerate(ends) if end < y), len(ends))
            ends[lanes[to] : lanes[to] + 1] = [self.boxes[to].middle]
        return lanes

    def _edge(self, way: _Way, y: float, lane: int) -> Edge:
        form, asked, target = self.form, self.boxes[f"question:{way.question.id}"], self.boxes.get(way.to)
        points = [(asked.width, asked.middle)] if form.beside else [(form.stem, asked.y + asked.height)]
        points += [(form.stem, asked.middle)] if form.beside else []
        first = y - (len(way.label) - 1) * LINE / 2
        y = first + (len(way.label) - 1) // 2 * LINE  # through a line of the label, never between two
        points.append((form.stem, y))
        x = form.lanes + LANE * (lane + 0.5)
        if target is None:
            points.append((form.result, y))
        elif form.beside:
            above, middle = self.bands[way.to] - form.gap / 2, target.width / 2
            points += [(x, y), (x, above), (middle, above), (middle, target.y)]
        else:
            points += [(x, y), (x, target.middle), (target.width, target.middle)]
        return Edge(way.question, way.answers, way.to, _line(points), form.label, first, way.label)


def _wrapped(words: str, room: float, letter: float = LETTER) -> tuple[str, ...]:
    return tuple(textwrap.wrap(words, int(room / letter), break_long_words=False, break_on_hyphens=False))


def _written(x: float, middle: float, lines: Sequence[str]) -> Iterator[tuple[float, float, str]]:
    """Lines of writing, the first with its middle at this height."""
    for number, line in enumerate(lines):
        yield x, round(middle + LINE * number + BASELINE, 1), line


def _height(lines: Sequence[str]) -> float:
    return len(lines) * LINE + 2 * PAD


def _line(points: Sequence[tuple[float, float]]) -> str:
    """A line through the points with rounded corners (SVG 2, section 9.3)."""
    kept = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    drawn = [f"M{_said(kept[0])}"]
    for before, corner, after in zip(kept, kept[1:], kept[2:], strict=False):
        one, other = _toward(corner, before), _toward(corner, after)
        if one[0] == other[0] or one[1] == other[1]:
            continue  # no corner: the line goes straight on
        drawn.append(f"L{_said(one)}Q{_said(corner)} {_said(other)}")
    return "".join([*drawn, f"L{_said(kept[-1])}"])


def _toward(corner: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """The point where a rounded corner begins: so far from it towards the end of its side."""
    (x, y), (to_x, to_y) = corner, end
    length = abs(to_x - x) + abs(to_y - y)
    far = min(TURN, length / 2) / length
    return x + (to_x - x) * far, y + (to_y - y) * far


def _said(point: tuple[float, float]) -> str:
    return " ".join(f"{round(value, 1):g}" for value in point)
