"""The tree as a whole: every walk, in Python and in the shipped script, and every wrong change to it."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given as holds_for
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from generator.check.tree import check_tree
from generator.check.walks import check_walks
from generator.model.content import UNSURE, Rules
from generator.model.site import TREE, Sources
from generator.pipeline import Edition
from generator.walks import changes, end, narrowest, reach
from tests.conftest import WITHOUT_WORKER, Counted
from tests.trees import GRAPH, RULES, brute_force, followed_walks, fragment_of, full_walks, unsure_walks


def test_what_stays_possible_equals_brute_force(counted: Counted) -> None:
    walks = [*full_walks(GRAPH), *unsure_walks(GRAPH)]
    full = [(walk, end(GRAPH, walk).removeprefix("outcome:")) for walk in full_walks(GRAPH)]
    for given in walks:
        fits = {o for walk, o in full if all(given.get(q, UNSURE) in (UNSURE, a) for q, a in walk.items())}
        assert set(reach(GRAPH, given).outcomes) == fits, given
    counted(f"{len(full)} ways to an outcome and {len(walks) - len(full)} doubts compared with brute force.")


ANSWERS = st.fixed_dictionaries(
    {}, optional={q: st.sampled_from([*answers, UNSURE]) for q, answers in GRAPH.questions.items()}
)


@holds_for(ANSWERS)
def test_any_set_of_answers_leaves_exactly_what_brute_force_finds(given: dict[str, str]) -> None:
    assert set(reach(GRAPH, given).outcomes) == brute_force(GRAPH, given)


@holds_for(ANSWERS)
def test_the_offered_question_is_open_and_narrows_no_less_than_any_other(given: dict[str, str]) -> None:
    now = reach(GRAPH, given)
    offered = narrowest(GRAPH, given)

    def left(question: str) -> list[int]:
        return [len(reach(GRAPH, {**given, question: a}).outcomes) for a in GRAPH.questions[question]]

    narrowing = [q for q in now.questions if q not in given and min(left(q)) < len(now.outcomes)]
    assert (offered is None) == (not narrowing)
    if offered:
        assert offered in narrowing
        assert all(max(left(offered)) <= max(left(question)) for question in narrowing)


def test_every_change_offered_is_true_and_every_true_one_is_offered(counted: Counted) -> None:
    offers = 0
    for given in full_walks(GRAPH):
        result = {end(GRAPH, given).removeprefix("outcome:")}
        offered = {
            (change.question, change.answer): change.reach.outcomes for change in changes(GRAPH, given)
        }
        for question, answer in itertools.chain.from_iterable(
            ((q, a) for a in GRAPH.questions[q] if a != given[q]) for q in given
        ):
            then = set(reach(GRAPH, {**given, question: answer}).outcomes)
            assert ((question, answer) in offered) == (then != result), (given, question, answer)
            assert set(offered.get((question, answer), result)) == then
        offers += len(offered)
    counted(f"{offers} changes of one answer are offered; all are true, and none is missing.")


# --- the decided cases hold the rules in place -------------------------------------------------------


def test_at_least_forty_decided_cases_walk_to_their_outcome(edition: Edition, counted: Counted) -> None:
    assert edition.sources
    cases = [case for case in edition.sources.cases.cases if case.walk]
    walks = [walk for case in cases for walk in case.walk]
    for walk in walks:
        assert set(reach(GRAPH, walk.answers).outcomes) == set(walk.outcomes)
    used = {place for walk in walks for place in walk.outcomes}
    assert used == set(GRAPH.outcomes)
    assert len(cases) >= 40
    counted(f"{len(cases)} decided cases with {len(walks)} claims reach what their courts reached.")


def mutants() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every single change to the rules: a target swapped, a question bypassed, two outcomes exchanged."""
    places = [f"question:{q['id']}" for q in RULES["questions"]]
    places += [f"outcome:{o['id']}" for o in RULES["outcomes"]]

    def targets(change: Mapping[tuple[str, str], str]) -> dict[str, Any]:
        questions = [
            {
                **q,
                "answers": [{**a, "to": change.get((q["id"], a["id"]), a["to"])} for a in q["answers"]],
            }
            for q in RULES["questions"]
        ]
        return {**RULES, "questions": questions}

    edges = {(q["id"], a["id"]): a["to"] for q in RULES["questions"] for a in q["answers"]}
    for edge, to in edges.items():
        for place in places:
            if place != to:
                yield f"{edge[0]}={edge[1]} → {place}", targets({edge: place})
    for question in RULES["questions"]:
        into = [edge for edge, to in edges.items() if to == f"question:{question['id']}"]
        for to in dict.fromkeys(answer["to"] for answer in question["answers"]):
            if into:
                yield f"{question['id']} bypassed to {to}", targets(dict.fromkeys(into, to))
    for one, other in itertools.combinations([o["id"] for o in RULES["outcomes"]], 2):
        swap = {f"outcome:{one}": f"outcome:{other}", f"outcome:{other}": f"outcome:{one}"}
        changed = {edge: swap[to] for edge, to in edges.items() if to in swap}
        yield f"{one} and {other} exchanged", targets(changed)


def test_every_single_change_to_the_rules_is_caught(edition: Edition, counted: Counted) -> None:
    assert edition.sources
    survivors, total, by_structure = [], 0, 0
    for name, changed in mutants():
        rules = Rules.model_validate_json(json.dumps(changed))
        total += 1
        if any(check_tree(rules, "rules.json")):
            by_structure += 1
        elif not any(check_walks(_with(edition.sources, rules), "content")):
            survivors.append(name)
    score = 1 - len(survivors) / total
    by_cases = total - by_structure - len(survivors)
    counted(
        f"{total} changes to the rules: {by_structure} caught by structure, {by_cases} by cases alone; "
        f"survivors: {', '.join(survivors) or 'none'}; score {score:.2%}."
    )
    assert score >= 0.99, survivors
    assert not survivors


def _with(sources: Sources, rules: Rules) -> Sources:
    return dataclasses.replace(sources, rules=rules)


# --- the shipped script agrees ------------------------------------------------------------------------

COMPARE = """async ([address, walks]) => {
  const { reach, narrowest, changes, end, read, write, view } = await import(address);
  const graph = JSON.parse(document.querySelector("[data-tree]").textContent);
  // As text: Playwright's own way of handing over values takes longer than the walks.
  return JSON.stringify(walks.map((fragment) => {
    const state = read(graph, fragment);
    const { given, start } = state;
    const shown = view(graph, state);
    return [
      write(graph, state), state.dropped.length, end(graph, given, start), `${shown.kind}:${shown.name}`,
      reach(graph, given, start).outcomes, narrowest(graph, given, start),
      changes(graph, given, start).map((change) => [change.question, change.answer, change.outcomes]),
    ];
  }));
}"""


def expected(given: Mapping[str, str]) -> list[Any]:
    """What the script must say of some answers, worked out in Python."""
    outcomes = list(reach(GRAPH, given).outcomes)
    last = end(GRAPH, given)
    shown = last
    if last.startswith("question:"):
        shown = f"outcome:{outcomes[0]}" if len(outcomes) == 1 else "possible:null"
    offered = [[c.question, c.answer, list(c.reach.outcomes)] for c in changes(GRAPH, given)]
    return [fragment_of(given), 0, last, shown, outcomes, narrowest(GRAPH, given), offered]


@pytest.fixture(scope="module", params=["en", "es"])
def tree_page(
    request: pytest.FixtureRequest, browser: Browser, address: str, edition: Edition
) -> Iterator[Page]:
    assert edition.sources
    article = edition.sources.article(TREE, request.param)
    assert article
    context = browser.new_context(**WITHOUT_WORKER)
    tab = context.new_page()
    tab.goto(f"{address}/{request.param}/{article.front.slug}/")
    yield tab
    context.close()


def test_the_languages_walk_with_the_same_script_and_the_same_tree(
    files: dict[str, bytes], edition: Edition
) -> None:
    """So that what is true of every walk in one language is true in all."""
    assert edition.sources
    found = set()
    for code in edition.sources.settings.codes:
        article = edition.sources.article(TREE, code)
        assert article
        page = files[f"{code}/{article.front.slug}/index.html"].decode()
        graph = re.search(r"data-tree>(.*?)</script>", page)
        assert graph
        found.add((tuple(re.findall(r'<script[^>]* src="([^"]+)"', page)), graph[1]))
    assert len(found) == 1


@pytest.mark.parametrize("tree_page", ["en"], indirect=True)
def test_the_shipped_script_agrees_with_python_on_every_walk(tree_page: Page, counted: Counted) -> None:
    walks = {fragment_of(walk): expected(walk) for walk in (*full_walks(GRAPH), *followed_walks(GRAPH))}
    script = tree_page.evaluate("document.querySelector('script[src*=walks]').src")
    found = json.loads(tree_page.evaluate(COMPARE, [script, list(walks)]))
    for (fragment, true), said in zip(walks.items(), found, strict=True):
        assert said == true, fragment
    counted(f"{len(walks)} walks, with and without doubts, agree in Python and in the browser's script.")


def test_without_script_the_links_lead_through_every_walk(
    files: dict[str, bytes], edition: Edition, counted: Counted
) -> None:
    """The sections and links of the page, followed as they stand, in both languages."""
    assert edition.sources
    walks, doubts = list(full_walks(GRAPH)), unsure_walks(GRAPH)
    for code in edition.sources.settings.codes:
        article = edition.sources.article(TREE, code)
        assert article
        page = files[f"{code}/{article.front.slug}/index.html"].decode()
        leads = {
            answer: place for place, answer in re.findall(r'href="#([a-z0-9-]+)" data-answer="([^"]+)"', page)
        }
        sections = dict(
            re.findall(r'<section[^>]* id="(unsure-[a-z-]+)".*?</h2>\n(.*?)</section>', page, re.DOTALL)
        )
        for walk in walks:
            at = f"question-{GRAPH.start}"
            for question, answer in walk.items():
                assert at == f"question-{question}"
                at = leads[f"{question}={answer}"]
            assert at == end(GRAPH, walk).replace(":", "-")
        for doubt in doubts:
            question = list(doubt)[-1]
            assert leads[f"{question}={UNSURE}"] == f"unsure-{question}"
            shown = re.findall(r'href="#outcome-([a-z-]+)"', sections[f"unsure-{question}"])
            assert tuple(shown) == reach(GRAPH, doubt).outcomes, doubt
    counted(f"{len(walks)} ways and {len(doubts)} doubts agree in the links of the page without script.")


# --- what the reader sees -----------------------------------------------------------------------------

LOOK = """(fragments) => {
  // What stands beside the tree costs the browser time on every step and is tested elsewhere.
  for (const beside of document.querySelectorAll(".decision-tree ~ *, header, footer")) beside.remove();
  const one = (name, within = document) => within.querySelector(`[data-${name}]`);
  const hash = (link) => new URL(link.href).hash.slice(1);
  const shown = (name, within = document) =>
    [...within.querySelectorAll(`[data-${name}]`)].filter((item) => !item.closest("[hidden]"));
  const found = [];
  for (const fragment of fragments) {
    history.replaceState(null, "", `#${fragment}`);  // a true navigation takes far longer
    dispatchEvent(new HashChangeEvent("hashchange"));
    const steps = [...document.querySelectorAll(".decision-tree__step")].filter((step) => !step.hidden);
    const possible = document.getElementById("possible");
    const next = one("narrowest");
    found.push({
      steps: steps.map((step) => step.id),
      focused: steps[0].contains(document.activeElement),
      outcomes: possible.hidden ? [] : shown("outcome", possible).map((item) => item.dataset.outcome),
      points: possible.hidden ? [] : shown("point", possible).map((item) => item.dataset.point),
      number: possible.hidden ? "" : one("number", possible).textContent,
      next: possible.hidden || next.closest("[hidden]") ? null : hash(next),
      reasons: shown("why", one("because")).length,
      supported: shown("why", one("because")).every((why) => why.textContent.trim().length > 0),
      changes: shown("apply", one("changes")).map((link) => [hash(link), link.parentElement.textContent]),
      dropped: !one("dropped").hidden,
    });
  }
  return JSON.stringify(found);
}"""


def looked_at(tab: Page, walks: list[dict[str, str]], asked: list[str]) -> list[dict[str, Any]]:
    """What the page shows for each of these answers; nothing is asked of a server or stored meanwhile."""
    tab.goto(f"{tab.url.split('#')[0]}#{fragment_of(walks[0])}")
    expect(tab.locator("[data-later=granted] h3").first).to_be_attached()  # all words are there
    tab.wait_for_load_state("networkidle")
    before = len(asked)
    found = json.loads(tab.evaluate(LOOK, [fragment_of(walk) for walk in walks]))
    assert asked[before:] == []
    kept = "[document.cookie, localStorage.length, sessionStorage.length, indexedDB.databases()]"
    assert tab.evaluate(f"Promise.all({kept})") == ["", 0, 0, []]
    return list(found)


def test_the_page_shows_for_every_doubt_what_brute_force_finds(
    tree_page: Page, asked: list[str], counted: Counted
) -> None:
    points = {outcome["id"]: outcome["points"] for outcome in RULES["outcomes"]}
    ways = [(walk, end(GRAPH, walk).removeprefix("outcome:")) for walk in full_walks(GRAPH)]
    walks = unsure_walks(GRAPH)
    several = 0
    for walk, seen in zip(walks, looked_at(tree_page, walks, asked), strict=True):
        fits = {o for w, o in ways if all(walk.get(q, UNSURE) in (UNSURE, a) for q, a in w.items())}
        assert seen["focused"]
        assert not seen["dropped"]
        if len(fits) == 1:
            assert seen["steps"] == [f"outcome-{fits.pop()}"]
            continue
        several += 1
        assert seen["steps"] == ["possible"]
        assert set(seen["outcomes"]) == fits
        assert seen["number"] == str(len(fits))
        assert set(seen["points"]) == set.intersection(*(set(points[outcome]) for outcome in fits))
        next_question = narrowest(GRAPH, walk)
        assert seen["next"] == (f"{fragment_of(walk)}&question-{next_question}" if next_question else None)
    counted(f"{len(walks)} doubts: {several} show several results, the others one; equal to brute force.")


def test_the_page_offers_for_every_result_exactly_the_changes_that_are_true(
    tree_page: Page, asked: list[str], counted: Counted
) -> None:
    walks = list(full_walks(GRAPH))
    titles = dict(
        tree_page.locator("[id^=result-]").evaluate_all(
            "(all) => all.map((one) => [one.id, one.textContent])"
        )
    )
    offered = 0
    for walk, seen in zip(walks, looked_at(tree_page, walks, asked), strict=True):
        assert seen["steps"] == [end(GRAPH, walk).replace(":", "-")]
        assert seen["focused"]
        assert seen["reasons"] == len(walk)
        assert seen["supported"]
        true = {}
        for change in changes(GRAPH, walk):
            given = {**walk, change.question: change.answer}
            still = {q: given[q] for q in reach(GRAPH, given).questions if q in given}
            true[fragment_of(still)] = change.reach.outcomes
        assert [address for address, _ in seen["changes"]] == list(true)
        for address, words in seen["changes"]:
            outcomes = true[address]
            if len(outcomes) == 1:
                assert titles[f"result-{outcomes[0]}"] in words
            else:
                assert str(len(outcomes)) in words
        offered += len(true)
    counted(f"{len(walks)} results offer {offered} changes: all true, none missing.")


def test_a_change_keeps_every_other_answer_that_still_matters(tree_page: Page) -> None:
    """In words: from money to both nothing else is asked again; against the city two questions are."""
    walk = next(w for w in full_walks(GRAPH) if end(GRAPH, w) == "outcome:granted" and "reliance" not in w)
    tree_page.goto(f"{tree_page.url.split('#')[0]}#{fragment_of(walk)}")
    tree_page.locator(
        "[data-apply]", has_text=re.compile("^(A city, a county|Una ciudad, un condado)")
    ).click()
    expect(tree_page.locator("#question-local-policy")).to_be_visible()
    expect(tree_page.locator("[data-trail] li")).to_have_count(3)
    tree_page.locator("[data-answer='local-policy=yes']").click()
    expect(tree_page.locator("#outcome-city")).to_be_visible()
    tree_page.go_back()
    tree_page.go_back()
    expect(tree_page.locator("#outcome-granted")).to_be_visible()
    expect(tree_page.locator("[data-trail] li")).to_have_count(len(walk))
