"""What authors may not write, because readers would see something else than was meant."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from generator.harmless import not_of_an_article
from generator.model.body import MARK_CLOSES
from generator.problems import Problem, Snippet

_CODE = re.compile(r"`[^`\n]*`")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]:?")
_HTML = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^>\n]*)?/?>|<!--")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+\S")
_TAG = re.compile(r"<code>.*?</code>|<[^>]*>", re.DOTALL)
_BRACKET = re.compile(r"[\[\]][^\n]{0,40}")
_AT = re.compile(r"(?<!\w)@[^\n]{0,40}|@(?!\w)[^\n]{0,40}")
_MARKS = re.compile(
    r"(?:\*|(?<!_)__(?!_)|~~|==|\{[#:])[^\n]{0,40}|^(?:!!!|\||\d{1,2}\))[^\n]{0,40}", re.MULTILINE
)
_MARK_SIGNS = ("*", "__", "~~", "==", "{")
_LINE_MARKS = re.compile(r"\n(?:!!!|\||\d)")
"""Without one of these signs, or a line that begins like that, no mark is left over."""
_ID_ELSEWHERE = "An id stands at the end of a heading, and a heading begins its line with `## `."
_PASTED_LIST = re.compile(r"^(?:[•·▪◦●]\s|(?:[–—§]|o)\t)", re.MULTILINE)
"""How a list begins that was copied from a word processor."""

_CODE_BLOCK = re.compile(r"^(?:```|~~~)", re.MULTILINE)
_NUMBER_AFTER = re.compile(rf"{MARK_CLOSES}(, ?\d[^\n]{{0,20}})")


def refused(text: str) -> Iterator[Problem]:
    """Faults that show in the Markdown itself."""
    if not text.strip():
        yield Problem("", "The article has no words below its front matter.")
    prose = _CODE.sub("", text)
    for found in _HTML.finditer(prose):
        hint = "Use Markdown instead: **bold**, *italic*, [words](address), lists and tables."
        yield Problem(
            "", f"HTML such as `{found[0][:40]}` cannot be used in an article.", hint, Snippet(found[0])
        )
    for found in _FOOTNOTE.finditer(prose):
        hint = "Put the words into the text; sources are cited as `[@hope-v-pelzer, 741]`."
        message = f"Footnotes such as `{found[0]}` cannot be used in an article."
        yield Problem("", message, hint, Snippet(found[0]))
    for found in _PASTED_LIST.finditer(text):
        message = "This list comes from a word processor and would not be one."
        yield Problem("", message, "Begin each item with `- `.", text.count("\n", 0, found.start()) + 1)
    if _CODE_BLOCK.search(text):
        message = "A block between lines of ``` or ~~~ is for programs; readers would see no text in it."
        yield Problem("", message, "Take these lines out.", Snippet(_CODE_BLOCK.findall(text)[0]))
    yield from _run_together(text.split("\n"))


def _run_together(lines: list[str]) -> Iterator[Problem]:
    """A list or a table directly below a line of text would become part of that line's paragraph."""
    for number, (above, line) in enumerate(pairwise(lines), start=2):
        if line[:1].isalpha():  # as most lines begin, and no list or table does
            continue
        in_text = bool(above.strip()) and not above.startswith((" ", "\t", "#", ">"))
        if in_text and _LIST_ITEM.match(line) and not _LIST_ITEM.match(above):
            yield Problem("", "A list needs an empty line above it.", at=number)
        if in_text and line.startswith("|") and not above.startswith("|"):
            yield Problem("", "A table needs an empty line above it.", at=number)


def left_over(compiled: str) -> Iterator[Problem]:
    """Faults that show in the compiled HTML: marks of Markdown that readers would see."""
    words = html.unescape(_TAG.sub("", compiled))
    for found in _BRACKET.finditer(words) if "[" in words or "]" in words else ():
        if not found[0].startswith("[^"):  # a footnote, told already
            message = f"A square bracket would be shown to readers: `{_start(found[0])}`."
            hint = "A link is written `[words](address)`, a citation `[@hope-v-pelzer, 741]`."
            yield Problem("", message, hint, Snippet(_start(found[0]), otherwise=found[0][:1]))
    may_be_marks = any(sign in words for sign in _MARK_SIGNS) or _LINE_MARKS.search(f"\n{words}")
    for found in _MARKS.finditer(words) if may_be_marks else ():
        message = f"These marks would be shown to readers as they are: `{_start(found[0])}`."
        hint = "Bold is `**words**`; a list begins with `- ` or `1. `; a table needs its line `|---|---|`."
        hint = _ID_ELSEWHERE if found[0].startswith("{") else hint
        yield Problem("", message, hint, Snippet(_start(found[0]), otherwise=found[0][:2]))
    for found in _AT.finditer(words) if "@" in words else ():
        message = f"The `@` of `{_start(found[0])}` belongs to no citation."
        hint = "An id has small letters, digits and hyphens, and follows the `@` without a blank."
        yield Problem("", message, hint, Snippet(_start(found[0]), otherwise="@"))
    for found in _NUMBER_AFTER.finditer(words):
        message = f"A number stands right behind a citation: `{_start(found[1])}`."
        hint = "A page belongs inside the brackets, where it is checked: `[@hope-v-pelzer, 741]`."
        yield Problem("", message, hint, Snippet(_start(found[1])))


def foreign(compiled: str) -> Iterator[Problem]:
    """HTML that no article may have, however it got past the rules above: it would be a fault of ours."""
    found = not_of_an_article(compiled)
    if found:
        words = html.unescape(_TAG.sub("", found)).strip().split("\n")[0]
        message = f"This would become something that no article may hold: `{found[:60]}`."
        hint = "Write these words in another way, and tell whoever looks after the program."
        yield Problem("", message, hint, Snippet(_start(words)) if words else None)


def _start(words: str) -> str:
    """The beginning of what was found, up to where the author's spelling may differ from ours."""
    return re.split(r"[“”‘’\ue000]", words)[0].strip()[:30] or words[:1]
