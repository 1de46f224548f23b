"""Writes the site beside the last one and swaps the two, so that the output is always one whole site."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

_STAGE, _OLD = ".new", ".old"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class CannotWriteError(Exception):
    """The output folder cannot be replaced; the message says why, in an editor's words."""


def write_site(files: Mapping[str, bytes], output: Path) -> None:
    """Make `output` hold exactly these files (by path relative to it).

    A failed or killed run leaves the last good site. Raises CannotWriteError when the folder is not one of
    our own making or the disk refuses.
    """
    if output.exists() and not _is_ours(output):
        raise CannotWriteError(
            f"{output} exists and is not a site made by this program; nothing in it was touched. "
            "Choose another --output, or move that folder away."
        )
    stage = output.with_name(output.name + _STAGE)
    old = output.with_name(output.name + _OLD)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for left_over in (stage, old):
            if left_over.is_dir():
                if left_over == old and not output.exists():
                    old.rename(output)  # a run was killed between the two renames below
                else:
                    shutil.rmtree(left_over)
        _write_all(files, stage)
        _swap(stage, output, old)
    except OSError as error:
        shutil.rmtree(stage, ignore_errors=True)
        raise CannotWriteError(f"{error.filename or output} cannot be written: {error.strerror}.") from error


def _is_ours(output: Path) -> bool:
    """A folder may be replaced if it is empty or has the files that every site of ours has."""
    if output.is_symlink() or not output.is_dir():
        return False
    names = {path.name for path in output.iterdir()}
    return not names or {"_headers", "_redirects", "cases.json"} <= names


def _write_all(files: Mapping[str, bytes], stage: Path) -> None:
    made: set[PurePosixPath] = set()
    stage.mkdir()
    for name, data in sorted(files.items()):
        path = PurePosixPath(name)
        if path.parent not in made:
            (stage / path.parent).mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        (stage / path).write_bytes(data)


def _swap(stage: Path, output: Path, old: Path) -> None:
    if output.exists() and _exchanged(stage, output):
        shutil.rmtree(stage)
        return
    if output.exists():
        output.rename(old)
    stage.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (renameat2 of Linux), so that no moment is without a site."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


def put_in_place(path: Path, text: str) -> None:
    """Write a file of the content, the whole of it or nothing. Raises CannotWriteError."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(text.encode())  # bytes keep the line ends as they are
        os.replace(beside, path)  # noqa: PTH105 (as above)
    except OSError as error:
        raise CannotWriteError(f"`{path.name}` cannot be written: {error.strerror}.") from None
