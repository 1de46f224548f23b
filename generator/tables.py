"""The tables of the site by the names of their files, and the groups of words inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from generator.model.content import Document, InEveryLanguage
from generator.model.site import Sources
from generator.problems import Pointer
from generator.remember import remembered

CASES_FILE, LAWS_FILE, RULES_FILE, GLOSSARY_FILE, REDIRECTS_FILE, SETTINGS_FILE = (
    "cases.json",
    "laws.json",
    "rules.json",
    "glossary.json",
    "redirects.json",
    "site.toml",
)


def tables_of(sources: Sources) -> Mapping[str, Document]:
    """Everything with words that is not an article, by the name of its file."""
    return {
        SETTINGS_FILE: sources.settings,
        CASES_FILE: sources.cases,
        LAWS_FILE: sources.laws,
        RULES_FILE: sources.rules,
        GLOSSARY_FILE: sources.glossary,
    }


Group = tuple[Pointer, InEveryLanguage[object]]
"""A group of words inside a table (`{"en": …, "es": …}`), with its place."""


@remembered(16)
def groups_of(table: Document) -> tuple[Group, ...]:
    """Every group of words inside a table."""
    return tuple(_groups(table, ()))


def _groups(value: object, pointer: Pointer) -> Iterator[Group]:
    if isinstance(value, InEveryLanguage):
        yield pointer, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _groups(getattr(value, name), (*pointer, name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _groups(item, (*pointer, position))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _groups(item, (*pointer, key))
