"""Remembers what pure functions gave, so that an update of the preview costs only what changed.

A result is found again by everything that went into it and by nothing else. So it cannot be out of date, and
nothing has to be thrown away because a file changed: an update gives what a fresh start would give. What
is remembered lives as long as the program, and each function keeps its newest results only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

MEMORIES: list[_lru_cache_wrapper[Any]] = []
"""Every function that remembers, with its memory."""


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Lets a pure function remember its newest `most` results.

    It may depend on its arguments only. They must be hashable, and neither they nor the result may ever
    change, since everybody who asks gets the same one. A text counts by its words; a document, an article
    or a catalogue as the object that it is: reading gives the same one as long as its file stays as it is.
    `most` must be larger than what one reading of the sources asks for, or nothing would be found again.
    """

    def with_memory(function: Callable[P, T]) -> Callable[P, T]:
        memory = lru_cache(maxsize=most)(function)
        MEMORIES.append(memory)
        return cast("Callable[P, T]", memory)

    return with_memory


def forget() -> None:
    """Forget everything, as if the program had just been started."""
    for memory in MEMORIES:
        memory.cache_clear()
