"""What an editor can get wrong, and what is said: one mistake in the tiny project, one clear sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from tests.tiny import ARTICLE, ROOT, Project, front_matter

WARNING = "es/warning.md"

Break = Callable[[Project], object]


def in_file(name: str, old: str, new: str) -> Break:
    return lambda project: project.replace(name, old, new)


def in_table(change: Callable[[dict], object]) -> Break:
    def break_it(project: Project) -> None:
        change(project.tables)
        project.save()

    return break_it


def rules(change: Callable[[dict], object]) -> Break:
    return in_table(lambda tables: change(tables["rules.json"]))


def case(**fields: object) -> Break:
    return in_table(lambda tables: tables["cases.json"]["cases"][0].update(fields))


def walk(change: Callable[[dict], object]) -> Break:
    return in_table(lambda tables: change(tables["cases.json"]["cases"][0]["walk"][0]))


def redirects(*entries: tuple[str, str]) -> Break:
    return in_table(
        lambda tables: tables["redirects.json"].update(
            redirects=[dict(zip(("old", "to"), e, strict=True)) for e in entries]
        )
    )


MISTAKES: dict[str, tuple[Break, str, str]] = {
    # --- files ---
    "a file that is not UTF-8": (
        lambda p: p.write(WARNING, front_matter("A", "warning").encode() + b"\nA\xf1o.\n"),
        "content/es/warning.md:10: The file is not UTF-8",
        "Save it again with the encoding UTF-8.",
    ),
    "more of a sign than any article has": (
        in_file(WARNING, "Dos años.", "Dos [ años. " * 1001),
        "content/es/warning.md:24: The sign `[` stands here 1,009 times; an article may have 1,000 of it.",
        "Divide the article",
    ),
    "more lines than any paragraph has": (
        in_file(WARNING, "Dos años.", "Dos años.\n" * 501),
        "content/es/warning.md:524: More than 500 lines follow one another here without an empty one.",
        "an empty line",
    ),
    "a name of the site that fills pages": (
        in_file("site.toml", "Pequeño", "Pequeño " * 100),
        "content/site.toml:17: `site_name` is too long: it may have at most 200 characters.",
        "",
    ),
    "the name of a field that would command a terminal": (
        in_file("redirects.json", '"redirects"', '"\\u001b[2J\\r\\nredirects"'),
        "content/redirects.json:1: There is no field `\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}",
        "",
    ),
    "blanks without end": (
        in_file(WARNING, "Dos años.", "Dos" + " " * 600 + "años."),
        "content/es/warning.md:24: There are 500 blanks or more in a row.",
        "Take them out.",
    ),
    "lists in lists in lists": (
        in_file(WARNING, "Dos años.", "- " * 10_000 + "Dos años."),
        "content/es/warning.md: Lists or quotations stand inside one another too deeply to be read.",
        "Two levels",
    ),
    "a link instead of a table": (
        lambda p: (
            (p.content / "glossary.json")
            .rename(p.root / "elsewhere.json")
            .parent.joinpath("content", "glossary.json")
            .symlink_to(p.root / "elsewhere.json")
        ),
        "content/glossary.json: This is a link; nothing is read through it.",
        "Put here what it leads to.",
    ),
    "a line end in the name of a file": (
        lambda p: p.write("en/a\nb.md", "x"),
        "content/en/a\N{REPLACEMENT CHARACTER}b.md: This file name cannot be used in an address.",
        "small letters",
    ),
    "a missing table": (
        lambda p: (p.content / "glossary.json").unlink(),
        "content/glossary.json: This file is missing.",
        "",
    ),
    "a missing language folder": (
        lambda p: [f.unlink() for f in (p.content / "es").iterdir()] and (p.content / "es").rmdir(),
        "content/es: The folder of this language is missing.",
        "",
    ),
    "a language folder without articles": (
        lambda p: [f.unlink() for f in (p.content / "es").iterdir()],
        "content/es: This folder holds no articles.",
        "",
    ),
    "a file name with capitals": (
        lambda p: p.write("en/Über uns.md", "x"),
        "content/en/Über uns.md: This file name cannot be used in an address.",
        "small letters",
    ),
    "an invisible private-use character": (
        in_file(WARNING, "Dos años.", "Dos \ue000 años."),
        "content/es/warning.md:24: There is an invisible character (U+E000)",
        "",
    ),
    "an empty file": (
        lambda p: p.write(WARNING, " \n"),
        "content/es/warning.md: The file is empty.",
        "",
    ),
    "a folder named like an article": (
        lambda p: (p.content / "es" / "notes.md").mkdir(),
        "content/es/notes.md: This is not a file",
        "",
    ),
    "an article with another ending": (
        lambda p: p.write("es/more.markdown", "x"),
        "content/es/more.markdown: This file would not be published.",
        "`.md`",
    ),
    "an article outside the languages": (
        lambda p: p.write("more.md", "x"),
        "content/more.md: This would not be published.",
        "",
    ),
    "a language without any words": (
        lambda p: p.replace("site.toml", 'code = "es"', 'code = "fr"'),
        "content/fr: The folder of this language is missing.",
        "",
    ),
    # --- old addresses ---
    "an old address that a page has": (
        redirects(("/es/warning", "index.md")),
        "content/redirects.json:4: `/es/warning` is the address of a page",
        "Take this entry out, or give that page another address.",
    ),
    "an old address that a bilingual edition has": (
        redirects(("/es/warning/es-en/", "index.md")),
        "content/redirects.json:4: `/es/warning/es-en/` is the address of a page",
        "",
    ),
    "an old address that is the choice of a language": (
        redirects(("/index.html", "/es/")),
        "content/redirects.json:4: `/index.html` is the address of a page",
        "",
    ),
    "an old address twice": (
        redirects(("/es/aviso/", "warning.md"), ("/es/aviso/", "index.md")),
        "content/redirects.json:8: The old address `/es/aviso/` stands twice.",
        "Keep one.",
    ),
    "an old address with and without its slash": (
        redirects(("/es/aviso/", "warning.md"), ("/es/aviso", "warning.md")),
        "content/redirects.json:8: `/es/aviso` is the same address as `/es/aviso/`",
        "Keep one.",
    ),
    "old addresses that differ in their capitals alone": (
        redirects(("/es/aviso/", "warning.md"), ("/es/Aviso/", "index.md")),
        "content/redirects.json:8: `/es/Aviso/` and `/es/aviso/` differ in their capitals alone",
        "Let both lead to `warning.md`, or take one out.",
    ),
    "an old address that leads to another": (
        redirects(("/es/a/", "/es/b/"), ("/es/b/", "warning.md")),
        "content/redirects.json:5: `/es/b/` is an old address itself.",
        "Write where that one leads: `warning.md`.",
    ),
    "old addresses in a circle": (
        redirects(("/es/a/", "/es/b/"), ("/es/b/", "/es/c/"), ("/es/c/", "/es/b")),
        "content/redirects.json:5: This leads in a circle: `/es/b/` → `/es/c/` → `/es/b`.",
        "One of them must lead to a page.",
    ),
    "an old address that leads to itself": (
        redirects(("/es/a/", "/es/a/")),
        "content/redirects.json:5: This leads in a circle: `/es/a/` → `/es/a/`.",
        "One of them must lead to a page.",
    ),
    "an old address that leads to no article": (
        redirects(("/es/aviso/", "warnin.md")),
        "content/redirects.json:5: The link `warnin.md` leads to an article that does not exist.",
        "Did you mean `warning.md`?",
    ),
    "an old address that leads to no section": (
        redirects(("/es/aviso/", "warning.md#deadline")),
        "content/redirects.json:5: The link `warning.md#deadline` leads to a section",
        "Did you mean `deadlines`?",
    ),
    "an old address that leads to an address that is not there": (
        redirects(("/es/aviso/", "/es/warnin/")),
        "content/redirects.json:5: The site has no page `/es/warnin/`.",
        "Did you mean `/es/warning/` or",
    ),
    "an old address that leads to a place by its address": (
        redirects(("/es/aviso/", "/es/warning/#deadlines")),
        "content/redirects.json:5: `/es/warning/#deadlines` names a place inside a page by its address.",
        "Write it as articles link",
    ),
    "an old address that leads outside": (
        redirects(("/es/aviso/", "https://example.com/")),
        "content/redirects.json:5: `https://example.com/` is no page of this site.",
        "",
    ),
    "an old address without a language that leads to an article": (
        redirects(("/aviso.html", "warning.md")),
        "content/redirects.json:5: `/aviso.html` begins with no language of this site",
        "Write a whole address instead, such as `/en/`.",
    ),
    "an old address with its host": (
        redirects(("https://example.org/es/aviso/", "warning.md")),
        "content/redirects.json:4:",
        "`/en/old-name/`",
    ),
    "an old address with a star": (
        redirects(("/es/old/*", "warning.md")),
        "content/redirects.json:4:",
        "`/en/old-name/`",
    ),
    # --- JSON and TOML ---
    "a comma too many": (
        in_file("rules.json", '"start": "relief",', '"start": "relief",,'),
        "content/rules.json:5: This is not valid JSON",
        "a comma too many",
    ),
    "JSON nested without end": (
        lambda p: p.write("rules.json", "[" * 100_000),
        "content/rules.json: This JSON is nested too deeply",
        "",
    ),
    "a number without end": (
        in_file("rules.json", '"version": "1"', '"version": ' + "1" * 5000),
        "content/rules.json: This JSON is nested too deeply, or holds a number too long",
        "",
    ),
    "broken JSON": (
        in_file("rules.json", '"version": "1",', '"version": "1"'),
        "content/rules.json:3: This is not valid JSON: expecting ',' delimiter",
        "missing comma",
    ),
    "a key twice in JSON": (
        in_file("rules.json", '"version": "1",', '"version": "1",\n "version": "2",'),
        "content/rules.json:3: `version` stands twice",
        "Keep one",
    ),
    "broken TOML": (
        in_file("site.toml", 'base_url = "', "base_url = "),
        "content/site.toml:1: This is not valid TOML",
        "",
    ),
    "an unknown field in TOML": (
        in_file("site.toml", "tagline = ", "taglin = "),
        "content/site.toml:11: There is no field `taglin` here.",
        "Did you mean `tagline`?",
    ),
    "a language twice": (
        in_file("site.toml", 'code = "es"', 'code = "en"'),
        "content/site.toml:14: The language `en` stands twice.",
        "",
    ),
    "a locale that does not exist": (
        in_file("site.toml", "es_US", "es_UX"),
        "content/site.toml:16: There is no locale `es_UX`.",
        "`es_UY`",
    ),
    "a contact line in another language": (
        in_file("site.toml", 'language = "en"', 'language = "fr"'),
        "content/site.toml:21: The contact line is in `fr`, which is not a language of this site.",
        "",
    ),
    "a bad phone number": (
        in_file("site.toml", "510-350-7517", "(510) 350 7517"),
        "content/site.toml:23: `phone` cannot be",
        "`510-350-7517`",
    ),
    "an unknown field in JSON": (
        case(holdin={"en": "a", "es": "b"}),
        "content/cases.json:80: There is no field `holdin` here.",
        "Did you mean `holding`?",
    ),
    "a missing field in JSON": (
        in_table(lambda t: t["cases.json"]["cases"][0].pop("court")),
        "content/cases.json:26: The field `court` is missing.",
        "",
    ),
    "a word that is no outcome": (
        case(immunity="won"),
        'content/cases.json:36: `immunity` cannot be "won"; it is one of',
        "'granted'",
    ),
    "a date that is none": (
        case(decided="2002-13-40"),
        'content/cases.json:35: `decided` must be a date such as 2026-11-23, not "2002-13-40"',
        "",
    ),
    "words missing in one language": (
        in_table(lambda t: t["cases.json"]["cases"][0].update(holding={"en": "Only English."})),
        "content/cases.json:40: `holding` has no words in the language `es`.",
        "",
    ),
    "empty words": (
        in_table(lambda t: t["cases.json"]["cases"][0]["holding"].update(es="  ")),
        "content/cases.json:42: `holding` is empty in `es`.",
        "Write what belongs here: what the court decided.",
    ),
    "words in an unknown language": (
        in_table(lambda t: t["cases.json"]["cases"][0]["holding"].update(fr="Oui.")),
        "content/cases.json:43: `holding` has words in `fr`, which is not a language of this site.",
        "",
    ),
    # --- front matter ---
    "no front matter": (
        lambda p: p.write(WARNING, "Only words.\n"),
        "content/es/warning.md:1: The article does not begin with front matter",
        "",
    ),
    "broken YAML": (
        in_file(WARNING, "title: Warning", "title: Warning: now"),
        "content/es/warning.md:2: The front matter is not valid YAML",
        "need quotation marks",
    ),
    "an unknown field": (
        in_file(WARNING, "reviewed:", "reviewd:"),
        "content/es/warning.md:7: There is no field `reviewd` here.",
        "Did you mean `reviewed`",
    ),
    "a missing field": (
        in_file(WARNING, "order: 1\n", ""),
        "content/es/warning.md:1: The field `order` is missing.",
        "",
    ),
    "a field twice": (
        in_file(WARNING, "order: 1\n", "order: 1\norder: 2\n"),
        "content/es/warning.md:7: `order` stands twice",
        "Keep one",
    ),
    "a front-matter date that is none": (
        in_file(WARNING, "reviewed: 2026-11-23", "reviewed: soon"),
        'content/es/warning.md:7: `reviewed` must be a date such as 2026-11-23, not "soon"',
        "",
    ),
    "a front-matter date beyond the calendar": (
        in_file(WARNING, "reviewed: 2026-11-23", "reviewed: 2026-02-30"),
        'content/es/warning.md:7: `reviewed` must be a date such as 2026-11-23, not "2026-02-30"',
        "",
    ),
    "a field name that is no name": (
        in_file(WARNING, "title: Warning", "title: Warning\n{{ x }}: y"),
        "content/es/warning.md:3: This is not the name of a field.",
        "",
    ),
    "a quotation mark that is never closed": (
        in_file(WARNING, "title: Warning", 'title: "Warning'),
        "content/es/warning.md:",
        "",
    ),
    "dashes in a title beside another mistake": (
        lambda p: [
            p.replace(WARNING, "title: Warning", 'title: "A --- b"'),
            p.replace(WARNING, "section: basics", "section: x"),
        ],
        "content/es/warning.md:5: There is no section `x`",
        "",
    ),
    "front matter nested without end": (
        in_file(WARNING, "title: Warning", "title: " + "[" * 5000),
        "content/es/warning.md:1: The front matter is nested too deeply.",
        "",
    ),
    "a date as a number of seconds": (
        in_file(WARNING, "reviewed: 2026-11-23", 'reviewed: "1763856000"'),
        "content/es/warning.md:7: `reviewed` must be a date such as 2026-11-23",
        "",
    ),
    "a YAML alias": (
        in_file(WARNING, "title: Warning", "title: *now"),
        "content/es/warning.md:2: A value that begins with `*` needs quotation marks",
        "",
    ),
    "an unknown section": (
        in_file(WARNING, "section: basics", "section: basic"),
        "content/es/warning.md:5: There is no section `basic` in site.toml.",
        "Did you mean `basics`?",
    ),
    "an order that differs between the languages": (
        in_file(WARNING, "order: 1", "order: 2"),
        "content/es/warning.md:6: `order` is not the same as in `content/en/warning.md`.",
        "Make them equal.",
    ),
    "a critical section that is not there": (
        lambda p: [
            p.write(f"{c}/warning.md", front_matter("W", "warning", critical="[deadline]") + ARTICLE[c])
            for c in ("en", "es")
        ],
        "content/en/warning.md:8: `critical` names a section `deadline`",
        "Did you mean `deadlines`?",
    ),
    "two articles with one address": (
        in_file(WARNING, 'slug: "warning"', 'slug: "tree"'),
        "content/es/warning.md:4: `content/es/decision-tree.md` has the same slug",
        "",
    ),
    "an article without a slug": (
        in_file(WARNING, 'slug: "warning"', 'slug: ""'),
        "content/es/warning.md:4: The slug must be empty",
        "Write this article's part of the address, such as `slug: fair-warning`.",
    ),
    "an article whose slug is left out": (
        in_file(WARNING, 'slug: "warning"\n', ""),
        "content/es/warning.md:1: The slug must be empty",
        "Write this article's part of the address, such as `slug: fair-warning`.",
    ),
    # --- articles ---
    "an article missing in one language": (
        lambda p: (p.content / WARNING).unlink(),
        "content/es/warning.md: This article is missing.",
        "It is there as `content/en/warning.md`.",
    ),
    "a heading without id": (
        in_file(WARNING, "## Plazos {#deadlines}", "## Plazos"),
        "content/es/warning.md:22: The heading “Plazos” has no id.",
        "{#fair-warning}",
    ),
    "a heading id that differs": (
        in_file(WARNING, "{#deadlines}", "{#deadline}"),
        "content/es/warning.md:22: `content/en/warning.md` has no section with the id `deadline`.",
        "Did you mean `deadlines`?",
    ),
    "a heading id twice": (
        in_file(WARNING, "{#detail}", "{#fair-warning}"),
        "content/es/warning.md:18: Two headings of this article have the id `fair-warning`.",
        "",
    ),
    "a first-level heading": (
        in_file(WARNING, "## Plazos {#deadlines}", "# Plazos {#deadlines}"),
        "content/es/warning.md:22: The heading “Plazos {#deadlines}” has 1 `#`",
        "",
    ),
    "sections in another order": (
        lambda p: p.write(
            WARNING,
            front_matter("Warning", "warning")
            + "A.\n\n## Plazos {#deadlines}\n\nB.\n\n## X {#fair-warning}\n\nC.\n\n### D {#detail}\n\nE.\n",
        ),
        "content/es/warning.md:11: The sections stand in another order",
        "",
    ),
    "a list directly below a line": (
        in_file(WARNING, "Dos años.", "Dos plazos:\n- uno\n- dos"),
        "content/es/warning.md:25: A list needs an empty line above it.",
        "",
    ),
    "a table directly below a line": (
        in_file(WARNING, "Dos años.", "Dos plazos:\n| a | b |\n|---|---|\n| 1 | 2 |"),
        "content/es/warning.md:25: A table needs an empty line above it.",
        "",
    ),
    "bold that is never closed": (
        in_file(WARNING, "Dos años.", "Dos **años."),
        "content/es/warning.md:24: These marks would be shown to readers as they are: `**años.`",
        "Bold is",
    ),
    "a table without its second line": (
        in_file(WARNING, "Dos años.", "| a | b |\n| 1 | 2 |"),
        "content/es/warning.md:24: These marks would be shown to readers as they are: `| a | b |`",
        "|---|---|",
    ),
    "an id outside a heading": (
        in_file(WARNING, "Dos años.", "Dos años. {#years}"),
        "content/es/warning.md:24: These marks would be shown to readers as they are: `{#years}`",
        "",
    ),
    "bullets from a word processor": (
        in_file(WARNING, "Dos años.", "• uno\n• dos"),
        "content/es/warning.md:24: This list comes from a word processor and would not be one.",
        "Begin each item with `- `.",
    ),
    "a row with too many cells": (
        in_file(WARNING, "Dos años.", "| a | b |\n|---|---|\n| 1 | 2 | 3 |"),
        "content/es/warning.md:26: This row has 3 cells, but the table has 2 columns.",
        "Count the bars",
    ),
    "a citation without its @": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[hope-v-pelzer, 741]"),
        "content/es/warning.md:13: A square bracket would be shown to readers: `[hope-v-pelzer, 741]",
        "[@hope-v-pelzer, 741]",
    ),
    "a citation that is not closed": (
        in_file(WARNING, "Dos años.", "Dos años [@hope-v-pelzer, 741."),
        "content/es/warning.md:24: A number stands right behind a citation: `, 741.`",
        "where it is checked",
    ),
    "a page behind a name in running text": (
        in_file(WARNING, "Dos años.", "Dos años @hope-v-pelzer, 745."),
        "content/es/warning.md:24: A number stands right behind a citation: `, 745.`",
        "where it is checked",
    ),
    "an id with capitals": (
        in_file(WARNING, "Dos años.", "Dos años @Hope-v-Pelzer."),
        "content/es/warning.md:24: The `@` of `@Hope-v-Pelzer.` belongs to no citation.",
        "small letters",
    ),
    "a citation inside a link": (
        in_file(WARNING, "Dos años.", "[ver @hope-v-pelzer](index.md)"),
        "content/es/warning.md:24: The words of the link to `index.md` hold a citation.",
        "after the link",
    ),
    "a link without a target": (
        in_file(WARNING, "Dos años.", "[Dos años]()"),
        "content/es/warning.md:24: A link needs words and a target",
        "",
    ),
    "an address without https": (
        in_file(WARNING, "Dos años.", "[Dos](http://example.org)"),
        "content/es/warning.md:24: The link `http://example.org` is not a whole address.",
        "https://",
    ),
    "a page written with p.": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelzer, p. 741]"),
        "content/es/warning.md:13: `p. 741` is not written as a page.",
        "`741`",
    ),
    "a quotation without its name": (
        in_file(WARNING, "quote:hope-v-pelzer/notice", "quote:hope-v-pelzer"),
        "content/es/warning.md:16: `hope-v-pelzer` does not name a quotation.",
        "quotation-id",
    ),
    "a citation that only one language has": (
        in_file(WARNING, "Dos años.", "Dos años [@hope-v-pelzer, 739]."),
        "content/es/warning.md:24: `content/en/warning.md` does not cite `hope-v-pelzer, 739`",
        "Cite the same",
    ),
    "a heading without words": (
        in_file(WARNING, "## Plazos {#deadlines}", "## {#deadlines}"),
        "content/es/warning.md:22: This heading has no words.",
        "",
    ),
    "a subsection before the first section": (
        lambda p: p.write(
            WARNING, front_matter("W", "warning") + "\n### Uno {#one}\n\nA.\n\n## Dos {#two}\n\nB.\n"
        ),
        "content/es/warning.md:10: The heading “Uno {#one}” comes before the first `##`.",
        "",
    ),
    "an article heading pasted twice": (
        in_file(WARNING, "Dos años.", "Dos años.\n\n## Plazos {#deadlines}"),
        "content/es/warning.md:26: Two headings of this article have the id `deadlines`.",
        "",
    ),
    "a draft of a page that every site needs": (
        lambda p: [p.replace(f"{c}/glossary.md", "order: 1", "order: 1\ndraft: true") for c in ("en", "es")],
        "content/en/glossary.md:7: Every site needs this page; it cannot be a draft.",
        "",
    ),
    "a draft in one language only": (
        in_file(WARNING, "order: 1", "order: 1\ndraft: true"),
        "content/es/warning.md:7: `draft` is not the same as in `content/en/warning.md`.",
        "",
    ),
    "a heading inside a list": (
        in_file(WARNING, "Dos años.", "- ## Dos años {#two}"),
        "content/es/warning.md:24: The heading “Dos años {#two}” stands inside a list",
        "Begin its line",
    ),
    "a link in a heading": (
        in_file(WARNING, "## Plazos {#deadlines}", "## [Plazos](index.md) {#deadlines}"),
        "content/es/warning.md:22: The heading “[Plazos](index.md) {#deadlines}” holds a link or a citation",
        "",
    ),
    "an id that the page needs itself": (
        lambda p: [p.replace(f"{c}/warning.md", "{#detail}", "{#authorities}") for c in ("en", "es")],
        "content/en/warning.md:18: The id `authorities` is used by the page itself.",
        "Choose another",
    ),
    "an id that stands for the words before the first heading": (
        lambda p: [p.replace(f"{c}/warning.md", "{#deadlines}", "{#lead}") for c in ("en", "es")],
        "content/es/warning.md:22: The id `lead` is used by the page itself.",
        "Choose another",
    ),
    "a footnote": (
        in_file(WARNING, "Dos años.", "Dos años.[^1]\n\n[^1]: O menos."),
        "content/es/warning.md:26: Footnotes such as `[^1]:` cannot be used",
        "Put the words into the text",
    ),
    "an article without words": (
        lambda p: p.write(WARNING, front_matter("Warning", "warning")),
        "content/es/warning.md: The article has no words below its front matter.",
        "",
    ),
    "a dead link with a title": (
        in_file(WARNING, "(index.md)", '(indice.md "Inicio")'),
        "content/es/warning.md:14: The link `indice.md` leads to an article that does not exist.",
        "",
    ),
    "HTML in an article": (
        in_file(WARNING, "Dos años.", "Dos <b onclick='x()'>años</b>."),
        "content/es/warning.md:24: HTML such as `<b onclick='x()'>` cannot be used in an article.",
        "Use Markdown",
    ),
    # --- references ---
    "an unknown authority": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-peltzer, 741]"),
        "content/es/warning.md:13: There is no case or law with the id `hope-v-peltzer`.",
        "Did you mean `hope-v-pelzer`?",
    ),
    "a page before the first page": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelzer, 729]"),
        "content/es/warning.md:13: Page 729 lies before the first page of `hope-v-pelzer` (536 U.S. 730).",
        "",
    ),
    "a page that nobody has confirmed": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelzer, 745]"),
        "content/es/warning.md:13: Nobody has confirmed page `745` of `hope-v-pelzer`.",
        "Confirmed are: 739, 741.",
    ),
    "a citation that cannot be read": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelzer and @usc-42-1983]"),
        "content/es/warning.md:13: The citation `[@hope-v-pelzer and @usc-42-1983]` cannot be read.",
        "semicolon",
    ),
    "a subdivision that is none": (
        in_file(WARNING, "subd. (b)", "part b"),
        "content/es/warning.md:20: `part b` is not a subdivision.",
        "subd. (b)",
    ),
    "an unknown quotation": (
        in_file(WARNING, "quote:hope-v-pelzer/notice", "quote:hope-v-pelzer/notices"),
        "content/es/warning.md:16: `hope-v-pelzer` has no quotation `notices`.",
        "Did you mean `notice`?",
    ),
    "a picture": (
        in_file(WARNING, "Dos años.", "Dos ![foto](foto.png) años."),
        "content/es/warning.md:24: A picture or quotation `foto.png` cannot stand here.",
        "",
    ),
    "an unknown term": (
        in_file(WARNING, "term:fair-warning", "term:fair-warnings"),
        "content/es/warning.md:13: The link `term:fair-warnings` names no term in glossary.json.",
        "Did you mean `fair-warning`?",
    ),
    "an unknown question": (
        in_file(WARNING, "question:law", "question:laws"),
        "content/es/warning.md:13: The link `question:laws` names no question in rules.json.",
        "Did you mean `law`?",
    ),
    "an article that does not exist": (
        in_file(WARNING, "(index.md)", "(indice.md)"),
        "content/es/warning.md:14: The link `indice.md` leads to an article that does not exist.",
        "Did you mean `index.md` or `offline.md`?",
    ),
    "a section that does not exist": (
        in_file(WARNING, "(#deadlines)", "(#deadline)"),
        "content/es/warning.md:14: The link `#deadline` leads to a section that",
        "Did you mean `deadlines`?",
    ),
    "a script as a link": (
        in_file(WARNING, "(index.md)", "(javascript:alert)"),
        "content/es/warning.md:14: The link `javascript:alert` is of a kind that cannot be used here.",
        "`term:`",
    ),
    # --- tables ---
    "a case twice": (
        in_table(lambda t: t["cases.json"]["cases"].append(t["cases.json"]["cases"][0])),
        "content/cases.json:82: The id `hope-v-pelzer` stands twice.",
        "",
    ),
    "an unknown court": (
        case(court="scotsu"),
        "content/cases.json:33: There is no court `scotsu`.",
        "Did you mean `scotus`?",
    ),
    "an unknown topic": (
        case(topics=["jails"]),
        "content/cases.json:38: There is no topic `jails` in cases.json.",
        "Did you mean `jail`?",
    ),
    "a year that is not the date's": (
        case(year=2003),
        "content/cases.json:34: `year` is 2003, but `decided` says 2002-06-27.",
        "",
    ),
    "a case without page that nothing else finds": (
        in_table(lambda t: t["cases.json"]["cases"][0].pop("page")),
        "content/cases.json:26: `hope-v-pelzer` has no `page`.",
        "A decision that is not paged yet is found by its `docket` and the day it was `decided`.",
    ),
    "confirmed pages on an unconfirmed record": (
        case(confirmed="knowledge"),
        "content/cases.json:50: `hope-v-pelzer` was not confirmed in any source",
        "",
    ),
    "a quotation without translation": (
        in_table(lambda t: t["cases.json"]["cases"][0]["quotes"][0].update(translations={})),
        "content/cases.json:55: The quotation `notice` of `hope-v-pelzer` has no translation into `es`.",
        "",
    ),
    "a quotation at an unconfirmed page": (
        in_table(lambda t: t["cases.json"]["cases"][0]["quotes"][0].update(pin="745")),
        "content/cases.json:58: The page `745` of the quotation `notice` is not among the confirmed `pins`.",
        "",
    ),
    "a translation nobody needs": (
        in_table(lambda t: t["cases.json"]["cases"][0]["quotes"][0]["translations"].update(en="x")),
        "content/cases.json:62: The quotation `notice` of `hope-v-pelzer` needs no translation into `en`.",
        "",
    ),
    "a law with an id that the page needs": (
        in_table(lambda t: t["laws.json"]["laws"][0].update(id="content")),
        "content/laws.json:4: The id `content` is used by the page itself.",
        "",
    ),
    # --- the tree ---
    "steps that one language does not have": (
        rules(lambda r: r["outcomes"][0]["next"]["en"].append("More.")),
        "content/rules.json:156: `next` of the outcome `open` has not as many points",
        "",
    ),
    "no next step at all": (
        rules(lambda r: r["outcomes"][0].update(next={"en": [], "es": []})),
        "content/rules.json:157: `next` is empty in `en`.",
        "Write what belongs here: what to do next.",
    ),
    "an answer that leads nowhere": (
        rules(lambda r: r["questions"][1]["answers"][1].update(to="outcome:close")),
        "content/rules.json:120: The answer `federal` of the question `law` leads nowhere",
        "Did you mean `outcome:closed`",
    ),
    "a question that is never reached": (
        rules(lambda r: r["questions"][0]["answers"][1].update(to="outcome:closed")),
        "content/rules.json:70: No answer ever leads to the question `law`.",
        "",
    ),
    "an outcome that is never reached": (
        rules(lambda r: r["questions"][1]["answers"][1].update(to="outcome:open")),
        "content/rules.json:176: No answer ever leads to the outcome `closed`.",
        "",
    ),
    "a circle": (
        rules(lambda r: r["questions"][1]["answers"][0].update(to="question:relief")),
        "content/rules.json:101: The answer `state` of the question `law` leads back to `relief`.",
        "",
    ),
    "a start that is no question": (
        rules(lambda r: r.update(start="begin")),
        "content/rules.json:5: The tree starts at `begin`, which is not a question.",
        "",
    ),
    "an unknown authority in the tree": (
        rules(lambda r: r["questions"][0].update(authorities=["hope-v-pelser"])),
        "content/rules.json:26: There is no case or law with the id `hope-v-pelser`.",
        "Did you mean `hope-v-pelzer`?",
    ),
    "an unconfirmed page in the tree": (
        rules(lambda r: r["questions"][0].update(authorities=["hope-v-pelzer, 999"])),
        "content/rules.json:26: Nobody has confirmed page `999`",
        "",
    ),
    "a target of no kind": (
        rules(lambda r: r["questions"][1]["answers"][1].update(to="closed")),
        'content/rules.json:120: `to` cannot be "closed"; it must look like',
        "`question:law`",
    ),
    "a question with the id of another": (
        rules(lambda r: r["questions"][1].update(id="relief")),
        "content/rules.json:70: The id `relief` stands twice.",
        "",
    ),
    "an outcome with the id of another": (
        rules(lambda r: r["outcomes"][1].update(id="open")),
        "content/rules.json:176: The id `open` stands twice.",
        "",
    ),
    "an answer with the id of another": (
        rules(lambda r: r["questions"][1]["answers"][1].update(id="state")),
        "content/rules.json:111: The id `state` stands twice.",
        "",
    ),
    "an answer that takes the place of not being sure": (
        rules(lambda r: r["questions"][1]["answers"][1].update(id="unsure")),
        "content/rules.json:111: `unsure` is the answer that every question has of its own.",
        "Give this answer another id.",
    ),
    "a question that leads to itself": (
        rules(lambda r: r["questions"][1]["answers"][1].update(to="question:law")),
        "content/rules.json:120: The answer `federal` of the question `law` leads back to `law`.",
        "questions stand in the order in which they are asked",
    ),
    "an answer that makes no difference": (
        rules(lambda r: r["questions"][1]["answers"][1].update(to="outcome:open")),
        "content/rules.json:120: The answer `federal` of the question `law` makes no difference",
        'If that is meant, add "same_as": "law=state".',
    ),
    "the same place as an answer that does not exist": (
        rules(lambda r: r["questions"][1]["answers"][1].update(same_as="law=stat")),
        "content/rules.json:128: The answer `federal` of the question `law` leads to the same place",
        "Did you mean `law=state`?",
    ),
    "the same place as an answer that leads elsewhere": (
        rules(lambda r: r["questions"][1]["answers"][1].update(same_as="law=state")),
        "content/rules.json:120: The answer `federal` of the question `law` should lead to the same place",
        "Change `to` or take `same_as` out.",
    ),
    "a label that one language does not have": (
        rules(lambda r: r["questions"][1]["short"].pop("es")),
        "content/rules.json:75: `short` has no words in the language `es`.",
        "",
    ),
    "an outcome without an address in one language": (
        rules(lambda r: r["outcomes"][1]["slug"].pop("es")),
        "content/rules.json:177: `slug` has no words in the language `es`.",
        "",
    ),
    "two outcomes with the same address": (
        rules(lambda r: r["outcomes"][1]["slug"].update(es="open")),
        "content/rules.json:179: The outcomes `open` and `closed` have the same address in `es`.",
        "",
    ),
    "a point that does not exist": (
        rules(lambda r: r["outcomes"][1].update(points=["deadlines"])),
        "content/rules.json:214: There is no point `deadlines`.",
        "Did you mean `deadline`?",
    ),
    "a point that no outcome has": (
        rules(lambda r: [outcome.update(points=[]) for outcome in r["outcomes"]]),
        "content/rules.json:216: No outcome has the point `deadline`.",
        "",
    ),
    "a point that stands twice": (
        rules(lambda r: r["points"].append(r["points"][0])),
        "content/rules.json:230: The id `deadline` stands twice.",
        "",
    ),
    "an unknown authority of a point": (
        rules(lambda r: r["points"][0].update(authorities=["usc-42-1984"])),
        "content/rules.json:226: There is no case or law with the id `usc-42-1984`.",
        "Did you mean `usc-42-1983`?",
    ),
    # --- decided cases as walks ---
    "a walk through a question that does not exist": (
        walk(lambda w: w["answers"].update(lawx="state")),
        "content/cases.json:74: There is no question `lawx` in the tree.",
        "Did you mean `law`?",
    ),
    "a walk with an answer that does not exist": (
        walk(lambda w: w["answers"].update(law="stat")),
        "content/cases.json:73: The question `law` has no answer `stat`.",
        "Did you mean `state`?",
    ),
    "a walk that stops halfway": (
        walk(lambda w: w["answers"].pop("law")),
        "content/cases.json:71: This walk stops at the question `law`.",
        "Answer it, with `unsure` if the court left it open.",
    ),
    "a walk with an answer to a question that is not asked": (
        walk(lambda w: w["answers"].update(relief="order")),
        "content/cases.json:73: With the other answers of this walk, `law` is never asked.",
        "Take it out, or change an answer before it.",
    ),
    "a walk that ends elsewhere than the court did": (
        walk(lambda w: w.update(outcomes=["closed"])),
        "content/cases.json:75: This walk of `hope-v-pelzer` should end at closed, but the tree",
        "One of the two is wrong: the answers or the tree.",
    ),
    "a walk that leaves more open than it says": (
        walk(lambda w: w["answers"].update(law="unsure")),
        "content/cases.json:75: This walk of `hope-v-pelzer` should end at open, but the tree",
        "",
    ),
    "a walk that does not fit how immunity came out": (
        walk(lambda w: (w["answers"].update(law="federal"), w.update(outcomes=["closed"]))),
        "content/cases.json:75: `immunity` of `hope-v-pelzer` is `denied`, but this walk ends at `closed`.",
        "One of the two is wrong.",
    ),
    "a walk whose claim one language does not have": (
        walk(lambda w: w["claim"].pop("es")),
        "content/cases.json:67: `claim` has no words in the language `es`.",
        "",
    ),
    # --- what is pasted, merged, or written as it is elsewhere ---
    "a merge conflict in an article": (
        in_file(WARNING, "Dos años.", "<<<<<<< HEAD\nDos.\n=======\nTres.\n>>>>>>> branch"),
        "content/es/warning.md:24: Here two versions were merged, and nobody has chosen one: `<<<<<<<`.",
        "Keep what is right, and delete the lines",
    ),
    "a merge conflict in front matter": (
        in_file(WARNING, "order: 1\n", "<<<<<<< HEAD\norder: 1\n=======\norder: 2\n>>>>>>> b\n"),
        "content/es/warning.md:6: Here two versions were merged, and nobody has chosen one: `<<<<<<<`.",
        "Keep what is right, and delete the lines",
    ),
    "a merge conflict in a table": (
        in_file("rules.json", ' "version": "1",', '<<<<<<< HEAD\n "version": "1",\n=======\n>>>>>>> b'),
        "content/rules.json:2: Here two versions were merged, and nobody has chosen one: `<<<<<<<`.",
        "Keep what is right, and delete the lines",
    ),
    "a merge conflict in the settings": (
        in_file("site.toml", "[[contact]]", "<<<<<<< HEAD\n[[contact]]\n=======\n>>>>>>> b"),
        "content/site.toml:20: Here two versions were merged, and nobody has chosen one: `<<<<<<<`.",
        "Keep what is right, and delete the lines",
    ),
    "a merge conflict in the sign-offs": (
        lambda p: p.write("translations.json", '<<<<<<< HEAD\n{"units": {}}\n=======\n>>>>>>> b\n'),
        "content/translations.json:1: Here two versions were merged, and nobody has chosen one: `<<<<<<<`.",
        "Keep what is right, and delete the lines",
    ),
    "a Word document named like an article": (
        lambda p: p.write(WARNING, b"PK\x03\x04\x14\x00\x06"),
        "content/es/warning.md: This is not text but a Word or LibreOffice document",
        "Copy its words into a new text file of this name",
    ),
    "a picture named like an article": (
        lambda p: p.write(WARNING, b"\x89PNG\r\n\x1a\n\x00"),
        "content/es/warning.md: This is not text but a picture (PNG).",
        "Copy its words into a new text file of this name",
    ),
    "a program named like a table": (
        lambda p: p.write("laws.json", b"\x7fELF\x02\x00"),
        "content/laws.json: This is not text but something that only a program can read.",
        "Copy its words into a new text file of this name",
    ),
    "a table of two million numbers": (
        lambda p: p.write("laws.json", '{"laws":[' + "1," * 2_000_000 + "1]}"),
        "content/laws.json: The file holds more values than any table could.",
        "pasted again and again",
    ),
    "a table with more faults than anybody reads": (
        lambda p: p.write("laws.json", '{"laws":[' + "1," * 2_999 + "1]}"),
        "content/laws.json: There are 2,000 more faults in this file.",
        "Mend these first.",
    ),
    "a table of nothing but faults": (
        lambda p: p.write("laws.json", '{"laws":[' + "1," * 200_000 + "1]}"),
        "content/laws.json: There are 200,",
        "bring it back from git",
    ),
    "an article of ten million characters": (
        lambda p: p.write(WARNING, front_matter("W", "warning") + "Una frase **más**.\n\n" * 500_000),
        "content/es/warning.md: The file is too long: 10,500,",
        "it may have",
    ),
    "an article saved in another encoding": (
        lambda p: p.write(WARNING, "Dos años.".encode("utf-16")),
        "content/es/warning.md:1: The file is not UTF-8",
        "Save it again with the encoding UTF-8.",
    ),
    "a section without words": (
        in_file(WARNING, "Dos años.", ""),
        "content/es/warning.md:22: The section `deadlines` has no words below its heading.",
        "take the heading out in every language",
    ),
    "a subsection without words": (
        in_file(WARNING, "Texto según [@usc-42-1983, subd. (b)].", ""),
        "content/es/warning.md:18: The section `detail` has no words below its heading.",
        "",
    ),
    "front matter that never ends": (
        in_file(WARNING, "reviewed: 2026-11-23\n---\n", "reviewed: 2026-11-23\n"),
        "content/es/warning.md:1: The article does not begin with front matter",
        "The line `---` below the fields is missing.",
    ),
    "front matter below an empty line": (
        in_file(WARNING, "---\ntitle", "\n---\ntitle"),
        "content/es/warning.md:1: The article does not begin with front matter",
        "The first line of the file must be `---`; it is ``.",
    ),
    "a dash of a word processor above the fields": (
        in_file(WARNING, "---\ntitle", "—\ntitle"),
        "content/es/warning.md:1: The article does not begin with front matter",
        "it is `—`.",
    ),
    "a field with a capital": (
        in_file(WARNING, "title:", "Title:"),
        "content/es/warning.md:2: There is no field `Title` here.",
        "Did you mean `title`?",
    ),
    "a field in Spanish": (
        in_file(WARNING, "title:", "titulo:"),
        "content/es/warning.md:2: There is no field `titulo` here.",
        "Did you mean `title`?",
    ),
    "a tab before a field": (
        in_file(WARNING, "order: 1", "\torder: 1"),
        "content/es/warning.md:6: The front matter is not valid YAML",
        "Use blanks instead of tabs.",
    ),
    "a field without words": (
        in_file(WARNING, "description: A description that is long enough.", "description:"),
        "content/es/warning.md:3: `description` is empty.",
        "one sentence for search engines",
    ),
    "a comment in place of a title": (
        in_file(WARNING, "title: Warning", "title: # later"),
        "content/es/warning.md:2: `title` is empty.",
        "",
    ),
    "a date as Americans write it": (
        in_file(WARNING, "reviewed: 2026-11-23", "reviewed: 11/23/2026"),
        'content/es/warning.md:7: `reviewed` must be a date such as 2026-11-23, not "11/23/2026"',
        "",
    ),
    "a date with points": (
        in_file(WARNING, "reviewed: 2026-11-23", "reviewed: 23.11.2026"),
        'content/es/warning.md:7: `reviewed` must be a date such as 2026-11-23, not "23.11.2026"',
        "",
    ),
    "a date in words": (
        in_file(WARNING, "reviewed: 2026-11-23", "reviewed: November 23, 2026"),
        'content/es/warning.md:7: `reviewed` must be a date such as 2026-11-23, not "November 23, 2026"',
        "",
    ),
    "a review in the future": (
        in_file(WARNING, "reviewed: 2026-11-23", "reviewed: 2099-11-23"),
        "content/es/warning.md:7: `reviewed` is 2099-11-23, a day that has not come yet.",
        "Look at the year",
    ),
    "a record checked in the future": (
        case(checked="2099-11-23"),
        "content/cases.json:49: `checked` is 2099-11-23, a day that has not come yet.",
        "",
    ),
    "an order with a decimal comma": (
        in_file(WARNING, "order: 1", "order: 1,5"),
        "content/es/warning.md:6: `order` must be a whole number such as 12",
        "without quotation marks, point or comma",
    ),
    "critical sections without brackets": (
        in_file(WARNING, "order: 1", "order: 1\ncritical: deadlines"),
        "content/es/warning.md:7: `critical` must be a list between square brackets.",
        "",
    ),
    "a heading id with blanks": (
        in_file(WARNING, "{#deadlines}", "{# dead lines }"),
        "content/es/warning.md:22: The id `{# dead lines }` is not one",
        "Write `{#dead-lines}`",
    ),
    "a heading id with an accent": (
        in_file(WARNING, "{#deadlines}", "{#plázos}"),
        "content/es/warning.md:22: The id `{#plázos}` is not one",
        "Write `{#plazos}`",
    ),
    "a heading id with an underscore": (
        in_file(WARNING, "{#deadlines}", "{#dead_lines}"),
        "content/es/warning.md:22: The id `{#dead_lines}` is not one",
        "Write `{#dead-lines}`",
    ),
    "a heading id without its sign": (
        in_file(WARNING, "{#deadlines}", "{deadlines}"),
        "content/es/warning.md:22: The id `{deadlines}` is not one",
        "Write `{#deadlines}`",
    ),
    "a heading of full-width signs": (
        in_file(WARNING, "## Plazos", "＃＃ Plazos"),
        "content/es/warning.md:22: These marks would be shown to readers as they are: `{#deadlines}`",
        "a heading begins its line with `## `",
    ),
    "a heading that is indented": (
        in_file(WARNING, "## Plazos", "  ## Plazos"),
        "content/es/warning.md:22: These marks would be shown to readers as they are: `{#deadlines}`",
        "a heading begins its line with `## `",
    ),
    "a citation without a comma": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelzer 741]"),
        "content/es/warning.md:13: The citation `[@hope-v-pelzer 741]` cannot be read.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a citation with at": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelzer at 741]"),
        "content/es/warning.md:13: The citation `[@hope-v-pelzer at 741]` cannot be read.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a citation with a Spanish page word": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelzer pág. 741]"),
        "content/es/warning.md:13: The citation `[@hope-v-pelzer pág. 741]` cannot be read.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a citation with underscores": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@hope_v_pelzer, 741]"),
        "content/es/warning.md:13: The citation `[@hope_v_pelzer, 741]` cannot be read.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a citation with a blank behind the @": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[@ hope-v-pelzer, 741]"),
        "content/es/warning.md:13: The citation `[@ hope-v-pelzer, 741]` cannot be read.",
        "Write `[@hope-v-pelzer, 741]`.",
    ),
    "a signal before a citation without a comma": (
        in_file(WARNING, "[@hope-v-pelzer, 741]", "[véase @hope-v-pelzer 741]"),
        "content/es/warning.md:13: The citation `[véase @hope-v-pelzer 741]` cannot be read.",
        "Write `[véase @hope-v-pelzer, 741]`.",
    ),
    "a link to a finished page": (
        in_file(WARNING, "(index.md)", "(index.html)"),
        "content/es/warning.md:14: The link `index.html` leads to an article that does not exist.",
        "Did you mean `index.md`?",
    ),
    "a link into another language": (
        in_file(WARNING, "(index.md)", "(../en/index.md)"),
        "content/es/warning.md:14: The link `../en/index.md` leads to an article that does not exist.",
        "Did you mean `index.md`?",
    ),
    "a link from the top of the project": (
        in_file(WARNING, "(index.md)", "(content/es/index.md)"),
        "content/es/warning.md:14: The link `content/es/index.md` leads to an article that does not exist.",
        "Did you mean `index.md`?",
    ),
    "a link to an address of the site": (
        in_file(WARNING, "(index.md)", "(/es/)"),
        "content/es/warning.md:14: The link `/es/` leads to an article that does not exist.",
        "names the `.md` file",
    ),
    "a link to a Word document": (
        in_file(WARNING, "(index.md)", "(notas.docx)"),
        "content/es/warning.md:14: The link `notas.docx` leads to an article that does not exist.",
        "names the `.md` file",
    ),
    "an address without its beginning": (
        in_file(WARNING, "(index.md)", "(www.aclu.org)"),
        "content/es/warning.md:14: The link `www.aclu.org` leads to an article that does not exist.",
        "`https://www.aclu.org`",
    ),
    "a kind of link in capitals": (
        in_file(WARNING, "term:fair-warning", "Term:fair-warning"),
        "content/es/warning.md:13: The link `Term:fair-warning` is of a kind that cannot be used here.",
        "Write `term:fair-warning`.",
    ),
    "a telephone number with blanks": (
        in_file(WARNING, "(index.md)", "(tel:510 350 7517)"),
        "content/es/warning.md:14: The link `tel:510 350 7517` is of a kind",
        "`tel:+1-510-350-7517`",
    ),
    "a quotation without its exclamation mark": (
        in_file(WARNING, "![](quote:hope-v-pelzer/notice)", "[aquí](quote:hope-v-pelzer/notice)"),
        "content/es/warning.md:16: The link `quote:hope-v-pelzer/notice` is of a kind",
        "`![](quote:hope-v-pelzer/notice)`",
    ),
    "italics that are never closed": (
        in_file(WARNING, "Dos años.", "Dos *años."),
        "content/es/warning.md:24: These marks would be shown to readers as they are: `*años.`",
        "Bold is",
    ),
    "underlining": (
        in_file(WARNING, "Dos años.", "Dos __años."),
        "content/es/warning.md:24: These marks would be shown to readers as they are: `__años.`",
        "",
    ),
    "a list of dashes and tabs": (
        in_file(WARNING, "Dos años.", "–\tuno\n–\tdos"),
        "content/es/warning.md:24: This list comes from a word processor",
        "Begin each item with `- `.",
    ),
    "a block of code": (
        in_file(WARNING, "Dos años.", "```\nDos años.\n```"),
        "content/es/warning.md:24: A block between lines of ``` or ~~~ is for programs",
        "Take these lines out.",
    ),
    "a blank without width": (
        in_file(WARNING, "Dos años.", "Dos\u200b años."),
        "content/es/warning.md:24: There is an invisible character (U+200B)",
        "Delete it.",
    ),
    "a hidden hyphen": (
        in_file(WARNING, "Dos años.", "Dos a\u00adños."),
        "content/es/warning.md:24: There is an invisible character (U+00AD)",
        "",
    ),
    "curly quotation marks in JSON": (
        in_file("rules.json", '"version": "1"', "“version”: “1”"),
        "content/rules.json:2: This is not valid JSON",
        "straight quotation marks",
    ),
    "curly quotation marks around a value": (
        in_file("rules.json", '"version": "1"', '"version": “1”'),
        "content/rules.json:2: This is not valid JSON",
        "straight quotation marks",
    ),
    "single quotation marks in JSON": (
        in_file("rules.json", '"version": "1"', "'version': '1'"),
        "content/rules.json:2: This is not valid JSON",
        "straight quotation marks",
    ),
    "a comment in JSON": (
        in_file("rules.json", '"version": "1",', '"version": "1", // new'),
        "content/rules.json:2: This is not valid JSON",
        "JSON has no comments",
    ),
    "a capital in true": (
        in_file("cases.json", '"volume": 536', '"en_banc": True, "volume": 536'),
        "content/cases.json:30: This is not valid JSON",
        "Write `true`, `false` or `null`.",
    ),
    "quotation marks inside words": (
        in_file("cases.json", "had fair warning", 'had "fair" warning'),
        "content/cases.json:41: This is not valid JSON",
        'a quotation mark is written `\\"`',
    ),
    "a path of Windows inside words": (
        in_file("cases.json", "had fair warning", "C:\\docs"),
        "content/cases.json:41: This is not valid JSON: invalid \\escape",
        "A backslash is written twice",
    ),
    "words on two lines in JSON": (
        in_file("cases.json", "had fair warning", "had\nfair warning"),
        "content/cases.json:41: This is not valid JSON: invalid control character (column",
        "Words must stand on one line",
    ),
    "a list where words are needed": (
        case(holding=["a"]),
        "content/cases.json:40: `holding` must give the words by language",
        "",
    ),
    "no words at all": (
        case(holding=None),
        "content/cases.json:40: `holding` is empty.",
        "what the court decided",
    ),
    "no words in one language": (
        case(holding={"en": None, "es": "x"}),
        "content/cases.json:41: `holding` is empty in `en`.",
        "what the court decided",
    ),
    "a number with a thousands point": (
        in_file("cases.json", '"page": 730', '"page": 1.730'),
        "content/cases.json:32: `page` must be a whole number such as 12",
        "",
    ),
    "a number in quotation marks": (
        case(year="2002"),
        "content/cases.json:34: `year` must be a whole number such as 12",
        "without quotation marks",
    ),
    "a year that nobody wrote": (
        case(year=None),
        "content/cases.json:34: `year` is empty.",
        "the year of the decision",
    ),
    "no topics": (
        case(topics=[]),
        "content/cases.json:37: `topics` is empty.",
        "ids of `topics`",
    ),
    "how immunity came out, left empty": (
        case(immunity=""),
        "content/cases.json:36: `immunity` is empty.",
        "It is one of 'granted'",
    ),
    "an id with an accent": (
        case(id="hernández"),
        'content/cases.json:27: `id` cannot be "hernández"',
        "small letters",
    ),
    "pages as one text": (
        case(pins="739, 741"),
        "content/cases.json:50: `pins` must be a list between square brackets.",
        "",
    ),
    "a copied record with another id": (
        in_table(lambda t: t["cases.json"]["cases"].append({**t["cases.json"]["cases"][0], "id": "a-v-b"})),
        "content/cases.json:85: `a-v-b` stands at 536 U.S. 730, like `hope-v-pelzer`.",
        "Correct one citation",
    ),
    "a record of which nobody says what is unconfirmed": (
        case(confirmed="citation-only"),
        "content/cases.json:48: `hope-v-pelzer` is confirmed by `citation-only` only, and has no `doubt`.",
        "Say in `doubt`",
    ),
    "a table that is a list": (
        lambda p: p.write("glossary.json", "[]"),
        "content/glossary.json:1: `the document` must be a group of fields.",
        "",
    ),
    "curly quotation marks in TOML": (
        in_file("site.toml", '"A tiny site"', "“A tiny site”"),
        "content/site.toml:11: This is not valid TOML: Invalid value.",
        "straight quotation marks",
    ),
    "a colon in TOML": (
        in_file("site.toml", 'code = "en"', 'code: "en"'),
        "content/site.toml:7: This is not valid TOML",
        'name = "words"',
    ),
    "a slash at the end of the address": (
        in_file("site.toml", 'example.org"', 'example.org/"'),
        'content/site.toml:1: `base_url` cannot be "https://example.org/"',
        "`https://example.org`",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_what_to_do(project: Project, mistake: str) -> None:
    break_it, said, hint = MISTAKES[mistake]
    assert project.problems() == []
    break_it(project)
    told = project.problems()
    matching = [line for line in told if line.startswith(said)]
    assert matching, "\n".join([f"expected: {said}", *told])
    assert any(hint in line for line in matching), matching


@pytest.mark.parametrize("name", ["es/warning.md~", "es/.warning.md.swp", "es/.DS_Store", ".notes.md.tmp"])
def test_what_an_editors_program_leaves_behind_is_no_mistake(project: Project, name: str) -> None:
    project.write(name, "x")
    assert project.problems() == []


def test_all_mistakes_are_told_in_one_run(project: Project) -> None:
    project.replace(WARNING, "[@hope-v-pelzer, 741]", "[@hope-v-pelser]")
    project.replace(WARNING, "(index.md)", "(indice.md)")
    project.replace("en/glossary.md", "reviewed:", "reviewd:")
    project.tables["rules.json"]["questions"][1]["answers"][1]["to"] = "outcome:open"
    project.save()
    assert len({line.split(":")[0] for line in project.problems()}) == 3
    assert len(project.problems()) >= 5


def test_problems_stand_in_the_order_of_files_and_lines(project: Project) -> None:
    for old, new in (("(index.md)", "(indice.md)"), ("[@hope-v-pelzer, 741]", "[@hope-v-pelser]")):
        project.replace(WARNING, old, new)
    lines = [int(line.split(":")[1]) for line in project.problems()]
    assert lines == sorted(lines)


def test_the_second_of_two_equal_citations_is_found_on_its_own_line(project: Project) -> None:
    project.replace(WARNING, "Dos años.", "Dos [@nobody-v-here] años.\n\nY otra vez [@nobody-v-here].")
    assert [line.split(":")[1] for line in project.problems()] == ["24", "26"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'msgid "Topics"\nmsgstr "Temas"',
            'msgid "Topics"\nmsgstr ""',
            "The words for “Topics” are missing.",
        ),
        (
            'msgid "Topics"',
            '#, fuzzy\nmsgid "Topics"',
            "The words for “Topics” are marked as a guess (fuzzy).",
        ),
        ('"página %(page)s"', '"página %(pagina)s"', "do not have the same %(…)s parts."),
        (
            'msgid "Topics"\nmsgstr "Temas"',
            'msgid "Topics"\nmsgstr "Temas',
            'This line of the catalogue cannot be read: `msgstr "Temas`.',
        ),
        (
            'msgid "Topics"\nmsgstr "Temas"',
            'msgid "Topics"\nmsgstr “Temas”',
            "This line of the catalogue cannot be read: `msgstr “Temas”`.",
        ),
        (
            'msgid "Topics"\nmsgstr "Temas"',
            'msgid "Topics"\nmsgstr "Temas"\n\nmsgid "Topics"\nmsgstr "Asuntos"',
            "The words “Topics” stand twice in this catalogue.",
        ),
        (
            'msgid "Topics"\n',
            '<<<<<<< HEAD\nmsgid "Topics"\n=======\n>>>>>>> b\n',
            "Here two versions were merged, and nobody has chosen one: `<<<<<<<`.",
        ),
        (
            'msgid "Topics"\nmsgstr "Temas"\n',
            "",
            "The words “Topics” are in no catalogue of the language `es`.",
        ),
    ],
)
def test_untranslated_fuzzy_or_broken_interface_words_are_problems(
    project: Project, old: str, new: str, said: str
) -> None:
    locales = project.root / "locales"
    for code in ("en", "es"):
        text = (ROOT / "locales" / code / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
        (locales / code / "LC_MESSAGES").mkdir(parents=True)
        if code == "es":
            assert old in text
            text = text.replace(old, new, 1)
        (locales / code / "LC_MESSAGES" / "messages.po").write_text(text, encoding="utf-8")
    project.folders = type(project.folders)(
        project.folders.content, project.folders.templates, locales, project.folders.output
    )
    told = project.problems()
    assert any(said in line for line in told), told
    assert all(line.split(":")[1].isdigit() for line in told), told


def test_a_template_that_names_what_does_not_exist_is_a_problem_with_its_line(project: Project) -> None:
    templates = project.root / "templates"
    shutil.copytree(ROOT / "templates", templates)
    page = templates / "pages" / "home.html"
    text = page.read_text().replace("{{ front.title|typographic }}", "{{ front.titel }}")
    page.write_text(text)
    line_of_it = text.partition("titel")[0].count("\n") + 1
    project.folders = type(project.folders)(
        project.folders.content, templates, project.folders.locales, project.folders.output
    )
    told = project.problems()
    assert any(
        line.startswith(f"templates/pages/home.html:{line_of_it}: The template uses something")
        for line in told
    ), told
    page.write_text("{% if %}")
    assert any(
        line.startswith("templates/pages/home.html:1: The template cannot be read")
        for line in project.problems()
    )
