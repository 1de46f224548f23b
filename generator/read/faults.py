"""Says what pydantic found wrong with a document, in an editor's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.model.patterns import looks_like
from generator.problems import Pointer, Problem, did_you_mean

_SAID = {
    "missing": "the field `{name}` is missing",
    "extra_forbidden": "there is no field `{name}` here",
    "string_type": "`{name}` must be words in quotation marks",
    "int_type": "`{name}` must be a whole number such as 12, without quotation marks, point or comma",
    "bool_type": "`{name}` must be true or false",
    "date_type": "`{name}` must be a date such as 2026-11-23",
    "date_from_datetime_parsing": "`{name}` must be a date such as 2026-11-23, not {value}",
    "date_from_datetime_inexact": "`{name}` must be a date without a time, such as 2026-11-23",
    "value_error": "`{name}` must be a date such as 2026-11-23, not {value}",
    "date_parsing": "`{name}` must be a date such as 2026-11-23, not {value}",
    "tuple_type": "`{name}` must be a list between square brackets",
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

_MOST_TOLD = 1_000
"""Faults of one file that are told one by one; nobody reads more, and to word them takes its time."""

_MOST_LISTED = 100_000
"""Faults that pydantic is asked to list: that takes a second."""


def problems_of(error: ValidationError, file: str, shape: type[BaseModel], prefix: Pointer) -> list[Problem]:
    """The faults of a document as problems; `prefix` leads to the document inside its file."""
    if error.error_count() > _MOST_LISTED:
        hint = "It is something else than its name says; bring it back from git."
        return [Problem(file, f"There are {error.error_count():,} faults in this file.", hint)]
    faults = error.errors(include_url=False)
    more = len(faults) - _MOST_TOLD
    faults = faults[:_MOST_TOLD]
    broken_inside = {fault["loc"][:length] for fault in faults for length in range(len(fault["loc"]))}
    problems = [
        _said(fault, file, shape, prefix)
        for fault in faults
        # A list with a broken entry counts as too short, which would be told beside the real fault.
        if not (fault["type"] == "too_short" and fault["loc"] in broken_inside)
    ]
    if more > 0:
        problems.append(Problem(file, f"There are {more:,} more faults in this file.", "Mend these first."))
    return problems


def _said(fault: Any, file: str, shape: type[BaseModel], prefix: Pointer) -> Problem:
    """A fault found by pydantic, in an editor's words."""
    pointer: Pointer = tuple(fault["loc"])
    name = _name_of(pointer, shape)
    if _is_empty(fault):
        return Problem(file, _empty(name), _what_belongs(fault, shape), prefix + pointer)
    value = json.dumps(fault["input"], ensure_ascii=False, default=str)
    value = value if len(value) < 60 else value[:57] + "…"
    context = fault.get("ctx", {})
    sentence = _SAID.get(fault["type"])
    if fault["type"] == "json_invalid":
        line = re.search(r"line (\d+)", fault["msg"])
        return Problem(
            file, "This is not valid JSON: a character is written wrongly.", at=int(line[1]) if line else 1
        )
    if "[key]" in pointer:
        message = f"The name `{pointer[pointer.index('[key]') - 1]}` cannot be used here"
    elif sentence:
        message = sentence.format(name=name, value=value, **context)
    elif fault["type"] == "string_pattern_mismatch":
        message = f"`{name}` cannot be {value}; it must look like {looks_like(context['pattern'])}"
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


def _is_empty(fault: Any) -> bool:
    """Whether nothing was written where something must stand; a list that is no list is told otherwise."""
    if not fault["loc"] or fault["type"] in ("missing", "extra_forbidden", "tuple_type"):
        return False
    written = fault["input"]
    return written is None or written == [] or (isinstance(written, str) and not written.strip())


def _empty(name: str) -> str:
    """That a field is empty, and in which language where its name is one such as `holding.es`."""
    field, _, language = name.partition(".")
    return f"`{field}` is empty in `{language}`." if language else f"`{field}` is empty."


def _what_belongs(fault: Any, shape: type[BaseModel]) -> str:
    """What to write into an empty field, from its description; where only some words fit, those."""
    if "expected" in fault.get("ctx", {}):
        return f"It is one of {fault['ctx']['expected']}."
    pointer: Pointer = tuple(fault["loc"])
    said = _described(shape, pointer) or _described(shape, pointer[:-1])
    first = said.split("\n")[0]
    # A first word in small letters, unless it is an abbreviation.
    return (
        f"Write what belongs here: {first[:1].lower() if first[1:2].islower() else first[:1]}{first[1:]}"
        if first
        else ""
    )


def _fields_at(shape: type[BaseModel], pointer: Pointer) -> Iterable[str]:
    """The names of the fields that exist at a place inside a shape."""
    return list(_schema_at(shape, pointer).get("properties", {}))


def _described(shape: type[BaseModel], pointer: Pointer) -> str:
    """The description of a field, as editors' programs show it; empty where it has none."""
    fields = _schema_at(shape, pointer[:-1]).get("properties", {})
    return str(fields.get(pointer[-1], {}).get("description", "")) if pointer else ""


def _schema_at(shape: type[BaseModel], pointer: Pointer) -> dict[str, Any]:
    """What the JSON Schema of a shape says of a place inside it."""
    schema = _schema_of(shape)
    here = schema
    for part in pointer:
        here = _resolved(here, schema)
        if isinstance(part, int):
            here = here.get("items") or next(iter(here.get("prefixItems", [{}])))
        else:
            here = here.get("properties", {}).get(part) or here.get("additionalProperties") or {}
    return _resolved(here, schema)


@cache
def _schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    return shape.model_json_schema()


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            schema = choice
            break
    if "$ref" in schema:
        found: dict[str, Any] = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
        return found
    return schema
