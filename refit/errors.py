"""Errors that a person can act on: what is wrong, where, and what to do instead."""

from __future__ import annotations

import ast
import errno
import functools
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from traceback import extract_tb

# What a machine refuses, as distinct from a mistake in the builder.
REFUSED = (
    errno.EACCES,
    errno.EBUSY,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.EMFILE,
    errno.ENAMETOOLONG,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
    errno.EXDEV,
)
LONGEST = 100  # characters of a line of code that are shown


class AuthorError(Exception):
    """A mistake in an essay, told as ``file:line: problem; remedy``.

    Parameters
    ----------
    problem : str
        What is wrong.
    remedy : str
        What to write instead; empty when the problem says it.
    file : Path, optional
        The file to open.
    line : int, optional
        The line in it, counted from 1.
    column : int, optional
        The character in that line, counted from 1.
    advice : str, optional
        The name of the advice that it is, if it is no mistake.
    severity : str, optional
        ``error`` refuses a build, ``warning`` is of the author's code or text, and ``advice``,
        which follows from its name, can be switched off by it.
    """

    def __init__(
        self,
        problem: str,
        remedy: str = "",
        file: Path | None = None,
        line: int | None = None,
        column: int | None = None,
        *,
        advice: str = "",
        severity: str = "",
    ) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy
        self.file = file
        self.line = line
        self.column = column
        self.advice = advice
        self.severity = severity or ("advice" if advice else "error")

    @classmethod
    def of(cls, error: BaseException, file: Path) -> AuthorError:
        """Convert an author's exception; its place is the traceback's last one in their folder.

        That is ``file``, or another beside it that it has called.
        """
        folder = file.absolute().parent
        frames = [f for f in extract_tb(error.__traceback__) if Path(f.filename).parent == folder]
        file = Path(frames[-1].filename) if frames else file
        line = frames[-1].lineno if frames else None
        code = frames[-1].line if frames else ""
        try:
            said = " ".join(str(error).split())
        except (Exception, SystemExit):
            said = "its message cannot be read"
        problem = ": ".join(filter(None, [type(error).__name__, said]))
        remedy = f"mend `{code[:LONGEST]}`" if code else "mend this file"
        if isinstance(error, SyntaxError):
            line, remedy = error.lineno, "mend this line"
            if Path(error.filename or "").parent == folder:
                file = Path(str(error.filename))
        elif isinstance(error, RefusedError):
            problem, remedy = error.args
        elif isinstance(error, FileNotFoundError):
            remedy = 'read a file beside this one as Path(__file__).with_name("data.csv")'
        elif isinstance(error, SystemExit):
            problem = f"this would end the whole program: {problem}"
            remedy = "return a result, or raise an error that says what is wrong"
        return cls(problem, remedy, file, line)

    @property
    def text(self) -> str:
        """What is wrong, and what to write instead."""
        return "; ".join(filter(None, [self.problem, self.remedy]))

    def __str__(self) -> str:
        return as_line(self.severity, self.text, self.file, self.line, self.column)


class RefusedError(Exception):
    """Something that the author's code may not do; its arguments are a problem and a remedy."""


class EssaysError(AuthorError):
    """All the mistakes that were found, the first of them in front."""

    def __init__(self, errors: list[AuthorError]) -> None:
        first = errors[0]
        super().__init__(first.problem, first.remedy, first.file, first.line)
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


def all_errors(error: AuthorError) -> list[AuthorError]:
    """Return the single mistakes that an error reports."""
    return error.errors if isinstance(error, EssaysError) else [error]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return which directive or role was probably meant, and all that are known."""
    names = sorted(known)
    close = get_close_matches(name, names, 1)
    every = f"known: {', '.join(names)}"
    return f"write {{{close[0]}}}; {every}" if close else every


def warning(file: Path, line: int | None, text: str, where: str = "") -> AuthorError:
    """Return a warning, which is told as mistakes are and stops nothing."""
    problem = text + (f" ({where})" if where else "")
    return AuthorError(problem, "", file, line, severity="warning")


def line_of(file: Path, name: str) -> int | None:
    """Return the line in which a file defines a function or sets a name."""
    return lines_by_name(file.read_bytes()).get(name)


@functools.lru_cache(maxsize=32)
def lines_by_name(source: bytes) -> dict[str, int]:
    """Return the line in which each function and name of a source is first defined.

    It is asked for in every state of a figure, and reading a long source takes 10 ms.
    """
    found: dict[str, int] = {}
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if isinstance(name := getattr(node, "name", None), str):
            names.append(name)
        for each in names:
            found.setdefault(each, node.lineno)
    return found


def lines_of(error: AuthorError) -> list[str]:
    """Tell mistakes, each in one line, with paths as short as they can be typed here."""
    found = []
    for each in all_errors(error):
        file = as_typed(each.file) if each.file else None
        line = as_line(each.severity, each.text, file, each.line, each.column)
        found.append(" ".join(line.split()))
    return found


def as_line(
    severity: str,
    text: str,
    file: Path | str | None = None,
    line: int | None = None,
    column: int | None = None,
) -> str:
    """Write what is told as a person reads it: ``file:line: what is wrong; what to write``."""
    where = ":".join(str(part) for part in (file, line, column) if part is not None)
    told = {"advice": ["advice", where, text], "warning": [where, "warning", text]}
    return ": ".join(filter(None, told.get(severity, [where, text])))


def as_typed(path: Path) -> Path:
    """Return a path as seen from the working folder, if it lies inside."""
    path, here = path.absolute(), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


class SetupError(Exception):
    """Something this machine lacks; the message says what to do about it."""


@contextmanager
def machine_errors() -> Iterator[None]:
    """Tell a full disk, a missing permission and the like in one sentence.

    Raises
    ------
    SetupError
        Instead of the machine's error.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in REFUSED:
            raise
        name = error.filename2 or error.filename
        where = f": {as_typed(Path(os.fsdecode(name)))}" if isinstance(name, str | bytes) else ""
        raise SetupError(
            f"{error.strerror}{where}; make room there, or let it be written, and try again; the "
            "last good site is as it was"
        ) from error
