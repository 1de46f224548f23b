"""Finds the sentences of compiled text that refer to something, for the pages that list them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from generator.model.body import MARK, MARK_OPENS
from generator.remember import remembered_between_readings

_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h2|h3|table|thead|tbody|tr|th|td)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"[.!?…][”’»\")\]]*\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:v|vs|No|Nos|núm|Sr|Sra|Dr|Dra|Mr|Ms|Mrs|St|art|arts|EE|UU|pág|Cal|Cir|Inc|Jr)|\b\w\.\w|\b[A-Z])\.$"
)
_LONGEST_ABBREVIATION = 6
_BEFORE_SIGN = re.compile(r"\s+(?=[.,;:!?)])")


def sentences(compiled: str, words_for: Callable[[int], str]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Each sentence with references: their numbers, and its words as plain text.

    `words_for` gives the words that stand for a reference; they are left out where it gives none. A
    sentence ends inside its paragraph, list item or table cell.
    """
    for numbers, sentence in _with_references(compiled):
        words = MARK.sub(lambda match: words_for(int(match[1])), sentence)
        yield numbers, _BEFORE_SIGN.sub("", " ".join(words.split()))


@remembered_between_readings
def _with_references(compiled: str) -> tuple[tuple[tuple[int, ...], str], ...]:
    """The sentences with the references still in them."""
    found = []
    for block in _BLOCK.split(compiled):
        if MARK_OPENS not in block:
            continue
        text = html.unescape(_TAG.sub(lambda tag: "".join(m[0] for m in MARK.finditer(tag[0])), block))
        for sentence in _cut(text):
            numbers = tuple(int(match[1]) for match in MARK.finditer(sentence))
            if numbers:
                found.append((numbers, sentence))
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
