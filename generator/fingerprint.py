"""A digest of a value and of everything in it: equal values have equal ones, and no two others do.

Values that cannot be told by what they are made of, such as functions, have none.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from typing import Any

from pydantic import BaseModel


class _Written(pickle.Pickler):
    """Writes a value so that only what it says counts, not which of its parts are the same object.

    Records are written once and then by their digest, since hundreds of pages show the same ones.
    """

    def __init__(self, file: io.BytesIO, records: dict[int, tuple[BaseModel, bytes]]) -> None:
        super().__init__(file, protocol=5)
        self._records = records

    def reducer_override(self, value: Any) -> Any:
        if not isinstance(value, BaseModel):
            return NotImplemented
        known = self._records.get(id(value))
        if known is None:
            said = repr(value.__class__).encode() + _written(dict(value), self._records)
            known = self._records[id(value)] = value, hashlib.blake2b(said, digest_size=16).digest()
        return bytes, (known[1],)


class Fingerprints:
    """Gives fingerprints, and remembers those of records, which must not change meanwhile."""

    def __init__(self) -> None:
        self._records: dict[int, tuple[BaseModel, bytes]] = {}

    def of(self, value: Any) -> bytes | None:
        """The fingerprint of a value, or None if it has none."""
        try:
            return hashlib.blake2b(_written(value, self._records), digest_size=16).digest()
        except (pickle.PicklingError, TypeError, AttributeError, RecursionError):
            return None


def _written(value: Any, records: dict[int, tuple[BaseModel, bytes]]) -> bytes:
    file = io.BytesIO()
    _Written(file, records).dump(value)
    return file.getvalue()
