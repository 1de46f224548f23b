"""The preview: the site from memory on this machine, brought up to date by every save.

    sources ─▶ watch ─▶ site: read again ─▶ server: pages, socket ─▶ patch.js: the page on screen
                             └─ problems ─▶ panel (browser), terminal

livereload's own watcher loses a second save within three seconds, and its injected inline script breaks the
site's policy. So its WebSocket and script are mounted directly, the script is included by address, and the
operating system's file events (watchfiles) say when to read again.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from tornado.httpserver import HTTPServer

from generator.model.project import Deployment, Folders
from generator.pipeline import prepare, read
from generator.preview.ports import HOST, PortTakenError, listening
from generator.preview.server import STATUS, announce, application, files_on_screen, update_browsers
from generator.preview.site import Site
from generator.preview.terminal import Terminal, say_at_once
from generator.preview.watch import watch
from generator.status import board_of, page_of
from generator.translators import track
from generator.undisturbed import here_to_stay

__all__ = ["PortTakenError", "run", "serve"]

TOGETHER = 0.05
"""Saves within this many seconds are one update of the browsers."""


async def serve(
    folders: Folders,
    port: int,
    today: dt.date | None = None,
    say: Callable[[str], None] = say_at_once,
) -> None:
    """Serve the preview on 127.0.0.1 until cancelled, as on a day or by the clock; raises PortTakenError."""
    sockets = listening(port)
    address = f"http://{HOST}:{port}"
    deployment = Deployment(address, production=False, drafts=True)
    site = Site(lambda: prepare(folders, deployment, today or dt.date.today()))
    terminal = Terminal(say)
    changed = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch((folders.content, folders.templates, folders.locales), changed))
        await asyncio.sleep(0)  # the watch begins before the reading, so that no save falls between them
        site.update()
        here_to_stay()
        web = application(site, port, lambda: terminal.tell(site), partial(_status, folders, site, today))
        HTTPServer(web).add_sockets(sockets)
        terminal.tell(site)
        say(f"Preview at {address} – save a file and the page follows. Ctrl+C ends it.")
        say(f"How both languages stand: {address}/{STATUS}/")
        while True:
            await follow_saves(site, changed)
            terminal.tell(site)
            update_browsers(site.version)


def _status(folders: Folders, site: Site, today: dt.date | None, name: str) -> bytes | None:
    """How the site stands on a day, as a page: of one file, or of all of them."""
    tracked = track(folders, read)
    return page_of(board_of(tracked, (*site.problems, *site.to_sign_off), today or dt.date.today()), name)


async def follow_saves(
    site: Site, changed: asyncio.Event, clock: Callable[[], float] = time.monotonic
) -> None:
    """Wait for a save and read it, and every other save that follows at once.

    The reading begins without delay, in a thread, so that a save during it is noticed; and the open pages are
    made and sent, in the time in which others are waited for. The `clock` tells seconds.
    """
    await changed.wait()
    end = clock() + TOGETHER
    while True:
        is_late = clock() > end
        changed.clear()
        site.show(await asyncio.to_thread(site.read))
        for file in files_on_screen():
            site.file(file)
        if is_late:  # somebody who never stops saving sees something, too
            return
        if not changed.is_set():
            announce(site.version)
            with suppress(TimeoutError):
                # `wait_for` of Python 3.11 can lose that it is cancelled, and so a Ctrl+C.
                async with asyncio.timeout(max(end - clock(), 0)):
                    await changed.wait()
        if not changed.is_set():
            return


def run(folders: Folders, port: int, today: dt.date | None = None) -> None:
    """Serve until the person at the keyboard ends it; raises PortTakenError."""
    try:
        asyncio.run(serve(folders, port, today))
    except KeyboardInterrupt:
        print("Preview ended.")
