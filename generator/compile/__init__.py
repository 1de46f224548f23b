"""Compiles Markdown into a `Body`: HTML by section, with every reference still unresolved.

A pure function of one text, so its result can be remembered by the text's digest.
"""

from __future__ import annotations

import re

import markdown
from markdown.extensions.sane_lists import SaneListExtension

from generator.compile.headings import HeadingIds
from generator.compile.references import References
from generator.compile.refusals import foreign, left_over, refused
from generator.compile.says import Says
from generator.compile.syntax import OurMarkdown
from generator.compile.tables import StackingTables
from generator.compile.typography import Typography
from generator.model.body import Body, CompiledSection, Heading, Lines
from generator.remember import remembered

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)


@remembered(512)
def compile_text(text: str) -> Body:
    """The body of an article's Markdown (without its front matter)."""
    references, headings, tables = References(), HeadingIds(), StackingTables()
    says = Says(references)
    converter = markdown.Markdown(
        extensions=[
            SaneListExtension(),
            Typography(),
            tables,
            references,
            headings,
            says,
            OurMarkdown(),
        ],
        output_format="html",
    )
    html = converter.convert(text)
    problems = (
        *refused(text),
        *left_over(html),
        *headings.problems,
        *tables.problems,
        *references.problems,
    )
    parts = _SECTION.split(html)
    sections = tuple(
        _section(headings.found, identifier, parts[i + 2], says.sections[identifier])
        for i, identifier in enumerate(parts)
        if i % 3 == 1
    )
    return Body(
        lead=parts[0].strip(),
        lead_says=says.lead,
        sections=sections,
        references=tuple(references.found),
        problems=problems or tuple(foreign(html)),
    )


def _section(headings: dict[str, Heading], identifier: str, html: str, says: Lines) -> CompiledSection:
    below = re.findall(r'<h3 id="([^"]*)">', html)
    return CompiledSection(headings[identifier], html.strip(), tuple(headings[i] for i in below), says)
