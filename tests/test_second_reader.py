"""eyecite reads the finished site, and agrees with the tables in both directions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.bluebook import full_citation
from generator.model.body import AuthorityUse, LinkedBody
from generator.model.content import Case, Court
from generator.model.site import Recipe
from generator.pipeline import Edition
from generator.second_reader import second_reading
from tests.conftest import Counted

HOPE = "en/cases/hope-v-pelzer/index.html"
ARTICLE = "es/las-dos-preguntas/index.html"


def test_every_citation_of_the_site_is_read_as_the_tables_say(
    files: dict[str, bytes], edition: Edition, counted: Counted
) -> None:
    assert edition.plan and edition.sources
    reading = second_reading(files, edition.plan.recipes, edition.sources.cases.courts)
    counted(f"{reading.citations} citations on {reading.pages} pages compared with eyecite's reading.")
    assert [str(problem) for problem in reading.problems] == []
    assert reading.citations > 1500
    assert reading.pages > 250


def told(edition: Edition, files: dict[str, bytes], path: str, old: str, new: str) -> list[str]:
    """What is said of one page after one change to its bytes."""
    assert edition.plan and edition.sources
    page = files[path].decode().replace("\xa0", " ")
    assert old in page, old
    changed = {path: page.replace(old, new, 1).encode()}
    recipes, courts = {path: edition.plan.recipes[path]}, edition.sources.cases.courts
    return [str(p) for p in second_reading(changed, recipes, courts).problems]


RIGHT = "Hope v. Pelzer, 536 U.S. 730 (scotus 2002)"


@pytest.mark.parametrize(
    ("old", "new", "read"),
    [
        ("536 U.S. 730 (2002)", "537 U.S. 730 (2002)", "Hope v. Pelzer, 537 U.S. 730 (scotus 2002)"),
        ("536 U.S. 730 (2002)", "536 U.S. 703 (2002)", "Hope v. Pelzer, 536 U.S. 703 (scotus 2002)"),
        ("536 U.S. 730 (2002)", "536 U.S. 730 (2003)", "Hope v. Pelzer, 536 U.S. 730 (scotus 2003)"),
        (
            "536 U.S. 730 (2002)",
            "536 U.S. 730, 745 (2002)",
            "Hope v. Pelzer, 536 U.S. 730, 745 (scotus 2002)",
        ),
        ("536 U.S. 730 (2002)", "536 F.3d 730 (9th Cir. 2002)", "Hope v. Pelzer, 536 F.3d 730 (ca9 2002)"),
        ("Pelzer</cite>, 536", "Pelz</cite>, 536", "Hope v. Pelz, 536 U.S. 730 (scotus 2002)"),
    ],
)
def test_a_citation_that_is_printed_wrongly_is_told_in_both_directions(
    edition: Edition, files: dict[str, bytes], old: str, new: str, read: str
) -> None:
    assert told(edition, files, HOPE, old, new) == [
        f"site/{HOPE}: The second reader reads `{read}` here, which the tables do not say."
        + (f" They say `{RIGHT}`." if "536 U.S. 730" in read or "Pelzer" in read else ""),
        f"site/{HOPE}: The second reader does not find `{RIGHT}`, which this page should print.",
    ]


def test_a_wrong_parallel_reporter_is_told(edition: Edition, files: dict[str, bytes]) -> None:
    assert told(edition, files, HOPE, "122 S. Ct. 2508", "122 S. Ct. 2580") == [
        f"site/{HOPE}: The second reader reads `122 S. Ct. 2580` here, which the tables do not say.",
        f"site/{HOPE}: The second reader does not find `122 S. Ct. 2508`, which this page should print.",
    ]


def test_a_citation_that_vanishes_is_told(edition: Edition, files: dict[str, bytes]) -> None:
    assert told(edition, files, HOPE, ", 536 U.S. 730 (2002)", "") == [
        f"site/{HOPE}: The second reader does not find `{RIGHT}`, which this page should print."
    ]


def test_a_wrong_section_of_a_law_is_told(edition: Edition, files: dict[str, bytes]) -> None:
    path = "en/laws/index.html"
    right, wrong = "Cal. Gov. Code § 911.2", "Cal. Gov. Code § 912.2"
    assert told(edition, files, path, right, wrong) == [
        f"site/{path}: The second reader reads `{wrong}` here, which the tables do not say.",
        f"site/{path}: The second reader does not find `{right}`, which this page should print.",
    ]


def test_the_famous_wrong_citation_is_told_even_on_a_finished_page(
    edition: Edition, files: dict[str, bytes]
) -> None:
    wrong = "<p><cite>Mattos v. Agarano</cite>, 661 F.3d 443, 446 (9th Cir. 2011) (en banc).</p></main>"
    (message,) = told(edition, files, ARTICLE, "</main>", wrong)
    assert (
        "reads `Mattos v. Agarano, 661 F.3d 443, 446 (ca9 2011)` here, which the tables do not say" in message
    )


def test_a_citation_inside_a_courts_own_words_is_not_ours(edition: Edition, files: dict[str, bytes]) -> None:
    words = "<blockquote><p>See Roe v. Doe, 99 F.3d 1 (9th Cir. 1996).</p></blockquote></main>"
    assert told(edition, files, ARTICLE, "</main>", words) == []


COURTS = {
    "scotus": Court.model_validate(
        {"name": {"en": "S"}, "short": {"en": "S"}, "bluebook": "", "reporters": ("U.S.", "S. Ct.")}
    ),
    "ca9": Court.model_validate({"name": {"en": "9"}, "short": {"en": "9"}, "bluebook": "9th Cir."}),
}
PARTIES = ["Hope", "Pelzer", "al-Kidd", "City of Canton", "County of Los Angeles", "Thompson", "Doe"]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    court, reporter, years = draw(
        st.sampled_from([("scotus", "U.S.", (1950, 2025)), ("ca9", "F.3d", (1994, 2020))])
    )
    first = draw(st.integers(1, 1400))
    pages = draw(st.lists(st.integers(first, first + 60), max_size=3, unique=True))
    year = draw(st.integers(*years))
    return Case.model_validate(
        {
            "id": "a-v-b",
            "name": f"{draw(st.sampled_from(PARTIES))} v. {draw(st.sampled_from(PARTIES))}",
            "short": "A",
            "volume": draw(st.integers(1, 999)),
            "reporter": reporter,
            "page": first,
            "court": court,
            "year": year,
            "en_banc": court == "ca9" and draw(st.booleans()),
            "immunity": "granted",
            "topics": ("a",),
            "holding": {"en": "x"},
            "matters": {"en": "x"},
            "confirmed": "source",
            "checked": "2026-11-23",
            "pins": tuple(map(str, pages)),
            "parallel": ("122 S. Ct. 2508",) if court == "scotus" and draw(st.booleans()) else (),
        },
        strict=False,
    )


@settings(max_examples=150)
@given(cases())
def test_whatever_the_tables_hold_is_printed_so_that_others_can_read_it(case: Case) -> None:
    page = (
        f'<main><p class="full-citation">{full_citation(case, COURTS, case.pins, parallel=True)}</p></main>'
    )
    used = AuthorityUse(case, "/", case.pins, ())
    recipe = Recipe("x", "en", lambda: {"body": LinkedBody((), (), (used,))})
    reading = second_reading({"a.html": page.encode()}, {"a.html": recipe}, COURTS)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.citations == 1 + len(case.parallel)
