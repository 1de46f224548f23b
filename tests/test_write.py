"""The output is always one whole site: the old one or the new one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.commands import ROOT
from generator.write import CannotWriteError, write_site
from tests.tiny import Project

SMALL = {"_headers": b"h", "_redirects": b"r", "cases.json": b"{}", "en/index.html": b"old"}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_new_site_replaces_the_old_one_and_leaves_nothing_stale(tmp_path: Path) -> None:
    write_site({**SMALL, "en/gone/index.html": b"x"}, tmp_path / "site")
    new = {**SMALL, "en/index.html": b"new"}
    write_site(new, tmp_path / "site")
    assert contents(tmp_path / "site") == new
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_is_not_a_site_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(CannotWriteError, match="not a site made by this program"):
        write_site(SMALL, tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"


def test_a_link_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    with pytest.raises(CannotWriteError):
        write_site(SMALL, tmp_path / "site")


def test_what_a_killed_build_left_is_cleaned_up(tmp_path: Path) -> None:
    (tmp_path / "site.new" / "half").mkdir(parents=True)
    write_site(SMALL, tmp_path / "site")
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_site_lost_between_two_renames_is_found_again(tmp_path: Path) -> None:
    write_site(SMALL, tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / "site.old")
    write_site({**SMALL, "en/index.html": b"new"}, tmp_path / "site")
    assert contents(tmp_path / "site")["en/index.html"] == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_disk_that_refuses_leaves_the_last_site(tmp_path: Path) -> None:
    write_site(SMALL, tmp_path / "site")
    with pytest.raises(CannotWriteError, match="cannot be written"):
        write_site({**SMALL, "a" * 300: b"a name longer than a file system takes"}, tmp_path / "site")
    assert contents(tmp_path / "site") == SMALL


def test_a_killed_build_leaves_a_whole_site(project: Project) -> None:
    output = project.folders.output
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        "--content",
        str(project.content),
        "--output",
        str(output),
    ]
    subprocess.run(command, check=True, capture_output=True)
    whole = contents(output)
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    full = time.perf_counter() - started
    for part in range(12):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(full * (0.4 + 0.05 * part))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert contents(output) == whole


def test_two_builds_give_the_same_bytes(project: Project) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "--content", str(project.content), "--output"]
    seen = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Kathmandu")):
        output = project.root / f"site-{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        subprocess.run([*command, str(output)], check=True, capture_output=True, env=environment)
        seen.append(contents(output))
    assert seen[0] == seen[1]
