from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from generator.commands import ROOT
from generator.headers import headers_for
from generator.model.project import Folders
from generator.pipeline import Edition, prepare, render_all
from generator.read import catalogues, documents
from generator.redirects import answer_for
from generator.remember import forget
from generator.write import write_site
from tests.browsers import SHELL, WITH_WINDOWS, installed
from tests.previews import PATIENCE
from tests.tiny import Project

# How long something takes says nothing here: other programs may run beside the tests.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
expect.set_options(timeout=PATIENCE * 1000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="try the whole, where the tests try a sample")


LONGEST = [
    "browser",
    "walks",
    "sheet",
    "web_editor",
    "equality",
    "remember",
    "plain_words",
    "atomic",
    "hostile_content",
]
"""The files whose tests take longest: begun first, so that at the end no core waits for another."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; the others stay as they are."""
    order = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


HowMany = Callable[..., int]


@pytest.fixture(scope="session")
def how_many(request: pytest.FixtureRequest) -> HowMany:
    """How often a proof tries: `how_many(sample=5, whole=99)` is 5 in `make test`, 99 in `make prove`."""

    def chosen(*, sample: int, whole: int) -> int:
        return whole if request.config.getoption("--prove") else sample

    return chosen


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reading without its wall against HTML: what stands behind it must hold by itself."""
    forget()
    for reader in (documents, catalogues):
        monkeypatch.setattr(reader, "markup_in", lambda _: "")
    yield
    forget()


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The real content, prepared once; it must have no problem."""
    edition = prepare(Folders.of(ROOT))
    assert not edition.problems, "\n".join(map(str, edition.problems))
    return edition


@pytest.fixture(scope="session")
def files(edition: Edition) -> dict[str, bytes]:
    """The real site in memory, by path."""
    files, problems = render_all(edition)
    assert not problems, "\n".join(map(str, problems))
    return dict(files)


@pytest.fixture(scope="session")
def site(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site on disk."""
    output = tmp_path_factory.mktemp("built") / "site"
    write_site(files, output)
    return output


NETLIFYS_OWN = {"Cache-Control": "public, max-age=0, must-revalidate"}
"""What Netlify says of every file of which the site says nothing else. Without it a browser would take a page
from its own memory for a while: the longer, the older the page is."""


class _Server(http.server.ThreadingHTTPServer):
    is_gone = False
    """Whether it answers no more, not even on connections that are open."""


class _AsNetlify(http.server.SimpleHTTPRequestHandler):
    """Serves a built site with its own `_headers` and `_redirects`."""

    asked: ClassVar[list[str]] = []
    """The path of every request that has reached a server of this kind."""

    def parse_request(self) -> bool:
        if self.server.is_gone:  # a browser may have opened this connection in advance
            self.close_connection = True
            return False
        good = super().parse_request()
        if good:
            self.asked.append(self.path)
        return good

    def end_headers(self) -> None:
        rules = (Path(self.directory) / "_headers").read_text()
        for name, value in {**NETLIFYS_OWN, **headers_for(self.path, rules)}.items():
            if name != "Strict-Transport-Security":  # there is no TLS here
                self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        answer = answer_for(self.path, (Path(self.directory) / "_redirects").read_text())
        if answer.status != 404:
            self.send_response(answer.status)
            self.send_header("Location", answer.address)
            self.end_headers()
            return
        body = (Path(self.directory) / answer.address.removeprefix("/")).read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(site: Path, port: int = 0) -> Iterator[int]:
    """Serve a built site as Netlify does, at its own port of this machine or at a free one."""
    handler = functools.partial(_AsNetlify, directory=str(site))
    with _Server(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.is_gone = True
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the real site is served."""
    with served(site) as port:
        yield f"http://127.0.0.1:{port}"


Counted = Callable[[str], None]


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Counted:
    """Says what a test has counted; the runner prints it at the end, in one list."""
    return lambda words: record_property("counted", words)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests have counted."""
    reports = [report for report in terminalreporter.getreports("passed") if report.when == "call"]
    counts = [
        (report, words) for report in reports for name, words in report.user_properties if name == "counted"
    ]
    if counts:
        terminalreporter.section("counted")
        for report, words in counts:
            of = report.nodeid.partition("[")[2].rstrip("]")
            terminalreporter.write_line(f"{of}: {words}" if of else words)


@pytest.fixture
def asked() -> list[str]:
    """The path of every request that has reached the server so far, while the test runs."""
    return _AsNetlify.asked


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own where the system has none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed(SHELL, *WITH_WINDOWS),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-ipc-flooding-protection",  # the tests change addresses faster than a reader can
            ],
        )
        yield browser
        browser.close()


WITHOUT_WORKER: dict[str, Any] = {"service_workers": "block"}
"""For contexts that watch what a page asks for: the service worker asks for more in its own time."""

BLOCKED = "Service Worker registration blocked by Playwright"
"""What Playwright says where a page meets such a context."""

Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens a path of the real site in a browser of its own: `opened(path, width=390, **context)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, width: int = 390, **more: object) -> Page:
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 900}, **{**WITHOUT_WORKER, **more})
        )
        page = contexts[-1].new_page()
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@dataclass
class Watched:
    """A page, and everything it should not have done."""

    page: Page
    faults: list[str] = field(default_factory=list)


LEFT_EARLY = "net::ERR_ABORTED"
"""What Chromium says of a request that was still open when the test went on to the next page."""


def watched(context: BrowserContext, home: str) -> Watched:
    """A page whose console errors, script errors, refused resources and foreign requests are kept."""
    seen = Watched(context.new_page())

    def said(kind: str, text: str) -> None:
        if "status of 404" not in text and text != BLOCKED:
            seen.faults.append(f"{seen.page.url}: {kind}: {text}")

    seen.page.on("console", lambda m: said("console", m.text) if m.type in ("error", "warning") else None)
    seen.page.on("pageerror", lambda e: said("script", str(e)))
    seen.page.on("request", lambda r: None if r.url.startswith(home) else said("foreign request", r.url))
    seen.page.on("requestfailed", lambda r: None if r.failure == LEFT_EARLY else said(str(r.failure), r.url))
    return seen


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, **WITHOUT_WORKER)
    seen = watched(context, address)
    yield seen
    context.close()
    assert not seen.faults, "\n".join(seen.faults)
