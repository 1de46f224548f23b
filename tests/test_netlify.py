"""Netlify's own command line builds the site and serves it, and does what our readers of its files say.

It is a large program of its own, so these tests are skipped where it is not installed. They use it without a
network and without an account.
"""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.commands import ROOT
from generator.headers import headers_for
from generator.model.project import Deployment
from generator.pipeline import prepare, render_all
from generator.redirects import answer_for
from generator.write import write_site
from tests.previews import free_port, until
from tests.tiny import Project

CLI = shutil.which("netlify")

pytestmark = pytest.mark.skipif(
    CLI is None, reason="Netlify's command line is not installed: npm install --global netlify-cli"
)


def command(folder: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    """A command of Netlify's, and an environment in which it asks and tells nobody and finds this Python."""
    mine = {"HOME": str(folder), "CI": "1", "NETLIFY_TELEMETRY_DISABLED": "1", "BROWSER": "none"}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return [str(CLI), *words, "--offline"], {**os.environ, **mine, "PATH": path}


def test_netlify_builds_the_site_and_keeps_search_engines_out_of_a_preview(tmp_path: Path) -> None:
    for name in ("generator", "templates", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "netlify.toml"):
        shutil.copy(ROOT / name, tmp_path)
    Project(tmp_path)
    words, environment = command(tmp_path, "build", "--context", "deploy-preview")
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "es" / "warning" / "index.html").read_text()
    assert '<meta name="robots" content="noindex">' in page
    assert "X-Robots-Tag: noindex" in (tmp_path / "site" / "_headers").read_text()


class Answered(NamedTuple):
    """What Netlify's server answered."""

    status: int
    headers: dict[str, str]
    words: str


class Served(NamedTuple):
    """A site that Netlify's own server serves."""

    port: int
    files: dict[str, bytes]

    def get(self, path: str, **headers: str) -> Answered:
        """One answer; no redirect is followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers={name.replace("_", "-"): to for name, to in headers.items()})
        answer = connection.getresponse()
        found = Answered(answer.status, dict(answer.getheaders()), answer.read().decode())
        connection.close()
        return found

    def answers(self) -> bool:
        """Whether it has begun to answer."""
        try:
            return self.get("/en/").status == 200
        except OSError:
            return False


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The tiny project, as a preview of a deploy."""
    folder = tmp_path_factory.mktemp("netlify")
    preview = Deployment("https://preview--x.netlify.app", production=False)
    files, problems = render_all(prepare(Project(folder).folders, preview))
    assert not problems
    write_site(files, folder / "site")
    shutil.copy(ROOT / "netlify.toml", folder)
    port = free_port()
    # Edge functions need a program that would have to be downloaded; the site has none.
    words, environment = command(
        folder, "dev", "--dir", "site", "--port", str(port), "--no-open", "--internal-disable-edge-functions"
    )
    log = folder / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(words, cwd=folder, env=environment, stdout=out, stderr=out) as it,
    ):
        found = Served(port, dict(files))
        try:
            until(found.answers, log.read_text)
            yield found
        finally:
            it.terminate()


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"Accept_Language": "es-MX,es;q=0.9,en;q=0.8"}, "/es/"),
        ({"Accept_Language": "en-US,en;q=0.9,es;q=0.8"}, "/en/"),
        ({"Accept_Language": "en-US,en", "Cookie": "nf_lang=es"}, "/es/"),
        ({"Accept_Language": "es-US,es", "Cookie": "nf_lang=en"}, "/en/"),
    ],
)
def test_the_reader_or_else_the_browser_chooses_the_language(
    served: Served, headers: dict[str, str], address: str
) -> None:
    answer = served.get("/", **headers)
    assert (answer.status, answer.headers["Location"]) == (302, address)


def test_who_reads_another_language_is_asked(served: Served) -> None:
    answer = served.get("/", Accept_Language="fr")
    assert answer.status == 200
    assert 'class="choose-language"' in answer.words


def test_a_deep_link_is_never_redirected(served: Served) -> None:
    for path, language in (("/en/warning/", "es"), ("/es/warning/", "en"), ("/en/", "es")):
        answer = served.get(path, Accept_Language=language, Cookie=f"nf_lang={language}")
        assert answer.status == 200
        assert f'<html lang="{path[1:3]}">' in answer.words


@pytest.mark.parametrize("path", ["/es/aviso/", "/es/aviso", "/es/no-existe/", "/en/nothing", "/nothing/"])
def test_it_answers_an_address_without_a_file_as_our_reader_of_redirects_says(
    served: Served, path: str
) -> None:
    answer = served.get(path, Accept_Language="en")
    address, status = answer_for(path, served.files["_redirects"].decode())
    assert answer.status == status
    if status == 404:
        assert answer.words == served.files[address.removeprefix("/")].decode()
    else:
        assert answer.headers["Location"] == address


@pytest.mark.parametrize("path", ["/en/warning/", "/es/404.html", "/cases.csv", "/assets/", "/robots.txt"])
def test_it_sends_the_headers_that_our_reader_of_headers_says(served: Served, path: str) -> None:
    if path == "/assets/":
        path = "/" + next(name for name in served.files if name.startswith("assets/"))
    answer = served.get(path, Accept_Language="en")
    expected = headers_for(path, served.files["_headers"].decode())
    assert expected.pop("X-Robots-Tag") == "noindex"
    for name in ("Cache-Control", "Content-Type"):  # this server has its own
        expected.pop(name, None)
    assert expected.items() <= answer.headers.items()
    assert answer.headers["X-Robots-Tag"] == "noindex"
