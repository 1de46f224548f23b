"""What is known of a peer: where it is installed, how it is called, where its files lie."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from bench.measure import Command
from bench.peers.material import Material, Page
from generator.commands import ROOT

HOME = ROOT / ".bench"
"""Where `make peers` installs them: a Python environment and a folder of npm."""
NODE_MODULES = HOME / "npm" / "node_modules"

OUTPUT = "public"
"""The folder of a peer's project into which it builds."""


@dataclass(frozen=True)
class Peer:
    """A generator; `serve` is its preview, None where a save does not reach the browser by itself."""

    name: str
    version: Callable[[], str | None]
    lay: Callable[[Material, Path], None]
    source: Callable[[Page], str]
    """The file of a page in the peer's project."""
    build: Callable[[Path], Command]
    serve: Callable[[Path, int], Command] | None = None


@dataclass(frozen=True)
class Laid:
    """A peer's project with content in it; `own` are the names of what was laid."""

    peer: Peer
    folder: Path
    material: Material
    own: frozenset[str]

    @property
    def name(self) -> str:
        """The peer's name and version."""
        return f"{self.peer.name} {self.peer.version()}"

    @property
    def output(self) -> Path:
        """Where the pages are after a build."""
        return self.folder / OUTPUT

    @property
    def build(self) -> Command:
        """Its build, in a process of its own."""
        return self.peer.build(self.folder)

    def forget(self) -> None:
        """Take out all that builds have left."""
        for path in self.folder.iterdir():
            if path.name not in self.own:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def python(name: str) -> Path:
    """A program of the peers' Python environment."""
    return HOME / "python" / "bin" / name


def site_packages() -> Path | None:
    """Where the packages of that environment lie; None where there is none."""
    return next((HOME / "python").glob("lib/*/site-packages"), None)


def python_version(package: str) -> str | None:
    """The version of a package of that environment; None where it is not installed."""
    folder = site_packages()
    found = distributions(name=package, path=[str(folder)]) if folder else ()
    return next((one.version for one in found), None)


def npm_version(package: str) -> str | None:
    """The version of a package of the peers' npm folder; None where it is not installed."""
    about = NODE_MODULES / package / "package.json"
    return str(json.loads(about.read_text(encoding="utf-8"))["version"]) if about.exists() else None


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
