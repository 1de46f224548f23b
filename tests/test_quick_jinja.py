"""What templates put out, call and say is as Jinja has it, only quicker."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.runtime import Context as JinjasContext
from markupsafe import Markup, escape

from generator.quick_jinja import Context, Macro, escaped, gettext_of
from generator.render import environment
from generator.templates import read_templates
from tests.tiny import ROOT


class Shown:
    """Something that says itself what it is in HTML."""

    def __html__(self) -> str:
        return "<b>shown</b>"


VALUES = st.one_of(
    st.text(), st.text().map(Markup), st.integers(), st.none(), st.floats(), st.builds(Shown), st.binary()
)


@given(VALUES)
def test_a_value_is_escaped_as_markupsafe_does_it(value: object) -> None:
    assert str(escaped(value)) == str(escape(value))


@given(st.text(alphabet="<>&\"'a"))
def test_nothing_that_is_html_is_left_of_a_text(text: str) -> None:
    assert not set("<>\"'") & set(escaped(text))


def test_every_template_escapes_with_it_and_puts_out_the_same() -> None:
    env = environment(read_templates(ROOT / "templates")[0], None, ())
    template = env.from_string(
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(x) }} {{ x|e }} {{ x ~ y }} {{ z }}"
    )
    assert template.root_render_func.__globals__["escape"] is escaped
    shown = template.render(x="<i>", y=Markup("<b>"), z=Shown())
    assert shown == "&lt;i&gt; &lt;i&gt; &lt;i&gt;<b> <b>shown</b>"


CALLS = [
    "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m('<', 2) }}{{ m('<'|safe, b=3) }}",
    "{% macro m(a, b='&') %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(b=1, a=2) }}",
    "{% macro m(a) %}{{ a }}{{ varargs|join }}{% endmacro %}{{ m(1) }}{{ m(1, '<', 3) }}",
    "{% macro m(a) %}{{ a }}{{ kwargs }}{% endmacro %}{{ m(1) }}{{ m(1, z='<') }}",
    "{% macro m(a) %}<i>{{ a }}{{ caller() }}</i>{% endmacro %}{% call m(1) %}<{{ x }}{% endcall %}",
    "{% macro m(a) %}{{ caller(a, 2) }}{% endmacro %}{% call(b, c) m('<') %}{{ b }}{{ c }}{% endcall %}",
    "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{% for x in '<>' %}{{ m(x, '&') }}{% endfor %}",
    "{% for y in '<>' %}{{ seen('y') }}{{ plain(y) }}{{ named(it=y) }}{% endfor %}",
    "{% for y in '<>' %}{{ y.upper() }}{{ loop.cycle(1, '<') }}{% endfor %}",
    "{% set m = dict %}{{ m(a='<') }}{{ joiner('<')() }}{% block b scoped %}{{ seen('x') }}{% endblock %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{% autoescape false %}{{ m('<') ~ '<' }}{% endautoescape %}",
    "{% macro m() %}{% endmacro %}{{ m(1) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, z=2) }}",
    "{% macro m(a) %}{{ caller() }}{% endmacro %}{{ m(1) }}",
    "{{ x() }}",
]


@jinja2.pass_context
def seen(context: JinjasContext, name: str) -> object:
    """A function that takes the context."""
    return context.get(name)


@pytest.mark.parametrize("text", CALLS)
def test_what_is_called_says_the_same_as_in_an_environment_of_jinjas_own(text: str) -> None:
    ours = environment(read_templates(ROOT / "templates")[0], None, ())
    theirs = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    said = []
    for env in (ours, theirs):
        env.globals.update(seen=seen, plain=lambda it: it, named=lambda *, it: it)
        try:
            said.append(env.from_string(text).render(x="<x>"))
        except (TypeError, jinja2.UndefinedError) as error:
            said.append(f"{type(error).__name__}: {error}")
    assert said[0] == said[1]


def test_pages_are_made_with_our_own_context_and_macros() -> None:
    env = environment(read_templates(ROOT / "templates")[0], None, ())
    template = env.from_string("{% macro m() %}{% endmacro %}")
    assert type(template.new_context()) is Context
    assert type(template.module.m) is Macro  # type: ignore[attr-defined]


@given(st.lists(st.sampled_from(["%(a)s", "%(b)s", "%%", "<", "ñ"])).map("".join), VALUES, VALUES)
def test_a_message_takes_its_values_as_in_an_environment_of_jinjas_own(
    text: str, a: object, b: object
) -> None:
    env = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    env.install_gettext_callables(str, str, newstyle=True)  # type: ignore[attr-defined]
    theirs = env.from_string("{{ gettext(text, a=a, b=b) }}").render(text=text, a=a, b=b)
    ours = gettext_of(str)(text, a=a, b=b)
    assert type(ours) is Markup
    assert ours == theirs
