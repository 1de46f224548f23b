"""Reads what stands behind `--new` on the command line: the languages of the site decide which titles."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence

from generator.problems import did_you_mean
from generator.starting.laid import CannotStartError

_KINDS = {
    "article": "--new article “Fair warning” --title-es “Advertencia suficiente”",
    "case": "--new case “Pearson v. Callahan” --cite “555 U.S. 223 (2009)”",
}
"""What can be started, each with an example."""

_TITLE = re.compile(r"--title-(?P<language>[a-z]{2,3})(?:=(?P<words>.*))?", re.DOTALL)


def name_of(new: Sequence[str]) -> tuple[str, str]:
    """The kind of thing to start and its name. Raises CannotStartError."""
    kind, *names = new
    if kind not in _KINDS:
        hint = did_you_mean(kind, _KINDS)
        raise CannotStartError(f"`--new {kind}` starts nothing. {hint}".strip(), *map(_write, _KINDS))
    if not names or not names[0].strip():
        raise CannotStartError(f"The name of the {kind} is missing.", _write(kind))
    if len(names) > 1:
        raise CannotStartError(f"Put quotation marks around the name: --new {kind} “{' '.join(names)}”")
    return kind, names[0]


def titles_in(rest: Sequence[str]) -> Mapping[str, str]:
    """The titles of `--title-es “…”` by language. Raises CannotStartError for any other argument."""
    titles: dict[str, str] = {}
    waiting = list(rest)
    while waiting:
        match = _TITLE.fullmatch(waiting.pop(0))
        if not match:
            raise CannotStartError(f"These arguments mean nothing here: {' '.join(rest)}", _write("article"))
        words = match["words"]
        if words is None:
            words = waiting.pop(0) if waiting and not waiting[0].startswith("--") else ""
        titles[match["language"]] = words
    return titles


def only_for(kind: str, options: argparse.Namespace, rest: Sequence[str]) -> None:
    """Refuse what belongs to the other kind of thing. Raises CannotStartError."""
    foreign = {"article": {"--cite": options.cite}, "case": {"--section": options.section}}[kind]
    given = [name for name, value in foreign.items() if value is not None] + (
        list(rest) if kind == "case" else []
    )
    if given:
        raise CannotStartError(f"A new {kind} has no {' '.join(given)}.", _write(kind))
    if kind == "case" and not options.cite:
        raise CannotStartError("The citation of the case is missing.", _write(kind))


def _write(kind: str) -> str:
    return f"Write: python build.py {_KINDS[kind]}"
