"""Choosing and sorting decisions, in a real browser: by form, by keyboard, by address, and without script."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Watched
from tests.tiny import ROOT

TABLE = json.loads((ROOT / "content" / "cases.json").read_text(encoding="utf-8"))
CASES = TABLE["cases"]
PAGES = {"en": "/en/cases/", "es": "/es/casos/"}


BY_ID = {case["id"]: case for case in CASES}
OUTCOMES = ["granted", "denied", "mixed", "remanded", "not-at-issue"]


def shown(page: Page) -> list[str]:
    """The ids of the cases on screen, in their order, when all of them are."""
    expect(page.locator("[data-cases]")).to_have_attribute("aria-busy", "false")
    ids: list[str] = page.evaluate(
        """[...document.querySelectorAll(".case-table tbody tr:not([hidden]) a")]
           .map((link) => link.pathname.split("/").at(-2))"""
    )
    return ids


def said(page: Page, text: str) -> None:
    """The live region says this, and nothing that is hidden."""
    expect(page.get_by_role("status")).to_have_text(text, use_inner_text=True)


def ids(**wanted: object) -> set[str]:
    """The cases whose record has these values."""
    return {
        case["id"]
        for case in CASES
        if all(wanted[k] in case["topics"] if k == "topics" else case[k] == wanted[k] for k in wanted)
    }


@pytest.fixture
def table(page: Watched, address: str) -> Page:
    page.page.goto(address + PAGES["en"])
    return page.page


def test_without_script_every_decision_is_there_and_no_control_that_does_nothing(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    for path in PAGES.values():
        page = context.new_page()
        page.goto(f"{address}{path}#court=ca9")
        assert page.locator(".case-table tbody tr:visible").count() == len(CASES)
        assert page.locator("main :is(button, select, input):visible").count() == 0
        assert page.locator("[role=status]:visible").count() == 0
    context.close()


@pytest.mark.parametrize(
    ("label", "choice", "wanted"),
    [
        ("Court", "U.S. Court of Appeals for the Ninth Circuit", ids(court="ca9")),
        ("Immunity", "Immunity denied", ids(immunity="denied")),
        ("Topic", "Police dogs", ids(topics="dogs")),
    ],
)
def test_each_choice_leaves_exactly_the_decisions_that_fit(
    table: Page, label: str, choice: str, wanted: set[str]
) -> None:
    table.get_by_label(label, exact=True).select_option(label=choice)
    assert set(shown(table)) == wanted
    said(table, f"{len(wanted)} of {len(CASES)} decisions")


def test_choices_add_up_and_show_all_takes_them_back(table: Page) -> None:
    table.get_by_label("Court", exact=True).select_option("ca9")
    table.get_by_label("Topic", exact=True).select_option("force")
    table.get_by_label("From year").fill("2010")
    table.get_by_label("To year").fill("2019")
    wanted = {
        c["id"] for c in CASES if c["court"] == "ca9" and "force" in c["topics"] and 2010 <= c["year"] <= 2019
    }
    assert set(shown(table)) == wanted
    expect(table).to_have_url(re.compile("#court=ca9&topic=force&from=2010&to=2019$"))
    table.get_by_role("button", name="Show all").click()
    assert len(shown(table)) == len(CASES)
    expect(table).to_have_url(re.compile("/en/cases/$"))
    assert table.get_by_label("Court", exact=True).input_value() == ""


def test_words_of_the_name_are_found_without_accents_and_capitals(table: Page) -> None:
    table.get_by_label("Words in the name").fill("MESA hernandez")
    assert set(shown(table)) == {"hernandez-v-mesa-2017"} | ids(name="Hernández v. Mesa")
    table.get_by_label("Words in the name").fill("nobody here")
    assert shown(table) == []
    expect(table.get_by_role("status")).to_contain_text("None fits: take one choice back, or show all.")


def test_typing_does_not_fill_the_history(table: Page) -> None:
    before = table.evaluate("history.length")
    table.get_by_label("Words in the name").press_sequentially("mattos")
    expect(table).to_have_url(re.compile("#name=mattos$"))
    assert table.evaluate("history.length") == before


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Case", lambda c: c["name"].casefold()),
        ("Court", lambda c: list(TABLE["courts"]).index(c["court"])),
        ("Year", lambda c: c["year"]),
        ("Immunity", lambda c: OUTCOMES.index(c["immunity"])),
    ],
)
def test_each_header_sorts_both_ways_and_says_so(
    table: Page, header: str, key: Callable[[dict[str, Any]], Any]
) -> None:
    button = table.get_by_role("columnheader", name=header).get_by_role("button")
    column = table.get_by_role("columnheader", name=header)
    for direction in ("ascending", "descending"):
        button.focus()
        table.keyboard.press("Enter")
        expect(column).to_have_attribute("aria-sort", direction)
        values = [key(BY_ID[identifier]) for identifier in shown(table)]
        assert values == sorted(values, reverse=direction == "descending")
        assert table.locator("[aria-sort]").count() == 1
        assert button.evaluate("(b) => b === document.activeElement")


def test_the_address_brings_back_what_was_chosen(table: Page, address: str) -> None:
    there = f"{address}{PAGES['en']}#court=ca9&immunity=denied&sort=name&order=ascending"
    table.goto("about:blank")
    table.goto(there)
    wanted = sorted(ids(court="ca9", immunity="denied"), key=lambda i: BY_ID[i]["name"].casefold())
    assert shown(table) == wanted
    table.reload()
    assert shown(table) == wanted
    table.goto(f"{address}{PAGES['en']}#topic=dogs")  # only the fragment changes
    assert set(shown(table)) == ids(topics="dogs")
    table.go_back()
    assert shown(table) == wanted


@pytest.mark.parametrize(
    "fragment",
    ["court=ca99", "court=ca9&court=x&sort=size&order=up", "from=abc&to=99999", "%E0%A4%A", "=&&=", "topic"],
)
def test_a_damaged_address_keeps_what_is_valid(page: Watched, address: str, fragment: str) -> None:
    page.page.goto(f"{address}{PAGES['es']}#{fragment}")
    wanted = ids(court="ca9") if fragment.startswith("court=ca9&") else set(BY_ID)
    assert set(shown(page.page)) == wanted


def test_the_language_switch_keeps_what_was_chosen(table: Page) -> None:
    table.get_by_label("Immunity", exact=True).select_option("denied")
    table.get_by_label("Topic", exact=True).select_option("dogs")
    here = shown(table)
    table.get_by_role("link", name="Español").click()
    expect(table.get_by_label("Inmunidad", exact=True)).to_have_value("denied")
    assert shown(table) == here
    said(table, f"{len(here)} de {len(CASES)} decisiones")


def test_a_topic_of_a_case_leads_to_its_decisions(page: Watched, address: str) -> None:
    page.page.goto(f"{address}/en/cases/hope-v-pelzer/")
    page.page.get_by_role("link", name="Obvious cases").click()
    expect(page.page.get_by_label("Topic", exact=True)).to_have_value("obvious-case")
    assert set(shown(page.page)) == ids(topics="obvious-case")
    expect(page.page.get_by_role("status")).to_be_in_viewport()


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_choice_made(
    browser: Browser, address: str, language: str, scheme: str
) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 360, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{address}{PAGES[language]}#court=ca9&sort=immunity&order=ascending")
    for summary in page.locator(".chart summary").all():
        summary.click()
    found = Axe().run(
        page,
        options={
            "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
            "resultTypes": ["violations"],
        },
    )
    context.close()
    assert [v["id"] for v in found.response["violations"]] == []


def test_nothing_scrolls_sideways_on_the_narrowest_screen(page: Watched, address: str) -> None:
    page.page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES.values():
        page.page.goto(address + path)
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_controls_are_large_enough_to_touch(table: Page) -> None:
    for control in table.locator("main :is(button, select, input):visible").all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24, control.inner_text()


def test_on_paper_the_choice_stands_in_words_and_the_form_does_not(table: Page) -> None:
    table.get_by_label("Court", exact=True).select_option("ca9")
    table.emulate_media(media="print")
    assert not table.locator("[data-filter]").is_visible()
    expect(table.locator("[data-chosen]")).to_have_text("Court: U.S. Court of Appeals for the Ninth Circuit")
    assert table.locator("[data-chosen]").is_visible()


def test_the_whole_table_is_light(files: dict[str, bytes]) -> None:
    for code, path in PAGES.items():
        size = len(gzip.compress(files[path.removeprefix("/") + "index.html"], 9))
        assert size < 30_000, (code, size)
