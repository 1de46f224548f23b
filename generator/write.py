"""Writes the site beside the last one and swaps the two, so that the output is always one whole site."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class CannotWriteError(Exception):
    """The output folder cannot be replaced; the message says why, in an editor's words."""


@contextmanager
def replacing(
    output: Path, sources: Iterable[Path] = (), waits: Callable[[], None] = lambda: None
) -> Iterator[Callable[[Mapping[str, bytes]], None]]:
    """Gives what makes `output` hold exactly some files (by path relative to it), and keeps others from it.

    A failed or killed run leaves the last good site; what it left beside it is cleaned here, before the work
    begins. A second run `waits`, and begins when the first is done, so that the newest sources are published
    last. Raises CannotWriteError when the folder is not one of our own making, when it lies in a folder of
    `sources` or holds one, or when the disk refuses.
    """
    output = Path(os.path.abspath(output))  # noqa: PTH100 (`resolve` would follow a link that is refused)
    with _told(output):
        _refuse(output, sources)
        output.parent.mkdir(parents=True, exist_ok=True)
        lock = _locked(output.parent, waits)
    stage, old = (output.with_name(f".{output.name}.{state}") for state in ("building", "replaced"))

    def replace(files: Mapping[str, bytes]) -> None:
        try:
            with _told(output):
                _write_all(files, stage, output)
                _swap(stage, output, old)
        finally:
            shutil.rmtree(stage, ignore_errors=True)  # half a site, or the last one

    try:
        with _told(output):
            _clean(stage, output, old)
        yield replace
    finally:
        os.close(lock)


def write_site(files: Mapping[str, bytes], output: Path) -> None:
    """Make `output` hold exactly these files, as `replacing` does; raises CannotWriteError."""
    with replacing(output) as replace:
        replace(files)


@contextmanager
def _told(output: Path) -> Iterator[None]:
    """What the disk refuses, in words."""
    try:
        yield
    except OSError as error:
        message = f"{error.filename or output} cannot be written: {error.strerror or error}."
        raise CannotWriteError(message) from error


def _refuse(output: Path, sources: Iterable[Path]) -> None:
    """A folder may be replaced if it is empty or has the files that every site of ours has."""
    if output.is_symlink():
        raise CannotWriteError(
            f"{output} is a link; nothing was touched. Choose another --output, such as the folder to which "
            "it leads, or take the link away."
        )
    place = Path(os.path.realpath(output))  # `resolve` would give up where links lead in a circle
    for source in sources:
        real = Path(os.path.realpath(source))
        if place.is_relative_to(real) or real.is_relative_to(place):
            raise CannotWriteError(
                f"The site cannot be written to {output}: it and {source} lie one in the other, and what is "
                "written must never be taken for a source, nor a source be replaced. Choose another --output."
            )
    if output.exists() and not _is_ours(output):
        raise CannotWriteError(
            f"{output} exists and is not a site made by this program; nothing in it was touched. "
            "Choose another --output, or move it away."
        )


def _is_ours(output: Path) -> bool:
    if not output.is_dir():
        return False
    names = {path.name for path in output.iterdir()}
    return not names or {"_headers", "_redirects", "cases.json"} <= names


def _locked(folder: Path, waits: Callable[[], None]) -> int:
    """The folder, open and locked until it is closed, also by the death of this program.

    It is the folder around the output, since the output itself is exchanged for another.
    """
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(lock, fcntl.LOCK_EX)
    except BaseException:
        os.close(lock)
        raise
    return lock


def _clean(stage: Path, output: Path, old: Path) -> None:
    """Take away what a killed run has left, or put back the site that it had put aside."""
    if old.is_dir() and not output.exists():
        old.rename(output)
    for left_over in (stage, old):
        if left_over.exists():
            shutil.rmtree(left_over)


def _write_all(files: Mapping[str, bytes], stage: Path, last: Path) -> None:
    """Write all files; one with the same bytes as in the last site is that file, by a second name."""
    made: set[PurePosixPath] = set()
    stage.mkdir()
    for name, data in sorted(files.items()):
        path = PurePosixPath(name)
        if path.parent not in made:
            (stage / path.parent).mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        if not _linked(last / path, stage / path, data):
            (stage / path).write_bytes(data)


def _linked(before: Path, path: Path, data: bytes) -> bool:
    """Give a file of the last site a second name, if it holds these bytes and belongs to nobody else."""
    with suppress(OSError):  # there is none, or it cannot be read, or this disk knows no second names
        status = before.lstat()
        ours = stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size == len(data)
        if ours and before.read_bytes() == data:
            path.hardlink_to(before)
            return True
    return False


def _swap(stage: Path, output: Path, old: Path) -> None:
    """Put the new site in place of the last one, which is then at `stage`."""
    if not output.exists():
        stage.rename(output)
    elif not _exchanged(stage, output):
        output.rename(old)
        try:
            stage.rename(output)
        except OSError:
            old.rename(output)
            raise
        old.rename(stage)


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
        with suppress(OSError):
            beside.unlink()
        raise CannotWriteError(f"`{path.name}` cannot be written: {error.strerror}.") from None
