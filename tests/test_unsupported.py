"""A paragraph that states law names what it rests on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from generator.commands import ROOT
from generator.pipeline import Edition, prepare
from generator.unsupported import unsupported
from tests.tiny import Project


@pytest.fixture
def legal(project: Project) -> Project:
    """The tiny project with words that state law."""
    for tagline, words in (
        ("A tiny site", '["must", "two years"]'),
        ("Un sitio pequeño", '["debe", "dos años"]'),
    ):
        project.replace("site.toml", f'"{tagline}"\n', f'"{tagline}"\nlegal_words = {words}\n')
    return project


def told(project: Project) -> list[str]:
    edition = prepare(project.folders)
    assert edition.sources
    return [str(problem) for problem in edition.located(unsupported(edition.sources))]


def test_nothing_on_the_real_site_states_law_without_an_authority(edition: Edition) -> None:
    assert edition.sources
    assert all(language.legal_words for language in edition.sources.settings.languages)
    assert not [str(problem) for problem in unsupported(edition.sources)]


def test_a_statement_of_law_without_authority_is_told_with_its_section_and_words(legal: Project) -> None:
    text = (legal.content / "en/warning.md").read_text()
    line = text.partition("## Deadlines")[0].count("\n") + 1
    assert told(legal) == [
        f"content/en/warning.md:{line}: This says “Two years” and rests on nothing: “Two years.” "
        "Cite what it rests on, link to the section that does, or say it in other words.",
        f"content/es/warning.md:{line}: This says “Dos años” and rests on nothing: “Dos años.” "
        "Cite what it rests on, link to the section that does, or say it in other words.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "You have two years [@usc-42-1983].",
        "As @hope-v-pelzer says, it must.",
        "It [must](case:hope-v-pelzer).",
        "It [must](law:usc-42-1983).",
        "It must; see [the question](question:law).",
        "It must; see [the result](outcome:open).",
        "It must; see [there](index.md) and [the section](#fair-warning).",
        "The Court says it must:\n\n![](quote:hope-v-pelzer/notice)",
        "Mustard has nothing to do with it.",
        "| Limit | Law |\n|---|---|\n| two years | [@usc-42-1983] |",
    ],
)
def test_what_names_its_authority_or_states_no_law_is_left_alone(legal: Project, words: str) -> None:
    legal.replace("en/warning.md", "Two years.", words)
    assert not [line for line in told(legal) if line.startswith("content/en")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("One thing [@usc-42-1983].\n\nAnother must be so.", "must"),
        ("- One [@usc-42-1983].\n- You MUST.", "MUST"),
        ("| Limit | Law |\n|---|---|\n| two years | none |", "two years"),
        ("It must; see [home](index.md).", "must"),
        ("It must; see [there](https://example.org/).", "must"),
    ],
)
def test_each_paragraph_item_and_row_answers_for_itself(legal: Project, words: str, found: str) -> None:
    legal.replace("en/warning.md", "Two years.", words)
    (line,) = [line for line in told(legal) if line.startswith("content/en")]
    assert f"This says “{found}” and rests on nothing" in line


def test_the_check_tells_it_and_the_build_does_not(legal: Project) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "--content", str(legal.content)]
    checked = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "rests on nothing" in checked.stderr
    assert not legal.problems()
