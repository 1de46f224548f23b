"""Reads one JSON, YAML or TOML document into one of the model's shapes, or says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.harmless import markup_in
from generator.problems import Pointer, Problem, Spot
from generator.read.faults import problems_of
from generator.read.foreign import conflict_in, not_a_text
from generator.read.lines import (
    IN_FRONT_MATTER,
    Loader,
    lines_of_repeated_keys,
    repeated_yaml_keys,
    spot_at,
)

ShapeT = TypeVar("ShapeT", bound=BaseModel)

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u2060\u200e\u200f\u2028-\u202e"
    "\u2066-\u2069\u3164\ue000-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control characters, direction marks, hidden hyphens, blanks without width and private-use characters: they
come with pasted text, and nobody types them on purpose."""

PLAIN_WORDS = "Write plain words: readers see them exactly as they stand here."
"""What to do about HTML in words that are shown as they are."""

_MOST_BRACKETS = 100
"""Front matter is a short list of fields; more brackets than this would only exhaust its parser."""

_HINTS = {
    "Expecting property name enclosed in double quotes": "There is a comma too many before this place, a "
    "comment (JSON has none), or a name without straight quotation marks.",
    "Invalid control character at": "Words must stand on one line between straight quotation marks.",
    "Invalid \\escape": "A backslash is written twice: `\\\\`.",
    "Extra data": "The document ended before this place: look for a bracket too many.",
    "Invalid value": 'Words need straight quotation marks around them: name = "words".',
    "Cannot overwrite a value": "The same name stands twice.",
    "Illegal character": "Look for a quotation mark that is not closed.",
    "found a tab character": "Use blanks instead of tabs.",
    "found character that cannot start any token": "Use blanks instead of tabs, and put quotation marks "
    "around words that begin with a special character.",
}
_USUAL_HINTS = {
    "JSON": "Look for a missing comma, bracket or quotation mark on this line or the one before. "
    'Inside words a quotation mark is written `\\"`.',
    "TOML": 'A line is written as name = "words".',
    "YAML": "A line is written as `name: words`; words with a colon in them need quotation marks.",
}


def _hint(language: str, reason: str) -> str:
    return next((hint for start, hint in _HINTS.items() if reason.startswith(start)), _USUAL_HINTS[language])


def _json_hint(error: json.JSONDecodeError) -> str:
    """What to do about a character that JSON does not know, as people write it elsewhere."""
    written = error.doc[error.pos : error.pos + 5]
    if written.startswith(("//", "/*", "#")):
        return "JSON has no comments: take it out."
    if written.startswith(("“", "”", "‘", "’", "«", "'")):
        return 'Names and words stand between straight quotation marks: "name": "words".'
    if written.startswith(("True", "False", "None")):
        return "Write `true`, `false` or `null`."
    return _hint("JSON", error.msg)


def text_of(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The words in a file's bytes (UTF-8, any line ends, with or without byte-order mark), and its problems.

    With a problem the words are good for showing its place, not for reading on.
    """
    fault = not_a_text(data, file)
    if fault:
        return "", (fault,)
    try:
        text = _with_line_feeds(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = _with_line_feeds(data.decode("utf-8-sig", errors="replace"))
        line = data[: error.start].count(b"\n") + 1
        message = f"The file is not UTF-8: byte {data[error.start]:#04x} on this line cannot be read."
        return text, (Problem(file, message, "Save it again with the encoding UTF-8.", line),)
    if not text.strip():
        return text, (Problem(file, "The file is empty."),)
    fault = conflict_in(text, file)
    if fault:
        return text, (fault,)
    found = _INVISIBLE.search(text)
    if found:
        message = f"There is an invisible character (U+{ord(found[0]):04X}) on this line."
        return text, (Problem(file, message, "Delete it.", spot_at(text, found.start())),)
    return text, ()


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(text: str, file: str, shape: type[ShapeT]) -> tuple[ShapeT | None, list[Problem]]:
    """A JSON document in its shape, or None and its problems."""
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                repeated.append(key)
            seen[key] = value
        return seen

    try:
        data = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        message = f"This is not valid JSON: {error.msg.lower().removesuffix(' at')} (column {error.colno})."
        return None, [Problem(file, message, _json_hint(error), Spot(error.lineno, error.colno))]
    except (RecursionError, ValueError):
        return None, [
            Problem(file, "This JSON is nested too deeply, or holds a number too long, to be read.")
        ]
    problems = [
        Problem(file, f"`{key}` stands twice in the same group of fields.", "Keep one of them.", line)
        for key, line in zip(repeated, lines_of_repeated_keys(text) if repeated else (), strict=False)
    ]
    value, more = _in_shape(text, data, file, shape, ())
    return (None if problems else value), problems + more


def read_toml(text: str, file: str, shape: type[ShapeT]) -> tuple[ShapeT | None, list[Problem]]:
    """A TOML document in its shape, or None and its problems."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        reason = str(error).split(" (at")[0]
        message = f"This is not valid TOML: {reason}."
        spot = Spot(int(found[1]), int(found[2])) if found else Spot(1)
        return None, [Problem(file, message, _hint("TOML", reason), spot)]
    except (RecursionError, ValueError):
        return None, [
            Problem(file, "This TOML is nested too deeply, or holds a number too long, to be read.")
        ]
    return _in_shape(json.dumps(data, default=_iso), data, file, shape, ())


def read_yaml(text: str, file: str, shape: type[ShapeT]) -> tuple[ShapeT | None, list[Problem]]:
    """Front matter (YAML without its `---` lines) in its shape, or None and its problems.

    Line numbers count from the first `---`, which is line 1 of the article.
    """
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        return None, [Problem(file, "The front matter is nested too deeply.", at=1)]
    try:
        alias = _alias(text)
        if alias:
            message = "A value that begins with `*` needs quotation marks around it."
            return None, [Problem(file, message, at=_spot(alias))]
        loader = _Loader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            hint = "Write one field on each line, such as `title: Fair warning`."
            return None, [Problem(file, "The front matter holds no fields.", hint, 1)]
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                hint = "Words that begin with a bracket or a brace need quotation marks around them."
                return None, [Problem(file, "This is not the name of a field.", hint, _spot(key.start_mark))]
        repeated = list(repeated_yaml_keys(node))
        data = loader.construct_document(node)
    except yaml.YAMLError as error:
        reason = getattr(error, "problem", None) or "it cannot be read"
        message = f"The front matter is not valid YAML: {reason}."
        # A quotation mark that is never closed is noticed at the end only; it stands where the value began.
        place = getattr(error, "context_mark", None) if "quoted" in str(error) else None
        place = place or getattr(error, "problem_mark", None)
        return None, [Problem(file, message, _hint("YAML", reason), _spot(place))]
    except (TypeError, ValueError):
        return None, [
            Problem(file, "The front matter holds something that is not words, a number or a list.", at=1)
        ]
    if repeated:
        return None, [
            Problem(file, f"`{key}` stands twice in the front matter.", "Keep one of them.", line + 2)
            for key, line in repeated
        ]
    return _in_shape(json.dumps(data, default=_iso), data, file, shape, (IN_FRONT_MATTER,))


def _alias(text: str) -> Any:
    """Where YAML would take a `*` for the name of a value from elsewhere; None if it would nowhere."""
    events = yaml.parse(text, Loader=_Loader) if "*" in text else ()
    return next((event.start_mark for event in events if isinstance(event, yaml.AliasEvent)), None)


class _Loader(Loader):  # type: ignore[misc]  # which of two loaders it is depends on the machine
    """YAML's safe loader, but dates stay words: the shapes say what is wrong with a date."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in Loader.yaml_implicit_resolvers.items()
}


def _spot(mark: Any) -> Spot:
    """A place in the front matter, with its line counted from the `---` above it."""
    return Spot(mark.line + 2, mark.column + 1) if mark else Spot(1)


def _in_shape(
    json_text: str, data: Any, file: str, shape: type[ShapeT], prefix: Pointer
) -> tuple[ShapeT | None, list[Problem]]:
    """The document in its shape; `data` is the same as `json_text`, and all words in it are plain words."""
    # Without one of these there is none, and to look at hundreds of thousands of words takes long.
    may_be = any(sign in json_text for sign in ("<", "&", "\\u"))
    markup = [
        Problem(file, f"HTML such as `{found[:40]}` cannot be used here.", PLAIN_WORDS, prefix + pointer)
        for pointer, words in (_words_in(data, ()) if may_be else ())
        if (found := markup_in(words))
    ]
    if markup:
        return None, markup
    try:
        return shape.model_validate_json(json_text), []
    except ValidationError as error:
        return None, problems_of(error, file, shape, prefix)


def _words_in(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """All words of a document with their places, the names of its fields included."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, inside in value.items():
            yield pointer, str(name)
            yield from _words_in(inside, (*pointer, str(name)))
    elif isinstance(value, list):
        for position, inside in enumerate(value):
            yield from _words_in(inside, (*pointer, position))


def _iso(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is a date, too
        return value.isoformat()
    return str(value)
