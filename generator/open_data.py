"""The case table as open data: JSON, CSV, and the description of the CSV's columns.

CSV after RFC 4180, in UTF-8 with a byte order mark, without which spreadsheet programs misread `ñ`. Its
description follows the W3C's "Metadata Vocabulary for Tabular Data" (CSV on the Web).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from generator.bluebook import plain_citation
from generator.model.content import Case
from generator.model.site import Addresses, Sources

OPEN_DATA = JSON_FILE, CSV_FILE, METADATA_FILE = "cases.json", "cases.csv", "cases.csv-metadata.json"
"""The files of the open data, by their path in the output."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet program would take for a formula and run."""


class OpenData:
    """What we say of each case, in every language, for other programs; a court's words come with theirs."""

    def __init__(self, sources: Sources, addresses: Addresses, base_url: str) -> None:
        """`base_url` is the origin of the site, without a slash at its end."""
        self.sources = sources
        self.addresses = addresses
        self.base_url = base_url

    def makers(self) -> Mapping[str, Callable[[], bytes]]:
        """What makes each file, by its path in the output."""
        return {JSON_FILE: self._json, CSV_FILE: self._csv, METADATA_FILE: self._metadata}

    def _json(self) -> bytes:
        cases, settings = self.sources.cases, self.sources.settings
        hidden = {"quotes": {"__all__": {"source"}}}  # notes for editors
        records = [
            {
                **case.model_dump(mode="json", exclude=hidden, exclude_none=True),
                "citation": plain_citation(case, cases.courts),
                "addresses": {code: self._address(case, code) for code in settings.codes},
            }
            for case in cases.cases
        ]
        return _as_json(
            {
                "licence": settings.content_licence,
                "licence_url": settings.content_licence_url,
                "law_as_of": settings.law_as_of.isoformat(),
                "courts": {key: court.model_dump() for key, court in cases.courts.items()},
                "topics": {key: topic.model_dump() for key, topic in cases.topics.items()},
                "cases": records,
            }
        )

    def _csv(self) -> bytes:
        text = io.StringIO(newline="")
        rows = [self._row(case) for case in self.sources.cases.cases]
        writer = csv.DictWriter(text, [name for name, _ in self._columns()], lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
        return text.getvalue().encode("utf-8-sig")

    def _row(self, case: Case) -> dict[str, str]:
        tables = self.sources.cases
        row = {
            "id": case.id,
            "name": case.name,
            "citation": plain_citation(case, tables.courts),
            "parallel": "; ".join(case.parallel),
            "court": case.court,
            "year": str(case.year),
            "decided": case.decided.isoformat() if case.decided else "",
            "docket": case.docket or "",
            "en_banc": "true" if case.en_banc else "false",
            "immunity": case.immunity.value,
            "topics": "; ".join(case.topics),
            "confirmed": case.confirmed.value,
            "checked": case.checked.isoformat(),
            "pins": "; ".join(case.pins),
            "later": "; ".join(case.later),
            "licence": self.sources.settings.content_licence_url,
        }
        for code in self.sources.settings.codes:
            row[f"court_{code}"] = tables.courts[case.court].name[code]
            row[f"topics_{code}"] = "; ".join(tables.topics[topic][code] for topic in case.topics)
            for name in _WORDS:
                words = getattr(case, name)
                row[f"{name}_{code}"] = words[code] if words else ""
            row[f"address_{code}"] = self._address(case, code)
        return row

    def _columns(self) -> list[tuple[str, str]]:
        """The columns in order, each with the kind of its values (XML Schema)."""
        by_language = ("court", "topics", *_WORDS, "address")
        plain = [(name, _KINDS.get(name, "string")) for name in _PLAIN]
        codes = self.sources.settings.codes
        return [
            *plain,
            *((f"{n}_{c}", "anyURI" if n == "address" else "string") for n in by_language for c in codes),
            ("licence", "anyURI"),
        ]

    def _metadata(self) -> bytes:
        settings = self.sources.settings
        columns = []
        for name, kind in self._columns():
            column: dict[str, Any] = {"name": name, "titles": name, "datatype": kind}
            code = name.rpartition("_")[2]
            if code in settings.codes and kind == "string":
                column["lang"] = code
            if name in _LISTS:
                column["separator"] = "; "
            columns.append(column)
        return _as_json(
            {
                "@context": ["http://www.w3.org/ns/csvw", {"@language": settings.codes[0]}],
                "url": CSV_FILE,
                "dc:title": {language.code: language.site_name for language in settings.languages},
                "dc:license": {"@id": settings.content_licence_url},
                "dc:modified": {"@value": settings.law_as_of.isoformat(), "@type": "xsd:date"},
                "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
                "tableSchema": {"primaryKey": "id", "columns": columns},
            }
        )

    def _address(self, case: Case, code: str) -> str:
        return self.base_url + self.addresses.case(case.id, code)


_PLAIN = (
    *("id", "name", "citation", "parallel", "court", "year", "decided", "docket", "en_banc", "immunity"),
    *("topics", "confirmed", "checked", "pins", "later"),
)
_WORDS = ("happened", "holding", "matters", "treatment", "doubt")
_LISTS = ("parallel", "topics", "pins", "later")
_KINDS = {"year": "gYear", "decided": "date", "en_banc": "boolean", "checked": "date"}


def _harmless(value: str) -> str:
    """A cell that no spreadsheet program runs: an apostrophe makes it text (OWASP, "CSV Injection")."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _as_json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"
