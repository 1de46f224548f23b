"""The real site in a real Chromium, served with its own headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.model.content import UNSURE
from generator.model.site import (
    APPOINTMENT,
    CASES,
    CONTENTS,
    GLOSSARY,
    HOME,
    LAWS,
    NOT_FOUND,
    SEARCH,
    TREE,
    Addresses,
    is_page,
)
from generator.pipeline import Edition
from generator.walks import reach
from tests.conftest import Counted, Watched, watched
from tests.trees import GRAPH

WIDTHS = (320, 768, 1440)

AXE_RULES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # The themes differ in their colours alone.
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}


def kinds(edition: Edition) -> dict[str, str]:
    """One address of each kind of page in each language."""
    assert edition.sources
    where = Addresses(edition.sources)
    found = {"/": "/"}
    for code in edition.sources.settings.codes:
        for key in (
            HOME,
            TREE,
            CASES,
            LAWS,
            GLOSSARY,
            CONTENTS,
            NOT_FOUND,
            "the-two-questions",
            "california-claims",
            "about",
            "accessibility",
        ):
            found[f"{code} {key}"] = where.page(key, code)
        found[f"{code} side by side"] = next(iter(where.editions("deadlines", code).values()))
        found[f"{code} case"] = where.case("pearson-v-callahan", code)
        found[f"{code} outcome"] = where.outcome("granted", code)
        found[f"{code} result in the tree"] = (
            f"{where.tree(code)}#relief=money&law=california&california=other"
        )
        found[f"{code} doubt in the tree"] = f"{where.tree(code)}#relief=money&law=unsure"
        found[f"{code} search"] = f"{where.page(SEARCH, code)}#q=bivens"
        found[f"{code} sheet"] = f"{where.page(APPOINTMENT, code)}#relief=order"
    return found


def test_every_page_loads_without_error_refusal_or_foreign_request(
    page: Watched, address: str, site: Path, counted: Counted
) -> None:
    loaded = 0
    paths = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    for path in sorted(filter(is_page, paths)):
        name = "/" + path.removesuffix("index.html")
        answer = page.page.goto(address + name)
        assert answer
        assert answer.status == 200, name
        loaded += 1
    counted(f"{loaded} pages loaded")
    assert loaded > 250


USE_EVERY_CONTROL = """async () => {
    window.print = () => {};  // a dialog would wait for somebody
    const frame = () => new Promise(requestAnimationFrame);
    let used = 0;
    for (const control of document.querySelectorAll("summary, button, select, input, [data-answer]")) {
        if (!control.checkVisibility()) continue;
        if (control.matches("select")) {
            control.selectedIndex = control.options.length - 1;
            control.dispatchEvent(new Event("change", { bubbles: true }));
        } else if (control.matches("input:not([type=checkbox])")) {
            control.focus();
            control.value = control.type === "number" ? "1990" : "force";
            control.dispatchEvent(new Event("input", { bubbles: true }));
        } else {
            control.click();
        }
        used += 1;
        await frame();
    }
    return used;
}"""


def test_every_control_on_every_kind_of_page_keeps_to_the_policy_and_the_site(
    page: Watched, address: str, edition: Edition, counted: Counted
) -> None:
    used = 0
    for path in kinds(edition).values():
        page.page.goto(address + path)
        used += page.page.evaluate(USE_EVERY_CONTROL)
        page.page.wait_for_timeout(50)  # for what the last one asks for
    counted(f"{used} controls used")
    assert used > 150


def test_no_answer_is_stored_on_the_device(page: Watched, address: str, edition: Edition) -> None:
    page.page.goto(address + kinds(edition)["es decision-tree"])
    page.page.locator(".decision-tree__answer:visible").first.click()
    kept = page.page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    assert kept == ["", 0, 0]


def test_a_choice_of_language_is_kept_until_the_browser_is_closed_and_nothing_else(
    page: Watched, address: str, edition: Edition
) -> None:
    page.page.goto(address + kinds(edition)["en about"])
    page.page.get_by_role("link", name="Español").click()
    page.page.wait_for_url("**" + kinds(edition)["es about"])
    kept = page.page.context.cookies()
    assert [(one["name"], one["value"], one["path"], one["expires"]) for one in kept] == [
        ("nf_lang", "es", "/", -1)
    ]
    assert page.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_axe_finds_nothing_in_either_theme(browser: Browser, address: str, edition: Edition) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    tab = context.new_page()
    found = {}
    for name, path in kinds(edition).items():
        tab.goto(address + path)
        for theme, rules in AXE_RULES.items():
            tab.emulate_media(color_scheme=theme)
            # What passed need not be listed, which takes longer than to look.
            result = Axe().run(tab, options={**rules, "resultTypes": ["violations"]})
            if result.violations_count:
                found[f"{name}, {theme}"] = result.generate_report()
    context.close()
    assert not found, "\n".join(f"{name}: {report}" for name, report in found.items())


def test_no_page_needs_sideways_scrolling(browser: Browser, address: str, edition: Edition) -> None:
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 800})
    tab = context.new_page()
    for name, path in kinds(edition).items():
        tab.set_viewport_size({"width": WIDTHS[0], "height": 800})
        tab.goto(address + path)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    context.close()


def test_a_stacked_table_is_still_a_table_for_a_screen_reader(
    browser: Browser, address: str, edition: Edition
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    tab = context.new_page()
    for name in ("en cases", "es california-claims"):
        tab.goto(address + kinds(edition)[name])
        nodes = context.new_cdp_session(tab).send("Accessibility.getFullAXTree")["nodes"]
        roles = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
        for role, tags in {"table": "table", "row": "tr", "cell": "td", "rowheader": "tbody th"}.items():
            assert roles[role] == tab.locator(f"main :is({tags})").count(), f"{name}: {role}"
        assert roles["columnheader"] > 0, name
    context.close()


def test_targets_of_the_navigation_are_large_enough(page: Watched, address: str, edition: Edition) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels for targets that are not inside a sentence."""
    for name, path in kinds(edition).items():
        page.page.goto(address + path)
        small = page.page.evaluate(
            """[...document.querySelectorAll(
                'body > header a, footer li a, .contact-lines a, .table-of-contents a, .button, summary, ' +
                '.decision-tree__answer'
            )].filter((e) => e.checkVisibility())
              .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
              .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
        )
        assert small == [], name


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page: Watched, address: str) -> None:
    tab = page.page
    tab.goto(f"{address}/en/")
    tab.keyboard.press("Tab")
    expect(tab.locator(":focus")).to_have_class("skip-link")
    expect(tab.locator(":focus")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    expect(tab.locator("#content")).to_be_focused()


# --- the language switch -------------------------------------------------------------------------


def test_the_switch_keeps_the_article_and_the_section(page: Watched, address: str, edition: Edition) -> None:
    tab = page.page
    tab.goto(address + kinds(edition)["en the-two-questions"] + "#fair-warning")
    tab.get_by_role("link", name="Español").click()
    tab.wait_for_url(re.compile(re.escape(kinds(edition)["es the-two-questions"]) + "#fair-warning$"))
    expect(tab.locator("#fair-warning")).to_be_in_viewport()
    expect(tab.locator("html")).to_have_attribute("lang", "es")


def test_the_switch_keeps_the_section_on_screen(page: Watched, address: str, edition: Edition) -> None:
    tab = page.page
    tab.goto(address + kinds(edition)["es the-two-questions"])
    tab.evaluate("document.getElementById('who-decides').scrollIntoView({ behavior: 'instant' })")
    tab.locator(".language-switch__other").dispatch_event("click")
    tab.wait_for_url(re.compile("#who-decides$"))


def test_the_switch_keeps_the_answers(page: Watched, address: str, edition: Edition) -> None:
    tab = page.page
    tab.goto(address + kinds(edition)["en decision-tree"] + "#relief=money&law=california")
    expect_step(tab, "question-california")
    tab.get_by_role("link", name="Español").click()
    tab.wait_for_url(re.compile("#relief=money&law=california$"))
    expect(tab.locator("html")).to_have_attribute("lang", "es")
    expect_step(tab, "question-california")
    expect(tab.locator("[data-trail] li")).to_have_count(2)


# --- the tree --------------------------------------------------------------------------------------


def expect_step(tab: Page, identifier: str) -> None:
    """This step, and no other, is on screen."""
    expect(tab.locator(f"#{identifier}")).to_be_visible()
    expect(tab.locator(".decision-tree__step:visible")).to_have_count(1)


def ways_to_outcomes(edition: Edition) -> dict[str, list[tuple[str, str]]]:
    """For each outcome, one shortest list of (question, answer) that leads to it."""
    assert edition.sources
    rules = edition.sources.rules
    by_id = {question.id: question for question in rules.questions}
    ways: dict[str, list[tuple[str, str]]] = {}
    waiting: list[tuple[str, list[tuple[str, str]]]] = [(rules.start, [])]
    for question, way in waiting:
        for answer in by_id[question].answers:
            kind, _, goal = answer.to.partition(":")
            if kind == "outcome":
                ways.setdefault(goal, [*way, (question, answer.id)])
            else:
                waiting.append((goal, [*way, (question, answer.id)]))
    return ways


@pytest.fixture(params=["en", "es"])
def tree_page(request: pytest.FixtureRequest, page: Watched, address: str, edition: Edition) -> Page:
    page.page.goto(address + kinds(edition)[f"{request.param} decision-tree"])
    return page.page


def test_every_outcome_is_reached_by_keyboard_at_320_pixels(
    tree_page: Page, edition: Edition, counted: Counted
) -> None:
    tab = tree_page
    tab.set_viewport_size({"width": 320, "height": 640})
    base = tab.url.split("#")[0]
    ways = ways_to_outcomes(edition)
    assert edition.sources
    assert set(ways) == {outcome.id for outcome in edition.sources.rules.outcomes}
    for outcome, way in ways.items():
        tab.goto(base + "#question-relief")
        for question, answer in way:
            expect_step(tab, f"question-{question}")
            tab.locator(f"#ask-{question}").focus()
            for _ in range(12):
                tab.keyboard.press("Tab")
                if tab.evaluate("document.activeElement.dataset.answer") == f"{question}={answer}":
                    break
            tab.keyboard.press("Enter")
        expect_step(tab, f"outcome-{outcome}")
        expect(tab.locator(f"#result-{outcome}")).to_be_focused()
        expect(tab.locator("[data-trail] li")).to_have_count(len(way))
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, outcome
        expect(tab).to_have_url(base + "#" + "&".join(f"{q}={a}" for q, a in way))
    counted(f"{len(ways)} outcomes reached by keyboard")


def test_every_answer_leads_where_the_rules_say_by_keyboard(
    tree_page: Page, edition: Edition, counted: Counted
) -> None:
    """Every edge of the graph, "I am not sure" included, in the shipped script."""
    base = tree_page.url.split("#")[0]
    edges = 0
    for question, answers in GRAPH.questions.items():
        for answer in (*answers, UNSURE):
            tree_page.goto(f"{base}#question-{question}")
            expect_step(tree_page, f"question-{question}")
            tree_page.locator(f"[data-answer='{question}={answer}']").focus()
            tree_page.keyboard.press("Enter")
            possible = reach(GRAPH, {question: answer}, question).outcomes
            goal = answers.get(answer) or (f"outcome:{possible[0]}" if len(possible) == 1 else "possible")
            expect_step(tree_page, goal.replace(":", "-"))
            edges += 1
    counted(f"{edges} answers given by keyboard.")
    assert edges == sum(len(answers) + 1 for answers in GRAPH.questions.values())


def test_back_forward_reload_and_change_work(tree_page: Page) -> None:
    tab = tree_page
    tab.locator("[data-answer='relief=money']").click()
    expect_step(tab, "question-law")
    tab.locator("[data-answer='law=california']").click()
    expect_step(tab, "question-california")
    tab.go_back()
    expect_step(tab, "question-law")
    tab.go_forward()
    expect_step(tab, "question-california")
    tab.reload()
    expect_step(tab, "question-california")
    tab.locator("[data-back]").click()
    expect_step(tab, "question-law")
    tab.locator("[data-change]").first.click()
    expect_step(tab, "question-relief")
    expect(tab.locator("[data-walk]")).to_be_hidden()


@pytest.mark.parametrize(
    ("fragment", "step", "dropped"),
    [
        ("relief=nonsense", "question-relief", "relief=nonsense"),
        ("nonsense", "question-relief", "nonsense"),
        ("relief=money&law=nonsense", "question-law", "law=nonsense"),
        ("relief=money&statute=yes", "question-law", ""),  # may still be asked, so it is kept
        ("relief=order&law=california", "outcome-injunction", "law=california"),
        ("law=california&relief=money", "question-california", ""),  # in any order
        ("relief=money&relief=order", "question-law", "relief=order"),
        ("relief=money=order", "question-relief", "relief=money=order"),
        ("relief=money&outcome-denied", "outcome-denied", ""),
        ("relief=order&outcome-denied", "outcome-injunction", "outcome-denied"),
        ("relief=money&&law=california&", "question-california", ", "),
        ("%E0%A4%A", "question-relief", "%E0%A4%A"),
        ("relief=money&" * 8000, "question-law", "relief=money, relief=money"),  # 104 kB
        ("x" * 100_000, "question-relief", "x" * 60 + "…"),
        ("__proto__=1&constructor=x&toString", "question-relief", "__proto__=1, constructor=x, toString"),
        ("relief=constructor&law=__proto__", "question-relief", "relief=constructor, law=__proto__"),
        ("question-__proto__&outcome-constructor", "question-relief", "question-__proto__"),
        ("<img src=x onerror=alert(1)>", "question-relief", "onerror"),
    ],
    ids=lambda value: value[:40],
)
def test_a_damaged_address_keeps_what_is_valid_and_says_what_it_dropped(
    tree_page: Page, fragment: str, step: str, dropped: str
) -> None:
    tree_page.goto(f"{tree_page.url.split('#')[0]}#{fragment}")
    tree_page.reload()
    expect_step(tree_page, step)
    said = tree_page.locator("[data-dropped]")
    if dropped:
        expect(said).to_be_visible()
        expect(said).to_contain_text(dropped)
        assert len(said.inner_text()) < 600
    else:
        expect(said).to_be_hidden()
    # The next step is free of it.
    tree_page.locator("[data-back], .decision-tree__answer").locator("visible=true").first.click()
    expect(said).to_be_hidden()


@pytest.fixture
def unscripted(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    seen = watched(context, address)
    yield seen.page
    context.close()
    assert not seen.faults


@pytest.mark.parametrize("code", ["en", "es"])
def test_without_script_every_outcome_is_reached_by_links(
    unscripted: Page, address: str, edition: Edition, code: str
) -> None:
    tree = address + kinds(edition)[f"{code} decision-tree"]
    for outcome, way in ways_to_outcomes(edition).items():
        unscripted.goto(tree)
        for question, answer in way:
            link = unscripted.locator(f"#question-{question} [data-answer='{question}={answer}']")
            link.focus()
            unscripted.keyboard.press("Enter")
            expect(unscripted).to_have_url(f"{tree}{link.get_attribute('href')}")
        expect(unscripted).to_have_url(f"{tree}#outcome-{outcome}")
        expect(unscripted.locator(f"#outcome-{outcome} h2")).to_be_in_viewport()


@pytest.mark.parametrize("code", ["en", "es"])
def test_without_script_nothing_is_hidden(
    unscripted: Page, address: str, edition: Edition, code: str
) -> None:
    assert edition.sources
    rules = edition.sources.rules
    unscripted.goto(address + kinds(edition)[f"{code} decision-tree"])
    expect(unscripted.locator(".decision-tree__step:visible")).to_have_count(
        2 * len(rules.questions) + len(rules.outcomes)  # each question with its "I am not sure"
    )
    unscripted.goto(address + kinds(edition)[f"{code} cases"])
    expect(unscripted.locator(".case-table tbody tr")).to_have_count(len(edition.sources.cases.cases))


def test_a_wrong_address_answers_in_the_language_of_its_folder(page: Watched, address: str) -> None:
    for path, language in (("/es/no-existe/", "es"), ("/en/nothing/", "en"), ("/nothing", "en")):
        answer = page.page.goto(address + path)
        assert answer
        assert answer.status == 404
        expect(page.page.locator("html")).to_have_attribute("lang", language)


def test_print_shows_the_number_and_leaves_out_the_navigation(
    page: Watched, address: str, edition: Edition
) -> None:
    page.page.goto(address + kinds(edition)["es california-claims"])
    page.page.emulate_media(media="print")
    expect(page.page.locator(".contact-lines")).to_contain_text("510")
    expect(page.page.locator(".site-header__nav")).to_be_hidden()
    expect(page.page.locator("#deadlines")).to_be_visible()


def test_on_paper_titles_and_numbers_of_the_bilingual_edition_come_again_on_every_sheet(
    page: Watched, address: str, edition: Edition
) -> None:
    page.page.goto(address + kinds(edition)["es side by side"])
    page.page.emulate_media(media="print")
    for part, shown in (("head", "table-header-group"), ("foot", "table-footer-group")):
        repeated = page.page.locator(f".side-by-side__{part}")
        expect(repeated).to_have_css("display", shown)
        expect(repeated).to_have_css("break-inside", "avoid")
