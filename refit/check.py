"""Checks: what an essay must keep to besides its markup, because readers will change its state.

Steps are computed by the build anyway. What readers can reach with the controls is computed here;
and what the browser lacks, or a figure would miss, is found before a reader does.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from refit import pins, results
from refit.errors import AuthorError, line_of
from refit.essay import STATE, Essay, Scene, read_text
from refit.figures import Figure
from refit.inputs import Input
from refit.results import shortest
from refit.tables import Tables

IMPORT_NAMES = {"scikit-learn": "sklearn"}  # where it is not the package's own

# Modules of the standard library that Python 3.12 to 3.14 name and the browser's Python lacks.
LACKING = (
    "aifc antigravity asynchat asyncore audioop cgi cgitb chunk crypt curses dbm distutils "
    "ensurepip grp idlelib imghdr imp lib2to3 mailcap msilib msvcrt nis nntplib nt ossaudiodev "
    "pipes pwd pydoc_data readline resource smtpd sndhdr spwd sunau syslog telnetlib this tkinter "
    "turtle turtledemo uu venv winreg winsound xdrlib"
)
# Modules that can be imported there and then fail: a worker has no processes, threads or sockets.
USELESS = (
    "concurrent ftplib http imaplib multiprocessing poplib smtplib socket socketserver subprocess "
    "threading urllib webbrowser xmlrpc"
)


# ── imports ──────────────────────────────────────────────────────────────────────────────────────


def check_imports(file: Path) -> list[AuthorError]:
    """Return the imports of a model, nested ones too, that fail in the browser."""
    try:
        tree = ast.parse(read_text(file))
    except SyntaxError:
        return []  # importing the file tells it better
    return [
        AuthorError(problem, remedy, file, line)
        for name, line in sorted(imports(tree), key=lambda found: found[1])
        for problem, remedy in [refuse_import(name)]
        if problem
    ]


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the top-level name of every import, ``.`` for one of a neighbour, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = "." if node.level else (node.module or "").partition(".")[0]
            yield name, node.lineno
        elif isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            argument = getattr(node.args[0], "value", None)
            if called in {"__import__", "import_module"} and isinstance(argument, str):
                yield argument.partition(".")[0] or ".", node.lineno


def refuse_import(name: str) -> tuple[str, str]:
    """Return why a module cannot be imported in the browser and what to do; empty if it can be."""
    packages = [IMPORT_NAMES.get(name, name) for name in pins.load().packages]
    known = "a model has the standard library, " + ", ".join(packages)
    if name in packages:
        return "", ""
    if name == ".":
        return "the browser gets model.py alone, without its neighbours", "move the code into it"
    if name in USELESS.split():
        return f"{name} does not work in the browser: no processes, threads or network", known
    if name in LACKING.split():
        return f"the browser's Python has no {name}", known
    if name in sys.stdlib_module_names and (name == "__future__" or name[0] != "_"):
        return "", ""
    return f"{name} cannot be imported in the browser", known


# ── what readers can reach ───────────────────────────────────────────────────────────────────────


def reachable(scene: Scene) -> Iterator[tuple[Input, STATE]]:
    """Yield the states at the ends of every control, one key changed in the first step's state."""
    first = scene.steps[0].state
    for control in scene.inputs.values():
        for value in ends(control, first[control.key]):
            if value != first[control.key] or type(value) is not type(first[control.key]):
                yield control, first | {control.key: value}


def ends(control: Input, value: object) -> tuple[object, ...]:
    """Return the values to try, as the browser would send them: whole numbers without a point."""
    if control.kind == "slider":
        return shortest(control.minimum), shortest(control.maximum)
    if control.kind == "select":
        return control.options
    if control.kind == "toggle":
        return False, True
    return (value + 1,) if isinstance(value, int) else ()


def check_controls(essay: Essay, scene: Scene, figures: list[Figure]) -> list[AuthorError]:
    """Return what goes wrong at the ends of a scene's controls."""
    problems = []
    for control, state in reachable(scene):
        said = json.dumps(state[control.key], ensure_ascii=False)
        reached = f"with {control.key}={said}, which the {control.kind} in line {control.line} sets"
        try:
            tables = results.tables_of(essay, scene, state)
        except AuthorError as error:
            problem = f"{error.problem} ({reached})"
            problems.append(AuthorError(problem, error.remedy, error.file, error.line))
        else:
            problems += check_needs(essay, scene, figures, tables, f" {reached}")
    return problems


# ── what figures read ────────────────────────────────────────────────────────────────────────────


def needs_of(figures: list[Figure]) -> dict[str, dict[str, None]]:
    """Bring together what the layouts of a figure read, and what dragging its rows needs."""
    needs: dict[str, dict[str, None]] = {}
    for figure in figures:
        for table, columns in figure.needs.items():
            needs.setdefault(table, {}).update(dict.fromkeys(columns))
        if figure.drag:
            label = re.findall(r"\{(\w+)\}", str(figure.drag.get("label", "")))
            moved = map(str, (figure.drag["x"], figure.drag["y"]))
            columns = ["key", "draggable", "x", "y", *moved, *label]
            needs.setdefault(str(figure.drag["table"]), {}).update(dict.fromkeys(columns))
    return needs


def check_needs(
    essay: Essay, scene: Scene, figures: list[Figure], tables: Tables, reached: str = ""
) -> list[AuthorError]:
    """Return the tables and columns that a scene's figures read and its model does not return."""
    file = essay.folder / "figures.py"
    line = line_of(file, scene.function)
    figure, silent = f"the figure {scene.function}()", f"model.py does not return{reached}"
    problems = []
    for table, columns in needs_of(figures).items():
        if table not in tables:
            what, there = f"draws table {table!r}", "tables: " + (", ".join(tables) or "none")
            problems.append(AuthorError(f"{figure} {what}, which {silent}", there, file, line))
            continue
        there = f"columns: {', '.join(tables[table])}"
        for column in columns:
            if column not in tables[table]:
                what = f"reads column {column!r} of table {table!r}"
                problems.append(AuthorError(f"{figure} {what}, which {silent}", there, file, line))
    return problems
