"""The collector of cycles waits while a site is made, and then looks at the newest things alone."""

from __future__ import annotations

import gc
import weakref

from generator.undisturbed import set_apart, tidied_up, undisturbed


class InACircle:
    """Something that holds itself, as the context of a template and its macros hold each other."""

    def __init__(self) -> None:
        self.itself = self


def left_behind() -> weakref.ref[InACircle]:
    return weakref.ref(InACircle())


def test_what_is_made_for_a_page_is_let_go_and_what_was_there_is_not_looked_at() -> None:
    with undisturbed():
        before = left_behind()
        with set_apart():
            made = left_behind()
            assert made() is not None
            tidied_up()
            assert made() is None
            assert before() is not None
        assert not gc.isenabled()
    gc.collect()
    assert before() is None
