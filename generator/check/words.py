"""Checks that every group of words of the tables is there in every language."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.content import Document
from generator.model.site import Sources
from generator.problems import Problem
from generator.remember import remembered
from generator.tables import groups_of, tables_of


def check_words(sources: Sources, content: str) -> Iterator[Problem]:
    """Words that a language of the site lacks, or that are in a language it does not have."""
    for file, table in tables_of(sources).items():
        yield from _in_table(table, f"{content}/{file}", sources.settings.codes)


@remembered(16)
def _in_table(table: Document, file: str, codes: tuple[str, ...]) -> tuple[Problem, ...]:
    problems = []
    for pointer, words in groups_of(table):
        missing = [code for code in codes if code not in set(words)]
        unknown = [code for code in words if code not in codes]
        name = next((str(part) for part in reversed(pointer) if isinstance(part, str)), "")
        for code in missing:
            problems.append(Problem(file, f"`{name}` has no words in the language `{code}`.", at=pointer))
        for code in unknown:
            message = f"`{name}` has words in `{code}`, which is not a language of this site."
            problems.append(Problem(file, message, at=(*pointer, code)))
    return tuple(problems)
