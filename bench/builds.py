"""What a build costs: the first one, the next ones, and the first one of other generators.

    python -m bench.builds [--articles N | --real] [--rounds R] [--peers] [--json FILE]

Every build is a process of its own, start of Python included, in a copy of the project. Measured in turn,
round by round: the first build, with all that an earlier one left taken out; the same again with nothing
changed; then after a change in one article, in one template, in one case. With `--peers` the generators that
are installed (`make peers`) build the same articles, cases and tables in the same rounds. Machines are noisy:
trust CPU time and the ratios, which come from the same run.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.measure import MB, FailedError, Measured, Size, Table, Times, machine, peak_memory, times
from bench.peers import Laid, installed, laid
from bench.project import Project, copied

FIRST, AGAIN = "first build", "nothing changed"
EDITED = ("article", "template", "case")


def own(project: Project, rounds: int, peers: Sequence[Laid] = ()) -> tuple[list[Measured], list[Measured]]:
    """The builds of a project, and the first builds of the peers, measured in the same rounds."""
    found: dict[str, list[Times]] = defaultdict(list)
    edits = project.edits
    times(project.build)  # byte code and disk cache are warm for all that follows
    for number in range(rounds):
        project.forget()
        found[FIRST].append(times(project.build))
        found[AGAIN].append(times(project.build))
        for kind in EDITED:
            edits[kind].make(number)
            found[f"one {kind} changed"].append(times(project.build))
        for peer in peers:
            peer.forget()
            found[peer.name].append(times(peer.build))
    sizes = {FIRST: Size.of(project.folders.output), **{peer.name: Size.of(peer.output) for peer in peers}}
    project.forget()
    peaks = {FIRST: peak_memory(project.build), AGAIN: peak_memory(project.build)}
    for peer in peers:
        peer.forget()
        peaks[peer.name] = peak_memory(peer.build)
    measured = [Measured(name, rounds, peaks.get(name), sizes.get(name)) for name, rounds in found.items()]
    return measured[: -len(peers) or None], measured[len(measured) - len(peers) :]


def table(measured: Sequence[Measured], peers: Sequence[Measured]) -> Table:
    """All figures; the last columns are multiples of the site's own first build, by the clock and by CPU."""
    first = measured[0]
    rows = [
        (
            one.name,
            f"{one.wall:.2f}",
            one.spread,
            f"{one.cpu:.2f}",
            f"{one.memory / MB:.0f}" if one.memory else "",
            f"{one.size.pages:,}" if one.size else "",
            f"{one.size.bytes / MB:.1f}" if one.size else "",
            f"{one.wall / first.wall:.2f}",
            f"{one.cpu / first.cpu:.2f}",
        )
        for one in (*measured, *peers)
    ]
    head = ("build", "seconds", "lowest–highest", "CPU s", "peak MB", "pages", "MB", "ratio", "CPU ratio")
    return Table(head, rows)


def measure(articles: int | None, rounds: int, with_peers: bool) -> tuple[list[Measured], list[Measured]]:
    """Make the copy (of the real site without a number of articles), lay the peers and measure all."""
    with copied(articles) as project:
        peers = [laid(peer, project.folders.content) for peer in installed()] if with_peers else []
        return own(project, rounds, peers)


def main() -> None:
    """Print the table, and write the figures where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m bench.builds")
    parser.add_argument("--articles", type=int, default=100, metavar="N", help="in each language (100)")
    parser.add_argument("--real", action="store_true", help="the real site instead of a made one")
    parser.add_argument("--rounds", type=int, default=3, metavar="R")
    parser.add_argument("--peers", action="store_true", help="other generators beside it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go")
    options = parser.parse_args()
    if options.real and options.peers:
        parser.error("the peers get made content only: leave out --real or --peers")
    articles = None if options.real else options.articles
    try:
        measured, peers = measure(articles, options.rounds, options.peers)
    except FailedError as error:
        raise SystemExit(str(error)) from None
    what = "the real site" if articles is None else f"{articles:,} made articles in each language"
    print(f"{what}, {options.rounds} rounds; medians\n{machine()}\n\n{table(measured, peers)}")
    if options.json:
        figures = {
            "articles": articles,
            "builds": [one.as_json() for one in measured],
            "peers": [one.as_json() for one in peers],
        }
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
