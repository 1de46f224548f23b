"""Eleventy, from npm, with Nunjucks and the usual plugins of markdown-it."""

from __future__ import annotations

import json
from pathlib import Path

from bench.measure import Command
from bench.peers.material import Material, Page
from bench.peers.peer import NODE_MODULES, OUTPUT, Peer, npm_version, write

_CONFIGURATION = """\
const markdownIt = require("markdown-it");
const attributes = require("markdown-it-attrs");
const footnotes = require("markdown-it-footnote");
const plugin = (found) => found.default ?? found;

module.exports = (eleventy) => {
  const markdown = plugin(markdownIt)({ html: true, typographer: true });
  eleventy.setLibrary("md", markdown.use(plugin(attributes)).use(plugin(footnotes)));
  return {
    dir: { input: "content", includes: "../layouts", output: BUILT },
    markdownTemplateEngine: false,
    templateFormats: ["md"],
  };
};
"""

_ONLY_HERE = "only-here.cjs"
"""Its server would listen on all addresses of the machine, and has no option to say otherwise."""

_LISTENING = """\
const { Server } = require("node:net");
const listen = Server.prototype.listen;
Server.prototype.listen = function (options, ...rest) {
  return listen.call(this, { ...options, host: "127.0.0.1" }, ...rest);
};
"""

_PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<title>{{ title }} – Clearly Established</title>
<meta name="description" content="{{ description }}">
<link rel="canonical" href="https://clearly-established.example{{ page.url }}">
</head>
<body>
<header>
<a href="/{{ language }}/">Clearly Established</a>
<nav><ul>
{% for one in collections[section] %}
<li>
<a href="{{ one.url }}"{% if one.url == page.url %} aria-current="page"{% endif %}>{{ one.data.title }}</a>
</li>
{% endfor %}
</ul></nav>
</header>
<main><h1>{{ title }}</h1>
{{ content | safe }}
</main>
<footer>Clearly Established</footer>
</body>
</html>
"""


def _source(page: Page) -> str:
    return f"content/{page.path}/index.md" if page.is_index else f"content/{page.path}.md"


def _lay(material: Material, folder: Path) -> None:
    (folder / "node_modules").symlink_to(NODE_MODULES, target_is_directory=True)
    write(folder / "eleventy.config.js", _CONFIGURATION.replace("BUILT", json.dumps(OUTPUT)))
    write(folder / _ONLY_HERE, _LISTENING)
    write(folder / "layouts" / "page.njk", _PAGE)
    for page in material.pages:
        front = {
            "title": page.title,
            "description": page.description,
            "layout": "page.njk",
            "language": page.language,
            "section": page.section,
            "tags": [] if page.is_index else [page.section],
        }
        fields = "".join(f"{name}: {json.dumps(value)}\n" for name, value in front.items())
        write(folder / _source(page), f"---\n{fields}---\n{page.text}")


def _command(folder: Path, *words: str) -> Command:
    program = str(NODE_MODULES / "@11ty" / "eleventy" / "cmd.cjs")
    return Command(("node", "--require", f"./{_ONLY_HERE}", program, "--quiet", *words), folder)


def _serve(folder: Path, port: int) -> Command:
    return _command(folder, "--serve", "--incremental", f"--port={port}")


PEER = Peer("eleventy", lambda: npm_version("@11ty/eleventy"), _lay, _source, _command, _serve)
