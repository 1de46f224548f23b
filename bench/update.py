"""How long the preview works from a save until the page that is asked for is there, beside a cold start.

    python -m bench.update [ROUNDS]

Each round puts one word more into a copy of the real site, into each kind of file in turn, reads it as the
preview does and renders one page. A cold start is the same with nothing remembered. Machines are noisy: trust
the ratio, which comes from the same run.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from generator.commands import ROOT
from generator.model.project import Deployment, Folders
from generator.pipeline import prepare
from generator.remember import forget

PREVIEW = Deployment("http://127.0.0.1:8000", production=False, drafts=True)


@dataclass(frozen=True)
class Kind:
    """A kind of edit: its file, the place (a pattern) of the new word in it, and the page asked for."""

    name: str
    file: str
    place: str
    page: str


KINDS = (
    Kind("article", "content/en/about.md", r"(?<=\nThis )(?=site)", "en/about/index.html"),
    Kind(
        "case", "content/cases.json", r'(?<="en": ")(?=A state itself)', "en/cases/ex-parte-young/index.html"
    ),
    Kind("rules", "content/rules.json", r'(?<="en": ")(?=Money pays)', "en/sheet-for-the-lawyer/index.html"),
    Kind("site.toml", "content/site.toml", r'(?<=tagline = ")', "en/index.html"),
    Kind("catalogue", "locales/en/LC_MESSAGES/messages.po", r'(?<=msgstr ")(?=Auth)', "en/about/index.html"),
    Kind("template", "templates/pages/article.html", r"(?=\{% block)", "en/about/index.html"),
    Kind("style", "templates/components/authorities/authorities.css", r"(?=/\*|\.)", "en/about/index.html"),
)


def milliseconds(folders: Folders, page: str) -> tuple[float, float]:
    """How long it takes to read and plan the site, and then to render a page."""
    started = time.perf_counter()
    edition = prepare(folders, PREVIEW)
    prepared = time.perf_counter()
    if edition.plan is None or edition.renderer is None:
        raise SystemExit("\n".join(map(str, edition.problems)))
    _, problems = edition.renderer.render(edition.plan.recipes[page])
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return (prepared - started) * 1000, (time.perf_counter() - prepared) * 1000


def main() -> None:
    """Print, for each kind of edit, the medians and what part of a cold start they are."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("content", "templates", "locales"):
            shutil.copytree(ROOT / name, root / name)
        folders = Folders(root / "content", root / "templates", root / "locales", root / "site")
        milliseconds(folders, KINDS[0].page)  # modules that are imported when they are first needed
        for number in range(rounds):
            forget()
            times["cold start"].append(milliseconds(folders, KINDS[0].page))
            for kind in KINDS:
                milliseconds(folders, kind.page)  # every template has been compiled once
            for kind in KINDS:
                path = root / kind.file
                text = path.read_text(encoding="utf-8")
                edited, places = re.subn(kind.place, f"x{number} ", text, count=1)
                assert places, f"The place to edit is not in {kind.file}."
                path.write_text(edited, encoding="utf-8")
                times[kind.name].append(milliseconds(folders, kind.page))
                path.write_text(text, encoding="utf-8")
    cold = statistics.median(map(sum, times["cold start"]))
    print(f"{rounds} rounds; medians in ms")
    print(f"{'edit':12}{'prepare':>9}{'page':>7}{'both':>7}  {'lowest–highest':16}ratio to a cold start")
    for name, measured in times.items():
        both = [sum(one) for one in measured]
        prepared, rendered = (statistics.median(part) for part in zip(*measured, strict=True))
        spread = f"{min(both):.0f}–{max(both):.0f}"
        middle = statistics.median(both)
        print(f"{name:12}{prepared:9.0f}{rendered:7.0f}{middle:7.0f}  {spread:16}{middle / cold:.2f}")


if __name__ == "__main__":
    main()
