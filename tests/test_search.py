"""The search: what its index holds, what it finds, and how its page works."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.model.site import SEARCH, Addresses
from generator.pipeline import Edition, prepare
from generator.places import Place, Shelf
from generator.search_index import PREFIX, SearchFiles, folded, search_files, words
from tests.conftest import Counted, Opened, Watched
from tests.queries import QUERIES
from tests.tiny import Project

PAGES = {"en": "/en/search/", "es": "/es/buscar/"}


def index_of(files: dict[str, bytes], page: str) -> tuple[str, dict[str, Any]]:
    """The path of the index that a search page names, and what is in it."""
    named = re.search(r'data-index="/([^"]+)"', files[f"{page}index.html"].decode())
    assert named
    script = files[named[1]].decode()
    return named[1], json.loads(script.removeprefix("export default ").removesuffix(";\n"))


def found(page: Page, files: dict[str, bytes], queries: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    """The addresses of the places that are shown for each query of each language, in their order."""
    matching = next(path for path in files if path.startswith("assets/matching."))
    indexes = {code: index_of(files, PAGES[code].removeprefix("/"))[0] for code in queries}
    shown: dict[str, list[list[str]]] = page.evaluate(
        """async ([matching, indexes, queries]) => {
            const { arranged, find, opened } = await import("/" + matching);
            const all = {};
            for (const [code, path] of Object.entries(indexes)) {
                const index = opened((await import("/" + path)).default);
                const shown = (query) => arranged(find(index, query).places).shelves
                    .flatMap(({ places }) => places.map(({ address }) => address));
                all[code] = queries[code].map(shown);
            }
            return all;
        }""",
        [matching, indexes, queries],
    )
    return shown


def test_each_query_finds_its_place_among_the_first_three(
    page: Watched, address: str, files: dict[str, bytes], counted: Counted
) -> None:
    page.page.goto(address + PAGES["en"])
    shown = found(page.page, files, {code: list(wanted) for code, wanted in QUERIES.items()})
    missed = [
        f"{code}: {query!r} should find {place}, and finds {places[:3]}"
        for code, wanted in QUERIES.items()
        for (query, place), places in zip(wanted.items(), shown[code], strict=True)
        if place not in places[:3]
    ]
    counted(", ".join(f"{len(wanted)} queries in {code}" for code, wanted in QUERIES.items()))
    assert missed == [], "\n".join(missed)
    assert all(len(wanted) >= 60 for wanted in QUERIES.values())


def test_n_and_enye_are_different_letters_and_each_is_forgiven(
    page: Watched, address: str, files: dict[str, bytes]
) -> None:
    """What is spelled as typed comes first: `año` is no `ano`, but whoever cannot type it finds it."""
    page.page.goto(address + PAGES["es"])
    matching = next(path for path in files if path.startswith("assets/matching."))
    shelf = ["term", "Glosario", "/g/", [["cana", "#cana"], ["caña", "#caña"], ["señal", "#señal"]]]
    shown = page.page.evaluate(
        """async ([matching, index, queries]) => {
            const { find, opened } = await import("/" + matching);
            const made = opened(index);
            return queries.map((query) => find(made, query).places.map(({ title }) => title));
        }""",
        [
            matching,
            {"shelves": [shelf], "words": "0cana 2ña 0glosario 0señal", "found": "   "},
            ["caña ", "cana ", "senal ", "zzzz"],
        ],
    )
    assert shown == [["caña", "cana"], ["cana", "caña"], ["señal"], []]


def test_the_index_names_every_place_once_and_every_address_leads_somewhere(
    edition: Edition, files: dict[str, bytes]
) -> None:
    assert edition.sources
    for page in PAGES.values():
        _, index = index_of(files, page.removeprefix("/"))
        places = [base + place[1] for _, _, base, listed in index["shelves"] for place in listed]
        assert len(places) == len(set(places)) > 400
        for place in places:
            path, _, fragment = place.removeprefix("/").partition("#")
            target = files[f"{path}index.html"].decode()
            assert not fragment or f'id="{fragment}"' in target, place
        ends = [int(first) for first, _ in index["texts"]] + [len(places)]
        kept = [json.loads(files[text[1:]][15:-2]) for _, text in index["texts"]]
        assert [len(texts) for texts in kept] == [b - a for a, b in pairwise(ends)]
        assert all(not re.search(r"[<>]|&\w+;|@[a-z]|\]\(", text) for texts in kept for text in texts)


def test_forms_of_a_word_stand_together_under_what_they_begin_with(files: dict[str, bytes]) -> None:
    english = index_of(files, "en/search/")[1]["words"]
    spanish = index_of(files, "es/buscar/")[1]["words"]
    assert re.search(r"\w:[^ ]*ed\b[^ ]*,s\b", english)
    assert re.search(r"\w:[^ ]*,os\b", spanish)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("661 F.3d 433", ["661", "f3d", "433"]),
        ("U.S. Const.", ["us", "const"]),
        ("the officer’s Dog", ["the", "officers", "dog"]),
        ("protección, ¿daño?", ["proteccion", "daño"]),
    ],
)
def test_words_are_read_without_case_dots_and_accents(text: str, read: list[str]) -> None:
    assert [folded(word) for word in words(text)] == read


def test_the_text_of_a_place_reads_as_its_page_does(project: Project) -> None:
    """Citations by their names, a court's words in the reader's language, a table without its head."""
    table = "| Caso | Hecho |\n| --- | --- |\n| Uno | *Dos* & [tres](term:fair-warning) |"
    for code, words_there in {"en": "Two years.", "es": "Dos años."}.items():
        project.replace(f"{code}/warning.md", words_there, f"Basta [@usc-42-1983].\n\n{table}")
    plan = prepare(project.folders).plan
    assert plan
    kept = [plan.files[path].decode() for path in plan.files if path.startswith(f"{PREFIX}es-texts")]
    (texts,) = (json.loads(script[15:-2]) for script in kept)
    law = project.tables["laws.json"]["laws"][0]["short"]["es"]
    assert f"Basta ({law}). Uno · Dos & tres" in texts
    assert any("los funcionarios pueden estar avisados" in text for text in texts)


def test_the_same_sources_give_the_same_index_and_other_words_another_name(project: Project) -> None:
    def made() -> dict[str, bytes]:
        plan = prepare(project.folders).plan
        assert plan
        return {path: plan.files[path] for path in plan.files if path.startswith(PREFIX)}

    before = made()
    assert before == made()
    project.replace("en/warning.md", "Two years.", "Three years.")
    after = made()
    assert [path for path in after if "-es" in path] == [path for path in before if "-es" in path]
    assert not {path for path in after if "-en" in path} & {path for path in before if "-en" in path}


def test_the_index_is_made_only_when_somebody_asks_for_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(_: object, language: str) -> SearchFiles:
        made.append(language)
        return SearchFiles("", {})

    monkeypatch.setattr("generator.plan.search_files", noted)
    edition = prepare(project.folders)
    assert edition.plan
    assert edition.renderer
    edition.renderer.render(edition.plan.recipes["en/warning/index.html"])
    assert "en/warning/index.html" not in edition.plan.files
    assert made == []
    assert f"{PREFIX}en.js" not in edition.plan.files
    assert made == ["en", "es"]


def test_a_language_without_a_stemmer_is_searched_by_its_words_as_they_stand() -> None:
    def groups(language: str) -> str:
        shelf = Shelf("term", "", "/", (Place("x", "#x", "running runs"),))
        (script,) = (made for path, made in search_files([shelf], language).items() if "texts" not in path)
        return str(json.loads(script[15:-2])["words"])

    assert "run:ning,s" in groups("en")
    assert ":" not in groups("ms")


def test_the_search_page_is_not_for_search_engines_and_the_list_of_everything_is(project: Project) -> None:
    assert '<meta name="robots" content="noindex">' in project.page("en/search/index.html")
    sitemap = project.page("sitemap.xml")
    assert "/en/search/" not in sitemap
    assert "/en/contents/" in sitemap


def test_the_list_of_everything_leads_to_every_section_record_and_step(project: Project) -> None:
    page = project.page("es/contents/index.html")
    for place, name in {
        "/es/warning/": "Warning",
        "/es/warning/#deadlines": "Plazos",
        "/es/warning/#detail": "Un detalle",
        "/es/tree/#question-law": "¿Qué ley?",
        "/es/tree/closed/": "Closed",
        "/es/glossary/#fair-warning": "advertencia suficiente",
        "/es/laws/#usc-42-1983": "Acción civil",
    }.items():
        assert f'<a href="{place}">{name}</a>' in page
    assert '<a href="/es/cases/hope-v-pelzer/" lang="en">Hope v. Pelzer</a>' in page


def test_the_search_loads_nothing_before_it_is_used_and_sends_no_word(
    page: Watched, address: str, asked: list[str]
) -> None:
    start = len(asked)
    page.page.goto(f"{address}/es/plazos/")
    assert not [path for path in asked[start:] if "search" in path or "matching" in path]
    page.page.keyboard.press("/")
    page.page.wait_for_url("**/es/buscar/")
    field = page.page.get_by_role("searchbox", name="¿Qué busca?")
    expect(field).to_be_focused()
    page.page.keyboard.type("fuerza/excesiva")
    expect(page.page.get_by_role("status")).to_contain_text("Resultados")
    first = page.page.locator("[data-results] li").first
    expect(first.get_by_role("link")).to_have_text("fuerza excesiva")
    expect(first.locator("p mark").first).to_have_text("fuerza")
    page.page.wait_for_url("**/#q=fuerza%2Fexcesiva")
    assert not [path for path in asked[start:] if "fuerza" in path]


def test_the_results_can_be_walked_and_cleared_with_the_keyboard(page: Watched, address: str) -> None:
    tab = page.page
    tab.goto(f"{address}/en/search/#q=mattos")
    links = tab.locator("[data-results] a")
    expect(links.first).to_have_text("Mattos v. Agarano")
    expect(links.first).to_have_attribute("lang", "en")
    tab.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    tab.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    field = tab.get_by_role("searchbox")
    expect(field).to_be_focused()
    tab.keyboard.press("Enter")
    expect(links.first).to_be_focused()
    tab.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(links).to_have_count(0)
    tab.keyboard.type("zzzzzz")
    expect(tab.get_by_role("status")).to_contain_text("Nothing found")
    tab.get_by_role("link", name="Español").click()
    expect(tab.get_by_role("searchbox", name="¿Qué busca?")).to_have_value("zzzzzz")


def test_without_script_the_search_says_so_and_leads_to_the_list_of_everything(
    browser: Browser, address: str, edition: Edition
) -> None:
    assert edition.sources
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + Addresses(edition.sources).page(SEARCH, "en"))
    expect(tab.get_by_text("The search needs JavaScript")).to_be_visible()
    assert not tab.get_by_role("searchbox").is_visible()
    tab.locator("main").get_by_role("link", name="the list of all sections").click()
    expect(tab.get_by_role("link", name="Hope v. Pelzer", exact=True)).to_be_visible()
    context.close()


def test_a_failed_load_is_told_and_tried_again(opened: Opened, files: dict[str, bytes]) -> None:
    path, _ = index_of(files, "en/search/")
    tab = opened("/en/deadlines/")
    tab.route(f"**/{path}*", lambda route: route.abort())
    tab.get_by_role("link", name="Search", exact=True).first.click()
    expect(tab.get_by_role("searchbox")).to_be_focused()
    tab.keyboard.type("taser")
    expect(tab.get_by_role("status")).to_contain_text("could not be loaded")
    tab.unroute(f"**/{path}*")
    tab.keyboard.type("s")
    expect(tab.get_by_role("link", name="Tasers and dogs").first).to_be_visible()


def test_on_paper_the_results_stand_without_the_form(opened: Opened) -> None:
    tab = opened("/en/search/#q=taser")
    expect(tab.locator("[data-results] li").first).to_be_visible()
    tab.emulate_media(media="print")
    assert not tab.get_by_role("searchbox").is_visible()
    assert tab.locator("[data-results] li").first.is_visible()
