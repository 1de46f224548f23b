"""Tables for Python-Markdown that narrow screens can stack: each cell says which column it belongs to."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class StackingTables(Extension):
    """Adds header scopes and each column's name (`data-column`) to the tables of one text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Come after the inline patterns, when a header's words are known."""
        md.treeprocessors.register(_Name(md), "name-columns", 12)


class _Name(Treeprocessor):
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            columns = ["".join(header.itertext()).strip() for header in table.iter("th")]
            for header in table.iter("th"):
                header.set("scope", "col")
            for row in table.iter("tr"):
                for cell, column in zip(row.findall("td"), columns, strict=False):
                    cell.set("data-column", column)
