"""The command line: reads the arguments, calls the pipeline, and tells what came of it."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.model.project import Deployment, Folders
from generator.problems import Problem, in_order
from generator.undisturbed import undisturbed
from generator.write import CannotWriteError, Stage, replacing

ROOT = Path(__file__).resolve().parent.parent

GOOD, PROBLEMS, WRONG_ARGUMENTS = 0, 1, 2


_MOST_NAMED = 20
"""More translations signed off at once are counted instead of named."""


class WrongVariableError(Exception):
    """A variable of the environment says something that cannot be meant; the message says what."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status is 0 (good), 1 (problems) or 2 (wrong arguments)."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.new:  # the titles of a new article are options of the site's languages
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    folders = Folders.of(ROOT, options.content, options.output)
    if not folders.content.is_dir():
        print(f"There is no content folder {folders.content}.", file=sys.stderr)
        return WRONG_ARGUMENTS
    try:
        return _run(folders, options, rest)
    except CannotWriteError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except WrongVariableError as error:
        print(error, file=sys.stderr)
        return WRONG_ARGUMENTS


def _run(folders: Folders, options: argparse.Namespace, rest: Sequence[str]) -> int:
    if options.serve:
        return _serve(folders, options)
    if options.schemas:
        return _schemas(folders)
    if options.translations:
        return _translations(folders, options)
    if options.reviewed:
        return _reviewed(folders, options)
    if options.new:
        return _new(folders, options, rest)
    if options.ids:
        return _ids(folders, options.yes)
    return _check(folders, options) if options.check else _build(folders, options)


def deployment_of(environment: Mapping[str, str]) -> Deployment | None:
    """Which deploy this is, from the variables that Netlify and its own command line set; None anywhere else.

    Only the production context is for search engines (docs.netlify.com, "Environment variables").
    """
    context = environment.get("CONTEXT")
    if not context or not (environment.get("NETLIFY") or environment.get("NETLIFY_LOCAL")):
        return None
    production = context == "production"
    address = environment.get("URL" if production else "DEPLOY_PRIME_URL") or environment.get("URL")
    return Deployment(address.rstrip("/"), production) if address else None


def day_of(environment: Mapping[str, str]) -> dt.date | None:
    """The day that `SOURCE_DATE_EPOCH` names for builds that can be repeated, or None.

    It counts seconds since 1970 in UTC (reproducible-builds.org/docs/source-date-epoch).
    """
    seconds = environment.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise WrongVariableError(
            f"SOURCE_DATE_EPOCH is “{seconds}”; it must count the seconds since 1970, such as 1795564800."
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the site into site/.")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--serve", action="store_true", help="preview that follows every save, on 127.0.0.1")
    action.add_argument("--check", action="store_true", help="check everything, write nothing")
    action.add_argument("--schemas", action="store_true", help="write content/schemas/ for editors' programs")
    action.add_argument("--translations", action="store_true", help="how every translation stands")
    action.add_argument(
        "--reviewed", metavar="UNIT", help="sign off a translation: es/about#lead, es/about, es"
    )
    action.add_argument(
        "--new",
        nargs="+",
        metavar=("KIND", "NAME"),
        help="start something: --new article “Title” --title-es “…”, --new case “A v. B” --cite “…”",
    )
    action.add_argument("--ids", action="store_true", help="write the ids that headings lack, after asking")
    of_starting = parser.add_argument_group("with --new and --ids")
    of_starting.add_argument("--section", metavar="ID", help="the section of site.toml for a new article")
    of_starting.add_argument(
        "--cite", metavar="CITATION", help="where a new case is printed, and when it was"
    )
    of_starting.add_argument("--yes", action="store_true", help="write the ids without asking")
    of_translations = parser.add_argument_group("with --translations")
    of_translations.add_argument("--json", action="store_true", help="for programs")
    of_translations.add_argument("--all", action="store_true", help="what is current, too")
    of_translations.add_argument(
        "--since", metavar="REV", help="only what edits since this git revision made stale"
    )
    of_sign_off = parser.add_argument_group("with --reviewed")
    of_sign_off.add_argument("--by", metavar="NAME", help="who signs off (git's user.name)")
    of_sign_off.add_argument("--reason", metavar="WORDS", help="why an unchanged translation is still true")
    of_sign_off.add_argument("--source", metavar="LANGUAGE", help="the language it was made from")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="port of the preview (8000)")
    parser.add_argument(
        "--strict", action="store_true", help="exit 1 if anything critical is behind or overdue"
    )
    parser.add_argument(
        "--today", type=_day, metavar="DAY", help="as on this day instead of the clock's: 2026-11-25"
    )
    parser.add_argument("--content", type=Path, metavar="DIR", help="another content folder")
    parser.add_argument("--output", type=Path, metavar="DIR", help="another output folder")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a day is written 2026-11-25") from error


def _today(options: argparse.Namespace) -> dt.date:
    return options.today or day_of(os.environ) or dt.date.today()


def _build(folders: Folders, options: argparse.Namespace) -> int:
    with (
        undisturbed(),
        replacing(folders.output, folders.sources, waits=_tell_of_another_build) as stage,
    ):
        return _build_alone(folders, options, stage)


def _tell_of_another_build() -> None:
    print("Another build is at work in this folder; this one begins when it is done.", file=sys.stderr)


def _build_alone(folders: Folders, options: argparse.Namespace, stage: Stage) -> int:
    from generator.unchanged import Report, Unchanged

    started = time.perf_counter()
    deployment, today = deployment_of(os.environ), _today(options)
    unchanged = Unchanged(folders, repr((deployment, today, options.strict)))
    report = unchanged.report()
    if report is None:
        from generator.model.site import WEB_EDITOR, is_page
        from generator.pipeline import make_site, prepare

        edition = prepare(folders, deployment, today, strict=options.strict, cache=unchanged.cache)
        stage.know(unchanged.inventory())
        problems = make_site(edition, stage, unchanged.cache)
        if problems:
            unchanged.cache.write()
            return _tell(problems, f"{folders.output.name}/ was not touched.")
        stage.publish()
        has_editor = f"{WEB_EDITOR}index.html" in stage.digests
        report = Report(sum(map(is_page, stage.digests)), edition.how_many_notices, has_editor)
        unchanged.keep(report, stage)
    print(f"{report.pages} pages in {folders.output} ({time.perf_counter() - started:.2f} s).")
    if not report.web_editor:
        print("There is no web editor at /admin/: it is not installed here. `npm ci` installs it.")
    if report.notices:
        print(f"{report.notices} notices; `python build.py --check` lists them.")
    return GOOD


def _check(folders: Folders, options: argparse.Namespace) -> int:
    from generator.pipeline import prepare, render_all
    from generator.plain_words import hard_sections, hard_sentences, told_levels
    from generator.proofread import proofread
    from generator.second_reader import second_reading
    from generator.unsupported import unsupported

    edition = prepare(folders, deployment_of(os.environ), _today(options), strict=options.strict)
    files, problems = render_all(edition)
    problems = problems or tuple(proofread(files))
    if not problems and edition.sources:
        found = [*hard_sentences(edition.sources, folders.content.name), *hard_sections(edition.sources)]
        problems = in_order(edition.located([*found, *unsupported(edition.sources)]))
    if problems or edition.plan is None or edition.sources is None:
        return _tell(problems, "Nothing was written.")
    reading = second_reading(files, edition.plan.recipes, edition.sources.cases.courts)
    if reading.problems:
        return _tell(reading.problems, "Nothing was written.")
    for notice in edition.notices:
        print(f"Notice: {notice}")
    for line in told_levels(edition.sources):
        print(f"Reading level: {line}")
    print(f"Second reader: {reading.citations} citations on {reading.pages} pages agree with the tables.")
    print(f"No problems in {len(files)} files.")
    return GOOD


def _schemas(folders: Folders) -> int:
    from generator.pipeline import prepare
    from generator.schemas import export_schemas

    edition = prepare(folders)
    if edition.sources is None:
        return _tell(edition.problems, "The schemas need to know the languages of the site.")
    export_schemas(folders.content / "schemas", edition.sources.settings.codes)
    print(f"Schemas written to {folders.content / 'schemas'}.")
    return GOOD


def _translations(folders: Folders, options: argparse.Namespace) -> int:
    from generator.pipeline import read
    from generator.revisions import NoSuchRevisionError
    from generator.translators import as_json, made_stale_since, table, track

    tracked = track(folders, read)
    if tracked.sources is None:
        return _tell(tracked.problems, "Nobody can tell how the translations stand.")
    for problem in tracked.problems:
        print(problem, file=sys.stderr)
    try:
        shown = made_stale_since(tracked, options.since) if options.since else tracked.standings
    except NoSuchRevisionError as error:
        print(error, file=sys.stderr)
        return WRONG_ARGUMENTS
    if options.json:
        print(as_json(tracked, shown))
    else:
        for line in table(tracked, shown, options.all):
            print(line)
        if not shown:
            print(
                "No edit since then made a translation stale." if options.since else "Nothing is translated."
            )
    return PROBLEMS if options.strict and any(one.blocks for one in shown) else GOOD


def _reviewed(folders: Folders, options: argparse.Namespace) -> int:
    from generator.pipeline import read
    from generator.revisions import user_name
    from generator.translations.sign_off import NotAUnitError, Signature
    from generator.translators import sign_off, track

    by = options.by or user_name(folders.content)
    if not by:
        print("Say who signs off: --by “Your name”", file=sys.stderr)
        return WRONG_ARGUMENTS
    tracked = track(folders, read)
    unreadable = [problem for problem in tracked.problems if problem.file.endswith(".json")]
    if tracked.sources is None or (tracked.sources.records is None and _has_records(folders)):
        return _tell(unreadable or tracked.problems, "Nothing was signed off.")
    try:
        done = sign_off(
            tracked, options.reviewed, Signature(by, _today(options), options.reason), options.source
        )
    except NotAUnitError as error:
        print(error, file=sys.stderr)
        return WRONG_ARGUMENTS
    if len(done.versions) > _MOST_NAMED:
        print(f"Signed off: {len(done.versions)} translations of {options.reviewed}.")
    else:
        for one in done.versions:
            print(f"Signed off: {one.name}, as a translation of {one.source}/{one.unit}.")
    if not done.versions and not done.refused:
        print(f"Nothing to do: all of {options.reviewed} is signed off.")
    return _tell(done.refused, f"{len(done.versions)} signed off.") if done.refused else GOOD


def _has_records(folders: Folders) -> bool:
    from generator.model.translations import TRANSLATIONS_FILE

    return (folders.content / TRANSLATIONS_FILE).exists()


def _new(folders: Folders, options: argparse.Namespace, rest: Sequence[str]) -> int:
    from generator.starting.arguments import name_of, only_for, titles_in
    from generator.starting.articles import lay_article
    from generator.starting.cases import lay_case
    from generator.starting.laid import BrokenContentError, CannotStartError

    try:
        kind, name = name_of(options.new)
        only_for(kind, options, rest)
        if kind == "case":
            laid = lay_case(folders, name, options.cite, _today(options))
        else:
            laid = lay_article(folders, name, titles_in(rest), options.section, _today(options))
    except BrokenContentError as error:
        return _tell(error.problems, "Nothing was laid.")
    except CannotStartError as error:
        print(*error.reasons, "Nothing was laid.", sep="\n", file=sys.stderr)
        return WRONG_ARGUMENTS
    for line in laid.written:
        print(f"Laid: {line}")
    print("Next:")
    for number, line in enumerate(laid.following, start=1):
        print(f"  {number}. {line}")
    return GOOD


def _ids(folders: Folders, write: bool) -> int:
    from generator.starting.heading_ids import missing_ids, write_ids
    from generator.starting.laid import BrokenContentError

    try:
        missing = missing_ids(folders)
        for one in missing.ids:
            print(one)
        if not missing.ids:
            print("No id is missing that could be made." if missing.problems else "Every heading has its id.")
        elif write or _agreed("Write these? [y/N] "):
            print(f"{len(missing.ids)} ids written into {write_ids(missing.ids)} files.")
        else:
            print("Nothing was written. To write these ids: python build.py --ids --yes")
    except BrokenContentError as error:
        return _tell(error.problems, "Nothing was written.")
    return _tell(missing.problems, "Mend these by hand.") if missing.problems else GOOD


def _agreed(question: str) -> bool:
    """Whether somebody at the terminal says yes; nobody is asked where there is no terminal."""
    try:
        return sys.stdin.isatty() and input(question).strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def _serve(folders: Folders, options: argparse.Namespace) -> int:
    from generator.preview import PortTakenError, run

    try:
        run(folders, options.port, options.today)
    except PortTakenError as error:
        print(error, file=sys.stderr)
        return WRONG_ARGUMENTS
    return GOOD


def _tell(problems: Sequence[Problem], last: str) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    print(f"{count}. {last}", file=sys.stderr)
    return PROBLEMS
