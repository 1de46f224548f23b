"""Our content in plain Markdown: what every peer can read, with each citation as a footnote.

Addresses are `/language/section/page/`. Each section has an index page with a list of its pages, as peers
have no other way into them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from bench.corpus import IN_A_SECTION

CASES, TABLES = "cases", "tables"
"""The sections of the case pages (`cases-1`, `cases-2`, …), and of the pages with laws and legal words."""

_GROUP = re.compile(r"\[(see )?(@[^\]]+)\]")
_IN_TEXT = re.compile(r"(?<![\w\[])@([a-z0-9-]+)")
_ONE = re.compile(r"@(?P<id>[a-z0-9-]+)(?:, (?P<pin>[^;]+))?")
_LINK = re.compile(
    r"\]\((?:(?P<key>[a-z0-9-]+)\.md(?P<place>#[a-z0-9-]+)?|(?P<kind>[a-z]+):(?P<id>[a-z0-9-]+))\)"
)


@dataclass(frozen=True)
class Page:
    """A page: its path, such as `en/part-1/article-7`, that of its section, and its Markdown.

    An index is the page of a section itself, or of a language.
    """

    path: str
    section: str
    title: str
    description: str
    order: int
    text: str
    is_index: bool = False

    @property
    def language(self) -> str:
        """The first part of its path."""
        return self.path.partition("/")[0]


@dataclass(frozen=True)
class Material:
    """All pages, and for each page of ours that was made from an article its path by our file's name."""

    pages: Sequence[Page]
    articles: Mapping[str, Page]


def material_of(content: Path) -> Material:
    """The pages of a content folder made by `bench.corpus`."""
    settings = tomllib.loads((content / "site.toml").read_text(encoding="utf-8"))
    pages: list[Page] = []
    articles: dict[str, Page] = {}
    for language in settings["languages"]:
        made = _Made(content, language["code"], settings)
        for file, page in made.articles():
            articles[file] = page
        pages += [*made.cases(), *made.tables()]
        pages += [page for page in articles.values() if page.language == language["code"]]
        pages += _indexes(pages, made, language["site_name"])
    return Material(pages, articles)


def _indexes(pages: Sequence[Page], made: _Made, site_name: str) -> list[Page]:
    """A page for each section, and one for the language."""
    by_section: dict[str, list[Page]] = {}
    for page in pages:
        if page.language == made.code:
            by_section.setdefault(page.section, []).append(page)
    found = []
    for section, inside in by_section.items():
        rows = "\n".join(f"- [{page.title}](/{page.path}/)" for page in inside)
        name = made.names.get(section.partition("/")[2], section)
        found.append(Page(section, section, name, name, 0, rows + "\n", is_index=True))
    rows = "\n".join(f"- [{page.title}](/{page.path}/)" for page in found)
    return [*found, Page(made.code, made.code, site_name, site_name, 0, rows + "\n", is_index=True)]


class _Made:
    """The pages of one language."""

    def __init__(self, content: Path, code: str, settings: Mapping[str, Any]) -> None:
        self.content, self.code = content, code
        self.names = {one["id"]: one["name"][code] for one in settings["sections"]}
        self.table, self.law_table, self.terms = (
            json.loads((content / f"{name}.json").read_text(encoding="utf-8"))
            for name in ("cases", "laws", "glossary")
        )
        self.authorities = {one["id"]: one for one in (*self.table["cases"], *self.law_table["laws"])}
        self.case_sections = {
            case["id"]: f"{code}/{CASES}-{order // IN_A_SECTION + 1}"
            for order, case in enumerate(self.table["cases"])
        }
        self.written = dict(self._written())
        self.paths = {
            key: f"{code}/{front['section']}/{front['slug']}" for key, (front, _) in self.written.items()
        }

    def _written(self) -> Iterator[tuple[str, tuple[Mapping[str, Any], str]]]:
        for path in sorted((self.content / self.code).glob("article-*.md")):
            _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
            yield path.stem, (yaml.load(front, yaml.CSafeLoader), text)

    def articles(self) -> Iterator[tuple[str, Page]]:
        """The articles by the names of their files."""
        for key, (front, text) in self.written.items():
            section = f"{self.code}/{front['section']}"
            page = Page(
                self.paths[key],
                section,
                front["title"],
                front["description"],
                front["order"],
                self._plain(text),
            )
            yield f"{self.code}/{key}.md", page

    def cases(self) -> Iterator[Page]:
        """A page for each case."""
        for order, case in enumerate(self.table["cases"]):
            words = [case[name][self.code] for name in ("happened", "holding", "matters") if name in case]
            text = "\n\n".join((self._full(case, None), *words)) + "\n"
            section = self.case_sections[case["id"]]
            yield Page(f"{section}/{case['id']}", section, case["name"], case["name"], order, text)

    def tables(self) -> Iterator[Page]:
        """A page with all laws, and one with all legal words."""
        laws = [
            f"## {law['name'][self.code]} {{#{law['id']}}}\n\n{law['says'][self.code]}"
            for law in self.law_table["laws"]
        ]
        terms = [
            f"## {term['term'][self.code]} {{#{term['id']}}}\n\n{term['definition'][self.code]}"
            for term in self.terms["terms"]
        ]
        section = f"{self.code}/{TABLES}"
        for order, (name, rows) in enumerate((("laws", laws), ("glossary", terms))):
            yield Page(f"{section}/{name}", section, name, name, order, "\n\n".join(rows) + "\n")

    def _plain(self, text: str) -> str:
        """Markdown that everybody reads: links with addresses, citations as footnotes."""
        notes: list[str] = []
        number = count(1)

        def noted(said: str) -> str:
            mark = f"[^{next(number)}]"
            notes.append(f"{mark}: {said}")
            return mark

        def group(match: re.Match[str]) -> str:
            cited = "; ".join(self._cited(one) for one in _ONE.finditer(match[2]))
            return noted(f"{match[1] or ''}{cited}.")

        def in_text(match: re.Match[str]) -> str:
            case = self.authorities[match[1]]
            return f"*{case['short']}*{noted(self._full(case, None) + '.')}"

        marked = _LINK.sub(self._link, _IN_TEXT.sub(in_text, _GROUP.sub(group, text)))
        return marked + "\n" + "\n".join(notes) + "\n"

    def _cited(self, match: re.Match[str]) -> str:
        return self._full(self.authorities[match["id"]], match["pin"])

    def _full(self, record: Mapping[str, Any], pin: str | None) -> str:
        """A citation in full, with a link to the record's page."""
        if "says" in record:
            return f"[{record['citation']}](/{self.code}/{TABLES}/laws/#{record['id']})"
        pages = ", ".join(str(page) for page in (record.get("page", "___"), pin) if page)
        court = self.table["courts"][record["court"]].get("bluebook", "")
        where = f"{record['volume']} {record['reporter']} {pages}"
        year = f"{court} {record['year']}".strip()
        return f"[*{record['name']}*](/{self.case_sections[record['id']]}/{record['id']}/), {where} ({year})"

    def _link(self, match: re.Match[str]) -> str:
        kinds: Mapping[str | None, Callable[[], str]] = {
            None: lambda: f"/{self.paths[match['key']]}/{match['place'] or ''}",
            "case": lambda: f"/{self.case_sections[match['id']]}/{match['id']}/",
            "law": lambda: f"/{self.code}/{TABLES}/laws/#{match['id']}",
            "term": lambda: f"/{self.code}/{TABLES}/glossary/#{match['id']}",
        }
        return f"]({kinds[match['kind']]()})"
