"""What is wrong stands over the last good page, in the browser and in the terminal, until it is mended."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.previews import Preview, Tab, served, tab, with_own_templates
from tests.test_mistakes import MISTAKES
from tests.tiny import TABLES, Project

SHOWN = [
    "a file that is not UTF-8",
    "a missing table",
    "a missing language folder",
    "a file name with capitals",
    "an empty file",
    "a comma too many",
    "a key twice in JSON",
    "an unknown field in TOML",
    "a missing field in JSON",
    "words missing in one language",
    "no front matter",
    "broken YAML",
    "a date as a number of seconds",
    "an order that differs between the languages",
    "a heading id that differs",
    "bold that is never closed",
    "a row with too many cells",
    "HTML in an article",
    "an unknown authority",
    "a page that nobody has confirmed",
    "an article that does not exist",
    "an answer that leads nowhere",
    "a walk that stops halfway",
]
"""One mistake of each kind; all of them are in `test_mistakes.py`."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("panel"))


@pytest.fixture(scope="module")
def preview(project: Project) -> Iterator[Preview]:
    """One preview for all mistakes; each of them is mended before the next."""
    with served(with_own_templates(project)) as preview:
        yield preview


@pytest.fixture(scope="module")
def seen(preview: Preview, browser: Browser) -> Iterator[Tab]:
    with tab(browser, f"{preview.address}/es/warning/") as seen:
        yield seen


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def mend(project: Project) -> Iterator[Callable[[], None]]:
    """Puts everything back as it was."""
    good = files_of(project.root)

    def put_back() -> None:
        for path in files_of(project.root).keys() - good.keys():
            path.unlink()
        for path, data in good.items():
            path.parent.mkdir(exist_ok=True)
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)
        project.tables = copy.deepcopy(TABLES)

    yield put_back
    put_back()


@pytest.mark.parametrize("mistake", SHOWN)
def test_a_mistake_is_shown_over_the_last_good_page_with_its_line_and_goes_when_it_is_mended(
    project: Project, seen: Tab, mend: Callable[[], None], mistake: str
) -> None:
    break_it, said, hint = MISTAKES[mistake]
    place, _, message = said.replace("`", "").partition(": ")
    file, _, number = place.partition(":")
    break_it(project)
    item = seen.page.locator(".preview-panel__problems li").filter(has_text=message)
    expect(item.locator(".preview-panel__place")).to_have_text(place)
    expect(item).to_contain_text(hint.replace("`", ""))
    if number:
        text = (project.root / file).read_text(encoding="utf-8", errors="replace")
        shown, caret = item.locator("pre").inner_text().split("\n")
        assert shown.strip("…") in text.split("\n")[int(number) - 1]
        assert caret.strip() == "^"
    expect(seen.page.locator("main")).to_contain_text("Basta el aviso")
    mend()
    expect(seen.page.locator(".preview-panel")).to_have_count(0)
    assert seen.is_the_page_that_was_opened()


def test_the_panel_is_told_to_everybody_and_closed_by_keyboard(
    project: Project, seen: Tab, mend: Callable[[], None]
) -> None:
    project.replace("es/warning.md", "Dos años.", "Dos [@nobody] años.")
    expect(seen.page.get_by_role("alert")).to_contain_text("There is no case or law with the id nobody.")
    assert seen.page.evaluate("document.activeElement === document.body")  # it takes the focus from nobody
    seen.page.locator(".preview-panel summary").focus()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".preview-panel ol")).to_be_hidden()
    project.replace("es/warning.md", "[@nobody]", "[@nobody] [@noone]")
    expect(seen.page.locator(".preview-panel summary")).to_contain_text("2 problems to mend")
    expect(seen.page.locator(".preview-panel ol")).to_be_hidden()
    mend()
    expect(seen.page.locator(".preview-panel")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_fits_a_phone_and_keeps_the_rules_of_accessibility(
    project: Project, preview: Preview, browser: Browser, mend: Callable[[], None], scheme: str
) -> None:
    project.replace("es/warning.md", "Dos años.", f"Dos [@nobody] {'años ' * 2000}.")
    preview.eventually("/es/warning/", "1 problem to mend")
    with tab(browser, f"{preview.address}/es/warning/", width=360, color_scheme=scheme) as phone:
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
        caret = phone.page.locator(".preview-panel pre")
        assert len(caret.inner_text()) < 200
        assert not Axe().run(phone.page, context=".preview-panel").response["violations"]
    mend()
    preview.gone("/es/warning/", "to mend")


def test_a_page_that_cannot_be_rendered_is_the_last_good_one_and_the_others_are_seen(
    project: Project, preview: Preview, seen: Tab, mend: Callable[[], None]
) -> None:
    template = project.root / "templates" / "pages" / "article.html"
    good = template.read_text(encoding="utf-8")
    template.write_text(
        good.replace("{% block content %}", "{% block content %}{{ oops }}"), encoding="utf-8"
    )
    expect(seen.page.get_by_role("alert")).to_contain_text("templates/pages/article.html:")
    expect(seen.page.locator("main")).to_contain_text("Basta el aviso")
    project.replace("en/index.md", "Words.", "Other words.")
    preview.eventually("/en/", "Other words.")
    mend()
    expect(seen.page.locator(".preview-panel")).to_have_count(0)
    assert seen.is_the_page_that_was_opened()


def test_critical_words_to_sign_off_are_a_notice_over_a_page_that_follows(
    project: Project, preview: Preview, seen: Tab, mend: Callable[[], None]
) -> None:
    for code in ("en", "es"):
        project.replace(f"{code}/warning.md", "order: 1", "order: 1\ncritical: [deadlines]")
    expect(seen.page.get_by_role("status").filter(has_text="to sign off")).to_be_visible()
    expect(seen.page.locator(".preview-panel ol")).to_be_hidden()
    seen.page.locator(".preview-panel summary").click()
    expect(seen.page.locator(".preview-panel ol")).to_contain_text(
        "python build.py --reviewed es/warning#deadlines"
    )
    project.replace("es/warning.md", "Dos años.", "Dos años enteros.")
    seen.shows("Dos años enteros.")
    assert any("es/warning#deadlines" in line for line in preview.lines)
    mend()
    expect(seen.page.locator(".preview-panel")).to_have_count(0)


def test_the_terminal_tells_each_problem_once_and_when_it_is_mended(
    project: Project, preview: Preview, mend: Callable[[], None]
) -> None:
    start = len(preview.lines)
    project.replace("en/warning.md", "Two years.", "Two [@nobody] years.")
    preview.said("1 problem to mend; the preview keeps the last good site.", start)
    project.replace("en/warning.md", "The lead", "A line more.\n\nThe lead")  # the problem only moves
    project.replace("es/warning.md", "Dos años.", "Dos [@noone] años.")
    preview.said("2 problems to mend; the preview keeps the last good site.", start)
    project.replace("es/warning.md", "[@noone] ", "")
    preview.said("Mended: content/es/warning.md:24.", start)
    mend()
    preview.said("No problems.", start)
    assert preview.lines[start:] == [
        "content/en/warning.md:24: There is no case or law with the id `nobody`.",
        "    Two [@nobody] years.",
        "        ^",
        "1 problem to mend; the preview keeps the last good site.",
        "content/es/warning.md:24: There is no case or law with the id `noone`.",
        "    Dos [@noone] años.",
        "        ^",
        "2 problems to mend; the preview keeps the last good site.",
        "Mended: content/es/warning.md:24.",
        "1 problem to mend; the preview keeps the last good site.",
        "Mended: content/en/warning.md:26.",
        "No problems.",
    ]
