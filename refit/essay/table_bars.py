"""Bars in the cells of tables: those in formulae, roles and code do not end a cell."""

import re
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.fences import code_lines

RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.*?[^`])\1(?!`)")
FORMULA = re.compile(r"(?<![\\$\d])\$(?![\s$])(?:\\.|[^$\\])*?(?<!\s)\$(?![\d$])")
BAR = re.compile(r"(?<!\\)\|")


def protect_bars(text: str, file: Path) -> str:
    r"""Return a text in which bars inside a table's code and formulae do not end the cell.

    Raises
    ------
    AuthorError
        If a formula in a table holds \|, which is one bar to tables and two to TeX.
    """
    lines = text.split("\n")
    code = code_lines(lines)
    row = 0
    while row + 1 < len(lines):
        rule = lines[row + 1]
        if row + 1 in code or "|" not in lines[row] or "|" not in rule or not RULE.fullmatch(rule):
            row += 1
            continue
        while row < len(lines) and lines[row].strip() and row not in code:
            if r"\|" in "".join(FORMULA.findall(CODE.sub("", lines[row]))):
                problem = r"\| in a formula of a table may mean one bar or two"
                raise AuthorError(problem, r"write | or \mid, or \Vert for ‖", file, row + 1)
            lines[row] = protect(lines[row])
            row += 1
    return "\n".join(lines)


def protect(line: str) -> str:
    """Return a row of a table in which only the bars between cells are bare."""

    def inside(found: re.Match[str]) -> str:
        return BAR.sub(r"\\|", found[0])

    return FORMULA.sub(inside, CODE.sub(inside, line))
