"""Makes ahead what will be asked for, as far as no earlier build has kept it, on all cores."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from generator.cache import Cache
from generator.workers import shared_out

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")


def found_or_made(
    jobs: Mapping[bytes, JobT], make: Callable[[JobT], ResultT], cache: Cache, least: int
) -> Iterator[tuple[JobT, ResultT]]:
    """Each job with what `make` gives for it; the jobs are named by their keys in the cache.

    What is made is kept there. `least` jobs are worth a core of their own.
    """
    found = cache.found(jobs)
    for key, kept in found.items():
        yield jobs[key], pickle.loads(kept)  # noqa: S301 (as it was kept)
    missing = [key for key in jobs if key not in found]
    for part in shared_out(missing, partial(_made, jobs, make), least):
        for key, result in part.items():
            cache.add({key: pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)})
            yield jobs[key], result


def _made(
    jobs: Mapping[bytes, JobT], make: Callable[[JobT], ResultT], keys: Sequence[bytes]
) -> dict[bytes, ResultT]:
    return {key: make(jobs[key]) for key in keys}
