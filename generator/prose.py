"""What of a text counts when it is asked how hard it is to read: its own sentences, not its citations."""

from __future__ import annotations

import re

from generator.model.body import Lines

_QUOTATION = re.compile(r"^!\[\]\(quote:.*\)$")
_CITATION = re.compile(r"\s*\[(?:[^\]@]*\s)?@[^\]]*\]")
_NAMED = re.compile(r"@[a-z0-9-]+(?: \[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_BEGINS = re.compile(r"^(?:\s*- |### |\| )")
_CELLS = re.compile(r"\s*\|\s*")


def prose(lines: Lines) -> str:
    """The sentences of a text as `meaning.py` has it, each line ended by a full stop if nothing else ends it.

    Courts' words are not ours to make plainer, and nobody reads a citation aloud: both are left out. A case
    that is named as a part of its sentence counts as one word.
    """
    return " ".join(filter(None, map(_sentences, lines)))


def _sentences(line: str) -> str:
    if _QUOTATION.match(line):
        return ""
    words = _NAMED.sub("X", _CITATION.sub("", line))
    words = _CELLS.sub(". ", _BEGINS.sub("", _LINK.sub(r"\1", words)).removesuffix("|").rstrip())
    return words if not words or words.endswith((".", "?", "!", ":", ".)", '."')) else f"{words}."
