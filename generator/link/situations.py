"""Resolves where each situation of `site.toml` leads: articles, sections and cases for one kind of reader."""

from __future__ import annotations

from markupsafe import Markup

from generator.link.linker import Linker
from generator.model.body import Situation, SituationLink
from generator.model.content import SituationRecord
from generator.model.site import HOME, Sources
from generator.problems import Problem


def situations(
    linker: Linker, sources: Sources, language: str, file: str
) -> tuple[tuple[Situation, ...], list[Problem]]:
    """The situations in one language, in order, and the links that lead nowhere; `file` is the settings."""
    found, problems = [], []
    for number, record in enumerate(sources.settings.situations):
        links = []
        for position, target in enumerate(record.links):
            link, fault = _link(linker, sources, target, language)
            if fault:
                at = ("situations", number, "links", position)
                problems.append(Problem(file, fault[0], fault[1], at))
            elif link:
                links.append(link)
        found.append(_situation(record, tuple(links), language))
    return tuple(found), problems


def _situation(record: SituationRecord, links: tuple[SituationLink, ...], language: str) -> Situation:
    return Situation(record.id, record.name[language], links)


def _link(
    linker: Linker, sources: Sources, target: str, language: str
) -> tuple[SituationLink | None, tuple[str, str] | None]:
    """A link in the words of what it leads to: a title, a heading, the name of a topic."""
    home = sources.article(HOME, language)
    if home is None:
        return None, None  # told already
    address, fault = linker.target(target, home)
    scheme, _, name = target.partition(":")
    if fault:
        return None, fault
    if scheme == "topic":
        topic = sources.cases.topics[name][language]
        return SituationLink(address, topic, cases=True), None
    path, _, place = target.partition("#")
    key = path.removesuffix(".md")
    article = sources.article(key, language) or sources.source_of(key)
    if article is None:
        return None, (f"The link `{target}` names no article or topic.", "Write `key.md` or `topic:ID`.")
    heading = next((h.html for h in article.headings if h.id == place), None)
    words = Markup(heading) if heading else article.front.title  # noqa: S704 (made by our own compile step)
    return SituationLink(address, words, cases=False), None
