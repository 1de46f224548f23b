"""Starting things: what is laid, what is asked of a person, and what is never overwritten."""

from __future__ import annotations

import datetime as dt
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from generator.model.project import Deployment
from generator.model.translations import State
from generator.names import id_of, not_among
from generator.pipeline import prepare
from generator.starting.arguments import name_of, titles_in
from generator.starting.articles import lay_article
from generator.starting.cases import lay_case
from generator.starting.heading_ids import missing_ids, write_ids
from generator.starting.laid import BrokenContentError, CannotStartError, Laid
from tests.test_commands import run
from tests.tiny import ROOT, Project

TODAY = dt.date(2026, 11, 25)
CASES = "cases.json"


def article(project: Project, title: str = "Use of force", section: str | None = None, **titles: str) -> Laid:
    return lay_article(project.folders, title, titles or {"es": "Uso de la fuerza"}, section, TODAY)


def case(project: Project, cite: str, name: str = "Pearson v. Callahan") -> Laid:
    return lay_case(project.folders, name, cite, TODAY)


def text(project: Project, name: str) -> str:
    return (project.content / name).read_bytes().decode("utf-8")


def everything(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.content.rglob("*") if path.is_file()}


# --- names ---


@pytest.mark.parametrize(
    ("words", "identifier"),
    [
        ("Fair warning", "fair-warning"),
        ("¿Qué es la inmunidad?", "que-es-la-inmunidad"),
        ("El señor Núñez: año 2", "el-senor-nunez-ano-2"),
        ("Don’t wait", "dont-wait"),
        ("Hernández v. Mesa", "hernandez-v-mesa"),
        ("Presbyterian Church (U.S.A.) v. United States", "presbyterian-church-usa-v-united-states"),
        ("Section 1983 — in *one* minute", "section-1983-in-one-minute"),
        ("3.5 reasons", "3-5-reasons"),
        ("公平", ""),
    ],
)
def test_an_id_is_made_from_words(words: str, identifier: str) -> None:
    assert id_of(words) == identifier


def test_an_id_that_is_taken_gets_the_first_free_number() -> None:
    assert not_among("fees", {"fees", "fees-2"}) == "fees-3"


# --- articles ---


def test_an_article_is_laid_in_every_language_as_a_draft(project: Project) -> None:
    laid = article(project)
    assert laid.written == ("content/en/use-of-force.md", "content/es/use-of-force.md")
    assert text(project, "es/use-of-force.md") == (
        '---\ntitle: Uso de la fuerza\ndescription: ""\nslug: uso-de-la-fuerza\nsection: basics\norder: 2\n'
        "reviewed: 2026-11-25\ndraft: true\n---\n"
    )
    assert "slug: use-of-force\n" in text(project, "en/use-of-force.md")


def test_the_headings_that_articles_share_are_laid_in_the_words_of_each_language(project: Project) -> None:
    for code, words in (("en", "Key points"), ("es", "Puntos clave")):
        heading = f"## {words} {{#key-points}}\n\nWords.\n\n## Deadlines {{#deadlines}}"
        project.write(f"{code}/other.md", text(project, f"{code}/warning.md").replace("warning", "other"))
        old = "## Deadlines {#deadlines}" if code == "en" else "## Plazos {#deadlines}"
        project.replace(f"{code}/other.md", old, heading)
    # Only the first language has words for this one.
    project.replace("en/other.md", "Two years.", "Two years.\n\n## Act {#what-you-can-do}\n\nDo.")
    article(project)
    assert text(project, "en/use-of-force.md").endswith("---\n\n## Key points {#key-points}\n")
    assert text(project, "es/use-of-force.md").endswith("---\n\n## Puntos clave {#key-points}\n")


def test_a_laid_article_cannot_be_published_before_it_is_described(project: Project) -> None:
    article(project)
    said = "`description` is empty. Write what belongs here: one sentence for search engines"
    for code in ("en", "es"):
        assert any(f"content/{code}/use-of-force.md:3: {said}" in told for told in project.problems())
        project.replace(f"{code}/use-of-force.md", '""', "What force the police may use, and when.")
        with (project.content / code / "use-of-force.md").open("a") as file:
            file.write("\nThe lead.\n\n## Key points {#key-points}\n")
    assert project.problems() == []  # a draft may have an empty section
    project.replace("en/use-of-force.md", "draft: true\n", "")
    project.replace("es/use-of-force.md", "draft: true\n", "")
    told = project.problems()
    assert len(told) == 2
    assert all("The section `key-points` has no words below its heading." in one for one in told)


def test_a_draft_is_in_the_preview_and_not_in_the_site(project: Project) -> None:
    article(project)
    for code in ("en", "es"):
        project.replace(f"{code}/use-of-force.md", '""', "What force the police may use, and when.")
        with (project.content / code / "use-of-force.md").open("a") as file:
            file.write("\nThe lead.\n")
    page = "en/use-of-force/index.html"
    assert page not in prepare(project.folders).plan.recipes
    drafts = Deployment("https://example.org", production=False, drafts=True)
    assert page in prepare(project.folders, drafts).plan.recipes


def test_a_laid_article_waits_for_its_sign_off_under_the_name_that_was_printed(project: Project) -> None:
    laid = article(project)
    for code in ("en", "es"):
        project.replace(f"{code}/use-of-force.md", '""', "What force the police may use, and when.")
        with (project.content / code / "use-of-force.md").open("a") as file:
            file.write("\nThe lead.\n")
    assert project.states()["es/use-of-force#lead"] is State.UNREVIEWED
    assert any("python build.py --reviewed es/use-of-force" in line for line in laid.following)
    project.sign_off("es/use-of-force")
    assert "es/use-of-force#lead" not in project.states()


def test_a_second_article_stands_behind_the_first_though_that_is_unfinished(project: Project) -> None:
    article(project)
    article(project, "Searches", es="Registros")
    assert "order: 3\n" in text(project, "en/searches.md")


def test_a_title_that_yaml_would_read_otherwise_is_quoted(project: Project) -> None:
    titles = ("Deadlines: what to know", "Plazos: “qué” saber")
    article(project, titles[0], es=titles[1])
    assert 'title: "Deadlines: what to know"\n' in text(project, "en/deadlines-what-to-know.md")
    article(project, "1983", es="no")
    assert 'title: "1983"\n' in text(project, "en/1983.md")
    assert 'title: "no"\n' in text(project, "es/1983.md")


def test_another_section_is_taken_and_counted(project: Project) -> None:
    project.replace(
        "site.toml",
        "[[sections]]",
        '[[sections]]\nid = "first"\nname = { en = "1", es = "1" }\n\n[[sections]]',
    )
    assert "`basics`, in place 2" in article(project).following[0]  # the first section has no article
    assert "`first`, in place 1" in article(project, "Other", "first", es="Otro").following[0]


@pytest.mark.parametrize(
    ("title", "section", "titles", "said"),
    [
        ("A", None, {"fr": "B"}, "The title in Español is missing. Add: --title-es “…”"),
        ("A", None, {"fr": "B", "es": "C"}, "`fr` is not a language of site.toml. There is: --title-es."),
        ("A", None, {"en": "B", "es": "C"}, "The title in English stands behind `--new article`."),
        ("A", "basic", {"es": "B"}, "There is no section `basic` in site.toml. Did you mean `basics`?"),
        ("公平", None, {"es": "B"}, "No address can be made from the title “公平”"),
        ("Warning", None, {"es": "B"}, "`content/en/warning.md` is there already. Open it"),
        ("A", None, {"es": "Warning"}, "`content/es/warning.md` has the address `warning` already."),
    ],
)
def test_an_article_that_cannot_be_laid_leaves_nothing_behind(
    project: Project, title: str, section: str | None, titles: dict[str, str], said: str
) -> None:
    before = everything(project)
    with pytest.raises(CannotStartError) as error:
        article(project, title, section, **titles)
    assert any(reason.startswith(said) for reason in error.value.reasons), error.value.reasons
    assert everything(project) == before


def test_a_file_that_is_there_in_one_language_only_is_not_overwritten(project: Project) -> None:
    project.write("es/use-of-force.md", "Mine.\n")
    with pytest.raises(CannotStartError, match=r"`content/es/use-of-force.md` is there already"):
        article(project)
    assert not (project.content / "en" / "use-of-force.md").exists()
    assert text(project, "es/use-of-force.md") == "Mine.\n"


def test_an_article_is_laid_in_all_languages_or_in_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(project)
    really_open = Path.open

    def full_disk(path: Path, mode: str = "r", **more: object) -> object:
        if mode == "x" and path.parent.name == "es":
            raise OSError(28, "No space left on device", str(path))
        return really_open(path, mode, **more)

    monkeypatch.setattr(Path, "open", full_disk)
    with pytest.raises(CannotStartError, match="No space left on device"):
        article(project)
    monkeypatch.undo()
    assert everything(project) == before


def test_nothing_is_laid_while_the_settings_cannot_be_read(project: Project) -> None:
    project.replace("site.toml", "base_url = ", "base_url ")
    with pytest.raises(BrokenContentError) as error:
        article(project)
    assert "content/site.toml:1: This is not valid TOML" in str(error.value.problems[0])


def test_a_third_language_needs_its_own_title(project: Project) -> None:
    french = (
        '[[languages]]\ncode = "fr"\nname = "Français"\nlocale = "fr_FR"\nsite_name = "x"\ntagline = "x"\n'
    )
    project.replace("site.toml", "[[contact]]", french + "\n[[contact]]")
    with pytest.raises(CannotStartError, match=r"The title in Français is missing\. Add: --title-fr"):
        article(project)
    article(project, es="Uso de la fuerza", fr="Usage de la force")
    assert "slug: usage-de-la-force\n" in text(project, "fr/use-of-force.md")


# --- cases ---


def test_a_case_is_laid_from_its_citation(project: Project) -> None:
    laid = case(project, "555 U. S. 223 (2009)")
    record = json.loads(text(project, CASES))["cases"][1]
    empty = {"en": "", "es": ""}
    assert record == {
        "id": "pearson-v-callahan",
        "name": "Pearson v. Callahan",
        "short": "Pearson",
        "volume": 555,
        "reporter": "U.S.",
        "page": 223,
        "court": "scotus",
        "year": 2009,
        "immunity": "",
        "topics": [],
        "holding": empty,
        "matters": empty,
        "doubt": empty,
        "confirmed": "knowledge",
        "checked": "2026-11-25",
        "pins": [],
    }
    assert any("--reviewed es/cases.json#cases/pearson-v-callahan" in line for line in laid.following)


def test_the_build_names_every_word_that_a_laid_case_lacks(project: Project) -> None:
    case(project, "555 U.S. 223")
    told = "\n".join(project.problems())
    assert "`year` is empty. Write what belongs here: the year of the decision." in told
    assert "`immunity` is empty. It is one of 'granted', 'denied'" in told
    assert "`topics` is empty. Write what belongs here: ids of `topics`" in told
    for field in ("holding", "matters", "doubt"):
        for code in ("en", "es"):
            assert f"`{field}` is empty in `{code}`. Write what belongs here: what " in told
    assert len(project.problems()) == 9


def test_a_laid_case_whose_words_are_written_is_good(project: Project) -> None:
    case(project, "555 U.S. 223 (2009)")
    table = json.loads(text(project, CASES))
    words = {"en": "Words.", "es": "Palabras."}
    table["cases"][1] |= {
        "immunity": "granted",
        "topics": ["jail"],
        "holding": words,
        "matters": words,
        "doubt": words,
    }
    project.tables[CASES] = table
    project.save()
    assert project.problems() == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(("year", "place"), [(1999, 0), (2002, 1), (2009, 1)])
def test_only_the_lines_of_the_new_record_are_new(
    project: Project, end: str, mark: str, year: int, place: int
) -> None:
    before = json.dumps(project.tables[CASES], ensure_ascii=False, indent=2).replace("\n", end) + end
    project.write(CASES, mark + before)
    case(project, f"555 U.S. 223 ({year})")
    after = text(project, CASES)
    record = json.loads(after.removeprefix(mark))["cases"][place]
    assert record["id"] == "pearson-v-callahan"
    lines = [f"    {line}" for line in json.dumps(record, ensure_ascii=False, indent=2).split("\n")]
    comma = f"{end.join(lines)},{end}" if place == 0 else f",{end}{end.join(lines)}"
    assert after.count(comma) == 1
    assert after.replace(comma, "") == mark + before


def test_a_case_of_the_real_table_is_a_diff_of_new_lines_only(tmp_path: Path) -> None:
    project = Project(tmp_path)
    before = (ROOT / "content" / CASES).read_text(encoding="utf-8")
    project.write(CASES, before)
    case(project, "661 F.3d 999 (9th Cir. 2011)", "Smith v. City of Fresno")
    after = text(project, CASES)
    old, new = before.split("\n"), after.split("\n")
    start = next(i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    added = len(new) - len(old)
    assert old[:start] + old[start:] == new[:start] + new[start + added :]
    years = [record["year"] for record in json.loads(after)["cases"]]
    assert years == sorted(years)


def test_the_first_case_of_a_table_is_laid(project: Project) -> None:
    project.tables[CASES]["cases"] = []
    project.save()
    case(project, "555 U.S. 223 (2009)")
    assert [record["id"] for record in json.loads(text(project, CASES))["cases"]] == ["pearson-v-callahan"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Pearson v. Callahan", "Pearson"),
        ("Tennessee Valley v. Hill", "Tennessee Valley"),
        ("United States v. Lanier", "Lanier"),
        ("City of Canton v. Harris", "Harris"),
        ("City and County of San Francisco v. Sheehan", "Sheehan"),
        ("Ex parte Young", "Young"),
        ("Owen v. City of Independence", "Owen"),
        ("United States v. City of Los Angeles", "Los Angeles"),
        ("Hope v. City of Yonkers", "Hope v. City of Yonkers"),
    ],
)
def test_the_short_name_is_a_party_that_names_no_other_case(project: Project, name: str, short: str) -> None:
    case(project, "555 U.S. 223 (2009)", name)
    assert json.loads(text(project, CASES))["cases"][1]["short"] == short


@pytest.mark.parametrize(
    ("cite", "expected"),
    [
        ("555 US 223 (2009)", (555, "U.S.", 223, "scotus", 2009)),
        ("Pearson v. Callahan, 555 U.S. 223 (2009)", (555, "U.S.", 223, "scotus", 2009)),
        ("607 U.S. ___ (2026)", (607, "U.S.", None, "scotus", 2026)),
        ("129 S.Ct. 808", (129, "S. Ct.", 808, "scotus", None)),
        ("661 F3d 433 (9th Cir. 2011)", (661, "F.3d", 433, "ca9", 2011)),
        ("661 F.3d 433 (9th Cir. Oct. 17, 2011) (en banc)", (661, "F.3d", 433, "ca9", 2011)),
        ("661 F. 3d 433 (9th Cir.)", (661, "F.3d", 433, "ca9", None)),
    ],
)
def test_a_citation_gives_what_it_says_and_no_more(project: Project, cite: str, expected: tuple) -> None:
    with_ninth_circuit(project)
    case(project, cite, "Mattos v. Agarano")
    records = json.loads(text(project, CASES))["cases"]
    record = next(one for one in records if one["id"] == "mattos-v-agarano")
    assert tuple(record[key] for key in ("volume", "reporter", "page", "court", "year")) == expected


def with_ninth_circuit(project: Project) -> None:
    project.tables[CASES]["courts"]["ca9"] = {
        "name": {"en": "Ninth Circuit", "es": "Noveno Circuito"},
        "short": {"en": "9th Cir.", "es": "9.º Cir."},
        "bluebook": "9th Cir.",
    }
    project.save()


@pytest.mark.parametrize(
    ("name", "cite", "said"),
    [
        ("A v. B", "555 U.S. 223 (3009)", "In “555 U.S. 223 (3009)” the year cannot be right."),
        ("A v. B", "555 U.S. 223 (20099)", "In “555 U.S. 223 (20099)” the year cannot be right."),
        ("A v. B", " ", "“” is not the citation of a decision."),
        ("A v. B", "sometime in 2009", "“sometime in 2009” is not the citation of a decision."),
        (
            "A v. B",
            "661 F.3rd 433 (9th Cir. 2011)",
            "No reporter is abbreviated `F.3rd`. Did you mean `F.3d`",
        ),
        ("A v. B", "5 Xyz. 3", "No reporter is abbreviated `Xyz.`."),
        ("A v. B", "42 U.S.C. § 1983", "“42 U.S.C. § 1983” is a law, not a decision."),
        ("A v. B", "555 U.S. 223, 129 S. Ct. 808 (2009)", "“555 U.S. 223, 129 S. Ct. 808 (2009)” holds 2"),
        ("A v. B", "661 F.3d 433 (2011)", "In “661 F.3d 433 (2011)” `F.3d` prints several courts"),
        ("A v. B", "661 F.3d 433", "In “661 F.3d 433” `F.3d` prints several courts"),
        ("A v. B", "661 F.3d 433 (Ninth Circuit 2011)", "In “661 F.3d 433 (Ninth Circuit 2011)” no court is"),
        ("A v. B", "661 F.3d 433 (2d Cir. 2011)", "The case table has no court `ca2`."),
        ("A v. B", "555 U.S. 223 (9th Cir. 2009)", "`U.S.` prints the decisions of `scotus` alone"),
        ("A v. B", "536 U.S. 730", "cases.json has 536 U.S. 730 already: `hope-v-pelzer`, Hope v. Pelzer."),
        ("Hope v. Pelzer", "555 U.S. 1", "cases.json has Hope v. Pelzer already: `hope-v-pelzer`"),
        ("HOPE V. PELZER", "555 U.S. 1 (2002)", "cases.json has HOPE V. PELZER already: `hope-v-pelzer`"),
        ("…", "555 U.S. 1", "No id can be made from the name “…”."),
    ],
)
def test_a_case_that_cannot_be_laid_leaves_the_table_as_it_is(
    project: Project, name: str, cite: str, said: str
) -> None:
    with_ninth_circuit(project)
    before = everything(project)
    with pytest.raises(CannotStartError) as error:
        case(project, cite, name)
    assert str(error.value).startswith(said), str(error.value)
    assert everything(project) == before


def test_a_court_that_is_missing_is_asked_for_in_words_to_copy(project: Project) -> None:
    with_ninth_circuit(project)
    with pytest.raises(CannotStartError, match=r"“661 F\.3d 433 \(9th Cir\. 2011\)”"):
        case(project, "661 F.3d 433 (2011)")


def test_a_parallel_citation_is_the_same_decision(project: Project) -> None:
    project.tables[CASES]["cases"][0]["parallel"] = ["122 S. Ct. 2508"]
    project.save()
    with pytest.raises(CannotStartError, match=r"cases.json has 122 S\. Ct\. 2508 already: `hope-v-pelzer`"):
        case(project, "122 S. Ct. 2508 (2002)", "Hope v. Prison")


def test_another_decision_of_the_same_name_gets_its_year_into_its_id(project: Project) -> None:
    case(project, "555 U.S. 223 (2009)", "Hope v. Pelzer")
    assert json.loads(text(project, CASES))["cases"][1]["id"] == "hope-v-pelzer-2009"


def test_a_page_behind_the_first_is_not_taken_as_seen(project: Project) -> None:
    laid = case(project, "555 U.S. 223, 236 (2009)")
    assert json.loads(text(project, CASES))["cases"][1]["pins"] == []
    assert any(line.startswith("Page 236 was left out") for line in laid.following)


def test_a_second_case_can_be_laid_while_the_first_is_unfinished(project: Project) -> None:
    case(project, "555 U.S. 223")
    case(project, "563 U.S. 731 (2011)", "Ashcroft v. al-Kidd")
    ids = {record["id"] for record in json.loads(text(project, CASES))["cases"]}
    assert ids == {"hope-v-pelzer", "pearson-v-callahan", "ashcroft-v-al-kidd"}


def test_no_case_is_laid_into_a_table_that_cannot_be_read(project: Project) -> None:
    project.replace(CASES, '"volume": 536,', '"volume": 536,,')
    with pytest.raises(BrokenContentError) as error:
        case(project, "555 U.S. 223")
    assert "This is not valid JSON" in str(error.value.problems[0])


# --- heading ids ---


def test_missing_ids_are_found_and_written_equally_into_all_languages(project: Project) -> None:
    before = everything(project)
    for code, words in (("en", "Deadlines"), ("es", "Plazos")):
        project.replace(f"{code}/warning.md", f"## {words} {{#deadlines}}", f"## {words}")
        project.replace(f"{code}/warning.md", "(#deadlines)", "(#fair-warning)")
    missing = missing_ids(project.folders)
    assert [str(one) for one in missing.ids] == [
        "content/en/warning.md:22: ## Deadlines {#deadlines}",
        "content/es/warning.md:22: ## Plazos {#deadlines}",
    ]
    assert write_ids(missing.ids) == 2
    for code in ("en", "es"):
        project.replace(
            f"{code}/warning.md",
            "[below](#fair-warning)" if code == "en" else "[abajo](#fair-warning)",
            "[below](#deadlines)" if code == "en" else "[abajo](#deadlines)",
        )
    assert everything(project) == before
    assert missing_ids(project.folders).ids == ()


@pytest.mark.parametrize("code", ["en", "es"])
def test_an_id_that_one_language_has_holds_for_all(project: Project, code: str) -> None:
    words = {"en": "A detail", "es": "Un detalle"}[code]
    project.replace(f"{code}/warning.md", f"### {words} {{#detail}}", f"### {words} ###")
    write_ids(missing_ids(project.folders).ids)
    assert f"### {words} {{#detail}}\n" in text(project, f"{code}/warning.md")
    assert project.problems() == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_headings_change_and_line_ends_and_mark_stay(project: Project, end: str, mark: str) -> None:
    for code, words in (("en", "Deadlines"), ("es", "Plazos")):
        whole = text(project, f"{code}/warning.md").replace("\n", end)
        project.write(f"{code}/warning.md", mark + whole.replace(f" {words} {{#deadlines}}", f" {words}  "))
    write_ids(missing_ids(project.folders).ids)
    for code, words in (("en", "Deadlines"), ("es", "Plazos")):
        after = text(project, f"{code}/warning.md")
        assert after == mark + whole_of(project, code).replace("\n", end)
        assert f"## {words} {{#deadlines}}{end}" in after


def whole_of(project: Project, code: str) -> str:
    """The article of an untouched tiny project."""
    return (Project(project.root / "untouched" / code).content / code / "warning.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("words", "identifier"),
    [
        ("Detail", "detail-2"),  # the article has a `detail`
        ("Use of force", "on-use-of-force"),  # `use-…` are the places of citations
        ("*Law* enforcement", "on-law-enforcement"),
        ("公平", "section"),
        ("[Fees](index.md)", "fees"),
    ],
)
def test_a_made_id_is_new_and_not_one_of_the_pages_own(project: Project, words: str, identifier: str) -> None:
    for code in ("en", "es"):
        with (project.content / code / "warning.md").open("a", encoding="utf-8") as file:
            file.write(f"\n## {words}\n\nWords.\n")
    assert {one.id for one in missing_ids(project.folders).ids} == {identifier}


def test_equal_headings_of_one_article_get_different_ids(project: Project) -> None:
    for code in ("en", "es"):
        with (project.content / code / "warning.md").open("a", encoding="utf-8") as file:
            file.write("\n## Fees\n\nWords.\n\n## Fees\n\nWords.\n")
    assert [one.id for one in missing_ids(project.folders).ids] == ["fees", "fees", "fees-2", "fees-2"]
    write_ids(missing_ids(project.folders).ids)
    assert project.problems() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "## Plazos {#deadlines}",
            "### Plazos",
            "The headings do not pair with those of `content/en/warning.md`",
        ),
        (
            "## Plazos {#deadlines}",
            "## Plazos\n\nX.\n\n## Más",
            "Here: ## Advertencia suficiente {#fair-warning}; ",
        ),
        (
            "## Plazos {#deadlines}",
            "## Plazos {#los plazos}",
            ":22: The id at the end of “Plazos {#los plazos}”",
        ),
        ("## Plazos {#deadlines}", "Plazos\n------", ":22: The heading “Plazos” is made by a line below it."),
        ("## Plazos {#deadlines}", "## ##", ":22: This heading has no words."),
    ],
)
def test_headings_that_do_not_pair_are_told_and_left_alone(
    project: Project, old: str, new: str, said: str
) -> None:
    project.replace("en/warning.md", " {#detail}", "")
    project.replace("es/warning.md", old, new)
    missing = missing_ids(project.folders)
    assert missing.ids == ()
    assert any(said in str(problem) for problem in missing.problems), missing.problems


def test_languages_with_different_ids_are_told_and_left_alone(project: Project) -> None:
    project.replace("es/warning.md", "{#detail}", "{#particular}")
    project.replace("es/warning.md", " {#deadlines}", "")
    missing = missing_ids(project.folders)
    assert missing.ids == ()
    assert "`content/en/warning.md`" in missing.problems[0].message


def test_files_that_cannot_be_read_do_not_stop_the_others(project: Project) -> None:
    project.write("es/about.md", b"\xff\xfe")
    project.write("en/about.md", "---\ntitle: About\n---\n\n## Words\n")
    project.replace("en/warning.md", "title: Warning", "title: Warning: now")  # broken front matter
    project.replace("en/warning.md", " {#detail}", "")
    missing = missing_ids(project.folders)
    assert [str(one) for one in missing.ids] == ["content/en/warning.md:18: ### A detail {#detail}"]
    assert "content/es/about.md:1: The file is not UTF-8" in str(missing.problems[0])


def test_the_headings_of_the_real_articles_are_those_that_are_compiled() -> None:
    from generator.model.project import Folders
    from generator.pipeline import read
    from generator.read import Reading
    from generator.starting.heading_ids import headings_of
    from generator.starting.written import written_articles

    folders = Folders.of(ROOT)
    sources, _ = read(folders)
    assert sources
    written = written_articles(folders, Reading(folders), sources.settings)
    for one in sources.articles:
        file = written[one.key][one.language]
        assert file
        assert [(h.id, h.level) for h in one.headings] == [(h.id, h.level) for h in headings_of(file)]


# --- the command line ---


def test_the_command_says_what_it_laid_and_what_comes_next(project: Project) -> None:
    done = run(project, "--new", "article", "Use of force", "--title-es", "Uso de la fuerza")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Laid: content/es/use-of-force.md\nNext:\n  1. " in done.stdout
    done = run(project, "--new", "case", "Pearson v. Callahan", "--cite", "555 U.S. 223")
    assert done.returncode == 0
    assert "  1. The citation does not say the year: write it into `year`." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--new", "artcle", "A"], "`--new artcle` starts nothing. Did you mean `article`?"),
        (["--new", "article"], "The name of the article is missing."),
        (
            ["--new", "article", "Fair", "warning"],
            "Put quotation marks around the name: --new article “Fair warning”",
        ),
        (["--new", "article", "A", "--cite", "1 U.S. 1"], "A new article has no --cite."),
        (["--new", "article", "A", "--titel-es", "B"], "These arguments mean nothing here: --titel-es B"),
        (["--new", "article", "A"], "The title in Español is missing. Add: --title-es “…”"),
        (["--new", "case", "A v. B"], "The citation of the case is missing."),
        (
            ["--new", "case", "A v. B", "--cite", "1 U.S. 1", "--title-es", "B"],
            "A new case has no --title-es B.",
        ),
        (["--new", "case", "A v. B", "--cite", "x"], "“x” is not the citation of a decision."),
        (["--ids", "--title-es", "B"], "unrecognized arguments: --title-es B"),
    ],
)
def test_wrong_arguments_end_with_2_and_a_way_out(project: Project, arguments: list[str], said: str) -> None:
    before = everything(project)
    done = run(project, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert everything(project) == before


def test_a_title_may_follow_an_equals_sign() -> None:
    assert titles_in(["--title-es=Uso: la fuerza", "--title-fr", "Force"]) == {
        "es": "Uso: la fuerza",
        "fr": "Force",
    }
    assert titles_in(["--title-es", "--title-fr", "Force"]) == {"es": "", "fr": "Force"}
    assert name_of(["case", "A v. B"]) == ("case", "A v. B")


def test_broken_content_ends_with_1(project: Project) -> None:
    project.replace("site.toml", "base_url = ", "base_url ")
    for arguments in (["--new", "article", "A"], ["--new", "case", "A", "--cite", "1 U.S. 1"], ["--ids"]):
        done = run(project, *arguments)
        assert done.returncode == 1
        assert "content/site.toml:1: This is not valid TOML" in done.stderr
        assert "Traceback" not in done.stderr


def test_ids_are_only_shown_where_nobody_can_be_asked(project: Project) -> None:
    project.replace("es/warning.md", " {#detail}", "")
    before = everything(project)
    done = run(project, "--ids")
    assert "content/es/warning.md:18: ### Un detalle {#detail}" in done.stdout
    assert "Nothing was written. To write these ids: python build.py --ids --yes" in done.stdout
    assert everything(project) == before
    assert "1 ids written into 1 files." in run(project, "--ids", "--yes").stdout
    assert "### Un detalle {#detail}\n" in text(project, "es/warning.md")
    assert "Every heading has its id." in run(project, "--ids").stdout


@pytest.mark.parametrize(("answer", "written"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_somebody_at_a_terminal_is_asked(project: Project, answer: bytes, written: bool) -> None:
    project.replace("es/warning.md", " {#detail}", "")
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "build.py"), "--content", str(project.content), "--ids"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        os.write(ours, answer)
        said, _ = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert b"Write these? [y/N]" in said
    assert ("{#detail}" in text(project, "es/warning.md")) is written
