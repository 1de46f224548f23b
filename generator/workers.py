"""Has all cores work, where there is enough to do and the system can copy a process."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Generic, Self, TypeVar, cast

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")

_DONE, _FAILED = 0, 1

_LOT = "H"
"""How the number of a lot is written, as an array has it: in two bytes."""
_MOST_LOTS = 4096
"""So many numbers fit into a pipe before anybody reads."""


def shared_out(
    jobs: Sequence[JobT], work: Callable[[Iterable[JobT]], ResultT], least: int, *, here: bool = True
) -> list[ResultT]:
    """What `work` makes of the jobs, in as many parts as cores are used.

    `least` jobs are worth a core of their own. The parts are worked on at the same time by copies of this
    process, each of which takes the next job as soon as it is free: which jobs make a part is chance, so
    nothing may follow from it. `work` must not count on leaving anything behind but its result, which must be
    fit for pickling. What a copy fails to do is done here, and fails here if it must.

    One of the parts is worked on by this process itself, unless it is not to be done `here`: then only copies
    work, and what they needed meanwhile goes with them instead of staying in the memory of this process.
    """
    count = max(1, min(_cores(), len(jobs) // least))
    if count == 1:
        return [work(jobs)]
    queue = _Queue(len(jobs))
    copies = [_started(partial(queue.worked_off, jobs, work)) for _ in range(count - 1 if here else count)]
    try:
        parts = [queue.worked_off(jobs, work)] if here else []
        while copies:
            with suppress(_CopyFailedError):
                parts.append(_result(*copies.pop(0)))
        results = [result for result, _ in parts]
        done = set[int]().union(*(numbers for _, numbers in parts))
        if undone := [job for number, job in enumerate(jobs) if number not in done]:
            results.append(work(undone))
    finally:
        queue.close()
        for copy in copies:  # none is left, unless this process cannot go on
            _end(*copy)
    return results


class _Queue:
    """The numbers of some jobs, of which each is taken once, by whichever process is the first to ask.

    They stand in a pipe. What is read from one at a time is never parted between two readers.
    """

    def __init__(self, count: int) -> None:
        self._lots = min(count, _MOST_LOTS)
        """So many times something can be taken: one job, or of very many jobs every n-th."""
        self._reading, writing = os.pipe()
        os.write(writing, array(_LOT, range(self._lots)).tobytes())
        os.close(writing)  # so that whoever comes too late sees the end

    def worked_off(
        self, jobs: Sequence[JobT], work: Callable[[Iterable[JobT]], ResultT]
    ) -> tuple[ResultT, set[int]]:
        """What `work` makes of the jobs that nobody else has taken, and their numbers."""
        numbers = set[int]()
        return work(self._taken(jobs, numbers)), numbers

    def _taken(self, jobs: Sequence[JobT], numbers: set[int]) -> Iterator[JobT]:
        while lot := array(_LOT, os.read(self._reading, array(_LOT).itemsize)):
            for number in range(lot[0], len(jobs), self._lots):
                numbers.add(number)
                yield jobs[number]

    def close(self) -> None:
        os.close(self._reading)


class Meanwhile(Generic[ResultT]):
    """Work that a copy of this process does while this one goes on.

    Where no copy can be made, or it fails, the work is done here when its result is asked for. At the end of
    the context nothing is at work any more.
    """

    def __init__(self, work: Callable[[], ResultT]) -> None:
        """Begin; the result must be fit for pickling."""
        self._work = work
        self._copy = _started(work) if _cores() > 1 else None

    def __enter__(self) -> Self:
        """The work that has begun."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what nobody has asked for."""
        if self._copy:
            _end(*self._copy)

    def result(self) -> ResultT:
        """What came of it."""
        copy, self._copy = self._copy, None
        if copy:
            with suppress(_CopyFailedError):
                return cast("ResultT", _result(*copy))
        return self._work()


def _cores() -> int:
    """The cores that may be used: one where a process cannot be copied, or has threads, which stay behind."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _started(work: Callable[[], object]) -> tuple[int, int]:
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
            pickle.dump(work(), out, protocol=pickle.HIGHEST_PROTOCOL)
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
