"""Where a reader can read an authority itself, free of charge."""

from __future__ import annotations

import re
from urllib.parse import quote

from generator.model.content import Authority, Case

_UNITED_STATES_CODE = re.compile(r"(\d+) U\.S\.C\. § (\d+\w*)(?:\(\w+\))*")
_CALIFORNIA_CODE = re.compile(r"Cal\. (Gov|Civ|Penal|Civ\. Proc)\.? Code § ([\d.]+\w*)")
_CODES = {"Gov": "GOV", "Civ": "CIV", "Penal": "PEN", "Civ. Proc": "CCP"}


def free_copy(authority: Authority) -> str | None:
    """The address of a free copy, made from the citation alone; None where none can be made.

    Decisions: CourtListener of the non-profit Free Law Project finds them by reporter, volume and page
    (`/c/REPORTER/VOLUME/PAGE/`). Statutes: the official editions of the United States Code (Office of the
    Law Revision Counsel) and of California's codes (Legislative Counsel).
    """
    if isinstance(authority, Case):
        if authority.page is None:
            return None
        reporter = quote(authority.reporter)
        return f"https://www.courtlistener.com/c/{reporter}/{authority.volume}/{authority.page}/"
    federal = _UNITED_STATES_CODE.fullmatch(authority.citation)
    if federal:
        section = f"granuleid:USC-prelim-title{federal[1]}-section{federal[2]}"
        return f"https://uscode.house.gov/view.xhtml?req={section}&num=0&edition=prelim"
    state = _CALIFORNIA_CODE.fullmatch(authority.citation)
    if state:
        page = "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml"
        return f"{page}?lawCode={_CODES[state[1]]}&sectionNum={state[2]}"
    return None
