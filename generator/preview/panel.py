"""The panel in the browser: what is to mend and to sign off, over the last good page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from generator.preview.site import Site
from generator.preview.terminal import to_mend, to_sign_off
from generator.problems import Problem

_CODE = re.compile(r"`([^`]+)`")


def panel(site: Site) -> Markup:
    """The panel as HTML; nothing where there is nothing to do.

    It is a live region, so that a screen reader tells what appears; by keyboard its lists can be closed, and
    scrolled with what is in them.
    Problems stand there open. What is only to be signed off waits until somebody opens it.
    """
    groups = Markup("")
    if site.problems:
        summary = f"{to_mend(site.problems)} (this page shows the last good version)"
        groups += _group("problems", summary, site.problems, is_open=True)
    if site.to_sign_off:
        groups += _group("sign-offs", to_sign_off(site.to_sign_off), site.to_sign_off, is_open=False)
    if not groups:
        return groups
    return Markup('<div class="preview-panel" role="{}" lang="en">{}</div>\n').format(
        "alert" if site.problems else "status", groups
    )


def _group(name: str, summary: str, problems: Sequence[Problem], is_open: bool) -> Markup:
    return Markup(
        '<details class="preview-panel__{}"{}><summary>{}</summary>'
        '<ol class="preview-panel__list" tabindex="0" aria-label="{}">{}</ol></details>'
    ).format(
        name,
        Markup(" open") if is_open else "",
        summary,
        summary,
        Markup("").join(map(_item, problems)),
    )


def _item(problem: Problem) -> Markup:
    excerpt = Markup('<pre class="preview-panel__line" tabindex="0">{}</pre>').format(problem.excerpt or "")
    hint = Markup('<p class="preview-panel__hint">{}</p>').format(_with_code(problem.hint))
    return Markup('<li><p class="preview-panel__place">{}</p>{}<p>{}</p>{}</li>').format(
        problem.place,
        excerpt if problem.excerpt else "",
        _with_code(problem.message),
        hint if problem.hint else "",
    )


def _with_code(words: str) -> Markup:
    """Words in which what stands between backticks is code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(words))))  # noqa: S704 (it is escaped)
