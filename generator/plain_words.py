"""Finds the sentences of the decision tree that are harder to read than `site.toml` allows.

The pronouncing dictionary takes a moment to load, so only `--check` and the tests do this.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.common import texts_of
from generator.model.site import Sources
from generator.problems import Pointer, Problem
from generator.reading_level import Level, sentences
from generator.tables import RULES_FILE

_LABELS = "short", "slug"
"""Texts that are not sentences."""


def tree_sentences(sources: Sources) -> Iterator[tuple[str, Pointer, str]]:
    """Every sentence of the decision tree: its language, the place of its text, and its words."""
    codes = sources.settings.codes
    for pointer, text in texts_of(sources.rules):
        code = next((str(part) for part in reversed(pointer) if part in codes), None)
        if code and not set(_LABELS) & set(pointer):
            for sentence in sentences(text):
                yield code, pointer, sentence


def hard_sentences(sources: Sources, content: str) -> Iterator[Problem]:
    """The sentences of the tree above the limit of their language; `content` is the folder's name."""
    limits = {one.code: one.reading_level for one in sources.settings.languages if one.reading_level}
    levels = {code: Level(limit.measure, limit.known) for code, limit in limits.items()}
    for code, pointer, sentence in tree_sentences(sources):
        if code in levels and levels[code].too_hard(sentence, limits[code].tree):
            found, limit = levels[code].of(sentence), limits[code]
            message = (
                f"This sentence is too hard ({limit.measure}: {found:.1f}; limit: {limit.tree}): “{sentence}”"
            )
            yield Problem(
                f"{content}/{RULES_FILE}", message, "Use shorter words, or make two of it.", pointer
            )
