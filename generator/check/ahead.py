"""What is checked in one article or table alone, found again from earlier builds or worked out now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import cache as once
from functools import partial
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.ahead import found_or_made
from generator.cache import Cache
from generator.check.alone import alone, check_alone
from generator.check.balance import balance_of_table
from generator.check.by_hand import suspicious_texts
from generator.check.reporters import reporters_in
from generator.check.terms import terms_in_table
from generator.model.site import Sources
from generator.remember import knows, tell
from generator.tables import CASES_FILE, GLOSSARY_FILE, tables_of

_WORTH_A_CORE = 20
"""So many articles take longer to check than a copy of this process to start."""
_TABLES_WORTH_A_CORE = 4
"""So many checks of a table do."""


def check_ahead(sources: Sources, content: str, cache: Cache) -> None:
    """Check each article and each table by itself; `check` will then have what was found at hand."""
    _articles_ahead(sources, cache)
    _tables_ahead(sources, content, cache)


def _articles_ahead(sources: Sources, cache: Cache) -> None:
    glossary, sections = sources.glossary, sources.settings.section_ids
    new = alone.unknown(sources.articles, glossary, sections)
    if not new:
        return
    chosen = _bytes(glossary), _bytes(sections)
    jobs = {cache.key("article checked", *chosen, one.file.encode(), one.text_digest): one for one in new}
    check = partial(check_alone, glossary=glossary, sections=sections)
    for article, found in found_or_made(jobs, check, cache, _WORTH_A_CORE):
        alone.tell(article, found, glossary, sections)


class _Check(NamedTuple):
    """A check of a table: a function that remembers between readings, and what it is asked about."""

    function: Callable[..., Any]
    arguments: tuple[Hashable, ...]

    def result(self) -> Any:
        return self.function(*self.arguments)


def _tables_ahead(sources: Sources, content: str, cache: Cache) -> None:
    new = [one for one in _checks(sources, content) if not knows(one.function, *one.arguments)]
    written = once(_bytes)  # the same tables again and again
    jobs = {
        cache.key("table checked", one.function.__qualname__.encode(), *map(written, one.arguments)): one
        for one in new
    }
    for one, result in found_or_made(jobs, _Check.result, cache, least=_TABLES_WORTH_A_CORE):
        tell(one.function, result, *one.arguments)


def _checks(sources: Sources, content: str) -> Iterator[_Check]:
    yield _Check(reporters_in, (sources.cases, f"{content}/{CASES_FILE}"))
    for name, table in tables_of(sources).items():
        file = f"{content}/{name}"
        yield _Check(balance_of_table, (table, file))
        yield _Check(suspicious_texts, (table,))
        if name != GLOSSARY_FILE:
            yield _Check(terms_in_table, (table, file, sources.glossary, sources.settings.codes))


def _bytes(argument: object) -> bytes:
    """What tells an argument from all others: a table by all that it says."""
    return (argument.model_dump_json() if isinstance(argument, BaseModel) else repr(argument)).encode()
