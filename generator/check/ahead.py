"""What is checked in one article alone, found again from earlier builds or worked out on all cores."""

from __future__ import annotations

from functools import partial

from generator.ahead import found_or_made
from generator.cache import Cache
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
    for article, (terms, typed) in found_or_made(jobs, partial(_checked, glossary), cache, _WORTH_A_CORE):
        tell(terms_in, terms, article, glossary)
        tell(looks_typed, typed, article)


def _checked(glossary: Glossary, article: Article) -> tuple[tuple[Problem, ...], bool]:
    """The words for which the glossary has others, and whether anything looks typed by hand."""
    return terms_in(article, glossary), looks_typed(article)
