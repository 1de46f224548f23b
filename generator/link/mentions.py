"""Collects the places of this site that rest on each authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from generator.model.body import Mention, Sentence
from generator.model.content import Authority


class Mentions:
    """Every sentence that rests on an authority, by authority and language, then by section or step."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[tuple[str, str], dict[str, list[Sentence]]] = defaultdict(lambda: defaultdict(list))

    def add(self, authority: Authority, language: str, title: str, sentence: Sentence) -> None:
        """Note that a sentence of the section or step with this title rests on the authority."""
        self._found[authority.id, language][title].append(sentence)

    def found(self) -> Mapping[tuple[str, str], tuple[Mention, ...]]:
        """What was noted, in the order in which it was."""
        return {
            place: tuple(Mention(title, tuple(sentences)) for title, sentences in titles.items())
            for place, titles in self._found.items()
        }
