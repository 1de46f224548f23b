"""How many instructions it takes to compile one article: a figure that a busy machine does not change.

    python -m bench.instructions [--articles N] [--beside FOLDER …]

On a machine that others use, CPU time swings by a third and more, which hides what a change is worth. Here
Valgrind counts (`apt-get install valgrind`): a process that compiles N made articles in each language, less
one that compiles the first of them. `--beside` other checkouts of this project, the same texts are compiled
there too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Command, FailedError, Table, said
from bench.project import copied
from generator.commands import ROOT
from generator.pipeline import read

_COUNTS = ("valgrind", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={os.devnull}")
_COMPILES = """import json, sys
from generator.compile import compile_text
for text in json.loads(open(sys.argv[1], encoding="utf-8").read()):
    compile_text(text)
"""
_COUNTED = re.compile(r"I +refs: +([\d,]+)")


def of_one_text(checkout: Path, texts: Sequence[str]) -> float:
    """The instructions that a checkout of this project takes for one of the texts, in the mean.

    Raises FailedError where there is no Valgrind, or nothing can be compiled there.
    """
    first, *others = texts  # what the first one needs besides is counted in both, and taken off
    return (_counted(checkout, texts) - _counted(checkout, [first])) / len(others)


def _counted(checkout: Path, texts: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "texts.json")
        file.write_text(json.dumps(texts), encoding="utf-8")
        fixed = {"PYTHONHASHSEED": "0", "PYTHONPATH": str(checkout)}
        words = (*_COUNTS, sys.executable, "-c", _COMPILES, str(file))
        return instructions_in(said(Command(words, checkout, fixed)))


def instructions_in(summary: str) -> int:
    """The number of instructions in what cachegrind says at its end."""
    found = _COUNTED.search(summary)
    if not found:
        raise ValueError(summary)
    return int(found[1].replace(",", ""))


def main() -> None:
    """Print the count of this checkout, and that of another one with the ratio."""
    parser = argparse.ArgumentParser(prog="python -m bench.instructions")
    parser.add_argument("--articles", type=int, default=30, metavar="N", help="in each language (30)")
    parser.add_argument(
        "--beside",
        type=lambda folder: Path(folder).resolve(),
        nargs="*",
        default=(),
        metavar="FOLDER",
        help="other checkouts",
    )
    options = parser.parse_args()
    with copied(options.articles) as project:
        sources, _ = read(project.folders)
    assert sources
    texts = [article.text for article in sources.articles]
    try:
        counts = {checkout: of_one_text(checkout, texts) for checkout in (ROOT, *options.beside)}
    except FailedError as error:
        sys.exit(str(error))
    rows = [
        (checkout.name, f"{count / 1e6:.1f}", f"{count / counts[ROOT]:.2f}")
        for checkout, count in counts.items()
    ]
    print(f"{len(texts)} texts compiled\n\n{Table(('checkout', 'million an article', 'ratio'), rows)}")


if __name__ == "__main__":
    main()
