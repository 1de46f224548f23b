"""Typographic signs for what people type on a keyboard, and spaces at which a line does not end."""

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

NO_BREAK = "\N{NO-BREAK SPACE}"

_LONGEST_ON_ONE_LINE = 24
"""So many letters still stand beside each other in a stacked table on the narrowest screen."""

_DIGIT = re.compile("[0-9]")
_SMALL_WORD = r"[^\W\d_A-Z]{1,10}\b"
_BESIDE_NUMBER = re.compile(
    " (?:"  # each way looks first at what hardly any space has beside it
    # After a sign, a word of at most ten letters or an abbreviation of at most five: not after a sentence.
    r"(?=\d)(?<=[^\W\d_] |[.§¶] )(?<![^\W\d_]{11} )(?<![^\W\d_]{6}\. )|"
    # What is counted. Years count nothing, and what has a point is mostly the section of a law.
    rf"(?<=\d )(?={_SMALL_WORD})(?<!\d{{4}} )(?<!\.\d )(?<!\.\d\d )(?<!\.\d{{3}} )|"
    # What stands in an order, and the reporter of a volume: `9th Cir.`, `9.º Cir.`, `42 U.S.C.`
    r"(?=[A-Z])(?:(?<=\d[a-z]{2} )|(?<=\d[a-z] )|(?<=[ºª] )|(?<=\d )(?=[A-Z]\.))"
    ")"
)
_MONTH = re.compile(rf" (?<=\d{NO_BREAK}[^\W\d_]{{2}} )(?={_SMALL_WORD})(?<!\d{{3}}{NO_BREAK}[^\W\d_]{{2}} )")
"""Before the month of `28 de junio`, when the day has its no-break space."""


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


def kept_together(text: str) -> str:
    """The text with no-break spaces where a number would be lost without the word beside it.

    A number stays with the sign or the short word before it (`§ 1983`, `section 1983`, `June 28`, `in 2009`).
    One that counts something stays with what it counts, and a day with its month (`6 months`, `28 de junio`).
    Beside long words and before the year of a date a line may end, so that nothing grows wider than a narrow
    column. This is for people's eyes: what programs read has plain spaces.
    """
    if _DIGIT.search(text):
        text = _BESIDE_NUMBER.sub(NO_BREAK, text)
        if NO_BREAK in text:
            text = _MONTH.sub(NO_BREAK, text)
    return text


def on_one_line(text: str) -> str:
    """A name with its number (`661 F.3d 433`), without a place where a line may end.

    One too long for a narrow column keeps its last two words together: `Cal. Civ. Proc. Code § 335.1` may go
    on with its section in the next line.
    """
    if len(text) <= _LONGEST_ON_ONE_LINE:
        return text.replace(" ", NO_BREAK)
    return NO_BREAK.join(text.rsplit(" ", 1))


def _curly(found: re.Match[str], before: str) -> str:
    text, start, end = found.string, found.start(), found.end()
    last = text[start - 1] if start else before
    next_is_word = end == len(text) or not text[end].isspace()
    opens = next_is_word and (not last or last.isspace() or last in _OPENS_AFTER)
    if opens and found[0] == "'" and _DECADE.match(text, end):  # the '80s
        opens = False
    return "".join(_CURLY[opens][mark] for mark in found[0])
