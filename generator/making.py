"""Makes all files of a planned site, on all cores, as far as no earlier build has kept them."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from generator.ahead import JobT, ResultT, found_or_made
from generator.cache import NO_CACHE, Cache
from generator.fingerprint import Fingerprints
from generator.model.site import Files, Finished, Plan, Recipe, named_by_content
from generator.problems import Problem
from generator.render import Renderer
from generator.workers import shared_out

_WORTH_A_CORE = 40
"""So many pages take longer to render than a copy of this process to start, and to find all templates."""
_FILES_WORTH_A_CORE = 20
"""So many files take longer to make that need no template, such as pictures."""


@dataclass
class _Made:
    """A part of the files, which a copy of this process has made."""

    cache: Cache
    """What it has found and added there; this process is to `take` it."""
    files: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)
    """Files that were not made, because the cache has them, by their keys there."""
    problems: list[Problem] = field(default_factory=list)


def make_all(plan: Plan, renderer: Renderer, cache: Cache) -> tuple[dict[str, bytes], list[Problem]]:
    """Every file of the site by its path, and the problems of the templates."""
    files, recipes, problems = _without_template(plan.files, cache), plan.recipes, list[Problem]()
    whole = dict(files)
    kept: dict[str, bytes] = {}
    render = partial(_rendered, recipes, renderer)
    for made in shared_out(list(recipes), partial(render, cache), least=_WORTH_A_CORE):
        cache.take(made.cache)
        whole.update(made.files)
        kept.update(made.kept)
        problems += made.problems
    found = cache.found(kept.values())
    whole.update({path: found[key] for path, key in kept.items() if key in found})
    damaged = render(NO_CACHE, [path for path, key in kept.items() if key not in found])
    whole.update(damaged.files)
    if not problems:
        _finish_all(recipes, whole, cache)
    return whole, problems


def _without_template(files: Files, cache: Cache) -> Files:
    """The files that need no template, all made."""
    jobs = files.jobs
    for made in shared_out(jobs, partial(_files, files, cache), least=_FILES_WORTH_A_CORE):
        cache.take(made.cache)
        files.keep(jobs, made.files)
    return files


def _files(files: Files, cache: Cache, jobs: Sequence[str]) -> _Made:
    """The files of some of these jobs."""
    part, prints = _Made(cache.apart()), Fingerprints()
    keys = {}
    for job in jobs:
        made_from = prints.of(files.made_from[job]()) if job in files.made_from else None
        if made_from:
            keys[job] = cache.key("file", job.encode(), made_from)
    found = part.cache.found(keys.values())
    for job in jobs:
        key = keys.get(job)
        if key in found:
            part.files.update(pickle.loads(found[key]))  # noqa: S301 (as it was kept)
        else:
            made = dict(files.made_for(job))
            part.files.update(made)
            if key:
                part.cache.add({key: pickle.dumps(made)})
    return part


def _rendered(recipes: Mapping[str, Recipe], renderer: Renderer, cache: Cache, paths: Sequence[str]) -> _Made:
    """What the templates make of some recipes."""
    part, prints = _Made(cache.apart()), Fingerprints()
    everywhere = renderer.fingerprint(prints)
    keys = {}
    for path in paths:
        recipe = recipes[path]
        made_from = prints.of((recipe.template, recipe.language, recipe.context)) if everywhere else None
        if everywhere and made_from:
            keys[path] = cache.key("page", everywhere, made_from)
    known = cache.knows(keys.values())
    part.kept = {path: key for path, key in keys.items() if key in known}
    if len(part.kept) < len(paths):
        renderer.recall(part.cache)
    new = {}
    for path in paths:
        if path not in part.kept:
            part.files[path], faults = renderer.render(recipes[path])
            part.problems += faults
            if path in keys and not faults:
                new[keys[path]] = part.files[path]
    missing = renderer.missing_words()
    if not missing:  # found while rendering pages that would then be kept, and it would not be found again
        part.cache.add({**new, **renderer.compiled(cache)})
    part.problems += missing
    return part


def _finish_all(recipes: Mapping[str, Recipe], whole: dict[str, bytes], cache: Cache) -> None:
    """Finish those files that say something of others: those of each language, and then those of none."""
    groups: dict[str | None, list[str]] = defaultdict(list)
    for path, recipe in recipes.items():
        if recipe.finish:
            groups[recipe.language].append(path)
    last = groups.pop(None, [])
    finish = partial(_finished, recipes, whole, cache)
    worth = 1 if len(recipes) > _WORTH_A_CORE else len(recipes)
    for made in shared_out(list(groups.values()), finish, least=worth):
        cache.take(made.cache)
        whole.update(made.files)
    whole.update(finish([last]).files)  # now that those of the languages are finished
    for path in [path for path, recipe in recipes.items() if recipe.by_content]:
        del whole[path]  # it has the name of its content now


def _finished(
    recipes: Mapping[str, Recipe], whole: Mapping[str, bytes], cache: Cache, groups: Iterable[Iterable[str]]
) -> _Made:
    """The finished files of some groups; those of a group may need each other."""
    part = _Made(cache.apart())

    def kept(
        kind: str, jobs: Mapping[bytes, JobT], make: Callable[[JobT], ResultT]
    ) -> Iterator[tuple[JobT, ResultT]]:
        keys = {part.cache.key(kind, made_from): job for made_from, job in jobs.items()}
        return found_or_made(
            keys, make, part.cache, least=len(keys) + 1
        )  # on this core: others have their own

    def give(path: str) -> bytes:
        if path in part.files:
            return part.files[path]
        finish = recipes[path].finish if path in recipes else None
        if finish is None or path not in wanted:
            return whole[path]
        part.files[path] = finish(whole[path], Finished(give, kept))
        if recipes[path].by_content:
            part.files[named_by_content(path, part.files[path])] = part.files[path]
        return part.files[path]

    for group in groups:
        wanted = frozenset(group)
        for path in wanted:
            give(path)
    return part
