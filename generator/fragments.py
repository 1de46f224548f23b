"""The tag `{% once for … %}`: a part of a template that is the same wherever the named values are.

    {% once for citation.authority, citation.pin %}…{% endonce %}

What stands between is rendered once in an edition of the site for each set of these values and each language,
and then repeated. So it may use nothing else that differs from page to page: only the values that are named,
the interface words, and what all pages of a language share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context

KEPT = "fragments"
"""The name under which a template is given what has been rendered so far: a `Kept`."""

Key = tuple[Any, ...]
Kept = dict[Key, tuple[str, tuple[object, ...]]]
"""The fragments of an edition; beside each its values, so that no other object can take their identity."""

_BY_VALUE = (str, int, type(None), tuple, dt.date)
"""Values that may be made anew for each page; all others are records, which are the same object all through
an edition, and quicker to tell apart as objects."""


class Once(Extension):
    """Adds the tag."""

    tags = {"once"}  # noqa: RUF012 (as Jinja declares it)

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a call of `_once` with the values and the part between."""
        line = next(parser.stream).lineno
        parser.stream.expect("name:for")
        values = parser.parse_tuple(with_condexpr=False)
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        if not isinstance(values, nodes.Tuple):
            values = nodes.Tuple([values], "load")
        place = nodes.Const(f"{parser.name}:{line}")
        call = self.call_method("_once", [nodes.ContextReference(), place, values])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _once(self, context: Context, place: str, values: tuple[object, ...], caller: Callable[[], str]) -> str:
        kept: Kept = context[KEPT]
        named = [value if isinstance(value, _BY_VALUE) else id(value) for value in values]
        key = (place, context.get("lang"), *named)
        found = kept.get(key)
        if found is None:
            found = kept[key] = caller(), values
        return found[0]
