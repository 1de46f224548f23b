"""Checks the decision tree: whole, without traps, and the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.check.common import repeated
from generator.model.content import UNSURE, Outcome, Question, Rules
from generator.problems import Pointer, Problem, did_you_mean
from generator.walks import Graph, reach


def check_tree(rules: Rules, file: str) -> Iterator[Problem]:
    """Answers that lead nowhere or in a circle, and steps that no answer leads to."""
    yield from repeated((("questions", i, q.id) for i, q in enumerate(rules.questions)), file)
    yield from repeated((("outcomes", i, o.id) for i, o in enumerate(rules.outcomes)), file)
    graph = Graph.of(rules)
    known = {f"question:{q.id}" for q in rules.questions} | {f"outcome:{o.id}" for o in rules.outcomes}
    if f"question:{rules.start}" not in known:
        yield Problem(file, f"The tree starts at `{rules.start}`, which is not a question.", at=("start",))
        return
    for position, question in enumerate(rules.questions):
        at: Pointer = ("questions", position, "answers")
        yield from repeated(((*at, i, a.id) for i, a in enumerate(question.answers)), file)
        for number, answer in enumerate(question.answers):
            if answer.to not in known:
                name = f"The answer `{answer.id}` of the question `{question.id}`"
                message = f"{name} leads nowhere: there is no `{answer.to}`."
                yield Problem(file, message, did_you_mean(answer.to, known), (*at, number, "to"))
    yield from _order(rules, file)
    yield from _same_places(rules, file)
    yield from _same_steps(rules.outcomes, file)
    yield from _slugs(rules.outcomes, file)
    yield from _points(rules, file)
    if any(to not in known for answers in graph.questions.values() for to in answers.values()):
        return
    reached = reach(graph, {})
    lists: tuple[tuple[str, str, tuple[Question | Outcome, ...], tuple[str, ...]], ...] = (
        ("questions", "question", rules.questions, reached.questions),
        ("outcomes", "outcome", rules.outcomes, reached.outcomes),
    )
    for list_name, kind, nodes, found in lists:
        for position, node in enumerate(nodes):
            if node.id not in found:
                message = f"No answer ever leads to the {kind} `{node.id}`."
                yield Problem(file, message, at=(list_name, position, "id"))


def _order(rules: Rules, file: str) -> Iterator[Problem]:
    """Every answer leads forward, so that no walk goes in a circle and ways meet in the order of asking."""
    position = {question.id: i for i, question in enumerate(rules.questions)}
    for i, question in enumerate(rules.questions):
        for number, answer in enumerate(question.answers):
            kind, _, goal = answer.to.partition(":")
            if kind == "question" and position.get(goal, i + 1) <= i:
                message = f"The answer `{answer.id}` of the question `{question.id}` leads back to `{goal}`."
                hint = "A walk must not go in a circle: questions stand in the order in which they are asked."
                yield Problem(file, message, hint, ("questions", i, "answers", number, "to"))


def _same_places(rules: Rules, file: str) -> Iterator[Problem]:
    """Answers that lead to the same place say so, and answers that say so do."""
    to = {f"{q.id}={a.id}": a.to for q in rules.questions for a in q.answers}
    for i, question in enumerate(rules.questions):
        first: dict[str, str] = {}
        for number, answer in enumerate(question.answers):
            at: Pointer = ("questions", i, "answers", number)
            name = f"The answer `{answer.id}` of the question `{question.id}`"
            if answer.id == UNSURE:
                message = f"`{UNSURE}` is the answer that every question has of its own."
                yield Problem(file, message, "Give this answer another id.", (*at, "id"))
            if answer.same_as and answer.same_as not in to:
                message = f"{name} leads to the same place as `{answer.same_as}`, which is not an answer."
                yield Problem(file, message, did_you_mean(answer.same_as, to), (*at, "same_as"))
            elif answer.same_as and to[answer.same_as] != answer.to:
                message = (
                    f"{name} should lead to the same place as `{answer.same_as}`, "
                    f"but that leads to `{to[answer.same_as]}`."
                )
                yield Problem(file, message, "Change `to` or take `same_as` out.", (*at, "to"))
            elif answer.to in first and not answer.same_as:
                message = f"{name} makes no difference: `{first[answer.to]}` leads to the same place."
                hint = f'If that is meant, add "same_as": "{question.id}={first[answer.to]}".'
                yield Problem(file, message, hint, (*at, "to"))
            first.setdefault(answer.to, answer.id)


def _slugs(outcomes: Iterable[Outcome], file: str) -> Iterator[Problem]:
    """Each outcome has an address of its own in each language."""
    taken: dict[tuple[str, str], str] = {}
    for position, outcome in enumerate(outcomes):
        for code in outcome.slug:
            other = taken.setdefault((code, outcome.slug[code]), outcome.id)
            if other != outcome.id:
                message = f"The outcomes `{other}` and `{outcome.id}` have the same address in `{code}`."
                yield Problem(file, message, at=("outcomes", position, "slug", code))


def _points(rules: Rules, file: str) -> Iterator[Problem]:
    """Points that outcomes name, and points that none names."""
    yield from repeated((("points", i, p.id) for i, p in enumerate(rules.points)), file)
    known = [point.id for point in rules.points]
    named = {point for outcome in rules.outcomes for point in outcome.points}
    for position, outcome in enumerate(rules.outcomes):
        for number, point in enumerate(outcome.points):
            if point not in known:
                message = f"There is no point `{point}`."
                yield Problem(
                    file, message, did_you_mean(point, known), ("outcomes", position, "points", number)
                )
    for position, point in enumerate(known):
        if point not in named:
            yield Problem(file, f"No outcome has the point `{point}`.", at=("points", position, "id"))


def _same_steps(outcomes: Iterable[Outcome], file: str) -> Iterator[Problem]:
    """What to do next has equally many points in every language."""
    for position, outcome in enumerate(outcomes):
        if len({len(points) for points in outcome.next.root.values()}) > 1:
            message = f"`next` of the outcome `{outcome.id}` has not as many points in every language."
            yield Problem(file, message, at=("outcomes", position, "next"))
