"""What is checked in one article alone, in one go: to look each of these results up would take longer."""

from __future__ import annotations

from typing import NamedTuple

from generator.check.articles import front_matter_and_headings
from generator.check.balance import balance_of
from generator.check.by_hand import looks_typed
from generator.check.terms import terms_in
from generator.check.unfinished import empty_sections
from generator.model.content import Glossary
from generator.model.site import Article
from generator.problems import Problem
from generator.remember import remembered_for_each


class Alone(NamedTuple):
    """What is found in an article by itself."""

    problems: tuple[Problem, ...]
    is_suspicious: bool
    """Whether anything in it looks typed by hand, so that it must be compared with the tables."""


def check_alone(article: Article, glossary: Glossary, sections: tuple[str, ...]) -> Alone:
    """What is found in an article, on a site with these words and sections; from its text and file alone."""
    problems = (
        *front_matter_and_headings(article, sections),
        *terms_in(article, glossary),
        *balance_of(article),
        *empty_sections(article),
    )
    return Alone(problems, looks_typed(article))


alone = remembered_for_each(check_alone)
"""What is found in each article."""
