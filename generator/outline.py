"""Which pages the site has: their addresses, titles and order, as articles and records say in a few fields.

The words of an article change nothing here. So the outline stays the same object while somebody writes, and
`plan` adds what each page is made from.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from generator.model.content import Case, Language, Outcome, Settings
from generator.model.site import (
    APPOINTMENT,
    CASES,
    CONTENTS,
    FIXED_PAGES,
    GLOSSARY,
    HOME,
    LAW_USES,
    LAWS,
    NOT_FOUND,
    OFFLINE,
    SEARCH,
    TREE,
    WHOLE_TREE,
    Names,
    Sources,
    Summary,
    file_at,
)
from generator.remember import remembered

TEMPLATES = {
    HOME: "pages/home.html",
    TREE: "pages/tree.html",
    WHOLE_TREE: "pages/whole-tree.html",
    APPOINTMENT: "pages/appointment.html",
    CASES: "pages/cases.html",
    LAWS: "pages/laws.html",
    LAW_USES: "pages/law-uses.html",
    GLOSSARY: "pages/glossary.html",
    OFFLINE: "pages/offline.html",
    SEARCH: "pages/search.html",
    CONTENTS: "pages/contents.html",
    NOT_FOUND: "pages/not-found.html",
}
"""The templates of the fixed pages; every other article uses `pages/article.html`."""

UNLISTED = (SEARCH, NOT_FOUND)
"""Pages that search engines are to leave out: they say nothing of their own."""


@dataclass(frozen=True)
class Page:
    """What every template knows of its own page; addresses are paths from the root."""

    language: Language
    title: str
    description: str
    address: str
    versions: Mapping[str, str]
    """The address of the same page by language code, this page's included, where there is one."""
    indexed: bool
    key: str
    picture: str
    """The address of the picture for previews of a link to it."""
    section: str = ""
    """The section of `site.toml` that an article belongs to."""
    borrowed: frozenset[str] = frozenset()
    """The languages whose version shows another language's words, because nobody has translated them yet."""

    @property
    def translations(self) -> Mapping[str, str]:
        """The versions that are in their own language, as search engines may be told."""
        return {code: address for code, address in self.versions.items() if code not in self.borrowed}

    @property
    def alternates(self) -> Mapping[str, str]:
        """The same, and `x-default` for readers of no language of ours: they choose one, or get the first."""
        anybody = "/" if self.key == HOME else next(iter(self.translations.values()), self.address)
        return {**self.translations, "x-default": anybody}


@dataclass(frozen=True)
class PageLink:
    """A link to a page; its title and description are in `language`, that of the page or of its source."""

    key: str
    title: str
    description: str
    address: str
    language: str


@dataclass(frozen=True)
class NavigationSection:
    """A group of articles in the navigation; a main one has pages that every language must have."""

    id: str
    name: str
    links: tuple[PageLink, ...]

    @property
    def main(self) -> bool:
        """Whether it leads to more than texts."""
        return any(link.key in FIXED_PAGES for link in self.links)


class Kind(Enum):
    """What a page shows."""

    ARTICLE = auto()
    SIDE_BY_SIDE = auto()
    CASE = auto()
    OUTCOME = auto()


@dataclass(frozen=True)
class Sketch:
    """A page before anybody has worked out what is on it.

    `of` is the article's key or the record's id; a side-by-side page has the language `beside` its own, too.
    """

    kind: Kind
    page: Page
    template: str
    of: str
    beside: str = ""


class Outline:
    """All pages of the site, and the order in which readers meet its articles."""

    def __init__(self, settings: Settings, names: Names, summaries: tuple[Summary, ...]) -> None:
        """`summaries` has all articles; what they and the tables are called is in `names`."""
        self.addresses = names.addresses
        self.sketches: dict[str, Sketch] = {}
        """Every page by its path in the output."""
        self.indexed: list[tuple[Page, dt.date]] = []
        """The pages that search engines may list, each with the day of the newest check of what it says."""
        self._settings = settings
        self._names = names
        self._by_key = {(one.key, one.language): one for one in summaries}
        self.in_order = {code: self._sorted(code) for code in settings.codes}
        """The articles of each language in the order of the navigation."""
        self.links = {
            code: {one.key: self._link(one) for one in mine} for code, mine in self.in_order.items()
        }
        """The link to each article, by language and key."""
        self.navigation = {code: self._navigation(code) for code in settings.codes}
        self.neighbours = {
            (code, key): around
            for code, mine in self.in_order.items()
            for key, around in _with_neighbours([one.key for one in mine if one.key not in FIXED_PAGES])
        }
        """The keys of the articles before and after an article, by its language and key."""
        for language in settings.languages:
            self._add_pages(language)

    def _sorted(self, language: str) -> tuple[Summary, ...]:
        sections = {group.id: place for place, group in enumerate(self._settings.sections)}
        mine = (one for one in self._by_key.values() if one.language == language)
        return tuple(sorted(mine, key=lambda one: (sections[one.section], one.order, one.key)))

    def _link(self, article: Summary) -> PageLink:
        address = self.addresses.page(article.key, article.language)
        words = article.borrowed_from or article.language
        return PageLink(article.key, article.title, article.description, address, words)

    def _navigation(self, language: str) -> tuple[NavigationSection, ...]:
        links: dict[str, list[PageLink]] = defaultdict(list)
        for article in self.in_order[language]:
            if article.key not in (HOME, NOT_FOUND):
                links[article.section].append(self.links[language][article.key])
        return tuple(
            NavigationSection(group.id, group.name[language], tuple(links[group.id]))
            for group in self._settings.sections
            if group.id in links
        )

    def _add_pages(self, language: Language) -> None:
        for article in self.in_order[language.code]:
            self._article(article, language)
        for case in self._names.cases.cases:
            self._case(case, language)
        for outcome in self._names.rules.outcomes:
            self._outcome(outcome, language)

    def _add(self, sketch: Sketch, checked: dt.date) -> None:
        self.sketches[file_at(sketch.page.address)] = sketch
        if sketch.page.indexed:
            self.indexed.append((sketch.page, checked))

    def _article(self, article: Summary, language: Language) -> None:
        key, code, addresses = article.key, language.code, self.addresses
        versions = [found for c in self._settings.codes if (found := self._by_key.get((key, c)))]
        page = Page(
            language,
            article.title,
            article.description,
            addresses.page(key, code),
            {one.language: addresses.page(key, one.language) for one in versions},
            key not in UNLISTED and not article.borrowed_from,
            key,
            addresses.picture(key, code),
            article.section,
            frozenset(one.language for one in versions if one.borrowed_from),
        )
        usual = "pages/borrowed.html" if article.borrowed_from else "pages/article.html"
        checked = self._names.last_check(key, article.reviewed)
        self._add(Sketch(Kind.ARTICLE, page, TEMPLATES.get(key, usual), key), checked)
        for other in addresses.editions(key, code):
            self._side_by_side(article, self._by_key[key, other], page)

    def _side_by_side(self, article: Summary, beside: Summary, alone: Page) -> None:
        """An article with another language beside it; `alone` is the page that it has by itself.

        Search engines are kept out: it says again what two pages say, each of which they know.
        """
        key, code, other = article.key, article.language, beside.language
        address = self.addresses.editions(key, code)[other]
        page = Page(
            alone.language,
            f"{article.title} / {beside.title}",
            article.description,
            address,
            {**alone.versions, code: address, other: self.addresses.editions(key, other)[code]},
            False,
            f"{key}/{code}-{other}",
            alone.picture,
            article.section,
        )
        sketch = Sketch(Kind.SIDE_BY_SIDE, page, "pages/side-by-side.html", key, other)
        self._add(sketch, max(article.reviewed, beside.reviewed))

    def _case(self, case: Case, language: Language) -> None:
        code = language.code
        versions = {c: self.addresses.case(case.id, c) for c in self._settings.codes}
        page = Page(
            language,
            f"{case.name} ({case.year})",
            case.holding[code],
            versions[code],
            versions,
            True,
            f"cases/{case.id}",
            self.addresses.picture(CASES, code),
        )
        self._add(Sketch(Kind.CASE, page, "pages/case.html", case.id), case.checked)

    def _outcome(self, outcome: Outcome, language: Language) -> None:
        code = language.code
        versions = {c: self.addresses.outcome(outcome.id, c) for c in self._settings.codes}
        page = Page(
            language,
            outcome.title[code],
            outcome.meaning[code],
            versions[code],
            versions,
            True,
            f"outcomes/{outcome.id}",
            self.addresses.picture(TREE, code),
        )
        sketch = Sketch(Kind.OUTCOME, page, "pages/outcome.html", outcome.id)
        self._add(sketch, self._names.rules.reviewed)


def _with_neighbours(keys: list[str]) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
    """Each key with the one before it and the one after it."""
    yield from zip(keys, zip([None, *keys], [*keys[1:], None], strict=False), strict=False)


_outline = remembered(4)(Outline)


def outline(sources: Sources) -> Outline:
    """The outline of the site; the same object as long as no page gets another address, title or place."""
    summaries: Iterable[Summary] = (article.summary for article in sources.articles)
    return _outline(sources.settings, sources.names, tuple(summaries))
