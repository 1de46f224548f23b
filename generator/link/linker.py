"""Looks up what a text refers to: authorities at their pages, and the targets of links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from generator.link.answers import Answers, Fault
from generator.model.body import Citation
from generator.model.content import Authority, Term, split_authority
from generator.model.site import Article, Names
from generator.pins import pin_fault
from generator.problems import did_you_mean
from generator.remember import remembered

_OUTSIDE = re.compile(
    r"^(https://[\w.-]+\.[a-z]{2,}(:\d+)?([/?#]\S*)?|tel:\+?[\d-]{3,}|mailto:\S+@\S+\.\w+)$"
)


class Linker(Answers):
    """Resolves references against everything that was read."""

    def __init__(self, names: Names) -> None:
        """Prepare the look-ups that all texts share."""
        self.names = names
        self.addresses = find = names.addresses
        self.authority_ids = [record.id for record in names.authorities]
        self._terms = {term.id: term for term in names.glossary.terms}
        self._schemes: dict[str, tuple[set[str], Callable[[str, str], str], str]] = {
            "term": (set(self._terms), find.term, "term in glossary.json"),
            "case": ({c.id for c in names.cases.cases}, find.case, "case in cases.json"),
            "law": ({law.id for law in names.laws.laws}, find.law, "law in laws.json"),
            "topic": (set(names.cases.topics), find.topic, "topic in cases.json"),
            "question": ({q.id for q in names.rules.questions}, find.question, "question in rules.json"),
            "outcome": ({o.id for o in names.rules.outcomes}, find.outcome, "outcome in rules.json"),
        }

    def page(self, key: str, language: str) -> str:
        """The address of an article's page."""
        return self.addresses.page(key, language)

    def address_of(self, identifier: str, language: str) -> str:
        """The address of the case or law with this id, which exists."""
        authority = self.names.authority(identifier)
        return self.addresses.authority(authority, language) if authority else ""

    def term(self, identifier: str) -> Term | None:
        """The term of the glossary with this id, if it exists."""
        return self._terms.get(identifier)

    def cited(self, entry: str, language: str) -> tuple[Citation | None, Fault | None]:
        """An entry of a table (`id` or `id, pin`) as a citation; else what is wrong and what to do."""
        identifier, pin = split_authority(entry)
        authority, fault = self.authority(identifier, pin)
        return (self.citation(authority, pin, language) if authority and not fault else None), fault

    def citation(self, authority: Authority, pin: str | None, language: str) -> Citation:
        """An authority cited outside an article: always in full, and nothing leads back to it."""
        return Citation(authority, pin, "", self.addresses.authority(authority, language), first=True, use="")

    def authority(self, identifier: str, pin: str | None) -> tuple[Authority | None, Fault | None]:
        """The record with this id, if it may be cited at this pin; else what is wrong and what to do."""
        authority = self.names.authority(identifier)
        if authority is None:
            message = f"There is no case or law with the id `{identifier}`."
            return None, (message, did_you_mean(identifier, self.authority_ids))
        if pin is None:
            return authority, None
        return authority, pin_fault(authority, pin)

    def target(self, target: str, article: Article) -> tuple[str, Fault | None]:
        """The address that a link leads to; else an empty address, what is wrong, and what to do."""
        scheme, colon, rest = target.partition(":")
        if _OUTSIDE.match(target):
            return target, None
        if colon and scheme in self._schemes:
            known, find, what = self._schemes[scheme]
            if rest in known:
                return find(rest, article.language), None
            return "", (f"The link `{target}` names no {what}.", did_you_mean(rest, known))
        if colon:
            if scheme in ("http", "https"):
                return "", (
                    f"The link `{target}` is not a whole address.",
                    "Write it as `https://example.org/page`.",
                )
            return "", (
                f"The link `{target}` is of a kind that cannot be used here.",
                self._way(scheme, rest),
            )
        return self._article_target(target, article)

    def _way(self, scheme: str, rest: str) -> str:
        """How to write what a link of another kind may have meant."""
        if scheme.lower() in self._schemes:
            return f"Write `{scheme.lower()}:{rest}`."
        if scheme == "tel":
            return "A telephone number is written `tel:+1-510-350-7517`."
        if scheme == "quote":
            return f"A quotation is shown by `![](quote:{rest})`."
        return "Use a `.md` file, " + ", ".join(f"`{s}:`" for s in self._schemes) + " or `https://`."

    def _article_target(self, target: str, article: Article) -> tuple[str, Fault | None]:
        path, hash_, section = target.partition("#")
        goal = article.name
        if path:
            key = posixpath.normpath(posixpath.join(posixpath.dirname(article.key), path.removesuffix(".md")))
            found = self.names.article(key, article.language) if path.endswith(".md") else None
            if found is None and (key, article.language) in self.names.drafts:
                return "", (f"The link `{target}` leads to a draft, which readers cannot see.", "")
            if found is None and path.endswith(".md"):
                found = self.names.source_of(key)  # whether it may be in one language is checked elsewhere
            if found is None:
                files = [a.key + ".md" for a in self.names.articles if a.language == article.language]
                message = f"The link `{target}` leads to an article that does not exist."
                return "", (message, _article_hint(path, files))
            goal = found
        if hash_ and section not in goal.heading_ids:
            message = f"The link `{target}` leads to a section that `{goal.file}` does not have."
            return "", (message, did_you_mean(section, goal.heading_ids))
        address = self.addresses.page(goal.key, goal.language) if path else ""
        return f"{address}#{section}" if hash_ else address, None


def _article_hint(path: str, files: list[str]) -> str:
    """What to write for a link to an article that does not exist."""
    if path.startswith("www."):
        return f"An address outside the site is written whole: `https://{path}`."
    name = posixpath.splitext(posixpath.basename(path))[0].lower() + ".md"
    if name in files:
        return f"Did you mean `{name}`?"
    hint = "A link inside the site names the `.md` file of an article of the same language."
    return did_you_mean(path, files) or hint


linker_of = remembered(4)(Linker)
"""The linker of these names: the same one as long as they are."""
