"""Finds where a value stands in a JSON, YAML or TOML file, or where a snippet stands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import json_source_map
import yaml
from json_source_map import handle, types

from generator.problems import Pointer, Snippet, Spot
from generator.remember import remembered

OPENING = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
"""The front matter at the top of an article; its fields are the group `yaml`."""

IN_FRONT_MATTER = "---"
"""The first part of a pointer that leads into an article's front matter."""

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def spot_of(text: str, place: int | Spot | Snippet | Pointer, file: str) -> Spot:
    """Line and column of a place; of its nearest group where a value is missing."""
    if isinstance(place, int):
        return Spot(place)
    if isinstance(place, Spot):
        return place
    if isinstance(place, Snippet):
        return _snippet_spot(text, place)
    if place[:1] == (IN_FRONT_MATTER,):
        return Spot(_yaml_line(text, place[1:]))
    if file.endswith(".toml"):
        return Spot(_toml_line(text, place))
    spots = _json_spots(text)
    ways_up = (_json_pointer(place[:length]) for length in range(len(place), -1, -1))
    return next((spots[pointer] for pointer in ways_up if pointer in spots), Spot(1))


def spot_at(text: str, position: int) -> Spot:
    """Line and column of a character of the text, given by its position (from 0)."""
    return Spot(text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))


def _snippet_spot(text: str, place: Snippet) -> Spot:
    """The nth occurrence; the last one where there are fewer; the first line where there is none."""
    wanted = place.text if place.text in text else place.otherwise
    position = -1
    for _ in range(place.nth + 1):
        following = text.find(wanted, position + 1) if wanted else -1
        if following < 0:
            break
        position = following
    return spot_at(text, position) if position >= 0 else Spot(1)


@remembered(8)
def _json_spots(text: str) -> dict[str, Spot]:
    """Where every value of a JSON document stands, by its pointer (RFC 6901).

    The line is that of the value's name, the column that of the value where it stands on the same line.
    """
    try:
        entries = json_source_map.calculate(text)
    except (RecursionError, ValueError):
        return {}
    spots = {}
    for pointer, entry in entries.items():
        name, value = entry.key_start or entry.value_start, entry.value_start
        column = value.column if value.line == name.line else name.column
        spots[pointer] = Spot(name.line + 1, column + 1)
    return spots


def _json_pointer(pointer: Pointer) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def lines_of_repeated_keys(text: str) -> list[int]:
    """The lines of keys that stand twice in one JSON object, in the order in which the objects end."""
    seen: set[str] = set()
    lines = []
    for pointer, entry in handle.value(source=text, current_location=types.Location(0, 0, 0)):
        if pointer in seen and entry.key_start is not None:
            lines.append(entry.key_start.line + 1)
        seen.add(pointer)
    return lines


def repeated_yaml_keys(node: Any) -> Iterable[tuple[str, int]]:
    """The keys that stand twice in one YAML mapping, with the line (from 0) of the second."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line
            seen.add(key.value)
            yield from repeated_yaml_keys(value)


def _yaml_line(text: str, pointer: Pointer) -> int:
    opening = OPENING.match(text)
    node: Any = yaml.compose(opening["yaml"], Loader=Loader) if opening else None
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
            headers = [
                i
                for i, row in enumerate(lines)
                if re.match(rf"\s*\[\[\s*{re.escape(str(pointer[depth - 1]))}\s*\]\]", row)
            ]
            if part < len(headers):
                start = headers[part]
                best = start + 1
            continue
        key = re.compile(
            rf"^\s*(?:{re.escape(part)}\s*[=.]|\[+\s*(?:[\w.]+\.)?{re.escape(part)}\s*\]+)"
            rf"|[{{,]\s*{re.escape(part)}\s*="
        )
        for i in range(start, len(lines)):
            if depth and i > start and lines[i].startswith("[[") and not key.search(lines[i]):
                break
            if key.search(lines[i]):
                best, start = i + 1, i
                break
    return best
