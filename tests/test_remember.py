"""What is remembered between two readings changes how long they take, and nothing else."""

from __future__ import annotations

import ast
import dataclasses
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

import generator
from generator import compile as compile_module
from generator import unchanged
from generator.link import facts
from generator.link.answers import Answers
from generator.link.articles import Resolved, Text
from generator.model.body import Mention
from generator.model.project import Deployment, Folders
from generator.outline import Outline, outline
from generator.pipeline import prepare, render_all
from generator.remember import (
    FORGETFUL,
    MEMORIES,
    ForEach,
    forget,
    remembered,
    remembered_by_answers,
    remembered_for_each,
)
from tests.outputs import built_again, contents
from tests.tiny import ROOT, Project


@dataclass(frozen=True)
class Edit:
    """One save: a file of the project, and what it says then in place of what it said."""

    file: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}: {self.new[:30]!r}"

    def save(self, root: Path) -> Callable[[], object]:
        """Do it in the project in a folder; what is given back undoes it."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        assert self.old in text, f"{self.old!r} is not in {self.file}"
        path.write_text(text.replace(self.old, self.new, 1), encoding="utf-8")
        return partial(path.write_text, text, encoding="utf-8")


CASES, RULES = "content/cases.json", "content/rules.json"
ENGLISH, SPANISH = "content/en/warning.md", "content/es/warning.md"
WORDS = "locales/en/LC_MESSAGES/messages.po"

EDITS = (
    Edit(ENGLISH, "Two years.", "Three years."),
    Edit(SPANISH, "Dos años.", "Tres años."),
    Edit(ENGLISH, "title: Warning", "title: A warning"),
    Edit(ENGLISH, 'slug: "warning"', 'slug: "a-warning"'),
    Edit(ENGLISH, "{#deadlines}", "{#time-limits}"),  # a problem: the other language has another id
    Edit(ENGLISH, "[below](#deadlines)", "[below](#time-limits)"),
    Edit(SPANISH, "{#deadlines}", "{#time-limits}"),
    Edit(SPANISH, "[abajo](#deadlines)", "[abajo](#time-limits)"),
    Edit(ENGLISH, "Text under", "Text (under"),  # a problem: never closed
    Edit(ENGLISH, "Text (under", "Text under"),
    Edit(ENGLISH, "Notice is enough", "See 536 U.S. 730. Notice is enough"),  # a problem: typed by hand
    Edit(CASES, '"page": 730', '"page": 731'),  # the same problem in other words
    Edit(CASES, '"page": 731', '"page": 730'),
    Edit(ENGLISH, "See 536 U.S. 730. Notice", "Notice"),
    Edit(CASES, "fair warning.", "some warning."),
    Edit(CASES, '"name": "Hope v. Pelzer"', '"name": "Hope against Pelzer"'),
    Edit(CASES, '"741"\n', '"742"\n'),  # a problem: a page that is cited, and nobody has seen
    Edit(CASES, '"742"\n', '"741"\n'),
    Edit(CASES, '"text": "officials can', '"text": "officers can'),
    Edit(RULES, "What do you want?", "What would you like?"),
    Edit(RULES, '"to": "outcome:closed"', '"to": "outcome:open"'),  # a problem: a result that none reaches
    Edit(
        RULES,
        '"to": "outcome:open",\n     "why": {\n      "en": "Closed."',
        '"to": "outcome:closed",\n     "why": {\n      "en": "Closed."',
    ),
    Edit("content/glossary.json", "Enough notice.", "Notice that is enough."),
    Edit("content/laws.json", "It lets people sue.", "It lets anybody sue."),
    Edit("content/site.toml", "The rule", "The rules"),
    Edit(WORDS, 'msgid "Court"\nmsgstr "Court"', 'msgid "Court"\nmsgstr "Which court"'),
    Edit(WORDS, 'msgid "Court"\nmsgstr "Which court"', 'msgid "Court"\nmsgstr ""'),  # a problem: no words
    Edit(WORDS, 'msgid "Court"\nmsgstr ""', 'msgid "Court"\nmsgstr "The court"'),
    Edit("templates/pages/article.html", "{% block", "<!-- changed -->{% block"),
    Edit("templates/pages/case.html", "{% block", "{{ nothing_like_that }}{% block"),  # a problem
    Edit("templates/pages/case.html", "{{ nothing_like_that }}", ""),
    Edit("templates/pages/laws.html", "{% block", "{% trans %}Words of no catalogue{% endtrans %}{% block"),
    Edit("templates/pages/laws.html", "{% trans %}Words of no catalogue{% endtrans %}", ""),
    Edit("templates/components/mentions/mentions.css", "{", "{color:red;"),
    Edit("templates/components/sheet/sheet.js", "const ", "const more = 1;\nconst "),
    Edit("content/translations.json", "{}", '{"es/about#lead": 1}'),  # a problem: not a record
)
"""One save of each kind, in turn; some make a mistake that the next one mends."""


class Copy(Project):
    """The tiny project with templates and catalogues of its own, so that they can be edited, too."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        for name in ("templates", "locales"):
            shutil.copytree(ROOT / name, root / name)
        self.folders = Folders(self.content, root / "templates", root / "locales", root / "site")


Seen = tuple[Mapping[str, bytes], tuple[str, ...], tuple[str, ...]]
"""What a reading gives: the files of the site, the problems and the notices."""


PREVIEW = Deployment("https://example.org", production=True, drafts=True)


def seen(folders: Folders) -> Seen:
    edition = prepare(folders, PREVIEW)
    files, problems = render_all(edition)
    return files, tuple(map(str, problems)), tuple(map(str, edition.notices))


def seen_again(folders: Folders) -> Seen:
    """The same, with what earlier builds of this output have kept."""
    edition, problems = built_again(folders, PREVIEW, today=None)
    files = {} if problems else contents(folders.output)
    return files, tuple(problems), tuple(map(str, edition.notices))


def test_after_every_edit_an_update_gives_what_a_fresh_start_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "_TICK", 0)  # nobody touches the output between two builds
    project = Copy(tmp_path / "project")
    forget()
    updates = [seen(project.folders)]
    undo = []
    for edit in EDITS:
        undo.append(edit.save(project.root))
        updates.append(seen(project.folders))
    for edit, update in zip(reversed(EDITS), updates[-2::-1], strict=True):
        undo.pop()()
        assert seen(project.folders) == update, f"undone: {edit}"
    for edit, update in zip(EDITS, updates[1:], strict=True):
        edit.save(project.root)
        forget()
        assert seen(project.folders) == update, edit
        forget()
        with_cache = dataclasses.replace(project.folders, cache=tmp_path / "cache")
        assert seen_again(with_cache) == update, f"kept: {edit}"
    kinds = {(problems != (), files != updates[0][0]) for files, problems, _ in updates}
    assert kinds == {(False, False), (False, True), (True, True)}, "some edits are mistakes, others are not"


def test_an_edit_leaves_everything_else_as_it_was_read(project: Project) -> None:
    before = prepare(project.folders).sources
    project.replace("en/warning.md", "Two years.", "Three years.")
    after = prepare(project.folders).sources
    assert before
    assert after
    for name in ("settings", "cases", "laws", "rules", "glossary"):
        assert getattr(after, name) is getattr(before, name), name
    changed = [new.file for old, new in zip(before.articles, after.articles, strict=True) if old is not new]
    assert changed == ["content/en/warning.md"]


def test_however_many_saves_follow_one_another_each_compiles_its_own_article_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compiling = compile_module._Compiler.compile

    def noted(self: object, text: str) -> object:
        compiled.append(text)
        return compiling(self, text)

    monkeypatch.setattr(compile_module._Compiler, "compile", noted)
    prepare(project.folders)
    before = "Two years."
    for words in ("Three years.", "Four years.", "Five years.", "Six years."):
        compiled.clear()
        project.replace("en/warning.md", before, words)
        prepare(project.folders)
        assert len(compiled) == 1, words
        assert words in compiled[0]
        before = words


def test_words_leave_the_outline_as_it_was_and_a_title_does_not(project: Project) -> None:
    def outlined() -> Outline:
        sources = prepare(project.folders).sources
        assert sources
        return outline(sources)

    before = outlined()
    project.replace("en/warning.md", "Two years.", "Three years.")
    assert outlined() is before
    project.replace("en/warning.md", "title: Warning", "title: A warning")
    after = outlined()
    assert after is not before
    assert after.links["en"]["warning"].title == "A warning"


def test_what_rests_on_what_is_put_together_again_when_a_text_refers_to_something_else(
    project: Project,
) -> None:
    def resting() -> Mapping[tuple[str, str], tuple[Mention, ...]]:
        planned = prepare(project.folders).plan
        assert planned
        return planned.recipes["en/cases/hope-v-pelzer/index.html"].context["mentions"]

    before = resting()
    project.replace("en/warning.md", "Two years.", "Three years.")
    assert resting() is before
    project.replace("en/warning.md", "Three years.", "Three years [@hope-v-pelzer, 741].")
    project.replace("es/warning.md", "Dos años.", "Dos años [@hope-v-pelzer, 741].")
    assert resting() != before


def test_a_change_of_templates_is_all_that_is_compiled_again(project: Project) -> None:
    render_all(prepare(project.folders))
    compiled = next(memory for memory in MEMORIES if memory.__module__ == "generator.bytecode")
    before = compiled.cache_info().misses
    render_all(prepare(project.folders))
    assert compiled.cache_info().misses == before


def test_every_memory_holds_one_reading_of_the_real_site_and_has_an_end() -> None:
    forget()
    render_all(prepare(Folders.of(ROOT)))
    for memory in MEMORIES:
        info = memory.cache_info()
        name = f"{memory.__module__}.{memory.__qualname__}"
        assert info.maxsize is not None, name
        assert info.currsize < info.maxsize, name


def test_whatever_remembers_can_be_made_to_forget() -> None:
    """So only `remembered` remembers; `functools.cache` is for tables that come with a package."""
    for path in Path(generator.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "functools" and path.name != "remember.py":
                assert "lru_cache" not in {name.name for name in node.names}, path


def test_only_the_newest_results_are_kept() -> None:
    asked = []

    @remembered(2)
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    MEMORIES.pop()
    assert [double(number) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert asked == [1, 2, 3, 2]


def test_a_record_that_says_the_same_stays_though_another_one_of_its_table_has_changed(
    project: Project,
) -> None:
    before = prepare(project.folders).sources
    project.replace("cases.json", "fair warning.", "some warning.")
    after = prepare(project.folders).sources
    assert before
    assert after
    assert after.cases is not before.cases
    changed = [
        new.id for old, new in zip(before.cases.cases, after.cases.cases, strict=True) if new is not old
    ]
    assert changed == ["hope-v-pelzer"]
    assert after.cases.cases[0].holding["en"] != before.cases.cases[0].holding["en"]


def test_only_texts_that_refer_to_what_has_changed_are_resolved_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    resolve = facts.resolved

    def noted(text: Text, answers: Answers) -> Resolved:
        asked.append(f"{text.article.language}/{text.article.key}")
        return resolve(text, answers)

    monkeypatch.setattr(facts, "resolved", noted)
    forget()
    prepare(project.folders)
    everything = set(asked)
    asked.clear()
    prepare(project.folders)
    assert asked == []
    project.replace("cases.json", "fair warning.", "some warning.")
    prepare(project.folders)
    cites = {one for one in everything if "hope-v-pelzer" in (project.content / f"{one}.md").read_text()}
    assert set(asked) == cites
    assert 0 < len(cites) < len(everything)
    asked.clear()
    project.replace("en/glossary.md", 'slug: "glossary"', 'slug: "words"')
    prepare(project.folders)
    links = {one for one in everything if one.startswith("en/") and _goes_there(project, one)}
    assert links <= set(asked) < everything


def _goes_there(project: Project, article: str) -> bool:
    text = (project.content / f"{article}.md").read_text()
    return article == "en/glossary" or "(glossary.md" in text or "(term:" in text


def test_what_was_answered_the_same_is_not_worked_out_again() -> None:
    worked_out = []

    class Asking:
        def __init__(self, source: dict[str, int]) -> None:
            self.source, self.got = source, dict[str, int]()

        def price(self, name: str) -> int:
            self.got[name] = self.source[name]
            return self.got[name]

        def same_from(self, source: dict[str, int]) -> bool:
            return all(source.get(name) == price for name, price in self.got.items())

    def two(name: str, asking: Asking) -> int:
        worked_out.append(name)
        return 2 * asking.price(name)

    two_of = remembered_by_answers(two, Asking)
    FORGETFUL.pop()
    assert two_of(["apple", "pear"], {"apple": 1, "pear": 2}) == [2, 4]
    assert two_of(["pear", "apple"], {"apple": 1, "pear": 3}) == [6, 2]
    assert worked_out == ["apple", "pear", "pear"]
    assert two_of(["apple"], {"apple": 1}) == [2]
    assert two_of(["pear"], {"pear": 3}) == [6], "the last row had no pear"
    assert worked_out == ["apple", "pear", "pear", "pear"]


def test_of_a_row_of_items_only_the_new_ones_are_worked_out() -> None:
    asked = []

    @remembered_for_each
    def times(number: int, by: int) -> int:
        asked.append((number, by))
        return number * by

    FORGETFUL.pop()
    assert times([1, 2, 3], 10) == [10, 20, 30]
    assert times([3, 4, 1], 10) == [30, 40, 10]
    assert asked == [(1, 10), (2, 10), (3, 10), (4, 10)]
    assert times.unknown([1, 2, 3, 4], 10) == [2], "the last row had no 2"
    assert times([1], 5) == [5]
    assert times.unknown([1, 3], 10) == [], "another row beside it changes nothing"
    times.tell(2, 21, 10)
    assert times([2], 10) == [21]
    times.clear()
    assert times.unknown([2], 10) == [2]


def test_of_many_rows_the_oldest_is_forgotten() -> None:
    rows: ForEach[int, int] = ForEach(lambda number, by: number * by)
    for by in range(10):
        rows([1], by)
    assert [by for by in range(10) if not rows.unknown([1], by)] == [6, 7, 8, 9]
