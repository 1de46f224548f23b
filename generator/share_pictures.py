"""The picture of each article for link previews: where it stands in the site, its title, and the site's name.

The letters come from a package and not from the machine, and they are set one beside the other, without the
shaping library that only some machines have. So the same words give the same picture everywhere, and the same
bytes wherever the same builds of Pillow and of zlib-ng run. Each letter is drawn once in each size, and then
copied. The typeface has Latin, Greek and Cyrillic letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from generator.model.content import Settings
from generator.model.site import HOME, NOT_FOUND, Addresses, Article, Sources, file_at
from generator.png import lines_of, png
from generator.remember import remembered, remembered_between_readings, remembered_lately
from generator.typography import typographic

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
"""In pixels: the proportion that link previews show, at twice the size that most of them have."""

COLOURS = {
    "page": "#fbf7ee",
    "text": "#24211c",
    "accent": "#1d5566",
    "band": "#1d3a44",
    "band-text": "#fdfaf3",
}
"""The light colours of `templates/styles/1-tokens.css`, by their names there."""

MARGIN = 80
BAND_TOP = 508

SHADES = 16
"""Steps from a ground to the letters on it: enough for smooth edges, and few enough for a small file."""

ON_PAGE, ACCENT_ON_PAGE, ON_BAND = range(3)
_INKS = (("page", "text"), ("page", "accent"), ("band", "band-text"))
"""For each of these three its ground and its ink; the picture's palette has their shades in this order."""


@dataclass(frozen=True)
class Place:
    """Where words stand: from `top` on, no higher than `height`, in letters of `size` or less, in an ink."""

    top: int
    height: int
    size: int
    ink: int


SECTION = Place(72, 60, 38, ACCENT_ON_PAGE)
TITLE_TOP, TITLE = 148, Place(0, 320, 96, ON_PAGE)
"""The title is written on lines of its own, which come between those that other pictures have, too."""
SITE_NAME = Place(BAND_TOP + 18, 60, 44, ON_BAND)
TAGLINE = Place(BAND_TOP + 74, 38, 27, ON_BAND)
SMALLEST = 8
"""The smallest letters, whatever words there are."""


@dataclass(frozen=True)
class Words:
    """What a picture says."""

    section: str
    """Where the article stands in the site; empty for the home page."""
    title: str
    site_name: str
    tagline: str


def words_of_pictures(sources: Sources, addresses: Addresses) -> Mapping[str, Callable[[], Words]]:
    """What gives the words of each picture, by its path in the output.

    All articles have one, but those that say that there is nothing.
    """
    return {
        file_at(addresses.picture(article.key, article.language)): partial(_words, sources.settings, article)
        for article in sources.articles
        if article.key != NOT_FOUND and not article.borrowed_from
    }


def pictures_of(words: Mapping[str, Callable[[], Words]]) -> Mapping[str, Callable[[], bytes]]:
    """What draws each picture, by the same paths."""
    return {path: partial(_drawn, found) for path, found in words.items()}


def _words(settings: Settings, article: Article) -> Words:
    code = article.language
    language = next(one for one in settings.languages if one.code == code)
    section = next(group.name[code] for group in settings.sections if group.id == article.front.section)
    above = "" if article.key == HOME else section
    words = above, article.front.title, language.site_name, language.tagline
    return Words(*map(typographic, words))


def _drawn(words: Callable[[], Words]) -> bytes:
    return drawn(words())


@remembered_between_readings
def drawn(words: Words) -> bytes:
    """The picture as a PNG file."""
    above, below = _around(words.site_name, words.tagline, words.section)
    title = _paper(TITLE.height)
    _write(title, words.title, TITLE)
    return png(WIDTH, _palette(), (above, lines_of(title), below))


@remembered_lately(4)  # the articles of a section follow one another
def _around(site_name: str, tagline: str, section: str) -> tuple[bytes, bytes]:
    """The lines above and below the title, which all pictures of a section have in common."""
    whole = _paper(HEIGHT)
    whole.paste(ON_BAND * SHADES, (0, BAND_TOP, WIDTH, HEIGHT))
    _write(whole, site_name, SITE_NAME)
    _write(whole, tagline, TAGLINE)
    if section:
        _write(whole, section, SECTION)
    above = whole.crop((0, 0, WIDTH, TITLE_TOP))
    below = whole.crop((0, TITLE_TOP + TITLE.height, WIDTH, HEIGHT))
    return lines_of(above), lines_of(below)


def _paper(height: int) -> Image:
    from PIL import Image  # takes longer than a picture, so a preview that shows none does without

    return Image.new("L", (WIDTH, height), ON_PAGE * SHADES)


def _write(picture: Image, words: str, place: Place) -> None:
    """Write words at a place of the picture, in lines, in the largest letters in which they fit there."""
    size = place.size
    while size > SMALLEST and not _fits(_lines(words, size), size, place.height):
        size -= 2
    ground = place.ink * SHADES  # the shades from a ground to its ink follow each other
    picture.paste(ground, (MARGIN, place.top, WIDTH, place.top + place.height))
    y = place.top
    for line, _ in _lines(words, size):
        x = MARGIN
        for letter in map(_letter, line, repeat(size)):
            if letter.shape:
                picture.paste(ground + SHADES - 1, (x + letter.left, y + letter.top), letter.shape)
            x += letter.width
        y += _line_height(size)


def _lines(words: str, size: int) -> list[tuple[str, float]]:
    """The words in lines as long as the picture is wide between its margins, and the width of each line."""
    lines: list[tuple[str, float]] = []
    for word in words.split():
        line, width = lines[-1] if lines else ("", 0)
        longer = width + (_width(" ") + _width(word)) * size
        if line and longer <= WIDTH - 2 * MARGIN:
            lines[-1] = f"{line} {word}", longer
        else:
            lines.append((word, _width(word) * size))
    return lines


class _Letter(NamedTuple):
    """A letter in one size, in pixels."""

    shape: Image | None
    """How much of each of its pixels is ink; None for a space."""
    left: int
    top: int
    """Where the shape begins, from where the letter stands."""
    width: int
    """From there to where the next letter stands."""


@remembered_lately(1024)  # a letter takes many times as long to draw as to copy
def _letter(letter: str, size: int) -> _Letter:
    from PIL import Image, ImageDraw

    font = _font(size)
    left, top, right, bottom = map(int, font.getbbox(letter))
    width = int(font.getlength(letter))
    if left == right or top == bottom:
        return _Letter(None, left, top, width)
    shape = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(shape).text((-left, -top), letter, 255, font)
    return _Letter(shape, left, top, width)


def _line_height(size: int) -> int:
    """From one line to the next, as Pillow sets lines: to the foot of an A, and some space."""
    return int(_font(size).getbbox("A")[3]) + size // 8


def _fits(lines: list[tuple[str, float]], size: int, height: int) -> bool:
    line_height = sum(_font(size).getmetrics()) + size // 8
    return max(width for _, width in lines) <= WIDTH - 2 * MARGIN and len(lines) * line_height <= height


@remembered(4096)
def _width(word: str) -> float:
    """How wide a word is in letters of size 1. It is measured once, because words are measured often."""
    return _font(TITLE.size).getlength(word) / TITLE.size


@remembered(64)
def _font(size: int) -> FreeTypeFont:
    import font_source_serif_pro
    from PIL import ImageFont

    file = font_source_serif_pro.font_files_otf["SourceSerifProSemibold"]
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@remembered(2)
def _palette() -> bytes:
    """Red, green and blue of each shade of each ink, one after the other."""
    palette: list[int] = []
    for ground, ink in _INKS:
        begin, end = (bytes.fromhex(COLOURS[name].removeprefix("#")) for name in (ground, ink))
        for shade in range(SHADES):
            palette += [a + (b - a) * shade // (SHADES - 1) for a, b in zip(begin, end, strict=True)]
    return bytes(palette)
