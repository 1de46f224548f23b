"""The interface words of a language, and its way of writing dates, numbers and lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.numbers import format_decimal

_DIGITS = re.compile(r"(?<=\d) (?=\w)|(?<=de) (?=\d{4})")


class Wording:
    """What Jinja's `{% trans %}` and the templates' functions need to speak one language.

    A message that is not in the catalogue is kept in `missing`; it stops the build.
    """

    def __init__(self, language: str, locale: str, catalogue: Catalog) -> None:
        """Compile the catalogue in memory; `locale` is CLDR's name, such as `es_US`."""
        self.language = language
        self.locale = locale
        self.missing: set[str] = set()
        self._strings: dict[str, tuple[str, ...]] = {}
        for message in catalogue:
            if message.id:
                name = message.id if isinstance(message.id, str) else message.id[0]
                strings = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                self._strings[name] = strings
        self._plural = _plural_rule(catalogue.plural_expr)

    def gettext(self, message: str) -> str:
        """The words for a message."""
        return self._find(message)[0]

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The words for a message that depends on a number."""
        strings = self._find(singular)
        return strings[min(self._plural(number), len(strings) - 1)]

    def date(self, value: dt.date, form: str = "long") -> str:
        """A date as people of this language write it; its day and month stay on one line."""
        return _DIGITS.sub("\N{NO-BREAK SPACE}", format_date(value, form, locale=self.locale))

    def number(self, value: int) -> str:
        """A number with this language's separators."""
        return format_decimal(value, locale=self.locale)

    def and_list(self, items: Iterable[str]) -> str:
        """Items joined as a sentence joins them: `a, b, and c`; `a, b y c`."""
        return format_list(list(items), locale=self.locale)

    def _find(self, message: str) -> tuple[str, ...]:
        strings = self._strings.get(message)
        if strings is None:
            self.missing.add(message)
            return (message,)
        return strings


def _plural_rule(expression: str) -> PluralRule:
    from gettext import c2py

    return PluralRule(c2py(expression))


class PluralRule:
    """Which plural form of a message a number takes (gettext's `Plural-Forms`)."""

    def __init__(self, rule: object) -> None:
        """Wrap the rule that the standard library compiled from the catalogue's header."""
        self._rule = rule

    def __call__(self, number: int) -> int:
        """The position of the form for this number."""
        return int(self._rule(number))  # type: ignore[operator]
