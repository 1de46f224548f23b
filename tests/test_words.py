"""The interface words: every catalogue has exactly what the templates say, in every language."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from generator.commands import ROOT
from generator.render import said_in
from generator.wording import Wording


def said() -> set[str]:
    found = said_in(ROOT / "templates")
    return {message if isinstance(message, str) else message[0] for _, _, message, *_ in found}


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_catalogue_has_exactly_what_the_templates_say(code: str) -> None:
    path = ROOT / "locales" / code / "LC_MESSAGES" / "messages.po"
    catalogue = read_po(io.StringIO(path.read_text(encoding="utf-8")), locale=code)
    assert {str(message.id) for message in catalogue if message.id} == said(), "Run `make words`."


def wording(locale: str) -> Wording:
    return Wording(locale[:2], locale, Catalog(locale=locale[:2]))


@pytest.mark.parametrize(
    ("locale", "date", "number", "items"),
    [
        ("en_US", "January\xa01, 2022", "1,234", "a, b, and c"),
        ("es_US", "1\xa0de enero de\xa02022", "1,234", "a, b y c"),
    ],
)
def test_dates_numbers_and_lists_follow_the_language(locale: str, date: str, number: str, items: str) -> None:
    words = wording(locale)
    assert words.date(dt.date(2022, 1, 1)) == date
    assert words.number(1234) == number
    assert words.and_list(["a", "b", "c"]) == items


def test_a_message_that_no_catalogue_has_is_remembered() -> None:
    words = wording("en_US")
    assert words.translations.gettext("Nobody wrote this") == "Nobody wrote this"
    assert words.translations.ngettext("One of it", "Many of it", 2) == "Many of it"
    assert words.take_missing() == {"Nobody wrote this", "One of it"}
