"""Lays a new article: a file in every language, with front matter and the headings that articles share."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from generator.model.content import Settings
from generator.model.project import Folders
from generator.model.site import FIXED_PAGES, NOT_FOUND
from generator.names import id_of
from generator.problems import did_you_mean
from generator.read import Reading
from generator.read.documents import read_yaml
from generator.starting.laid import CannotStartError, Laid
from generator.starting.written import Written, settings_of, written_articles
from generator.tables import SETTINGS_FILE

_SHARED_HEADINGS = "key-points", "what-you-can-do"
"""The ids of the sections that every article has, in the order of the page."""

Articles = Mapping[str, Mapping[str, Written | None]]


class _Place(BaseModel):
    """Where an article stands, as far as its front matter says so; the rest may be unfinished."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    slug: str | None = None
    section: str = ""
    order: int = 0


@dataclass(frozen=True)
class _Existing:
    """An article that is there already."""

    key: str
    language: str
    file: str
    place: _Place


def lay_article(
    folders: Folders, title: str, translated: Mapping[str, str], section: str | None, today: dt.date
) -> Laid:
    """Write the article in every language of the site, as a draft; all files or none.

    `title` is in the first language of `site.toml`, `translated` has those in the others by code. Without a
    `section` the article goes into the first one that has articles. Raises CannotStartError where a title is
    missing or something with its name is there already, BrokenContentError where `site.toml` cannot be read.
    """
    reading = Reading(folders)
    settings = settings_of(folders, reading)
    articles = written_articles(folders, reading, settings)
    first, *others = settings.codes
    titles = {first: title, **{code: translated.get(code, "") for code in others}}
    titles = {code: " ".join(words.split()) for code, words in titles.items()}
    existing = tuple(_existing(articles))
    slugs = {code: id_of(title) for code, title in titles.items()}
    key = slugs[first]
    sections = settings.section_ids
    reasons = [
        *_titles_of_no_language(translated, settings),
        *_missing_titles(titles, slugs, settings),
        *_taken(folders.content, key, slugs, existing),
        *_unknown_section(section, sections),
    ]
    if reasons:
        raise CannotStartError(*reasons)
    section = section or _first_with_articles(sections, existing)
    order = 1 + max((one.place.order for one in existing if _counts(one, section)), default=0)
    headings = _shared_headings(articles, settings.codes)
    place = {"section": section, "order": order, "reviewed": today.isoformat(), "draft": "true"}
    texts = {
        folders.content / code / f"{key}.md": _text(
            {"title": _as_yaml(titles[code]), "description": '""', "slug": slugs[code], **place}, rows
        )
        for code, rows in headings.items()
    }
    _write_all(texts)
    written = tuple(reading.name(path) for path in texts)
    return Laid(written, tuple(_following(key, section, sections, order, settings.codes)))


def _existing(articles: Articles) -> Iterator[_Existing]:
    """The articles whose front matter says where they stand."""
    for key, languages in articles.items():
        for language, written in languages.items():
            if written and written.front:
                place, _ = read_yaml(written.front, written.file, _Place)
                if place:
                    yield _Existing(key, language, written.file, place)


def _titles_of_no_language(translated: Mapping[str, str], settings: Settings) -> Iterator[str]:
    first, *others = settings.languages
    for code in translated:
        if code == first.code:
            yield f"The title in {first.name} stands behind `--new article`. Leave out: --title-{code}"
        elif code not in settings.codes:
            known = ", ".join(f"--title-{language.code}" for language in others)
            yield f"`{code}` is not a language of {SETTINGS_FILE}. There is: {known}."


def _missing_titles(titles: Mapping[str, str], slugs: Mapping[str, str], settings: Settings) -> Iterator[str]:
    for language in settings.languages:
        if not titles[language.code]:
            yield f"The title in {language.name} is missing. Add: --title-{language.code} “…”"
        elif not slugs[language.code]:
            yield f"No address can be made from the title “{titles[language.code]}”: it has no Latin letters."


def _taken(content: Path, key: str, slugs: Mapping[str, str], existing: Iterable[_Existing]) -> Iterator[str]:
    """What is there already under the names that the article would have."""
    for code, slug in slugs.items():
        if key and (content / code / f"{key}.md").exists():
            there = f"{content.name}/{code}/{key}.md"
            yield f"`{there}` is there already. Open it, or choose another title."
            continue
        for one in existing:
            if slug and (one.language, one.place.slug) == (code, slug):
                yield f"`{one.file}` has the address `{slug}` already. Choose another title in `{code}`."


def _unknown_section(section: str | None, sections: Sequence[str]) -> Iterator[str]:
    if section is not None and section not in sections:
        hint = did_you_mean(section, sections) or "It has: " + ", ".join(sections) + "."
        yield f"There is no section `{section}` in {SETTINGS_FILE}. {hint}"


def _first_with_articles(sections: Sequence[str], existing: Iterable[_Existing]) -> str:
    """The first section that holds an article; the first of all on a site that has none yet."""
    filled = {one.place.section for one in existing if one.key not in FIXED_PAGES}
    return next((section for section in sections if section in filled), sections[0])


def _counts(one: _Existing, section: str) -> bool:
    """Whether a new article of the section comes after this one; no list shows the page of lost addresses."""
    return one.place.section == section and one.key != NOT_FOUND


def _shared_headings(articles: Articles, codes: Iterable[str]) -> dict[str, list[str]]:
    """The headings that articles share, by language, as the articles of that language write them.

    A heading is laid only if every language has words for it.
    """
    found: dict[str, list[str]] = {code: [] for code in codes}
    for identifier in _SHARED_HEADINGS:
        written = re.compile(rf"^##[^\n]*\{{#{identifier}\}}$", re.MULTILINE)
        rows = {
            code: next(
                (
                    match[0]
                    for languages in articles.values()
                    if (article := languages.get(code)) and (match := written.search(article.text))
                ),
                None,
            )
            for code in found
        }
        for code, row in rows.items():
            if row and all(rows.values()):
                found[code].append(row)
    return found


def _text(front: Mapping[str, object], headings: Iterable[str]) -> str:
    fields = "".join(f"{name}: {value}\n" for name, value in front.items())
    return f"---\n{fields}---\n" + "".join(f"\n{heading}\n" for heading in headings)


def _as_yaml(words: str) -> str:
    """Words as a value of front matter, in quotation marks where YAML would read something else."""
    try:
        plain = yaml.safe_load(f"title: {words}") == {"title": words}
    except yaml.YAMLError:
        plain = False
    return words if plain else json.dumps(words, ensure_ascii=False)


def _write_all(texts: Mapping[Path, str]) -> None:
    """Write new files, all or none; a file that appears meanwhile is never overwritten."""
    done: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                done.append(path)
                file.write(text)
    except OSError as error:
        for path in done:
            path.unlink()
        raise CannotStartError(f"`{error.filename}` cannot be written: {error.strerror}.") from None


def _following(
    key: str, section: str, sections: Sequence[str], order: int, codes: tuple[str, ...]
) -> Iterator[str]:
    """What an editor does next."""
    others = ", ".join(f"`{one}`" for one in sections if one != section)
    where = f"It stands in the section `{section}`, in place {order}."
    yield where + (f" For {others} change `section` in each file." if others else "")
    yield "Write one sentence into `description` in each file. Until then the build says that it is empty."
    yield "Write the article, in each language the same sections. See it with: python build.py --serve"
    yield "Your own headings get their ids with: python build.py --ids"
    signed = " or ".join(f"python build.py --reviewed {code}/{key}" for code in codes[1:])
    if signed:
        yield f"When somebody has compared the translation with its source: {signed}"
    yield "To publish it, take `draft: true` out of each file."
