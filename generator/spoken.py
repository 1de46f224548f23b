"""What a linked text says, place by place and without its markup: for whoever looks for it by its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.model.body import CitationGroup, LinkedBody, Piece, ShownQuotation, SpokenSection
from generator.model.content import Authority, Case
from generator.typography import typographic


def spoken(body: LinkedBody, language: str) -> tuple[SpokenSection, ...]:
    """The lead, then each section in the language's own words, with each subsection as a place of its own."""
    lead = _words("".join(_written(piece, language) for piece in body.lead))
    return (SpokenSection("", "", lead), *_sections(body, language))


def _sections(body: LinkedBody, language: str) -> Iterator[SpokenSection]:
    for section in body.sections:
        if section.borrowed:
            continue
        parts = _SUBHEADING.split("".join(_written(piece, language) for piece in section.pieces))
        yield SpokenSection(_words(section.title), f"#{section.id}", _words(parts[0]))
        for identifier, title, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            yield SpokenSection(_words(title), f"#{identifier}", _words(text))


def _written(piece: Piece, language: str) -> str:
    """A piece as HTML: a citation by the names of its authorities, a quotation by the reader's words."""
    if isinstance(piece, CitationGroup):
        named = "; ".join(_name(citation.authority, language) for citation in piece.citations)
        return html.escape(named if piece.in_text else f"({named})", quote=False)
    if isinstance(piece, ShownQuotation):
        quotation = piece.quotation
        shown = quotation.translations.get(language, quotation.text)
        return f"<p>{html.escape(typographic(shown), quote=False)}</p>"
    return str(piece)


def _name(authority: Authority, language: str) -> str:
    return authority.short if isinstance(authority, Case) else authority.short[language]


_SUBHEADING = re.compile(r'<h3 id="([^"]+)">(.*?)</h3>', re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h3|table|thead|tbody|tr|th|td|blockquote|br)\b[^>]*>")
_TABLE_HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
_BETWEEN_CELLS = re.compile(r"</td>\s*<td\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def _words(markup: str) -> str:
    """The words of HTML that we made ourselves, blocks and cells apart, tables without their heads."""
    rows = _BETWEEN_CELLS.sub(" · ", _TABLE_HEAD.sub("", markup))
    return " ".join(html.unescape(_TAG.sub("", _BLOCK.sub(" ", rows))).split())
