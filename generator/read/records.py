"""Keeps the records of the tables the same objects, as long as they say the same.

A save of one record reads its whole table again. What follows from the others is remembered by them: it would
all be worked out anew if they were other objects.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from generator.remember import FORGETFUL

TableT = TypeVar("TableT", bound=BaseModel)


class _Records:
    """The records that were read last, by their file and field."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[BaseModel, ...]] = {}

    def as_before(self, table: TableT, file: str) -> TableT:
        changes = {}
        for name in type(table).model_fields:
            records = getattr(table, name)
            if isinstance(records, tuple) and records and isinstance(records[0], BaseModel):
                before = {_id_of(one): one for one in self._known.get((file, name), ())}
                changes[name] = tuple(_one_as_before(one, before.get(_id_of(one))) for one in records)
                self._known[file, name] = changes[name]
        return table.model_copy(update=changes)

    def clear(self) -> None:
        self._known = {}


def _one_as_before(record: BaseModel, before: BaseModel | None) -> BaseModel:
    return before if before is not None and before == record else record


def _id_of(record: BaseModel) -> str | None:
    return getattr(record, "id", None)


_RECORDS = _Records()
FORGETFUL.append(_RECORDS)


def as_before(table: TableT, file: str) -> TableT:
    """A table, in which the records that say the same as when its file was last read are those of then."""
    return _RECORDS.as_before(table, file)
