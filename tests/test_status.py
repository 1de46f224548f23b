"""The status pages: how both languages stand, side by side, what is due, and how hard it is to read."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from generator.model.translations import State
from generator.pipeline import prepare, read
from generator.problems import Problem
from generator.prose import prose
from generator.status import Board, board_of, page_of
from generator.translators import track
from tests.tiny import SITE, Project

TODAY = dt.date(2026, 11, 25)


def board(project: Project) -> Board:
    return board_of(track(project.folders, read), prepare(project.folders).problems, TODAY)


def page(project: Project, name: str = "") -> str:
    """A status page, with its blanks made one."""
    found = page_of(board(project), name)
    assert found is not None, name
    return re.sub(r"\s+", " ", found.decode())


def test_every_file_with_translations_has_a_page_and_every_page_is_linked(project: Project) -> None:
    found = board(project)
    overview = page(project)
    for file in found.files:
        assert f'href="/status/{file.name}/"' in overview
        assert f"<h1>{file.name}</h1>" in page(project, file.name)
    assert {"warning", "index", "cases.json", "rules.json"} <= {file.name for file in found.files}
    assert page_of(found, "nothing") is None


def test_states_are_counted_by_language_and_file(project: Project) -> None:
    assert board(project).count(State.CURRENT, "es") == 0
    project.sign_off()
    project.replace("en/warning.md", "Two years.", "Three years.")
    found = board(project)
    warning = found.file("warning")
    assert warning
    assert (warning.count(State.OUTDATED), found.count(State.OUTDATED, "es")) == (1, 1)
    assert found.count(State.OUTDATED, "en") == 0
    assert [unit.place for unit in warning.units if not unit.settled] == ["deadlines"]
    assert not warning.settled
    assert "1 outdated" in page(project)


def test_the_two_languages_stand_side_by_side_with_what_changed_and_what_to_run(project: Project) -> None:
    project.sign_off()
    project.replace("en/warning.md", "Two years.", "Three years.")
    text = page(project, "warning")
    assert '<td lang="en">Three years.</td><td lang="es">Dos años.</td>' in text
    assert "+ Three years." in text
    assert "python build.py --reviewed es/warning#deadlines" in text
    assert text.count("<details") == len(board(project).file("warning").units)  # type: ignore[union-attr]
    assert text.count(" open>") == 1  # what is settled is closed


def test_what_stops_the_build_is_counted(project: Project) -> None:
    for language in ("en", "es"):
        project.replace(f"{language}/warning.md", "order: 1", "order: 1\ncritical: [deadlines]")
    found = board(project)
    assert found.blocking("es") == 1
    assert "1 stops the build" in page(project)


def test_a_missing_version_is_shown_as_missing(project: Project) -> None:
    project.replace("es/warning.md", "## Plazos {#deadlines}\n\nDos años.\n", "")
    text = page(project, "warning")
    assert "es: missing" in text
    assert "--reviewed es/warning#deadlines" not in text  # there is nothing to sign off yet


@pytest.mark.parametrize(
    ("review_by", "said"),
    [
        ("2026-11-24", "2026-11-24: overdue by 1 day"),
        ("2026-11-25", "2026-11-25: in 0 days"),
        ("2027-01-01", "2027-01-01: in 37 days"),
    ],
)
def test_review_dates_are_told_the_most_urgent_first(project: Project, review_by: str, said: str) -> None:
    assert "no date set" in page(project)
    project.replace("es/warning.md", "order: 1", f"order: 1\nreview_by: {review_by}")
    assert board(project).reviews[0].name == "es/warning"
    assert said in page(project)


def test_the_table_that_nobody_checked_for_longest_is_named(project: Project) -> None:
    assert "cases.json, longest ago: hope-v-pelzer" in page(project)


def test_problems_stand_on_the_first_page_even_where_nothing_can_be_read(project: Project) -> None:
    assert "None." in page(project)
    project.replace("en/warning.md", "reviewed: 2026-11-23", "reviewed: soon")
    assert "content/en/warning.md:7:" in page(project)
    project.write("site.toml", "languages = 1")
    found = board(project)
    assert found.files == ()
    assert "content/site.toml" in page(project)


def test_words_of_the_content_are_escaped(project: Project, unguarded: None) -> None:
    project.replace("glossary.json", "Enough notice.", "<b>Enough & more</b>")
    assert "&lt;b&gt;Enough &amp; more&lt;/b&gt;" in page(project, "glossary.json")
    hostile = Problem("content/en/x.md", "<script>", "")
    said = page_of(board_of(track(project.folders, read), [hostile], TODAY), "")
    assert said
    assert b"<script>" not in said


LEVELS = """
[languages.reading_level]
measure = "{}"
tree = 8
articles = 9
"""


def test_long_enough_sections_have_a_reading_level_in_each_measured_language(project: Project) -> None:
    first, second = SITE.split('site_name = "Tiny"\ntagline = "A tiny site"\n')
    both = 'site_name = "Tiny"\ntagline = "A tiny site"\n' + LEVELS.format("flesch-kincaid")
    project.write("site.toml", first + both + second)
    plain = "The cat sat on the mat and the dog ran off to the park. Then it came back to the cat on the mat."
    project.replace("en/warning.md", "Two years.", plain)
    units = {unit.place: unit for unit in board(project).file("warning").units}  # type: ignore[union-attr]
    assert set(units["deadlines"].levels) == {"en"}
    assert units["deadlines"].levels["en"] < 5
    assert units["front-matter"].levels == {}  # too short to be measured
    project.replace(
        "en/warning.md",
        plain,
        "Notwithstanding unconstitutional administrative interpretations, municipalities "
        "characteristically disregard jurisprudential prohibitions. " * 3,
    )
    units = {unit.place: unit for unit in board(project).file("warning").units}  # type: ignore[union-attr]
    assert units["deadlines"].levels["en"] > 15


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("Notice is enough [@hope-v-pelzer, 741].",), "Notice is enough."),
        (("Read it [see @hope-v-pelzer; @taylor-v-riojas, 9], and more.",), "Read it, and more."),
        (("In @hope-v-pelzer [741] the Court spoke.",), "In X the Court spoke."),
        (("See [the term](term:fair-warning).",), "See the term."),
        (("![](quote:hope-v-pelzer/notice)",), ""),
        (("### A detail", "- One thing", "  - Another?"), "A detail. One thing. Another?"),
        (("| Claim | 6 months |",), "Claim. 6 months."),
        ((), ""),
    ],
)
def test_only_our_own_sentences_are_measured(lines: tuple[str, ...], said: str) -> None:
    assert prose(lines) == said
