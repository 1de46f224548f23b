"""Resolves what articles, rules and records refer to: citations, links between pages, terms, quotations.

Only this step sees a text and the tables together, so it is the one that finds what does not exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from generator.cache import NO_CACHE, Cache
from generator.link.articles import Source, Text, body_of
from generator.link.facts import Facts, facts_of
from generator.link.linker import Linker, linker_of
from generator.link.mentions import Mentions, Together, mentions_of
from generator.link.records import Records
from generator.link.redirects import moved
from generator.link.situations import situations
from generator.link.tree import Tree
from generator.model.body import (
    Citation,
    Linked,
    LinkedBody,
    LinkedText,
    OutcomeStep,
    PointStep,
    QuestionStep,
    ShownQuotation,
    SourceText,
    SpokenSection,
)
from generator.model.content import Authority
from generator.model.site import Article, Sources
from generator.model.translations import FRONT_MATTER, Standing, State
from generator.problems import Problem
from generator.remember import remembered, remembered_lately
from generator.spoken import spoken
from generator.tables import REDIRECTS_FILE, RULES_FILE, SETTINGS_FILE


def unused(sources: Sources, linked: Linked, content: str) -> list[Problem]:
    """Records on which nothing on the site rests: no fault, since the case table shows them all the same."""
    resting = {identifier for identifier, _ in (*linked.mentions, *linked.earlier)}
    resting |= {case.id for case in sources.cases.cases if case.walk}
    tables: tuple[tuple[str, tuple[Authority, ...]], ...] = (
        ("cases", sources.cases.cases),
        ("laws", sources.laws.laws),
    )
    return [
        Problem(
            f"{content}/{table}.json", f"Nothing on this site rests on `{record.id}`.", at=(table, i, "id")
        )
        for table, records in tables
        for i, record in enumerate(records)
        if record.id not in resting
    ]


def link(
    sources: Sources, content: str, translated: Iterable[Standing], cache: Cache = NO_CACHE
) -> tuple[Linked, list[Problem]]:
    """Resolve all articles, the whole tree and all records, and find which places rest on which authority.

    `content` is the name of the content folder, for the file names in problems. Beside each section that
    `translated` calls outdated stands what its source says now. With a cache, articles are resolved on all
    cores, as far as no earlier build has done it.
    """
    linker = linker_of(sources.names)
    problems: list[Problem] = []
    mentions: list[Mentions] = []
    found = {}
    outdated = [one for one in translated if one.state is State.OUTDATED]
    newer = _newer_articles(outdated, sources)
    texts = [
        Text(one, tuple(newer.get((one.key, one.language), ())), _borrowed(one, sources))
        for one in sources.articles
        if not one.borrowed_from
    ]
    for text, facts in zip(texts, facts_of(texts, linker, cache), strict=True):
        one = LinkedText(
            partial(_body, text, linker), partial(_spoken, text, linker, facts), facts.fingerprint, facts.said
        )
        found[text.article.key, text.article.language] = one
        problems += facts.problems
        mentions.append(facts.mentions)
    for article in sources.articles:
        if article.borrowed_from:  # the page of the source, at this language's address
            found[article.key, article.language] = found[article.key, article.borrowed_from]
    questions, outcomes, points, quotations, later, earlier = {}, {}, {}, {}, {}, {}
    ways_in = {}
    for language in sources.settings.codes:
        tables = _tables(linker, language, content)
        questions[language] = tables.questions
        outcomes[language] = tables.outcomes
        points[language] = tables.points
        quotations.update({(record, language): shown for record, shown in tables.quotations.items()})
        later.update({(record, language): found for record, found in tables.later.items()})
        earlier.update({(record, language): found for record, found in tables.earlier.items()})
        ways_in[language], lost = situations(linker, sources, language, f"{content}/{SETTINGS_FILE}")
        problems += (*tables.problems, *lost)
        mentions.append(tables.mentions)
    old_addresses, nowhere = moved(linker, sources, f"{content}/{REDIRECTS_FILE}")
    problems += nowhere
    linked = Linked(
        found,
        questions,
        outcomes,
        points,
        Together(mentions),
        quotations,
        later,
        earlier,
        _newer_words(outdated, sources),
        ways_in,
        old_addresses,
    )
    # The tree and the records are the same in every language, and so are their faults.
    return linked, list(dict.fromkeys(problems))


@remembered_lately(64)  # the pages of an article are made one after the other
def _body(text: Text, linker: Linker) -> LinkedBody:
    return body_of(text, linker)


def _spoken(text: Text, linker: Linker, facts: Facts) -> tuple[SpokenSection, ...]:
    return facts.spoken or spoken(_body(text, linker), text.article.language)


class _Tables(NamedTuple):
    """The tree and the records in one language, resolved."""

    questions: tuple[QuestionStep, ...]
    outcomes: tuple[OutcomeStep, ...]
    points: tuple[PointStep, ...]
    quotations: Mapping[str, tuple[ShownQuotation, ...]]
    later: Mapping[str, tuple[Citation, ...]]
    earlier: Mapping[str, tuple[Citation, ...]]
    problems: tuple[Problem, ...]
    mentions: Mentions


@remembered(16)
def _tables(linker: Linker, language: str, content: str) -> _Tables:
    tree = Tree(linker, language, f"{content}/{RULES_FILE}")
    records = Records(linker, language, content)
    questions, outcomes, points = tree.questions(), tree.outcomes(), tree.points()
    quotations = records.quotations()
    later, earlier = records.changes()
    return _Tables(
        questions,
        outcomes,
        points,
        quotations,
        later,
        earlier,
        (*tree.problems, *records.problems),
        mentions_of((*tree.noted, *records.noted)),
    )


def _newer_articles(outdated: Iterable[Standing], sources: Sources) -> dict[tuple[str, str], list[Source]]:
    """The sources of the outdated places of each article, by its key and language."""
    found: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for one in outdated:
        key, place = one.file_and_place
        source = sources.article(key, one.source)
        if source and place != FRONT_MATTER:
            day = one.signed.on if one.signed else None
            found[key, one.language].append(Source(place, source, day))
    return found


def _borrowed(article: Article, sources: Sources) -> tuple[Source, ...]:
    """The sources of the sections that an article has borrowed."""
    if not article.borrowed_sections:
        return ()
    return tuple(
        Source(place, source, None)
        for place, language in article.borrowed_sections
        if (source := sources.article(article.key, language))
    )


def _newer_words(
    outdated: Iterable[Standing], sources: Sources
) -> dict[tuple[str, str], dict[str, SourceText]]:
    """What the tables' sources of outdated words say now, by record and language, then by field."""
    found: dict[tuple[str, str], dict[str, SourceText]] = defaultdict(dict)
    for one in outdated:
        file, place = one.file_and_place
        if one.there is None or sources.source_of(file):  # an article's words stand in its body
            continue
        table, record, *field = place.split("/", 2)
        words = Markup("").join(Markup("<p>{}</p>").format(line) for line in one.there.lines)
        day = one.signed.on if one.signed else None
        found[f"{table}/{record}", one.language]["".join(field)] = SourceText(one.source, None, (words,), day)
    return found
