"""The output is always one whole site: the old one or the new one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.output import Inventory
from generator.write import CannotWriteError, put_in_place, replacing, write_site
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


KEY = b"what the page was made from"
PAGE = "en/index.html"


def inventory_of(output: Path) -> Inventory:
    """What is known of a site whose page was made from something, once it is published."""
    with replacing(output) as stage:
        stage.put({path: data for path, data in SMALL.items() if path != PAGE})
        stage.put({PAGE: SMALL[PAGE]}, KEY)
        stage.publish()
        return stage.published()[1]


def test_what_was_made_from_the_same_is_taken_over_and_not_read(tmp_path: Path) -> None:
    output = tmp_path / "site"
    known = inventory_of(output)
    inode = (output / PAGE).stat().st_ino
    with replacing(output) as stage:
        assert stage.take_over(KEY) is None, "nothing is known of the last site yet"
        stage.know(known)
        assert stage.take_over(b"something else") is None
        assert stage.take_over(None) is None
        part = stage.apart()
        assert part.take_over(KEY) == (PAGE,)
        stage.take(part)
        stage.put({path: data for path, data in SMALL.items() if path != PAGE})
        stage.publish()
        assert stage.published()[1].origins == known.origins
    assert contents(output) == SMALL
    assert (output / PAGE).stat().st_ino == inode


@pytest.mark.parametrize(
    ("change", "is_taken"),
    [
        ("other bytes", False),
        ("other bytes of the same time and size", False),
        ("gone", False),
        ("a folder", False),
        ("a link", False),
        ("unreadable", False),
        ("brought from elsewhere", True),
        ("a second name elsewhere", True),
    ],
)
def test_a_file_is_taken_over_only_if_it_says_what_its_build_has_written(
    tmp_path: Path, change: str, is_taken: bool
) -> None:
    output, outside = tmp_path / "site", tmp_path / "outside"
    known, page, before = inventory_of(output), output / PAGE, (output / PAGE).stat()
    outside.write_bytes(b"old")
    if change == "a second name elsewhere":
        outside.unlink()
        outside.hardlink_to(page)
    else:
        page.unlink()
    if change.startswith("other bytes"):
        page.write_bytes(b"odd")
    if change.endswith("size"):
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "a folder":
        page.mkdir()
    elif change == "a link":
        page.symlink_to(outside)
    elif change == "unreadable":
        os.mkfifo(page)
    elif change == "brought from elsewhere":
        shutil.copyfile(outside, page)
    with replacing(output) as stage:
        stage.know(known)
        assert (stage.take_over(KEY) is not None) == is_taken
        if is_taken:
            stage.put({path: data for path, data in SMALL.items() if path != PAGE})
        else:
            stage.put(SMALL)
        stage.publish()
    assert contents(output) == SMALL
    assert not (output / PAGE).is_symlink()
    assert (output / PAGE).stat().st_nlink == 1


def test_what_somebody_began_who_could_not_go_on_is_written_again(tmp_path: Path) -> None:
    """A copy of the process may have died; what it has taken over is a file of the last site, too."""
    output = tmp_path / "site"
    known = inventory_of(output)
    with replacing(output) as stage:
        stage.know(known)
        stage.apart().take_over(KEY)
        stage.put({**SMALL, PAGE: b"new"})
        assert (output / PAGE).read_bytes() == b"old"
        stage.publish()
    assert contents(output) == {**SMALL, PAGE: b"new"}


def test_a_site_that_is_not_published_leaves_the_last_one(tmp_path: Path) -> None:
    write_site(SMALL, tmp_path / "site")
    with replacing(tmp_path / "site") as stage:
        stage.put({PAGE: b"half of it"})
    assert contents(tmp_path / "site") == SMALL
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
