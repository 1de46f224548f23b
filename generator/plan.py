"""Plans the output: which file is made from which template with which values.

A page is a pure function of its recipe: nothing reaches a template but what its recipe holds and the
functions listed in `render.environment`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.assets import Assets
from generator.bluebook import plain_citation
from generator.link import Linker
from generator.model.body import Citation, LinkedBody
from generator.model.content import Answer, Case, Language, Outcome, Question
from generator.model.site import (
    CASES,
    FIXED_PAGES,
    GLOSSARY,
    HOME,
    LAWS,
    NOT_FOUND,
    TREE,
    Addresses,
    Article,
    Deployment,
    Plan,
    Recipe,
    Sources,
)
from generator.problems import Problem

TEMPLATES = {
    HOME: "pages/home.html",
    TREE: "pages/tree.html",
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
    translations: Mapping[str, str]
    """The address of the same page by language code, this page's included."""
    indexed: bool
    key: str


@dataclass(frozen=True)
class PageLink:
    """A link to a page, with its title and description in the page's language."""

    key: str
    title: str
    description: str
    address: str


@dataclass(frozen=True)
class NavigationSection:
    """A group of articles in the navigation."""

    name: str
    links: tuple[PageLink, ...]


@dataclass(frozen=True)
class AnswerStep:
    """An answer of the tree with the place on the page that it leads to (`#question-law`)."""

    answer: Answer
    href: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class QuestionStep:
    """A question of the tree with its answers and authorities."""

    question: Question
    answers: tuple[AnswerStep, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class OutcomeStep:
    """An outcome of the tree with its authorities."""

    outcome: Outcome
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Mention:
    """A place on this site that rests on an authority."""

    title: str
    href: str


def plan(
    sources: Sources, assets: Assets, deployment: Deployment, content: str
) -> tuple[Plan, list[Problem]]:
    """The plan of the whole output, and the problems of linking it.

    `content` is the name of the content folder, for the file names in problems.
    """
    return _Planner(sources, assets, deployment, content).plan()


class _Planner:
    def __init__(self, sources: Sources, assets: Assets, deployment: Deployment, content: str) -> None:
        self.sources = sources
        self.assets = assets
        self.deployment = deployment
        self.content = content
        self.addresses = Addresses(sources)
        self.linker = Linker(sources, self.addresses)
        self.problems: list[Problem] = []
        self.recipes: dict[str, Recipe] = {}
        self.indexed: list[tuple[Page, Any]] = []
        self.mentions: dict[tuple[str, str], list[Mention]] = defaultdict(list)

    def plan(self) -> tuple[Plan, list[Problem]]:
        bodies = {(a.key, a.language): self._linked(a) for a in self.sources.articles}
        if self.problems:
            return Plan({}, {}), self.problems
        steps = {language.code: self._tree(language.code) for language in self.sources.settings.languages}
        if self.problems:
            return Plan({}, {}), self.problems
        for language in self.sources.settings.languages:
            for article in self._articles(language.code):
                self._article(article, language, bodies[article.key, language.code], steps[language.code])
            for case in self.sources.cases.cases:
                self._case(case, language)
            self._feed(language)
        self._whole_site()
        return Plan(self.recipes, {**self.assets.files, "cases.json": self._open_data()}), []

    # --- values shared by pages ---

    def _linked(self, article: Article) -> LinkedBody:
        body, problems = self.linker.body(article)
        self.problems += problems
        if not problems:
            address = self.addresses.page(article.key, article.language)
            sections = {u: s for s in body.sections for u in _uses_in(s.pieces)}
            for used in body.authorities:
                seen = set()
                for use in used.uses:
                    section = sections.get(use)
                    name = f"{article.front.title}: {section.title.striptags()}" if section else article.front.title
                    if name not in seen:
                        seen.add(name)
                        mention = Mention(name, f"{address}#{use}")
                        self.mentions[used.authority.id, article.language].append(mention)
        return body

    def _tree(self, language: str) -> tuple[tuple[QuestionStep, ...], tuple[OutcomeStep, ...]]:
        rules, file = self.sources.rules, f"{self.content}/rules.json"

        def cited(entries: Iterable[str], place: tuple[str | int, ...], name: str, href: str) -> tuple[Citation, ...]:
            citations, problems = self.linker.entries(entries, language, file, (*place, "authorities"))
            if language == self.sources.settings.codes[0]:  # the entries are the same in every language
                self.problems.extend(problems)
            for citation in citations:
                mention = Mention(name, href)
                mentions = self.mentions[citation.authority.id, language]
                if mention not in mentions:
                    mentions.append(mention)
            return citations

        questions = []
        for i, question in enumerate(rules.questions):
            place = ("questions", i)
            name, href = question.ask[language], self.addresses.question(question.id, language)
            answers = tuple(
                AnswerStep(a, "#" + a.to.replace(":", "-"), cited(a.authorities, (*place, "answers", n), name, href))
                for n, a in enumerate(question.answers)
            )
            questions.append(QuestionStep(question, answers, cited(question.authorities, place, name, href)))
        outcomes = tuple(
            OutcomeStep(
                outcome,
                cited(
                    outcome.authorities,
                    ("outcomes", i),
                    outcome.title[language],
                    self.addresses.outcome(outcome.id, language),
                ),
            )
            for i, outcome in enumerate(rules.outcomes)
        )
        return tuple(questions), outcomes

    def _articles(self, language: str) -> list[Article]:
        """The articles of a language in the order of the navigation."""
        sections = [group.id for group in self.sources.settings.sections]
        mine = [a for a in self.sources.articles if a.language == language]
        return sorted(mine, key=lambda a: (sections.index(a.front.section), a.front.order, a.key))

    def _link(self, article: Article) -> PageLink:
        front = article.front
        address = self.addresses.page(article.key, article.language)
        return PageLink(article.key, front.title, front.description, address)

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

    def _common(self, language: Language) -> dict[str, Any]:
        """What every page of a language shares."""
        code = language.code
        pages = {key: self.addresses.page(key, code) for key in FIXED_PAGES}
        return {
            "settings": self.sources.settings,
            "language": language,
            "navigation": self._navigation(code),
            "pages": pages,
            "page_links": {a.key: self._link(a) for a in self._articles(code)},
            "assets": self.assets.addresses,
            "deployment": self.deployment,
            "courts": self.sources.cases.courts,
            "topics": self.sources.cases.topics,
        }

    # --- pages ---

    def _article(
        self,
        article: Article,
        language: Language,
        body: LinkedBody,
        steps: tuple[tuple[QuestionStep, ...], tuple[OutcomeStep, ...]],
    ) -> None:
        translations = {
            code: self.addresses.page(article.key, code) for code in self.sources.settings.codes
        }
        front, code = article.front, language.code
        page = Page(
            language, front.title, front.description, translations[code], translations, article.key != NOT_FOUND, article.key
        )
        read_on = [a for a in self._articles(code) if a.key not in FIXED_PAGES]
        position = next((i for i, a in enumerate(read_on) if a.key == article.key), None)
        previous = read_on[position - 1] if position else None
        following = read_on[position + 1] if position is not None and position + 1 < len(read_on) else None
        context = {
            **self._common(language),
            "page": page,
            "front": front,
            "body": body,
            "previous": self._link(previous) if previous else None,
            "next": self._link(following) if following else None,
            **self._data_of(article.key, code, steps),
        }
        self._page(page, TEMPLATES.get(article.key, "pages/article.html"), context, front.reviewed)

    def _data_of(
        self, key: str, language: str, steps: tuple[tuple[QuestionStep, ...], tuple[OutcomeStep, ...]]
    ) -> dict[str, Any]:
        """What a fixed page adds to its own words."""
        if key == TREE:
            return {"rules": self.sources.rules, "questions": steps[0], "outcomes": steps[1]}
        if key == CASES:
            by_date = sorted(self.sources.cases.cases, key=lambda c: (c.year, c.decided.isoformat() if c.decided else "", c.id))
            rows = [(case, self.addresses.case(case.id, language)) for case in reversed(by_date)]
            return {"rows": rows}
        if key == LAWS:
            mentions = {law.id: self.mentions[law.id, language] for law in self.sources.laws.laws}
            return {"laws": self.sources.laws.laws, "mentions": mentions}
        if key == GLOSSARY:
            terms = sorted(self.sources.glossary.terms, key=lambda t: _sortable(t.term[language]))
            return {"terms": terms}
        return {}

    def _case(self, case: Case, language: Language) -> None:
        code = language.code
        translations = {c: self.addresses.case(case.id, c) for c in self.sources.settings.codes}
        page = Page(language, case.name, case.holding[code], translations[code], translations, True, f"cases/{case.id}")
        context = {
            **self._common(language),
            "page": page,
            "case": case,
            "mentions": self.mentions[case.id, code],
        }
        self._page(page, "pages/case.html", context, None)

    def _page(self, page: Page, template: str, context: Mapping[str, Any], changed: Any) -> None:
        path = page.address.removeprefix("/")
        if path.endswith("/") or not path:
            path += "index.html"
        self.recipes[path] = Recipe(template, page.language.code, context)
        if page.indexed:
            self.indexed.append((page, changed))

    # --- files for machines ---

    def _feed(self, language: Language) -> None:
        articles = [a for a in self._articles(language.code) if a.key not in FIXED_PAGES]
        newest = sorted(articles, key=lambda a: (a.front.reviewed, a.key), reverse=True)
        context = {
            **self._common(language),
            "entries": [(self._link(a), a.front.reviewed) for a in newest],
        }
        self.recipes[f"{language.code}/feed.xml"] = Recipe("feeds/atom.xml", language.code, context)

    def _whole_site(self) -> None:
        settings = self.sources.settings
        context = {
            "settings": settings,
            "languages": [
                (language, self._link(article))
                for language in settings.languages
                if (article := self.sources.article(HOME, language.code))
            ],
            "assets": self.assets.addresses,
            "deployment": self.deployment,
            "indexed": self.indexed,
        }
        for path, template in (
            ("index.html", "pages/choose-language.html"),
            ("404.html", "pages/not-found-anywhere.html"),
            ("sitemap.xml", "feeds/sitemap.xml"),
            ("robots.txt", "feeds/robots.txt"),
            ("_headers", "netlify/_headers"),
            ("_redirects", "netlify/_redirects"),
        ):
            self.recipes[path] = Recipe(template, None, context)

    def _open_data(self) -> bytes:
        """The case table for other programs: what we say of each case, in every language."""
        courts = self.sources.cases.courts
        records = [
            {
                **case.model_dump(mode="json", exclude={"quotes": {"__all__": {"source"}}}, exclude_none=True),
                "citation": plain_citation(case, courts),
                "addresses": {
                    code: self.deployment.base_url + self.addresses.case(case.id, code)
                    for code in self.sources.settings.codes
                },
            }
            for case in self.sources.cases.cases
        ]
        data = {
            "licence": self.sources.settings.content_licence,
            "licence_url": self.sources.settings.content_licence_url,
            "law_as_of": self.sources.settings.law_as_of.isoformat(),
            "courts": {key: court.model_dump() for key, court in courts.items()},
            "topics": {key: topic.model_dump() for key, topic in self.sources.cases.topics.items()},
            "cases": records,
        }
        return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _uses_in(pieces: Iterable[Any]) -> Iterable[str]:
    for piece in pieces:
        if hasattr(piece, "citations"):
            yield from (citation.use for citation in piece.citations)
        elif hasattr(piece, "use"):
            yield piece.use


def _sortable(words: str) -> str:
    """Words as a dictionary sorts them: small letters, accents ignored."""
    import unicodedata

    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
