"""Collects the places of this site that rest on each authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.model.body import Mention, Sentence
from generator.model.content import Authority


class Noted(NamedTuple):
    """That a sentence of the section or step with a title rests on an authority, in a language."""

    authority: Authority
    language: str
    title: str
    sentence: Sentence


def mentions_of(noted: Iterable[Noted]) -> Mapping[tuple[str, str], tuple[Mention, ...]]:
    """What was noted, by authority and language, then by section or step, in the order in which it was."""
    found: dict[tuple[str, str], dict[str, list[Sentence]]] = defaultdict(lambda: defaultdict(list))
    for one in noted:
        found[one.authority.id, one.language][one.title].append(one.sentence)
    return {
        place: tuple(Mention(title, tuple(sentences)) for title, sentences in titles.items())
        for place, titles in found.items()
    }
