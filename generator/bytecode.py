"""Compiled templates: shared by all languages and editions, and kept between builds."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import CodeType

from jinja2 import Environment, TemplateSyntaxError
from jinja2.bccache import Bucket, BytecodeCache

from generator.cache import Cache
from generator.remember import remembered
from generator.templates import Templates
from generator.workers import Meanwhile

_WORTH_A_COPY = 10
"""So many templates take longer to compile than a copy of this process to start."""


@dataclass
class _Compiled:
    """A template, by digests of its place and its text, and its code as soon as Jinja has compiled it."""

    template: str
    text: str
    code: CodeType | None = None
    kept: bool = False
    """Whether the cache knows the code, too."""

    def key(self, cache: Cache) -> bytes:
        """What its code is found by in a later build."""
        return cache.key("template", self.template.encode(), self.text.encode())


@remembered(1024)
def _compiled(template: str, text: str) -> _Compiled:
    return _Compiled(template, text)


class CompiledOnce(BytecodeCache):
    """Gives Jinja the code of templates that it has compiled before: only a changed one is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, if it is known."""
        bucket.code = _compiled(bucket.key, bucket.checksum).code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of a template that was compiled now."""
        _compiled(bucket.key, bucket.checksum).code = bucket.code

    def _recall(self, cache: Cache, templates: Templates) -> None:
        """Know the code of these templates, as far as an earlier build has kept it."""
        unknown = {one.key(cache): one for one in self._all(templates) if one.code is None}
        for key, code in cache.found(unknown).items():
            unknown[key].code = marshal.loads(code)  # noqa: S302 (as it was kept)
            unknown[key].kept = True

    @contextmanager
    def compiling(
        self, templates: Templates, environment: Callable[[], Environment], cache: Cache
    ) -> Iterator[None]:
        """Meanwhile a copy of this process compiles those of these templates that make pages.

        At the end their code is known, and kept. One that cannot be read is left to whoever needs it, who can
        tell where.
        """
        self._recall(cache, templates)
        pages = [(name, text) for name, text in templates.texts if name.endswith(".html")]
        missing = [(name, text) for name, text in pages if self._one(templates, name, text).code is None]
        if len(missing) < _WORTH_A_COPY:
            yield
            return

        def codes() -> dict[str, bytes]:
            found, env = {}, environment()
            for name, text in missing:
                with suppress(TemplateSyntaxError):
                    found[name] = marshal.dumps(env.compile(text, name, templates.file(name)))
            return found

        with Meanwhile(codes) as compiled:
            yield
            for name, code in compiled.result().items():
                self._one(templates, name, templates.by_name[name]).code = marshal.loads(code)  # noqa: S302
        cache.add(self.to_keep(cache, templates))

    def to_keep(self, cache: Cache, templates: Templates) -> dict[bytes, bytes]:
        """The code of these templates that the cache does not know yet, to be kept there."""
        new = [one for one in self._all(templates) if one.code and not one.kept]
        for one in new:
            one.kept = True
        return {one.key(cache): marshal.dumps(one.code) for one in new}

    def _all(self, templates: Templates) -> Iterator[_Compiled]:
        return (self._one(templates, name, text) for name, text in templates.texts)

    def _one(self, templates: Templates, name: str, text: str) -> _Compiled:
        return _compiled(self.get_cache_key(name, templates.file(name)), self.get_source_checksum(text))
