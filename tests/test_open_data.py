"""The case table as open data: whole, described, licensed, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from generator.pipeline import Edition
from tests.tiny import Project


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_csv_has_every_case_in_both_languages_and_a_licence(
    files: dict[str, bytes], edition: Edition
) -> None:
    assert edition.sources
    read = {row["id"]: row for row in rows(files["cases.csv"])}
    assert set(read) == {case.id for case in edition.sources.cases.cases}
    mattos = read["mattos-v-agarano"]
    assert mattos["citation"] == "Mattos v. Agarano, 661 F.3d 433 (9th Cir. 2011) (en banc)"
    assert mattos["address_es"] == "https://clearly-established.example/es/casos/mattos-v-agarano/"
    for case in edition.sources.cases.cases:
        row = read[case.id]
        assert row["year"] == str(case.year)
        assert row["pins"].split("; ") == (list(case.pins) or [""])
        assert row["licence"] == edition.sources.settings.content_licence_url
        for code in edition.sources.settings.codes:
            assert row[f"holding_{code}"] == case.holding[code]


def test_the_csv_is_as_rfc_4180_and_spreadsheets_want_it(files: dict[str, bytes]) -> None:
    data = files["cases.csv"]
    assert data.startswith(b"\xef\xbb\xbfid,name,")
    assert data.endswith(b"\r\n")
    assert "ñ" in data.decode("utf-8-sig")


def test_the_description_names_the_columns_of_the_csv_in_their_order(files: dict[str, bytes]) -> None:
    described = json.loads(files["cases.csv-metadata.json"])
    columns = described["tableSchema"]["columns"]
    header = files["cases.csv"].decode("utf-8-sig").split("\r\n")[0]
    assert ",".join(column["name"] for column in columns) == header
    assert described["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    by_name = {column["name"]: column for column in columns}
    assert by_name["holding_es"]["lang"] == "es"
    assert by_name["decided"]["datatype"] == "date"
    assert by_name["topics"]["separator"] == "; "


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_run_as_a_formula(project: Project, start: str) -> None:
    words = f"{start}HYPERLINK and so on."
    project.tables["cases.json"]["cases"][0]["holding"]["en"] = words
    project.save()
    (row,) = rows(project.page("cases.csv").encode())
    assert row["holding_en"] == "'" + words


def test_the_headers_say_what_the_files_are_and_under_which_licence(files: dict[str, bytes]) -> None:
    headers = files["_headers"].decode()
    for name in ("cases.json", "cases.csv", "cases.csv-metadata.json"):
        block = headers.split(f"\n/{name}\n")[1].split("\n\n")[0]
        assert "Access-Control-Allow-Origin: *" in block
        assert 'Link: <https://creativecommons.org/licenses/by/4.0/>; rel="license"' in block
    assert "Content-Type: text/csv; charset=utf-8; header=present" in headers


def test_where_editors_read_a_quotation_stays_with_the_editors(
    files: dict[str, bytes], edition: Edition
) -> None:
    assert edition.sources
    published = b"".join(files[name] for name in ("cases.json", "cases.csv")).decode("utf-8-sig")
    sources = {q.source for case in edition.sources.cases.cases for q in case.quotes}
    assert sources
    assert not any(source in published for source in sources)
