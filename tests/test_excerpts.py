"""A problem shows the line it is about, and a caret under the place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.pipeline import prepare
from generator.problems import Excerpt, Problem
from tests.tiny import ROOT, Project

WARNING = "en/warning.md"


def excerpts(project: Project) -> list[str]:
    return [str(problem.excerpt) for problem in prepare(project.folders).problems]


SHOWN: dict[str, tuple[Callable[[Project], object], str]] = {
    "a citation in the middle of a line": (
        lambda p: p.replace(WARNING, "Two years.", "Two [@nobody] years."),
        "Two [@nobody] years.\n    ^",
    ),
    "a value of a table": (
        lambda p: p.replace("cases.json", '"year": 2002', '"year": "soon"'),
        '   "year": "soon",\n           ^',
    ),
    "a value below its name": (
        lambda p: p.replace("cases.json", '"year": 2002', '"year":\n  "soon"'),
        '   "year":\n   ^',
    ),
    "a field that is missing, by its group": (
        lambda p: p.replace("glossary.json", '"en": "fair warning"', '"fr": "fair warning"'),
        '   "term": {\n           ^',
    ),
    "a comma that is missing in a table": (
        lambda p: p.replace("laws.json", '"kind": "statute",', '"kind": "statute"'),
        '   "name": {\n   ^',
    ),
    "a setting": (
        lambda p: p.replace("site.toml", "law_as_of = 2026-03-31", "law_as_of = 7"),
        "law_as_of = 7\n^",
    ),
    "a setting that is not written as one": (
        lambda p: p.replace("site.toml", "law_as_of = 2026-03-31", "law_as_of = soon"),
        "law_as_of = soon\n            ^",
    ),
    "a field of the front matter": (
        lambda p: p.replace(WARNING, "order: 1", "  order: one"),
        "  order: one\n       ^",
    ),
    "a quotation mark that is not closed": (
        lambda p: p.replace(WARNING, 'slug: "warning"', 'slug: "warning'),
        'slug: "warning\n      ^',
    ),
    "a character that nobody sees": (
        lambda p: p.replace(WARNING, "Two years.", "Two\u200e years."),
        "Two\N{REPLACEMENT CHARACTER} years.\n   ^",
    ),
    "a byte that is no letter": (
        lambda p: p.write(WARNING, (p.content / WARNING).read_bytes().replace(b"Two", b"T\xf3o")),
        "T\N{REPLACEMENT CHARACTER}o years.\n^",
    ),
}


@pytest.mark.parametrize("mistake", SHOWN)
def test_the_caret_stands_under_the_place(project: Project, mistake: str) -> None:
    break_it, shown = SHOWN[mistake]
    break_it(project)
    assert shown in excerpts(project)


def test_a_problem_of_a_template_shows_the_templates_line(project: Project) -> None:
    templates = project.root / "templates"
    shutil.copytree(ROOT / "templates", templates)
    page = templates / "pages" / "home.html"
    page.write_text("{% extends 'layouts/base.html' %}\n  {% oops %}\n", encoding="utf-8")
    edition = prepare(replace(project.folders, templates=templates))
    assert edition.plan
    assert edition.renderer
    _, problems = edition.renderer.render(edition.plan.recipes["en/index.html"])
    assert [str(problem.excerpt) for problem in edition.located(problems)] == ["  {% oops %}\n  ^"]


@pytest.mark.parametrize("column", [1, 2, 31, 32, 33, 40, 5_000, 9_960, 10_000])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(0x4E00 + number) for number in range(10_000))  # every character is another one
    words, caret = str(Excerpt(line, column)).split("\n")
    assert len(words) <= 82
    assert words[caret.index("^")] == line[column - 1]
    assert words.startswith("…") == (column > 32)
    assert words.endswith("…") == (column < 9_951)


def test_a_tab_is_one_column_and_no_character_commands_the_terminal() -> None:
    words, caret = str(Excerpt("\ta\x1b[31mb", 3)).split("\n")
    assert words == " a\N{REPLACEMENT CHARACTER}[31mb"
    assert caret == "  ^"


def test_problems_that_say_the_same_of_one_line_are_the_same(project: Project) -> None:
    project.replace(WARNING, "Two years.", "Two [@nobody] or [@nobody] years.")
    assert len(project.problems()) == 1


def test_the_words_of_a_problem_are_one_line_whatever_its_excerpt() -> None:
    problem = Problem("content/en/a.md", "It is wrong.", "Mend it.", 3, Excerpt("words", 2))
    assert str(problem) == "content/en/a.md:3: It is wrong. Mend it."


@pytest.mark.parametrize("folder", ["content", "templates"])
def test_a_folder_that_is_gone_is_a_problem(project: Project, folder: str) -> None:
    folders = replace(project.folders, **{folder: project.root / f"no-{folder}"})
    said = "This folder is missing. Put it back under this name; without it there is nothing to build."
    assert [str(problem) for problem in prepare(folders).problems] == [f"no-{folder}: {said}"]
