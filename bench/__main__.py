"""Measure the built site: ``python -m bench``. See ``--help`` for what can be left out."""

import argparse
import sys
from pathlib import Path

from bench import run


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only",
        type=lambda text: text.split(","),
        default=list(run.SECTIONS),
        metavar="NAME,...",
        help=f"of {', '.join(run.SECTIONS)}; the result is then not kept as the latest",
    )
    parser.add_argument(
        "--site", type=Path, default=run.SITE, help="another built site; not kept either"
    )
    parser.add_argument(
        "--essays",
        type=lambda text: text.split(","),
        metavar="SLUG,...",
        help="of these essays alone, where a section measures many; not kept either",
    )
    parser.add_argument("--runs", type=int, default=5, help="repetitions of what is timed")
    parser.add_argument("--quick", action="store_true", help="one repetition; not kept")
    parser.add_argument(
        "--worker-delay",
        type=int,
        default=0,
        metavar="MS",
        help="hold up every answer of the worker: the gesture must come out that much slower",
    )
    options = parser.parse_args(arguments)
    unknown = set(options.only) - set(run.SECTIONS)
    if unknown:
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    return options


if __name__ == "__main__":
    sys.exit(run.main(parse()))
