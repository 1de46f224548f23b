"""Checks the decided cases against the tree: their answers must reach what their courts reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.check.common import all_at_once
from generator.model.content import UNSURE, Case, CaseTable, Effect, Immunity, Rules, Walk
from generator.model.site import Sources
from generator.problems import Pointer, Problem, did_you_mean
from generator.remember import remembered
from generator.tables import CASES_FILE
from generator.walks import Graph, end, reach

_FITS = {
    Effect.BLOCKS: {Immunity.GRANTED, Immunity.MIXED},
    Effect.PROBABLY_DOES_NOT_BLOCK: {Immunity.DENIED, Immunity.MIXED},
    Effect.UNDECIDED: {Immunity.DENIED, Immunity.MIXED, Immunity.REMANDED},
}
"""How immunity can have come out in a case whose walk ends in an outcome that decides on it."""


def check_walks(sources: Sources, content: str) -> tuple[Problem, ...]:
    """Walks that do not fit the questions, or that end elsewhere than the court did."""
    return _in_table(sources.cases, sources.rules, f"{content}/{CASES_FILE}")


@remembered(4)
@all_at_once
def _in_table(table: CaseTable, rules: Rules, file: str) -> Iterator[Problem]:
    graph = Graph.of(rules)
    if not graph.whole:
        return  # its own faults are told; until they are mended there is no way to walk
    effects = {outcome.id: outcome.effect for outcome in rules.outcomes}
    for position, case in enumerate(table.cases):
        for number, walk in enumerate(case.walk):
            at: Pointer = ("cases", position, "walk", number)
            faults = list(_answers(walk, graph, file, at))
            yield from faults or _outcomes(case, walk, graph, effects, (file, at))


def _answers(walk: Walk, graph: Graph, file: str, at: Pointer) -> Iterator[Problem]:
    """Names that do not exist, questions that are not asked, and a walk that stops halfway."""
    known = True
    for question, answer in walk.answers.items():
        place = (*at, "answers", question)
        if question not in graph.questions:
            known = False
            message = f"There is no question `{question}` in the tree."
            yield Problem(file, message, did_you_mean(question, graph.questions), place)
        elif answer != UNSURE and answer not in graph.questions[question]:
            known = False
            message = f"The question `{question}` has no answer `{answer}`."
            yield Problem(file, message, did_you_mean(answer, (*graph.questions[question], UNSURE)), place)
    if not known:
        return
    asked = reach(graph, walk.answers).questions
    for question in walk.answers:
        if question not in asked:
            message = f"With the other answers of this walk, `{question}` is never asked."
            yield Problem(
                file, message, "Take it out, or change an answer before it.", (*at, "answers", question)
            )
    stops = end(graph, walk.answers).removeprefix("question:")
    if stops in graph.questions and stops not in walk.answers:
        message = f"This walk stops at the question `{stops}`."
        yield Problem(
            file, message, f"Answer it, with `{UNSURE}` if the court left it open.", (*at, "answers")
        )


def _outcomes(
    case: Case, walk: Walk, graph: Graph, effects: Mapping[str, Effect], where: tuple[str, Pointer]
) -> Iterator[Problem]:
    """A walk that ends elsewhere than it says, or than the record of its case says."""
    file, at = where
    reached = reach(graph, walk.answers).outcomes
    if set(walk.outcomes) != set(reached):
        said, found = ", ".join(sorted(walk.outcomes)), ", ".join(sorted(reached))
        message = f"This walk of `{case.id}` should end at {said}, but the tree leads to {found}."
        yield Problem(file, message, "One of the two is wrong: the answers or the tree.", (*at, "outcomes"))
    elif len(reached) == 1 and case.immunity not in _FITS.get(effects[reached[0]], set(Immunity)):
        message = f"`immunity` of `{case.id}` is `{case.immunity}`, but this walk ends at `{reached[0]}`."
        yield Problem(file, message, "One of the two is wrong.", (*at, "outcomes"))
