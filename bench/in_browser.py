"""What the benchmarks in a browser share: the site served from memory, a preview of it, and a Chromium."""

from __future__ import annotations

import gzip
import http.server
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from generator.commands import ROOT
from generator.headers import headers_for
from generator.model.project import Folders
from tests.browsers import SHELL, WITH_WINDOWS, installed
from tests.previews import Preview
from tests.previews import served as serving_previews

TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def compressed(data: bytes) -> int:
    """Bytes on the wire, as gzip at its best makes them; Netlify's brotli is a tenth smaller."""
    return len(gzip.compress(data, 9))


@dataclass(frozen=True)
class Link:
    """A slow line: seconds from a request to its first byte, and bytes a second for all answers together.

    The server keeps the pace itself, packet by packet, because Chromium's own emulation holds back an answer
    until a large part of it is there, so that nothing could be painted while a page comes in.
    """

    latency: float
    rate: int
    packet: int = 1_000


SLOW_3G = Link(latency=0.4, rate=50_000)
"""400 kbit/s and 400 ms, as in WebPageTest's "3G Slow"."""


@contextmanager
def served(files: Mapping[str, bytes], link: Link | None = None) -> Iterator[str]:
    """The address at which these files are served, by their paths, each compressed once.

    Each has the headers that the site's own `_headers` give it, where there are any.
    """
    line = threading.Lock()
    rules = files.get("_headers", b"").decode()
    packed = {path: gzip.compress(data, 9) for path, data in files.items()}

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if link:
                time.sleep(link.latency)
            path = self.path.partition("?")[0].removeprefix("/")
            path += "index.html" if path.endswith("/") or not path else ""
            body = packed.get(path, b"")
            self.send_response(200 if body else 404)
            self.send_header(
                "Content-Type", f"{TYPES.get(path.rpartition('.')[2], 'text/plain')}; charset=utf-8"
            )
            self.send_header("Content-Length", str(len(body)))
            if body:
                self.send_header("Content-Encoding", "gzip")
            for name, value in headers_for(f"/{path}", rules).items():
                if name not in ("Content-Type", "Strict-Transport-Security"):  # there is no TLS here
                    self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # a reader who has left
                self._write(body)

        def _write(self, body: bytes) -> None:
            if not link:
                self.wfile.write(body)
                return
            for start in range(0, len(body), link.packet):
                with line:  # one packet at a time on the whole line
                    time.sleep(link.packet / link.rate)
                    self.wfile.write(body[start : start + link.packet])

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, the one with windows if it is there, without the network that it uses itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed(*WITH_WINDOWS, SHELL),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def previewed() -> Iterator[tuple[Folders, Preview]]:
    """A running preview of a copy of the real sources, which may be edited."""
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders(*(Path(folder, name) for name in ("content", "templates", "locales", "site")))
        for path in (folders.content, folders.templates, folders.locales):
            shutil.copytree(ROOT / path.name, path)
        with serving_previews(folders) as preview:
            yield folders, preview
