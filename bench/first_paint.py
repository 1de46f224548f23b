"""How soon an article is painted on a slow line: with its style in the page, and with the style as a file.

    python -m bench.first_paint [ROUNDS]

The line is WebPageTest's "3G Slow". A reader comes with an empty cache and goes on to other articles, so
that the style as a file, which the browser keeps, has its advantage on every page but the first.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Mapping

from playwright.sync_api import Browser

from bench.in_browser import SLOW_3G, chromium, served
from generator.commands import ROOT
from generator.model.project import Folders
from generator.pipeline import prepare, render_all

PAGES = ("es/las-dos-preguntas/", "es/plazos/", "es/que-hacer-ahora/")
STYLE = "assets/style.css"
PAINTED = """() => new Promise((done) => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    paint ? done(paint.startTime) : setTimeout(look, 10);
  };
  look();
})"""


def linked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same site with the style of these articles as one file."""
    found = dict(files)
    for page in PAGES:
        path = f"{page}index.html"
        before, style, after = re.split(rb"<style>(.*?)</style>", found[path], maxsplit=1, flags=re.DOTALL)
        found[path] = before + b'<link rel="stylesheet" href="/' + STYLE.encode() + b'">' + after
        found[STYLE] = style
    return found


def main() -> None:
    """Print the median milliseconds until each page is painted, for both ways."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    files = dict(render_all(prepare(Folders.of(ROOT)))[0])
    print(f"{'ms to the first paint':<24}" + "".join(f"{page:>26}" for page in PAGES))
    with chromium() as browser:
        for name, site in (("style in the page", files), ("style as a file", linked(files))):
            with served(site, SLOW_3G) as address:
                times = zip(*(_visit(browser, address) for _ in range(rounds)), strict=True)
                print(f"{name:<24}" + "".join(f"{statistics.median(each):>26.0f}" for each in times))


def _visit(browser: Browser, address: str) -> list[float]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, found = context.new_page(), []
    for path in PAGES:
        page.goto(f"{address}/{path}")
        found.append(float(page.evaluate(PAINTED)))
    context.close()
    return found


if __name__ == "__main__":
    main()
