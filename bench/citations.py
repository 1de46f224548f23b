"""What citations cost: an article of 900 words with 12 citations, beside the same one without any.

Run `python -m bench.citations`. Both articles go through the same steps in the same run, in turn, so that
the difference is the work that citations make; the ratio says how much that is of the whole.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from generator.check.balance import unbalanced
from generator.check.typed_citations import TypedCitations
from generator.check.typed_quotations import TypedQuotations
from generator.commands import ROOT
from generator.compile import compile_text
from generator.link.articles import link_article
from generator.link.linker import Linker
from generator.model.content import Case
from generator.model.project import Folders
from generator.model.site import Article, Sources
from generator.pipeline import prepare
from generator.remember import forget

ROUNDS = 300
WORDS, CITATIONS, SECTIONS = 900, 12, 6
VOCABULARY = ("the officer", "a judge", "the right", "clearly established", "that day", "force", "had been")


def articles(sources: Sources) -> tuple[str, str]:
    """The same text (Markdown) with citations, and with ordinary words in their place."""
    chance = random.Random(1983)
    cases = [c for c in sources.cases.cases if isinstance(c, Case) and c.pins][:CITATIONS]
    sentences = WORDS // 15
    every = sentences // CITATIONS
    cited, plain = [], []
    for number in range(sentences):
        if number % (sentences // SECTIONS) == 0:
            heading = f"\n\n## Section {number} {{#section-{number}}}\n\n"
            cited.append(heading)
            plain.append(heading)
        words = " ".join(chance.choices(VOCABULARY, k=8)).capitalize()
        case = cases[number // every] if number % every == 0 and number // every < len(cases) else None
        cited.append(f"{words} [@{case.id}, {case.pins[0]}]. " if case else f"{words}. ")
        plain.append(f"{words} (as decided). " if case else f"{words}. ")
    return "".join(cited), "".join(plain)


def main() -> None:
    """Print the median milliseconds of each step for both articles, and their difference."""
    sources = prepare(Folders.of(ROOT)).sources
    assert sources
    some = sources.articles[0]
    linker = Linker(sources.names)
    typed, quoted = TypedCitations(sources), TypedQuotations(sources)

    def article(text: str) -> Article:
        return Article.of(
            "bench", "en", "content/en/bench.md", some.front, text=text, body=compile_text(text)
        )

    def check(text: str) -> None:
        list(typed.faults(text))
        list(quoted.in_marks(text))
        list(quoted.set_apart(text))
        for paragraph in text.split("\n\n"):
            unbalanced(paragraph)

    cited, plain = articles(sources)
    assert len(article(cited).body.references) == CITATIONS
    assert not link_article(linker, article(cited), (), ())[1]
    steps: dict[str, Callable[[str], object]] = {
        "compile": compile_text,
        "link": lambda text: link_article(linker, article(text), (), ()),
        "check by hand": check,
    }
    print(f"{WORDS} words, {CITATIONS} citations; median of {ROUNDS} rounds, milliseconds of CPU\n")
    print(f"{'step':<16}{'without':>10}{'with':>10}{'difference':>12}{'ratio':>8}")
    total = {"without": 0.0, "with": 0.0}
    for name, step in steps.items():
        without, with_ = measured(step, plain, cited)
        print(f"{name:<16}{without:>10.3f}{with_:>10.3f}{with_ - without:>12.3f}{with_ / without:>8.2f}")
        total["without"] += without
        total["with"] += with_
    difference = total["with"] - total["without"]
    ratio = total["with"] / total["without"]
    print(f"{'all':<16}{total['without']:>10.3f}{total['with']:>10.3f}{difference:>12.3f}{ratio:>8.2f}")


def measured(step: Callable[[str], object], plain: str, cited: str) -> tuple[float, float]:
    """The median milliseconds of a step for both articles, taken in turn."""
    times: dict[str, list[float]] = {plain: [], cited: []}
    for text in (plain, cited):
        step(text)
    for _ in range(ROUNDS):
        for text, found in times.items():
            forget()
            started = time.process_time_ns()
            step(text)
            found.append((time.process_time_ns() - started) / 1e6)
    return statistics.median(times[plain]), statistics.median(times[cited])


if __name__ == "__main__":
    main()
