"""The preview server: on this machine only, from memory, and brought up to date by every save."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator

import pytest

from generator.commands import ROOT
from generator.headers import headers_for
from generator.model.project import Deployment
from generator.model.site import file_at, is_page
from generator.pipeline import Edition, prepare, render_all
from generator.preview import follow_saves, ports
from generator.preview.site import Site
from generator.undisturbed import undisturbed
from tests.previews import (
    Preview,
    free_port,
    get,
    in_a_loop_of_its_own,
    save_safely,
    served,
    until,
    with_own_templates,
)
from tests.tiny import Project, front_matter


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="module")
def preview(sources: Project) -> Iterator[Preview]:
    """One preview for all tests of this file; each of them changes articles of its own."""
    for code in ("en", "es"):
        sources.write(f"{code}/draft.md", article("Draft", "draft", draft="true"))
    with served(with_own_templates(sources)) as preview:
        yield preview


def article(title: str, slug: str, **more: str) -> str:
    return front_matter(title, slug, **more) + f"\nThe words of {title}.\n"


def test_pages_drafts_and_404s_have_the_sites_policy(preview: Preview) -> None:
    status, text, _ = get(f"{preview.address}/es/draft/")
    assert status == 200
    assert "The words of Draft." in text
    assert get(f"{preview.address}/es/draft")[0] == 200  # led to the address with the slash
    status, text, _ = get(f"{preview.address}/es/nowhere/")
    assert status == 404
    assert '<html lang="es">' in text
    status, text, _ = get(f"{preview.address}/es/aviso")
    assert status == 200
    assert "<h1>Warning</h1>" in text  # led on from the old address
    assert get(f"{preview.address}/../build.py")[0] == 404
    assert get(f"{preview.address}/preview/../site.py")[0] == 404


OF_EVERY_SERVER = {"Cache-Control", "Connection", "Content-Length", "Content-Type", "Date", "Etag"}


ANSWERS = {
    "/en/tree/": 200,
    "/es/nowhere/": 404,
    "/en/feed.xml": 200,
    "/status/": 200,
    "/preview/patch.js": 200,
    "/preview/nothing.js": 404,
    "/preview/style/en/index.html": 200,
}


def test_every_answer_has_the_headers_of_the_site_opened_for_the_preview_alone(
    sources: Project, preview: Preview
) -> None:
    deployed = Deployment(preview.address, production=False, drafts=True)
    rules = render_all(prepare(sources.folders, deployed))[0]["_headers"].decode()
    hosts = [
        preview.address.replace("http:", "ws:").replace("127.0.0.1", name)
        for name in ("127.0.0.1", "localhost")
    ]
    opened = {f"connect-src 'self' {hosts[0]} {hosts[1]}", "trusted-types preview later"}
    for path, status in ANSWERS.items():
        answered, _, headers = get(f"{preview.address}{path}")
        assert answered == status
        built = headers_for(path, rules)
        of_site = set(built.pop("Content-Security-Policy").split("; "))
        of_preview = set(headers.pop("Content-Security-Policy").split("; "))
        assert of_preview - of_site == (opened if is_page(file_at(path)) else set())
        assert len(of_preview) == len(of_site)
        del built["Strict-Transport-Security"]  # there is no TLS here
        assert built.items() <= headers.items()
        assert headers.keys() - built.keys() <= OF_EVERY_SERVER


def test_other_names_of_this_machine_are_refused(preview: Preview) -> None:
    assert get(preview.address, Host="evil.example")[0] == 403


# --- saves ---


def test_a_safe_write_is_a_save(sources: Project, preview: Preview) -> None:
    path = sources.content / "en" / "laws.md"
    save_safely(path, path.read_text(encoding="utf-8").replace("Words.", "Saved safely."))
    preview.eventually("/en/laws/", "Saved safely.")


def test_new_renamed_and_deleted_articles_are_followed(sources: Project, preview: Preview) -> None:
    for code in ("en", "es"):
        sources.write(f"{code}/fresh.md", article("Fresh", "fresh"))
    preview.eventually("/es/fresh/", "The words of Fresh.")
    for code in ("en", "es"):
        (sources.content / code / "fresh.md").rename(sources.content / code / "renamed.md")
    preview.eventually("/en/fresh/", "The words of Fresh.")
    (sources.content / "en" / "renamed.md").unlink()
    preview.eventually("/en/", "content/en/renamed.md")
    (sources.content / "es" / "renamed.md").unlink()
    preview.gone("/en/", "to mend")
    assert get(f"{preview.address}/en/fresh/")[0] == 404


def test_new_and_renamed_directories_are_followed(sources: Project, preview: Preview) -> None:
    for code in ("en", "es"):
        sources.write(f"{code}/guides/court.md", article("Court", "court"))
    preview.eventually("/en/court/", "The words of Court.")
    for code in ("en", "es"):
        (sources.content / code / "guides").rename(sources.content / code / "handbooks")
    for code in ("en", "es"):
        sources.replace(f"{code}/handbooks/court.md", "The words of Court.", "Words after the move.")
    preview.eventually("/es/court/", "Words after the move.")


def test_a_half_written_file_is_a_problem_until_the_next_save(sources: Project, preview: Preview) -> None:
    whole = (sources.content / "rules.json").read_bytes()
    (sources.content / "rules.json").write_bytes(whole[: len(whole) // 2])
    preview.eventually("/en/tree/", "This is not valid JSON")
    (sources.content / "rules.json").write_bytes(whole)
    preview.gone("/en/tree/", "to mend")


@pytest.mark.parametrize("folder", ["content", "templates"])
def test_a_folder_that_goes_away_is_a_problem_until_it_is_back(
    sources: Project, preview: Preview, folder: str
) -> None:
    start = len(preview.lines)
    (sources.root / folder).rename(sources.root / "elsewhere")
    preview.eventually("/en/", f"{folder}</p><p>This folder is missing.")
    assert get(f"{preview.address}/en/cases/")[0] == 200  # the last good site stays
    (sources.root / "elsewhere").rename(sources.root / folder)
    preview.gone("/en/", "to mend")
    sources.replace("en/glossary.md", "Words.", f"Saved after {folder} came back.")
    preview.eventually("/en/glossary/", f"Saved after {folder} came back.")
    sources.replace("en/glossary.md", f"Saved after {folder} came back.", "Words.")
    assert not [line for line in preview.lines[start:] if "Traceback" in line]


def test_a_folder_that_is_exchanged_for_another_is_watched(sources: Project, preview: Preview) -> None:
    copy = sources.root / "copy"
    for path in sources.content.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(sources.content)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    sources.content.rename(sources.root / "old")
    copy.rename(sources.content)
    (sources.content / "en" / "404.md").write_text(front_matter("Page 404", "none") + "\nOf the copy.\n")
    preview.eventually("/en/nowhere/", "Of the copy.")


# --- what nobody has foreseen ---


def test_an_error_of_the_program_is_told_in_plain_words_and_the_preview_goes_on(project: Project) -> None:
    readings = iter(
        [prepare(project.folders, Deployment("http://127.0.0.1:1", False, True)), ZeroDivisionError("a/b")]
    )

    def read() -> Edition:
        reading = next(readings)
        if isinstance(reading, Exception):
            raise reading
        return reading

    site = Site(read)
    site.update()
    page = site.file("en/index.html")
    site.update()
    (problem,) = site.problems
    assert str(problem).startswith(
        "content: The program met something that it does not know: ZeroDivisionError: a/b"
    )
    assert (
        problem.hint
        == "Take back what you changed last. If that does not help, show this line to an engineer."
    )
    assert site.file("en/index.html") == page


def test_a_plan_goes_when_a_newer_one_has_come_and_leaves_nothing_to_the_collector_of_cycles(
    project: Project,
) -> None:
    made: list[Callable[[], object]] = []

    def read() -> Edition:
        edition = prepare(project.folders, Deployment("http://127.0.0.1:1", False, True))
        assert edition.plan
        made.extend(map(weakref.ref, (edition.plan.recipes, edition.plan.files)))
        return edition

    site = Site(read)
    with undisturbed():
        for before, after in (("Two years.", "Three years."), ("Three years.", "Four years.")):
            project.replace("en/warning.md", before, after)
            site.update()
            for path in ("en/warning/index.html", "en/contents/index.html", "en/search/index.html"):
                assert site.file(path)
        assert [one() is None for one in made] == [True, True, False, False]


def test_an_error_in_a_template_leaves_the_other_pages(project: Project) -> None:
    folders = with_own_templates(project)
    template = project.root / "templates" / "pages" / "article.html"
    good = template.read_text(encoding="utf-8")
    site = Site(lambda: prepare(folders, Deployment("http://127.0.0.1:1", False, True)))
    site.update()
    page = site.file("en/warning/index.html")
    template.write_text(
        good.replace("{% block content %}", "{% block content %}{{ 1 // 0 }}"), encoding="utf-8"
    )
    site.update()
    assert site.file("en/warning/index.html") == page  # the last good one
    assert "ZeroDivisionError" in str(site.problems)
    assert site.file("en/index.html")
    template.write_text(good, encoding="utf-8")
    site.update()
    assert site.problems == ()


def test_words_that_a_broken_template_asked_for_are_forgotten_when_it_is_mended(project: Project) -> None:
    folders = with_own_templates(project)
    template = project.root / "templates" / "pages" / "article.html"
    good = template.read_text(encoding="utf-8")
    site = Site(lambda: prepare(folders, Deployment("http://127.0.0.1:1", False, True)))
    begins = "{% block content %}"
    broken = good.replace(begins, begins + "{% trans %}Nobody wrote this{% endtrans %}{{ 1 // 0 }}")
    template.write_text(broken, encoding="utf-8")
    site.update()
    site.file("en/warning/index.html")
    assert site.problems
    template.write_text(good, encoding="utf-8")
    site.update()
    assert site.file("en/warning/index.html")
    assert site.problems == ()


def test_a_template_that_is_no_text_is_named(project: Project) -> None:
    folders = with_own_templates(project)
    (project.root / "templates" / "pages" / "case.html").write_bytes(b"caf\xe9")
    (problem,) = prepare(folders).problems
    assert str(problem) == "templates/pages/case.html: This file is not a text in UTF-8."


# --- several saves ---


def readings_of_one_update(saves: int, seconds_each: float) -> int:
    """How often the sources are read for one update, when each of the first readings sees another save.

    A reading takes so many seconds of a clock that only readings move.
    """
    now, readings = 0.0, 0

    async def follow() -> None:
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def read() -> Edition:
            nonlocal now, readings
            now += seconds_each
            readings += 1
            if readings < saves:
                loop.call_soon_threadsafe(changed.set)
            return Edition(())

        changed.set()
        await follow_saves(Site(read), changed, lambda: now)

    in_a_loop_of_its_own(follow)
    return readings


def test_several_saves_at_once_are_one_update() -> None:
    assert readings_of_one_update(saves=5, seconds_each=0.01) == 5


def test_who_never_stops_saving_sees_an_update() -> None:
    assert readings_of_one_update(saves=1_000, seconds_each=0.02) == 4  # 0.05 s, and one more


# --- start and end ---


def serve(project: Project, port: int) -> list[str]:
    command = [sys.executable, str(ROOT / "build.py"), "--serve", "--port", str(port)]
    return [*command, "--content", str(project.content)]


def test_a_busy_port_is_a_clear_message_with_the_next_free_one(project: Project) -> None:
    port = free_port(in_a_row=2)
    with socket.create_server(("127.0.0.1", port)), socket.create_server(("127.0.0.1", port + 1)):
        done = subprocess.run(serve(project, port), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    said, _, free = done.stderr.rpartition(" ")
    assert said == f"Port {port} is in use. Try: python build.py --serve --port"
    assert int(free) > port + 1
    for found in ports.listening(int(free)):
        found.close()


def test_a_preview_starts_with_problems_and_ends_without_a_word_too_much(project: Project) -> None:
    project.replace("en/warning.md", "Two years.", "Two [@nobody] years.")
    port = free_port()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(serve(project, port), text=True, **streams) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(6)]
        status, text, _ = get(f"http://127.0.0.1:{port}/en/")
        assert status == 404
        assert "There is no good version of this page to show yet." in text
        assert "There is no case or law with the id <code>nobody</code>" in text
        project.replace("en/warning.md", "Two [@nobody] years.", "Two years.")
        address = f"http://127.0.0.1:{port}/en/warning/"
        until(lambda: "Fair warning" in get(address)[1], lambda: "the page never came")
        process.send_signal(signal.SIGINT)
        lines += process.stdout.readlines()
    assert process.returncode == 0
    assert "".join(lines) == (
        "content/en/warning.md:24: There is no case or law with the id `nobody`.\n"
        "    Two [@nobody] years.\n"
        "        ^\n"
        "1 problem to mend; the preview keeps the last good site.\n"
        f"Preview at http://127.0.0.1:{port} – save a file and the page follows. Ctrl+C ends it.\n"
        f"How both languages stand: http://127.0.0.1:{port}/status/\n"
        "Mended: content/en/warning.md:24.\n"
        "No problems.\n"
        "Preview ended.\n"
    )
