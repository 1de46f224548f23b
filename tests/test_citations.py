"""How citations and quotations reach readers, and how every use leads there and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compile.sentences import referring
from generator.free_copies import free_copy
from generator.model.body import mark
from generator.model.content import Case
from generator.model.site import Addresses, is_page
from generator.pins import pages_of
from generator.pipeline import Edition
from tests.tiny import Project

WARNING = "es/warning.md"


def both(project: Project, text: str) -> None:
    """The last sentence of the article, in both languages."""
    project.replace("en/warning.md", "Two years.", text)
    project.replace("es/warning.md", "Dos años.", text)


def update(project: Project, **fields: object) -> None:
    project.tables["cases.json"]["cases"][0].update(fields)
    project.save()


def another_case(project: Project, **fields: object) -> None:
    first = project.tables["cases.json"]["cases"][0]
    plain = {k: v for k, v in first.items() if k not in ("quotes", "pins")}
    project.tables["cases.json"]["cases"].append({**plain, **fields})
    project.save()


LANIER = {
    "id": "united-states-v-lanier",
    "name": "United States v. Lanier",
    "short": "Lanier",
    "volume": 520,
    "page": 259,
    "year": 1997,
    "decided": "1997-03-31",
    "pins": ["270-71"],
}


# --- in the sentence ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pin", "english", "spanish"),
    [
        ("741", "page\xa0741", "página\xa0741"),
        ("741-42", "pages\xa0741–742", "páginas\xa0741–742"),
        ("741 n.9", "page\xa0741,\xa0note\xa09", "página\xa0741,\xa0nota\xa09"),
    ],
)
def test_pages_are_spelled_out_for_lay_readers(
    project: Project, pin: str, english: str, spanish: str
) -> None:
    update(project, pins=["739", "741", pin])
    both(project, f"Text [@hope-v-pelzer, {pin}].")
    assert english in project.page("en/warning/index.html")
    assert spanish in project.page("es/warning/index.html")


def test_a_name_in_the_sentence_takes_its_page_in_brackets(project: Project) -> None:
    both(project, "As @hope-v-pelzer [739] says, and @usc-42-1983 [subd. (a)] too.")
    page = project.page("en/warning/index.html")
    assert '<cite lang="en">Hope</cite></a>, page\xa0739</span> says' in page
    assert "subdivision\xa0(a)</span> too" in page
    spanish = project.page("es/warning/index.html")
    assert "página\xa0739</span> says" in spanish


def test_a_second_mention_is_shorter_and_never_an_id(project: Project) -> None:
    both(project, "First [see @hope-v-pelzer, 739]. Then @hope-v-pelzer once more.")
    page = project.page("en/warning/index.html")
    assert page.count("(Supreme Court\xa02002)") == 2  # the first mention, and under the quotation
    assert re.search(r'\(see <span[^\n]*<cite lang="en">Hope</cite></a>, page\xa0739\)', page)
    assert not re.search(r"\b[Ii]d\.", page)


# --- in the margin -----------------------------------------------------------------------------


def test_the_margin_has_the_full_citation_at_the_first_use_in_each_section(project: Project) -> None:
    both(project, "One [@hope-v-pelzer, 739]. Two [@hope-v-pelzer, 741].")
    page = project.page("en/warning/index.html")
    notes = re.findall(r'<span class="margin-note" hidden aria-hidden="true">(.*?)</span>', page)
    assert [re.sub(r"<[^>]*>", "", note).replace("\xa0", " ") for note in notes] == [
        "Hope v. Pelzer, 536 U.S. 730 (2002)",
        "Hope v. Pelzer, 536 U.S. 730, 741 (2002)",
        "42 U.S.C. § 1983, subd. (b)",
        "Hope v. Pelzer, 536 U.S. 730, 739 (2002)",
    ]


# --- in the list of authorities ----------------------------------------------------------------


def test_the_list_has_other_reporters_all_pages_and_a_link_on_the_name_alone(project: Project) -> None:
    update(project, parallel=["122 S. Ct. 2508"])
    both(project, "One [@hope-v-pelzer, 739].")
    page = project.page("es/warning/index.html")
    assert (
        '<a href="/es/cases/hope-v-pelzer/"><cite lang="en">Hope v. Pelzer</cite></a>'
        ", 536\xa0U.S.\xa0730, 739, 741, 122\xa0S.\xa0Ct.\xa02508 (2002)</span>"
    ) in page


# --- what a quotation quotes -------------------------------------------------------------------


def test_what_a_quotation_quotes_or_cites_is_named_and_linked(project: Project) -> None:
    another_case(project, **LANIER)
    quote = project.tables["cases.json"]["cases"][0]["quotes"][0]
    for relation, english, spanish in (
        ("quoting", "quoting", "que cita"),
        ("citing", "citing", "que se apoya en"),
    ):
        quote.pop("quoting", None)
        quote[relation] = "united-states-v-lanier, 270-71"
        project.save()
        for code, word, pages in (("en", english, "pages\xa0270–271"), ("es", spanish, "páginas\xa0270–271")):
            cite = '<cite lang="en">United States v. Lanier</cite>'
            name = f'<a href="/{code}/cases/united-states-v-lanier/">{cite}</a>'
            for page in (f"{code}/warning/index.html", f"{code}/cases/hope-v-pelzer/index.html"):
                assert re.search(rf"; {word} {re.escape(name)} \([^)]*1997\), {pages}", project.page(page))
        quoted = project.page("en/cases/united-states-v-lanier/index.html")
        assert quoted.count("“officials can still be on notice”") == 2  # from the article and from the record


# --- on a record's own page --------------------------------------------------------------------


def test_a_case_page_quotes_each_sentence_that_rests_on_it(project: Project) -> None:
    page = project.page("en/cases/hope-v-pelzer/index.html")
    listed = re.findall(r'<dd><a href="(/en/warning/#use-\d+)">(.*?)</a></dd>', page)
    assert listed == [
        ("/en/warning/#use-1", "The lead cites Hope v. Pelzer."),
        ("/en/warning/#use-2", "Notice is enough."),
        ("/en/warning/#use-3", "“officials can still be on notice”"),
    ]


def test_later_and_earlier_decisions_lead_to_each_other(project: Project) -> None:
    another_case(project, **LANIER, later=["hope-v-pelzer"], treatment={"en": "Refined.", "es": "Precisada."})
    link = '<li><a href="/es/cases/{}/"><cite lang="en">{}</cite></a> ({})</li>'
    assert link.format("hope-v-pelzer", "Hope v. Pelzer", 2002) in project.page(
        "es/cases/united-states-v-lanier/index.html"
    )
    earlier = project.page("es/cases/hope-v-pelzer/index.html").split('id="earlier"')[1]
    assert link.format("united-states-v-lanier", "United States v. Lanier", 1997) in earlier


def test_a_case_page_says_when_it_was_checked_and_where_a_free_copy_is(project: Project) -> None:
    page = project.page("en/cases/hope-v-pelzer/index.html")
    assert "Last checked on November\xa023, 2026." in page
    assert 'rel="external noreferrer" href="https://www.courtlistener.com/c/U.S./536/730/"' in page
    update(project, page=None, pins=[], quotes=[], docket="01-309")
    for code in ("en", "es"):
        project.replace(f"{code}/warning.md", "@hope-v-pelzer, 741]", "@hope-v-pelzer]")
        project.replace(f"{code}/warning.md", "![](quote:hope-v-pelzer/notice)", "")
    project.tables["rules.json"]["questions"][0]["authorities"] = ["hope-v-pelzer"]
    project.save()
    assert "courtlistener" not in project.page("en/cases/hope-v-pelzer/index.html")


def test_every_statute_of_the_codes_has_its_official_text(edition: Edition) -> None:
    assert edition.sources
    addresses = {law.id: free_copy(law) for law in edition.sources.laws.laws}
    assert addresses["cal-gov-911-2"] == (
        "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=GOV&sectionNum=911.2"
    )
    assert addresses["usc-42-1983"] == (
        "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title42-section1983&num=0&edition=prelim"
    )
    without = {identifier for identifier, address in addresses.items() if not address}
    assert all(
        name.startswith(("us-const", "frcp", "frap", "ftca", "ku-klux", "cal-sb")) for name in without
    ), without


def test_every_free_copy_is_addressed_by_reporter_volume_and_page_alone(edition: Edition) -> None:
    assert edition.sources
    for case in edition.sources.cases.cases:
        address = free_copy(case)
        assert (address is None) == (case.page is None)
        assert address is None or re.fullmatch(
            r"https://www\.courtlistener\.com/c/[\w.%]+/\d+/\d+/", address
        ), address


# --- there and back ----------------------------------------------------------------------------


def links(page: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Every link of the main part of a page, with the elements that hold it, outermost first."""

    def walk(element: Any, around: list[Any]) -> Iterator[tuple[str, list[Any]]]:
        for child in element:
            if child.tag == "a":
                yield child.get("href", ""), around
            yield from walk(child, [*around, child])

    tree = html5lib.parse(page.decode(), treebuilder="etree", namespaceHTMLElements=False)
    yield from walk(tree.find(".//main"), [])


def within(around: list[Any], name: str) -> bool:
    return any(name in element.get("class", "").split() for element in around)


ELSEWHERE = (
    "authorities",
    "case-table",
    "chart",
    "contents",
    "decision-tree__step--outcome",
    "law-uses",
    "side-by-side",
)
"""What lists authorities without resting on them. An outcome of the tree rests on them on its own page, and
what stands side by side rests on them on that of its article."""

_LATER = re.compile(rb' data-needs="/([^"]+)"')


def whole(page: bytes, files: dict[str, bytes]) -> bytes:
    """A page with what its later part says of several results; of one result, its own page says the same."""
    named = _LATER.search(page)
    _, opening, shared = (
        files[named[1].decode()].partition(b'<ul data-part="shared">') if named else [b""] * 3
    )
    return page.replace(b"</main>", opening + shared + b"</main>")


def test_links_out_to_authorities_and_references_back_are_equal_in_number(
    files: dict[str, bytes], edition: Edition
) -> None:
    """Place by place: a page names an authority as often as the authority's own place leads back to it."""
    assert edition.sources
    addresses = Addresses(edition.sources)
    own = {
        addresses.authority(record, code)
        for code in edition.sources.settings.codes
        for record in edition.sources.authorities
    }
    out: Counter[tuple[str, str]] = Counter()
    back: Counter[tuple[str, str]] = Counter()
    changed: set[tuple[str, str]] = set()
    changes: set[tuple[str, str]] = set()
    for path, data in files.items():
        if not (is_page(path) and path.endswith("/index.html")):
            continue
        page = "/" + path.removesuffix("index.html")
        for href, around in links(whole(data, files)):
            section = next((e.get("aria-labelledby") for e in reversed(around) if e.tag == "section"), "")
            law = next((e.get("id") for e in around if e.get("class") == "law-uses"), None)
            if within(around, "mentions"):
                place = addresses.law(law, page.split("/")[1]) if law else page
                back[href.partition("#")[0], place] += 1
            elif section in ("treatment", "earlier"):
                (changed if section == "treatment" else changes).add(
                    (page, href) if section == "treatment" else (href, page)
                )
            elif href in own and not any(within(around, n) for n in ELSEWHERE):
                out[page, href] += 1
    assert out == back
    assert changed == changes
    assert sum(out.values()) > 1000
    assert len(changed) > 30


# --- invariants --------------------------------------------------------------------------------


@given(st.integers(1, 3000), st.integers(0, 400))
def test_a_range_of_pages_is_read_as_it_is_written(first: int, more: int) -> None:
    """Bluebook rule 3.2: the last page keeps two digits, and drops those it shares with the first."""
    last = first + more
    a, b = str(first), str(last)
    shortened = b[-2:] if len(a) == len(b) > 2 and a[:-2] == b[:-2] else b
    assert pages_of(f"{first}-{shortened}" if more else a) == (first, last)
    assert pages_of(f"{first}-{last}") == (first, last)


@pytest.mark.parametrize("pin", ["", "x", "7-", "-7", "7--8", "741 note 9", "741, 745", "٧"])
def test_what_is_no_page_is_read_as_none(pin: str) -> None:
    assert pages_of(pin) is None


SENTENCES = ["Two years pass", "In Hope v. Pelzer the U.S. Court spoke", "¿Y luego", "“It is so”"]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
def test_every_reference_is_found_in_its_own_sentence(texts: list[str]) -> None:
    html = "<p>" + " ".join(f"{text} {mark(n)}." for n, text in enumerate(texts)) + "</p>"
    found = [(one.numbers, one.words(lambda _: "")) for one in referring(html)]
    assert found == [((n,), text + ".") for n, text in enumerate(texts)]


def test_a_sentence_ends_with_its_paragraph_item_or_cell() -> None:
    html = f'<ul>\n<li>One {mark(0)}</li>\n<li>Two <em>and</em> <a href="{mark(1)}">three</a>.</li>\n</ul>'
    found = [(one.numbers, one.words(lambda _: "")) for one in referring(html)]
    assert found == [((0,), "One"), ((1,), "Two and three.")]


def test_a_quotation_is_shown_with_a_confirmed_page_or_none(edition: Edition) -> None:
    assert edition.sources
    for record in edition.sources.authorities:
        if isinstance(record, Case):
            assert all(quote.pin is None or quote.pin in record.pins for quote in record.quotes)
