"""Lets Python's collector of cycles wait while a site is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Until the end, no cycles are looked for: what is made here is kept, so none would be found.

    To look through a million objects takes a second, and it would be done again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
