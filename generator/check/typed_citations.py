"""Finds citations typed by hand, and says which authority was meant and what is wrong with them.

The forms are those of The Bluebook (21st ed., rules 4, 10 and 12): `661 F.3d 433, 446`,
`Mattos, 661 F.3d at 446`, `Id. at 446`, `42 U.S.C. § 1983`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, cached_property

from generator.model.content import Authority, Case
from generator.model.site import Sources
from generator.pins import pin_fault

_REPORTER_WORD = r"(?:[A-Z][\w.'’&]*|\d(?:d|st|nd|rd|th))"
_CASE = re.compile(
    rf"(?<![\w.])(?P<volume>\d{{1,3}}|\d{{4}}(?=\s+WL\s))\s+(?P<reporter>{_REPORTER_WORD}(?:\s+{_REPORTER_WORD}){{0,4}}?),?\s+"
    r"(?P<at>at\s+|en\s+)?(?P<page>\d{1,5}|_{2,})(?![\w.]\w)"
    r"(?:,\s+(?:at\s+)?(?P<pin>\d{1,5}(?:[-–]\d{1,5})?(?:\s+n\.\s?\d+)?)(?![\w.]\w))?"
)
_SECTION = r"\d+(?:\.\d+)?[a-z]?(?:\(\w+\))*"
_LAW = re.compile(
    r"\b\d{1,3}\s+(?:Stat\.\s+|U\.?\s?S\.?\s?C\.?(?:\s?A\.)?[\s,]+(?:§+|[Ss]ections?|[Ss]ecs?\.|[Ss]ecci\w+)?\s*)"
    rf"{_SECTION}|§+(?:\s*{_SECTION})?"
)
_CODE_BEFORE = re.compile(r"(?:[A-Z][\w.'’]*\s+){1,4}(?:Code|Código)\s+$")
_BACK = re.compile(
    r"(?<!\w)(?:[Ii]d\.,?\s+at\s+(?P<page>\d{1,5})|Id\.|[Ii]b[ií]d\.?|[Oo]p\.\s+cit\.|[Ss]upra|[Ii]nfra)(?!\w)"
)
_MAY_BE_CASE = re.compile(r"\d\s+(?:[A-Z]|\d[dsnrt])")
_MAY_BE_LAW = re.compile(r"[§\d](?:(?<=§)|\s+(?:Stat\.|U))")
_MAY_GO_BACK = ("Id.", "id.", "bid", "bíd", "cit.", "upra", "nfra")
"""What stands wherever one of these matches, and is looked for in a tenth of the time."""

_SECTION_WORD = re.compile(r"[Ss]ections?|[Ss]ecs?\.|[Ss]ecci(?:ón|ones)|§+")
_REFERENCE = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)")

_A_LONG_DECISION = 60
"""Pages within which a typed page may belong to a decision of the table."""

Fault = tuple[int, str, str]
"""Where in its text a fault stands (an offset), what is wrong, and what to do."""


def looks_cited(text: str) -> bool:
    """Whether a text holds anything that looks like a citation, whatever the tables say of it."""
    return bool(
        (_MAY_BE_CASE.search(text) and _cases_in(text))
        or (_MAY_BE_LAW.search(text) and _LAW.search(text))
        or (any(sign in text for sign in _MAY_GO_BACK) and _BACK.search(text))
    )


class TypedCitations:
    """The tables as somebody who types by hand would refer to them."""

    def __init__(self, sources: Sources) -> None:
        """Work nothing out yet: mostly nothing is typed by hand."""
        self.sources = sources

    @cached_property
    def volumes(self) -> Mapping[tuple[int, str], list[tuple[int | None, Case]]]:
        """The cases by volume, for every reporter that prints them."""
        volumes: dict[tuple[int, str], list[tuple[int | None, Case]]] = defaultdict(list)
        for case in self.sources.cases.cases:
            volumes[case.volume, _bare(case.reporter)].append((case.page, case))
            for parallel in case.parallel:
                match = _CASE.fullmatch(parallel)
                if match and match["page"].isdigit():
                    volume = int(match["volume"]), _bare(match["reporter"])
                    volumes[volume].append((int(match["page"]), case))
        return volumes

    def faults(self, text: str) -> Iterator[Fault]:
        """The citations in a text."""
        found = _cases_in(text)
        for match in found:
            yield match.start(), *self._case(match, text)
        for match in _LAW.finditer(text):
            code = _CODE_BEFORE.search(text, max(0, match.start() - 50), match.start())
            start = code.start() if code and match[0].startswith("§") else match.start()
            yield start, *self._law(text[start : match.end()])
        for match in _BACK.finditer(text):
            yield match.start(), *self._back(match, text, found)

    def _case(self, match: re.Match[str], text: str) -> tuple[str, str]:
        said = f"The citation `{_on_one_line(match[0])}` is typed by hand"
        case, first, named = self._meant(match, text)
        if case is None:
            hint = "Add the case to cases.json once you have read it, and write `[@its-id]`."
            return f"{said}, and cases.json has no such case.", hint
        official = _bare(match["reporter"]) == _bare(case.reporter)  # only its pages are in the table
        pin = (match["page"] if match["at"] else match["pin"]) if official else None
        reasons = [f"{said}."]
        if not match["at"] and match["page"] != str(first or "___"):
            where = f"page {first} of {match['volume']} {_on_one_line(match['reporter'])}"
            wrong = "it is wrong" if named else "no case of the table begins there"
            reasons = [f"{said}, and {wrong}: `{case.id}` begins at {where}, not at {match['page']}."]
        fault = pin_fault(case, pin) if pin else None
        if fault:
            reasons.append(fault[0])
        return " ".join(reasons), _write_instead(case, None if fault else pin)

    def _meant(self, match: re.Match[str], text: str) -> tuple[Case | None, int | None, bool]:
        """The case that a typed citation means, its first page in that reporter, and whether that is sure.

        The one that begins there; else the one of that volume whose name stands before it; else the one
        in whose pages it lies, as far as the table knows.
        """
        cases = self.volumes.get((int(match["volume"]), _bare(match["reporter"])), [])
        before = text[max(0, match.start() - 200) : match.start()]
        for page, case in cases:
            if str(page) == match["page"]:
                return case, page, True
        for page, case in cases:
            if case.name in before or case.short in before:
                return case, page, True
        wanted = int(match["page"]) if match["page"].isdigit() else 0
        near = [(page, case) for page, case in cases if page and page <= wanted <= page + _A_LONG_DECISION]
        if not near:
            return None, None, False
        page, case = max(near, key=lambda found: found[0])
        return case, page, False

    def _law(self, written: str) -> tuple[str, str]:
        said = f"`{_on_one_line(written)}` is typed by hand."
        wanted = _parts(_SECTION_WORD.sub(" ", written))
        laws = [law.id for law in self.sources.laws.laws if wanted.strip() and wanted in _parts(law.citation)]
        if laws:
            return said, "Write " + " or ".join(f"`[@{identifier}]`" for identifier in laws) + "."
        return said, "Write `[@its-id]` with an id of laws.json; in a sentence write `section 1983`."

    def _back(self, match: re.Match[str], text: str, found: list[re.Match[str]]) -> tuple[str, str]:
        """What is wrong with an `Id.`: readers cannot follow it, and its page may be impossible."""
        reasons = [f"`{_on_one_line(match[0])}` is typed by hand; readers are never sent back like that."]
        typed = [one for one in found if one.end() <= match.start()]
        cited = list(_REFERENCE.finditer(text, 0, match.start()))
        case: Authority | None = None
        if typed and (not cited or typed[-1].start() > cited[-1].start()):
            case = self._meant(typed[-1], text)[0]
            first = typed[-1]["page"]
            if match["page"] and not typed[-1]["at"] and first.isdigit() and int(match["page"]) < int(first):
                cite = _on_one_line(f"{typed[-1]['volume']} {typed[-1]['reporter']} {first}")
                reasons.append(f"Page {match['page']} even lies before the page in `{cite}` above it.")
        elif cited:
            case = self.sources.authority(cited[-1][1])
        if not isinstance(case, Case):
            return " ".join(reasons), "Write the citation again: `[@hope-v-pelzer, 741]`."
        fault = pin_fault(case, match["page"]) if match["page"] else None
        if fault:
            reasons.append(fault[0])
        return " ".join(reasons), _write_instead(case, None if fault else match["page"])


def _cases_in(text: str) -> list[re.Match[str]]:
    return [match for match in _CASE.finditer(text) if _is_reporter(match["reporter"])]


def _write_instead(case: Case, pin: str | None) -> str:
    """What to write for a typed citation, with its page if it may be cited."""
    page = f", {_on_one_line(pin).replace('–', '-')}" if pin else ""
    return f"Write `[@{case.id}{page}]`."


@cache
def _reporters() -> frozenset[str]:
    """Every way to write a reporter that reporters-db knows, bare."""
    from reporters_db import EDITIONS, VARIATIONS_ONLY

    return frozenset(_bare(name) for name in (*EDITIONS, *VARIATIONS_ONLY))


def _is_reporter(words: str) -> bool:
    """Whether the words between two numbers are a reporter, and not a month or a name."""
    abbreviated = "." in words or any(c.isdigit() for c in words) or words.isupper()
    return abbreviated and _bare(words) in _reporters()


def _bare(words: str) -> str:
    """Letters, digits and the section sign only: `F. 3d`, `F.3d` and `F3d` are one reporter."""
    return re.sub(r"[^\w]", "", words).replace("_", "").casefold()


def _parts(citation: str) -> str:
    """The parts of a law's citation, bare, with a blank around each: ` 42 usc 1983 `."""
    return f" {' '.join(filter(None, map(_bare_section, citation.split())))} "


def _bare_section(part: str) -> str:
    return re.sub(r"[^\w.()]", "", part) if part[:1].isdigit() else _bare(part)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
