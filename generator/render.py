"""Renders recipes into the bytes of files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from markupsafe import Markup

from generator.bluebook import full_citation, parallel_citations
from generator.bytecode import CompiledOnce
from generator.cache import NO_CACHE, Cache
from generator.fingerprint import Fingerprints
from generator.fragments import Once, of_one_edition
from generator.free_copies import free_copy
from generator.model.body import CitationGroup, ShownQuotation
from generator.model.content import LAW_LANGUAGE, Case, Immunity
from generator.model.site import Recipe
from generator.pins import pages_of
from generator.problems import Problem, did_you_mean
from generator.quick_jinja import Context, Template, gettext_of
from generator.remember import remembered
from generator.templates import Loader, Templates
from generator.typography import kept_together, on_one_line, typographic
from generator.web_editor import configuration
from generator.wording import Wording

_MOST_PARTS = 256
"""So many parts in another language are held: those of a few articles, which the next page may show again."""


class Renderer:
    """Renders the recipes of one edition of the site."""

    def __init__(
        self,
        templates: Templates,
        wordings: Sequence[Wording],
        shared: Mapping[str | None, Mapping[str, Any]],
    ) -> None:
        """`wordings` of all languages; `shared` as a plan has it."""
        self.templates = templates.folder
        self.wordings = wordings
        self._texts = templates.without_styles
        self._shared = shared
        self._environments = {
            language: of_one_edition(env, {**shared[language], "in_language": self._in_language})
            for language, env in _environments(self._texts, tuple(wordings)).items()
        }
        self._missing: dict[Wording, set[str]] = defaultdict(set)
        self._parts: dict[tuple[Hashable, ...], tuple[Markup, object]] = {}
        """The latest parts in another language, each with what it shows, whose identity stays its own."""

    def render(self, recipe: Recipe) -> tuple[bytes, list[Problem]]:
        """The bytes of a file; or nothing, and what is wrong with its template.

        A template is told its own name besides its context and what all pages of its language share.
        """
        try:
            template = self._environments[recipe.language].get_template(recipe.template)
            return template.render(recipe.context, template=recipe.template).encode(), []
        except jinja2.TemplateSyntaxError as error:
            name = self._name(error.filename) if error.filename else recipe.template
            return b"", [Problem(name, f"The template cannot be read: {error.message}.", at=error.lineno)]
        except jinja2.TemplateNotFound as error:
            known = self._environments[None].list_templates()
            message = f"The template `{error.name}` does not exist."
            hint = did_you_mean(str(error.name), known)
            return b"", [Problem(f"{self.templates.name}/{recipe.template}", message, hint)]
        except jinja2.UndefinedError as error:
            file, line = self._place(error, recipe)
            message = f"The template uses something that does not exist: {error.message}."
            return b"", [Problem(file, message, at=line)]
        finally:  # a wording outlives this edition, so nothing must be left there for the next one
            for wording in self.wordings:
                self._missing[wording] |= wording.take_missing()

    def fingerprint(self, prints: Fingerprints) -> bytes | None:
        """A digest of all that a page is made from besides its recipe; None if it cannot be told."""
        words = [(one.language, one.locale, one.compiled) for one in self.wordings]
        return prints.of((self._texts.texts, words, list(self._shared.items())))

    def compiled(self, cache: Cache) -> dict[bytes, bytes]:
        """The code of templates that the cache does not know yet, by its keys."""
        return CompiledOnce().to_keep(cache, self._texts)

    def _in_language(self, language: str, template: str, /, **context: object) -> Markup:
        """A part of a page in another language than the page's own, with that language's interface words.

        The pages on which two languages stand side by side show the same parts, one on the left, the other on
        the right.
        """
        key = language, template, *context, *map(id, context.values())
        if key not in self._parts:
            part = self._environments[language].get_template(template).render(context)
            self._parts[key] = Markup(part), context  # noqa: S704 (escaped)
            if len(self._parts) > _MOST_PARTS:
                del self._parts[next(iter(self._parts))]
        return self._parts[key][0]

    def missing_words(self) -> list[Problem]:
        """Messages that templates used and a catalogue does not have, found while rendering."""
        problems = []
        for wording, messages in self._missing.items():
            for message in sorted(messages):
                file, line = self._where(message)
                said = f"The words “{message}” are in no catalogue of the language `{wording.language}`."
                hint = f"Run `make words`, then fill in locales/{wording.language}/LC_MESSAGES/messages.po."
                problems.append(Problem(file, said, hint, line))
        return problems

    def _name(self, filename: str) -> str:
        return f"{self.templates.name}/{Path(filename).relative_to(self.templates).as_posix()}"

    def _place(self, error: Exception, recipe: Recipe) -> tuple[str, int | None]:
        """The innermost template line of an error's traceback (Jinja rewrites it to template lines)."""
        place: tuple[str, int | None] = (f"{self.templates.name}/{recipe.template}", None)
        trace = error.__traceback__
        while trace:
            filename = trace.tb_frame.f_code.co_filename
            if Path(filename).is_relative_to(self.templates):
                place = self._name(filename), trace.tb_lineno
            trace = trace.tb_next
        return place

    def _where(self, message: str) -> tuple[str, int | None]:
        """Where the templates say a message (looked for only when it is missing)."""
        for file, line, found, *_ in said_in(self.templates):
            if message in ((found,) if isinstance(found, str) else found):
                return f"{self.templates.name}/{file}", line
        return self.templates.name, None


def compiling(templates: Templates, cache: Cache) -> AbstractContextManager[None]:
    """Meanwhile the templates of pages are compiled; at the end their code is known, and kept.

    Each core would otherwise compile all that it needs. Nothing is done without a cache, as in a preview: few
    templates are needed there, and an update has no time to lose.
    """
    if cache is NO_CACHE:
        return nullcontext()
    texts = templates.without_styles
    return CompiledOnce().compiling(texts, partial(_of_no_language, texts), cache)


def _of_no_language(templates: Templates) -> jinja2.Environment:
    """An environment in which templates for every language can be compiled."""
    env = environment(templates, None, ())
    # Jinja asks whether there is such a filter, and leaves what it cannot work out itself to who renders.
    env.filters.update(dict.fromkeys(_FILTERS_OF_A_LANGUAGE, _not_now))
    return env


def _not_now(*_: object) -> str:
    raise TypeError


IN_EVERY_LANGUAGE = "in_every_language"
"""The function by which a template says the same words in all languages; `make words` looks for it, too."""


def said_in(templates: Path) -> Iterable[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    """The interface words of a folder of templates, with file and line, as `make words` finds them."""
    method = [("**.html", "jinja2.ext:babel_extract"), ("**.xml", "jinja2.ext:babel_extract")]
    options = {"**.html": {"trimmed": "true", "extensions": f"{Once.__module__}.{Once.__name__}"}}
    keywords = {**DEFAULT_KEYWORDS, IN_EVERY_LANGUAGE: None}
    return extract_from_dir(templates, method, options, keywords=keywords)


_FILTERS_OF_A_LANGUAGE = "date", "number", "and_list", "language_name"
"""The methods of a wording that are filters of its templates."""


@remembered(4)
def _environments(
    templates: Templates, wordings: tuple[Wording, ...]
) -> Mapping[str | None, jinja2.Environment]:
    """An environment for each language, and one for files without interface words."""
    found: dict[str | None, jinja2.Environment] = {None: environment(templates, None, wordings)}
    for wording in wordings:
        found[wording.language] = environment(templates, wording, wordings)
    return found


class _Environment(jinja2.Environment):
    """An environment whose templates all have the same globals."""

    template_class, context_class = Template, Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals themselves and not a chain of mappings, in which each import looks all of them up."""
        return {**self.globals, **d} if d else self.globals


def environment(
    templates: Templates, wording: Wording | None, wordings: Sequence[Wording]
) -> jinja2.Environment:
    """All that a template may use besides its recipe, listed here once.

    `wording` is the page's own, None for a file without interface words; `wordings` those of all languages.
    """
    env = _Environment(
        loader=Loader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,  # a page looks for sixty of them, and a memory that may forget is slow to look into
        bytecode_cache=CompiledOnce(),
        extensions=["jinja2.ext.i18n", Once],
    )
    env.newstyle_gettext = True  # type: ignore[attr-defined]  # in all, because they share compiled templates
    env.policies["ext.i18n.trimmed"] = True
    # As short as can be, in the order of the data.
    env.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    env.tests["citations"] = lambda piece: isinstance(piece, CitationGroup)
    env.tests["quotation"] = lambda piece: isinstance(piece, ShownQuotation)
    env.tests["case"] = lambda authority: isinstance(authority, Case)
    env.globals.update(
        full_citation=full_citation,
        free_copy=free_copy,
        pages_of=pages_of,
        parallel_citations=parallel_citations,
        law_language=LAW_LANGUAGE,
        web_editor_configuration=configuration,
        outcomes_of_immunity=[outcome.value for outcome in Immunity],
        midnight=lambda day: dt.datetime.combine(day, dt.time(), dt.UTC).isoformat(),
    )
    # The words of the JSON tables are set like those of articles; programs want plain spaces.
    env.filters["typographic"] = _of_same_kind(lambda text: kept_together(typographic(text)))
    env.filters["typographic_signs"] = _of_same_kind(typographic)
    env.filters["on_one_line"] = _of_same_kind(on_one_line)
    env.filters["with_current"] = _with_current
    if wording:
        install = env.install_gettext_translations  # type: ignore[attr-defined]  # added by the i18n extension
        install(wording.translations, newstyle=True)
        env.globals["gettext"] = gettext_of(wording.translations.gettext)
        env.globals.update(lang=wording.language)
        env.globals[IN_EVERY_LANGUAGE] = lambda message: {
            each.language: each.translations.gettext(message) for each in wordings
        }
        env.filters.update({name: getattr(wording, name) for name in _FILTERS_OF_A_LANGUAGE})
    return env


def _of_same_kind(setting: Callable[[str], str]) -> Callable[[str], str]:
    """A filter that sets words, and gives `Markup` for `Markup`."""

    def words(text: str) -> str:
        set_ = setting(text)
        return Markup(set_) if isinstance(text, Markup) else set_  # noqa: S704 (was Markup before)

    return words


def _with_current(links: Markup, address: str) -> Markup:
    """Links that all pages have, with the first that leads to this page marked as the current one."""
    link = f'<a href="{address}"'
    return Markup(str(links).replace(link, f'{link} aria-current="page"', 1))  # noqa: S704 (escaped)
