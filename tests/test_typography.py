"""Quotation marks, dashes and ellipses: one set of rules for articles and tables."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compile import compile_text
from generator.typography import typographic

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
