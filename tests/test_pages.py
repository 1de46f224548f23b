"""What readers see of the tiny project."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from generator.model.project import Deployment
from generator.pipeline import prepare, render_all
from tests.tiny import SITE, Project


def test_a_first_citation_names_court_year_and_page_in_the_readers_language(project: Project) -> None:
    english, spanish = project.page("en/warning/index.html"), project.page("es/warning/index.html")
    assert re.search(r'<cite lang="en">Hope v\. Pelzer</cite></a> \(Supreme Court\xa02002\)', english)
    assert re.search(r'<cite lang="en">Hope</cite></a>, page\xa0741\)', english)
    assert "(Corte Suprema\xa02002)" in spanish
    assert "página\xa0741" in spanish


def test_the_list_of_authorities_leads_back_to_each_use(project: Project) -> None:
    page = project.page("en/warning/index.html")
    uses = re.search(r'class="authorities__uses"[^>]*>(.*?)</span>', page, re.DOTALL)
    assert uses
    links = re.findall(r'href="#(use-\d+)"', uses[1])
    assert len(links) == 3  # the lead, the sentence and the quotation
    for link in links:
        assert page.count(f'id="{link}"') == 1


def test_the_full_citation_has_all_pages_of_the_article(project: Project) -> None:
    page = project.page("en/warning/index.html")
    assert '<cite lang="en">Hope v. Pelzer</cite>, 536\xa0U.S.\xa0730, 741 (2002)' in page


def test_a_courts_words_are_translated_and_marked_and_the_english_is_there(project: Project) -> None:
    spanish = project.page("es/warning/index.html")
    assert "los funcionarios pueden estar avisados" in spanish
    assert "Traducción nuestra" in spanish
    assert '<blockquote lang="en"><p>officials can still be on notice</p>' in spanish
    assert "Traducción" not in project.page("en/warning/index.html")


@pytest.mark.parametrize(
    "path", ["en/index.html", "es/warning/index.html", "es/casos/hope-v-pelzer/index.html"]
)
def test_every_page_has_what_every_page_must_have(project: Project, path: str) -> None:
    page = project.page(path.replace("casos", "cases"))
    assert 'href="tel:+1-510-350-7517"' in page
    assert 'class="skip-link" href="#content"' in page
    assert page.count("<h1") == 1
    for code in ("en", "es"):
        assert re.search(rf'<link rel="alternate" hreflang="{code}" href="https://example\.org/{code}/', page)
    assert 'hreflang="x-default"' in page
    assert '<link rel="canonical" href="https://example.org/' in page


def test_dates_are_written_as_the_language_writes_them(project: Project) -> None:
    assert "November\xa023, 2026" in project.page("en/warning/index.html")
    assert "23\xa0de\xa0noviembre de\xa02026" in project.page("es/warning/index.html")


def test_a_case_page_names_every_place_that_rests_on_it(project: Project) -> None:
    page = project.page("es/cases/hope-v-pelzer/index.html")
    assert "Warning: Advertencia suficiente" in page
    assert "¿Qué quiere?" in page
    assert 'href="/es/tree/open/"' in page


def test_an_unreviewed_page_says_so(project: Project) -> None:
    assert "No lawyer has reviewed this page yet." in project.page("en/warning/index.html")
    for code in ("en", "es"):
        project.replace(
            f"{code}/warning.md", "reviewed: 2026-11-23", "reviewed: 2026-11-23\nreviewed_by: A. Lawyer"
        )
    page = project.page("en/warning/index.html")
    assert "Reviewed by A. Lawyer." in page
    assert "No lawyer" not in page


def test_a_draft_is_seen_in_the_preview_only(project: Project) -> None:
    for code in ("en", "es"):
        project.write(
            f"{code}/draft.md",
            '---\ntitle: Draft\ndescription: "A draft that nobody should see."\nslug: draft\n'
            "section: basics\norder: 9\nreviewed: 2026-11-23\ndraft: true\n---\nWords.\n",
        )
    assert "en/draft/index.html" not in render_all(prepare(project.folders))[0]
    preview = Deployment("http://127.0.0.1:8000", production=False, drafts=True)
    assert "en/draft/index.html" in render_all(prepare(project.folders, preview))[0]


def test_search_engines_stay_out_of_previews(project: Project) -> None:
    files = render_all(prepare(project.folders, Deployment("https://x.netlify.app", production=False)))[0]
    assert b'<meta name="robots" content="noindex">' in files["en/warning/index.html"]
    assert b"X-Robots-Tag: noindex" in files["_headers"]
    assert b"Disallow: /" in files["robots.txt"]
    assert b'href="https://x.netlify.app/en/warning/"' in files["en/warning/index.html"]
    production = render_all(prepare(project.folders))[0]
    assert b"noindex" not in production["en/warning/index.html"] + production["_headers"]


def test_the_sitemap_names_every_page_with_its_translations(project: Project) -> None:
    root = ET.fromstring(project.page("sitemap.xml"))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = root.findall("s:url", space)
    addresses = {url.findtext("s:loc", "", space) for url in urls}
    assert "https://example.org/es/cases/hope-v-pelzer/" in addresses
    assert not any("404" in address for address in addresses)
    codes = [[link.get("hreflang") for link in url.findall("x:link", space)] for url in urls]
    assert all(named == ["en", "es", "x-default"] for named in codes)


def test_each_language_has_an_atom_feed(project: Project) -> None:
    space = {"a": "http://www.w3.org/2005/Atom"}
    for code in ("en", "es"):
        feed = ET.fromstring(project.page(f"{code}/feed.xml"))
        entries = feed.findall("a:entry", space)
        assert [e.findtext("a:id", "", space) for e in entries] == [f"https://example.org/{code}/warning/"]
        assert feed.findtext("a:updated", "", space) == "2026-11-23T00:00:00+00:00"


def test_netlify_chooses_the_language_at_the_root_only(project: Project) -> None:
    rules = [line.split() for line in project.page("_redirects").splitlines() if line.startswith("/")]
    assert ["/", "/es/", "302!", "Language=es"] in rules
    assert all(rule[0] == "/" for rule in rules if rule[-1].startswith("Language="))
    assert ["/es/*", "/es/404.html", "404"] in rules


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(project: Project) -> None:
    headers = project.page("_headers")
    assert "default-src 'none'" in headers
    assert "unsafe" not in headers
    page = project.page("en/tree/index.html")
    assert not re.search(r"<script(?! type=\"application/(ld\+)?json\")(?![^>]*\bsrc=)", page)
    assert not re.search(r"\sstyle=|\son\w+=", page)


def test_only_fingerprinted_files_are_cached_for_ever(project: Project) -> None:
    files = render_all(prepare(project.folders))[0]
    assets = [path for path in files if path.startswith("assets/")]
    assert assets
    assert all(re.search(r"\.[0-9a-f]{12}\.(css|js|svg)$", path) for path in assets)


def test_straight_quotes_in_the_tables_become_curly(project: Project) -> None:
    project.tables["cases.json"]["cases"][0]["matters"]["en"] = 'It\'s "plain".'
    project.save()
    assert "It’s “plain”." in project.page("en/cases/hope-v-pelzer/index.html")


def test_words_of_the_tables_cannot_bring_html_in(project: Project, unguarded: None) -> None:
    project.tables["cases.json"]["cases"][0]["matters"]["en"] = "<img src=x onerror=alert(1)>"
    project.tables["glossary.json"]["terms"][0]["definition"]["es"] = "<script>alert(1)</script>"
    project.save()
    assert "<img" not in project.page("en/cases/hope-v-pelzer/index.html")
    assert "<script>" not in project.page("es/glossary/index.html")


def test_a_third_language_is_added_by_files_alone(project: Project) -> None:
    """site.toml, articles, words and a catalogue; no code, no template."""
    french = '\n[[languages]]\ncode = "fr"\nname = "Français"\nlocale = "fr_FR"\nsite_name = "Petit"\n'
    french += 'tagline = "Un petit site"\n'
    text = SITE.replace("\n[[contact]]", french + "\n[[contact]]")
    project.write("site.toml", text.replace('es = "La regla"', 'es = "La regla", fr = "La règle"'))

    def add(value: object) -> None:
        if isinstance(value, dict):
            if set(value) == {"en", "es"}:
                value["fr"] = value["es"]
            for item in value.values():
                add(item)
        elif isinstance(value, list):
            for item in value:
                add(item)

    add(project.tables)
    project.tables["cases.json"]["cases"][0]["quotes"][0]["translations"]["fr"] = "les agents"
    project.save()
    for path in sorted((project.content / "es").glob("*.md")):
        project.write(f"fr/{path.name}", path.read_text(encoding="utf-8"))
    locales = project.root / "locales"
    for code, source in (("en", "en"), ("es", "es"), ("fr", "es")):
        catalogue = project.folders.locales / source / "LC_MESSAGES" / "messages.po"
        (locales / code / "LC_MESSAGES").mkdir(parents=True)
        text = catalogue.read_text(encoding="utf-8").replace("Language: es", f"Language: {code}")
        text = text.replace('msgstr "Temas"', 'msgstr "Sujets"') if code == "fr" else text
        (locales / code / "LC_MESSAGES" / "messages.po").write_text(text, encoding="utf-8")
    project.folders = type(project.folders)(
        project.content, project.folders.templates, locales, project.folders.output
    )
    page = project.page("fr/cases/hope-v-pelzer/index.html")
    assert '<html lang="fr">' in page
    assert "Sujets" in page
    assert "27\xa0juin\xa02002" in page
    assert project.page("en/index.html").count('hreflang="fr"') >= 2
    edition = project.page("fr/warning/fr-en/index.html")
    assert 'href="/en/warning/en-fr/" hreflang="en"' in edition
    assert 'href="/es/warning/" hreflang="es"' in edition
    assert 'href="/fr/warning/fr-es/"' in project.page("fr/warning/index.html")
    assert "/  /fr/  302!  Language=fr" in project.page("_redirects")
