"""What each page is, in the words of schema.org, as search engines read it (JSON-LD).

It says what the page says, and no more. No text of an article is repeated but its title and description; the
page of questions is the exception, because a `FAQPage` consists of its questions and answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup, escape

from generator.model.body import CitationGroup, LinkedBody, Piece
from generator.model.content import Case, Language, Outcome
from generator.model.site import CASES, FIXED_PAGES, HOME, QUESTIONS, TREE, Addresses, Article, Sources
from generator.open_data import CSV_FILE, JSON_FILE
from generator.typography import typographic

Node = Mapping[str, Any]
"""A thing of schema.org with its properties."""

_DISTRIBUTIONS = {JSON_FILE: "application/json", CSV_FILE: "text/csv"}
_SPACE_BEFORE_A_STOP = re.compile(r"\s+(?=[.,;:?!)])")


class StructuredData:
    """Describes the pages of a site at an origin, `base_url`, which has no slash at its end."""

    def __init__(self, sources: Sources, addresses: Addresses, base_url: str) -> None:
        self.sources = sources
        self.addresses = addresses
        self.base_url = base_url

    def article(self, article: Article, body: LinkedBody, picture: str) -> Node:
        """The page of an article, which is not borrowed; `picture` is the address of its picture."""
        code = article.language
        if article.key == HOME:
            return _graph(self._publisher(code), self._web_site(article))
        trail = self._trail(code, article.front.title)
        if article.key == CASES:
            return _graph(self._publisher(code), self._data_set(article), trail)
        if article.key in FIXED_PAGES:
            return _graph(trail)
        questions = [_questions(body, code)] if article.key == QUESTIONS else []
        return _graph(self._publisher(code), self._article(article, picture), *questions, trail)

    def case(self, case: Case, code: str) -> Node:
        """The page of a case: where it stands in the site."""
        return _graph(self._trail(code, case.name, below=CASES))

    def outcome(self, outcome: Outcome, code: str) -> Node:
        """The page of a result of the tree: where it stands in the site."""
        return _graph(self._trail(code, outcome.title[code], below=TREE))

    # --- the things that pages are ---

    def _article(self, article: Article, picture: str) -> Node:
        front, code = article.front, article.language
        return {
            "@type": "Article",
            "@id": self._page(article.key, code),
            "headline": typographic(front.title),
            "description": typographic(front.description),
            "inLanguage": code,
            "dateModified": front.reviewed.isoformat(),
            "image": self.base_url + picture,
            "author": {"@id": self._home(code)},
            "publisher": {"@id": self._home(code)},
            "license": self.sources.settings.content_licence_url,
            **self._translations(article),
        }

    def _translations(self, article: Article) -> Node:
        """Its translations, or what it is a translation of: the one in the first language that has it."""
        key, source = article.key, self.sources.source_of(article.key)
        if source and source.language != article.language:
            return {"translationOfWork": {"@id": self._page(key, source.language)}}
        versions = (self.sources.article(key, code) for code in self.sources.settings.codes)
        others = [one for one in versions if one and one is not article and not one.borrowed_from]
        return (
            {"workTranslation": [{"@id": self._page(key, one.language)} for one in others]} if others else {}
        )

    def _data_set(self, article: Article) -> Node:
        front, settings = article.front, self.sources.settings
        return {
            "@type": "Dataset",
            "name": typographic(front.title),
            "description": typographic(front.description),
            "url": self._page(CASES, article.language),
            "inLanguage": list(settings.codes),
            "dateModified": self.sources.names.last_check(CASES, front.reviewed).isoformat(),
            "license": settings.content_licence_url,
            "isAccessibleForFree": True,
            "creator": {"@id": self._home(article.language)},
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{self.base_url}/{file}"}
                for file, kind in _DISTRIBUTIONS.items()
            ],
        }

    def _web_site(self, home: Article) -> Node:
        language = self._language(home.language)
        return {
            "@type": "WebSite",
            "name": typographic(language.site_name),
            "description": typographic(language.tagline),
            "url": self._home(language.code),
            "inLanguage": language.code,
            "publisher": {"@id": self._home(language.code)},
        }

    def _publisher(self, code: str) -> Node:
        name = typographic(self._language(code).site_name)
        return {"@type": "Organization", "@id": self._home(code), "name": name, "url": self._home(code)}

    def _trail(self, code: str, title: str, below: str | None = None) -> Node:
        """The way from the home page to a page of this title, past the article `below` which it stands."""
        steps = [(self._language(code).site_name, self._home(code))]
        if below and (parent := self.sources.article(below, code)):
            steps.append((parent.front.title, self._page(below, code)))
        items: list[dict[str, Any]] = [{"name": name, "item": {"@id": address}} for name, address in steps]
        items.append({"name": title})  # the last one is the page itself
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, **item, "name": typographic(item["name"])}
                for position, item in enumerate(items, start=1)
            ],
        }

    def _language(self, code: str) -> Language:
        return next(one for one in self.sources.settings.languages if one.code == code)

    def _page(self, key: str, code: str) -> str:
        return self.base_url + self.addresses.page(key, code)

    def _home(self, code: str) -> str:
        return self._page(HOME, code)


def _graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": nodes}


# --- questions and their answers ---


def _questions(body: LinkedBody, code: str) -> Node:
    """The headings that ask something, each with the text below it."""
    reader = _Units()
    for section in body.sections:
        reader.feed(f"<h2>{section.title}</h2>")
        reader.feed("".join(_plain(piece, code) for piece in section.pieces))
    reader.close()
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": name, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for name, answer in reader.units
            if name.endswith("?") and answer
        ],
    }


def _plain(piece: Piece, code: str) -> str:
    """A piece of an answer as HTML; of a citation only the names that belong to its sentence."""
    if isinstance(piece, Markup):
        return piece
    if isinstance(piece, CitationGroup) and piece.in_text:
        cited = (one.authority for one in piece.citations)
        return escape(", ".join(one.name if isinstance(one, Case) else one.short[code] for one in cited))
    return ""


class _Units(HTMLParser):
    """Collects the headings of a text, each with the words below it up to the next one."""

    _HEADINGS = frozenset(("h2", "h3"))
    _BLOCKS = frozenset(("p", "li", "tr", "td", "th"))

    def __init__(self) -> None:
        super().__init__()
        self._read: list[tuple[list[str], list[str]]] = []
        self._in_heading = False

    @property
    def units(self) -> Iterable[tuple[str, str]]:
        """Each heading with its words, white space made even."""
        return ((_even(heading), _even(words)) for heading, words in self._read)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in self._HEADINGS:
            self._read.append(([], []))
            self._in_heading = True
        elif tag in self._BLOCKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self._in_heading = self._in_heading and tag not in self._HEADINGS

    def handle_data(self, data: str) -> None:
        if self._read:
            self._read[-1][0 if self._in_heading else 1].append(data)


def _even(words: list[str]) -> str:
    return _SPACE_BEFORE_A_STOP.sub("", " ".join("".join(words).split()))
