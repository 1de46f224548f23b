"""Plans the output: which file is made from which template with which values.

A page is a pure function of its recipe: nothing reaches a template but what its recipe holds and the
functions listed in `render.environment`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from generator.charts import WIDTH, in_order_of_time, outcomes_by_court, timeline
from generator.model.body import Linked
from generator.model.content import Case, Language, Outcome
from generator.model.project import Deployment
from generator.model.site import (
    APPOINTMENT,
    CASES,
    FIXED_PAGES,
    GLOSSARY,
    HOME,
    LAWS,
    NOT_FOUND,
    TREE,
    WEB_EDITOR,
    Addresses,
    Article,
    Assets,
    Files,
    Plan,
    Recipe,
    Sources,
    WebEditorProgram,
)
from generator.open_data import OPEN_DATA, OpenData
from generator.sorting import sortable
from generator.tree_pages import TreePages

TEMPLATES = {
    HOME: "pages/home.html",
    TREE: "pages/tree.html",
    APPOINTMENT: "pages/appointment.html",
    CASES: "pages/cases.html",
    LAWS: "pages/laws.html",
    GLOSSARY: "pages/glossary.html",
    NOT_FOUND: "pages/not-found.html",
}
"""The templates of the fixed pages; every other article uses `pages/article.html`."""


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
    borrowed: frozenset[str] = frozenset()
    """The languages whose version shows another language's words, because nobody has translated them yet."""

    @property
    def translations(self) -> Mapping[str, str]:
        """The versions that are in their own language, as search engines may be told."""
        return {code: address for code, address in self.versions.items() if code not in self.borrowed}


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
    """A group of articles in the navigation."""

    name: str
    links: tuple[PageLink, ...]


@dataclass(frozen=True)
class Review:
    """When words were last checked and by whom, and when they are due again, if somebody said so."""

    reviewed: dt.date
    reviewed_by: str | None
    due: dt.date | None
    overdue: bool


def plan(
    sources: Sources,
    linked: Linked,
    assets: Assets,
    deployment: Deployment,
    content: str,
    *,
    today: dt.date | None = None,
) -> Plan:
    """The plan of the whole output, as it is on a day; `content` is the name of the content's folder.

    Without a day nothing is overdue.
    """
    return _Planner(sources, linked, assets, deployment, content, today=today).plan()


class _Planner:
    def __init__(
        self,
        sources: Sources,
        linked: Linked,
        assets: Assets,
        deployment: Deployment,
        content: str,
        *,
        today: dt.date | None,
    ) -> None:
        self.sources = sources
        self.linked = linked
        self.assets = assets
        self.deployment = deployment
        self.today = today
        self.content = content
        self.addresses = Addresses(sources)
        self.tree = TreePages(sources, linked, self.addresses)
        self.recipes: dict[str, Recipe] = {}
        self.files = dict(assets.files)
        self.styles = {page: Markup(style) for page, style in assets.styles.items()}  # noqa: S704 (our own files)
        self.indexed: list[tuple[Page, dt.date | None]] = []
        self._shared: dict[str, Mapping[str, Any]] = {}

    def plan(self) -> Plan:
        for language in self.sources.settings.languages:
            for article in self._articles(language.code):
                self._article(article, language)
            for case in self.sources.cases.cases:
                self._case(case, language)
            for outcome in self.sources.rules.outcomes:
                self._outcome(outcome, language)
            self._feed(language)
        self._whole_site()
        if self.assets.web_editor:
            self._web_editor(self.assets.web_editor)
        data = OpenData(self.sources, self.addresses, self.deployment.base_url)
        ready = {path: partial(bytes, made) for path, made in self.files.items()}
        return Plan(self.recipes, Files({**ready, **data.makers()}))

    # --- values shared by pages ---

    def _articles(self, language: str) -> list[Article]:
        """The articles of a language in the order of the navigation."""
        sections = [group.id for group in self.sources.settings.sections]
        mine = [a for a in self.sources.articles if a.language == language]
        return sorted(mine, key=lambda a: (sections.index(a.front.section), a.front.order, a.key))

    def _link(self, article: Article) -> PageLink:
        front = article.front
        address = self.addresses.page(article.key, article.language)
        words = article.borrowed_from or article.language
        return PageLink(article.key, front.title, front.description, address, words)

    def _navigation(self, language: str) -> tuple[NavigationSection, ...]:
        hidden = (HOME, NOT_FOUND)
        articles = [a for a in self._articles(language) if a.key not in hidden]
        return tuple(
            NavigationSection(
                group.name[language], tuple(self._link(a) for a in articles if a.front.section == group.id)
            )
            for group in self.sources.settings.sections
            if any(a.front.section == group.id for a in articles)
        )

    def _common(self, language: Language) -> Mapping[str, Any]:
        """What every page of a language shares, made once."""
        code = language.code
        if code in self._shared:
            return self._shared[code]
        pages = {key: self.addresses.page(key, code) for key in FIXED_PAGES}
        self._shared[code] = {
            "settings": self.sources.settings,
            "language": language,
            "navigation": self._navigation(code),
            "pages": pages,
            "page_links": {a.key: self._link(a) for a in self._articles(code)},
            "assets": self.assets.addresses,
            "styles": self.styles,
            "situations": self.linked.situations[code],
            "deployment": self.deployment,
            "courts": self.sources.cases.courts,
            "topics": self.sources.cases.topics,
        }
        return self._shared[code]

    # --- pages ---

    def _article(self, article: Article, language: Language) -> None:
        codes = self.sources.settings.codes
        versions = [found for code in codes if (found := self.sources.article(article.key, code))]
        front, code = article.front, language.code
        page = Page(
            language,
            front.title,
            front.description,
            self.addresses.page(article.key, code),
            {one.language: self.addresses.page(one.key, one.language) for one in versions},
            article.key != NOT_FOUND and not article.borrowed_from,
            article.key,
            frozenset(one.language for one in versions if one.borrowed_from),
        )

        def gather() -> Mapping[str, Any]:
            read_on = [a for a in self._articles(code) if a.key not in FIXED_PAGES]
            position = next((i for i, a in enumerate(read_on) if a.key == article.key), None)
            previous = read_on[position - 1] if position else None
            after = 0 if position is None else position + 1
            following = read_on[after] if 0 < after < len(read_on) else None
            return {
                **self._common(language),
                "page": page,
                "front": front,
                "borrowed_from": article.borrowed_from,
                "review": self._review(front.reviewed, front.reviewed_by, front.review_by),
                "body": self.linked.bodies[article.key, code],
                "previous": self._link(previous) if previous else None,
                "next": self._link(following) if following else None,
                **self._data_of(article.key, code),
            }

        usual = "pages/borrowed.html" if article.borrowed_from else "pages/article.html"
        self._page(page, TEMPLATES.get(article.key, usual), gather, front.reviewed)

    def _data_of(self, key: str, language: str) -> dict[str, Any]:
        """What a fixed page adds to its own words."""
        if key == TREE:
            return self.tree.walking(language)
        if key == APPOINTMENT:
            return self.tree.sheet(language)
        if key == CASES:
            cases = self.sources.cases.cases
            return {
                "cases": in_order_of_time(cases)[::-1],
                "addresses": {case.id: self.addresses.case(case.id, language) for case in cases},
                "timeline": timeline(cases),
                "bars": outcomes_by_court(cases, self.sources.cases.courts),
                "chart_width": WIDTH,
            }
        if key == LAWS:
            mentions = {
                law.id: self.linked.mentions.get((law.id, language), ()) for law in self.sources.laws.laws
            }
            newer = {
                law.id: self.linked.newer.get((f"laws/{law.id}", language), {})
                for law in self.sources.laws.laws
            }
            reviews = {law.id: self._review(law.checked, None) for law in self.sources.laws.laws}
            return {
                "laws": self.sources.laws.laws,
                "mentions": mentions,
                "newer_words": newer,
                "reviews": reviews,
            }
        if key == GLOSSARY:
            terms = sorted(self.sources.glossary.terms, key=lambda t: sortable(t.term[language]))
            newer = {term.id: self.linked.newer.get((f"terms/{term.id}", language), {}) for term in terms}
            return {"terms": terms, "newer_words": newer}
        return {}

    def _case(self, case: Case, language: Language) -> None:
        code = language.code
        translations = {c: self.addresses.case(case.id, c) for c in self.sources.settings.codes}
        page = Page(
            language,
            case.name,
            case.holding[code],
            translations[code],
            translations,
            True,
            f"cases/{case.id}",
        )

        def gather() -> Mapping[str, Any]:
            return {
                **self._common(language),
                "page": page,
                "case": case,
                "review": self._review(case.checked, None),
                "newer_words": self.linked.newer.get((f"cases/{case.id}", code), {}),
                "mentions": self.linked.mentions.get((case.id, code), ()),
                "quotations": self.linked.quotations[case.id, code],
                "later": self.linked.later[case.id, code],
                "earlier": self.linked.earlier.get((case.id, code), ()),
                "walks": self.tree.stories(case, code),
            }

        self._page(page, "pages/case.html", gather, None)

    def _outcome(self, outcome: Outcome, language: Language) -> None:
        code = language.code
        translations = {c: self.addresses.outcome(outcome.id, c) for c in self.sources.settings.codes}
        page = Page(
            language,
            outcome.title[code],
            outcome.meaning[code],
            translations[code],
            translations,
            True,
            f"outcomes/{outcome.id}",
        )

        rules = self.sources.rules

        def gather() -> Mapping[str, Any]:
            return {
                **self._common(language),
                "page": page,
                "review": self._review(rules.reviewed, rules.reviewed_by),
                **self.tree.outcome(outcome, code),
            }

        self._page(page, "pages/outcome.html", gather, rules.reviewed)

    def _review(self, reviewed: dt.date, by: str | None, review_by: dt.date | None = None) -> Review:
        due = self.sources.settings.due(reviewed, review_by)
        return Review(reviewed, by, due, bool(due and self.today and due < self.today))

    def _page(
        self, page: Page, template: str, gather: Callable[[], Mapping[str, Any]], changed: dt.date | None
    ) -> None:
        path = page.address.removeprefix("/")
        if path.endswith("/") or not path:
            path += "index.html"
        self.recipes[path] = Recipe(template, page.language.code, gather)
        if page.indexed:
            self.indexed.append((page, changed))

    # --- files for machines ---

    def _feed(self, language: Language) -> None:
        def gather() -> Mapping[str, Any]:
            articles = [
                a for a in self._articles(language.code) if a.key not in FIXED_PAGES and not a.borrowed_from
            ]
            newest = sorted(articles, key=lambda a: (a.front.reviewed, a.key), reverse=True)
            return {
                **self._common(language),
                "entries": [(self._link(a), a.front.reviewed) for a in newest],
            }

        self.recipes[f"{language.code}/feed.xml"] = Recipe("feeds/atom.xml", language.code, gather)

    def _whole_site(self) -> None:
        settings = self.sources.settings

        def gather() -> Mapping[str, Any]:
            return {
                "settings": settings,
                "languages": [
                    (language, self._link(article))
                    for language in settings.languages
                    if (article := self.sources.article(HOME, language.code))
                ],
                "assets": self.assets.addresses,
                "deployment": self.deployment,
                "indexed": self.indexed,
                "open_data": OPEN_DATA,
                "styles": self.styles,
                "style_hashes": self.assets.style_hashes,
                "web_editor": self.assets.web_editor,
            }

        for path, template in (
            ("index.html", "pages/choose-language.html"),
            ("404.html", "pages/not-found-anywhere.html"),
            ("sitemap.xml", "feeds/sitemap.xml"),
            ("robots.txt", "feeds/robots.txt"),
            ("_headers", "netlify/_headers"),
            ("_redirects", "netlify/_redirects"),
        ):
            self.recipes[path] = Recipe(template, None, gather)

    def _web_editor(self, program: WebEditorProgram) -> None:
        """The program for editors, configured for this content when somebody opens it."""
        self.files.update(program.files)

        def gather() -> Mapping[str, Any]:
            return {
                "settings": self.sources.settings,
                "cases": self.sources.cases,
                "rules": self.sources.rules,
                "content": self.content,
                "logo": self.assets.addresses["favicon.svg"],
                "program": program,
            }

        for name in ("index.html", "start.js", "config.json"):
            self.recipes[WEB_EDITOR + name] = Recipe(f"web-editor/{name}", None, gather)
