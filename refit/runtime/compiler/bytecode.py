"""Bytecode: modules compiled for the runtime's own Python, without what no fit reads.

This file runs under Pyodide (``compile.mjs``), because bytecode belongs to one version of Python.
"""

import ast
import importlib._bootstrap_external as loader
import importlib.util
import zipfile

from refit.runtime.compiler.lazy_imports import defer_imports, load_when_touched
from refit.runtime.compiler.modules import Archive, Place, asked_whole

# Their modules import more than their functions call, or than is asked of them.
EAGER = ("scipy.", "sklearn.", "joblib")
SELF_QUOTING = "/lib/python3.14/site-packages/numpy/"  # numpy.ma rewrites the docstrings of others
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def compile_archive(archive: str, target: str, folder: str, is_loaded: bool) -> None:
    """Compile the modules of an archive, but for its tests, into another one.

    Parameters
    ----------
    archive, target
        Zip files; the second is made.
    folder
        Where the modules will lie, which tracebacks name.
    is_loaded
        Whether its modules can be imported here, to see what names they have.
    """
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as made:
        names = sorted(name for name in source.namelist() if name.endswith((".py", ".so")))
        texts = {name: source.read(name) for name in names if name.endswith(".py")}
        trees = {name: ast.parse(texts[name]) if name in texts else None for name in names}
        asked = asked_whole(trees) if is_loaded else []
        places = Archive.of(trees, dict(map(exported, asked)))
        for name, text in texts.items():
            if "/tests/" not in name:
                code = compile_module(text, f"{folder}{name}", places.place(name))
                made.writestr(zipfile.ZipInfo(f"{name}c", (1980, 1, 1, 0, 0, 0)), code)


def exported(module: str) -> tuple[str, list[str]]:
    """Return a module and what a star imports from it, nothing if it needs what is not here."""
    try:
        found = importlib.import_module(module)
    except ImportError:
        return module, []
    return module, getattr(found, "__all__", [name for name in dir(found) if name[0] != "_"])


def compile_module(text: bytes, path: str, place: Place) -> bytes:
    """Return a module's ``.pyc``, to be used unchecked: there will be no source beside it."""
    tree = ast.parse(text, path)
    if b"__doc__" not in text and not path.startswith(SELF_QUOTING):
        drop_docstrings(tree)
    if place.name.startswith(EAGER):
        defer_imports(tree, place)
    if place.name == "numpy":
        load_when_touched(tree)
    code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
    made = loader._code_to_hash_pyc(code, importlib.util.source_hash(text), False)  # type: ignore[attr-defined]
    return bytes(made)


def drop_docstrings(tree: ast.Module) -> None:
    """Remove what documents modules, classes and functions; line numbers stay as they are."""
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            kept = node.body[1:]
            node.body = kept or [ast.copy_location(ast.Pass(), node.body[0])]
