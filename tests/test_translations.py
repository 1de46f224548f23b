"""Translations: what makes one outdated and what does not, how it is signed off, and what readers see."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.commands import ROOT
from generator.model.translations import State
from generator.translations.sign_off import NotAUnitError
from generator.translations.states import moved
from tests.tiny import Project, front_matter

SOURCE = "en/long.md"

LONG = {
    "en": """\
The lead has one sentence.

## Time limits {#limits}

You have *six months* to send the claim, and "two years" to sue [@hope-v-pelzer, 741]. Ask
[the tree](question:law) or read [the start](index.md) first.

The city is not immune.

- Write the date down.
- Keep a copy.
- Call a lawyer.

| Step | Limit |
|---|---|
| Claim | 6 months |
| Lawsuit | 2 years |

### Late claims {#late}

A late claim has rules of its own.

## Second part {#second}

Nothing here has changed.

## Third part {#third}

Nor here.
""",
    "es": """\
La entrada tiene una oración.

## Plazos {#limits}

Tiene *seis meses* para enviar el reclamo y "dos años" para demandar [@hope-v-pelzer, 741]. Pregunte al
[árbol](question:law) o lea primero [el inicio](index.md).

La ciudad no tiene inmunidad.

- Anote la fecha.
- Guarde una copia.
- Llame a un abogado.

| Paso | Plazo |
|---|---|
| Reclamo | 6 meses |
| Demanda | 2 años |

### Reclamos tardíos {#late}

Un reclamo tardío tiene sus propias reglas.

## Segunda parte {#second}

Aquí no cambió nada.

## Tercera parte {#third}

Aquí tampoco.
""",
}


@pytest.fixture
def signed(project: Project) -> Project:
    """The tiny project with a longer article, and everything signed off."""
    for language, text in LONG.items():
        project.write(f"{language}/long.md", front_matter("Long", "long", order="2") + text)
    project.sign_off()
    assert project.states() == {}
    return project


def replaced(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new)

    return edit


FORMATTING: dict[str, Callable[[str], str]] = {
    "lines wrapped anew": replaced("to send the claim, and", "to send\nthe claim, and"),
    "a paragraph on one line": replaced("Ask\n[the tree]", "Ask [the tree]"),
    "another sign for emphasis": replaced("*six months*", "_six months_"),
    "stronger emphasis": replaced("*six months*", "**six months**"),
    "no emphasis": replaced("*six months*", "six months"),
    "another list marker": replaced("\n- ", "\n* "),
    "a numbered list": replaced(
        "- Write the date down.\n- Keep a copy.\n- Call", "1. Write the date down.\n2. Keep a copy.\n3. Call"
    ),
    "space between list items": replaced("down.\n- Keep", "down.\n\n- Keep"),
    "another form of a link's target": replaced("(index.md)", "(./index.md)"),
    "a link by reference": lambda text: (
        text.replace("[the start](index.md)", "[the start][s]") + "\n[s]: index.md\n"
    ),
    "a link's target in angle brackets": replaced("(index.md)", "(<index.md>)"),
    "curly quotation marks": replaced('"two years"', "“two years”"),
    "two blanks between sentences": replaced("[@hope-v-pelzer, 741]. Ask", "[@hope-v-pelzer, 741].   Ask"),
    "blanks at the ends of lines": replaced("immune.\n", "immune. \n"),
    "more empty lines": replaced("immune.\n\n", "immune.\n\n\n\n"),
    "a table with its columns lined up": replaced("| Claim | 6 months |", "| Claim   |   6 months   |"),
    "a table's alignment": replaced("|---|---|", "|:--|--:|"),
    "blanks inside a citation": replaced("[@hope-v-pelzer, 741]", "[@hope-v-pelzer,  741]"),
    "another heading style": replaced("## Time limits {#limits}", "##  Time limits   {#limits}"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", FORMATTING)
def test_an_edit_that_only_looks_different_leaves_everything_current(signed: Project, name: str) -> None:
    path = signed.content / SOURCE
    path.write_bytes(FORMATTING[name](path.read_text(encoding="utf-8")).encode())
    assert signed.states() == {}


MEANING: dict[str, Callable[[str], str]] = {
    "a number": replaced("6 months |", "9 months |"),
    "a number in words": replaced("*six months*", "*nine months*"),
    "a word": replaced("send the claim", "file the claim"),
    "a word less": replaced("Keep a copy.", "Keep copy."),
    "a word more": replaced("Keep a copy.", "Keep a clean copy."),
    "a negation taken away": replaced("is not immune", "is immune"),
    "a negation put in": replaced("You have", "You do not have"),
    "two words exchanged": replaced("to send the claim", "the claim to send"),
    "the case of a name": replaced("The city", "The City"),
    "a comma": replaced("the claim, and", "the claim and"),
    "a question for a statement": replaced("is not immune.", "is not immune?"),
    "a paragraph more": replaced("The city is not immune.", "The city is not immune.\n\nNor is the county."),
    "a paragraph less": replaced("The city is not immune.\n\n", ""),
    "a paragraph moved": lambda text: text.replace("The city is not immune.\n\n", "").replace(
        "### Late", "The city is not immune.\n\n### Late"
    ),
    "a list item more": replaced("- Keep a copy.\n", "- Keep a copy.\n- Keep the envelope.\n"),
    "a list item less": replaced("- Keep a copy.\n", ""),
    "a list item moved": replaced(
        "- Write the date down.\n- Keep a copy.", "- Keep a copy.\n- Write the date down."
    ),
    "a table row more": replaced("| Claim | 6 months |", "| Claim | 6 months |\n| Late claim | 1 year |"),
    "a table row less": replaced("| Lawsuit | 2 years |\n", ""),
    "two table rows exchanged": replaced(
        "| Claim | 6 months |\n| Lawsuit | 2 years |", "| Lawsuit | 2 years |\n| Claim | 6 months |"
    ),
    "a citation's page": replaced("741", "739"),
    "a citation without its page": replaced("[@hope-v-pelzer, 741]", "[@hope-v-pelzer]"),
    "another authority": replaced("[@hope-v-pelzer, 741]", "[@usc-42-1983]"),
    "a signal before a citation": replaced("[@hope-v-pelzer, 741]", "[see @hope-v-pelzer, 741]"),
    "a citation more": replaced("not immune.", "not immune [@usc-42-1983]."),
    "a citation less": replaced(" [@hope-v-pelzer, 741]", ""),
    "a link that leads elsewhere": replaced("(question:law)", "(question:relief)"),
    "the words of a heading": replaced("## Time limits", "## Some time limits"),
    "the words of a subheading": replaced("### Late claims", "### Claims too late"),
    "a court's words more": replaced("### Late", "![](quote:hope-v-pelzer/notice)\n\n### Late"),
}


@pytest.mark.parametrize("name", MEANING)
def test_an_edit_of_what_is_said_makes_exactly_that_unit_outdated(signed: Project, name: str) -> None:
    path = signed.content / SOURCE
    signed.write(SOURCE, MEANING[name](path.read_text(encoding="utf-8")))
    assert signed.states() == {"es/long#limits": State.OUTDATED}


ELSEWHERE: dict[str, tuple[Callable[[Project], object], dict[str, State]]] = {
    "the lead": (
        lambda p: p.replace(SOURCE, "one sentence", "two sentences"),
        {"es/long#lead": State.OUTDATED},
    ),
    "the title": (
        lambda p: p.replace(SOURCE, "title: Long", "title: Longer"),
        {"es/long#front-matter": State.OUTDATED},
    ),
    "a section moved": (
        lambda p: p.write(SOURCE, _moved((p.content / SOURCE).read_text(encoding="utf-8"))),
        {"es/long#third": State.OUTDATED},
    ),
    "a section removed from the source": (
        lambda p: p.replace(SOURCE, "## Third part {#third}\n\nNor here.\n", ""),
        {"es/long#third": State.EXTRA},
    ),
    "a new section in the source": (
        lambda p: p.replace(SOURCE, "## Third", "## New {#new}\n\nWords.\n\n## Third"),
        {"es/long#new": State.MISSING},
    ),
    "a new section in the other language": (
        lambda p: p.replace("es/long.md", "## Tercera", "## Nueva {#new}\n\nPalabras.\n\n## Tercera"),
        {"en/long#new": State.MISSING},
    ),
    "the translation alone": (
        lambda p: p.replace("es/long.md", "Aquí tampoco.", "Tampoco aquí."),
        {"es/long#third": State.UNREVIEWED},
    ),
    "both sides, without a sign-off": (
        lambda p: (
            p.replace(SOURCE, "Nor here.", "Here."),
            p.replace("es/long.md", "Aquí tampoco.", "Aquí."),
        ),
        {"es/long#third": State.OUTDATED},
    ),
    "words of a table": (
        lambda p: p.replace("cases.json", "The guards had fair warning.", "The guards had no warning."),
        {"es/cases.json#cases/hope-v-pelzer/holding": State.OUTDATED},
    ),
    "a court's words": (
        lambda p: p.replace("cases.json", "officials can still be on notice", "officials can be on notice"),
        {"es/cases.json#cases/hope-v-pelzer/quotes/notice": State.OUTDATED},
    ),
    "words of the rules": (
        lambda p: p.replace("rules.json", '"en": "Two years."', '"en": "Three years."'),
        {"es/rules.json#points/deadline/text": State.OUTDATED},
    ),
    "a list of words": (
        lambda p: p.replace("rules.json", '"Call."', '"Do not call."'),
        {"es/rules.json#outcomes/open/next": State.OUTDATED},
    ),
    "words of the glossary": (
        lambda p: p.replace("glossary.json", "Enough notice.", "Notice."),
        {"es/glossary.json#terms/fair-warning/definition": State.OUTDATED},
    ),
    "an article under another name": (
        lambda p: [(p.content / c / "long.md").rename(p.content / c / "short.md") for c in ("en", "es")],
        {},
    ),
    "a section under another id": (
        lambda p: [p.replace(f"{c}/long.md", "{#third}", "{#last}") for c in ("en", "es")],
        {},
    ),
    "an article removed from the source": (
        lambda p: (p.content / SOURCE).unlink(),
        {f"es/long#{place}": State.EXTRA for place in ("front-matter", "lead", "limits", "second", "third")},
    ),
}


def _moved(text: str) -> str:
    """The third section before the first."""
    before, _, third = text.partition("## Third part")
    return before.replace("## Time limits", f"## Third part{third}\n## Time limits")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_every_kind_of_unit_is_told_apart(signed: Project, name: str) -> None:
    edit, expected = ELSEWHERE[name]
    edit(signed)
    assert signed.states() == expected


def test_a_shallow_clone_and_a_folder_without_git_say_the_same(signed: Project, tmp_path: Path) -> None:
    signed.replace(SOURCE, "6 months |", "9 months |")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "all"],
    ):
        subprocess.run(["git", *command], cwd=signed.root, check=True)
    clone, plain = tmp_path / "clone", tmp_path / "plain"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{signed.root}", str(clone)], check=True)
    shutil.copytree(signed.content, plain / "content")
    told = [said(root / "content", "--translations", "--json") for root in (signed.root, clone, plain)]
    assert [[one["state"] for one in json.loads(text)] for text in told].count(
        [one["state"] for one in json.loads(told[0])]
    ) == 3
    assert [one["name"] for one in json.loads(told[1]) if one["state"] == "outdated"] == ["es/long#limits"]


def said(content: Path, *arguments: str, status: int = 0) -> str:
    command = [sys.executable, str(ROOT / "build.py"), "--content", str(content), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


# --- signing off ---


def test_a_source_that_changed_needs_a_new_translation_or_a_reason(signed: Project) -> None:
    signed.replace(SOURCE, "Nor here.", "Nor hère.")
    refused = signed.sign_off("es/long#third").refused
    assert "`en/long#third` has changed since this was signed off, and the translation has not" in str(
        refused[0]
    )
    assert signed.states() == {"es/long#third": State.OUTDATED}
    assert not signed.sign_off("es/long#third", reason="a slip of the pen").refused
    assert signed.states() == {}
    record = json.loads((signed.content / "translations.json").read_text())["units"]["es/long#third"]
    assert record["reason"] == "a slip of the pen"
    signed.replace(SOURCE, "Nor hère.", "Not here.")
    assert signed.states() == {"es/long#third": State.OUTDATED}
    signed.replace("es/long.md", "Aquí tampoco.", "Aquí no.")
    assert not signed.sign_off("es/long").refused
    assert signed.states() == {}


def test_either_language_may_be_the_source_of_a_unit(signed: Project) -> None:
    signed.replace("es/long.md", "Aquí tampoco.", "Aquí sí.")
    signed.replace(SOURCE, "Nor here.", "Here, yes.")
    assert [one.name for one in signed.sign_off("en/long#third").versions] == ["en/long#third"]
    assert signed.states() == {}
    signed.replace("es/long.md", "Aquí sí.", "Aquí quizás.")
    assert signed.states() == {"en/long#third": State.OUTDATED}


def test_a_whole_source_is_not_signed_off_by_accident(signed: Project) -> None:
    with pytest.raises(NotAUnitError, match="is the source that others were translated from"):
        signed.sign_off("en/long")


def test_a_name_that_does_not_exist_is_told_with_the_nearest(signed: Project) -> None:
    with pytest.raises(NotAUnitError, match="Did you mean `es/long#limits`"):
        signed.sign_off("es/long#limit")


def test_what_is_missing_or_extra_cannot_be_signed_off(signed: Project) -> None:
    signed.replace(SOURCE, "## Third part {#third}\n\nNor here.\n", "## New {#new}\n\nWords.\n")
    refused = [str(problem) for problem in signed.sign_off("es/long").refused]
    assert any("`es/long#new` is not there yet. Translate it first." in line for line in refused)
    assert any("`es/long#third` is a translation of nothing" in line for line in refused)


def test_a_record_changed_by_hand_counts_for_nothing(signed: Project) -> None:
    signed.replace(SOURCE, "Nor here.", "Here.")
    path = signed.content / "translations.json"
    data = json.loads(path.read_text())
    other = data["units"]["es/long#second"]["made_from"]
    data["units"]["es/long#third"]["made_from"] = other
    path.write_text(json.dumps(data))
    assert signed.states() == {"es/long#third": State.BUMPED}
    assert signed.sign_off("es/long#third").refused
    assert not signed.sign_off("es/long#third", reason="checked by hand").refused


def test_two_peoples_sign_offs_are_lines_of_their_own(signed: Project) -> None:
    lines = (signed.content / "translations.json").read_text().splitlines()
    assert sum(line.startswith('  "es/') for line in lines) == len(lines) - 5


DAMAGED: dict[str, tuple[Callable[[str], str] | None, str]] = {
    "missing": (None, "content/translations.json: This file is missing, so nobody knows"),
    "cut off": (lambda text: text[: len(text) // 2], "content/translations.json:"),
    "with marks of a conflict": (
        lambda text: text.replace('  "es/long#lead"', '<<<<<<< HEAD\n  "es/long#lead"'),
        "content/translations.json:",
    ),
    "not what it should be": (
        lambda text: re.sub('"itself":"[0-9a-f]*"', '"itself":"yes"', text, count=1),
        'content/translations.json:3: `itself` cannot be "yes"',
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_of_records_stops_the_build_and_nothing_becomes_current(
    signed: Project, name: str
) -> None:
    damage, told = DAMAGED[name]
    path = signed.content / "translations.json"
    before = path.read_text()
    if damage:
        path.write_text(damage(before))
    else:
        path.unlink()
    assert any(line.startswith(told) for line in signed.problems()), signed.problems()
    assert set(signed.states().values()) == {State.UNREVIEWED}
    if damage:
        damaged = path.read_text()
        assert "Nothing was signed off" in said(signed.content, "--reviewed", "es", "--by", "A", status=1)
        assert path.read_text() == damaged


# --- what is critical, and what readers see ---


def test_a_critical_section_that_is_not_signed_off_stops_the_build(signed: Project) -> None:
    for code in ("en", "es"):
        signed.replace(f"{code}/long.md", "order: 2", "order: 2\ncritical: [late]")
    assert signed.problems() == []
    signed.replace(SOURCE, "6 months |", "9 months |")
    (told,) = signed.problems()
    assert told.startswith("content/es/long.md:12: `es/long#limits` is critical, and its source has changed")
    assert told.endswith("python build.py --reviewed es/long#limits")
    assert "critical" in said(signed.content, "--translations", "--strict", status=1)


def test_a_critical_table_that_is_not_signed_off_stops_the_build(signed: Project) -> None:
    text = (signed.content / "site.toml").read_text()
    signed.write("site.toml", text + '\n[translations]\ncritical_tables = ["rules.json"]\n')
    assert signed.problems() == []
    signed.replace("rules.json", '"en": "Two years."', '"en": "Three years."')
    (told,) = signed.problems()
    assert "`es/rules.json#points/deadline/text` is critical, and its source has changed" in told
    assert re.match(r"content/rules\.json:\d+: ", told)


def test_an_outdated_section_says_so_at_its_place_with_the_source_in_its_own_language(
    signed: Project,
) -> None:
    signed.replace(SOURCE, "6 months |", "9 months |")
    page = signed.page("es/long/index.html")
    section = page.partition('<section id="limits"')[2].partition("</section>")[0]
    assert "Es posible que esta parte no esté al día." in section
    assert "25 de" in section.replace("\N{NO-BREAK SPACE}", " ")
    source = section.partition('<div lang="en">')[2].partition("</div>")[0]
    assert "9\N{NO-BREAK SPACE}months" in source
    assert "page&nbsp;741" in source.replace("\N{NO-BREAK SPACE}", "&nbsp;")
    assert "id=" not in source
    assert page.count("no esté al día") == 1
    assert "up to date" not in signed.page("en/long/index.html")
    signed.replace(SOURCE, "one sentence", "two sentences")
    lead = signed.page("es/long/index.html").partition('class="article__lead"')[2].partition("</header>")[0]
    assert "two sentences" in lead


# --- the table ---


def test_the_table_shows_what_changed_as_words_where_git_has_them(signed: Project) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        subprocess.run([*git, *command], cwd=signed.root, check=True)
    signed.replace(SOURCE, "6 months |", "9 months |")
    told = said(signed.content, "--translations")
    assert re.search(r"long +5 units +\d+ words +4 current, 1 outdated", told)
    assert "~ | Claim | [-6-]{+9+} months |" in told
    since = said(signed.content, "--translations", "--since", "HEAD")
    assert "#limits" in since
    assert "#third" not in since
    subprocess.run([*git, "commit", "-qam", "nine"], cwd=signed.root, check=True)
    assert "No edit since then made a translation stale." in said(
        signed.content, "--translations", "--since", "HEAD"
    )
    assert "git does not know `nowhere`" in said(
        signed.content, "--translations", "--since", "nowhere", status=2
    )


def test_the_table_shows_the_changed_paragraphs_where_there_is_no_git(signed: Project) -> None:
    signed.replace(SOURCE, "6 months |", "9 months |")
    signed.replace(SOURCE, "The city is not immune.\n\n", "")
    told = said(signed.content, "--translations")
    assert "+ | Claim | 9 months |" in told
    assert "- (1 paragraph; the words are in git)" in told


def test_as_few_sections_as_possible_count_as_moved() -> None:
    assert moved("abcde", "abcde") == frozenset()
    assert moved("abcde", "eabcd") == {"e"}
    assert moved("abcde", "acbde") in ({"b"}, {"c"})
    assert moved("abc", "axbyc") == frozenset()


@pytest.mark.parametrize(
    ("table", "change", "page", "heading"),
    [
        ("cases.json", ("The guards had fair", "The guards had no"), "es/cases/hope-v-pelzer", "holding"),
        ("cases.json", ("officials can still be", "officials can be"), "es/cases/hope-v-pelzer", "words"),
        ("laws.json", ("It lets people sue.", "It lets anybody sue."), "es/laws", "law-usc-42-1983"),
        ("glossary.json", ("Enough notice.", "Much notice."), "es/glossary", "fair-warning"),
    ],
)
def test_outdated_words_of_a_table_say_so_where_they_stand(
    signed: Project, table: str, change: tuple[str, str], page: str, heading: str
) -> None:
    assert "no esté al día" not in signed.page(f"{page}/index.html")
    signed.replace(table, *change)
    html = signed.page(f"{page}/index.html")
    assert html.count("no esté al día") == 1
    notice = html.partition("no esté al día")
    assert f'id="{heading}"' in notice[0]
    assert change[1] in notice[2].partition('<div lang="en">')[2].partition("</div>")[0]


def test_a_sign_off_that_cannot_be_written_is_a_sentence_and_changes_nothing(signed: Project) -> None:
    signed.replace("es/long.md", "Aquí tampoco.", "Tampoco aquí.")
    before = (signed.content / "translations.json").read_text()
    (signed.content / "translations.json.new").mkdir()
    told = said(signed.content, "--reviewed", "es/long", "--by", "A", status=1)
    assert "`translations.json` cannot be written: Is a directory." in told
    assert (signed.content / "translations.json").read_text() == before
