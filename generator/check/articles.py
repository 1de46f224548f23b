"""Checks the articles: both languages as one, one address each, ids that do not collide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from generator.check.common import ON_EVERY_PAGE, all_at_once
from generator.model.body import NO_ID
from generator.model.content import SHARED_BY_TRANSLATIONS, Gap
from generator.model.parts import Cited, cited_in
from generator.model.site import FIXED_PAGES, Article, Sources
from generator.model.translations import FRONT_MATTER, LEAD, Standing, State
from generator.problems import Pointer, Problem, Snippet, did_you_mean
from generator.remember import remembered_for_each
from generator.tables import SETTINGS_FILE

TAKEN = re.compile(
    rf"^({ON_EVERY_PAGE}|your-answers|decisions|timeline(-title)?|by-court(-title)?|situations|terms"
    rf"|(filter|mark|group|kind|law|question|outcome|ask|result|situation)-.*|{LEAD}|{FRONT_MATTER})$"
)
"""Ids that templates give to parts of pages with headings of their own, or that name what is no section."""

Outdated = Set[tuple[str, str, str]]
"""The article, place and language of each section that is known to be behind its source."""


def check_articles(sources: Sources, content: str, translated: Sequence[Standing]) -> Iterator[Problem]:
    """Missing articles, and translations that differ in headings, citations or front matter.

    A section that `translated` calls outdated may cite something else than its source: readers are told.
    """
    codes = sources.settings.codes
    policy = sources.settings.translations
    outdated = {(*one.file_and_place, one.language) for one in translated if one.state is State.OUTDATED}
    by_key: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in sources.articles:
        by_key[article.key][article.language] = article
    written = {a.language for a in sources.articles} | {language for _, language in sources.unreadable}
    groups: list[tuple[Article, ...]] = []
    for key in dict.fromkeys((*FIXED_PAGES, *by_key)):
        here = by_key.get(key, {})
        for language in codes:
            if language not in written:
                continue  # its whole folder is missing or empty, which is told already
            if language not in here and (key, language) not in sources.unreadable:
                yield from _missing(key, f"{content}/{language}/{key}.md", here, policy.missing_article)
        groups.append(tuple(here[code] for code in codes if code in here))
    if policy.missing_section is not Gap.STOP:
        for versions in groups:
            yield from _same_subheadings(versions, outdated)
    for different in _cited_differently(groups):
        yield from _told(different, sources, outdated)
    for problems in _same_facts(groups, policy.missing_section):
        yield from problems
    yield from _leads_and_leftovers(sources, translated)
    yield from _one_address_each(sources)


def _missing(key: str, file: str, here: Mapping[str, Article], policy: Gap) -> Iterator[Problem]:
    there = next(iter(here.values()), None)
    if there is None or key in FIXED_PAGES:
        yield Problem(file, "This article is missing.", "Every site needs this page.")
    elif policy is Gap.STOP and not all(article.front.draft for article in here.values()):
        yield Problem(file, "This article is missing.", f"It is there as `{there.file}`.")


def _leads_and_leftovers(sources: Sources, translated: Iterable[Standing]) -> Iterator[Problem]:
    """Words that only one language has and no policy lets stand: a lead, or what is left of a lost source."""
    policy = sources.settings.translations
    for one in (one for one in translated if one.state in (State.MISSING, State.EXTRA)):
        key, place = one.file_and_place
        article, source = sources.article(key, one.language), sources.article(key, one.source)
        if article is None:
            continue
        if source is None:
            if place == FRONT_MATTER and policy.missing_article is not Gap.STOP:
                message = f"The `{one.source}` article from which this was translated is gone."
                yield Problem(article.file, message, "Take this one out, too, or bring that one back.")
            continue
        if place == LEAD:
            with_it, without = (article, source) if one.state is State.EXTRA else (source, article)
            message = f"This article has no words before its first heading; `{with_it.file}` has some."
            yield Problem(without.file, message, "Every language has them, or none.")
        elif one.state is State.EXTRA and one.here and policy.missing_section is not Gap.STOP:
            message = f"`{source.file}` no longer has the section `{place}`, from which this was translated."
            yield Problem(
                article.file, message, "Take it out here, too, or bring it back there.", one.here.at
            )


def front_matter_and_headings(article: Article, sections: tuple[str, ...]) -> Iterator[Problem]:
    """What is wrong with an article's fields and headings alone, on a site that has these sections."""
    yield from _front_matter(article, sections)
    yield from _headings(article)


def _front_matter(article: Article, sections: tuple[str, ...]) -> Iterator[Problem]:
    front, file = article.front, article.file
    if front.section not in sections:
        message = f"There is no section `{front.section}` in {SETTINGS_FILE}."
        hint = did_you_mean(front.section, sections) or "It has: " + ", ".join(sections) + "."
        yield Problem(file, message, hint, ("---", "section"))
    if (article.key == "index") != (front.slug == ""):
        message = 'The slug must be empty (`slug: ""`) on the home page, index.md, and only there.'
        hint = "" if front.slug else "Write this article's part of the address, such as `slug: fair-warning`."
        yield Problem(file, message, hint, ("---", "slug"))
    if front.draft and article.key in FIXED_PAGES:
        yield Problem(file, "Every site needs this page; it cannot be a draft.", at=("---", "draft"))
    if front.review_by and front.review_by < front.reviewed:
        yield Problem(file, "`review_by` lies before `reviewed`.", at=("---", "review_by"))


def _headings(article: Article) -> Iterator[Problem]:
    """Ids that only pages may have, and critical sections that are not there."""
    known = [heading.id for heading in article.headings]
    for heading in article.headings:
        if TAKEN.match(heading.id):
            message = f"The id `{heading.id}` is used by the page itself."
            yield Problem(article.file, message, "Choose another one, in every language.", heading.at)
    for position, identifier in enumerate(article.front.critical):
        if identifier not in known:
            message = f"`critical` names a section `{identifier}` that this article does not have."
            at: Pointer = ("---", "critical", position)
            yield Problem(article.file, message, did_you_mean(identifier, known), at)


@remembered_for_each
@all_at_once
def _same_facts(translations: tuple[Article, ...], missing_section: Gap) -> Iterator[Problem]:
    """Facts are the same in all languages; so are headings, where no section may be missing."""
    if missing_section is Gap.STOP:
        yield from _same_headings(translations)
    yield from _same_front_matter(translations)


def _same_headings(translations: tuple[Article, ...]) -> Iterator[Problem]:
    """Heading ids, and their order and levels, are the same in all languages."""
    if len(translations) < 2:
        return
    if any(h.id.startswith(NO_ID) for article in translations for h in article.headings):
        return  # told already; what follows from it would only confuse
    first, *others = translations
    ids = [(h.id, h.level) for h in first.headings]
    for other in others:
        other_ids = [(h.id, h.level) for h in other.headings]
        if other_ids == ids:
            continue
        missing = [h for h in first.headings if h.id not in {i for i, _ in other_ids}]
        extra = [h for h in other.headings if h.id not in {i for i, _ in ids}]
        for heading in extra:
            message = f"`{first.file}` has no section with the id `{heading.id}`."
            hint = did_you_mean(heading.id, [h.id for h in missing])
            yield Problem(
                other.file, message, hint or "Heading ids are the same in every language.", heading.at
            )
        for heading in missing:
            message = f"`{other.file}` has no section with the id `{heading.id}`."
            yield Problem(first.file, message, "Heading ids are the same in every language.", heading.at)
        if not missing and not extra:
            place = next(h for h, a, b in zip(other.headings, other_ids, ids, strict=True) if a != b)
            message = f"The sections stand in another order, or at another level, than in `{first.file}`."
            yield Problem(other.file, message, at=place.at)


def _same_subheadings(translations: tuple[Article, ...], outdated: Outdated) -> Iterator[Problem]:
    """A section that all languages have is divided in the same way in each of them."""
    for other in translations[1:]:
        first = translations[0]
        divided = {section.place: section for section in first.sections}
        for section in other.sections:
            place = section.place
            if place not in divided or _differs_openly(place, (first, other), outdated):
                continue
            if [h.id for h in section.headings] != [h.id for h in divided[place].headings]:
                message = f"The headings inside this section are not those of `{first.file}`."
                hint = "Their ids are the same in every language, and stand in the same order."
                yield Problem(other.file, message, hint, section.headings[0].at)


class _Different(NamedTuple):
    """A place at which two articles do not cite the same, with all that they cite there."""

    place: str
    articles: tuple[Article, Article]
    cited: frozenset[str]
    problems: tuple[Problem, ...]


def _told(places: Iterable[_Different], sources: Sources, outdated: Outdated) -> Iterator[Problem]:
    """What is wrong with places that cite differently, unless readers or editors are told already."""
    for one in places:
        # An unknown authority is told of; what follows from it would only confuse.
        if all(map(sources.authority, one.cited)) and not _differs_openly(one.place, one.articles, outdated):
            yield from one.problems


@remembered_for_each
@all_at_once
def _cited_differently(translations: tuple[Article, ...]) -> Iterator[_Different]:
    """The languages of a section rest on the same authorities, at the same pages, equally often."""
    for other in translations[1:]:
        yield from _places_cited_differently(translations[0], other)


def _places_cited_differently(first: Article, other: Article) -> Iterator[_Different]:
    here = {part.place: part.cited for part in other.parts}
    for part in first.parts:
        if part.place in here and here[part.place] != part.cited:
            all_cited = frozenset(identifier for identifier, _ in (*part.cited, *here[part.place]))
            problems = tuple(_cited_more_often(part.place, first, other))
            yield _Different(part.place, (first, other), all_cited, problems)


def _cited_more_often(place: str, first: Article, other: Article) -> Iterator[Problem]:
    """What is cited at a place in one article more often than in the other."""
    told = (first, _cited_at(place, first)), (other, _cited_at(place, other))
    for (one, cited), (another, elsewhere) in (told, told[::-1]):
        for (identifier, detail), places in cited.items():
            if len(places) > len(elsewhere.get((identifier, detail), ())):
                name = f"`{identifier}, {detail}`" if detail else f"`{identifier}`"
                where = f"in the section `{place}`" if place != LEAD else "before its first section"
                message = f"`{another.file}` does not cite {name} as often {where}."
                yield Problem(one.file, message, "Cite the same in every language.", places[-1])


def _differs_openly(place: str, versions: Iterable[Article], outdated: Outdated) -> bool:
    """Whether readers are told, at this very place, that one of these versions is behind."""
    return any((article.key, place, article.language) in outdated for article in versions)


def _cited_at(place: str, article: Article) -> Mapping[Cited, Sequence[Snippet]]:
    """What an article cites in its lead or in a section, and where."""
    body = article.body
    texts = {LEAD: body.lead, **{s.heading.id: s.html for s in body.sections}}
    return cited_in(body, texts[place])


def _same_front_matter(translations: tuple[Article, ...]) -> Iterator[Problem]:
    """Place in the navigation, draft state and critical sections are facts, not words."""
    for other in translations[1:]:
        first = translations[0]
        for name in SHARED_BY_TRANSLATIONS:
            here, there = getattr(other.front, name), getattr(first.front, name)
            if here != there:
                message = f"`{name}` is not the same as in `{first.file}`."
                yield Problem(other.file, message, "Make them equal.", ("---", name))


def _one_address_each(sources: Sources) -> Iterator[Problem]:
    addressed = [(article.language, article) for article in sources.articles]
    if sources.settings.translations.missing_article is Gap.FALL_BACK:
        keys = dict.fromkeys(article.key for article in sources.articles)
        without = ((key, code) for key in keys for code in sources.settings.codes)
        addressed += [
            (code, source)
            for key, code in without
            if not sources.article(key, code) and (source := sources.source_of(key))
        ]
    seen: dict[tuple[str, str], Article] = {}
    for language, article in addressed:
        first = seen.setdefault((language, article.front.slug), article)
        if first is not article:
            message = f"`{first.file}` has the same slug, so both would have one address."
            yield Problem(article.file, message, at=("---", "slug"))
