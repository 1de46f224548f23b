"""The whole site as values: what was read, where each page lives, and what each page is made from."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, NamedTuple, Protocol, Self, TypeVar

from babel.messages.catalog import Catalog

from generator.compact import Compact
from generator.digests import digest
from generator.model.body import Body, Heading, Lines
from generator.model.content import (
    Authority,
    Case,
    CaseTable,
    FrontMatter,
    Glossary,
    LawTable,
    RedirectTable,
    Rules,
    Settings,
)
from generator.model.parts import Part, parts_of
from generator.model.translations import LEAD, TranslationRecords
from generator.remember import remembered

HOME = "index"
TREE = "decision-tree"
WHOLE_TREE = "whole-tree"
APPOINTMENT = "appointment"
CASES = "cases"
LAWS = "laws"
LAW_USES = "law-uses"
GLOSSARY = "glossary"
OFFLINE = "offline"
SEARCH = "search"
CONTENTS = "contents"
NOT_FOUND = "404"

QUESTIONS = "questions"
"""An article, if there is one, whose headings ask and whose paragraphs answer."""

ASSETS = "assets/"
"""Where styles, scripts and icons live, each named by its content."""

WEB_EDITOR = "admin/"
"""Where the web editor lives: a program for editors, no page of the site."""


def is_page(path: str) -> bool:
    """Whether a file of the output is a page for readers."""
    return path.endswith(".html") and not path.startswith(WEB_EDITOR)


def file_at(address: str) -> str:
    """The file of the output that an address (a path from the root) leads to."""
    path = address.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def named_by_content(path: str, data: bytes) -> str:
    """A path with a digest of the file before its ending: `a.js` becomes `a.0123456789ab.js`."""
    stem, _, ending = path.rpartition(".")
    return f"{stem}.{hashlib.blake2b(data, digest_size=6).hexdigest()}.{ending}"


FIXED_PAGES = (
    HOME,
    TREE,
    WHOLE_TREE,
    APPOINTMENT,
    CASES,
    LAWS,
    LAW_USES,
    GLOSSARY,
    SEARCH,
    CONTENTS,
    OFFLINE,
    NOT_FOUND,
)
"""Articles that every language must have, because templates of their own add data below their words."""


@dataclass(frozen=True, eq=False)
class Article:
    """One Markdown file: `key` is its path inside its language's folder, without `.md`.

    The articles with the same key are each other's translations. `borrowed_from` is the language whose words
    it has, where there is no translation and the site falls back on its source. Articles are told apart as
    objects, so that what follows from one can be remembered by it.
    """

    key: str
    language: str
    file: str
    front: FrontMatter
    parts: tuple[Part, ...]
    """What is known of its words where they are not needed themselves."""
    text_digest: bytes
    """Stands for the text of the file."""
    _words: Compact[tuple[str, Body]] = field(repr=False)
    """The text and its body."""
    borrowed_from: str | None = None

    @classmethod
    def of(cls, key: str, language: str, file: str, front: FrontMatter, *, text: str, body: Body) -> Self:
        """An article from the text of its file, and from what the text below its front matter says."""
        parts = tuple(parts_of(body))
        return cls(key, language, file, front, parts, digest(text.encode()), Compact((text, body)))

    def with_body(self, body: Body) -> Self:
        """The same article with other sections."""
        return replace(self, parts=tuple(parts_of(body)), _words=Compact((self.text, body)))

    @property
    def text(self) -> str:
        """What is in the file."""
        return self._words.value[0]

    @property
    def body(self) -> Body:
        """What the text says, compiled."""
        return self._words.value[1]

    def says(self, place: str) -> Lines:
        """What its lead or one of its sections says, line by line."""
        body = self.body
        if place == LEAD:
            return body.lead_says
        return next(section.says for section in body.sections if section.heading.id == place)

    @property
    def slug(self) -> str:
        """Its part of the address; empty for the home page."""
        return self.front.slug

    @cached_property
    def summary(self) -> Summary:
        """What the outline of the site has of it."""
        front = self.front
        return Summary(
            self.key,
            self.language,
            front.title,
            front.description,
            front.section,
            front.order,
            front.reviewed,
            self.borrowed_from,
        )

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All its headings, in the order of the page."""
        return tuple(heading for part in self.parts for heading in part.headings)

    @cached_property
    def sections(self) -> tuple[Part, ...]:
        """Its parts without the lead, which is the first."""
        return self.parts[1:]

    @cached_property
    def borrowed_sections(self) -> tuple[tuple[str, str], ...]:
        """The sections that have another language's words instead of their own, each with that language."""
        return tuple((one.place, one.borrowed_from) for one in self.parts if one.borrowed_from)

    @cached_property
    def name(self) -> ArticleName:
        """What other texts can refer to of it."""
        ids = tuple(heading.id for heading in self.headings)
        return ArticleName(self.key, self.language, self.file, self.slug, ids, self.borrowed_from)


class ArticleName(NamedTuple):
    """What other texts can refer to of an article: its address, and the ids of its headings."""

    key: str
    language: str
    file: str
    slug: str
    heading_ids: tuple[str, ...]
    borrowed_from: str | None = None


class Summary(NamedTuple):
    """What the outline of the site has of an article: its place there, and what leads readers to it."""

    key: str
    language: str
    title: str
    description: str
    section: str
    order: int
    reviewed: dt.date
    borrowed_from: str | None


@dataclass(frozen=True, eq=False)
class Names:
    """Everything that a text can refer to.

    It stays the same object as long as none of it changes, so that what a text refers to can be remembered
    while another text is being written.
    """

    codes: tuple[str, ...]
    articles: tuple[ArticleName, ...]
    cases: CaseTable
    laws: LawTable
    rules: Rules
    glossary: Glossary
    drafts: frozenset[tuple[str, str]]

    @cached_property
    def authorities(self) -> tuple[Authority, ...]:
        """All cases, then all laws."""
        return (*self.cases.cases, *self.laws.laws)

    def article(self, key: str, language: str) -> ArticleName | None:
        """The article with this key in this language, if it exists."""
        return self._by_key.get((key, language))

    def source_of(self, key: str) -> ArticleName | None:
        """The article with this key in the first language that has it."""
        return next((found for code in self.codes if (found := self.article(key, code))), None)

    def authority(self, identifier: str) -> Authority | None:
        """The case or law with this id, if it exists."""
        return self._authorities.get(identifier)

    @cached_property
    def addresses(self) -> Addresses:
        """Where all of it lives."""
        return Addresses(self)

    def last_check(self, key: str, reviewed: dt.date) -> dt.date:
        """The newest day on which somebody `reviewed` an article, or checked a record that its page shows."""
        days = [reviewed]
        if key in (TREE, WHOLE_TREE, APPOINTMENT):
            days.append(self.rules.reviewed)
        elif key == CASES:
            days += [case.checked for case in self.cases.cases]
        elif key == LAWS:
            days += [law.checked for law in self.laws.laws]
        return max(days)

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], ArticleName]:
        return {(a.key, a.language): a for a in self.articles}

    @cached_property
    def _authorities(self) -> Mapping[str, Authority]:
        return {record.id: record for record in self.authorities}


_names = remembered(4)(Names)

NO_REDIRECTS = RedirectTable()
"""The redirects of a site that has always had the addresses that it has now."""


@dataclass(frozen=True)
class Sources:
    """Everything that was read, before it is linked."""

    settings: Settings
    articles: tuple[Article, ...]
    cases: CaseTable
    laws: LawTable
    rules: Rules
    glossary: Glossary
    catalogues: Mapping[str, Catalog]
    unreadable: frozenset[tuple[str, str]] = frozenset()
    """Key and language of articles that are there but could not be read."""
    drafts: frozenset[tuple[str, str]] = frozenset()
    """Key and language of drafts that were left out."""
    redirects: RedirectTable = NO_REDIRECTS
    """The addresses that the site had once."""
    records: TranslationRecords | None = None
    """The sign-offs of `translations.json`; None where it cannot be read."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the languages, in the order of the site."""
        return self.settings.codes

    @property
    def authorities(self) -> tuple[Authority, ...]:
        """All cases, then all laws."""
        return (*self.cases.cases, *self.laws.laws)

    def article(self, key: str, language: str) -> Article | None:
        """The article with this key in this language, if it exists."""
        return self.by_key.get((key, language))

    def source_of(self, key: str) -> Article | None:
        """The article with this key in the first language that has it: what stands where others have none."""
        return next((found for code in self.settings.codes if (found := self.article(key, code))), None)

    def authority(self, identifier: str) -> Authority | None:
        """The case or law with this id, if it exists."""
        return self._authorities.get(identifier)

    @cached_property
    def names(self) -> Names:
        """What texts can refer to; the same object as long as none of it changes."""
        articles = tuple(article.name for article in self.articles)
        tables = self.cases, self.laws, self.rules, self.glossary
        return _names(self.settings.codes, articles, *tables, self.drafts)

    by_key: Mapping[tuple[str, str], Article] = field(init=False, repr=False, compare=False)
    """The articles by key and language."""
    _authorities: dict[str, Authority] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        set_once = object.__setattr__
        set_once(self, "by_key", {(a.key, a.language): a for a in self.articles})
        set_once(self, "_authorities", {record.id: record for record in self.authorities})


class Addresses:
    """Where every page and every named thing of the site lives.

    An address is a path from the root of the site, with a slash at its end for pages.
    """

    def __init__(self, sources: Sources | Names) -> None:
        """Work out the addresses of all outcomes; those of articles as they are asked for."""
        self._sources = sources
        self._pages: dict[tuple[str, str], str] = {}
        self._editions: dict[tuple[str, str], Mapping[str, str]] = {}
        self._outcome_slugs = {
            (outcome.id, language): outcome.slug[language]
            for outcome in sources.rules.outcomes
            for language in outcome.slug
        }

    def pages(self) -> Iterator[str]:
        """The address of every page: the choice of a language, and all pages of each."""
        yield from ("/", "/404.html")
        for article in self._sources.articles:
            yield self.page(article.key, article.language)
            yield from self.editions(article.key, article.language).values()
        for code in self._sources.codes:
            yield from (self.case(case.id, code) for case in self._sources.cases.cases)
            yield from (self.outcome(outcome.id, code) for outcome in self._sources.rules.outcomes)

    def page(self, key: str, language: str) -> str:
        """The address of an article; of its source, where this language has none."""
        known = self._pages.get((key, language))
        if known is None:
            known = self._pages[key, language] = self._page(key, language)
        return known

    def _page(self, key: str, language: str) -> str:
        if key == NOT_FOUND:
            return f"/{language}/404.html"
        article = self._sources.article(key, language) or self._sources.source_of(key)
        if article is None or not article.slug:  # an article in no language is a problem of its own
            return f"/{language}/"
        return f"/{article.language}/{article.slug}/"

    def editions(self, key: str, language: str) -> Mapping[str, str]:
        """The addresses of an article with another language beside it, by the code of the other language.

        Such a page says by its address which language comes first: `/en/deadlines/en-es/`. A fixed page has
        none, because it has more than words; nor has an article that nobody has translated.
        """
        known = self._editions.get((key, language))
        if known is None:
            known = self._editions[key, language] = self._editions_of(key, language)
        return known

    def _editions_of(self, key: str, language: str) -> Mapping[str, str]:
        if key in FIXED_PAGES:
            return {}
        versions = (self._sources.article(key, code) for code in (language, *self._sources.codes))
        own, *others = (one.language if one and not one.borrowed_from else None for one in versions)
        return {
            other: f"{self.page(key, own)}{own}-{other}/"
            for other in others
            if own and other and other != own
        }

    def picture(self, key: str, language: str) -> str:
        """The address of the picture for previews of a link to a page.

        Where an article borrows its words, that of its source; where there is nothing, that of the home page.
        """
        article = self._sources.article(key, language) or self._sources.source_of(key)
        if article is None or key == NOT_FOUND:
            return self.picture(HOME, language)
        return f"/share/{article.borrowed_from or article.language}/{key}.png"

    def case(self, identifier: str, language: str) -> str:
        """The address of a case's own page."""
        return f"{self.page(CASES, language)}{identifier}/"

    def topic(self, identifier: str, language: str) -> str:
        """The table of cases, with those about one topic."""
        return f"{self.page(CASES, language)}#topic={identifier}"

    def law_uses(self, identifier: str, language: str) -> str:
        """The places of this site that rest on a law, on the page that lists them for all laws."""
        return f"{self.page(LAW_USES, language)}#{identifier}"

    def law(self, identifier: str, language: str) -> str:
        """The place of a law on the page of laws."""
        return f"{self.page(LAWS, language)}#{identifier}"

    def authority(self, authority: Authority, language: str) -> str:
        """The address of a case or a law."""
        find = self.case if isinstance(authority, Case) else self.law
        return find(authority.id, language)

    def term(self, identifier: str, language: str) -> str:
        """The place of a term in the glossary."""
        return f"{self.page(GLOSSARY, language)}#{identifier}"

    def tree(self, language: str) -> str:
        """The address of the decision tree."""
        return self.page(TREE, language)

    def question(self, identifier: str, language: str) -> str:
        """The place of a question in the tree."""
        return f"{self.page(TREE, language)}#question-{identifier}"

    def outcome(self, identifier: str, language: str) -> str:
        """The address of an outcome's own page."""
        return f"{self.page(TREE, language)}{self._outcome_slugs.get((identifier, language), identifier)}/"

    def still_possible(self, language: str) -> str:
        """The place in the tree that says what results still possible have in common."""
        return f"{self.page(TREE, language)}#possible"


@dataclass(frozen=True)
class WebEditorProgram:
    """The program behind the web editor: its files by path in the output.

    `import_map` tells the browser where its translations are; the page holds it, word for word.
    """

    files: Mapping[str, bytes]
    import_map: str

    @property
    def import_map_hash(self) -> str:
        """How the Content-Security-Policy of the editor names the import map."""
        return _policy_hash(self.import_map)


@dataclass(frozen=True)
class Assets:
    """The asset files by path in the output, and the address of each by its name in the templates.

    Names: `favicon.svg`, and each component's script, such as `decision-tree.js`.
    """

    files: Mapping[str, bytes]
    addresses: Mapping[str, str]
    styles: Mapping[str, str]
    """The style that a page holds, by the name of its template, such as `pages/article.html`."""
    web_editor: WebEditorProgram | None = None
    """The web editor's program, where it is installed."""

    @property
    def style_hashes(self) -> list[str]:
        """How the Content-Security-Policy names the styles that pages hold."""
        return sorted({_policy_hash(style) for style in self.styles.values()})


def _policy_hash(text: str) -> str:
    """How a Content-Security-Policy names words that a page holds (CSP 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@dataclass(frozen=True)
class Review:
    """When words were last checked and by whom, and when they are due again, if somebody said so."""

    reviewed: dt.date
    reviewed_by: str | None
    due: dt.date | None
    overdue: bool


JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")


class Kept(Protocol):
    """Finds what an earlier build has kept, and makes the rest; gives each job with its result.

    The jobs are named by digests of all that their results are made from, besides their kind.
    """

    def __call__(
        self, kind: str, jobs: Mapping[bytes, JobT], make: Callable[[JobT], ResultT], /
    ) -> Iterable[tuple[JobT, ResultT]]:
        """Each job with its result; `make` is a pure function of what the digest is of."""


def _make_each(
    _: str, jobs: Mapping[bytes, JobT], make: Callable[[JobT], ResultT]
) -> Iterable[tuple[JobT, ResultT]]:
    return ((job, make(job)) for job in jobs.values())


@dataclass(frozen=True)
class Finished:
    """What the last step of a file may ask for: any other file of the output by its path, finished."""

    give: Callable[[str], bytes]
    digest: Callable[[str], bytes]
    """Gives a digest of the bytes of such a file, which need not be read for that."""
    kept: Kept = _make_each

    def __call__(self, path: str) -> bytes:
        """The bytes of another file."""
        return self.give(path)


@dataclass(frozen=True)
class Recipe:
    """All that one output file is made from: a template and its context, besides what its language shares.

    `language` chooses the interface words; None for files that have none of their own. `gather` works the
    context out when it is asked for, because a preview shows one page of hundreds. `finish` makes the file of
    what the template gave, for the few that say something of other finished files or contain them: of the
    same language, and those without a language of all. A file that is `by_content` is published under its
    path with a digest of its content (`named_by_content`), so that browsers may keep it for ever; recipes
    and `finish` know it by the plain path.
    """

    template: str
    language: str | None
    gather: Callable[[], Mapping[str, Any]] = field(repr=False)
    finish: Callable[[bytes, Finished], bytes] | None = field(default=None, repr=False)
    by_content: bool = False
    made_from: Callable[[], Any] | None = field(default=None, repr=False)
    """Gives a value from which alone the context follows, in far less time; or None if it cannot be told."""

    @property
    def origin(self) -> Any:
        """What tells the file from all that the template would make of others."""
        shorter = self.made_from() if self.made_from else None
        return (self.template, self.language, self.context if shorter is None else shorter)

    @cached_property
    def context(self) -> Mapping[str, Any]:
        """What the template is given, worked out once."""
        return self.gather()


class Files(Mapping[str, bytes]):
    """Finished files by their path in the output, each made when it is asked for, and once.

    Files that are named by their content are known only when they are made: `families` make all of those
    whose paths begin alike, as soon as somebody asks for such a path, or for the paths of all files.
    """

    def __init__(
        self,
        ready: Mapping[str, bytes],
        makers: Mapping[str, Callable[[], bytes]],
        families: Mapping[str, Callable[[], Mapping[str, bytes]]],
        made_from: Mapping[str, Callable[[], Any]],
    ) -> None:
        """`ready` has files, `makers` give the bytes of each, `families` all whose paths begin with a prefix.

        `made_from` gives, for those that take long to make, a value from which nothing else they are made.
        """
        self.ready = ready
        self.made_from = made_from
        self._makers = dict(makers)
        self._families = dict(families)
        self._made = dict(ready)

    def __getitem__(self, path: str) -> bytes:
        self._meet(path)
        if path not in self._made:
            self._made[path] = self._makers[path]()
        return self._made[path]

    def __contains__(self, path: object) -> bool:
        self._meet(str(path))
        return path in self._made or path in self._makers

    def __iter__(self) -> Iterator[str]:
        self._meet()
        return iter({**self._makers, **self._made})

    def __len__(self) -> int:
        self._meet()
        return len({**self._makers, **self._made})

    @property
    def jobs(self) -> tuple[str, ...]:
        """What is to be made: the families, which are the most work, then the other files."""
        return (*self._families, *self._makers)

    def made_for(self, job: str) -> Mapping[str, bytes]:
        """The files of one of these jobs, by path."""
        return self._families[job]() if job in self._families else {job: self._makers[job]()}

    def know(self, made: Mapping[str, Iterable[str]], read: Callable[[str], bytes]) -> None:
        """Know the paths of the files that somebody has made for each job, and who can `read` them."""
        for job, paths in made.items():
            self._families.pop(job, None)
            self._makers.update({path: partial(read, path) for path in paths})

    def _meet(self, path: str | None = None) -> None:
        """Make the families to which a path can belong, or all."""
        for prefix in [one for one in self._families if path is None or path.startswith(one)]:
            self._made.update(self._families.pop(prefix)())


@dataclass(frozen=True)
class Plan:
    """The whole output: recipes by path (relative to the output folder), and files that need no template.

    `groups` has all paths of recipes; those of a group are made from the same text or record, in turn.
    `shared` has what all recipes of a language share, by its code; for None, of those without a language.
    """

    recipes: Mapping[str, Recipe]
    files: Files
    shared: Mapping[str | None, Mapping[str, Any]]
    groups: Sequence[Sequence[str]]
