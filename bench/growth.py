"""How the first build grows with the number of articles: time, CPU time, memory; as a table and as a plot.

    python -m bench.growth [--whole] [--rounds R] [--json FILE] [--plot FILE]

10, 100 and 1,000 made articles in each language, with `--whole` 10,000, too. In the plot, whose scales are
both logarithmic, a grey line shows what linear growth would be from the last size but one on.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import MB, Measured, Size, Table, machine, peak_memory, times
from bench.project import copied

SIZES = (10, 100, 1_000)
WHOLE = (*SIZES, 10_000)

WIDTH, HEIGHT = 560, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 110, 20, 40

Growth = Sequence[tuple[int, Measured]]
"""What was measured, by the number of articles in each language, from small to large."""


def measure(sizes: Sequence[int], rounds: int) -> Growth:
    """The first builds of made sites."""
    found = []
    for articles in sizes:
        with copied(articles) as project:
            times(project.build)  # byte code and disk cache are warm for all that follows
            several = []
            for _ in range(rounds):
                project.forget()
                several.append(times(project.build))
            size = Size.of(project.folders.output)
            project.forget()
            found.append((articles, Measured(f"{articles:,}", several, peak_memory(project.build), size)))
    return found


def table(growth: Growth) -> Table:
    """All figures; each row with how many times as long as the one above it took."""
    rows = []
    before: Measured | None = None
    for articles, one in growth:
        assert one.memory and one.size
        rows.append(
            (
                f"{articles:,}",
                f"{one.wall:.2f}",
                one.spread,
                f"{one.cpu:.2f}",
                f"{one.wall / before.wall:.1f}" if before else "",
                f"{one.cpu / before.cpu:.1f}" if before else "",
                f"{one.memory / MB:.0f}",
                f"{one.size.pages:,}",
                f"{one.cpu / one.size.pages * 1000:.1f}",
            )
        )
        before = one
    head = (
        "articles",
        "seconds",
        "lowest–highest",
        "CPU s",
        "times the last",
        "CPU, times",
        "peak MB",
        "pages",
        "CPU ms a page",
    )
    return Table(head, rows)


def plot(growth: Growth) -> str:
    """An SVG of seconds by articles, both on logarithmic scales."""
    points = [(float(articles), one.wall) for articles, one in growth]
    return "\n".join(_plot(points, [one.cpu for _, one in growth])) + "\n"


def _plot(points: Sequence[tuple[float, float]], cpu: Sequence[float]) -> Iterator[str]:
    numbers = [number for number, _ in points]
    last, before = points[-1], points[max(0, len(points) - 2)]
    linear = before[1] * last[0] / before[0]
    low, high = _decades([*(seconds for _, seconds in points), *cpu, linear])
    first, end = math.log10(numbers[0]), math.log10(numbers[-1])

    def x(number: float) -> float:
        part = (math.log10(number) - first) / ((end - first) or 1)
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(seconds: float) -> float:
        return TOP + (high - math.log10(seconds)) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def line(name: str, values: Sequence[tuple[float, float]]) -> str:
        path = " ".join(f"{x(number):.1f},{y(seconds):.1f}" for number, seconds in values)
        return f'<polyline class="{name}" points="{path}"/>'

    def text(at: tuple[float, float], words: str, anchor: str = "start") -> str:
        return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}">{words}</text>'

    described = "; ".join(f"{number:,.0f} articles: {seconds:.2f} s" for number, seconds in points)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="title described">'
    )
    yield '<title id="title">Seconds of the first build by the number of articles in each language</title>'
    yield f'<desc id="described">{described}.</desc>'
    yield (
        "<style>text { font: 12px sans-serif; fill: #333 } polyline, .grid { fill: none; stroke-width: 2 } "
        ".grid { stroke: #ddd; stroke-width: 1 } .wall { stroke: #8a1c1c } .cpu { stroke: #1c5a8a } "
        ".linear { stroke: #999; stroke-dasharray: 5 4 }</style>"
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    for power in range(low, high + 1):
        at = y(10.0**power)
        yield f'<path class="grid" d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}"/>'
        yield text((LEFT - 8, at + 4), f"{10.0**power:g} s", "end")
    for number in numbers:
        yield f'<path class="grid" d="M{x(number):.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
        yield text((x(number), HEIGHT - BOTTOM + 18), f"{number:,.0f}", "middle")
    yield line("linear", [before, (last[0], linear)])
    yield line("cpu", list(zip(numbers, cpu, strict=True)))
    yield line("wall", points)
    labels = {"linear": linear, "CPU": cpu[-1], "by the clock": last[1]}
    floor = -math.inf
    for words, seconds in sorted(labels.items(), key=lambda one: -one[1]):
        floor = max(floor + 14, y(seconds) + 4)  # labels of lines that meet stand below each other
        yield text((WIDTH - RIGHT + 8, floor), words)
    yield "</svg>"


def _decades(seconds: Sequence[float]) -> tuple[int, int]:
    """The powers of ten below and above all values."""
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    return low, max(high, low + 1)


def main() -> None:
    """Print the table, and write the figures and the plot where files are named."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("--whole", action="store_true", help="10,000 articles in each language, too")
    parser.add_argument("--rounds", type=int, default=3, metavar="R")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="where the plot goes (SVG)")
    options = parser.parse_args()
    growth = measure(WHOLE if options.whole else SIZES, options.rounds)
    print(f"articles in each language, {options.rounds} rounds; medians\n{machine()}\n\n{table(growth)}")
    if options.json:
        figures = [{"articles": articles, **one.as_json()} for articles, one in growth]
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if options.plot:
        options.plot.parent.mkdir(parents=True, exist_ok=True)
        options.plot.write_text(plot(growth), encoding="utf-8")


if __name__ == "__main__":
    main()
