"""What templates put out is escaped as everywhere, only quicker."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.escaped import escaped
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
