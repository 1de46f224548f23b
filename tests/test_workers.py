"""Work that is shared out to all cores is the same work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.tiny import ROOT, Project

# A program of its own, because the one that runs the tests has threads, and is never copied.
PROGRAM = """
import os, sys
from pathlib import Path
from generator import making, pipeline, workers
from generator.model.project import Folders
from generator.pipeline import prepare, render_all
from generator.remember import forget

making._WORTH_A_CORE = pipeline._WORTH_A_CORE = 1
folders = Folders(*map(Path, sys.argv[1:]))
here = os.getpid()


def built(cores):
    workers._cores = lambda: cores
    forget()
    files, problems = render_all(prepare(folders))
    return dict(files), list(map(str, problems))

"""

FAILS_ELSEWHERE = """
workers._cores = lambda: 3


def tenfold(jobs):
    assert os.getpid() == here
    return [10 * job for job in jobs]


def dies_at_its_third(jobs):
    found = []
    for job in jobs:
        found.append(10 * job)
        if os.getpid() != here and len(found) == 3:
            os.kill(os.getpid(), 9)
    return found


jobs = list(range(20_000))
for work in (tenfold, dies_at_its_third):
    for least in (1, 20_001):
        for works_too in (True, False):
            parts = workers.shared_out(jobs, work, least, here=works_too)
            assert sorted(sum(parts, [])) == [10 * job for job in jobs], work
"""

NOT_HERE = """
def where(jobs):
    return os.getpid(), list(jobs)


for cores in (3, 2, 1):
    workers._cores = lambda: cores
    parts = workers.shared_out(range(100), where, least=1, here=False)
    assert len(parts) == cores and len({process for process, _ in parts}) == cores
    assert (here in {process for process, _ in parts}) is (cores == 1)
    assert sorted(job for _, jobs in parts for job in jobs) == list(range(100))
"""

WHOEVER_IS_FREE = """
import time
workers._cores = lambda: 3
marks, end = Path(sys.argv[1]), time.monotonic() + 60
others = [marks / str(number) for number in range(1, 30)]


def one_waits_for_all_others(jobs):
    found = []
    for job in jobs:
        found.append(job)
        (marks / str(job)).touch()
        while job == 0 and not all(mark.exists() for mark in others):
            assert time.monotonic() < end, "jobs wait behind the slow one"
            time.sleep(0.01)
    return found


parts = workers.shared_out(range(30), one_waits_for_all_others, least=1)
assert sorted(sum(parts, [])) == list(range(30)) and [0] in parts, parts
"""

ENDS_COPIES = """
import time
workers._cores = lambda: 2
begun = Path(sys.argv[1]) / "begun"


def fails_here(jobs):
    if os.getpid() == here:
        while not (begun.exists() and begun.read_text()):
            time.sleep(0.001)
        raise OSError("the disk is full")
    begun.write_text(str(os.getpid()))
    time.sleep(600)


try:
    workers.shared_out([1, 2], fails_here, least=1)
except OSError as error:
    assert str(error) == "the disk is full"
try:
    os.kill(int(begun.read_text()), 0)
except ProcessLookupError:
    sys.exit(0)
sys.exit("the copy is still at work")
"""

MEANWHILE = """
import time
marks = Path(sys.argv[1])


def where():
    return os.getpid()


def nowhere_but_here():
    assert os.getpid() == here
    return "done here"


def for_ever():
    (marks / "begun").write_text(str(os.getpid()))
    time.sleep(600)


for cores in (2, 1):
    workers._cores = lambda: cores
    with workers.Meanwhile(where) as work:
        assert (work.result() != here) is (cores == 2)
    with workers.Meanwhile(nowhere_but_here) as work:
        assert work.result() == "done here"
workers._cores = lambda: 2
try:
    with workers.Meanwhile(for_ever):
        while not ((marks / "begun").exists() and (marks / "begun").read_text()):
            time.sleep(0.001)
        raise OSError("the disk is full")
except OSError as error:
    assert str(error) == "the disk is full"
try:
    os.kill(int((marks / "begun").read_text()), 0)
except ProcessLookupError:
    sys.exit(0)
sys.exit("the copy is still at work")
"""

SAME_SITE = """
one, many = built(1), built(3)
assert one == many
assert len(one[0]) > 20 and not one[1]
"""

SAME_PROBLEMS = """
one, many = built(1), built(3)
assert one[1] and one[1] == many[1], (one[1], many[1])
assert len(set(many[1])) == len(many[1])
"""


def run(project: Project, program: str) -> None:
    places = (project.content, ROOT / "templates", project.root / "locales", project.root / "site")
    command = [sys.executable, "-c", PROGRAM + program, *map(str, places)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def with_words(project: Project, message: str = "") -> None:
    """Give the project the catalogues of the site, without a message if one is named."""
    for path in (ROOT / "locales").rglob("messages.po"):
        own = project.root / path.relative_to(ROOT)
        own.parent.mkdir(parents=True)
        own.write_text("\n\n".join(_but(path, message)), encoding="utf-8")


def _but(path: Path, message: str) -> list[str]:
    entries = path.read_text(encoding="utf-8").split("\n\n")
    return [entry for entry in entries if not message or f'msgid "{message}"' not in entry]


def test_many_cores_make_the_same_site_as_one(project: Project) -> None:
    with_words(project)
    run(project, SAME_SITE)


def test_words_that_are_missing_are_told_once_however_many_cores_meet_them(project: Project) -> None:
    with_words(project, "All pages")
    run(project, SAME_PROBLEMS)


def test_what_a_copy_fails_to_do_is_done_here(project: Project) -> None:
    run(project, FAILS_ELSEWHERE)


def test_what_is_not_to_be_done_here_is_done_by_as_many_copies_as_there_are_cores(project: Project) -> None:
    run(project, NOT_HERE)


def test_whoever_is_free_takes_the_next_job(project: Project) -> None:
    run(project, WHOEVER_IS_FREE)


def test_what_a_copy_does_meanwhile_is_done_here_where_there_is_none_and_ends_when_nobody_wants_it(
    project: Project,
) -> None:
    run(project, MEANWHILE)


def test_copies_end_where_this_process_cannot_go_on(project: Project) -> None:
    run(project, ENDS_COPIES)
