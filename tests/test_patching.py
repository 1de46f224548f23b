"""The preview patches the page on screen: what the reader and the site's scripts made of it stays."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.previews import Preview, Tab, served, tab, until, with_own_templates
from tests.tiny import Project

PARAGRAPHS = "\n\n".join(f"Paragraph-{number}: says something." for number in range(40))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("patching"))
    for language in ("en", "es"):
        article = project.content / language / "warning.md"
        article.write_text(article.read_text(encoding="utf-8") + f"\n{PARAGRAPHS}\n", encoding="utf-8")
        for page in ("decision-tree", "cases"):
            project.replace(f"{language}/{page}.md", "Words.", f"Words.\n\n{PARAGRAPHS}")
    return project


@pytest.fixture(scope="module")
def preview(project: Project) -> Iterator[Preview]:
    """One preview for all tests of this file; each of them changes words of its own."""
    with served(with_own_templates(project)) as preview:
        yield preview


def a_link_is_focused_and_the_page_scrolled(tab: Tab, down: int) -> None:
    tab.page.evaluate("document.querySelector('.site-footer a, footer a').focus({ preventScroll: true })")
    tab.page.evaluate("(down) => scrollTo(0, down)", down)
    until(lambda: tab.scrolled() > 0, lambda: "the page cannot be scrolled")


FOCUSED = "document.activeElement.matches('footer a')"


def test_scroll_focus_details_and_selection_stay(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with tab(browser, f"{preview.address}/es/warning/") as seen:
        seen.page.locator(".quotation__original summary").click()
        a_link_is_focused_and_the_page_scrolled(seen, 700)
        seen.page.get_by_text("Paragraph-20: says something.").evaluate(
            "(p) => getSelection().selectAllChildren(p)"
        )
        before = seen.scrolled()
        project.replace("es/warning.md", "Paragraph-10: says something.", "Paragraph-10: says **more**.")
        seen.shows("Paragraph-10: says more.")
        assert seen.is_the_page_that_was_opened()
        assert abs(seen.scrolled() - before) < 2
        assert seen.page.evaluate(FOCUSED)
        assert seen.page.evaluate("String(getSelection())") == "Paragraph-20: says something."
        expect(seen.page.locator(".quotation__original")).to_have_attribute("open", "")


def test_what_is_typed_into_a_filter_stays_and_rows_stay_hidden(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with tab(browser, f"{preview.address}/en/cases/") as seen:
        seen.page.fill("#filter-name", "nothing like it")
        expect(seen.page.locator("tbody tr")).to_be_hidden()
        project.replace("en/cases.md", "Paragraph-3: says something.", "Paragraph-3: says no more.")
        seen.shows("Paragraph-3: says no more.")
        assert seen.is_the_page_that_was_opened()
        assert seen.page.input_value("#filter-name") == "nothing like it"
        expect(seen.page.locator("tbody tr")).to_be_hidden()


def test_a_row_that_a_script_has_read_loads_the_page_anew_with_its_filter_and_place(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with tab(browser, f"{preview.address}/en/cases/") as seen:
        seen.page.fill("#filter-name", "hope")
        seen.page.wait_for_url("**name=hope")
        seen.page.evaluate("scrollTo(0, 500)")
        before = seen.scrolled()
        project.tables["cases.json"]["cases"][0]["name"] = "Hope v. Pelzerson"
        project.save()
        expect(seen.page.locator("tbody tr cite")).to_have_text("Hope v. Pelzerson")
        assert not seen.is_the_page_that_was_opened()
        expect(seen.page.locator("#filter-name")).to_have_value("hope")
        expect(seen.page.locator("tbody tr")).to_be_visible()
        until(lambda: abs(seen.scrolled() - before) < 2, lambda: f"{before} became {seen.scrolled()}")


def test_a_new_title_is_put_into_the_page_and_into_what_it_says_to_search_engines(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with tab(browser, f"{preview.address}/en/warning/") as seen:
        project.replace("en/warning.md", "title: Warning", "title: Fair warning given")
        expect(seen.page.locator("h1")).to_have_text("Fair warning given")
        assert (
            '"headline":"Fair warning given"'
            in seen.page.locator("[type='application/ld+json']").inner_text()
        )
        assert seen.is_the_page_that_was_opened()


def test_the_answers_in_the_tree_stay(project: Project, preview: Preview, browser: Browser) -> None:
    with tab(browser, f"{preview.address}/en/tree/#relief=money") as seen:
        expect(seen.page.locator("#question-law")).to_be_visible()
        project.replace("en/decision-tree.md", "Paragraph-3: says something.", "Paragraph-3: says nothing.")
        seen.shows("Paragraph-3: says nothing.")
        assert seen.is_the_page_that_was_opened()
        expect(seen.page.locator("#question-law")).to_be_visible()
        expect(seen.page.locator("#question-relief")).to_be_hidden()


def test_a_change_of_the_tree_loads_it_anew_with_its_answers_and_place(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with tab(browser, f"{preview.address}/en/tree/#relief=money") as seen:
        seen.page.evaluate("scrollTo(0, 400)")
        before = seen.scrolled()
        project.tables["rules.json"]["questions"][1]["help"]["en"] = "Choose with care."
        project.save()
        seen.shows("Choose with care.")
        assert not seen.is_the_page_that_was_opened()
        expect(seen.page.locator("#question-law")).to_be_visible()
        expect(seen.page.locator("#question-relief")).to_be_hidden()
        until(lambda: abs(seen.scrolled() - before) < 2, lambda: f"{before} became {seen.scrolled()}")


def test_a_change_of_what_a_script_makes_copies_of_loads_the_page_anew(
    project: Project, preview: Preview, browser: Browser
) -> None:
    copied = project.root / "templates" / "components" / "decision-tree" / "decision-tree.html"
    before = copied.read_text(encoding="utf-8")
    with tab(browser, f"{preview.address}/en/tree/") as seen:
        changed = before.replace("<template data-row><li>", "<template data-row><li data-new>")
        copied.write_text(changed, encoding="utf-8")
        seen.page.wait_for_function("() => !window.isOpenedHere")
        template = seen.page.locator("template[data-row]").first
        assert "data-new" in template.inner_html()
        copied.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("path", ["/en/warning/", "/en/tree/"])
def test_a_change_of_style_is_seen_without_loading_the_page_again(
    project: Project, preview: Preview, browser: Browser, path: str
) -> None:
    style = project.root / "templates" / "styles" / "2-base.css"
    before = style.read_text(encoding="utf-8")
    with tab(browser, f"{preview.address}{path}") as seen:
        for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
            style.write_text(f"{before}\n@layer base {{ h1 {{ color: {colour}; }} }}", encoding="utf-8")
            seen.page.wait_for_function(
                "(colour) => getComputedStyle(document.querySelector('h1')).color === colour", arg=colour
            )
        style.write_text(before, encoding="utf-8")
        seen.page.wait_for_function(
            "() => getComputedStyle(document.querySelector('h1')).color !== 'rgb(4, 5, 6)'"
        )
        assert seen.is_the_page_that_was_opened()
        assert seen.page.evaluate("document.querySelectorAll('link[href*=\"/preview/style/\"]').length") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/es/warning/",
        "/en/tree/",
        "/en/tree/open/",
        "/en/sheet/",
        "/en/cases/",
        "/en/laws/",
        "/en/no/",
    ],
)
def test_a_save_that_changes_nothing_changes_nothing_on_screen(
    project: Project, preview: Preview, browser: Browser, path: str
) -> None:
    with tab(browser, preview.address + path) as seen:
        seen.page.evaluate("""() => {
            window.changes = [];
            const noted = ({ target, type }) => changes.push(`${type} ${target.nodeName}`);
            new MutationObserver((found) => found.forEach(noted)).observe(document, {
                attributes: true, characterData: true, childList: true, subtree: true,
            });
        }""")
        version = "document.querySelector('meta[name=preview]').content"
        before = seen.page.evaluate(version)
        article = project.content / "en" / "warning.md"
        article.write_bytes(article.read_bytes())
        seen.page.wait_for_function(f"(before) => {version} !== before", arg=before)
        assert seen.page.evaluate("changes") == ["attributes META"]
        assert seen.is_the_page_that_was_opened()


AS_PARSED = "(html) => new DOMParser().parseFromString(html, 'text/html').body.innerHTML"


def test_any_change_of_an_article_gives_the_page_that_was_sent(preview: Preview, browser: Browser) -> None:
    """Random articles one after the other, each patched into the one before."""
    chance = random.Random(5)
    words = ["one", "two", "<em>three</em>", "<a href='#x'>four</a>", "five &amp; six"]

    def block() -> str:
        said = " ".join(chance.choices(words, k=chance.randrange(1, 4)))
        kind = chance.choice(["p", "p", "h2", "ul", "div"])
        if kind == "ul":
            return f"<ul>{''.join(f'<li>{word}</li>' for word in chance.choices(words, k=3))}</ul>"
        name = f' class="{chance.choice("ab")}" id="{chance.choice("cd")}"' if kind == "div" else ""
        return f"<{kind}{name}>{said} <span>{said}</span></{kind}>"

    beside = browser.new_page()  # without a policy, which would let nothing but the preview parse
    with tab(browser, f"{preview.address}/en/") as seen:
        sent = [seen.page.evaluate("fetch(location.pathname).then((answer) => answer.text())")]
        seen.page.route("**/en/", lambda route: route.fulfill(body=sent[-1], content_type="text/html"))
        head, _, rest = sent[0].partition('<main id="content"')
        tag, _, rest = rest.partition(">")
        _, _, foot = rest.partition("</main>")

        def tell(path: str) -> None:
            seen.page.evaluate("(path) => new LiveReloadPluginPatch().reload(path)", f"/{path}")
            seen.page.wait_for_timeout(chance.randrange(30))

        article = [block() for _ in range(8)]
        for round_ in range(60):
            for _ in range(chance.randrange(1, 4)):
                place = chance.randrange(len(article) + 1)
                change = chance.randrange(4)
                if change == 0 or len(article) < 3:
                    article.insert(place, block())
                elif change == 1 and len(article) < 14:
                    article[place:place] = [block(), block()]
                elif change == 2:
                    article.insert(place - 1, article.pop(chance.randrange(len(article))))
                else:
                    article.pop(min(place, len(article) - 1))
            body = "\n".join(article)
            page = f'{head}<main id="content" data-round="{round_}"{tag}>{body}</main>{foot}'
            kind = chance.choice(["told at once", "announced", "announced before another save"])
            if kind == "announced before another save":
                tell("coming/older")
            sent.append(page)
            if kind == "announced":
                tell(f"coming/{round_}")
            tell(str(round_))
            seen.page.wait_for_function(f"() => document.querySelector('main').dataset.round === '{round_}'")
            shown = seen.page.evaluate("document.querySelector('main').innerHTML")
            assert shown == beside.evaluate(AS_PARSED, body), f"round {round_}"
        assert seen.is_the_page_that_was_opened()
    beside.close()


def test_the_last_of_two_saves_is_what_stays(project: Project, preview: Preview, browser: Browser) -> None:
    with tab(browser, f"{preview.address}/en/warning/") as seen:
        seen.page.evaluate("scrollTo(0, 600)")
        before = seen.scrolled()
        said = "Paragraph-12: says something."
        for round_ in range(12):
            for save in ("first", "second"):
                project.replace("en/warning.md", said, said := f"Round {round_}, {save} save.")
                time.sleep(0.03 + 0.015 * round_)
            seen.shows(said)
        seen.page.wait_for_timeout(300)
        seen.shows(said)
        assert seen.is_the_page_that_was_opened()
        assert abs(seen.scrolled() - before) < 2


def test_a_save_while_the_page_is_loading_is_not_lost(
    project: Project, preview: Preview, browser: Browser
) -> None:
    page = browser.new_page()

    def late(route: object) -> None:
        project.replace("en/warning.md", "Paragraph-30: says something.", "Paragraph-30: came late.")
        preview.eventually("/en/warning/", "Paragraph-30: came late.")
        route.continue_()

    page.route(re.compile(r"/livereload\.js"), late)
    page.goto(f"{preview.address}/en/warning/")
    expect(page.locator("main")).to_contain_text("Paragraph-30: came late.")
    page.close()


def test_browsers_on_different_pages_follow_at_once(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with (
        tab(browser, f"{preview.address}/en/warning/") as one,
        tab(browser, f"{preview.address}/es/warning/") as other,
    ):
        project.replace("en/warning.md", "Paragraph-35: says something.", "Paragraph-35: is English.")
        project.replace("es/warning.md", "Paragraph-35: says something.", "Paragraph-35: is Spanish.")
        one.shows("Paragraph-35: is English.")
        other.shows("Paragraph-35: is Spanish.")
        assert one.is_the_page_that_was_opened()
        assert other.is_the_page_that_was_opened()


def test_a_page_whose_address_is_gone_shows_so_and_comes_back(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with tab(browser, f"{preview.address}/en/warning/") as seen:
        project.replace("en/warning.md", 'slug: "warning"', 'slug: "caution"')
        seen.shows("Page 404")
        project.replace("en/warning.md", 'slug: "caution"', 'slug: "warning"')
        seen.shows("The lead cites")


def test_a_status_page_follows_each_save_and_keeps_open_what_was_opened(
    project: Project, preview: Preview, browser: Browser
) -> None:
    with tab(browser, f"{preview.address}/status/glossary.json/") as seen:
        unit = seen.page.locator("details.unit").first
        unit.locator("summary").click()  # nothing is signed off, so each of them was open
        project.replace("glossary.json", "Enough notice.", "Enough notice, we say.")
        expect(seen.page.get_by_text("Enough notice, we say.")).to_have_count(1)
        assert seen.is_the_page_that_was_opened()
        assert unit.get_attribute("open") is None
    with tab(browser, f"{preview.address}/status/") as seen:
        seen.page.get_by_role("link", name="glossary.json").click()
        expect(seen.page.get_by_role("heading", name="glossary.json")).to_be_visible()
