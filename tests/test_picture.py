"""The picture of the tree: complete, readable, lit along the reader's way, and on one printed page."""

from __future__ import annotations

import itertools
import re

import lxml.html
import pytest
from playwright.sync_api import Page, expect

from generator.model.site import WHOLE_TREE, Addresses
from generator.picture import LINE, NARROW, WIDE, Box, Form, Picture, picture
from generator.pipeline import Edition
from tests.conftest import Opened
from tests.tiny import Project

FORMS = pytest.mark.parametrize("form", [NARROW, WIDE], ids=lambda form: form.name)
CODES = pytest.mark.parametrize("code", ["en", "es"])


def drawn(edition: Edition, code: str, form: Form) -> Picture:
    assert edition.sources
    return picture(edition.sources.rules, code, form)


@CODES
@FORMS
def test_every_answer_is_on_exactly_one_line_to_its_place(edition: Edition, code: str, form: Form) -> None:
    assert edition.sources
    lines = [
        (edge.question.id, answer.id, edge.to)
        for edge in drawn(edition, code, form).edges
        for answer in edge.answers
    ]
    rules = edition.sources.rules
    assert sorted(lines) == sorted((q.id, a.id, a.to) for q in rules.questions for a in q.answers)


@CODES
@FORMS
def test_boxes_keep_apart_and_inside(edition: Edition, code: str, form: Form) -> None:
    found = drawn(edition, code, form)
    boxes = [*found.questions, *found.results]
    for box in boxes:
        assert 0 <= box.x < box.x + box.width <= found.width
        assert 0 <= box.y < box.y + box.height <= found.height
    for one, other in itertools.combinations(boxes, 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart, (one.of.id, other.of.id)


@CODES
@FORMS
def test_every_line_begins_at_its_question_and_ends_at_its_place(
    edition: Edition, code: str, form: Form
) -> None:
    found = drawn(edition, code, form)
    asked = {f"question:{box.of.id}": box for box in found.questions}
    for edge in found.edges:
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", edge.path)]
        begin, end = (numbers[0], numbers[1]), (numbers[-2], numbers[-1])
        assert _touches(asked[f"question:{edge.question.id}"], begin), edge
        ends = [asked[edge.to]] if edge.to in asked else found.results
        assert any(_touches(box, end) for box in ends if edge.to.endswith(f":{box.of.id}")), edge


@CODES
@FORMS
def test_a_line_runs_through_a_line_of_its_label_and_an_arrow_is_never_alone(
    edition: Edition, code: str, form: Form
) -> None:
    """What is written covers the line behind it; between two lines of writing it would show."""
    for edge in drawn(edition, code, form).edges:
        assert not any(line.startswith("→") for line in edge.lines), edge
        corners = re.findall(r"Q([\d.]+) ([\d.]+)", edge.path)
        turns = [float(y) for x, y in corners if float(x) == form.stem]
        if len(edge.lines) > 1:
            writing = [edge.y + number * LINE for number in range(len(edge.lines))]
            assert any(abs(turns[-1] - middle) < 0.1 for middle in writing), edge


def _touches(box: Box, point: tuple[float, float]) -> bool:
    x, y = point
    inside = box.x - 0.1 <= x <= box.x + box.width + 0.1 and box.y - 0.1 <= y <= box.y + box.height + 0.1
    edges = (box.x, box.x + box.width), (box.y, box.y + box.height)
    return inside and (min(abs(x - e) for e in edges[0]) < 0.1 or min(abs(y - e) for e in edges[1]) < 0.1)


@CODES
@FORMS
def test_two_places_never_share_a_lane_at_the_same_height(edition: Edition, code: str, form: Form) -> None:
    runs: list[tuple[float, float, float, str]] = []
    for edge in drawn(edition, code, form).edges:
        if edge.to.startswith("question:"):
            corners = [tuple(map(float, p)) for p in re.findall(r"Q([\d.]+) ([\d.]+)", edge.path)]
            lane = max(x for x, _ in corners)
            heights = [y for x, y in corners if x == lane]
            runs.append((lane, min(heights), max(heights), edge.to))
    for one, other in itertools.combinations(runs, 2):
        if one[0] == other[0] and one[3] != other[3]:
            assert one[2] <= other[1] or other[2] <= one[1], (one, other)


def test_the_list_says_the_same_as_the_picture(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    rules = edition.sources.rules
    true = {(f"{q.id}={a.id}", a.to) for q in rules.questions for a in q.answers}
    for code in edition.sources.settings.codes:
        page = lxml.html.document_fromstring(_whole_tree(files, edition, code))
        said = {
            (name, item.xpath("./a/@data-place")[0])
            for item in page.xpath("//*[@class='tree-picture__list']//ul/li")
            for name in item.xpath("./span/@data-edges")[0].split()
        }
        assert said == true
        for svg in page.xpath("//*[local-name()='svg'][contains(@class, 'tree-picture')]"):
            names = " ".join(svg.xpath(".//@data-edges")).split()
            assert sorted(names) == sorted(name for name, _ in true)
            places = set(svg.xpath(".//@data-place"))
            assert places == {to for _, to in true} | {f"question:{rules.start}"}


def _whole_tree(files: dict[str, bytes], edition: Edition, code: str) -> str:
    assert edition.sources
    article = edition.sources.article(WHOLE_TREE, code)
    assert article
    return files[f"{code}/{article.front.slug}/index.html"].decode()


def test_a_small_tree_is_drawn_too(project: Project) -> None:
    page = project.page("en/whole/index.html")
    assert 'data-edges="relief=money"' in page
    assert 'data-place="outcome:closed"' in page


# --- in a browser -------------------------------------------------------------------------------------

SHOWN = {NARROW.name: 360, WIDE.name: 1440}
SPILLED = """(svg) => [...svg.querySelectorAll("a")].filter((link) => {
  const box = link.querySelector("rect").getBBox(), words = link.querySelector("text").getBBox();
  return words.x < box.x || words.y < box.y - 1 || words.x + words.width > box.x + box.width
      || words.y + words.height > box.y + box.height + 1;
}).map((link) => link.textContent)"""


@pytest.fixture
def open_page(opened: Opened, edition: Edition) -> Opened:
    """The whole tree in a language, on a screen of this width."""
    assert edition.sources
    where = Addresses(edition.sources)

    def open_tree(code: str, width: int, fragment: str = "", **more: object) -> Page:
        return opened(where.page(WHOLE_TREE, code) + fragment, width, **more)

    return open_tree


@CODES
@FORMS
def test_no_words_leave_their_box(open_page: Opened, code: str, form: Form) -> None:
    tab = open_page(code, SHOWN[form.name])
    svg = tab.locator(f".tree-picture__drawing--{form.name}")
    expect(svg).to_be_visible()
    assert svg.evaluate(SPILLED) == []
    assert tab.locator(".tree-picture__drawing:visible").count() == 1
    scale = svg.evaluate("(svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
    assert 12 * scale >= 11.5, "the words are too small to read"


@CODES
def test_no_label_runs_into_a_result(open_page: Opened, code: str) -> None:
    for form in (NARROW, WIDE):
        tab = open_page(code, SHOWN[form.name])
        hit = tab.locator(f".tree-picture__drawing--{form.name}").evaluate(
            """(svg) => {
              const boxes = [...svg.querySelectorAll("rect")].map((box) => box.getBBox());
              return [...svg.querySelectorAll(".tree-picture__label")].filter((label) => {
                const one = label.getBBox();
                return boxes.some((box) => one.x < box.x + box.width && box.x < one.x + one.width
                  && one.y + 2 < box.y + box.height && box.y < one.y + one.height - 2);
              }).map((label) => label.textContent);
            }"""
        )
        assert hit == []


def test_the_readers_way_is_lit(open_page: Opened) -> None:
    tab = open_page("es", 360, "#relief=both&law=california")
    lit = tab.locator(".tree-picture__drawing--narrow .tree-picture--lit")
    edges = lit.evaluate_all("(parts) => parts.map((part) => part.dataset.edges ?? part.dataset.place)")
    assert sorted(edges) == sorted(
        [
            "relief=money relief=both",
            "law=california",
            "question:relief",
            "question:law",
            "question:california",
        ]
    )
    here = tab.locator(".tree-picture__drawing--narrow [aria-current=step]")
    assert here.evaluate_all("(parts) => parts.map((part) => part.dataset.place)") == ["question:california"]
    tab.locator(".tree-picture__drawing--narrow [data-place='outcome:ca-bane']").click()
    expect(tab.locator("#outcome-ca-bane")).to_be_visible()
    expect(tab.locator("[data-trail] li")).to_have_count(2)  # the answers that still matter are kept
    tab.locator("[data-onward]", has_text="dibujo").click()
    tab.locator(".tree-picture__drawing--narrow [data-place='question:law']").click()
    expect(tab.locator("#question-law")).to_be_visible()
    expect(tab.locator("[data-trail] li")).to_have_count(1)  # the answer to be changed is open again


@CODES
@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_the_picture_prints_on_one_page(open_page: Opened, code: str, size: str) -> None:
    tab = open_page(code, 800, bypass_csp=True)
    tab.add_style_tag(content=".page :not(:has(#picture), #picture, #picture *) { display: none !important }")
    tab.add_style_tag(content="body > :not(main) { display: none !important }")
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "0.5in")
    printed = tab.pdf(format=size, margin=margin)
    assert printed.count(b"/Type /Page\n") == 1


def test_the_keyboard_can_pass_by_the_picture(open_page: Opened) -> None:
    tab = open_page("en", 1440)
    tab.get_by_role("link", name="Skip the picture").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('.tree-picture__list summary')")
