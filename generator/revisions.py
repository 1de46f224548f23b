"""Brings back earlier contents from git, where there is a git."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MOST = 200
"""How many revisions are looked through for words that a translation was made from."""


class NoSuchRevisionError(Exception):
    """git, or this clone of it, does not have the revision; the message is for the person who named it."""


def revisions_of(folder: Path) -> Iterator[str]:
    """The revisions that changed a folder, newest first; none where there is no git."""
    done = _git(folder, "log", f"--max-count={_MOST}", "--format=%H", "--", ".")
    yield from (done or b"").decode().split()


@contextmanager
def content_at(folder: Path, revision: str) -> Iterator[Path]:
    """The content folder as it was at a revision, on disk for a while. Raises NoSuchRevisionError."""
    top, prefix = _git(folder, "rev-parse", "--show-toplevel"), _git(folder, "rev-parse", "--show-prefix")
    inside = (prefix or b"").decode().strip()
    packed = (
        _git(Path(top.decode().strip()), "archive", "--format=zip", f"{revision}:{inside}") if top else None
    )
    if packed is None:
        raise NoSuchRevisionError(
            f"git does not know `{revision}` here, or `{folder.name}/` was not in it. In a shallow clone, "
            f"fetch it first: git fetch origin {revision}"
        )
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(io.BytesIO(packed)) as archive:
        then = Path(place) / folder.name
        archive.extractall(then)
        yield then


def user_name(folder: Path) -> str | None:
    """The name that git signs with, if there is one."""
    name = _git(folder, "config", "user.name")
    return name.decode().strip() or None if name else None


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says, or None where it cannot."""
    try:
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 (no shell)
    except (OSError, subprocess.CalledProcessError):
        return None
