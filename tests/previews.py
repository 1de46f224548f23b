"""A running preview of a project, and the pages that look at it."""

from __future__ import annotations

import asyncio
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from playwright.sync_api import Browser, Page

from generator.commands import ROOT
from generator.model.project import Folders
from tests.tiny import Project

PATIENCE = 30
"""Seconds to wait for what takes a fraction of one where the machine has nothing else to do."""

SERVE = """
import sys
from pathlib import Path
from generator.model.project import Folders
from generator.preview import run
run(Folders(*map(Path, sys.argv[2:])), int(sys.argv[1]))
"""


PORTS = range(10_000, 32_000)
"""Below the ports that a system gives to connections by itself, so that no browser takes one meanwhile."""


def free_port(in_a_row: int = 1) -> int:
    """The first of some ports in a row of this machine that nobody uses."""
    while True:
        # By chance of the system: what Hypothesis seeds gives each process of the tests the same numbers.
        port = random.SystemRandom().choice(PORTS)
        with suppress(OSError), ExitStack() as taken:
            for each in range(port, port + in_a_row):
                taken.enter_context(socket.create_server(("127.0.0.1", each)))
            return port


@dataclass
class Preview:
    """Where a preview answers, the number of its process, and the lines that it has printed."""

    address: str
    process: int
    lines: list[str] = field(default_factory=list)

    def said(self, wanted: str, start: int = 0) -> None:
        """Wait until one of the lines after the first ones is the wanted one."""
        until(
            lambda: wanted in self.lines[start:],
            lambda: f"{wanted!r} was never said:\n" + "\n".join(self.lines[start:]),
        )

    def eventually(self, path: str, wanted: str) -> str:
        """A page as soon as it holds the wanted words."""
        until(lambda: wanted in get(self.address + path)[1], lambda: f"{wanted!r} never came to {path}")
        return get(self.address + path)[1]

    def gone(self, path: str, unwanted: str) -> None:
        """Wait until a page does not hold the words any more."""
        until(lambda: unwanted not in get(self.address + path)[1], lambda: f"{unwanted!r} stays on {path}")


def until(holds: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.02)


@contextmanager
def served(folders: Folders) -> Iterator[Preview]:
    """A running preview."""
    port = free_port()
    places = (getattr(folders, each.name) for each in fields(folders))
    command = [sys.executable, "-c", SERVE, str(port), *(str(place) for place in places if place)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, text=True, **streams) as process:
        preview = Preview(f"http://127.0.0.1:{port}", process.pid)
        reader = threading.Thread(
            target=lambda: preview.lines.extend(line.rstrip("\n") for line in process.stdout or ()),
            daemon=True,
        )
        reader.start()
        try:
            until(
                lambda: any("Preview at" in line for line in preview.lines),
                lambda: "the preview did not start:\n" + "\n".join(preview.lines),
            )
            yield preview
        finally:
            process.terminate()
            process.wait()
            reader.join()


def with_own_templates(project: Project) -> Folders:
    """The project's folders, with a copy of the templates that a test may change."""
    templates = project.root / "templates"
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            copy = templates / path.relative_to(ROOT / "templates")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return replace(project.folders, templates=templates)


@dataclass
class Tab:
    """A page of a preview in a browser, and what it should not have done."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def is_the_page_that_was_opened(self) -> bool:
        """Whether it was never loaded anew."""
        return bool(self.page.evaluate("window.isOpenedHere === true"))

    def shows(self, words: str) -> None:
        """Wait until the page says this, with whatever spaces."""
        self.page.wait_for_function(
            "(words) => document.body.textContent.replaceAll('\\u00a0', ' ').includes(words)",
            arg=words,
            timeout=PATIENCE * 1000,
        )

    def scrolled(self) -> float:
        return float(self.page.evaluate("scrollY"))


@contextmanager
def tab(browser: Browser, address: str, width: int = 800, height: int = 400, **more: object) -> Iterator[Tab]:
    """The page at an address; whatever its console called an error is a fault of the test."""
    page = browser.new_page(viewport={"width": width, "height": height}, **more)
    seen = Tab(page)
    page.on("console", lambda m: seen.faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    open_socket = "document.addEventListener('LiveReloadConnect', () => { window.isConnected = true; })"
    page.add_init_script(open_socket)
    page.goto(address)
    page.wait_for_function("() => window.isConnected")
    page.evaluate("window.isOpenedHere = true")
    yield seen
    page.close()
    faults = [fault for fault in seen.faults if "status of 404" not in fault]
    assert not faults, "\n".join(faults)


def get(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


def save_safely(path: Path, text: str) -> None:
    """As careful editors save: a new file beside the old one, then renamed over it."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def in_a_loop_of_its_own(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run it to its end; the browser of other tests has a loop in this thread."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: asyncio.run(work())).result()
