"""Parts of a page that come after it: a browser loads them when the reader has begun to use the page.

So the first screen of a large page is soon there. A part is a script that holds HTML, because a page may
load scripts under a policy that forbids every other connection; it is named by its content, so a page never
gets the part of another build. `templates/components/later/later.js` puts it where it belongs.
"""

from __future__ import annotations

from generator.model.site import ASSETS, Finished, named_by_content

ADDRESS = "\ue012"
"""Stands in a page for the address of its later part, which is known when that is finished."""


def path_of(key: str, language: str) -> str:
    """Where the later part of a page is in the output, before it is named by its content."""
    return f"{ASSETS}{key}-{language}-later.js"


def as_script(part: bytes, _: Finished) -> bytes:
    """The HTML of a later part as a script that exports it, with its quotation marks as they are."""
    html = part.decode()
    for sign in ("\\", "`", "${"):
        html = html.replace(sign, f"\\{sign}")
    return f"export const html = `{html}`;\n".encode()


def with_address(path: str, page: bytes, finished: Finished) -> bytes:
    """A page that knows where its later part is; `path` is what `path_of` gave."""
    address = f"/{named_by_content(path, finished(path))}"
    return page.replace(ADDRESS.encode(), address.encode())
