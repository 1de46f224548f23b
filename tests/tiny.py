"""A tiny two-language project: every kind of content once, nothing wrong with it."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.model.project import Folders
from generator.model.translations import State
from generator.pipeline import prepare, read, render_all
from generator.translations.sign_off import Signature, Signed
from generator.translators import sign_off, track

ROOT = Path(__file__).resolve().parent.parent

TODAY = dt.date(2026, 11, 25)
"""The day on which the tiny project is read: two days after all of it was checked."""


def words(en: str, es: str) -> dict[str, str]:
    return {"en": en, "es": es}


SITE = """\
base_url = "https://example.org"
law_as_of = 2026-03-31
content_licence = "CC BY 4.0"
content_licence_url = "https://creativecommons.org/licenses/by/4.0/"

[[languages]]
code = "en"
name = "English"
locale = "en_US"
site_name = "Tiny"
tagline = "A tiny site"

[[languages]]
code = "es"
name = "Español"
locale = "es_US"
site_name = "Pequeño"
tagline = "Un sitio pequeño"

[[contact]]
language = "en"
label = "Free consultation"
phone = "510-350-7517"

[[sections]]
id = "basics"
name = { en = "The rule", es = "La regla" }
"""

CASE: dict[str, Any] = {
    "id": "hope-v-pelzer",
    "name": "Hope v. Pelzer",
    "short": "Hope",
    "volume": 536,
    "reporter": "U.S.",
    "page": 730,
    "court": "scotus",
    "year": 2002,
    "decided": "2002-06-27",
    "immunity": "denied",
    "topics": ["jail"],
    "holding": words("The guards had fair warning.", "Los guardias tenían advertencia suficiente."),
    "matters": words("No matching case is needed.", "No hace falta un caso igual."),
    "confirmed": "source",
    "checked": "2026-11-23",
    "pins": ["739", "741"],
    "quotes": [
        {
            "id": "notice",
            "text": "officials can still be on notice",
            "pin": "741",
            "source": "the opinion",
            "translations": {"es": "los funcionarios pueden estar avisados"},
        }
    ],
    "walk": [
        {
            "claim": words("the claim about the post", "el reclamo por el poste"),
            "answers": {"relief": "money", "law": "state"},
            "outcomes": ["open"],
        }
    ],
}

TABLES: dict[str, Any] = {
    "cases.json": {
        "courts": {
            "scotus": {
                "name": words("Supreme Court of the United States", "Corte Suprema de los Estados Unidos"),
                "short": words("Supreme Court", "Corte Suprema"),
                "bluebook": "",
                "reporters": ["U.S.", "S. Ct."],
            }
        },
        "topics": {"jail": words("jail", "cárcel")},
        "cases": [CASE],
    },
    "laws.json": {
        "laws": [
            {
                "id": "usc-42-1983",
                "kind": "statute",
                "name": words("Civil action", "Acción civil"),
                "short": words("Section 1983", "sección 1983"),
                "citation": "42 U.S.C. § 1983",
                "year": 1871,
                "topics": ["jail"],
                "says": words("It lets people sue.", "Permite demandar."),
                "confirmed": "source",
                "checked": "2026-11-23",
            }
        ]
    },
    "rules.json": {
        "version": "1",
        "law_as_of": "2026-03-31",
        "reviewed": "2026-11-23",
        "start": "relief",
        "questions": [
            {
                "id": "relief",
                "ask": words("What do you want?", "¿Qué quiere?"),
                "short": words("Money?", "¿Dinero?"),
                "help": words("Choose.", "Elija."),
                "why": words("It matters.", "Importa."),
                "authorities": ["hope-v-pelzer, 741"],
                "answers": [
                    {
                        "id": "order",
                        "text": words("An order", "Una orden"),
                        "short": words("An order", "Una orden"),
                        "to": "outcome:open",
                        "why": words("Open.", "Abierto."),
                        "authorities": ["usc-42-1983"],
                    },
                    {
                        "id": "money",
                        "text": words("Money", "Dinero"),
                        "short": words("Money", "Dinero"),
                        "to": "question:law",
                        "why": words("Go on.", "Siga."),
                        "authorities": ["usc-42-1983"],
                    },
                ],
            },
            {
                "id": "law",
                "ask": words("Which law?", "¿Qué ley?"),
                "short": words("Law", "Ley"),
                "help": words("Choose.", "Elija."),
                "why": words("It matters.", "Importa."),
                "authorities": ["usc-42-1983"],
                "answers": [
                    {
                        "id": "state",
                        "text": words("State", "Estatal"),
                        "short": words("State", "Estatal"),
                        "to": "outcome:open",
                        "why": words("Open.", "Abierto."),
                        "authorities": ["usc-42-1983"],
                    },
                    {
                        "id": "federal",
                        "text": words("Federal", "Federal"),
                        "short": words("Federal", "Federal"),
                        "to": "outcome:closed",
                        "why": words("Closed.", "Cerrado."),
                        "authorities": ["usc-42-1983"],
                    },
                ],
            },
        ],
        "outcomes": [
            {
                "id": identifier,
                "slug": words(identifier, identifier),
                "title": words(title, title),
                "short": words(title, title),
                "effect": effect,
                "meaning": words("Meaning.", "Significado."),
                "leaves_open": words("Much.", "Mucho."),
                "next": {"en": ["Call."], "es": ["Llame."]},
                "basis": words("Law.", "Derecho."),
                "authorities": ["hope-v-pelzer"],
                "points": ["deadline"],
            }
            for identifier, title, effect in (
                ("open", "Open", "does-not-block"),
                ("closed", "Closed", "blocks"),
            )
        ],
        "points": [
            {
                "id": "deadline",
                "text": words("Two years.", "Dos años."),
                "authorities": ["usc-42-1983"],
            }
        ],
    },
    "redirects.json": {"redirects": [{"old": "/es/aviso/", "to": "warning.md"}]},
    "glossary.json": {
        "terms": [
            {
                "id": "fair-warning",
                "term": words("fair warning", "advertencia suficiente"),
                "definition": words("Enough notice.", "Aviso suficiente."),
                "variants": {"es": ["aviso justo"]},
            }
        ]
    },
}

FIXED = {
    "index": "",
    "decision-tree": "tree",
    "whole-tree": "whole",
    "appointment": "sheet",
    "cases": "cases",
    "laws": "laws",
    "law-uses": "law-uses",
    "glossary": "glossary",
    "offline": "offline",
    "search": "search",
    "contents": "contents",
    "404": "none",
}

ARTICLE = {
    "en": """\
The lead cites @hope-v-pelzer.

## Fair warning {#fair-warning}

Notice is enough [@hope-v-pelzer, 741]. See [the term](term:fair-warning), [the tree](question:law),
[a result](outcome:open), [home](index.md) and [below](#deadlines).

![](quote:hope-v-pelzer/notice)

### A detail {#detail}

Text under [@usc-42-1983, subd. (b)].

## Deadlines {#deadlines}

Two years.
""",
    "es": """\
La entrada cita @hope-v-pelzer.

## Advertencia suficiente {#fair-warning}

Basta el aviso [@hope-v-pelzer, 741]. Vea [el término](term:fair-warning), [el árbol](question:law),
[un resultado](outcome:open), [el inicio](index.md) y [abajo](#deadlines).

![](quote:hope-v-pelzer/notice)

### Un detalle {#detail}

Texto según [@usc-42-1983, subd. (b)].

## Plazos {#deadlines}

Dos años.
""",
}


def front_matter(title: str, slug: str, **more: str) -> str:
    fields = {
        "title": title,
        "description": "A description that is long enough.",
        "slug": f'"{slug}"',
        "section": "basics",
        "order": "1",
        "reviewed": "2026-11-23",
        **more,
    }
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\n"


class Project:
    """The tiny project on disk; tests change one thing and ask what is said of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.tables = copy.deepcopy(TABLES)
        (self.content).mkdir(parents=True)
        self.write("site.toml", SITE)
        for language in ("en", "es"):
            for key, slug in FIXED.items():
                self.write(f"{language}/{key}.md", front_matter(f"Page {key}", slug) + "\nWords.\n")
            self.write(f"{language}/warning.md", front_matter("Warning", "warning") + ARTICLE[language])
        self.save()
        self.write("translations.json", '{"units": {}}')
        self.folders = Folders(self.content, ROOT / "templates", ROOT / "locales", root / "site")

    def save(self) -> None:
        """Write the tables as they are now."""
        for name, table in self.tables.items():
            self.write(name, json.dumps(table, ensure_ascii=False, indent=1))

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.content / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def problems(self) -> list[str]:
        """What an editor is told, a line each."""
        return [str(problem) for problem in render_all(prepare(self.folders, today=TODAY))[1]]

    def sign_off(self, name: str = "es", **more: str) -> Signed:
        """Sign off translations, as `--reviewed` does."""
        source = more.pop("source", None)
        return sign_off(track(self.folders, read), name, Signature("Somebody", TODAY, **more), source)

    def states(self) -> dict[str, State]:
        """How every translation stands that is not current, by its name."""
        found = track(self.folders, read).standings
        return {one.name: one.state for one in found if one.state is not State.CURRENT}

    def files(self) -> Mapping[str, bytes]:
        """The whole site; there must be no problem."""
        files, problems = render_all(prepare(self.folders, today=TODAY))
        assert not problems, problems
        return files

    def page(self, path: str) -> str:
        """A rendered page; there must be no problem."""
        return self.files()[path].decode()
