"""What is kept between builds saves time, and is never a wrong byte in a site."""

from __future__ import annotations

import dataclasses
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jinja2
import pytest

from generator import cache as caches
from generator import pipeline, plan, unchanged
from generator.cache import Cache
from generator.commands import main
from generator.digests import digest_of_folders
from generator.model.project import Folders
from generator.model.site import Recipe
from generator.pipeline import prepare, render_all
from generator.problems import Problem
from generator.remember import forget
from tests.conftest import Counted, HowMany
from tests.outputs import built_again, contents
from tests.tiny import TODAY, Project


@pytest.fixture
def folders(project: Project) -> Folders:
    """The tiny project, with a folder for what is kept."""
    ours = project.folders
    return Folders(ours.content, ours.templates, ours.locales, ours.output, cache=project.root / "cache")


@pytest.fixture
def build(folders: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator:
    """Builds as the command does, in a program that remembers nothing; gives what was said."""
    monkeypatch.setattr(Folders, "of", classmethod(lambda *_: folders))
    monkeypatch.setattr("generator.unchanged._TICK", -(10**12))  # the project was laid only just now

    def run(*options: str) -> str:
        forget()
        assert main([f"--today={TODAY}", *options]) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were really rendered, by path."""
    asked: list[str] = []
    render = pipeline.Renderer.render

    def noted(self: pipeline.Renderer, recipe: Recipe) -> tuple[bytes, list[Problem]]:
        asked.append(recipe.template)
        return render(self, recipe)

    monkeypatch.setattr(pipeline.Renderer, "render", noted)
    return asked


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were really compiled, by name."""
    names: list[str] = []
    compiling = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, name: str, *rest: Any, **more: Any) -> Any:
        names.append(name)
        return compiling(self, source, name, *rest, **more)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    return names


def test_a_site_whose_sources_have_not_changed_is_not_built_again(
    build, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = build().partition(" (")
    before = digest_of_folders([folders.output])
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "prepare", lambda *_, **__: pytest.fail("this build was not needed"))
        assert build().partition(" (")[0] == said[0]
    assert digest_of_folders([folders.output]) == before


@pytest.mark.parametrize(
    "change",
    ["source", "output", "one letter of the output", "missing output", "missing site", "day", "strict"],
)
def test_a_site_is_built_when_anything_that_makes_it_has_changed(
    change: str, build, folders: Folders, project: Project, rendered: list[str]
) -> None:
    build()
    clean = (folders.output / "en" / "warning" / "index.html").read_text()
    rendered.clear()
    options = []
    if change == "source":
        project.replace("en/warning.md", "Two years.", "Three years.")
        clean = clean.replace("Two years.", "Three years.")
    elif change == "output":
        (folders.output / "en" / "warning" / "index.html").write_text("Somebody was here.")
    elif change == "one letter of the output":
        page = folders.output / "en" / "warning" / "index.html"
        before = page.stat()
        page.write_text(clean.replace("Two years.", "Ten years."))
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "missing site":
        shutil.rmtree(folders.output)
    elif change == "missing output":
        (folders.output / "en" / "warning" / "index.html").unlink()
    else:
        options = ["--strict"] if change == "strict" else ["--today=2027-11-25"]
    asked = []
    original = pipeline.prepare
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "prepare", lambda *a, **k: (asked.append(1), original(*a, **k))[1])
        build(*options)
    assert asked
    assert (folders.output / "en" / "warning" / "index.html").read_text() == clean


def test_a_folder_that_does_not_belong_there_is_told_though_it_is_empty(build, folders: Folders) -> None:
    build()
    (folders.content / "fr").mkdir()
    assert main([f"--today={TODAY}"]) == 1


def test_an_edit_of_one_article_renders_the_pages_that_show_it(
    build, project: Project, rendered: list[str]
) -> None:
    build()
    everything = len(rendered)
    rendered.clear()
    project.replace("en/warning.md", "Two years.", "Three years.")
    build()
    of_all_texts = {"pages/search.html", "pages/contents.html"}
    assert set(rendered) <= {"pages/article.html", "pages/side-by-side.html", *of_all_texts}
    assert "pages/article.html" in rendered
    assert len(rendered) < everything / 3


def test_an_edit_makes_the_search_of_its_language_anew(
    build, folders: Folders, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    search_files = plan.search_files
    monkeypatch.setattr(
        plan, "search_files", lambda shelves, code: (made.append(code), search_files(shelves, code))[1]
    )
    project.sign_off()
    build()
    assert sorted(made) == ["en", "es"]
    made.clear()
    page = folders.output / "es" / "warning" / "index.html"
    before = page.read_text()
    project.replace("en/warning.md", "Two years.", "Three years.")
    build()
    assert page.read_text() != before, "the translation is behind, and says so"
    assert made == ["en"]


def test_an_edit_of_one_template_compiles_no_other(
    build, folders: Folders, tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(folders.templates, templates)
    monkeypatch.setattr(
        Folders, "of", classmethod(lambda *_: dataclasses.replace(folders, templates=templates))
    )
    build()
    article = templates / "pages" / "article.html"
    article.write_text(article.read_text() + "<!-- edited -->\n")
    compiled.clear()
    build()
    assert compiled == ["pages/article.html"]


def test_all_templates_of_pages_are_compiled_before_any_core_needs_them(
    folders: Folders, compiled: list[str]
) -> None:
    forget()
    cache = Cache(folders.cache)
    edition = prepare(folders, cache=cache)
    compiled.clear()
    assert not render_all(edition, cache)[1]
    assert compiled, "feeds and scripts are made once, and left to whoever makes them"
    assert not [name for name in compiled if name.endswith(".html")]


def test_a_page_with_a_problem_is_told_again_and_not_kept(
    folders: Folders, project: Project, tmp_path: Path
) -> None:
    project.replace("en/warning.md", "[@hope-v-pelzer", "[@nobody")
    cache = Cache(folders.cache)
    first = render_all(prepare(folders, cache=cache), cache)[1]
    cache.write()
    forget()
    assert first
    assert render_all(prepare(folders, cache=Cache(folders.cache)), Cache(folders.cache))[1] == first


@pytest.mark.proof
def test_a_damaged_cache_gives_the_clean_site(
    folders: Folders, how_many: HowMany, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "_TICK", 0)  # nobody touches the output between two builds
    forget()
    clean = dict(render_all(prepare(folders))[0])
    forget()
    built_again(folders)
    file = next(folders.cache.iterdir())
    whole = file.read_bytes()
    chance = random.Random(1983)
    tries = how_many(sample=6, whole=60)
    for number in range(tries):
        file.write_bytes(_damaged(whole, number % 6, chance))
        for _ in range(2):  # the second with what the first has kept
            forget()
            assert not built_again(folders)[1]
            assert contents(folders.output) == clean, number
    counted(f"{tries} damaged caches: the clean site each time, and with what was kept after it.")


def _damaged(whole: bytes, way: int, chance: random.Random) -> bytes:
    """The file with something done to it that a disk or a program might do."""
    at = chance.randrange(len(whole))
    if way == 0:
        return whole[:at]
    if way == 1:
        return b""
    if way == 2:
        return chance.randbytes(len(whole))
    if way == 3:
        return whole[:at] + bytes(len(whole) - at)
    many = bytearray(whole)
    for _ in range(1 if way == 4 else 2000):
        many[chance.randrange(len(many))] ^= 1 << chance.randrange(8)
    return bytes(many)


def test_a_result_whose_bytes_were_changed_is_not_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    key = cache.key("page", b"x")
    cache.add({key: b"the right bytes"})
    cache.write()
    assert Cache(tmp_path).found([key]) == {key: b"the right bytes"}
    connection = sqlite3.connect(tmp_path / "results.sqlite")
    connection.execute("UPDATE results SET value = replace(value, 'right', 'wrong')")
    connection.commit()
    connection.close()
    assert Cache(tmp_path).found([key]) == {}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE uses SET size = NULL",
        "UPDATE uses SET size = 'many'",
        "UPDATE uses SET size = -5",
        "UPDATE uses SET size = 9223372036854775807",
        "UPDATE uses SET used = NULL",
        "UPDATE uses SET used = 'lately'",
        "UPDATE uses SET used = 9223372036854775807",
        "UPDATE uses SET used = CAST(x'ff' AS TEXT)",
        "UPDATE uses SET key = 'a key'",
        "ALTER TABLE uses DROP COLUMN size",
        "ALTER TABLE results RENAME COLUMN value TO worth",
        "DROP TABLE uses; CREATE VIEW uses AS SELECT 1 AS key, 2 AS used, 3 AS size",
    ],
)
def test_a_file_in_which_a_number_or_a_table_is_damaged_is_begun_anew(tmp_path: Path, damage: str) -> None:
    cache = Cache(tmp_path)
    old, new = cache.key("page", b"old"), cache.key("page", b"new")
    cache.add({old: b"old bytes"})
    cache.write()
    with closing(sqlite3.connect(tmp_path / "results.sqlite")) as connection:
        connection.executescript(damage)
    cache = Cache(tmp_path)
    assert cache.found([old]) in ({}, {old: b"old bytes"})  # what is whole may still be found
    cache.add({new: b"new bytes"})
    cache.write()
    assert Cache(tmp_path).found([old, new]) == {new: b"new bytes"}


def test_a_file_in_which_the_name_of_a_table_is_no_text_is_begun_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    key = cache.key("page", b"x")
    cache.add({key: b"bytes"})
    cache.write()
    file = tmp_path / "results.sqlite"
    file.write_bytes(file.read_bytes().replace(b"tableusesuses", b"table\xf9sesuses"))
    cache = Cache(tmp_path)
    assert cache.found([key]) == {}
    cache.add({key: b"bytes"})
    cache.write()
    assert Cache(tmp_path).found([key]) == {key: b"bytes"}


def test_a_file_that_others_are_writing_is_not_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.cache._WAIT", 0.01)
    cache = Cache(tmp_path)
    old, new = cache.key("page", b"old"), cache.key("page", b"new")
    cache.add({old: b"old bytes"})
    cache.write()
    with closing(sqlite3.connect(tmp_path / "results.sqlite")) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        cache.add({new: b"new bytes"})
        cache.write()
    assert Cache(tmp_path).found([old, new]) == {old: b"old bytes"}


def test_a_file_of_another_layout_is_begun_anew(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "results.sqlite")
    connection.execute("CREATE TABLE results (key BLOB PRIMARY KEY, value BLOB, used INTEGER)")
    connection.execute("INSERT INTO results VALUES (?, ?, 1)", (b"old", bytes(100_000)))
    connection.commit()
    connection.close()
    cache = Cache(tmp_path)
    key = cache.key("page", b"x")
    assert cache.found([key]) == {}
    cache.add({key: b"bytes"})
    cache.write()
    assert Cache(tmp_path).found([key]) == {key: b"bytes"}
    assert (tmp_path / "results.sqlite").stat().st_size < 100_000


def test_another_version_of_the_program_finds_nothing_of_ours(tmp_path: Path) -> None:
    ours, theirs = Cache(tmp_path, b"1"), Cache(tmp_path, b"2")
    assert ours.key("page", b"x") != theirs.key("page", b"x")
    assert ours.key("page", b"x", b"y") != ours.key("page", b"xy")


def test_what_was_not_used_for_longest_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "MOST_BYTES", 2500)
    keys = [Cache(None).key("page", str(number).encode()) for number in range(3)]
    for key in keys:
        cache = Cache(tmp_path)
        cache.found(keys[:1])  # the first is used by every build
        cache.add({key: bytes(1000)})
        cache.write()
    assert set(Cache(tmp_path).found(keys)) == {keys[0], keys[2]}


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file" / "cache")
    cache.add({b"key": b"value"})
    cache.write()
    assert Cache(tmp_path / "file" / "cache").found([b"key"]) == {}


def test_many_results_are_not_held_until_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are those dropped that the same build has written before, however small the cache is."""
    monkeypatch.setattr(caches, "_MOST_HELD", 2500)
    monkeypatch.setattr(caches, "MOST_BYTES", 2500)
    cache = Cache(tmp_path)
    old, *keys = [cache.key("page", bytes([number])) for number in range(8)]
    cache.add({old: bytes(1000)})
    cache.write()
    cache = Cache(tmp_path)
    for key in keys:
        part = cache.apart()
        part.add({key: bytes(1000)})
        cache.take(part)
        assert sum(map(len, cache._new.values())) <= 2500
    assert set(Cache(tmp_path).found([old, *keys])) >= set(keys[:6])
    cache.write()
    assert set(Cache(tmp_path).found([old, *keys])) == set(keys)
