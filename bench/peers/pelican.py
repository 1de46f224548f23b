"""Pelican, from PyPI: every page is one of its articles, every section one of its categories."""

from __future__ import annotations

from pathlib import Path

from bench.measure import Command
from bench.peers.material import Material, Page
from bench.peers.peer import OUTPUT, Peer, python, python_version, write

_CONFIGURATION = """\
SITENAME = "Clearly Established"
SITEURL = "https://clearly-established.example"
PATH = "content"
OUTPUT_PATH = "BUILT"
THEME = "theme"
THEME_STATIC_PATHS = []
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DIRECT_TEMPLATES = []
PLUGINS = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
ARTICLE_TRANSLATION_ID = None
MARKDOWN = {
    "extensions": [f"markdown.extensions.{name}" for name in (
        "meta", "footnotes", "toc", "tables", "attr_list", "smarty",
    )],
    "output_format": "html5",
}
"""

_PAGE = """\
<!doctype html>
<html lang="{{ article.language }}">
<head>
<meta charset="utf-8">
<title>{{ article.title }} – {{ SITENAME }}</title>
<meta name="description" content="{{ article.description }}">
<link rel="canonical" href="{{ SITEURL }}/{{ article.url }}">
</head>
<body>
<header>
<a href="/{{ article.language }}/">{{ SITENAME }}</a>
<nav><ul>
{% for category, inside in categories if category == article.category %}
{% for one in inside if not one.index %}
<li>
<a href="/{{ one.url }}"{% if one.url == article.url %} aria-current="page"{% endif %}>{{ one.title }}</a>
</li>
{% endfor %}
{% endfor %}
</ul></nav>
</header>
<main><h1>{{ article.title }}</h1>
{{ article.content }}
</main>
<footer>{{ SITENAME }}</footer>
</body>
</html>
"""


def _source(page: Page) -> str:
    return f"content/{page.path}/index.md" if page.is_index else f"content/{page.path}.md"


def _lay(material: Material, folder: Path) -> None:
    write(folder / "pelicanconf.py", _CONFIGURATION.replace("BUILT", OUTPUT))
    write(folder / "theme" / "templates" / "article.html", _PAGE)
    for page in material.pages:
        front = {
            "Title": page.title,
            "Description": page.description,
            "Date": "2026-11-25",
            "Category": page.section.replace("/", "-"),
            "Slug": page.path.replace("/", "-"),
            "Url": f"{page.path}/",
            "Save_as": f"{page.path}/index.html",
            "Language": page.language,
            **({"Index": "yes"} if page.is_index else {}),
        }
        fields = "".join(f"{name}: {value}\n" for name, value in front.items())
        write(folder / _source(page), f"{fields}\n{page.text}")


def _build(folder: Path) -> Command:
    return Command((str(python("pelican")), "--settings", "pelicanconf.py", "--quiet"), folder)


PEER = Peer("pelican", lambda: python_version("pelican"), _lay, _source, _build)
