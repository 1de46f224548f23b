"""Reads the finished pages as a browser would, and finds links that lead nowhere and ids that stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from generator.model.site import is_page
from generator.problems import Problem

_REFERRING = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"})
"""Attributes whose words are ids of the same page."""


class _Reader(HTMLParser):
    """Collects a page's ids, links and references to ids, with the line of each."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, int]] = []
        self.references: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        for name, value in attributes:
            if value is None:
                continue
            if name == "id":
                self.ids.append(value)
            elif name in ("href", "src"):
                self.links.append((value, line))
            elif name in _REFERRING:
                self.references += [(one, line) for one in value.split()]


def proofread(files: Mapping[str, bytes]) -> list[Problem]:
    """Problems of the finished site (paths relative to its root): dead links and fragments, repeated ids."""
    pages = {}
    for path, data in files.items():
        if is_page(path):
            pages[path] = reader = _Reader()
            reader.feed(data.decode())
    ids = {path: set(reader.ids) for path, reader in pages.items()}
    problems = []
    for path, reader in pages.items():
        name = f"site/{path}"
        for identifier, times in Counter(reader.ids).items():
            if times > 1:
                problems.append(Problem(name, f"The id `{identifier}` stands {times} times on this page."))
        for identifier, line in reader.references:
            if identifier not in ids[path]:
                problems.append(
                    Problem(name, f"Something refers to the id `{identifier}`, which is not there.", at=line)
                )
        for link, line in reader.links:
            fault = _dead(link, path, files, ids)
            if fault:
                problems.append(Problem(name, fault, at=line))
    return problems


def _dead(link: str, path: str, files: Mapping[str, bytes], ids: Mapping[str, set[str]]) -> str:
    """What is wrong with a link, or nothing; links that leave the site are not followed."""
    parts = urlsplit(urljoin(f"https://site.invalid/{path}", link))
    if parts.scheme not in ("http", "https") or parts.netloc != "site.invalid":
        return ""
    goal = unquote(parts.path).removeprefix("/")
    if not goal or goal.endswith("/"):
        goal += "index.html"
    if goal not in files:
        return f"The link `{link}` leads to no page."
    fragment = unquote(parts.fragment)
    if fragment and "=" not in fragment and fragment not in ids.get(goal, set()):
        return f"The link `{link}` leads to a place that its page does not have."
    return ""
