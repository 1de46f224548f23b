"""Shares work out to all cores, where there is enough of it and the system can copy a process."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")

_DONE, _FAILED = 0, 1


def shared_out(jobs: Sequence[JobT], work: Callable[[Sequence[JobT]], ResultT], least: int) -> list[ResultT]:
    """What `work` makes of the jobs, in as many parts as cores are used; each part is every n-th job.

    `least` jobs are worth a core of their own. The parts are worked on at the same time by copies of this
    process, so `work` must not count on leaving anything behind but its result, which must be fit for
    pickling. What a copy fails to do is done here, and fails here if it must.
    """
    count = max(1, min(_cores(), len(jobs) // least))
    parts = [jobs[first::count] for first in range(count)]
    copies = [_started(part, work) for part in parts[1:]]
    results = []
    try:
        results.append(work(parts[0]))
        for part in parts[1:]:
            try:
                results.append(_result(*copies.pop(0)))
            except _CopyFailedError:
                results.append(work(part))
    finally:
        for copy in copies:  # none is left, unless this process cannot go on
            _end(*copy)
    return results


def _cores() -> int:
    """The cores that may be used: one where a process cannot be copied, or has threads, which stay behind."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _started(part: Sequence[JobT], work: Callable[[Sequence[JobT]], ResultT]) -> tuple[int, int]:
    """A copy at work: its process, and where its result can be read."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    status = _FAILED
    with suppress(BaseException):  # whatever happens, the copy ends here
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            pickle.dump(work(part), out, protocol=pickle.HIGHEST_PROTOCOL)
        status = _DONE
    os._exit(status)


def _end(process: int, reading: int) -> None:
    """End a copy whose result nobody wants any more, before anything is cleaned up in which it works."""
    os.close(reading)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


class _CopyFailedError(Exception):
    """A copy has not done its part."""


def _result(process: int, reading: int) -> Any:
    """What a copy has made, taken from it piece by piece; raises _CopyFailedError."""
    made, whole = None, False
    with os.fdopen(reading, "rb") as result, suppress(EOFError, pickle.UnpicklingError):
        made = pickle.load(result)  # noqa: S301 (from our own copy)
        whole = True
    if os.waitpid(process, 0)[1] != _DONE or not whole:
        raise _CopyFailedError
    return made
