"""Finds the units of the site: what is translated by itself, in every language that has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.meaning import plain
from generator.model.body import Lines
from generator.model.content import LAW_LANGUAGE, Document, Quotation
from generator.model.site import Article, Sources
from generator.model.translations import FRONT_MATTER, Units, Version
from generator.problems import Pointer
from generator.remember import remembered, remembered_for_each
from generator.tables import groups_of, tables_of


@dataclass(frozen=True, eq=False)
class FileUnits:
    """The units of an article in all its languages, or of a table; the same object as long as they are."""

    name: str
    units: Units
    articles: tuple[Article, ...] = ()


def units_by_file(sources: Sources, content: str) -> list[FileUnits]:
    """Every unit with its versions, by article and table; `content` is the name of the content folder."""
    versions: dict[str, list[Article]] = defaultdict(list)
    for article in sources.articles:
        versions[article.key].append(article)
    tables = tables_of(sources)
    return [
        *_of_articles([tuple(articles) for articles in versions.values()]),
        *(_of_table(table, name, f"{content}/{name}") for name, table in tables.items()),
    ]


def units_of(sources: Sources, content: str) -> Units:
    """Every unit of the site by its name."""
    files = units_by_file(sources, content)
    return {unit: versions for file in files for unit, versions in file.units.items()}


@remembered_for_each
def _of_articles(articles: tuple[Article, ...]) -> FileUnits:
    key = articles[0].key
    units: dict[str, dict[str, Version]] = defaultdict(dict)
    for article in articles:
        for place, version in _versions(article):
            units[f"{key}#{place}"][article.language] = version
    return FileUnits(key, units, articles)


@remembered(16)
def _of_table(table: Document, name: str, file: str) -> FileUnits:
    units: dict[str, dict[str, Version]] = defaultdict(dict)
    for place, language, text, at in _words(table):
        units[f"{name}#{place}"][language] = Version.of(_lines(text), file, at)
    return FileUnits(name, units)


def sections_of(article: Article) -> list[str]:
    """The ids of an article's sections, in their order."""
    return [section.place for section in article.sections]


def _versions(article: Article) -> Iterator[tuple[str, Version]]:
    """The units of an article, each with its place inside it."""
    front, file = article.front, article.file
    lines = plain(front.title), plain(front.description)
    yield FRONT_MATTER, Version.of(lines, file, ("---", "title"))
    for part in article.parts:
        if part.digest:
            at = part.headings[0].at if part.headings else None
            yield part.place, Version(part.digest, file, at, partial(article.says, part.place))


def _words(table: Document) -> Iterator[tuple[str, str, str | tuple[str, ...], Pointer]]:
    """The words of a table: the place of their group, the language, what they say, and their pointer."""
    for pointer, group in groups_of(table):
        place = _place(table, pointer)
        for language in group:
            words = group[language]
            if isinstance(words, str | tuple):
                yield place, language, words, (*pointer, language)
    for pointer, quotation in _quotations(table):
        place = _place(table, pointer)
        yield place, LAW_LANGUAGE, quotation.text, (*pointer, "text")
        for language, words in quotation.translations.items():
            yield place, language, words, (*pointer, "translations", language)


def _quotations(table: Document) -> Iterator[tuple[Pointer, Quotation]]:
    """A court's words are one language of their own accord; their translations stand beside them."""
    for name in ("cases", "laws"):
        for number, record in enumerate(getattr(table, name, ())):
            for position, quotation in enumerate(record.quotes):
                yield (name, number, "quotes", position), quotation


def _place(value: object, pointer: Pointer) -> str:
    """A pointer in which records go by their ids, because their positions change."""
    names = []
    for part in pointer:
        if isinstance(part, int):
            value = value[part]  # type: ignore[index]  # a pointer fits its table
            names.append(str(getattr(value, "id", part)))
        else:
            value = value[part] if isinstance(value, dict) else getattr(value, part)
            names.append(part)
    return "/".join(names)


def _lines(text: str | tuple[str, ...]) -> Lines:
    return (plain(text),) if isinstance(text, str) else tuple(f"- {plain(item)}" for item in text)
