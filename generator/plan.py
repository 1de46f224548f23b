"""Plans the output: which file is made from which template with which values.

A page is a pure function of its recipe: nothing reaches a template but what its recipe holds and the
functions listed in `render.environment`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from generator.charts import WIDTH, in_order_of_time, outcomes_by_court, timeline
from generator.later import ADDRESS, as_script, path_of, with_address
from generator.model.body import Linked
from generator.model.content import Case, Language, Outcome
from generator.model.project import Deployment
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
    WEB_EDITOR,
    WHOLE_TREE,
    Addresses,
    Article,
    Assets,
    Files,
    Finished,
    Plan,
    Recipe,
    Sources,
    WebEditorProgram,
    file_at,
    is_page,
)
from generator.names import id_of
from generator.offline import CACHE, WORKER, KeptLanguage, with_version
from generator.open_data import OPEN_DATA, OpenData
from generator.packet import SIZE, Packet, with_size
from generator.places import Shelf, shelves
from generator.search_index import PREFIX, index_of, search_files
from generator.share_pictures import SharePictures
from generator.side_by_side import Version, rows
from generator.sorting import sortable
from generator.structured_data import StructuredData
from generator.tree_pages import TreePages

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

MOST_LISTED = 100
"""So many pages are listed at the foot of every page; of more than that, each page lists its neighbours."""

LATER = {
    TREE: "components/decision-tree/later.html",
    APPOINTMENT: "components/sheet/later.html",
}
"""The templates of what comes when the reader has begun to use a page; each has the page's context."""

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
        self.codes = sources.settings.codes
        self.linked = linked
        self.assets = assets
        self.deployment = deployment
        self.today = today
        self.content = content
        self.addresses = Addresses(sources)
        # Whoever writes must see what has just been saved, and nothing that a browser has kept.
        self.kept_offline = sources.settings.offline and not deployment.drafts
        self.tree = TreePages(sources, linked, self.addresses)
        self.pictures = SharePictures(sources)
        self.structured = StructuredData(sources, self.addresses, deployment.base_url)
        self.recipes: dict[str, Recipe] = {}
        self.files = dict(assets.files)
        self.styles = {page: Markup(style) for page, style in assets.styles.items()}  # noqa: S704 (our own files)
        self.indexed: list[tuple[Page, dt.date]] = []
        self._in_order = {code: self._sorted(code) for code in self.codes}
        self._neighbours = {
            article: (before, after)
            for articles in self._in_order.values()
            for before, article, after in _with_neighbours([a for a in articles if a.key not in FIXED_PAGES])
        }
        self._gathered: dict[str, tuple[Shelf, ...]] = {}
        self._searches = {f"{PREFIX}{code}": partial(self._search_files, code) for code in self.codes}

    def plan(self) -> Plan:
        for language in self.sources.settings.languages:
            for article in self._articles(language.code):
                self._article(article, language)
            for case in self.sources.cases.cases:
                self._case(case, language)
            for outcome in self.sources.rules.outcomes:
                self._outcome(outcome, language)
            self._feed(language)
            self._packet(language)
        self._whole_site()
        self._worker()
        if self.assets.web_editor:
            self._web_editor(self.assets.web_editor)
        data = OpenData(self.sources, self.addresses, self.deployment.base_url)
        shelves = {f"{PREFIX}{code}": partial(self._shelves, code) for code in self.codes}
        self.made = Files(
            self.files,
            {**data.makers(), **self.pictures.makers()},
            self._searches,
            {**self.pictures.words(), **shelves},
        )
        return Plan(self.recipes, self.made, self._shared())

    # --- values shared by pages ---

    def _articles(self, language: str) -> list[Article]:
        """The articles of a language in the order of the navigation."""
        return self._in_order[language]

    def _sorted(self, language: str) -> list[Article]:
        sections = {group.id: place for place, group in enumerate(self.sources.settings.sections)}
        mine = [a for a in self.sources.articles if a.language == language]
        return sorted(mine, key=lambda a: (sections[a.front.section], a.front.order, a.key))

    def _link(self, article: Article) -> PageLink:
        front = article.front
        address = self.addresses.page(article.key, article.language)
        words = article.borrowed_from or article.language
        return PageLink(article.key, front.title, front.description, address, words)

    def _navigation(self, language: str) -> tuple[NavigationSection, ...]:
        links: dict[str, list[PageLink]] = defaultdict(list)
        for article in self._articles(language):
            if article.key not in (HOME, NOT_FOUND):
                links[article.front.section].append(self._link(article))
        return tuple(
            NavigationSection(group.id, group.name[language], tuple(links[group.id]))
            for group in self.sources.settings.sections
            if group.id in links
        )

    def _shared(self) -> dict[str | None, Mapping[str, Any]]:
        """What every page of a language shares; and what those share that have no language."""
        everywhere = {
            "settings": self.sources.settings,
            "assets": self.assets.addresses,
            "styles": self.styles,
            "deployment": self.deployment,
            "kept_offline": self.kept_offline,
            "courts": self.sources.cases.courts,
            "topics": self.sources.cases.topics,
        }
        shared: dict[str | None, Mapping[str, Any]] = {None: everywhere}
        for language in self.sources.settings.languages:
            code = language.code
            navigation = self._navigation(code)
            shared[code] = {
                **everywhere,
                "language": language,
                "navigation": navigation,
                "whole_navigation": sum(len(group.links) for group in navigation) <= MOST_LISTED,
                "pages": {key: self.addresses.page(key, code) for key in FIXED_PAGES},
                "page_links": {a.key: self._link(a) for a in self._articles(code)},
                "situations": self.linked.situations[code],
            }
        return shared

    # --- pages ---

    def _article(self, article: Article, language: Language) -> None:
        versions = [found for code in self.codes if (found := self.sources.article(article.key, code))]
        front, code = article.front, language.code
        page = Page(
            language,
            front.title,
            front.description,
            self.addresses.page(article.key, code),
            {one.language: self.addresses.page(one.key, one.language) for one in versions},
            article.key not in UNLISTED and not article.borrowed_from,
            article.key,
            self.pictures.address(article.key, code),
            front.section,
            frozenset(one.language for one in versions if one.borrowed_from),
        )

        def gather() -> Mapping[str, Any]:
            previous, following = self._neighbours.get(article, (None, None))
            body = self.linked.bodies[article.key, code]
            structured = self.structured.article(article, body, page.picture) if page.indexed else None
            return {
                "page": page,
                "front": front,
                "borrowed_from": article.borrowed_from,
                "review": self._review_of(article),
                "body": body,
                "structured_data": structured,
                "previous": self._link(previous) if previous else None,
                "next": self._link(following) if following else None,
                "editions": self.addresses.editions(article.key, code),
                **self._data_of(article.key, code),
            }

        usual = "pages/borrowed.html" if article.borrowed_from else "pages/article.html"
        self._page(page, TEMPLATES.get(article.key, usual), gather, self.sources.last_check(article))
        if article.key == OFFLINE:
            path = file_at(page.address)
            finish = partial(with_size, self._packet_file(code), language.locale)
            self.recipes[path] = replace(self.recipes[path], finish=finish)
        if article.key in LATER:
            self._later(file_at(page.address), article.key, code)
        for other, address in self.addresses.editions(article.key, code).items():
            self._side_by_side(article, other, address, language)

    def _later(self, page: str, key: str, code: str) -> None:
        """The later part of a page, which the page names."""
        path = path_of(key, code)
        of_page = self.recipes[page] = replace(self.recipes[page], finish=partial(with_address, path))
        self.recipes[path] = Recipe(LATER[key], code, lambda: of_page.context, as_script, by_content=True)

    def _side_by_side(self, article: Article, other: str, address: str, language: Language) -> None:
        """An article with another language beside it.

        Search engines are kept out: it says again what two pages say, each of which they know.
        """
        key, code = article.key, language.code
        beside = self.sources.article(key, other)
        if beside is None:
            return
        pair = {one.language: one for one in (article, beside)}
        versions = {c: self.addresses.page(key, c) for c in self.codes if self.sources.article(key, c)}
        versions |= {code: address, other: self.addresses.editions(key, other)[code]}
        title = " / ".join(one.front.title for one in pair.values())
        page = Page(
            language,
            title,
            article.front.description,
            address,
            versions,
            False,
            f"{key}/{code}-{other}",
            self.pictures.address(key, code),
            article.front.section,
        )

        def gather() -> Mapping[str, Any]:
            both = [Version(c, one.front, self.linked.bodies[key, c]) for c, one in pair.items()]
            return {
                "page": page,
                "versions": both,
                "rows": rows(*both),
                "articles": {c: self.addresses.page(key, c) for c in pair},
                "reviews": {c: self._review_of(one) for c, one in pair.items()},
            }

        changed = max(self.sources.last_check(one) for one in pair.values())
        self._page(page, "pages/side-by-side.html", gather, changed)

    def _data_of(self, key: str, language: str) -> dict[str, Any]:
        """What a fixed page adds to its own words."""
        if key == TREE:
            return {**self.tree.walking(language), "later": ADDRESS}
        if key == WHOLE_TREE:
            return self.tree.at_a_glance(language)
        if key == APPOINTMENT:
            return {**self.tree.sheet(language), "later": ADDRESS}
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
            newer = {
                law.id: self.linked.newer.get((f"laws/{law.id}", language), {})
                for law in self.sources.laws.laws
            }
            reviews = {law.id: self._review(law.checked, None) for law in self.sources.laws.laws}
            return {
                "laws": self.sources.laws.laws,
                "uses": {
                    law.id: self.addresses.law_uses(law.id, language)
                    for law in self.sources.laws.laws
                    if (law.id, language) in self.linked.mentions
                },
                "newer_words": newer,
                "reviews": reviews,
            }
        if key == LAW_USES:
            mentions = [
                (law, self.addresses.law(law.id, language), self.linked.mentions.get((law.id, language), ()))
                for law in self.sources.laws.laws
            ]
            return {"mentioned": [one for one in mentions if one[2]]}
        if key == GLOSSARY:
            terms = sorted(self.sources.glossary.terms, key=lambda t: sortable(t.term[language]))
            newer = {term.id: self.linked.newer.get((f"terms/{term.id}", language), {}) for term in terms}
            return {"terms": terms, "newer_words": newer}
        if key == OFFLINE:
            return {"packet": f"/{self._packet_file(language)}", "packet_size": SIZE}
        if key == SEARCH:
            return {"search_index": f"/{index_of(self.made, language)}"}
        if key == CONTENTS:
            return {"shelves": self._shelves(language)}
        return {}

    def _shelves(self, language: str) -> tuple[Shelf, ...]:
        """Everything that has a name, gathered once for the search and for the list of contents."""
        if language not in self._gathered:
            articles = self._articles(language)
            found = shelves(self.sources, self.linked, self.addresses, articles, language)
            self._gathered[language] = found
        return self._gathered[language]

    def _search_files(self, language: str) -> Mapping[str, bytes]:
        """What the search of a language loads."""
        return search_files(self._shelves(language), language)

    def _case(self, case: Case, language: Language) -> None:
        code = language.code
        translations = {c: self.addresses.case(case.id, c) for c in self.codes}
        page = Page(
            language,
            f"{case.name} ({case.year})",
            case.holding[code],
            translations[code],
            translations,
            True,
            f"cases/{case.id}",
            self.pictures.address(CASES, code),
        )

        def gather() -> Mapping[str, Any]:
            return {
                "page": page,
                "structured_data": self.structured.case(case, code),
                "case": case,
                "review": self._review(case.checked, None),
                "newer_words": self.linked.newer.get((f"cases/{case.id}", code), {}),
                "mentions": self.linked.mentions.get((case.id, code), ()),
                "quotations": self.linked.quotations[case.id, code],
                "later": self.linked.later[case.id, code],
                "earlier": self.linked.earlier.get((case.id, code), ()),
                "walks": self.tree.stories(case, code),
            }

        self._page(page, "pages/case.html", gather, case.checked)

    def _outcome(self, outcome: Outcome, language: Language) -> None:
        code = language.code
        translations = {c: self.addresses.outcome(outcome.id, c) for c in self.codes}
        page = Page(
            language,
            outcome.title[code],
            outcome.meaning[code],
            translations[code],
            translations,
            True,
            f"outcomes/{outcome.id}",
            self.pictures.address(TREE, code),
        )

        rules = self.sources.rules

        def gather() -> Mapping[str, Any]:
            return {
                "page": page,
                "structured_data": self.structured.outcome(outcome, code),
                "review": self._review(rules.reviewed, rules.reviewed_by),
                **self.tree.outcome(outcome, code),
            }

        self._page(page, "pages/outcome.html", gather, rules.reviewed)

    def _review_of(self, article: Article) -> Review:
        front = article.front
        return self._review(front.reviewed, front.reviewed_by, front.review_by)

    def _review(self, reviewed: dt.date, by: str | None, review_by: dt.date | None = None) -> Review:
        due = self.sources.settings.due(reviewed, review_by)
        return Review(reviewed, by, due, bool(due and self.today and due < self.today))

    def _page(
        self, page: Page, template: str, gather: Callable[[], Mapping[str, Any]], changed: dt.date
    ) -> None:
        """Plan a page; `changed` is the day of the newest check of what it says."""
        self.recipes[file_at(page.address)] = Recipe(template, page.language.code, gather)
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
                "entries": [(self._link(a), a.front.reviewed) for a in newest],
            }

        self.recipes[f"{language.code}/feed.xml"] = Recipe("feeds/atom.xml", language.code, gather)

    def _packet_file(self, language: str) -> str:
        name = id_of(self.sources.settings.languages[0].site_name)
        return f"packet/{name}-{language}.zip"

    def _packet(self, language: Language) -> None:
        """All pages of a language but those that only a site on the internet needs."""
        code, settings = language.code, self.sources.settings
        left_out = {file_at(self.addresses.page(key, code)) for key in (OFFLINE, SEARCH, NOT_FOUND)}

        def gather() -> Mapping[str, Any]:
            newest = self.deployment.base_url + self.addresses.page(HOME, code)
            return {"newest": newest}

        def pack(note: bytes, finished: Finished) -> bytes:
            root, folder = f"{code}/", id_of(language.site_name)
            pages = frozenset(path for path in self.recipes if path.startswith(root) and is_page(path))
            base_url, day = self.deployment.base_url, settings.law_as_of
            return Packet(pages - left_out, root, folder, base_url, day).packed(note, finished)

        note = "components/offline/packet-note.html"
        self.recipes[self._packet_file(code)] = Recipe(note, code, gather, pack)

    def _worker(self) -> None:
        """The service worker; or one that takes it back, where pages are not to be kept."""
        settings = self.sources.settings
        languages = [self._kept(language) for language in settings.languages]

        def gather() -> Mapping[str, Any]:
            return {"cache": CACHE, "languages": languages}

        if self.kept_offline:
            finish = partial(with_version, languages)
            self.recipes[WORKER] = Recipe("service-worker/worker.js", None, gather, finish)
        else:
            self.recipes[WORKER] = Recipe("service-worker/removal.js", None, gather)

    def _kept(self, language: Language) -> KeptLanguage:
        code = language.code
        keys = [HOME, *(name.removesuffix(".md") for name in self.sources.settings.offline_pages)]
        at_hand = dict.fromkeys(
            self.addresses.page(key, code) for key in keys if self.sources.article(key, code)
        )
        home, instead = (self.addresses.page(key, code) for key in (HOME, OFFLINE))
        return KeptLanguage(code, language.locale, home, instead, tuple(at_hand))

    def _whole_site(self) -> None:
        """The files that have no language. Each is told no more than it says: what it is told is digested."""
        settings, editor = self.sources.settings, self.assets.web_editor

        def homes() -> Mapping[str, Any]:
            return {
                "languages": [
                    (language, self._link(article))
                    for language in settings.languages
                    if (article := self.sources.article(HOME, language.code))
                ]
            }

        def choice() -> Mapping[str, Any]:
            return {**homes(), "picture": self.pictures.address(HOME, settings.codes[0])}

        def headers() -> Mapping[str, Any]:
            return {
                "open_data": OPEN_DATA,
                "worker": WORKER,
                "style_hashes": self.assets.style_hashes,
                "import_map_hash": editor.import_map_hash if editor else None,
            }

        for path, template, gather in (
            ("index.html", "pages/choose-language.html", choice),
            ("404.html", "pages/not-found-anywhere.html", choice),
            ("sitemap.xml", "feeds/sitemap.xml", lambda: {**homes(), "indexed": self.indexed}),
            ("robots.txt", "feeds/robots.txt", dict),
            ("_headers", "netlify/_headers", headers),
            ("_redirects", "netlify/_redirects", lambda: {**homes(), "moved": self.linked.moved}),
        ):
            self.recipes[path] = Recipe(template, None, gather)

    def _web_editor(self, program: WebEditorProgram) -> None:
        """The program for editors, configured for this content when somebody opens it."""
        self.files.update(program.files)

        def configuration() -> Mapping[str, Any]:
            return {
                "cases": self.sources.cases,
                "rules": self.sources.rules,
                "content": self.content,
                "logo": self.assets.addresses["favicon.svg"],
            }

        for name, gather in (
            ("index.html", lambda: {"import_map": program.import_map}),
            ("start.js", dict),
            ("config.json", configuration),
        ):
            self.recipes[WEB_EDITOR + name] = Recipe(f"web-editor/{name}", None, gather)


def _with_neighbours(articles: list[Article]) -> Iterator[tuple[Article | None, Article, Article | None]]:
    """Each article between the one before it and the one after it."""
    yield from zip([None, *articles], articles, [*articles[1:], None], strict=False)
