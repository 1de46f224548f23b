"""Reads a catalogue of interface words (gettext `.po`), and tells what a translator left undone."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from generator.harmless import markup_in
from generator.problems import Problem
from generator.read.documents import PLAIN_WORDS

_LINE = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"')
_ENTRY = re.compile(r'(?:^msgctxt (?P<context>".*")\n)?^msgid (?P<id>".*"(?:\n".*")*)', re.MULTILINE)
_HOLE = re.compile(r"%\((\w+)\)s")


def read_catalogue(text: str, file: str, language: str) -> tuple[Catalog | None, list[Problem]]:
    """The catalogue, or None where it cannot be read, and its problems.

    Untranslated and fuzzy messages, and translations whose holes (`%(name)s`) differ, are problems:
    a reader must never meet the other language or a broken sentence.
    """
    badly_quoted = list(_badly_quoted(text, file))
    if badly_quoted:
        return None, badly_quoted
    try:
        catalogue = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return None, [Problem(file, f"This catalogue cannot be read: {error}.", at=line + 1 if line else 1)]
    problems = [*_header_problems(catalogue, file), *_repeated(text, file)]
    for message in catalogue:
        if not message.id:
            continue
        name = _first(message.id)
        if message.fuzzy:
            hint = "Check the translation and take the word `fuzzy` out."
            problems.append(
                Problem(file, f"The words for “{name}” are marked as a guess (fuzzy).", hint, message.lineno)
            )
        elif not all(_strings(message)):
            problems.append(Problem(file, f"The words for “{name}” are missing.", at=message.lineno))
        elif not all(_can_be_filled(said) for said in _strings(message)):
            hint = "Write a percent sign as `%%`."
            problems.append(Problem(file, f"The words for “{name}” hold a stray `%`.", hint, message.lineno))
        elif any(set(_HOLE.findall(said)) != set(_HOLE.findall(name)) for said in _strings(message)):
            hint = "Keep each %(name)s exactly as it is."
            message_text = f"The words for “{name}” do not have the same %(…)s parts."
            problems.append(Problem(file, message_text, hint, message.lineno))
        elif found := next(filter(None, map(markup_in, _strings(message))), ""):
            # Jinja takes what a catalogue says for HTML that we made.
            message_text = f"HTML such as `{found[:40]}` cannot be used in the words for “{name}”."
            problems.append(Problem(file, message_text, PLAIN_WORDS, message.lineno))
    return catalogue, problems


def _badly_quoted(text: str, file: str) -> Iterator[Problem]:
    """Lines whose words do not stand between straight quotation marks; Babel would cut off what it finds."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#") and not _LINE.fullmatch(line.strip()):
            hint = 'Write it as msgstr "words"; inside words, a quotation mark is written `\\"`.'
            message = f"This line of the catalogue cannot be read: `{line.strip()[:60]}`."
            yield Problem(file, message, hint, number)


def _repeated(text: str, file: str) -> Iterator[Problem]:
    """Words of the templates that have two entries, of which one would win in silence."""
    seen: set[str] = set()
    for entry in _ENTRY.finditer(text):
        words = "".join(re.findall(r'"(.*)"', entry["id"]))
        name = f"{entry['context'] or ''}{words}"
        if name in seen:
            line = text.count("\n", 0, entry.start("id")) + 1
            yield Problem(file, f"The words “{words}” stand twice in this catalogue.", "Keep one.", line)
        seen.add(name)


def _header_problems(catalogue: Catalog, file: str) -> list[Problem]:
    """Whether the header's plural rule can be compiled, as it must be before the catalogue can be used."""
    try:
        gettext.c2py(catalogue.plural_expr)
    except ValueError:
        message = f"The header's `Plural-Forms` cannot be understood: {catalogue.plural_expr}."
        hint = "For English and Spanish it is `nplurals=2; plural=(n != 1);`."
        return [Problem(file, message, hint, 1)]
    return []


def _can_be_filled(said: str) -> bool:
    try:
        said % dict.fromkeys(_HOLE.findall(said), "")
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _first(identifier: str | list[str] | tuple[str, ...]) -> str:
    return identifier if isinstance(identifier, str) else identifier[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
