"""What Jinja does hundreds of times for each page, as it does it, in a fraction of the time.

Most of that time it spends on asking what it has been given: whether a value is Markup, and whether what is
called takes the context. Here the usual cases are told by their type; Jinja itself does all others.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import partial
from types import CodeType, FunctionType, MethodType
from typing import Any, Self, cast

import jinja2
from jinja2 import runtime
from jinja2.utils import internalcode
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # in C, and not told of

_FUNCTIONS = frozenset((FunctionType, MethodType))
_TAKES_CONTEXT = "jinja_pass_arg"
"""What Jinja marks functions with that take the context, or a part of it."""

_markup = cast("Callable[[str], Markup]", partial(str.__new__, Markup))
"""A text as Markup. `Markup(…)` asks it first whether it can say itself what it is in HTML."""


def escaped(value: object) -> str:
    """A value as it may stand in HTML: as `markupsafe.escape`, but no Markup is made of it.

    What a template puts out becomes one text anyway, and nothing but output is escaped by this name in what
    Jinja makes.
    """
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # mypy does not see that this is a Markup
    return _escape_inner(value) if kind is str else escape(value)  # type: ignore[arg-type]  # or a text


def gettext_of(translated: Callable[[str], str]) -> Callable[..., Markup]:
    """What `{% trans %}` calls with a text and the values in it; `translated` is how a catalogue says it."""

    def gettext(text: str, /, **variables: object) -> Markup:
        return _markup(translated(text) % {name: escaped(value) for name, value in variables.items()})

    return gettext


class Macro(runtime.Macro):
    """A macro of a template."""

    @internalcode
    def of(self, *arguments: Any, **named: Any) -> str:
        """What it says of its arguments, in a template that escapes."""
        others = self.caller or self.catch_kwargs or self.catch_varargs
        if named or others or len(arguments) != self._argument_count:
            return self(*arguments, **named)
        return _markup(self._func(*arguments))


class Context(runtime.Context):
    """The variables of a template, which also calls what the template calls."""

    @internalcode
    def call(self, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """What comes of a call."""
        kind = type(called)
        if kind is Macro and self.eval_ctx.autoescape:
            call = called.of
        elif kind in _FUNCTIONS and not hasattr(called, _TAKES_CONTEXT):
            call = called
        else:
            return super().call(called, *arguments, **named)
        named.pop("_block_vars", None)  # what Jinja adds to every call, for what takes the context
        named.pop("_loop_vars", None)
        return call(*arguments, **named)


class Template(jinja2.Template):
    """A template that escapes and calls in this way."""

    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 (as Jinja has it)
        uptodate: Callable[[], bool] | None = None,
    ) -> Self:
        """As Jinja does it; then the template finds ours where it looks for what Jinja has."""
        template: Self = super().from_code(environment, code, globals, uptodate)  # type: ignore[assignment]
        template.root_render_func.__globals__.update(escape=escaped, Macro=Macro)
        return template
