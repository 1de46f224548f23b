"""What readers get where their language lacks an article or a section."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from generator.pipeline import prepare, render_all
from generator.proofread import proofread
from tests.tiny import SITE, Project, front_matter

POLICIES = '\n[translations]\nmissing_article = "{}"\nmissing_section = "{}"\n'
SECTION = "## Deadlines {#deadlines}\n\nTwo years.\n"
SECCION = "## Plazos {#deadlines}\n\nDos años.\n"


def policy(project: Project, both: str) -> None:
    project.write("site.toml", SITE + POLICIES.format(both, both))


def site(project: Project) -> dict[str, str]:
    """The words of every page, by path; nothing may be wrong with the site."""
    files, problems = render_all(prepare(project.folders))
    assert not problems, [str(problem) for problem in problems]
    assert not proofread(files)
    return {path: data.decode() for path, data in files.items() if path.endswith((".html", ".xml"))}


@pytest.fixture
def without_article(project: Project) -> Project:
    """The article `only` is in English alone; the Spanish article `warning` links to it."""
    project.write(
        "en/only.md", front_matter("Only here", "only", order="2") + "\nWords [@hope-v-pelzer, 741].\n"
    )
    for language in ("en", "es"):
        project.replace(
            f"{language}/warning.md",
            "[home](index.md)" if language == "en" else "[el inicio](index.md)",
            "[there](only.md)",
        )
    project.sign_off()
    return project


@pytest.fixture
def without_section(project: Project) -> Project:
    """The Spanish article `warning` lacks its last section, to which its first one links."""
    project.sign_off()
    project.replace("es/warning.md", SECCION, "")
    return project


# --- articles ---


def test_an_article_in_one_language_stops_the_build_unless_the_site_says_otherwise(
    without_article: Project,
) -> None:
    told = "content/es/only.md: This article is missing. It is there as `content/en/only.md`."
    assert told in without_article.problems()
    policy(without_article, "stop")
    assert told in without_article.problems()


def test_a_missing_article_falls_back_on_its_source_and_says_so(without_article: Project) -> None:
    policy(without_article, "fall back")
    pages = site(without_article)
    page = pages["es/only/index.html"]
    assert "Esta página todavía no está traducida. Aquí la tiene en inglés." in page
    words = page.partition('<div lang="en">')[2]
    assert "<h1>Only here</h1>" in words
    assert "page 741" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "Authorities" in words  # the interface words are those of the words around them
    assert '<html lang="es">' in page
    assert '<title lang="en">Only here' in page
    assert re.search(r'href="/es/only/" lang="en"[^>]*>Only here', pages["es/index.html"])
    assert 'href="/es/only/"' in pages["es/warning/index.html"]
    assert re.search(r'href="/es/only/" hreflang="es"', pages["en/only/index.html"])


def test_search_engines_and_readers_of_the_feed_never_hear_of_a_borrowed_page(
    without_article: Project,
) -> None:
    policy(without_article, "fall back")
    pages = site(without_article)
    page, source = pages["es/only/index.html"], pages["en/only/index.html"]
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert 'rel="alternate" hreflang' not in page
    assert re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', source) == ["en", "x-default"]
    assert "/es/only/" not in pages["sitemap.xml"]
    assert "/es/only/" not in pages["es/feed.xml"]
    assert "/en/only/" in pages["sitemap.xml"]
    ElementTree.fromstring(pages["sitemap.xml"])


def test_a_hidden_article_is_nowhere_and_links_to_it_lead_to_its_source(without_article: Project) -> None:
    policy(without_article, "hide")
    pages = site(without_article)
    assert "es/only/index.html" not in pages
    assert "Only here" not in pages["es/index.html"]
    assert 'href="/en/only/"' in pages["es/warning/index.html"]
    source = pages["en/only/index.html"]
    assert 'lang="es">Español: todavía sin traducir<' in source
    assert re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', source) == ["en", "x-default"]


@pytest.mark.parametrize("both", ["fall back", "hide"])
def test_a_page_with_a_template_of_its_own_is_needed_in_every_language(project: Project, both: str) -> None:
    policy(project, both)
    (project.content / "es" / "cases.md").unlink()
    assert "content/es/cases.md: This article is missing. Every site needs this page." in project.problems()


def test_a_borrowed_page_and_a_page_of_the_language_cannot_have_one_address(without_article: Project) -> None:
    policy(without_article, "fall back")
    without_article.replace("es/warning.md", 'slug: "warning"', 'slug: "only"')
    assert any("has the same slug" in line for line in without_article.problems())


@pytest.mark.parametrize("both", ["fall back", "hide"])
def test_a_translation_whose_source_was_removed_is_not_taken_for_a_source(
    project: Project, both: str
) -> None:
    policy(project, both)
    for language in ("en", "es"):
        project.write(f"{language}/more.md", front_matter("More", "more", order="2") + "\nWords.\n")
    project.sign_off()
    (project.content / "en" / "more.md").unlink()
    assert project.problems() == [
        "content/es/more.md: The `en` article from which this was translated is gone. "
        "Take this one out, too, or bring that one back."
    ]


def test_a_draft_needs_no_translation_yet(project: Project) -> None:
    project.write("en/idea.md", front_matter("An idea", "idea", order="2", draft="true") + "\nWords.\n")
    assert project.problems() == []


# --- sections ---


def test_a_section_in_one_language_stops_the_build_unless_the_site_says_otherwise(
    without_section: Project,
) -> None:
    assert any(
        "`content/es/warning.md` has no section with the id `deadlines`." in line
        for line in without_section.problems()
    )


def test_a_missing_section_falls_back_on_its_source_at_its_place(without_section: Project) -> None:
    policy(without_section, "fall back")
    page = site(without_section)["es/warning/index.html"]
    section = page.partition('<section id="deadlines"')[2].partition("</section>")[0]
    assert '<h2 lang="en">Deadlines</h2>' in section
    assert "Esta parte todavía no está traducida. Aquí la tiene en inglés." in section
    assert "Two years." in section.partition('<div lang="en">')[2]
    assert page.index('id="fair-warning"') < page.index('<section id="deadlines"')
    assert site(without_section)["en/warning/index.html"].count("Deadlines") == 1


def test_a_hidden_section_is_missed_by_what_links_to_it(without_section: Project) -> None:
    policy(without_section, "hide")
    (told,) = without_section.problems()
    assert "The link `#deadlines` leads to a section that `content/es/warning.md` does not have." in told
    without_section.replace("es/warning.md", "[abajo](#deadlines)", "[abajo](#fair-warning)")
    without_section.replace("en/warning.md", "[below](#deadlines)", "[below](#fair-warning)")
    without_section.sign_off("es/warning#fair-warning", reason="another link")
    page = re.sub("<style>.*?</style>", "", site(without_section)["es/warning/index.html"], flags=re.DOTALL)
    assert "deadlines" not in page


@pytest.mark.parametrize("both", ["fall back", "hide"])
def test_a_critical_section_is_never_left_out(without_section: Project, both: str) -> None:
    policy(without_section, both)
    for language in ("en", "es"):
        without_section.replace(f"{language}/warning.md", "order: 1", "order: 1\ncritical: [deadlines]")
    assert any(
        "`es/warning#deadlines` is critical, and it is missing" in line for line in without_section.problems()
    )


def test_either_language_may_have_the_section_first(project: Project) -> None:
    project.sign_off()
    policy(project, "fall back")
    project.replace("es/warning.md", SECCION, "## Nuevo {#new}\n\nPalabras.\n\n" + SECCION)
    page = site(project)["en/warning/index.html"]
    assert '<h2 lang="es">Nuevo</h2>' in page
    assert page.index('<section id="fair-warning"') < page.index('<section id="new"')
    assert page.index('<section id="new"') < page.index('<section id="deadlines"')


@pytest.mark.parametrize("both", ["fall back", "hide"])
def test_what_is_left_of_a_removed_section_is_told(project: Project, both: str) -> None:
    project.sign_off()
    policy(project, both)
    for language, word in (("en", "[below](#deadlines)"), ("es", "[abajo](#deadlines)")):
        project.replace(f"{language}/warning.md", word, "below")
    project.replace("en/warning.md", SECTION, "")
    (told,) = project.problems()
    assert told.startswith("content/es/warning.md:")
    assert "`content/en/warning.md` no longer has the section `deadlines`" in told


def test_subheadings_of_a_section_that_is_not_behind_are_the_same(project: Project) -> None:
    policy(project, "hide")
    project.replace("es/warning.md", "{#detail}", "{#otro}")
    (told,) = project.problems()
    assert "The headings inside this section are not those of `content/en/warning.md`." in told


# --- the bilingual edition ---


@pytest.mark.parametrize("both", ["fall back", "hide"])
def test_an_article_that_is_not_translated_has_no_bilingual_edition(
    without_article: Project, both: str
) -> None:
    policy(without_article, both)
    pages = site(without_article)
    assert not [path for path in pages if path.startswith(("en/only/en-", "es/only/es-"))]
    assert 'class="editions"' not in pages["en/only/index.html"]


@pytest.mark.parametrize("both", ["fall back", "hide"])
def test_a_section_in_one_language_says_so_in_the_other_half_of_the_bilingual_edition(
    without_section: Project, both: str
) -> None:
    policy(without_section, both)
    for code, words in (("es", "[abajo](#deadlines)"), ("en", "[below](#deadlines)")):
        without_section.replace(f"{code}/warning.md", words, "[x](#fair-warning)")
    without_section.sign_off("es/warning#fair-warning", reason="another link")
    page = site(without_section)["es/warning/es-en/index.html"]
    row = page.partition('<section class="side-by-side__row" id="deadlines">')[2].partition("</section>")[0]
    assert page.index('id="fair-warning"') < page.index('id="deadlines"')
    assert page.count("Two years.") == 1
    spanish, _, english = row.partition('<div class="side-by-side__half" lang="en">')
    assert "Esta parte todavía no está traducida. Aquí al lado la tiene en inglés." in spanish
    assert "Two years." in english


# --- sections that are behind ---


def test_a_section_known_to_be_behind_may_cite_less_than_its_source(project: Project) -> None:
    project.sign_off()
    project.replace("en/warning.md", "Two years.", "Two years [@usc-42-1983].")
    assert project.problems() == []  # readers are told at the section
    assert "no esté al día" in project.page("es/warning/index.html")
    project.replace("es/warning.md", "Dos años.", "Dos años, más o menos.")
    project.sign_off()
    assert any(
        "`content/es/warning.md` does not cite `usc-42-1983` as often in the section `deadlines`." in line
        for line in project.problems()
    )


def test_a_lead_in_one_language_alone_is_told(project: Project) -> None:
    project.replace("es/warning.md", "La entrada cita @hope-v-pelzer.\n", "")
    assert (
        "content/es/warning.md: This article has no words before its first heading; `content/en/warning.md` "
        "has some. Every language has them, or none." in project.problems()
    )
