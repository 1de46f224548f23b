"""The pictures of the case table: every case once, nothing over anything else, nothing outside."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.charts import LINE, MARK, WIDTH, in_order_of_time, outcomes_by_court, timeline
from generator.model.content import Case, Immunity
from generator.pipeline import Edition

COURTS = {"scotus": None, "ca9": None, "cal": None}


@st.composite
def cases(draw: st.DrawFn) -> list[Case]:
    years = draw(st.lists(st.integers(1871, 2035), min_size=1, max_size=120))
    return [
        Case.model_validate(
            {
                "id": f"a-v-{number}",
                "name": "A v. B",
                "short": "A",
                "volume": 1,
                "reporter": "U.S.",
                "page": 1,
                "court": draw(st.sampled_from(list(COURTS))),
                "year": year,
                "immunity": draw(st.sampled_from(list(Immunity))),
                "topics": ("a",),
                "holding": {"en": "x"},
                "matters": {"en": "x"},
                "milestone": {"en": "x"} if number % 5 == 0 else None,
                "confirmed": "source",
                "checked": "2026-11-23",
            },
            strict=False,
        )
        for number, year in enumerate(years)
    ]


@settings(max_examples=60)
@given(cases())
def test_every_case_has_one_mark_inside_the_drawing_and_clear_of_the_others(found: list[Case]) -> None:
    drawn = timeline(found)
    marks = [mark for row in drawn.rows for mark in row.marks]
    assert [mark.case for mark in marks] == in_order_of_time(found)
    for mark in marks:
        assert MARK / 2 <= mark.x <= WIDTH - MARK / 2
        assert MARK / 2 <= mark.y <= drawn.height - MARK / 2
    for row in drawn.rows:
        for a, b in combinations(row.marks, 2):
            assert abs(a.x - b.x) >= MARK or abs(a.y - b.y) >= MARK


@settings(max_examples=60)
@given(cases())
def test_lines_of_marks_and_milestones_never_touch(found: list[Case]) -> None:
    drawn = timeline(found)
    lines = sorted({m.y for row in drawn.rows for m in (*row.marks, *row.milestones)})
    assert all(below - above >= LINE for above, below in pairwise(lines))
    milestones = [m.case for row in drawn.rows for m in row.milestones]
    assert milestones == [case for case in in_order_of_time(found) if case.milestone]


@settings(max_examples=60)
@given(cases())
def test_bars_add_up_and_never_leave_the_drawing(found: list[Case]) -> None:
    drawn = outcomes_by_court(found, COURTS)
    assert sum(part.number for bar in drawn.bars for part in bar.parts) == len(found)
    for bar in drawn.bars:
        assert bar.total == sum(part.number for part in bar.parts)
        edges = [(part.x, part.x + part.width) for part in bar.parts]
        assert all(abs(a[1] - b[0]) < 1e-6 for a, b in pairwise(edges))
        assert edges[-1][1] <= WIDTH + 1e-6
        assert bar.y + LINE <= drawn.height + LINE


def test_the_words_below_the_pictures_say_the_same_numbers(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    all_cases = edition.sources.cases.cases
    page = files["en/cases/index.html"].decode()
    assert page.count("<use class=") == len(all_cases)
    by_court = page.split('id="by-court"')[1].split("</figure>")[0]
    for court, record in edition.sources.cases.courts.items():
        ours = [case for case in all_cases if case.court == court]
        words = re.search(rf"<strong>{re.escape(record.name['en'])}</strong>: (\d+)\. (.*?)\.</li>", by_court)
        assert words
        assert int(words[1]) == len(ours)
        assert f"Immunity granted: {sum(c.immunity == 'granted' for c in ours)}" in words[2] or not any(
            c.immunity == "granted" for c in ours
        )
    growth = page.split('id="timeline"')[1].split("</figure>")[0]
    told = growth.split("<ul>")[1]
    assert sum(int(n) for n in re.findall(r"(?:granted|denied|part|back|decided): (\d+)", told)) == len(
        all_cases
    )


def test_milestones_fit_the_drawing_and_are_told_in_both_languages(edition: Edition) -> None:
    assert edition.sources
    milestones = [case for case in edition.sources.cases.cases if case.milestone]
    assert len(milestones) >= 12
    for case in milestones:
        for code in edition.sources.settings.codes:
            assert case.milestone
            assert len(f"{case.year} {case.short}: {case.milestone[code]}") <= 46, case.id
