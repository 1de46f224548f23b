"""What pages say of themselves to search engines: in schema.org's words, complete, and true to the page."""

from __future__ import annotations

import ast
import datetime as dt
import html
import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.model.site import CASES, FIXED_PAGES, QUESTIONS, is_page
from generator.pipeline import Edition
from tests.conftest import Counted
from tests.test_sharing import head
from tests.tiny import SITE, Project, front_matter

Node = dict[str, Any]

NEEDED = {
    "Article": {"headline", "description", "inLanguage", "dateModified", "image", "author", "publisher"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "Dataset": {"name", "description", "creator", "license", "distribution", "isAccessibleForFree", "url"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "WebSite": {"name", "url", "inLanguage", "publisher"},
    "Organization": {"name", "url"},
}
"""What search engines need or want of each thing (Google Search Central, "Structured data"), and we have."""


SPEC = importlib.util.find_spec("pydantic2_schemaorg")
assert SPEC
assert SPEC.submodule_search_locations
VOCABULARY = Path(SPEC.submodule_search_locations[0])
"""schema.org's vocabulary as classes in Python; it is read and not run, which takes less time."""


@cache
def described(kind: str) -> tuple[list[str], dict[str, set[str]]]:
    """The types that a type is a kind of, and what each of its own properties may be."""
    file = VOCABULARY / f"{kind}.py"
    assert file.exists(), f"schema.org knows no {kind}"
    (found,) = (node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.ClassDef))
    above = [base.id for base in found.bases if isinstance(base, ast.Name)]
    own = {
        node.target.id: {
            part.value
            for part in ast.walk(node.annotation)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        }
        for node in found.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return [base for base in above if (VOCABULARY / f"{base}.py").exists()], own


@cache
def kinds(of: str) -> frozenset[str]:
    """A type of schema.org with all that it is a kind of."""
    return frozenset({of}.union(*map(kinds, described(of)[0])))


def ranges_of(name: str, kind: str) -> set[str] | None:
    """What a property of a type may be; None where the type has no such property."""
    return next((described(each)[1][name] for each in kinds(kind) if name in described(each)[1]), None)


def fits(value: object, ranges: set[str]) -> bool:
    """Whether a value is one of the types that a property may have."""
    if isinstance(value, dict):
        return list(value) == ["@id"] or not ranges.isdisjoint(kinds(value["@type"]))
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int):
        return not ranges.isdisjoint({"Integer", "Number"})
    assert isinstance(value, str)
    if "URL" in ranges and value.startswith("https://"):
        return True
    if "Date" in ranges:
        return dt.date.fromisoformat(value).isoformat() == value
    return "Text" in ranges and value != ""


def faults(node: Node) -> Iterator[str]:
    """What is wrong with a thing and all things in it."""
    kind = node["@type"]
    yield from (f"{kind} lacks {name}" for name in NEEDED[kind] - set(node))
    for name, value in node.items():
        if name.startswith("@"):
            continue
        ranges = ranges_of(name, kind)
        if ranges is None:
            yield f"{kind} has no {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            if not fits(one, ranges):
                yield f"{name} of {kind} cannot be {one!r}"
            if isinstance(one, dict) and "@type" in one:
                yield from faults(one)


def things(page: bytes | str) -> list[Node]:
    """The things that a page says it is; none where it says nothing."""
    text = page.decode() if isinstance(page, bytes) else page
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    graphs = [json.loads(block) for block in blocks]
    assert all(set(graph) == {"@context", "@graph"} for graph in graphs)
    assert all(graph["@context"] == "https://schema.org" for graph in graphs)
    return [node for graph in graphs for node in graph["@graph"]]


def one(kind: str, page: bytes | str) -> Node:
    """The only thing of this kind on a page."""
    (found,) = (node for node in things(page) if node["@type"] == kind)
    return found


def test_every_page_describes_itself_in_words_that_schema_org_knows(
    files: dict[str, bytes], counted: Counted
) -> None:
    described = 0
    for path, data in files.items():
        if is_page(path) and path.count("/") > 0 and head(data).metas.get("robots") != "noindex":
            found = things(data)
            assert found, path
            assert [fault for node in found for fault in faults(node)] == [], path
            own = {node["@id"] for node in found if node["@type"] == "Organization"}
            named = set(re.findall(r'"(?:author|publisher|creator)":{"@id":"(.*?)"}', data.decode()))
            assert named == own, path
            described += len(found)
    counted(f"{described} things of schema.org")


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"@type": "Answer"}, "Answer lacks text"),
        ({"@type": "Answer", "text": "No.", "distribution": "x"}, "Answer has no distribution"),
        ({"@type": "Answer", "text": "No.", "words": "x"}, "Answer has no words"),
        ({"@type": "Answer", "text": ""}, "text of Answer cannot be ''"),
        (
            {"@type": "Answer", "text": "No.", "isAccessibleForFree": "yes"},
            "isAccessibleForFree of Answer cannot",
        ),
        (
            {"@type": "Answer", "text": "No.", "author": {"@type": "Answer", "text": "No."}},
            "author of Answer cannot",
        ),
    ],
)
def test_what_schema_org_does_not_know_is_found(node: Node, told: str) -> None:
    assert any(fault.startswith(told) for fault in faults(node))


def test_an_article_says_what_its_page_says(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    settings = edition.sources.settings
    for language in settings.languages:
        for article in edition.sources.articles:
            if article.language != language.code or article.key in FIXED_PAGES:
                continue
            page = files[f"{language.code}/{article.slug}/index.html"]
            said, shown = one("Article", page), head(page)
            assert shown.title == f"{said['headline']} – {language.site_name}"
            assert said["description"] == shown.metas["description"]
            assert (said["@id"], said["inLanguage"]) == (shown.canonical, language.code)
            assert said["image"] == shown.metas["og:image"]
            assert said["dateModified"] == article.front.reviewed.isoformat()
            assert said["license"] == settings.content_licence_url
            others = {said["translationOfWork"]["@id"]} if "translationOfWork" in said else set()
            others |= {other["@id"] for other in said.get("workTranslation", ())}
            assert others == set(shown.alternates.values()) - {shown.canonical}


def test_an_article_without_translation_names_none(project: Project) -> None:
    project.write("site.toml", SITE + '\n[translations]\nmissing_article = "fall back"\n')
    project.write("en/only.md", front_matter("Only here", "only", order="2") + "\nWords.\n")
    assert not {"workTranslation", "translationOfWork"} & set(
        one("Article", project.page("en/only/index.html"))
    )
    assert things(project.page("es/only/index.html")) == []


def test_the_questions_are_those_of_the_page_with_its_answers(
    files: dict[str, bytes], edition: Edition
) -> None:
    assert edition.sources
    asked: dict[str, list[str]] = {}
    for code in edition.sources.settings.codes:
        article = edition.sources.article(QUESTIONS, code)
        assert article
        page = files[f"{code}/{article.slug}/index.html"]
        headings = [html.unescape(heading.html) for heading in article.headings]
        answered = {
            node["name"]: node["acceptedAnswer"]["text"] for node in one("FAQPage", page)["mainEntity"]
        }
        asked[code] = list(answered)
        assert asked[code] == [heading for heading in headings if heading.endswith("?")]
        shown = html.unescape(
            re.sub(r"<[^>]+>", "", page.decode().partition('<script type="application/ld')[0])
        )
        for answer in answered.values():
            assert len(answer) > 40
            assert "@" not in answer
            assert not re.search(r" [.,;]|[<>\ue000]|\(\)", answer), answer
            assert answer[:25] in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert len({len(questions) for questions in asked.values()}) == 1
    only = [path for path, data in files.items() if b'"FAQPage"' in data]
    assert len(only) == len(asked)


def test_a_case_named_in_an_answer_keeps_its_name(project: Project) -> None:
    text = "\n## Why? {#why}\n\nIn @hope-v-pelzer, and under @usc-42-1983, it is so [@hope-v-pelzer, 741].\n"
    for code in ("en", "es"):
        project.write(f"{code}/questions.md", front_matter("Questions", "questions", order="2") + text)
    (question,) = one("FAQPage", project.page("en/questions/index.html"))["mainEntity"]
    assert question["name"] == "Why?"
    assert question["acceptedAnswer"]["text"] == "In Hope v. Pelzer, and under Section 1983, it is so."


def test_the_table_of_cases_is_a_dataset_whose_files_are_there(
    files: dict[str, bytes], edition: Edition
) -> None:
    assert edition.sources
    base = edition.sources.settings.base_url
    for code in edition.sources.settings.codes:
        article = edition.sources.article(CASES, code)
        assert article
        data = one("Dataset", files[f"{code}/{article.slug}/index.html"])
        assert 50 <= len(data["description"]) <= 5000
        assert data["license"] == edition.sources.settings.content_licence_url
        assert data["inLanguage"] == list(edition.sources.settings.codes)
        offered = {
            file["contentUrl"].removeprefix(f"{base}/"): file["encodingFormat"]
            for file in data["distribution"]
        }
        assert offered == {"cases.json": "application/json", "cases.csv": "text/csv"}
        assert set(offered) <= set(files)


def test_the_way_to_a_case_leads_past_the_table(project: Project) -> None:
    way = one("BreadcrumbList", project.page("es/cases/hope-v-pelzer/index.html"))["itemListElement"]
    assert [(step["position"], step["name"], step.get("item", {}).get("@id")) for step in way] == [
        (1, "Pequeño", "https://example.org/es/"),
        (2, "Page cases", "https://example.org/es/cases/"),
        (3, "Hope v. Pelzer", None),
    ]


def test_words_cannot_end_the_block_that_they_stand_in(project: Project, unguarded: None) -> None:
    project.replace("en/warning.md", "title: Warning", "title: '</script><b> & \"so\"'")
    page = project.page("en/warning/index.html")
    assert one("Article", page)["headline"] == "</script><b> & “so”"
    assert page.count("</script>") == page.count("<script ")
