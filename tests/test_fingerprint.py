"""A fingerprint tells any two values apart, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel

from generator.fingerprint import Fingerprints
from generator.model.content import TABLES as SHAPES
from generator.model.content import FrontMatter, Words
from tests.conftest import Counted
from tests.documents import places, with_value
from tests.tiny import TABLES


def read(name: str, table: Any) -> BaseModel:
    return SHAPES[name.removesuffix(".json")].model_validate_json(json.dumps(table), strict=True)


def value_at(table: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        table = table[key]
    return table


@pytest.mark.parametrize("shape", [Words, FrontMatter])
def test_equal_words_of_a_record_are_never_one_object_by_chance(shape: type[BaseModel]) -> None:
    """Pydantic would share them as long as its memory has room, and a fingerprint tells what is shared."""
    assert shape.model_config.get("cache_strings") == "none"
    words = Words.model_validate_json('{"en": "Contents", "es": "Contents"}')
    assert words["en"] is not words["es"]


@pytest.mark.parametrize("name", TABLES)
def test_every_word_of_a_table_counts(name: str, counted: Counted) -> None:
    """A page that shows a word must be rendered anew when it changes."""
    table = TABLES[name]
    before = Fingerprints().of(read(name, table))
    changed = 0
    for place in places(table):
        value = value_at(table, place)
        if not isinstance(value, str):
            continue
        for other in (f"{value}x", f"{value}-x", "2026-11-22", "1-2"):
            try:
                document = read(name, with_value(table, place, other))
            except ValueError:  # this value is none for this field
                continue
            assert Fingerprints().of(document) != before, place
            changed += 1
            break
    assert changed
    counted(f"{changed} words")


@pytest.mark.parametrize("name", TABLES)
def test_the_same_words_have_the_same_fingerprint(name: str) -> None:
    one, other = (Fingerprints().of(read(name, TABLES[name])) for _ in range(2))
    assert one == other


def test_a_value_that_cannot_be_told_has_none() -> None:
    assert Fingerprints().of({"gather": lambda: 1}) is None
