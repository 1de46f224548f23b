"""The command line: reads the arguments, calls the pipeline, and tells what came of it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.model.project import Deployment, Folders
from generator.problems import Problem, in_order

ROOT = Path(__file__).resolve().parent.parent

GOOD, PROBLEMS, WRONG_ARGUMENTS = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status is 0 (good), 1 (problems) or 2 (wrong arguments)."""
    options = _parser().parse_args(arguments)
    folders = Folders.of(ROOT, options.content, options.output)
    if not folders.content.is_dir():
        print(f"There is no content folder {folders.content}.", file=sys.stderr)
        return WRONG_ARGUMENTS
    if options.serve:
        return _serve(folders, options.port)
    if options.schemas:
        return _schemas(folders)
    return _check(folders) if options.check else _build(folders)


def deployment_of(environment: Mapping[str, str]) -> Deployment | None:
    """Which deploy this is, from the variables that Netlify sets; None anywhere else.

    Only the production context is for search engines (docs.netlify.com, "Environment variables").
    """
    context = environment.get("CONTEXT")
    if not context or not environment.get("NETLIFY"):
        return None
    production = context == "production"
    address = environment.get("URL" if production else "DEPLOY_PRIME_URL") or environment.get("URL")
    return Deployment(address.rstrip("/"), production) if address else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the site into site/.")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--serve", action="store_true", help="preview with live reload on 127.0.0.1")
    action.add_argument("--check", action="store_true", help="check everything, write nothing")
    action.add_argument("--schemas", action="store_true", help="write content/schemas/ for editors' programs")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="port of the preview (8000)")
    parser.add_argument("--content", type=Path, metavar="DIR", help="another content folder")
    parser.add_argument("--output", type=Path, metavar="DIR", help="another output folder")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def _build(folders: Folders) -> int:
    from generator.pipeline import prepare, render_all
    from generator.write import CannotWriteError, write_site

    started = time.perf_counter()
    edition = prepare(folders, deployment_of(os.environ))
    files, problems = render_all(edition)
    if problems:
        return _tell(problems, f"{folders.output.name}/ was not touched.")
    try:
        write_site(files, folders.output)
    except CannotWriteError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    pages = sum(name.endswith(".html") for name in files)
    print(f"{pages} pages in {folders.output} ({time.perf_counter() - started:.2f} s).")
    if edition.notices:
        print(f"{len(edition.notices)} notices; `python build.py --check` lists them.")
    return GOOD


def _check(folders: Folders) -> int:
    from generator.pipeline import prepare, render_all
    from generator.plain_words import hard_sentences
    from generator.proofread import proofread
    from generator.second_reader import second_reading

    edition = prepare(folders, deployment_of(os.environ))
    files, problems = render_all(edition)
    problems = problems or tuple(proofread(files))
    if not problems and edition.sources:
        problems = in_order(edition.located(hard_sentences(edition.sources, folders.content.name)))
    if problems or edition.plan is None:
        return _tell(problems, "Nothing was written.")
    reading = second_reading(files, edition.plan.recipes)
    if reading.problems:
        return _tell(reading.problems, "Nothing was written.")
    for notice in edition.notices:
        print(f"Notice: {notice}")
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


def _serve(folders: Folders, port: int) -> int:
    from generator.preview import PortTakenError, run

    try:
        run(folders, port)
    except PortTakenError:
        print(f"Port {port} is in use. Try: python build.py --serve --port {port + 1}", file=sys.stderr)
        return WRONG_ARGUMENTS
    return GOOD


def _tell(problems: Sequence[Problem], last: str) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    print(f"{count}. {last}", file=sys.stderr)
    return PROBLEMS
