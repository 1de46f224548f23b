"""Reads the site's own `_headers` file as Netlify does, for those who serve the site without Netlify."""

from __future__ import annotations

import fnmatch


def headers_for(path: str, rules: str) -> dict[str, str]:
    """The headers of an address (a path from the root) by name, from the text of `_headers`.

    A header of a later rule takes the place of an earlier rule's, so that a part of the site can have a
    policy of its own; within one rule, a name that comes again adds to it. This is what Netlify's own
    command line does (netlify-cli, `headersForPath`; @netlify/headers-parser).
    """
    found: dict[str, str] = {}
    here: dict[str, str] = {}
    applies = False
    for line in rules.splitlines():
        if line.startswith("/"):
            found.update(here)
            here = {}
            applies = fnmatch.fnmatchcase(path, line.strip())
        elif line.startswith("  ") and applies:
            name, _, value = line.strip().partition(": ")
            here[name] = f"{here[name]}, {value}" if name in here else value
    return found | here
