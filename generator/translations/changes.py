"""Shows what changed between two wordings, for a person who has to translate the difference."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from generator.model.body import Lines
from generator.translations.sign_off import short

_PARTS = re.compile(r"\s+|[\w’'-]+|.")


def changed_lines(old: Lines, new: Lines) -> Iterator[str]:
    """The lines that differ: `- gone`, `+ new`, `~ with [-old-] and {+new+} words inside`."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, a, b, c, d in (step for step in matcher.get_opcodes() if step[0] != "equal"):
        gone, come = old[a:b], new[c:d]
        for before, after in zip(gone, come, strict=False):
            yield f"~ {_words(before, after)}"
        yield from (f"- {line}" for line in gone[len(come) :])
        yield from (f"+ {line}" for line in come[len(gone) :])


def changed_paragraphs(old: Sequence[str], new: Lines) -> Iterator[str]:
    """The same where the old words are not at hand: only their short digests are."""
    now = [short(line) for line in new]
    matcher = difflib.SequenceMatcher(None, list(old), now, autojunk=False)
    for _, a, b, c, d in (step for step in matcher.get_opcodes() if step[0] != "equal"):
        yield from (f"+ {line}" for line in new[c:d])
        gone = (b - a) - (d - c)
        if gone > 0:
            yield f"- ({gone} {'paragraph' if gone == 1 else 'paragraphs'}; the words are in git)"


def _words(before: str, after: str) -> str:
    """A line with the words that went and came; whole where hardly a word stayed."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    shown = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            shown.append("".join(old[a:b]))
            continue
        shown.append(f"[-{''.join(old[a:b])}-]" if b > a else "")
        shown.append(f"{{+{''.join(new[c:d])}+}}" if d > c else "")
    return "".join(shown)
