"""What is in an output folder, and real builds that write one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.commands import ROOT


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def build_command(content: Path, output: Path | str, *more: str) -> list[str]:
    """The command that a person types, for other content and another output."""
    build = [sys.executable, str(ROOT / "build.py")]
    return [*build, "--content", str(content), "--output", str(output), *more]


def run(command: Sequence[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; nothing that it says may be a traceback."""
    environment = {**os.environ, **variables}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done
