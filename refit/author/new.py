"""Scaffolds: a new essay, copied from the template, that works as it stands."""

import re
import shutil
from pathlib import Path

import yaml

from refit.errors import AuthorError, as_typed
from refit.essay.reading import SLUG


def create(slug: str, essays: Path, template: Path) -> list[str]:
    """Copy the template to a new folder, and return what to do next, line by line.

    Raises
    ------
    AuthorError
        If the slug is none, or there is such a folder already.
    """
    if not SLUG.fullmatch(slug):
        likely = "-".join(re.findall(r"[a-z0-9]+", slug.lower())) or "random-forests"
        raise AuthorError(
            f"{slug!r} is no slug: small letters, digits and single hyphens only",
            f"write `build.py new {likely}`",
        )
    folder = essays / slug
    if folder.exists():
        raise AuthorError("this folder exists already", "choose another slug, or edit it", folder)
    essays.mkdir(parents=True, exist_ok=True)
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    text = folder / "essay.md"
    titled, count = re.subn(
        r"^title: .*$", f"title: {title(slug)}", text.read_text("utf-8"), count=1, flags=re.M
    )
    assert count == 1, "the template has a title"
    text.write_text(titled, "utf-8")
    here = as_typed(folder)
    own = "" if folder.parent.name == "essays" else f" --essays {here.parent}"
    return [
        f"{here} is an essay that works. Next:",
        f"  1. make serve, or build.py serve{own}: see it, and see it change as you save",
        f"  2. write over {here}/essay.md, model.py and figures.py, and the tests with them",
        f"  3. build.py check{own} {slug}, and pytest {here}: know that it is right",
    ]


def title(slug: str) -> str:
    """Turn a slug into a title, in quotes where YAML would read something else."""
    words = slug.replace("-", " ").capitalize()
    return words if isinstance(yaml.safe_load(words), str) else f'"{words}"'
