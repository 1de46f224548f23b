"""The consultation lines: on every page, in their own languages, to be called with a touch, and on paper."""

from __future__ import annotations

import re

import lxml.html

from generator.model.site import is_page
from generator.pipeline import Edition

BESIDE_THE_TEXT = {".article--with-margin > .table-of-contents"}
"""What stays in view while the reader scrolls: it stands in the margin, where there is no text to hide."""


def test_every_page_has_every_line_once_in_its_language_as_a_telephone_link(
    edition: Edition, files: dict[str, bytes]
) -> None:
    assert edition.sources
    lines = edition.sources.settings.contact
    wanted = [(line.language, line.label, line.phone, line.tel) for line in lines]
    pages = [path for path in files if is_page(path)]
    assert {"index.html", "404.html"} <= set(pages)
    for path in pages:
        page = lxml.html.document_fromstring(files[path].decode())
        (list_of_lines,) = page.find_class("contact-lines__list")
        found = []
        for entry in list_of_lines:
            (link,) = entry.iter("a")
            label, _, phone = entry.text_content().partition(": ")
            language = entry.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
            found.append((language, label, phone.replace("\N{NON-BREAKING HYPHEN}", "-"), link.get("href")))
        assert found == wanted, path


def rules(style_sheet: str) -> list[tuple[str, str]]:
    """The selectors and the declarations of each rule of a style sheet."""
    plain = re.sub(r"/\*.*?\*/", "", style_sheet, flags=re.DOTALL)
    return [(" ".join(one[1].split()), one[2]) for one in re.finditer(r"([^{};]+)\{([^{}]*)\}", plain)]


def style_sheet(files: dict[str, bytes]) -> str:
    """The styles of all pages."""
    pages = (data.decode() for path, data in files.items() if is_page(path))
    return "".join(
        {style for page in pages for style in re.findall(r"<style>(.*?)</style>", page, re.DOTALL)}
    )


def test_nothing_that_stays_in_view_hides_text(files: dict[str, bytes]) -> None:
    staying = {
        selector
        for selector, declared in rules(style_sheet(files))
        if re.search(r"position:\s*(sticky|fixed)", declared)
    }
    assert staying == BESIDE_THE_TEXT


def test_no_rule_hides_the_lines_on_screen_or_on_paper(files: dict[str, bytes]) -> None:
    hiding = [
        selector
        for selector, declared in rules(style_sheet(files))
        if re.search(r"display:\s*none|visibility:\s*hidden|clip-path", declared)
    ]
    assert any(".site-header__nav" in selector for selector in hiding)
    assert not any("contact-lines" in selector for selector in hiding)
