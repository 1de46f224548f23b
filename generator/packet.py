"""Packs the pages of a language into one archive, which opens from a disk without network or server."""

from __future__ import annotations

import datetime as dt
import io
import math
import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import cache, partial

from babel.units import format_unit

from generator.model.site import ASSETS, Finished, file_at

SIZE = "\ue010"
"""Stands in a page for the size of a packet, which is known when all pages but that one are finished."""

_FIRST_YEAR = 1980
"""No file of an archive can be older."""

_ADDRESS = re.compile(r'( [a-z-]+=")(/[^"#?]*)')
_MAIN = re.compile(r"<main [^>]*>")
_ONLINE_ONLY = re.compile(r"<script [^>]*data-online-only[^>]*></script>\n?")
_MODULE = '<script type="module" '
_EXPORT = re.compile(r"\bexport (?=(?:const|function) (\w+))")
_IMPORT = re.compile(r'\bimport ?(\{[^}]*\}) ?from ?("[^"]+")')
_IMPORT_LATER = re.compile(r"\bimport(?=\()")
_LATER = """const later = (address) => new Promise((done, failed) => {
const script = document.createElement("script");
script.onload = () => done(exported[address.replace(/^.*(?=\\/assets\\/)/, "")]);
script.onerror = failed;
script.src = address;
document.head.append(script);
});
"""
"""What a script has instead of `import()`, which browsers refuse from a disk, too."""


@dataclass(frozen=True)
class Packet:
    """What a packet is made from.

    `pages` are files of the output, all below `root`, and `folder` is what the reader finds in the archive.
    Links to what is not in the packet lead to the site at `base_url`. All its files have the date `day`, so
    that the same pages give the same bytes.
    """

    pages: frozenset[str]
    root: str
    folder: str
    base_url: str
    day: dt.date

    def packed(self, note: bytes, finished: Finished) -> bytes:
        """The archive; `note` stands at the top of every page."""
        archive = io.BytesIO()
        date = (max(self.day.year, _FIRST_YEAR), self.day.month, self.day.day, 0, 0, 0)
        with zipfile.ZipFile(archive, "w") as packing:
            for path, data in sorted(self._files(note.decode(), finished).items()):
                entry = zipfile.ZipInfo(f"{self.folder}/{path}", date)
                entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, wherever it is built
                packing.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=6)
        return archive.getvalue()

    def _files(self, note: str, finished: Finished) -> dict[str, bytes]:
        """The files of the packet by their place in its folder: the pages, and the assets that they name."""
        assets: dict[str, str] = {}  # each with the place of a page that names it

        @cache
        def link(address: str, here: str) -> str:
            path = file_at(address)
            if path.startswith(ASSETS):
                assets.setdefault(path, here)
            elif path not in self.pages:
                return self.base_url + address
            return relative_to(here, self._place(path))

        def relative(found: re.Match[str], here: str) -> str:
            return found[1] + link(found[2], here)

        files = {}
        for path in self.pages:
            place = self._place(path)
            here = posixpath.dirname(place)
            page = _ONLINE_ONLY.sub("", finished(path).decode()).replace(_MODULE, "<script defer ")
            page = _MAIN.sub(lambda main: main[0] + note, page, count=1)
            files[place] = _ADDRESS.sub(partial(relative, here=here), page).encode()
        for path, here in list(assets.items()):
            data = finished(path)
            if path.endswith(".js"):  # one with a later part of a page names addresses as the page does
                script = _ADDRESS.sub(partial(relative, here=here), data.decode())
                data = _classic(f"/{path}", script).encode()
            files[path] = data
        return files

    def _place(self, path: str) -> str:
        return path.removeprefix(self.root)


def relative_to(here: str, place: str) -> str:
    """The way from a folder to a file below the same root.

    As `posixpath.relpath`, which takes several times as long, because it asks where the program runs.
    """
    folders, steps = here.split("/") if here else [], place.split("/")
    shared = 0
    while shared < min(len(folders), len(steps) - 1) and folders[shared] == steps[shared]:
        shared += 1
    return "../" * (len(folders) - shared) + "/".join(steps[shared:])


def _classic(address: str, script: str) -> str:
    """A script of ours as one that is no module, because browsers load no modules from a disk.

    What a module exports goes into an object of the page; the scripts below it take from there what they
    import, or wait for it.
    """
    exports = ", ".join(_EXPORT.findall(script))
    body = _IMPORT.sub(r"const \1 = exported[\2]", _EXPORT.sub("", script))
    if _IMPORT_LATER.search(body):
        body = _LATER + _IMPORT_LATER.sub("later", body)
    shared = "const exported = (globalThis.ofModules ??= {});"  # no id has a capital letter
    return f'(() => {{\n"use strict";\n{shared}\n{body}\nexported["{address}"] = {{ {exports} }};\n}})();\n'


def with_size(packet: str, locale: str, page: bytes, finished: Finished) -> bytes:
    """A page that says how large a packet is: in megabytes, rounded up, as its language writes them."""
    megabytes = math.ceil(len(finished(packet)) / 100_000) / 10
    said = format_unit(megabytes, "digital-megabyte", "short", locale=locale)
    return page.replace(SIZE.encode(), said.replace(" ", "\N{NO-BREAK SPACE}").encode())
