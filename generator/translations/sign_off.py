"""Signs off translations: the records that `--reviewed` writes into `translations.json`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model.body import Lines
from generator.model.translations import UNSEALED, SignOff, Standing, State, Version, digest, sealed, written
from generator.problems import Problem, did_you_mean


class NotAUnitError(Exception):
    """What was named is nothing that can be signed off; the message says what was meant, perhaps."""


@dataclass(frozen=True)
class Signed:
    """What a sign-off did: the new records, the versions that it signed, and what it could not sign."""

    records: Mapping[str, SignOff]
    versions: tuple[Standing, ...]
    refused: tuple[Problem, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs off, on which day, and why an unchanged translation still holds (or nothing)."""

    by: str
    on: dt.date
    reason: str | None = None


def named(standings: Sequence[Standing], name: str, source: str | None = None) -> tuple[Standing, ...]:
    """The versions with a name: `es/about#lead`, `es/about`, `es/cases.json#cases/hope-v-pelzer`, or `es`.

    A unit of its own may be named in the language that has been its source until now; then that language
    becomes the translation, and `source`, or the only other language, the source. Raises NotAUnitError.
    """
    found = tuple(s for s in standings if _is_part(s.name, name) and source in (None, s.source))
    if found:
        return found
    turned = tuple(
        s
        for s in standings
        if _is_part(f"{s.source}/{s.unit}", name)
        and (source == s.language or (source is None and "#" in name))
        and s.here
    )
    if len({s.unit for s in turned}) == len(turned) and turned:
        return tuple(Standing(s.unit, s.source, s.language, s.state, s.there, s.here) for s in turned)
    if turned:
        raise NotAUnitError(f"`{name}` has several translations. Say which one it follows: --source LANGUAGE")
    if any(_is_part(f"{s.source}/{s.unit}", name) for s in standings):
        raise NotAUnitError(
            f"`{name}` is the source that others were translated from. Sign off the translation; or, if the "
            f"translation was changed first and `{name}` follows it, add --source and its language."
        )
    raise NotAUnitError(f"There is no unit `{name}`. {_nearest(standings, name)}")


def sign(
    records: Mapping[str, SignOff], standings: Sequence[Standing], chosen: Iterable[Standing], by: Signature
) -> Signed:
    """The records with the chosen versions signed off; records of units that are gone are dropped."""
    known = {s.name for s in standings}
    kept = {name: record for name, record in records.items() if name in known}
    kept |= {s.name: s.signed for s in standings if s.signed and s.name not in kept}  # renamed units
    versions: list[Standing] = []
    refused: list[Problem] = []
    for one in chosen:
        fault = _fault(one, by)
        if any(fault) or one.here is None or one.there is None:
            place = one.here or one.there
            refused.append(Problem(place.file if place else one.name, *fault, at=place.at if place else None))
        elif one.state is not State.CURRENT or (by.reason and one.signed and one.signed.reason != by.reason):
            kept[one.name] = _record(one, one.here, one.there, by)
            kept.pop(f"{one.source}/{one.unit}", None)
            versions.append(one)
    return Signed(kept, tuple(versions), tuple(refused))


def text_of(records: Mapping[str, SignOff]) -> str:
    """The words of `translations.json`: a line for each record, so that two people's sign-offs merge."""
    lines = (f"  {json.dumps(name)}: {written(record)}" for name, record in sorted(records.items()))
    rows = ",\n".join(lines)
    units = f"{{\n{rows}\n }}" if rows else "{}"
    return f'{{\n "$schema": "schemas/translations.schema.json",\n "units": {units}\n}}\n'


def _fault(one: Standing, by: Signature) -> tuple[str, str]:
    """What is wrong with a sign-off and what to do, or nothing."""
    if one.here is None:
        return f"`{one.name}` is not there yet.", "Translate it first."
    if one.there is None:
        return (
            f"`{one.source}/{one.unit}` is gone, so `{one.name}` is a translation of nothing.",
            f"Delete it; or, if it belongs in both, write it in `{one.source}` again.",
        )
    if one.moved:
        return f"`{one.name}` stands in another place than in `{one.source}`.", "Move it there first."
    signed = one.signed
    if by.reason or signed is None or signed.source != one.source:
        return "", ""
    unchanged = signed.itself == one.here.digest
    if unchanged and (one.state is State.BUMPED or not signed.covers(one.there.digest)):
        return (
            f"`{one.source}/{one.unit}` has changed since this was signed off, and the translation has not.",
            "Bring it up to date; or say why it is still true: --reason “only the spelling changed”.",
        )
    return "", ""


def _record(one: Standing, here: Version, there: Version, by: Signature) -> SignOff:
    """The record of a sign-off; words that did not have to change keep what they were made from."""
    signed = one.signed
    cosmetic = by.reason and signed and signed.source == one.source and signed.itself == here.digest
    made_from, paragraphs = there.digest, _paragraphs(there.lines)
    if cosmetic and signed and signed.made_from != there.digest:
        made_from, paragraphs = signed.made_from, signed.paragraphs
    stays = made_from != there.digest
    return sealed(
        SignOff(
            source=one.source,
            made_from=made_from,
            paragraphs=paragraphs,
            still_true_of=there.digest if stays else None,
            reason=by.reason if stays else None,
            itself=here.digest,
            by=by.by,
            on=by.on,
            seal=UNSEALED,
        )
    )


def _paragraphs(lines: Lines) -> tuple[str, ...]:
    return tuple(short(line) for line in lines) if len(lines) > 1 else ()


def short(line: str) -> str:
    """What stands for one line of a source in a record."""
    return digest((line,))[:4]


def _is_part(whole: str, name: str) -> bool:
    return whole == name or (whole.startswith(name) and whole[len(name)] in "/#")


def _nearest(standings: Iterable[Standing], name: str) -> str:
    names: dict[str, None] = {}
    for one in standings:
        file, _ = one.file_and_place
        names |= dict.fromkeys((one.name, f"{one.language}/{file}", one.language))
    return did_you_mean(name, names) or "`python build.py --translations --all` lists them."
