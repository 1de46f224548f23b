"""Whatever lies in `content/`: a site or a message with the file; no traceback, no hang, no stray file."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands import ROOT, main
from generator.compile import compile_text
from generator.model.project import Folders
from generator.pipeline import prepare, render_all
from generator.remember import forget
from generator.write import write_site
from tests.conftest import Counted, HowMany
from tests.documents import places, with_value
from tests.outputs import build_command, run
from tests.tiny import ARTICLE, TABLES, TODAY, Project, front_matter

PLACE = re.compile(r"(?:content|templates|locales)(?:/.*)?: \S")
"""How each problem begins: with the file, as an editor knows it."""


class HangError(BaseException):
    """Nothing came for a very long time; no `except` of the program may take it for its own."""


@dataclass
class Watch:
    """Lets inputs be read, and ends one that takes very much longer than a whole clean build."""

    patience: float
    """Seconds of the processor, so that other programs beside the tests do not count."""
    slowest: float = 0
    tried: int = 0
    refused: int = 0

    @contextlib.contextmanager
    def over(self, what: object) -> Iterator[None]:
        def gone(*_: object) -> None:
            raise HangError(f"{what!r:.300} was not done after {self.patience:.0f} s of the processor")

        before, began = signal.signal(signal.SIGVTALRM, gone), time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, self.patience)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)
        self.slowest = max(self.slowest, time.process_time() - began)
        self.tried += 1

    def __str__(self) -> str:
        return f"{self.tried} inputs, {self.refused} of them refused; the slowest took {self.slowest:.1f} s"


@dataclass
class Attacked:
    """A project, of which one file is changed for each try and then put back."""

    project: Project
    watch: Watch

    def build(self, what: object, names: str = "") -> int:
        """Build it, and hold it to the promise; `names` is a file that must be named where it is refused."""
        before = self.names()
        with self.watch.over(what):
            files, problems = render_all(prepare(self.project.folders, today=TODAY))
            if not problems:
                write_site(files, self.project.folders.output)
        assert self.names() == before, f"{what!r:.300} changed what is outside of the output"
        self.hold([str(problem) for problem in problems], what, names)
        return 1 if problems else 0

    def build_as_typed(self, what: object, names: str) -> None:
        """Build it by the command line, which must refuse it."""
        folders = ["--content", str(self.project.content), "--output", str(self.project.folders.output)]
        said, before = io.StringIO(), self.names()
        with self.watch.over(what), contextlib.redirect_stderr(said):
            assert main(folders) == 1
        assert self.names() == before, f"{what!r:.300} changed what is outside of the output"
        self.hold(said.getvalue().splitlines()[:-1], what, names)

    def hold(self, problems: list[str], what: object, names: str) -> None:
        for line in "\n".join(problems).splitlines():
            assert PLACE.match(line), f"{what!r:.300} is told without its file: {line}"
        named = any(problem.startswith(f"content/{names}") for problem in problems)
        assert named or not problems, f"{what!r:.300} is not named: {problems[:3]}"
        self.watch.refused += bool(problems)

    def names(self) -> set[str]:
        """Everything that is beside the output, and beside the project."""
        root, output = self.project.root, str(self.project.folders.output)
        found = {str(path) for path in root.parent.iterdir()} | {str(path) for path in root.iterdir()}
        content = {str(path) for path in self.project.content.rglob("*")}
        return (found | content) - {output}

    @contextlib.contextmanager
    def with_file(self, name: str, data: bytes) -> Iterator[None]:
        path = self.project.content / name
        before = path.read_bytes() if path.is_file() else None
        self.project.write(name, data)
        try:
            yield
        finally:
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    project = Project(tmp_path_factory.mktemp("clean") / "project")
    forget()
    began = time.process_time()
    assert not render_all(prepare(project.folders))[1]
    return Watch(patience=60 * (time.process_time() - began))


@pytest.fixture
def attacked(tmp_path: Path, watch: Watch) -> Attacked:
    return Attacked(Project(tmp_path / "project"), Watch(watch.patience))


# --- files of the real content, damaged ---

Damage = Callable[[random.Random, bytes], bytes]


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def put(*choices: bytes | str) -> Damage:
    def damage(chance: random.Random, data: bytes) -> bytes:
        place, chosen = chance.randrange(len(data) + 1), chance.choice(choices)
        return data[:place] + (chosen if isinstance(chosen, bytes) else chosen.encode()) + data[place:]

    return damage


def line_wise(change: Callable[[random.Random, list[bytes]], object]) -> Damage:
    def damage(chance: random.Random, data: bytes) -> bytes:
        lines = data.split(b"\n")
        change(chance, lines)
        return b"\n".join(lines)

    return damage


def number(chance: random.Random, data: bytes) -> bytes:
    found = chance.choice(list(re.finditer(rb"\d+", data)) or [re.match(b"", data)])
    huge = chance.choice(
        [b"9" * 400, b"9" * 5000, b"1e999", b"-1", b"NaN", b"Infinity", b"0x10", b"1_0", b"00"]
    )
    return data[: found.start()] + huge + data[found.end() :]


def other_letters(chance: random.Random, data: bytes) -> bytes:
    text = data.decode()
    place = chance.randrange(len(text))
    alike = str.maketrans("aceiopxyABCEHKMOPTX", "асеіорхуАВСЕНКМОРТХ")
    return (text[:place] + text[place : place + 40].translate(alike) + text[place + 40 :]).encode()


DAMAGES: dict[str, Damage] = {
    "cut off": cut,
    "without its beginning": lambda chance, data: data[chance.randrange(len(data)) :],
    "a byte more": put(*(bytes([byte]) for byte in range(256))),
    "NUL": put(b"\0", b"\0" * 100),
    "Latin-1": lambda _, data: data.decode().encode("latin-1", "replace") + b"\xf1",
    "UTF-16": lambda _, data: data.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda _, data: data.decode().encode("utf-16-le"),
    "UTF-32": lambda _, data: data.decode().encode("utf-32"),
    "a byte-order mark": lambda _, data: b"\xef\xbb\xbf" + data,
    "two byte-order marks": lambda _, data: b"\xef\xbb\xbf" * 2 + data,
    "Windows line ends": lambda _, data: data.replace(b"\n", b"\r\n"),
    "old line ends": lambda _, data: data.replace(b"\n", b"\r"),
    "other line ends": put("\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"),
    "direction marks": put("\u202e", "\u2066", "\u2069", "\u200f", "\u061c"),
    "letters that look alike": other_letters,
    "marks that pile up": put("e" + "\u0301" * 200, "\u0301", "n\u0303", "ﬁ", "Å", "\u2126"),
    "halves of characters": put(b"\xed\xa0\x80", b"\xc3", b"\xf5", b"\xc0\x80", b"\xf4\x90\x80\x80"),
    "strange characters": put(
        "\U0010ffff", "\ufffe", "\ue000", "\ufdd0", "😀", "\u3164", "\u115f", "\x1b[31m"
    ),
    "brackets": put("[" * 90, "]" * 90, "{" * 500, "(" * 500, "[" * 90 + "]" * 90, "![" * 60, "](" * 60),
    "marks": put(
        "*" * 99, "_" * 99, "`" * 99, "**a " * 99, "~" * 99, "<" * 99, "&" * 99, "\\" * 99, "|" * 99
    ),
    "very deep": put("[" * 100_000, "{" * 100_000, '{"a":' * 50_000, "> " * 40_000, "- " * 30_000),
    "tags": put("<script>alert(1)</script>", "<!--", "]]>", "<?xml", "<!DOCTYPE", "&lt;", "&#0;", "&nbsp"),
    "lines swapped": line_wise(random.Random.shuffle),
    "a line out": line_wise(lambda chance, lines: lines.pop(chance.randrange(len(lines)))),
    "a line twice": line_wise(
        lambda chance, lines: lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    ),
    "a part again and again": lambda chance, data: data + data[-chance.randrange(1, 3000) :] * 30,
    "numbers": number,
    "a long line": put(b"a" * 10_000, b"a" * 200_000),
    "a very long line": put(b"a " * 5_000_000),
    "quotation marks": put('"', "'", "“", "»", '"""', "'''", "`", "\\", "\\u0000", "\\ud800", '\\"'),
    "paths": put("../../etc/passwd", "/etc/passwd", "..\\..\\x", "%2e%2e/", "file:///etc/passwd", "\\\\x\\y"),
    "commas and colons": put(
        ",", ":", ",,", "{}", "[]", "null", "#", "---", "\n---\n", "...", "&a", "*a", "!!x"
    ),
    "nothing left": lambda *_: b"",
    "blanks only": lambda chance, _: b" \n\t\n" * chance.randrange(1, 99),
    "another file": lambda chance, _: (
        chance.choice([b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG\r\n", b"\x7fELF", b"GIF89a"])
        + chance.randbytes(300)
    ),
    "chance alone": lambda chance, _: chance.randbytes(chance.randrange(1, 5000)),
}

NAMED = {
    "UTF-16",
    "UTF-16 without a mark",
    "UTF-32",
    "Latin-1",
    "nothing left",
    "blanks only",
    "another file",
}
NAMED |= {"two byte-order marks", "NUL", "direction marks", "halves of characters", "a very long line"}
"""Damages that no file can have without being named; others may leave it good, or make another one wrong."""


@pytest.mark.proof
def test_damaged_files_of_the_real_content_are_told(
    tmp_path: Path, watch: Watch, how_many: HowMany, counted: Counted
) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    folders = Folders.of(ROOT, content, tmp_path / "site")
    chance, watch = random.Random(2), Watch(watch.patience)
    files = sorted(path for path in content.rglob("*") if path.suffix in {".md", ".json", ".toml"})
    files = [path for path in files if "schemas" not in path.parts]
    with watch.over("the first reading"):
        assert not prepare(folders, today=TODAY).problems
    damages = list(DAMAGES.items()) * how_many(sample=1, whole=14)
    for name, damage in damages:
        path = chance.choice(files if chance.random() < 0.5 else [f for f in files if f.suffix != ".md"])
        whole = path.read_bytes()
        path.write_bytes(damage(chance, whole))
        what = f"{path.relative_to(tmp_path)} with {name}"
        with watch.over(what):
            problems = [str(problem) for problem in prepare(folders, today=TODAY).problems]
        assert all(PLACE.match(problem) for problem in problems), problems
        if name in NAMED:
            own = str(path.relative_to(tmp_path))
            assert any(problem.startswith(own) for problem in problems), (
                f"{what} is not named: {problems[:3]}"
            )
        watch.refused += bool(problems)
        path.write_bytes(whole)
    assert not prepare(folders, today=TODAY).problems
    counted(str(watch))


# --- every field ---

HOSTILE: list[Any] = [
    "", " ", "a", "..", ".", "/", "//", "../..", "../../../../tmp/out", "/etc/passwd", "a/../../b", "..\\b",
    "a\0b", "%2e%2e%2f", "%00", "con", "nul", "-", "--help", "~", "$HOME", "`id`", "{{ 7 * 7 }}", "{% raw %}",
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "javascript:alert(1)", "data:text/html",
    "[a](", "![](quote:a/b)", "@hope-v-pelzer", "[@nobody, 1]", "term:", "#", "?", "&amp;", "\u202eab", "аbс",
    "e\u0301", "\ud800", "😀", "\ue0000\ue001", "\ue010", "x" * 300, "x" * 100_000, "[" * 2000, "\n", "a\nb",
    "\r", "\t", "\x1b[31m", "en/index", "index", "404", "assets", "2026-02-30", "9999-12-31", "0001-01-01",
    0, -1, 1.5, 10**30, 1e300, float("nan"), float("inf"), True, None, [], {}, [[]], [None], {"": ""},
    {"en": "a"}, {"en": "a", "es": "b", "fr": "c"}, ["a", "a"], {"../x": "y"}, ["../x"],
]  # fmt: skip


@pytest.mark.proof
def test_hostile_values_in_every_field_are_told_or_harmless(
    attacked: Attacked, how_many: HowMany, counted: Counted
) -> None:
    fields = [(name, place) for name, table in TABLES.items() for place in places(table)]
    tries = [(name, place, value) for name, place in fields for value in HOSTILE]
    wanted = how_many(sample=40, whole=1_000)
    for name, place, value in random.Random(3).sample(tries, wanted):
        data = json.dumps(with_value(TABLES[name], place, value)).encode()
        with attacked.with_file(name, data):
            attacked.build((name, place, value))
    counted(f"{attacked.watch}, in {len(fields)} fields of the tables")


@pytest.mark.proof
def test_hostile_front_matter_is_told_or_harmless(
    attacked: Attacked, how_many: HowMany, counted: Counted
) -> None:
    yaml = [
        "!!python/object/apply:os.system ['touch /tmp/owned']", "!!python/name:os.system", "!x y", "&a [*a]",
        "&a x", "*a", "{a: &b [1], c: *b}", "<<: {a: b}", "? a", "|", ">", "|\n  a\n  b", "- a", "[a, b]",
        "{a: b}", "!!binary aGk=", "!!set {a}", "!!omap [a: b]", "!!timestamp 2026-01-01", "0o777", "0x1F",
        "1:30", ".inf", ".nan", "~", "yes", "2026-11-23T10:00:00Z", "%YAML 1.1", "\t", "'", '"', '"\\x00"',
        '"\\uD800"', "[" * 200, "{" * 99, "a: b: c", "#", "@a", "`a`", "a #b", "\u2028", "\x85", "'''",
    ]  # fmt: skip
    hostile = [value for value in HOSTILE if isinstance(value, str)] + yaml
    fields = ("title", "description", "slug", "section", "order", "reviewed", "draft", "critical", "nothing")
    tries = [(field, value) for field in fields for value in hostile]
    wanted = how_many(sample=25, whole=len(tries))
    for name, value in random.Random(4).sample(tries, wanted):
        fields_above = re.sub(rf"(?m)^{name}: .*\n", "", front_matter("Warning", "warning")).removesuffix(
            "---\n"
        )
        text = f"{fields_above}{name}: {value}\n---\n{ARTICLE['es']}"
        with attacked.with_file("es/warning.md", text.encode("utf-8", "surrogatepass")):
            attacked.build((name, value))
    bomb = "a: &a [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1 or ''}]\n" for i in range(1, 40))
    for text in (
        bomb,
        "---\n---\n",
        "---\n",
        "---",
        "--- \ntitle: a",
        "---\n- a\n---\n",
        "---\na\n---\n" * 99,
    ):
        with attacked.with_file("es/warning.md", f"---\n{text}\n---\nx".encode()):
            assert attacked.build(text, "es/warning.md") == 1
    counted(f"{attacked.watch}, in {len(fields)} fields of front matter")


@pytest.mark.proof
def test_hostile_settings_are_told_or_harmless(
    attacked: Attacked, how_many: HowMany, counted: Counted
) -> None:
    toml = (attacked.project.content / "site.toml").read_text(encoding="utf-8")
    values = list(re.finditer(r'"[^"]*"|= \d[\d-]*', toml))
    strings = [json.dumps(value) for value in HOSTILE if isinstance(value, str)]
    hostile = [*strings, "[", "{", "1e999", "nan", "9" * 400, "2026-13-40", "'''", "[[[[", "{ en = 1 }", ""]
    tries = [(value, bad) for value in values for bad in hostile]
    for value, bad in random.Random(5).sample(tries, how_many(sample=20, whole=500)):
        text = f"{toml[: value.start()]}{'= ' if value[0].startswith('=') else ''}{bad}{toml[value.end() :]}"
        with attacked.with_file("site.toml", text.encode("utf-8", "surrogatepass")):
            attacked.build((value[0], bad))
    counted(f"{attacked.watch}, in {len(values)} places of the settings")


# --- what hypothesis thinks of ---

WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
SIGNS = (
    "* ** _ ` [ ] ( ) ]( ![ # > - 1. | |---|---| \\ < > & @hope-v-pelzer [@ ; {# } ](#deadlines) == -- ... "
    "\" ' ](term:fair-warning) quote:hope-v-pelzer/notice"
)
SPACES = [" ", "\n", "\n\n", "\n## ", "\n- ", "    ", "\t", ", 741]"]
MARKDOWN = st.lists(st.sampled_from([*SIGNS.split(), *SPACES]) | WORDS, max_size=40).map("".join)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)


@pytest.mark.proof
def test_articles_of_any_characters_are_told_or_published(
    attacked: Attacked, how_many: HowMany, counted: Counted
) -> None:
    @settings(max_examples=how_many(sample=20, whole=600), database=None, derandomize=True)
    @given(MARKDOWN)
    def any_words(words: str) -> None:
        text = front_matter("Warning", "warning") + words
        with attacked.with_file("es/warning.md", text.encode()):
            attacked.build(words)

    any_words()
    counted(str(attacked.watch))


@pytest.mark.proof
def test_tables_of_any_values_are_told_or_published(
    attacked: Attacked, how_many: HowMany, counted: Counted
) -> None:
    fields = [(name, place) for name, table in TABLES.items() for place in places(table)]

    @settings(max_examples=how_many(sample=20, whole=600), database=None, derandomize=True)
    @given(st.sampled_from(fields), JSON_VALUES)
    def any_value(at: tuple[str, tuple[Any, ...]], value: Any) -> None:
        data = json.dumps(with_value(TABLES[at[0]], at[1], value)).encode()
        with attacked.with_file(at[0], data):
            attacked.build((at, value))

    any_value()
    counted(str(attacked.watch))


@pytest.mark.proof
def test_files_of_any_name_are_told_or_left_alone(
    attacked: Attacked, how_many: HowMany, counted: Counted
) -> None:
    letters = st.characters(blacklist_characters="/\0", blacklist_categories=["Cs"])
    names = st.text(letters, min_size=1, max_size=20).filter(lambda name: name not in {".", ".."})
    odd = [
        "Warning",
        "WARNING",
        "wa\u0301rning",
        "w\u00e1rning",
        " ",
        "-",
        "--help",
        "a b",
        "a\nb",
        "con",
        "x" * 240,
    ]
    odd_ends = st.sampled_from(["", ".md", ".MD", ".md.md", ".json", ".txt", ".md~", "\udcff.md"])

    @settings(max_examples=how_many(sample=20, whole=300), database=None, derandomize=True)
    @given(st.sampled_from(["", "en/", "es/"]), names | st.sampled_from(odd), odd_ends)
    def any_name(folder: str, name: str, end: str) -> None:
        path = attacked.project.content / f"{folder}{name}{end}"
        if len(os.fsencode(path.name)) > 255 or path.exists():
            return
        with attacked.with_file(f"{folder}{name}{end}", b"words"):
            attacked.build(path.name)

    any_name()
    counted(str(attacked.watch))


# --- what is no file ---


def outside(project: Project) -> Path:
    path = project.root.parent / "secret.md"
    path.write_text(front_matter("Secret", "secret") + "\nNobody may see this.\n")
    return path


def fifo(name: str) -> Callable[[Project], object]:
    def lay(project: Project) -> None:
        path = project.content / name
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    return lay


def folder(name: str) -> Callable[[Project], object]:
    def lay(project: Project) -> None:
        path = project.content / name
        path.unlink(missing_ok=True)
        path.mkdir()

    return lay


def link(name: str, target: str | Callable[[Project], Path]) -> Callable[[Project], object]:
    def lay(project: Project) -> None:
        path = project.content / name
        path.unlink(missing_ok=True)
        path.symlink_to(target if isinstance(target, str) else target(project))

    return lay


@pytest.mark.parametrize(
    ("lay", "name"),
    [
        (link("en/secret.md", outside), "en/secret.md"),
        (link("en/secret.md", "/etc/passwd"), "en/secret.md"),
        (link("en/about.md", "warning.md"), "en/about.md"),
        (link("en/loop.md", "loop.md"), "en/loop.md"),
        (link("en/nowhere.md", "nowhere"), "en/nowhere.md"),
        (link("en/again", "."), "en/again"),
        (link("en/again", ".."), "en/again"),
        (link("en/devices", "/dev"), "en/devices"),
        (link("cases.json", "/dev/zero"), "cases.json"),
        (link("laws.json", outside), "laws.json"),
        (link("site.toml", "/dev/stdin"), "site.toml"),
        (fifo("en/pipe.md"), "en/pipe.md"),
        (fifo("cases.json"), "cases.json"),
        (fifo("site.toml"), "site.toml"),
        (fifo("redirects.json"), "redirects.json"),
        (fifo("translations.json"), "translations.json"),
        (folder("en/about.md"), "en/about.md"),
        (folder("cases.json"), "cases.json"),
        (folder("redirects.json"), "redirects.json"),
        (folder("translations.json"), "translations.json"),
        (lambda project: (project.content / "en" / "Warning.md").write_text("x"), "en/Warning.md"),
        (lambda project: (project.content / "en" / "n\u0303.md").write_text("x"), "en/n\u0303.md"),
        (lambda project: (project.content / "EN").mkdir(), "EN"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_file_of_its_own_is_told(
    attacked: Attacked, lay: Callable[[Project], object], name: str
) -> None:
    lay(attacked.project)
    attacked.build_as_typed(name, name)


@pytest.mark.parametrize("name", ["en/pipe.txt", "en/socket", "pipe.md"])
def test_pipes_that_no_article_is_made_from_hold_nothing_up(attacked: Attacked, name: str) -> None:
    fifo(name)(attacked.project)
    attacked.build(name)


def test_real_builds_end_with_a_message_too(attacked: Attacked) -> None:
    """As processes of their own, where nothing of the tests could help them."""
    project = attacked.project
    for name, data, shown in (
        ("es/warning.md", front_matter("A", "a").encode() + b"- " * 40_000 + b"a", "es/warning.md"),
        ("cases.json", b"[" * 200_000, "cases.json"),
        ("en/\udcff\n.md", b"x", "en/\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}.md"),
    ):
        with attacked.with_file(name, data):
            done = run(build_command(project.content, project.folders.output))
        assert done.returncode == 1
        attacked.hold(done.stderr.splitlines()[:-1], name, shown)


# --- Markdown that is known to hold its readers up ---

PATHOLOGICAL: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "[" * n,
    "nested brackets": lambda n: "[" * n + "]" * n,
    "pictures": lambda n: "![" * n,
    "links": lambda n: "[a](" * n,
    "links in brackets": lambda n: "[a](" + "(" * n + ")" * n,
    "links in angles": lambda n: "[a](<" * n,
    "titles of links": lambda n: '[a](b "' * n,
    "stars": lambda n: "*" * n,
    "strong": lambda n: "**a " * n,
    "strong and emphasis": lambda n: "*a**b" * n,
    "emphasis of two kinds": lambda n: "*a_b" * n,
    "lines below": lambda n: "_a " * n,
    "backticks": lambda n: "`" * n,
    "rows of backticks": lambda n: " ".join("`" * i for i in range(int((2 * n) ** 0.5))),
    "angles": lambda n: "<" * n,
    "open tags": lambda n: "<a " * n,
    "comments": lambda n: "<!--" * n,
    "addresses": lambda n: "<http://" * n,
    "ampersands": lambda n: "&" * n,
    "backslashes": lambda n: "\\" * n,
    "quotations in quotations": lambda n: "> " * n + "a",
    "lines of quotations": lambda n: "> a\n" * n,
    "stairs of quotations": lambda n: "".join(">" * i + " a\n" for i in range(int((2 * n) ** 0.5))),
    "lists in lists": lambda n: "- " * n + "a",
    "stairs of lists": lambda n: "".join("    " * i + "- a\n" for i in range(int(n**0.5))),
    "a list": lambda n: "- a\n" * n,
    "a loose list": lambda n: "- a\n\n" * n,
    "a list of numbers": lambda n: "1. a\n" * n,
    "a long number": lambda n: "1" * n + ". a",
    "a long table": lambda n: "|a|b|\n|---|---|\n" + "|x|y|\n" * n,
    "a wide table": lambda n: "|a" * n + "|\n" + "|---" * n + "|\n",
    "definitions": lambda n: "".join(f"[r{i}]: /x\n" for i in range(n)),
    "headings": lambda n: "".join(f"## a {{#h{i}}}\n\n" for i in range(n)),
    "headings alike": lambda n: "## a\n\n" * n,
    "headings underlined": lambda n: "a\n-\n" * n,
    "a heading of braces": lambda n: "## " + "{#a " * n,
    "blanks in a heading": lambda n: "## a" + " " * n + "{#a} b",
    "blanks": lambda n: "a" + " " * n + "b",
    "empty lines": lambda n: "a\n\n" * n,
    "a long word": lambda n: "a" * n,
    "at signs": lambda n: "@" * n,
    "citations": lambda n: "[@a-v-b, 1] " * n,
    "open citations": lambda n: "[@" * n,
    "pages of citations": lambda n: "@a [1" * n,
    "a citation of many": lambda n: "[" + "@a; " * n + "@b]",
    "an id without end": lambda n: "@" + "a-" * n,
    "embedded quotations": lambda n: "![](quote:a/b)\n\n" * n,
    "quotation marks": lambda n: '"a" ' * n,
    "dashes": lambda n: "-" * n,
    "rules": lambda n: "* " * n,
    "fences": lambda n: "```\n" * n,
    "footnotes": lambda n: "[^a]" * n,
}


@pytest.mark.proof
def test_markdown_that_is_known_to_cost_far_too_much_is_linear_or_refused(
    watch: Watch, how_many: HowMany, counted: Counted
) -> None:
    """Twice the text costs about twice as much, wherever it costs anything; four times as much is square."""
    smallest, most = 0.15, 100_000

    def cost(text: str) -> float:
        forget()
        began = time.process_time()
        compile_text(text)
        return time.process_time() - began

    watch = Watch(watch.patience)
    tried = random.Random(6).sample(sorted(PATHOLOGICAL), how_many(sample=6, whole=len(PATHOLOGICAL)))
    for name in tried:
        make = PATHOLOGICAL[name]
        longest = most // len(make(1_000)) * 1_000 or most // 10
        with watch.over(name):
            once, twice = cost(make(longest // 2)), cost(make(longest))
            refused = not compile_text(make(longest)).is_readable
        if not refused and twice > smallest:
            tries = [twice / once]
            while min(tries) > 3 and len(tries) < 4:  # another program may have been in the way
                tries.append(cost(make(longest)) / cost(make(longest // 2)))
            assert min(tries) <= 3, f"{name}: twice the text costs {min(tries):.1f} times as much"
        watch.refused += refused
    counted(str(watch))
