"""The Chromium of this machine, by the names that systems give it."""

from __future__ import annotations

import shutil

SHELL = "chromium-headless-shell"
"""Chromium without what only windows need: it shows the same pages in two thirds of the time."""
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome")


def installed(*names: str) -> str | None:
    """Where the first of these that is installed lies; None if none is."""
    return next(filter(None, map(shutil.which, names)), None)
