"""Files are read again when they have changed, and only then."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator.files import read_bytes
from generator.remember import forget


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


def test_a_file_that_has_settled_is_read_once(
    tmp_path: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    later(monkeypatch, 10)
    assert [read_bytes(path), read_bytes(path)] == [b"one", b"one"]
    assert readings == [path]


def test_a_file_that_was_just_changed_is_read_each_time(tmp_path: Path, readings: list[Path]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    times = path.stat()
    assert read_bytes(path) == b"one"
    path.write_bytes(b"two")  # as long as before, and perhaps within the same tick
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert read_bytes(path) == b"two"


def test_a_change_that_keeps_length_and_time_is_seen(
    tmp_path: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    later(monkeypatch, 10)
    assert read_bytes(path) == b"one"
    time.sleep(0.05)
    times = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert read_bytes(path) == b"two"


def test_a_file_put_in_the_place_of_another_is_read(
    tmp_path: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"one")
    other.write_bytes(b"two")
    later(monkeypatch, 10)
    assert read_bytes(path) == b"one"
    other.replace(path)
    assert read_bytes(path) == b"two"


def test_a_file_that_is_gone_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    later(monkeypatch, 10)
    read_bytes(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        read_bytes(path)
