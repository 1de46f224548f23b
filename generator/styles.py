"""The style of each kind of page: what all pages share, and what stands beside the templates it is made of.

A page holds its own style, so that it is painted without waiting for a second file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import tinycss2
from tinycss2.ast import (
    CurlyBracketsBlock,
    FunctionBlock,
    LiteralToken,
    Node,
    ParenthesesBlock,
    SquareBracketsBlock,
    WhitespaceToken,
)

from generator.remember import remembered
from generator.templates import Templates

_TEMPLATE = re.compile(r'"((?:components|layouts|pages)/[a-z/-]+\.html)"')
"""How a template names another one that it extends, imports or renders."""


@remembered(4)
def styles_of(templates: Templates) -> Mapping[str, str]:
    """The style sheet of each page, by the name of its template, such as `pages/article.html`.

    First come the files of `styles/` in the order of their names, then those beside the templates that the
    page uses, such as `terms.css` beside `terms.html`. Cascade layers, declared in the first file, settle
    what wins.
    """
    texts = templates.by_name
    shared = [name for name in texts if name.startswith("styles/")]
    return {
        page: "".join(squeezed(texts[name]) for name in [*shared, *_styles_beside(page, texts)])
        for page in texts
        if page.startswith("pages/") and page.endswith(".html")
    }


def _styles_beside(page: str, texts: Mapping[str, str]) -> list[str]:
    """The names of the styles beside all templates that a page uses, in the order of names."""
    used, waiting = set(), {page}
    while waiting:
        used |= waiting
        waiting = {name for each in waiting for name in _TEMPLATE.findall(texts.get(each, ""))} - used
    return sorted(beside for name in used if (beside := f"{name.removesuffix('html')}css") in texts)


@remembered(256)
def squeezed(style: str) -> str:
    """A style sheet without comments and without the blanks that mean nothing to a browser.

    A blank between two words, or before a colon, can be a part of a selector or a value, and stays.
    """
    return str(tinycss2.serialize(_needed(tinycss2.parse_component_value_list(style, skip_comments=True))))


def _needed(nodes: Sequence[Node]) -> list[Node]:
    """What a browser needs of the words of a file or a block; blocks within are squeezed where they are."""
    kept: list[Node] = []
    for node, after in zip(nodes, [*nodes, None][1:], strict=True):
        if isinstance(node, WhitespaceToken):
            if _parts(kept[-1] if kept else None, ":;,") or _parts(after, ";,"):
                continue
            node.value = " "
        elif isinstance(node, FunctionBlock):
            node.arguments = _needed(node.arguments)
        elif isinstance(node, (CurlyBracketsBlock, ParenthesesBlock, SquareBracketsBlock)):
            node.content = _needed(node.content)
        kept.append(node)
    return kept[:-1] if kept and _is(kept[-1], ";") else kept


def _parts(node: Node | None, marks: str) -> bool:
    """Whether this parts words without a blank: an edge, a block, another blank, or one of these marks."""
    return node is None or isinstance(node, (CurlyBracketsBlock, WhitespaceToken)) or _is(node, marks)


def _is(node: Node, marks: str) -> bool:
    return isinstance(node, LiteralToken) and node.value in marks
