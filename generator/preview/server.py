"""The preview's web application: pages from memory, a script that patches them, and livereload's socket."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler
from markupsafe import Markup
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, RequestHandler, _HandlerDelegate
from tornado.websocket import WebSocketClosedError

from generator.headers import headers_for
from generator.model.site import file_at, is_page
from generator.preview.panel import panel
from generator.preview.ports import HOST
from generator.preview.site import Site
from generator.redirects import answer_for
from generator.status import STYLE

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}

OWN = "preview"
"""The first part of the addresses of the preview itself; pages of the site begin with a language."""

STATUS = "status"
"""The first part of the addresses of the status pages."""

_HERE = Path(__file__).parent
_LIVERELOAD = importlib.resources.files("livereload") / "vendors" / "livereload.js"
_OWN_FILES = {"patch.js": _HERE / "patch.js", "panel.css": _HERE / "panel.css", "livereload.js": _LIVERELOAD}

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)

_NO_POLICY_YET = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'none'; "
    "trusted-types later"
)

_EMPTY = (
    b'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Preview</title>\n</head>\n'
    b"<body>\n<p>There is no good version of this page to show yet.</p>\n</body>\n</html>\n"
)


def application(
    site: Site, port: int, tell: Callable[[], None], status: Callable[[str], bytes | None]
) -> Application:
    """The web application. `tell` is called after each page, which may have added to the problems.

    `status` makes the status page of a file from its name, or None where there is no such file.
    """
    return _OnlyHere(
        [
            (rf"/{STATUS}/(.*)", _Status, {"site": site, "port": port, "status": status}),
            (rf"/{OWN}/livereload", _Socket, {"site": site, "port": port}),
            (rf"/{OWN}/style/(.+)", _Style, {"site": site}),
            (rf"/{OWN}/(.+)", _OwnFile),
            (r"/(.*)", _Pages, {"site": site, "port": port, "tell": tell}),
        ],
        log_function=lambda _: None,  # what is asked for is nothing to tell
        hosts=_hosts(port),
        headers=lambda path: headers(site, file_at(path), port),
    )


class _OnlyHere(Application):
    """Answers nobody but the person at the keyboard: not a page elsewhere that rebinds its name to us."""

    def find_handler(self, request: HTTPServerRequest, **more: object) -> _HandlerDelegate:
        """Whatever is asked for by another name, pages, scripts and the socket alike, is refused."""
        if request.host in self.settings["hosts"]:
            return super().find_handler(request, **more)
        return self.get_handler_delegate(request, _NotHere)


_COMING = "coming/"


def _message(path: str) -> dict[str, object]:
    """A message of livereload's protocol, which has no words of ours: the path says it all."""
    return {"command": "reload", "path": f"/{path}", "liveCSS": False, "liveImg": False}


def _tell_browsers(path: str) -> None:
    for waiter in set(LiveReloadHandler.waiters):
        with suppress(WebSocketClosedError):  # the page has just been left
            waiter.write_message(_message(path))


def announce(version: str) -> None:
    """Let every open page ask for the newest state of itself, which it is not to show yet."""
    _tell_browsers(_COMING + version)


def update_browsers(version: str) -> None:
    """Let every open page show this version of itself."""
    _tell_browsers(version)


def files_on_screen() -> set[str]:
    """The files of the site that the open pages show."""
    return {waiter.file for waiter in LiveReloadHandler.waiters}


class _Socket(LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """livereload's WebSocket, for pages of this preview only."""

    def initialize(self, site: Site, port: int) -> None:
        self.site = site
        self.port = port

    def on_message(self, message: str | bytes) -> None:
        """Greet as livereload does. A page then says what it shows; what was saved meanwhile is told."""
        try:
            of_page = json.loads(message).get("plugins", {}).get("patch", {})
            self.file = str(of_page.get("file", ""))
            super().on_message(message)
        except (ValueError, AttributeError, TypeError, RecursionError):
            self.close(1002, "This is no message of livereload's protocol.")
            return
        if self in LiveReloadHandler.waiters and of_page.get("shown") != self.site.version:
            self.send_message(_message(self.site.version))

    def check_origin(self, origin: str) -> bool:
        """Another site in the same browser must not listen in."""
        return urlsplit(origin).netloc in _hosts(self.port)


class _Answer(RequestHandler):
    """A page, a file, a redirect or a refusal: each has the headers of its address on the real site."""

    def set_default_headers(self) -> None:
        """Called before all else, and again where an answer becomes a refusal."""
        self.clear_header("Server")
        for header, value in self.settings["headers"](self.request.path).items():
            self.set_header(header, value)


class _NotHere(_Answer):
    def prepare(self) -> None:
        self.set_status(403)
        self.finish("This preview answers only on this machine.")


class _OwnFile(_Answer):
    """The scripts and the style of the preview, included by address as the policy wants it."""

    def get(self, name: str) -> None:
        if name not in _OWN_FILES:
            self.send_error(404)
            return
        self.set_header("Content-Type", _TYPES[Path(name).suffix])
        self.set_header("Cache-Control", "no-store")
        self.finish(_OWN_FILES[name].read_bytes())


class _Style(_Answer):
    """The style that a page holds, as a file."""

    def initialize(self, site: Site) -> None:
        self.site = site

    def get(self, name: str) -> None:
        page = self.site.file(name) if is_page(name) else None
        if page is None:
            self.send_error(404)
            return
        self.set_header("Content-Type", _TYPES[".css"])
        self.set_header("Cache-Control", "no-store")
        self.finish("\n".join(_STYLE.findall(page.decode())))


class _File(_Answer):
    """A file that a page of the preview asks for anew after each save."""

    port: int

    def send(self, data: bytes, name: str, site: Site) -> None:
        """Answer with a file, which a page of the preview asks for anew after each save."""
        self.set_header("Content-Type", _TYPES.get(Path(name).suffix, "application/octet-stream"))
        self.set_header("Cache-Control", "no-store")
        self.finish(with_preview(data, name, site, self.port) if is_page(name) else data)


class _Status(_File):
    """The status pages, which follow each save as the pages of the site do."""

    def initialize(self, site: Site, port: int, status: Callable[[str], bytes | None]) -> None:
        self.site = site
        self.port = port
        self.status = status

    def get(self, path: str) -> None:
        if path == STYLE.name:
            self.send(STYLE.read_bytes(), STYLE.name, self.site)
            return
        page = self.status(path.rstrip("/"))
        if page is None:
            self.redirect(f"/{STATUS}/")
            return
        self.send(page, f"{STATUS}/{path}index.html", self.site)


class _Pages(_File):
    """Files of the site from memory, with the policy of the real site opened for the preview alone."""

    def initialize(self, site: Site, port: int, tell: Callable[[], None]) -> None:
        self.site = site
        self.port = port
        self.tell = tell

    def get(self, path: str) -> None:
        name = f"{path}index.html" if not path or path.endswith("/") else path
        data = self.site.file(name)
        if data is None and self.site.file(f"{path}/index.html") is not None:
            self.redirect(f"/{path}/")
            return
        if data is None:
            answer = answer_for(f"/{path}", (self.site.file("_redirects") or b"").decode())
            if answer.status != 404:
                self.redirect(answer.address)  # for now: a browser would keep for ever what a 301 says
                return
            self.set_status(404)
            name = answer.address.removeprefix("/")
            data = self.site.file(name) or b""
        self.send(data, name, self.site)

    def on_finish(self) -> None:
        self.tell()


def headers(site: Site, name: str, port: int) -> dict[str, str]:
    """A file's headers on the real site (from its `_headers`), in pages opened for the preview's script.

    It may ask for pages, listen to its socket, and parse the pages it got (with a Trusted Types policy of its
    own).
    """
    found = headers_for(f"/{name}", (site.file("_headers") or b"").decode())
    found.pop("Strict-Transport-Security", None)
    if not is_page(name):
        return found
    policy = found.get("Content-Security-Policy", _NO_POLICY_YET)
    sources = " ".join(["'self'", *(f"ws://{host}" for host in _hosts(port))])
    policy = policy.replace("connect-src 'none'", f"connect-src {sources}")
    found["Content-Security-Policy"] = policy.replace("trusted-types ", f"trusted-types {OWN} ")
    return found


def with_preview(page: bytes, name: str, site: Site, port: int) -> bytes:
    """A page with the preview's scripts and style, and the problems on top of it.

    The page says its version and its file, which is none where there is nothing to show. The script that
    patches comes before every other one, because it must see the page as it was sent; it is a module, whose
    names are its own. livereload.js puts its `port` option between the host and `/livereload`, which is how
    its socket comes to the preview's own addresses. A style in the page becomes a file, because the policy of
    a page on screen allows the style that it came with, but no later one.
    """
    port_and_path = f"{port}/{OWN}"
    head = Markup(
        '<head>\n<meta name="preview" content="{version}" data-file="{file}">\n'
        '<link rel="stylesheet" href="/{own}/panel.css">\n'
        '<script type="module" src="/{own}/patch.js"></script>\n'
        '<script src="/{own}/livereload.js?host={host}&amp;port={port}&amp;maxdelay=2000" defer></script>\n'
    ).format(version=site.version, file=name if page else "", own=OWN, host=HOST, port=port_and_path)
    text = (page or _EMPTY).decode().replace("<head>\n", head, 1)
    text = _STYLE.sub(lambda style: _linked(style[1], name), text)
    before, body, rest = text.partition("<body")
    tag, close, rest = rest.partition(">\n")
    return f"{before}{body}{tag}{close}{panel(site)}{rest}".encode()


def _linked(style: str, name: str) -> Markup:
    """A link to the style in the page of this name; its address changes with the style, as in the site."""
    digest = hashlib.sha256(style.encode()).hexdigest()[:12]
    return Markup('<link rel="stylesheet" href="/{}/style/{}?{}">').format(OWN, name, digest)


def _hosts(port: int) -> tuple[str, str]:
    return f"{HOST}:{port}", f"localhost:{port}"
