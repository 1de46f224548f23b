"""Writes the site beside the last one and swaps the two, so that the output is always one whole site."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from generator.digests import State, States, digest
from generator.output import EMPTY, Inventory, Output, Stamp

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class CannotWriteError(Exception):
    """The output folder cannot be replaced; the message says why, in an editor's words."""


class Stage(Output):
    """A site that grows beside the last one, until it takes its place.

    A file that says the same as in the last site is that file, by a second name.
    """

    def __init__(self, output: Path, known: Inventory = EMPTY) -> None:
        """Nothing is there yet. `known` is what is known of the last site."""
        super().__init__()
        self.folder, self._output, self._known = _beside(output, "building"), output, known
        self._folders: set[str] = set()
        """Those that are there."""

    def know(self, inventory: Inventory) -> None:
        """Know what the build of the last site has told of it, whose files can then be taken over."""
        self._known = inventory

    def apart(self) -> Self:
        """The same output for a part of the work."""
        return type(self)(self._output, self._known)

    def __getstate__(self) -> dict[str, object]:
        """What a part is taken by: what it has known of the last site, whoever takes it knows, too."""
        return {**self.__dict__, "_known": EMPTY}

    def read(self, path: str) -> bytes:
        """The bytes of a file that is there."""
        return (self.folder / path).read_bytes()

    def publish(self) -> None:
        """Put this site in place of the last one; raises CannotWriteError."""
        with _told(self._output):
            self.folder.mkdir(exist_ok=True)
            _swap(self.folder, self._output, _beside(self._output, "replaced"))
        # The last site, whose files change their state where they lose a name.
        shutil.rmtree(self.folder, ignore_errors=True)

    def published(self) -> tuple[States, Inventory]:
        """What is there since then, for the next build. Raises OSError if somebody has taken it away."""
        states = States.of(self._output)
        found = self.digests.keys() & states.by_path.keys()
        stamps = {path: Stamp(self.digests[path], states.by_path[path]) for path in found}
        return states, Inventory(stamps, self.origins)

    def _write(self, path: str, data: bytes) -> None:
        with _told(self._output):
            place = self._place(path)
            if not _linked(self._last(path), place, data):
                Path(place).write_bytes(data)

    def _taken_over(self, key: bytes) -> Mapping[str, bytes] | None:
        paths = self._known.origins.get(key)
        if paths is None or not all(map(self._stands, paths)):
            return None
        for path in paths:
            before = self._last(path)
            with _told(self._output):
                place = self._place(path)
                if not _named_again(before, place):
                    shutil.copyfile(before, place)
        return {path: self._known.stamps[path].digest for path in paths}

    def _stands(self, path: str) -> bool:
        """Whether a file of the last site is as its build has left it."""
        stamp = self._known.stamps.get(path)
        with suppress(OSError):  # it is gone, or nobody may read it
            status = os.lstat(self._last(path))
            if stamp and State.of(status) == stamp.state:
                return True
            if stamp and stat.S_ISREG(status.st_mode):  # it was brought from elsewhere: what it says counts
                return digest(Path(self._last(path)).read_bytes()) == stamp.digest
        return False

    def _last(self, path: str) -> str:
        return f"{self._output}/{path}"

    def _place(self, path: str) -> str:
        """Where a file is to be written: its folder is there, and nothing else has its name."""
        place = f"{self.folder}/{path}"
        above = os.path.dirname(place)  # noqa: PTH120 (thousands of times)
        if above not in self._folders:
            os.makedirs(above, exist_ok=True)  # noqa: PTH103 (as above)
            self._folders.add(above)
        with suppress(FileNotFoundError):  # what somebody has begun, who could not go on
            os.unlink(place)  # noqa: PTH108 (as above)
        return place


@contextmanager
def replacing(
    output: Path, sources: Iterable[Path] = (), waits: Callable[[], None] = lambda: None
) -> Iterator[Stage]:
    """Gives the stage of a site that is to be published as `output`, and keeps others from both.

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
    stage = Stage(output)
    try:
        with _told(output):
            _clean(stage.folder, output, _beside(output, "replaced"))
        try:
            yield stage
        finally:
            shutil.rmtree(stage.folder, ignore_errors=True)  # half a site, or the last one
    finally:
        os.close(lock)


def write_site(files: Mapping[str, bytes], output: Path) -> None:
    """Make `output` hold exactly these files, as `replacing` does; raises CannotWriteError."""
    with replacing(output) as stage:
        stage.put(files)
        stage.publish()


def _beside(output: Path, state: str) -> Path:
    """Where a site in this state lies, beside the one that is published."""
    return output.with_name(f".{output.name}.{state}")


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


def _linked(before: str, place: str, data: bytes) -> bool:
    """Give a file of the last site a second name, if it holds these bytes."""
    with suppress(OSError):  # there is none, or it cannot be read
        status = os.lstat(before)
        same = stat.S_ISREG(status.st_mode) and status.st_size == len(data)
        return same and Path(before).read_bytes() == data and _named_again(before, place)
    return False


def _named_again(before: str, place: str) -> bool:
    """Give a file of the last site a second name, if it belongs to nobody else."""
    with suppress(OSError):  # this disk knows no second names
        if os.lstat(before).st_nlink == 1:
            os.link(before, place, follow_symlinks=False)
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
