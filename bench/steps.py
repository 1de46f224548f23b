"""What one article costs by step, on one core: read, compile, link, render, write.

    python -m bench.steps [--articles N] [--rounds R] [--json FILE]

CPU time of this process alone, nothing remembered from one step to the next, divided by the number of
articles of all languages. `check and plan` is what lies between: the checks, the standings of translations,
the plan of the output; it and `link` include the tables. `render` and `write` are of the articles' own pages.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Table, machine
from bench.project import Project, copied
from generator.compile import compile_text
from generator.link import link
from generator.model.site import FIXED_PAGES, Addresses, file_at
from generator.pipeline import prepare, read
from generator.remember import forget
from generator.translations import standings
from generator.write import write_site


def milliseconds(step: Callable[[], object]) -> tuple[float, object]:
    """The CPU time of a step with nothing remembered, and what it gave."""
    forget()
    started = time.process_time_ns()
    given = step()
    return (time.process_time_ns() - started) / 1e6, given


def one_round(project: Project, output: Path) -> dict[str, float]:
    """The milliseconds of each step for one article."""
    folders = project.folders
    reading, (sources, _) = milliseconds(lambda: read(folders))
    assert sources
    texts = [article.text for article in sources.articles]
    compiling, _ = milliseconds(lambda: [compile_text(text) for text in texts])
    translated = standings(sources, folders.content.name)
    linking, _ = milliseconds(lambda: link(sources, folders.content.name, translated))
    preparing, edition = milliseconds(lambda: prepare(folders))
    assert edition.plan and edition.renderer
    addresses = Addresses(sources)
    articles = [one for one in sources.articles if one.key not in FIXED_PAGES]
    pages = [file_at(addresses.page(one.key, one.language)) for one in articles]
    recipes = [edition.plan.recipes[page] for page in pages]
    rendering, rendered = milliseconds(lambda: [edition.renderer.render(one)[0] for one in recipes])
    files = dict(zip(pages, rendered, strict=True))
    writing, _ = milliseconds(lambda: write_site(files, output))
    steps = {
        "read": reading - compiling,
        "compile": compiling,
        "link": linking,
        "check and plan": preparing - reading - linking,
        "render": rendering,
        "write": writing,
    }
    return {step: spent / len(articles) for step, spent in steps.items()}


@contextmanager
def _one_core() -> Iterator[None]:
    """Keeps this process on one core, where the system can: copies at work would not be counted."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def measure(articles: int, rounds: int) -> dict[str, list[float]]:
    """The milliseconds of each step for one article, in all rounds; the round before them is not counted."""
    found: dict[str, list[float]] = defaultdict(list)
    with copied(articles) as project, tempfile.TemporaryDirectory() as folder, _one_core():
        for number in range(rounds + 1):
            for step, spent in one_round(project, Path(folder, f"site-{number}")).items():
                found[step].append(spent)
    return {step: spent[1:] for step, spent in found.items()}


def table(found: dict[str, list[float]]) -> Table:
    """The medians, and each step's part of the whole."""
    medians = {step: statistics.median(spent) for step, spent in found.items()}
    whole = sum(medians.values())
    rows = [
        (step, f"{medians[step]:.2f}", f"{min(spent):.2f}–{max(spent):.2f}", f"{medians[step] / whole:.0%}")
        for step, spent in found.items()
    ]
    return Table(
        ("step", "ms an article", "lowest–highest", "part"), [*rows, ("all", f"{whole:.2f}", "", "")]
    )


def main() -> None:
    """Print the table, and write the figures where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m bench.steps")
    parser.add_argument("--articles", type=int, default=50, metavar="N", help="in each language (50)")
    parser.add_argument("--rounds", type=int, default=5, metavar="R")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go")
    options = parser.parse_args()
    found = measure(options.articles, options.rounds)
    print(f"{options.articles} articles in each language, {options.rounds} rounds; medians of CPU time")
    print(f"{machine()}\n\n{table(found)}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
