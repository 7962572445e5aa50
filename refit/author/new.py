"""New essays: a copy of a kind's template, which works as it stands."""

import re
import shutil
from pathlib import Path

import yaml

from refit.author.snippets import write_for_editors
from refit.errors import AuthorError
from refit.essay.reading import SLUG
from refit.gallery.examples import unpack_example

LONGEST = 100  # characters of a slug: file systems take names of 255


def create(slug: str, essays: Path, template: Path, program: str = "refit") -> Path:
    """Copy a template into a new folder with a title of its own, and return the folder.

    Beside it lie schemas and snippets, by which editors help to write.

    Parameters
    ----------
    slug
        The name of the new folder.
    essays
        The folder to put it into; it is made if there is none.
    template
        The folder to copy, or the file of an example of the gallery.
    program
        The name by which the command line was called.

    Raises
    ------
    AuthorError
        If the slug cannot be one, or if the folder exists already.
    """
    if not SLUG.fullmatch(slug):
        likely = "-".join(re.findall(r"[a-z0-9]+", slug.lower())) or "random-forests"
        raise AuthorError(
            f"{slug!r} is no slug: small letters, digits and single hyphens only",
            f"write `{program} new {likely}`",
        )
    if len(slug) > LONGEST:
        problem = f"a slug of {len(slug)} characters is longer than {LONGEST}"
        raise AuthorError(problem, "choose a shorter one")
    folder = essays / slug
    if folder.exists():
        raise AuthorError("this folder exists already", "choose another slug, or edit it", folder)
    try:
        essays.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"this folder cannot be made ({error.strerror})"
        raise AuthorError(problem, "choose another one with --essays", essays) from None
    # Its translations stay behind: each change of a step would have to be made in them too.
    left = shutil.ignore_patterns("__pycache__", ".*", "essay.*.md", "words.*.json")
    if template.is_file():
        unpack_example(template, folder)
    else:
        shutil.copytree(template, folder, ignore=left)
    text = folder / "essay.md"
    titled, count = re.subn(
        r"^title: .*$", f"title: {title(slug)}", text.read_text("utf-8"), count=1, flags=re.M
    )
    assert count == 1, "the template has a title"
    text.write_text(titled, "utf-8")
    write_for_editors(essays)
    return folder


def title(slug: str) -> str:
    """Return a title made of the slug's words, in quotes if YAML would not read it as a text."""
    words = slug.replace("-", " ").capitalize()
    return words if isinstance(yaml.safe_load(words), str) else f'"{words}"'
