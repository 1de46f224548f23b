"""Checks that every group of words of the tables is there in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from generator.check.common import tables_of
from generator.model.content import InEveryLanguage
from generator.model.site import Sources
from generator.problems import Pointer, Problem


def check_words(sources: Sources, content: str) -> Iterator[Problem]:
    """Words that a language of the site lacks, or that are in a language it does not have."""
    codes = sources.settings.codes
    for file, table in tables_of(sources).items():
        for pointer, words in _bilingual(table, ()):
            missing = [code for code in codes if code not in set(words)]
            unknown = [code for code in words if code not in codes]
            name = next((str(part) for part in reversed(pointer) if isinstance(part, str)), "")
            for code in missing:
                yield Problem(
                    f"{content}/{file}", f"`{name}` has no words in the language `{code}`.", at=pointer
                )
            for code in unknown:
                message = f"`{name}` has words in `{code}`, which is not a language of this site."
                yield Problem(f"{content}/{file}", message, at=(*pointer, code))


def _bilingual(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, Iterable[str]]]:
    """Every group of words inside a table, with its place."""
    if isinstance(value, InEveryLanguage):
        yield pointer, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _bilingual(getattr(value, name), (*pointer, name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _bilingual(item, (*pointer, position))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _bilingual(item, (*pointer, key))
