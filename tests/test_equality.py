"""After any edits a site is the same, whether it was remembered, kept between builds or made from nothing."""

from __future__ import annotations

import hashlib
import multiprocessing
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from generator import share_pictures, unchanged
from generator.model.project import Deployment, Folders
from generator.pipeline import Edition, prepare, render_all
from generator.remember import LATELY, MEMORIES, forget, forget_texts
from tests.conftest import Counted, HowMany
from tests.outputs import built_again, contents
from tests.test_remember import EDITS, Copy
from tests.tiny import TODAY

DEPLOYMENT = Deployment("https://example.org", production=True)
STEPS = 50
"""Edits in a row, from one fresh project."""

MAY_BREAK = ("en/warning.md", "es/glossary.md", "cases.json", "site.toml")


Made = dict[str, str]
"""A digest of each file of the site and every notice; every problem instead, where there is one."""


def made(folders: Folders) -> Made:
    """The site in memory, without anything that was kept."""
    edition = prepare(folders, DEPLOYMENT, TODAY)
    files, problems = render_all(edition)
    return told(edition, files, list(map(str, problems)))


def made_again(folders: Folders) -> Made:
    """The site in its folder, with all that earlier builds have kept."""
    edition, problems = built_again(folders, DEPLOYMENT)
    return told(edition, {} if problems else contents(folders.output), problems)


def told(edition: Edition, files: Mapping[str, bytes], problems: Iterable[str]) -> Made:
    if problems:
        return dict.fromkeys(problems, "")
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return digests | dict.fromkeys(map(str, edition.notices), "")


KEPT = {"generator.render", "generator.bytecode", "generator.styles", "generator.assets"}
"""What follows from one text of the templates alone, and takes longest to make."""


def begin_anew() -> None:
    """Forget everything but what is `KEPT`."""
    for memory in MEMORIES:
        if memory.__module__ not in KEPT:
            memory.cache_clear()
    for lately in LATELY:
        lately.cache_clear()
    forget_texts()


def from_nothing(asked: Connection) -> None:
    """A process that builds as often as it is asked, as if it had just been started."""
    unchanged._TICK = 0  # nobody touches the output between two builds
    share_pictures.drawn = cache(share_pictures.drawn)  # from words alone; they take as long as all pages
    while folders := asked.recv():
        begin_anew()
        clean = made(folders)
        begin_anew()
        asked.send((clean, made_again(folders)))


class Edits(RuleBasedStateMachine):
    """Somebody works on a site, and breaks and mends it."""

    steps = 0
    builder: Connection

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        project = Copy(self.root / "project")
        self.content = project.content
        self.folders = Folders(*_places(project.root), cache=self.root / "cache")
        forget()

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @rule(edit=st.sampled_from(EDITS))
    def save(self, edit: Any) -> None:
        """An edit of any kind; or back, where it has been done."""
        path = self.content.parent / edit.file
        text = path.read_text(encoding="utf-8", errors="replace")
        old, new = (edit.old, edit.new) if edit.old in text else (edit.new, edit.old)
        if old:
            path.write_text(text.replace(old, new, 1), encoding="utf-8")

    @rule(number=st.integers(1, 3))
    def add_an_article(self, number: int) -> None:
        for language in ("en", "es"):
            text = (self.content / language / "warning.md").read_text(encoding="utf-8", errors="replace")
            slug = text.replace('slug: "', f'slug: "number-{number}-', 1)
            (self.content / language / f"more-{number}.md").write_text(slug, encoding="utf-8")

    @rule(number=st.integers(1, 3), other=st.integers(1, 3))
    def rename_an_article(self, number: int, other: int) -> None:
        for language in ("en", "es"):
            path = self.content / language / f"more-{number}.md"
            if path.exists():
                path.rename(path.with_name(f"more-{other}.md"))

    @rule(number=st.integers(1, 3), languages=st.sampled_from([("en",), ("es",), ("en", "es")]))
    def delete_an_article(self, number: int, languages: tuple[str, ...]) -> None:
        for language in languages:
            (self.content / language / f"more-{number}.md").unlink(missing_ok=True)

    @rule(
        name=st.sampled_from(["en/warning.md", "es/glossary.md", "cases.json", "site.toml"]),
        share=st.floats(0, 1),
    )
    def cut_off_a_file(self, name: str, share: float) -> None:
        path = self.content / name
        kept = self.root / name.replace("/", "-")
        if not kept.exists():
            kept.write_bytes(path.read_bytes())
        path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])

    @rule()
    def mend_all_files(self) -> None:
        for name in MAY_BREAK:
            kept = self.root / name.replace("/", "-")
            if kept.exists():
                (self.content / name).write_bytes(kept.read_bytes())
                kept.unlink()

    @rule(share=st.floats(0, 1), words=st.sampled_from([b"", b"Somebody was here."]))
    def change_a_file_of_the_output(self, share: float, words: bytes) -> None:
        files = sorted(path for path in self.folders.output.rglob("*") if path.is_file())
        if files:
            files[int(share * (len(files) - 1))].write_bytes(words)

    @rule(share=st.floats(0, 1))
    def delete_a_file_of_the_output(self, share: float) -> None:
        files = sorted(path for path in self.folders.output.rglob("*.html"))
        if files:
            files[int(share * (len(files) - 1))].unlink()

    @rule()
    def bring_the_output_from_elsewhere(self) -> None:
        """As a service does that keeps it between builds: other files that say the same."""
        if self.folders.output.exists():
            shutil.copytree(self.folders.output, self.root / "kept", copy_function=shutil.copyfile)
            shutil.rmtree(self.folders.output)
            (self.root / "kept").rename(self.folders.output)

    @rule(what=st.sampled_from(["output", "cache"]))
    def take_away_what_is_kept(self, what: str) -> None:
        shutil.rmtree(getattr(self.folders, what), ignore_errors=True)

    @invariant()
    def the_site_is_the_same_however_it_was_made(self) -> None:
        type(self).steps += 1
        self.builder.send(self.folders)
        remembered = made(self.folders)
        clean, kept = self.builder.recv()
        assert remembered == clean
        assert kept == clean


def _places(root: Path) -> tuple[Path, ...]:
    return tuple(root / name for name in ("content", "templates", "locales", "site"))


@pytest.mark.proof
def test_after_any_edits_the_site_is_what_a_build_from_nothing_makes(
    how_many: HowMany, counted: Counted
) -> None:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    builder = multiprocessing.get_context("spawn").Process(target=from_nothing, args=(theirs,), daemon=True)
    builder.start()
    Edits.builder, Edits.steps = ours, 0
    try:
        run_state_machine_as_test(
            Edits,
            settings=settings(
                max_examples=how_many(sample=4, whole=60),
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate],  # fifty steps are told as they are: to find fewer takes an hour
                database=None,
            ),
        )
    finally:
        ours.send(None)
        builder.join()
    counted(f"{Edits.steps} edits: remembered, kept and clean builds are the same.")
