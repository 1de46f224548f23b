"""Resolves where the old addresses of `redirects.json` lead now, and finds those that help nobody.

A browser goes from an old address to a page in one step: an old address that leads to another, or that is
the address of a page, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.link.linker import Linker
from generator.model.body import Moved
from generator.model.content import Redirect
from generator.model.site import HOME, Sources
from generator.problems import Problem, did_you_mean
from generator.remember import remembered

Fault = tuple[str, str]
"""What is wrong, and what to do."""


def moved(linker: Linker, sources: Sources, file: str) -> tuple[tuple[Moved, ...], list[Problem]]:
    """The old addresses with the addresses of today, and what is wrong with them; `file` is their table."""
    table = sources.redirects.redirects
    pages = _pages(linker)
    targets = {_same(one.old): one.to for one in table}
    found, problems = [], []
    for number, redirect in enumerate(table):
        fault = _of_old(redirect, table[:number], pages)
        if fault:
            problems.append(Problem(file, *fault, ("redirects", number, "old")))
        if redirect.to.startswith("/"):
            fault = _of_address(redirect.to, pages, targets)
            address = _page(redirect.to, pages) or ""
        else:
            address, fault = _resolved(linker, sources, redirect.old, redirect.to)
        if fault:
            problems.append(Problem(file, *fault, ("redirects", number, "to")))
        elif address:
            found.append(Moved(redirect.old, address))
    return tuple(found), problems


@remembered(4)
def _pages(linker: Linker) -> Mapping[str, str]:
    """The addresses of all pages, each by its one spelling."""
    return {_same(address): address for address in linker.addresses.pages()}


def _same(address: str) -> str:
    """One spelling for what Netlify takes for one address: with and without the slash at its end."""
    return address.rstrip("/")


def _page(address: str, pages: Mapping[str, str]) -> str | None:
    """The page that has this address, or whose file has it."""
    return pages.get(_same(address.removesuffix("index.html")))


def _of_old(one: Redirect, before: Sequence[Redirect], pages: Mapping[str, str]) -> Fault | None:
    """What is wrong with an old address, given the entries above it."""
    old = one.old
    if _page(old, pages):
        message = f"`{old}` is the address of a page, so nobody would be led on from it."
        return message, "Take this entry out, or give that page another address."
    for other in before:
        if other.old == old:
            return f"The old address `{old}` stands twice.", "Keep one."
        if _same(other.old) == _same(old):
            return f"`{old}` is the same address as `{other.old}`: one entry serves both.", "Keep one."
        if _same(other.old).lower() == _same(old).lower() and other.to != one.to:
            message = (
                f"`{old}` and `{other.old}` differ in their capitals alone, and lead to different places."
            )
            return message, f"Let both lead to `{other.to}`, or take one out."
    return None


def _of_address(to: str, pages: Mapping[str, str], targets: Mapping[str, str]) -> Fault | None:
    if "#" in to:
        message = f"`{to}` names a place inside a page by its address."
        return message, "Write it as articles link: `deadlines.md#late-claims`."
    if _page(to, pages):
        return None
    if _same(to) not in targets:
        hint = did_you_mean(to, pages.values()) or "Write where it leads as articles link: `deadlines.md`."
        return f"The site has no page `{to}`.", hint
    passed = [to]
    while (following := targets.get(_same(passed[-1]))) is not None:
        passed.append(following)
        if _same(following) in map(_same, passed[:-1]):
            circle = " → ".join(f"`{one}`" for one in passed)
            return f"This leads in a circle: {circle}.", "One of them must lead to a page."
    return f"`{to}` is an old address itself.", f"Write where that one leads: `{passed[-1]}`."


def _resolved(linker: Linker, sources: Sources, old: str, to: str) -> tuple[str, Fault | None]:
    """The address of a target that is written as articles link: in the language of the old address."""
    language = old.split("/")[1]
    home = sources.article(HOME, language)
    if language not in sources.settings.codes:
        message = (
            f"`{old}` begins with no language of this site, so nobody knows in which one `{to}` is meant."
        )
        return "", (message, f"Write a whole address instead, such as `/{sources.settings.codes[0]}/`.")
    if home is None:
        return "", None  # told already
    address, fault = linker.target(to, home)
    if not fault and not address.startswith("/"):
        return "", (f"`{to}` is no page of this site.", "An old address leads to a page of this site.")
    return address, fault
