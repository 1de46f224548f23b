"""The real tree for tests: its graph, every walk there is, and what brute force says of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping

from generator.model.content import UNSURE, Rules
from generator.walks import Graph, end, narrowest, reach
from tests.tiny import ROOT

RULES = json.loads((ROOT / "content" / "rules.json").read_text(encoding="utf-8"))
GRAPH = Graph.of(Rules.model_validate_json(json.dumps(RULES)))


def full_walks(graph: Graph, given: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Every way from the start to an outcome."""
    given = given or {}
    kind, _, name = end(graph, given).partition(":")
    if kind == "outcome":
        yield given
        return
    for answer in graph.questions[name]:
        yield from full_walks(graph, {**given, name: answer})


def unsure_walks(graph: Graph) -> list[dict[str, str]]:
    """Every way, with "I am not sure" at any one question on it, and every answer after that left open."""
    found = {}
    for walk in full_walks(graph):
        for number, question in enumerate(walk):
            doubt = {**dict(itertools.islice(walk.items(), number)), question: UNSURE}
            found[tuple(doubt.items())] = doubt
    return list(found.values())


def followed_walks(graph: Graph) -> list[dict[str, str]]:
    """From every doubt on: what is offered next is answered in every way, until nothing narrows any more."""
    found: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    waiting = unsure_walks(graph)
    while waiting:
        given = waiting.pop()
        ordered = {question: given[question] for question in graph.questions if question in given}
        key = tuple(ordered.items())
        if key in found:
            continue
        found[key] = ordered
        question = narrowest(graph, ordered)
        if question:
            for answer in graph.questions[question]:
                kept = reach(graph, {**ordered, question: answer}).questions
                more = {**ordered, question: answer}
                waiting.append({name: more[name] for name in more if name in kept})
    return list(found.values())


def brute_force(graph: Graph, given: Mapping[str, str]) -> set[str]:
    """The outcomes of all full ways that do not contradict the answers."""
    return {
        end(graph, walk).removeprefix("outcome:")
        for walk in full_walks(graph)
        if all(given.get(question, UNSURE) in (UNSURE, answer) for question, answer in walk.items())
    }


def ways_to_outcomes(graph: Graph) -> dict[str, dict[str, str]]:
    """For each outcome one way that leads to it."""
    ways: dict[str, dict[str, str]] = {}
    for walk in full_walks(graph):
        ways.setdefault(end(graph, walk).removeprefix("outcome:"), walk)
    return ways


def fragment_of(given: Mapping[str, str]) -> str:
    return "&".join(f"{question}={answer}" for question, answer in given.items())
