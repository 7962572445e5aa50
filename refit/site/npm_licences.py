"""The licences of npm's packages whose code is in a site's scripts, as esbuild names them."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from refit import npm
from refit.cache import Json
from refit.errors import SetupError

NAME = "licences.txt"
FILES = ("licence", "license", "copying", "notice")  # how the names of a package's texts begin
MODULES = "node_modules"
HEAD = """\
The packages of npm whose code is in the scripts beside this file, and the packages that they depend
on, since some carry these within them. Each is followed by the text of its licence.
"""


def packages_in(metafile: Json) -> set[Path]:
    """Return the folders of the packages that esbuild has put into a bundle."""
    inputs = (
        Path(name).resolve() for out in metafile["outputs"].values() for name in out["inputs"]
    )
    return {folder for name in inputs if (folder := package_of(name))}


def package_of(file: Path) -> Path | None:
    """Return the folder of the package that a file belongs to; None for a file of ours."""
    if MODULES not in file.parts:
        return None
    start = len(file.parts) - file.parts[::-1].index(MODULES)
    depth = 2 if file.parts[start].startswith("@") else 1
    return Path(*file.parts[: start + depth])


def licences(packages: Iterable[Path]) -> bytes:
    """Return the licences of packages and of what they depend on, each text once.

    Raises
    ------
    SetupError
        If a package has no text, since it must not be redistributed without one.
    """
    names: dict[str, list[str]] = {}
    for folder in sorted(with_dependencies(packages)):
        about = describe(folder)
        title = f"{about['name']} {about['version']} ({about.get('license', 'see below')})"
        names.setdefault(licence_text(folder), []).append(title)
    parts = [f"{'\n'.join(titles)}\n\n{text}\n" for text, titles in names.items()]
    return f"\n{'-' * 80}\n\n".join([HEAD, *parts]).encode()


def with_dependencies(packages: Iterable[Path]) -> set[Path]:
    """Return packages, and all those that they depend on."""
    found: set[Path] = set()
    waiting = list(packages)
    while waiting:
        folder = waiting.pop()
        if folder not in found:
            found.add(folder)
            waiting += dependencies(folder)
    return found


def dependencies(folder: Path) -> Iterator[Path]:
    """Yield the folders of the packages that one depends on, looked for as node does."""
    for name in describe(folder).get("dependencies", {}):
        above = (parent for parent in (folder, *folder.parents) if parent.name != MODULES)
        places = (parent / MODULES / name for parent in above)
        if place := next((place for place in places if place.is_dir()), None):
            yield place


def licence_text(folder: Path) -> str:
    """Return the text of a package's licence, or that of another package from its repository."""
    about = describe(folder)
    for other in (folder, *same_source(folder, about)):
        files = sorted(file for file in other.iterdir() if file.name.lower().startswith(FILES))
        if files:
            return "\n\n".join(file.read_text("utf-8").strip() for file in files)
    raise SetupError(
        f"npm's package {about['name']} has no text of its licence in {folder}, so a site must not "
        "carry it; use another version"
    )


def same_source(folder: Path, about: Json) -> Iterator[Path]:
    """Yield the packages beside one that come from the same repository, under the same licence."""
    for file in sorted(folder.parent.glob("*/package.json")):
        other = describe(file.parent)
        if all(
            about.get(key) and about[key] == other.get(key) for key in ("repository", "license")
        ):
            yield file.parent


def describe(folder: Path) -> Json:
    """Return what a package says of itself."""
    about: Json = json.loads(npm.read(folder / "package.json"))
    return about
