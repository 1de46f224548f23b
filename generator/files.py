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
    status = os.stat(path)  # noqa: PTH116 (a quarter of what `Path.stat` takes)
    if not stat.S_ISREG(status.st_mode):  # a pipe or a device might never end
        raise NotAFileError(errno.EINVAL, "it is not a file")
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _SETTLED:
        return Path(path).read_bytes()
    return _bytes(path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class NotAFileError(OSError):
    """What has the name of a file is a folder, a pipe or a device."""


@remembered_between_readings
def _bytes(path: str, *_status: int) -> bytes:
    """What is in a file with this status. Every later change gives it another time of change."""
    return Path(path).read_bytes()
