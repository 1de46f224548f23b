"""The watch over the sources: every change is told, and nothing else."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from pathlib import Path

import pytest
import watchfiles

from generator.preview.watch import watch
from tests.previews import in_a_loop_of_its_own, save_safely

CHANGES: dict[str, Callable[[Path], object]] = {
    "a file is written": lambda folder: (folder / "en" / "a.md").write_text("Other words."),
    "a file is replaced": lambda folder: save_safely(folder / "en" / "a.md", "Other words."),
    "a file is made": lambda folder: (folder / "en" / "b.md").write_text("b"),
    "a file is taken away": lambda folder: (folder / "en" / "a.md").unlink(),
    "a file is renamed": lambda folder: (folder / "en" / "a.md").rename(folder / "en" / "b.md"),
    "a file is moved elsewhere": lambda folder: (folder / "en" / "a.md").rename(folder.parent / "a.md"),
    "a file may be read again": lambda folder: (folder / "en" / "a.md").chmod(0o644),
    "a folder is made": lambda folder: (folder / "fr").mkdir(),
    "a folder is renamed": lambda folder: (folder / "en").rename(folder / "fr"),
    "the folder itself is renamed": lambda folder: folder.rename(folder.parent / "old"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content" / "en").mkdir(parents=True)
    (tmp_path / "content" / "en" / "a.md").write_text("Words.")
    (tmp_path / "content" / "en" / "a.md").chmod(0o600)
    return tmp_path / "content"


def while_watched(folder: Path, follow: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> None:
    """Run `follow` to its end; what it is given is set at each change of the folder."""

    async def watched() -> None:
        changed = asyncio.Event()
        watching = asyncio.create_task(watch([folder], changed))
        await asyncio.sleep(0)
        await follow(changed)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    in_a_loop_of_its_own(watched)


async def told(changed: asyncio.Event) -> None:
    await asyncio.wait_for(changed.wait(), 10)
    changed.clear()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_told(folder: Path, change: Callable[[Path], object]) -> None:
    async def follow(changed: asyncio.Event) -> None:
        change(folder)
        await told(changed)

    while_watched(folder, follow)


def test_what_is_saved_in_a_new_folder_is_told(folder: Path) -> None:
    async def follow(changed: asyncio.Event) -> None:
        (folder / "fr" / "deeper").mkdir(parents=True)
        await told(changed)
        await asyncio.sleep(0.5)
        changed.clear()
        (folder / "fr" / "deeper" / "a.md").write_text("Des mots.")
        await told(changed)

    while_watched(folder, follow)


def test_what_is_saved_in_a_folder_that_was_moved_is_told(folder: Path) -> None:
    async def follow(changed: asyncio.Event) -> None:
        (folder / "fr" / "deeper").mkdir(parents=True)
        (folder / "fr").rename(folder / "en" / "fr")
        (folder / "en").rename(folder / "es")
        await asyncio.sleep(0.5)
        changed.clear()
        (folder / "es" / "fr" / "deeper" / "a.md").write_text("Des mots.")
        await told(changed)

    while_watched(folder, follow)


def test_who_only_reads_is_not_told_of(folder: Path) -> None:
    async def follow(changed: asyncio.Event) -> None:
        assert (folder / "en" / "a.md").read_text() == "Words."
        assert [*folder.rglob("*")]
        await asyncio.sleep(0.5)
        assert not changed.is_set()

    while_watched(folder, follow)


def test_a_folder_that_comes_back_is_watched_again(folder: Path) -> None:
    async def follow(changed: asyncio.Event) -> None:
        folder.rename(folder.parent / "old")
        await told(changed)
        (folder.parent / "old").rename(folder)
        await told(changed)
        (folder / "en" / "a.md").write_text("Other words.")
        await told(changed)

    while_watched(folder, follow)


def test_changes_without_end_are_told_all_the_same(folder: Path) -> None:
    async def follow(changed: asyncio.Event) -> None:
        for number in range(5_000):
            (folder / "en" / "a.md").write_text(f"Words {number}.")
            await asyncio.sleep(0)
            if changed.is_set():
                return
        raise AssertionError("nothing was told while somebody saved")

    while_watched(folder, follow)


def test_where_no_folder_can_be_watched_its_files_are_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine whose limit of watched folders is reached."""
    real = watchfiles.awatch

    def limited(*folders: Path, force_polling: bool = False, **more: object) -> AsyncIterator[object]:
        if not force_polling:
            raise OSError(28, "No space left on device")
        return real(*folders, force_polling=True, **more)

    monkeypatch.setattr(sys.modules[watch.__module__], "awatch", limited)

    async def follow(changed: asyncio.Event) -> None:
        await told(changed)  # what was saved before the watch began
        await asyncio.sleep(0.5)
        changed.clear()
        (folder / "en" / "a.md").write_text("Other words.")
        await told(changed)

    while_watched(folder, follow)
