"""Bytecode: modules compiled for the runtime's own Python, without docstrings and lines.

This file runs under Pyodide (``compile.mjs``), because bytecode belongs to one version of Python.
"""

import ast
import importlib._bootstrap_external as loader
import importlib.util
import zipfile
from types import CodeType

from refit.runtime.compiler.lazy_imports import defer_imports, load_when_touched
from refit.runtime.compiler.modules import Archive, Module, asked_whole
from refit.runtime.compiler.repeated_work import spare_repetition

# The packages whose imports are deferred: their modules import more than most fits call.
DEFERRED = ("scipy.", "sklearn.", "joblib")
ENTRY = 8  # words
# Entries of a table of lines, by their words: of kind 13, without columns, no line after the last.
SAME_LINE = [b"", *(bytes([0x80 | 13 << 3 | words, 0]) for words in range(ENTRY))]
REWRITER = "finalize_array_function_like"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def compile_archive(
    archive: str, target: str, folder: str, *, is_loaded: bool, is_lazy: bool
) -> None:
    """Compile the modules of an archive, without its tests, into another archive.

    Parameters
    ----------
    archive, target
        Zip files; the second is made.
    folder
        The folder in the browser that the modules will be in, for tracebacks.
    is_loaded
        Whether the archive's modules can be imported here, to list the names of each.
    is_lazy
        Whether imports are deferred; otherwise they stay as they are.
    """
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as made:
        names = sorted(name for name in source.namelist() if name.endswith((".py", ".so")))
        texts = {name: source.read(name) for name in names if name.endswith(".py")}
        trees = {name: ast.parse(texts[name]) if name in texts else None for name in names}
        asked = asked_whole(trees) if is_loaded and is_lazy else []
        described = Archive.of(trees, dict(map(exported, asked)))
        for name, text in texts.items():
            if "/tests/" not in name:
                module = described.module(name)
                code = compile_module(text, f"{folder}{name}", module, is_lazy=is_lazy)
                made.writestr(zipfile.ZipInfo(f"{name}c", (1980, 1, 1, 0, 0, 0)), code)


def exported(module: str) -> tuple[str, list[str]]:
    """Return a module and the names a star imports from it; none if it cannot be imported here."""
    try:
        found = importlib.import_module(module)
    except ImportError:
        return module, []
    return module, getattr(found, "__all__", [name for name in dir(found) if name[0] != "_"])


def compile_module(text: bytes, path: str, module: Module, *, is_lazy: bool = True) -> bytes:
    """Compile a module to a ``.pyc`` that Python does not check, since no source is beside it.

    Parameters
    ----------
    text
        The source.
    path
        Where the module will be, for tracebacks.
    module
        Its name and its archive.
    is_lazy
        Whether its imports are deferred.
    """
    tree = ast.parse(text, path)
    if b"__doc__" not in text:
        drop_docstrings(tree)
    if is_lazy and module.name.startswith(DEFERRED):
        defer_imports(tree, module)
    if is_lazy and module.name == "numpy":
        load_when_touched(tree)
    spare_repetition(tree, module.name)
    code = without_lines(compile(tree, path, "exec", dont_inherit=True, optimize=0))
    made = loader._code_to_hash_pyc(code, importlib.util.source_hash(text), False)  # type: ignore[attr-defined]
    return bytes(made)


def drop_docstrings(tree: ast.Module) -> None:
    """Remove the docstrings of modules, classes and functions, as Python's option -OO does."""
    for node in ast.walk(tree):
        if not isinstance(node, DOCUMENTED) or is_rewritten(node):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            kept = node.body[1:]
            node.body = kept or [ast.copy_location(ast.Pass(), node.body[0])]


def is_rewritten(node: ast.AST) -> bool:
    """Tell whether a decorator rewrites a docstring for numpy.ma, which asserts what is in it."""
    decorators = getattr(node, "decorator_list", [])
    return any(isinstance(each, ast.Name) and each.id == REWRITER for each in decorators)


def without_lines(code: CodeType) -> CodeType:
    """Return code that knows its first line only: tracebacks alone ask for others.

    The table of lines is a seventh of the bytes, compressed. Each of its entries stands for at most
    eight words of code (Python's ``InternalDocs/code_objects.md``).
    """
    whole, rest = divmod(len(code.co_code) // 2, ENTRY)
    table = SAME_LINE[ENTRY] * whole + SAME_LINE[rest]
    consts = [without_lines(it) if isinstance(it, CodeType) else it for it in code.co_consts]
    return code.replace(co_linetable=table, co_consts=tuple(consts))
