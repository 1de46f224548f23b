"""Makes ids out of words: `¿Qué es?` becomes `que-es`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d])['’.](?=\w)|(?<=[^\W\d])\.")
"""An apostrophe, or the dot of an abbreviation: `Don't`, `U.S.A.`, `v.`"""


def id_of(words: str) -> str:
    """The words in small letters without accents, joined by hyphens; empty where none is Latin."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", _INSIDE_A_WORD.sub("", plain)).strip("-")


def not_among(identifier: str, taken: Container[str]) -> str:
    """The id itself, or with the first number behind it that makes it new: `fees`, `fees-2`, `fees-3`."""
    number, free = 1, identifier
    while free in taken:
        number += 1
        free = f"{identifier}-{number}"
    return free
