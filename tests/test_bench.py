"""The benchmarks' made content: a corpus is right by this project's own rules, and always the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.corpus import make
from generator.model.project import Folders
from generator.model.translations import State
from generator.pipeline import prepare, read
from generator.translators import track
from tests.tiny import ROOT, TODAY


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = tmp_path_factory.mktemp("made") / "content"
    make(content, 3)
    return content


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_made_corpus_builds_without_a_problem(corpus: Path) -> None:
    edition = prepare(Folders.of(ROOT, corpus), today=TODAY, strict=True)
    assert edition.problems == ()
    assert edition.plan and edition.renderer
    page = edition.plan.recipes["en/article-1/index.html"]
    rendered, problems = edition.renderer.render(page)
    assert not problems
    assert b"F.4th" in rendered


def test_a_made_corpus_is_signed_off(corpus: Path) -> None:
    states = {one.state for one in track(Folders.of(ROOT, corpus), read).standings}
    assert states == {State.CURRENT}


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(corpus: Path, tmp_path: Path) -> None:
    make(tmp_path / "again", 3)
    make(tmp_path / "other", 3, seed=7)
    assert bytes_in(tmp_path / "again") == bytes_in(corpus)
    assert bytes_in(tmp_path / "other").keys() == bytes_in(corpus).keys()
    assert bytes_in(tmp_path / "other") != bytes_in(corpus)


def test_a_made_article_is_of_the_size_that_is_said(corpus: Path) -> None:
    for language in ("en", "es"):
        text = (corpus / language / "article-00000.md").read_text(encoding="utf-8")
        assert text.count("\n## ") + text.count("\n### ") == 8
        assert 900 < len(text.split()) < 1150
        assert text.count("@") >= 8
    assert len(json.loads((corpus / "cases.json").read_text(encoding="utf-8"))["cases"]) > 2
