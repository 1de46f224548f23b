"""Digests of bytes, of whole folders, and of the states that their files are in."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

DIGEST = 16
"""Bytes of a digest: enough that no two things ever have the same by chance."""

_PROGRAM = Path(__file__).parent


def digest(*parts: bytes) -> bytes:
    """A digest of some bytes, which tells where one part ends and the next begins."""
    made = hashlib.blake2b(digest_size=DIGEST)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


def digest_of_folders(folders: Iterable[Path]) -> bytes:
    """A digest of all folders and files in some folders, but the source maps of scripts."""
    return digest(*(part for folder in folders for part in _files(folder)))


def _files(folder: Path) -> Iterable[bytes]:
    """The path of each folder and file, what kind of thing it is, and a digest of its bytes, if it has any.

    A pipe or a device, which might never end, is not read, nor where a link leads to one.
    """
    yield os.fsencode(folder)
    paths = sorted(
        Path(above, name)
        for above, folders, files in os.walk(folder)
        for name in (*folders, *files)
        if not name.endswith(".map")
    )
    for path in paths:
        yield os.fsencode(path)
        try:
            yield b"link" if path.is_symlink() else b"folder" if path.is_dir() else b"file"
            yield digest(path.read_bytes()) if path.is_file() else b""
        except OSError as error:
            yield repr(error).encode()


class State(NamedTuple):
    """The state of a file or folder: its kind, size, number and times, of which each change changes one.

    The time of the last change is the system's own: no program can set it back.
    """

    mode: int
    size: int
    number: int
    written: int
    """When its bytes were written last: nanoseconds since 1970, by the clock of the file system."""
    changed: int
    """When anything of it was changed last."""

    @classmethod
    def of(cls, status: os.stat_result) -> State:
        """The state in which the system has found it, without following a link."""
        return cls(status.st_mode, status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)


class States(NamedTuple):
    """The states of all that is in a folder, without what the files say."""

    by_path: Mapping[str, State]
    """Of every folder and file, by its path below the folder."""

    @classmethod
    def of(cls, folder: Path) -> States:
        """As they are now."""
        return cls(dict(sorted(_states(os.fspath(folder), ""))))

    @property
    def digest(self) -> bytes:
        """A digest of them all."""
        return digest(repr([(path, *state) for path, state in self.by_path.items()]).encode())

    @property
    def changed(self) -> int:
        """When the last change was."""
        return max((state.changed for state in self.by_path.values()), default=0)


def _states(folder: str, above: str) -> Iterator[tuple[str, State]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{above}{entry.name}"
            yield path, State.of(entry.stat(follow_symlinks=False))
            if entry.is_dir(follow_symlinks=False):
                yield from _states(entry.path, f"{path}/")


def digest_of_program() -> bytes:
    """A digest of what makes a site of its sources: this package, Python, and the packages of others."""
    others = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    own = [part for path in sorted(_PROGRAM.rglob("*.py")) for part in (os.fsencode(path), path.read_bytes())]
    return digest(sys.version.encode(), *(name.encode() for name in others), *own)
