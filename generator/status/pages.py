"""Renders the status pages."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path

import jinja2

from generator.model.translations import State
from generator.status.board import Board
from generator.translations import WHAT_IS_WRONG

HERE = Path(__file__).parent

STYLE = HERE / "status.css"
"""The style of the pages, which ask for it as `/status/status.css`."""


def page_of(board: Board, name: str) -> bytes | None:
    """The status page of the file with this name, of all of them if it is empty; or None."""
    file = board.file(name)
    if name and file is None:
        return None
    template = _environment().get_template("file.html" if file else "overview.html")
    return template.render(board=board, file=file, states=State, wrong=WHAT_IS_WRONG).encode()


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["by_record"] = lambda units: [
        (name, list(found)) for name, found in groupby(units, key=lambda unit: _record(unit.place))
    ]
    return env


def _record(place: str) -> str:
    """The record of a table that a place is in: `cases/hope-v-pelzer` for its holding."""
    return "/".join(place.split("/")[:2]) if "/" in place else ""
