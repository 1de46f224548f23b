"""The control that copies a full citation: with permission, without it, and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import Watched

CASE = "/en/cases/hope-v-pelzer/"
CITATION = "Hope v. Pelzer, 536 U.S. 730 (2002)"


def test_the_citation_is_copied_with_ordinary_blanks_and_said_aloud(page: Watched, address: str) -> None:
    page.page.context.grant_permissions(["clipboard-write"])
    page.page.goto(address + CASE)
    button = page.page.get_by_role("button", name="Copy Hope v. Pelzer", exact=True)
    button.focus()
    page.page.keyboard.press("Enter")
    expect(page.page.get_by_role("status")).to_have_text("Copied")
    page.page.goto(f"{address}/en/search/")  # scripts may not read the clipboard; a reader pastes
    field = page.page.get_by_role("searchbox")
    field.press("Control+V")
    expect(field).to_have_value(CITATION)


@pytest.mark.parametrize(
    ("path", "said"),
    [(CASE, "Selected: now copy it"), ("/es/casos/hope-v-pelzer/", "Seleccionado: ahora cópielo")],
)
def test_where_the_browser_refuses_the_citation_is_selected(
    page: Watched, address: str, path: str, said: str
) -> None:
    page.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.page.goto(address + path)
    page.page.get_by_role("button").filter(has_text="Hope v. Pelzer").click()
    expect(page.page.get_by_role("status")).to_have_text(said)
    assert page.page.evaluate("getSelection().toString()").replace("\xa0", " ") == CITATION


def test_every_authority_of_an_article_has_its_control(page: Watched, address: str) -> None:
    page.page.goto(f"{address}/es/las-dos-preguntas/")
    items = page.page.locator(".authorities__list > li")
    assert items.count() > 20
    assert page.page.locator(".authorities__list .copy-citation").count() == items.count()
    box = page.page.locator(".copy-citation").first.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, success criterion 2.5.8


def test_without_script_the_citation_is_text_and_there_is_no_dead_control(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CASE)
    assert page.locator(".full-citation").inner_text().replace("\xa0", " ") == CITATION
    assert page.locator("button").count() == 0
    context.close()


def test_margin_notes_stand_beside_the_text_on_wide_screens_only(page: Watched, address: str) -> None:
    for width, shown in ((390, False), (900, False), (1100, True), (1440, True)):
        page.page.set_viewport_size({"width": width, "height": 900})
        page.page.goto(f"{address}/en/the-two-questions/")
        note = page.page.locator(".section--the-violation .margin-note").first
        assert note.is_visible() == shown, width
        if shown:
            text = page.page.locator(".section--the-violation > p").first.bounding_box()
            beside = note.bounding_box()
            assert text
            assert beside
            assert beside["x"] >= text["x"] + text["width"]
            assert beside["x"] + beside["width"] <= width
            assert text["y"] <= beside["y"] + 4 <= text["y"] + text["height"] + 40


def test_margin_notes_never_lie_over_one_another(page: Watched, address: str) -> None:
    for width in (1000, 1440):
        page.page.set_viewport_size({"width": width, "height": 900})
        page.page.goto(f"{address}/es/las-dos-preguntas/")
        overlaps = page.page.evaluate(
            """() => {
              const boxes = [...document.querySelectorAll(".margin-note, .table-of-contents")]
                .map((note) => note.getBoundingClientRect()).filter((box) => box.width > 0)
                .sort((a, b) => a.top - b.top);
              const cross = (a, b) => a.left < b.right && b.left < a.right
                && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
              return boxes.filter((a, i) => boxes.slice(i + 1).some((b) => cross(a, b))).length;
            }"""
        )
        assert overlaps == 0
