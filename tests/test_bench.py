"""The benchmarks: made content is right by this project's own rules and always the same; figures are true."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from bench.corpus import make
from bench.growth import plot
from bench.instructions import instructions_in
from bench.measure import MB, Command, FailedError, Measured, Table, Times, peak_memory, times
from bench.peers.material import material_of
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


def test_what_other_generators_get_has_a_page_for_every_link(corpus: Path) -> None:
    pages = material_of(corpus).pages
    known = {f"/{page.path}/" for page in pages}
    assert len(known) == len(pages)
    linked = {link for page in pages for link in re.findall(r"\]\((/[^)#]*)", page.text)}
    assert len(linked) > len(pages) / 2
    assert linked <= known
    articles = material_of(corpus).articles
    assert set(articles) == {f"{code}/article-0000{n}.md" for code in ("en", "es") for n in range(3)}
    text = articles["en/article-00000.md"].text
    assert "@" not in text
    assert text.count("[^1]") == 2


ALLOCATES = """
import subprocess, sys, time
held = bytearray(40_000_000)
if len(sys.argv) > 1:
    subprocess.run([sys.executable, __file__])
else:
    time.sleep(1)
"""


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    program = tmp_path / "allocates.py"
    program.write_text(ALLOCATES)
    alone = peak_memory(Command((sys.executable, str(program)), tmp_path))
    both = peak_memory(Command((sys.executable, str(program), "twice"), tmp_path))
    assert 40 * MB < alone < 80 * MB < both < 160 * MB


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="no good"):
        times(Command((sys.executable, "-c", "raise SystemExit('no good')"), tmp_path))


def test_a_command_or_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="`no-such-command` is not there"):
        times(Command(("no-such-command",), tmp_path))
    with pytest.raises(FailedError, match="no-such-folder` is not there"):
        times(Command((sys.executable, "-V"), tmp_path / "no-such-folder"))


def test_instructions_are_read_from_what_cachegrind_says() -> None:
    summary = "==1== Command: python\n==1== \n==1== I refs:        1,234,567,890\n"
    assert instructions_in(summary) == 1_234_567_890


def test_a_table_has_columns_of_one_width() -> None:
    lines = str(Table(("build", "s"), [("first", "1.25"), ("again, unchanged", "0.5")])).split("\n")
    assert lines[2] == "| first            | 1.25 |"
    assert len({len(line) for line in lines}) == 1


def test_the_plot_of_growth_says_its_figures_in_words() -> None:
    growth = [(n, Measured(str(n), [Times(n / 100, n / 50)])) for n in (10, 100, 1000)]
    drawn = plot(growth)
    assert drawn == plot(growth)
    assert "1,000 articles: 10.00 s" in drawn
    points = re.search(r'class="wall" points="([^"]*)"', drawn)
    assert points
    (x0, y0), (x1, y1), (x2, y2) = ((float(n) for n in point.split(",")) for point in points[1].split())
    assert abs((y1 - y0) / (x1 - x0) - (y2 - y1) / (x2 - x1)) < 0.01  # what is linear is drawn straight
