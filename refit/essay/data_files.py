"""The data files of a model: those in the essay's folder whose names its Python holds in full.

They travel with the model to the browser, and lie beside it there as they do here.
"""

import ast
import functools
from hashlib import sha256
from pathlib import Path, PurePosixPath

from refit.cache import Json, visible_files
from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.essay.model_files import own_files

MOST = 5_000_000  # bytes of all the data files of an essay, which every reader fetches
WRITTEN_BY_HAND = (".py", ".md")  # files that are no data


def data_files(folder: Path) -> list[str]:
    """Return the data files of an essay's model, as paths inside the essay's folder.

    Raises
    ------
    AuthorError
        If one of them leads out of the folder.
    """
    found = []
    names = set[str]().union(*map(names_in, own_files(folder)))
    for file in visible_files(folder) if names else ():
        if file.name not in names or file.suffix in WRITTEN_BY_HAND:
            continue
        if not file.resolve().is_relative_to(folder.resolve()):
            raise AuthorError("this link leads out of the folder", "copy the file", file)
        found.append(file.relative_to(folder).as_posix())
    return found


def names_in(source: Path) -> set[str]:
    """Return the last part of every text in a source: of a path, this is the file's name."""
    try:
        return last_parts(read_text(source))
    except (AuthorError, SyntaxError, ValueError):
        return set()  # importing the file tells it better


@functools.lru_cache(maxsize=32)
def last_parts(source: str) -> set[str]:
    """Return the last part of every text in a source."""
    tree = ast.parse(source)
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {PurePosixPath(text).name for text in texts if isinstance(text, str)}


def data_digests(folder: Path) -> Json:
    """Return the content of each data file, hashed, by its path inside the folder."""
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in data_files(folder)}


def check_size(folder: Path) -> None:
    """Refuse data files that would take a reader long to fetch.

    Raises
    ------
    AuthorError
        With the largest of them.
    """
    sizes = {name: (folder / name).stat().st_size for name in data_files(folder)}
    if sum(sizes.values()) > MOST:
        largest = max(sizes, key=lambda name: sizes[name])
        raise AuthorError(
            f"every reader would fetch this file: the data of model.py has "
            f"{sum(sizes.values()) / 1e6:.1f} MB",
            f"keep only rows and columns that are used; {MOST / 1e6:.0f} MB are allowed",
            folder / largest,
        )
