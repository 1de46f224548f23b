"""Refuses texts on which Python-Markdown would spend minutes, or which it cannot read at all.

Some patterns look from each sign to all later ones, and some steps from each line to all others of its
paragraph, so the time grows with the square of their number. Far fewer than the limit are in the longest
article that may be written; more come from a mistake, or from somebody who wants to hold up the build.
"""

from __future__ import annotations

import re

from generator.problems import Problem, Snippet

_MOST = 1_000
_SIGNS = "[*_`<&\\@!"

_MOST_BLANKS = 500
_BLANKS = re.compile(rf"[ \t]{{{_MOST_BLANKS}}}")

_MOST_LINES = 500

TOO_DEEP = Problem(
    "",
    "Lists or quotations stand inside one another too deeply to be read.",
    "Two levels are all that a reader can follow.",
)


def too_much(text: str) -> Problem | None:
    """That a text has more of something than any article needs, or None."""
    for sign in _SIGNS:
        number = text.count(sign)
        if number > _MOST:
            message = f"The sign `{sign}` stands here {number:,} times; an article may have {_MOST:,} of it."
            return Problem("", message, "Divide the article, or take out what is none.", Snippet(sign, _MOST))
    blanks = _BLANKS.search(text) if "  " in text or "\t" in text else None
    if blanks:
        message = f"There are {_MOST_BLANKS} blanks or more in a row."
        return Problem("", message, "Take them out.", text.count("\n", 0, blanks.start()) + 1)
    lines = 0
    for number, line in enumerate(text.split("\n"), start=1):
        lines = lines + 1 if line.strip() else 0
        if lines > _MOST_LINES:
            message = f"More than {_MOST_LINES} lines follow one another here without an empty one."
            return Problem("", message, "Divide them by an empty line, or into two lists or tables.", number)
    return None
