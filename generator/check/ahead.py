"""What is checked in one article alone, found again from earlier builds or worked out on all cores."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import partial

from generator.cache import Cache
from generator.check.by_hand import looks_typed
from generator.check.terms import terms_in
from generator.model.content import Glossary
from generator.model.site import Article, Sources
from generator.problems import Problem
from generator.remember import knows, tell
from generator.workers import shared_out

_WORTH_A_CORE = 100
"""So many articles take longer to check than a copy of this process to start."""

_Found = tuple[tuple[Problem, ...], bool]
"""Words for which the glossary has others, and whether anything looks typed by hand."""


def check_ahead(sources: Sources, cache: Cache) -> None:
    """Check each article by itself; `check` will then have what was found at hand."""
    glossary = sources.glossary
    new = [article for article in sources.articles if not knows(terms_in, article, glossary)]
    if not new:
        return
    chosen = glossary.model_dump_json().encode()
    keys = {cache.key("checked", chosen, one.file.encode(), one.text.encode()): one for one in new}
    found: dict[bytes, _Found] = {
        key: pickle.loads(kept)  # noqa: S301 (as it was kept)
        for key, kept in cache.found(keys).items()
    }
    missing = [(key, article) for key, article in keys.items() if key not in found]
    for part in shared_out(missing, partial(_checked, glossary), least=_WORTH_A_CORE):
        found.update(part)
        cache.add({key: pickle.dumps(result) for key, result in part.items()})
    for key, (terms, is_suspicious) in found.items():
        tell(terms_in, terms, keys[key], glossary)
        tell(looks_typed, is_suspicious, keys[key])


def _checked(glossary: Glossary, articles: Sequence[tuple[bytes, Article]]) -> dict[bytes, _Found]:
    return {key: (terms_in(article, glossary), looks_typed(article)) for key, article in articles}
