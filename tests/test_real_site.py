"""The real content: whole, equal in both languages, and true to its tables."""

from __future__ import annotations

import json

import pytest

from generator.commands import ROOT
from generator.model.body import CitationReference, QuoteReference
from generator.model.content import LAW_LANGUAGE, Case, Confirmation
from generator.model.site import FIXED_PAGES
from generator.pipeline import Edition
from generator.proofread import proofread
from generator.schemas import SHAPES, schema_text


def test_every_link_and_fragment_of_the_site_leads_somewhere(files: dict[str, bytes]) -> None:
    assert [str(problem) for problem in proofread(files)] == []


def test_a_dead_link_a_dead_fragment_and_a_repeated_id_are_found() -> None:
    page = b'<p id="a"></p><p id="a"></p><a href="/gone/">x</a><a href="#nowhere">x</a><a href="#k=v">x</a>'
    told = [problem.message for problem in proofread({"en/index.html": page})]
    assert told == [
        "The id `a` stands 2 times on this page.",
        "The link `/gone/` leads to no page.",
        "The link `#nowhere` leads to a place that its page does not have.",
    ]


def test_both_languages_cite_the_same_authorities_and_pages_section_by_section(edition: Edition) -> None:
    assert edition.sources
    compared = 0
    for article in edition.sources.articles:
        if article.language != edition.sources.settings.codes[0]:
            continue
        for code in edition.sources.settings.codes[1:]:
            other = edition.sources.article(article.key, code)
            assert other
            compared += 1
            assert sorted(cited(article)) == sorted(cited(other)), article.key
    assert compared >= 11


def cited(article: object) -> list[tuple[str, str, str]]:
    body = article.body  # type: ignore[attr-defined]
    found = []
    for section in ("", *(s.heading.id for s in body.sections)):
        html = body.lead if not section else next(s.html for s in body.sections if s.heading.id == section)
        for number, reference in enumerate(body.references):
            if f"\ue000{number}\ue001" not in html:
                continue
            if isinstance(reference, CitationReference):
                found += [(section, one.id, one.pin or "") for one in reference.cited]
            elif isinstance(reference, QuoteReference):
                found.append((section, reference.id, ""))
    return found


def test_no_record_that_nobody_confirmed_carries_a_page(edition: Edition) -> None:
    assert edition.sources
    for record in edition.sources.authorities:
        if isinstance(record, Case) and record.confirmed == Confirmation.KNOWLEDGE:
            assert record.pins == ()
            assert all(quote.pin is None for quote in record.quotes)


def test_a_record_that_is_not_confirmed_in_a_source_says_so(edition: Edition) -> None:
    assert edition.sources
    for record in edition.sources.authorities:
        if record.confirmed != Confirmation.SOURCE:
            assert record.doubt, record.id


def test_mattos_begins_at_433_and_was_won_by_the_officers(edition: Edition, files: dict[str, bytes]) -> None:
    assert edition.sources
    for identifier, page in (("mattos-v-agarano", 433), ("dunn-v-castro", 1196)):
        record = edition.sources.authority(identifier)
        assert isinstance(record, Case)
        assert (record.page, record.immunity) == (page, "granted")
    assert b"661 F.3d 443" not in b"".join(files.values()).replace("\xa0".encode(), b" ")


def test_every_result_of_the_tree_names_a_deadline_or_a_next_step(edition: Edition) -> None:
    assert edition.sources
    for outcome in edition.sources.rules.outcomes:
        for code in edition.sources.settings.codes:
            assert len(outcome.next[code]) >= 2


def test_a_badge_is_no_surer_than_the_title_of_its_result(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    likely = [o for o in edition.sources.rules.outcomes if "probably" in o.title["en"]]
    assert {outcome.id for outcome in likely} == {"granted", "denied"}
    for outcome in likely:
        page = files["en/could-it-block-my-claim/index.html"].decode().split(f'id="outcome-{outcome.id}"')[1]
        badge = page.split("</p>")[0]
        assert "probably" in badge, outcome.id


def test_the_tree_has_all_questions_outcomes_and_paths(edition: Edition) -> None:
    assert edition.sources
    rules = edition.sources.rules
    by_id = {question.id: question for question in rules.questions}

    def paths(target: str) -> int:
        kind, _, identifier = target.partition(":")
        return 1 if kind == "outcome" else sum(paths(answer.to) for answer in by_id[identifier].answers)

    assert (len(rules.questions), len(rules.outcomes)) == (17, 16)
    assert paths(f"question:{rules.start}") == 899


def test_the_open_data_is_complete_and_carries_its_licence(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    data = json.loads(files["cases.json"])
    assert data["licence"] == "CC BY 4.0"
    assert {case["id"] for case in data["cases"]} == {case.id for case in edition.sources.cases.cases}
    mattos = next(case for case in data["cases"] if case["id"] == "mattos-v-agarano")
    assert mattos["citation"] == "Mattos v. Agarano, 661 F.3d 433 (9th Cir. 2011) (en banc)"
    assert "source" not in json.dumps([case.get("quotes", []) for case in data["cases"]])


@pytest.mark.parametrize("name", SHAPES)
def test_the_exported_schemas_are_up_to_date(edition: Edition, name: str) -> None:
    assert edition.sources
    exported = ROOT / "content" / "schemas" / f"{name}.schema.json"
    expected = schema_text(SHAPES[name], edition.sources.settings.codes)
    assert exported.read_text(encoding="utf-8") == expected, "Run `make schemas`."


def test_every_kind_of_page_exists_in_every_language(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    for code in edition.sources.settings.codes:
        keys = {article.key for article in edition.sources.articles if article.language == code}
        assert set(FIXED_PAGES) | {"about"} <= keys
        assert len(keys - set(FIXED_PAGES)) >= 5
        assert f"{code}/404.html" in files
        assert f"{code}/feed.xml" in files
    assert {"index.html", "404.html", "sitemap.xml", "robots.txt", "_headers", "_redirects"} <= set(files)


def test_quotations_are_translated_into_every_language_but_the_laws_own(edition: Edition) -> None:
    assert edition.sources
    others = set(edition.sources.settings.codes) - {LAW_LANGUAGE}
    quotes = [quote for record in edition.sources.authorities for quote in record.quotes]
    assert len(quotes) >= 70
    assert all(others <= set(quote.translations) for quote in quotes)
