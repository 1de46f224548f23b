"""What is checked in one article alone, found again from earlier builds or worked out on all cores."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from generator.ahead import found_or_made
from generator.cache import Cache
from generator.check.balance import balance_of
from generator.check.by_hand import looks_typed
from generator.check.terms import terms_in
from generator.model.content import Glossary
from generator.model.site import Article, Sources
from generator.problems import Problem
from generator.remember import knows, tell

_WORTH_A_CORE = 100
"""So many articles take longer to check than a copy of this process to start."""


def check_ahead(sources: Sources, cache: Cache) -> None:
    """Check each article by itself; `check` will then have what was found at hand."""
    glossary = sources.glossary
    new = [article for article in sources.articles if not knows(terms_in, article, glossary)]
    if not new:
        return
    chosen = glossary.model_dump_json().encode()
    jobs = {cache.key("checked", chosen, one.file.encode(), one.text.encode()): one for one in new}
    for article, alone in found_or_made(jobs, partial(_checked, glossary), cache, _WORTH_A_CORE):
        tell(terms_in, alone.terms, article, glossary)
        tell(looks_typed, alone.typed, article)
        tell(balance_of, alone.balance, article)


class _Alone(NamedTuple):
    """What is found in an article by itself."""

    terms: tuple[Problem, ...]
    typed: bool
    balance: tuple[Problem, ...]


def _checked(glossary: Glossary, article: Article) -> _Alone:
    return _Alone(terms_in(article, glossary), looks_typed(article), balance_of(article))
