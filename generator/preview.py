"""The preview: the site from memory on this machine, brought up to date by every save.

livereload's own watcher loses a second save within three seconds, and its injected inline script
breaks the site's policy. So its WebSocket and script are mounted directly, the script is included by
address, and the operating system's file events (watchfiles) say when to reload.
"""

from __future__ import annotations

import asyncio
import errno
import importlib.resources
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler
from markupsafe import Markup
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from watchfiles import awatch

from generator.headers import headers_for
from generator.model.project import Deployment, Folders
from generator.model.site import Plan, is_page
from generator.pipeline import Edition, prepare
from generator.problems import Problem, in_order

HOST = "127.0.0.1"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


class PortTakenError(Exception):
    """Another program listens on the port."""


class Site:
    """The last good edition, the problems of the newest reading, and the pages rendered so far."""

    def __init__(self, read: Callable[[], Edition]) -> None:
        """`read` makes a new edition of the sources as they are now."""
        self._read = read
        self.plan: Plan | None = None
        self.problems: tuple[Problem, ...] = ()
        self.version = ""
        """Names the newest reading; a page carries it, so that a page that came too early is reloaded."""
        self._good: Edition | None = None
        self._pages: dict[str, bytes] = {}

    def update(self) -> None:
        """Read the sources again; the last good site stays if they have problems."""
        edition = self._read()
        self.version = str(time.time_ns())
        self.problems = edition.problems
        if edition.plan is not None:
            self._good, self.plan, self._pages = edition, edition.plan, {}

    def file(self, path: str) -> bytes | None:
        """The bytes of a file of the site, rendered now if need be; None if there is no such file."""
        if self.plan is None or self._good is None or self._good.renderer is None:
            return None
        if path in self.plan.files:
            return self.plan.files[path]
        recipe = self.plan.recipes.get(path)
        if recipe is None:
            return None
        if path not in self._pages:
            page, problems = self._good.renderer.render(recipe)
            problems += self._good.renderer.missing_words()
            if problems:
                self.problems = in_order([*self.problems, *problems])
            else:
                self._pages[path] = page
            return page
        return self._pages[path]


def _say(words: str) -> None:
    print(words, flush=True)  # at once, also where the output is a pipe


async def serve(folders: Folders, port: int, say: Callable[[str], None] = _say) -> None:
    """Serve the preview on 127.0.0.1 until cancelled; raises PortTakenError."""
    address = f"http://{HOST}:{port}"
    site = Site(partial(prepare, folders, Deployment(address, production=False, drafts=True)))
    site.update()
    server = HTTPServer(application(site, port))
    try:
        server.listen(port, HOST)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError from error
        raise
    _tell(site, say)
    say(f"Preview at {address} – save a file and the page follows. Ctrl+C ends it.")
    told = site.problems
    folders_to_watch = (folders.content, folders.templates, folders.locales)
    async for _ in awatch(*folders_to_watch, debounce=100, step=20, recursive=True):
        site.update()
        if site.problems != told:
            _tell(site, say)
            told = site.problems
        reload_browsers()


def application(site: Site, port: int) -> Application:
    """The web application of the preview: pages from memory, livereload's script and socket."""
    return Application(
        [
            (r"/(\d+)/livereload", _Socket, {"site": site, "port": port}),
            (r"/livereload\.js", _Script),
            (r"/(.*)", _Pages, {"site": site, "port": port}),
        ]
    )


_RELOAD = {"command": "reload", "path": "/", "liveCSS": False, "liveImg": False}


def reload_browsers() -> None:
    """Tell every open page that the site has changed."""
    for waiter in set(LiveReloadHandler.waiters):
        waiter.send_message(_RELOAD)


class _Socket(LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """livereload's WebSocket, for pages of this preview only; its address names the page's version."""

    def initialize(self, site: Site, port: int) -> None:
        self.site = site
        self.port = port

    def open(self, version: str) -> None:
        """Remember which version the page shows."""
        self.version = version

    def on_message(self, message: str | bytes) -> None:
        """Greet as livereload does; a save while the page was loading would be lost without the rest."""
        super().on_message(message)
        if self in LiveReloadHandler.waiters and self.version != self.site.version:
            self.send_message(_RELOAD)

    def check_origin(self, origin: str) -> bool:
        """Another site in the same browser must not listen in."""
        return urlsplit(origin).netloc in _hosts(self.port)


class _Script(RequestHandler):
    """livereload's own script, included by address because the policy forbids inline scripts."""

    def get(self) -> None:
        script = importlib.resources.files("livereload") / "vendors" / "livereload.js"
        self.set_header("Content-Type", _TYPES[".js"])
        self.finish(script.read_bytes())


class _Pages(RequestHandler):
    """Files of the site from memory, with the policy of the real site plus the reload script and socket."""

    def initialize(self, site: Site, port: int) -> None:
        self.site = site
        self.port = port

    def prepare(self) -> None:
        if self.request.host not in _hosts(self.port):  # against DNS rebinding
            self.set_status(403)
            self.finish("This preview answers only on this machine.")

    def get(self, path: str) -> None:
        name = f"{path}index.html" if not path or path.endswith("/") else path
        data = self.site.file(name)
        if data is None and self.site.file(f"{path}/index.html") is not None:
            self.redirect(f"/{path}/")
            return
        if data is None:
            self.set_status(404)
            language = path.split("/", maxsplit=1)[0]
            data = self.site.file(f"{language}/404.html") or self.site.file("404.html") or _EMPTY
            name = "404.html"
        for header, value in headers(self.site, name, self.port).items():
            self.set_header(header, value)
        self.set_header("Content-Type", _TYPES.get(Path(name).suffix, "application/octet-stream"))
        self.set_header("Cache-Control", "no-store")
        self.finish(with_preview(data, self.site, self.port) if is_page(name) else data)


_EMPTY = (
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>'
    b"<body><p>There is no good version of the site to show yet.</p></body></html>"
)


def headers(site: Site, name: str, port: int) -> dict[str, str]:
    """A file's headers on the real site (from its `_headers`), opened for the reload script alone."""
    found = headers_for(f"/{name}", (site.file("_headers") or b"").decode())
    policy = found.get("Content-Security-Policy", "")
    policy = policy.replace("connect-src 'none'", f"connect-src ws://{HOST}:{port} ws://localhost:{port}")
    # livereload.js replaces style sheets through sinks that Trusted Types would refuse.
    found["Content-Security-Policy"] = policy.replace("; require-trusted-types-for 'script'", "")
    found.pop("Strict-Transport-Security", None)
    return found


def with_preview(page: bytes, site: Site, port: int) -> bytes:
    """A page with the reload script, and the problems on top of it.

    livereload.js puts its `port` option between the host and `/livereload`, which is how the page's
    version gets into the address of the socket.
    """
    text, problems = page.decode(), site.problems
    script = f'<script src="/livereload.js?host={HOST}&amp;port={port}/{site.version}" async></script>'
    text = text.replace("</body>", f"{script}</body>")
    if problems:
        rows = Markup("").join(Markup("<li><code>{}</code></li>").format(str(p)) for p in problems)
        panel = Markup(
            '<section class="preview-problems" role="alert" lang="en"><h2>{} to mend '
            "(this page shows the last good version)</h2><ul>{}</ul></section>"
        ).format(_count(problems), rows)
        head, body, rest = text.partition("<body")
        tag, close, rest = rest.partition(">")
        text = f"{head}{body}{tag}{close}{panel}{rest}"
    return text.encode()


def _hosts(port: int) -> tuple[str, str]:
    return f"{HOST}:{port}", f"localhost:{port}"


def _count(problems: tuple[Problem, ...]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems)} problems"


def _tell(site: Site, say: Callable[[str], None]) -> None:
    for problem in site.problems:
        print(problem, file=sys.stderr, flush=True)
    say(
        f"{_count(site.problems)} to mend; the preview keeps the last good site."
        if site.problems
        else "No problems."
    )


def run(folders: Folders, port: int) -> None:
    """Serve until the person at the keyboard ends it; raises PortTakenError."""
    try:
        asyncio.run(serve(folders, port))
    except KeyboardInterrupt:
        print("Preview ended.")
