"""Compiles Markdown into a `Body`: HTML by section, with every reference still unresolved.

A pure function of one text, so its result can be remembered by the text's digest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension

from generator.compile.headings import HeadingIds
from generator.compile.references import References
from generator.compile.refusals import left_over, refused
from generator.compile.tables import StackingTables
from generator.meaning import lines_of_html
from generator.model.body import Body, CompiledSection, Heading, Reference
from generator.remember import remembered

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)


@remembered(512)
def compile_text(text: str) -> Body:
    """The body of an article's Markdown (without its front matter)."""
    references, headings, tables = References(), HeadingIds(), StackingTables()
    converter = markdown.Markdown(
        extensions=[
            SaneListExtension(),
            SmartyExtension(),
            tables,
            references,
            headings,
        ],
        output_format="html",
    )
    # Authors write Markdown only: a tag would be one more way to break a page, or to get a script in.
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.inlinePatterns.deregister("automail")
    # A line that happens to be indented is not code.
    converter.parser.blockprocessors.deregister("code")
    html = converter.convert(text)
    parts = _SECTION.split(html)
    sections = tuple(
        _section(headings.found, identifier, parts[i + 2], references.found)
        for i, identifier in enumerate(parts)
        if i % 3 == 1
    )
    return Body(
        lead=parts[0].strip(),
        lead_says=lines_of_html(parts[0], references.found),
        sections=sections,
        references=tuple(references.found),
        problems=(
            *refused(text),
            *left_over(html),
            *headings.problems,
            *tables.problems,
            *references.problems,
        ),
    )


def _section(
    headings: dict[str, Heading], identifier: str, html: str, references: Sequence[Reference]
) -> CompiledSection:
    heading = headings[identifier]
    below = re.findall(r'<h3 id="([^"]*)">', html)
    says = (
        *(f"## {line}" for line in lines_of_html(heading.html, references)),
        *lines_of_html(html, references),
    )
    return CompiledSection(heading, html.strip(), tuple(headings[i] for i in below), says)
