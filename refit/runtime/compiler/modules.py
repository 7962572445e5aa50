"""The modules of an archive, and which of them are heavy: worth importing late.

This file runs under Pyodide when modules are compiled. It imports the standard library alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# Heavy: modules that another module imports at its head, and that most fits never use.
OTHERS, OWN = ("scipy.", "pydoc"), "sklearn."
NEEDED = ("scipy.sparse",)  # not heavy, because every fit uses it
LIGHT = ("sklearn.utils", "sklearn.externals")  # not heavy, apart from their extensions
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Archive:
    """The modules of an archive, by their dotted names."""

    modules: frozenset[str] = frozenset()  # all of them, with packages and extensions
    packages: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()  # modules whose import has a side effect
    # By the dotted name of an imported object, the module that it was imported from.
    origins: Mapping[str, str] = field(default_factory=dict)
    # By module, the names that a star imports from it.
    exports: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, trees: Mapping[str, ast.Module | None], exports: Mapping[str, list[str]] | None = None
    ) -> Archive:
        """Describe an archive, given the syntax tree of each file; an extension has none."""
        modules = {path: Module(dotted_name(path), is_package=is_package(path)) for path in trees}
        known = [(modules[path], tree) for path, tree in trees.items() if tree]
        return cls(
            frozenset(module.name for module in modules.values()),
            frozenset(module.name for module in modules.values() if module.is_package),
            frozenset(modules[path].name for path, tree in trees.items() if tree is None),
            frozenset(module.name for module, tree in known if has_effect(tree)),
            {
                f"{module.name}.{bound(alias)}": module.source(node)
                for module, tree in known
                for node in tree.body
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            },
            exports or {},
        )

    def module(self, path: str) -> Module:
        """Return the module that a file of the archive defines."""
        return Module(dotted_name(path), self, is_package(path))


@dataclass(frozen=True)
class Module:
    """A module's dotted name, and the archive that it belongs to."""

    name: str
    archive: Archive = Archive()
    is_package: bool = False

    @property
    def submodules(self) -> list[str]:
        """The names of a package's direct submodules; none if this is no package."""
        if not self.is_package:
            return []
        inside = (module.rpartition(".") for module in self.archive.modules)
        return sorted(part for package, _, part in inside if package == self.name)

    def source(self, statement: ast.ImportFrom) -> str:
        """Resolve the module that a ``from`` statement imports from, to its full name."""
        if not statement.level:
            return statement.module or ""
        parts = [*self.name.split("."), *([""] if self.is_package else [])]
        return ".".join([*parts[: -statement.level], *filter(None, [statement.module])])

    def is_heavy(self, source: str) -> bool:
        """Tell whether an import of the module is worth deferring."""
        if source in self.archive.effects or source in NEEDED:
            return False
        if source.startswith(OTHERS):
            return True
        subpackage = ".".join(source.split(".")[:2])
        is_other = subpackage in self.archive.packages and subpackage not in LIGHT
        return source.startswith(OWN) and (is_other or source in self.archive.extensions)

    def is_heavy_name(self, source: str, name: str) -> bool:
        """Tell whether an import of one name from a module is worth deferring."""
        whole = f"{source}.{name}"
        if self.is_heavy(source) or self.is_heavy(self.archive.origins.get(whole, "")):
            return True
        is_module = whole in self.archive.modules or f"{source}." in (*OTHERS, OWN)
        return is_module and self.is_heavy(whole)


def is_package(path: str) -> bool:
    """Tell whether a file is the ``__init__.py`` of a package."""
    return path.endswith("/__init__.py")


def dotted_name(path: str) -> str:
    """Convert a file's path in an archive to its module's dotted name."""
    return path.partition(".")[0].removesuffix("/__init__").replace("/", ".")


def bound(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return alias.asname or alias.name


def asked_whole(trees: Mapping[str, ast.Module | None]) -> list[str]:
    """List the modules of which all names are needed: star-imported, or calling ``dir()``."""
    asked = set()
    for path, tree in trees.items():
        module = Module(dotted_name(path), is_package=is_package(path))
        for node in ast.walk(tree or ast.Pass()):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                asked.add(module.source(node))
            elif is_listing(node):
                asked.add(module.name)
    return sorted(asked & {dotted_name(path) for path in trees})


def is_listing(node: ast.AST) -> bool:
    """Tell whether a node is the call ``dir()``, which lists the module's own names."""
    match node:
        case ast.Call(ast.Name("dir"), []):
            return True
    return False


def has_effect(tree: ast.Module) -> bool:
    """Tell whether importing a module calls a function and drops its result: a side effect."""

    def at_head(body: list[ast.stmt]) -> Iterator[ast.stmt]:
        for node in body:
            yield node
            if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                for block in blocks(node):
                    yield from at_head(block)

    return any(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        for node in at_head(tree.body)
    )


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of statements inside a compound statement."""
    for _, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield value
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, ast.ExceptHandler | ast.match_case):
                    yield from blocks(part)
