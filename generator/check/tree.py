"""Checks the decision tree: whole, without traps, and the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.check.common import repeated
from generator.model.content import Outcome, Question, Rules
from generator.problems import Pointer, Problem, did_you_mean


def check_tree(rules: Rules, file: str) -> Iterator[Problem]:
    """Answers that lead nowhere or in a circle, and steps that no answer leads to."""
    yield from repeated((("questions", i, q.id) for i, q in enumerate(rules.questions)), file)
    yield from repeated((("outcomes", i, o.id) for i, o in enumerate(rules.outcomes)), file)
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
    by_id = {question.id: question for question in rules.questions}
    yield from _circles(rules, by_id, file)
    yield from _same_steps(rules.outcomes, file)
    reached = reachable(rules)
    lists: tuple[tuple[str, str, tuple[Question | Outcome, ...]], ...] = (
        ("questions", "question", rules.questions),
        ("outcomes", "outcome", rules.outcomes),
    )
    for list_name, kind, nodes in lists:
        for position, node in enumerate(nodes):
            if f"{kind}:{node.id}" not in reached:
                message = f"No answer ever leads to the {kind} `{node.id}`."
                yield Problem(file, message, at=(list_name, position, "id"))


def _same_steps(outcomes: Iterable[Outcome], file: str) -> Iterator[Problem]:
    """What to do next has equally many points in every language."""
    for position, outcome in enumerate(outcomes):
        if len({len(points) for points in outcome.next.root.values()}) > 1:
            message = f"`next` of the outcome `{outcome.id}` has not as many points in every language."
            yield Problem(file, message, at=("outcomes", position, "next"))


def reachable(rules: Rules) -> set[str]:
    """Everything that some answers lead to from the start, as `question:ID` and `outcome:ID`."""
    by_id = {question.id: question for question in rules.questions}
    reached: set[str] = set()
    waiting = [f"question:{rules.start}"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        kind, _, identifier = name.partition(":")
        if kind == "question" and identifier in by_id:
            waiting += [answer.to for answer in by_id[identifier].answers]
    return reached


def _circles(rules: Rules, by_id: Mapping[str, Question], file: str) -> Iterator[Problem]:
    """Answers that lead back to a question already asked on the way (depth-first, without recursion)."""
    positions = {question.id: i for i, question in enumerate(rules.questions)}
    done: set[str] = set()
    for start in by_id:
        path = [start] if start not in done else []
        waiting = [enumerate(by_id[start].answers)] if path else []
        while path:
            step = next(waiting[-1], None)
            if step is None:
                done.add(path.pop())
                waiting.pop()
                continue
            number, answer = step
            kind, _, goal = answer.to.partition(":")
            if kind != "question" or goal not in by_id:
                continue
            if goal in path:
                circle = " → ".join([*path[path.index(goal) :], goal])
                message = f"The answer `{answer.id}` of the question `{path[-1]}` makes a circle: {circle}."
                yield Problem(file, message, at=("questions", positions[path[-1]], "answers", number, "to"))
            elif goal not in done:
                path.append(goal)
                waiting.append(enumerate(by_id[goal].answers))
