"""Holds in little memory what is large and seldom looked at, such as the words of thousands of texts."""

from __future__ import annotations

import pickle
from typing import Any, Generic, TypeVar

from zlib_ng import zlib_ng

from generator.remember import remembered_lately

T = TypeVar("T")

_QUICK = 1
"""The level of compression; a higher one takes twice as long for a tenth less."""


def compact(data: bytes) -> bytes:
    """The same in less room, and always the same for the same bytes."""
    return zlib_ng.compress(data, _QUICK)


def expanded(data: bytes) -> bytes:
    """What was made compact."""
    return zlib_ng.decompress(data)


class Compact(Generic[T]):
    """A value that comes to life when somebody asks for it; in between it needs a tenth of the memory.

    It must never change: whoever asks shortly after another gets the same object.
    """

    __slots__ = ("_data",)

    def __init__(self, value: T) -> None:
        """The value must be fit for pickling."""
        self._data = compact(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))

    @property
    def value(self) -> T:
        """The value."""
        found: T = _expanded(self)
        return found

    def __getstate__(self) -> bytes:
        """What is held; to bring it to life would only cost time."""
        return self._data

    def __setstate__(self, data: bytes) -> None:
        """Hold this again."""
        self._data = data


@remembered_lately(64)  # whoever looks at a text looks at its translations, too, and soon comes back
def _expanded(one: Compact[Any]) -> Any:
    return pickle.loads(expanded(one._data))  # noqa: S301 (as it was made)
