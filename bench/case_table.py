"""What the case table weighs, and how long a choice in its form takes on a phone-class processor.

    python -m bench.case_table [ROUNDS]

Chromium runs four times slower than this machine (CDP `Emulation.setCPUThrottlingRate`). Two measures: the
site's own work (script, style, layout), and the whole first frame that shows the choice with its painting,
which a machine without a graphics processor does in software. Rows below the first screen follow in later
frames. The least visible change, one line of text hidden or shown, is measured in the same run.
"""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import Browser, Page

from bench.in_browser import chromium, compressed, served
from generator.commands import ROOT
from generator.model.project import Folders
from generator.pipeline import prepare, render_all

SLOWDOWN, FRAME = 4, 1000 / 60
PAGES = {"en": "en/cases/index.html", "es": "es/casos/index.html"}

TIMED = """([change, name, value]) => new Promise((done) => {
  const field = document.querySelector("[data-filter]").elements[name];
  const button = document.querySelector(`[data-sort="${name}"] button`);
  const started = performance.now();
  if (change === "choose") {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (change === "sort") {
    button.click();
  } else {
    document.querySelector("[data-count]").toggleAttribute("hidden");
  }
  document.body.offsetHeight;  // style and layout, now
  const own = performance.now() - started;
  requestAnimationFrame(() => {
    const begun = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done([own, own + performance.now() - begun]);
    port2.postMessage(0);  // delivered when the frame is made: styled, laid out, painted
  });
})"""

CHANGES = {
    "one line of text": ["", "", ""],
    "one court": ["choose", "court", "ca9"],
    "all courts": ["choose", "court", ""],
    "one topic": ["choose", "topic", "force"],
    "all topics": ["choose", "topic", ""],
    "a letter of the name": ["choose", "name", "m"],
    "no name": ["choose", "name", ""],
    "sort by name, or back": ["sort", "name", ""],
}


def main() -> None:
    """Print the sizes, then milliseconds and shares of a frame for each kind of choice."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    files, _ = render_all(prepare(Folders.of(ROOT)))
    for code, path in PAGES.items():
        packed, whole = compressed(files[path]), len(files[path])
        print(f"{code}: {whole / 1e3:.1f} kB, compressed (gzip 9) {packed / 1e3:.1f} kB of 30 allowed")
    with served(files) as address, chromium() as browser:
        _measure(browser, f"{address}/en/cases/", rounds)


def _measure(browser: Browser, address: str, rounds: int) -> None:
    page: Page = browser.new_page(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page.goto(address)
    page.evaluate("document.querySelector('[data-filter]').scrollIntoView()")  # where a reader chooses
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    found: dict[str, list[list[float]]] = {name: [] for name in CHANGES}
    for _ in range(rounds):
        for name, change in CHANGES.items():
            page.wait_for_timeout(400)  # until the rows and the address that follow later are there too
            found[name].append(page.evaluate(TIMED, change))
    print(f"\n{SLOWDOWN}× slowdown, 390 px, {rounds} rounds; a frame is {FRAME:.1f} ms; median (95 %)")
    print(f"{'':<24}{'own work':>18}{'of a frame':>12}{'with painting':>18}{'of a frame':>12}")
    for name, times in found.items():
        columns = ""
        for measured in zip(*times, strict=True):
            median, most = statistics.median(measured), sorted(measured)[int(rounds * 0.95) - 1]
            columns += f"{f'{median:.1f} ms ({most:.1f})':>18}{median / FRAME:>12.2f}"
        print(f"{name:<24}{columns}")


if __name__ == "__main__":
    main()
