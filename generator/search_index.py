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
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from babel import Locale

from generator.model.site import named_by_content
from generator.places import Place, Shelf

PREFIX = "assets/search-"
"""How the paths of all these files begin."""

_COMMON = 0.25
"""A word that stands in a larger share of all places says nothing of any of them; its names still count."""
_TEXTS = 9_000
"""About how many characters of text one file holds: the texts of an article or two."""

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_INSIDE = re.compile(r"[.'’]")
_BASE = "0123456789abcdefghijklmnopqrstuvwxyz"


def search_files(shelves: Sequence[Shelf], language: str) -> Mapping[str, bytes]:
    """The index of all places of a language and the files of their texts; the same places, the same bytes.

    The paths of all of them begin with `PREFIX` and the language.
    """
    files: dict[str, bytes] = {}
    texts = []
    for first, chunk in _chunks([place for shelf in shelves for place in shelf.places]):
        texts.append([first, _add(files, f"{language}-texts", [place.text for place in chunk])])
    index = {"shelves": list(map(_shelf, shelves)), **_vocabulary(shelves, language), "texts": texts}
    _add(files, language, index)
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


def _chunks(places: Iterable[Place]) -> list[tuple[int, list[Place]]]:
    """The places in groups, each with the position of its first; a group ends when it is large enough."""
    groups: list[tuple[int, list[Place]]] = []
    size = _TEXTS
    for position, place in enumerate(places):
        if size >= _TEXTS:
            groups.append((position, []))
            size = 0
        groups[-1][1].append(place)
        size += len(place.text)
    return groups


def _vocabulary(shelves: Sequence[Shelf], language: str) -> dict[str, str]:
    """`words`: each group of forms with one stem; `found`: in the same order, the places of each group.

    A group is written as its shared beginning and the endings that follow it (`arrest:,ed,s`; none after a
    form that stands alone), without the letters that it shares with the group before it: their number comes
    first. Places are written as steps from one to the next, in base 36; those that have the word in a name of
    their own are left out, because it counts more there.
    """
    places = [place for shelf in shelves for place in shelf.places]
    in_texts = _standing(f"{place.text} {place.about}" for place in places)
    names = [" ".join((place.title, *place.also)) for place in places]
    in_names = _standing([*names, *(shelf.title for shelf in shelves)])
    known = {_word(sign) for sign in (*in_texts, *in_names)}
    in_texts, in_names = _by_form(in_texts), _by_form(in_names)
    lines, found, before = [], [], ""
    for head, forms in _groups(known, language):
        shared = min(_shared(before, head), len(_BASE) - 1)
        endings = "" if forms == [head] else ":" + ",".join(form[len(head) :] for form in forms)
        lines.append(f"{_BASE[shared]}{head[shared:]}{endings}")
        before = head
        where = {place for form in forms for place in in_texts.get(form, ())}
        where -= {place for form in forms for place in in_names.get(form, ())}
        found.append("" if len(where) > _COMMON * len(places) else _steps(sorted(where)))
    return {"words": " ".join(lines), "found": " ".join(found)}


def _standing(texts: Iterable[str]) -> dict[str, list[int]]:
    """In which of the texts each word stands, as it stands there, by their positions, some perhaps twice."""
    written: dict[str, list[int]] = defaultdict(list)  # what is between two spaces: the same in many texts
    for position, text in enumerate(texts):
        for some in set(text.split()):
            written[some].append(position)
    standing: dict[str, list[int]] = defaultdict(list)
    for some, positions in written.items():
        for sign in _WORD.findall(some):
            standing[sign] += positions
    return standing


def _by_form(standing: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The same for the form of each word, which several may have."""
    found: dict[str, list[int]] = defaultdict(list)
    for sign, positions in standing.items():
        found[folded(_word(sign))] += positions
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
    return [_word(sign) for sign in _WORD.findall(text)]


def _word(sign: str) -> str:
    return _INSIDE.sub("", sign).lower()


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
