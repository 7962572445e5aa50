"""Archives: what lies where in the packages of the browser's Python, and what is worth putting off.

This file runs under Pyodide when modules are compiled, and needs nothing but the standard library.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# What is imported at the head of a module, and may well never be used.
OTHERS, OWN = ("scipy.", "pydoc"), "sklearn."
NEEDED = ("scipy.sparse",)  # what every fit needs anyway
LIGHT = ("sklearn.utils", "sklearn.externals")  # but for their extensions
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Archive:
    """The modules of an archive, by their names with those of their packages, between dots."""

    modules: frozenset[str] = frozenset()  # packages and extensions among them
    packages: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()  # those that do something as they are imported
    origins: Mapping[str, str] = field(
        default_factory=dict
    )  # by a name, where its module has it from
    exports: Mapping[str, list[str]] = field(default_factory=dict)  # what a star imports from one

    @classmethod
    def of(
        cls, trees: Mapping[str, ast.Module | None], exports: Mapping[str, list[str]] | None = None
    ) -> Archive:
        """Return the archive of some files by their paths; extensions have no tree."""
        places = {path: Place(dotted_name(path), is_package=is_package(path)) for path in trees}
        known = [(places[path], tree) for path, tree in trees.items() if tree]
        return cls(
            frozenset(place.name for place in places.values()),
            frozenset(place.name for place in places.values() if place.is_package),
            frozenset(places[path].name for path, tree in trees.items() if tree is None),
            frozenset(place.name for place, tree in known if has_effect(tree)),
            {
                f"{place.name}.{bound(alias)}": place.source(node)
                for place, tree in known
                for node in tree.body
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            },
            exports or {},
        )

    def place(self, path: str) -> Place:
        """Return the place of one of the files."""
        return Place(dotted_name(path), self, is_package(path))


@dataclass(frozen=True)
class Place:
    """Where a module lies, and what lies beside it."""

    name: str  # with those of its packages, between dots
    archive: Archive = Archive()
    is_package: bool = False

    @property
    def parts(self) -> list[str]:
        """The names of a package's own modules."""
        if not self.is_package:
            return []
        inside = (module.rpartition(".") for module in self.archive.modules)
        return sorted(part for package, _, part in inside if package == self.name)

    def source(self, statement: ast.ImportFrom) -> str:
        """Return the full name of the module that a statement imports from."""
        if not statement.level:
            return statement.module or ""
        parts = [*self.name.split("."), *([""] if self.is_package else [])]
        return ".".join([*parts[: -statement.level], *filter(None, [statement.module])])

    def is_heavy(self, source: str) -> bool:
        """Tell whether a module may well be imported for nothing."""
        if source in self.archive.effects or source in NEEDED:
            return False
        if source.startswith(OTHERS):
            return True
        subpackage = ".".join(source.split(".")[:2])
        is_other = subpackage in self.archive.packages and subpackage not in LIGHT
        return source.startswith(OWN) and (is_other or source in self.archive.extensions)

    def is_heavy_name(self, source: str, name: str) -> bool:
        """Tell whether what a name of a module stands for may well be imported for nothing."""
        whole = f"{source}.{name}"
        if self.is_heavy(source) or self.is_heavy(self.archive.origins.get(whole, "")):
            return True
        is_module = whole in self.archive.modules or f"{source}." in (*OTHERS, OWN)
        return is_module and self.is_heavy(whole)


def is_package(path: str) -> bool:
    """Tell whether a file is that of a package."""
    return path.endswith("/__init__.py")


def dotted_name(path: str) -> str:
    """Return the name by which a file of an archive is imported."""
    return path.partition(".")[0].removesuffix("/__init__").replace("/", ".")


def bound(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return alias.asname or alias.name


def asked_whole(trees: Mapping[str, ast.Module | None]) -> list[str]:
    """Return the modules of an archive that a star imports from, or that list their own names."""
    asked = set()
    for path, tree in trees.items():
        place = Place(dotted_name(path), is_package=is_package(path))
        for node in ast.walk(tree or ast.Pass()):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                asked.add(place.source(node))
            elif is_listing(node):
                asked.add(place.name)
    return sorted(asked & {dotted_name(path) for path in trees})


def is_listing(node: ast.AST) -> bool:
    """Tell whether something is a call of ``dir()``, which lists the names of a module."""
    match node:
        case ast.Call(ast.Name("dir"), []):
            return True
    return False


def has_effect(tree: ast.Module) -> bool:
    """Tell whether importing a module calls something whose result nobody keeps."""

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
    """Yield the blocks of a compound statement."""
    for _, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield value
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, ast.ExceptHandler | ast.match_case):
                    yield from blocks(part)
