"""Bytecode: modules compiled for the runtime's own Python, without what no fit reads.

This file runs under Pyodide (``compile.mjs``), because bytecode belongs to one version of Python.
"""

import ast
import importlib._bootstrap_external as loader
import importlib.util
import zipfile

from refit.deferral import Archive, Place, defer_imports

SELF_QUOTING = "/lib/python3.14/site-packages/numpy/"  # numpy.ma rewrites the docstrings of others
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def compile_archive(archive: str, target: str, folder: str) -> None:
    """Compile the modules of an archive, but for its tests, into another one.

    Parameters
    ----------
    archive, target
        Zip files; the second is made.
    folder
        Where the modules will lie, which tracebacks name.
    """
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as made:
        names = sorted(name for name in source.namelist() if name.endswith((".py", ".so")))
        texts = {name: source.read(name) for name in names if name.endswith(".py")}
        trees = {name: ast.parse(texts[name]) if name in texts else None for name in names}
        places = Archive.of(trees)
        for name, text in texts.items():
            if "/tests/" not in name:
                place = places.place(name) if is_eager(name) else None
                code = compile_module(text, f"{folder}{name}", place)
                made.writestr(zipfile.ZipInfo(f"{name}c", (1980, 1, 1, 0, 0, 0)), code)


def is_eager(name: str) -> bool:
    """Tell whether a module imports more than its functions call, or than is asked of it."""
    is_package = name.startswith("scipy/") and name.endswith("/__init__.py")
    return is_package or name.startswith("sklearn/")


def compile_module(text: bytes, path: str, place: Place | None) -> bytes:
    """Return a module's ``.pyc``, to be used unchecked: there will be no source beside it."""
    tree = ast.parse(text, path)
    if b"__doc__" not in text and not path.startswith(SELF_QUOTING):
        drop_docstrings(tree)
    if place:
        defer_imports(tree, place)
    code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
    made = loader._code_to_hash_pyc(code, importlib.util.source_hash(text), False)  # type: ignore[attr-defined]
    return bytes(made)


def drop_docstrings(tree: ast.Module) -> None:
    """Remove what documents modules, classes and functions; line numbers stay as they are."""
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            kept = node.body[1:]
            node.body = kept or [ast.copy_location(ast.Pass(), node.body[0])]
