"""Where the files of a site go as they are made, and what each of them was made from.

A build makes them on all cores. Each copy of the process puts its files into a part of the output, and what
that part has is told afterwards.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import NamedTuple, Self

from generator.digests import State, digest


class Stamp(NamedTuple):
    """A file as a build has left it: a digest of its bytes, and its state on the disk."""

    digest: bytes
    state: State


class Inventory(NamedTuple):
    """What a build has put into its output, and from what."""

    stamps: Mapping[str, Stamp]
    """Each file by its path."""
    origins: Mapping[bytes, tuple[str, ...]]
    """The paths of the files that were made from something, by the key of that; not all files have one."""


EMPTY = Inventory({}, {})
"""What is known of a site that another program has made, or none."""


class Output(ABC):
    """The files of a site, by their paths in it."""

    def __init__(self) -> None:
        """No file is there yet."""
        self.digests: dict[str, bytes] = {}
        """A digest of the bytes of each file that is there."""
        self.origins: dict[bytes, tuple[str, ...]] = {}
        """As those of an inventory."""

    def put(self, files: Mapping[str, bytes], key: bytes | None = None) -> None:
        """Put files there; `key` is that of what they were made from, if nothing else went into them."""
        for path, data in files.items():
            self._write(path, data)
            self.digests[path] = digest(data)
        if key:
            self.origins[key] = tuple(files)

    def take_over(self, key: bytes | None) -> tuple[str, ...] | None:
        """Put there what the last site has made from the same, and give its paths; None if it has nothing."""
        found = self._taken_over(key) if key else None
        if not key or found is None:
            return None
        self.digests.update(found)
        self.origins[key] = tuple(found)
        return self.origins[key]

    def take(self, part: Self) -> None:
        """Have what a part of the work has put there."""
        self.digests.update(part.digests)
        self.origins.update(part.origins)

    @abstractmethod
    def apart(self) -> Self:
        """The same output for a part of the work, perhaps in a copy of this process: it is to be taken."""

    @abstractmethod
    def read(self, path: str) -> bytes:
        """The bytes of a file that is there."""

    @abstractmethod
    def _write(self, path: str, data: bytes) -> None:
        """Put one file there."""

    @abstractmethod
    def _taken_over(self, key: bytes) -> Mapping[str, bytes] | None:
        """Put there what the last site has made from the same; a digest of each file by its path."""


class InMemory(Output):
    """A site that nobody writes to a disk."""

    def __init__(self) -> None:
        """No file is there yet."""
        super().__init__()
        self.files: dict[str, bytes] = {}

    def apart(self) -> Self:
        """Another one."""
        return type(self)()

    def take(self, part: Self) -> None:
        """Have the files of a part of the work, too."""
        super().take(part)
        self.files.update(part.files)

    def read(self, path: str) -> bytes:
        """The bytes of a file that is there."""
        return self.files[path]

    def _write(self, path: str, data: bytes) -> None:
        self.files[path] = data

    def _taken_over(self, key: bytes) -> None:
        """There is no last site."""
