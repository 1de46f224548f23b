"""The tag `{% once for … %}`: a part of a template that is the same wherever the named values are.

    {% once for citation.authority, citation.pin %}…{% endonce %}

What stands between is rendered once in an edition of the site for each set of these values and each language,
and then repeated. So it may use nothing else that differs from page to page: only the values that are named,
the interface words, and what all pages of a language share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

Fragments = dict[tuple[Hashable, ...], tuple[str, tuple[object, ...]]]
"""What was rendered; beside each its values, so that no other object can take their identity."""

_BY_VALUE = (str, int, type(None), tuple, dt.date)
"""Values that may be made anew for each page; all others are records, which are the same object all through
an edition, and quicker to tell apart as objects."""


class Once(Extension):
    """Adds the tag. What was rendered stays with the environment, which `of_one_edition` begins anew."""

    tags = {"once"}  # noqa: RUF012 (as Jinja declares it)

    def __init__(self, environment: Environment) -> None:
        """Begin with nothing rendered."""
        super().__init__(environment)
        environment.extend(fragments={})

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a call of `_once` with the values and the part between."""
        line = next(parser.stream).lineno
        parser.stream.expect("name:for")
        values = parser.parse_tuple(with_condexpr=False)
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        if not isinstance(values, nodes.Tuple):
            values = nodes.Tuple([values], "load")
        place = nodes.Const(f"{parser.name}:{line}")
        return nodes.CallBlock(self.call_method("_once", [place, values]), [], [], body).set_lineno(line)

    def _once(self, place: str, values: tuple[Any, ...], caller: Callable[[], str]) -> str:
        fragments: Fragments = self.environment.fragments  # type: ignore[attr-defined]
        key = (place, *[value if isinstance(value, _BY_VALUE) else id(value) for value in values])
        found = fragments.get(key)
        if found is None:
            found = fragments[key] = caller(), values
        return found[0]


def of_one_edition(environment: Environment, shared: dict[str, Any]) -> Environment:
    """The environment for an edition: with the values that all its pages share, and nothing rendered yet."""
    own = environment.overlay()
    own.globals = {**environment.globals, **shared}
    own.fragments = {}  # type: ignore[attr-defined]  # `extend` would keep those of another edition
    return own
