#!/usr/bin/env python3
"""Build this checkout's site, serve it while you write, check essays, or begin a new one.

`build.py --help` says more. The work is done in the package refit; refit/author/cli.py reads the
command line.
"""

import sys
from pathlib import Path

from refit.author import cli

ROOT = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None) -> int:
    """Run one command in this folder, whatever the current one, and return its exit code."""
    return cli.main(arguments, "build.py", ROOT)


if __name__ == "__main__":
    sys.exit(main())
