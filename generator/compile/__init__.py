"""Compiles Markdown into a `Body`: HTML by section, with every reference still unresolved.

A pure function of one text, so its result can be remembered by the text's digest.
"""

from __future__ import annotations

import re

import markdown
from markdown.extensions.sane_lists import SaneListExtension

from generator.compile.headings import HeadingIds
from generator.compile.limits import TOO_DEEP, too_much
from generator.compile.references import References
from generator.compile.refusals import foreign, left_over, refused
from generator.compile.says import Says
from generator.compile.sentences import referring
from generator.compile.syntax import OurMarkdown
from generator.compile.tables import StackingTables
from generator.compile.typography import Typography
from generator.model.body import Body, CompiledSection, Heading, Lines
from generator.problems import Problem

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)


def compile_text(text: str) -> Body:
    """The body of an article's Markdown (without its front matter); an empty one where it cannot be read."""
    fault = too_much(text)
    if fault:
        return _unreadable(fault)
    compiler = _IDLE.pop() if _IDLE else _Compiler()
    try:
        body = compiler.compile(text)
    except RecursionError:
        return _unreadable(TOO_DEEP)
    _IDLE.append(compiler)  # one that has failed is not used again
    return body


class _Compiler:
    """Python-Markdown with our extensions: to set it up takes as long as a page of text."""

    def __init__(self) -> None:
        self.references, self.headings, self.tables = References(), HeadingIds(), StackingTables()
        self.says = Says(self.references)
        self.converter = markdown.Markdown(
            extensions=[
                SaneListExtension(),
                Typography(),
                self.tables,
                self.references,
                self.headings,
                self.says,
                OurMarkdown(),
            ],
            output_format="html",
        )

    def compile(self, text: str) -> Body:
        """The body of a text."""
        html = self.converter.reset().convert(text)
        parts = _SECTION.split(html)
        sections = tuple(
            _section(self.headings.found, identifier, parts[i + 2], self.says.sections[identifier])
            for i, identifier in enumerate(parts)
            if i % 3 == 1
        )
        problems = (
            *refused(text),
            *left_over(html),
            *self.headings.problems,
            *self.tables.problems,
            *self.references.problems,
        )
        lead = parts[0].strip()
        return Body(
            lead=lead,
            lead_says=self.says.lead,
            lead_referring=referring(lead),
            sections=sections,
            references=tuple(self.references.found),
            problems=problems or tuple(foreign(html)),
        )


_IDLE: list[_Compiler] = []
"""Those that nobody is using; one that is taken out belongs to its thread alone."""


def _unreadable(fault: Problem) -> Body:
    return Body("", (), (), (), (), (fault,), is_readable=False)


def _section(headings: dict[str, Heading], identifier: str, html: str, says: Lines) -> CompiledSection:
    below = re.findall(r'<h3 id="([^"]*)">', html)
    subheadings = tuple(headings[i] for i in below)
    return CompiledSection(headings[identifier], html.strip(), subheadings, says, referring(html))
