"""What machines read is valid: pages by the Nu Html Checker, feeds and sitemap by their grammars."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from generator.commands import ROOT
from generator.model.site import is_page
from tests.conftest import Counted

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""Java for a program that ends soon: half the work of its usual settings."""

NEWER_THAN_THE_CHECKER = ("Property “paint-order” doesn't exist", "“context-stroke” is not a “color” value")
"""What the checker says of two things in CSS that it does not know yet (SVG 2, 13.4 and 13.8)."""

NOT_VALID = '<!doctype html><html lang="en"><title>Words</title><p id="a b">Words'


def test_every_page_in_every_language_is_valid_html(
    files: dict[str, bytes], site: Path, tmp_path: Path, counted: Counted
) -> None:
    """A page that is not valid goes with them, so that we know the checker has looked."""
    pages = [site / path for path in files if is_page(path)]
    not_valid = tmp_path / "not-valid.html"
    not_valid.write_text(NOT_VALID)
    known = "|".join(f".*{re.escape(message)}.*" for message in NEWER_THAN_THE_CHECKER)
    options = ("--stdout", "--errors-only", "--filterpattern", known)
    command = ["java", *SHORT_RUN, "-jar", CHECKER, *options, *pages, not_valid]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    told = run.stdout.splitlines()
    assert [line for line in told if not_valid.name not in line] == []
    assert any("An ID must not contain whitespace" in line for line in told), run.stderr
    counted(f"{len(pages)} pages are valid HTML")
