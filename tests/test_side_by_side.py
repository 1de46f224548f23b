"""The bilingual edition of an article: a row for each section, a half for each language."""

from __future__ import annotations

import lxml.html

from generator.pipeline import prepare, render_all
from generator.proofread import proofread
from tests.tiny import Project

EDITION = "es/warning/es-en/index.html"


def halves(page: str) -> dict[str, list[lxml.html.HtmlElement]]:
    """The halves of each section of the article, by the section's id."""
    rows = lxml.html.document_fromstring(page).find_class("side-by-side__row")
    return {row.get("id"): row.find_class("side-by-side__half") for row in rows if row.get("id")}


def foot(page: str) -> list[lxml.html.HtmlElement]:
    """The telephone lines below the article."""
    (found,) = lxml.html.document_fromstring(page).find_class("side-by-side__foot")
    return list(found.iter("p"))


def test_each_section_stands_beside_itself_in_its_language(project: Project) -> None:
    found = halves(project.page(EDITION))
    assert list(found) == ["fair-warning", "deadlines"]
    for pair in found.values():
        assert [half.get("lang") for half in pair] == ["es", "en"]
    assert [half.text_content().split() for half in found["deadlines"]] == [
        ["Plazos", "Dos", "años."],
        ["Deadlines", "Two", "years."],
    ]


def test_the_language_of_the_page_comes_first(project: Project) -> None:
    found = halves(project.page("en/warning/en-es/index.html"))
    assert [half.get("lang") for half in found["deadlines"]] == ["en", "es"]


def test_each_half_has_its_own_words_links_and_citations(project: Project) -> None:
    spanish, english = halves(project.page(EDITION))["fair-warning"]
    assert "página\xa0741" in spanish.text_content()
    assert "page\xa0741" in english.text_content()
    for half, code in ((spanish, "es"), (english, "en")):
        links = [link.get("href") for link in half.iter("a")]
        assert len(links) > 4
        assert all(link.startswith((f"/{code}/", "#deadlines")) for link in links), links


def test_no_id_stands_twice_and_every_link_leads_somewhere(project: Project) -> None:
    files, _ = render_all(prepare(project.folders))
    assert EDITION in files
    assert not proofread(files)
    assert files[EDITION].count(b'id="detail"') == 1


def test_what_both_orders_of_an_article_show_is_rendered_once(project: Project) -> None:
    """And is the same as in an edition that begins with the other order."""
    orders = EDITION, "en/warning/en-es/index.html"
    edition = prepare(project.folders)
    assert edition.plan
    assert edition.renderer
    first, second = (edition.plan.recipes[path] for path in orders)
    edition.renderer.render(first)
    parts = set(edition.renderer._parts)
    again, _ = edition.renderer.render(second)
    assert parts
    assert set(edition.renderer._parts) == parts
    assert project.page(orders[1]).encode() == again


def test_search_engines_know_the_article_and_not_its_edition(project: Project) -> None:
    page = project.page(EDITION)
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert "es-en" not in project.page("sitemap.xml")


def test_the_article_leads_to_it_and_it_leads_back_and_to_its_other_order(project: Project) -> None:
    article = project.page("es/warning/index.html")
    assert '<a href="/es/warning/es-en/">Esta página con el texto en inglés al lado' in article
    page = project.page(EDITION)
    assert '<a href="/es/warning/">Esta página en un solo idioma</a>' in page
    assert '<a href="/en/warning/">This page in one language</a>' in page
    assert '<a class="language-switch__other" href="/en/warning/en-es/"' in page


def test_the_consultation_line_of_each_language_stands_under_it(project: Project) -> None:
    project.replace(
        "site.toml",
        "[[sections]]",
        '[[contact]]\nlanguage = "es"\nlabel = "Gratis"\nphone = "510-350-7517"\n\n[[sections]]',
    )
    lines = foot(project.page(EDITION))
    assert [line.text_content().partition(":")[0] for line in lines] == ["Gratis", "Free consultation"]


def test_a_language_without_a_line_of_its_own_has_every_line(project: Project) -> None:
    lines = foot(project.page(EDITION))
    assert [line.get("lang") for line in lines] == ["en", None]


def test_pages_with_more_than_words_have_no_edition(project: Project) -> None:
    files, _ = render_all(prepare(project.folders))
    assert {path for path in files if "/es-en/" in path} == {EDITION}
    assert 'class="editions"' not in project.page("es/glossary/index.html")


def test_a_half_that_is_behind_says_so(project: Project) -> None:
    project.sign_off()
    project.replace("en/warning.md", "Two years.", "Two years, or less.")
    spanish, english = halves(project.page(EDITION))["deadlines"]
    assert "no esté al día" in spanish.text_content()
    assert not english.find_class("newer")
