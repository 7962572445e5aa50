"""The modules that a model can import in the browser, and the errors for others."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.runtime import pins

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
