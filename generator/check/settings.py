"""Checks `site.toml`."""

from __future__ import annotations

from collections.abc import Iterator

from babel import localedata

from generator.check.common import repeated
from generator.model.site import Sources
from generator.problems import Problem, did_you_mean
from generator.tables import SETTINGS_FILE


def check_settings(sources: Sources, content: str) -> Iterator[Problem]:
    """Languages, locales, contact lines, sections and articles that do not fit each other."""
    file = f"{content}/{SETTINGS_FILE}"
    settings = sources.settings
    for position, language in enumerate(settings.languages):
        if language.code in settings.codes[:position]:
            yield Problem(
                file, f"The language `{language.code}` stands twice.", at=("languages", position, "code")
            )
        if not localedata.exists(language.locale):
            message = f"There is no locale `{language.locale}`."
            hint = did_you_mean(language.locale, localedata.locale_identifiers())
            yield Problem(file, message, hint, ("languages", position, "locale"))
    for position, line in enumerate(settings.contact):
        if line.language not in settings.codes:
            message = f"The contact line is in `{line.language}`, which is not a language of this site."
            yield Problem(file, message, at=("contact", position, "language"))
    keys = {article.key for article in sources.articles} | {key for key, _ in sources.unreadable}
    for position, name in enumerate(settings.offline_pages):
        if name.removesuffix(".md") not in keys or not name.endswith(".md"):
            message = f"`{name}` is to be kept for reading without a network, but there is no such article."
            hint = did_you_mean(name, sorted(f"{key}.md" for key in keys))
            yield Problem(file, message, hint, ("offline_pages", position))
    yield from repeated((("sections", i, s.id) for i, s in enumerate(settings.sections)), file)
