"""Compiles Markdown into a `Body`: HTML by section, with every reference still unresolved.

A pure function of one text, so its result can be remembered by the text's digest.
"""

from __future__ import annotations

import re
from functools import lru_cache

import markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension

from generator.compile.headings import HeadingIds
from generator.compile.references import References
from generator.compile.tables import StackingTables
from generator.model.body import Body, CompiledSection, Heading, mark
from generator.problems import Problem, Snippet

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_HTML = re.compile(r"</?[a-zA-Z][^>\n]*>|<!--")


@lru_cache(maxsize=4096)
def compile_text(text: str) -> Body:
    """The body of an article's Markdown (without its front matter)."""
    references, headings = References(), HeadingIds()
    converter = markdown.Markdown(
        extensions=[
            TableExtension(),
            SaneListExtension(),
            SmartyExtension(),
            StackingTables(),
            references,
            headings,
        ],
        output_format="html",
    )
    # Authors write Markdown only: a tag would be one more way to break a page, or to get a script in.
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    html = converter.convert(text)
    parts = _SECTION.split(html)
    sections = tuple(
        _section(headings.found, identifier, parts[i + 2]) for i, identifier in enumerate(parts) if i % 3 == 1
    )
    return Body(
        lead=parts[0].strip(),
        sections=sections,
        references=tuple(references.found),
        problems=(*_html_problems(text), *headings.problems, *references.problems),
    )


def _section(headings: dict[str, Heading], identifier: str, html: str) -> CompiledSection:
    below = re.findall(r'<h3 id="([^"]*)">', html)
    return CompiledSection(headings[identifier], html.strip(), tuple(headings[i] for i in below))


def _html_problems(text: str) -> list[Problem]:
    hint = "Use Markdown instead: **bold**, *italic*, [words](address), lists and tables."
    return [
        Problem("", f"HTML such as `{found[0][:40]}` cannot be used in an article.", hint, Snippet(found[0]))
        for found in _HTML.finditer(_CODE.sub("", text))
    ]


__all__ = ["compile_text", "mark"]
