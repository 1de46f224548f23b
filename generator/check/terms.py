"""Checks that the site calls a thing by one name: the word that the glossary chose, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.common import body_of, texts_of
from generator.model.content import Document, Glossary
from generator.model.site import Article, Sources
from generator.problems import Problem
from generator.remember import remembered, remembered_between_readings
from generator.tables import GLOSSARY_FILE, tables_of

_HINT = "Use it, or add the word to `allowed` of that term in glossary.json."


def check_terms(sources: Sources, content: str) -> Iterator[Problem]:
    """Words for which the glossary has chosen another, in every table but the glossary."""
    for file, table in tables_of(sources).items():
        if file != GLOSSARY_FILE:
            yield from terms_in_table(table, f"{content}/{file}", sources.glossary, sources.settings.codes)


def terms_in(article: Article, glossary: Glossary) -> tuple[Problem, ...]:
    """Words of an article for which the glossary has chosen another; from its text and file alone."""
    words = _words(glossary, article.language)
    body, start = body_of(article.text)
    problems = [
        Problem(article.file, message, _HINT, article.text.count("\n", 0, start + at) + 1)
        for at, message in words.faults(body)
    ]
    for field in ("title", "description"):
        for _, message in words.faults(getattr(article.front, field)):
            problems.append(Problem(article.file, message, _HINT, ("---", field)))
    return tuple(problems)


@remembered_between_readings
def terms_in_table(
    table: Document, file: str, glossary: Glossary, codes: tuple[str, ...]
) -> tuple[Problem, ...]:
    """Words of a table for which the glossary has chosen another."""
    problems = []
    for pointer, text in texts_of(table):
        code = next((str(part) for part in reversed(pointer) if part in codes), None)
        for message in _faults(text, _words(glossary, code)) if code else ():
            problems.append(Problem(file, message, _HINT, pointer))
    return tuple(problems)


@remembered(32768)
def _faults(text: str, words: _Words) -> tuple[str, ...]:
    return tuple(message for _, message in words.faults(text))


class _Words:
    """The words of one language that the glossary does not choose, each with the one that it chooses."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        chosen: dict[str, str] = {}
        fine: set[str] = set()
        for term in glossary.terms:
            name = term.term.root.get(language, "")
            allowed = term.allowed.get(language, ())
            fine |= {_folded(word) for word in (name, *allowed)}
            chosen |= {_folded(word): name for word in term.variants.get(language, ())}
        self._chosen = {word: name for word, name in chosen.items() if word and name and word not in fine}
        # The longest first: `orden` inside `orden judicial` is a part of another word, not a choice.
        longest_first = sorted({*self._chosen, *fine} - {""}, key=len, reverse=True)
        alternatives = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
        self._pattern = re.compile(rf"(?<![\w:/#-])(?:{alternatives})(?![\w-])", re.IGNORECASE)

    def faults(self, text: str) -> Iterator[tuple[int, str]]:
        """Where in a text a word stands that the glossary does not choose, and what is wrong with it."""
        folded = _folded(text)
        if not any(word in folded for word in self._chosen):  # far quicker, and mostly all
            return
        for match in self._pattern.finditer(text):
            name = self._chosen.get(_folded(match[0]))
            if name:
                found = " ".join(match[0].split())
                yield match.start(), f"The glossary's word for `{found}` is `{name}`."


def _folded(words: str) -> str:
    """Words however they are written: small letters, with one blank between two."""
    return " ".join(words.casefold().split())


_words = remembered(16)(_Words)
