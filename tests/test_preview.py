"""The preview server: on this machine only, from memory, and brought up to date by every save."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect

from generator.commands import ROOT
from tests.tiny import Project


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def served(project: Project) -> Iterator[str]:
    """The address of a running preview of the project."""
    port = free_port()
    command = [sys.executable, str(ROOT / "build.py"), "--serve", "--port", str(port)]
    command += ["--content", str(project.content)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        give_up = threading.Timer(30, process.kill)
        give_up.start()
        try:
            assert process.stdout
            assert any("Preview at" in line for line in process.stdout), "the preview did not start"
            give_up.cancel()
            yield f"http://127.0.0.1:{port}"
        finally:
            give_up.cancel()
            process.terminate()


def get(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


def eventually(address: str, wanted: str) -> str:
    """The page as soon as it holds the wanted words."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        text = get(address)[1]
        if wanted in text:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{wanted!r} never came:\n{text[:2000]}")


def test_the_preview_serves_pages_drafts_and_404s_with_the_sites_policy(project: Project) -> None:
    for code in ("en", "es"):
        project.replace(f"{code}/warning.md", "order: 1", "order: 1\ndraft: true")
    with served(project) as address:
        status, text, headers = get(f"{address}/es/warning/")
        assert status == 200
        assert "Advertencia suficiente" in text
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in headers
        assert get(f"{address}/es/warning")[0] == 200  # led to the address with the slash
        status, text, _ = get(f"{address}/es/nowhere/")
        assert status == 404
        assert '<html lang="es">' in text
        assert get(f"{address}/../build.py")[0] == 404
        assert get(address, Host="evil.example")[0] == 403


def test_a_busy_port_is_a_clear_message(project: Project) -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        port = sock.getsockname()[1]
        command = [sys.executable, str(ROOT / "build.py"), "--serve", "--port", str(port)]
        command += ["--content", str(project.content)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"Port {port} is in use. Try: python build.py --serve --port {port + 1}\n"


def test_a_problem_stands_over_the_last_good_page_and_goes_when_mended(project: Project) -> None:
    with served(project) as address:
        page = f"{address}/en/warning/"
        assert "to mend" not in get(page)[1]
        project.replace("en/warning.md", "Two years.", "Two [@nobody] years.")
        text = eventually(page, "1 problem to mend")
        assert "content/en/warning.md:24: There is no case or law with the id `nobody`." in text
        assert "Two years." in text
        project.replace("en/warning.md", "Two [@nobody] years.", "Three years.")
        assert "to mend" not in eventually(page, "Three years.")


def test_a_preview_that_starts_with_problems_shows_them(project: Project) -> None:
    project.replace("en/warning.md", "Two years.", "Two [@nobody] years.")
    with served(project) as address:
        assert "1 problem to mend" in get(f"{address}/en/")[1]
        project.replace("en/warning.md", "Two [@nobody] years.", "Two years.")
        eventually(f"{address}/en/warning/", "Fair warning")


def test_two_saves_within_a_second_are_both_seen_in_the_browser(project: Project, browser: Browser) -> None:
    with served(project) as address:
        tab = browser.new_page()
        faults: list[str] = []
        tab.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        tab.goto(f"{address}/en/warning/")
        tab.wait_for_function("window.LiveReload && document.readyState === 'complete'")
        tab.wait_for_timeout(500)  # the socket's greeting
        for round_ in range(5):
            first, second = f"Save {round_}a.", f"Save {round_}b."
            text = (project.content / "en" / "warning.md").read_text(encoding="utf-8")
            base = text.rsplit("\n\n", 1)[0]
            project.write("en/warning.md", f"{base}\n\n{first}\n")
            time.sleep(0.05 + 0.2 * round_)
            project.write("en/warning.md", f"{base}\n\n{second}\n")
            expect(tab.locator("#deadlines")).to_contain_text(second, timeout=5000)
        assert faults == []
        tab.close()
