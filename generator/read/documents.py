"""Reads one JSON, YAML or TOML document into one of the model's shapes, or says what is wrong with it.

Knows where each value stands in its file, so that a problem found later can name the line.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.model.body import MARK_CLOSES, MARK_OPENS
from generator.problems import Pointer, Problem, did_you_mean

ShapeT = TypeVar("ShapeT", bound=BaseModel)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SAID = {
    "missing": "the field `{name}` is missing",
    "extra_forbidden": "there is no field `{name}` here",
    "string_type": "`{name}` must be words in quotation marks",
    "int_type": "`{name}` must be a whole number",
    "bool_type": "`{name}` must be true or false",
    "date_type": "`{name}` must be a date such as 2026-11-23",
    "date_from_datetime_parsing": "`{name}` must be a date such as 2026-11-23, not {value}",
    "date_from_datetime_inexact": "`{name}` must be a date without a time, such as 2026-11-23",
    "date_parsing": "`{name}` must be a date such as 2026-11-23, not {value}",
    "tuple_type": "`{name}` must be a list",
    "dict_type": '`{name}` must give the words by language, such as {{"en": …, "es": …}}',
    "model_type": "`{name}` must be a group of fields",
    "enum": "`{name}` cannot be {value}; it is one of {expected}",
    "literal_error": "`{name}` cannot be {value}; it is one of {expected}",
    "string_too_short": "`{name}` is too short: it needs at least {min_length} characters",
    "string_too_long": "`{name}` is too long: it may have at most {max_length} characters",
    "too_short": "`{name}` needs at least {min_length} entries",
    "greater_than": "`{name}` must be greater than {gt}",
    "greater_than_equal": "`{name}` must be {ge} or more",
    "less_than_equal": "`{name}` must be {le} or less",
}


def text_of(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The words in a file's bytes (UTF-8, any line ends, with or without byte-order mark); else a problem."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"The file is not UTF-8: byte {data[error.start]:#04x} on this line cannot be read."
        return "", (Problem(file, message, "Save it again with the encoding UTF-8.", line),)
    for character in (MARK_OPENS, MARK_CLOSES, "\x00"):
        if character in text:
            line = text[: text.index(character)].count("\n") + 1
            message = f"There is an invisible character (U+{ord(character):04X}) on this line."
            return "", (Problem(file, message, "Delete it.", line),)
    return text, ()


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
        json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        message = f"This is not valid JSON: {error.msg.lower()} (column {error.colno})."
        hint = "Look for a missing comma, bracket or quotation mark on this line or the one before."
        return None, [Problem(file, message, hint, error.lineno)]
    except RecursionError:
        return None, [Problem(file, "This JSON is nested too deeply to be read.")]
    problems = [
        Problem(file, f"`{key}` stands twice in the same group of fields.", "Keep one of them.", line)
        for key, line in zip(repeated, _lines_of_repeated_keys(text) if repeated else (), strict=False)
    ]
    value, more = _in_shape(text, file, shape, ())
    return (None if problems else value), problems + more


def read_toml(text: str, file: str, shape: type[ShapeT]) -> tuple[ShapeT | None, list[Problem]]:
    """A TOML document in its shape, or None and its problems."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        reason = str(error).split(" (at")[0]
        return None, [Problem(file, f"This is not valid TOML: {reason}.", at=int(found[1]) if found else 1)]
    return _in_shape(json.dumps(data, default=_iso), file, shape, ())


def read_yaml(text: str, file: str, shape: type[ShapeT]) -> tuple[ShapeT | None, list[Problem]]:
    """Front matter (YAML without its `---` lines) in its shape, or None and its problems.

    Line numbers count from the first `---`, which is line 1 of the article.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
        repeated = list(_repeated_yaml_keys(node))
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 (it is a safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it cannot be read"
        hint = "Words with a colon or a quotation mark in them need quotation marks around them."
        message = f"The front matter is not valid YAML: {reason}."
        return None, [Problem(file, message, hint, mark.line + 2 if mark else 1)]
    except ValueError as error:  # a date such as 2026-13-40
        return None, [Problem(file, f"The front matter holds a date that is none: {error}.", at=1)]
    if repeated:
        return None, [
            Problem(file, f"`{key}` stands twice in the front matter.", "Keep one of them.", line + 2)
            for key, line in repeated
        ]
    if not isinstance(data, dict):
        hint = "Write one field on each line, such as `title: Fair warning`."
        return None, [Problem(file, "The front matter holds no fields.", hint, 1)]
    return _in_shape(json.dumps(data, default=_iso), file, shape, ("---",))


def line_of(text: str, pointer: Pointer, file: str) -> int:
    """The line (from 1) where the value at `pointer` stands; of its nearest group where it is missing."""
    if pointer[:1] == ("---",):
        return _yaml_line(text, pointer[1:])
    if file.endswith(".toml"):
        return _toml_line(text, pointer)
    import json_source_map  # only now: a good build needs no line numbers

    places = json_source_map.calculate(text)
    for length in range(len(pointer), -1, -1):
        entry = places.get(
            "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in pointer[:length])
        )
        if entry is not None:
            start = entry.key_start or entry.value_start
            return int(start.line) + 1
    return 1


def _in_shape(
    json_text: str, file: str, shape: type[ShapeT], prefix: Pointer
) -> tuple[ShapeT | None, list[Problem]]:
    try:
        return shape.model_validate_json(json_text), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
        broken_inside = {fault["loc"][:length] for fault in faults for length in range(len(fault["loc"]))}
        return None, [
            _said(fault, file, shape, prefix)
            for fault in faults
            # A list with a broken entry counts as too short, which would be told beside the real fault.
            if not (fault["type"] == "too_short" and fault["loc"] in broken_inside)
        ]


def _said(fault: Any, file: str, shape: type[BaseModel], prefix: Pointer) -> Problem:
    """A fault found by pydantic, in an editor's words."""
    pointer: Pointer = tuple(fault["loc"])
    name = _name_of(pointer, shape)
    value = json.dumps(fault["input"], ensure_ascii=False, default=str)
    value = value if len(value) < 60 else value[:57] + "…"
    context = fault.get("ctx", {})
    sentence = _SAID.get(fault["type"])
    if fault["type"] == "string_too_short" and context["min_length"] == 1:
        message = f"`{name}` is empty"
    elif sentence:
        message = sentence.format(name=name, value=value, **context)
    elif fault["type"] == "string_pattern_mismatch":
        message = f"`{name}` cannot be {value}; it must look like {_looks_like(context['pattern'])}"
    else:
        message = f"`{name}`: {fault['msg'].lower()}"
    hint = ""
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(name, _fields_at(shape, pointer[:-1])) or "Take it out."
    message = message[0].upper() + message[1:]
    return Problem(file, f"{message}.", hint, prefix + pointer)


def _name_of(pointer: Pointer, shape: type[BaseModel]) -> str:
    """The field's name; with its group's name before it where it is a key of words by language."""
    names = [part for part in pointer if isinstance(part, str)]
    if len(names) > 1 and pointer[-1] == names[-1] and not list(_fields_at(shape, pointer[:-1])):
        return f"{names[-2]}.{names[-1]}"
    return names[-1] if names else "the document"


def _looks_like(pattern: str) -> str:
    known = {
        r"^[a-z0-9]+(-[a-z0-9]+)*$": "`fair-warning` (small letters, digits and hyphens)",
        r"^([a-z0-9]+(-[a-z0-9]+)*)?$": "`fair-warning` (small letters, digits and hyphens)",
        r"^\d{3}-\d{3}-\d{4}$": "`510-350-7517`",
        r"^https://[a-z0-9.-]+$": "`https://example.org`",
        r"^https://\S+$": "`https://example.org/page`",
        r"^[a-z]{2,3}$": "`en`",
        r"^[a-z]{2,3}_[A-Z]{2}$": "`es_US`",
        r"^\d+(-\d+)?( n\.\d+)?$": "`818`, `818-19` or `841 n.5`",
        r"^(question|outcome):[a-z0-9]+(-[a-z0-9]+)*$": "`question:law` or `outcome:granted`",
    }
    return known.get(pattern, f"the pattern {pattern}")


def _fields_at(shape: type[BaseModel], pointer: Pointer) -> Iterable[str]:
    """The names of the fields that exist at a place inside a shape (found through its JSON Schema)."""
    schema = shape.model_json_schema()
    here: dict[str, Any] = schema
    for part in pointer:
        here = _resolved(here, schema)
        if isinstance(part, int):
            here = here.get("items") or next(iter(here.get("prefixItems", [{}])))
        else:
            here = here.get("properties", {}).get(part) or here.get("additionalProperties") or {}
    here = _resolved(here, schema)
    return list(here.get("properties", {}))


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            schema = choice
            break
    if "$ref" in schema:
        found: dict[str, Any] = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
        return found
    return schema


def _iso(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is a date, too
        return value.isoformat()
    return str(value)


def _lines_of_repeated_keys(text: str) -> list[int]:
    """The lines of keys that stand twice in one JSON object, in the order in which the objects end."""
    from json_source_map import handle, types

    seen: set[str] = set()
    lines = []
    for pointer, entry in handle.value(source=text, current_location=types.Location(0, 0, 0)):
        if pointer in seen and entry.key_start is not None:
            lines.append(entry.key_start.line + 1)
        seen.add(pointer)
    return lines


def _repeated_yaml_keys(node: Any) -> Iterable[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line
            seen.add(key.value)
            yield from _repeated_yaml_keys(value)


def _yaml_line(text: str, pointer: Pointer) -> int:
    node: Any = yaml.compose(text.split("---", 2)[1].removeprefix("\n"), Loader=_Loader)
    line = 0  # of the opening `---`, counted from 0
    for part in pointer:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line + 1


def _toml_line(text: str, pointer: Pointer) -> int:
    """The line of a key in a TOML file: below the header of its table, in the order of the file."""
    lines = text.split("\n")
    best, start = 1, 0
    for depth, part in enumerate(pointer):
        if isinstance(part, int):
            headers = [i for i, row in enumerate(lines) if row.strip() == f"[[{pointer[depth - 1]}]]"]
            if part < len(headers):
                start = headers[part]
                best = start + 1
            continue
        key = re.compile(
            rf"^\s*(?:{re.escape(part)}\s*[=.]|\[+\s*(?:[\w.]+\.)?{re.escape(part)}\s*\]+)|[{{,]\s*{re.escape(part)}\s*="
        )
        for i in range(start, len(lines)):
            if i > start and lines[i].startswith("[[") and not key.search(lines[i]):
                break
            if key.search(lines[i]):
                best, start = i + 1, i
                break
    return best
