"""Resolves what articles, rules and records refer to: citations, links between pages, terms, quotations.

Only this step sees a text and the tables together, so it is the one that finds what does not exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from markupsafe import Markup

from generator.link.articles import link_article
from generator.link.linker import Linker
from generator.link.mentions import Mentions
from generator.link.records import Records
from generator.link.situations import situations
from generator.link.tree import Tree
from generator.model.body import Linked, SourceText
from generator.model.content import Authority
from generator.model.site import Addresses, Sources
from generator.model.translations import Standing, State
from generator.problems import Problem
from generator.tables import SETTINGS_FILE


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
    sources: Sources, addresses: Addresses, content: str, translated: Iterable[Standing]
) -> tuple[Linked, list[Problem]]:
    """Resolve all articles, the whole tree and all records, and find which places rest on which authority.

    `content` is the name of the content folder, for the file names in problems. Beside each section that
    `translated` calls outdated stands what its source says now.
    """
    linker = Linker(sources, addresses)
    problems: list[Problem] = []
    mentions = Mentions()
    bodies = {}
    outdated = {(*one.file_and_place, one.language): one for one in translated if one.state is State.OUTDATED}
    for article in sources.articles:
        if not article.borrowed_from:
            bodies[article.key, article.language], faults = link_article(linker, article, mentions, outdated)
            problems += faults
    for article in sources.articles:
        if article.borrowed_from:  # the page of the source, at this language's address
            bodies[article.key, article.language] = bodies[article.key, article.borrowed_from]
    questions, outcomes, points, quotations, later, earlier = {}, {}, {}, {}, {}, {}
    ways_in = {}
    for language in sources.settings.codes:
        tree = Tree(linker, language, f"{content}/rules.json", mentions)
        questions[language] = tree.questions()
        outcomes[language] = tree.outcomes()
        points[language] = tree.points()
        records = Records(linker, language, content, mentions)
        quotations.update({(record, language): shown for record, shown in records.quotations().items()})
        changed_by, changed = records.changes()
        later.update({(record, language): found for record, found in changed_by.items()})
        earlier.update({(record, language): found for record, found in changed.items()})
        ways_in[language], faults = situations(linker, language, f"{content}/{SETTINGS_FILE}")
        problems += tree.problems + records.problems + faults
    linked = Linked(
        bodies,
        questions,
        outcomes,
        points,
        mentions.found(),
        quotations,
        later,
        earlier,
        _newer_words(outdated.values(), sources),
        ways_in,
    )
    # The tree and the records are the same in every language, and so are their faults.
    return linked, list(dict.fromkeys(problems))


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
