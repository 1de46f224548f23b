"""No words of the content, and none of an address, become anything else than words on a page.

The walls are tried one by one. With the wall of reading, hostile words are refused. Without it, and without
the checks, the templates must show them as words; a browser's own parser says whether they do. And the policy
must have nothing to do: the same pages are opened with it taken away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from random import Random
from urllib.parse import quote

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from generator import compile as compile_step
from generator import pipeline
from generator.check.common import ON_EVERY_PAGE
from generator.compile import compile_text, syntax
from generator.harmless import not_of_an_article
from generator.link.linker import Linker
from generator.model.site import is_page
from generator.pipeline import read
from generator.read.catalogues import read_catalogue
from generator.remember import forget
from generator.write import write_site
from tests.conftest import BLOCKED, WITHOUT_WORKER, Counted, HowMany, served
from tests.hostile import CANARY, Hostile, payloads, places_for_words
from tests.previews import get, with_own_templates
from tests.previews import served as previewed
from tests.tiny import Project

STRANGER = "The plain words of a stranger"
IMAGE = f"<img src=x onerror={CANARY}>"
FROM_ANYWHERE = f"\"'--></script></style></title></textarea></template></svg>{IMAGE}"
"""Runs wherever it is not escaped: between tags, in an attribute, and in whatever holds no tags."""


@pytest.fixture
def hostile(project: Project) -> Hostile:
    return Hostile(project)


@pytest.fixture
def unchecked(unguarded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that refuses neither HTML nor what other checks do not like in words."""
    monkeypatch.setattr(pipeline, "check", lambda *_: [])


def mixed() -> list[str]:
    """All payloads; those that run by themselves, and fit our own pages, come first."""
    own, public = payloads()[:17], payloads()[17:]
    Random(1).shuffle(public)
    return own + public


# --- the wall of reading ---


def test_every_field_of_every_shape_that_takes_words_is_tried(hostile: Hostile) -> None:
    shapes = {shape for shape, _ in hostile.documents.values()}
    assert set().union(*map(places_for_words, shapes)) == {field.shape for field in hostile.fields}


def test_html_is_refused_in_every_field_with_file_and_line(hostile: Hostile) -> None:
    _, refused = hostile.built(dict.fromkeys(hostile.fields, IMAGE))
    assert refused == set(hostile.fields)


def test_the_message_names_file_line_and_the_html(project: Project) -> None:
    project.replace("glossary.json", "Enough notice.", f"Enough {IMAGE}.")
    project.replace("en/warning.md", "title: Warning", "title: Warning &lt;b>")
    told = project.problems()
    assert [line.partition(":")[0] for line in told] == ["content/en/warning.md", "content/glossary.json"]
    for line, found in zip(told, ("&lt;b>", IMAGE), strict=True):
        assert f"HTML such as `{found}" in line
        assert "Write plain words" in line


def test_signs_that_no_browser_takes_for_html_are_words(project: Project) -> None:
    project.replace("glossary.json", "Enough notice.", "AT&T: a < b & c > b, I <3 it.")
    page = project.page("en/glossary/index.html").replace("\xa0", " ")  # a number stays with its word
    assert "AT&amp;T: a &lt; b &amp; c &gt; b, I &lt;3 it." in page


def test_a_catalogue_with_html_is_refused() -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    _, problems = read_catalogue(f'{head}msgid "Search"\nmsgstr "{IMAGE}"\n', "messages.po", "en")
    assert [(one.file, one.at) for one in problems] == [("messages.po", 4)]
    assert "HTML such as" in problems[0].message


# --- the wall of the templates ---

SKELETON = """(html) => {
  const ADDRESSES = ["href", "src", "action", "formaction", "data", "xlink:href"];
  const SAME = ["id", "name", "class", "style", "type", "rel"];
  const site = (value) => {
    const { protocol, host } = new URL(value, "https://example.org");
    return protocol + host;
  };
  const said = ({ name, value }) => {
    if (name.startsWith("on") || SAME.includes(name)) return `${name}=${value}`;
    return ADDRESSES.includes(name) ? `${name}=${site(value)}` : name;
  };
  const lines = [];
  const walk = (node) => {
    if (node.nodeType === Node.COMMENT_NODE) lines.push("<!--");
    const isElement = node.nodeType === Node.ELEMENT_NODE && node.localName !== "tspan";
    if (isElement) lines.push([node.localName, ...[...node.attributes].map(said)].join(" "));
    const within = node instanceof HTMLTemplateElement ? node.content : node;
    for (const child of within.childNodes) walk(child);
  };
  walk(new DOMParser().parseFromString(html, "text/html"));
  return lines;
}"""
"""What a browser's own parser makes of a page: every element and attribute, the words left out.

So are the lines of the tree's picture, of which long words need more."""


@pytest.fixture
def parser(browser: Browser) -> Iterator[Callable[[str], list[str]]]:
    page = browser.new_page()
    yield lambda html: page.evaluate(SKELETON, html)
    page.close()


def of_xml(data: bytes) -> list[str]:
    """The elements and attributes of a feed or of a sitemap."""
    return [f"{element.tag} {sorted(element.attrib)}" for element in etree.fromstring(data).iter()]


def assert_same_but_for_words(
    harmless: Mapping[str, bytes], found: Mapping[str, bytes], parser: Callable[[str], list[str]]
) -> None:
    """Every file of a site has the elements and attributes that it has with words of no harm."""
    for path in filter(is_page, found):
        assert parser(found[path].decode()) == parser(harmless[path].decode()), path
    for path in found:
        if path.endswith(".xml"):
            assert of_xml(found[path]) == of_xml(harmless[path]), path
        elif path.endswith(".json"):
            json.loads(found[path])


FITS = range(20, 190)
"""Lengths that no field refuses: descriptions have at least 20 letters, names at most 200, marks included."""


@pytest.mark.proof
def test_hostile_words_in_every_field_are_shown_as_words(
    hostile: Hostile, unchecked: None, parser: Callable[[str], list[str]], how_many: HowMany, counted: Counted
) -> None:
    harmless, refused = hostile.built(dict.fromkeys(hostile.fields, STRANGER))
    free = [field for field in hostile.fields if field not in refused]
    words = mixed()
    tried = 0
    for start in range(how_many(sample=1, whole=40)):
        said = {field: words[(start * 97 + at) % len(words)] for at, field in enumerate(free)}
        found, refused = hostile.built(said)
        # Nothing but a length is refused, and with such a field only those on the same lines of its file.
        too_long = {field.file for field in refused if len(said[field]) not in FITS}
        assert {field.file for field in refused} <= too_long
        assert {field.shape.partition(".")[0] for field in refused} <= {"FrontMatter", "Language"}
        assert_same_but_for_words(harmless, found, parser)
        tried += len(said) - len(refused)
    counted(f"{tried} hostile words in {len(free)} fields, each shown as words")


# --- in the browser, with the policy and without it ---

WATCH = f"""() => {{
  window.ran = [];
  const keep = (what) => window.ran.push(what);
  window.{CANARY.removesuffix("()")} = () => keep("canary");
  for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => keep(name);
  document.addEventListener("securitypolicyviolation", (event) => keep("policy: " + event.violatedDirective));
}}"""
"""Notes whatever hostile words would do, and whatever the policy had to stop."""


@pytest.fixture(params=[False, True], ids=["with the policy", "without it"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, hostile: Hostile
) -> Iterator[Callable[[str], Page]]:
    """Opens addresses of the site in a browser, and holds every page to doing nothing but what it should."""
    faults: list[str] = []
    with (
        served(hostile.project.folders.output) as port,
        browser.new_context(bypass_csp=request.param, **WITHOUT_WORKER) as context,
    ):
        home = f"http://127.0.0.1:{port}"
        page = context.new_page()
        page.add_init_script(f"({WATCH})()")
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith(home) else faults.append(asked.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: (
                faults.append(said.text)
                if said.type == "error" and BLOCKED not in said.text and "status of 404" not in said.text
                else None
            ),
        )

        def visit(path: str) -> Page:
            page.goto(home + path)
            faults.extend(f"{path}: {ran}" for ran in page.evaluate("window.ran"))
            return page

        yield visit
        faults.extend(page.evaluate("window.ran"))
    assert not faults, "\n".join(faults[:20])


@pytest.mark.proof
def test_pages_full_of_hostile_words_execute_nothing(
    hostile: Hostile, unchecked: None, visitor: Callable[[str], Page], how_many: HowMany, counted: Counted
) -> None:
    words = mixed()
    pages = 0
    for start in range(how_many(sample=1, whole=6)):
        others = {field: words[(start * 187 + at) % len(words)] for at, field in enumerate(hostile.fields)}
        said = others if start else dict.fromkeys(hostile.fields, FROM_ANYWHERE)
        files, _ = hostile.built(said)
        write_site(files, hostile.project.folders.output)
        paths = sorted(filter(is_page, files))
        for path in Random(start).sample(paths, how_many(sample=5, whole=len(paths))):
            visitor(f"/{path.removesuffix('index.html')}")
            pages += 1
    counted(f"{pages} pages full of hostile words opened, nothing executed")


@pytest.mark.proof
def test_hostile_addresses_and_queries_execute_nothing(
    project: Project, visitor: Callable[[str], Page], how_many: HowMany, counted: Counted
) -> None:
    write_site(project.files(), project.folders.output)
    tries = mixed()[: how_many(sample=2, whole=60)]
    for words in tries:
        for page, key in (("tree", ""), ("sheet", ""), ("cases", "name="), ("search", "q=")):
            opened = visitor(f"/en/{page}/?{quote(words)}#{key}{quote(words)}")
            opened.evaluate(
                "(words) => { location.hash = words; }", words
            )  # as it is, and while the page is open
        visitor(f"/en/{quote(words, safe='')}")
        search = visitor("/en/search/").locator("input")
        search.fill(words)
        search.press("Enter")
    counted(f"{len(tries)} hostile addresses and queries tried on 6 kinds of page, nothing executed")


# --- Markdown and links ---

PLACES = (
    "{}",
    "Words {} words.",
    "- {}",
    "> {}",
    "[words]({})",
    "[{}](https://example.org)",
    "![{}](x)",
    "![x]({})",
    "**{}**",
    "`{}`",
    "[see {} @hope-v-pelzer, 741]",
    "[@hope-v-pelzer, {}]",
    "| A | B |\n|---|---|\n| {} | x |",
    "| {} | B |\n|---|---|\n| x | y |",
    "## {} {{#fair}}",
    "## Words {{#{}}}",
    "[x][1]\n\n[1]: {}",
    "<{}>",
)
"""Everything in an article in which words can stand."""

OF_ARTICLES = {"a", "blockquote", "br", "code", "em", "h2", "h3", "hr", "li", "ol", "p", "strong"} | {
    "html", "head", "body", "table", "thead", "tbody", "tr", "th", "td", "ul"
}  # fmt: skip


@pytest.mark.proof
def test_hostile_markdown_is_refused_or_harmless(
    parser: Callable[[str], list[str]], how_many: HowMany, counted: Counted
) -> None:
    words = mixed()[: how_many(sample=60, whole=5000)]
    refused, harmless = 0, []
    for number, each in enumerate(words):
        for place in PLACES if number < how_many(sample=20, whole=5000) else PLACES[:5]:
            body = compile_text(f"Words.\n\n{place.format(each)}\n")
            html = body.lead + "".join(section.heading.html + section.html for section in body.sections)
            if body.problems:
                refused += 1
            else:
                assert not_of_an_article(html) == "", each
                harmless.append(html)
    elements = {
        line
        for start in range(0, len(harmless), 500)
        for line in parser("".join(harmless[start : start + 500]))
    }
    assert {line.split()[0] for line in elements} <= OF_ARTICLES
    attributes = {part.partition("=")[0] for line in elements for part in line.split()[1:]}
    assert attributes <= {"href", "title", "id", "scope", "data-column", "start"}
    shown = len(harmless)
    counted(f"{refused + shown} hostile pieces of Markdown: {refused} refused, {shown} shown as words")


def test_html_that_gets_past_the_rules_for_markdown_is_refused_all_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    monkeypatch.setattr(syntax, "_NO_PATTERNS", ())
    monkeypatch.setattr(compile_step, "_IDLE", [])
    monkeypatch.setattr(compile_step, "refused", lambda _: ())
    project.replace("en/warning.md", "Two years.", f"Two {IMAGE} years.")
    told = project.problems()
    forget()
    assert len(told) == 1
    assert re.match(r"content/en/warning\.md:\d+: ", told[0])
    assert f"This would become something that no article may hold: `{IMAGE} years" in told[0]


def test_a_link_leads_only_where_readers_can_see_it_lead(project: Project) -> None:
    sources, _ = read(project.folders)
    assert sources is not None
    linker, article = Linker(sources.names), sources.articles[0]
    for target in payloads():
        address, fault = linker.target(target, article)
        assert fault or address.startswith(("https://", "tel:", "mailto:", "#", "/en/", "/es/")), target
    for scheme in (
        "javascript",
        "JavaScript",
        "java\tscript",
        " javascript",
        "data",
        "vbscript",
        "blob",
        "file",
    ):
        assert linker.target(f"{scheme}:{CANARY}", article)[1], scheme


def test_the_preview_repeats_no_words_of_an_address(project: Project) -> None:
    with previewed(with_own_templates(project)) as preview:
        for path in (
            f"/{quote(IMAGE)}",
            f"/preview/{quote(IMAGE)}",
            f"/status/?{quote(IMAGE)}",
            f"/en/?{quote(IMAGE)}",
        ):
            assert "onerror" not in get(f"{preview.address}{path}")[1]


# --- ids ---

OF_DOCUMENT = """() => {
  const names = new Set();
  for (let one = document; one; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) names.add(name);
  }
  return [...names].filter((name) => /^[a-z0-9]+$/.test(name) && !name.startsWith("on"));
}"""


@pytest.mark.parametrize("name", ["body", "cookie", "forms"])
def test_an_id_is_no_name_that_the_document_itself_has(project: Project, name: str) -> None:
    for code in ("en", "es"):
        project.replace(f"{code}/warning.md", "{#detail}", f"{{#{name}}}")
    project.replace("glossary.json", '"id": "fair-warning"', f'"id": "{name}"')
    told = [line for line in project.problems() if f"The id `{name}` is used by the page itself." in line]
    assert [line.partition(":")[0] for line in told] == [
        "content/en/warning.md",
        "content/es/warning.md",
        "content/glossary.json",
    ]


def test_no_name_of_a_browsers_document_can_become_an_id(browser: Browser) -> None:
    page = browser.new_page()
    names = page.evaluate(OF_DOCUMENT)
    page.close()
    assert "cookie" in names
    assert [name for name in names if not re.fullmatch(ON_EVERY_PAGE, name)] == []
