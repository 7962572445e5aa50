"""Reading the author's text files."""

import json
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError


def missing(file: Path) -> AuthorError:
    """Return the error for a file that does not exist."""
    what = "an essay" if file.suffix == ".md" else "an essay with a scene"
    return AuthorError("this file is missing", f"{what} needs it", file)


def read_text(file: Path) -> str:
    """Read a UTF-8 file, without the mark that some editors put in front.

    Raises
    ------
    AuthorError
        If the file is missing or a link out of the essays, or with the line that is not UTF-8.
    """
    refuse_link(file)
    try:
        return file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise missing(file) from None
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise AuthorError("is not UTF-8", "save it as UTF-8", file, line) from None


def read_object(text: str, file: Path, remedy: str) -> Json:
    """Read the text of a file as a JSON object, whatever is in it.

    Raises
    ------
    AuthorError
        If it is none, with what to write instead.
    """
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg}"
        raise AuthorError(problem, remedy, file, error.lineno, error.colno) from None
    except RecursionError:
        raise AuthorError("holds lists inside each other without end", remedy, file, 1) from None
    if not isinstance(values, dict):
        raise AuthorError("is not a JSON object", remedy, file, 1)
    return values


def refuse_link(file: Path) -> None:
    """Refuse a link that leads out of the essays: what is in their files is published."""
    essays = file.absolute().parent.parent
    if file.is_symlink() and not file.resolve().is_relative_to(essays.resolve()):
        raise AuthorError("this link leads out of the essays", "copy the file here", file)
