"""Which pages of an authority may be cited: those that somebody has seen."""

from __future__ import annotations

import re

from generator.model.content import Authority, Case, Confirmation

_SUBDIVISION = re.compile(r"^subd\. \([a-z]+\)(\(\d+\))?$")
_PAGE = re.compile(r"^\d+([-–]\d+)?( n\.\d+)?$", re.ASCII)


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
    if not _PAGE.match(pin):
        return (
            f"`{pin}` is not written as a page.",
            "Write `741`, `818-19` or `841 n.5`, one for each citation.",
        )
    page = re.match(r"\d+", pin)
    if page and authority.page and int(page[0]) < authority.page:
        where = f"{authority.volume} {authority.reporter} {authority.page}"
        return f"Page {page[0]} lies before the first page of `{authority.id}` ({where}).", "Check the page."
    if pin.replace("–", "-") not in authority.pins:
        message = f"Nobody has confirmed page `{pin}` of `{authority.id}`."
        known = ", ".join(authority.pins)
        hint = f"Confirmed are: {known}. " if known else ""
        return (
            message,
            f"{hint}Cite it without a page, or add the page to `pins` in cases.json once you have seen it.",
        )
    return None
