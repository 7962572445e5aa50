"""The Python files of a model, which travel together to the reader's browser.

These are ``model.py``; ``stage.py`` beside it, if there is one, for what is staging and not
science; and ``refit/layouts.py``, if one of the two imports it.
"""

import ast
import functools
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from refit.essay.files import read_text
from refit.paths import PACKAGE

MODEL, STAGE, LAYOUTS = "model.py", "stage.py", "refit/layouts.py"


def own_files(folder: Path) -> list[Path]:
    """Return the files of an essay's model in its folder; none, if it has no model."""
    return [folder / name for name in (MODEL, STAGE) if (folder / name).exists()]


def read_sources(folder: Path) -> dict[str, str]:
    """Return the texts of a model's files, by their paths in the reader's browser.

    Raises
    ------
    AuthorError
        If one of them is not UTF-8.
    """
    sources = {file.name: read_text(file) for file in own_files(folder)}
    if any(map(uses_layouts, sources.values())):
        sources[LAYOUTS] = read_text(PACKAGE / "layouts.py")
    return sources


def uses_layouts(source: str) -> bool:
    """Tell whether a source imports anything of Refit's."""
    try:
        return any(name.startswith("refit.") for name, _ in imports(source))
    except (SyntaxError, ValueError):
        return False  # importing the file tells it better


@functools.lru_cache(maxsize=32)
def imports(source: str) -> tuple[tuple[str, int], ...]:
    """Return the name of every import of a source, and its line, in the order of the lines.

    It is the top-level name, ``.`` for one of a neighbour, and that with a module for Refit's own.
    """
    return tuple(sorted(imports_in(ast.parse(source)), key=itemgetter(1)))


def imports_in(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the imports in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((short(alias.name), node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield ".", node.lineno
            elif node.module == "refit":
                yield from ((f"refit.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield short(node.module or ""), node.lineno
        elif isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            argument = getattr(node.args[0], "value", None)
            if called in {"__import__", "import_module"} and isinstance(argument, str):
                yield short(argument) or ".", node.lineno


def short(name: str) -> str:
    """Return the top-level name of a module, and for one of Refit's what comes after it too."""
    first, _, rest = name.partition(".")
    return f"refit.{rest.partition('.')[0]}" if first == "refit" else first
