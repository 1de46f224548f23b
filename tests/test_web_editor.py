"""The web editor at `/admin/`: its forms are the shapes, and what it saves is what we read."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import BaseModel, RootModel

from generator.assets import read_web_editor
from generator.commands import ROOT, main
from generator.headers import headers_for
from generator.model.content import SHARED_BY_TRANSLATIONS, TABLES, FrontMatter
from generator.model.project import Folders
from generator.pipeline import Edition, prepare, render_all
from generator.web_editor import configuration
from tests.previews import get, served
from tests.tiny import SITE, Project

PACKAGE = ROOT / "node_modules" / "@sveltia" / "cms"

Field = dict[str, Any]


def with_editor(project: Project) -> Folders:
    """The folders of a project, with the web editor's own package."""
    return replace(project.folders, web_editor=PACKAGE)


@pytest.fixture(scope="session")
def config(files: dict[str, bytes]) -> Field:
    """The configuration of the real site. The editor must be installed: `make web-editor`."""
    assert "admin/config.json" in files, "The web editor is not installed: make web-editor"
    loaded: Field = json.loads(files["admin/config.json"])
    return loaded


def fields_of(fields: list[Field]) -> dict[str, Field]:
    return {one["name"]: one for one in fields}


def article_fields(config: Field) -> dict[str, Field]:
    return fields_of(config["collections"][0]["fields"])


def table_fields(config: Field, name: str) -> dict[str, Field]:
    return fields_of(next(f for f in config["collections"][1]["files"] if f["name"] == name)["fields"])


# --- the configuration -------------------------------------------------------------------------


def test_every_field_of_the_front_matter_has_a_form_field_in_the_same_order(config: Field) -> None:
    assert list(article_fields(config)) == [*FrontMatter.model_fields, "body"]


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_table_has_a_form_field_in_the_same_order(config: Field, table: str) -> None:
    compared = 0

    def compare(shape: type[BaseModel], fields: dict[str, Field]) -> None:
        nonlocal compared
        names = {info.alias or name: info.annotation for name, info in shape.model_fields.items()}
        assert list(fields) == list(names)
        for name, annotation in names.items():
            for inner in shapes_in(annotation):
                group = fields[name]["fields"]
                entries = [group] if fields[name]["widget"] == "list" or inner_is_direct(annotation) else []
                for entry in entries or [each["fields"] for each in group]:
                    compare(inner, fields_of(entry))
                    compared += 1

    compare(TABLES[table], table_fields(config, table))
    assert compared


def shapes_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The shapes of records (not of words) that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not issubclass(annotation, RootModel):
            yield annotation
        return
    for part in getattr(annotation, "__args__", ()):
        yield from shapes_in(part)


def inner_is_direct(annotation: Any) -> bool:
    return isinstance(annotation, type)


def test_what_a_field_may_hold_comes_from_its_shape(config: Field) -> None:
    article = article_fields(config)
    assert article["reviewed"] | {"hint": ""} == {
        "name": "reviewed",
        "label": "Reviewed",
        "hint": "",
        "widget": "datetime",
        "type": "date",
        "format": "YYYY-MM-DD",
        "i18n": True,
    }
    assert (article["description"]["minlength"], article["description"]["maxlength"]) == (20, 200)
    assert article["slug"]["pattern"][0] == r"^([a-z0-9]+(-[a-z0-9]+)*)?$"
    assert "`fair-warning`" in article["slug"]["pattern"][1]
    assert article["review_by"]["required"] is False
    assert "required" not in article["order"]
    assert article["draft"]["hint"] == "A draft is seen in the preview only."
    case = fields_of(table_fields(config, "cases")["cases"]["fields"])
    assert (case["year"]["min"], case["year"]["max"], case["volume"]["min"]) == (1789, 2100, 1)
    assert case["immunity"]["options"] == ["granted", "denied", "mixed", "remanded", "not-at-issue"]
    assert case["topics"]["multiple"] is True
    assert case["topics"]["min"] == 1


def test_facts_are_shared_by_the_languages_and_words_are_not(config: Field) -> None:
    shared = [name for name, each in article_fields(config).items() if each["i18n"] == "duplicate"]
    assert shared == list(SHARED_BY_TRANSLATIONS)


def test_sections_courts_topics_and_answers_are_chosen_from_what_there_is(
    config: Field, edition: Edition
) -> None:
    assert edition.sources
    settings, cases = edition.sources.settings, edition.sources.cases
    case = fields_of(table_fields(config, "cases")["cases"]["fields"])
    for chosen, known in (
        (article_fields(config)["section"], [section.id for section in settings.sections]),
        (case["court"], list(cases.courts)),
        (case["topics"], list(cases.topics)),
    ):
        assert [option["value"] for option in chosen["options"]] == known
    answers = fields_of(fields_of(case["walk"]["fields"])["answers"]["fields"])
    assert list(answers) == [question.id for question in edition.sources.rules.questions]
    assert [o["value"] for o in answers["relief"]["options"]] == ["order", "money", "both", "unsure"]


def test_a_language_more_is_a_column_more_without_a_change_in_the_program(edition: Edition) -> None:
    assert edition.sources
    sources = edition.sources
    first = sources.settings.languages[0]
    more = sources.settings.model_copy(
        update={"languages": (*sources.settings.languages, first.model_copy(update={"code": "zz"}))}
    )
    made = configuration(more, sources.cases, sources.rules, "content", "/logo.svg")
    codes = [*sources.settings.codes, "zz"]
    assert made["i18n"]["locales"] == codes
    holding = fields_of(table_fields(made, "cases")["cases"]["fields"])["holding"]
    assert list(fields_of(holding["fields"])) == codes
    assert not any(each.get("required") is False for each in holding["fields"])


def test_the_configuration_is_what_sveltias_own_schema_allows(config: Field) -> None:
    """Each option of each field is one that its schema has for a field of that kind."""
    schema = json.loads((PACKAGE / "schema" / "sveltia-cms.json").read_text(encoding="utf-8"))
    allowed: dict[str, set[str]] = {}
    for definition in schema["definitions"].values():
        properties = definition.get("properties", {})
        if "widget" in properties:
            widget = properties["widget"]
            for kind in widget.get("enum", [widget.get("const")]):
                allowed.setdefault(str(kind), set()).update(properties)
    seen = 0

    def look(fields: list[Field]) -> None:
        nonlocal seen
        for each in fields:
            assert set(each) <= allowed[each["widget"]], each["name"]
            seen += 1
            look(each.get("fields", []))

    look(config["collections"][0]["fields"])
    for file in config["collections"][1]["files"]:
        look(file["fields"])
    assert seen > 150


def test_the_repository_of_the_settings_is_where_it_saves(project: Project, tmp_path: Path) -> None:
    project.write("site.toml", SITE + '\n[web_editor]\nrepository = "people/site"\nbranch = "live"\n')
    files = built_with_editor(project)
    backend = json.loads(files["admin/config.json"])["backend"]
    assert (backend["name"], backend["repo"], backend["branch"]) == ("github", "people/site", "live")
    assert "https://api.github.com" in headers_for("/admin/", files["_headers"].decode())[POLICY]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            'repository = "https://github.com/people/site"',
            '`repository` cannot be "https://github.com/people/site"; it must look like `owner/name`.',
        ),
        ('branch = "main"', "The field `repository` is missing."),
        ('repository = "people/site"\nbackend = "gitlab"', "There is no field `backend` here."),
    ],
)
def test_a_mistake_in_the_repository_is_told_with_its_line(project: Project, written: str, said: str) -> None:
    project.write("site.toml", SITE + f"\n[web_editor]\n{written}\n")
    (told,) = project.problems()
    assert re.match(r"content/site\.toml:\d+: ", told)
    assert said in told


# --- what the build makes of it ----------------------------------------------------------------

POLICY = "Content-Security-Policy"


def built_with_editor(project: Project) -> dict[str, bytes]:
    folders = with_editor(project)
    files, problems = render_all(prepare(folders))
    assert not problems
    return dict(files)


def test_without_the_package_there_is_no_editor(project: Project) -> None:
    files, problems = render_all(prepare(project.folders))
    assert not problems
    assert not [path for path in files if path.startswith("admin/")]
    assert b"admin" not in files["_headers"]


def test_the_build_says_that_there_is_no_editor_and_how_to_install_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("templates", "locales"):
        (project.root / folder).symlink_to(ROOT / folder)
    monkeypatch.setattr("generator.commands.ROOT", project.root)
    assert main([]) == 0
    assert "There is no web editor at /admin/: it is not installed here." in capsys.readouterr().out


def test_the_lock_file_names_no_registry_and_pins_every_package() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = [package for path, package in packages.items() if path]
    assert all("integrity" in package and "resolved" not in package for package in installed)
    assert packages["node_modules/@sveltia/cms"]["version"] == packages[""]["dependencies"]["@sveltia/cms"]


def test_a_package_that_is_not_whole_is_no_editor(tmp_path: Path) -> None:
    assert read_web_editor(tmp_path, ("en",)) is None


def test_the_editor_changes_nothing_of_the_site_but_its_own_folder_and_rule(project: Project) -> None:
    without, _ = render_all(prepare(project.folders))
    with_editor = built_with_editor(project)
    rules = with_editor.pop("_headers").decode()
    assert rules.startswith(without["_headers"].decode())
    assert {path: data for path, data in with_editor.items() if not path.startswith("admin/")} == {
        path: data for path, data in without.items() if path != "_headers"
    }
    for path in ("/", "/en/", "/es/warning/", "/cases.json", "/nothing", "/administrators/"):
        assert headers_for(path, rules) == headers_for(path, without["_headers"].decode())


def test_the_editor_has_a_policy_of_its_own_that_takes_the_place_of_the_sites(project: Project) -> None:
    rules = built_with_editor(project)["_headers"].decode()
    found = headers_for("/admin/", rules)
    assert found["X-Robots-Tag"] == "noindex"
    assert "script-src 'self' 'sha256-" in found[POLICY]
    assert "unsafe-eval" not in found[POLICY]
    assert "https:" not in found[POLICY]  # without a repository it talks to nobody
    assert found["X-Frame-Options"] == "DENY"


def test_the_editors_page_names_no_other_host_and_is_no_page_of_the_site(files: dict[str, bytes]) -> None:
    page = files["admin/index.html"].decode()
    assert "//" not in page.replace("<!doctype html>", "")
    assert '<meta name="robots" content="noindex">' in page
    assert b"admin" not in files["sitemap.xml"]


def test_the_editor_speaks_every_language_of_the_site(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    for code in edition.sources.settings.codes:
        names = [path for path in files if re.fullmatch(rf"admin/sveltia/locales/{code}(-\w+)?\.js", path)]
        assert names
        for name in names:
            assert f'/{name.removesuffix(".js")}.json": "/{name}"'.encode() in files["admin/index.html"]


def test_the_preview_serves_the_editor_and_never_reloads_it(project: Project) -> None:
    """A reload would lose what an editor has typed."""
    with served(with_editor(project)) as preview:
        status, page, answered = get(f"{preview.address}/admin/")
        assert status == 200
        assert "importmap" in page
        assert "livereload" not in page
        assert "style-src 'self' 'unsafe-inline'" in answered[POLICY]
        assert "ws://" not in answered[POLICY]
        assert "livereload" in get(f"{preview.address}/en/")[1]
        assert "unsafe" not in get(f"{preview.address}/en/")[2][POLICY]
        assert get(f"{preview.address}/admin/sveltia/npm/index.js")[2]["Content-Type"].startswith(
            "text/javascript"
        )


# --- in Chromium -------------------------------------------------------------------------------

PICK_THE_BROWSERS_OWN_FOLDER = "window.showDirectoryPicker = () => navigator.storage.getDirectory();"
"""A person picks the folder of the repository; the test has it in the browser's private file system."""

FILL_FOLDER = """async (files) => {
  const root = await navigator.storage.getDirectory();
  await root.getDirectoryHandle(".git", {create: true});
  for (const [path, text] of Object.entries(files)) {
    const folders = path.split("/");
    const name = folders.pop();
    let folder = root;
    for (const each of folders) folder = await folder.getDirectoryHandle(each, {create: true});
    const stream = await (await folder.getFileHandle(name, {create: true})).createWritable();
    await stream.write(text);
    await stream.close();
  }
}"""

READ_FOLDER = """async () => {
  const files = {};
  const read = async (folder, path) => {
    for await (const [name, entry] of folder.entries()) {
      if (entry.kind === "directory") await read(entry, `${path}${name}/`);
      else files[path + name] = await (await entry.getFile()).text();
    }
  };
  await read(await navigator.storage.getDirectory(), "");
  return files;
}"""


PATIENCE = 120_000
"""Milliseconds: to save the table of cases takes seconds, and on a busy machine many."""


def content_files() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "content").rglob("*"))
        if path.is_file()
    }


@dataclass
class Editor:
    """The web editor, open on a copy of the real content in the browser."""

    page: Page
    before: dict[str, str]
    reached: list[str] = field(default_factory=list)
    """Foreign addresses that answered."""
    faults: list[str] = field(default_factory=list)

    def answered(self, url: str, home: str) -> None:
        if not url.startswith((home, "blob:", "data:")):
            self.reached.append(url)

    def pane(self, language: str) -> Locator:
        """The half of an article's form that is in this language."""
        return self.page.locator(f"[data-locale='{language}'][data-mode='edit']")

    def shared(self, name: str) -> Locator:
        """A field that is chosen once for all languages."""
        return self.page.locator(f"[data-key-path='{name}']").first

    def box(self, name: str, language: str | None = None) -> Locator:
        """The text box of a field, by its place in the record (`laws.0.name`)."""
        within = self.pane(language) if language else self.page
        return within.locator(f"[data-key-path='{name}']").locator("input:visible, textarea:visible").first

    def change(self, box: Locator, change: Callable[[str], str]) -> None:
        """Change the words of a text box, once it has them: a form opens before its words are there."""
        expect(box).not_to_have_value("")
        box.fill(change(box.input_value()))

    def go(self, place: str) -> None:
        self.page.evaluate("place => { location.hash = place; }", f"#/collections/{place}")

    def save(self) -> None:
        """Save, and wait until the editor has written the files and gone back to its list."""
        self.page.get_by_role("button", name="Save").click()
        self.page.wait_for_url(re.compile(r"#/collections/\w+$"))

    def files(self) -> dict[str, str]:
        """The folder as it is now."""
        found: dict[str, str] = self.page.evaluate(READ_FOLDER)
        return found

    def changed_lines(self, path: str) -> list[str]:
        """What has changed in a file since the last time that somebody asked."""
        now = self.files()
        lines = difflib.unified_diff(self.before[path].splitlines(), now[path].splitlines(), lineterm="", n=0)
        self.before[path] = now[path]
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]

    def problems(self, folder: Path) -> list[str]:
        """What our own build says of the content as the editor has left it."""
        for path, text in self.files().items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        edition = prepare(Folders.of(ROOT, folder / "content", folder / "site"))
        return [str(problem) for problem in edition.problems]


@pytest.fixture(scope="module")
def opened_editor(browser: Browser, address: str, config: Field) -> Iterator[Editor]:
    """Opened once, because that takes seconds. Each test changes files of its own."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-US")
    context.add_init_script(PICK_THE_BROWSERS_OWN_FOLDER)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    opened = Editor(page, content_files())
    page.on("response", lambda response: opened.answered(response.url, address))
    page.on("pageerror", lambda error: opened.faults.append(str(error)))
    page.goto(f"{address}/404.html")  # a page of the same origin, to have a folder ready
    page.evaluate(FILL_FOLDER, opened.before)
    page.goto(f"{address}/admin/")
    page.get_by_role("button", name="Work with Local Repository").click()
    page.wait_for_url("**/admin/#/collections/articles")
    yield opened
    context.close()


@pytest.fixture
def editor(opened_editor: Editor) -> Iterator[Editor]:
    opened_editor.go("articles")
    yield opened_editor
    assert opened_editor.reached == []
    assert opened_editor.faults == []


def test_the_articles_of_a_local_repository_are_listed_and_open_in_all_languages_side_by_side(
    editor: Editor, edition: Edition
) -> None:
    assert edition.sources
    codes = edition.sources.settings.codes
    articles = {a.key: a for a in edition.sources.articles if a.language == codes[0]}
    grid = editor.page.get_by_role("grid")
    for title in sorted((article.front.title for article in articles.values()), key=str.casefold):
        grid.get_by_role("row").last.scroll_into_view_if_needed()  # the list grows where its end is seen
        expect(grid.get_by_text(title, exact=True)).to_be_visible()
    title = articles["california-claims"].front.title
    editor.page.get_by_text(title, exact=True).click()
    for code in codes:
        translation = edition.sources.article("california-claims", code)
        assert translation
        expect(editor.box("title", code)).to_have_value(translation.front.title)
        expect(editor.box("body", code)).to_be_visible()
    left, right = (editor.pane(code).bounding_box() for code in codes)
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    assert left["y"] == right["y"]


def test_a_word_changed_in_an_article_is_all_that_a_second_save_changes(
    editor: Editor, tmp_path: Path
) -> None:
    files = [f"content/{code}/california-claims.md" for code in ("en", "es")]
    editor.go("articles/entries/california-claims")
    editor.change(editor.box("body", "en"), lambda text: text.replace("One event", "A single event", 1))
    editor.save()
    first = [set(editor.changed_lines(file)) for file in files]
    # The first save writes the front matter as Sveltia writes lists, and an empty line under it.
    own_ways = {"-critical: [deadlines]", "+critical:", "+  - deadlines", "+"}
    words = {line for line in first[0] if "event can break federal law" in line}
    assert len(words) == 2
    assert first == [own_ways | words, own_ways]

    editor.go("articles/entries/california-claims")
    editor.change(editor.box("title", "es"), lambda _: "Los reclamos de California: sus plazos")
    editor.save()
    assert editor.changed_lines(files[0]) == []
    removed, added = editor.changed_lines(files[1])
    assert removed.startswith("-title: ")
    assert added == "+title: 'Los reclamos de California: sus plazos'"
    assert editor.problems(tmp_path) == []


def test_the_home_page_keeps_its_empty_slug(editor: Editor, tmp_path: Path) -> None:
    editor.go("articles/entries/index")
    editor.change(editor.box("title", "en"), lambda _: "Could it block your claim?")
    editor.save()
    assert "+title: Could it block your claim?" in editor.changed_lines("content/en/index.md")
    assert editor.problems(tmp_path) == []


def test_a_new_article_is_written_in_every_language_as_the_strict_reader_wants_it(
    editor: Editor, tmp_path: Path
) -> None:
    editor.go("articles/new")
    written = {
        "en": ("Fees", "Who pays the lawyer when a civil rights claim is won.", "fees"),
        "es": ("Honorarios", "Quién paga al abogado cuando se gana el reclamo.", "honorarios"),
    }
    text = "The court decides.\n\n## Fees {#fees}\n\nSee [@hope-v-pelzer, 741].\n"
    for code, words in written.items():
        for name, value in zip(("title", "description", "slug"), words, strict=True):
            editor.box(name, code).fill(value)
        editor.box("reviewed", code).fill("2026-11-25")
        editor.box("body", code).fill(text)
    editor.shared("section").get_by_role("combobox").click()
    editor.page.get_by_role("option", name="California").click()
    editor.box("order", "en").fill("9")
    editor.shared("draft").get_by_text("yes").click()
    editor.page.get_by_role("textbox").last.fill("lawyers-fees")  # the name of the file
    editor.save()
    files = editor.files()
    for code, (title, description, slug) in written.items():
        assert files[f"content/{code}/lawyers-fees.md"] == (
            f"---\ntitle: {title}\ndescription: {description}\nslug: {slug}\nsection: california\n"
            f"order: 9\nreviewed: 2026-11-25\ndraft: true\n---\n\n{text}"
        )
    assert editor.problems(tmp_path) == []


@pytest.mark.parametrize(
    ("table", "collapsed", "place"),
    [
        ("cases", "", "courts.scotus.name.en"),
        ("laws", "laws", "laws.0.name.es"),
        ("rules", "", "version"),
        ("glossary", "terms", "terms.0.definition.en"),
    ],
)
def test_a_word_changed_in_a_table_is_all_that_is_changed(
    editor: Editor, tmp_path: Path, table: str, collapsed: str, place: str
) -> None:
    editor.go(f"tables/entries/{table}")
    box = editor.box(place)
    if collapsed:
        records = editor.page.locator(f"[data-key-path='{collapsed}']")
        expand = records.get_by_role("button", name="Expand", exact=True).first
        expect(box.or_(expand).first).to_be_visible(timeout=PATIENCE)
        if not box.is_visible():
            expand.click()
    editor.change(box, lambda value: f"{value}X")
    editor.save()
    removed, added = editor.changed_lines(f"content/{table}.json")
    assert added.replace("X", "") == removed.replace("-", "+", 1)
    assert editor.problems(tmp_path) == []


NETLIFYS_SIGN_IN_WINDOW = """<script>
addEventListener("message", () => {
  opener.postMessage('authorization:github:success:{"token":"given","provider":"github"}', "*");
});
opener.postMessage("authorizing:github", "*");
</script>"""
"""What the window of Netlify says to the page that opened it, once somebody has signed in."""


def test_who_signs_in_with_netlifys_window_is_known_to_github(browser: Browser, project: Project) -> None:
    project.write("site.toml", SITE + '\n[web_editor]\nrepository = "people/site"\n')
    context = browser.new_context(locale="en-US")
    context.route(
        "https://api.netlify.com/auth?*",
        lambda route: route.fulfill(body=NETLIFYS_SIGN_IN_WINDOW, content_type="text/html"),
    )
    context.route("https://api.github.com/**", lambda route: route.fulfill(status=401, json={}))
    page = context.new_page()
    with served(with_editor(project)) as preview:
        page.goto(f"{preview.address}/admin/")
        with page.expect_request("https://api.github.com/user") as asked:
            page.get_by_role("button", name="GitHub").click()
        assert asked.value.headers["authorization"] == "token given"
    context.close()
