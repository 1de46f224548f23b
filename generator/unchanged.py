"""Finds out, without loading the program, that a site is already what a build would make of its sources."""

from __future__ import annotations

import json
import os
import pickle
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.cache import Cache
from generator.digests import States, digest_of_folders, digest_of_program
from generator.model.project import Folders
from generator.output import EMPTY, Inventory
from generator.write import Stage

_TICK = 20_000_000
"""Nanoseconds by which the time of a change may lie before the change itself.

Twice the longest tick of a clock of Linux, of which a second has 100 or more (time(7), "The software clock").
"""


class Report(NamedTuple):
    """What a build says when it is done."""

    pages: int
    notices: int
    web_editor: bool


class Unchanged:
    """A build's sources and options as they were at its start, compared with those of earlier builds."""

    def __init__(self, folders: Folders, options: str) -> None:
        """Read all sources; `options` is what else a build depends on."""
        self._started = time.time_ns()
        self._output = folders.output
        self._sources = [folder for folder in (*folders.sources, folders.web_editor) if folder]
        self.cache = Cache(folders.cache, digest_of_program())
        self._key = self.cache.key("site", digest_of_folders(self._sources), options.encode())
        self._inventory_key = self.cache.key("inventory", os.fsencode(self._output.absolute()))

    def report(self) -> Report | None:
        """What the build said that made this very output from these sources, if there was one."""
        kept = self.cache.found([self._key]).get(self._key)
        if kept is None:
            return None
        output, *report = json.loads(kept)
        with suppress(OSError):  # the output is not there, or nobody may look into it
            if States.of(self._output).digest.hex() == output:
                return Report(*report)
        return None

    def inventory(self) -> Inventory:
        """What the last build of this output has put there, as far as it is known."""
        kept = self.cache.found([self._inventory_key]).get(self._inventory_key)
        return pickle.loads(kept) if kept else EMPTY  # noqa: S301 (as it was kept)

    def keep(self, report: Report, stage: Stage) -> None:
        """Keep what this build has published and what it says of it, unless somebody saved meanwhile."""
        with suppress(OSError):  # somebody has taken the output away
            states, inventory = stage.published()
            # What is changed within this tick of the clock would have the same times.
            time.sleep(max(0, states.changed + _TICK - time.time_ns()) / 1e9)
            kept = pickle.dumps(inventory, protocol=pickle.HIGHEST_PROTOCOL)
            self.cache.add({self._inventory_key: kept})
            if not any(map(self._changed, self._sources)):
                self.cache.add({self._key: json.dumps([states.digest.hex(), *report]).encode()})
        self.cache.write()

    def _changed(self, folder: Path) -> bool:
        """Whether anything in a folder has changed since the start."""
        places = (
            (Path(above), *(Path(above, name) for name in names)) for above, _, names in os.walk(folder)
        )
        since = self._started - _TICK
        return any(path.lstat().st_ctime_ns >= since for some in places for path in some)
