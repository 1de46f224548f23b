"""The same sources and day give the same bytes, whoever builds them, where and when."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest

from generator.commands import ROOT, main
from generator.pipeline import Edition
from tests.conftest import Counted, HowMany
from tests.outputs import contents, run
from tests.tiny import Project

DAY = "1795651199"
"""The last second of 2026-11-25 in UTC, when it is another day in most time zones."""


@dataclass(frozen=True)
class Where:
    """What differs between two machines, or two people at one."""

    name: str
    variables: dict[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    """What stands before the command."""
    is_reversed: bool = False
    """Whether the files are laid in the opposite order, which is that of some file systems."""
    umask: int = 0o022
    options: tuple[str, ...] = ()


def only_if(*command: str) -> tuple[str, ...]:
    """A command to stand before the build, or none where the machine lacks it."""
    return command if shutil.which(command[0]) else ()


PLAIN = Where("plain", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
OTHER = Where(
    "everything at once",
    {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.ISO-8859-9",
        "LANGUAGE": "es:de",
        "PYTHONHASHSEED": "4242",
        "HOME": "/nowhere",
        "USER": "somebody-else",
        "COLUMNS": "40",
        "PYTHONUTF8": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    },
    only_if("taskset", "--cpu-list", "0"),
    is_reversed=True,
    umask=0o077,
    options=("-O", "-X", "dev"),
)
SINGLE = [
    Where("time zone west", {"TZ": "Pacific/Pago_Pago"}),
    Where("time zone with half hours", {"TZ": "Asia/Kathmandu"}),
    Where("locale C", {"LC_ALL": "C"}),
    Where("a locale that is not installed", {"LC_ALL": "tr_TR.ISO-8859-9"}),
    Where("languages of the reader", {"LANGUAGE": "es", "LANG": "es_ES.UTF-8"}),
    Where("without UTF-8 mode", {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}),
    *(Where(f"hash seed {seed}", {"PYTHONHASHSEED": str(seed)}) for seed in (1, 2, 3, 4_294_967_295)),
    Where("one core", before=only_if("taskset", "--cpu-list", "0")),
    Where("files in the opposite order", is_reversed=True),
    Where("files for nobody else", umask=0o077),
    Where("files for everybody", umask=0o000),
    Where("optimised", options=("-OO",)),
    Where("without what this machine has installed for one person", options=("-s", "-E")),
]


PROGRAM = ("build.py", "generator", "templates", "locales", "content")


def built(where: Where, place: Path) -> dict[str, bytes]:
    """The site that the project builds somewhere else, by path; it knows nothing of earlier builds there."""
    names = [path for name in PROGRAM for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    names = sorted(path for path in names if path.is_file() and path.suffix != ".pyc")
    for path in reversed(names) if where.is_reversed else names:
        copy = place / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if (ROOT / "node_modules").exists():
        (place / "node_modules").symlink_to(ROOT / "node_modules")
    before = os.umask(where.umask)
    try:
        build = [sys.executable, *where.options, str(place / "build.py")]
        done = run([*where.before, *build], SOURCE_DATE_EPOCH=DAY, **where.variables)
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    return contents(place / "site")


def assert_same(one: dict[str, bytes], other: dict[str, bytes], how: str) -> None:
    assert one.keys() == other.keys(), how
    differ = [path for path in one if one[path] != other[path]]
    assert not differ, f"{how}: {differ[:10]}"


@pytest.mark.proof
def test_two_builds_of_the_real_site_differ_in_nothing(
    tmp_path: Path, how_many: HowMany, counted: Counted
) -> None:
    """In `make test` everything around the build differs at once; in the whole, each thing alone, too."""
    others = [OTHER, *SINGLE][: how_many(sample=1, whole=99)]
    one = built(PLAIN, tmp_path / "one")
    kinds = {Path(path).suffix for path in one}
    assert {".html", ".js", ".svg", ".png", ".xml", ".json", ".csv", ".zip", ".txt"} <= kinds, kinds
    for number, where in enumerate(others):
        place = tmp_path / f"another folder {number}" / ("of a long name " * 5).strip()
        assert_same(one, built(where, place), where.name)
        shutil.rmtree(place)
    modes = {
        (entry.external_attr >> 16, entry.create_system, entry.date_time[3:])
        for path, data in one.items()
        if path.endswith(".zip")
        for entry in zipfile.ZipFile(BytesIO(data)).infolist()
    }
    assert modes == {(0o644, 3, (0, 0, 0))}
    counted(f"{len(others) + 1} builds of {len(one)} files, all bytes the same")


# --- the day ---


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch, project: Project) -> Callable[..., dt.date]:
    """Which day a build takes, with some more arguments."""

    def taken(*more: str) -> dt.date:
        days: list[dt.date] = []

        def prepare(_folders: object, _deployment: object, today: dt.date, **_: object) -> Edition:
            days.append(today)
            return Edition(())

        monkeypatch.setattr("generator.pipeline.prepare", prepare)
        main(["--content", str(project.content), "--output", str(project.folders.output), "--check", *more])
        return days[0]

    return taken


def test_the_day_is_that_of_the_source_date_epoch_in_utc_unless_one_is_given(
    day: Callable[..., dt.date], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert day() == dt.date(2026, 11, 25)
    monkeypatch.undo()
    time.tzset()


def test_the_day_given_by_hand_comes_first(
    day: Callable[..., dt.date], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    assert day("--today", "2027-01-02") == dt.date(2027, 1, 2)


@pytest.mark.parametrize("wrong", ["today", "1e9", "-99999999999999", "9" * 30])
def test_a_source_date_epoch_that_is_none_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
    assert main(["--content", str(project.content), "--output", str(project.folders.output)]) == 2
    assert capsys.readouterr().err.startswith(f"SOURCE_DATE_EPOCH is “{wrong}”; it must count the seconds")
