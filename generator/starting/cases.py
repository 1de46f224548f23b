"""Lays the record of a decision in the case table: what its citation says, and empty words for a person.

The table's other lines stay as they are. What nobody can know from a citation is laid empty, and the build
names each empty place.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import json_source_map
from pydantic import BaseModel, ConfigDict

from generator.model.content import Confirmation
from generator.model.project import Folders
from generator.names import id_of
from generator.problems import in_order
from generator.read import Reading
from generator.read.documents import read_json
from generator.starting.citation import Cite, CourtOfTable, read_cite
from generator.starting.laid import BrokenContentError, CannotStartError, Laid
from generator.starting.written import settings_of
from generator.tables import CASES_FILE
from generator.write import put_in_place

_WRITTEN_BY_A_PERSON = "immunity", "topics", "holding", "matters", "doubt"

_PUBLIC_BODY = re.compile(
    r"^(United States|(City|County|State|Commonwealth|District|Town|Village|People)\b|.*\bCounty$)"
)
"""Parties that many decisions have in common, so that they do not name one (Bluebook rule 10.9)."""

_OF_A_PUBLIC_BODY = re.compile(r"^.*\b(?:City|County|District|Town|Village) of ")
_BEFORE_A_NAME = re.compile(r"^(ex parte|in re|matter of)\s+", re.IGNORECASE)
_VERSUS = re.compile(r"\s+vs?\.?\s+")


class _Record(BaseModel):
    """What a new record is compared with; the rest of a record, and its faults, are for the build to tell."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = ""
    name: str = ""
    short: str = ""
    volume: int | None = None
    reporter: str = ""
    page: int | None = None
    year: int | None = None
    parallel: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.volume} {self.reporter} {self.page or '___'}"


class _Table(BaseModel):
    """As much of the case table as a new record must know, whether or not the rest of it is finished."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    courts: dict[str, CourtOfTable]
    cases: tuple[_Record, ...]


@dataclass(frozen=True)
class _Raw:
    """The table's file as it is, with its line ends and without its byte-order mark."""

    path: Path
    text: str
    mark: str


def lay_case(folders: Folders, name: str, cite: str, today: dt.date) -> Laid:
    """Write the record of the decision with this name and citation into `cases.json`.

    Raises CannotStartError where the citation cannot be read or the table has the decision already, and
    BrokenContentError and CannotWriteError where a file cannot be read or written.
    """
    reading = Reading(folders)
    path = folders.content / CASES_FILE
    settings = settings_of(folders, reading)
    table = reading.document(path, _Table, read_json)
    if table is None:
        raise BrokenContentError(in_order(reading.located(reading.problems)))
    name = _VERSUS.sub(" v. ", " ".join(name.split()))
    cited = read_cite(cite, table.courts, today.year)
    identifier = _new_id(name, cited, table.cases)
    short = _short(name, table.cases)
    record: dict[str, Any] = {
        "id": identifier,
        "name": name,
        "short": short,
        "volume": cited.volume,
        "reporter": cited.reporter,
        "page": cited.page,
        "court": cited.court,
        "year": cited.year,
        "immunity": "",
        "topics": [],
        **{field: dict.fromkeys(settings.codes, "") for field in ("holding", "matters", "doubt")},
        "confirmed": Confirmation.KNOWLEDGE.value,
        "checked": today.isoformat(),
        "pins": [],
    }
    _insert(_raw(path), record, _position(cited, table.cases))
    return Laid((f"{reading.name(path)}: `{identifier}`",), tuple(_following(record, cited, settings.codes)))


def _new_id(name: str, cited: Cite, records: Sequence[_Record]) -> str:
    """The id made from the name, and the year where another decision has it. Raises CannotStartError."""
    identifier = id_of(name)
    if not identifier:
        raise CannotStartError(
            f"No id can be made from the name “{name}”. Write one like “Pearson v. Callahan”."
        )
    for record in records:
        if str(cited) in (str(record), *record.parallel) and cited.page is not None:
            raise CannotStartError(f"{CASES_FILE} has {cited} already: `{record.id}`, {record.name}.")
    ids = {record.id for record in records}
    namesakes = [r for r in records if r.name.casefold() == name.casefold() or r.id == identifier]
    dated = f"{identifier}-{cited.year}"
    if not namesakes:
        return identifier
    if cited.year is None or dated in ids or any(cited.year == record.year for record in namesakes):
        known = "; ".join(f"`{r.id}`, {r.name}, {r} ({r.year})" for r in namesakes)
        raise CannotStartError(
            f"{CASES_FILE} has {name} already: {known}. Another decision of that name needs a year of "
            f"its own: --cite “{cited} (YEAR)”."
        )
    return dated


def _short(name: str, records: Sequence[_Record]) -> str:
    """The name for a second mention: a party's; the whole name where that is not clear.

    A public body is a party of too many cases, so the other party is named instead.
    """
    parties = _BEFORE_A_NAME.sub("", name).split(" v. ")
    people = [party for party in parties if not _PUBLIC_BODY.match(party)]
    short = people[0] if people else _OF_A_PUBLIC_BODY.sub("", parties[-1])
    return name if short in {record.short for record in records} else short


def _position(cited: Cite, records: Sequence[_Record]) -> int:
    """How many records stand before the new one: the table goes by year, and a new one is its year's last.

    Without a year it stands behind the last record of the same reporter whose volume is not higher.
    """
    if cited.year is None:
        before = [r.reporter == cited.reporter and (r.volume or 0) <= cited.volume for r in records]
    else:
        before = [record.year is not None and record.year <= cited.year for record in records]
    return max((position + 1 for position, comes in enumerate(before) if comes), default=0)


def _raw(path: Path) -> _Raw:
    text = path.read_bytes().decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return _Raw(path, text.removeprefix(mark), mark)


def _insert(raw: _Raw, record: Mapping[str, Any], position: int) -> None:
    """Write the record's lines between the lines of the others; nothing else of the file changes."""
    places = json_source_map.calculate(raw.text)
    end = "\r\n" if "\r\n" in raw.text else "\n"
    lines = json.dumps(record, ensure_ascii=False, indent=2).split("\n")
    neighbour = places.get(f"/cases/{max(position - 1, 0)}")
    if neighbour is None:  # the table is empty: its brackets stand on one line
        place = places["/cases"].value_start.position + 1
        new = f"{end}{_indented(lines, 4, end)}{end}  "
    elif position == 0:
        place = neighbour.value_start.position
        new = f"{_indented(lines, neighbour.value_start.column, end).lstrip()},{end}"
        new += " " * neighbour.value_start.column
    else:
        place = neighbour.value_end.position
        new = f",{end}{_indented(lines, neighbour.value_start.column, end)}"
    put_in_place(raw.path, f"{raw.mark}{raw.text[:place]}{new}{raw.text[place:]}")


def _indented(lines: Sequence[str], blanks: int, end: str) -> str:
    return end.join(" " * blanks + line for line in lines)


def _following(record: Mapping[str, Any], cited: Cite, codes: tuple[str, ...]) -> Iterator[str]:
    """What an editor does next."""
    if cited.year is None:
        yield "The citation does not say the year: write it into `year`."
    yield f"Look at `short`, “{record['short']}”: it names the case at a second mention."
    empty = ", ".join(f"`{field}`" for field in _WRITTEN_BY_A_PERSON)
    yield f"Write {empty}: they are empty, and the build names each one until it is written."
    if cited.pin:
        yield f"Page {cited.pin} was left out: put it into `pins` when you have read it in a source."
    yield (
        "`confirmed` is “knowledge”: nobody has read the decision yet. When you have, write “source”, take "
        "`doubt` out, and put the pages that you saw into `pins`."
    )
    signed = " or ".join(
        f"python build.py --reviewed {code}/{CASES_FILE}#cases/{record['id']}" for code in codes[1:]
    )
    if signed:
        yield f"When somebody has compared the translation with its source: {signed}"
    yield f"Cite it in an article: [@{record['id']}]"
