"""Collects the places of this site that rest on each authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from generator.model.body import Mention, Sentence
from generator.model.content import Authority
from generator.remember import remembered_between_readings


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


class Together(Mapping[tuple[str, str], tuple[Mention, ...]]):
    """What all texts noted. Sections of the same title, though of different texts, are one.

    By id of the authority and language. Some texts in a row are put together at once and then remembered; the
    rows, when somebody asks for an authority. So an edit of one text costs one row, however many others there
    are.
    """

    def __init__(self, texts: Sequence[Mentions]) -> None:
        """The texts in their order."""
        self._rows = [_in_a_row(*texts[i : i + _ROW]) for i in range(0, len(texts), _ROW)]

    def __getitem__(self, place: tuple[str, str]) -> tuple[Mention, ...]:
        rows = [row[place] for row in self._rows if place in row]
        if not rows:
            raise KeyError(place)
        return rows[0] if len(rows) == 1 else _one_of_each_title(chain.from_iterable(rows))

    def __contains__(self, place: object) -> bool:
        return any(place in row for row in self._rows)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(dict.fromkeys(chain.from_iterable(self._rows)))

    def __len__(self) -> int:
        return len(set().union(*self._rows))


_ROW = 50
"""So many texts in a row are remembered together."""


@remembered_between_readings
def _in_a_row(*texts: Mentions) -> Mapping[tuple[str, str], tuple[Mention, ...]]:
    """What some texts noted."""
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for text in texts:
        for place, mentions in text.by_authority.items():
            found[place] += mentions
    return {place: _one_of_each_title(mentions) for place, mentions in found.items()}


def _one_of_each_title(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The same with one mention for each title, which has all its sentences."""
    titles: dict[str, Mention] = {}
    for one in mentions:
        first = titles.get(one.title)
        titles[one.title] = Mention(one.title, first.sentences + one.sentences) if first else one
    return tuple(titles.values())
