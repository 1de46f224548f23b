"""A link to a term shows its meaning where the reader is; without script it leads to the glossary."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.conftest import Watched
from tests.tiny import Project

PATH = "/es/las-dos-preguntas/"


def test_an_article_lists_the_words_that_it_links_to_with_their_meanings(project: Project) -> None:
    page = project.page("es/warning/index.html")
    part = page.partition('<section class="terms"')[2].partition("</section>")[0]
    assert part.count("<dt>") == 1
    assert "advertencia suficiente" in part
    assert "Aviso suficiente." in part


def test_a_link_to_a_term_shows_its_meaning_and_gives_the_focus_back(page: Watched, address: str) -> None:
    seen = page.page
    seen.set_viewport_size({"width": 320, "height": 640})
    seen.goto(address + PATH)
    link = seen.locator('main section a[href$="#clearly-established"]').first
    link.focus()
    seen.keyboard.press("Enter")
    meaning = seen.locator(".meaning")
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text("claramente establecido")
    expect(meaning).to_be_focused()
    assert seen.url == address + PATH
    box = meaning.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert seen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    seen.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    expect(link).to_be_focused()


def test_the_meaning_leads_on_to_the_glossary_and_can_be_closed(page: Watched, address: str) -> None:
    seen = page.page
    seen.goto(address + PATH)
    link = seen.locator('main section a[href$="#fair-warning"]').first
    link.click()
    seen.get_by_role("button", name="Cerrar").click()
    expect(seen.locator(".meaning")).to_have_count(0)
    link.click()
    seen.get_by_role("link", name="En el glosario").click()
    expect(seen).to_have_url(f"{address}/es/glosario/#fair-warning")


def test_without_script_the_link_leads_to_the_glossary(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PATH)
    page.locator('main section a[href$="#fair-warning"]').first.click()
    expect(page).to_have_url(f"{address}/es/glosario/#fair-warning")
    context.close()
