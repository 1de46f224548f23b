"""Builds, previews and checks the site. See CONTRIBUTING.md."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from generator.commands import main

if __name__ == "__main__":
    status = main(sys.argv[1:])
    with suppress(BrokenPipeError):  # nobody wants to read more
        sys.stdout.flush()
    os._exit(status)  # a large site takes seconds to be taken apart in memory, object by object
