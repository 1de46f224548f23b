"""Wrong citations and quotations cannot be published: one planted in the tiny project, one clear sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check import typed_citations
from generator.model.project import Folders
from generator.pipeline import prepare, render_all
from tests.test_mistakes import WARNING, Break, case, in_file, in_table
from tests.tiny import ROOT, Project


def written(text: str) -> Break:
    """The last sentence of the Spanish article, which stands on line 24."""
    return in_file(WARNING, "Dos años.", text)


def holding(text: str) -> Break:
    return case(holding={"en": text, "es": "Los guardias tenían advertencia."})


def court(**fields: object) -> Break:
    return in_table(lambda tables: tables["cases.json"]["courts"]["scotus"].update(fields))


def quote(**fields: object) -> Break:
    return in_table(lambda tables: tables["cases.json"]["cases"][0]["quotes"][0].update(fields))


def another_court(identifier: str, bluebook: str, **fields: object) -> Break:
    """The case moved to a court of its own."""
    made = {
        "name": {"en": "A court", "es": "Un tribunal"},
        "short": {"en": "Court", "es": "Trib."},
        "bluebook": bluebook,
    }

    def break_it(project: Project) -> None:
        project.tables["cases.json"]["courts"][identifier] = made
        case(court=identifier, **fields)(project)

    return break_it


TYPED = "content/es/warning.md:24: "
CASES = "content/cases.json:"

MISTAKES: dict[str, tuple[Break, str, str]] = {
    # --- a citation typed by hand ---
    "a citation": (
        written("Dos años, *Hope v. Pelzer*, 536 U.S. 730, 741 (2002)."),
        TYPED + "The citation `536 U.S. 730, 741` is typed by hand.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a citation at a page nobody confirmed": (
        written("Dos años, 536 U.S. 730, 740."),
        TYPED + "The citation `536 U.S. 730, 740` is typed by hand. Nobody has confirmed page `740`",
        "Write `[@hope-v-pelzer]`.",
    ),
    "a wrong first page behind the right name": (
        written("Dos años, *Hope v. Pelzer*, 536 U.S. 781, 741 (2002)."),
        TYPED + "The citation `536 U.S. 781, 741` is typed by hand, and it is wrong: `hope-v-pelzer` begins "
        "at page 730 of 536 U.S., not at 781.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a first page inside a decision": (
        written("Dos años, 536 U.S. 735."),
        TYPED + "The citation `536 U.S. 735` is typed by hand, and no case of the table begins there: "
        "`hope-v-pelzer` begins at page 730 of 536 U.S., not at 735.",
        "Write `[@hope-v-pelzer]`.",
    ),
    "a citation of a case that the table lacks": (
        written("Dos años, 99 F.3d 1."),
        TYPED + "The citation `99 F.3d 1` is typed by hand, and cases.json has no such case.",
        "Add the case to cases.json",
    ),
    "a citation in its short form": (
        written("Dos años, *Hope*, 536 U.S. at 741."),
        TYPED + "The citation `536 U.S. at 741` is typed by hand.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a citation in an unusual spelling": (
        written("Dos años, 536 US 730."),
        TYPED + "The citation `536 US 730` is typed by hand.",
        "Write `[@hope-v-pelzer]`.",
    ),
    "an Id. after a reference": (
        written("Dos años [@hope-v-pelzer]. *Id.* at 729."),
        TYPED + "`Id. at 729` is typed by hand; readers are never sent back like that. Page 729 lies before "
        "the first page of `hope-v-pelzer` (536 U.S. 730).",
        "Write `[@hope-v-pelzer]`.",
    ),
    "an Id. after nothing": (
        in_file(WARNING, "La entrada cita @hope-v-pelzer.", "Id. La entrada cita @hope-v-pelzer."),
        "content/es/warning.md:9: `Id.` is typed by hand",
        "Write the citation again",
    ),
    "a supra": (
        written("Dos años (Hope, supra)."),
        TYPED + "`supra` is typed by hand; readers are never sent back like that.",
        "Write the citation again: `[@hope-v-pelzer, 741]`.",
    ),
    "a statute": (
        written("Dos años, 42 U.S.C. § 1983."),
        TYPED + "`42 U.S.C. § 1983` is typed by hand.",
        "Write `[@usc-42-1983]`.",
    ),
    "a statute that the table lacks": (
        written("Dos años, Cal. Gov. Code § 911.2."),
        TYPED + "`Cal. Gov. Code § 911.2` is typed by hand.",
        "an id of laws.json",
    ),
    "a citation in the description of a page": (
        in_file(WARNING, "A description that is long enough.", "A description of 536 U.S. 730 (2002)."),
        "content/es/warning.md:3: The citation `536 U.S. 730` is typed by hand.",
        "Write `[@hope-v-pelzer]`.",
    ),
    "a citation in a holding": (
        holding("As in 536 U.S. 730, the guards had fair warning."),
        CASES + "41: The citation `536 U.S. 730` is typed by hand.",
        "Write `[@hope-v-pelzer]`.",
    ),
    "a section sign in the tree": (
        in_table(lambda t: t["rules.json"]["questions"][0]["why"].update(es="Lo dice el § 1983.")),
        "content/rules.json:23: `§ 1983` is typed by hand.",
        "Write `[@usc-42-1983]`.",
    ),
    # --- a quotation typed by hand ---
    "a sentence in quotation marks": (
        written('Dos años: "nadie puede saber nunca lo que dirá mañana un tribunal".'),
        TYPED + "These quoted words match no quotation of the tables: `nadie puede saber nunca lo que dirá",
        "`![](quote:hope-v-pelzer/fair-warning)`",
    ),
    "a court's words with one word changed": (
        in_file("en/warning.md", "Two years.", "“officials could still be on notice in such a case”."),
        "content/en/warning.md:24: These quoted words match no quotation",
        "",
    ),
    "a quotation set apart": (
        written("> nadie puede saber"),
        TYPED + "This quotation is set apart by hand: `nadie puede saber`.",
        "",
    ),
    "a known quotation set apart": (
        written("> los funcionarios pueden\n> estar avisados"),
        TYPED + "This quotation is set apart by hand",
        "Write `![](quote:hope-v-pelzer/notice)`.",
    ),
    "a quotation in a holding": (
        holding('It said "no one can ever know what a court will say".'),
        CASES + "41: These quoted words match no quotation of the tables: `no one can ever know",
        "",
    ),
    # --- signs without a partner ---
    "a parenthesis that is never closed": (
        written("Dos años (vea [@hope-v-pelzer]."),
        TYPED + "`(` is never closed: `(vea [@hope-v-pelzer].`.",
        "partner",
    ),
    "a parenthesis that closes nothing": (
        written("Dos años, vea [@hope-v-pelzer])."),
        TYPED + "`)` closes nothing",
        "partner",
    ),
    "quotation marks that are never closed": (
        written('Dos "años [@hope-v-pelzer].'),
        TYPED + '`"` is never closed',
        "partner",
    ),
    "quotation marks that cross a parenthesis": (
        written("Dos (“años) siempre” [@hope-v-pelzer]."),
        TYPED + "`“` is never closed: `“años) siempre”",
        "partner",
    ),
    "a question that is never closed": (
        written("¿Dos años [@hope-v-pelzer]."),
        TYPED + "`¿` is never closed",
        "partner",
    ),
    "a parenthesis in a holding": (
        holding("The guards (both of them had fair warning."),
        CASES + "41: `(` is never closed",
        "partner",
    ),
    # --- pages ---
    "a page after the last": (
        lambda p: [case(last_page=766)(p), written("Dos años [@hope-v-pelzer, 767].")(p)],
        TYPED + "Page 767 lies after the last page of `hope-v-pelzer` (766).",
        "Check the page.",
    ),
    "a range that ends after the last page": (
        lambda p: [case(last_page=766)(p), written("Dos años [@hope-v-pelzer, 760-67].")(p)],
        TYPED + "Page 767 lies after the last page",
        "Check the page.",
    ),
    "a range that runs backwards": (
        written("Dos años [@hope-v-pelzer, 745-739]."),
        TYPED + "The pages `745-739` of `hope-v-pelzer` run backwards.",
        "Check the page.",
    ),
    "a confirmed page before the first": (
        case(pins=["729", "739", "741"]),
        CASES + "51: Page 729 lies before the first page of `hope-v-pelzer` (536 U.S. 730).",
        "",
    ),
    "a page of a record that nobody confirmed": (
        case(confirmed="knowledge", pins=[], quotes=[]),
        "content/es/warning.md:13: `hope-v-pelzer` has not been confirmed in any source",
        "Cite it without a page.",
    ),
    # --- reporters and courts ---
    "a reporter that does not exist": (
        case(reporter="Q.Z."),
        CASES + "31: No reporter is abbreviated `Q.Z.`.",
        "",
    ),
    "a reporter in an unusual spelling": (
        case(reporter="U. S."),
        CASES + "31: No reporter is abbreviated `U. S.`.",
        "Write `U.S.`.",
    ),
    "a reporter of other courts": (
        case(reporter="F.3d"),
        CASES + "31: `F.3d` does not print the decisions of the court `scotus`.",
        "Check the reporter and the court.",
    ),
    "a court whose decisions the reporter does not print": (
        another_court("ca9", "9th Cir."),
        CASES + "42: `U.S.` does not print the decisions of the court `ca9`.",
        "Check the reporter and the court.",
    ),
    "a reporter of another time": (
        case(reporter="L. Ed."),
        CASES + "31: `L. Ed.` was printed from 1790 to 1956; `hope-v-pelzer` is of 2002.",
        "",
    ),
    "a court before its time": (
        another_court("ca9", "9th Cir.", year=1880, decided=None, reporter="F."),
        CASES + "45: There was no court `ca9` in 1880.",
        "",
    ),
    "a reporter that leaves the court open": (
        another_court("ca9", "", reporter="F.3d"),
        CASES + "42: `F.3d` does not say which court decided, and `ca9` has no `bluebook`.",
        "Give the court its abbreviation",
    ),
    "a court that nobody knows": (
        another_court("ca99", "99th Cir."),
        CASES + "18: courts-db knows no court `ca99`.",
        "Did you mean",
    ),
    "a court's abbreviation": (
        another_court("ca9", "9. Cir.", reporter="F.3d"),
        CASES + "27: `ca9` is abbreviated `9th Cir.`, not `9. Cir.`.",
        "",
    ),
    "a court's reporter that does not exist": (
        court(reporters=["U.S.", "S. Ct.", "US Rep"]),
        CASES + "16: No reporter is abbreviated `US Rep`.",
        "",
    ),
    "a parallel citation that is none": (
        case(parallel=["122 S. Ct."]),
        CASES + "81: `122 S. Ct.` is not a volume, a reporter and a page.",
        "Write it as `122 S. Ct. 2508`.",
    ),
    "a parallel citation in a reporter of other courts": (
        case(parallel=["122 F.3d 2508"]),
        CASES + "81: `F.3d` does not print the decisions of the court `scotus`.",
        "",
    ),
    "a year that is not the decision's": (
        case(year=2003),
        CASES + "34: `year` is 2003, but `decided` says 2002-06-27.",
        "",
    ),
    # --- relations ---
    "a later decision that the table lacks": (
        case(later=["hope-v-pelser"], treatment={"en": "Gone.", "es": "Ya no."}),
        CASES + "81: There is no case `hope-v-pelser`.",
        "Did you mean `hope-v-pelzer`?",
    ),
    "a decision later than itself": (
        case(later=["hope-v-pelzer"], treatment={"en": "Gone.", "es": "Ya no."}),
        CASES + "81: `hope-v-pelzer` is not later than `hope-v-pelzer`.",
        "",
    ),
    "a later decision that is not explained": (
        case(later=["hope-v-pelzer"]),
        CASES + "80: `hope-v-pelzer` names later decisions but has no `treatment`",
        "",
    ),
    "a quotation of an unknown authority": (
        quote(quoting="hope-v-pelser, 741"),
        CASES + "63: There is no case or law with the id `hope-v-pelser`.",
        "Did you mean `hope-v-pelzer`?",
    ),
    "a quotation that cites an unconfirmed page": (
        quote(citing="hope-v-pelzer, 740"),
        CASES + "63: Nobody has confirmed page `740` of `hope-v-pelzer`.",
        "",
    ),
    # --- both languages ---
    "another page in one language": (
        written("Dos años [@hope-v-pelzer, 739]."),
        TYPED
        + "`content/en/warning.md` does not cite `hope-v-pelzer, 739` as often in the section `deadlines`.",
        "Cite the same in every language.",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_citation_is_told_with_file_line_and_what_to_do(project: Project, mistake: str) -> None:
    break_it, said, hint = MISTAKES[mistake]
    assert project.problems() == []
    break_it(project)
    told = project.problems()
    matching = [line for line in told if line.startswith(said)]
    assert matching, "\n".join([f"expected: {said}", *told])
    assert any(hint in line for line in matching), matching


@pytest.mark.parametrize(
    "text",
    [
        'Dos años: "los funcionarios pueden estar avisados".',
        "Dos años: “los funcionarios … estar avisados”.",
        'Dos años, "siete palabras son un término solamente, sí".',
        "Dos años (o tres), el 18 May 2020, a las 10 A.M. 5 veces, en 30 EE. UU. 12 casos.",
        "Dos años. ¿Y después? ¡Nada! Vea la sección 1983 y el artículo 5.",
        "Dos años por infraestructura idónea. Página 12 del formulario SF 95.",
    ],
)
def test_ordinary_words_are_no_citation_and_no_quotation(project: Project, text: str) -> None:
    project.replace(WARNING, "Dos años.", text)
    assert project.problems() == []


def test_a_file_with_thirty_faults_reports_thirty(project: Project) -> None:
    faults = [
        *(f"Dos años, {volume} U.S. {volume}." for volume in range(101, 116)),
        *(f"Dos años ({word} [@hope-v-pelzer]." for word in ("uno", "dos", "tres", "cuatro", "cinco")),
        *(f'Dos: "{word} puede saber nunca lo que dirá un tribunal".' for word in ("él", "ella", "usted")),
        *(f"> {word} citado" for word in ("uno", "dos", "tres")),
        *(f"Dos años [@{name}]." for name in ("a-v-b", "c-v-d", "e-v-f", "g-v-h")),
    ]
    assert len(faults) == 30
    project.replace(WARNING, "Dos años.", "\n\n".join(faults))
    told = [line for line in project.problems() if line.startswith("content/es/warning.md")]
    lines = {int(line.split(":")[1]) for line in told if "as often" not in line}
    assert lines == set(range(24, 84, 2))


@pytest.fixture
def real_content(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path / "content"


def told_of(content: Path) -> list[str]:
    folders = Folders(content, ROOT / "templates", ROOT / "locales", content.parent / "site")
    return [str(problem) for problem in render_all(prepare(folders))[1]]


def test_the_famous_wrong_citation_is_refused_for_the_right_reasons(real_content: Path) -> None:
    article = real_content / "en" / "the-two-questions.md"
    text = article.read_text(encoding="utf-8")
    pasted = (
        "The judge begins with the most analogous cases. *Mattos v. Agarano*, 661 F.3d 443, 446 "
        "(9th Cir. 2011) (en banc). Different facts alone do not decide. *Id.* at 442."
    )
    article.write_text(f"{text}\n{pasted}\n", encoding="utf-8")
    here = f"content/en/the-two-questions.md:{text.count(chr(10)) + 2}: "
    assert told_of(real_content) == [
        here
        + "The citation `661 F.3d 443, 446` is typed by hand, and it is wrong: `mattos-v-agarano` begins "
        "at page 433 of 661 F.3d, not at 443. Nobody has confirmed page `446` of `mattos-v-agarano`. "
        "Write `[@mattos-v-agarano]`.",
        here + "`Id. at 442` is typed by hand; readers are never sent back like that. Page 442 even lies "
        "before the page in `661 F.3d 443` above it. Nobody has confirmed page `442` of `mattos-v-agarano`. "
        "Write `[@mattos-v-agarano]`.",
    ]


def test_a_page_before_the_first_page_of_mattos_is_refused(real_content: Path) -> None:
    for code in ("en", "es"):
        article = real_content / code / "the-two-questions.md"
        article.write_text(article.read_text() + "\nTaser [@mattos-v-agarano, 432].\n", encoding="utf-8")
    told = told_of(real_content)
    assert len(told) == 2
    assert all("Page 432 lies before the first page of `mattos-v-agarano` (661 F.3d 433)." in t for t in told)


def test_a_record_on_which_nothing_rests_is_a_notice_and_no_fault(project: Project) -> None:
    other = {
        **project.tables["cases.json"]["cases"][0],
        "id": "other-v-one",
        "quotes": [],
        "walk": [],
        "volume": 537,
    }
    project.tables["cases.json"]["cases"].append(other)
    project.save()
    edition = prepare(project.folders)
    assert edition.problems == ()
    assert [str(n) for n in edition.notices] == [
        "content/cases.json:82: Nothing on this site rests on `other-v-one`."
    ]


PARTS = ["536", "5", "1993", " ", "  ", "U.S.", "U. S. C.", "F.3d", "WL", "Stat.", "§", "§§ 1983", "section"]
PARTS += [
    "Id.",
    "id., at 4",
    "id. at",
    "Ibíd.",
    "ibid",
    "Op. cit.",
    "Supra",
    "infra",
    "said.",
    "Hope",
    ", ",
    ".",
]


@given(st.lists(st.sampled_from(PARTS)))
def test_what_looks_cited_is_found_wherever_it_stands(parts: list[str]) -> None:
    """A quick look whether there can be a citation finds all that the slow one finds."""
    text = "".join(parts)
    found = any(pattern.search(text) for pattern in (typed_citations._LAW, typed_citations._BACK))
    assert typed_citations.looks_cited(text) == bool(found or typed_citations._cases_in(text))
