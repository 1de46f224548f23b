"""The texts of all templates, read once for an edition: what is rendered does not depend on later saves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2

from generator.problems import Problem

_NO_TEMPLATES = (".css", ".svg")
"""How the names end of what lies beside the templates and is read elsewhere (see `assets`)."""


@dataclass(frozen=True)
class Templates:
    """The texts of the templates in a folder, by their names in it."""

    folder: Path
    texts: tuple[tuple[str, str], ...]

    @cached_property
    def by_name(self) -> dict[str, str]:
        """The same, to look one up."""
        return dict(self.texts)


def read_templates(folder: Path) -> tuple[Templates, list[Problem]]:
    """All templates, and those that cannot be read."""
    texts, problems = [], []
    for path in sorted(path for path in folder.rglob("*") if path.suffix not in _NO_TEMPLATES):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            try:
                texts.append((name, path.read_text(encoding="utf-8")))
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
        return text, str(self.templates.folder / template), None

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return list(self.templates.by_name)
