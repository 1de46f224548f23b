"""Packs the pages of a language into one archive, which opens from a disk without network or server."""

from __future__ import annotations

import datetime as dt
import io
import math
import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from babel.units import format_unit
from zlib_ng import zlib_ng

from generator.digests import digest
from generator.model.site import ASSETS, Finished, file_at, named_by_content

SIZE = "\ue010"
"""Stands in a page for the size of a packet, which is known when all pages but that one are finished."""

_FIRST_YEAR = 1980
"""No file of an archive can be older."""

_ADDRESS = re.compile(r'="(?<=[a-z]=")(/[^"#?]*)')
"""An address of the site as the value of an attribute. Plain text comes first because it is quick to find."""
_MAIN = re.compile(r"<main [^>]*>")
_ONLINE_ONLY = re.compile(r"<script [^>]*data-online-only[^>]*></script>\n?")
_STYLE_FILE = ".css"
"""Pages of a kind have the same style; in a packet it is a file, which takes a third off the size of all."""
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


class Packed(NamedTuple):
    """A file of a packet, compressed as archives do it (RFC 1951), and what the archive says of it."""

    data: bytes
    size: int
    """Bytes before it was compressed."""
    crc: int
    assets: tuple[str, ...] = ()
    """The assets that a page names."""

    @classmethod
    def of(cls, data: bytes, assets: Iterable[str] = ()) -> Packed:
        """A file, compressed."""
        compress = zlib_ng.compressobj(6, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)
        return cls(compress.compress(data) + compress.flush(), len(data), zlib_ng.crc32(data), tuple(assets))


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
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
            files = self._files(note, finished)
            for path in sorted(files):
                entry = zipfile.ZipInfo(f"{self.folder}/{path}", date)
                entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, wherever it is built
                _put(packing, archive, entry, files.pop(path))  # of thousands none is held twice
        return archive.getvalue()

    def _files(self, note: bytes, finished: Finished) -> dict[str, Packed]:
        """The files of the packet by their place in its folder: the pages, and the assets that they name."""
        about = digest(note, self.root.encode(), self.base_url.encode(), *map(str.encode, sorted(self.pages)))
        jobs = {digest(about, path.encode(), finished.digest(path)): path for path in sorted(self.pages)}
        files: dict[str, Packed] = {}
        named: dict[str, str] = {}  # each asset with a page that names it
        made = finished.kept("packed", jobs, partial(self._page, note.decode(), finished, _Links(self)))
        for path, page in sorted(made):
            files[self._place(path)] = page
            for asset in page.assets:
                named.setdefault(asset, path)
        for path, page_path in named.items():
            if path.endswith(_STYLE_FILE):
                files[path] = Packed.of(_with_style_apart(finished(page_path).decode())[1].encode())
                continue
            data = finished(path)
            if path.endswith(".js"):  # one with a later part of a page names addresses as the page does
                script, _ = _Links(self).relative(data.decode(), posixpath.dirname(self._place(page_path)))
                data = _classic(f"/{path}", script).encode()
            files[path] = Packed.of(data)
        return files

    def _page(self, note: str, finished: Finished, links: _Links, path: str) -> Packed:
        page = _ONLINE_ONLY.sub("", finished(path).decode()).replace(_MODULE, "<script defer ")
        above, style, below = _with_style_apart(page)
        page = f'{above}<link rel="stylesheet" href="/{_style_file(style)}">{below}'
        page = _MAIN.sub(lambda main: main[0] + note, page, count=1)
        page, assets = links.relative(page, posixpath.dirname(self._place(path)))
        return Packed.of(page.encode(), assets)

    def _place(self, path: str) -> str:
        return path.removeprefix(self.root)


def _with_style_apart(page: str) -> tuple[str, str, str]:
    """What stands above the style of a page, the style, and what stands below it."""
    above, _, rest = page.partition("<style>")
    style, _, below = rest.partition("</style>")
    return above, style, below


def _style_file(style: str) -> str:
    return named_by_content(f"{ASSETS}page{_STYLE_FILE}", style.encode())


class _Target(NamedTuple):
    """Where an address of the site leads from a packet: to a place in it, which may be an asset's, or out."""

    place: str | None
    is_asset: bool = False


class _Links:
    """The addresses of a site as they are in a packet."""

    def __init__(self, packet: Packet) -> None:
        self._packet = packet
        self._target = cache(self._found)  # most pages name the same ones

    def relative(self, text: str, here: str) -> tuple[str, list[str]]:
        """A text with its addresses as ways from the folder `here`, and the assets that it names."""
        assets: dict[str, None] = {}

        def link(found: re.Match[str]) -> str:
            place, is_asset = self._target(found[1])
            if place is None:
                return f'="{self._packet.base_url}{found[1]}'
            if is_asset:
                assets[place] = None
            return f'="{relative_to(here, place)}'

        return _ADDRESS.sub(link, text), list(assets)

    def _found(self, address: str) -> _Target:
        path = file_at(address)
        if path.startswith(ASSETS):
            return _Target(path, is_asset=True)
        return _Target(path.removeprefix(self._packet.root) if path in self._packet.pages else None)


def _put(packing: zipfile.ZipFile, archive: io.BytesIO, entry: zipfile.ZipInfo, file: Packed) -> None:
    """Write what is compressed already, which `zipfile` itself can only read (APPNOTE.TXT, 4.3.6)."""
    entry.compress_type, entry.CRC = zipfile.ZIP_DEFLATED, file.crc
    entry.file_size, entry.compress_size = file.size, len(file.data)
    entry.header_offset = packing.start_dir
    archive.write(entry.FileHeader(zip64=False) + file.data)
    packing.filelist.append(entry)
    packing.NameToInfo[entry.filename] = entry
    packing.start_dir = archive.tell()


def relative_to(here: str, place: str) -> str:
    """The way from a folder to a file below the same root.

    As `posixpath.relpath`, which takes several times as long, because it asks where the program runs.
    """
    if not here:
        return place
    if not place.startswith(f"{here.partition('/')[0]}/"):  # as nearly all: they have no folder in common
        return "../" * (here.count("/") + 1) + place
    folders, steps = here.split("/"), place.split("/")
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
