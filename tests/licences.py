"""The table of licences: what this project stands on, and under which terms (`make licences`)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "LICENCES.md"

_LOCKS = ("package-lock.json", "tests/observatory/package-lock.json")
_HEAD = """\
# Licences of what this project stands on

Made by `make licences` from what is installed. Nothing of it is in the repository. Readers get this of it:
letters in the pictures for link previews, and the web editor at `/admin/`, with its licence.

| package | from | licence |
| --- | --- | --- |
"""

UNSAID = {
    "axe-playwright-python": "MIT License",
    "busboy": "MIT",
    "streamsearch": "MIT",
}
"""Packages that say their licence in a file of words alone, which was read."""


def pinned() -> list[str]:
    """The names of all packages of the pinned requirements."""
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    return re.findall(r"^([\w.-]+)==", text, re.MULTILINE)


def licences() -> dict[tuple[str, str], str]:
    """The licence of every pinned package installed here, and of all npm packages, by name and origin."""
    command = ["pip-licenses", "--from=mixed", "--format=json", "--packages", *pinned()]
    said = subprocess.run(
        [Path(sys.executable).parent / command[0], *command[1:]], capture_output=True, text=True, check=True
    )
    found = {(one["Name"], "PyPI"): one["License"] for one in json.loads(said.stdout)}
    for lock in _LOCKS:
        for path, package in json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"].items():
            if path:
                name = path.rpartition("node_modules/")[2]
                found[name, "npm"] = package.get("license", "UNKNOWN")
    return {
        package: UNSAID.get(package[0], licence) if licence == "UNKNOWN" else licence
        for package, licence in sorted(found.items(), key=lambda one: (one[0][0].casefold(), one[0][1]))
    }


def table() -> str:
    """The file that holds the table."""
    rows = (f"| {name} | {origin} | {licence} |\n" for (name, origin), licence in licences().items())
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
