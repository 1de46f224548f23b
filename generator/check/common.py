"""What several checks share: the names of the tables, and ids that stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from generator.model.site import Sources
from generator.problems import Problem

CASES_FILE, LAWS_FILE, RULES_FILE, GLOSSARY_FILE, SETTINGS_FILE = (
    "cases.json",
    "laws.json",
    "rules.json",
    "glossary.json",
    "site.toml",
)


ON_EVERY_PAGE = r"content|authorities(-title)?|all-pages(-title)?|contents-title|use-.*|authority-.*"
"""Ids that templates give to parts of every page, as a pattern."""


def tables_of(sources: Sources) -> Mapping[str, BaseModel]:
    """Everything that is not an article, by the name of its file."""
    return {
        SETTINGS_FILE: sources.settings,
        CASES_FILE: sources.cases,
        LAWS_FILE: sources.laws,
        RULES_FILE: sources.rules,
        GLOSSARY_FILE: sources.glossary,
    }


def repeated(ids: Iterable[tuple[str | int, ...]], file: str) -> Iterator[Problem]:
    """Ids that stand twice; each id comes at the end of its own pointer."""
    pointers = list(ids)
    counts = Counter(pointer[-1] for pointer in pointers)
    seen: set[str | int] = set()
    for *where, identifier in pointers:
        if counts[identifier] > 1 and identifier in seen:
            yield Problem(file, f"The id `{identifier}` stands twice.", at=(*where, "id"))
        seen.add(identifier)
