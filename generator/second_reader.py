"""A second reader: eyecite reads the finished pages, and what it reads must be what the tables say.

eyecite (Free Law Project) knows nothing of this program, so it finds what our own checks cannot: a citation
that is printed wrongly, in a form that others cannot read, twice, or not at all. It takes half a second to
import and is loaded by `--check` and the tests only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import lxml.html
from eyecite import get_citations
from eyecite.models import CitationBase, FullCaseCitation, FullLawCitation

from generator.model.body import Citation, CitationGroup, LinkedBody, ShownQuotation
from generator.model.content import Authority, Case, Court, Law
from generator.model.site import Recipe, is_page
from generator.problems import Problem

_ALONE = "full-citation", "margin-note"
"""Classes of the elements that hold one full citation each."""

_UNREAD = "head", "script", "template", "blockquote"
"""Not our words: programs, and the courts' own words, which may hold citations of their own."""

_PIN_WITH_NOTE = re.compile(r"(\d+(?:-\d+)? n\.\d+)(?:, |$)")

_BEYOND_EYECITE = re.compile(r"U\.S\. Const\.|Fed\. R\.|Cal\. Stats\.|.* § \d+[a-z]$")
"""Forms that eyecite does not read: constitutions, court rules, session laws of California, and sections
whose number ends in a letter without parentheses."""


@dataclass(frozen=True)
class Printed:
    """A citation as a page prints it; what a form does not say is empty.

    `where` is `536 U.S. 730` or `42 U.S.C. § 1983`; `court` is an id of courts-db, `year` a number.
    """

    where: str
    name: str = ""
    pins: tuple[str, ...] = ()
    court: str = ""
    year: str = ""

    def __str__(self) -> str:
        """The citation in one line, for messages."""
        pins = "".join(f", {pin}" for pin in self.pins)
        name = f"{self.name}, " if self.name else ""
        when = f" ({' '.join(filter(None, (self.court, self.year)))})" if self.year else ""
        return f"{name}{self.where}{pins}{when}"


@dataclass(frozen=True)
class SecondReading:
    """What the second reader found: disagreements, and how many citations on how many pages agree."""

    problems: tuple[Problem, ...]
    citations: int
    pages: int


def second_reading(
    files: Mapping[str, bytes], recipes: Mapping[str, Recipe], courts: Mapping[str, Court]
) -> SecondReading:
    """Compare what eyecite reads on each page with the citations that the page was made from.

    `files` are the finished pages and `recipes` what they were made from, both by path; `courts`
    are those of the case table. A citation that only one side knows is a problem, in both directions.
    """
    problems, agreed, pages = [], 0, 0
    for path, recipe in recipes.items():
        if not is_page(path):
            continue
        pages += 1
        read, expected = Counter(_read(files[path])), Counter(_expected(recipe, courts))
        agreed += (read & expected).total()
        for citation in sorted((read - expected), key=str):
            message = f"The second reader reads `{citation}` here, which the tables do not say."
            near = [one for one in expected - read if citation.where == one.where]
            near += [one for one in expected - read if citation.name and citation.name == one.name]
            hint = f"They say `{near[0]}`." if near else ""
            problems.append(Problem(f"site/{path}", message, hint))
        for citation in sorted((expected - read), key=str):
            message = f"The second reader does not find `{citation}`, which this page should print."
            problems.append(Problem(f"site/{path}", message))
    return SecondReading(tuple(problems), agreed, pages)


# --- what the page was made from ---------------------------------------------------------------


def _expected(recipe: Recipe, courts: Mapping[str, Court]) -> Iterator[Printed]:
    context = recipe.context
    for body in _bodies(context):
        for citation in _noted(body):
            yield from _printed(citation.authority, courts, [citation.pin] if citation.pin else [])
        for used in body.authorities:
            yield from _printed(used.authority, courts, used.pins)
            if isinstance(used.authority, Case):
                yield from (Printed(where) for where in used.authority.parallel)
    for citation in context.get("in_full", ()):
        yield from _printed(citation.authority, courts, [citation.pin] if citation.pin else [])
    if "case" in context:
        yield from _printed(context["case"], courts, ())
        yield from (Printed(where) for where in context["case"].parallel)
    for law in context.get("laws", ()):
        yield from _printed(law, courts, ())
        yield from (p for _ in law.quotes for p in _printed(law, courts, ()))


def _bodies(context: Mapping[str, Any]) -> tuple[LinkedBody, ...]:
    """The texts of a page: one, none, or those that stand side by side, where no margin has notes."""
    if "versions" in context:
        return tuple(LinkedBody((), (), version.text.body.authorities) for version in context["versions"])
    return (context["body"],) if "body" in context else ()


def _noted(body: LinkedBody) -> Iterator[Citation]:
    """The citations that a page repeats in its margin."""
    for pieces in (body.lead, *(section.pieces for section in body.sections)):
        for piece in pieces:
            if isinstance(piece, CitationGroup):
                yield from (citation for citation in piece.citations if citation.note)
            elif isinstance(piece, ShownQuotation) and piece.cited.note:
                yield piece.cited


def _printed(authority: Authority, courts: Mapping[str, Court], pins: Iterable[str]) -> Iterator[Printed]:
    if isinstance(authority, Case):
        # eyecite takes the court from the parentheses, and the Supreme Court from its own reporters.
        named = courts[authority.court].bluebook or authority.court == "scotus"
        yield Printed(
            f"{authority.volume} {authority.reporter} {authority.page or '___'}",
            authority.name.replace("’", "'"),
            tuple(pins),
            authority.court if named else "",
            str(authority.year),
        )
    elif not _BEYOND_EYECITE.match(authority.citation):
        yield _law(authority)


def _law(law: Law) -> Printed:
    """A law as eyecite names it: reporter or code, and the first section."""
    year = re.search(r"\((\d{4})\)$", law.citation)
    where = re.sub(r" \(\d{4}\)$|,.*$|\([a-z]\).*$", "", law.citation).replace("§§", "§")
    return Printed(where, year=year[1] if year else "")


# --- what eyecite reads ------------------------------------------------------------------------


def _read(page: bytes) -> Iterator[Printed]:
    for text, alone in _texts(page):
        for position, citation in enumerate(_citations(text)):
            if not isinstance(citation, FullCaseCitation):
                yield _of_law(citation)
            elif (alone and position) or not citation.metadata.year:
                yield Printed(_where(citation))  # another reporter of the same case
            else:
                yield _of_case(citation, text if alone else "")


def _texts(page: bytes) -> Iterator[tuple[str, bool]]:
    """The words of a page: each full citation alone, then all the rest together."""
    document = lxml.html.document_fromstring(page.decode())
    for element in list(document.iter(*_UNREAD)):
        element.drop_tree()
    for name in _ALONE:
        for element in document.find_class(name):
            yield _plain(element.text_content()), True
            element.drop_tree()
    yield "\n".join(_plain(text) for text in document.itertext() if text.strip()), False


def _plain(text: str) -> str:
    """Text in the characters that eyecite expects: ordinary blanks, straight apostrophes."""
    return " ".join(text.replace("’", "'").split())


@cache
def _citations(text: str) -> tuple[CitationBase, ...]:
    """What eyecite finds in a text, in its order.

    eyecite takes a party that begins with a small letter (`Ashcroft v. al-Kidd`) for none, and then
    overwrites the pin that it has read with one that it looks for before the citation; so that letter is
    made a capital. It gives `Connick v. Thompson` out of order, because `Thompson` is also a reporter.
    """
    if not re.search(r"\d", text):
        return ()
    found = get_citations(re.sub(r"(?<= v\. )[a-z]", lambda letter: letter[0].upper(), text))
    cited = [one for one in found if isinstance(one, FullCaseCitation | FullLawCitation)]
    return tuple(sorted(cited, key=lambda one: one.span()))


def _of_case(citation: FullCaseCitation, text: str) -> Printed:
    """A case as printed; `text` is given where it holds this citation alone.

    Its name is then what stands before the place where eyecite sees the reporter. eyecite's own guess at
    the parties is made for running text: it drops `of` from `City of Canton` and stops at `al-Kidd`.
    """
    said = citation.metadata
    guess = " v. ".join(name for name in (said.plaintiff, said.defendant) if name)
    name = text[: citation.span()[0]].removesuffix(", ") if text else guess
    pins = said.pin_cite.split(", ") if said.pin_cite else []
    # A pin with a note (`690 n.55`) is left by eyecite at the head of `extra`, before parallel reporters.
    extra = _PIN_WITH_NOTE.match(said.extra or "")
    if extra:
        pins.append(extra[1])
    return Printed(_where(citation), name, tuple(pins), said.court or "", said.year or "")


def _where(citation: FullCaseCitation) -> str:
    volume, page = citation.groups["volume"], citation.groups["page"]
    return f"{volume} {citation.corrected_reporter()} {page or '___'}"


def _of_law(citation: CitationBase) -> Printed:
    groups = citation.groups
    if "title" in groups:
        where = f"{groups['title']} {groups['reporter']} § {groups['section']}"
    elif "section" in groups:
        where = f"{groups['reporter']} § {groups['section']}"
    else:
        where = f"{groups['volume']} {groups['reporter']} {groups['page']}"
    return Printed(where, year=citation.metadata.year or "")
