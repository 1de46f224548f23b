"""What other pages, and whoever builds the site, have to know of each text once it is resolved.

It is found again from earlier builds or worked out now; the bodies, which are much larger, are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from generator.ahead import found_or_made
from generator.cache import NO_CACHE, Cache
from generator.compact import compact, expanded
from generator.fingerprint import Fingerprints
from generator.link.answers import Answers, Asked
from generator.link.articles import Source, Text, resolved
from generator.link.linker import Linker
from generator.link.mentions import Mentions
from generator.model.body import SpokenSection
from generator.model.site import Article, Names
from generator.problems import Problem
from generator.remember import remembered_by_answers
from generator.spoken import spoken

_WORTH_A_CORE = 60
"""So many texts take longer to resolve than a copy of this process to start."""


class Facts(NamedTuple):
    """What has to be known of a text; the last two only where a build asked."""

    problems: tuple[Problem, ...]
    mentions: Mentions
    fingerprint: bytes | None = None
    """Differs where bodies differ."""
    said: bytes | None = None
    """What is spoken there, as JSON, compact: it is read where a search is made anew, but always compared."""

    @property
    def spoken(self) -> tuple[SpokenSection, ...] | None:
        """What is spoken there."""
        return tuple(SpokenSection(*one) for one in json.loads(expanded(self.said))) if self.said else None


def facts_of(texts: Sequence[Text], linker: Linker, cache: Cache) -> list[Facts]:
    """What has to be known of each text, in their order.

    With a cache, as a build has one: from earlier builds or worked out on all cores, with what a build asks
    for besides.
    """
    names = _fingerprint(linker.names) if cache is not NO_CACHE else None
    if names is None:
        return _facts_of(texts, linker)
    jobs = {cache.key("article linked", names, *_parts(text)): text for text in texts}
    make = partial(_for_a_build, linker=linker, prints=Fingerprints())
    found = dict(found_or_made(jobs, make, cache, _WORTH_A_CORE))
    return [found[text] for text in texts]


def _facts(text: Text, answers: Answers) -> Facts:
    found = resolved(text, answers)
    return Facts(found.problems, found.mentions)


_facts_of = remembered_by_answers(_facts, Asked)
"""The same without a build: a text is resolved again where it, or an answer that it got, has changed."""


def _for_a_build(text: Text, linker: Linker, prints: Fingerprints) -> Facts:
    found = resolved(text, linker)
    said = json.dumps(spoken(found.body, text.article.language), ensure_ascii=False).encode()
    return Facts(found.problems, found.mentions, prints.of(found.body), compact(said))


def _fingerprint(names: Names) -> bytes | None:
    """A digest of all that a text can refer to."""
    tables = names.cases, names.laws, names.rules, names.glossary
    return Fingerprints().of((names.codes, names.articles, tables, sorted(names.drafts)))


def _parts(text: Text) -> Iterable[bytes]:
    """All that a text is resolved from, besides what it can refer to."""
    yield from _words(text.article)
    if text.borrowed:  # where their places are is said by the source
        yield repr([(one.place, one.borrowed_from) for one in text.article.sections]).encode()
    for kind, sources in ((b"newer", text.newer), (b"borrowed", text.borrowed)):
        for source in sources:
            yield from (kind, *_source(source))


def _source(source: Source) -> Iterable[bytes]:
    yield from (source.place.encode(), repr(source.signed).encode(), *_words(source.article))


def _words(article: Article) -> Iterable[bytes]:
    yield from (article.key.encode(), article.language.encode(), article.file.encode())
    yield article.text_digest
