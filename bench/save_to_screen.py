"""How long it takes from a save to the changed page on screen, on the real site, in a real browser.

    python -m bench.save_to_screen [ROUNDS]

A copy of the sources is served by the preview. Timed is from the moment before the file is written to the end
of the first frame that shows the change. Beside it stands what the browser needs in the same run to ask the
preview for the same page again, unchanged, and to make a frame.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.in_browser import chromium, previewed
from generator.model.project import Folders
from tests.previews import Tab, tab

PROBES = {
    "text": "document.querySelector('main').textContent.includes(sign)",
    "style": "getComputedStyle(document.documentElement).getPropertyValue('--bench').includes(sign)",
}

FRAMES = """
window.frame = () => new Promise((done) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.timeOrigin + performance.now());
    port2.postMessage(0);  // delivered when the frame is made: styled, laid out, painted
  });
});
window.shown = (isThere) => new Promise((done) => {
  // Looking at every frame would take time from what is timed.
  const changes = new MutationObserver(() => {
    if (!isThere()) return;
    changes.disconnect();
    done(frame());
  });
  changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
});
window.again = async () => {
  const started = performance.timeOrigin + performance.now();
  await (await fetch(location.pathname, { cache: "no-store" })).text();
  return await frame() - started;
};
"""


@dataclass(frozen=True)
class Edit:
    """A kind of save: the page to look at, the file, and its text with a sign of ten characters in it."""

    path: str
    file: Path
    text: Callable[[str], str]
    probe: str = "text"


def edits(folders: Folders) -> dict[str, Edit]:
    """One edit of each kind."""
    article = folders.content / "en" / "what-qualified-immunity-is.md"
    cases = folders.content / "cases.json"
    style = folders.templates / "styles" / "2-base.css"
    written = {path: path.read_text(encoding="utf-8") for path in (article, cases, style)}
    slug = next(line for line in written[article].split("\n") if line.startswith("slug: ")).split()[1]
    table = json.loads(written[cases])
    case = table["cases"][0]
    matters = case["matters"]["en"]

    def with_case(sign: str) -> str:
        case["matters"]["en"] = f"{matters} {sign}."
        return json.dumps(table, ensure_ascii=False, indent=2)

    return {
        "an article": Edit(f"/en/{slug}/", article, lambda sign: f"{written[article]}\nThis is {sign}.\n"),
        "a case": Edit(f"/en/cases/{case['id']}/", cases, with_case),
        "a style sheet": Edit(
            f"/en/{slug}/", style, lambda sign: f"{written[style]}\n:root {{ --bench: {sign}; }}\n", "style"
        ),
    }


def times(seen: Tab, edit: Edit, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from save to screen, and of the page asked for again, round by round."""
    saves, agains = [], []
    for number in range(rounds + 1):
        sign = f"round-{number:04}"
        seen.page.evaluate(f"(sign) => {{ window.waited = shown(() => {PROBES[edit.probe]}); }}", sign)
        started = time.time() * 1000
        edit.file.write_text(edit.text(sign), encoding="utf-8")
        saves.append(seen.page.evaluate("waited") - started)
        agains.append(seen.page.evaluate("again()"))
        seen.page.wait_for_timeout(200)
    return saves[1:], agains[1:]  # the first save meets a cold preview


def main() -> None:
    """Print the medians and the spreads."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with previewed() as (folders, preview), chromium() as browser:
        for kind, edit in edits(folders).items():
            with tab(browser, preview.address + edit.path, width=1440, height=900) as seen:
                seen.page.evaluate(FRAMES)
                saves, agains = times(seen, edit, rounds)
                assert seen.is_the_page_that_was_opened(), f"{kind}: the page was loaded anew"
            for what, measured in ((f"{kind}, saved", saves), ("  its page, asked for again", agains)):
                spread = f"({min(measured):.0f}–{max(measured):.0f})"
                print(f"{what:28} {statistics.median(measured):4.0f} ms  {spread}")


if __name__ == "__main__":
    main()
