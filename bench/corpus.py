"""Makes content of any size in this project's own format, the same bytes for the same size and seed.

    python -m bench.corpus FOLDER [--articles N] [--seed S]

N articles in each language, of about 1,000 words, eight headings, a list, a table and eight to thirteen
citations; half as many cases as articles; twenty articles to a section. The decision tree, its cases, the
laws and the glossary are the real ones, so that the fixed pages have their real size. All translations are
signed off.
The words are those of `corpus.toml`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.commands import ROOT
from generator.model.content import split_authority
from generator.model.project import Folders
from generator.model.translations import TRANSLATIONS_FILE
from generator.pipeline import read
from generator.translations.sign_off import Signature, sign, text_of
from generator.translators import track

SEED = 1983
DAY = "2026-11-25"
IN_A_SECTION = 20
HEADINGS = 8
SENTENCES = 6
"""In each section of an article, besides its list or table."""

_DATA: Mapping[str, Any] = tomllib.loads((Path(__file__).with_suffix(".toml")).read_text(encoding="utf-8"))
_WORDS = _DATA["words"]
_TOOLS = "tools"
_TOWNS = ("Norwick", "Alderton", "Brasmouth", "Calloway", "Dunmere", "Eastry", "Farnley", "Glenrock")
_FIRST = ("Alder", "Birch", "Cald", "Dray", "Elm", "Fenn", "Gar", "Hazel", "Ives", "Jar", "Kel", "Lang")
_LAST = ("bury", "croft", "den", "field", "grove", "holt", "ingham", "lock", "moor", "stead", "ton", "well")
_BODIES = ("City of", "County of", "Town of", "Village of", "Port of", "Parks of", "Schools of", "Water of")
_IMMUNITY = ("granted", "denied", "mixed", "remanded")

Chosen = Mapping[str, int]
"""For each list of words the place of the word that was chosen, the same in all languages."""


@dataclass(frozen=True)
class Corpus:
    """The languages, what may be cited and linked, and where the files go."""

    content: Path
    languages: tuple[str, ...]
    articles: int
    seed: int
    cases: Sequence[Mapping[str, Any]]
    laws: Sequence[str]
    terms: Sequence[str]


def make(content: Path, articles: int, seed: int = SEED) -> None:
    """Write a content folder that is not there yet, and sign off its translations."""
    write(content, articles, seed)
    sign_off(content)


def write(content: Path, articles: int, seed: int = SEED) -> None:
    """Write a content folder without sign-offs; nothing of it is read."""
    real = {
        name: json.loads((ROOT / "content" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("cases", "laws", "rules", "glossary", "redirects")
    }
    settings = tomllib.loads((ROOT / "content" / "site.toml").read_text(encoding="utf-8"))
    languages = tuple(one["code"] for one in settings["languages"])
    cases = [
        _case(number, real["cases"]["topics"], languages, seed) for number in range(max(2, articles // 2))
    ]
    corpus = Corpus(
        content,
        languages,
        articles,
        seed,
        cases,
        [law["id"] for law in real["laws"]["laws"]],
        [term["id"] for term in real["glossary"]["terms"]],
    )
    real["cases"]["cases"] = [*_needed(real), *cases]
    for name, table in real.items():
        _write(content / f"{name}.json", json.dumps(table, ensure_ascii=False, indent=1) + "\n")
    _write(content / "site.toml", _settings(settings, articles))
    _write(content / TRANSLATIONS_FILE, text_of({}))
    for language in languages:
        for order, (key, titles) in enumerate(_DATA["fixed"].items()):
            slug = "" if key == "index" else key if key != "404" else "not-found"
            title, words = titles[language], _WORDS["fixed"][language]
            _write(content / language / f"{key}.md", _front(title, words, slug, _TOOLS, order) + f"{words}\n")
    for number in range(articles):
        for language in languages:
            _write(content / language / f"{key_of(number)}.md", _article(corpus, number, language))


def key_of(number: int) -> str:
    """The key of an article."""
    return f"article-{number:05}"


def sign_off(content: Path) -> None:
    """Sign off every translation, as `--reviewed` does. Exits with the problems, where there are any."""
    tracked = track(Folders.of(ROOT, content), read)
    signature = Signature("The benchmarks", dt.date.fromisoformat(DAY))
    done = sign({}, tracked.standings, tracked.standings, signature)
    problems = (*tracked.problems, *done.refused)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    _write(content / TRANSLATIONS_FILE, text_of(done.records))


# --- articles ---


def _article(corpus: Corpus, number: int, language: str) -> str:
    """An article; the same choices are made for every language."""
    chance = random.Random(f"{corpus.seed}/{number}")
    says = _Says(language, chance)
    chosen = says.chosen()
    title = says.filled(_WORDS["titled"][language], chosen, number=number + 1)
    front = _front(
        title,
        says.filled(_WORDS["described"][language], chosen),
        f"{_WORDS['slug'][language]}-{number + 1}",
        f"part-{number // IN_A_SECTION + 1}",
        number % IN_A_SECTION,
    )
    cited = _citations(corpus, number, chance)
    headings = chance.sample(_DATA["headings"], HEADINGS)
    places = [*range(HEADINGS), *(chance.randrange(HEADINGS) for _ in range(len(cited) - HEADINGS))]
    links = _links(corpus, number, headings, language, chance)
    parts = [says.paragraph(2)]
    for position, heading in enumerate(headings):
        level = "###" if position in (2, 5) else "##"
        parts.append(f"{level} {heading[language]} {{#{heading['id']}}}")
        mine = [citation for citation, place in zip(cited, places, strict=True) if place == position]
        parts += says.section(position, mine, links[position % len(links)])
    return front + "\n\n".join(parts) + "\n"


class _Says:
    """Makes sentences of one language; its chance gives the same choices in every language."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.language, self.chance = language, chance
        self.lists = {name: words[language] for name, words in _DATA["lists"].items()}
        self.lists["name"] = [first + last for first in _FIRST for last in _LAST]

    def chosen(self) -> Chosen:
        """A word of each list."""
        return {name: self.chance.randrange(len(words)) for name, words in self.lists.items()}

    def filled(self, sentence: str, chosen: Chosen, **more: object) -> str:
        """A sentence with its words put in, and a capital at its beginning."""
        words = {name: self.lists[name][place] for name, place in chosen.items()}
        text = sentence.format(**words, **more)
        return text[0].upper() + text[1:]

    def sentence(self) -> str:
        """One of the sentences."""
        return self.filled(self.chance.choice(_DATA["sentences"])[self.language], self.chosen())

    def paragraph(self, sentences: int, citations: Sequence[str] = ()) -> str:
        """Some sentences; each citation stands at the end of one."""
        said = [self.sentence() for _ in range(sentences)]
        for place, citation in enumerate(citations):
            if citation.startswith("@"):
                said.append(_WORDS["cited_in_text"][self.language].format(cited=citation))
            else:
                position = place % len(said)
                said[position] = f"{said[position][:-1]} {citation}{said[position][-1]}"
        return " ".join(said)

    def section(self, position: int, citations: Sequence[str], link: str) -> Iterator[str]:
        """Two paragraphs, with a list in one section and a table in another."""
        first, second = citations[::2], citations[1::2]
        yield self.paragraph(SENTENCES // 2, first)
        if position == 1:
            yield "\n".join(f"- {self.sentence()}" for _ in range(3))
        if position == 4:
            yield "\n".join(self._table())
        yield f"{self.paragraph(SENTENCES - SENTENCES // 2, second)} {link}"

    def _table(self) -> Iterator[str]:
        head = _DATA["table"]["head"][self.language]
        yield f"| {' | '.join(head)} |"
        yield "|---|---|---|"
        for _ in range(3):
            chosen = self.chosen()
            yield f"| {' | '.join(self.lists[name][chosen[name]] for name in ('when', 'where', 'what'))} |"


def _citations(corpus: Corpus, number: int, chance: random.Random) -> list[str]:
    """Eight to thirteen citations, most of cases near the article's own place in the table."""
    cited = []
    for _ in range(chance.randint(8, 13)):
        case, other = (_near(corpus, number, chance) for _ in range(2))
        pin = chance.choice(case["pins"])
        kind = chance.random()
        if kind < 0.1:
            cited.append(f"[@{chance.choice(corpus.laws)}]")
        elif kind < 0.2:
            cited.append(f"@{case['id']}")
        elif kind < 0.35:
            cited.append(f"[see @{case['id']}, {pin}; @{other['id']}]")
        else:
            cited.append(f"[@{case['id']}, {pin}]")
    return cited


def _near(corpus: Corpus, number: int, chance: random.Random) -> Mapping[str, Any]:
    return corpus.cases[(number // 2 + chance.randrange(20)) % len(corpus.cases)]


def _links(
    corpus: Corpus,
    number: int,
    headings: Sequence[Mapping[str, str]],
    language: str,
    chance: random.Random,
) -> list[str]:
    """Sentences with a link of each kind: to an article, a case, a legal word, a law and a section below."""
    other = key_of((number + chance.randrange(1, 9)) % corpus.articles)
    sentences = (
        ("see", {"link": f"{other}.md"}),
        ("see_case", {"id": _near(corpus, number, chance)["id"]}),
        ("see_term", {"id": chance.choice(corpus.terms)}),
        ("see_law", {"id": chance.choice(corpus.laws)}),
        ("see", {"link": f"#{headings[-1]['id']}"}),
    )
    return [_WORDS[name][language].format(**words) for name, words in sentences]


def _front(title: str, description: str, slug: str, section: str, order: int) -> str:
    fields = {
        "title": json.dumps(title, ensure_ascii=False),
        "description": json.dumps(description, ensure_ascii=False),
        "slug": json.dumps(slug),
        "section": section,
        "order": order,
        "reviewed": DAY,
    }
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\n"


# --- tables ---


def _case(number: int, topics: Mapping[str, Any], languages: Sequence[str], seed: int) -> dict[str, Any]:
    """A made decision; each number has a name, and a place in the reporter, of its own."""
    chance = random.Random(f"{seed}/case/{number}")
    chosen = _Says(languages[0], chance).chosen()
    place, (first, last) = number // 144, divmod(number % 144, 12)
    short = f"{_FIRST[first]}{_LAST[last]}"
    name = f"{short} v. {_BODIES[place // 8]} {_TOWNS[place % 8]}"
    volume, position = divmod(number, 90)
    page = 9 + 14 * position
    return {
        "id": re.sub(r"[^a-z]+", "-", name.lower()),
        "name": name,
        "short": short,
        "volume": volume + 1,
        "reporter": "F.4th",
        "page": page,
        "last_page": page + 11,
        "court": "ca9",
        "year": 2021 + volume % 6,
        "immunity": chance.choice(_IMMUNITY),
        "topics": sorted(chance.sample(sorted(topics), 2)),
        **{
            field: {code: _Says(code, chance).filled(words[code], chosen) for code in languages}
            for field, words in _DATA["cases"].items()
        },
        "confirmed": "source",
        "checked": DAY,
        "pins": [str(page + 2), f"{page + 4}-{page + 5}", str(page + 8)],
    }


def _needed(real: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The real cases on which the decision tree and the laws rest, and those that these name in turn."""
    by_id = {case["id"]: case for case in real["cases"]["cases"]}
    wanted: dict[str, None] = {}
    waiting = [*_named(real["rules"]), *_named(real["laws"])]
    while waiting:
        identifier = waiting.pop()
        if identifier in by_id and identifier not in wanted:
            wanted[identifier] = None
            waiting += _named(by_id[identifier])
    return [case for identifier, case in by_id.items() if identifier in wanted]


def _named(value: Any) -> Iterator[str]:
    """The ids of the authorities that a table or a record names in its fields."""
    if isinstance(value, list):
        for item in value:
            yield from _named(item)
    elif isinstance(value, dict):
        for field, item in value.items():
            if field in ("authorities", "later", "quoting", "citing"):
                yield from (
                    split_authority(entry)[0] for entry in ([item] if isinstance(item, str) else item)
                )
            else:
                yield from _named(item)


# --- the site, and the files ---


def _settings(real: Mapping[str, Any], articles: int) -> str:
    """A `site.toml` with the real languages, and a section for every twenty articles."""
    lines = [
        f"{name} = {_toml(real[name])}" for name in ("base_url", "content_licence", "content_licence_url")
    ]
    lines += [f"law_as_of = {real['law_as_of']}", 'offline_pages = ["decision-tree.md", "cases.md"]']
    for name, wanted in (
        ("languages", ("code", "name", "locale", "site_name", "tagline")),
        ("contact", ("language", "label", "phone")),
    ):
        for one in real[name]:
            lines += ["", f"[[{name}]]", *(f"{field} = {_toml(one[field])}" for field in wanted)]
    codes = [one["code"] for one in real["languages"]]
    tools = {code: _DATA["fixed"]["contents"][code] for code in codes}
    parts = {
        f"part-{part}": {code: f"{_WORDS['part'][code]} {part}" for code in codes}
        for part in range(1, 2 + (articles - 1) // IN_A_SECTION)
    }
    for identifier, names in {**parts, _TOOLS: tools}.items():
        name = ", ".join(f"{code} = {_toml(words)}" for code, words in names.items())
        lines += ["", "[[sections]]", f"id = {_toml(identifier)}", f"name = {{ {name} }}"]
    return "\n".join([*lines, "", "[translations]", 'critical_tables = ["rules.json"]', ""])


def _toml(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Make a corpus in a folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=make.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    options = parser.parse_args()
    make(options.folder, options.articles, options.seed)


if __name__ == "__main__":
    main()
