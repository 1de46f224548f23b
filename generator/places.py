"""Everything on the site that has a name and a place of its own, in the order of the site.

From these values the search index is made and the page that lists all sections, cases and terms, so that a
reader without script finds there what the search would find.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.bluebook import plain_reference
from generator.model.body import Linked, SpokenSection
from generator.model.content import Case, Law, Outcome, Question, Term, Words
from generator.model.site import CASES, FIXED_PAGES, GLOSSARY, LAWS, TREE, Addresses, Article, Sources
from generator.sorting import sortable
from generator.typography import typographic

ARTICLE, STEPS, DECISION, LAW, TERM = "article", "steps", "case", "law", "term"
"""The kinds of pages, as the search and its templates name them."""


@dataclass(frozen=True)
class Place:
    """A section, a record or a step that a link can lead to.

    `tail` is what follows the address of its page. `also` are its other names: citations, other words for a
    term, and what readers say whom the site leads there. `text` is what it says; `about` are words that help
    to find it and are not shown.
    """

    title: str
    tail: str
    text: str
    also: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class Shelf:
    """A page with its places; an article's first place is its lead, with the title of the page."""

    kind: str
    title: str
    address: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Shelves(Iterable[Shelf]):
    """The pages of a language with their places: `articles` in their order, then the tree and the tables.

    They are gathered for each who goes through them, one after the other: nobody needs the texts of thousands
    at once.
    """

    sources: Sources
    linked: Linked
    addresses: Addresses
    articles: Sequence[Article]
    language: str

    def __iter__(self) -> Iterator[Shelf]:
        """Each page with its places."""
        reader = _Reader(self.sources, self.linked, self.addresses, self.language)
        for article in self.articles:
            if article.key not in FIXED_PAGES and not article.borrowed_from:
                yield reader.article(article)
        yield from (reader.tree(), reader.glossary(), reader.laws(), reader.cases())


class _Reader:
    def __init__(self, sources: Sources, linked: Linked, addresses: Addresses, language: str) -> None:
        self.sources = sources
        self.linked = linked
        self.addresses = addresses
        self.language = language
        self._said: dict[str, list[str]] = defaultdict(list)
        for situation in linked.situations[language]:
            for link in situation.links:
                self._said[link.href].append(situation.name)

    def article(self, article: Article) -> Shelf:
        address = self.addresses.page(article.key, self.language)
        title = typographic(article.front.title)
        lead, *sections = self.linked.texts[article.key, self.language].spoken
        top = Place(title, "", lead.text, tuple(self._said[address]), article.front.description)
        places = (Place(one.title, one.tail, one.text, self._said_of(address, one)) for one in sections)
        return Shelf(ARTICLE, title, address, (top, *places))

    def _said_of(self, address: str, section: SpokenSection) -> tuple[str, ...]:
        return tuple(self._said.get(address + section.tail, ()))

    def tree(self) -> Shelf:
        rules = self.sources.rules
        steps = (*map(self._question, rules.questions), *map(self._outcome, rules.outcomes))
        return self._shelf(STEPS, TREE, steps)

    def _question(self, question: Question) -> Place:
        address = self.addresses.question(question.id, self.language)
        text = self._all(question.help, question.why)
        return Place(self._in(question.ask), self._tail(TREE, address), text)

    def _outcome(self, outcome: Outcome) -> Place:
        address = self.addresses.outcome(outcome.id, self.language)
        text = self._all(outcome.meaning, outcome.basis)
        return Place(self._in(outcome.title), self._tail(TREE, address), text)

    def glossary(self) -> Shelf:
        return self._shelf(TERM, GLOSSARY, _by_name(map(self._term, self.sources.glossary.terms)))

    def _term(self, term: Term) -> Place:
        variants = (_REMARK.sub("", name).strip() for name in term.variants.get(self.language, ()))
        foreign = (term.term[code] for code in term.term if code != self.language)
        also = tuple(dict.fromkeys((*variants, *term.allowed.get(self.language, ()), *foreign)))
        return Place(self._in(term.term), f"#{term.id}", self._all(term.definition, term.note), also)

    def laws(self) -> Shelf:
        return self._shelf(LAW, LAWS, _by_name(map(self._law, self.sources.laws.laws)))

    def _law(self, law: Law) -> Place:
        also = (law.citation, law.short[self.language])
        return Place(self._in(law.name), f"#{law.id}", self._all(law.says, law.status), also)

    def cases(self) -> Shelf:
        return self._shelf(DECISION, CASES, _by_name(map(self._case, self.sources.cases.cases)))

    def _case(self, case: Case) -> Place:
        tables = self.sources.cases
        court = tables.courts[case.court]
        also = (plain_reference(case), *case.parallel, *([case.docket] if case.docket else []))
        about = [str(case.year), court.name[self.language], court.short[self.language]]
        about += [tables.topics[topic][self.language] for topic in case.topics]
        text = self._all(case.happened, case.holding, case.matters, case.treatment)
        return Place(typographic(case.name), f"{case.id}/", text, also, " ".join(about))

    def _shelf(self, kind: str, key: str, places: Iterable[Place]) -> Shelf:
        """A page that is made from a table."""
        article = self.sources.article(key, self.language)
        title = typographic(article.front.title) if article else ""
        return Shelf(kind, title, self.addresses.page(key, self.language), tuple(places))

    def _tail(self, key: str, address: str) -> str:
        return address.removeprefix(self.addresses.page(key, self.language))

    def _in(self, words: Words) -> str:
        return typographic(words[self.language])

    def _all(self, *fields: Words | None) -> str:
        return " ".join(self._in(field) for field in fields if field)


def _by_name(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: sortable(place.title))


_REMARK = re.compile(r"\([^)]*\)")
"""What the glossary says of another word, such as the country where it is used."""
