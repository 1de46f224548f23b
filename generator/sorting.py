"""The order of words in a list that people look through."""

from __future__ import annotations

import unicodedata


def sortable(words: str) -> str:
    """Words as a dictionary sorts them: small letters, accents ignored."""
    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
