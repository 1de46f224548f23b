"""Finds the sentences of a text that refer to something, for the pages that list them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.model.body import MARK, MARK_OPENS, Referring

_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h2|h3|table|thead|tbody|tr|th|td)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_TAG_WITHOUT_MARK = re.compile(rf"<[^>{MARK_OPENS}]*>")
_END = re.compile(r"[.!?…][”’»\")\]]*\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:v|vs|No|Nos|núm|Sr|Sra|Dr|Dra|Mr|Ms|Mrs|St|art|arts|EE|UU|pág|Cal|Cir|Inc|Jr)|\b\w\.\w|\b[A-Z])\.$"
)
_LONGEST_ABBREVIATION = 6


def referring(compiled: str) -> tuple[Referring, ...]:
    """The sentences of compiled HTML with references, each as plain text with the references as marks.

    A sentence ends inside its paragraph, list item or table cell.
    """
    found = []
    for block in _BLOCK.split(compiled):
        if MARK_OPENS not in block:
            continue
        marked = _TAG_WITHOUT_MARK.sub("", block)  # as nearly all are
        text = html.unescape(_TAG.sub(lambda tag: "".join(m[0] for m in MARK.finditer(tag[0])), marked))
        for sentence in _cut(text):
            if MARK_OPENS in sentence:
                found.append(Referring(tuple(map(int, MARK.findall(sentence))), sentence))
    return tuple(found)


def _cut(text: str) -> Iterator[str]:
    """The sentences of a paragraph; an abbreviation such as `v.` ends none."""
    start = 0
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 1]
        before = text[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start() + 1]
        if following.islower() or _ABBREVIATION.search(before):
            continue
        yield text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()
