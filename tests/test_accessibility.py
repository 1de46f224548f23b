"""What WCAG 2.2 asks for and axe cannot tell: large text, targets, focus, names, forced colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from generator.pipeline import Edition
from tests.test_browser import kinds

# Links in a sentence are exempt (2.5.8), and so are those in a picture: the text beside it has them all.
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter((e) => e.checkVisibility() && !e.closest("svg, .skip-link")
    && !(e.closest("p, li, dt, dd, td, th, figcaption") && getComputedStyle(e).display === "inline"))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([words]) => words)"""

# Every stop of the Tab key in turn: is it on screen, on top, and does it show that it has the focus?
UNSEEN = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !e.closest("svg"))
  .filter((e) => {
    e.focus();
    const box = e.getClientRects()[0];
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    const shown = getComputedStyle(e);
    return document.activeElement !== e || shown.outlineStyle === "none" || parseFloat(shown.outlineWidth) < 2
      || !(top && (e.contains(top) || top.contains(e)));
  }).map((e) => e.outerHTML.slice(0, 90))"""

OTHER_ORDER = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.tabIndex > 0 || getComputedStyle(e).order !== "0").map((e) => e.outerHTML.slice(0, 90))"""

CUT_AT_DOUBLE_SIZE = """() => {
  document.documentElement.style.fontSize = "200%";
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && !e.closest("svg, .visually-hidden, .skip-link, thead"))
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 90));
}"""

OPERABLE = {"link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "DisclosureTriangle"}


def nameless(tab: Page) -> list[str]:
    """The roles of controls to which the accessibility tree gives no name."""
    nodes = tab.context.new_cdp_session(tab).send("Accessibility.getFullAXTree")["nodes"]
    return [
        role
        for node in nodes
        if not node["ignored"] and (role := node["role"]["value"]) in OPERABLE
        if not node.get("name", {}).get("value", "").strip()
    ]


@pytest.fixture(scope="module")
def faults(browser: Browser, address: str, edition: Edition) -> dict[str, dict[str, list[str]]]:
    """What is wrong with each kind of page on the narrowest screen, by the measure that finds it."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    tab = context.new_page()
    found: dict[str, dict[str, list[str]]] = {}
    for name, path in kinds(edition).items():
        tab.goto("about:blank")  # so that an address with other answers is loaded anew
        tab.goto(address + path)
        tab.keyboard.press("Tab")  # from here on the focus is that of a keyboard
        measures = {"small": SMALL, "unseen": UNSEEN, "order": OTHER_ORDER, "cut": CUT_AT_DOUBLE_SIZE}
        for measure, script in {"nameless": "", **measures}.items():
            faults = tab.evaluate(script) if script else nameless(tab)
            if faults:
                found.setdefault(measure, {})[name] = faults
    context.close()
    return found


@pytest.mark.parametrize(
    ("rule", "measure"),
    [
        ("text of double size is neither cut nor needs sideways scrolling", "cut"),
        ("targets are 24 by 24 pixels", "small"),
        ("the focus of the keyboard is seen and not covered", "unseen"),
        ("the keyboard goes in the order of the page", "order"),
        ("every control has a name", "nameless"),
    ],
)
def test_a_page_of_every_kind_keeps_the_rule(
    faults: dict[str, dict[str, list[str]]], rule: str, measure: str
) -> None:
    assert faults.get(measure, {}) == {}, rule


def test_an_outcome_is_told_apart_without_colours(browser: Browser, address: str, edition: Edition) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, forced_colors="active")
    tab = context.new_page()
    for code in edition.sources.settings.codes if edition.sources else ():
        for name in (f"{code} outcome", f"{code} case"):
            tab.goto(address + kinds(edition)[name])
            label = tab.locator(".decision-tree__effect, .immunity").first
            assert label.inner_text().strip(), name
            edge = "(e) => getComputedStyle(e).borderInlineStartWidth"
            assert label.evaluate(edge) != "0px", name
    context.close()
