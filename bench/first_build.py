"""How long the whole site takes to build, start of Python included, against the bare cost of its libraries.

    python bench/first_build.py [ROUNDS]

Machines are noisy: trust the ratio, which comes from the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator.model.site import is_page

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = "import babel.dates, jinja2, markdown, pydantic, yaml"


def seconds(command: list[str]) -> float:
    """The wall time of one run of a command."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


def main() -> None:
    """Print the medians, the spread and the ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "build.py", "--output", f"{folder}/site"]
        bare = [sys.executable, "-c", LIBRARIES]
        seconds(build)  # byte code and disk cache are warm for both
        seconds(bare)
        times = [(seconds(build), seconds(bare)) for _ in range(rounds)]
        site = Path(folder, "site")
        files = [path for path in site.rglob("*") if path.is_file()]
        pages = sum(is_page(path.relative_to(site).as_posix()) for path in files)
        size = sum(path.stat().st_size for path in files)
    builds, bares = zip(*times, strict=True)
    print(f"{pages} pages, {size / 1e6:.1f} MB, {rounds} rounds")
    for name, measured in (("whole build", builds), ("its libraries, imported", bares)):
        print(f"{name:24} {statistics.median(measured):.2f} s  ({min(measured):.2f}–{max(measured):.2f})")
    print(f"{'ratio':24} {statistics.median(builds) / statistics.median(bares):.1f}")


if __name__ == "__main__":
    main()
