"""Finds paragraphs of articles that sound like law and name nothing that they rest on.

Which words sound like law is said in `site.toml`, for each language: "must", "two years". A paragraph, a list
item or a table row with one of them needs a citation, or a link to a case, a law, a part of the tree, or a
section that has the authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from generator.model.body import Lines
from generator.model.content import Language
from generator.model.site import Article, Sources
from generator.problems import Place, Problem
from generator.remember import remembered

_QUOTATION = "![](quote:"
_AUTHORITY = re.compile(
    r"@[a-z]|\]\((?:(?:case|law|question|outcome):|[^()]*#)" + "|" + re.escape(_QUOTATION)
)
_SHOWN = 60
"""So many letters of the paragraph are shown, to find it by."""


def unsupported(sources: Sources) -> Iterator[Problem]:
    """The paragraphs of all articles that state law without an authority."""
    languages = {language.code: language for language in sources.settings.languages}
    for article in sources.articles:
        for place, lines in _sections(article):
            for line, following in zip_longest(lines, lines[1:], fillvalue=""):
                word = _legal_word(languages[article.language], line)
                if word and not _rests_on_something(line, following):
                    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"
                    message = f"This says “{word}” and rests on nothing: “{shown}”"
                    hint = "Cite what it rests on, link to the section that does, or say it in other words."
                    yield Problem(article.file, message, hint, place)


def _sections(article: Article) -> Iterator[tuple[Place, Lines]]:
    yield None, article.body.lead_says
    for section in article.body.sections:
        yield section.heading.at, section.says[1:]  # a heading states nothing


def _rests_on_something(line: str, following: str) -> bool:
    """Whether a line has its authority, or introduces a court's words."""
    return bool(_AUTHORITY.search(line)) or (line.endswith(":") and following.startswith(_QUOTATION))


def _legal_word(language: Language, line: str) -> str:
    found = _pattern(language.legal_words).search(line) if language.legal_words else None
    return found[0] if found else ""


@remembered(16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
