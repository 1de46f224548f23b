"""The interface words of a language, and its way of writing dates, numbers and lists."""

from __future__ import annotations

import datetime as dt
import gettext
import io
import re
from collections.abc import Iterable

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.numbers import format_decimal

from generator.remember import remembered

_BESIDE_A_NUMBER = re.compile(r"(?<=\d) (?=\w)|(?<=\w) (?=\d)")


class _Missing(gettext.NullTranslations):
    """Where a catalogue falls back to: keeps what it was asked for, because nothing may be missing."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: set[str] = set()

    def gettext(self, message: str) -> str:
        self.messages.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.messages.add(msgid1)
        return super().ngettext(msgid1, msgid2, n)


class Wording:
    """What Jinja's `{% trans %}` and the templates' functions need to speak one language.

    A message that is not in the catalogue is kept until somebody takes it; it stops the build.
    """

    def __init__(self, language: str, locale: str, catalogue: Catalog) -> None:
        """`locale` is CLDR's name, such as `es_US`."""
        self.language = language
        self.locale = locale
        self.compiled = _compiled(catalogue)
        """The messages as gettext reads them."""
        self.translations = gettext.GNUTranslations(io.BytesIO(self.compiled))
        self._missing = _Missing()
        self.translations.add_fallback(self._missing)

    def take_missing(self) -> set[str]:
        """The messages that were asked for since the last time and are not in the catalogue."""
        missing, self._missing.messages = self._missing.messages, set()
        return missing

    def date(self, value: dt.date, form: str = "long") -> str:
        """A date as people of this language write it; its numbers stay with the words beside them."""
        return _BESIDE_A_NUMBER.sub("\N{NO-BREAK SPACE}", format_date(value, form, locale=self.locale))

    def language_name(self, code: str) -> str:
        """What this language calls a language: `Spanish`, `español` (Unicode CLDR)."""
        return str(Locale.parse(self.locale).languages[code])

    def number(self, value: int) -> str:
        """A number with this language's separators."""
        return format_decimal(value, locale=self.locale)

    def and_list(self, items: Iterable[str]) -> str:
        """Items joined as a sentence joins them: `a, b, and c`; `a, b y c`."""
        return format_list(list(items), locale=self.locale)


wording_of = remembered(16)(Wording)
"""The wording of a language: the same one as long as its catalogue is."""


@remembered(16)
def _compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it (`.mo`). Nobody changes a catalogue that was read."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()
