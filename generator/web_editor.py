"""Configures the web editor at `/admin/` (Sveltia CMS) from the shapes of the content.

A form field for every field of a shape, with its description as the hint; nothing about the content is said
here a second time. Sveltia documents its options at sveltiacms.app/en/docs/fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from generator.model.content import (
    SHARED_BY_TRANSLATIONS,
    TABLES,
    UNSURE,
    CaseTable,
    FrontMatter,
    InEveryLanguage,
    LanguageCode,
    Rules,
    Settings,
)
from generator.model.patterns import looks_like

Json = dict[str, Any]
Choices = Mapping[tuple[str, str], Mapping[str, str]]
"""The values that a field can take, each with its label, by the field's shape and name."""

_LANGUAGE_CODE = TypeAdapter(LanguageCode).json_schema()["pattern"]
"""How the JSON Schema marks a group of words by language."""

_LOCAL_ONLY = "local/this-site"
"""Stands in for the repository's name, which Sveltia asks for even where it only opens a local folder."""

_BODY: Json = {
    "name": "body",
    "label": "Text",
    # Rich text would rewrite what it does not know: citations, ids of headings, quotations.
    "widget": "richtext",
    "modes": ["raw"],
    "buttons": [],
    "editor_components": [],
    "use_emoji_autocomplete": False,
    "i18n": True,
}


def configuration(settings: Settings, cases: CaseTable, rules: Rules, content: str, logo: str) -> Json:
    """The whole configuration, as Sveltia reads it from `config.json`.

    `cases` and `rules` tell which courts, topics and questions there are; `content` is the name of the
    content's folder, and `logo` the address of a picture.
    """
    form = _Form(settings.codes, _choices(settings, cases, rules), _groups(cases, rules))
    return {
        "backend": _backend(settings),
        "site_url": settings.base_url,
        "app_title": " / ".join(language.site_name for language in settings.languages),
        "logo": {"src": logo},
        # It asks for a folder of pictures; the site has none, and its articles refuse them.
        "media_folder": f"{content}/pictures",
        "media_libraries": {"default": False, "stock_assets": {"providers": []}},
        "i18n": {"structure": "multiple_folders", "locales": list(settings.codes), "initial_locales": "all"},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "editor": {"preview": False},
        # What has no value is left out of the file, too: to the strict reader, an empty one is a mistake.
        "output": {"omit_empty_optional_fields": True, "json": {"indent_style": "space", "indent_size": 2}},
        "collections": [
            {
                "name": "articles",
                "label": "Articles",
                "label_singular": "article",
                "folder": content,
                "i18n": True,
                "slug": {"editable": True},
                "view_groups": [{"label": "Section", "field": "section"}],
                "fields": list(form.of_article()),
            },
            {
                "name": "tables",
                "label": "Tables",
                "label_singular": "table",
                "files": [
                    {
                        "name": name,
                        "label": f"{name.capitalize()} ({name}.json)",
                        "file": f"{content}/{name}.json",
                        "fields": form.of_shape(shape),
                    }
                    for name, shape in TABLES.items()
                ],
            },
        ],
    }


def _backend(settings: Settings) -> Json:
    """Where it saves, and what it says of a change."""
    backend: Json = {
        "name": "github",
        "repo": _LOCAL_ONLY,
        "commit_messages": {
            "create": "Add the {{collection}} {{slug}}",
            "update": "Change the {{collection}} {{slug}}",
            "delete": "Delete the {{collection}} {{slug}}",
        },
    }
    if settings.web_editor:
        backend.update(repo=settings.web_editor.repository, branch=settings.web_editor.branch)
    return backend


def _choices(settings: Settings, cases: CaseTable, rules: Rules) -> Choices:
    topics = {identifier: _in_all(name) for identifier, name in cases.topics.items()}
    return {
        ("FrontMatter", "section"): {group.id: _in_all(group.name) for group in settings.sections},
        ("Case", "court"): {identifier: _in_all(court.name) for identifier, court in cases.courts.items()},
        ("Case", "topics"): topics,
        ("Law", "topics"): topics,
        **{
            ("answers", question.id): {name: name for name in (*(a.id for a in question.answers), UNSURE)}
            for question in rules.questions
        },
    }


def _groups(cases: CaseTable, rules: Rules) -> Mapping[str, Iterable[str]]:
    """The ids in each group of records or answers by id, by the name of the field that holds the group.

    Sveltia has no form for a group with free names, so every id that is there gets a field of its own.
    """
    return {
        "courts": cases.courts,
        "topics": cases.topics,
        "answers": [question.id for question in rules.questions],
    }


def _in_all(words: InEveryLanguage[str]) -> str:
    """The words in every language, for a label."""
    return " / ".join(dict.fromkeys(words.root.values()))


@cache
def _schema(shape: type[BaseModel]) -> Json:
    return shape.model_json_schema()


class _Form:
    """Makes the form fields of a shape from its JSON Schema."""

    def __init__(
        self, languages: tuple[str, ...], choices: Choices, groups: Mapping[str, Iterable[str]]
    ) -> None:
        self.languages = languages
        self.choices = choices
        self.groups = groups

    def of_article(self) -> Iterator[Json]:
        """The fields of an article, each shared by its languages or written in each, and then its text."""
        for field in self.of_shape(FrontMatter):
            yield {**field, "i18n": "duplicate" if field["name"] in SHARED_BY_TRANSLATIONS else True}
        yield _BODY

    def of_shape(self, shape: type[BaseModel]) -> list[Json]:
        """The fields of a shape, in their order, which is also the order in which they are saved."""
        schema = _schema(shape)
        return self._fields(schema, schema)

    def _fields(self, node: Json, root: Json) -> list[Json]:
        required = node.get("required", ())
        return [
            self._field(name, inner, root, required=name in required, shape=node["title"])
            for name, inner in node["properties"].items()
        ]

    def _field(self, name: str, node: Json, root: Json, *, required: bool, shape: str) -> Json:
        """The form field of one property of a shape, or of one entry of the group that `shape` names."""
        if name.startswith("$"):
            return {"name": name, "widget": "hidden"}  # for programs, which find it where it was
        kind = _resolved(node, root)
        field: Json = {"name": name, "label": node.get("title") or name}
        if "description" in node:
            field["hint"] = node["description"]
        if not required:
            field["required"] = False
        if node.get("default"):
            field["default"] = node["default"]
        choices = self.choices.get((shape, name))
        return field | (_choice(kind, choices) if choices else self._widget(name, kind, root))

    def _widget(self, name: str, kind: Json, root: Json) -> Json:
        if "enum" in kind:
            return {"widget": "select", "options": kind["enum"]}
        match kind["type"]:
            case "boolean":
                # Sveltia's switch would write "off" into every record; without a choice, nothing is written.
                return _choice(kind, {True: "yes", False: "no"})
            case "integer":
                return {"widget": "number", "value_type": "int", **_range(kind)}
            case "array":
                return self._list(kind, root)
            case "object":
                return self._group(name, kind, root)
        return _words(kind)

    def _list(self, kind: Json, root: Json) -> Json:
        items = _resolved(kind["items"], root)
        widget: Json = {"widget": "list", **_least(kind)}
        if "properties" in items:
            widget.update(collapsed=True, fields=self._fields(items, root))
            if "id" in items["properties"]:
                widget["summary"] = "{{id}}"
        return widget

    def _group(self, name: str, kind: Json, root: Json) -> Json:
        """A group with names of its own, or with an entry for each language, or for each id."""
        if "properties" in kind:
            return {"widget": "object", "fields": self._fields(kind, root)}
        ((pattern, inner),) = kind["patternProperties"].items()
        by_language = pattern == _LANGUAGE_CODE
        # A shape of its own (Words) has every language; a mere dictionary those that need an entry.
        needed = by_language and any(kind is shape for shape in root["$defs"].values())
        names = self.languages if by_language else self.groups[name]
        fields = [self._field(one, inner, root, required=needed, shape=name) for one in names]
        return {
            "widget": "object",
            "fields": list(map(_spacious, fields)) if by_language else fields,
        }


def _spacious(field: Json) -> Json:
    """Words that readers see get more than one line, to be read side by side."""
    return {**field, "widget": "text"} if field["widget"] == "string" and "pattern" not in field else field


def _resolved(node: Json, root: Json) -> Json:
    """What a node of the schema is, behind a reference or beside null."""
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(choice, root)
    if "$ref" in node:
        found: Json = root["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return found
    return node


def _choice(kind: Json, choices: Mapping[Any, str]) -> Json:
    options = [{"value": value, "label": label} for value, label in choices.items()]
    widget: Json = {"widget": "select", "options": options}
    return widget | {"multiple": True, **_least(kind)} if kind["type"] == "array" else widget


def _least(kind: Json) -> Json:
    """How many entries there must be."""
    return {"min": kind["minItems"]} if "minItems" in kind else {}


def _range(kind: Json) -> Json:
    """The smallest and the greatest number."""
    bounds = {"min": kind.get("minimum"), "max": kind.get("maximum")}
    if "exclusiveMinimum" in kind:
        bounds["min"] = kind["exclusiveMinimum"] + 1
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _words(kind: Json) -> Json:
    """A day, a name that must look like something, or plain words."""
    if kind.get("format") == "date":
        return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
    if "pattern" in kind:
        message = f"It must look like {looks_like(kind['pattern'])}."
        return {"widget": "string", "pattern": [kind["pattern"], message]}
    lengths = {"minlength": kind.get("minLength", 1), "maxlength": kind.get("maxLength", 1)}
    lengths = {name: length for name, length in lengths.items() if length > 1}
    return {"widget": "text" if lengths else "string", **lengths}
