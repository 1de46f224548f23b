"""What may become part of a page, by an allow-list: plain words, and the HTML that articles consist of.

Content may come from people we do not know. What they write is escaped where it is shown; this is the wall
before that. What nh3 would change is told and never changed in silence, so a reader sees all of a text or
nothing of it.
"""

from __future__ import annotations

import html
import re

from nh3 import Cleaner

_BARE = ("p", "ul", "li", "blockquote", "hr", "br", "em", "strong", "code", "table", "thead", "tbody", "tr")
_HTML_OF_ARTICLES: dict[str, set[str]] = {
    **{heading: {"id"} for heading in ("h1", "h2", "h3", "h4", "h5", "h6")},
    **{element: set() for element in _BARE},
    "*": set(),
    "ol": {"start"},
    "a": {"href", "title"},
    "th": {"scope"},
    "td": {"data-column"},
}
"""The elements that Markdown becomes, with their attributes. None can hold a script, a style or a picture."""

_NAMED = re.compile(r"&(?!(?:amp|lt|gt);)#?\w+;")

_ONLY_WORDS = Cleaner(tags=set(), link_rel=None)
_ONLY_ARTICLES = Cleaner(
    tags=set(_HTML_OF_ARTICLES) - {"*"},
    attributes=_HTML_OF_ARTICLES,
    link_rel=None,
    url_schemes=set(),  # a link's target is not known yet: it stands as a mark
)


def markup_in(words: str) -> str:
    """What a browser would take for HTML in words that have none, from there on; empty if nothing."""
    if "<" not in words and "&" not in words:
        return ""
    return _from_difference(words, html.unescape(_ONLY_WORDS.clean(words)))


def not_of_an_article(compiled: str) -> str:
    """What no article may have in its compiled HTML, from there on; empty if nothing."""
    return _from_difference(_with_characters(compiled), _with_characters(_ONLY_ARTICLES.clean(compiled)))


def _with_characters(compiled: str) -> str:
    """The same HTML with characters in place of their names: a browser reads `&copy;` and `©` alike."""
    return _NAMED.sub(lambda named: html.unescape(named[0]), compiled)


def _from_difference(written: str, allowed: str) -> str:
    """The text as it is written from the tag or sign in which the two begin to differ."""
    if written == allowed:
        return ""
    pairs = zip(written, allowed, strict=False)
    same = next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(written), len(allowed))
    )
    return written[max(written.rfind(sign, 0, same + 1) for sign in ("<", "&", written[same : same + 1])) :]
