"""The site calls a thing by one name: the word that the glossary chose."""

from __future__ import annotations

import pytest

from tests.tiny import Project


@pytest.fixture
def worded(project: Project) -> Project:
    """The tiny project with a term that has three other names, one of them allowed and longer."""
    terms = project.tables["glossary.json"]["terms"]
    terms[0]["variants"] = {"es": ["aviso justo", "aviso previo", "aviso"]}
    terms[0]["allowed"] = {"es": ["aviso previo"]}
    terms[0]["definition"]["es"] = "Lo que otros llaman aviso justo."
    project.save()
    project.replace("es/warning.md", "Basta el aviso", "Basta eso")
    assert project.problems() == []
    return project


def told(project: Project) -> list[str]:
    return [line for line in project.problems() if "glossary's word" in line]


def test_another_word_than_the_chosen_one_is_told_with_its_line(worded: Project) -> None:
    worded.replace("es/warning.md", "Dos años.", "Dos años de Aviso\njusto.")
    text = (worded.content / "es/warning.md").read_text()
    line = text.partition("Dos años")[0].count("\n") + 1
    assert told(worded) == [
        f"content/es/warning.md:{line}: The glossary's word for `Aviso justo` is `advertencia suficiente`. "
        "Use it, or add the word to `allowed` of that term in glossary.json."
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Una advertencia suficiente.",
        "Un aviso previo.",  # allowed, and longer than another name inside it
        "Avisos.",  # another word
        "[palabras](term:fair-warning).",
    ],
)
def test_the_chosen_word_and_what_is_allowed_are_fine(worded: Project, words: str) -> None:
    worded.replace("es/warning.md", "Dos años.", words)
    assert told(worded) == []


def test_other_languages_have_words_of_their_own(worded: Project) -> None:
    worded.replace("en/warning.md", "Two years.", "The aviso justo, as some say.")
    assert told(worded) == []


def test_titles_and_tables_are_read_as_well_but_not_the_glossary_nor_courts_words(worded: Project) -> None:
    worded.replace("es/warning.md", "title: Warning", "title: El aviso justo")
    worded.tables["cases.json"]["cases"][0]["matters"]["es"] = "Hubo aviso justo."
    worded.tables["cases.json"]["cases"][0]["quotes"][0]["translations"]["es"] = "un aviso justo"
    worded.save()
    first, second = told(worded)
    assert first.startswith("content/cases.json:")
    assert second.startswith("content/es/warning.md:2: ")
