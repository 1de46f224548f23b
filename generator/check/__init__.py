"""Checks the sources against each other: languages as one, a tree without traps, nothing cited by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from generator.check.ahead import check_ahead
from generator.check.alone import alone
from generator.check.articles import check_articles
from generator.check.balance import check_balance
from generator.check.by_hand import check_by_hand
from generator.check.days import check_days
from generator.check.reporters import check_reporters
from generator.check.settings import check_settings
from generator.check.tables import check_tables
from generator.check.terms import check_terms
from generator.check.tree import check_tree
from generator.check.unfinished import check_unfinished
from generator.check.walks import check_walks
from generator.check.words import check_words
from generator.model.site import Sources
from generator.model.translations import Standing
from generator.problems import Problem
from generator.tables import RULES_FILE

__all__ = ["check", "check_ahead"]


def check(
    sources: Sources, content: str, translated: Sequence[Standing], today: dt.date | None
) -> list[Problem]:
    """All problems that only show when the sources are seen together.

    `content` is the name of the content folder, for the file names in problems. `translated` says how the
    translations stand that are not current: one that is known to be behind need not say the same as its
    source. Without a day `today`, no day counts as one to come.
    """
    found = alone(sources.articles, sources.glossary, sources.settings.section_ids)
    suspicious = [
        one for one, by_itself in zip(sources.articles, found, strict=True) if by_itself.is_suspicious
    ]
    return [
        *(problem for by_itself in found for problem in by_itself.problems),
        *check_settings(sources, content),
        *check_articles(sources, content, translated),
        *check_words(sources, content),
        *check_terms(sources, content),
        *check_tables(sources, content),
        *check_reporters(sources, content),
        *(check_days(sources, content, today) if today else ()),
        *check_unfinished(sources, content),
        *check_by_hand(sources, suspicious, content),
        *check_balance(sources, content),
        *check_tree(sources.rules, f"{content}/{RULES_FILE}"),
        *check_walks(sources, content),
    ]
