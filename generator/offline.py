"""What the service worker is told of the site, so that pages can be read without a network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.site import Finished, file_at

WORKER = "service-worker.js"
"""Where the worker is in the output: at the root, because it may only keep what lies below itself."""

CACHE = "pages"
"""What the browser calls the pages that the worker keeps."""


@dataclass(frozen=True)
class KeptLanguage:
    """The pages of one language that the worker has at hand; all of them are addresses."""

    code: str
    locale: str
    home: str
    instead: str
    """Shown in place of a page that the reader has never opened."""
    at_hand: tuple[str, ...]
    """Kept at a first visit."""


def with_version(languages: Iterable[KeptLanguage], worker: bytes, finished: Finished) -> bytes:
    """The worker with a digest of the pages that it has at hand.

    A browser compares the bytes of the worker with those it has. If they differ, one of these pages has
    changed, and the browser installs the worker again, which fetches them.
    """
    digest = hashlib.blake2b(digest_size=16)
    for language in languages:
        for address in (*language.at_hand, language.instead):
            digest.update(finished(file_at(address)))
    return worker + f"// {digest.hexdigest()}\n".encode()
