"""The pictures for previews of links: one for each article and language, the same wherever it is drawn."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys

import pytest
from PIL import Image, ImageDraw

from generator.commands import ROOT
from generator.headers import headers_for
from generator.model.site import NOT_FOUND, is_page
from generator.pipeline import Edition, prepare
from generator.remember import forget
from generator.share_pictures import (
    ACCENT_ON_PAGE,
    BAND_TOP,
    COLOURS,
    HEIGHT,
    MARGIN,
    ON_PAGE,
    SHADES,
    TITLE,
    TITLE_TOP,
    WIDTH,
    Words,
    _font,
    _lines,
    drawn,
)
from tests.test_sharing import head
from tests.tiny import SITE, Project, front_matter

WORDS = Words("Qué hacer", "¿Qué significa “claramente establecido”?", "Sitio", "En palabras sencillas, ñ")


def rows_with_ink(png: bytes, left: int = 0, right: int = WIDTH) -> set[int]:
    """The rows above the band that are not plain paper between two columns."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    paper = Image.new("RGB", (right - left, 1), COLOURS["page"]).tobytes()
    return {y for y in range(500) if picture.crop((left, y, right, y + 1)).tobytes() != paper}


def test_every_article_has_a_picture_in_every_language_and_every_page_names_one(
    files: dict[str, bytes], edition: Edition
) -> None:
    assert edition.sources
    pictures = {path for path in files if path.startswith("share/")}
    articles = (a for a in edition.sources.articles if a.key != NOT_FOUND)
    assert pictures == {f"share/{a.language}/{a.key}.png" for a in articles}
    for path in pictures:
        picture = Image.open(io.BytesIO(files[path]))
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT)), path
        assert len(files[path]) < 40_000, path
    base = edition.sources.settings.base_url
    for path, data in files.items():
        if is_page(path):
            metas = head(data).metas
            assert metas["og:image"].removeprefix(f"{base}/") in pictures, path
            assert (metas["og:image:width"], metas["og:image:height"]) == (str(WIDTH), str(HEIGHT))
            assert metas["og:image:alt"]
            assert metas["twitter:card"] == "summary_large_image"
            assert not re.search(rb'(src|href)="[^"]*/share/', data), "no reader asks for a picture"


def test_pages_of_cases_and_results_have_the_picture_of_their_table_or_tree(files: dict[str, bytes]) -> None:
    assert head(files["es/casos/hope-v-pelzer/index.html"]).metas["og:image"].endswith("/share/es/cases.png")
    result = next(
        path for path in files if path.startswith("en/could-it-block-my-claim/") and path.count("/") > 2
    )
    assert head(files[result]).metas["og:image"].endswith("/share/en/decision-tree.png")


def test_a_borrowed_article_has_the_picture_of_its_source(project: Project) -> None:
    project.write("site.toml", SITE + '\n[translations]\nmissing_article = "fall back"\n')
    project.write("en/only.md", front_matter("Only here", "only", order="2") + "\nWords.\n")
    assert head(project.page("es/only/index.html").encode()).metas["og:image"].endswith("/share/en/only.png")


def test_the_same_words_give_the_same_bytes_in_every_process() -> None:
    program = "import hashlib; from generator.share_pictures import Words, drawn; "
    program += f"print(hashlib.sha256(drawn({WORDS!r})).hexdigest())"
    for seed in ("1", "2"):
        told = subprocess.check_output(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, text=True
        )
        assert told.strip() == hashlib.sha256(drawn(WORDS)).hexdigest()


@pytest.mark.parametrize("title", ["Plazos", "Words " * 60, "W" * 100, "¿Ñandú?"])
def test_every_title_fits_between_the_margins_and_above_the_band(title: str) -> None:
    png = drawn(Words("", title, "Site", "Tagline"))
    rows = rows_with_ink(png)
    assert rows
    assert min(rows) >= 140
    assert max(rows) < 480
    assert not rows_with_ink(png, 0, 70)
    assert not rows_with_ink(png, WIDTH - 60)


def test_the_edges_of_letters_have_the_shades_between_their_ground_and_their_ink() -> None:
    picture = Image.open(io.BytesIO(drawn(WORDS)))
    for rows, ink in (((0, TITLE_TOP), ACCENT_ON_PAGE), ((TITLE_TOP, BAND_TOP), ON_PAGE)):
        part = picture.crop((0, rows[0], WIDTH, rows[1]))
        shades = {number for _, number in part.getcolors() or []} - {0}  # the paper
        assert shades <= set(range(ink * SHADES, (ink + 1) * SHADES)), rows
        assert len(shades) > SHADES / 2, rows


@pytest.mark.parametrize(
    "title", ["¿Qué significa “claramente establecido”?", "Filing against Officer Á. Ñ."]
)
def test_letters_stand_where_the_library_would_set_the_whole_line(title: str) -> None:
    """Only where two letters touch may a pixel be a little darker."""
    picture = Image.open(io.BytesIO(drawn(Words("", title, "Site", "Tagline"))))
    sizes = range(8, 98, 2)
    expected = [_set_by_the_library(title, size, picture) for size in sizes]
    closest = min(
        sum(one != other for one, other in zip(picture.tobytes(), found, strict=True)) for found in expected
    )
    assert closest <= 8


def _set_by_the_library(title: str, size: int, picture: Image.Image) -> bytes:
    """The picture, with its title drawn anew in this size."""
    anew = Image.frombytes("L", picture.size, picture.tobytes())  # with a palette its letters have no edges
    anew.paste(ON_PAGE * SHADES, (0, TITLE_TOP, WIDTH, TITLE_TOP + TITLE.height))
    lines = "\n".join(line for line, _ in _lines(title, size))
    ink = ON_PAGE * SHADES + SHADES - 1
    ImageDraw.Draw(anew).multiline_text((MARGIN, TITLE_TOP), lines, ink, _font(size), spacing=size // 8)
    return anew.tobytes()


def test_accents_and_quotation_marks_are_drawn() -> None:
    """A letter that the typeface lacks would be drawn as the same empty box as any other."""
    missing = drawn(Words("", "\uffff", "Site", "Tagline"))
    for letter in "áéíóúüñÁÉÍÓÚÜÑ¿¡“”‘’–—«»§":
        assert drawn(Words("", letter, "Site", "Tagline")) != missing, letter


def test_the_pictures_have_the_colours_of_the_site() -> None:
    tokens = (ROOT / "templates" / "styles" / "1-tokens.css").read_text(encoding="utf-8")
    for name, colour in COLOURS.items():
        assert f"--colour-{name}: {colour};" in tokens


def test_nothing_is_drawn_until_somebody_asks_for_it(project: Project) -> None:
    forget()
    edition = prepare(project.folders)
    assert edition.plan
    assert not any(made.startswith("share/") for made in edition.plan.files._made)
    assert edition.plan.files["share/en/warning.png"].startswith(b"\x89PNG")
    assert [made for made in edition.plan.files._made if made.startswith("share/")] == [
        "share/en/warning.png"
    ]


def test_other_sites_may_show_the_pictures(files: dict[str, bytes]) -> None:
    rules = files["_headers"].decode()
    policy = "Cross-Origin-Resource-Policy"
    assert headers_for("/share/en/deadlines.png", rules)[policy] == "cross-origin"
    assert headers_for("/en/deadlines/", rules)[policy] == "same-origin"
