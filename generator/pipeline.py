"""Puts the steps together: read, compile, link, check, plan, make all files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from generator.ahead import found_or_made
from generator.assets import read_assets, read_web_editor
from generator.cache import NO_CACHE, Cache
from generator.check import check, check_ahead
from generator.compile import compile_text
from generator.link import link, unused
from generator.making import make_all
from generator.model.project import Deployment, Folders
from generator.model.site import Assets, Plan, Sources
from generator.model.translations import State
from generator.output import InMemory, Output
from generator.plan import plan
from generator.problems import Problem, in_order
from generator.read import Found, ReadArticle, Reading, read_sources
from generator.remember import a_reading_is_done, forget_texts
from generator.render import Renderer, compiling
from generator.reviews import overdue
from generator.templates import Templates, read_templates
from generator.translations import critical_problems, standings, with_gaps_filled
from generator.undisturbed import undisturbed
from generator.wording import wording_of

_WORTH_A_CORE = 20
"""So many articles take longer to compile than a copy of this process to start."""


@dataclass(frozen=True)
class Edition:
    """One reading of the sources, planned and ready to render; or the problems that stand in the way.

    `plan` and `renderer` are None when `problems` is not empty. `noticed` and `unsigned` are what `notices`
    and `to_sign_off` tell, without their lines: to find them takes longer than all the rest of an update.
    """

    problems: tuple[Problem, ...]
    plan: Plan | None = None
    renderer: Renderer | None = None
    sources: Sources | None = None
    noticed: tuple[Problem, ...] = ()
    unsigned: tuple[Problem, ...] = ()
    located: Callable[[Iterable[Problem]], Iterable[Problem]] = iter
    """Works out the lines of problems that are found later."""

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What is worth knowing and stops nothing."""
        return in_order(self.located((*self.noticed, *self.unsigned)))

    @property
    def how_many_notices(self) -> int:
        """Their number, without their lines, which a build that only counts them need not look for."""
        return len({*self.noticed, *self.unsigned})

    @property
    def to_sign_off(self) -> tuple[Problem, ...]:
        """Those notices that stop a build, though not a preview."""
        return in_order(self.located(self.unsigned))


def read(folders: Folders, cache: Cache = NO_CACHE) -> tuple[Sources | None, Reading]:
    """The sources with their texts compiled, or None where too little can be read; and the reading."""
    return read_sources(folders, compile_text, partial(_read_ahead, cache))


def _read_ahead(
    cache: Cache, found: Iterable[Found], make: Callable[[Found], ReadArticle]
) -> Iterable[tuple[Found, ReadArticle]]:
    """What is made of each file, as far as no earlier build has kept it on all cores."""
    jobs = {
        cache.key("article", one.key.encode(), one.language.encode(), one.file.encode(), one.data): one
        for one in found
        if one.data is not None
    }
    return found_or_made(jobs, make, cache, _WORTH_A_CORE)


@undisturbed()
def prepare(
    folders: Folders,
    deployment: Deployment | None = None,
    today: dt.date | None = None,
    *,
    strict: bool = False,
    cache: Cache = NO_CACHE,
) -> Edition:
    """Read, compile, link, check and plan the site; nothing is rendered or written.

    Without a deployment the site is planned for production at the address in `site.toml`. What is overdue on
    the day `today` says so to readers, and is a notice; if it is critical and the build `strict`, a problem.
    Without a day nothing is overdue.
    """
    templates, unreadable = read_templates(folders.templates)
    with compiling(templates, cache):
        sources, reading = read(folders, cache)
        if sources is None:
            return Edition(_told(reading, []))
        content = folders.content.name
        deployment = deployment or Deployment(sources.settings.base_url, production=True)
        # Nearly all translations are current, and that they are changes nothing.
        translated = [one for one in standings(sources, content) if one.state is not State.CURRENT]
        check_ahead(sources, content, cache)
        problems = check(sources, content, translated, today)
        unsigned = tuple(critical_problems(translated))
        if not deployment.drafts:  # whoever writes sees the page before anybody signs it off
            problems += unsigned
        late = list(overdue(sources, content, today)) if today else []
        problems += [one.problem for one in late if strict and one.critical]
        sources = with_gaps_filled(_without_drafts(sources, deployment), translated)
        linked, faults = link(sources, content, translated, cache)
        problems += (*faults, *unreadable)
        if problems or reading.problems:
            return Edition(_told(reading, problems), sources=sources)
        planned = plan(
            sources,
            linked,
            _assets(templates, folders, sources.settings.codes),
            deployment,
            content,
            today=today,
        )
        wordings = [
            wording_of(language.code, language.locale, sources.catalogues[language.code])
            for language in sources.settings.languages
        ]
        a_reading_is_done()
        if cache is not NO_CACHE:  # as a build has one, which reads once
            forget_texts()
        noticed = (*unused(sources, linked, content), *(one.problem for one in late))
        renderer = Renderer(templates, wordings, planned.shared)
        return Edition((), planned, renderer, sources, noticed, unsigned, reading.located)


@undisturbed()
def make_site(edition: Edition, output: Output, cache: Cache = NO_CACHE) -> tuple[Problem, ...]:
    """Put every file of the site into the output, on all cores; gives the problems of the templates."""
    if edition.plan is None or edition.renderer is None:
        return edition.problems
    return in_order(dict.fromkeys(make_all(edition.plan, edition.renderer, output, cache)))


def render_all(edition: Edition, cache: Cache = NO_CACHE) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Every file of the site by its path, in memory; or none, and the problems of the templates."""
    output = InMemory()
    problems = make_site(edition, output, cache)
    return {} if problems else output.files, problems


def _assets(templates: Templates, folders: Folders, languages: tuple[str, ...]) -> Assets:
    """The assets of the templates, and the web editor where it is installed."""
    web_editor = read_web_editor(folders.web_editor, languages) if folders.web_editor else None
    return replace(read_assets(templates), web_editor=web_editor)


def _without_drafts(sources: Sources, deployment: Deployment) -> Sources:
    if deployment.drafts:
        return sources
    drafts = frozenset((a.key, a.language) for a in sources.articles if a.front.draft)
    return replace(sources, articles=tuple(a for a in sources.articles if not a.front.draft), drafts=drafts)


def _told(reading: Reading, problems: list[Problem]) -> tuple[Problem, ...]:
    return in_order(reading.located([*reading.problems, *problems]))
