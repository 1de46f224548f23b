"""Hostile words, and every place in the content where words can stand, as the shapes say."""

from __future__ import annotations

import copy
import json
import re
import tomllib
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Annotated, Any, Union, get_args, get_origin

import yaml
from brs_kb import get_all_payloads
from pydantic import BaseModel, RootModel

from generator.model.content import TABLES, FrontMatter, Settings
from generator.pipeline import prepare, render_all
from generator.problems import Problem
from tests.tiny import TODAY, Project, words

CANARY = "canary()"
"""What the scripts below call, where a browser runs them."""

_VISIBLE = re.compile(
    r"[^\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ue000-\uf8ff\ufeff\ufffe\uffff]+"
)

_OURS = (
    f"</script><script>{CANARY}</script>",
    f"<!--<script>{CANARY}</script>-->",
    f"--><img src=x onerror={CANARY}>",
    f"]]><img src=x onerror={CANARY}>",
    f'" autofocus onfocus={CANARY} x="',
    f"' onmouseover='{CANARY}",
    f"</title></textarea></style></template><svg onload={CANARY}>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={CANARY}>",
    "<img src=x onerror=&#99;anary()>",
    f"&lt;img src=x onerror={CANARY}&gt;",
    f"javascript:{CANARY}",
    f"data:text/html,<script>{CANARY}</script>",
    f"vbscript:{CANARY}",
    "<a id=body></a><form name=cookie><input name=forms></form>",
    "<base href=https://example.com/>",
    "<style>@import 'https://example.com/x'</style><link rel=stylesheet href=https://example.com/x>",
    "{{ 7 * 7 }}{% raw %}${7*7}%(name)s\\u003cscript\\u003e",
    "__proto__",
)
"""For the places that only our pages have: blocks of data, templates, attributes between double quotes."""


def payloads() -> list[str]:
    """The public list (brs-kb), and ours: each on one line, without what reading refuses as invisible."""
    public = (one["payload"] for one in get_all_payloads().values())
    seen = dict.fromkeys("".join(_VISIBLE.findall(each)).strip() for each in (*_OURS, *public))
    return [each for each in seen if each]


# --- where words can stand ---

Pointer = tuple[str | int, ...]

_IN_EVERY_SHAPE: dict[str, Any] = {
    "situations": [{"id": "stopped", "name": words("I was stopped", "Me pararon"), "links": ["warning.md"]}],
    "web_editor": {"repository": "owner/name", "branch": "main"},
    "offline_pages": ["warning.md"],
    "translations": {},
}
"""What the settings of the tiny project lack of the shapes inside shapes."""

_PLANE = {"measure": "flesch-kincaid", "tree": 99, "articles": 99, "known": ["warning"]}


@dataclass(frozen=True)
class Field:
    """A place for words: the file of the content, and where in it. `shape` is what the shapes call it."""

    file: str
    pointer: Pointer
    shape: str


class Hostile:
    """The tiny project with words of a stranger in every field that takes some."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.documents = _documents(project)
        self.fields = [
            field
            for file, (shape, document) in self.documents.items()
            for field in _fields(file, shape, document, (), shape.__name__)
        ]

    def built(self, said: Mapping[Field, str]) -> tuple[Mapping[str, bytes], set[Field]]:
        """The site with these words in these fields, and the fields for which they were refused.

        A refused field gets its own words back. Each field's words end in a mark of their own, by which the
        line of a problem says whose it is.
        """
        marks = {f"//zq{number}qz": field for number, field in enumerate(said)}
        standing = {field: said[field] + mark for mark, field in marks.items()}
        while True:
            self._write(standing)
            files, problems = render_all(prepare(self.project.folders, today=TODAY))
            if not problems:
                return files, set(said) - set(standing)
            lines = {line for problem in problems for line in self._lines(problem)}
            refused = {field for mark, field in marks.items() if any(mark in line for line in lines)}
            assert refused & standing.keys(), [str(problem) for problem in problems]
            standing = {field: words for field, words in standing.items() if field not in refused}

    def _lines(self, problem: Problem) -> list[str]:
        """The line of a problem; if it has no mark, those of the group that begins there, or of the file."""
        assert problem.file.startswith(("content/", "locales/")), problem
        assert isinstance(problem.at, int), problem
        lines = (self.project.root / problem.file).read_text(encoding="utf-8").split("\n")
        line = lines[problem.at - 1]
        indent = len(line) - len(line.lstrip())
        inside = takewhile(lambda below: len(below) - len(below.lstrip()) > indent, lines[problem.at :])
        marked = [one for one in (line, *inside) if "//zq" in one]
        return marked[:1] if marked[:1] == [line] else marked or lines

    def _write(self, said: Mapping[Field, str]) -> None:
        documents = copy.deepcopy({file: document for file, (_, document) in self.documents.items()})
        for field, text in said.items():
            _put(documents[field.file], field.pointer, text)
        for file, document in documents.items():
            written = json.dumps(document, ensure_ascii=False, indent=1)
            if file.endswith(".toml"):
                written = _as_toml(document)
            elif file.endswith(".md"):
                body = (self.project.content / file).read_text(encoding="utf-8").split("\n---\n", 1)[1]
                written = f"---\n{written}\n---\n{body}"
            self.project.write(file, written)


def _documents(project: Project) -> dict[str, tuple[type[BaseModel], dict[str, Any]]]:
    """The documents of the tiny project with an example of every shape inside them."""
    settings = {
        **tomllib.loads((project.content / "site.toml").read_text(encoding="utf-8")),
        **_IN_EVERY_SHAPE,
    }
    settings["law_as_of"] = str(settings["law_as_of"])
    settings["languages"][0]["reading_level"] = _PLANE
    found: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {"site.toml": (Settings, settings)}
    for name, shape in TABLES.items():
        found[f"{name}.json"] = (shape, project.tables[f"{name}.json"])
    for path in sorted(project.content.glob("e?/*.md")):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        front["reviewed"] = str(front["reviewed"])
        found[path.relative_to(project.content).as_posix()] = (FrontMatter, front)
    return found


def _plain(annotation: Any) -> Any:
    """An annotation without its constraints, and without `None` beside it."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(one for one in get_args(annotation) if one is not type(None))
        else:
            return annotation


def _fields(file: str, annotation: Any, value: Any, pointer: Pointer, name: str) -> Iterator[Field]:
    """Every place for words below a value, and below what the value lacks and its shape would take."""
    annotation = _plain(annotation)
    inside = get_args(annotation)
    if annotation is str:
        yield Field(file, pointer, name)
    elif get_origin(annotation) is tuple:
        for position, one in enumerate(value or [None]):
            yield from _fields(file, inside[0], one, (*pointer, position), name)
    elif get_origin(annotation) is dict:
        for key, one in (value or {"en": None, "es": None}).items():
            yield from _fields(file, inside[1], one, (*pointer, key), name)
    elif isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _fields(file, annotation.model_fields["root"].annotation, value, pointer, name)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and value is not None:
        for each, field in annotation.model_fields.items():
            key = field.alias or each
            yield from _fields(
                file, field.annotation, value.get(key), (*pointer, key), f"{annotation.__name__}.{each}"
            )


def places_for_words(annotation: Any, name: str = "") -> set[str]:
    """The name of every field of these shapes that takes words, whatever the tiny project has."""
    annotation = _plain(annotation)
    if annotation is str:
        return {name}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        is_root = issubclass(annotation, RootModel)
        return {
            found
            for each, field in annotation.model_fields.items()
            for found in places_for_words(
                field.annotation, name if is_root else f"{annotation.__name__}.{each}"
            )
        }
    inside = get_args(annotation) if get_origin(annotation) in (tuple, dict) else ()
    return {found for one in inside[-1:] if one is not Ellipsis for found in places_for_words(one, name)} | {
        found
        for one in inside[:1]
        if get_origin(annotation) is tuple
        for found in places_for_words(one, name)
    }


def _put(document: Any, pointer: Pointer, words: str) -> None:
    """Set the words at a place, and make the groups that lead there."""
    for key, below in pairwise(pointer):
        empty: Any = [] if isinstance(below, int) else {}
        if isinstance(document, list):
            document += [empty] * (int(key) + 1 - len(document))
            document = document[int(key)]
        else:
            document = document.setdefault(key, empty)
    if isinstance(document, list):
        document[pointer[-1] : int(pointer[-1]) + 1] = [words]
    else:
        document[pointer[-1]] = words


def _as_toml(document: Mapping[str, Any]) -> str:
    """A document as TOML, each field of its groups on a line of its own."""
    plain = {key: value for key, value in document.items() if not _is_group(value)}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key, groups in document.items():
        if _is_group(groups):
            for group in groups if isinstance(groups, list) else [groups]:
                lines += ["", f"[[{key}]]" if isinstance(groups, list) else f"[{key}]"]
                lines += [f"{name} = {_value(value)}" for name, value in group.items()]
    return "\n".join(lines) + "\n"


def _is_group(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
