"""Checks that the site calls a thing by one name: the word that the glossary chose, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.common import body_of, texts_of
from generator.model.content import Glossary
from generator.model.site import Sources
from generator.problems import Problem
from generator.tables import GLOSSARY_FILE, tables_of

_HINT = "Use it, or add the word to `allowed` of that term in glossary.json."


def check_terms(sources: Sources, content: str) -> Iterator[Problem]:
    """Words for which the glossary has chosen another, in articles and in every table but the glossary."""
    words = {code: _Words(sources.glossary, code) for code in sources.settings.codes}
    for article in sources.articles:
        body, start = body_of(article.text)
        for at, message in words[article.language].faults(body):
            line = article.text.count("\n", 0, start + at) + 1
            yield Problem(article.file, message, _HINT, line)
        for field in ("title", "description"):
            for _, message in words[article.language].faults(getattr(article.front, field)):
                yield Problem(article.file, message, _HINT, ("---", field))
    for file, table in tables_of(sources).items():
        if file == GLOSSARY_FILE:
            continue
        for pointer, text in texts_of(table):
            code = next((part for part in reversed(pointer) if part in words), None)
            for _, message in words[str(code)].faults(text) if code else ():
                yield Problem(f"{content}/{file}", message, _HINT, pointer)


class _Words:
    """The words of one language that the glossary does not choose, each with the one that it chooses."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        chosen: dict[str, str] = {}
        fine: set[str] = set()
        for term in glossary.terms:
            name = term.term.root.get(language, "")
            allowed = term.allowed.get(language, ())
            fine |= {word.casefold() for word in (name, *allowed)}
            chosen |= {word.casefold(): name for word in term.variants.get(language, ())}
        self._chosen = {word: name for word, name in chosen.items() if name and word not in fine}
        # The longest first: `orden` inside `orden judicial` is a part of another word, not a choice.
        longest_first = sorted({*self._chosen, *fine} - {""}, key=len, reverse=True)
        alternatives = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
        self._pattern = re.compile(rf"(?<![\w:/#-])(?:{alternatives})(?![\w-])", re.IGNORECASE)

    def faults(self, text: str) -> Iterator[tuple[int, str]]:
        """Where in a text a word stands that the glossary does not choose, and what is wrong with it."""
        if not self._chosen:
            return
        for match in self._pattern.finditer(text):
            name = self._chosen.get(" ".join(match[0].split()).casefold())
            if name:
                found = " ".join(match[0].split())
                yield match.start(), f"The glossary's word for `{found}` is `{name}`."
