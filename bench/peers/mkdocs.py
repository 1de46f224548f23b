"""MkDocs, from PyPI, with a theme of one template and without its search."""

from __future__ import annotations

import json
from pathlib import Path

from bench.measure import Command
from bench.peers.material import Material, Page
from bench.peers.peer import OUTPUT, Peer, python, python_version, write

_CONFIGURATION = {
    "site_name": "Clearly Established",
    "site_url": "https://clearly-established.example/",
    "docs_dir": "docs",
    "site_dir": OUTPUT,
    "theme": {"name": None, "custom_dir": "theme"},
    "plugins": [],
    "markdown_extensions": ["footnotes", "attr_list", "tables", "smarty"],
    "validation": {"links": {"absolute_links": "ignore", "unrecognized_links": "ignore"}},
}

_PAGE = """\
<!doctype html>
<html lang="{{ page.meta.language }}">
<head>
<meta charset="utf-8">
<title>{{ page.title }} – {{ config.site_name }}</title>
<meta name="description" content="{{ page.meta.description }}">
<link rel="canonical" href="{{ page.canonical_url }}">
</head>
<body>
<header>
<a href="/{{ page.meta.language }}/">{{ config.site_name }}</a>
<nav><ul>
{% for one in (page.parent.children if page.parent else []) if one.is_page and not one.is_index %}
<li><a href="{{ one.abs_url }}"{% if one == page %} aria-current="page"{% endif %}>{{ one.title }}</a></li>
{% endfor %}
</ul></nav>
</header>
<main><h1>{{ page.title }}</h1>
{{ page.content }}
</main>
<footer>{{ config.site_name }}</footer>
</body>
</html>
"""


def _source(page: Page) -> str:
    return f"docs/{page.path}/index.md" if page.is_index else f"docs/{page.path}.md"


def _lay(material: Material, folder: Path) -> None:
    write(folder / "mkdocs.yml", json.dumps(_CONFIGURATION))
    write(folder / "theme" / "main.html", _PAGE)
    for page in material.pages:
        front = {"title": page.title, "description": page.description, "language": page.language}
        fields = "".join(f"{name}: {json.dumps(value)}\n" for name, value in front.items())
        write(folder / _source(page), f"---\n{fields}---\n{page.text}")


def _build(folder: Path) -> Command:
    return Command((str(python("mkdocs")), "build", "--quiet"), folder)


PEER = Peer("mkdocs", lambda: python_version("mkdocs"), _lay, _source, _build)
