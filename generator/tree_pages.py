"""What the pages of the decision tree show, worked out from the rules: nothing here is written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model.body import AnswerStep, Citation, Linked, PointStep
from generator.model.content import UNSURE, Answer, Case, Outcome, Question, Walk
from generator.model.site import Addresses, Sources
from generator.picture import NARROW, WIDE, picture, ways
from generator.walks import Given, Graph, narrowest, reach


@dataclass(frozen=True)
class Unsure:
    """What "I am not sure" leaves open at a question, when every question before it was answered."""

    question: Question
    outcomes: tuple[Outcome, ...]
    points: tuple[PointStep, ...]
    """What these outcomes have in common."""
    narrowest: Question | None
    """The later question whose answer would rule out most."""


@dataclass(frozen=True)
class Asked:
    """One step of a walk: the question and the answer, which is None where it was left open."""

    question: Question
    answer: Answer | None


@dataclass(frozen=True)
class Way:
    """The answers to a question that lead to the same place: a question with its number, or an outcome."""

    answers: tuple[Answer, ...]
    question: Question | None
    number: int | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Story:
    """One claim of a decided case as a walk through the questions, with the addresses of all three."""

    case: Case
    case_page: str
    walk: Walk
    walk_href: str
    steps: tuple[Asked, ...]
    outcomes: tuple[tuple[Outcome, str], ...]
    """What it came to, each with the address of its page; several where the court left it open."""


def fragment(graph: Graph, given: Given) -> str:
    """The part of an address that holds these answers, in the order of asking: `relief=money&law=…`."""
    return "&".join(f"{question}={given[question]}" for question in graph.questions if question in given)


class TreePages:
    """The data of every page that shows the tree or a walk through it."""

    def __init__(self, sources: Sources, linked: Linked, addresses: Addresses) -> None:
        """The sources must be free of problems: the tree is walked."""
        self.sources = sources
        self.linked = linked
        self.addresses = addresses
        self.graph = Graph.of(sources.rules)
        self.questions = {question.id: question for question in sources.rules.questions}
        self.outcomes = {outcome.id: outcome for outcome in sources.rules.outcomes}
        self._stories: dict[str, list[Story]] = {}

    def compiled(self) -> Mapping[str, Any]:
        """The graph as the browser needs it, without any words: for `walks.js`."""
        return {
            "start": self.graph.start,
            "questions": self.graph.questions,
            "outcomes": {outcome.id: outcome.points for outcome in self.sources.rules.outcomes},
        }

    def walking(self, language: str) -> dict[str, Any]:
        """The page that asks one question at a time."""
        return {
            "rules": self.sources.rules,
            "compiled": self.compiled(),
            "questions": self.linked.questions[language],
            "outcomes": self.linked.outcomes[language],
            "points": self.linked.points[language],
            "unsure": {question: self._unsure(question, language) for question in self.questions},
            "outcome_pages": self._outcome_pages(language),
        }

    def at_a_glance(self, language: str) -> dict[str, Any]:
        """The page with the picture of the whole tree, and the decided cases as walks through it."""
        return {
            "compiled": self.compiled(),
            "examples": self._examples(language),
            "pictures": [picture(self.sources.rules, language, form) for form in (NARROW, WIDE)],
            "listed": [(question, self._ways(question)) for question in self.sources.rules.questions],
        }

    def sheet(self, language: str) -> dict[str, Any]:
        """The sheet for the lawyer's appointment: every step, from which its script takes those walked."""
        return {
            "rules": self.sources.rules,
            "compiled": self.compiled(),
            "questions": self.linked.questions[language],
            "outcomes": self.linked.outcomes[language],
            "points": self.linked.points[language],
            "shared": self._shared(self.outcomes.values()),
            "in_full": self._in_full(language),
            "numbers": self.graph.numbers,
            "titles": {f"outcome:{name}": outcome for name, outcome in self.outcomes.items()},
            "next_steps": {name: self._next_steps(outcome) for name, outcome in self.outcomes.items()},
            "other_codes": [code for code in self.sources.settings.codes if code != language],
        }

    def outcome(self, outcome: Outcome, language: str) -> dict[str, Any]:
        """The page of one outcome: its step, the answers that lead straight to it, and who came there."""
        ways = [
            Asked(question, answer)
            for question in self.sources.rules.questions
            for answer in question.answers
            if answer.to == f"outcome:{outcome.id}"
        ]
        return {
            "rules": self.sources.rules,
            "step": next(step for step in self.linked.outcomes[language] if step.outcome.id == outcome.id),
            "ways": [(way, self.addresses.question(way.question.id, language)) for way in ways],
            "stories": [
                story
                for story in self._all_stories(language)
                if [reached.id for reached, _ in story.outcomes] == [outcome.id]
            ],
        }

    def stories(self, case: Case, language: str) -> tuple[Story, ...]:
        """The walks of a case."""
        return tuple(self._story(case, walk, language) for walk in case.walk)

    def _story(self, case: Case, walk: Walk, language: str) -> Story:
        steps = []
        for name, question in self.questions.items():
            if name in walk.answers:
                chosen = walk.answers[name]
                steps.append(Asked(question, next((a for a in question.answers if a.id == chosen), None)))
        outcomes = tuple(
            (self.outcomes[outcome], self.addresses.outcome(outcome, language))
            for outcome in reach(self.graph, walk.answers).outcomes
        )
        href = f"{self.addresses.tree(language)}#{fragment(self.graph, walk.answers)}"
        page = self.addresses.case(case.id, language)
        return Story(case, page, walk, href, tuple(steps), outcomes)

    def _all_stories(self, language: str) -> list[Story]:
        """The walks of all cases, worked out once."""
        if language not in self._stories:
            cases = self.sources.cases.cases
            self._stories[language] = [story for case in cases for story in self.stories(case, language)]
        return self._stories[language]

    def _examples(self, language: str) -> list[tuple[Outcome | None, list[Story]]]:
        """The decided cases by the outcome that they came to, in the order of the rules; open ones last."""
        groups: dict[str, list[Story]] = {outcome: [] for outcome in self.outcomes}
        for story in self._all_stories(language):
            only = story.outcomes[0][0].id if len(story.outcomes) == 1 else ""
            groups.setdefault(only, []).append(story)
        return [(self.outcomes.get(only), stories) for only, stories in groups.items() if stories]

    def _in_full(self, language: str) -> list[Citation]:
        """The citations in full on the sheet as it is sent: of each answer and point."""
        linked = self.linked
        answers = [answer for question in linked.questions[language] for answer in question.answers]
        steps: list[AnswerStep | PointStep] = [*answers, *linked.points[language]]
        return [citation for step in steps for citation in step.citations]

    def _next_steps(self, outcome: Outcome) -> list[dict[str, str]]:
        """What to do next: each step by language."""
        codes = self.sources.settings.codes
        by_language = zip(*(outcome.next[code] for code in codes), strict=True)
        return [dict(zip(codes, step, strict=True)) for step in by_language]

    def _ways(self, question: Question) -> list[Way]:
        found = []
        for to, answers in ways(question):
            name = to.partition(":")[2]
            asked = self.questions.get(name) if to.startswith("question:") else None
            outcome = None if asked else self.outcomes[name]
            found.append(Way(answers, asked, self.graph.numbers.get(to), outcome))
        return found

    def _outcome_pages(self, language: str) -> dict[str, str]:
        return {outcome: self.addresses.outcome(outcome, language) for outcome in self.outcomes}

    def _shared(self, outcomes: Iterable[Outcome]) -> set[str]:
        """The points that all of these outcomes have."""
        return set.intersection(*(set(outcome.points) for outcome in outcomes))

    def _unsure(self, question: str, language: str) -> Unsure:
        given = {question: UNSURE}
        outcomes = tuple(self.outcomes[o] for o in reach(self.graph, given, question).outcomes)
        shared = self._shared(outcomes)
        best = narrowest(self.graph, given, question)
        return Unsure(
            self.questions[question],
            outcomes,
            tuple(step for step in self.linked.points[language] if step.point.id in shared),
            self.questions[best] if best else None,
        )
