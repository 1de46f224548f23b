"""From Markdown to a body with unresolved references."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.treeprocessors import UnescapeTreeprocessor

from generator import compile as compiling
from generator.compile import compile_text, refusals, syntax
from generator.model.body import Body, CitationReference, Cited, LinkReference, QuoteReference, mark


def references(text: str) -> tuple:
    return compile_text(text).references


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("[@hope-v-pelzer]", (Cited("hope-v-pelzer"),)),
        ("[@hope-v-pelzer, 741]", (Cited("hope-v-pelzer", "741"),)),
        ("[@county-of-sacramento-v-lewis, 841 n.5]", (Cited("county-of-sacramento-v-lewis", "841 n.5"),)),
        ("[@cal-civ-52-1, subd. (b)]", (Cited("cal-civ-52-1", "subd. (b)"),)),
        ("[see @a-v-b, 12; @c-v-d]", (Cited("a-v-b", "12", "see"), Cited("c-v-d"))),
        ("[véase @a-v-b, 818-19]", (Cited("a-v-b", "818-19", "véase"),)),
    ],
)
def test_a_citation_is_read_as_pandoc_reads_it(written: str, cited: tuple) -> None:
    (reference,) = references(f"A sentence {written}.")
    assert isinstance(reference, CitationReference)
    assert reference.cited == cited
    assert not reference.in_text


def test_a_name_in_running_text_is_a_citation() -> None:
    (reference,) = references("In @harlow-v-fitzgerald the Court said so.")
    assert isinstance(reference, CitationReference)
    assert (reference.in_text, reference.cited) == (True, (Cited("harlow-v-fitzgerald"),))


@pytest.mark.parametrize("text", ["Write to help@example.org.", "`[@hope-v-pelzer]` and `@hope-v-pelzer`"])
def test_addresses_and_code_are_not_citations(text: str) -> None:
    assert references(text) == ()


def test_a_citation_beside_a_link_leaves_both() -> None:
    cited, linked = references("See [@hope-v-pelzer] and [more](who.md#cities).")
    assert isinstance(cited, CitationReference)
    assert isinstance(linked, LinkReference)
    assert linked.target == "who.md#cities"


def test_a_quotation_alone_in_its_paragraph_is_embedded() -> None:
    (reference,) = references("![](quote:hope-v-pelzer/notice)")
    assert isinstance(reference, QuoteReference)
    assert reference.id == "hope-v-pelzer/notice"


def test_sections_keep_their_ids_words_and_subheadings() -> None:
    body = compile_text(
        'Lead.\n\n## The "rule" {#rule}\n\nText.\n\n### More {#more}\n\n## End {#end}\n\nBye.\n'
    )
    assert body.lead == "<p>Lead.</p>"
    assert [(s.heading.id, [h.id for h in s.subheadings]) for s in body.sections] == [
        ("rule", ["more"]),
        ("end", []),
    ]
    assert body.sections[0].heading.html == "The “rule”"
    assert not body.problems


def test_each_reference_stands_once_in_the_html() -> None:
    body = compile_text("A [@a-v-b] and [x](y.md).\n\n## S {#s}\n\n| t |\n|---|\n| [@c-v-d] |\n")
    html = body.lead + "".join(s.html for s in body.sections)
    for number in range(len(body.references)):
        assert html.count(mark(number)) == 1


def test_each_cell_of_a_table_names_its_column() -> None:
    (section,) = compile_text(
        "## S {#s}\n\n| Step | Limit *now* |\n|---|---|\n| Claim | six months |\n"
    ).sections
    assert '<th scope="col">Step</th>' in section.html
    assert '<td data-column="Limit now">six months</td>' in section.html


def test_html_is_shown_as_text_and_told() -> None:
    body = compile_text("A <script>alert(1)</script>.")
    assert "<script>" not in body.lead
    assert body.problems


@given(
    st.text(
        alphabet=st.characters(exclude_characters="\ue000\ue001", exclude_categories=["Cs"]), max_size=300
    )
)
def test_no_text_breaks_the_compiler_or_gets_a_script_in(text: str) -> None:
    body = compile_text(text)
    html = (body.lead + "".join(s.html for s in body.sections)).lower()
    assert "<script" not in html
    for number in range(len(body.references)):
        assert html.count(mark(number)) <= 1


@given(
    st.lists(st.sampled_from(["*", "_", "~", "=", "{", "#", ":", "!", "|", "1", "12", ")", "\n", "w", " "]))
)
def test_marks_that_are_left_over_are_told_wherever_they_stand(signs: list[str]) -> None:
    """A quick look whether there can be any finds all that the slow one finds."""
    words = "".join(signs)
    found = list(refusals.left_over(words))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refusals, "_MARK_SIGNS", ("",))
        assert list(refusals.left_over(words)) == found


SIGNS = "* ** _ ` \\ \\* [ ](x.md) ) ! < > <https://w.org> &amp; @a-v-b w w_w_ # ## = == - --- ]: 1. |"
BLANKS = (" ", "    ", "\t", "\n", "  \n", "\n\n")
WITH_ONE_SIGN = (
    *("# w", "w\n=", "w\n---", "***", "---", "___", "* * *", "> w", "[w]: x.md\n\n[w]"),
    *("`w`", "w\\*w", "@a-v-b w", "[@a-v-b, 12]", "[w](x.md)", "![w](x.md)", "<https://w.org>"),
    *("w  \nw", "*w*", "**w**", "_w_", "## Heading {#heading}"),
)
"""Each kind of block and each pattern in each form, with no other sign than its own."""


def compiled_without_quick_looks(text: str) -> Body:
    """What becomes of a text where everything is tried on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syntax, "_SIGNS_OF_BLOCKS", {})
        patch.setattr(syntax, "_SIGNS_OF_PATTERNS", {})
        patch.setattr(syntax, "_SIGNS", re.compile(""))
        patch.setattr(syntax._Unescape, "run", UnescapeTreeprocessor.run)
        return compiling._Compiler().compile(text)


@pytest.mark.parametrize("text", WITH_ONE_SIGN)
def test_a_block_or_a_pattern_is_found_by_its_own_sign(text: str) -> None:
    assert compile_text(text) == compiled_without_quick_looks(text)


PIECES = (*SIGNS.split(), *BLANKS, *(f"\n\n{text}\n\n" for text in WITH_ONE_SIGN))


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_not_tried_on_a_text_could_not_have_matched(text: str) -> None:
    assert compile_text(text) == compiled_without_quick_looks(text)
