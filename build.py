"""Builds, previews and checks the site. See CONTRIBUTING.md."""

from __future__ import annotations

import sys

from generator.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
