"""Quotation marks and apostrophes as books have them, for words that editors type with straight ones."""

from __future__ import annotations

import re

from markupsafe import Markup

_OPENS = re.compile(r"(^|[\s(\[«“‘—–-])([\"'])(?=\S)")


def typographic(text: str) -> str | Markup:
    """Words from the JSON tables with curly quotation marks and apostrophes, as articles have them."""
    if '"' not in text and "'" not in text:
        return text
    opened = _OPENS.sub(lambda m: m[1] + ("“" if m[2] == '"' else "‘"), text)
    closed = opened.replace('"', "”").replace("'", "’")
    return Markup(closed) if isinstance(text, Markup) else closed  # noqa: S704 (was Markup before)
