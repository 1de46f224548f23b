"""What several checks share: the texts of a table, and ids that stand twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from pydantic import BaseModel

from generator.model.content import Document, WordList, Words
from generator.problems import Pointer, Problem
from generator.remember import remembered

P = ParamSpec("P")
T = TypeVar("T")

_HELD_BY_DESIGN = frozenset(
    ("authorities", "base_url", "bluebook", "citation", "citing", "parallel", "pins", "quotes", "quoting")
) | {"reporter", "reporters"}
"""Fields of the tables that hold citations or a court's words, and are checked in their own ways."""

_FRONT_MATTER_ENDS = re.compile(r"^---[ \t]*$", re.MULTILINE)

_OF_DOCUMENTS = (
    "all|anchors|append|applets|body|charset|children|clear|close|constructor|contains|cookie|dir|doctype|domain"
    "|embeds|evaluate|fonts|forms|fullscreen|head|hidden|images|implementation|links|location|normalize|open"
    "|plugins|prepend|prerendering|referrer|scripts|title|when|write|writeln|timeline"
)
"""What a browser's document has under names that could be ids: an element with one might stand in for it."""

ON_EVERY_PAGE = (
    rf"content|authorities(-title)?|all-pages(-title)?|contents-title|use-.*|authority-.*|{_OF_DOCUMENTS}"
)
"""Ids that every page needs for itself, as a pattern: of parts that templates make, and of browsers."""


def all_at_once(function: Callable[P, Iterator[T]]) -> Callable[P, tuple[T, ...]]:
    """Lets a generator give all its values at once, so that they can be remembered."""

    @wraps(function)
    def values(*arguments: P.args, **named: P.kwargs) -> tuple[T, ...]:
        return tuple(function(*arguments, **named))

    return values


@remembered(16)
def texts_of(table: Document) -> tuple[tuple[Pointer, str], ...]:
    """Every text of a table that readers may see, with its place."""
    return tuple(_texts(table, ()))


def _texts(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Words | WordList):
        yield from _texts(value.root, pointer)
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field not in _HELD_BY_DESIGN:
                yield from _texts(getattr(value, field), (*pointer, field))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _texts(item, (*pointer, position))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*pointer, key))


def body_of(text: str) -> tuple[str, int]:
    """An article's text without its front matter, and where it begins."""
    ends = _FRONT_MATTER_ENDS.search(text, 3)
    start = ends.end() if ends else 0
    return text[start:], start


def repeated(ids: Iterable[tuple[str | int, ...]], file: str) -> Iterator[Problem]:
    """Ids that stand twice; each id comes at the end of its own pointer."""
    pointers = list(ids)
    counts = Counter(pointer[-1] for pointer in pointers)
    seen: set[str | int] = set()
    for *where, identifier in pointers:
        if counts[identifier] > 1 and identifier in seen:
            yield Problem(file, f"The id `{identifier}` stands twice.", at=(*where, "id"))
        seen.add(identifier)
