"""The packet: the pages of one language, opened from a disk."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from generator.model.site import APPOINTMENT, CASES, OFFLINE, SEARCH, Addresses, file_at
from generator.packet import relative_to
from generator.pipeline import Edition, prepare, render_all
from tests.conftest import Counted, HowMany, Watched, watched
from tests.tiny import TODAY, Project
from tests.trees import GRAPH, fragment_of, ways_to_outcomes

CODES = ["en", "es"]

FOLDERS = {"en": "clearly-established", "es": "claramente-establecido"}

LINK = re.compile(r' (?:href|src)="([^"]*)"')


def unpacked(files: dict[str, bytes], code: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(files[f"packet/clearly-established-{code}.zip"])) as packet:
        return {name.removeprefix(f"{FOLDERS[code]}/"): packet.read(name) for name in packet.namelist()}


A_FOLDER = st.lists(st.sampled_from(["en", "cases", "a", "assets"]), max_size=4).map("/".join)


@given(here=A_FOLDER, above=A_FOLDER)
def test_the_way_to_a_file_is_the_shortest_relative_one(here: str, above: str) -> None:
    place = posixpath.join(above, "index.html")
    assert relative_to(here, place) == posixpath.relpath(place, here or ".")


@pytest.fixture(scope="module", params=CODES)
def packet(request: pytest.FixtureRequest, files: dict[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """A language, and the files of its packet by their place in it."""
    return request.param, unpacked(files, request.param)


@pytest.fixture
def disk(packet: tuple[str, dict[str, bytes]], tmp_path: Path) -> Path:
    """Where somebody has unpacked it."""
    for name, data in packet[1].items():
        path = tmp_path / "USB stick ñ" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "USB stick ñ"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    seen = watched(context, "file://")
    yield seen
    context.close()
    assert not seen.faults, "\n".join(seen.faults)


def test_every_page_but_those_for_the_internet_is_in_the_packet(
    packet: tuple[str, dict[str, bytes]], files: dict[str, bytes], edition: Edition
) -> None:
    assert edition.sources
    code, inside = packet
    pages = {path for path in files if path.startswith(f"{code}/") and path.endswith(".html")}
    missing = pages - {f"{code}/{name}" for name in inside}
    where = Addresses(edition.sources)
    of_the_internet = {file_at(where.page(key, code)) for key in (OFFLINE, SEARCH)}
    assert missing == {*of_the_internet, f"{code}/404.html"}


def test_every_link_of_the_packet_leads_to_a_file_in_it_or_to_the_site(
    packet: tuple[str, dict[str, bytes]], edition: Edition, tmp_path: Path, counted: Counted
) -> None:
    assert edition.sources
    _, inside = packet
    places = set()
    ids = {
        name: set(re.findall(r' id="([^"]*)"', data.decode()))
        for name, data in inside.items()
        if name.endswith(".html")
    }
    for name in ids:
        for link in LINK.findall(inside[name].decode()):
            path, fragment = urldefrag(link)
            if re.match("https?:|tel:|mailto:", path):
                continue
            goal = (tmp_path / name).parent / unquote(path) if path else tmp_path / name
            place = goal.resolve().relative_to(tmp_path.resolve()).as_posix()
            places.add((name, place))
            assert place in inside, f"{name}: {link}"
            assert not fragment or "=" in fragment or fragment in ids[place], f"{name}: {link}"
    counted(f"{len(places)} pairs of pages linked")
    assert places


def test_no_address_in_the_packet_begins_at_the_root_of_a_disk(packet: tuple[str, dict[str, bytes]]) -> None:
    for name, data in packet[1].items():
        if name.endswith((".html", ".css", ".js")):
            text = re.sub(r'exported\["[^"]*"\]', "", data.decode())
            assert not re.search(r"""=["']/|url\((?!#)|\b(import|export)\b *[{*("]""", text), name


@pytest.mark.proof
def test_every_page_opens_from_a_disk_and_the_tree_reaches_every_result(
    disk: Path, reader: Watched, how_many: HowMany, counted: Counted
) -> None:
    pages = sorted(disk.rglob("*.html"))
    tree = next(page for page in pages if b'class="decision-tree"' in page.read_bytes())
    pages = pages[: how_many(sample=2, whole=len(pages))]
    for page in pages:
        reader.page.goto(page.as_uri())
        expect(reader.page.locator(".offline-note")).to_be_visible()
    ways = list(ways_to_outcomes(GRAPH).items())
    assert len(ways) == len(GRAPH.outcomes)
    ways = ways[: how_many(sample=4, whole=len(ways))]
    for outcome, way in ways:
        reader.page.goto(f"{tree.as_uri()}#{fragment_of(way)}")
        expect(reader.page.locator(f"#outcome-{outcome} [data-later] h3").first).to_be_visible()
        expect(reader.page.locator(".decision-tree__step:visible")).to_have_count(1)
    counted(f"{len(pages)} pages opened and {len(ways)} results reached from a disk")


def test_the_packet_works_from_a_disk(
    packet: tuple[str, dict[str, bytes]], disk: Path, reader: Watched, edition: Edition
) -> None:
    assert edition.sources
    code, where, page = packet[0], Addresses(edition.sources), reader.page

    def at(address: str) -> str:
        return (disk / file_at(address).removeprefix(f"{code}/")).as_uri()

    page.goto((disk / "index.html").as_uri())
    expect(page.locator(".offline-note a")).to_have_attribute(
        "href", f"{edition.sources.settings.base_url}/{code}/"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.skip-link')).position") == "absolute"
    page.locator(".home__action a").click()
    expect(page).to_have_url(at(where.tree(code)))
    page.locator("[data-answer='relief=money']").click()
    expect(page.locator("#question-law")).to_be_visible()
    page.locator("[data-clear]").click()
    expect(page.locator("#question-relief")).to_be_visible()

    page.goto(f"{at(where.page(CASES, code))}#topic=force")
    shown = page.locator("[data-cases] tbody tr:visible")
    expect(shown).to_have_count(int(page.locator("[data-shown]").inner_text()))
    page.locator("[name=name]").fill("mattos")
    expect(shown).to_have_count(1)
    page.locator("form [type=reset]").click()
    shown.first.get_by_role("link").click()
    expect(page.locator(".full-citation").first).to_be_visible()

    page.goto(f"{at(where.page(APPOINTMENT, code))}#{fragment_of(ways_to_outcomes(GRAPH)['denied'])}")
    expect(page.locator(".sheet--filled")).to_have_count(1)
    page.goto(at(where.page("the-two-questions", code)))
    page.locator("main section a[href$='#clearly-established']").first.click()
    expect(page.locator(".meaning")).to_be_visible()


def test_the_same_content_gives_the_same_packet_whatever_the_day(project: Project) -> None:
    project.replace("site.toml", 'site_name = "Tiny"', 'site_name = "Clearly Established"')
    one, other = (
        render_all(prepare(project.folders, today=day))[0]["packet/clearly-established-es.zip"]
        for day in (TODAY, TODAY.replace(day=26))
    )
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as packet:
        assert {entry.date_time[:3] for entry in packet.infolist()} == {(2026, 3, 31)}


def test_the_page_that_offers_the_packet_says_its_size(files: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    for code in CODES:
        page = files[file_at(Addresses(edition.sources).page(OFFLINE, code))].decode()
        link = re.search(
            r'<a class="button" href="/(packet/[^"]+)" download>[^<]*?([\d.]+)\u00a0MB\)</a>', page
        )
        assert link
        assert 0 <= float(link[2]) * 1_000_000 - len(files[link[1]]) < 100_000


def test_a_style_is_in_the_packet_once_and_is_that_of_its_pages(
    packet: tuple[str, dict[str, bytes]], files: dict[str, bytes]
) -> None:
    code, inside = packet
    named = set()
    for name, data in inside.items():
        if name.endswith(".html"):
            page = data.decode()
            assert "<style" not in page, name
            link = re.search(r'<link rel="stylesheet" href="(?:\.\./)*(assets/[^"]+)">', page)
            assert link, name
            own = re.search("<style>(.*?)</style>", files[f"{code}/{name}"].decode(), re.DOTALL)
            assert own
            assert inside[link[1]].decode() == own[1], name
            named.add(link[1])
    assert named == {name for name in inside if name.endswith(".css")}
    assert len(named) == len({inside[name] for name in named})
