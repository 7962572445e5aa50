"""Lines of figures.py: where a name that a chart gives, or a layer of it, stands in the source.

A chart does not know the lines that made it. What it says does stand in the source as text.
"""

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from refit.cache import Json
from refit.errors import line_of

LEAST = 3  # characters of a text that tells a layer from others


def line_naming(file: Path, function: str, *words: str) -> int | None:
    """Return the first line that names the last of some words, after lines that name the others.

    It is looked for in the function, then in the rest of the file; without any the function's own.
    """
    at = 0
    for word in words:
        names = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search
        at = first(file, function, names, at) or first(file, function, names) or 0
    return at or line_of(file, function)


def only_line(file: Path, function: str, text: str) -> int | None:
    """Return the line of a text that a function has once, and nothing else beside it in quotes."""
    begins, ends, found = constants(file.read_bytes(), function)
    lines = {line for line, each in found if each == text and begins <= line <= ends}
    return lines.pop() if len(lines) == 1 else line_of(file, function)


def line_of_layer(file: Path, function: str, layer: Json, others: Iterable[Json]) -> int | None:
    """Return the line of a text that one layer of a chart has and no other; else the function's."""
    elsewhere = {text for other in others for text in texts(other)}
    own = [text for text in texts(layer) if text not in elsewhere and len(text) >= LEAST]

    def is_own(text: str) -> bool:
        return len(text) >= LEAST and any(text in each for each in own)

    return first(file, function, is_own) or line_of(file, function)


def first(file: Path, function: str, fits: Callable[[str], object], after: int = 0) -> int | None:
    """Return the first line from ``after`` on whose text fits, of a function before the others."""
    begins, ends, found = constants(file.read_bytes(), function)
    lines = [line for line, text in found if line >= after and fits(text)]
    inside = [line for line in lines if begins <= line <= ends]
    return next(iter(inside or lines), None)


@functools.lru_cache(maxsize=8)
def constants(source: bytes, function: str) -> tuple[int, int, list[tuple[int, str]]]:
    """Return a function's first and last line, and all texts of the source but for docstrings."""
    tree = ast.parse(source)
    begins, ends = 0, -1
    told = set()  # which are no part of a chart
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            begins, ends = node.lineno, node.end_lineno or node.lineno
        if isinstance(node, ast.Expr):
            told.add(id(node.value))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            found.append((node.lineno, node.value))
    return begins, ends, sorted(found)


def texts(value: object) -> Iterator[str]:
    """Yield all texts in a value of JSON, but for keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)
