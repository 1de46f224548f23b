"""Reads the site's own `_redirects` file as Netlify does, for those who serve the site without Netlify."""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """What is sent for an address that has no file: an address to go to, or (404) the page to show."""

    address: str
    status: int


def answer_for(path: str, rules: str) -> Answer:
    """The answer to an address without a file (a path from the root), from the text of `_redirects`.

    The first rule that fits decides. A slash at the end of an address makes no difference, and a star at the
    end of a rule stands for anything. What depends on the reader's language is Netlify's own to decide.
    """
    for line in rules.splitlines():
        old, address, status, *conditions = [*line.split(), "", "", ""][:4]
        if not old.startswith("/") or any(conditions):
            continue
        if path.startswith(old[:-1]) if old.endswith("*") else path.rstrip("/") == old.rstrip("/"):
            return Answer(address, int(status))
    return Answer("/404.html", 404)
