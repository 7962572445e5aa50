"""Borders: which folder of the builder imports which, and no two modules each other."""

import ast
import sys
from graphlib import TopologicalSorter

import pytest

from refit.paths import PACKAGE

# Folder: what it may import besides itself. Modules outside the folders are the ground.
BORDERS = {
    "__main__": {"author"},  # `python -m refit` is the command line
    "author": {"gallery", "site", "page", "figures", "model", "runtime", "essay", "ground"},
    "gallery": {"site", "page", "figures", "model", "essay", "kit", "ground"},
    "site": {"page", "figures", "model", "runtime", "essay", "ground"},
    "page": {"model", "essay", "ground"},
    "figures": {"model", "essay", "ground", "sizes", "says"},
    "kit": {"sizes", "says"},  # for the author's figures.py, which know nothing of the builder
    "model": {"essay", "ground"},
    "runtime": {"runtime.compiler", "essay", "ground"},
    "runtime.compiler": set(),  # runs inside Pyodide
    "essay": {"ground"},
    "ground": set(),
    "sizes": set(),
    "says": set(),
}


def name_of(file):
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def folder_of(module):
    inside = [folder for folder in BORDERS if f"{module}.".startswith(f"{folder}.")]
    return max(inside, key=len, default="ground")


def imports(file):
    """Return the modules that a file imports anywhere in it, be it in a function or for types."""
    names = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno}: write the whole name of the module"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                names.add(whole if whole.removeprefix("refit.") in MODULES else node.module)
    inside = {name.removeprefix("refit.") for name in names if name.startswith("refit.")}
    assert inside <= MODULES.keys()
    return inside


@pytest.mark.parametrize("module", MODULES)
def test_a_folder_imports_only_what_is_below_it(module):
    folder = folder_of(module)
    allowed = {folder} | BORDERS[folder]
    assert {name for name in imports(MODULES[module]) if folder_of(name) not in allowed} == set()


def test_no_modules_import_each_other_in_a_circle():
    TopologicalSorter({name: imports(file) for name, file in MODULES.items()}).prepare()


def test_the_kit_needs_nothing_but_altair():
    kit = [file for module, file in MODULES.items() if folder_of(module) == "kit"]
    roots = set()
    for node in [node for file in kit for node in ast.walk(ast.parse(file.read_bytes()))]:
        if isinstance(node, ast.Import):
            roots |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add(node.module.partition(".")[0])
    assert len(kit) > 1
    assert roots - sys.stdlib_module_names == {"altair", "refit"}
