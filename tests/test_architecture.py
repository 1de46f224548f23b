"""The imports point one way: problems and model ← the steps ← the pipeline ← the commands."""

from __future__ import annotations

import ast
from pathlib import Path

import generator

HOME = Path(generator.__file__).parent

MAY_IMPORT = {
    "problems": set(),
    "remember": set(),
    "compact": {"remember"},
    "model": {"compact", "digests", "problems", "remember"},
    "bluebook": {"model", "typography"},
    "free_copies": {"model"},
    "pins": {"model", "remember"},
    "meaning": {"model", "remember"},
    "tables": {"model", "problems", "remember"},
    "translations": {"meaning", "model", "problems", "remember", "tables"},
    "names": set(),
    "typography": set(),
    "files": {"remember"},
    "digests": set(),
    "cache": {"digests"},
    "ahead": {"cache", "workers"},
    "fingerprint": {"digests"},
    "output": {"digests"},
    "unchanged": {"cache", "digests", "model", "output", "write"},
    "templates": {"files", "problems"},
    "sorting": set(),
    "wording": {"remember", "typography"},
    "styles": {"remember", "templates"},
    "assets": {"model", "remember", "styles", "templates"},
    "harmless": set(),
    "headers": set(),
    "redirects": set(),
    "web_editor": {"model"},
    "schemas": {"model"},
    "read": {"files", "harmless", "model", "problems", "remember"},
    "compile": {"harmless", "meaning", "model", "names", "problems", "typography"},
    "link": {
        "ahead",
        "cache",
        "compact",
        "fingerprint",
        "model",
        "pins",
        "problems",
        "remember",
        "sorting",
        "spoken",
        "tables",
    },
    "spoken": {"model", "typography"},
    "walks": {"model", "remember"},
    "check": {"ahead", "cache", "model", "pins", "problems", "remember", "tables", "walks"},
    "proofread": {"model", "problems"},
    "second_reader": {"model", "problems"},
    "open_data": {"model", "bluebook"},
    "structured_data": {"model", "open_data", "typography"},
    "charts": {"model"},
    "reading_level": set(),
    "plain_words": {"model", "problems", "check", "prose", "reading_level", "remember", "tables"},
    "reviews": {"model", "problems", "tables"},
    "unsupported": {"model", "problems", "remember"},
    "picture": {"model", "walks"},
    "png": set(),
    "share_pictures": {"model", "png", "remember", "typography"},
    "tree_pages": {"model", "picture", "walks"},
    "places": {"bluebook", "model", "sorting", "typography"},
    "search_index": {"model", "places"},
    "fragments": set(),
    "quick_jinja": set(),
    "bytecode": {"cache", "remember", "templates", "workers"},
    "side_by_side": {"model", "remember"},
    "offline": {"model"},
    "packet": {"digests", "model"},
    "later": {"model"},
    "outline": {"model", "remember"},
    "plan": {
        "model",
        "outline",
        "charts",
        "later",
        "names",
        "offline",
        "open_data",
        "packet",
        "places",
        "search_index",
        "share_pictures",
        "side_by_side",
        "sorting",
        "structured_data",
        "tree_pages",
    },
    "render": {
        "bytecode",
        "cache",
        "bluebook",
        "quick_jinja",
        "fingerprint",
        "fragments",
        "free_copies",
        "model",
        "pins",
        "problems",
        "remember",
        "templates",
        "typography",
        "web_editor",
        "wording",
    },
    "write": {"digests", "output"},
    "making": {
        "ahead",
        "cache",
        "digests",
        "fingerprint",
        "model",
        "output",
        "problems",
        "render",
        "undisturbed",
        "workers",
    },
    "pipeline": {
        "ahead",
        "model",
        "problems",
        "assets",
        "cache",
        "check",
        "compile",
        "link",
        "making",
        "output",
        "plan",
        "read",
        "remember",
        "render",
        "reviews",
        "templates",
        "translations",
        "undisturbed",
        "wording",
    },
    "workers": set(),
    "undisturbed": set(),
    "prose": {"model"},
    "status": {
        "model",
        "plain_words",
        "problems",
        "tables",
        "translations",
        "translators",
    },
    "revisions": set(),
    "translators": {"model", "problems", "read", "revisions", "translations", "write"},
    "starting": {"model", "problems", "check", "names", "read", "tables", "write"},
    "preview": {
        "digests",
        "model",
        "problems",
        "headers",
        "pipeline",
        "redirects",
        "render",
        "status",
        "translators",
        "undisturbed",
    },
    "commands": {
        "model",
        "problems",
        "pipeline",
        "plain_words",
        "preview",
        "proofread",
        "schemas",
        "revisions",
        "second_reader",
        "starting",
        "translations",
        "translators",
        "unchanged",
        "undisturbed",
        "unsupported",
        "write",
    },
}


def parts() -> dict[str, set[str]]:
    """Each part of the generator with the other parts that it imports."""
    found: dict[str, set[str]] = {}
    for path in HOME.rglob("*.py"):
        part = path.relative_to(HOME).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("generator."):
                found.setdefault(part, set()).add(node.module.split(".")[1])
    return {part: imported - {part} for part, imported in found.items()}


def test_imports_point_one_way() -> None:
    for part, imported in parts().items():
        assert imported <= MAY_IMPORT[part], f"{part} must not import {imported - MAY_IMPORT[part]}"


def test_every_part_is_in_the_table() -> None:
    names = {p.relative_to(HOME).parts[0].removesuffix(".py") for p in HOME.rglob("*.py")} - {"__init__"}
    assert names == set(MAY_IMPORT)


def test_build_py_only_reads_the_arguments() -> None:
    source = (HOME.parent / "build.py").read_text(encoding="utf-8")
    imported = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ImportFrom)]
    assert [n.module for n in imported if n.module and n.module.startswith("generator")] == [
        "generator.commands"
    ]
    assert "def " not in source


def test_no_language_is_special_in_the_code() -> None:
    for path in HOME.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                compared = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
                assert not {"en", "es"} & set(compared), f"{path}:{node.lineno}"
