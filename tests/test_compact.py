"""What is held compact comes back as it was."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from generator.compact import Compact, compact, expanded
from generator.compile import compile_text
from tests.tiny import CASE

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inside: st.lists(inside).map(tuple) | st.dictionaries(st.text(), inside),
)


@given(VALUES)
def test_a_value_comes_back_as_it_was_also_from_a_copy(value: object) -> None:
    one = Compact(value)
    assert one.value == value
    assert pickle.loads(pickle.dumps(one)).value == value


@given(st.binary())
def test_bytes_come_back_and_are_always_held_in_the_same_way(data: bytes) -> None:
    assert expanded(compact(data)) == data
    assert compact(bytes(data)) == compact(data)


def test_whoever_asks_again_gets_the_same_object() -> None:
    one = Compact(("some", "words"))
    assert one.value is one.value


def test_the_words_of_an_article_need_a_third_of_their_room_or_less() -> None:
    body = compile_text(f"Notice is enough [@{CASE['id']}, 741]. " * 200)
    assert len(pickle.dumps(Compact(body))) < len(pickle.dumps(body)) / 3
