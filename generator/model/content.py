"""The shapes of what editors write: `site.toml`, front matter, cases, laws, rules and glossary.

Each shape is strict: an unknown, missing or mistyped field is a problem. The field descriptions are
exported into `content/schemas/`, where an editor's program shows them while typing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""A name in lower-case letters, digits and single hyphens, used in links and addresses."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Words that must be there."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""Words that stand on every page, and so on one line."""

Slug = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=100)]
"""The last part of an address; empty for the home page."""

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


LAW_LANGUAGE = "en"
"""The language in which the decisions and statutes themselves are written, and case names are read.

A fact of United States law, not a default of the site: every language of the site but this one needs a
translation of a court's words.
"""


def _day(value: object) -> object:
    """A day from its only spelling; other values are left for the strict check of the type."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("not a day")
    return dt.date.fromisoformat(value)


Day = Annotated[dt.date, BeforeValidator(_day)]
"""A day, written 2026-11-23 and in no other way."""


_OURS = ConfigDict(
    strict=True,
    cache_strings="none",  # by chance it would make equal words one object, and fingerprints tell that
)

CLOSED = ConfigDict(**_OURS, extra="forbid", use_attribute_docstrings=True)
"""Strict, and closed to unknown fields; each field is explained below it."""


class Shape(BaseModel):
    """What all shapes share: frozen, strict, and closed to unknown fields."""

    model_config = ConfigDict(**CLOSED, frozen=True)


class Document(Shape):
    """The shape of a whole file.

    Documents are told apart as objects, so that what follows from one can be remembered by it.
    """

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


ItemT = TypeVar("ItemT")


class InEveryLanguage(RootModel[dict[LanguageCode, ItemT]], Generic[ItemT]):
    """Something that readers see, by language code."""

    model_config = ConfigDict(**_OURS, frozen=True)

    def __getitem__(self, language: str) -> ItemT:
        return self.root[language]

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(self.root)


class Words(InEveryLanguage[Text]):
    """The same words in every language of the site, by language code."""


class NameInEveryLanguage(InEveryLanguage[Line]):
    """The same name in every language of the site, by language code."""


class WordList(InEveryLanguage[Annotated[tuple[Text, ...], Field(min_length=1)]]):
    """The same list of sentences in every language of the site."""


class Slugs(InEveryLanguage[Annotated[Slug, Field(min_length=1)]]):
    """The last part of an address in every language of the site."""


class Confirmation(StrEnum):
    """How well a record of the tables was confirmed before it was published."""

    SOURCE = "source"
    """The citation and the main point were both read in a source."""
    CITATION = "citation-only"
    """The citation was confirmed; the summary rests on general legal knowledge."""
    KNOWLEDGE = "knowledge"
    """Nothing was confirmed in a source; such a record may carry no pin page."""


# --- site.toml ---------------------------------------------------------------------------------


class ReadingLevel(Shape):
    """How plain the sentences of a language must be."""

    measure: Literal["flesch-kincaid", "inflesz"]
    """Flesch-Kincaid's school grade, for English; the INFLESZ scale, for Spanish."""
    tree: int
    """For the decision tree: the highest grade, or the lowest score, that a sentence may have."""
    articles: int
    """The same for an article as a whole and for each of its sections."""
    known: tuple[Text, ...] = ()
    """Words of the subject that count as known in the tree, which cannot do without them."""


class Language(Shape):
    """One language of the site."""

    code: LanguageCode
    """ISO 639 code; the folder of its articles and the first part of its addresses."""
    name: Line
    """The language's name in itself, for the language switch."""
    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}_[A-Z]{2}$")]
    """The locale for dates, numbers and lists (Unicode CLDR), for example `es_US`."""
    site_name: Line
    """What the site is called in this language."""
    tagline: Line
    """One line that says what the site is, for the header, feeds and search engines."""
    legal_words: tuple[Text, ...] = ()
    """Words that state law, such as "must" or "two years": a paragraph that has one needs an authority."""
    reading_level: ReadingLevel | None = None
    """How plain its sentences must be; leave it out for a language that has no measure."""


class ContactLine(Shape):
    """A telephone line shown on every page, in its own language whatever the page's language."""

    language: LanguageCode
    label: Line
    phone: Annotated[str, StringConstraints(pattern=r"^\d{3}-\d{3}-\d{4}$")]
    """United States number as people write it: 510-350-7517."""

    @property
    def tel(self) -> str:
        """The number as a telephone link wants it (RFC 3966), with the country code."""
        return "tel:+1-" + self.phone


class SectionGroup(Shape):
    """A group of articles in the navigation."""

    id: Id
    name: NameInEveryLanguage


class SituationRecord(Shape):
    """What brought a reader here, in the reader's own words, and what to read then."""

    id: Id
    name: Words
    links: Annotated[tuple[Text, ...], Field(min_length=1)]
    """As articles link: `deadlines.md#late-claims`, or `topic:force` for the cases about it."""


class Gap(StrEnum):
    """What readers get where their language lacks an article or a section that another language has."""

    STOP = "stop"
    """Nothing: the site is not built until somebody has written it."""
    FALL_BACK = "fall back"
    """The words of the source, marked as being in another language, below a notice."""
    HIDE = "hide"
    """Nothing at that place; links to a missing article lead to its source."""


class TranslationPolicy(Shape):
    """What happens where a language lags behind."""

    missing_article: Gap = Gap.STOP
    missing_section: Gap = Gap.STOP
    critical_tables: tuple[Text, ...] = ()
    """Tables whose words must all be signed off before the site is built, such as `rules.json`."""


class WebEditorRepository(Shape):
    """Where the web editor at `/admin/` saves: a repository on GitHub."""

    repository: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$")]
    """The repository as GitHub names it: `owner/name`."""
    branch: Text = "main"
    """The branch that is published."""


class Settings(Document):
    """`site.toml`: what is true of the whole site."""

    base_url: Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9.-]+$")]
    """Where the site lives when no deploy says otherwise; no slash at the end."""
    law_as_of: Day
    """The last day up to which the law on this site was checked."""
    content_licence: Text
    content_licence_url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    contact: Annotated[tuple[ContactLine, ...], Field(min_length=1)]
    sections: Annotated[tuple[SectionGroup, ...], Field(min_length=1)]
    offline: bool = True
    """Whether browsers keep pages to show without a network; false deletes everywhere what was kept."""
    offline_pages: tuple[Text, ...] = ()
    """What a browser keeps from the first visit on, opened or not: files of articles, as links name them."""
    situations: tuple[SituationRecord, ...] = ()
    """The ways in for readers who know what happened to them and not what it is called."""
    translations: TranslationPolicy = TranslationPolicy()
    web_editor: WebEditorRepository | None = None
    """Where the web editor saves; without it, it works with a folder on the editor's own machine."""
    review_every_days: Annotated[int, Field(ge=1)] | None = None
    """So long after its last check whatever names no day of its own is due to be checked again."""

    def due(self, checked: dt.date, review_by: dt.date | None = None) -> dt.date | None:
        """The day by which something must be checked again; None if nobody has set one."""
        if review_by or self.review_every_days is None:
            return review_by
        return checked + dt.timedelta(days=self.review_every_days)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the languages, in the order of the site."""
        return tuple(language.code for language in self.languages)

    @property
    def section_ids(self) -> tuple[str, ...]:
        """The ids of the groups in which articles stand, in the order of the navigation."""
        return tuple(group.id for group in self.sections)


# --- front matter ------------------------------------------------------------------------------


class FrontMatter(Shape):
    """The lines between `---` at the top of an article."""

    title: Text
    description: Annotated[str, StringConstraints(min_length=20, max_length=200)]
    """One sentence for search engines and link previews, of 20 to 200 characters."""
    slug: Slug = ""
    """The article's part of the address in this language; the home page has none."""
    section: Id
    """A section of `site.toml`; it places the article in the navigation."""
    order: int
    """Place within the section, from small to large."""
    reviewed: Day
    """The day somebody last checked the whole article."""
    reviewed_by: Text | None = None
    """Who checked it; leave out while no lawyer has."""
    review_by: Day | None = None
    """The day by which it must be checked again."""
    draft: bool = False
    """A draft is seen in the preview only."""
    critical: tuple[Id, ...] = ()
    """Ids of sections that must never be out of date, such as deadlines."""


SHARED_BY_TRANSLATIONS = ("section", "order", "draft", "critical")
"""Fields of the front matter that are facts, not words: the same in all languages of an article."""


# --- cases.json and laws.json ------------------------------------------------------------------


class Immunity(StrEnum):
    """How qualified immunity came out in a decision."""

    GRANTED = "granted"
    DENIED = "denied"
    MIXED = "mixed"
    REMANDED = "remanded"
    NOT_AT_ISSUE = "not-at-issue"


Pin = Annotated[str, StringConstraints(pattern=r"^\d+(-\d+)?( n\.\d+)?$")]
"""A pin page as Bluebook rule 3.2 writes it: `818`, `818-19`, `841 n.5`."""


class Quotation(Shape):
    """A court's or a statute's own words; pages show them by `authority-id/quotation-id`."""

    id: Id
    text: Text
    """The words exactly as the source has them, in English."""
    pin: Text | None = None
    """Where the words stand; leave out while the page is not confirmed."""
    quoting: Text | None = None
    """The authority that these words quote, as a citation: `united-states-v-classic, 326`."""
    citing: Text | None = None
    """The authority that these words cite in support, as a citation: `deorle-v-rutherford`."""
    source: Text
    """Where the words were read, for editors."""
    translations: dict[LanguageCode, Text]
    """Our translation, by language; English needs none."""


class Court(Shape):
    """A court of the case table; its id is the one of courts-db."""

    name: Words
    short: Words
    """The form inside a sentence: `9th Cir.`, `9.º Cir.`; `Supreme Court`, `Corte Suprema`."""
    bluebook: str = ""
    """The abbreviation in a full citation (Bluebook table T1); none where the reporter says it."""
    reporters: tuple[Text, ...] = ()
    """The reporters that print this court alone, so that citing them names it (Bluebook rule 10.4)."""


class Walk(Shape):
    """One claim of a decided case, as answers to the questions of the tree."""

    claim: Words
    """Which claim, against whom; a few words, without a full stop."""
    answers: dict[Id, Id]
    """The answer to each question that has to be asked, by id; `unsure` where the court left it open."""
    outcomes: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The outcome that the court reached; several where what it left open still decides between them."""


class Case(Shape):
    """One court decision."""

    id: Id
    name: Text
    """The case name as Bluebook rule 10.2 writes it."""
    short: Text
    """The name for a second mention."""
    volume: Annotated[int, Field(gt=0)]
    reporter: Text
    page: Annotated[int, Field(gt=0)] | None = None
    """The first page; none while the bound volume is not paged yet."""
    last_page: Annotated[int, Field(gt=0)] | None = None
    """The last page, where a source says it; a page after it cannot be cited."""
    parallel: tuple[Text, ...] = ()
    court: Id
    """Which court decided: an id of `courts`, such as `ca9`."""
    year: Annotated[int, Field(ge=1789, le=2100)]
    """The year of the decision."""
    decided: Day | None = None
    docket: Text | None = None
    en_banc: bool = False
    immunity: Immunity
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Ids of `topics` that say what it is about, such as `taser`."""
    happened: Words | None = None
    """What happened before the case came to court, in two or three sentences."""
    holding: Words
    """What the court decided."""
    matters: Words
    """What it means for a reader of this site."""
    treatment: Words | None = None
    """What later decisions did to it, where that matters."""
    later: tuple[Id, ...] = ()
    """Those later decisions, by id."""
    milestone: Words | None = None
    """What it changed in the rule, in a few words; for the timeline."""
    doubt: Words | None = None
    """What about this record is not confirmed."""
    confirmed: Confirmation
    checked: Day
    """The day this record was last compared with its sources."""
    pins: tuple[Pin, ...] = ()
    """The pin pages that somebody has seen; only these may be cited."""
    quotes: tuple[Quotation, ...] = ()
    walk: tuple[Walk, ...] = ()
    """Its claims as worked examples of the decision tree, which must reach what the court reached."""


class CaseTable(Document):
    """`cases.json`: every decision once."""

    schema_: Annotated[str, Field(alias="$schema")] = ""
    courts: dict[Id, Court]
    topics: dict[Id, Words]
    cases: tuple[Case, ...]


class Law(Shape):
    """A constitutional provision, statute or court rule."""

    id: Id
    kind: Literal["constitution", "statute", "rule"]
    name: Words
    short: Words
    """The form inside a sentence: `Section 1983`, `sección 1983`."""
    citation: Text
    """The full citation in Bluebook form (rules 11, 12 and 12.9.3)."""
    year: Annotated[int, Field(ge=1787, le=2100)]
    decided: Day | None = None
    """The day of enactment, where known."""
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    says: Words
    """What it provides."""
    status: Words | None = None
    """Later history that matters."""
    doubt: Words | None = None
    confirmed: Confirmation
    checked: Day
    """The day this record was last compared with its sources."""
    quotes: tuple[Quotation, ...] = ()


class LawTable(Document):
    """`laws.json`: constitution, statutes and court rules, once."""

    schema_: Annotated[str, Field(alias="$schema")] = ""
    laws: tuple[Law, ...]


# --- rules.json --------------------------------------------------------------------------------


class Effect(StrEnum):
    """What an outcome of the tree means for qualified immunity itself."""

    BLOCKS = "blocks"
    DOES_NOT_BLOCK = "does-not-block"
    PROBABLY_DOES_NOT_BLOCK = "probably-does-not-block"
    STATE_LAW_DECIDES = "state-law-decides"
    UNDECIDED = "undecided"
    OTHER_RULE = "other-rule"
    NOT_REACHED = "not-reached"
    NOT_NEEDED = "not-needed"
    NOT_THE_ISSUE = "not-the-issue"
    OTHER_LAW = "other-law"


Authorities = Annotated[tuple[Text, ...], Field(min_length=1)]
"""Authorities by id, each with an optional pin after a comma: `hope-v-pelzer, 741`."""

Target = Annotated[str, StringConstraints(pattern=r"^(question|outcome):[a-z0-9]+(-[a-z0-9]+)*$")]
"""Where an answer leads: `question:ID` or `outcome:ID`."""


SameAs = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*=[a-z0-9]+(-[a-z0-9]+)*$")]
"""An answer of the tree by its question and its id: `relief=money`."""

UNSURE = "unsure"
"""The answer "I am not sure", which every question has; no answer in `rules.json` may take this id."""


class Answer(Shape):
    """One answer to a question of the tree."""

    id: Id
    text: Words
    short: Words
    """The answer in one to four words, for the picture of the tree."""
    to: Target
    same_as: SameAs | None = None
    """Another answer that leads to the same place on purpose, as `question=answer`."""
    why: Words
    """What follows from this answer."""
    authorities: Authorities


class Question(Shape):
    """One question of the tree."""

    id: Id
    ask: Words
    short: Words
    """The question in one to four words, for the picture of the tree and the list of answers."""
    help: Words
    """What helps to answer it."""
    why: Words
    """Why it is asked."""
    authorities: Authorities
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]


class Outcome(Shape):
    """One result of the tree."""

    id: Id
    slug: Slugs
    """The last part of the address of its own page, by language."""
    title: Words
    short: Words
    """The result in one to five words, for the picture of the tree."""
    effect: Effect
    meaning: Words
    leaves_open: Words
    """What this result does not decide."""
    next: WordList
    """What to do next."""
    basis: Words
    """The law it rests on, in one sentence."""
    authorities: Authorities
    points: tuple[Id, ...] = ()
    """The points of `rules.json` that are true whenever this is the result."""


class Point(Shape):
    """A sentence that is true of several outcomes: what results that are still possible have in common."""

    id: Id
    text: Words
    authorities: tuple[Text, ...] = ()
    """What it rests on; none where it only says what the outcomes themselves decide."""


class Rules(Document):
    """`rules.json`: the decision tree as a graph of questions, answers and outcomes."""

    schema_: Annotated[str, Field(alias="$schema")] = ""
    version: Text
    law_as_of: Day
    reviewed: Day
    """The day somebody last checked the whole tree."""
    reviewed_by: Text | None = None
    """Who checked it; leave out while no lawyer has."""
    start: Id
    questions: tuple[Question, ...]
    """In the order in which they can be asked: every answer leads to a later question or to an outcome."""
    outcomes: tuple[Outcome, ...]
    points: tuple[Point, ...] = ()


# --- glossary.json -----------------------------------------------------------------------------


class Term(Shape):
    """A legal term with its plain meaning."""

    id: Id
    term: Words
    definition: Words
    variants: dict[LanguageCode, tuple[Text, ...]] = {}
    """Other words a reader may meet for it, by language; this site itself does not use them."""
    allowed: dict[LanguageCode, tuple[Text, ...]] = {}
    """Other words for it that this site uses as well, by language."""
    note: Words | None = None


class Glossary(Document):
    """`glossary.json`: legal terms with their definitions in every language."""

    schema_: Annotated[str, Field(alias="$schema")] = ""
    terms: tuple[Term, ...]


# --- redirects.json ----------------------------------------------------------------------------


OldAddress = Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9._~%/-]+$")]
"""An address without its host, as a browser shows it: `/en/old-name/`."""


class Redirect(Shape):
    """An address that was a page once, and where it leads now."""

    old: OldAddress
    """The old address without its host, with its language in front: `/en/old-name/`."""
    to: Text
    """Where it leads, as articles link: `deadlines.md`, `outcome:granted`. Or an address: `/es/`."""


class RedirectTable(Document):
    """`redirects.json`: the addresses that the site had once, so that what others saved still leads here."""

    schema_: Annotated[str, Field(alias="$schema")] = ""
    redirects: tuple[Redirect, ...] = ()


TABLES: Mapping[str, type[Shape]] = {
    "cases": CaseTable,
    "glossary": Glossary,
    "laws": LawTable,
    "redirects": RedirectTable,
    "rules": Rules,
}
"""The tables by the names of their files, without `.json`."""

Authority = Case | Law

_CITED = re.compile(r"^(?P<id>[a-z0-9-]+)(?:,\s*(?P<pin>.+))?$")


def split_authority(entry: str) -> tuple[str, str | None]:
    """The id and the pin of an entry of `authorities`; the whole entry as id where it cannot be read."""
    match = _CITED.match(entry)
    return (match["id"], match["pin"]) if match else (entry, None)
