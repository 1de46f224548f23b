"""Makes all files of a planned site, on all cores, as far as the last site does not have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from generator.ahead import JobT, ResultT, found_or_made
from generator.cache import Cache
from generator.digests import digest
from generator.fingerprint import Fingerprints
from generator.model.site import Files, Finished, Plan, Recipe, named_by_content
from generator.output import Output
from generator.problems import Problem
from generator.render import Renderer
from generator.undisturbed import set_apart, tidied_up
from generator.workers import shared_out

_WORTH_A_CORE = 30
"""So many groups of pages take longer to render than a copy of this process to start."""
_TIDY = 100
"""So many pages leave little enough behind."""
_FILES_WORTH_A_CORE = 20
"""So many files take longer to make that need no template, such as pictures."""


@dataclass
class _Part:
    """A part of the work, perhaps done by a copy of this process."""

    output: Output
    """The files that are made; to be taken."""
    cache: Cache
    """What is found and added there; to be taken, too."""
    made: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The paths of the files of each job that needs no template."""
    unfinished: dict[str, bytes] = field(default_factory=dict)
    """What the templates gave for files that are to be finished, by path."""
    problems: list[Problem] = field(default_factory=list)

    def share_out(
        self, jobs: Sequence[JobT], work: Callable[[_Part, Iterable[JobT]], None], least: int
    ) -> None:
        """Have all cores work on these jobs; `least` of them are worth a core of their own."""

        def done(some: Iterable[JobT]) -> _Part:
            part = _Part(self.output.apart(), self.cache.apart())
            work(part, some)
            return part

        for part in shared_out(jobs, done, least):
            self.output.take(part.output)
            self.cache.take(part.cache)
            self.made.update(part.made)
            self.unfinished.update(part.unfinished)
            self.problems += part.problems


def make_all(plan: Plan, renderer: Renderer, output: Output, cache: Cache) -> list[Problem]:
    """Put every file of the site into the output; gives the problems of the templates."""
    recipes, whole = plan.recipes, _Part(output, cache)
    output.put(plan.files.ready)
    whole.share_out(plan.files.jobs, partial(_make_files, plan.files), _FILES_WORTH_A_CORE)
    plan.files.know(whole.made, output.read)
    with set_apart():
        whole.share_out(plan.groups, partial(_render, recipes, renderer), _WORTH_A_CORE)
    if not whole.problems:
        _finish_all(recipes, whole)
    return whole.problems


def _make_files(files: Files, part: _Part, jobs: Iterable[str]) -> None:
    """The files of some of these jobs."""
    prints = Fingerprints()
    for job in jobs:
        made_from = prints.of(files.made_from[job]()) if job in files.made_from else None
        key = part.cache.key("file", job.encode(), made_from) if made_from else None
        paths = part.output.take_over(key)
        if paths is None:
            made = files.made_for(job)
            part.output.put(made, key)
            paths = tuple(made)
        part.made[job] = paths


def _render(
    recipes: Mapping[str, Recipe], renderer: Renderer, part: _Part, groups: Iterable[Sequence[str]]
) -> None:
    """What the templates make of some groups of recipes."""
    prints = Fingerprints()
    everywhere = renderer.fingerprint(prints)
    templates_gave: dict[bytes, bytes] = {}

    def key_of(path: str, recipe: Recipe) -> bytes | None:
        made_from = prints.of(recipe.origin)
        if not everywhere or not made_from:
            return None
        return part.cache.key("page", path.encode(), everywhere, made_from)

    rendered = 0
    for path in chain.from_iterable(groups):
        recipe = recipes[path]
        key = key_of(path, recipe)
        if recipe.finish and key and (page := part.cache.found([key]).get(key)):
            part.unfinished[path] = page
            continue
        if not recipe.finish and part.output.take_over(key):
            continue
        page, faults = renderer.render(recipe)
        part.problems += faults
        if not recipe.finish:
            part.output.put({path: page}, key)
        else:
            part.unfinished[path] = page
            if key and not faults:
                templates_gave[key] = page
        rendered += 1
        if rendered % _TIDY == 0:
            tidied_up()
    missing = renderer.missing_words()
    if not missing:  # found while rendering what would then be kept, and it would not be found again
        part.cache.add({**templates_gave, **renderer.compiled(part.cache)})
    part.problems += missing


def _finish_all(recipes: Mapping[str, Recipe], whole: _Part) -> None:
    """Finish those files that say something of others: those of each language, and then those of none."""
    groups: dict[str | None, list[str]] = defaultdict(list)
    for path in whole.unfinished:
        groups[recipes[path].language].append(path)
    last = groups.pop(None, [])
    finish = partial(_finish, recipes, whole)
    worth = 1 if len(recipes) > _WORTH_A_CORE else len(recipes)
    whole.share_out(list(groups.values()), finish, least=worth)
    whole.share_out([last], finish, least=1)  # now that those of the languages are finished


def _finish(
    recipes: Mapping[str, Recipe], whole: _Part, part: _Part, groups: Iterable[Iterable[str]]
) -> None:
    """The files of some groups, finished; those of a group may need each other."""
    finished: dict[str, bytes] = {}

    def kept(
        kind: str, jobs: Mapping[bytes, JobT], make: Callable[[JobT], ResultT]
    ) -> Iterator[tuple[JobT, ResultT]]:
        keys = {part.cache.key(kind, made_from): job for made_from, job in jobs.items()}
        here = len(keys) + 1  # on this core: others have their own
        return found_or_made(keys, make, part.cache, least=here)

    def give(path: str) -> bytes:
        finish = recipes[path].finish if path in wanted else None
        if finish and path not in finished:
            finished[path] = finish(whole.unfinished[path], Finished(give, digest_of, kept))
            name = named_by_content(path, finished[path]) if recipes[path].by_content else path
            part.output.put({name: finished[path]})
        if path in finished:
            return finished[path]
        return (part if path in part.output.digests else whole).output.read(path)

    def digest_of(path: str) -> bytes:
        return whole.output.digests.get(path) or digest(give(path))

    for group in groups:
        wanted = frozenset(group)
        for path in wanted:
            give(path)
