"""Runs the benchmarks of building and previewing, and writes their report, `bench/README.md`.

    python -m bench.report [--articles N] [--rounds R] [--whole]

Everything in the report comes from this one run. The builds and previews of other generators are in it where
they are installed (`make peers`). `--whole` adds the growth to 10,000 articles, which takes long.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import builds, growth, save_to_screen, steps
from bench.measure import Command, Table, machine, times
from bench.peers import installed
from generator.commands import ROOT

HOME = Path(__file__).parent
REPORT, PLOT = HOME / "README.md", HOME / "report" / "growth.svg"
HELP_ROUNDS = 15
SAVES = 7
"""At least so many of each kind: a save is short, and its time varies."""


def main() -> None:
    """Run all and write the report; what is under way is told on the way."""
    parser = argparse.ArgumentParser(prog="python -m bench.report")
    parser.add_argument("--articles", type=int, default=1_000, metavar="N", help="in each language (1,000)")
    parser.add_argument("--rounds", type=int, default=5, metavar="R", help="of each measurement (5)")
    parser.add_argument("--whole", action="store_true", help="growth to 10,000 articles in each language")
    options = parser.parse_args()
    began = _Began(os.getloadavg()[0], _revision(), time.monotonic())
    parts = list(_parts(options.articles, options.rounds, options.whole))
    minutes = (time.monotonic() - began.at) / 60
    REPORT.write_text("\n\n".join([*_head(began, minutes), *parts]) + "\n", encoding="utf-8")
    print(f"{REPORT.relative_to(ROOT)} and {PLOT.relative_to(ROOT)} written, after {minutes:.0f} minutes.")


@dataclass(frozen=True)
class _Began:
    """How busy the machine was when the run began, the revision of the program, and the time."""

    load: float
    revision: str
    at: float


def _head(began: _Began, minutes: float) -> Iterator[str]:
    """What was measured, when, on what, and what to think of it."""
    peers = ", ".join(f"{peer.name} {peer.version()}" for peer in installed()) or "none installed"
    command = " ".join(("python -m bench.report", *sys.argv[1:]))
    yield "# What builds and previews cost"
    yield _paragraph(
        f"Measured on {dt.date.today().isoformat()}, revision {began.revision}, by `{command}` in one run of "
        f"{minutes:.0f} minutes (`make peers` before it). {machine()}. Other generators: {peers}. When the "
        f"run began, {began.load:.1f} processes of other programs were at work on the same machine."
    )
    yield _paragraph(
        "Times are medians. The same machine may be half as fast an hour later: trust CPU time and the "
        "ratios, which come from this run. Memory is that of all processes of a command together; what they "
        "share counts once."
    )
    yield _paragraph(
        "The made content is that of `bench/corpus.py`: articles of about 1,000 words with 8 to 13 "
        "citations, half as many cases, 20 articles to a section. Other generators make pages of the same "
        "articles, cases, laws and legal words. Ours makes bilingual editions, a search, feeds, pictures "
        "and packets besides, and checks every citation, link and translation."
    )


def _parts(articles: int, rounds: int, whole: bool) -> Iterator[str]:
    _tell("the real site")
    own, _ = builds.measure(None, rounds, with_peers=False)
    yield _section("The real site", builds.table(own, ()), _help_time())
    _tell(f"{articles:,} articles")
    own, peers = builds.measure(articles, rounds, with_peers=True)
    yield _section(f"{articles:,} articles in each language", builds.table(own, peers))
    _tell("from save to screen")
    yield _section(
        "From a save to the screen, the real site",
        save_to_screen.table(save_to_screen.measure(None, max(rounds, SAVES), with_peers=False)),
    )
    yield _section(
        f"From a save to the screen, {articles:,} articles in each language",
        save_to_screen.table(save_to_screen.measure(articles, max(rounds, SAVES), with_peers=True)),
        _paragraph(
            "In milliseconds, in a real Chromium, to the end of the first frame with the changed text. "
            "Beside it is the same page asked for again, unchanged. A save that nobody sees within "
            f"{save_to_screen.SAVE} seconds is lost, and followed by another. Idle CPU is a part of one core."
        ),
    )
    _tell("step by step")
    yield _section(
        "One article, step by step, on one core",
        steps.table(steps.measure(min(articles, 50), max(rounds, SAVES))),
        "Nothing is remembered from one step to the next; a build remembers, so it costs less than the sum.",
    )
    _tell("growth")
    sizes = growth.WHOLE if whole else sorted({*(size for size in growth.SIZES if size < articles), articles})
    found = growth.measure(sizes, min(rounds, 3))
    PLOT.parent.mkdir(exist_ok=True)
    PLOT.write_text(growth.plot(found), encoding="utf-8")
    picture = f"![Seconds of the first build by the number of articles]({PLOT.relative_to(HOME)})"
    yield _section("Growth of the first build", growth.table(found), picture)
    yield "## Beyond one machine"
    yield _paragraph(
        "An article compiles by itself, from its own text alone. So the articles can be dealt out: each job "
        "of a build matrix compiles every n-th article and hands its compiled bodies on, named by the digest "
        "of the text. One last job takes them all, finds every body among them, and does what needs all "
        "articles at once: link, check, plan, render. Rendering can be dealt out in the same way, since a "
        "page is a pure function of its recipe. None of this is built: one machine is enough for the sizes "
        "above."
    )


def _paragraph(words: str) -> str:
    return textwrap.fill(words, 110, break_long_words=False, break_on_hyphens=False)


def _section(title: str, table: Table, *words: str) -> str:
    return "\n\n".join((f"## {title}", *words, str(table)))


def _help_time() -> str:
    """How long the program takes to say what it can do: its start, and nothing else."""
    command = Command((sys.executable, "build.py", "--help"), ROOT)
    seconds = sorted(times(command).wall for _ in range(HELP_ROUNDS))
    return f"`python build.py --help` takes {seconds[len(seconds) // 2] * 1000:.0f} ms."


def _revision() -> str:
    """The revision of the program, and whether it has been changed since."""
    command: Sequence[str] = ("git", "describe", "--always", "--dirty")
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "of no known revision"


def _tell(what: str) -> None:
    print(f"{dt.datetime.now():%H:%M:%S} {what}", flush=True)


if __name__ == "__main__":
    main()
