"""An article's text on its way: compiled from Markdown, then linked to the tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from generator.model.content import Answer, Authority, Outcome, Point, Question, Quotation, Term
from generator.problems import Problem, Snippet

Lines = tuple[str, ...]
"""What a text says, however it is typed: a line for each paragraph, list item, table row and heading."""

# --- compiled: the references are found, but nobody knows yet what they point to ----------------


@dataclass(frozen=True)
class Cited:
    """One authority inside a citation: its id, the pin as written, and a signal such as `see`."""

    id: str
    pin: str | None = None
    signal: str = ""


@dataclass(frozen=True)
class CitationReference:
    """A citation as the author wrote it; `in_text` when the name is part of the sentence (`@id`)."""

    at: Snippet
    cited: tuple[Cited, ...]
    in_text: bool


@dataclass(frozen=True)
class LinkReference:
    """A link's target as the author wrote it: `deadlines.md#minors`, `term:due-process`, `https://…`."""

    at: Snippet
    target: str


@dataclass(frozen=True)
class QuoteReference:
    """A court's words to be shown here: `authority-id/quotation-id`."""

    at: Snippet
    id: str


Reference = CitationReference | LinkReference | QuoteReference


NO_ID = "no-id:"
"""How ids begin that stand in for those an author forgot; no author can write one."""


class Heading(NamedTuple):
    """A heading with its id, its words as HTML, its level (2 or 3) and its place in the file."""

    id: str
    html: str
    level: int
    at: Snippet


class Referring(NamedTuple):
    """A sentence that refers to something: the numbers of its references, and its words with their marks."""

    numbers: tuple[int, ...]
    marked: str

    def words(self, words_for: Callable[[int], str]) -> str:
        """The sentence as plain text; `words_for` gives what stands for a reference, perhaps nothing."""
        words = MARK.sub(lambda match: words_for(int(match[1])), self.marked)
        return _BEFORE_SIGN.sub("", " ".join(words.split()))


@dataclass(frozen=True)
class CompiledSection:
    """A second-level section: its heading and the HTML below it, references still as marks.

    `says` is what it says, heading included, line by line, however it is typed (see `meaning.py`).
    `borrowed_from` is the language whose words stand here because this one has none: then the HTML is empty,
    and the heading is that language's.
    """

    heading: Heading
    html: str
    subheadings: tuple[Heading, ...]
    says: Lines
    referring: tuple[Referring, ...]
    borrowed_from: str | None = None


@dataclass(frozen=True)
class Body:
    """What one Markdown text says, before anything outside it is known.

    In `lead` and the sections' `html`, each reference stands as `mark(n)`, where n is its position in
    `references`. `problems` have no file yet: the text does not know where it came from.
    """

    lead: str
    lead_says: Lines
    lead_referring: tuple[Referring, ...]
    sections: tuple[CompiledSection, ...]
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]
    is_readable: bool = True
    """Whether anything was read; otherwise nobody can tell what the text lacks."""


_BEFORE_SIGN = re.compile(r"\s+(?=[.,;:!?)])")


MARK_OPENS, MARK_CLOSES = "\ue000", "\ue001"
"""Private-use characters around a reference's number; sources that contain them are refused."""


MARK = re.compile(f"{MARK_OPENS}(\\d+){MARK_CLOSES}")
"""Finds the place-holders."""


def mark(number: int) -> str:
    """The place-holder of the reference with this number in compiled HTML."""
    return f"{MARK_OPENS}{number}{MARK_CLOSES}"


# --- linked: every reference is resolved -------------------------------------------------------


class Citation(NamedTuple):
    """One authority as a sentence cites it.

    `use` is the id of this place on the page. `first` is true where the page names the authority for the
    first time, `note` where its section does: there the margin has the full citation.
    """

    authority: Authority
    pin: str | None
    signal: str
    href: str
    first: bool
    use: str
    note: bool = False


class CitationGroup(NamedTuple):
    """Authorities cited together; in brackets unless `in_text`."""

    citations: tuple[Citation, ...]
    in_text: bool


@dataclass(frozen=True)
class ShownQuotation:
    """A court's words, cited, with the authorities that these words quote and cite themselves."""

    quotation: Quotation
    cited: Citation
    quoting: Citation | None = None
    citing: Citation | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Its own authority, and those that it quotes and cites."""
        return tuple(one for one in (self.cited, self.quoting, self.citing) if one)


Piece = Markup | CitationGroup | ShownQuotation
"""A stretch of finished HTML, or a value for which a template has the form."""


@dataclass(frozen=True)
class SourceText:
    """What the source of an outdated or missing translation says now, to be shown in its own language.

    `title` is its heading, None for a lead; no id stands in it. `signed` is the day of the last sign-off.
    """

    language: str
    title: Markup | None
    pieces: tuple[Piece, ...]
    signed: dt.date | None


@dataclass(frozen=True)
class Section:
    """A section ready for its template.

    With `newer` where its source has changed since it was translated; with `borrowed`, and no words of its
    own, where it has not been translated.
    """

    id: str
    title: Markup
    pieces: tuple[Piece, ...]
    subheadings: tuple[tuple[str, Markup], ...]
    newer: SourceText | None = None
    borrowed: SourceText | None = None


@dataclass(frozen=True)
class SituationLink:
    """Where a situation leads, in the words of that place; `cases` where they name a topic of the cases."""

    href: str
    words: str
    cases: bool


@dataclass(frozen=True)
class Situation:
    """What brought a reader here, and what to read then."""

    id: str
    name: str
    links: tuple[SituationLink, ...]


@dataclass(frozen=True)
class Moved:
    """An old address, and the address to which it leads now."""

    old: str
    address: str


class AuthorityUse(NamedTuple):
    """An authority of the page's list: the pins used, and the places (ids) of each use."""

    authority: Authority
    href: str
    pins: tuple[str, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True)
class LinkedBody:
    """An article's text with everything resolved, with the authorities and the terms that it uses."""

    lead: tuple[Piece, ...]
    sections: tuple[Section, ...]
    authorities: tuple[AuthorityUse, ...]
    terms: tuple[Term, ...] = ()
    newer_lead: SourceText | None = None


class SpokenSection(NamedTuple):
    """What a section, a subsection or the lead says, without its markup.

    `tail` is what follows the address of its page. The lead has no title and no tail.
    """

    title: str
    tail: str
    text: str


class LinkedText(NamedTuple):
    """An article with everything resolved.

    Its body and what it says are worked out when somebody asks: of thousands of texts few are needed at once.
    """

    resolve: Callable[[], LinkedBody]
    speak: Callable[[], tuple[SpokenSection, ...]]
    fingerprint: bytes | None = None
    """Differs where bodies differ, if it is known."""
    said: bytes | None = None
    """Differs where what is spoken differs, if it is known: not wherever bodies do."""

    @property
    def body(self) -> LinkedBody:
        """Its body."""
        return self.resolve()

    @property
    def spoken(self) -> tuple[SpokenSection, ...]:
        """What it says: its lead, then its sections."""
        return self.speak()


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
class PointStep:
    """A point that outcomes have in common, with its authorities."""

    point: Point
    citations: tuple[Citation, ...]


class Sentence(NamedTuple):
    """A sentence that rests on an authority, and the address of the place where it stands."""

    words: str
    href: str


class Mention(NamedTuple):
    """A section of an article or a step of the tree that rests on an authority, with each sentence."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Linked:
    """Everything that refers to something, resolved.

    `texts` by article key and language, `questions` and `outcomes` of the tree by language, and by id and
    language of an authority: its `mentions`, its `quotations`, the `later` decisions that changed it, and
    the `earlier` ones that it changed. `newer` has what the sources of outdated words of the tables say now:
    by record (`cases/hope-v-pelzer`) and language, and then by field (`holding`). `situations` by language.
    `moved` has the old addresses of the site.
    """

    texts: Mapping[tuple[str, str], LinkedText]
    questions: Mapping[str, tuple[QuestionStep, ...]]
    outcomes: Mapping[str, tuple[OutcomeStep, ...]]
    points: Mapping[str, tuple[PointStep, ...]]
    mentions: Mapping[tuple[str, str], tuple[Mention, ...]]
    quotations: Mapping[tuple[str, str], tuple[ShownQuotation, ...]]
    later: Mapping[tuple[str, str], tuple[Citation, ...]]
    earlier: Mapping[tuple[str, str], tuple[Citation, ...]]
    newer: Mapping[tuple[str, str], Mapping[str, SourceText]]
    situations: Mapping[str, tuple[Situation, ...]]
    moved: tuple[Moved, ...] = ()
