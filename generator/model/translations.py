"""Which translation was made from which words: what `translations.json` holds, and what follows from it.

A unit is the smallest part of the site that is translated by itself: a section of an article, its lead, its
front matter, or a group of words in a table. Its name is the same in every language, such as
`california-claims#deadlines` or `cases.json#cases/hope-v-pelzer/holding`; a version of it is `es/` and that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Self

import pydantic.dataclasses
from pydantic import Field, StringConstraints, TypeAdapter

from generator.model.body import Lines
from generator.model.content import CLOSED, Day, Document, LanguageCode, Text
from generator.problems import Place
from generator.remember import remembered

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
"""What stands for the words of a version (see `digest`)."""

ShortDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{4}$")]

TRANSLATIONS_FILE = "translations.json"

LEAD, FRONT_MATTER = "lead", "front-matter"
"""The units of an article that are not sections."""


@remembered(32768)
def digest(lines: Lines) -> str:
    """What stands for these lines where their words would be too long: 12 hexadecimal digits."""
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=6).hexdigest()


# There is one for nearly every unit of the site: as a `Shape` each would need more than twice the memory.
@pydantic.dataclasses.dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class SignOff:
    """Somebody's word that a version says what its source says; `build.py --reviewed` writes it."""

    source: LanguageCode
    """The language that it was translated from."""
    made_from: Digest
    """The words of the source when the translation was made."""
    paragraphs: tuple[ShortDigest, ...] = ()
    """Each paragraph of those words, to tell later which one changed; left out where there is only one."""
    still_true_of: Digest | None = None
    """Later words of the source, for which the translation did not have to change."""
    reason: Text | None = None
    """Why it did not."""
    itself: Digest
    """The words of the translation at its sign-off."""
    by: Text
    on: Day
    seal: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
    """Made from all the other fields: a record that was changed by hand does not fit its seal."""

    @property
    def intact(self) -> bool:
        """Whether the record is as the command wrote it, and gives a reason where it needs one."""
        return self.seal == seal_of(self) and (self.still_true_of is None) == (self.reason is None)

    def covers(self, source: str) -> bool:
        """Whether the translation was found true of source words with this digest."""
        return source in (self.made_from, self.still_true_of)


_SIGN_OFF = TypeAdapter(SignOff)

UNSEALED = "0" * 8


def sealed(record: SignOff) -> SignOff:
    """The record with the seal that fits it."""
    return replace(record, seal=seal_of(record))


def written(record: SignOff) -> str:
    """The record as it stands in `translations.json`."""
    return _SIGN_OFF.dump_json(record, exclude_defaults=True).decode()


@remembered(32768)
def seal_of(record: SignOff) -> str:
    """The seal that fits a record."""
    fields = _SIGN_OFF.dump_json(record, exclude={"seal"})
    return hashlib.blake2b(fields, digest_size=4).hexdigest()


class TranslationRecords(Document):
    """`translations.json`: the sign-offs by language and unit, `es/california-claims#deadlines`."""

    schema_: Annotated[str, Field(alias="$schema")] = ""
    units: dict[str, SignOff]


class State(StrEnum):
    """How a version of a unit stands to its source."""

    CURRENT = "current"
    """Signed off, and neither side has changed since."""
    OUTDATED = "outdated"
    """The source says something else than when this was signed off, or stands in another place."""
    MISSING = "missing"
    """The source has it, this language has not."""
    EXTRA = "extra"
    """This language has it, and the source no longer has."""
    UNREVIEWED = "unreviewed"
    """Nobody has signed off these words."""
    BUMPED = "bumped"
    """Its record was moved on by hand, without a new translation and without a reason."""


@dataclass(frozen=True, slots=True)
class Version:
    """A unit in one language: what it says, and where that stands."""

    digest: str
    """What stands for its words."""
    file: str
    at: Place
    read: Callable[[], Lines] = field(repr=False, compare=False)
    """Gives what it says."""

    @classmethod
    def of(cls, lines: Lines, file: str, at: Place) -> Self:
        """A version that says these lines."""
        return cls(digest(lines), file, at, lambda: lines)

    @property
    def lines(self) -> Lines:
        """What it says, line by line."""
        return self.read()

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(line.split()) for line in self.lines)


Units = Mapping[str, Mapping[str, Version]]
"""Every unit of the site by its name, with its versions by language; in the order of files and texts."""


@dataclass(frozen=True)
class Standing:
    """How one version of a unit stands to its source; `source` is the language it is translated from.

    `there` is the source's version and `here` this one, None where it is missing. `moved` says that it stands
    in another place among its sections than its source does.
    """

    unit: str
    language: str
    source: str
    state: State
    here: Version | None
    there: Version | None
    signed: SignOff | None = None
    critical: bool = False
    moved: bool = False

    @property
    def name(self) -> str:
        """The version's name, as `--reviewed` takes it."""
        return f"{self.language}/{self.unit}"

    @property
    def behind(self) -> bool:
        """Whether somebody must look at it: it may say something else than its source."""
        return self.state in (State.OUTDATED, State.MISSING, State.EXTRA, State.BUMPED)

    @property
    def blocks(self) -> bool:
        """Whether it stops the build: what is critical must be signed off."""
        return self.critical and self.state is not State.CURRENT

    @property
    def file_and_place(self) -> tuple[str, str]:
        """The unit's article or table, and the place inside it."""
        file, _, place = self.unit.partition("#")
        return file, place
