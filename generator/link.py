"""Resolves what articles and rules refer to: citations, links between pages, terms, quotations.

Only this step sees a text and the tables together, so it is the one that finds what does not exist.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from markupsafe import Markup

from generator.model.body import (
    MARK_CLOSES,
    MARK_OPENS,
    AnswerStep,
    AuthorityUse,
    Citation,
    CitationGroup,
    CitationReference,
    Linked,
    LinkedBody,
    LinkReference,
    Mention,
    OutcomeStep,
    Piece,
    QuestionStep,
    QuoteReference,
    Section,
    ShownQuotation,
    mark,
)
from generator.model.content import Authority, Case, Quotation, split_authority
from generator.model.site import Addresses, Article, Sources
from generator.pins import pin_fault
from generator.problems import Place, Pointer, Problem, did_you_mean

_MARK = re.compile(f"{MARK_OPENS}(\\d+){MARK_CLOSES}")
_OUTSIDE = re.compile(
    r"^(https://[\w.-]+\.[a-z]{2,}(:\d+)?([/?#]\S*)?|tel:\+?[\d-]{3,}|mailto:\S+@\S+\.\w+)$"
)


def link(sources: Sources, addresses: Addresses, content: str) -> tuple[Linked, list[Problem]]:
    """Resolve all articles and the whole tree, and find which places rest on which authority.

    `content` is the name of the content folder, for the file names in problems.
    """
    linker = Linker(sources, addresses)
    problems: list[Problem] = []
    mentions = _Mentions()
    bodies = {}
    for article in sources.articles:
        body, faults = linker.body(article)
        bodies[article.key, article.language] = body
        problems += faults
        mentions.of_article(article, body, addresses)
    questions, outcomes = {}, {}
    for language in sources.settings.codes:
        tree = _Tree(linker, language, f"{content}/rules.json", mentions)
        questions[language] = tree.questions()
        outcomes[language] = tree.outcomes()
        problems += tree.problems
    # The tree is the same in every language, and so are its faults.
    return Linked(bodies, questions, outcomes, mentions.found()), list(dict.fromkeys(problems))


class Linker:
    """Resolves references against everything that was read."""

    def __init__(self, sources: Sources, addresses: Addresses) -> None:
        """Prepare the look-ups that all texts share."""
        self.sources = sources
        self.addresses = addresses
        self.authority_ids = [record.id for record in sources.authorities]
        find = addresses
        self._schemes: dict[str, tuple[set[str], Callable[[str, str], str], str]] = {
            "term": ({t.id for t in sources.glossary.terms}, find.term, "term in glossary.json"),
            "case": ({c.id for c in sources.cases.cases}, find.case, "case in cases.json"),
            "law": ({law.id for law in sources.laws.laws}, find.law, "law in laws.json"),
            "question": ({q.id for q in sources.rules.questions}, find.question, "question in rules.json"),
            "outcome": ({o.id for o in sources.rules.outcomes}, find.outcome, "outcome in rules.json"),
        }

    def body(self, article: Article) -> tuple[LinkedBody, list[Problem]]:
        """An article's body with everything resolved, and the problems found on the way.

        What cannot be resolved is left out of the result; its problem stops the build.
        """
        page = _Page(self, article)
        lead = page.pieces(article.body.lead)
        sections = tuple(
            Section(
                id=section.heading.id,
                title=Markup(section.heading.html),  # noqa: S704 (made by our own compile step)
                pieces=page.pieces(section.html),
                subheadings=tuple((h.id, Markup(h.html)) for h in section.subheadings),  # noqa: S704
            )
            for section in article.body.sections
        )
        return LinkedBody(lead, sections, page.authorities()), page.problems

    def entries(
        self, entries: Iterable[str], language: str, file: str, at: Pointer
    ) -> tuple[tuple[Citation, ...], list[Problem]]:
        """The authorities of a rule (`id` or `id, pin`) as citations, and the problems among them."""
        citations, problems = [], []
        for position, entry in enumerate(entries):
            identifier, pin = split_authority(entry)
            authority, fault = self.authority(identifier, pin)
            if fault:
                problems.append(Problem(file, fault[0], fault[1], (*at, position)))
            elif authority:
                href = self.addresses.authority(authority, language)
                citations.append(Citation(authority, pin, "", href, first=True, use=""))
        return tuple(citations), problems

    def authority(self, identifier: str, pin: str | None) -> tuple[Authority | None, tuple[str, str] | None]:
        """The record with this id, if it may be cited at this pin; else what is wrong and what to do."""
        authority = self.sources.authority(identifier)
        if authority is None:
            message = f"There is no case or law with the id `{identifier}`."
            return None, (message, did_you_mean(identifier, self.authority_ids))
        if pin is None:
            return authority, None
        return authority, pin_fault(authority, pin)

    def target(self, target: str, article: Article) -> tuple[str, tuple[str, str] | None]:
        """The address that a link leads to; else an empty address, what is wrong, and what to do."""
        scheme, colon, rest = target.partition(":")
        if _OUTSIDE.match(target):
            return target, None
        if colon and scheme in self._schemes:
            known, find, what = self._schemes[scheme]
            if rest in known:
                return find(rest, article.language), None
            return "", (f"The link `{target}` names no {what}.", did_you_mean(rest, known))
        if colon:
            if scheme in ("http", "https"):
                return "", (
                    f"The link `{target}` is not a whole address.",
                    "Write it as `https://example.org/page`.",
                )
            hint = "Use a `.md` file, " + ", ".join(f"`{s}:`" for s in self._schemes) + " or `https://`."
            return "", (f"The link `{target}` is of a kind that cannot be used here.", hint)
        return self._article_target(target, article)

    def _article_target(self, target: str, article: Article) -> tuple[str, tuple[str, str] | None]:
        path, hash_, section = target.partition("#")
        goal = article
        if path:
            key = posixpath.normpath(posixpath.join(posixpath.dirname(article.key), path.removesuffix(".md")))
            found = self.sources.article(key, article.language) if path.endswith(".md") else None
            if found is None and (key, article.language) in self.sources.drafts:
                return "", (f"The link `{target}` leads to a draft, which readers cannot see.", "")
            if found is None:
                files = [a.key + ".md" for a in self.sources.articles if a.language == article.language]
                message = f"The link `{target}` leads to an article that does not exist."
                return "", (message, did_you_mean(path, files))
            goal = found
        if hash_ and section not in {h.id for h in goal.body.headings}:
            message = f"The link `{target}` leads to a section that `{goal.file}` does not have."
            return "", (message, did_you_mean(section, [h.id for h in goal.body.headings]))
        address = self.addresses.page(goal.key, goal.language) if path else ""
        return f"{address}#{section}" if hash_ else address, None


class _Mentions:
    """Collects the places that rest on each authority, each place once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], dict[str, Mention]] = defaultdict(dict)

    def found(self) -> dict[tuple[str, str], tuple[Mention, ...]]:
        return {place: tuple(mentions.values()) for place, mentions in self._found.items()}

    def add(self, authority: Authority, language: str, title: str, href: str) -> None:
        self._found[authority.id, language].setdefault(title, Mention(title, href))

    def of_article(self, article: Article, body: LinkedBody, addresses: Addresses) -> None:
        """An authority is mentioned by section, at its first use there."""
        section_of = {use: section for section in body.sections for use in _uses_in(section.pieces)}
        address = addresses.page(article.key, article.language)
        for used in body.authorities:
            for use in used.uses:
                title = article.front.title
                if use in section_of:
                    title += ": " + section_of[use].title.striptags()
                self.add(used.authority, article.language, title, f"{address}#{use}")


def _uses_in(pieces: Iterable[Piece]) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, CitationGroup):
            yield from (citation.use for citation in piece.citations)
        elif isinstance(piece, ShownQuotation):
            yield piece.use


class _Tree:
    """The decision tree in one language, while its authorities are being resolved."""

    def __init__(self, linker: Linker, language: str, file: str, mentions: _Mentions) -> None:
        self.linker = linker
        self.language = language
        self.file = file
        self.mentions = mentions
        self.problems: list[Problem] = []

    def questions(self) -> tuple[QuestionStep, ...]:
        steps = []
        for position, question in enumerate(self.linker.sources.rules.questions):
            at: Pointer = ("questions", position)
            name = question.ask.root.get(self.language, "")  # check tells of missing words
            href = self.linker.addresses.question(question.id, self.language)
            answers = tuple(
                AnswerStep(
                    answer,
                    "#" + answer.to.replace(":", "-"),
                    self._cited(answer.authorities, (*at, "answers", number), name, href),
                )
                for number, answer in enumerate(question.answers)
            )
            steps.append(QuestionStep(question, answers, self._cited(question.authorities, at, name, href)))
        return tuple(steps)

    def outcomes(self) -> tuple[OutcomeStep, ...]:
        steps = []
        for position, outcome in enumerate(self.linker.sources.rules.outcomes):
            name = outcome.title.root.get(self.language, "")
            href = self.linker.addresses.outcome(outcome.id, self.language)
            citations = self._cited(outcome.authorities, ("outcomes", position), name, href)
            steps.append(OutcomeStep(outcome, citations))
        return tuple(steps)

    def _cited(self, entries: Iterable[str], at: Pointer, name: str, href: str) -> tuple[Citation, ...]:
        citations, problems = self.linker.entries(entries, self.language, self.file, (*at, "authorities"))
        self.problems += problems
        for citation in citations:
            self.mentions.add(citation.authority, self.language, name, href)
        return citations


@dataclass
class _Page:
    """One article while its references are being resolved."""

    linker: Linker
    article: Article
    problems: list[Problem] = field(default_factory=list)
    _uses: dict[str, list[str]] = field(default_factory=dict)
    _pins: dict[str, list[str]] = field(default_factory=dict)
    _count: Iterable[int] = field(default_factory=lambda: count(1))

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Compiled HTML cut at its references, each of them resolved."""
        for number, reference in enumerate(self.article.body.references):
            if isinstance(reference, QuoteReference):  # a block of its own, not inside a paragraph
                text = text.replace(f"<p>{mark(number)}</p>", mark(number))
        pieces: list[Piece] = []
        open_html = ""
        for position, part in enumerate(_MARK.split(text)):
            if position % 2 == 0:
                open_html += part
                continue
            reference = self.article.body.references[int(part)]
            if isinstance(reference, LinkReference):
                open_html += self._link(reference)
                continue
            shown = (
                self._cite(reference) if isinstance(reference, CitationReference) else self._quote(reference)
            )
            if shown:
                pieces += [Markup(open_html), shown]  # noqa: S704 (made by our own compile step)
                open_html = ""
        pieces.append(Markup(open_html))  # noqa: S704
        return tuple(piece for piece in pieces if piece)

    def authorities(self) -> tuple[AuthorityUse, ...]:
        """The authorities of the page by name, cases first, with every place of use."""
        found = [self.linker.sources.authority(identifier) for identifier in self._uses]
        known = sorted(
            (a for a in found if a), key=lambda a: (not isinstance(a, Case), _sort_name(a).casefold())
        )
        return tuple(
            AuthorityUse(
                authority,
                self.linker.addresses.authority(authority, self.article.language),
                tuple(sorted(self._pins.get(authority.id, ()), key=_by_page)),
                tuple(self._uses[authority.id]),
            )
            for authority in known
        )

    def _problem(self, fault: tuple[str, str], at: Place) -> None:
        self.problems.append(Problem(self.article.file, fault[0], fault[1], at))

    def _link(self, reference: LinkReference) -> str:
        address, fault = self.linker.target(reference.target, self.article)
        if fault:
            self._problem(fault, reference.at)
        return html.escape(address)

    def _cite(self, reference: CitationReference) -> CitationGroup | None:
        citations = []
        for cited in reference.cited:
            authority, fault = self.linker.authority(cited.id, cited.pin)
            if fault:
                self._problem(fault, reference.at)
            elif authority:
                first = authority.id not in self._uses
                use = self._use(authority, cited.pin)
                href = self.linker.addresses.authority(authority, self.article.language)
                citations.append(Citation(authority, cited.pin, cited.signal, href, first, use))
        return CitationGroup(tuple(citations), reference.in_text) if citations else None

    def _quote(self, reference: QuoteReference) -> ShownQuotation | None:
        identifier, slash, quotation_id = reference.id.partition("/")
        if not (identifier and slash and quotation_id):
            hint = "Write `![](quote:case-id/quotation-id)`."
            self._problem((f"`{reference.id}` does not name a quotation.", hint), reference.at)
            return None
        authority, fault = self.linker.authority(identifier, None)
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
        use = self._use(authority, quotation.pin)
        return ShownQuotation(
            quotation, authority, self.linker.addresses.authority(authority, self.article.language), use
        )

    def _use(self, authority: Authority, pin: str | None) -> str:
        use = f"use-{next(iter(self._count))}"
        self._uses.setdefault(authority.id, []).append(use)
        pins = self._pins.setdefault(authority.id, [])
        if pin and pin not in pins:
            pins.append(pin)
        return use


def _sort_name(authority: Authority) -> str:
    return authority.name if isinstance(authority, Case) else authority.citation


def _by_page(pin: str) -> tuple[int, str]:
    page = re.search(r"\d+", pin)
    return int(page[0]) if page else 0, pin
