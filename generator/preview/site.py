"""The site as the preview has it: the last good edition, rendered when asked, and what is to mend."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from pathlib import Path

from generator.digests import digest
from generator.model.site import Finished, Recipe, named_by_content
from generator.pipeline import Edition
from generator.problems import Problem, in_order
from generator.render import Renderer

PROGRAM = Path(__file__).resolve().parent.parent.parent


class Site:
    """The last good edition, the problems of the newest reading, and the pages rendered so far."""

    def __init__(self, read: Callable[[], Edition]) -> None:
        """`read` makes a new edition of the sources as they are now."""
        self._read = read
        self.version = ""
        """Names the newest reading; a page carries it, so that one which came too early can be told."""
        self.to_sign_off: tuple[Problem, ...] = ()
        """What stops a build, though not the preview: critical words whose translation is behind."""
        self._good = Edition(())
        self._unread: tuple[Problem, ...] = ()
        self._unrendered: dict[str, tuple[Problem, ...]] = {}
        self._pages: dict[str, bytes] = {}
        self._last_good_pages: dict[str, bytes] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the newest reading, and of the pages that have been rendered."""
        return in_order([*self._unread, *(one for found in self._unrendered.values() for one in found)])

    def update(self) -> None:
        """Read the sources again; the last good site stays if they have problems."""
        self.show(self.read())

    def read(self) -> Edition:
        """A new edition of the sources as they are now. It changes nothing here, so any thread may ask."""
        try:
            return self._read()
        except Exception as error:  # the preview goes on, whatever a save has done
            return Edition((_unforeseen("content", error),))

    def show(self, edition: Edition) -> None:
        """Show an edition from now on; the last good one stays if it has problems."""
        self.version = str(time.time_ns())
        self._unread = edition.problems
        if edition.plan is not None:
            to_mend = list(self._unrendered)
            self._good, self._pages, self._unrendered = edition, {}, {}
            self.to_sign_off = edition.to_sign_off
            for path in to_mend:  # at once, so that only what is mended is told to be
                self.file(path)

    def file(self, path: str) -> bytes | None:
        """The bytes of a file of the site, rendered now if need be; None if there is no such file.

        A page that cannot be rendered is the last good one; no bytes at all if there never was one.
        """
        plan, renderer = self._good.plan, self._good.renderer
        if plan is None or renderer is None:
            return None
        if path in plan.files:
            return plan.files[path]
        recipe = plan.recipes.get(path)
        if path not in self._pages and recipe:
            page = self._pages[path] = self._rendered(path, recipe, renderer)
            if recipe.by_content:  # a browser asks under the name that a page has told it
                self._pages[named_by_content(path, page)] = page
        return self._pages.get(path)

    def _finished(self, path: str) -> bytes:
        """A file of which another one says something, or no bytes."""
        return self.file(path) or b""

    def _rendered(self, path: str, recipe: Recipe, renderer: Renderer) -> bytes:
        try:
            page, problems = renderer.render(recipe)
            problems += renderer.missing_words()
            if page and recipe.finish:
                page = recipe.finish(
                    page, Finished(self._finished, lambda other: digest(self._finished(other)))
                )
        except Exception as error:  # a template can do anything
            page, problems = b"", [_unforeseen(f"templates/{recipe.template}", error)]
        if problems:
            self._unrendered[path] = tuple(self._good.located(problems))
        if page:
            self._last_good_pages[path] = page
        return self._last_good_pages.get(path, b"")


def _unforeseen(file: str, error: Exception) -> Problem:
    """A problem for which the program has no words of its own."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = Path(place.filename)
    where = name.relative_to(PROGRAM) if name.is_relative_to(PROGRAM) else name.name
    message = f"The program met something that it does not know: {type(error).__name__}: {error} "
    message += f"({where}, line {place.lineno})."
    hint = "Take back what you changed last. If that does not help, show this line to an engineer."
    return Problem(file, " ".join(message.split()), hint)
