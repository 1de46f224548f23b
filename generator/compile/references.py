"""Citations, links and quotations for Python-Markdown, taken out of the text and left unresolved.

Citations use Pandoc's syntax (pandoc.org/MANUAL, "Citation syntax"): `[@hope-v-pelzer, 741]`,
`[see @hope-v-pelzer, 741; @taylor-v-riojas]`, and `@harlow-v-fitzgerald` or `@harlow-v-fitzgerald [818]` in
running text. A court's words are shown by `![](quote:hope-v-pelzer/fair-warning)`.
"""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from generator.model.body import (
    MARK_OPENS,
    CitationReference,
    Cited,
    LinkReference,
    QuoteReference,
    Reference,
    mark,
)
from generator.names import id_of
from generator.problems import Problem, Snippet

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_BRACKETED = r"\[(?P<inside>[^\[\]]*@[^\[\]]*)\](?!\()"
_IN_TEXT = rf"(?<![\w@./])@(?P<id>{_ID})(?:\s+\[(?P<pin>(?:\d|subd\.)[^\[\]@]*)\](?!\())?"
_ONE = re.compile(rf"^(?P<signal>[^\W\d_][^@*_`\d]*?)?\s*@(?P<id>{_ID})(?:,\s*(?P<pin>[^@]+?))?$")


_NEARLY = re.compile(
    r"(?P<signal>[^@]*?)\s*@\s*(?P<id>\w[\w-]*?\w)"
    r"(?:[\s,;:]+(?:(?:at|pp?|pages?|en|págs?|páginas?)\.?\s*)?(?P<pin>\d[^@;,]*))?"
)
"""One authority with a page, however the two are joined."""


def _instead(inside: str) -> str:
    """How to write a citation that cannot be read."""
    nearly = _NEARLY.fullmatch(inside.strip())
    if not nearly:
        return "Write `[@hope-v-pelzer, 741]`, and a semicolon between two: `[@a-v-b, 12; @c-v-d]`."
    page = f", {nearly['pin'].strip()}" if nearly["pin"] else ""
    written = f"{nearly['signal']} @{id_of(nearly['id'])}{page}".lstrip()
    return f"Write `[{written}]`."


class References(Extension):
    """Collects the references of one text in `found`, and what cannot be read in `problems`."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        """Begin a new text."""
        self.found: list[Reference] = []
        self.problems: list[Problem] = []
        self._seen: Counter[str] = Counter()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Citations come before links, because both begin with a bracket."""
        md.registerExtension(self)
        md.inlinePatterns.register(_Bracketed(_BRACKETED, md, self), "citation", 172)
        md.inlinePatterns.register(_InText(_IN_TEXT, md, self), "citation-in-text", 171)
        md.treeprocessors.register(_Targets(md, self), "targets", 15)

    def snippet(self, text: str, otherwise: str = "") -> Snippet:
        """The place of the next occurrence of `text` (or of `otherwise`) that the author wrote."""
        place = Snippet(text, self._seen[text], otherwise)
        self._seen[text] += 1
        return place

    def add(self, reference: Reference) -> str:
        """Keep a reference, and give the mark that stands for it in the HTML."""
        self.found.append(reference)
        return mark(len(self.found) - 1)


class _Pattern(InlineProcessor):
    """A pattern whose matches become references."""

    def __init__(self, pattern: str, md: Markdown, references: References) -> None:
        super().__init__(pattern, md)
        self.references = references


class _Bracketed(_Pattern):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        written = match[0]
        at = self.references.snippet(written)
        cited = []
        for part in match["inside"].split(";"):
            one = _ONE.match(part.strip())
            if not one:
                message = f"The citation `{written}` cannot be read."
                self.references.problems.append(Problem("", message, _instead(match["inside"]), at))
                # Nothing is left of it in the page, so that its brackets are not told again.
                return AtomicString(""), match.start(), match.end()
            cited.append(Cited(one["id"], one["pin"], one["signal"] or ""))
        text = self.references.add(CitationReference(at, tuple(cited), in_text=False))
        return AtomicString(text), match.start(), match.end()


class _InText(_Pattern):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        at = self.references.snippet(match[0])
        text = self.references.add(CitationReference(at, (Cited(match["id"], match["pin"]),), in_text=True))
        return AtomicString(text), match.start(), match.end()


class _Targets(Treeprocessor):
    """Puts a mark in place of each link's target, and of each embedded quotation."""

    def __init__(self, md: Markdown, references: References) -> None:
        super().__init__(md)
        self.references = references

    def run(self, root: Element) -> None:
        for paragraph in list(root.iter("p")):
            images = paragraph.findall("img")
            if images and images[0].get("src", "").startswith("quote:"):
                self._embed(paragraph, images[0])
        for image in root.iter("img"):
            written = f"![{image.get('alt', '')}]({image.get('src', '')})"
            message = f"A picture or quotation `{image.get('src', '')}` cannot stand here."
            hint = "A quotation stands alone in its paragraph: `![](quote:case-id/quotation-id)`."
            at = self.references.snippet(written, image.get("src", ""))
            self.references.problems.append(Problem("", message, hint, at))
        for link in root.iter("a"):
            target = link.get("href", "")
            at = self.references.snippet(f"]({target})", target)
            words = "".join(link.itertext())
            if MARK_OPENS in words:
                message = f"The words of the link to `{target}` hold a citation."
                hint = "Write the citation after the link; it is a link by itself."
                self.references.problems.append(Problem("", message, hint, at))
            elif not words.strip() or not target.strip():
                message = f"A link needs words and a target: `[{words}]({target})`."
                self.references.problems.append(Problem("", message, at=at))
            link.set("href", self.references.add(LinkReference(at, target)))

    def _embed(self, paragraph: Element, image: Element) -> None:
        target = image.get("src", "")
        if len(paragraph) > 1 or (paragraph.text or "").strip() or (image.tail or "").strip():
            return  # the general rule for pictures says what is wrong
        at = self.references.snippet(f"]({target})")
        paragraph.remove(image)
        paragraph.text = self.references.add(QuoteReference(at, target.removeprefix("quote:")))
