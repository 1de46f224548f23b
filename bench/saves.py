"""That no save is lost: pairs of saves, near and far apart, and what is on screen after each pair.

    python -m bench.saves [ROUNDS]

A copy of the real sources is served by the preview. Two pages are open, an article that is scrolled and the
decision tree with an answer. Each round saves both of their files twice, 50 to 1,500 milliseconds apart.
"""

from __future__ import annotations

import json
import random
import sys
import time

from playwright.sync_api import Error

from bench.in_browser import chromium, previewed
from tests.previews import Tab, tab

AT_REST = 0.3
"""Seconds after which a page that shows the last save must still show it."""

PLACE = 900


def main() -> None:
    """Print what was counted; the exit status is 1 if anything was lost."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(5)
    lost, moved, forgotten = 0, 0.0, 0
    with previewed() as (folders, preview), chromium() as browser:
        rules = json.loads((folders.content / "rules.json").read_text(encoding="utf-8"))
        question = next(one for one in rules["questions"] if one["id"] == rules["start"])
        answer = next(one for one in question["answers"] if one["to"].startswith("question:"))
        files = [
            folders.content / "en" / name for name in ("what-qualified-immunity-is.md", "decision-tree.md")
        ]
        written = [path.read_text(encoding="utf-8") for path in files]
        slugs = [text.partition("\nslug: ")[2].split("\n")[0] for text in written]
        tree = f"{preview.address}/en/{slugs[1]}/#{question['id']}={answer['id']}"
        asked = f"#{answer['to'].replace(':', '-')}"
        with tab(browser, f"{preview.address}/en/{slugs[0]}/") as article, tab(browser, tree) as walked:
            article.page.evaluate("(down) => scrollTo(0, down)", PLACE)
            for number in range(rounds):
                for save in ("first", "second"):
                    for path, text in zip(files, written, strict=True):
                        path.write_text(
                            f"{text}\nThis is the {save} save of round {number}.\n", encoding="utf-8"
                        )
                    if save == "first":
                        time.sleep(chance.uniform(0.05, 1.5))
                wanted = f"This is the second save of round {number}."
                lost += sum(not is_shown(page, wanted) for page in (article, walked))
                moved = max(moved, abs(article.scrolled() - PLACE))
                forgotten += not walked.page.locator(asked).is_visible()
            stayed = article.is_the_page_that_was_opened() and walked.is_the_page_that_was_opened()
    print(f"{rounds} rounds of two saves on two pages: {lost} lost")
    print(f"the article moved by {moved:.1f} pixels at most; the tree forgot its answer {forgotten} times")
    print("no page was loaded anew" if stayed else "a page was loaded anew")
    sys.exit(bool(lost or forgotten or moved >= 2 or not stayed))


def is_shown(seen: Tab, wanted: str) -> bool:
    """Whether the page comes to show the words, stays so, and shows no other save."""
    try:
        seen.shows(wanted)
    except Error:
        return False
    time.sleep(AT_REST)
    text = seen.page.locator("main").inner_text()
    return text.count("This is the ") == text.count(wanted) == 1


if __name__ == "__main__":
    main()
