"""Quotation marks, dashes, ellipses and spaces: one set of rules for articles and tables."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compile import compile_text
from generator.pipeline import prepare, render_all
from generator.typography import NO_BREAK, kept_together, on_one_line, typographic
from tests.tiny import TODAY, Project

SET = {
    '"no"': "“no”",
    "the judge's words": "the judge’s words",
    "judges' words": "judges’ words",
    "He said, \"'Quoted' words.\"": "He said, “‘Quoted’ words.”",
    '("no")': "(“no”)",
    '¿"Qué"?': "¿“Qué”?",
    "the '80s": "the ’80s",
    "yes -- or no": "yes – or no",
    "yes---or no": "yes—or no",
    "and so on...": "and so on…",
    "four dots....": "four dots....",
    "----": "----",
}


@pytest.mark.parametrize(("typed", "wanted"), SET.items())
def test_what_is_typed_is_set(typed: str, wanted: str) -> None:
    assert typographic(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ('She said "*no*" twice.', "She said “<em>no</em>” twice."),
        ('The rule of "[Hope](https://example.org)".', "“<a"),
        ("*Hope*'s rule", "<em>Hope</em>’s rule"),
        ('`"as typed" --`', '<code>"as typed" --</code>'),
        ('- "one"\n- "two"', "<li>“two”</li>"),
        ('> "one"', "“one”"),
        ('| "a" | b |\n|---|---|\n| "c" | d |', "“c”"),
    ],
)
def test_emphasis_links_and_code_in_an_article_do_not_hide_where_a_word_begins(
    typed: str, wanted: str
) -> None:
    assert wanted in compile_text(typed).lead


@given(st.text(alphabet="ab \"'([-.—“¿\n"))
def test_nothing_but_signs_changes(text: str) -> None:
    back = typographic(text).translate(str.maketrans("“”‘’", "\"\"''"))
    for typed, sign in (("---", "—"), ("--", "–"), ("...", "…")):
        text, back = text.replace(typed, sign), back.replace(typed, sign)
    assert back == text.translate(str.maketrans("“”", '""'))
    assert typographic(typographic(text)) == typographic(text)


@given(st.text(alphabet="ab\"' ("), st.text(alphabet="ab\"' ("))
def test_a_text_in_two_parts_is_set_as_one(first: str, second: str) -> None:
    whole = typographic(first + second)
    if first and second and not re.search(r"[\"'\s]$", first):
        assert typographic(first) + typographic(second, first[-1]) == whole


TOGETHER = {
    "under § 1983": "under §~1983",
    "a section 1983 claim": "a section~1983 claim",
    "la sección 52.1 del Código": "la sección~52.1 del Código",
    "Rule 12(b)(6)": "Rule~12(b)(6)",
    "No. 12, art. 3": "No.~12, art.~3",
    "on June 28, 2024, it": "on June~28, 2024, it",
    "el 28 de junio de 2024": "el~28~de~junio de~2024",
    "the 9th Cir. and the 9.º Cir.": "the~9th~Cir. and the~9.º~Cir.",
    "title 42 of 42 U.S.C.": "title~42~of~42~U.S.C.",
    "within 6 months": "within~6~months",
    "dentro de 1,000 metros": "dentro de~1,000~metros",
    "In 1983 the Court": "In~1983 the Court",
    "in 2012, 2013 and 2014": "in~2012, 2013 and~2014",
    "That is the holding. 42 people": "That is the holding. 42~people",
    "constitucionalmente 30 extraordinariamente": "constitucionalmente 30 extraordinariamente",
    "no number": "no number",
}


@pytest.mark.parametrize(("typed", "wanted"), TOGETHER.items())
def test_a_number_stays_with_the_word_without_which_it_is_lost(typed: str, wanted: str) -> None:
    assert kept_together(typed).replace(NO_BREAK, "~") == wanted
    assert compile_text(typed).lead == f"<p>{kept_together(typed)}</p>"


@given(st.text(alphabet="ab. ,§12"))
def test_spaces_change_and_nothing_else(text: str) -> None:
    assert kept_together(text).replace(NO_BREAK, " ") == text
    assert kept_together(kept_together(text)) == kept_together(text)


def test_a_line_may_end_in_what_is_too_long_for_a_narrow_column() -> None:
    assert on_one_line("661 F.3d 433").count(" ") == 0
    assert on_one_line("Cal. Civ. Proc. Code § 335.1").endswith(f"Code §{NO_BREAK}335.1")


def test_what_is_read_has_no_break_spaces_and_what_programs_read_has_none(project: Project) -> None:
    project.replace("en/warning.md", "Two years.", "Section 1983 gives 2 years.")
    project.replace("en/warning.md", "title: Warning", "title: A warning of section 1983")
    project.replace("en/warning.md", "long enough.", "written on June 28, 2024.")
    project.tables["laws.json"]["laws"][0]["says"]["en"] = "It lets people sue within 6 months."
    project.save()
    rendered, problems = render_all(prepare(project.folders, today=TODAY))
    assert not problems
    files = {name: data.decode() for name, data in rendered.items() if not name.endswith((".zip", ".png"))}
    head, _, body = files["en/warning/index.html"].partition("</head>")
    for seen in ("Section~1983 gives~2~years.", "42~U.S.C.~§~1983", "November~23, 2026"):
        assert seen.replace("~", NO_BREAK) in body
    assert f"6{NO_BREAK}months" in files["en/laws/index.html"]
    assert NO_BREAK not in head
    of_pages = {name for name in files if name.endswith(".html") or "-later." in name}
    assert [name for name in files.keys() - of_pages if NO_BREAK in files[name]] == []
