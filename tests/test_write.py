"""The output is always one whole site: the old one or the new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.write import CannotWriteError, put_in_place, write_site
from tests.outputs import contents

SMALL = {"_headers": b"h", "_redirects": b"r", "cases.json": b"{}", "en/index.html": b"old"}


def test_a_new_site_replaces_the_old_one_and_leaves_nothing_stale(tmp_path: Path) -> None:
    write_site({**SMALL, "en/gone/index.html": b"x"}, tmp_path / "site")
    new = {**SMALL, "en/index.html": b"new"}
    write_site(new, tmp_path / "site")
    assert contents(tmp_path / "site") == new
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_file_that_says_the_same_is_not_written_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(SMALL, site)
    before = {path.name: path.stat().st_ino for path in site.rglob("*.json")}
    write_site({**SMALL, "en/index.html": b"new"}, site)
    assert {path.name: path.stat().st_ino for path in site.rglob("*.json")} == before
    assert {path.stat().st_nlink for path in site.rglob("*") if path.is_file()} == {1}


@pytest.mark.parametrize("change", ["other bytes", "a link", "a folder", "a second name elsewhere"])
def test_a_file_that_somebody_has_changed_is_written_again(tmp_path: Path, change: str) -> None:
    page, outside = tmp_path / "site" / "en" / "index.html", tmp_path / "outside"
    write_site(SMALL, tmp_path / "site")
    page.unlink()
    if change == "other bytes":
        page.write_bytes(b"odd")
    elif change == "a folder":
        page.mkdir()
    else:
        outside.write_bytes(SMALL["en/index.html"])
        page.symlink_to(outside) if change == "a link" else page.hardlink_to(outside)
    write_site(SMALL, tmp_path / "site")
    assert contents(tmp_path / "site") == SMALL
    assert not page.is_symlink()
    assert page.stat().st_nlink == 1


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
    (tmp_path / ".site.building" / "half").mkdir(parents=True)
    write_site(SMALL, tmp_path / "site")
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_site_lost_between_two_renames_is_found_again(tmp_path: Path) -> None:
    write_site(SMALL, tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site.replaced")
    write_site({**SMALL, "en/index.html": b"new"}, tmp_path / "site")
    assert contents(tmp_path / "site")["en/index.html"] == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_disk_that_refuses_leaves_the_last_site(tmp_path: Path) -> None:
    write_site(SMALL, tmp_path / "site")
    with pytest.raises(CannotWriteError, match="cannot be written"):
        write_site({**SMALL, "a" * 300: b"a name longer than a file system takes"}, tmp_path / "site")
    assert contents(tmp_path / "site") == SMALL


def test_folders_that_are_named_like_a_copy_of_the_site_are_left_alone(tmp_path: Path) -> None:
    for name in ("site.new", "site.old", "site.bak"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept.txt").write_text("by hand")
    write_site(SMALL, tmp_path / "site")
    write_site(SMALL, tmp_path / "site")
    assert all((tmp_path / name / "kept.txt").exists() for name in ("site.new", "site.old", "site.bak"))


def test_a_source_that_cannot_be_written_is_as_it_was_and_nothing_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "cases.json"
    source.write_text("old")

    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWriteError, match="cannot be written: No space left"):
        put_in_place(source, "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"cases.json": "old"}
