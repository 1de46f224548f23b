"""Resolves the authorities of the decision tree."""

from __future__ import annotations

from collections.abc import Iterable

from generator.link.linker import Linker
from generator.link.mentions import Noted
from generator.model.body import AnswerStep, Citation, OutcomeStep, PointStep, QuestionStep, Sentence
from generator.problems import Pointer, Problem


class Tree:
    """The decision tree in one language, while its authorities are being resolved."""

    def __init__(self, linker: Linker, language: str, file: str) -> None:
        """`file` is the name of the rules' file in problems."""
        self.linker = linker
        self.language = language
        self.file = file
        self.noted: list[Noted] = []
        self.problems: list[Problem] = []

    def questions(self) -> tuple[QuestionStep, ...]:
        """The questions with their authorities; each answer with the place that it leads to."""
        steps = []
        for position, question in enumerate(self.linker.names.rules.questions):
            at: Pointer = ("questions", position)
            title = self._said(question.ask.root)
            href = self.linker.addresses.question(question.id, self.language)
            answers = []
            for number, answer in enumerate(question.answers):
                words = f"{self._said(answer.text.root)} – {self._said(answer.why.root)}"
                place = (*at, "answers", number)
                cited = self._cited(answer.authorities, place, title, Sentence(words, href))
                answers.append(AnswerStep(answer, "#" + answer.to.replace(":", "-"), cited))
            why = Sentence(self._said(question.why.root), href)
            steps.append(
                QuestionStep(question, tuple(answers), self._cited(question.authorities, at, title, why))
            )
        return tuple(steps)

    def outcomes(self) -> tuple[OutcomeStep, ...]:
        """The outcomes with their authorities."""
        steps = []
        for position, outcome in enumerate(self.linker.names.rules.outcomes):
            href = self.linker.addresses.outcome(outcome.id, self.language)
            basis = Sentence(self._said(outcome.basis.root), href)
            title = self._said(outcome.title.root)
            cited = self._cited(outcome.authorities, ("outcomes", position), title, basis)
            steps.append(OutcomeStep(outcome, cited))
        return tuple(steps)

    def points(self) -> tuple[PointStep, ...]:
        """What outcomes have in common, with its authorities."""
        steps = []
        for position, point in enumerate(self.linker.names.rules.points):
            words = self._said(point.text.root)
            sentence = Sentence(words, self.linker.addresses.still_possible(self.language))
            cited = self._cited(point.authorities, ("points", position), words, sentence)
            steps.append(PointStep(point, cited))
        return tuple(steps)

    def _said(self, words: dict[str, str]) -> str:
        return words.get(self.language, "")  # missing words are a problem of their own

    def _cited(
        self, entries: Iterable[str], at: Pointer, title: str, sentence: Sentence
    ) -> tuple[Citation, ...]:
        """The authorities of a step (`id` or `id, pin`); each rests under the sentence."""
        citations = []
        for position, entry in enumerate(entries):
            citation, fault = self.linker.cited(entry, self.language)
            if fault:
                place = (*at, "authorities", position)
                self.problems.append(Problem(self.file, fault[0], fault[1], place))
            elif citation:
                citations.append(citation)
                self.noted.append(Noted(citation.authority, self.language, title, sentence))
        return tuple(citations)
