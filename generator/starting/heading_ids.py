"""Gives headings their ids, the same in every language: finds what is missing, then writes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.check.articles import TAKEN
from generator.model.project import Folders
from generator.names import id_of, not_among
from generator.problems import Problem, in_order
from generator.read import Reading
from generator.starting.written import Written, settings_of, written_articles
from generator.write import put_in_place

_HEADING = re.compile(r"^(?P<level>#{1,6})\s*(?P<words>.*?)\s*(?:\{(?P<id>[^{}]*)\})?\s*#*\s*$")
_UNDERLINE = re.compile(r"^(=+|-+)\s*$")
_GOOD = re.compile(r"^#[a-z0-9]+(-[a-z0-9]+)*$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True)
class Row:
    """A heading as its file has it: its line (from 1), level and words; `id` is empty where it has none."""

    line: int
    level: int
    words: str
    id: str


@dataclass(frozen=True)
class NewId:
    """An id that one heading lacks."""

    path: Path
    file: str
    row: Row
    id: str

    def __str__(self) -> str:
        """One line for the person who is asked."""
        return f"{self.file}:{self.row.line}: {'#' * self.row.level} {self.row.words} {{#{self.id}}}"


@dataclass(frozen=True)
class Missing:
    """The ids that can be written, and what must be mended by hand first."""

    ids: tuple[NewId, ...]
    problems: tuple[Problem, ...]


def missing_ids(folders: Folders) -> Missing:
    """Every heading without an id, in all languages, with the id it should have.

    The languages of an article are paired heading by heading. An id that one of them has holds for all;
    otherwise it is made from the words in the first language of `site.toml`. Articles whose headings do not
    pair are told and left alone. Raises BrokenContentError where `site.toml` cannot be read.
    """
    reading = Reading(folders)
    settings = settings_of(folders, reading)
    ids: list[NewId] = []
    problems: list[Problem] = []
    for languages in written_articles(folders, reading, settings).values():
        written = [article for article in languages.values() if article]
        if len(written) < len(languages):
            continue  # told by the reading; the headings of the other language alone would be a guess
        rows = [headings_of(article) for article in written]
        if all(row.id for of_one in rows for row in of_one):
            continue
        faults = [*_not_headings(written), *_unusable(written, rows)] or list(_not_pairs(written, rows))
        problems += faults
        if not faults:
            ids += _new_ids(written, rows)
    return Missing(tuple(ids), in_order([*reading.problems, *problems]))


def write_ids(ids: Iterable[NewId]) -> int:
    """Write the ids at the ends of their headings; no other line changes. Gives the number of files.

    Raises CannotWriteError.
    """
    by_file: dict[Path, list[NewId]] = defaultdict(list)
    for one in ids:
        by_file[one.path].append(one)
    for path, new in by_file.items():
        # Bytes, not text: line ends and a byte-order mark stay as they are.
        parts = _LINE_END.split(path.read_bytes().decode("utf-8"))
        for one in new:
            place = 2 * (one.row.line - 1)  # between two lines stands the line end
            parts[place] = f"{parts[place].rstrip().rstrip('#').rstrip()} {{#{one.id}}}"
        put_in_place(path, "".join(parts))
    return len(by_file)


def headings_of(article: Written) -> list[Row]:
    """The headings of an article: in Markdown every line of its text that begins with `#` is one."""
    found = []
    for number, text in _lines(article):
        match = _HEADING.match(text)
        if match:
            identifier = match["id"] or ""
            usable = identifier[1:] if _GOOD.match(identifier) else ""
            words = match["words"] if usable or not match["id"] else f"{match['words']} {{{identifier}}}"
            found.append(Row(number, len(match["level"]), words, usable))
    return found


def _lines(article: Written) -> Iterator[tuple[int, str]]:
    lines = article.text.split("\n")
    return ((number + 1, lines[number]) for number in range(article.first_line, len(lines)))


def _not_headings(written: Iterable[Written]) -> Iterator[Problem]:
    """Headings of the kind that is underlined, which have no place for an id."""
    for article in written:
        above, higher = "", ""
        for number, text in _lines(article):
            if _UNDERLINE.match(text) and above.strip() and not higher.strip():
                message = f"The heading “{above.strip()}” is made by a line below it."
                yield Problem(article.file, message, f"Write `## {above.strip()}`.", number - 1)
            above, higher = text, above


def _unusable(written: Iterable[Written], rows: Iterable[Sequence[Row]]) -> Iterator[Problem]:
    """Headings whose id cannot be used, or that have no words."""
    for article, of_one in zip(written, rows, strict=True):
        for row in of_one:
            if not row.id and row.words.endswith("}"):
                message = f"The id at the end of “{row.words}” cannot be used."
                hint = "Mend it, or take it out and run `python build.py --ids` again."
                yield Problem(article.file, message, hint, row.line)
            elif not row.words:
                yield Problem(
                    article.file, "This heading has no words.", "Write them, or delete it.", row.line
                )


def _not_pairs(written: Sequence[Written], rows: Sequence[Sequence[Row]]) -> Iterator[Problem]:
    """Languages of an article whose headings cannot be paired, with the headings of both."""
    first, *others = rows
    for article, other in zip(written[1:], others, strict=True):
        levels = [row.level for row in first], [row.level for row in other]
        clash = any(a.id and b.id and a.id != b.id for a, b in zip(first, other, strict=False))
        if levels[0] != levels[1] or clash:
            message = f"The headings do not pair with those of `{written[0].file}`, so no id was made."
            hint = f"Here: {_list(other)}. There: {_list(first)}. Make them equal in number, level and id."
            yield Problem(article.file, message, hint)


def _list(rows: Iterable[Row]) -> str:
    said = (f"{'#' * row.level} {row.words}" + (f" {{#{row.id}}}" if row.id else "") for row in rows)
    return "; ".join(said) or "no headings"


def _new_ids(written: Sequence[Written], rows: Sequence[Sequence[Row]]) -> Iterator[NewId]:
    """The ids that the headings of one article lack, heading by heading."""
    taken = {row.id for of_one in rows for row in of_one}
    for same in zip(*rows, strict=True):
        identifier = next((row.id for row in same if row.id), "")
        if not identifier:
            identifier = not_among(_made_from(same[0].words), taken)
            taken.add(identifier)
        for article, row in zip(written, same, strict=True):
            if not row.id:
                yield NewId(article.path, article.file, row, identifier)


def _made_from(words: str) -> str:
    """An id out of a heading's words that no page uses itself; `section` where they give none."""
    identifier = id_of(_LINK.sub(r"\1", words)) or "section"
    return f"on-{identifier}" if TAKEN.match(identifier) else identifier
