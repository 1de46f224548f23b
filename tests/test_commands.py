"""The command line: exit status, words, and what is left on disk."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from generator.commands import ROOT, deployment_of
from tests.tiny import Project


def run(project: Project, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), "--content", str(project.content)]
    command += ["--output", str(project.folders.output), *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_good_build_ends_with_0_and_says_how_many_pages(project: Project) -> None:
    done = run(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "36 pages" in done.stdout
    assert (project.folders.output / "es" / "warning" / "index.html").exists()


def test_problems_end_with_1_and_leave_the_last_site(project: Project) -> None:
    run(project)
    before = (project.folders.output / "en" / "warning" / "index.html").read_bytes()
    project.replace("en/warning.md", "[@hope-v-pelzer, 741]", "[@nobody]")
    done = run(project)
    assert done.returncode == 1
    assert "content/en/warning.md:13: There is no case or law with the id `nobody`." in done.stderr
    assert "site/ was not touched" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project.folders.output / "en" / "warning" / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [["--porrt", "1"], ["--port", "0"], ["--serve", "--check"], ["--content", "none"]]
)
def test_wrong_arguments_end_with_2(project: Project, arguments: list[str]) -> None:
    assert run(project, *arguments).returncode == 2


def test_the_check_writes_nothing(project: Project) -> None:
    done = run(project, "--check")
    assert done.returncode == 0
    assert "No problems" in done.stdout
    assert re.search(r"Second reader: \d+ citations on \d+ pages agree with the tables\.", done.stdout)
    assert not project.folders.output.exists()


def test_the_help_loads_nothing_heavy() -> None:
    code = "import sys; from generator.commands import main\n"
    code += "try: main(['--help'])\nexcept SystemExit: pass\n"
    code += (
        "print([m for m in ('jinja2', 'markdown', 'pydantic_core', 'babel', 'tornado') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"CONTEXT": "production"}, None),
        (
            {
                "NETLIFY": "true",
                "CONTEXT": "production",
                "URL": "https://a.org",
                "DEPLOY_PRIME_URL": "https://b.org",
            },
            ("https://a.org", True),
        ),
        (
            {
                "NETLIFY": "true",
                "CONTEXT": "deploy-preview",
                "URL": "https://a.org",
                "DEPLOY_PRIME_URL": "https://b.org/",
            },
            ("https://b.org", False),
        ),
        ({"NETLIFY": "true", "CONTEXT": "branch-deploy", "URL": "https://a.org"}, ("https://a.org", False)),
        ({"NETLIFY_LOCAL": "true", "CONTEXT": "production"}, None),
        (
            {
                "NETLIFY_LOCAL": "true",
                "CONTEXT": "deploy-preview",
                "DEPLOY_PRIME_URL": "https://main--x.netlify.app",
            },
            ("https://main--x.netlify.app", False),
        ),
    ],
)
def test_only_netlifys_production_is_for_search_engines(
    variables: dict[str, str], expected: tuple[str, bool] | None
) -> None:
    deployment = deployment_of(variables)
    assert (deployment and (deployment.base_url, deployment.production)) == expected


def test_a_preview_deploy_is_built_for_its_own_address(project: Project) -> None:
    run(project, NETLIFY="true", CONTEXT="deploy-preview", DEPLOY_PRIME_URL="https://preview--x.netlify.app")
    page = (project.folders.output / "en" / "warning" / "index.html").read_text()
    assert 'rel="canonical" href="https://preview--x.netlify.app/en/warning/"' in page
    assert "noindex" in page
