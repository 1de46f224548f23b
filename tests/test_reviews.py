"""Dates that act: what is overdue is told to readers and editors; what is critical stops a strict build."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys

import pytest

from generator.commands import ROOT
from generator.model.project import Folders
from generator.pipeline import prepare, render_all
from tests.tiny import SITE, Project

DUE = dt.date(2027, 11, 23)
"""A year after the tiny project was checked."""
AFTER = DUE + dt.timedelta(days=1)
SAID = "Esto debía comprobarse de nuevo a más tardar el 23 de noviembre de 2027"


@pytest.fixture
def yearly(project: Project) -> Project:
    """The tiny project, due a year after each check."""
    project.write("site.toml", SITE.replace("law_as_of", "review_every_days = 365\nlaw_as_of", 1))
    return project


def notices(project: Project, today: dt.date | None) -> list[str]:
    edition = prepare(project.folders, today=today)
    assert not edition.problems
    return [str(notice) for notice in edition.notices if "checked again" in str(notice)]


def pages(project: Project, today: dt.date | None) -> dict[str, str]:
    files, problems = render_all(prepare(project.folders, today=today))
    assert not problems
    return {
        path: re.sub("[ \N{NO-BREAK SPACE}]", " ", data.decode())
        for path, data in files.items()
        if path.endswith(".html")
    }


def test_nothing_is_overdue_up_to_its_day(yearly: Project) -> None:
    assert notices(yearly, dt.date(2027, 3, 31)) == []
    assert not any('class="overdue"' in page for page in pages(yearly, DUE).values())
    assert (
        "Próxima comprobación: a más tardar el 23 de noviembre de 2027."
        in pages(yearly, DUE)["es/warning/index.html"]
    )


def test_after_its_day_everything_overdue_is_told_with_its_line(yearly: Project) -> None:
    told = notices(yearly, AFTER)
    assert (
        "content/es/warning.md:7: This article was to be checked again by 2027-11-23. "
        "Compare it with its sources, then change the date of the check." in told
    )
    assert any(
        re.match(r"content/rules\.json:\d+: The decision tree was to be checked", line) for line in told
    )
    assert any(re.match(r"content/cases\.json:\d+: `hope-v-pelzer` was to be checked", line) for line in told)
    assert any(re.match(r"content/laws\.json:\d+: `usc-42-1983` was to be checked", line) for line in told)
    assert any(re.match(r"content/site\.toml:\d+: The law of this site was", line) for line in told)


def test_readers_are_told_on_articles_results_cases_and_laws(yearly: Project) -> None:
    late = pages(yearly, AFTER)
    for path in ("es/warning", "es/tree/open", "es/cases/hope-v-pelzer", "es/laws", "es"):
        assert SAID in late[f"{path}/index.html"], path
    assert "This was to be checked again by November 23, 2027" in late["en/warning/index.html"]


def test_a_day_of_its_own_comes_before_the_usual_one(yearly: Project) -> None:
    yearly.replace("en/warning.md", "order: 1", "order: 1\nreview_by: 2026-12-24")
    (told,) = notices(yearly, dt.date(2026, 12, 25))
    assert told.startswith("content/en/warning.md:7: This article was to be checked again by 2026-12-24.")


def test_records_of_a_table_are_told_together_by_the_oldest(yearly: Project) -> None:
    other = {
        **yearly.tables["cases.json"]["cases"][0],
        "id": "older",
        "name": "Older v. Old",
        "short": "Older",
        "page": 731,
        "pins": [],
        "quotes": [],
        "walk": [],
        "checked": "2026-10-01",
    }
    yearly.tables["cases.json"]["cases"].append(other)
    yearly.save()
    (told,) = [line for line in notices(yearly, AFTER) if "cases.json" in line]
    assert "`older` and 1 more was to be checked again by 2027-10-01." in told


def test_without_a_policy_or_a_day_nothing_is_overdue(project: Project, yearly: Project) -> None:
    assert notices(yearly, None) == []
    project.write("site.toml", SITE)
    assert notices(project, dt.date(2099, 1, 1)) == []


def test_what_is_critical_and_overdue_stops_a_strict_build_alone(yearly: Project) -> None:
    assert prepare(yearly.folders, today=AFTER, strict=True).plan
    for language in ("en", "es"):
        yearly.replace(f"{language}/warning.md", "order: 1", "order: 1\ncritical: [deadlines]")
    yearly.sign_off()
    assert prepare(yearly.folders, today=AFTER).plan
    assert prepare(yearly.folders, today=DUE, strict=True).plan
    told = [str(problem) for problem in prepare(yearly.folders, today=AFTER, strict=True).problems]
    assert len(told) == 2
    assert told[0].startswith("content/en/warning.md:8: This article was to be checked again")


def test_a_critical_table_counts_as_well(yearly: Project) -> None:
    text = (yearly.content / "site.toml").read_text()
    yearly.write("site.toml", text + '\n[translations]\ncritical_tables = ["rules.json"]\n')
    yearly.sign_off()
    (told,) = prepare(yearly.folders, today=AFTER, strict=True).problems
    assert "The decision tree was to be checked again" in str(told)


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), "--content", str(project.content), *arguments]
    command += ["--output", str(project.root / "site")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_clock_is_an_argument_and_the_same_day_gives_the_same_bytes(yearly: Project) -> None:
    assert run(yearly, "--today", "2027-11-24").returncode == 0
    page = yearly.root / "site" / "es" / "warning" / "index.html"
    late = page.read_bytes()
    assert SAID in late.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert run(yearly, "--today", "2026-11-25").returncode == 0
    assert page.read_bytes() != late
    assert run(yearly, "--today", "2027-11-24").returncode == 0
    assert page.read_bytes() == late
    wrong = run(yearly, "--today", "tomorrow")
    assert wrong.returncode == 2
    assert "a day is written 2026-11-25" in wrong.stderr


def test_the_real_site_says_how_long_a_check_holds() -> None:
    sources = prepare(Folders.of(ROOT)).sources
    assert sources
    assert sources.settings.review_every_days


def test_whether_a_day_is_still_to_come_depends_on_the_day_that_is_given(project: Project) -> None:
    project.replace("en/warning.md", "reviewed: 2026-11-23", "reviewed: 2027-01-01")
    told = [str(problem) for problem in prepare(project.folders, today=dt.date(2026, 11, 25)).problems]
    assert told == [
        "content/en/warning.md:7: `reviewed` is 2027-01-01, a day that has not come yet. "
        "Look at the year, and at day and month."
    ]
    assert not prepare(project.folders, today=dt.date(2027, 6, 1)).problems
    assert not prepare(project.folders).problems
    assert run(project, "--check", "--today", "2026-11-25").returncode == 1
    assert run(project, "--today", "2027-06-01").returncode == 0
