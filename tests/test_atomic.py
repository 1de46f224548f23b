"""Whatever happens to a build, the output is the whole old site or the whole new one, byte for byte."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.commands import ROOT, main
from generator.write import replacing, write_site
from tests.conftest import Counted, HowMany
from tests.outputs import build_command, contents, run
from tests.previews import PATIENCE, until
from tests.tiny import Project

BUILDING, REPLACED = ".site.building", ".site.replaced"


@dataclass(frozen=True)
class TwoSites:
    """A project in two states, and the site of each."""

    content: tuple[Path, Path]
    site: tuple[dict[str, bytes], dict[str, bytes]]

    @property
    def changed(self) -> list[int]:
        """The sizes of the files that a build of the second must write where the first one lies."""
        old, new = self.site
        return sorted(len(data) for name, data in new.items() if old[name] != data)


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> TwoSites:
    """Every page of the second site says something else than that of the first."""
    root = tmp_path_factory.mktemp("two")
    projects = [Project(root / name) for name in ("one", "two")]
    projects[1].replace("site.toml", 'tagline = "A tiny site"', 'tagline = "A site after an edit"')
    projects[1].replace("site.toml", 'name = "Español"', 'name = "Castellano"')
    for project in projects:
        folders = ["--content", str(project.content), "--output", str(project.folders.output)]
        assert main(folders) == 0
    sites = [contents(project.folders.output) for project in projects]
    assert sites[0].keys() == sites[1].keys()
    assert sites[0] != sites[1]
    return TwoSites((projects[0].content, projects[1].content), (sites[0], sites[1]))


def laid(site: dict[str, bytes], output: Path) -> Path:
    """A site as an earlier build has left it."""
    write_site(site, output)
    return output


# --- killed ---


@pytest.mark.proof
def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site(
    two_sites: TwoSites, tmp_path: Path, how_many: HowMany, counted: Counted
) -> None:
    """Every second one is killed while it writes, which is a small part of the time of a build."""
    kills, shown = how_many(sample=2, whole=200), 0
    moments, found = random.Random(1), Counter[str]()
    output = tmp_path / "site"
    began = time.perf_counter()
    assert run(build_command(two_sites.content[shown], output)).returncode == 0
    seconds = time.perf_counter() - began
    for number in itertools.count():
        if found["killed"] == kills:
            break
        command = build_command(two_sites.content[1 - shown], output)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if number % 2:
            writes_at_last(process, tmp_path / BUILDING)
            time.sleep(moments.uniform(0, 0.04))
        else:
            time.sleep(moments.uniform(0, seconds * 1.1))
        process.kill()
        found["done" if process.wait() == 0 else "killed"] += 1
        left = {path.name for path in tmp_path.iterdir()}
        assert left <= {"site", BUILDING, REPLACED}
        found["with something left beside it"] += len(left) > 1
        site = contents(output)
        assert site in two_sites.site, f"after kill {number} the site is neither the old nor the new one"
        found["new"] += site == two_sites.site[1 - shown]
        shown = two_sites.site.index(site)
    assert run(build_command(two_sites.content[1 - shown], output)).returncode == 0
    assert contents(output) == two_sites.site[1 - shown]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    counted(
        f"{found['killed']} builds killed ({found['done']} were done before): {found['new']} left the new "
        f"site, the others the old one; {found['with something left beside it']} left a folder to clean up"
    )


def writes_at_last(process: subprocess.Popen[bytes], stage: Path) -> None:
    """Wait until a build has begun to write, or is done."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline and not stage.exists():
        time.sleep(0.0005)


EACH_STEP = """
import errno, json, os, shutil, sys
from pathlib import Path
from generator import write
from tests.outputs import contents

root, fails = Path(sys.argv[1]), sys.argv[2]
output, beside = root / "site", {".site.building", ".site.replaced"}
OURS = dict.fromkeys(("_headers", "_redirects", "cases.json"), b"x")
OLD = {**OURS, **{f"en/{i}/index.html": b"old" for i in range(3)}, "old.css": b""}
NEW = {**OURS, **{f"en/{i}/index.html": b"new" for i in range(3)}, "es/new.js": b""}
STEPS = [(os, "mkdir"), (Path, "write_bytes"), (os, "link"), (os, "rename"), (os, "rmdir"), (os, "unlink"),
         (os, "open"), (Path, "iterdir"), (write, "_exchanged")]
if fails == "dies without exchange":
    write._exchanged = lambda one, other: False
    STEPS.remove((write, "_exchanged"))

def at_step(wanted):
    "Let something happen before the step of this number; tells whether there is such a step."
    counter = iter(range(10_000))
    for owner, name in STEPS:
        real = getattr(owner, name)
        def step(*args, real=real, **more):
            if next(counter) == wanted:
                if fails != "is refused":
                    os._exit(9)
                raise OSError(errno.EIO, "Input/output error", "disk")
            return real(*args, **more)
        setattr(owner, name, step)
    try:
        write.write_site(NEW, output)
    except write.CannotWriteError as error:
        os._exit(1 if "Input/output error" in str(error) else 3)
    os._exit(0 if next(counter) > wanted else 2)

seen = []
while not seen or seen[-1][0] != 2:
    for path in root.iterdir():
        shutil.rmtree(path)
    write.write_site(OLD, output)
    child = os.fork()
    if child == 0:
        at_step(len(seen))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    site = contents(output) if output.exists() else {}
    state = "old" if site == OLD else "new" if site == NEW else "missing" if not site else "mixed"
    left = sorted(path.name for path in root.iterdir() if path != output)
    with write.replacing(output):
        pass
    site = contents(output)
    after = "old" if site == OLD else "new" if site == NEW else "mixed"
    clean = [path.name for path in root.iterdir()] == ["site"]
    seen.append((status, state, left, after, clean))
print(json.dumps(seen))
"""


@pytest.mark.parametrize("fails", ["dies", "dies without exchange", "is refused"])
def test_each_single_step_of_the_writing_may_be_the_last(
    tmp_path: Path, counted: Counted, fails: str
) -> None:
    """The program dies before a step, or the disk refuses it: for every step there is.

    Where the system cannot exchange two folders, there is a moment without a site; the next start ends it.
    """
    command = [sys.executable, "-c", EACH_STEP, str(tmp_path), fails]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *steps, (_, last, *_) = json.loads(done.stdout)
    assert last == "new"
    assert len(steps) > 20
    allowed = {"old", "new"} | ({"missing"} if fails == "dies without exchange" else set())
    for number, (status, state, _, after, clean) in enumerate(steps):
        assert state in allowed, f"step {number}: {state}"
        assert (after, clean) == ("old" if state == "missing" else state, True), f"step {number}"
        if fails == "is refused":
            assert status in (0, 1), f"step {number}: not told as it should be"
            assert status == 0 or state == "old", f"step {number}: a refusal was told, and the site is new"
        else:
            assert status == 9
    states = Counter(state for _, state, *_ in steps)
    counted(f"{len(steps)} steps of the writing: {dict(states)}")


# --- a full disk ---


@pytest.mark.proof
def test_a_disk_that_is_full_leaves_the_last_site(
    two_sites: TwoSites, tmp_path: Path, how_many: HowMany, counted: Counted
) -> None:
    """A real file system of a few sizes, each too small for the site and what changes in it."""
    (tmp_path / "disk").mkdir()
    old = laid(two_sites.site[0], tmp_path / "old")
    size, more = (
        sum(-(-one // 4096) * 4 for one in sizes)  # kilobytes in whole pages
        for sizes in (map(len, two_sites.site[0].values()), two_sites.changed)
    )
    sizes = [size + more * n // 20 for n in range(1, how_many(sample=2, whole=20))]
    build = 'mount -t tmpfs -o size="$1"k none disk && cp -r old disk/site; shift; "$@"; echo "status $?"'
    script = f"{build}; diff -r old disk/site && ls -A disk"
    command = build_command(two_sites.content[1], tmp_path / "disk" / "site")
    inside = ["unshare", "--map-root-user", "--mount", "bash", "-c", script, "bash"]
    for kilobytes in sizes:
        done = subprocess.run(
            [*inside, str(kilobytes), *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        if "unshare" in done.stderr or "mount:" in done.stderr:
            pytest.skip("this machine lets nobody mount a disk for a test")
        assert done.stdout == "status 1\nsite\n", done.stdout + done.stderr
        assert done.stderr.endswith("cannot be written: No space left on device.\n"), done.stderr
        assert done.stderr.count("\n") == 1
    assert contents(old) == two_sites.site[0]
    counted(f"{len(sizes)} sizes of a full disk")


def test_a_file_that_may_not_be_so_large_leaves_the_last_site(two_sites: TwoSites, tmp_path: Path) -> None:
    """As on a machine where nobody may mount a disk: the system refuses in the middle of a file."""
    output = laid(two_sites.site[0], tmp_path / "site")
    most = two_sites.changed[-3]
    limited = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
    limited += "from generator.commands import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", limited, *build_command(two_sites.content[1], output)[2:]]
    done = run(command, PYTHONPATH=str(ROOT))
    assert done.returncode == 1
    assert done.stderr.endswith("cannot be written: File too large.\n")
    assert contents(output) == two_sites.site[0]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


# --- what may not be written ---


WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""Before a command: nothing may be done that the modes of files do not allow, as for everybody but root."""


def mode(path: str, bits: int) -> Callable[[Path], None]:
    return lambda root: (root / path).chmod(bits)


@pytest.mark.skipif(bool(WITHOUT_RIGHTS) and not shutil.which("setpriv"), reason="root without setpriv")
@pytest.mark.parametrize(
    ("take_away", "told"),
    [
        (mode("out", 0o555), "out/.site.building cannot be written: Permission denied."),
        (mode("out", 0o300), "out cannot be written: Permission denied."),
        (mode("out", 0o000), "out/site cannot be written: Permission denied."),
        (mode("out/site", 0o000), "out/site cannot be written: Permission denied."),
        (mode("out/site", 0o555), None),  # the folder itself is exchanged, which its own rights allow
    ],
    ids=["a folder nobody may write", "nor read", "nor enter", "a site nobody may read", "nor write"],
)
def test_rights_that_are_taken_away_leave_the_last_site(
    two_sites: TwoSites, tmp_path: Path, take_away: Callable[[Path], None], told: str | None
) -> None:
    laid(two_sites.site[0], tmp_path / "out" / "site")
    take_away(tmp_path)
    done = run([*WITHOUT_RIGHTS, *build_command(two_sites.content[1], tmp_path / "out" / "site")])
    for folder in (tmp_path / "out", tmp_path / "out" / "site"):
        folder.chmod(0o755)
    assert done.returncode == (1 if told else 0)
    assert done.stderr.endswith(f"{tmp_path}/{told}\n" if told else "")
    assert contents(tmp_path / "out" / "site") == two_sites.site[1 if told is None else 0]


def nothing(root: Path) -> None:
    """Lay nothing that could be in the way."""


NOT_A_SITE = "exists and is not a site made by this program"
ONE_IN_THE_OTHER = "lie one in the other"


@pytest.mark.parametrize(
    ("lay", "output", "told"),
    [
        (lambda root: (root / "x").symlink_to(root), "x", "x is a link"),
        (lambda root: (root / "x").symlink_to(root / "nowhere"), "x", "x is a link"),
        (lambda root: (root / "x").symlink_to(root / "x"), "x", "x is a link"),
        (lambda root: (root / "x").symlink_to(root / "content"), "x/en", ONE_IN_THE_OTHER),
        (lambda root: (root / "x").write_text("words"), "x", NOT_A_SITE),
        (lambda root: (root / "x").write_text("words"), "x/site", "x cannot be written: File exists."),
        (lambda root: os.mkfifo(root / "x"), "x", NOT_A_SITE),
        (lambda root: (root / ".site.building").write_text("words"), "site", "cannot be written: Not a"),
        (nothing, "content", ONE_IN_THE_OTHER),
        (nothing, "content/site", ONE_IN_THE_OTHER),
        (nothing, ".", ONE_IN_THE_OTHER),
        (nothing, "/", ONE_IN_THE_OTHER),
        (nothing, "/dev/null/site", "cannot be written"),
        (nothing, f"{ROOT}/templates/site", ONE_IN_THE_OTHER),
        (nothing, "content/../content/../.", ONE_IN_THE_OTHER),
        (nothing, "x" * 250, "cannot be written: File name too long."),
    ],
)
def test_an_output_that_cannot_be_one_is_refused_and_nothing_is_touched(
    project: Project,
    lay: Callable[[Path], object],
    output: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lay(project.root)
    before = everything(project.root)
    assert main(["--content", str(project.content), "--output", str(project.root / output)]) == 1
    assert told in capsys.readouterr().err
    assert everything(project.root) == before


def everything(folder: Path) -> dict[str, object]:
    """Every name below a folder, with the bytes of the files."""
    return {str(p): p.read_bytes() if p.is_file() else p.is_symlink() for p in folder.rglob("*")}


# --- two at once ---


def test_a_build_waits_for_another_one_and_then_reads_the_sources(
    two_sites: TwoSites, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(two_sites.content[0], content)
    with replacing(tmp_path / "site") as stage:
        command = build_command(content, tmp_path / "site")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stderr
        said = process.stderr.readline()
        assert said == "Another build is at work in this folder; this one begins when it is done.\n"
        shutil.copytree(two_sites.content[1], content, dirs_exist_ok=True)
        stage.put(two_sites.site[0])
        stage.publish()
        assert process.poll() is None
    assert process.communicate()[1] == ""
    assert process.returncode == 0
    assert contents(tmp_path / "site") == two_sites.site[1]  # what was saved while it waited, too


@pytest.mark.proof
def test_builds_at_once_follow_one_another(
    two_sites: TwoSites, tmp_path: Path, how_many: HowMany, counted: Counted
) -> None:
    """Whoever looks meanwhile finds a whole site; all of them end well."""
    rounds, at_once = how_many(sample=1, whole=10), how_many(sample=2, whole=3)
    output = laid(two_sites.site[0], tmp_path / "site")
    looks = 0
    for _ in range(rounds):
        commands = [build_command(two_sites.content[number % 2], output) for number in range(at_once)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running = [subprocess.Popen(command, **quiet) for command in commands]
        until(lambda running=running: any(one.poll() is not None for one in running), lambda: "none ends")
        while any(process.poll() is None for process in running):
            folder = os.open(output, os.O_RDONLY)  # the site of this moment, whatever takes its name
            names = set(os.listdir(folder))  # noqa: PTH208 (a folder without a name)
            os.close(folder)
            assert {"_headers", "_redirects", "en", "es"} <= names or not names
            looks += 1
            time.sleep(0.01)
        assert [process.returncode for process in running] == [0] * at_once
        assert contents(output) in two_sites.site
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
    counted(f"{rounds * at_once} builds, {at_once} at once, and {looks} looks at their output")
