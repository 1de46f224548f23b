"""Keeps Python's collector of cycles from looking through what stays anyway."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000
"""So many new objects are looked through in a few hundredths of a second, once in about twenty saves.

What the pages of an edition are rendered with goes no sooner: an environment of Jinja and its templates hold
each other. With a larger number a preview would grow by a hundred megabytes in a day's saves.
"""


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


@contextmanager
def set_apart() -> Iterator[None]:
    """Until the end, no cycles are looked for in what is there now, also by `tidied_up`."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def tidied_up() -> None:
    """Free what was made since the last time and nobody holds any more, though its parts hold each other.

    So do the context of a template and its macros: a thousand pages would leave a hundred megabytes behind.
    """
    gc.collect(0)


def here_to_stay() -> None:
    """Never look for cycles in what is there now, and seldom in what comes.

    After the first reading of a site that is nearly all that a preview will ever hold; to look through it
    once would hold up a save by half a second for each thousand articles.
    """
    gc.freeze()
    gc.set_threshold(_MANY)
