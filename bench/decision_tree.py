"""What the decision tree weighs, and how soon a reader on a slow phone can answer its first question.

    python -m bench.decision_tree [ROUNDS]

The line is WebPageTest's "3G Slow" (400 kbit/s, 400 ms for each request), the processor four times slower
than this machine (CDP `Emulation.setCPUThrottlingRate`), the cache empty. The first question can be answered
when it is painted: its answers are links and need no script. Beside it, in the same run: a page with one line
of text and no style, which shows what the line and the browser cost by themselves.
"""

from __future__ import annotations

import json
import re
import statistics
import sys

from playwright.sync_api import Browser

from bench.in_browser import SLOW_3G, chromium, compressed, served
from generator.commands import ROOT
from generator.model.project import Folders
from generator.pipeline import prepare, render_all

SLOWDOWN = 4
PAGES = {"en": "en/could-it-block-my-claim/", "es": "es/podria-bloquear-mi-reclamo/"}
BARE = b"<!doctype html><html lang=en><title>Bare</title><p class=decision-tree__answer>One line of text."

# Both moments in milliseconds since the address was entered: the first answer painted, the next step shown.
TIMED = """() => {
  const answerable = () => performance.getEntriesByName("first-contentful-paint").length > 0
    && document.querySelector(".decision-tree__answer")?.checkVisibility();
  const wait = () => {
    if (!answerable()) return setTimeout(wait, 4);
    requestAnimationFrame(() => setTimeout(painted));  // when the frame that holds the answer is made
  };
  const painted = () => {
    const seen = performance.now();
    const answer = document.querySelector("a[data-answer='relief=money']");
    window.firstAnswer = { painted: seen, answered: seen };
    if (!answer) return;
    answer.click();
    const next = () => {
      const question = document.getElementById("question-law");
      const top = question?.getBoundingClientRect().top ?? -1;
      if (top < 0 || top > innerHeight) return requestAnimationFrame(next);
      window.firstAnswer.answered = performance.now();
    };
    next();
  };
  wait();
}"""


def main() -> None:
    """Print the weights against their limits, and the two moments for each language."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    found, _ = render_all(prepare(Folders.of(ROOT)))
    files = {**found, "bare/index.html": BARE}
    for code, path in PAGES.items():
        _weigh(code, found, path)
    print(f"\n3G Slow, processor {SLOWDOWN}× slower, {rounds} rounds; milliseconds, median (most)")
    with served(files, SLOW_3G) as address, chromium() as browser:
        for code, path in {"one line of text, no style": "bare/", **PAGES}.items():
            painted, answered = _time(browser, f"{address}/{path}", rounds)
            print(
                f"  {code:<28} can be answered after {_told(painted)}; next question after {_told(answered)}"
            )


def _weigh(code: str, files: dict[str, bytes], path: str) -> None:
    page = files[f"{path}index.html"].decode()
    scripts = re.findall(r'<script[^>]* src="/([^"]+)"', page)
    script = sum(compressed(files[name]) for name in scripts)
    graph = re.search(r"<script[^>]*data-tree>(.*?)</script>", page, re.DOTALL)
    data = compressed(graph[1].encode()) if graph else 0
    words = compressed(_words(graph[1] if graph else "{}", page).encode())
    print(
        f"{code}: scripts ({len(scripts)}) {script} bytes of 4,096; compiled tree {data} bytes of 12,288; "
        f"all words of its steps {words}; page {compressed(page.encode())}"
    )


def _words(graph: str, page: str) -> str:
    """What a script without a page would need instead: the graph and every word that the walk shows."""
    steps = re.findall(
        r'<section class="decision-tree__step[^>]* id="(?:question|outcome)-.*?</section>', page, re.S
    )
    text = re.sub(r"<[^>]+>", " ", " ".join(steps))
    return json.dumps([graph, " ".join(text.split())], ensure_ascii=False)


def _time(browser: Browser, address: str, rounds: int) -> tuple[list[float], list[float]]:
    painted, answered = [], []
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.add_init_script(f"({TIMED})()")
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(address, wait_until="load")
        page.wait_for_timeout(300)
        moments = page.evaluate("window.firstAnswer")
        painted.append(moments["painted"])
        answered.append(moments["answered"])
        context.close()
    return painted, answered


def _told(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ({max(times):.0f})"


if __name__ == "__main__":
    main()
