"""Makes the files that the search loads in the browser, a set for each language.

The index is what a first query sends, so it holds no text: the names of all places, and for each word in
which of them it stands. The texts, from which a result shows an excerpt, come in small files of their own,
and a browser loads those of its results only. All are scripts, because a page may then load them under a
policy that forbids every other connection.

Words are stemmed here and not in the browser: the index lists the spoken forms of each stem (`arrest`:
`arrested`, `arrests`), and `matching.js` compares what a reader types with these forms. How it reads them is
said there; `words` and `folded` are its namesakes and must agree with it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import count, takewhile
from typing import Any

from babel import Locale

from generator.model.site import named_by_content
from generator.places import Shelf

PREFIX = "assets/search-"
"""How the paths of all these files begin."""

_COMMON = 0.25
"""A word that stands in a larger share of all places says nothing of any of them; its names still count."""
_TEXTS = 9_000
"""About how many characters of text one file holds: the texts of an article or two."""

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_INSIDE = re.compile(r"[.'’]")
_NOWHERE = -1
"""Where the title of a page stands: it makes a word known, and is no place of its own."""

_BASE = "0123456789abcdefghijklmnopqrstuvwxyz"


def search_files(shelves: Iterable[Shelf], language: str) -> Mapping[str, bytes]:
    """The index of all places of a language and the files of their texts; the same places, the same bytes.

    The paths of all of them begin with `PREFIX` and the language. The shelves are gone through once, and of
    their texts, which are many, only the words are held.
    """
    files: dict[str, bytes] = {}
    texts, in_texts, in_names = _Texts(files, language), _Standing(), _Standing()
    listed, positions = [], count()
    for shelf in shelves:
        listed.append(_shelf(shelf))
        in_names.add(_NOWHERE, shelf.title)
        for place, position in zip(shelf.places, positions, strict=False):
            texts.add(position, place.text)
            in_texts.add(position, f"{place.text} {place.about}")
            in_names.add(position, " ".join((place.title, *place.also)))
    texts.close()
    vocabulary = _vocabulary(in_texts.by_word(), in_names.by_word(), next(positions), language)
    _add(files, language, {"shelves": listed, **vocabulary, "texts": texts.listed})
    return files


def index_of(files: Mapping[str, bytes], language: str) -> str:
    """The path of the index of a language, which names the others."""
    return next(path for path in files if path.startswith(f"{PREFIX}{language}."))


def _add(files: dict[str, bytes], name: str, value: Any) -> str:
    """Keep a value as a script, named by its content; returns its address."""
    script = f"export default {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n".encode()
    path = named_by_content(f"{PREFIX}{name}.js", script)
    files[path] = script
    return f"/{path}"


def _shelf(shelf: Shelf) -> list[Any]:
    """`[kind, title, address, [[title, tail, other name, …], …]]`; one named like its page has no title."""
    places = [
        ["" if place.title == shelf.title else place.title, place.tail, *place.also] for place in shelf.places
    ]
    return [shelf.kind, shelf.title, shelf.address, places]


class _Texts:
    """The texts in files; a file is closed when it is large enough."""

    def __init__(self, files: dict[str, bytes], language: str) -> None:
        self.listed: list[tuple[int, str]] = []
        """The position of the first place of each file, and the address of the file."""
        self._files, self._name = files, f"{language}-texts"
        self._texts: list[str] = []
        self._first = self._size = 0

    def add(self, position: int, text: str) -> None:
        if self._size >= _TEXTS:
            self.close()
        if not self._texts:
            self._first = position
        self._texts.append(text)
        self._size += len(text)

    def close(self) -> None:
        if self._texts:
            self.listed.append((self._first, _add(self._files, self._name, self._texts)))
        self._texts, self._size = [], 0


class _Standing:
    """In which of some texts each word stands, by their positions, some perhaps twice."""

    def __init__(self) -> None:
        self._written: dict[str, list[int]] = defaultdict(list)
        """By what is between two spaces, because that is the same in many texts, with the same signs."""

    def add(self, position: int, text: str) -> None:
        for some in set(text.split()):
            self._written[some].append(position)

    def by_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for some, positions in self._written.items():
            for word in words(some):
                found[word] += positions
        return found


def _vocabulary(
    in_texts: Mapping[str, list[int]], in_names: Mapping[str, list[int]], places: int, language: str
) -> dict[str, str]:
    """`words`: each group of forms with one stem; `found`: in the same order, the places of each group.

    A group is written as its shared beginning and the endings that follow it (`arrest:,ed,s`; none after a
    form that stands alone), without the letters that it shares with the group before it: their number comes
    first. Places are written as steps from one to the next, in base 36; those that have the word in a name of
    their own are left out, because it counts more there.
    """
    groups = _groups({*in_texts, *in_names}, language)
    in_texts, in_names = _by_form(in_texts), _by_form(in_names)
    lines, found, before = [], [], ""
    for head, forms in groups:
        shared = min(_shared(before, head), len(_BASE) - 1)
        endings = "" if forms == [head] else ":" + ",".join(form[len(head) :] for form in forms)
        lines.append(f"{_BASE[shared]}{head[shared:]}{endings}")
        before = head
        where = {place for form in forms for place in in_texts.get(form, ())}
        where -= {place for form in forms for place in in_names.get(form, ())}
        found.append("" if len(where) > _COMMON * places else _steps(sorted(where)))
    return {"words": " ".join(lines), "found": " ".join(found)}


def _by_form(standing: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The same for the form of each word, which several may have."""
    found: dict[str, list[int]] = defaultdict(list)
    for word, positions in standing.items():
        found[folded(word)] += positions
    return found


def _groups(words: Iterable[str], language: str) -> list[tuple[str, list[str]]]:
    """The forms of all words that have one stem, with what they begin with."""
    spelled: dict[str, str] = {}  # the stemmer needs the accents
    for word in words:
        form = folded(word)
        spelled[form] = min(word, spelled.get(form, word))
    groups: dict[str, list[str]] = defaultdict(list)
    for form, word in sorted(spelled.items()):
        groups[folded(_stem(word, language))].append(form)
    return sorted((_head(stem, forms), forms) for stem, forms in groups.items())


def _head(stem: str, forms: list[str]) -> str:
    """The beginning that the forms share with their stem."""
    first, last = min(stem, *forms), max(stem, *forms)
    return first[: _shared(first, last)]


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _steps(places: list[int]) -> str:
    return ",".join(_in_base(place - before) for before, place in zip([-1, *places], places, strict=False))


@cache  # most steps are short, and the same
def _in_base(number: int) -> str:
    digits = _BASE[number % len(_BASE)]
    while number := number // len(_BASE):
        digits = _BASE[number % len(_BASE)] + digits
    return digits


def words(text: str) -> list[str]:
    """The words of a text in small letters; `F.3d`, `U.S.` and `911.2` are words: `f3d`, `us`, `9112`."""
    return [_INSIDE.sub("", sign).lower() for sign in _WORD.findall(text)]


@cache
def folded(word: str) -> str:
    """A word without accents; ñ is a letter of its own and stays."""
    apart = unicodedata.normalize("NFD", word).replace("n\N{COMBINING TILDE}", "ñ")
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@cache
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@cache
def _stemmer(language: str) -> Any:
    """The stemmer of a language; None where Snowball has none."""
    import Stemmer

    name = (Locale(language).get_language_name(str(Locale("en"))) or "").lower()
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None
