"""Files are read again when they have changed, and only then."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.files import read_bytes
from generator.pipeline import prepare
from generator.remember import forget
from generator.templates import read_templates
from tests.tiny import Project


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each file that is really read, in order."""
    forget()
    found: list[Path] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        found.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    return found


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Let the clock show a later time, as the time of change of a file cannot be set back."""
    now = time.time_ns
    monkeypatch.setattr("generator.files.time.time_ns", lambda: now() + seconds * 1_000_000_000)


@pytest.fixture
def settled(tmp_path: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the word `one` that nobody has changed for long."""
    path = tmp_path / "a"
    path.write_bytes(b"one")
    later(monkeypatch, 10)
    assert read_bytes(path) == b"one"
    return path


def test_a_file_that_has_settled_is_read_once(settled: Path, readings: list[Path]) -> None:
    assert read_bytes(settled) == b"one"
    assert readings == [settled]


def test_a_file_that_was_just_changed_is_read_each_time(tmp_path: Path, readings: list[Path]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    times = path.stat()
    assert read_bytes(path) == b"one"
    path.write_bytes(b"two")  # as long as before, and perhaps within the same tick
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert read_bytes(path) == b"two"


def test_a_change_that_keeps_length_and_time_is_seen(settled: Path) -> None:
    time.sleep(0.05)  # more than a tick of the file system's clock
    times = settled.stat()
    settled.write_bytes(b"two")
    os.utime(settled, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert read_bytes(settled) == b"two"


def test_a_file_put_in_the_place_of_another_is_read(settled: Path) -> None:
    other = settled.with_name("b")
    other.write_bytes(b"two")
    other.replace(settled)
    assert read_bytes(settled) == b"two"


def test_a_file_that_is_gone_is_missed(settled: Path) -> None:
    settled.unlink()
    with pytest.raises(FileNotFoundError):
        read_bytes(settled)


def test_a_pipe_with_the_name_of_a_template_is_told_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "page.html")
    _, problems = read_templates(tmp_path)
    assert [str(one) for one in problems] == [
        f"{tmp_path.name}/page.html: This file cannot be read: it is not a file."
    ]


def test_a_folder_that_nobody_may_look_into_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.content / "en" / "more").mkdir()
    looking = os.scandir

    def refused(folder: os.PathLike[str]) -> Iterator[os.DirEntry[str]]:
        if os.fspath(folder).endswith("more"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return looking(folder)

    monkeypatch.setattr(os, "scandir", refused)
    problems = [str(one) for one in prepare(project.folders).problems]
    assert problems == ["content/en/more: This folder cannot be read: Permission denied."]


def test_an_article_that_nobody_may_read_is_a_problem_however_long_it_has_been_there(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 10)
    assert not prepare(project.folders).problems
    forget()
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "warning.md" and path.parent.name == "es":
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (problem,) = prepare(project.folders).problems
    assert str(problem) == "content/es/warning.md: This file cannot be read: Permission denied."


def test_an_article_that_has_settled_is_read_once_and_each_change_of_it_is_seen(
    project: Project, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    article = project.content / "en" / "warning.md"
    later(monkeypatch, 10)
    prepare(project.folders)
    prepare(project.folders)
    assert readings.count(article) == 1
    time.sleep(0.05)  # more than a tick of the file system's clock
    project.replace("en/warning.md", "Two years.", "Ten years.")
    edition = prepare(project.folders)
    assert edition.sources
    changed = edition.sources.article("warning", "en")
    assert changed
    assert "Ten years." in changed.text
