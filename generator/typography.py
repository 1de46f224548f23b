"""Typographic quotation marks, dashes and ellipses, for what people type on a keyboard."""

from __future__ import annotations

import re

_QUOTES = re.compile("[\"']+")
_OPENS_AFTER = "([{«“‘—–-¿¡"
"""What a word may be stuck to without standing in the middle of it."""

_CURLY = {True: {'"': "“", "'": "‘"}, False: {'"': "”", "'": "’"}}
_DECADE = re.compile(r"\d\ds\b")
_SIGNS = (
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"(?<!\.)\.{3}(?!\.)"), "…"),
)


def typographic(text: str, before: str = "") -> str:
    """The text with curly quotation marks and apostrophes, with dashes for `--` and `---`, and with `…`.

    A mark opens where a word begins after it, and nothing, a blank, a bracket or a dash stands before it; all
    others close, and an apostrophe looks like a closing mark. `before` is the character before the text,
    where the text goes on in the middle of a line; it is not part of what comes back.
    """
    if '"' in text or "'" in text:
        text = _QUOTES.sub(lambda found: _curly(found, before), text)
    if "--" in text or "..." in text:
        for typed, sign in _SIGNS:
            text = typed.sub(sign, text)
    return text


def _curly(found: re.Match[str], before: str) -> str:
    text, start, end = found.string, found.start(), found.end()
    last = text[start - 1] if start else before
    next_is_word = end == len(text) or not text[end].isspace()
    opens = next_is_word and (not last or last.isspace() or last in _OPENS_AFTER)
    if opens and found[0] == "'" and _DECADE.match(text, end):  # the '80s
        opens = False
    return "".join(_CURLY[opens][mark] for mark in found[0])
