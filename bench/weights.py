"""What a reader's phone has to load for each page, compressed as Netlify does it (brotli).

    python -m bench.weights

A page holds its style, so it is all that the first paint needs; scripts and the icon follow.
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
"""What an article may weigh until it is painted (one round trip holds that), and with all that follows."""

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_ASSET = re.compile(rb'(?:href=|src=|from )"/(assets/[^"]+)"')


@cache
def packed(data: bytes) -> int:
    """Bytes on the wire."""
    return len(brotli.compress(data, quality=11))


@dataclass(frozen=True)
class Weight:
    """What one page weighs in bytes on the wire: the page, its style within it, and the files that follow."""

    path: str
    kind: str
    paint: int
    style: int
    rest: int

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
            found.append(Weight(path, kind, packed(page), packed(style), rest))
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
    print(f"{'bytes, brotli 11':<56}{'page':>8}{'style in it':>13}{'what follows':>14}{'first visit':>13}")
    for one in found:
        if one.kind in ARTICLES or one.kind not in seen:
            print(f"{one.path:<56}{one.paint:>8,}{one.style:>13,}{one.rest:>14,}{one.visit:>13,}")
        seen.add(one.kind)
    print(f"{'an article may weigh':<56}{PAINT:>8,}{'':>27}{VISIT:>13,}")


if __name__ == "__main__":
    main()
