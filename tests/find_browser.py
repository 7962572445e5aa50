"""Find a Chromium that can be launched here, for the browser tests.

Tried in order: ``$REFIT_BROWSER``, Playwright's own browser, Chromium or Chrome on the system.
``python tests/find_browser.py`` exits with 0 when there is one; ``--explain`` prints what failed.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Error, sync_playwright

# The first two let it start as root and without a graphics card, the others keep it offline.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class NoBrowserError(Exception):
    """No browser could be launched; the message lists what was tried and why it failed."""


def candidates() -> Iterator[str | None]:
    """Name the browsers to try; None is Playwright's own."""
    named = os.environ.get("REFIT_BROWSER")
    if named:
        yield named
        return
    yield None
    yield from (path for name in NAMES if (path := shutil.which(name)))
    yield from (path for path in MAC if Path(path).exists())


def launch(chromium: BrowserType) -> Browser:
    """Launch the first browser that starts."""
    failures = []
    for path in candidates():
        try:
            return chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            first_line = error.message.strip().splitlines()[0]
            failures.append(f"  {path or 'the browser of Playwright'}: {first_line}")
    raise NoBrowserError("no browser could be launched:\n" + "\n".join(failures))


def main() -> int:
    """Try it; print what failed when asked to."""
    with sync_playwright() as playwright:
        try:
            launch(playwright.chromium).close()
        except NoBrowserError as error:
            if "--explain" in sys.argv[1:]:
                print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
