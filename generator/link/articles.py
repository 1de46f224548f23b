"""Resolves the references of an article."""

from __future__ import annotations

import datetime as dt
import html
import re
from itertools import count
from typing import NamedTuple

from markupsafe import Markup

from generator.link.answers import Answers
from generator.link.mentions import Mentions, Noted, mentions_of
from generator.model.body import (
    MARK,
    AuthorityUse,
    Citation,
    CitationGroup,
    CitationReference,
    LinkedBody,
    LinkReference,
    Piece,
    QuoteReference,
    Referring,
    Section,
    Sentence,
    ShownQuotation,
    SourceText,
    mark,
)
from generator.model.content import Authority, Case, Quotation, Term
from generator.model.site import Article
from generator.model.translations import LEAD
from generator.problems import Place, Problem, did_you_mean
from generator.sorting import sortable


class Source(NamedTuple):
    """The article from which a place of another was, or is to be, translated; and the day of its sign-off."""

    place: str
    article: Article
    signed: dt.date | None


class Text(NamedTuple):
    """An article, and the sources of its places that are behind (`newer`) or not translated (`borrowed`)."""

    article: Article
    newer: tuple[Source, ...]
    borrowed: tuple[Source, ...]


class Resolved(NamedTuple):
    """What became of a text."""

    body: LinkedBody
    """What cannot be resolved is left out; its problem stops the build."""
    problems: tuple[Problem, ...]
    mentions: Mentions
    """What rests on what."""


def resolved(text: Text, answers: Answers) -> Resolved:
    """An article with everything resolved, and what else became of it."""
    page = _Page(answers, text.article)
    body = _body(page, text)
    return Resolved(body, tuple(page.problems), mentions_of(page.noted))


def body_of(text: Text, answers: Answers) -> LinkedBody:
    """The body alone, in less time, for its pages: what rests on what is known by then."""
    return _body(_Page(answers, text.article, noting=False), text)


def _body(page: _Page, text: Text) -> LinkedBody:
    """Places that are behind have what their source says now beside them; borrowed ones have its words."""
    article, newer, borrowed = text
    title = article.front.title
    lead = page.pieces(article.body.lead, article.body.lead_referring, title, "")
    newer_texts = {source.place: _source_text(page.answers, source) for source in newer}
    borrowed_texts = {source.place: _source_text(page.answers, source) for source in borrowed}
    sections = tuple(
        Section(
            id=section.heading.id,
            title=Markup(section.heading.html),  # noqa: S704 (made by our own compile step)
            pieces=page.pieces(
                section.html,
                section.referring,
                f"{title}: {Markup(section.heading.html).striptags()}" if page.noting else "",  # noqa: S704
                section.heading.id,
            ),
            subheadings=tuple((h.id, Markup(h.html)) for h in section.subheadings),  # noqa: S704
            newer=newer_texts.get(section.heading.id),
            borrowed=borrowed_texts.get(section.heading.id),
        )
        for section in article.body.sections
    )
    return LinkedBody(lead, sections, page.authorities(), page.terms(), newer_texts.get(LEAD))


def _source_text(answers: Answers, source: Source) -> SourceText:
    """The source's words for a place that already has the ids and the list of authorities of its page."""
    body, language = source.article.body, source.article.language
    page = _Page(answers, source.article, quoted=True, noting=False)
    if source.place == LEAD:
        return SourceText(language, None, page.pieces(body.lead, body.lead_referring, "", ""), source.signed)
    section = next(section for section in body.sections if section.heading.id == source.place)
    title = Markup(section.heading.html)  # noqa: S704 (made by our own compile step)
    words = page.pieces(_H3_ID.sub("<h3>", section.html), section.referring, "", "")
    return SourceText(language, title, words, source.signed)


_H3_ID = re.compile(r'<h3 id="[^"]*">')


class _Page:
    """One article while its references are being resolved."""

    def __init__(
        self, answers: Answers, article: Article, *, quoted: bool = False, noting: bool = True
    ) -> None:
        """`quoted` where the text is shown on another page: then nothing leads back into it.

        `noting` where somebody will ask what rests on which authority.
        """
        self.quoted, self.noting = quoted, noting
        self.answers = answers
        self.article = article
        self.references = article.body.references
        self.noted: list[Noted] = []
        self.term_ids: set[str] = set()
        self.problems: list[Problem] = []
        self._address = answers.page(article.key, article.language)
        self._count = count(1)
        self._uses: dict[str, list[str]] = {}
        self._pins: dict[str, list[str]] = {}
        # of the section at hand
        self._title = ""
        self._place = ""
        self._noted: set[str] = set()
        self._sentences: dict[int, str] = {}

    def pieces(
        self, text: str, referring: tuple[Referring, ...], title: str, section: str
    ) -> tuple[Piece, ...]:
        """A section's compiled HTML cut at its references, each of them resolved.

        `referring` has its sentences that refer to something. `title` and `section` (its id, empty for the
        lead) say where an authority is mentioned.
        """
        self._title = title
        self._place = f"{self._address}#{section}" if section else self._address
        self._noted = set()
        self._sentences = {
            number: words
            for one in (referring if self.noting else ())
            if (words := one.words(self._words))
            for number in one.numbers
        }
        for number, reference in enumerate(self.references):
            if isinstance(reference, QuoteReference):  # a block of its own, not inside a paragraph
                text = text.replace(f"<p>{mark(number)}</p>", mark(number))
        pieces: list[Piece] = []
        open_html = ""
        for position, part in enumerate(MARK.split(text)):
            if position % 2 == 0:
                open_html += part
                continue
            number = int(part)
            reference = self.references[number]
            if isinstance(reference, LinkReference):
                open_html += self._link(reference, number)
                continue
            shown: CitationGroup | ShownQuotation | None
            if isinstance(reference, CitationReference):
                shown = self._cite(reference, number)
            else:
                shown = self._quote(reference)
            if shown:
                pieces += [Markup(open_html), shown]  # noqa: S704 (made by our own compile step)
                open_html = ""
        pieces.append(Markup(open_html))  # noqa: S704
        return tuple(piece for piece in pieces if piece)

    def authorities(self) -> tuple[AuthorityUse, ...]:
        """The authorities of the page by name, cases first, with every place of use."""
        found = [self.answers.authority(identifier, None)[0] for identifier in self._uses]
        known = sorted(
            (a for a in found if a), key=lambda a: (not isinstance(a, Case), _sort_name(a).casefold())
        )
        return tuple(
            AuthorityUse(
                authority,
                self.answers.address_of(authority.id, self.article.language),
                tuple(sorted(self._pins.get(authority.id, ()), key=_by_page)),
                tuple(self._uses[authority.id]),
            )
            for authority in known
        )

    def terms(self) -> tuple[Term, ...]:
        """The terms to which the page links, as a dictionary sorts them."""
        language = self.article.language
        known = [term for one in self.term_ids if (term := self.answers.term(one))]
        return tuple(sorted(known, key=lambda term: (sortable(term.term.root.get(language, "")), term.id)))

    def _words(self, number: int) -> str:
        """What stands for a reference in a sentence that is listed elsewhere: a name that is part of it."""
        reference = self.references[number]
        if not isinstance(reference, CitationReference) or not reference.in_text:
            return ""
        authority, _ = self.answers.authority(reference.cited[0].id, None)
        if authority is None:
            return ""
        return authority.name if isinstance(authority, Case) else authority.short[self.article.language]

    def _problem(self, fault: tuple[str, str], at: Place) -> None:
        self.problems.append(Problem(self.article.file, fault[0], fault[1], at))

    def _link(self, reference: LinkReference, number: int) -> str:
        address, fault = self.answers.target(reference.target, self.article)
        if fault:
            self._problem(fault, reference.at)
        scheme, _, identifier = reference.target.partition(":")
        if scheme == "term" and not fault:
            self.term_ids.add(identifier)
        authority, _ = self.answers.authority(identifier, None) if scheme in ("case", "law") else (None, None)
        if authority:
            self._mention(authority, self._sentences.get(number, ""), self._place)
        return html.escape(address)

    def _cite(self, reference: CitationReference, number: int) -> CitationGroup | None:
        citations = []
        for cited in reference.cited:
            authority, fault = self.answers.authority(cited.id, cited.pin)
            if fault:
                self._problem(fault, reference.at)
            elif authority:
                citation = self._citation(authority, cited.pin, cited.signal)
                citations.append(citation)
                self._mention(authority, self._sentences.get(number, ""), f"{self._address}#{citation.use}")
        return CitationGroup(tuple(citations), reference.in_text) if citations else None

    def _quote(self, reference: QuoteReference) -> ShownQuotation | None:
        identifier, slash, quotation_id = reference.id.partition("/")
        if not (identifier and slash and quotation_id):
            hint = "Write `![](quote:case-id/quotation-id)`."
            self._problem((f"`{reference.id}` does not name a quotation.", hint), reference.at)
            return None
        authority, fault = self.answers.authority(identifier, None)
        quotation: Quotation | None = None
        if authority:
            quotation = next((q for q in authority.quotes if q.id == quotation_id), None)
            if quotation is None:
                known = [q.id for q in authority.quotes]
                hint = did_you_mean(quotation_id, known) or ("It has: " + ", ".join(known) if known else "")
                fault = (f"`{identifier}` has no quotation `{quotation_id}`.", hint)
        if fault:
            self._problem(fault, reference.at)
        if authority is None or quotation is None:
            return None
        shown = self.answers.quotation(
            quotation, self._citation(authority, quotation.pin, ""), self.article.language
        )
        words = quotation.translations.get(self.article.language, quotation.text)
        use = shown.cited.use
        for citation in shown.citations:
            self._mention(citation.authority, f"“{words}”", f"{self._address}#{use}")
        for related in shown.citations[1:]:
            self._use(related.authority, related.pin, use)
        return shown

    def _citation(self, authority: Authority, pin: str | None, signal: str) -> Citation:
        """A new use of an authority on this page."""
        first, note = authority.id not in self._uses, authority.id not in self._noted
        use = "" if self.quoted else f"use-{next(self._count)}"
        note = note and not self.quoted
        self._noted.add(authority.id)
        self._use(authority, pin, use)
        href = self.answers.address_of(authority.id, self.article.language)
        return Citation(authority, pin, signal, href, first, use, note)

    def _use(self, authority: Authority, pin: str | None, use: str) -> None:
        self._uses.setdefault(authority.id, []).append(use)
        pins = self._pins.setdefault(authority.id, [])
        if pin and pin not in pins:
            pins.append(pin)

    def _mention(self, authority: Authority, words: str, href: str) -> None:
        if self.noting:
            self.noted.append(Noted(authority, self.article.language, self._title, Sentence(words, href)))


def _sort_name(authority: Authority) -> str:
    return authority.name if isinstance(authority, Case) else authority.citation


def _by_page(pin: str) -> tuple[int, str]:
    page = re.search(r"\d+", pin)
    return int(page[0]) if page else 0, pin
