"""What the case table weighs, and how long a choice in its form takes on a phone-class processor.

    python -m bench.case_table [ROUNDS]

Chromium runs four times slower than this machine (CDP `Emulation.setCPUThrottlingRate`). A choice is timed
from the event to the end of style and layout, script included, and set against one frame of 60 per second;
an empty change of style in the same page and run shows what the browser needs for nothing at all.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from generator.commands import ROOT
from generator.model.project import Folders
from generator.pipeline import prepare, render_all
from generator.write import write_site

SLOWDOWN, FRAME = 4, 1000 / 60
PAGES = {"en": "en/cases/index.html", "es": "es/casos/index.html"}

CHOICES = """async (rounds) => {
  const form = document.querySelector("[data-filter]");
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const timed = async (change) => {
    await frame();
    const started = performance.now();
    change();
    document.body.getBoundingClientRect();
    return performance.now() - started;
  };
  const choose = (name, value) => () => {
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
  };
  const changes = {
    "nothing (a style that changes no box)": () => document.body.style.setProperty("--nothing", Math.random()),
    "court": choose("court", "ca9"),
    "all courts": choose("court", ""),
    "topic": choose("topic", "force"),
    "all topics": choose("topic", ""),
    "a letter of the name": choose("name", "m"),
    "no name": choose("name", ""),
    "sort by name": () => document.querySelector('[data-sort="name"] button').click(),
  };
  const found = Object.fromEntries(Object.keys(changes).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, change] of Object.entries(changes)) found[name].push(await timed(change));
  }
  return found;
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def main() -> None:
    """Print the sizes, then milliseconds and shares of a frame for each kind of choice."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    files, _ = render_all(prepare(Folders.of(ROOT)))
    for code, path in PAGES.items():
        packed = len(gzip.compress(files[path], 9))
        print(
            f"{code}: {len(files[path]) / 1e3:.1f} kB, compressed (gzip 9) {packed / 1e3:.1f} kB of 30 allowed"
        )
    with tempfile.TemporaryDirectory() as folder:
        write_site(files, Path(folder) / "site")
        handler = functools.partial(_Quiet, directory=f"{folder}/site")
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            _measure(f"http://127.0.0.1:{server.server_port}/en/cases/", rounds)
            server.shutdown()


def _measure(address: str, rounds: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page: Page = browser.new_page(viewport={"width": 390, "height": 844}, bypass_csp=True)
        page.goto(address)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        found: dict[str, list[float]] = page.evaluate(CHOICES, rounds)
        browser.close()
    print(
        f"\n{SLOWDOWN}× slowdown, 390 px, {rounds} rounds; milliseconds and share of a frame of {FRAME:.1f} ms"
    )
    for name, times in found.items():
        median, worst = statistics.median(times), sorted(times)[int(len(times) * 0.95) - 1]
        print(f"{name:<40}{median:>8.1f}  (95 %: {worst:.1f}){median / FRAME:>8.2f}")


if __name__ == "__main__":
    main()
