"""Which pages of an authority may be cited: those that somebody has seen."""

from __future__ import annotations

import re

from generator.model.content import Authority, Case, Confirmation
from generator.remember import remembered

_SUBDIVISION = re.compile(r"^subd\. \([a-z]+\)(\(\d+\))?$")
_PAGE = re.compile(r"^(?P<first>\d+)(?:[-–](?P<last>\d+))?(?: n\.\d+)?$", re.ASCII)


@remembered(16384)  # each pin of the tables is asked for again and again
def pages_of(pin: str) -> tuple[int, int] | None:
    """The first and last page of a pin (Bluebook rule 3.2: `818-19` ends on 819); None if it is no pin."""
    match = _PAGE.match(pin)
    if not match:
        return None
    first, last = match["first"], match["last"] or match["first"]
    return int(first), int(first[: -len(last)] + last if len(last) < len(first) else last)


def page_outside(case: Case, pin: str) -> str:
    """How a pin lies outside the pages of its decision, or nothing."""
    pages = pages_of(pin)
    if not pages:
        return ""
    first, last = pages
    if case.page and first < case.page:
        where = f"{case.volume} {case.reporter} {case.page}"
        return f"Page {first} lies before the first page of `{case.id}` ({where})."
    if case.last_page and last > case.last_page:
        return f"Page {last} lies after the last page of `{case.id}` ({case.last_page})."
    if last < first:
        return f"The pages `{pin}` of `{case.id}` run backwards."
    return ""


def pin_fault(authority: Authority, pin: str) -> tuple[str, str] | None:
    """Why this pin may not be published, and what to do; None if it may.

    Only pages that somebody has seen may be cited: a wrong page number harms whoever relies on it.
    """
    if authority.confirmed == Confirmation.KNOWLEDGE:
        message = f"`{authority.id}` has not been confirmed in any source, so it may not be cited at `{pin}`."
        return message, "Cite it without a page."
    if not isinstance(authority, Case):
        if _SUBDIVISION.match(pin):
            return None
        return f"`{pin}` is not a subdivision.", "Write it as `subd. (b)`."
    pages = pages_of(pin)
    if not pages:
        return (
            f"`{pin}` is not written as a page.",
            "Write `741`, `818-19` or `841 n.5`, one for each citation.",
        )
    outside = page_outside(authority, pin)
    if outside:
        return outside, "Check the page."
    if pin.replace("–", "-") not in authority.pins:
        message = f"Nobody has confirmed page `{pin}` of `{authority.id}`."
        known = ", ".join(authority.pins)
        hint = f"Confirmed are: {known}. " if known else ""
        return (
            message,
            f"{hint}Cite it without a page, or add the page to `pins` in cases.json once you have seen it.",
        )
    return None
