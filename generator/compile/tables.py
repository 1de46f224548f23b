"""Tables for Python-Markdown that narrow screens can stack: each cell says which column it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import Treeprocessor

from generator.model.body import MARK_CLOSES, MARK_OPENS
from generator.problems import Problem, Snippet

_MARKS = re.compile(f"{MARK_OPENS}\\d+{MARK_CLOSES}")


class StackingTables(Extension):
    """Pipe tables with header scopes and each column's name (`data-column`); keeps faults in `problems`."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        """Begin a new text."""
        self.problems: list[Problem] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Columns are named after the inline patterns, when a header's words are known."""
        md.registerExtension(self)
        if "|" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("|")
        md.parser.blockprocessors.register(_Rows(md, self), "table", 75)
        md.treeprocessors.register(_Name(md), "name-columns", 12)


class _Rows(TableProcessor):
    """Builds rows without inline styles, which the site's policy forbids, and loses no cell in silence."""

    def __init__(self, md: Markdown, tables: StackingTables) -> None:
        super().__init__(md.parser, {"use_align_attribute": False})
        self.tables = tables

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        cells = [cell.strip() for cell in self._split_row(row)]  # type: ignore[attr-defined]  # missing from the stubs
        if len(cells) != len(align):
            message = f"This row has {len(cells)} cells, but the table has {len(align)} columns."
            hint = "Count the bars (`|`); inside a cell a bar is written `\\|`."
            self.tables.problems.append(Problem("", message, hint, Snippet(row.strip())))
        element = SubElement(parent, "tr")
        for cell in cells:
            SubElement(element, "th" if parent.tag == "thead" else "td").text = cell


class _Name(Treeprocessor):
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            columns = [_MARKS.sub("", "".join(header.itertext())).strip() for header in table.iter("th")]
            for header in table.iter("th"):
                header.set("scope", "col")
            for row in table.iter("tr"):
                for cell, column in zip(row.findall("td"), columns, strict=False):
                    cell.set("data-column", column)
