"""Exports the shapes of the content as JSON Schema, so that an editor's program completes and checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator.model.content import TABLES, FrontMatter, Settings
from generator.model.translations import TranslationRecords

SHAPES: Mapping[str, type[BaseModel]] = {
    **TABLES,
    "front-matter": FrontMatter,
    "site": Settings,
    "translations": TranslationRecords,
}


def schema_text(shape: type[BaseModel], languages: Iterable[str]) -> str:
    """The JSON Schema (draft 2020-12) of a shape; its bilingual words require exactly these languages."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **shape.model_json_schema(),
    }
    codes = list(languages)
    for name in ("Words", "WordList"):
        words = schema.get("$defs", {}).get(name)
        if words:
            each = words.pop("additionalProperties", words.pop("patternProperties", None))
            each = next(iter(each.values())) if each and "type" not in each else each
            words.update(properties=dict.fromkeys(codes, each), required=codes, additionalProperties=False)
            words.pop("propertyNames", None)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def export_schemas(folder: Path, languages: Iterable[str]) -> None:
    """Write all schemas into `folder`, one file each: `cases.schema.json` and so on."""
    codes = list(languages)
    folder.mkdir(parents=True, exist_ok=True)
    for name, shape in SHAPES.items():
        (folder / f"{name}.schema.json").write_text(schema_text(shape, codes), encoding="utf-8")
