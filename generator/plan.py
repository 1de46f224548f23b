"""Plans the output: which file is made from which template with which values.

A page is a pure function of its recipe: nothing reaches a template but what its recipe holds and the
functions listed in `render.environment`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from generator.charts import WIDTH, in_order_of_time, outcomes_by_court, timeline
from generator.later import ADDRESS, as_script, path_of, with_address
from generator.model.body import Linked
from generator.model.content import Language
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
    Article,
    Assets,
    Files,
    Finished,
    Plan,
    Recipe,
    Review,
    Sources,
    WebEditorProgram,
    file_at,
    is_page,
)
from generator.names import id_of
from generator.offline import CACHE, WORKER, KeptLanguage, with_version
from generator.open_data import OPEN_DATA, OpenData
from generator.outline import Kind, Outline, PageLink, Sketch, outline
from generator.packet import SIZE, Packet, with_size
from generator.places import Shelves
from generator.search_index import PREFIX, index_of, search_files
from generator.share_pictures import pictures_of, words_of_pictures
from generator.side_by_side import Version, rows, version_of
from generator.sorting import sortable
from generator.structured_data import StructuredData
from generator.tree_pages import TreePages

MOST_LISTED = 100
"""So many pages are listed at the foot of every page; of more than that, each page lists its neighbours."""

LATER = {
    TREE: "components/decision-tree/later.html",
    APPOINTMENT: "components/sheet/later.html",
}
"""The templates of what comes when the reader has begun to use a page; each has the page's context."""


class _Recipes(Mapping[str, Recipe]):
    """All recipes by path: of pages, each written when somebody asks for it, and of other files."""

    def __init__(
        self,
        sketches: Mapping[str, Sketch],
        write: Callable[[Sketch], Recipe],
        others: Mapping[str, Recipe],
    ) -> None:
        self._sketches, self._write, self._others = sketches, write, others

    def __getitem__(self, path: str) -> Recipe:
        if path in self._others:
            return self._others[path]
        return self._write(self._sketches[path])  # not kept: with its context it is larger than its page

    def __iter__(self) -> Iterator[str]:
        return iter({**self._sketches, **self._others})

    def __len__(self) -> int:
        return len({**self._sketches, **self._others})


class _Shelves:
    """Everything that has a name, by language, for the search and for the list of contents.

    The files of the search are made with this, and not with the planner, because the planner holds them.
    """

    def __init__(self, sources: Sources, linked: Linked, outline: Outline) -> None:
        self._sources, self._linked, self._outline = sources, linked, outline

    def of(self, language: str) -> Shelves:
        """The shelves of a language."""
        articles = _articles(self._sources, self._outline, language)
        return Shelves(self._sources, self._linked, self._outline.addresses, articles, language)

    def made_from(self, language: str) -> Any:
        """All that the shelves of a language are gathered from; they themselves if it cannot be told."""
        sources, linked = self._sources, self._linked
        articles = _articles(sources, self._outline, language)
        texts = [linked.texts[one.key, language].said for one in articles]
        fronts = [(one.key, one.front, one.borrowed_from) for one in articles]
        addresses = [self._outline.addresses.page(one.key, language) for one in articles]
        tables = sources.cases, sources.laws, sources.rules, sources.glossary
        found = (texts, fronts, addresses, linked.situations[language], *tables)
        return found if all(texts) else tuple(self.of(language))

    def search_files(self, language: str) -> Mapping[str, bytes]:
        """What the search of a language loads."""
        return search_files(self.of(language), language)


def _articles(sources: Sources, outline: Outline, language: str) -> list[Article]:
    """The articles of a language in the order of the navigation."""
    found = (sources.article(one.key, language) for one in outline.in_order[language])
    return [article for article in found if article]


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
    """Writes the recipes, which ask it what they need; it holds none of them.

    So no part of a plan holds another that holds it, and when a save has brought a newer plan, the old one
    goes at once. Left to the collector of cycles, it would stay, and hold up every tenth save.
    """

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
        self.outline = outline(sources)
        self.addresses = self.outline.addresses
        # Whoever writes must see what has just been saved, and nothing that a browser has kept.
        self.kept_offline = sources.settings.offline and not deployment.drafts
        self.cases = {case.id: case for case in sources.cases.cases}
        self.tree = TreePages(sources, linked, self.addresses)
        self.structured = StructuredData(sources, self.addresses, deployment.base_url)
        self.styles = {page: Markup(style) for page, style in assets.styles.items()}  # noqa: S704 (our own files)
        self.shelves = _Shelves(sources, linked, self.outline)
        self.made = self._files()

    def plan(self) -> Plan:
        others = dict(self._others())
        recipes = _Recipes(self.outline.sketches, self._recipe, others)
        return Plan(recipes, self.made, self._shared(), self._groups(others))

    def _files(self) -> Files:
        """The files that need no template."""
        data = OpenData(self.sources, self.addresses, self.deployment.base_url)
        pictures = words_of_pictures(self.sources, self.addresses)
        editor = self.assets.web_editor.files if self.assets.web_editor else {}
        return Files(
            {**self.assets.files, **editor},
            {**data.makers(), **pictures_of(pictures)},
            {f"{PREFIX}{code}": partial(self.shelves.search_files, code) for code in self.codes},
            {
                **pictures,
                **{f"{PREFIX}{code}": partial(self.shelves.made_from, code) for code in self.codes},
            },
        )

    def _others(self) -> Iterator[tuple[str, Recipe]]:
        """The files that are made from templates and are no pages of the outline, by their paths."""
        for language in self.sources.settings.languages:
            for key in LATER:
                yield self._later(key, language.code)
            yield self._feed(language)
            yield self._packet(language)
        yield from self._whole_site()
        yield self._worker()
        if self.assets.web_editor:
            yield from self._web_editor(self.assets.web_editor)

    def _groups(self, others: Iterable[str]) -> list[list[str]]:
        """All pages of an article or a record together; every other file by itself."""
        groups: dict[str, list[str]] = defaultdict(list)
        for path, sketch in self.outline.sketches.items():
            groups[sketch.of].append(path)
        return [*groups.values(), *([path] for path in others)]

    # --- values shared by pages ---

    def _link(self, article: Article) -> PageLink:
        return self.outline.links[article.language][article.key]

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
            navigation = self.outline.navigation[code]
            shared[code] = {
                **everywhere,
                "language": language,
                "navigation": navigation,
                "whole_navigation": sum(len(group.links) for group in navigation) <= MOST_LISTED,
                "pages": {key: self.addresses.page(key, code) for key in FIXED_PAGES},
                "page_links": self.outline.links[code],
                "situations": self.linked.situations[code],
            }
        return shared

    # --- pages ---

    def _recipe(self, sketch: Sketch) -> Recipe:
        """What a page of the outline is made from."""
        code = sketch.page.language.code
        finish = None
        if sketch.kind is Kind.ARTICLE and sketch.of == OFFLINE:
            finish = partial(with_size, self._packet_file(code), sketch.page.language.locale)
        elif sketch.kind is Kind.ARTICLE and sketch.of in LATER:
            finish = partial(with_address, path_of(sketch.of, code))
        gather: Callable[[Sketch], Mapping[str, Any]]
        made_from: Callable[[Sketch], Any] | None
        gather, made_from = {
            Kind.ARTICLE: (self._article, self._article_made_from),
            Kind.SIDE_BY_SIDE: (self._side_by_side, self._rows_made_from),
            Kind.CASE: (self._case, None),
            Kind.OUTCOME: (self._outcome, None),
        }[sketch.kind]
        shorter = partial(made_from, sketch) if made_from else None
        return Recipe(sketch.template, code, partial(gather, sketch), finish, made_from=shorter)

    def _later(self, key: str, code: str) -> tuple[str, Recipe]:
        """The later part of a page, which the page names."""
        page = file_at(self.addresses.page(key, code))

        def gather() -> Mapping[str, Any]:
            return self._recipe(self.outline.sketches[page]).context

        return path_of(key, code), Recipe(LATER[key], code, gather, as_script, by_content=True)

    def _article(self, sketch: Sketch) -> Mapping[str, Any]:
        page, key, code = sketch.page, sketch.of, sketch.page.language.code
        article, body = self.sources.by_key[key, code], self.linked.texts[key, code].body
        return {
            **self._around(sketch),
            "body": body,
            "structured_data": self.structured.article(article, body, page.picture) if page.indexed else None,
            **self._data_of(key, code),
        }

    def _article_made_from(self, sketch: Sketch) -> Any:
        key, code = sketch.of, sketch.page.language.code
        body = self.linked.texts[key, code].fingerprint
        # What the structured data say of an article is in its front matter and on its page.
        return body and (self._around(sketch), body, self._data_made_from(key, code))

    def _around(self, sketch: Sketch) -> Mapping[str, Any]:
        """What a page has of its article besides the words."""
        key, code = sketch.of, sketch.page.language.code
        article = self.sources.by_key[key, code]
        before, after = self.outline.neighbours.get((code, key), (None, None))
        links = self.outline.links[code]
        return {
            "page": sketch.page,
            "front": article.front,
            "borrowed_from": article.borrowed_from,
            "review": self._review_of(article),
            "previous": links[before] if before else None,
            "next": links[after] if after else None,
            "editions": self.addresses.editions(key, code),
        }

    def _side_by_side(self, sketch: Sketch) -> Mapping[str, Any]:
        both = [self._version(sketch.of, code) for code in self._pair(sketch)]
        return {"page": sketch.page, "versions": both, "rows": rows(*both)}

    def _version(self, key: str, code: str) -> Version:
        article = self.sources.by_key[key, code]
        address = self.addresses.page(key, code)
        return version_of(article, self.linked.texts[key, code], address, self._review_of(article))

    def _rows_made_from(self, sketch: Sketch) -> Any:
        key, codes = sketch.of, self._pair(sketch)
        bodies = [self.linked.texts[key, code].fingerprint for code in codes]
        articles = [self.sources.by_key[key, code] for code in codes]
        addresses = [self.addresses.page(key, code) for code in codes]
        told = [(article.front, self._review_of(article)) for article in articles]
        return (sketch.page, codes, bodies, addresses, told) if all(bodies) else None

    def _pair(self, sketch: Sketch) -> tuple[str, str]:
        """The languages of a side-by-side page."""
        return sketch.page.language.code, sketch.beside

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
            return {"shelves": self.shelves.of(language)}
        return {}

    def _data_made_from(self, key: str, language: str) -> Any:
        """What the data of a fixed page follow from: mostly they themselves."""
        return self.shelves.made_from(language) if key == CONTENTS else self._data_of(key, language)

    def _case(self, sketch: Sketch) -> Mapping[str, Any]:
        code, case = sketch.page.language.code, self.cases[sketch.of]
        return {
            "page": sketch.page,
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

    def _outcome(self, sketch: Sketch) -> Mapping[str, Any]:
        code, rules = sketch.page.language.code, self.sources.rules
        outcome = self.tree.outcomes[sketch.of]
        return {
            "page": sketch.page,
            "structured_data": self.structured.outcome(outcome, code),
            "review": self._review(rules.reviewed, rules.reviewed_by),
            **self.tree.outcome(outcome, code),
        }

    def _review_of(self, article: Article) -> Review:
        front = article.front
        return self._review(front.reviewed, front.reviewed_by, front.review_by)

    def _review(self, reviewed: dt.date, by: str | None, review_by: dt.date | None = None) -> Review:
        due = self.sources.settings.due(reviewed, review_by)
        return Review(reviewed, by, due, bool(due and self.today and due < self.today))

    # --- files for machines ---

    def _feed(self, language: Language) -> tuple[str, Recipe]:
        def gather() -> Mapping[str, Any]:
            articles = [
                a
                for a in _articles(self.sources, self.outline, language.code)
                if a.key not in FIXED_PAGES and not a.borrowed_from
            ]
            newest = sorted(articles, key=lambda a: (a.front.reviewed, a.key), reverse=True)
            return {
                "entries": [(self._link(a), a.front.reviewed) for a in newest],
            }

        return f"{language.code}/feed.xml", Recipe("feeds/atom.xml", language.code, gather)

    def _packet_file(self, language: str) -> str:
        name = id_of(self.sources.settings.languages[0].site_name)
        return f"packet/{name}-{language}.zip"

    def _packet(self, language: Language) -> tuple[str, Recipe]:
        """All pages of a language but those that only a site on the internet needs."""
        code, settings = language.code, self.sources.settings
        left_out = {file_at(self.addresses.page(key, code)) for key in (OFFLINE, SEARCH, NOT_FOUND)}

        def gather() -> Mapping[str, Any]:
            newest = self.deployment.base_url + self.addresses.page(HOME, code)
            return {"newest": newest}

        def pack(note: bytes, finished: Finished) -> bytes:
            root, folder = f"{code}/", id_of(language.site_name)
            pages = frozenset(
                path for path in self.outline.sketches if path.startswith(root) and is_page(path)
            )
            base_url, day = self.deployment.base_url, settings.law_as_of
            return Packet(pages - left_out, root, folder, base_url, day).packed(note, finished)

        note = "components/offline/packet-note.html"
        return self._packet_file(code), Recipe(note, code, gather, pack)

    def _worker(self) -> tuple[str, Recipe]:
        """The service worker; or one that takes it back, where pages are not to be kept."""
        settings = self.sources.settings
        languages = [self._kept(language) for language in settings.languages]

        def gather() -> Mapping[str, Any]:
            return {"cache": CACHE, "languages": languages}

        if self.kept_offline:
            finish = partial(with_version, languages)
            return WORKER, Recipe("service-worker/worker.js", None, gather, finish)
        return WORKER, Recipe("service-worker/removal.js", None, gather)

    def _kept(self, language: Language) -> KeptLanguage:
        code = language.code
        keys = [HOME, *(name.removesuffix(".md") for name in self.sources.settings.offline_pages)]
        at_hand = dict.fromkeys(
            self.addresses.page(key, code) for key in keys if self.sources.article(key, code)
        )
        home, instead = (self.addresses.page(key, code) for key in (HOME, OFFLINE))
        return KeptLanguage(code, language.locale, home, instead, tuple(at_hand))

    def _whole_site(self) -> Iterator[tuple[str, Recipe]]:
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
            return {**homes(), "picture": self.addresses.picture(HOME, settings.codes[0])}

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
            ("sitemap.xml", "feeds/sitemap.xml", lambda: {**homes(), "indexed": self.outline.indexed}),
            ("robots.txt", "feeds/robots.txt", dict),
            ("_headers", "netlify/_headers", headers),
            ("_redirects", "netlify/_redirects", lambda: {**homes(), "moved": self.linked.moved}),
        ):
            yield path, Recipe(template, None, gather)

    def _web_editor(self, program: WebEditorProgram) -> Iterator[tuple[str, Recipe]]:
        """What opens the program for editors, configured for this content."""

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
            yield WEB_EDITOR + name, Recipe(f"web-editor/{name}", None, gather)
