"""Keeps between builds what is slow to make and depends on nothing but what it was made from.

A result is found again by a digest of the program and of everything that went in, and comes back only if its
own digest still fits. So the folder may be deleted, damaged, cut off half-way, kept between deploys or shared
by two versions of the program: what cannot be trusted is made again. Nothing is ever wrong for being kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from generator.digests import DIGEST, digest

MOST_BYTES = 512 * 1024 * 1024
"""How large the results may become together; then those go that were not used for longest."""

_MOST_HELD = 16 * 1024 * 1024
"""Bytes of new results that are held in memory before they are written."""

_TABLES = {
    "results": "(key BLOB PRIMARY KEY, value BLOB)",
    "uses": "(key BLOB PRIMARY KEY, used INTEGER, size INTEGER) WITHOUT ROWID",
}
"""Which build used a result last stands beside it: SQLite writes a whole row anew when one part changes.
A file with other tables, of another version or damaged, is begun anew.
"""
_WAIT = 2
"""Seconds to wait for another build; after that this one works without what is kept."""
_MOST_USES = 2**48
"""More builds than any folder sees; a number beyond is damage, and SQLite could not count on from it."""
_UNSOUND = """
SELECT EXISTS (SELECT * FROM uses WHERE typeof(key) <> 'blob'
    OR typeof(used) <> 'integer' OR used NOT BETWEEN 0 AND ?
    OR typeof(size) <> 'integer' OR size NOT BETWEEN 0 AND ?)
"""
"""Whether a damaged disk has put something else where the numbers of uses and sizes were."""
_NOT_NOW = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_NOMEM,
}
"""SQLite's own numbers for what says nothing of the file: it cannot be written now. All else is damage."""
_FAILED = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite says of a file; where a table's name is damaged, Python cannot read what it says."""


class Cache:
    """The results of earlier builds, and those that this one adds; values are bytes."""

    def __init__(self, folder: Path | None, program: bytes = b"") -> None:
        """`program` is a digest of what makes all results; without a folder nothing is kept."""
        self._file = folder / "results.sqlite" if folder else None
        self._program = program
        self._new: dict[bytes, bytes] = {}
        self._held = 0
        """Bytes of them."""
        self._used: set[bytes] = set()
        self._build: int | None = None
        """The number of this build, as soon as it has written."""
        self._is_part = False

    def key(self, kind: str, *made_from: bytes) -> bytes:
        """What a result is found by."""
        return digest(self._program, kind.encode(), *made_from)

    def found(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Those results that are kept and whole."""
        found: dict[bytes, bytes] = {}
        for key, value in self._rows("SELECT key, value FROM results WHERE key = ?", keys):
            if isinstance(value, bytes) and value[:DIGEST] == digest(key, value[DIGEST:]):
                found[key] = value[DIGEST:]
        self._used.update(found)
        return found

    def _rows(self, question: str, keys: Iterable[bytes]) -> Iterator[tuple[Any, ...]]:
        """What the file says of each key."""
        if self._file and self._file.exists():
            with suppress(OSError, *_FAILED), closing(self._opened(self._file)) as connection:
                for key in keys:
                    yield from connection.execute(question, (key,))

    def add(self, results: Mapping[bytes, bytes]) -> None:
        """Keep results, by their keys: when there are many of them, and at last when `write` is called."""
        if self._file:
            self._new.update(results)
            self._held += sum(map(len, results.values()))
            if self._held > _MOST_HELD and not self._is_part:
                self.write()

    def apart(self) -> Cache:
        """The same for a part of the work, perhaps in a copy of this process: what it adds is to be taken."""
        part = Cache(None, self._program)
        part._file, part._is_part = self._file, True
        return part

    def take(self, part: Cache) -> None:
        """Take what a part of the work has found and added."""
        self._used.update(part._used)
        self.add(part._new)

    def write(self) -> None:
        """Write what was added, and drop what was not used for longest; what fails here costs only time."""
        if not self._file or not (self._new or self._used):
            return
        with suppress(OSError, *_FAILED):  # it cannot be written, or others write
            self._file.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._write(self._file)
            except _FAILED as error:
                if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _NOT_NOW:
                    raise
                self._file.unlink()  # damaged: begin anew
                self._write(self._file)
            self._new, self._used = {}, set()
        self._held = 0  # also where it failed: not tried again before as much has come

    def _write(self, file: Path) -> None:
        with closing(self._opened(file)) as connection, connection:
            if connection.execute(_UNSOUND, (_MOST_USES, MOST_BYTES)).fetchone()[0]:
                raise sqlite3.DatabaseError("what should be a number is none")
            if self._build is None:
                self._build = 1 + (connection.execute("SELECT max(used) FROM uses").fetchone()[0] or 0)
            now = self._build
            connection.executemany("UPDATE uses SET used = ? WHERE key = ?", ((now, k) for k in self._used))
            sizes = [(key, now, DIGEST + len(value)) for key, value in self._new.items()]
            connection.executemany("INSERT OR REPLACE INTO uses VALUES (?, ?, ?)", sizes)
            self._drop(connection, now)  # first, so that what is new takes the place of the old in the file
            new = ((key, digest(key, value) + value) for key, value in self._new.items())
            connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?)", new)

    def _drop(self, connection: sqlite3.Connection, now: int) -> None:
        """Drop what was not used for longest, but nothing that this build has used, until the rest fits."""
        size = 0
        ages = "SELECT used, sum(size) FROM uses GROUP BY used ORDER BY used DESC"
        for used, more in connection.execute(ages).fetchall():
            size += more
            if size > MOST_BYTES and used != now:
                for old in connection.execute("SELECT key FROM uses WHERE used <= ?", (used,)).fetchall():
                    connection.execute("DELETE FROM results WHERE key = ?", old)
                connection.execute("DELETE FROM uses WHERE used <= ?", (used,))
                break

    def _opened(self, file: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(file, timeout=_WAIT)
        try:
            connection.execute("PRAGMA synchronous = OFF")  # a damaged result is found out
            for name, columns in _TABLES.items():
                connection.execute(f"CREATE TABLE IF NOT EXISTS {name} {columns}")
            tables = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            if {*connection.execute(tables)} != {(n, f"CREATE TABLE {n} {c}") for n, c in _TABLES.items()}:
                raise sqlite3.DatabaseError("not our tables")
        except _FAILED:
            connection.close()
            raise
        return connection


NO_CACHE = Cache(None)
"""Keeps nothing and finds nothing."""
