"""Resolves what the records of the tables say of one another: quotations of quotations, later decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from generator.link.linker import Linker
from generator.link.mentions import Noted
from generator.model.body import Citation, Sentence, ShownQuotation
from generator.model.content import Authority, Case
from generator.problems import Pointer, Problem


class Records:
    """The records in one language, while their relations are being resolved."""

    def __init__(self, linker: Linker, language: str, content: str) -> None:
        """`content` is the name of the content folder in problems."""
        self.linker = linker
        self.language = language
        self.content = content
        self.noted: list[Noted] = []
        self.problems: list[Problem] = []

    def quotations(self) -> dict[str, tuple[ShownQuotation, ...]]:
        """The quotations of each record, by its id, with the authorities that they quote and cite."""
        tables: Iterable[tuple[str, tuple[Authority, ...]]] = (
            ("cases", self.linker.names.cases.cases),
            ("laws", self.linker.names.laws.laws),
        )
        return {
            record.id: self._quotations(record, f"{self.content}/{table}.json", (table, position))
            for table, records in tables
            for position, record in enumerate(records)
        }

    def changes(self) -> tuple[dict[str, tuple[Citation, ...]], dict[str, tuple[Citation, ...]]]:
        """By a case's id: the later decisions that changed it, and the earlier ones that it changed."""
        later: dict[str, tuple[Citation, ...]] = {}
        earlier: dict[str, tuple[Citation, ...]] = defaultdict(tuple)
        for case in self.linker.names.cases.cases:
            known = [self.linker.names.authority(identifier) for identifier in case.later]
            found = [other for other in known if isinstance(other, Case)]  # check tells of the others
            later[case.id] = tuple(self._named(other) for other in found)
            for other in found:
                earlier[other.id] += (self._named(case),)
        return later, dict(earlier)

    def _named(self, record: Authority) -> Citation:
        return self.linker.citation(record, None, self.language)

    def _quotations(self, record: Authority, file: str, at: Pointer) -> tuple[ShownQuotation, ...]:
        shown = []
        for position, quotation in enumerate(record.quotes):
            for relation in ("quoting", "citing"):
                entry = getattr(quotation, relation)
                fault = self.linker.cited(entry, self.language)[1] if entry else None
                if fault:
                    place = (*at, "quotes", position, relation)
                    self.problems.append(Problem(file, fault[0], fault[1], place))
            cited = self.linker.citation(record, quotation.pin, self.language)
            one = self.linker.quotation(quotation, cited, self.language)
            shown.append(one)
            words = quotation.translations.get(self.language, quotation.text)
            for related in one.citations[1:]:
                title = record.name if isinstance(record, Case) else record.short[self.language]
                self.noted.append(
                    Noted(related.authority, self.language, title, Sentence(f"“{words}”", cited.href))
                )
        return tuple(shown)
