"""The style that each kind of page holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.commands import ROOT
from generator.model.site import is_page
from generator.pipeline import Edition
from generator.styles import squeezed, styles_of
from generator.templates import read_templates

_CLASS = re.compile(r"\.([a-z][\w-]*)(?=[^{}]*\{)")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a { color : red ; }", "a{color :red}"),
        ("a,\n  b > c  { }", "a,b > c{}"),
        ("main :is(h2, h3) a:hover {}", "main :is(h2,h3) a:hover{}"),
        ("a/**/b {}", "a/**/b{}"),
        ("a /* why */ b {}", "a b{}"),
        (
            "@media print and (min-width: 2rem) { a { b: calc( 1px + 2px ) } }",
            "@media print and (min-width:2rem){a{b:calc(1px + 2px)}}",
        ),
        ('a::after { content: " (" attr(href)  ")  "; }', 'a::after{content:" (" attr(href) ")  "}'),
    ],
)
def test_a_style_loses_only_what_means_nothing(written: str, sent: str) -> None:
    assert squeezed(written) == sent


def test_a_page_holds_the_styles_beside_the_templates_it_uses(tmp_path: Path) -> None:
    for name, text in {
        "styles/1-all.css": "all{}",
        "pages/one.html": '{% extends "layouts/base.html" %}{% from "components/a/a.html" import x %}',
        "pages/one.css": "one{}",
        "layouts/base.html": '{{ in_language(code, "components/b/b.html") }}',
        "components/a/a.html": '{% from "components/c/c.html" import y %}',
        **{f"components/{each}/{each}.css": f"{each}{{}}" for each in "abcd"},
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert styles_of(read_templates(tmp_path)[0]) == {"pages/one.html": "all{}a{}b{}c{}one{}"}


def test_no_page_shows_a_component_without_its_style(edition: Edition, files: dict[str, bytes]) -> None:
    templates = ROOT / "templates"
    styled = {
        page: set(_CLASS.findall(style)) for page, style in styles_of(read_templates(templates)[0]).items()
    }
    components = {
        name for path in templates.glob("components/*/*.css") for name in _CLASS.findall(path.read_text())
    }
    assert edition.plan
    lacking = set()
    for path, recipe in edition.plan.recipes.items():
        if is_page(path) and recipe.template in styled:
            named = {
                name for each in re.findall(r'class="([^"]+)"', files[path].decode()) for name in each.split()
            }
            lacking |= {(recipe.template, name) for name in named & components - styled[recipe.template]}
    assert lacking == set()
