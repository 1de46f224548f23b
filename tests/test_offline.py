"""Reading without a network: what the service worker keeps, and when it shows it."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.digests import digest
from generator.headers import headers_for
from generator.model.project import Deployment
from generator.model.site import CASES, GLOSSARY, HOME, Addresses, Finished
from generator.offline import WORKER, with_version
from generator.pipeline import Edition, prepare, render_all
from generator.write import write_site
from tests.conftest import Counted, HowMany, served, watched
from tests.previews import free_port, until
from tests.tiny import TODAY, Project
from tests.trees import GRAPH, fragment_of, ways_to_outcomes

Files = dict[str, bytes]

POLICY = "Content-Security-Policy"

IN_CHARGE = """new Promise((done) => {
    const here = () => navigator.serviceWorker.controller && done();
    navigator.serviceWorker.addEventListener("controllerchange", here);
    here();
})"""

KEPT = "caches.open('pages').then((c) => c.keys()).then((all) => all.map(({ url }) => url))"

_SCRIPT = re.compile(r"assets/language-switch[.\w-]*\.js$")

LEFT = "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then((all) => all.flat())"


def built(project: Project, deployment: Deployment | None = None) -> Files:
    files, problems = render_all(prepare(project.folders, deployment, TODAY))
    assert not problems
    return dict(files)


class Reader:
    """Somebody with a browser, and a site whose network can be cut."""

    def __init__(self, context: BrowserContext, site: Path) -> None:
        self.site = site
        self._served = ExitStack()
        self.port = self._served.enter_context(served(site, free_port()))  # it comes back to the same
        self.home = f"http://127.0.0.1:{self.port}"
        self.seen = watched(context, self.home)

    @property
    def page(self) -> Page:
        return self.seen.page

    def opens(self, path: str) -> Page:
        self.page.goto(self.home + path)
        return self.page

    def visits(self, path: str) -> Page:
        """Open a page, and stay until the worker has kept it and what everyone is given with it."""
        self.opens(path)
        self.page.evaluate(IN_CHARGE)
        until(lambda: self.home + path in self.kept(), lambda: f"{path} was never kept: {self.kept()}")
        return self.page

    def kept(self) -> list[str]:
        return list(self.page.evaluate(KEPT))

    def loses_the_network(self) -> None:
        self._served.close()

    def is_back_on_the_network(self) -> None:
        self._served.enter_context(served(self.site, self.port))

    close = loses_the_network


@pytest.fixture
def reader(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    """A reader of the real site, or of the tiny one where the test has a project."""
    if "project" in request.fixturenames:
        site = tmp_path / "site"
        write_site(built(request.getfixturevalue("project")), site)
    else:
        site = request.getfixturevalue("site")
    for path in site.rglob("*"):
        os.utime(path, (0, 0))  # published long ago, as far as browsers know
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="es-MX")
    reader = Reader(context, site)
    yield reader
    context.close()
    reader.close()


def test_the_worker_knows_the_pages_at_hand_as_they_are_published(
    edition: Edition, files: dict[str, bytes]
) -> None:
    assert edition.plan
    languages = edition.plan.recipes[WORKER].context["languages"]
    version = with_version(languages, b"", Finished(files.__getitem__, lambda path: digest(files[path])))
    assert files[WORKER].endswith(version)


@pytest.mark.proof
def test_pages_opened_once_the_tree_and_the_case_table_need_no_network(
    reader: Reader, edition: Edition, how_many: HowMany, counted: Counted
) -> None:
    assert edition.sources
    where = Addresses(edition.sources)
    tree, cases = where.tree("en"), where.page(CASES, "en")
    some = [
        where.page(HOME, "en"),
        where.page("the-two-questions", "en"),
        where.case("hope-v-pelzer", "en"),
        where.page(GLOSSARY, "es"),
    ]
    every = dict.fromkeys([*some, *(path for path in where.pages() if re.fullmatch("/.+/", path))])
    opened = list(every)[: how_many(sample=len(some), whole=len(every))]
    for path in opened:
        reader.visits(path)
    for code in ("en", "es"):
        deadlines = reader.home + where.page("deadlines", code)
        until(lambda wanted=deadlines: wanted in reader.kept(), lambda: str(reader.kept()))
    reader.opens(f"{where.outcome('granted', 'en')}#relief=money")
    until(lambda: reader.home + where.outcome("granted", "en") in reader.kept(), lambda: str(reader.kept()))
    assert not [address for address in reader.kept() if re.search("[#?]", address)]  # answers are never kept
    assert not reader.seen.faults

    reader.loses_the_network()
    for path in [*opened, where.page(HOME, "es"), where.page("deadlines", "en")]:
        page = reader.opens(path)
        expect(page.locator(".offline-note")).to_contain_text("2")
        assert page.evaluate("getComputedStyle(document.querySelector('.skip-link')).position") == "absolute"
    ways = list(ways_to_outcomes(GRAPH).items())
    ways = ways[: how_many(sample=2, whole=len(ways))]
    for code in edition.sources.codes:
        for outcome, way in ways:
            page = reader.opens(f"{where.tree(code)}#{fragment_of(way)}")
            expect(page.locator(f"#outcome-{outcome} [data-later] h3").first).to_be_visible()
    counted(f"{len(opened)} pages opened and {len(ways)} results reached in each language without a network")
    page = reader.opens(f"{tree}#relief=money")
    page.locator("[data-answer='law=california']").click()
    page.locator("[data-answer='california=other']").click()
    expect(page.locator(".decision-tree__step:visible")).to_have_count(1)
    expect(
        page.locator(".decision-tree__step:visible h2, .decision-tree__step:visible h3").first
    ).to_be_visible()
    assert page.locator(".decision-tree__step:visible").get_attribute("id").startswith("outcome-")
    page = reader.opens(cases)
    page.get_by_label("Words in the name").fill("mattos")
    expect(page.locator("[data-cases] tbody tr:visible")).to_have_count(1)


def test_a_page_never_opened_is_told_in_its_own_language_and_the_address_alone_leads_home(
    reader: Reader, project: Project
) -> None:
    reader.visits("/en/")
    until(lambda: reader.home + "/es/offline/" in reader.kept(), lambda: str(reader.kept()))
    reader.loses_the_network()
    for language, words in {"en": "not on this device yet", "es": "no está en este dispositivo"}.items():
        page = reader.opens(f"/{language}/warning/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(".offline-note")).to_contain_text(words)
    reader.opens("/nowhere/")
    expect(reader.page.locator("html")).to_have_attribute("lang", "es")  # as the browser's language is
    reader.is_back_on_the_network()
    reader.visits("/es/")
    reader.loses_the_network()
    reader.opens("/")
    expect(reader.page).to_have_url(reader.home + "/es/")


def test_with_a_network_the_new_words_come_at_once_and_no_page_gets_the_script_of_another_build(
    reader: Reader, project: Project
) -> None:
    old = script_of(reader.visits("/en/warning/"))
    reader.visits("/en/cases/")
    project.replace("en/warning.md", "Two years.", "Three years.")
    write_site(with_another_script(built(project)), reader.site)
    page = reader.opens("/en/warning/")
    expect(page.locator("#deadlines")).to_contain_text("Three years.")
    expect(page.locator(".offline-note")).to_have_count(0)
    new = script_of(page)
    assert new == old.replace(".js", "-new.js")
    until(lambda: reader.home + new in reader.kept(), lambda: str(reader.kept()))

    reader.loses_the_network()
    for path, script, build in (("/en/warning/", new, "new"), ("/en/cases/", old, None)):
        page = reader.opens(path)
        expect(page.locator(".offline-note")).to_have_count(1)
        assert script_of(page) == script
        assert page.locator("html").get_attribute("data-build") == build


def with_another_script(files: Files) -> Files:
    """The same site with one line more in a script of every page, which changes its name."""
    (old,) = (path for path in files if _SCRIPT.search(path))
    new = old.replace(".js", "-new.js")
    renamed = {path: data.replace(old.encode(), new.encode()) for path, data in files.items() if path != old}
    return {**renamed, new: files[old] + b'document.documentElement.dataset.build = "new";\n'}


def script_of(page: Page) -> str:
    """The address of a script that every page has."""
    return str(page.locator("script[src*=language-switch]").get_attribute("src"))


def test_a_changed_page_at_hand_renews_the_worker_which_drops_what_no_page_needs(
    reader: Reader, project: Project
) -> None:
    script = script_of(reader.visits("/en/"))
    until(lambda: reader.home + script in reader.kept(), lambda: str(reader.kept()))
    project.replace("en/index.md", "Words.", "New words.")
    write_site(with_another_script(built(project)), reader.site)
    reader.opens("/en/")
    until(lambda: reader.home + script not in reader.kept(), lambda: str(reader.kept()))
    assert reader.home + script_of(reader.page) in reader.kept()


def test_the_search_once_used_needs_no_network_and_a_new_build_takes_its_index_away(
    reader: Reader, project: Project
) -> None:
    def index() -> list[str]:
        return [address for address in reader.kept() if "/assets/search-en." in address]

    reader.visits("/en/search/")
    reader.opens("/en/search/").locator("#search").fill("warning")
    expect(reader.page.locator("[data-results] a").first).to_be_visible()
    until(lambda: len(index()) == 1, lambda: str(reader.kept()))
    (old,) = index()

    reader.loses_the_network()
    reader.opens("/en/search/").locator("#search").fill("fair warning")
    expect(reader.page.locator("[data-results] a").first).to_be_visible()

    reader.is_back_on_the_network()
    project.replace("en/warning.md", "Fair warning {#fair", "Enough warning {#fair")
    project.replace("en/index.md", "Words.", "New words.")
    write_site(built(project), reader.site)
    reader.visits("/en/search/")
    until(lambda: old not in reader.kept(), lambda: str(reader.kept()))


def test_who_saves_data_is_given_in_advance_only_the_page_shown_in_place_of_others(
    reader: Reader, project: Project
) -> None:
    worker = reader.site / WORKER
    spending = worker.read_text(encoding="utf-8")
    worker.write_text(spending.replace("navigator.connection?.saveData", "true"), encoding="utf-8")
    reader.visits("/en/warning/")
    last = "/es/offline/"  # the worker asks for it after all the others
    until(lambda: reader.home + last in reader.kept(), lambda: str(reader.kept()))
    pages = {address.removeprefix(reader.home) for address in reader.kept() if "/assets/" not in address}
    assert pages == {"/en/warning/", "/en/offline/", last}


def test_where_the_network_does_not_answer_the_kept_page_comes_after_a_while(
    reader: Reader, project: Project
) -> None:
    worker = reader.site / WORKER
    patient = worker.read_text(encoding="utf-8")
    worker.write_text(re.sub(r"PATIENCE = \d+", "PATIENCE = 100", patient), encoding="utf-8")
    reader.visits("/en/warning/")
    reader.loses_the_network()
    with socket.create_server(("127.0.0.1", reader.port)):  # takes calls, and says nothing
        expect(reader.opens("/en/warning/").locator(".offline-note")).to_contain_text("very slow")


def test_a_page_whose_script_is_gone_already_does_not_take_the_place_of_a_whole_one(
    reader: Reader, project: Project
) -> None:
    old = script_of(reader.visits("/en/warning/"))
    newer = with_another_script(built(project))
    write_site({path: data for path, data in newer.items() if not _SCRIPT.search(path)}, reader.site)
    reader.opens("/en/warning/")
    reader.opens("/en/cases/")
    reader.loses_the_network()
    assert script_of(reader.opens("/en/warning/")) == old


def test_a_page_that_is_gone_is_forgotten(reader: Reader, project: Project) -> None:
    reader.visits("/en/warning/")
    shutil.rmtree(reader.site / "en/warning")
    reader.opens("/en/warning/")
    until(lambda: reader.home + "/en/warning/" not in reader.kept(), lambda: str(reader.kept()))


def test_switched_off_it_deletes_what_it_kept_and_itself(reader: Reader, project: Project) -> None:
    reader.visits("/en/")
    project.replace("site.toml", "law_as_of", "offline = false\nlaw_as_of")
    write_site(built(project), reader.site)
    reader.opens("/en/")
    until(lambda: reader.page.evaluate(LEFT) == [], lambda: str(reader.page.evaluate(LEFT)))
    reader.opens("/en/warning/")
    assert reader.page.evaluate(LEFT) == []


# --- what is built ---


def test_the_worker_changes_with_the_pages_at_hand_and_with_no_other(project: Project) -> None:
    project.replace("site.toml", "law_as_of", 'offline_pages = ["warning.md"]\nlaw_as_of')
    first = built(project)[WORKER]
    assert b'"/es/warning/"' in first
    project.replace("en/glossary.md", "Words.", "Other words.")
    assert built(project)[WORKER] == first
    project.replace("es/warning.md", "Dos años.", "Tres años.")
    assert built(project)[WORKER] != first


def test_the_policy_lets_the_page_start_this_worker_and_the_worker_ask_for_pages(project: Project) -> None:
    rules = built(project)["_headers"].decode()
    page, worker = headers_for("/en/", rules), headers_for(f"/{WORKER}", rules)
    assert {"worker-src 'self'", "trusted-types later offline", "connect-src 'none'"} <= set(
        page[POLICY].split("; ")
    )
    assert worker[POLICY] == "default-src 'none'; connect-src 'self'"
    assert worker["Cache-Control"] == "no-cache"


def test_whoever_writes_is_shown_nothing_that_a_browser_has_kept(project: Project) -> None:
    files = built(project, Deployment("http://127.0.0.1:8000", production=False, drafts=True))
    assert b"unregister" in files[WORKER]
    assert not [
        path for path, data in files.items() if path.endswith(".html") and b"/assets/offline." in data
    ]
    assert "trusted-types later" in headers_for("/en/", files["_headers"].decode())[POLICY]


def test_a_page_at_hand_that_is_no_article_is_a_problem(project: Project) -> None:
    project.replace("site.toml", "law_as_of", 'offline_pages = ["warming.md"]\nlaw_as_of')
    assert project.problems() == [
        "content/site.toml:2: `warming.md` is to be kept for reading without a network, but there is no such "
        "article. Did you mean `warning.md`?"
    ]
