"""The articles as their files have them, whether or not the site can be built from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.model.content import Settings
from generator.model.project import Folders
from generator.problems import in_order
from generator.read import Reading
from generator.read.documents import read_toml
from generator.read.lines import OPENING
from generator.starting.laid import BrokenContentError
from generator.tables import SETTINGS_FILE


@dataclass(frozen=True)
class Written:
    """One file of an article: where it lies, its name as an editor knows it, and its text."""

    path: Path
    file: str
    text: str

    @property
    def front(self) -> str | None:
        """The lines of the front matter; None where the file does not begin with one."""
        opening = OPENING.match(self.text)
        return opening["yaml"] if opening else None

    @property
    def first_line(self) -> int:
        """How many lines stand above the article's own words."""
        opening = OPENING.match(self.text)
        return opening[0].count("\n") if opening else 0


def settings_of(folders: Folders, reading: Reading) -> Settings:
    """What `site.toml` says. Raises BrokenContentError."""
    settings = reading.document(folders.content / SETTINGS_FILE, Settings, read_toml)
    if settings is None:
        raise BrokenContentError(in_order(reading.located(reading.problems)))
    return settings


def written_articles(
    folders: Folders, reading: Reading, settings: Settings
) -> Mapping[str, Mapping[str, Written | None]]:
    """Every article by key and language; None where a file cannot be read, which `reading` then tells."""
    found: dict[str, dict[str, Written | None]] = defaultdict(dict)
    for language in settings.codes:
        folder = folders.content / language
        for path in sorted(folder.rglob("*.md")):
            text = reading.text(path)
            key = path.relative_to(folder).with_suffix("").as_posix()
            found[key][language] = None if text is None else Written(path, reading.name(path), text)
    return found
