"""The pages' styles; scripts (without comments) and icons, named by content so that browsers may keep them.

And, where it is installed, the program of the web editor, as its package has it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from rjsmin import jsmin

from generator.model.site import ASSETS, WEB_EDITOR, Assets, WebEditorProgram, named_by_content
from generator.remember import remembered
from generator.styles import styles_of
from generator.templates import ICONS, Templates

_IMPORT = re.compile(rb'^(import .* from ")\./([a-z-]+\.js)(";)$', re.MULTILINE)
"""An import of another component's script; scripts that are imported import none themselves."""


_SCRIPT = re.compile(r"components/[^/]+/[^/]+\.js")


def read_assets(templates: Templates) -> Assets:
    """All assets beside the templates."""
    icons = tuple((path.name, path.read_bytes()) for path in sorted((templates.folder / ICONS).glob("*")))
    return _assets(templates, icons)


@remembered(4)
def _assets(templates: Templates, icons: tuple[tuple[str, bytes], ...]) -> Assets:
    named = {
        name.rpartition("/")[2]: text.encode() for name, text in templates.texts if _SCRIPT.fullmatch(name)
    }
    named |= dict(icons)
    files: dict[str, bytes] = {}
    addresses: dict[str, str] = {}
    # A script that others import comes first, because its address is part of what they are.
    for name, written in sorted(named.items(), key=lambda item: _IMPORT.search(item[1]) is not None):
        data = _IMPORT.sub(lambda m: m[1] + addresses[m[2].decode()].encode() + m[3], written)
        if name.endswith(".js"):
            data = _without_comments(data)
        path_in_site = named_by_content(ASSETS + name, data)
        files[path_in_site] = data
        addresses[name] = f"/{path_in_site}"
    return Assets(files, addresses, styles_of(templates))


@cache
def read_web_editor(package: Path, languages: tuple[str, ...]) -> WebEditorProgram | None:
    """The web editor's program from its npm package, or None where that is not installed.

    Its own words come along in the languages given by code. A package does not change while we run, so it is
    read once.
    """
    if not (package / "npm" / "index.js").is_file():
        return None
    home = f"{WEB_EDITOR}sveltia/"
    files = {
        home + path.relative_to(package).as_posix(): path.read_bytes()
        for path in (*package.glob("npm/**/*"), *package.glob("LICENSE*"))
        if path.is_file() and path.suffix != ".map"
    }
    # It imports its translations as JSON and leaves it to a bundler to make scripts of them. They become
    # scripts here, and the import map says so to the browser.
    imports = {}
    for path in sorted(package.glob("locales/*.json")):
        if path.stem.partition("-")[0] in languages:
            name = f"{home}locales/{path.stem}"
            words = json.loads(path.read_text(encoding="utf-8"))
            files[f"{name}.js"] = f"export default {json.dumps(words, ensure_ascii=False)};\n".encode()
            imports[f"/{name}.json"] = f"/{name}.js"
    return WebEditorProgram(files, json.dumps({"imports": imports}))


@remembered(64)
def _without_comments(script: bytes) -> bytes:
    return bytes(jsmin(script))
