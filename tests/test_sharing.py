"""How search engines and those who share a link see the site: one page in several languages, each its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from lxml import etree

from generator.model.site import FIXED_PAGES, is_page
from generator.pipeline import Edition, prepare, render_all
from tests.conftest import Counted
from tests.tiny import Project

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@dataclass
class Head:
    """What the head of a page says of it."""

    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    alternates: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self._in_title = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self._in_title = tag == "title" and not self.head.title
        if tag == "meta":
            self.head.metas[found.get("property") or found.get("name", "")] = found.get("content", "")
        elif tag == "link" and found["rel"] == "canonical":
            self.head.canonical = found["href"]
        elif tag == "link" and "hreflang" in found:
            self.head.alternates[found["hreflang"]] = found["href"]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.head.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


def head(page: bytes) -> Head:
    """What the head of a page says."""
    reader = _Reader()
    reader.feed(page.decode().partition("</head>")[0])
    return reader.head


@pytest.fixture(scope="module")
def heads(files: dict[str, bytes], edition: Edition) -> dict[str, Head]:
    """The heads of all pages for search engines, by the address of the page."""
    assert edition.sources
    base = edition.sources.settings.base_url
    pages = {path: data for path, data in files.items() if path.endswith("index.html") and is_page(path)}
    heads = {f"{base}/{path.removesuffix('index.html')}": head(data) for path, data in pages.items()}
    return {address: one for address, one in heads.items() if one.metas.get("robots") != "noindex"}


def test_every_page_is_canonical_at_its_own_address(heads: dict[str, Head]) -> None:
    assert [address for address, one in heads.items() if one.canonical != address] == []


def test_every_version_that_a_page_names_names_it_back(heads: dict[str, Head], counted: Counted) -> None:
    named = 0
    for address, one in heads.items():
        for code, other in one.alternates.items():
            assert address in heads[other].alternates.values(), f"{other} does not name {address}"
            assert code == "x-default" or f"/{code}/" in other
            named += 1
    counted(f"{named} versions are named by {len(heads)} pages, all in both directions")


def test_the_sitemap_names_the_pages_and_versions_that_the_pages_name(
    files: dict[str, bytes], heads: dict[str, Head]
) -> None:
    urls = etree.fromstring(files["sitemap.xml"]).findall("s:url", SPACES)
    told = {
        url.findtext("s:loc", "", SPACES): {
            link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", SPACES)
        }
        for url in urls
    }
    assert len(urls) == len(told)
    assert told == {address: one.alternates for address, one in heads.items()}


def last_changes(project: Project, today: dt.date) -> dict[str, str]:
    """The day of the last change of every page of the English site, by its path, as the sitemap has it."""
    files, problems = render_all(prepare(project.folders, today=today))
    assert not problems
    urls = etree.fromstring(files["sitemap.xml"]).findall("s:url", SPACES)
    found = {url.findtext("s:loc", "", SPACES): url.findtext("s:lastmod", "unknown", SPACES) for url in urls}
    return {loc.removeprefix("https://example.org"): day for loc, day in found.items() if "/es/" not in loc}


def test_a_page_was_last_changed_when_somebody_checked_its_words_or_records(project: Project) -> None:
    project.replace("en/warning.md", "reviewed: 2026-11-23", "reviewed: 2026-10-01")
    project.tables["cases.json"]["cases"][0]["checked"] = "2026-11-24"
    project.tables["laws.json"]["laws"][0]["checked"] = "2026-10-05"
    project.tables["rules.json"]["reviewed"] = "2026-10-02"
    project.save()
    days = last_changes(project, dt.date(2026, 11, 25))
    assert days == last_changes(project, dt.date(2027, 11, 25)), "the day of the build counts for nothing"
    assert days["/en/warning/"] == "2026-10-01"
    assert days["/en/cases/hope-v-pelzer/"] == days["/en/cases/"] == "2026-11-24"
    assert days["/en/laws/"] == days["/en/tree/"] == "2026-11-23"
    assert days["/en/tree/open/"] == "2026-10-02"
    assert days["/"] == "unknown"


def test_no_two_pages_of_a_language_have_one_title_or_one_description(
    heads: dict[str, Head], edition: Edition
) -> None:
    assert edition.sources
    for code in edition.sources.settings.codes:
        mine = [one for address, one in heads.items() if f"/{code}/" in address]
        assert len(mine) >= 150
        titles = Counter(one.title for one in mine)
        descriptions = Counter(one.metas["description"] for one in mine)
        assert [words for words, times in (titles + descriptions).items() if times > 1] == []


def test_titles_and_descriptions_of_articles_fit_into_a_list_of_results(edition: Edition) -> None:
    assert edition.sources
    for article in edition.sources.articles:
        if article.key not in FIXED_PAGES:
            assert len(article.front.title) <= 60, article.file
            assert 50 <= len(article.front.description) <= 160, article.file
