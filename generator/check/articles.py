"""Checks the articles: both languages as one, one address each, ids that do not collide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.check.common import ON_EVERY_PAGE
from generator.model.body import NO_ID, CitationReference, QuoteReference
from generator.model.site import FIXED_PAGES, Article, Sources
from generator.problems import Pointer, Problem, Snippet, did_you_mean
from generator.tables import SETTINGS_FILE

TAKEN = re.compile(
    rf"^({ON_EVERY_PAGE}|your-answers|decisions|timeline(-title)?|by-court(-title)?"
    r"|(filter|mark|group|kind|law|question|outcome|ask|result)-.*)$"
)
"""Ids that templates give to parts of pages with headings of their own."""


def check_articles(sources: Sources, content: str) -> Iterator[Problem]:
    """Missing articles, and translations that differ in headings, citations or front matter."""
    codes = sources.settings.codes
    by_key: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in sources.articles:
        by_key[article.key][article.language] = article
    written = {a.language for a in sources.articles} | {language for _, language in sources.unreadable}
    for key in dict.fromkeys((*FIXED_PAGES, *by_key)):
        here = by_key.get(key, {})
        for language in codes:
            if language not in written:
                continue  # its whole folder is missing or empty, which is told already
            if language not in here and (key, language) not in sources.unreadable:
                there = next(iter(here.values()), None)
                reason = f"It is there as `{there.file}`." if there else "Every site needs this page."
                yield Problem(f"{content}/{language}/{key}.md", "This article is missing.", reason)
        yield from _same_headings([here[code] for code in codes if code in here])
        yield from _same_citations([here[code] for code in codes if code in here], sources)
        yield from _same_front_matter([here[code] for code in codes if code in here])
    yield from _one_address_each(sources.articles)
    sections = [group.id for group in sources.settings.sections]
    for article in sources.articles:
        yield from _front_matter(article, sections)
        yield from _headings(article)


def _front_matter(article: Article, sections: list[str]) -> Iterator[Problem]:
    front, file = article.front, article.file
    if front.section not in sections:
        message = f"There is no section `{front.section}` in {SETTINGS_FILE}."
        hint = did_you_mean(front.section, sections) or "It has: " + ", ".join(sections) + "."
        yield Problem(file, message, hint, ("---", "section"))
    if (article.key == "index") != (front.slug == ""):
        message = 'The slug must be empty (`slug: ""`) on the home page, index.md, and only there.'
        yield Problem(file, message, at=("---", "slug"))
    if front.draft and article.key in FIXED_PAGES:
        yield Problem(file, "Every site needs this page; it cannot be a draft.", at=("---", "draft"))
    if front.review_by and front.review_by < front.reviewed:
        yield Problem(file, "`review_by` lies before `reviewed`.", at=("---", "review_by"))


def _headings(article: Article) -> Iterator[Problem]:
    known = [heading.id for heading in article.body.headings]
    for heading in article.body.headings:
        if TAKEN.match(heading.id):
            message = f"The id `{heading.id}` is used by the page itself."
            yield Problem(article.file, message, "Choose another one, in every language.", heading.at)
    for position, identifier in enumerate(article.front.critical):
        if identifier not in known:
            message = f"`critical` names a section `{identifier}` that this article does not have."
            at: Pointer = ("---", "critical", position)
            yield Problem(article.file, message, did_you_mean(identifier, known), at)


def _same_headings(translations: list[Article]) -> Iterator[Problem]:
    """Heading ids, and their order and levels, are the same in all languages."""
    if len(translations) < 2:
        return
    if any(h.id.startswith(NO_ID) for article in translations for h in article.body.headings):
        return  # told already; what follows from it would only confuse
    first, *others = translations
    ids = [(h.id, h.level) for h in first.body.headings]
    for other in others:
        other_ids = [(h.id, h.level) for h in other.body.headings]
        if other_ids == ids:
            continue
        missing = [h for h in first.body.headings if h.id not in {i for i, _ in other_ids}]
        extra = [h for h in other.body.headings if h.id not in {i for i, _ in ids}]
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
            place = next(h for h, a, b in zip(other.body.headings, other_ids, ids, strict=True) if a != b)
            message = f"The sections stand in another order, or at another level, than in `{first.file}`."
            yield Problem(other.file, message, at=place.at)


def _same_citations(translations: list[Article], sources: Sources) -> Iterator[Problem]:
    """The languages of an article rest on the same authorities, at the same pages, equally often."""
    for other in translations[1:]:
        first = translations[0]
        here, there = _cited(other), _cited(first)
        if any(sources.authority(identifier) is None for identifier, _ in (*here, *there)):
            continue  # an unknown authority is told of; what follows from it would only confuse
        for one, another, cited, elsewhere in ((first, other, there, here), (other, first, here, there)):
            for (identifier, detail), places in cited.items():
                if len(places) > len(elsewhere.get((identifier, detail), ())):
                    name = f"`{identifier}, {detail}`" if detail else f"`{identifier}`"
                    message = f"`{another.file}` does not cite {name} as often as this article."
                    yield Problem(one.file, message, "Cite the same in every language.", places[-1])


def _cited(article: Article) -> dict[tuple[str, str], list[Snippet]]:
    """The places of each citation (authority and pin) and quotation (authority and name) of an article."""
    found: dict[tuple[str, str], list[Snippet]] = defaultdict(list)
    for reference in article.body.references:
        if isinstance(reference, CitationReference):
            for one in reference.cited:
                found[one.id, one.pin or ""].append(reference.at)
        elif isinstance(reference, QuoteReference):
            identifier, _, name = reference.id.partition("/")
            found[identifier, name].append(reference.at)
    return found


def _same_front_matter(translations: list[Article]) -> Iterator[Problem]:
    """Place in the navigation, draft state and critical sections are facts, not words."""
    for other in translations[1:]:
        first = translations[0]
        for name in ("section", "order", "draft", "critical"):
            here, there = getattr(other.front, name), getattr(first.front, name)
            if here != there:
                message = f"`{name}` is not the same as in `{first.file}`."
                yield Problem(other.file, message, "Make them equal.", ("---", name))


def _one_address_each(articles: Iterable[Article]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Article] = {}
    for article in articles:
        address = (article.language, article.front.slug)
        if address in seen:
            message = f"`{seen[address].file}` has the same slug, so both would have one address."
            yield Problem(article.file, message, at=("---", "slug"))
        else:
            seen[address] = article
