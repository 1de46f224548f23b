"""Reads `content/` and `locales/` into the model. Only this package knows how the sources are laid out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from babel.messages.catalog import Catalog
from pydantic import BaseModel

from generator.files import NotAFileError, Status, read_bytes, settled_status
from generator.model.body import Body
from generator.model.content import (
    CaseTable,
    FrontMatter,
    Glossary,
    LawTable,
    RedirectTable,
    Rules,
    Settings,
)
from generator.model.project import Folders
from generator.model.site import NO_REDIRECTS, Article, Sources
from generator.model.translations import TRANSLATIONS_FILE, TranslationRecords
from generator.problems import Problem, as_seen
from generator.read.catalogues import read_catalogue
from generator.read.documents import read_json, read_toml, read_yaml, text_of
from generator.read.lines import OPENING, spot_of
from generator.read.records import as_before
from generator.remember import remembered, remembered_between_readings, remembered_for_each

_WORDS = re.compile(r"\.(md|markdown|mdown|txt|docx?|odt|rtf|html?)$", re.IGNORECASE)
"""How the names of files end that somebody may take for an article."""

ShapeT = TypeVar("ShapeT", bound=BaseModel)

_KEY = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$")

Above = tuple[tuple[str, str], ...]
"""Where folders lie on this machine, each with its name in the project."""
Entry = Path | os.DirEntry[str]
"""A file or folder: one that is looked for, or one that a folder lists, which knows more of itself."""


@dataclass
class Reading:
    """What a reading of the sources gave: the texts by file, and all problems so far."""

    folders: Folders
    texts: dict[str, str] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    """Those that can be read, which have their texts themselves."""
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[tuple[str, str]] = field(default_factory=set)

    def name(self, path: Entry) -> str:
        """A file's name as an editor knows it: relative to the project, such as `content/es/rights.md`."""
        return _name(os.fspath(path), self.above)

    @cached_property
    def above(self) -> Above:
        """The folders of the sources, and what editors call them."""
        folders = self.folders.content, self.folders.locales, self.folders.templates
        return tuple((as_seen(folder.as_posix()) + "/", folder.name) for folder in folders)

    def refuses_link(self, path: Entry) -> bool:
        """Whether a path is a link, a problem: it could publish whatever lies on this machine."""
        is_link = path.is_symlink()
        if is_link:
            hint = "Put here what it leads to."
            self.problems.append(
                Problem(self.name(path), "This is a link; nothing is read through it.", hint)
            )
        return is_link

    def text(self, path: Entry) -> str | None:
        """The text of a file, or None and a problem."""
        name = self.name(path)
        data = self.data(name, path)
        if data is None:
            return None
        text, problems = _text(data, name)
        self.texts[name] = text
        self.problems += problems
        return None if problems else text

    def data(self, name: str, path: Entry) -> bytes | None:
        """The bytes of a file with this name in the project, or None and a problem."""
        if self.refuses_link(path):
            return None
        try:
            return read_bytes(path)
        except NotAFileError:
            self.problems.append(
                Problem(name, "This is not a file, although its name says so.", "Rename it.")
            )
        except FileNotFoundError:
            self.problems.append(Problem(name, "This file is missing."))
        except OSError as error:
            self.problems.append(Problem(name, f"This file cannot be read: {error.strerror}."))
        return None

    def document(
        self,
        path: Path,
        shape: type[ShapeT],
        read: Callable[[str, str, type[ShapeT]], tuple[ShapeT | None, list[Problem]]],
    ) -> ShapeT | None:
        """One document in its shape, or None and its problems."""
        text = self.text(path)
        if text is None:
            return None
        value, problems = _document(text, self.name(path), shape, read)
        self.problems += problems
        return value

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems with their places worked out: line numbers, and excerpts of the files."""
        return [self._located(problem) for problem in problems]

    def _located(self, problem: Problem) -> Problem:
        text = self._source(problem.file)
        if problem.at is None or text is None:
            return problem if isinstance(problem.at, int) else replace(problem, at=None)
        return problem.at_spot(spot_of(text, problem.at, problem.file), text)

    def _source(self, file: str) -> str | None:
        """The text of a file as it was read; of a template, which is read elsewhere, as it is now."""
        if file in self.texts:
            return self.texts[file]
        if file in self.articles:
            return self.articles[file].text
        templates = self.folders.templates
        path = templates.parent / file
        if path.is_relative_to(templates) and path.is_file():
            return path.read_text(encoding="utf-8", errors="replace")
        return None


def _name(path: str, above: Above) -> str:
    whole = as_seen(Path(path).as_posix())
    for folder, name in above:
        if whole.startswith(folder):
            return f"{name}/{whole.removeprefix(folder)}"
    return whole


class Found(NamedTuple):
    """An article's file and what is in it, which is None where it cannot be read or published."""

    key: str
    language: str
    file: str
    data: bytes | None


class ReadArticle(NamedTuple):
    """What a file gave: the article, if it is one, and its problems."""

    article: Article | None
    problems: tuple[Problem, ...] = ()


Ahead = Callable[[Sequence[Found], Callable[[Found], ReadArticle]], Iterable[tuple[Found, ReadArticle]]]
"""Gives each file with what the function makes of it, or has made of it once."""

_text = remembered(16)(text_of)
"""The text in a file's bytes: the same object as long as the file stays as it is."""


@remembered(16)
def _document(
    text: str,
    file: str,
    shape: type[ShapeT],
    read: Callable[[str, str, type[ShapeT]], tuple[ShapeT | None, list[Problem]]],
) -> tuple[ShapeT | None, tuple[Problem, ...]]:
    """One document in its shape: the same object as long as the file stays as it is."""
    value, problems = read(text, file, shape)
    return (as_before(value, file) if value else None), tuple(problems)


def read_sources(
    folders: Folders, compile_text: Callable[[str], Body], read_ahead: Ahead
) -> tuple[Sources | None, Reading]:
    """All sources, or None where too little can be read to go on; and the reading with its problems.

    `compile_text` turns an article's Markdown into its body; reading does not know how. `read_ahead` gives
    what is not remembered of all texts at once. An article that cannot be read is left out, so that the
    others are still checked.
    """
    reading = Reading(folders)
    content = folders.content
    for folder in (content, folders.templates):
        if not folder.is_dir():
            hint = "Put it back under this name; without it there is nothing to build."
            reading.problems.append(Problem(folder.name, "This folder is missing.", hint))
    if reading.problems:
        return None, reading
    settings = reading.document(content / "site.toml", Settings, read_toml)
    cases = reading.document(content / "cases.json", CaseTable, read_json)
    laws = reading.document(content / "laws.json", LawTable, read_json)
    rules = reading.document(content / "rules.json", Rules, read_json)
    glossary = reading.document(content / "glossary.json", Glossary, read_json)
    redirects = _read_redirects(reading)
    records = _read_records(reading)
    codes = (
        settings.codes
        if settings
        else tuple(sorted(p.name for p in content.glob("[a-z][a-z]") if p.is_dir()))
    )
    for path in sorted(content.iterdir()):
        stray = path.suffix == ".md" or (path.is_dir() and path.name not in {*codes, "schemas"})
        if settings and stray and not path.name.startswith("."):
            hint = "Articles lie in the folder of a language of site.toml."
            reading.problems.append(Problem(reading.name(path), "This would not be published.", hint))
    articles = _read_articles(reading, codes, compile_text, read_ahead)
    catalogues = _read_catalogues(reading, codes)
    if not (settings and cases and laws and rules and glossary):
        return None, reading
    return Sources(
        settings,
        articles,
        cases,
        laws,
        rules,
        glossary,
        catalogues,
        frozenset(reading.unreadable),
        redirects=redirects,
        records=records,
    ), reading


def _read_redirects(reading: Reading) -> RedirectTable:
    """The old addresses of the site, which a new one has none of and no file for."""
    path = reading.folders.content / "redirects.json"
    there = path.exists() or path.is_symlink()
    table = reading.document(path, RedirectTable, read_json) if there else None
    return table or NO_REDIRECTS


def _read_records(reading: Reading) -> TranslationRecords | None:
    """The sign-offs of translations. Without them nobody can tell what is stale."""
    path = reading.folders.content / TRANSLATIONS_FILE
    if not path.exists():
        message = "This file is missing, so nobody knows which translations are up to date."
        hint = "Bring it back from git. A new site gets one with: python build.py --reviewed LANGUAGE"
        reading.problems.append(Problem(reading.name(path), message, hint))
        return None
    return reading.document(path, TranslationRecords, read_json)


def _read_articles(
    reading: Reading,
    languages: Iterable[str],
    compile_text: Callable[[str], Body],
    read_ahead: Ahead,
) -> tuple[Article, ...]:
    found: list[Found] = []
    for language in languages:
        folder = reading.folders.content / language
        if not folder.is_dir():
            reading.problems.append(
                Problem(
                    f"{reading.folders.content.name}/{language}", "The folder of this language is missing."
                )
            )
            continue
        if reading.refuses_link(folder):
            continue
        inside = _all_in(reading, folder)
        _refuse_unpublished(reading, inside)
        files = [entry for entry in inside if entry.name.endswith(".md")]
        if not files:
            reading.problems.append(Problem(reading.name(folder), "This folder holds no articles."))
        found += [_find_article(reading, file, language) for file in files]
    new = _articles.unknown(found, compile_text)
    for one, result in read_ahead(new, partial(_article_of, compile_text=compile_text)):
        _articles.tell(one, result, compile_text)
    articles = []
    for one, (article, problems) in zip(found, _articles(found, compile_text), strict=True):
        reading.problems += problems
        if article:
            articles.append(article)
            reading.articles[one.file] = article
        else:
            reading.unreadable.add((one.key, one.language))
            if one.data is not None:
                reading.texts[one.file], _ = text_of(one.data, one.file)
    return tuple(articles)


def _all_in(reading: Reading, folder: Entry) -> list[os.DirEntry[str]]:
    """All that is in a folder and in those within it, in order; what links lead to is not looked into."""
    found: list[os.DirEntry[str]] = []
    waiting = _listed(reading, folder)[::-1]
    while waiting:
        found.append(waiting.pop())
        if found[-1].is_dir(follow_symlinks=False):
            waiting += _listed(reading, found[-1])[::-1]
    return found


def _listed(reading: Reading, folder: Entry) -> list[os.DirEntry[str]]:
    """What is in a folder by name; nothing and a problem where nobody may look into it."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        message = f"This folder cannot be read: {error.strerror}."
        reading.problems.append(Problem(reading.name(folder), message))
        return []


def _refuse_unpublished(reading: Reading, inside: Iterable[os.DirEntry[str]]) -> None:
    """A file of words that is no article would silently be missing from the site.

    What editors' programs leave beside a file (`about.md~`, `.about.md.swp`) does no harm.
    """
    for entry in inside:
        if entry.is_symlink() and Path(entry).is_dir():
            reading.refuses_link(entry)
        elif not entry.name.endswith(".md") and _WORDS.search(entry.name) and Path(entry).is_file():
            hint = "Articles end in `.md`, in small letters."
            reading.problems.append(Problem(reading.name(entry), "This file would not be published.", hint))


def _find_article(reading: Reading, path: os.DirEntry[str], language: str) -> Found:
    """An article's file and what is in it; of nearly all files this is known from the last reading."""
    try:
        status = None if path.is_symlink() else settled_status(path.path)
        known = _settled_article(path.path, status, language, reading.above) if status else None
    except OSError:  # told below
        known = None
    if known:
        return known
    name, key, is_fit = _name_and_key(path.path, language, reading.above)
    if not is_fit:
        hint = "Use small letters without accents, digits and hyphens, such as `fair-warning.md`."
        reading.problems.append(Problem(name, "This file name cannot be used in an address.", hint))
        return Found(key, language, name, None)
    return Found(key, language, name, reading.data(name, path))


@remembered_between_readings
def _settled_article(path: str, _status: Status, language: str, above: Above) -> Found | None:
    """The file of an article with this status; None where its name cannot be one."""
    name, key, is_fit = _name_and_key(path, language, above)
    return Found(key, language, name, Path(path).read_bytes()) if is_fit else None


def _name_and_key(path: str, language: str, above: Above) -> tuple[str, str, bool]:
    """An article's file as editors know it, the key that this gives to it, and whether it can be one."""
    name = _name(path, above)
    key = name.split(f"/{language}/", 1)[1].removesuffix(".md")
    return name, key, bool(_KEY.match(key))


def _article_of(found: Found, compile_text: Callable[[str], Body]) -> ReadArticle:
    key, language, file, data = found
    if data is None:  # told already
        return ReadArticle(None)
    text, faults = text_of(data, file)
    if faults:
        return ReadArticle(None, faults)
    opening = OPENING.match(text)
    if opening is None:
        message = "The article does not begin with front matter: a line `---`, the fields, and a line `---`."
        return ReadArticle(None, (Problem(file, message, _opening_hint(text), 1),))
    front, problems = read_yaml(opening["yaml"], file, FrontMatter)
    # Blank lines stand in for what is above the text, so that line numbers stay true.
    body = compile_text("\n" * opening[0].count("\n") + text[opening.end() :])
    problems += [replace(problem, file=file) for problem in body.problems]
    article = (
        Article.of(key, language, file, front, text=text, body=body) if front and body.is_readable else None
    )
    return ReadArticle(article, tuple(problems))


_articles = remembered_for_each(_article_of)
"""The article that each text is: the same object as long as its file stays as it is."""


def _opening_hint(text: str) -> str:
    """What to do about an article whose front matter is not where it belongs."""
    first = text.split("\n", 1)[0]
    if first.rstrip() == "---":
        return "The line `---` below the fields is missing."
    return f"The first line of the file must be `---`; it is `{first[:40]}`."


def _read_catalogues(reading: Reading, languages: Iterable[str]) -> Mapping[str, Catalog]:
    catalogues = {}
    for language in languages:
        path = reading.folders.locales / language / "LC_MESSAGES" / "messages.po"
        text = reading.text(path)
        if text is not None:
            catalogue, problems = _catalogue(text, reading.name(path), language)
            reading.problems += problems
            if catalogue is not None:
                catalogues[language] = catalogue
    return catalogues


@remembered(16)
def _catalogue(text: str, file: str, language: str) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """One catalogue: the same object as long as the file stays as it is."""
    catalogue, problems = read_catalogue(text, file, language)
    return catalogue, tuple(problems)
