"""The sheet for the lawyer's appointment: what it shows, in which language, and on how many pages."""

from __future__ import annotations

from collections.abc import Mapping

import lxml.html
import pytest
from playwright.sync_api import Page, expect

from generator.model.content import UNSURE
from generator.model.site import APPOINTMENT, Addresses
from generator.pipeline import Edition
from generator.walks import reach
from tests.conftest import Counted, Opened
from tests.trees import GRAPH, RULES, fragment_of, full_walks, unsure_walks

CODES = pytest.mark.parametrize("code", ["en", "es"])


@pytest.fixture
def sheet(opened: Opened, edition: Edition) -> Opened:
    """The sheet in a language, for some answers."""
    assert edition.sources
    where = Addresses(edition.sources)

    def open_sheet(code: str, given: Mapping[str, str] | None = None, **more: object) -> Page:
        tab = opened(f"{where.page(APPOINTMENT, code)}#{fragment_of(given or {})}", **more)
        if more.get("java_script_enabled", True):
            expect(tab.locator("[data-print]")).to_be_visible()  # all that it says is there
        return tab

    return open_sheet


POINTS = {outcome["id"]: set(outcome["points"]) for outcome in RULES["outcomes"]}

SHOWN = """(fragments) => {
  const shown = (name) => [...document.querySelectorAll(`[data-${name}]`)]
    .filter((item) => !item.closest("[hidden]")).map((item) => item.dataset[name]);
  const found = [];
  for (const fragment of fragments) {
    history.replaceState(null, "", `#${fragment}`);  // a true navigation takes far longer
    dispatchEvent(new HashChangeEvent("hashchange"));
    found.push([shown("question"), shown("answer"), shown("doubt"), shown("outcome"), shown("point")]);
  }
  return found;
}"""


@CODES
def test_it_shows_the_answers_the_doubts_and_the_results_of_every_walk(
    sheet: Opened, code: str, counted: Counted
) -> None:
    walks = [*full_walks(GRAPH), *unsure_walks(GRAPH)]
    found = sheet(code).evaluate(SHOWN, [fragment_of(walk) for walk in walks])
    for walk, (questions, answers, doubts, outcomes, points) in zip(walks, found, strict=True):
        sure = {question: answer for question, answer in walk.items() if answer != UNSURE}
        assert questions == list(sure)
        assert answers == [f"{question}={answer}" for question, answer in sure.items()]
        assert doubts == [question for question, answer in walk.items() if answer == UNSURE]
        assert tuple(outcomes) == reach(GRAPH, walk).outcomes
        shared = set.intersection(*(POINTS[outcome] for outcome in outcomes))
        assert set(points) == (shared if len(outcomes) > 1 else set())
    counted(f"{len(walks)} sheets show what their walks say.")


def longest_walks() -> dict[str, dict[str, str]]:
    """For each outcome the walk with the most answers."""
    found: dict[str, dict[str, str]] = {}
    for walk in full_walks(GRAPH):
        (outcome,) = reach(GRAPH, walk).outcomes
        if len(walk) > len(found.get(outcome, {})):
            found[outcome] = walk
    return found


PAPER = {"margin": dict.fromkeys(("top", "bottom", "left", "right"), "0.5in")}


@CODES
def test_it_prints_on_two_pages_at_the_most_even_in_every_language(
    sheet: Opened, code: str, counted: Counted
) -> None:
    most = {}
    walks = {**longest_walks(), "doubt": max(unsure_walks(GRAPH), key=len)}
    for name, walk in walks.items():
        tab = sheet(code, walk)
        tab.locator("#every-language").check()  # the longer of the two
        most[name] = tab.pdf(format="Letter", **PAPER).count(b"/Type /Page\n")
        tab.context.close()
    assert max(most.values()) <= 2, {name: pages for name, pages in most.items() if pages > 2}
    counted(f"{len(most)} sheets printed; the longest has {max(most.values())} pages.")


@CODES
def test_every_word_of_the_sheet_can_be_had_in_the_other_language(sheet: Opened, code: str) -> None:
    other = {"en": "es", "es": "en"}[code]
    tab = sheet(code, {"relief": "order"})
    both = tab.locator(".sheet__said:visible")
    pairs = tab.locator(f".sheet__said:visible > .sheet__other[lang={other}]")
    expect(tab.locator(".sheet__other:visible")).to_have_count(0)
    tab.get_by_role("checkbox").check()
    expect(tab.locator(".sheet__other:visible")).to_have_count(both.count())
    assert pairs.count() == both.count()
    assert {"en": "What do you want", "es": "¿Qué quiere"}[other] in tab.locator(".sheet__paper").inner_text()


@CODES
def test_it_bears_the_date_of_the_day_and_of_the_law(sheet: Opened, code: str) -> None:
    tab = sheet(code)
    today = tab.evaluate("(code) => new Date().toLocaleDateString(code, { dateStyle: 'long' })", code)
    expect(tab.locator("[data-today]")).to_have_text(today)
    expect(tab.locator(".sheet__dates")).to_contain_text("2026")


def test_it_keeps_its_answers_when_the_language_changes_and_leads_back_with_them(sheet: Opened) -> None:
    tab = sheet("en", {"relief": "money", "law": "unsure"})
    tab.get_by_role("link", name="Español").click()
    tab.wait_for_url("**/es/*/#relief=money&law=unsure")
    expect(tab.locator("[data-doubt=law]")).to_be_visible()
    tab.locator("[data-back]").click()
    tab.wait_for_url("**/es/*/#relief=money&law=unsure")
    expect(tab.locator("#possible")).to_be_visible()
    tab.locator("[data-onward]:visible").first.click()
    expect(tab.locator("[data-doubt=law]")).to_be_visible()


def test_it_asks_for_nothing_and_stores_nothing(sheet: Opened, asked: list[str]) -> None:
    tab = sheet("es", {"relief": "money"})
    tab.wait_for_load_state("networkidle")
    before = len(asked)
    tab.locator("#every-language").check()
    tab.evaluate("location.hash = 'relief=order'")
    expect(tab.locator("[data-outcome=injunction]")).to_be_visible()
    kept = "[document.cookie, localStorage.length, sessionStorage.length]"
    assert tab.evaluate(kept) == ["", 0, 0]
    assert asked[before:] == []


# --- on paper, without script -------------------------------------------------------------------------


@CODES
def test_without_script_it_is_a_form_with_every_question(sheet: Opened, code: str) -> None:
    tab = sheet(code, java_script_enabled=False)
    expect(tab.locator("[data-question]:visible")).to_have_count(len(GRAPH.questions))
    answers = sum(len(answers) + 1 for answers in GRAPH.questions.values())
    expect(tab.locator("[data-answer]:visible")).to_have_count(answers)
    expect(tab.locator("[data-outcome]:visible")).to_have_count(len(GRAPH.outcomes))
    expect(tab.locator("[data-print]")).to_be_hidden()
    expect(tab.locator("[data-point=six-months]")).to_be_visible()  # whatever the result, this time runs
    assert tab.pdf(format="Letter", **PAPER).count(b"/Type /Page\n") <= 2


@CODES
def test_on_paper_the_numbers_lead_to_every_result(
    files: dict[str, bytes], edition: Edition, code: str
) -> None:
    """A reader with a pen: from number to number, until a result stands behind the arrow."""
    assert edition.sources
    article = edition.sources.article(APPOINTMENT, code)
    assert article
    page = lxml.html.document_fromstring(files[f"{code}/{article.front.slug}/index.html"].decode())
    numbers = {item.get("data-question"): item.get("value") for item in page.xpath("//*[@data-question]")}
    results = {outcome.short[code]: outcome.id for outcome in edition.sources.rules.outcomes}
    leads = {}
    for item in page.xpath("//*[@data-answer]"):
        for arrow in item.xpath("./*[@class='sheet__leads']"):
            leads[item.get("data-answer")] = arrow.text_content().removeprefix("→ ")
    reached = set()
    for walk in full_walks(GRAPH):
        said = "1"
        for question, answer in walk.items():
            assert said == numbers[question]
            said = leads[f"{question}={answer}"]
        (outcome,) = reach(GRAPH, walk).outcomes
        assert results[said.replace("’", "'").replace("\xa0", " ")] == outcome
        reached.add(outcome)
    assert reached == set(GRAPH.outcomes)
