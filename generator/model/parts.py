"""What is known of each part of an article where its words themselves are not needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.model.body import MARK, Body, CitationReference, Heading, QuoteReference
from generator.model.translations import LEAD, digest
from generator.problems import Snippet

Cited = tuple[str, str]
"""What is cited: an authority and a pin, or an authority and the name of a quotation."""


class Part(NamedTuple):
    """The lead or a section of an article."""

    place: str
    """`LEAD`, or the id of the section."""
    digest: str
    """What stands for its words; empty for a lead without any."""
    headings: tuple[Heading, ...]
    """Its own and those inside it; the lead has none."""
    cited: tuple[Cited, ...]
    """Sorted, and each as often as it is cited."""
    borrowed_from: str | None = None
    """As a section has it."""


def parts_of(body: Body) -> Iterator[Part]:
    """The lead, then the sections, in the order of the page."""
    yield Part(LEAD, digest(body.lead_says) if body.lead_says else "", (), _all_cited(body, body.lead))
    for section in body.sections:
        yield Part(
            section.heading.id,
            digest(section.says),
            (section.heading, *section.subheadings),
            _all_cited(body, section.html),
            section.borrowed_from,
        )


def _all_cited(body: Body, html: str) -> tuple[Cited, ...]:
    return tuple(sorted(one for one, places in cited_in(body, html).items() for _ in places))


def cited_in(body: Body, html: str) -> Mapping[Cited, Sequence[Snippet]]:
    """What is cited in compiled HTML of a body, with every place in its file."""
    found: dict[Cited, list[Snippet]] = defaultdict(list)
    for reference in (body.references[int(mark[1])] for mark in MARK.finditer(html)):
        if isinstance(reference, CitationReference):
            for one in reference.cited:
                found[one.id, one.pin or ""].append(reference.at)
        elif isinstance(reference, QuoteReference):
            identifier, _, name = reference.id.partition("/")
            found[identifier, name].append(reference.at)
    return found
