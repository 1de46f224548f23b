"""The weight of pages on the wire."""

from __future__ import annotations

from bench.weights import ARTICLES, PAINT, VISIT, weights
from generator.pipeline import Edition
from tests.conftest import Counted


def test_every_page_is_light_and_every_article_painted_after_one_round_trip(
    edition: Edition, files: dict[str, bytes], counted: Counted
) -> None:
    pages = weights(edition, files)
    articles = [one for one in pages if one.kind in ARTICLES]
    slowest = max(articles, key=lambda one: one.paint)
    heaviest = max(pages, key=lambda one: one.visit)
    counted(
        f"{len(pages)} pages; a first visit to the heaviest, {heaviest.path}, loads {heaviest.visit:,} of "
        f"{VISIT:,} bytes; {slowest.path} is painted after {slowest.paint:,} of {PAINT:,}"
    )
    assert len(articles) > 30
    assert {one.path: one.visit for one in pages if one.visit > VISIT} == {}
    assert {one.path: one.paint for one in articles if one.paint > PAINT} == {}


def test_what_follows_a_page_includes_what_its_scripts_load(
    edition: Edition, files: dict[str, bytes]
) -> None:
    tree = next(one for one in weights(edition, files) if one.kind == "pages/tree.html")
    walks = next(len(data) for path, data in files.items() if path.startswith("assets/walks."))
    assert tree.rest > walks / 4


def test_what_comes_when_the_page_is_used_is_weighed_apart(edition: Edition, files: dict[str, bytes]) -> None:
    later = {one.kind: one.later for one in weights(edition, files)}
    assert later["pages/tree.html"] > 0
    assert later["pages/appointment.html"] > 0
    assert later["pages/search.html"] > 0
    assert later["pages/article.html"] == 0
