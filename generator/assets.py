"""Styles, scripts (without their comments) and icons, named by content so that browsers may keep them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from rjsmin import jsmin

from generator.model.site import Assets

_IMPORT = re.compile(rb'^(import .* from ")\./([a-z-]+\.js)(";)$', re.MULTILINE)
"""An import of another component's script; scripts that are imported import none themselves."""


def read_assets(templates: Path) -> Assets:
    """All assets of the templates.

    One style sheet is made from `styles/` in the order of file names, then the components' styles;
    cascade layers, declared in the first file, settle what wins.
    """
    styles = [*sorted((templates / "styles").glob("*.css")), *sorted(templates.glob("components/*/*.css"))]
    style_sheet = "\n".join(path.read_text(encoding="utf-8") for path in styles)
    named = {"site.css": style_sheet.encode()}
    for path in sorted(templates.glob("components/*/*.js")):
        named[path.name] = path.read_bytes()
    for path in sorted((templates / "icons").glob("*")):
        named[path.name] = path.read_bytes()
    files: dict[str, bytes] = {}
    addresses: dict[str, str] = {}
    # A script that others import comes first, because its address is part of what they are.
    for name, written in sorted(named.items(), key=lambda item: _IMPORT.search(item[1]) is not None):
        data = _IMPORT.sub(lambda m: m[1] + addresses[m[2].decode()].encode() + m[3], written)
        if name.endswith(".js"):
            data = jsmin(data)
        stem, _, ending = name.rpartition(".")
        path_in_site = f"assets/{stem}.{hashlib.blake2b(data, digest_size=6).hexdigest()}.{ending}"
        files[path_in_site] = data
        addresses[name] = f"/{path_in_site}"
    return Assets(files, addresses, style_sheet)
