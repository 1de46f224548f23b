"""Walks through the decision tree: what some answers lead to, and what they leave open.

A reader's answers are a mapping from questions to answers; "I am not sure" (`UNSURE`) leaves all answers to a
question possible, and so does a question that was not answered. Each question stands on a way at most once,
so the outcomes still possible are exactly those that some way reaches which agrees with every answer given.

The script `walks.js` does the same in the browser; the tests compare the two on every walk there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.content import UNSURE, Rules
from generator.remember import remembered

Given = Mapping[str, str]
"""Answers by question; an answer may be `UNSURE`."""


@dataclass(frozen=True, eq=False)
class Graph:
    """The bare tree: where each answer to each question leads, in the order of `rules.json`.

    A place is `question:ID` or `outcome:ID`.
    """

    start: str
    questions: Mapping[str, Mapping[str, str]]
    outcomes: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it can be walked: from a first question, each answer leads on to a place that exists."""
        order = {f"question:{question}": place for place, question in enumerate(self.questions)}
        results = {f"outcome:{outcome}" for outcome in self.outcomes}
        return self.start in self.questions and all(
            to in results or order.get(to, -1) > place
            for place, answers in enumerate(self.questions.values())
            for to in answers.values()
        )

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number that readers see of each question, by its place (`question:ID`), from 1."""
        return {f"question:{question}": number for number, question in enumerate(self.questions, 1)}

    @classmethod
    def of(cls, rules: Rules) -> Graph:
        """The graph of the rules, without their words."""
        return _graph(rules)


@remembered(4)
def _graph(rules: Rules) -> Graph:
    questions = {q.id: {answer.id: answer.to for answer in q.answers} for q in rules.questions}
    return Graph(rules.start, questions, tuple(outcome.id for outcome in rules.outcomes))


@dataclass(frozen=True)
class Reach:
    """What can still come: questions and outcomes, each in the order of the rules."""

    questions: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Another answer to one question, and what would then be possible."""

    question: str
    answer: str
    reach: Reach


def reach(graph: Graph, given: Given, start: str | None = None) -> Reach:
    """All that agrees with the answers given, from `start` (a question) or from the start of the tree."""
    return _reach(graph, frozenset(given.items()), start or graph.start)


@remembered(8192)
def _reach(graph: Graph, answered: frozenset[tuple[str, str]], start: str) -> Reach:
    given = dict(answered)
    seen: set[str] = set()
    waiting = [f"question:{start}"]
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        kind, _, name = place.partition(":")
        if kind == "question":
            answers = graph.questions[name]
            chosen = given.get(name, UNSURE)
            waiting += answers.values() if chosen == UNSURE else [answers[chosen]]
    return Reach(
        tuple(q for q in graph.questions if f"question:{q}" in seen),
        tuple(o for o in graph.outcomes if f"outcome:{o}" in seen),
    )


def end(graph: Graph, given: Given, start: str | None = None) -> str:
    """The place where the answers end: an outcome, or the first question without an answer or left unsure."""
    place = f"question:{start or graph.start}"
    while place.startswith("question:"):
        name = place.removeprefix("question:")
        chosen = given.get(name, UNSURE)
        if chosen == UNSURE:
            break
        place = graph.questions[name][chosen]
    return place


def narrowest(graph: Graph, given: Given, start: str | None = None) -> str | None:
    """The open question whose answer would leave the fewest outcomes.

    That is in the worst case; among equals on the whole; among these the one that is asked first. None
    where no answer to an open question would rule anything out.
    """
    now = reach(graph, given, start)
    best: tuple[int, int, str] | None = None
    for question in now.questions:
        if question in given:
            continue
        left = [
            len(reach(graph, {**given, question: answer}, start).outcomes)
            for answer in graph.questions[question]
        ]
        if min(left) < len(now.outcomes) and (best is None or (max(left), sum(left)) < best[:2]):
            best = max(left), sum(left), question
    return best[2] if best else None


def changes(graph: Graph, given: Given, start: str | None = None) -> Iterator[Change]:
    """Each other answer to a question that was answered, wherever it could lead elsewhere."""
    now = reach(graph, given, start)
    for question in now.questions:
        if given.get(question, UNSURE) == UNSURE:
            continue
        for answer in graph.questions[question]:
            if answer != given[question]:
                then = reach(graph, {**given, question: answer}, start)
                if then.outcomes != now.outcomes:
                    yield Change(question, answer, then)
