"""What the first query of the search sends, and how soon its first result is on screen on a slow phone.

    python -m bench.search [ROUNDS]

Chromium runs four times slower than this machine (CDP `Emulation.setCPUThrottlingRate`). The time runs from a
key to the frame that shows the first result, with the index loaded; and, in the same run, from a key to the
frame that shows one changed line of text, which is what the browser costs by itself.
"""

from __future__ import annotations

import re
import statistics
import sys

import brotli
from playwright.sync_api import Browser

from bench.in_browser import chromium, compressed, served
from generator.commands import ROOT
from generator.model.project import Folders
from generator.pipeline import prepare, render_all

SLOWDOWN, LIMIT = 4, 200
PAGES = {"en": "en/search/", "es": "es/buscar/"}
QUERIES = {"en": "excesive force", "es": "proteccion igual"}
SCRIPTS = ("search", "matching", "site-header", "language-switch")

TIMED = """(query) => new Promise((done) => {
  const field = document.querySelector("[data-search] input");
  const shown = document.querySelector(query ? "[data-results]" : "h1");
  const started = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - started);
      port2.postMessage(0);  // delivered when the frame is made: styled, laid out, painted
    });
  }).observe(shown, { childList: true, characterData: true, subtree: true });
  if (query) {
    field.value = query;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    shown.textContent += ".";
  }
})"""


def main() -> None:
    """Print what a first query sends in each language, then the time of each key of a query."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    files, _ = render_all(prepare(Folders.of(ROOT)))
    for code, path in PAGES.items():
        _weigh(code, files, files[f"{path}index.html"].decode())
    print(f"\n{SLOWDOWN}× slowdown, {rounds} rounds; milliseconds from a key to its result, median (most)")
    with served(files) as address, chromium() as browser:
        for code, path in PAGES.items():
            _time(browser, code, f"{address}/{path}", rounds)


def _weigh(code: str, files: dict[str, bytes], page: str) -> None:
    index = re.search(r'data-index="/([^"]+)"', page)
    scripts = [path for path in files if path.startswith(tuple(f"assets/{name}." for name in SCRIPTS))]
    parts = {"page": page.encode(), "scripts": b"".join(files[path] for path in scripts)}
    parts["index"] = files[index[1]] if index else b""
    told = ", ".join(f"{name} {_sizes(data)}" for name, data in parts.items())
    texts = [data for path, data in files.items() if path.startswith(f"assets/search-{code}-texts.")]
    largest = max(texts, key=len)
    print(f"{code}: {told}; each of {len(texts)} files of texts at the most {_sizes(largest)} bytes")


def _sizes(data: bytes) -> str:
    """Bytes as brotli and gzip make them at their best."""
    return f"{len(brotli.compress(data)):,} ({compressed(data):,} gzip)"


def _time(browser: Browser, code: str, address: str, rounds: int) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page.goto(address)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    query = QUERIES[code]
    page.get_by_role("searchbox").click()
    page.wait_for_timeout(3_000)  # the index is loaded and read
    keys: list[float] = []
    line: list[float] = []
    for _ in range(rounds):
        for end in range(1, len(query) + 1):
            keys.append(page.evaluate(TIMED, query[:end]))
            page.wait_for_timeout(200)
        line.append(page.evaluate(TIMED, ""))
    page.close()
    print(
        f"  {code}: {statistics.median(keys):.0f} ({max(keys):.0f}) of {LIMIT}; "
        f"one line of text {statistics.median(line):.0f} ({max(line):.0f})"
    )


if __name__ == "__main__":
    main()
