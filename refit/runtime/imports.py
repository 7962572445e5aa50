"""The modules that a model can import in the browser, and the errors for others."""

import sys
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.essay.model_files import MODEL, STAGE, imports
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
    """Return the imports of a model's file, nested ones too, that fail in the browser."""
    try:
        found = imports(read_text(file))
    except SyntaxError:
        return []  # importing the file tells it better
    return [
        AuthorError(problem, remedy, file, line)
        for name, line in found
        for problem, remedy in [refuse_neighbour(name, file) or refuse_import(name)]
        if problem
    ]


def refuse_neighbour(name: str, file: Path) -> tuple[str, str] | None:
    """Return whether, and why, another file of the essay cannot be imported; None for no such file.

    ``model.py`` may import ``stage``; ``problem`` and ``remedy`` are then empty.
    """
    stage = f"{STAGE} beside it, which {MODEL} may import"
    if name == "stage" and file.name == MODEL:
        there = file.with_name(STAGE).exists()
        return ("", "") if there else (f"there is no {STAGE} beside {MODEL}", "write it")
    if f"{name}.py" in (MODEL, STAGE):
        remedy = f"let {MODEL} import {STAGE}, and give its functions what they need"
        return f"{file.name} cannot import {name}.py", remedy
    if file.with_name(f"{name}.py").exists():
        return f"{name}.py does not travel with {MODEL}", f"move the code into it, or into {stage}"
    if name == ".":
        return "an essay's files are no package", f"write `from stage import …`, of {stage}"
    return None


def refuse_import(name: str) -> tuple[str, str]:
    """Return why a module cannot be imported in the browser and what to do; empty if it can be."""
    packages = [IMPORT_NAMES.get(name, name) for name in pins.load().packages]
    known = "a model has the standard library, " + ", ".join(packages)
    if name in packages:
        return "", ""
    if name == "refit.layouts":
        return "", ""
    if name.startswith("refit."):
        problem = f"{name.rstrip('.')} does not travel with a model"
        return problem, "of Refit, it has refit.layouts alone"
    if name in USELESS.split():
        return f"{name} does not work in the browser: no processes, threads or network", known
    if name in LACKING.split():
        return f"the browser's Python has no {name}", known
    if name in sys.stdlib_module_names and (name == "__future__" or name[0] != "_"):
        return "", ""
    return f"{name} cannot be imported in the browser", known
