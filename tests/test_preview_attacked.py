"""The preview answers this machine alone, gives nothing but the site, and lives as long as it is needed."""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import re
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.conftest import Counted, HowMany
from tests.previews import PATIENCE, Preview, get, save_safely, served
from tests.tiny import Project


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="module")
def preview(sources: Project) -> Iterator[Preview]:
    with served(sources.folders) as preview:
        yield preview
        assert not [line for line in preview.lines if "Traceback" in line], "\n".join(preview.lines)


def port_of(preview: Preview) -> int:
    return int(preview.address.rpartition(":")[2])


# --- who is answered ---


def test_no_other_machine_can_reach_it(preview: Preview) -> None:
    """It listens on the loopback address and on no other that this machine has."""
    listening = [
        line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines() if line.split()[3] == "0A"
    ]
    listening += [
        line.split()[1] for line in Path("/proc/net/tcp6").read_text().splitlines() if line.split()[3] == "0A"
    ]
    port = f"{port_of(preview):04X}"
    assert [place for place in listening if place.endswith(f":{port}")] == [f"0100007F:{port}"]


OWN_ADDRESSES = ("/", "/en/", "/status/", "/preview/patch.js", "/preview/style/en/index.html", "/en/nowhere")
STRANGERS = ("evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1", "localhost")
STRANGERS += ("127.0.0.1:1", "localhost:{port}.evil.example", "0.0.0.0:{port}", "[::1]:{port}", "", "a b")
STRANGERS += (
    "127.0.0.1:{port}@evil.example",
    "evil.example#127.0.0.1:{port}",
    "LOCALHOST.:{port}",
    "2130706433",
)


@pytest.mark.parametrize("path", OWN_ADDRESSES)
def test_a_page_that_rebinds_its_name_to_this_machine_gets_nothing(preview: Preview, path: str) -> None:
    assert get(preview.address + path, Host=f"127.0.0.1:{port_of(preview)}")[0] != 403
    assert get(preview.address + path, Host=f"localhost:{port_of(preview)}")[0] != 403
    for stranger in STRANGERS:
        status, text, _ = get(preview.address + path, Host=stranger.format(port=port_of(preview)))
        assert (status, text) in {(403, "This preview answers only on this machine."), (400, "")}, stranger


@pytest.mark.parametrize(
    ("origin", "host", "is_let_in"),
    [
        ("http://127.0.0.1:{port}", "127.0.0.1:{port}", True),
        ("http://localhost:{port}", "localhost:{port}", True),
        ("http://evil.example", "127.0.0.1:{port}", False),
        ("http://127.0.0.1:1", "127.0.0.1:{port}", False),
        ("http://127.0.0.1", "127.0.0.1:{port}", False),
        ("null", "127.0.0.1:{port}", False),
        ("http://127.0.0.1:{port}.evil.example", "127.0.0.1:{port}", False),
        ("http://127.0.0.1:{port}@evil.example", "127.0.0.1:{port}", False),
        ("http://127.0.0.1:{port}", "evil.example:{port}", False),
    ],
)
def test_only_pages_of_the_preview_hear_of_saves(
    preview: Preview, origin: str, host: str, is_let_in: bool
) -> None:
    port = port_of(preview)
    headers = {"Origin": origin.format(port=port), "Host": host.format(port=port)}
    request = HTTPRequest(f"ws://127.0.0.1:{port}/preview/livereload", headers=headers)

    async def connected() -> bool:
        try:
            await ended(await websocket_connect(request))
        except HTTPClientError as error:
            assert error.code == 403
            return False
        return True

    assert alone(connected()) == is_let_in


async def ended(connection: WebSocketClientConnection) -> None:
    """End a conversation, and wait until the other side has, too."""
    connection.close()
    while await connection.read_message() is not None:
        pass


def alone(work: object) -> object:
    """Run it to its end in a loop of its own; the browser of other tests has one in this thread."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


def test_what_is_no_message_ends_the_conversation_alone(preview: Preview, sources: Project) -> None:
    hostile = ["", "x", "[]", "1", "null", "{}", '{"command": 1}', '{"command": "info"}', "[" * 100_000]
    hostile += [json.dumps({"command": "info", "url": 1, "plugins": {"patch": {"file": ["a"]}}})]
    hostile += [
        json.dumps({"command": "info", "url": "x", "plugins": {"patch": x}}) for x in (1, "a", [], None)
    ]
    origin = {"Origin": preview.address}
    request = HTTPRequest(preview.address.replace("http:", "ws:") + "/preview/livereload", headers=origin)

    async def said(message: str) -> None:
        connection = await websocket_connect(request)
        await connection.write_message(message)
        await ended(connection)

    for message in hostile:
        alone(said(message))
    sources.replace("en/laws.md", "Words.", "Words after many a strange message.")
    preview.eventually("/en/laws/", "Words after many a strange message.")
    sources.replace("en/laws.md", "Words after many a strange message.", "Words.")


# --- what is given ---

UP = (
    "..",
    "%2e%2e",
    "%2E.",
    "..%2f",
    "..%5c",
    "..\\",
    "%252e%252e",
    "%c0%ae%c0%ae",
    "．．",
    "....//",
    ".%00.",
)
WANTED = ("etc/passwd", "build.py", "generator/commands.py", "content/site.toml", "site.toml", ".git/config")


@pytest.mark.proof
def test_no_path_leads_out_of_the_site(preview: Preview, how_many: HowMany, counted: Counted) -> None:
    """Sent as they are, since a client of good manners would tidy them up."""
    starts = ["/", "//", "/en/", "/preview/", "/preview/style/", "/status/", "/\\"]
    plain = [f"{start}{up * 9}/etc/passwd" for start in starts for up in ("../", "%2e%2e%2f", "..%2f")]
    chance = random.Random(7)
    ends = ["", "\0", "%00", "%00.html", "/", "?", "#", ";", "%0d%0aX-Evil:%201"]
    mixed = [
        f"{chance.choice(starts)}{'/'.join(chance.choices(UP, k=chance.randrange(1, 9)))}/"
        f"{chance.choice(WANTED)}{chance.choice(ends)}"
        for _ in range(how_many(sample=60, whole=3_000))
    ]
    for path in (*plain, *mixed):
        answer = as_it_is(preview, path)
        status, _, _ = answer.partition(b"\r\n")
        assert re.match(rb"HTTP/1\.1 (404|400|301|302) |$", status), (path, answer[:300])
        assert b"root:" not in answer, path
        assert b"law_as_of" not in answer, path
        assert b"X-Evil: 1" not in answer, path
        location = re.search(rb"\r\nLocation: ([^\r\n]*)", answer)
        assert not location or re.match(rb"/(?![/\\])", location[1]), (path, location)
    counted(f"{len(plain) + len(mixed)} paths that lead elsewhere")


def as_it_is(preview: Preview, path: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port_of(preview)), timeout=PATIENCE) as connection:
        host = f"Host: 127.0.0.1:{port_of(preview)}\r\nConnection: close\r\n\r\n"
        connection.sendall(f"GET {path} HTTP/1.1\r\n{host}".encode())
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return answer


@pytest.mark.parametrize("folder", ["/assets/", "/preview/", "/preview/style/", "/en/case/", "/assets"])
def test_no_folder_is_listed(preview: Preview, folder: str) -> None:
    assert get(preview.address + folder)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "MOVE"])
def test_nothing_can_be_sent_to_it(preview: Preview, method: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(preview), timeout=PATIENCE)
    connection.request(method, "/en/", headers={"Content-Length": "0"})
    assert connection.getresponse().status in {405, 400}
    connection.close()


# --- how long it lives ---


def test_it_survives_the_deletion_of_all_content(sources: Project, preview: Preview) -> None:
    """Deleted and brought back with other words, three times; nothing has to be started again."""
    kept = sources.root / "kept"
    shutil.copytree(sources.content, kept)
    for time in range(3):
        shutil.rmtree(sources.content)
        preview.eventually("/en/", "content</p><p>This folder is missing.")
        assert get(f"{preview.address}/en/cases/")[0] == 200  # the last good site stays
        shutil.copytree(kept, sources.content)
        preview.gone("/en/", "to mend")
        sources.replace("en/laws.md", "Words.", f"Words of return x{time}.")
        preview.eventually("/en/laws/", f"Words of return x{time}.")


def memory(process: int) -> int:
    """Kilobytes that a process has in memory."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0])


GROWTH = 0.2
"""Of what it needs when it is warm. What is remembered is bounded; what is lost with each save adds up."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells memory as Linux does")
@pytest.mark.proof
def test_memory_stays_flat_over_requests_and_saves(
    sources: Project, preview: Preview, how_many: HowMany, counted: Counted
) -> None:
    requests, saves = how_many(sample=400, whole=10_000), how_many(sample=20, whole=1_000)
    paths = ["/en/", "/es/", "/en/warning/", "/en/tree/", "/status/", "/en/nowhere/", "/preview/patch.js"]
    paths += ["/preview/style/en/index.html", "/es/cases/", "/en.zip", "/sitemap.xml", "/es/aviso"]
    connection = http.client.HTTPConnection("127.0.0.1", port_of(preview), timeout=PATIENCE)
    chance = random.Random(8)

    def ask(number: int) -> None:
        for _ in range(number):
            path = chance.choice(paths) + chance.choice(["", f"?{chance.random()}", f"x{chance.random()}"])
            connection.request("GET", path)
            assert connection.getresponse().read() is not None

    path = sources.content / "en" / "glossary.md"
    words = path.read_text(encoding="utf-8")

    def save(number: int, name: str) -> None:
        for n in range(number):
            mark = f"Saved {name} x{n}. " + f"{chance.random()} " * 100
            save_safely(path, words.replace("Words.", mark))
            preview.eventually("/en/glossary/", f"Saved {name} x{n}.")

    ask(requests // 4)
    save(saves // 4, "to warm up")
    warm = memory(preview.process)
    ask(requests - requests // 4)
    after_requests = memory(preview.process)
    save(saves - saves // 4, "for long")
    end = memory(preview.process)
    save_safely(path, words)
    connection.close()
    counted(
        f"{requests} requests and {saves} saves: {warm // 1024} MB, {after_requests // 1024}, {end // 1024}"
    )
    assert after_requests - warm < GROWTH * warm, (warm, after_requests)
    assert end - warm < GROWTH * warm, (warm, end)
