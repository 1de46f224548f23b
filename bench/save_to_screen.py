"""How long it takes from a save to the changed page on screen, in a real browser; what previews cost at rest.

    python -m bench.save_to_screen [--articles N] [--rounds R] [--peers] [--json FILE]

A copy of the project, real or with so many made articles in each language, is served by the preview. Timed is
from the moment before the file is written to the end of the first frame that shows the change. Beside it is
what the browser needs in the same run to ask for the same page again, unchanged, and to make a frame. With
`--peers` the previews of the generators that are installed (`make peers`) show the same articles, too.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket

from bench.in_browser import chromium
from bench.measure import MB, Command, Table, cpu_seconds, machine, memory
from bench.peers import Laid, installed, laid
from bench.project import Edit, Project, copied
from tests.previews import free_port

START, SAVE = 900, 20
"""Seconds after which a preview that has not started has failed, and a save that is not shown is lost."""
MOST_LOST = 3
"""So many saves a preview may lose; each is followed by another. With one more it is given up: what it has
shown by then is all."""
REST = 1
"""Seconds before each save: nobody saves again sooner, and some previews would show the older text."""
IDLE = 5
"""Seconds over which the idle preview is watched."""

WATCH = """
(() => {
  window.frame = () => new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.timeOrigin + performance.now());
      port2.postMessage(0);  // delivered when the frame is made: styled, laid out, painted
    });
  });
  window.again = async () => {
    const started = performance.timeOrigin + performance.now();
    await (await fetch(location.pathname, { cache: "no-store" })).text();
    return await frame() - started;
  };
  let last = "";
  const look = () => {
    const shown = String(SHOWN).trim();
    if (shown === "" || shown === last) return;
    last = shown;
    frame().then((at) => window.saw(shown, at));
  };
  // Looking at every frame would take time from what is timed.
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  addEventListener("DOMContentLoaded", look);
})();
"""
"""Runs in every document of the page, so that it also sees what a preview shows by loading the page anew."""


@dataclass(frozen=True)
class Shown:
    """What was found: milliseconds from save to screen and of asking again; the preview's cost at rest."""

    name: str
    saves: Sequence[float]
    """None where the preview was given up before it had shown two of them."""
    agains: Sequence[float]
    lost: int
    """Saves that were never shown."""
    stayed: bool
    """Whether the page was never loaded anew."""
    start: float
    """Seconds until the preview answered."""
    idle: float
    """The part of one core that the preview used at rest."""
    memory: int

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "name": self.name,
            "save_ms": [round(one, 1) for one in self.saves],
            "again_ms": [round(one, 1) for one in self.agains],
            "lost": self.lost,
            "stayed": self.stayed,
            "start_s": round(self.start, 2),
            "idle_cpu": round(self.idle, 4),
            "memory": self.memory,
        }


@dataclass(frozen=True)
class _Running:
    """A preview: its address, its process, and the seconds that its start took."""

    address: str
    process: int
    start: float


@contextmanager
def running(command: Command, port: int, path: str) -> Iterator[_Running]:
    """A preview that answers at this path. Raises TimeoutError where it never does."""
    started, address = time.monotonic(), f"http://127.0.0.1:{port}"
    process = command.start(subprocess.DEVNULL)
    try:
        while not _answers(address + path):
            if process.poll() is not None or time.monotonic() - started > START:
                raise TimeoutError(f"This did not start: {' '.join(command.words)}")
            time.sleep(0.05)
        yield _Running(address, process.pid, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


class _Sockets:
    """The sockets by which a preview tells a page of saves; a save before they have greeted would be lost."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._last: WebSocket | None = None
        self._greeted = False
        page.on("websocket", self._opened)

    def wait(self) -> None:
        """Wait until the page that is shown now has a socket over which something was said, and is quiet."""
        self._page.wait_for_timeout(300)  # a page that is loaded anew has begun to
        self._page.wait_for_load_state("load")
        deadline = time.monotonic() + SAVE
        while not (self._last and self._greeted and not self._last.is_closed()):
            if time.monotonic() > deadline:
                raise TimeoutError("The preview never spoke to the page.")
            self._page.wait_for_timeout(20)

    def _opened(self, socket: WebSocket) -> None:
        self._last, self._greeted = socket, False
        socket.on("framereceived", lambda _: self._greet(socket))

    def _greet(self, socket: WebSocket) -> None:
        self._greeted = self._greeted or socket is self._last


def watched(name: str, browser: Browser, preview: _Running, edit: Edit, rounds: int) -> Shown:
    """Make an edit several times and see how soon each is on screen; the first meets a cold preview."""
    seen: dict[str, float] = {}

    def saw(shown: str, at: float) -> None:
        seen.setdefault(shown, at)

    page = browser.new_page(viewport={"width": 1440, "height": 900})
    sockets = _Sockets(page)
    page.expose_function("saw", saw)
    page.add_init_script(WATCH.replace("SHOWN", edit.shown))
    page.goto(preview.address + edit.path)
    sockets.wait()
    page.evaluate("window.isOpenedHere = true")
    saves: list[float] = []
    agains: list[float] = []
    numbers = count(1)
    while len(saves) <= rounds:
        page.wait_for_timeout(REST * 1000)
        number, saved = next(numbers), time.time() * 1000
        edit.make(number)
        while str(number) not in seen and time.time() * 1000 - saved < SAVE * 1000:
            page.wait_for_timeout(5)
        if str(number) in seen:
            saves.append(seen[str(number)] - saved)
            sockets.wait()
            agains.append(page.evaluate("again()"))
        elif number - len(saves) > MOST_LOST:
            break
    lost = next(numbers) - 1 - len(saves)
    stayed = bool(page.evaluate("window.isOpenedHere === true"))
    page.wait_for_timeout(1000)
    before, started = cpu_seconds(preview.process), time.monotonic()
    page.wait_for_timeout(IDLE * 1000)
    idle = (cpu_seconds(preview.process) - before) / (time.monotonic() - started)
    page.close()
    return Shown(name, saves[1:], agains[1:], lost, stayed, preview.start, idle, memory(preview.process))


def _edit_of(peer: Laid, project: Project) -> Edit:
    """The edit of the same article in a peer's project."""
    key = project.article.relative_to(project.folders.content).as_posix()
    page = peer.material.articles[key]
    source = peer.folder / peer.peer.source(page)
    text = source.read_text(encoding="utf-8")

    def make(number: int) -> None:
        source.write_text(f"{text}\nThis is round {number}.\n", encoding="utf-8")

    return Edit(f"/{page.path}/", make)


def measure(articles: int | None, rounds: int, with_peers: bool) -> list[Shown]:
    """Serve the copy, then each peer, and make the edits. Raises TimeoutError where ours shows none."""
    found = []
    with copied(articles) as project, chromium() as browser:
        # The peers' content is made from ours, before our edits are in it.
        peers = [laid(one, project.folders.content) for one in installed() if with_peers and one.serve]
        edits = {kind: edit for kind, edit in project.edits.items() if kind != "template"}
        port = free_port()
        with running(project.serve(port), port, edits["article"].path) as preview:
            for kind, edit in edits.items():
                found.append(watched(f"{kind} saved", browser, preview, edit, rounds))
                if not found[-1].saves:
                    raise TimeoutError(f"{kind} saved: never shown")
        for peer in peers:
            assert peer.peer.serve
            port, edit = free_port(), _edit_of(peer, project)
            with running(peer.peer.serve(peer.folder, port), port, edit.path) as preview:
                found.append(watched(f"{peer.name}, article saved", browser, preview, edit, rounds))
    return found


def _row(one: Shown, first: float) -> tuple[str, ...]:
    cost = f"{one.start:.1f}", f"{one.idle:.1%}", f"{one.memory / MB:.0f}"
    if not one.saves:
        return one.name, "given up", "", "", "", f"{one.lost}", "", cost[0], "", cost[2]
    return (
        one.name,
        f"{statistics.median(one.saves):.0f}",
        f"{min(one.saves):.0f}–{max(one.saves):.0f}",
        f"{statistics.median(one.agains):.0f}",
        f"{statistics.median(one.saves) / first:.1f}",
        f"{one.lost}",
        "stays" if one.stayed else "loaded anew",
        *cost,
    )


def table(found: Sequence[Shown]) -> Table:
    """All figures; the ratio is to the first line."""
    first = statistics.median(found[0].saves)
    rows = [_row(one, first) for one in found]
    head = (
        "preview",
        "ms",
        "lowest–highest",
        "asked again",
        "ratio",
        "lost",
        "page",
        "start s",
        "idle CPU",
        "MB",
    )
    return Table(head, rows)


def main() -> None:
    """Print the table, and write the figures where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m bench.save_to_screen")
    parser.add_argument(
        "--articles", type=int, metavar="N", help="made ones, in each language (the real site)"
    )
    parser.add_argument("--rounds", type=int, default=15, metavar="R")
    parser.add_argument("--peers", action="store_true", help="other previews beside it; with --articles")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go")
    options = parser.parse_args()
    if options.peers and options.articles is None:
        parser.error("the peers get made content only: add --articles")
    found = measure(options.articles, options.rounds, options.peers)
    what = f"{options.articles:,} made articles in each language" if options.articles else "the real site"
    print(f"{what}, {options.rounds} rounds; medians\n{machine()}\n\n{table(found)}")
    if options.json:
        figures: Mapping[str, Any] = {
            "articles": options.articles,
            "previews": [one.as_json() for one in found],
        }
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
