"""The texts of all templates, with the styles and scripts beside them, read once for an edition.

What is rendered then does not depend on later saves.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2

from generator.files import read_bytes
from generator.problems import Problem

ICONS = "icons"
"""The folder beside the templates whose files need not be texts."""


@dataclass(frozen=True)
class Templates:
    """The texts of all files in the folder of templates, by their names in it, which sort them."""

    folder: Path
    texts: tuple[tuple[str, str], ...]

    @property
    def without_styles(self) -> Templates:
        """All but the styles, in which nothing is rendered."""
        return Templates(self.folder, tuple(one for one in self.texts if not one[0].endswith(".css")))

    def file(self, name: str) -> str:
        """Where one of them is, as Jinja says it."""
        return str(self.folder / name)

    @cached_property
    def by_name(self) -> dict[str, str]:
        """The same, to look one up."""
        return dict(self.texts)


def read_templates(folder: Path) -> tuple[Templates, list[Problem]]:
    """All files of the folder but the icons, and those that cannot be read."""
    texts, problems = [], []
    paths = (Path(above, name) for above, _, names in os.walk(folder) for name in names)
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in paths):
        if not name.startswith(f"{ICONS}/"):
            try:
                texts.append((name, read_bytes(path).decode()))
            except UnicodeDecodeError:
                problems.append(Problem(f"{folder.name}/{name}", "This file is not a text in UTF-8."))
            except OSError as error:
                problems.append(
                    Problem(f"{folder.name}/{name}", f"This file cannot be read: {error.strerror}.")
                )
    return Templates(folder, tuple(texts)), problems


class Loader(jinja2.BaseLoader):
    """Gives Jinja the templates that were read."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """A template's text and file; raises `TemplateNotFound`."""
        text = self.templates.by_name.get(template)
        if text is None:
            raise jinja2.TemplateNotFound(template)
        return text, self.templates.file(template), None

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return list(self.templates.by_name)
