"""Finds files that hold something else than one text: other formats, far too much, two versions at once."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.model.translations import TRANSLATIONS_FILE
from generator.problems import Problem


class _Most(NamedTuple):
    """How much a file may hold; one with more is something else than it says."""

    size: int
    """Bytes."""
    commas: int
    """Hardly fewer than values, of which a fault may be found with each: that takes seconds for a million."""


_ARTICLE = _Most(100_000, 100_000)
"""15,000 words, an hour of reading. More was pasted by mistake, and would hold up the preview."""

_RECORDS = _Most(30_000_000, 1_500_000)
"""The sign-offs of ten thousand articles, and half as much again."""

_OTHER = _Most(9_000_000, 600_000)
"""25 times the largest table: the cases of fifteen thousand articles."""

_FORMATS = {
    b"PK\x03\x04": "a Word or LibreOffice document, or another packed file",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "a rich-text document",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
}
"""How the files begin that people take for text, or rename by mistake."""

_UTF_16 = b"\xff\xfe", b"\xfe\xff"

_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
"""The lines that git writes around two versions which it could not merge."""


def not_a_text(data: bytes, file: str) -> Problem | None:
    """That a file is of another format or too long, or None."""
    what = next((name for start, name in _FORMATS.items() if data.startswith(start)), None)
    if what is None and b"\0" in data[:8000] and not data.startswith(_UTF_16):
        what = "something that only a program can read"
    if what:
        hint = "Copy its words into a new text file of this name; it must be plain text (UTF-8)."
        return Problem(file, f"This is not text but {what}.", hint)
    most = _ARTICLE if file.endswith(".md") else _RECORDS if file.endswith(TRANSLATIONS_FILE) else _OTHER
    if len(data) > most.size:
        message = f"The file is too long: {len(data):,} bytes, and it may have {most.size:,}."
        return Problem(file, message, "Divide it, or look for something that was pasted again and again.")
    if data.count(b",") > most.commas:
        message = "The file holds more values than any table could."
        return Problem(file, message, "Look for something that was pasted again and again.")
    return None


def conflict_in(text: str, file: str) -> Problem | None:
    """That git left two versions of some lines in a text, or None."""
    # Hardly any text has seven of these signs in a row, and to look at each line takes longer.
    mark = _CONFLICT.search(text) if any(7 * sign in text for sign in "<>|") else None
    if mark is None:
        return None
    message = f"Here two versions were merged, and nobody has chosen one: `{mark[0][:7]}`."
    hint = "Keep what is right, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`."
    return Problem(file, message, hint, text.count("\n", 0, mark.start()) + 1)
