"""A copy of the whole project that a benchmark may change, with the real content or with a made one."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import SEED, key_of, make
from bench.measure import Command
from generator.commands import ROOT
from generator.model.project import Folders

PARTS = ("build.py", "generator", "templates", "locales", "node_modules")
"""What the program consists of, besides the content."""


@dataclass(frozen=True)
class Project:
    """The copy: where it lies, and one article in the first language of its site."""

    root: Path
    article: Path

    @property
    def folders(self) -> Folders:
        """Its folders."""
        return Folders.of(self.root)

    @property
    def build(self) -> Command:
        """Its build, in a process of its own."""
        return Command((sys.executable, "build.py"), self.root)

    def forget(self) -> None:
        """Take out all that builds have left: the site, and whatever they keep for the next time."""
        for path in self.root.iterdir():
            if path.name not in (*PARTS, "content"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    @property
    def edits(self) -> Mapping[str, Callable[[int], None]]:
        """For each kind of edit what makes it; every number gives another text, and one that builds."""
        article = _File.read(self.article)
        template = _File.read(self.root / "templates" / "pages" / "article.html")
        cases = _File.read(self.root / "content" / "cases.json")
        opening = "{% block content %}"
        assert opening in template.text

        def in_a_case(number: int) -> str:
            table = json.loads(cases.text)
            words = table["cases"][-1]["matters"]
            first = next(iter(words))
            words[first] = f"{words[first]} This is round {number}."
            return json.dumps(table, ensure_ascii=False, indent=1)

        return {
            "one article changed": lambda number: article.save(f"{article.text}\nThis is round {number}.\n"),
            "one template changed": lambda number: template.save(
                template.text.replace(opening, f"{opening}\n<!-- round {number} -->", 1)
            ),
            "one case changed": lambda number: cases.save(in_a_case(number)),
        }


@dataclass(frozen=True)
class _File:
    """A file and the text that it has at first."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> _File:
        return cls(path, path.read_text(encoding="utf-8"))

    def save(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def copied(articles: int | None, seed: int = SEED) -> Iterator[Project]:
    """A copy of the project with a made content of so many articles, or with the real one (None)."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "project")
        root.mkdir()
        for name in filter(lambda part: (ROOT / part).exists(), PARTS):
            source = ROOT / name
            if name == "node_modules":  # large, and nothing writes into it
                (root / name).symlink_to(source.resolve(), target_is_directory=True)
            elif source.is_dir():
                shutil.copytree(source, root / name)  # with the byte code, as on an editor's machine
            else:
                shutil.copy2(source, root / name)
        if articles is None:
            shutil.copytree(ROOT / "content", root / "content")
            article = "what-qualified-immunity-is"
        else:
            make(root / "content", articles, seed)
            article = key_of(articles // 2)
        settings = tomllib.loads((root / "content" / "site.toml").read_text(encoding="utf-8"))
        first = settings["languages"][0]["code"]
        yield Project(root, root / "content" / first / f"{article}.md")
