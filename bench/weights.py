"""What a reader's phone has to load for each page, compressed as Netlify does it (brotli).

    python -m bench.weights

A page holds its style, so it is all that the first paint needs; scripts and the icon follow. What comes only
when the reader has begun to use the page is told beside it: the results of the tree, the index of the search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import brotli

from generator.commands import ROOT
from generator.model.project import Folders
from generator.pipeline import Edition, prepare, render_all

ARTICLES = ("pages/article.html", "pages/borrowed.html")
PAINT, VISIT = 14 * 1024, 20 * 1024
"""What an article may weigh until it is painted (one round trip holds that); and any page in all."""

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_ASSET = re.compile(rb'(?:href=|src=|from ?)"/(assets/[^"]+)"')
_LATER = re.compile(rb' data-(?:needs|index)="/(assets/[^"]+)"')


@cache
def packed(data: bytes) -> int:
    """Bytes on the wire."""
    return len(brotli.compress(data, quality=11))


@dataclass(frozen=True)
class Weight:
    """What one page weighs in bytes on the wire.

    The page, its style within it, the files that follow, and those that come when the reader uses it.
    """

    path: str
    kind: str
    paint: int
    style: int
    rest: int
    later: int

    @property
    def visit(self) -> int:
        """All that a first visit loads."""
        return self.paint + self.rest


def weights(edition: Edition, files: Mapping[str, bytes]) -> list[Weight]:
    """Every page of every language, by the template that it is made from; the heaviest of a kind first."""
    assert edition.plan
    found = []
    for path, recipe in edition.plan.recipes.items():
        if recipe.template.startswith("pages/"):
            page = files[path]
            kind = "pages/article.html" if recipe.template in ARTICLES else recipe.template
            style = b"".join(_STYLE.findall(page))
            rest = sum(packed(files[name]) for name in _follow(page, files))
            later = sum(packed(files[name.decode()]) for name in _LATER.findall(page))
            found.append(Weight(path, kind, packed(page), packed(style), rest, later))
    return sorted(found, key=lambda one: (one.kind, -one.visit))


def _follow(page: bytes, files: Mapping[str, bytes]) -> set[str]:
    """The files that a page loads, and those that its scripts load in turn."""
    found: set[str] = set()
    waiting = set(_ASSET.findall(page))
    while waiting:
        found |= {name.decode() for name in waiting}
        inner = {name for asset in waiting for name in _ASSET.findall(files[asset.decode()])}
        waiting = {name for name in inner if name.decode() not in found}
    return found


def main() -> None:
    """Print the heaviest page of each kind, and each article beside its limits."""
    edition = prepare(Folders.of(ROOT))
    found = weights(edition, render_all(edition)[0])
    seen: set[str] = set()
    columns = f"{'page':>8}{'style in it':>13}{'what follows':>14}{'first visit':>13}{'in use':>10}"
    print(f"{'bytes, brotli 11':<56}{columns}")
    for one in found:
        if one.kind in ARTICLES or one.kind not in seen:
            print(
                f"{one.path:<56}{one.paint:>8,}{one.style:>13,}{one.rest:>14,}{one.visit:>13,}{one.later:>10,}"
            )
        seen.add(one.kind)
    print(f"{'an article may weigh':<56}{PAINT:>8,}{'':>27}{VISIT:>13,}")
    print(f"{'any page may weigh':<91}{VISIT:>13,}")


if __name__ == "__main__":
    main()
