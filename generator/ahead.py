"""Makes ahead what will be asked for, as far as no earlier build has kept it, on all cores."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
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

    What is made is kept there. `least` jobs are worth a core of their own. Each result is given as it will be
    found again, by itself: which of its words are one object with those of others is the same then, and a
    fingerprint tells this.
    """
    found = cache.found(jobs)
    missing = [key for key in jobs if key not in found]
    while found:  # of thousands of large ones no two are held in both forms
        key, kept = found.popitem()
        yield jobs[key], pickle.loads(kept)  # noqa: S301 (as it was kept)
    for part in shared_out(missing, partial(_made, jobs, make), least, here=False):
        cache.add(part)
        for key, kept in part.items():
            yield jobs[key], pickle.loads(kept)  # noqa: S301 (as it is kept)


def _made(
    jobs: Mapping[bytes, JobT], make: Callable[[JobT], ResultT], keys: Iterable[bytes]
) -> dict[bytes, bytes]:
    return {key: pickle.dumps(make(jobs[key]), protocol=pickle.HIGHEST_PROTOCOL) for key in keys}
