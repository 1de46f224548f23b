"""Watches the sources through the operating system's file events.

watchfiles wakes at each step, also where nobody saves. watchdog would sleep until there is an event, but it
loses sight of folders that are moved about, and so of what is saved in them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

from watchfiles import Change, awatch

STEP = 6
"""Events that follow one another within this many milliseconds are told together.

A shorter step tells of a save sooner, and costs more while there is none: 5 ms are 1% of a core.
"""

LOOK_AGAIN = 1_000
"""How often, in milliseconds, it is looked whether the watched folders are still the same ones.

Events are told at once all the same. A look begins a thread: with four in a second, watching costs a fifth
more while nobody saves anything.
"""


async def watch(folders: Sequence[Path], changed: asyncio.Event) -> None:
    """Set `changed` whenever something below the folders has changed; never ends.

    The operating system watches a folder itself, not its name. A folder that was renamed, or removed and
    made again, is therefore looked for by its name, and watched anew. Where the system has no more watches to
    give, the files themselves are looked at, again and again.
    """
    is_refused = False
    while True:
        watched = [(folder, _identity(folder)) for folder in folders]
        there = [folder for folder, identity in watched if identity]
        try:
            events = awatch(
                *there,
                step=STEP,
                debounce=10 * STEP,
                rust_timeout=LOOK_AGAIN,
                yield_on_timeout=True,
                force_polling=is_refused,
            )
            async with aclosing(events):
                async for batch in events:
                    if batch:
                        changed.set()
                    removed = {Path(path) for change, path in batch if change is Change.deleted}
                    if removed & set(there) or any(_identity(f) != identity for f, identity in watched):
                        break
        except OSError as error:  # without such a file, it went away between the look and the watch
            is_refused = not isinstance(error, FileNotFoundError)
            await asyncio.sleep(LOOK_AGAIN / 1000)
        changed.set()


def _identity(folder: Path) -> tuple[int, int] | None:
    """What stays the same when a folder is renamed; None where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
