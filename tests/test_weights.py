"""The weight of pages on the wire."""

from __future__ import annotations

from bench.weights import ARTICLES, PAINT, VISIT, weights
from generator.pipeline import Edition
from tests.conftest import Counted


def test_every_article_is_painted_after_one_round_trip_and_light_in_all(
    edition: Edition, files: dict[str, bytes], counted: Counted
) -> None:
    articles = [one for one in weights(edition, files) if one.kind in ARTICLES]
    heaviest = max(articles, key=lambda one: one.paint)
    counted(
        f"{len(articles)} articles; the heaviest, {heaviest.path}, has {heaviest.paint:,} of {PAINT:,} bytes"
    )
    assert len(articles) > 30
    assert {
        one.path: (one.paint, one.visit) for one in articles if one.paint > PAINT or one.visit > VISIT
    } == {}


def test_what_follows_a_page_includes_what_its_scripts_load(
    edition: Edition, files: dict[str, bytes]
) -> None:
    tree = next(one for one in weights(edition, files) if one.kind == "pages/tree.html")
    walks = next(len(data) for path, data in files.items() if path.startswith("assets/walks."))
    assert tree.rest > walks / 4
