"""What a text may ask of everything that was read; and which answers it got."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from generator.model.body import Citation, ShownQuotation
from generator.model.content import Authority, Quotation, Term
from generator.model.site import Article

Fault = tuple[str, str]
"""What is wrong, and what to do."""


class Answers(ABC):
    """Gives the answers. Nothing else reaches a text that is being resolved."""

    @abstractmethod
    def page(self, key: str, language: str) -> str:
        """The address of an article's page."""

    @abstractmethod
    def address_of(self, identifier: str, language: str) -> str:
        """The address of the case or law with this id, which exists."""

    @abstractmethod
    def term(self, identifier: str) -> Term | None:
        """The term of the glossary with this id, if it exists."""

    @abstractmethod
    def authority(self, identifier: str, pin: str | None) -> tuple[Authority | None, Fault | None]:
        """The record with this id, if it may be cited at this pin; else what is wrong and what to do."""

    @abstractmethod
    def cited(self, entry: str, language: str) -> tuple[Citation | None, Fault | None]:
        """An entry of a table (`id` or `id, pin`) as a citation; else what is wrong and what to do."""

    @abstractmethod
    def target(self, target: str, article: Article) -> tuple[str, Fault | None]:
        """The address that a link leads to; else an empty address, what is wrong, and what to do."""

    def quotation(self, quotation: Quotation, cited: Citation, language: str) -> ShownQuotation:
        """A court's words with the authorities that they quote and cite; `cited` is where they come from."""
        quoting, citing = (
            self.cited(entry, language)[0] if entry else None
            for entry in (quotation.quoting, quotation.citing)
        )
        return ShownQuotation(quotation, cited, quoting, citing)


class Asked(Answers):
    """Gives the answers of another, and remembers them with the questions."""

    def __init__(self, source: Answers) -> None:
        """Nothing is asked yet."""
        self.source = source
        self._answers: dict[tuple[str, tuple[Any, ...]], Any] = {}

    def same_from(self, source: Answers) -> bool:
        """Whether another would give the same answers to all that was asked; it gives them from now on."""
        if source is not self.source:
            for (question, about), answer in self._answers.items():
                now = getattr(source, question)(*about)
                if now is not answer and now != answer:  # to compare a record with itself takes long
                    return False
            self.source = source
        return True

    def _ask(self, question: str, *about: Any) -> Any:
        key = question, about
        if key not in self._answers:
            self._answers[key] = getattr(self.source, question)(*about)
        return self._answers[key]

    def page(self, key: str, language: str) -> str:
        """As `Answers` says."""
        return str(self._ask("page", key, language))

    def address_of(self, identifier: str, language: str) -> str:
        """As `Answers` says."""
        return str(self._ask("address_of", identifier, language))

    def term(self, identifier: str) -> Term | None:
        """As `Answers` says."""
        found: Term | None = self._ask("term", identifier)
        return found

    def authority(self, identifier: str, pin: str | None) -> tuple[Authority | None, Fault | None]:
        """As `Answers` says."""
        found: tuple[Authority | None, Fault | None] = self._ask("authority", identifier, pin)
        return found

    def cited(self, entry: str, language: str) -> tuple[Citation | None, Fault | None]:
        """As `Answers` says."""
        found: tuple[Citation | None, Fault | None] = self._ask("cited", entry, language)
        return found

    def target(self, target: str, article: Article) -> tuple[str, Fault | None]:
        """As `Answers` says."""
        found: tuple[str, Fault | None] = self._ask("target", target, article)
        return found
