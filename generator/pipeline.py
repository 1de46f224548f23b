"""Puts the steps together: read, compile, link, check, plan, render, write."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from generator.assets import read_assets, read_web_editor
from generator.cache import NO_CACHE, Cache
from generator.check import check, check_ahead
from generator.compile import compile_ahead, compile_text
from generator.fingerprint import Fingerprints
from generator.link import link, unused
from generator.model.project import Deployment, Folders
from generator.model.site import Assets, Files, Plan, Recipe, Sources, named_by_content
from generator.plan import plan
from generator.problems import Problem, in_order
from generator.read import Reading, read_sources
from generator.remember import a_reading_is_done
from generator.render import Renderer
from generator.reviews import overdue
from generator.templates import Templates, read_templates
from generator.translations import critical_problems, standings, with_gaps_filled
from generator.wording import wording_of
from generator.workers import shared_out


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
    def to_sign_off(self) -> tuple[Problem, ...]:
        """Those notices that stop a build, though not a preview."""
        return in_order(self.located(self.unsigned))


def read(folders: Folders, cache: Cache = NO_CACHE) -> tuple[Sources | None, Reading]:
    """The sources with their texts compiled, or None where too little can be read; and the reading."""
    return read_sources(folders, compile_text, partial(compile_ahead, cache=cache))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets Python's collector of cycles wait: what is made here is kept, so it would find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_undisturbed()
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
    sources, reading = read(folders, cache)
    if sources is None:
        return Edition(_told(reading, []))
    content = folders.content.name
    deployment = deployment or Deployment(sources.settings.base_url, production=True)
    translated = standings(sources, content)
    check_ahead(sources, cache)
    problems = check(sources, content, translated, today)
    unsigned = tuple(critical_problems(translated))
    if not deployment.drafts:  # whoever writes sees the page before anybody signs it off
        problems += unsigned
    late = list(overdue(sources, content, today)) if today else []
    problems += [one.problem for one in late if strict and one.critical]
    sources = with_gaps_filled(_without_drafts(sources, deployment), translated)
    linked, faults = link(sources, content, translated)
    templates, unreadable = read_templates(folders.templates)
    problems += (*faults, *unreadable)
    if problems or reading.problems:
        return Edition(_told(reading, problems), sources=sources)
    planned = plan(
        sources, linked, _assets(templates, folders, sources.settings.codes), deployment, content, today=today
    )
    wordings = [
        wording_of(language.code, language.locale, sources.catalogues[language.code])
        for language in sources.settings.languages
    ]
    a_reading_is_done()
    noticed = (*unused(sources, linked, content), *(one.problem for one in late))
    renderer = Renderer(templates, wordings, planned.shared)
    return Edition((), planned, renderer, sources, noticed, unsigned, reading.located)


@_undisturbed()
def render_all(edition: Edition, cache: Cache = NO_CACHE) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Every file of the site by its path, and the problems of the templates; on all cores."""
    if edition.plan is None or edition.renderer is None:
        return {}, edition.problems
    recipes, files, renderer = edition.plan.recipes, edition.plan.files, edition.renderer
    jobs = files.jobs
    for made in shared_out(jobs, partial(_made, files, cache), least=_WORTH_A_CORE):
        made.tell(cache)
        files.keep(jobs, made.files)
    rendered: dict[str, bytes] = {}
    problems: list[Problem] = []
    for pages in shared_out(list(recipes), partial(_rendered, recipes, renderer, cache), least=_WORTH_A_CORE):
        pages.tell(cache)
        rendered.update(pages.files)
        problems += pages.problems
    whole = {**files, **rendered}
    if not problems:
        finishing = _to_finish(recipes)
        last = finishing.pop(None, [])
        finish = partial(_finished, recipes, whole)
        worth = 1 if len(recipes) > _WORTH_A_CORE else len(recipes)
        for finished in shared_out(list(finishing.values()), finish, least=worth):
            whole.update(finished)
        whole.update(_finished(recipes, whole, [last]))
        for path in [path for path, recipe in recipes.items() if recipe.by_content]:
            del whole[path]  # it has the name of its content now
    return whole, in_order(dict.fromkeys(problems))


_WORTH_A_CORE = 40
"""So many files take longer to make than a copy of this process to start."""


@dataclass
class _Made:
    """A part of the files, which a copy of this process has made; and what the cache is to know of it."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    new: dict[bytes, bytes] = field(default_factory=dict)
    used: list[bytes] = field(default_factory=list)

    def tell(self, cache: Cache) -> None:
        """Let the cache know what is new to it, and what was of use."""
        cache.add(self.new)
        cache.used(self.used)


def _made(files: Files, cache: Cache, jobs: Sequence[str]) -> _Made:
    """The files that need no template."""
    part, prints = _Made(), Fingerprints()
    keys = {}
    for job in jobs:
        made_from = prints.of(files.made_from[job]()) if job in files.made_from else None
        if made_from:
            keys[job] = cache.key("file", job.encode(), made_from)
    found = cache.found(keys.values())
    for job in jobs:
        key = keys.get(job)
        if key in found:
            part.files.update(pickle.loads(found[key]))  # noqa: S301 (as it was kept)
            part.used.append(key)
        else:
            made = dict(files.made_for(job))
            part.files.update(made)
            if key:
                part.new[key] = pickle.dumps(made)
    return part


def _rendered(recipes: Mapping[str, Recipe], renderer: Renderer, cache: Cache, paths: Sequence[str]) -> _Made:
    """What the templates make of some recipes."""
    part, prints = _Made(), Fingerprints()
    everywhere = renderer.fingerprint(prints)
    keys = {}
    for path in paths:
        recipe = recipes[path]
        made_from = prints.of((recipe.template, recipe.language, recipe.context)) if everywhere else None
        if everywhere and made_from:
            keys[path] = cache.key("page", everywhere, made_from)
    found = cache.found(keys.values())
    if len(found) < len(paths):
        renderer.recall(cache)
    for path in paths:
        key = keys.get(path)
        if key in found:
            part.files[path] = found[key]
            part.used.append(key)
        else:
            part.files[path], faults = renderer.render(recipes[path])
            part.problems += faults
            if key and not faults:
                part.new[key] = part.files[path]
    part.new.update(renderer.compiled(cache))
    missing = renderer.missing_words()
    if missing:  # found while rendering pages that would then be kept, and it would not be found again
        part.new.clear()
    part.problems += missing
    return part


def _to_finish(recipes: Mapping[str, Recipe]) -> dict[str | None, list[str]]:
    """The files of each language, and of none, that say something of others."""
    found: dict[str | None, list[str]] = defaultdict(list)
    for path, recipe in recipes.items():
        if recipe.finish:
            found[recipe.language].append(path)
    return found


def _finished(
    recipes: Mapping[str, Recipe], made: Mapping[str, bytes], groups: Iterable[Iterable[str]]
) -> dict[str, bytes]:
    """The finished files of some groups; those of a group may need each other."""
    finished: dict[str, bytes] = {}

    def give(path: str) -> bytes:
        if path in finished:
            return finished[path]
        finish = recipes[path].finish if path in recipes else None
        if finish is None or path not in wanted:
            return made[path]
        finished[path] = finish(made[path], give)
        if recipes[path].by_content:
            finished[named_by_content(path, finished[path])] = finished[path]
        return finished[path]

    for group in groups:
        wanted = frozenset(group)
        for path in wanted:
            give(path)
    return finished


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
