"""Checks the sources against each other: languages as one, a tree without traps, one address each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from babel import localedata
from pydantic import BaseModel

from generator.model.body import NO_ID, CitationReference, QuoteReference
from generator.model.content import (
    LAW_LANGUAGE,
    Authority,
    Case,
    Confirmation,
    Outcome,
    Question,
    Rules,
    WordList,
    Words,
)
from generator.model.site import FIXED_PAGES, Article, Sources
from generator.problems import Pointer, Problem, Snippet, did_you_mean

CASES_FILE, LAWS_FILE, RULES_FILE, GLOSSARY_FILE, SETTINGS_FILE = (
    "cases.json",
    "laws.json",
    "rules.json",
    "glossary.json",
    "site.toml",
)


_ON_EVERY_PAGE = r"content|authorities(-title)?|all-pages(-title)?|contents-title|use-.*"
_TAKEN_BY_TABLES = re.compile(rf"^({_ON_EVERY_PAGE}|(kind|law)-.*)$")
"""Ids that templates give to parts of the pages that list laws and terms."""
_TAKEN = re.compile(rf"^({_ON_EVERY_PAGE}|your-answers|(group|kind|law|question|outcome|ask|result)-.*)$")
"""Ids that templates give to parts of pages with headings of their own."""


def check(sources: Sources, content: str) -> list[Problem]:
    """All problems that only show when the sources are seen together.

    `content` is the name of the content folder, for the file names in problems.
    """
    return [
        *_settings(sources, content),
        *_articles(sources, content),
        *_words(sources, content),
        *_tables(sources, content),
        *_tree(sources.rules, f"{content}/{RULES_FILE}"),
    ]


# --- settings ----------------------------------------------------------------------------------


def _settings(sources: Sources, content: str) -> Iterator[Problem]:
    file = f"{content}/{SETTINGS_FILE}"
    settings = sources.settings
    for position, language in enumerate(settings.languages):
        if language.code in settings.codes[:position]:
            yield Problem(
                file, f"The language `{language.code}` stands twice.", at=("languages", position, "code")
            )
        if not localedata.exists(language.locale):
            message = f"There is no locale `{language.locale}`."
            hint = did_you_mean(language.locale, localedata.locale_identifiers())
            yield Problem(file, message, hint, ("languages", position, "locale"))
    for position, line in enumerate(settings.contact):
        if line.language not in settings.codes:
            message = f"The contact line is in `{line.language}`, which is not a language of this site."
            yield Problem(file, message, at=("contact", position, "language"))
    yield from _repeated((("sections", i, s.id) for i, s in enumerate(settings.sections)), file)


# --- articles ----------------------------------------------------------------------------------


def _articles(sources: Sources, content: str) -> Iterator[Problem]:
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
        if _TAKEN.match(heading.id):
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


# --- words in every language -------------------------------------------------------------------


def _words(sources: Sources, content: str) -> Iterator[Problem]:
    codes = sources.settings.codes
    files: Mapping[str, BaseModel] = {
        SETTINGS_FILE: sources.settings,
        CASES_FILE: sources.cases,
        LAWS_FILE: sources.laws,
        RULES_FILE: sources.rules,
        GLOSSARY_FILE: sources.glossary,
    }
    for file, table in files.items():
        for pointer, words in _bilingual(table, ()):
            missing = [code for code in codes if code not in set(words)]
            unknown = [code for code in words if code not in codes]
            name = next((str(part) for part in reversed(pointer) if isinstance(part, str)), "")
            for code in missing:
                yield Problem(
                    f"{content}/{file}", f"`{name}` has no words in the language `{code}`.", at=pointer
                )
            for code in unknown:
                message = f"`{name}` has words in `{code}`, which is not a language of this site."
                yield Problem(f"{content}/{file}", message, at=(*pointer, code))


def _bilingual(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, Iterable[str]]]:
    """Every group of words inside a table, with its place."""
    if isinstance(value, Words | WordList):
        yield pointer, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _bilingual(getattr(value, name), (*pointer, name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _bilingual(item, (*pointer, position))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _bilingual(item, (*pointer, key))


# --- cases, laws, terms ------------------------------------------------------------------------


def _tables(sources: Sources, content: str) -> Iterator[Problem]:
    cases, laws = sources.cases.cases, sources.laws.laws
    cases_file, laws_file = f"{content}/{CASES_FILE}", f"{content}/{LAWS_FILE}"
    terms_file = f"{content}/{GLOSSARY_FILE}"
    yield from _repeated((("cases", i, case.id) for i, case in enumerate(cases)), cases_file)
    yield from _repeated((("laws", i, law.id) for i, law in enumerate(laws)), laws_file)
    yield from _repeated((("terms", i, term.id) for i, term in enumerate(sources.glossary.terms)), terms_file)
    yield from _taken((("laws", i, law.id) for i, law in enumerate(laws)), laws_file)
    yield from _taken((("terms", i, term.id) for i, term in enumerate(sources.glossary.terms)), terms_file)
    for position, case in enumerate(cases):
        at: Pointer = ("cases", position)
        yield from _topics(case.topics, sources.cases.topics, cases_file, at)
        yield from _case(case, sources, cases_file, at)
        yield from _quotations(case, sources.settings.codes, cases_file, at)
    case_ids = {case.id for case in cases}
    for position, law in enumerate(laws):
        at = ("laws", position)
        if law.id in case_ids:
            yield Problem(laws_file, f"`{law.id}` is also the id of a case.", at=(*at, "id"))
        yield from _topics(law.topics, sources.cases.topics, laws_file, at)
        yield from _quotations(law, sources.settings.codes, laws_file, at)


def _quotations(record: Authority, codes: tuple[str, ...], file: str, at: Pointer) -> Iterator[Problem]:
    """Each quotation once, translated into every language but the one it is written in."""
    yield from _repeated(((*at, "quotes", i, quote.id) for i, quote in enumerate(record.quotes)), file)
    wanted = set(codes) - {LAW_LANGUAGE}
    for number, quote in enumerate(record.quotes):
        for code in sorted(wanted - set(quote.translations)):
            message = f"The quotation `{quote.id}` of `{record.id}` has no translation into `{code}`."
            yield Problem(file, message, at=(*at, "quotes", number))
        for code in sorted(set(quote.translations) - wanted):
            message = f"The quotation `{quote.id}` of `{record.id}` needs no translation into `{code}`."
            yield Problem(file, message, at=(*at, "quotes", number, "translations", code))


def _taken(ids: Iterable[tuple[str | int, ...]], file: str) -> Iterator[Problem]:
    """Ids that the templates need themselves; each comes at the end of its own pointer."""
    for *where, identifier in ids:
        if _TAKEN_BY_TABLES.match(str(identifier)):
            message = f"The id `{identifier}` is used by the page itself."
            yield Problem(file, message, "Choose another one.", (*where, "id"))


def _case(case: Case, sources: Sources, file: str, at: Pointer) -> Iterator[Problem]:
    if case.court not in sources.cases.courts:
        known = list(sources.cases.courts)
        yield Problem(
            file, f"There is no court `{case.court}`.", did_you_mean(case.court, known), (*at, "court")
        )
    if case.decided and case.decided.year != case.year:
        message = f"`year` is {case.year}, but `decided` says {case.decided.isoformat()}."
        yield Problem(file, message, at=(*at, "year"))
    if case.pins and case.confirmed == Confirmation.KNOWLEDGE:
        message = f"`{case.id}` was not confirmed in any source, so it can have no confirmed pages."
        yield Problem(file, message, at=(*at, "pins"))
    for position, pin in enumerate(case.pins):
        if case.page and int(pin.split("-")[0].split(" ")[0]) < case.page:
            message = f"Page {pin} lies before the first page of `{case.id}` ({case.page})."
            yield Problem(file, message, at=(*at, "pins", position))
    for position, quote in enumerate(case.quotes):
        if quote.pin and quote.pin not in case.pins:
            message = (
                f"The page `{quote.pin}` of the quotation `{quote.id}` is not among the confirmed `pins`."
            )
            yield Problem(file, message, at=(*at, "quotes", position, "pin"))


def _topics(topics: Iterable[str], known: Mapping[str, Words], file: str, at: Pointer) -> Iterator[Problem]:
    for position, topic in enumerate(topics):
        if topic not in known:
            message = f"There is no topic `{topic}` in {CASES_FILE}."
            yield Problem(file, message, did_you_mean(topic, known), (*at, "topics", position))


def _repeated(ids: Iterable[tuple[str | int, ...]], file: str) -> Iterator[Problem]:
    """Ids that stand twice; each id comes at the end of its own pointer."""
    pointers = list(ids)
    counts = Counter(pointer[-1] for pointer in pointers)
    seen: set[str | int] = set()
    for *where, identifier in pointers:
        if counts[identifier] > 1 and identifier in seen:
            yield Problem(file, f"The id `{identifier}` stands twice.", at=(*where, "id"))
        seen.add(identifier)


# --- the tree ----------------------------------------------------------------------------------


def _tree(rules: Rules, file: str) -> Iterator[Problem]:
    yield from _repeated((("questions", i, q.id) for i, q in enumerate(rules.questions)), file)
    yield from _repeated((("outcomes", i, o.id) for i, o in enumerate(rules.outcomes)), file)
    known = {f"question:{q.id}" for q in rules.questions} | {f"outcome:{o.id}" for o in rules.outcomes}
    if f"question:{rules.start}" not in known:
        yield Problem(file, f"The tree starts at `{rules.start}`, which is not a question.", at=("start",))
        return
    for position, question in enumerate(rules.questions):
        at: Pointer = ("questions", position, "answers")
        yield from _repeated(((*at, i, a.id) for i, a in enumerate(question.answers)), file)
        for number, answer in enumerate(question.answers):
            if answer.to not in known:
                name = f"The answer `{answer.id}` of the question `{question.id}`"
                message = f"{name} leads nowhere: there is no `{answer.to}`."
                yield Problem(file, message, did_you_mean(answer.to, known), (*at, number, "to"))
    by_id = {question.id: question for question in rules.questions}
    yield from _circles(rules, by_id, file)
    yield from _same_steps(rules.outcomes, file)
    reached = reachable(rules)
    lists: tuple[tuple[str, str, tuple[Question | Outcome, ...]], ...] = (
        ("questions", "question", rules.questions),
        ("outcomes", "outcome", rules.outcomes),
    )
    for list_name, kind, nodes in lists:
        for position, node in enumerate(nodes):
            if f"{kind}:{node.id}" not in reached:
                message = f"No answer ever leads to the {kind} `{node.id}`."
                yield Problem(file, message, at=(list_name, position, "id"))


def _same_steps(outcomes: Iterable[Outcome], file: str) -> Iterator[Problem]:
    """What to do next has equally many points in every language."""
    for position, outcome in enumerate(outcomes):
        if len({len(points) for points in outcome.next.root.values()}) > 1:
            message = f"`next` of the outcome `{outcome.id}` has not as many points in every language."
            yield Problem(file, message, at=("outcomes", position, "next"))


def reachable(rules: Rules) -> set[str]:
    """Everything that some answers lead to from the start, as `question:ID` and `outcome:ID`."""
    by_id = {question.id: question for question in rules.questions}
    reached: set[str] = set()
    waiting = [f"question:{rules.start}"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        kind, _, identifier = name.partition(":")
        if kind == "question" and identifier in by_id:
            waiting += [answer.to for answer in by_id[identifier].answers]
    return reached


def _circles(rules: Rules, by_id: Mapping[str, Question], file: str) -> Iterator[Problem]:
    """Answers that lead back to a question already asked on the way (depth-first, without recursion)."""
    positions = {question.id: i for i, question in enumerate(rules.questions)}
    done: set[str] = set()
    for start in by_id:
        path = [start] if start not in done else []
        waiting = [enumerate(by_id[start].answers)] if path else []
        while path:
            step = next(waiting[-1], None)
            if step is None:
                done.add(path.pop())
                waiting.pop()
                continue
            number, answer = step
            kind, _, goal = answer.to.partition(":")
            if kind != "question" or goal not in by_id:
                continue
            if goal in path:
                circle = " → ".join([*path[path.index(goal) :], goal])
                message = f"The answer `{answer.id}` of the question `{path[-1]}` makes a circle: {circle}."
                yield Problem(file, message, at=("questions", positions[path[-1]], "answers", number, "to"))
            elif goal not in done:
                path.append(goal)
                waiting.append(enumerate(by_id[goal].answers))
