"""Jinja's templates, whose mistakes are reported with file and line."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb

import jinja2

from refit.errors import AuthorError


@functools.cache
def environment(templates: Path) -> jinja2.Environment:
    """Return the templates; an undefined name in one of them is an error.

    They are compiled once, and again when their files change.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


@contextmanager
def template_errors() -> Iterator[None]:
    """Report a mistake in a template with its file and line.

    Raises
    ------
    AuthorError
        Instead of every error of Jinja's.
    """
    try:
        yield
    except jinja2.TemplateError as error:
        frames = [
            f for f in extract_tb(error.__traceback__) if f.filename.endswith((".html", ".xml"))
        ]
        file, line = (frames[-1].filename, frames[-1].lineno) if frames else (None, None)
        if isinstance(error, jinja2.TemplateSyntaxError):
            file, line = error.filename, error.lineno
        raise AuthorError(
            f"{type(error).__name__}: {error.message}",
            "mend this template",
            Path(file) if file else None,
            line,
        ) from error
