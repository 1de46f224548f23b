"""The full form of a citation, after The Bluebook (21st ed., rules 10 to 12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from generator.model.content import LAW_LANGUAGE, Authority, Case, Court
from generator.typography import NO_BREAK, on_one_line


def full_citation(
    authority: Authority,
    courts: Mapping[str, Court],
    pins: Iterable[str] = (),
    *,
    parallel: bool = False,
    href: str = "",
) -> Markup:
    """The full citation as HTML, the case name in `<cite>`, with the given pins.

    Case: *Name*, volume reporter page, pins (court year) (en banc). The court is left out where the
    reporter names it (rule 10.4). A page not yet assigned is `___` (rule 10.8.1). Laws are cited as
    their record has them, with subdivisions after them. With `parallel`, other reporters follow the
    pins (rule 10.3.1). With `href`, the name of the case, or the whole citation of a law, is a link.
    """
    # `%` escapes as `format` does, in two thirds of the time: a page has up to a hundred citations.
    link = Markup('<a href="%s">%s</a>')
    if not isinstance(authority, Case):
        where = ", ".join(map(on_one_line, authority.citation.split(", ")))
        cited = link % (href, where) if href else where
        return Markup("%s%s") % (cited, "".join(f", {on_one_line(pin)}" for pin in pins))
    name = Markup('<cite lang="%s">%s</cite>') % (LAW_LANGUAGE, authority.name)
    where = on_one_line(plain_reference(authority))
    pages = "".join(f", {on_one_line(pin)}" for pin in pins)
    others = "".join(f", {other}" for other in parallel_citations(authority)) if parallel else ""
    court = courts[authority.court].bluebook
    when = on_one_line(f"{court} {authority.year}" if court else str(authority.year))
    bench = f" ({on_one_line('en banc')})" if authority.en_banc else ""
    cited = link % (href, name) if href else name
    return Markup("%s, %s%s%s (%s)%s") % (cited, where, pages, others, when, bench)


def plain_reference(case: Case) -> str:
    """Where a case is printed: volume, reporter and first page."""
    return f"{case.volume} {case.reporter} {case.page or '___'}"


def plain_citation(case: Case, courts: Mapping[str, Court]) -> str:
    """The full citation of a case as plain text, for data files."""
    return full_citation(case, courts).striptags().replace(NO_BREAK, " ")


def parallel_citations(case: Case) -> tuple[str, ...]:
    """Other reporters where the case is printed, each kept on one line."""
    return tuple(on_one_line(cite) for cite in case.parallel)
