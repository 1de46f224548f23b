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

import yaml

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

    def serve(self, port: int) -> Command:
        """Its preview, in a process of its own."""
        return Command((*self.build.words, "--serve", "--port", str(port)), self.root)

    @property
    def edits(self) -> Mapping[str, Edit]:
        """One edit of each kind; every number gives another text, and one that builds."""
        article = _File.read(self.article)
        template = _File.read(self.root / "templates" / "pages" / "article.html")
        style = _File.read(self.root / "templates" / "styles" / "2-base.css")
        cases = _File.read(self.root / "content" / "cases.json")
        language, slug = self.article.parent.name, slug_of(article.text)
        case = json.loads(cases.text)["cases"][-1]["id"]
        opening = "{% block content %}"
        assert opening in template.text

        def in_a_case(number: int) -> str:
            table = json.loads(cases.text)
            words = table["cases"][-1]["matters"]
            words[language] = f"{words[language]} This is round {number}."
            return json.dumps(table, ensure_ascii=False, indent=1)

        on_the_article = f"/{language}/{slug}/"
        return {
            "article": Edit(
                on_the_article, lambda number: article.save(f"{article.text}\nThis is round {number}.\n")
            ),
            "template": Edit(
                on_the_article,
                lambda number: template.save(
                    template.text.replace(opening, f"{opening}\n<p>This is round {number}.</p>", 1)
                ),
            ),
            "case": Edit(f"/{language}/cases/{case}/", lambda number: cases.save(in_a_case(number))),
            "style sheet": Edit(
                on_the_article,
                lambda number: style.save(f"{style.text}\n:root {{ --round: {number}; }}\n"),
                "getComputedStyle(document.documentElement).getPropertyValue('--round')",
            ),
        }


SHOWN = "document.querySelector('main')?.textContent.match(/This is round\\s(\\d+)/)?.[1] ?? ''"
"""A script that gives the number of the edit whose text is on the page, or nothing.

Between the last two words is not always a plain blank: the site's typography keeps them on one line.
"""


@dataclass(frozen=True)
class Edit:
    """A kind of edit: the page that shows it, what makes it, and a script that reads its number there."""

    path: str
    make: Callable[[int], None]
    shown: str = SHOWN


def slug_of(text: str) -> str:
    """The slug that the front matter of an article's text says."""
    return str(yaml.safe_load(text.split("---\n", 2)[1])["slug"])


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
