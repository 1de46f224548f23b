"""Collects the places of this site that rest on each authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.body import Mention, Sentence
from generator.model.content import Authority
from generator.remember import remembered


class Noted(NamedTuple):
    """That a sentence of the section or step with a title rests on an authority, in a language."""

    authority: Authority
    language: str
    title: str
    sentence: Sentence


@dataclass(frozen=True)
class Mentions:
    """The places that rest on each authority, by its id and their language, in the order of the texts."""

    by_authority: Mapping[tuple[str, str], tuple[Mention, ...]] = field(hash=False)
    how_many: int = field(init=False)
    """Tells most from others; to look through all of them for that would take longer."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "how_many", len(self.by_authority))


def mentions_of(noted: Iterable[Noted]) -> Mentions:
    """What one text noted, by section or step."""
    found: dict[tuple[str, str], dict[str, list[Sentence]]] = defaultdict(lambda: defaultdict(list))
    for one in noted:
        found[one.authority.id, one.language][one.title].append(one.sentence)
    return Mentions(
        {
            place: tuple(Mention(title, tuple(sentences)) for title, sentences in titles.items())
            for place, titles in found.items()
        }
    )


@remembered(4)
def together(texts: tuple[Mentions, ...]) -> Mentions:
    """What all texts noted. Sections of the same title, though of different texts, are one."""
    found: dict[tuple[str, str], dict[str, Mention]] = defaultdict(dict)
    for text in texts:
        for place, mentions in text.by_authority.items():
            titles = found[place]
            for one in mentions:
                first = titles.get(one.title)
                titles[one.title] = Mention(one.title, first.sentences + one.sentences) if first else one
    return Mentions({place: tuple(titles.values()) for place, titles in found.items()})
