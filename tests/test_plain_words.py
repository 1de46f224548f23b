"""Plain words: syllables, the two measures, and the sentences of the decision tree."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.site import FIXED_PAGES
from generator.pipeline import Edition
from generator.plain_words import hard_sections, hard_sentences, told_levels, tree_sentences
from generator.reading_level import (
    Level,
    english_syllables,
    flesch_kincaid,
    inflesz,
    sentences,
    spanish_syllables,
)
from tests.conftest import Counted
from tests.tiny import ROOT, Project


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("act", 1),
        ("claim", 1),
        ("blocked", 1),
        ("needed", 2),
        ("officer", 3),
        ("federal", 2),  # the dictionary's shorter pronunciation
        ("immunity", 4),
        ("violated", 4),
        ("unreasonable", 4),
        ("California’s", 4),
        ("section", 2),
        ("1983", 1),
    ],
)
def test_english_syllables_are_those_that_are_spoken(word: str, count: int) -> None:
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("ley", 1),
        ("juez", 1),
        ("guerra", 2),
        ("quien", 1),
        ("pingüino", 3),
        ("vía", 2),
        ("país", 2),
        ("raíz", 2),
        ("oír", 2),
        ("actuar", 2),
        ("leer", 2),
        ("ahora", 3),
        ("prohíbe", 3),
        ("ahí", 2),
        ("ciudad", 2),
        ("reclamo", 3),
        ("inmunidad", 4),
        ("constitución", 4),
        ("averigüéis", 4),
        ("funcionario", 4),
        ("habría", 3),
        ("y", 1),
        ("muy", 1),
        ("ayuda", 3),
        ("1983", 1),
    ],
)
def test_spanish_syllables_follow_the_spelling(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


def test_the_measures_are_the_published_formulas() -> None:
    """Ten words of fifteen syllables in English, of twenty in Spanish, in two sentences."""
    assert flesch_kincaid(syllables=15, words=10, sentences=2) == pytest.approx(4.06)
    assert inflesz(syllables=20, words=10, sentences=2) == pytest.approx(77.235)


def test_a_sentence_ends_at_a_stop_a_question_or_a_colon() -> None:
    said = "Was it clear? The court said: yes. Section 52.1 applies!"
    assert sentences(said) == ["Was it clear?", "The court said:", "yes.", "Section 52.1 applies!"]


def test_a_known_word_counts_as_a_short_one() -> None:
    plain = Level("flesch-kincaid", ()).of("Qualified immunity is a shield.")
    known = Level("flesch-kincaid", ["qualified immunity"]).of("Qualified immunity is a shield.")
    assert known < plain
    assert known == Level("flesch-kincaid", ()).of("It is a shield.")
    assert Level("inflesz", ["inmunidad"]).of("La inmunidad no basta.") == pytest.approx(
        Level("inflesz", ()).of("La regla no basta.")
    )


@given(st.lists(st.sampled_from(["ley", "no", "protege", "a", "nadie", "actúa", "dolo"]), min_size=1))
def test_the_same_words_in_two_sentences_are_easier(said: list[str]) -> None:
    level = Level("inflesz", ())
    one = " ".join(said)
    assert level.of(f"{one} {one}") < level.of(f"{one}. {one}")


def test_every_sentence_of_the_tree_is_plain(edition: Edition, counted: Counted) -> None:
    assert edition.sources
    assert not [str(problem) for problem in hard_sentences(edition.sources, "content")]
    number = dict.fromkeys(edition.sources.settings.codes, 0)
    for code, _, _ in tree_sentences(edition.sources):
        number[code] += 1
    counted(f"Sentences of the tree within their limit: {number}.")
    assert min(number.values()) > 400


@pytest.fixture
def measured(project: Project) -> Project:
    """The tiny project with a measure for one of its languages."""
    tagline = 'tagline = "A tiny site"\n'
    level = '[languages.reading_level]\nmeasure = "flesch-kincaid"\ntree = 9\narticles = 9\n'
    project.replace("site.toml", tagline, tagline + level)
    return project


def checked(project: Project, status: int) -> str:
    """What `--check` says of a project."""
    command = [sys.executable, ROOT / "build.py", "--check", "--content", project.content]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_every_article_and_section_is_plain_in_both_languages(edition: Edition, counted: Counted) -> None:
    assert edition.sources
    assert not [str(problem) for problem in hard_sections(edition.sources)]
    told = list(told_levels(edition.sources))
    counted("Reading levels:\n" + "\n".join(told))
    of_articles = [line for line in told if line.partition(":")[0] not in FIXED_PAGES]
    assert len(of_articles) >= 18
    assert all(f"{code} " in line for line in of_articles for code in edition.sources.settings.codes)


LONG = "Notwithstanding constitutional considerations, jurisdictional prerequisites predominate. "
PLAIN = "The cat sat on the mat. The dog ran to the park. Then it came back to the cat. Both had a nap. "


def test_a_hard_section_is_told_with_its_line_and_its_worst_sentences(measured: Project) -> None:
    assert "Reading level: warning: en " in checked(measured, 0)
    measured.replace("en/warning.md", "Two years.", PLAIN + LONG * 3)
    said = checked(measured, 1)
    text = (measured.content / "en/warning.md").read_text()
    line = text.partition("## Deadlines")[0].count("\n") + 1
    (told,) = [one for one in said.splitlines() if "The section `deadlines`" in one]
    assert told.startswith(
        f"content/en/warning.md:{line}: The section `deadlines` is too hard to read (flesch-"
    )
    assert "limit: 9" in told
    assert LONG.strip() in told
    assert "content/es" not in said  # Spanish has no measure here


def test_citations_and_courts_words_do_not_make_a_section_harder(measured: Project) -> None:
    measured.replace("en/warning.md", "Two years.", PLAIN + "It was over [@hope-v-pelzer, 741].")
    measured.replace("es/warning.md", "Dos años.", "Dos años [@hope-v-pelzer, 741].")
    first = checked(measured, 0)
    quotation = "\n\n![](quote:hope-v-pelzer/notice)\n"
    for language, words in (
        ("en", "It was over [@hope-v-pelzer, 741]."),
        ("es", "Dos años [@hope-v-pelzer, 741]."),
    ):
        measured.replace(f"{language}/warning.md", words, words + quotation)
    level = [line for line in first.splitlines() if "warning" in line]
    assert level == [line for line in checked(measured, 0).splitlines() if "warning" in line]


def test_a_hard_sentence_is_told_with_its_line_by_the_check(measured: Project) -> None:
    project = measured
    hard = "Notwithstanding constitutional considerations, jurisdictional prerequisites predominate."
    project.replace("rules.json", '"en": "It matters."', f'"en": "{hard}"')
    line = next(
        n
        for n, text in enumerate((project.content / "rules.json").read_text().splitlines(), 1)
        if hard in text
    )
    said = checked(project, 1)
    assert f"content/rules.json:{line}: This sentence is too hard (flesch-kincaid: " in said
    assert hard in said
