"""What is in an output folder, and real builds that write one."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.commands import ROOT
from generator.model.project import Deployment, Folders
from generator.pipeline import Edition, make_site, prepare
from generator.unchanged import Report, Unchanged
from generator.write import replacing
from tests.tiny import TODAY


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def built_again(
    folders: Folders, deployment: Deployment | None = None, today: dt.date | None = TODAY
) -> tuple[Edition, list[str]]:
    """Build as the command does, where something has changed, with what earlier builds have kept.

    Gives what was built, and the problems, which leave the output as it was.
    """
    unchanged = Unchanged(folders, "")
    with replacing(folders.output) as stage:
        edition = prepare(folders, deployment, today, cache=unchanged.cache)
        stage.know(unchanged.inventory())
        problems = make_site(edition, stage, unchanged.cache)
        if not problems:
            stage.publish()
            unchanged.keep(Report(0, 0, web_editor=False), stage)
    return edition, [str(problem) for problem in problems]


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
