"""The author's text files."""

from pathlib import Path

from refit.errors import AuthorError


def missing(file: Path) -> AuthorError:
    """Return the error of a file that is not there."""
    return AuthorError("this file is missing", "an essay needs it", file)


def read_text(file: Path) -> str:
    """Read a UTF-8 file."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise missing(file) from None
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise AuthorError("is not UTF-8", "save it as UTF-8", file, line) from None
