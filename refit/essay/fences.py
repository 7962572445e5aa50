"""Fences: the lines of colons that open and close directives, and those around code."""

import re
from collections.abc import Sequence
from pathlib import Path

from markdown_it.token import Token

from refit.errors import AuthorError
from refit.essay.other_programs import instead_of_fence

FENCE = re.compile(r"^ {0,3}(?P<colons>:{3,})(?P<rest>.*)$")
INDENTED = re.compile(r"^ {0,3}\t\s*:{3,}\s*(?:\{|$)")
OPENING = re.compile(r"\{(?P<name>[a-z][a-z-]*)\}(?P<options>.*)")
CODE_FENCE = re.compile(r"^ {0,3}(?P<marks>`{3,}(?=[^`]*$)|~{3,})(?P<rest>.*)$")


def code_lines(lines: Sequence[str]) -> set[int]:
    """Return the numbers, from 0, of the lines that are code or a fence around it."""
    found: set[int] = set()
    code = ""
    for number, line in enumerate(lines):
        mark = CODE_FENCE.match(line)
        if code or mark:
            found.add(number)
        if mark:
            ends = code and mark["marks"].startswith(code) and not mark["rest"].strip()
            code = "" if ends else code or mark["marks"]
    return found


def check_fences(lines: Sequence[str], file: Path) -> list[int]:
    """Refuse fences that Markdown would silently nest wrongly or leave open.

    Returns
    -------
    list of int
        The lines of the fences that open a directive.

    Raises
    ------
    AuthorError
        With the line of the fence at fault.
    """
    openings: list[int] = []
    open_fences: list[tuple[int, int, str]] = []
    code, code_line = "", 0
    for number, line in enumerate(lines, start=1):
        if mark := CODE_FENCE.match(line):
            ends = code and mark["marks"].startswith(code) and not mark["rest"].strip()
            code_line = code_line if code else number
            code = "" if ends else code or mark["marks"]
            continue
        fence = None if code else FENCE.match(line)
        if not fence:
            if not code and INDENTED.match(line):
                problem = "this fence begins with a tab, so it is read as code"
                raise AuthorError(problem, "begin it at the margin", file, number)
            continue
        length = len(fence["colons"])
        if fence["rest"].strip():
            name = read_opening(fence, open_fences, file, number)
            open_fences.append((length, number, name))
            openings.append(number)
        elif not open_fences:
            raise AuthorError("this fence closes nothing", "remove it", file, number)
        elif length != open_fences[-1][0]:
            outer_length, outer_line, outer = open_fences[-1]
            raise AuthorError(
                f"a fence of {length} colons cannot close {{{outer}}} of line {outer_line}",
                f"write {':' * outer_length}",
                file,
                number,
            )
        else:
            open_fences.pop()
    if code:
        raise AuthorError("this code is never closed", f"close it with {code}", file, code_line)
    if open_fences:
        length, number, name = open_fences[-1]
        raise AuthorError(
            f"{{{name}}} is never closed", f"close it with {':' * length}", file, number
        )
    return openings


def read_opening(
    fence: re.Match[str], around: Sequence[tuple[int, int, str]], file: Path, number: int
) -> str:
    """Return the name of the directive that a fence opens.

    ``around`` holds the open fences around it: number of colons, line and name of each.
    """
    opening, length = OPENING.fullmatch(fence["rest"].strip()), len(fence["colons"])
    if not opening:
        problem = f"{fence[0].strip()!r} opens nothing"
        raise AuthorError(problem, instead_of_fence(fence["rest"]), file, number)
    if around and length >= around[-1][0]:
        outer_length, outer_line, outer = around[-1]
        raise AuthorError(
            f"{{{opening['name']}}} has a fence as long as the {{{outer}}} around it",
            f"give {{{outer}}} in line {outer_line} at least {length + 1} colons, "
            f"or this one fewer than {outer_length}",
            file,
            number,
        )
    return opening["name"]


def check_reading(tokens: list[Token], openings: list[int], file: Path) -> None:
    """Refuse the first line where `check_fences` and Markdown disagree about a fence."""
    wrong, depth = set(openings), 0
    for token in tokens:
        if token.type == "container_directive_open":
            assert token.map
            if token.level == depth:
                wrong ^= {token.map[0] + 1}
            else:
                wrong.add(token.map[0] + 1)
            depth += 1
        elif token.type == "container_directive_close":
            depth -= 1
    if wrong:
        raise AuthorError(
            "Markdown does not read this line as a fence of its own",
            "begin it at the margin, outside lists, quotes and code",
            file,
            min(wrong),
        )
