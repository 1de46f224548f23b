"""Reads files, and those that have not changed since long ago only once."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path

from generator.remember import remembered_between_readings

_SETTLED = 3_000_000_000
"""Nanoseconds after which two changes of a file have two times, on every file system (FAT: 2 s)."""


def read_bytes(file: os.PathLike[str]) -> bytes:
    """What is in a file; raises NotAFileError, and the errors of `Path.read_bytes`.

    A file that was changed just now is read each time: its next change may come within the same tick of the
    clock, and then nothing would tell it (git reads such files again for the same reason).
    """
    path = os.fspath(file)
    status = settled_status(path)
    return _bytes(path, status) if status else Path(path).read_bytes()


Status = tuple[int, int, int, int, int]
"""What tells a state of a file from every other: device, number, size, and the times of its last changes."""


def settled_status(path: str) -> Status | None:
    """The status of a file that was changed long ago: each later change gives it another one.

    None where it was changed just now. Raises NotAFileError, and OSError where it cannot be looked at.
    """
    found = os.stat(path)  # noqa: PTH116 (a quarter of what `Path.stat` takes)
    if not stat.S_ISREG(found.st_mode):  # a pipe or a device might never end
        raise NotAFileError(errno.EINVAL, "it is not a file")
    written, changed = found.st_mtime_ns, found.st_ctime_ns
    if time.time_ns() - max(written, changed) < _SETTLED:
        return None
    return found.st_dev, found.st_ino, found.st_size, written, changed


class NotAFileError(OSError):
    """What has the name of a file is a folder, a pipe or a device."""


@remembered_between_readings
def _bytes(path: str, _status: Status) -> bytes:
    """What is in a file with this status."""
    return Path(path).read_bytes()
