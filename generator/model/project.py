"""Where a project lies and what a build of it is for; the command line loads nothing else at first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """Where the sources lie and where the site goes."""

    content: Path
    templates: Path
    locales: Path
    output: Path
    web_editor: Path | None = None
    """The npm package of the web editor, which may not be installed."""
    cache: Path | None = None
    """Where results are kept between builds; without it each build makes everything."""

    @property
    def sources(self) -> tuple[Path, ...]:
        """The folders that are read."""
        return self.content, self.templates, self.locales

    @classmethod
    def of(cls, root: Path, content: Path | None = None, output: Path | None = None) -> Folders:
        """The folders of the project at `root`, with other content or output where given."""
        return cls(
            content=content or root / "content",
            templates=root / "templates",
            locales=root / "locales",
            output=output or root / "site",
            web_editor=root / "node_modules" / "@sveltia" / "cms",
            cache=root / ".cache",
        )


@dataclass(frozen=True)
class Deployment:
    """What differs between a preview, a deploy preview and production.

    `base_url` is the origin for absolute addresses, without a slash at the end; `production` is false
    where search engines must stay out.
    """

    base_url: str
    production: bool
    drafts: bool = False
