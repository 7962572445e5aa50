"""An essay's own style sheet: refused if a browser would drop a part of it without a word."""

import re
from pathlib import Path

from refit.errors import AuthorError

TOKEN = re.compile(
    r"""
    (?P<comment> /\* .*? \*/ )
    | (?P<open_comment> /\* )
    | (?P<string> "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
    | (?P<open_string> ["'] )
    | (?P<address> url\(\s*["']?(?P<target>[^)"'\s]*) | @import\b )
    | (?P<opening> [({\[] )
    | (?P<closing> [)}\]] )
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
PAIRS = {"(": ")", "[": "]", "{": "}"}


def check_style(text: str, file: Path) -> None:
    """Refuse a style sheet that is not closed, or that asks for other files.

    Raises
    ------
    AuthorError
        With the line of the first mistake.
    """
    waiting: list[tuple[str, int]] = []  # the brackets that are open, and their lines
    for token in TOKEN.finditer(text):
        line = text.count("\n", 0, token.start()) + 1
        sign = token[0]
        if token["open_comment"]:
            raise AuthorError("this comment is never closed", "close it with */", file, line)
        if token["open_string"]:
            raise AuthorError("this text is never closed", f"close it with {sign}", file, line)
        if token["address"]:
            if not (token["target"] or "").startswith("#"):
                problem = f"{sign!r} asks for another file, which a page's policy refuses"
                raise AuthorError(problem, "write its rules or draw its picture here", file, line)
            sign = "("
        if token["opening"] or token["address"]:
            waiting.append((sign, line))
        elif token["closing"]:
            if not waiting or PAIRS[waiting[-1][0]] != sign:
                raise AuthorError(*unmatched(sign, waiting), file, line)
            waiting.pop()
    if waiting:
        sign, line = waiting[-1]
        raise AuthorError(f"{sign} is never closed", f"close it with {PAIRS[sign]}", file, line)


def unmatched(sign: str, waiting: list[tuple[str, int]]) -> tuple[str, str]:
    """Return what is wrong with a closing bracket, and what to write instead."""
    if not waiting:
        return f"{sign} closes nothing", "delete it"
    opened, line = waiting[-1]
    return f"{sign} stands where {opened} of line {line} is open", f"write {PAIRS[opened]}"
