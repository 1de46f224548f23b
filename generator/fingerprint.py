"""A digest of a value and of everything in it. Two values that differ anywhere have two.

Equal values have the same one if they were made in the same way, as two builds make them; if not, a page is
rendered again for nothing. Values that cannot be told by what they are made of, such as functions, have none.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import Any

from pydantic import BaseModel

from generator.digests import DIGEST, digest


class Fingerprints:
    """Gives fingerprints, and remembers those of records, which must not change meanwhile."""

    def __init__(self) -> None:
        self._records: dict[int, tuple[BaseModel, bytes]] = {}

    def of(self, value: Any) -> bytes | None:
        """The fingerprint of a value, or None if it has none."""
        try:
            return self._digest(value)
        except (pickle.PicklingError, TypeError, AttributeError, RecursionError):
            return None

    def of_record(self, record: BaseModel) -> bytes:
        """The fingerprint of a record of a table; hundreds of pages show the same ones."""
        known = self._records.get(id(record))
        if known is None:
            # All that it holds: to go through a record, as `dict` does, may be to go through its languages.
            said = digest(repr(record.__class__).encode(), self._digest(record.__dict__))
            known = self._records[id(record)] = record, said  # beside it, so that no other takes its identity
        return known[1]

    def _digest(self, value: Any) -> bytes:
        file = _Digested()
        _Written(file, self).dump(value)
        return file.digest()


class _Digested:
    """A file that keeps nothing of what is written but its digest: a whole site may be written."""

    def __init__(self) -> None:
        made = hashlib.blake2b(digest_size=DIGEST)
        self.write, self.digest = made.update, made.digest


class _Written(pickle.Pickler):
    """Writes a value as pickles are written, with the fingerprints of records in their place."""

    def __init__(self, file: _Digested, prints: Fingerprints) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._prints = prints

    def reducer_override(self, value: Any) -> Any:
        """How to write a value: its class and what to make it from; all but records in the usual way."""
        if isinstance(value, BaseModel):
            return bytes, (self._prints.of_record(value),)
        return NotImplemented  # what pickle asks for, to go on as usual
