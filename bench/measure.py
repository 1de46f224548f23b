"""What a command costs in processes of its own: wall time, CPU time, memory; and how that is printed.

Time and memory are measured in runs apart, because to look at the memory of a process holds it up. Memory is
the largest sum over all processes of the command at one moment, looked at every 20 ms. What several processes
share counts once (Linux's proportional set size), so that workers forked from one program are not counted
as if each had brought it along.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import psutil

from generator.model.site import is_page

EVERY = 0.02
MB = 1e6


@dataclass(frozen=True)
class Command:
    """What to run, in which folder, and what is added to the environment."""

    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self, output: int = subprocess.PIPE) -> subprocess.Popen[str]:
        """The running command; what it says on either stream comes as one.

        Python keeps its byte code, as it does for whoever works with the program, also where somebody who
        measures has told it not to.
        """
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **self.environment}
        return subprocess.Popen(
            self.words, cwd=self.folder, env=environment, text=True, stdout=output, stderr=subprocess.STDOUT
        )


@dataclass(frozen=True)
class Times:
    """Seconds on the clock, and seconds of CPU of the command and all that it started."""

    wall: float
    cpu: float


class FailedError(Exception):
    """A command that was to be measured failed; the message is what it said."""


def said(command: Command) -> str:
    """What one run says. Raises FailedError."""
    try:
        with command.start() as process:
            words, _ = process.communicate()
    except (FileNotFoundError, NotADirectoryError) as error:  # of the command, or of its folder
        raise FailedError(f"`{error.filename}` is not there.") from error
    if process.returncode:
        raise FailedError(f"{' '.join(command.words)}\n{words[-2000:]}")
    return words


def times(command: Command) -> Times:
    """What one run takes. Raises FailedError."""
    before, started = _children(), time.perf_counter()
    said(command)
    wall = time.perf_counter() - started
    return Times(wall, _children() - before)


def peak_memory(command: Command) -> int:
    """The most bytes that one run holds at any moment, in all its processes. Raises FailedError."""
    highest = 0
    with command.start(subprocess.DEVNULL) as process:
        while process.poll() is None:
            highest = max(highest, memory(process.pid))
            time.sleep(EVERY)
    if process.returncode:
        raise FailedError(" ".join(command.words))
    return highest


def memory(process: int) -> int:
    """The bytes that a process and its descendants hold now."""
    return sum(map(_held, family(process)))


def cpu_seconds(process: int) -> float:
    """The CPU time of a process and its descendants until now."""
    total = 0.0
    for one in family(process):
        with suppress(psutil.Error):
            spent = one.cpu_times()
            total += spent.user + spent.system
    return total


def family(process: int) -> list[psutil.Process]:
    """A process and its descendants; none where it has ended."""
    with suppress(psutil.Error):
        first = psutil.Process(process)
        return [first, *first.children(recursive=True)]
    return []


def _held(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        full = process.memory_full_info()
        return int(getattr(full, "pss", full.uss))
    return 0


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@dataclass(frozen=True)
class Size:
    """What a build has written."""

    pages: int
    bytes: int

    @classmethod
    def of(cls, site: Path) -> Size:
        """The size of a site in a folder."""
        files = [path for path in site.rglob("*") if path.is_file()]
        pages = sum(is_page(path.relative_to(site).as_posix()) for path in files)
        return cls(pages, sum(path.stat().st_size for path in files))


@dataclass(frozen=True)
class Measured:
    """What was found about one thing in all rounds; `memory` and `size` where they were asked for."""

    name: str
    rounds: Sequence[Times]
    memory: int | None = None
    size: Size | None = None

    @property
    def wall(self) -> float:
        """The median of the seconds on the clock."""
        return statistics.median(one.wall for one in self.rounds)

    @property
    def cpu(self) -> float:
        """The median of the seconds of CPU."""
        return statistics.median(one.cpu for one in self.rounds)

    @property
    def spread(self) -> str:
        """The shortest and the longest round, in seconds."""
        walls = [one.wall for one in self.rounds]
        return f"{min(walls):.2f}–{max(walls):.2f}"

    def as_json(self) -> dict[str, object]:
        """The same for programs: seconds and bytes."""
        return {
            "name": self.name,
            "wall": [round(one.wall, 4) for one in self.rounds],
            "cpu": [round(one.cpu, 4) for one in self.rounds],
            "memory": self.memory,
            "pages": self.size.pages if self.size else None,
            "bytes": self.size.bytes if self.size else None,
        }


@dataclass(frozen=True)
class Table:
    """Rows of words below a head, to be read on a terminal or, as it is, in Markdown."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        """The table with columns of equal width; the first column is words, the others are figures."""
        every = [self.head, *self.rows]
        widths = [max(len(row[column]) for row in every) for column in range(len(self.head))]

        def line(row: Sequence[str]) -> str:
            first, *others = (
                f"{cell:{'<' if column == 0 else '>'}{widths[column]}}" for column, cell in enumerate(row)
            )
            return f"| {' | '.join((first, *others))} |"

        first, *others = ("-" * width for width in widths)
        rule = f"| {' | '.join((first, *(f'{dashes[1:]}:' for dashes in others)))} |"
        return "\n".join((line(self.head), rule, *map(line, self.rows)))


def machine() -> str:
    """How large this machine is and what it runs, without its name."""
    total = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores, {total:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, Markdown {version('markdown')}, Jinja2 {version('jinja2')}"
    )
