"""Photographs of a built site's pages, to be looked at: a sheet a page, width and colour scheme.

``python -m tests.photograph FOLDER`` takes those of all pages of ``dist``; with ``--since main``
only of those that the files changed since then are for.
"""

import argparse
import io
import subprocess
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from refit.paths import ROOT
from tests.browser.visit import Visit, serving, visiting
from tests.find_browser import launch

LOOKS = (
    {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    {"viewport": {"width": 375, "height": 740}, "color_scheme": "dark", "has_touch": True},
)
MAKES_PAGES = (  # of all pages
    *("refit/", "static/", "templates/", "site.toml"),
    *("package.json", "package-lock.json", "requirements.lock"),
)
ACROSS = {1280: 4, 375: 8}  # screens in a row of a sheet
TILE = {1280: 480, 375: 240}  # pixels that each is wide there
SCREENS = 48  # of a page, at most; the rest is told of


def pages_of(files: list[str], pages: list[str]) -> list[str]:
    """Return which of a site's pages the files of the repository are for."""
    if any(file.startswith(MAKES_PAGES) for file in files):
        return pages
    folders = {page: f"{page.rpartition('/')[0]}/" for page in pages if page}
    own = [
        page for page, folder in folders.items() if any(file.startswith(folder) for file in files)
    ]
    return ["", *own] if own else []  # the index shows the essay's card


def pages_in(dist: Path) -> list[str]:
    """Return the addresses of a site's pages: the index, and essays in all their languages."""
    found = sorted(file.relative_to(dist).as_posix() for file in dist.glob("essays/*/*.html"))
    return ["", *(page.removesuffix("index.html") for page in found)]


def changed_since(ref: str, root: Path = ROOT) -> list[str]:
    """Return the files that this branch has changed since it left another."""
    command = ["git", "diff", "--name-only", "-z", f"{ref}...HEAD"]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.split("\0")[:-1]


def photograph(visit: Visit, page: str) -> tuple[list[Image.Image], int]:
    """Return the screens of a page from its top to its end, and how many were left out."""
    visit.go(page).quiet()
    height, whole = visit.look("[innerHeight, document.documentElement.scrollHeight]")
    tops = [*range(0, max(1, whole - height), height), max(0, whole - height)]
    shots = []
    for top in tops[:SCREENS]:
        visit.look("(top) => scrollTo({ top, behavior: 'instant' })", top)
        visit.frames()
        shots.append(Image.open(io.BytesIO(visit.page.screenshot())))
    return shots, len(tops) - len(shots)


def sheet(shots: list[Image.Image], across: int, width: int) -> Image.Image:
    """Return screens of equal size side by side, in rows."""
    height = round(shots[0].height * width / shots[0].width)
    rows = -(-len(shots) // across)
    found = Image.new("RGB", (min(across, len(shots)) * (width + 8), rows * (height + 8)), "#888")
    for i, shot in enumerate(shots):
        place = (i % across * (width + 8), i // across * (height + 8))
        found.paste(shot.resize((width, height)), place)
    return found


def name_of(page: str, look: dict) -> str:
    """Return the name of a page's sheet."""
    path = page.removeprefix("essays/").removesuffix(".html").strip("/").replace("/", "-")
    return f"{path or 'index'}-{look['viewport']['width']}-{look['color_scheme']}.png"


def parser() -> argparse.ArgumentParser:
    """Return what the command line may say."""
    found = argparse.ArgumentParser(prog="python -m tests.photograph")
    found.add_argument("folder", type=Path, help="where the sheets go")
    found.add_argument("--dist", type=Path, default=ROOT / "dist", help="the built site")
    found.add_argument("--since", metavar="REF", help="only pages that changed since this branch")
    return found


def main() -> None:
    """Take the photographs, and tell of each sheet."""
    options = parser().parse_args()
    pages = pages_in(options.dist)
    if options.since:
        pages = pages_of(changed_since(options.since), pages)
    options.folder.mkdir(parents=True, exist_ok=True)
    with serving(options.dist) as origin, sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        for page in pages:
            for look in LOOKS:
                width = look["viewport"]["width"]
                with visiting(browser, origin, **look) as visit:
                    shots, left_out = photograph(visit, page)
                    sheet(shots, ACROSS[width], TILE[width]).save(
                        options.folder / name_of(page, look)
                    )
                    more = f", {left_out} screens left out" if left_out else ""
                    print(f"{name_of(page, look)}: {len(shots)} screens{more}", flush=True)
                    for complaint in visit.complaints:
                        print(f"  {complaint}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
