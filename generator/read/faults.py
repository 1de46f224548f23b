"""Says what pydantic found wrong with a document, in an editor's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.model.patterns import looks_like
from generator.problems import Pointer, Problem, did_you_mean

_SAID = {
    "missing": "the field `{name}` is missing",
    "extra_forbidden": "there is no field `{name}` here",
    "string_type": "`{name}` must be words in quotation marks",
    "int_type": "`{name}` must be a whole number",
    "bool_type": "`{name}` must be true or false",
    "date_type": "`{name}` must be a date such as 2026-11-23",
    "date_from_datetime_parsing": "`{name}` must be a date such as 2026-11-23, not {value}",
    "date_from_datetime_inexact": "`{name}` must be a date without a time, such as 2026-11-23",
    "value_error": "`{name}` must be a date such as 2026-11-23, not {value}",
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


def problems_of(error: ValidationError, file: str, shape: type[BaseModel], prefix: Pointer) -> list[Problem]:
    """The faults of a document as problems; `prefix` leads to the document inside its file."""
    faults = error.errors(include_url=False)
    broken_inside = {fault["loc"][:length] for fault in faults for length in range(len(fault["loc"]))}
    return [
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
    if fault["type"] == "json_invalid":
        line = re.search(r"line (\d+)", fault["msg"])
        return Problem(
            file, "This is not valid JSON: a character is written wrongly.", at=int(line[1]) if line else 1
        )
    if "[key]" in pointer:
        message = f"The name `{pointer[pointer.index('[key]') - 1]}` cannot be used here"
    elif fault["type"] == "string_too_short" and context["min_length"] == 1:
        message = f"`{name}` is empty"
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
