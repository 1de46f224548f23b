"""What machines read is valid: pages by the Nu Html Checker, feeds and sitemap by their grammars."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from generator.commands import ROOT
from generator.model.site import is_page
from generator.pipeline import Edition
from tests.conftest import Counted

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""Java for a program that ends soon: half the work of its usual settings."""

NEWER_THAN_THE_CHECKER = ("Property “paint-order” doesn't exist", "“context-stroke” is not a “color” value")
"""What the checker says of two things in CSS that it does not know yet (SVG 2, 13.4 and 13.8)."""

NOT_VALID = '<!doctype html><html lang="en"><title>Words</title><p id="a b">Words'


def test_every_page_in_every_language_is_valid_html(
    files: dict[str, bytes], site: Path, tmp_path: Path, counted: Counted
) -> None:
    """A page that is not valid goes with them, so that we know the checker has looked."""
    pages = [site / path for path in files if is_page(path)]
    not_valid = tmp_path / "not-valid.html"
    not_valid.write_text(NOT_VALID)
    known = "|".join(f".*{re.escape(message)}.*" for message in NEWER_THAN_THE_CHECKER)
    options = ("--stdout", "--errors-only", "--filterpattern", known)
    command = ["java", *SHORT_RUN, "-jar", CHECKER, *options, *pages, not_valid]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    told = run.stdout.splitlines()
    assert [line for line in told if not_valid.name not in line] == []
    assert any("An ID must not contain whitespace" in line for line in told), run.stderr
    counted(f"{len(pages)} pages are valid HTML")


# --- feeds and sitemap ---

GRAMMARS = Path(__file__).parent / "grammars"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def faults(grammar: str, document: bytes) -> list[str]:
    """What a grammar says of a document."""
    shape = etree.RelaxNG(etree.parse(GRAMMARS / f"{grammar}.rng"))
    shape.validate(etree.fromstring(document))
    return [error.message for error in shape.error_log]


@pytest.fixture
def feeds(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith("/feed.xml")}


def test_every_feed_is_valid_atom(feeds: dict[str, bytes], edition: Edition) -> None:
    assert edition.sources
    assert set(feeds) == {f"{code}/feed.xml" for code in edition.sources.settings.codes}
    for path, data in feeds.items():
        assert faults("atom", data) == [], path


def test_a_feed_keeps_the_rules_that_no_grammar_can_say(feeds: dict[str, bytes]) -> None:
    """RFC 4287: an author for every entry and a link to it (4.1.2), ids that are its own (4.2.6)."""
    for path, data in feeds.items():
        feed = etree.fromstring(data)
        entries = feed.findall("a:entry", ATOM)
        assert len(entries) >= 15, path
        assert feed.find("a:author", ATOM) is not None
        for one in (feed, *entries):
            links = one.findall("a:link", ATOM)
            kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in links]
            assert len(set(kinds)) == len(kinds)
            assert any(rel == "alternate" for rel, *_ in kinds)
        ids = [one.findtext("a:id", "", ATOM) for one in (feed, *entries)]
        assert len(set(ids)) == len(ids)
        newest = max(entry.findtext("a:updated", "", ATOM) for entry in entries)
        assert feed.findtext("a:updated", "", ATOM) == newest


def test_the_sitemap_is_valid(files: dict[str, bytes]) -> None:
    assert faults("sitemap", files["sitemap.xml"]) == []


@pytest.mark.parametrize(
    ("grammar", "path", "right", "wrong"),
    [
        ("atom", "en/feed.xml", r"<updated>.*?</updated>", ""),
        ("atom", "en/feed.xml", r"T00:00:00\+00:00", ""),
        ("atom", "en/feed.xml", r"<id>.*?</id>", ""),
        ("atom", "en/feed.xml", r"<name>.*?</name>", ""),
        ("atom", "en/feed.xml", r"</title>", "</title><title>Twice</title>"),
        ("sitemap", "sitemap.xml", r"<loc>.*?</loc>", ""),
        ("sitemap", "sitemap.xml", r"<loc>https://[^/]*", "<loc>"),
        ("sitemap", "sitemap.xml", r"<lastmod>.*?</lastmod>", "<lastmod>yesterday</lastmod>"),
        ("sitemap", "sitemap.xml", r'hreflang="es"', 'hreflang="Spanish language"'),
    ],
)
def test_the_grammars_refuse_what_is_not_valid(
    files: dict[str, bytes], grammar: str, path: str, right: str, wrong: str
) -> None:
    broken, changes = re.subn(right, wrong, files[path].decode(), count=1)
    assert changes == 1
    assert faults(grammar, broken.encode())
