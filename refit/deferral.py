"""Deferral: imports moved from the head of a module to the statements that use them.

scikit-learn's modules begin by importing half of scipy and of each other, and packages import all
their parts, for what few fits do. The moved imports run when such a statement of a function is
reached, or when such a part of a package is asked for, which gives the same objects.

This file runs under Pyodide when modules are compiled, and needs nothing but the standard library.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from itertools import takewhile

OTHERS, OWN = "scipy.", "sklearn."  # what a module of scikit-learn imports, and may well never use
NEEDED = ("scipy.sparse",)  # what every fit needs anyway
LIGHT = ("sklearn.utils", "sklearn.externals")  # but for their extensions
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOKERS = {"locals", "vars", "globals", "eval", "exec"}  # who would see that names have moved
LATE = """
def __getattr__(name, late={late}, parts={parts}):
    if name in late:
        exec(late[name], globals())
        return globals()[name]
    if name in parts:
        return __import__(f"{{__name__}}.{{name}}", fromlist=["__name__"])
    raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")

def __dir__():
    return sorted({{*globals(), *__getattr__.__defaults__[0]}})
"""


@dataclass(frozen=True)
class Archive:
    """The modules of an archive, by their names with those of their packages, between dots."""

    modules: frozenset[str] = frozenset()  # packages and extensions among them
    packages: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()  # those that do something as they are imported

    @classmethod
    def of(cls, trees: Mapping[str, ast.Module | None]) -> Archive:
        """Return the archive of some files by their paths; extensions have no tree."""
        dotted = {path: dotted_name(path) for path in trees}
        return cls(
            frozenset(dotted.values()),
            frozenset(dotted[path] for path in trees if path.endswith("/__init__.py")),
            frozenset(dotted[path] for path, tree in trees.items() if tree is None),
            frozenset(dotted[path] for path, tree in trees.items() if tree and has_effect(tree)),
        )

    def place(self, path: str) -> Place:
        """Return the place of one of the files."""
        return Place(dotted_name(path), self, path.endswith("/__init__.py"))


@dataclass(frozen=True)
class Place:
    """Where a module lies, and what lies beside it."""

    name: str  # with those of its packages, between dots
    archive: Archive = Archive()
    is_package: bool = False

    @property
    def parts(self) -> list[str]:
        """The names of a package's own modules."""
        inside = (module.rpartition(".") for module in self.archive.modules)
        return sorted(
            part for package, _, part in inside if self.is_package and package == self.name
        )

    def source(self, statement: ast.ImportFrom) -> str:
        """Return the full name of the module that a statement imports from."""
        if not statement.level:
            return statement.module or ""
        parts = [*self.name.split("."), *([""] if self.is_package else [])]
        return ".".join([*parts[: -statement.level], *filter(None, [statement.module])])

    def is_heavy(self, source: str) -> bool:
        """Tell whether a module may well be imported for nothing."""
        if source.startswith(OTHERS):
            return source not in NEEDED
        subpackage = ".".join(source.split(".")[:2])
        is_other = subpackage in self.archive.packages and subpackage not in LIGHT
        return source.startswith(OWN) and (is_other or source in self.archive.extensions)


def dotted_name(path: str) -> str:
    """Return the name by which a file of an archive is imported."""
    return path.partition(".")[0].removesuffix("/__init__").replace("/", ".")


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


def defer_imports(tree: ast.Module, place: Place) -> None:
    """Move what can be moved without a difference, and keep it within reach of other modules."""
    if any(getattr(node, "name", "") == "__getattr__" for node in tree.body):
        return
    if looks_around(tree):
        return
    find = parts_imported if place.is_package else heavy_imports
    moved = {
        bound(alias): ast.unparse(alone(statement, alias))
        for statement, alias in find(tree, place)
        if is_used_in_functions_alone(tree, bound(alias)) and not is_bound_again(tree, bound(alias))
    }
    late = dict(moved)
    listed = set(moved)  # an import from a part makes the part an attribute of its package, too
    for statement, alias in list(find(tree, place)):
        if bound(alias) in moved:
            statement.names.remove(alias)
            listed |= {part for part in place.parts if is_from(statement, part, place)}
    for node in list(tree.body):
        if isinstance(node, ast.If) and (either := imported_either_way(tree, node, place)):
            late[either] = ast.unparse(node)
            tree.body.remove(node)
    tree.body = [node for node in tree.body if getattr(node, "names", True)]
    for node in tree.body:
        if isinstance(node, ast.Import) and not place.is_package:
            node.names = [shortened(alias) for alias in node.names]
    for function in outermost(tree.body):
        import_late(function.body, moved)
    if late or place.parts:
        tree.body[:] = [ListsNames(sorted(listed)).visit(node) for node in tree.body]
        # Before all that may already ask for them, of a package that is only half imported.
        place_at = len([*takewhile(is_preamble, tree.body)])
        tree.body[place_at:place_at] = ast.parse(LATE.format(late=late, parts=place.parts)).body
    ast.fix_missing_locations(tree)


def is_from(statement: ast.Import | ast.ImportFrom, part: str, place: Place) -> bool:
    """Tell whether a statement imports from a part of a package, or from a part of that."""
    whole = f"{place.name}.{part}"
    return isinstance(statement, ast.ImportFrom) and f"{place.source(statement)}.".startswith(
        f"{whole}."
    )


class ListsNames(ast.NodeTransformer):
    """Has ``dir()`` at the head of a module tell the names that come late, too."""

    def __init__(self, late: list[str]) -> None:
        self.late = late

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Leave functions alone."""
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Replace ``dir()``."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "dir" and not node.args:
            return ast.parse(f"sorted([*dir(), *{self.late}])", mode="eval").body
        return node


def import_late(block: list[ast.stmt], moved: dict[str, str]) -> None:
    """Put imports right before the statements of a function that use what they import."""
    for statement in list(block):
        inner = [] if isinstance(statement, ast.ClassDef) else list(blocks(statement))
        elsewhere = {id(node) for part in inner for held in part for node in ast.walk(held)}
        used = {
            node.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and id(node) not in elsewhere
        }
        imports = [ast.parse(text).body[0] for name, text in moved.items() if name in used]
        for late in imports:
            ast.increment_lineno(late, statement.lineno - 1)
        place = block.index(statement)
        block[place:place] = imports
        for each in inner:
            import_late(each, moved)


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a compound statement."""
    for _, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield value
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, ast.ExceptHandler | ast.match_case):
                    yield from blocks(part)


def heavy_imports(
    tree: ast.Module, place: Place
) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield what a module's head imports from heavy modules, name by name.

    What is never used may be imported for what its import does.
    """
    used = names_read(tree.body)
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.asname in used and place.is_heavy(alias.name):
                    yield statement, alias
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            source = place.source(statement)
            for alias in statement.names:
                part = f"{source}.{alias.name}"
                is_wanted = bound(alias) in used and source not in NEEDED
                if is_wanted and (place.is_heavy(source) or place.is_heavy(part)):
                    yield statement, alias


def parts_imported(
    tree: ast.Module, place: Place
) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield what a package imports from its own parts, if no part has the same name.

    Parts that do something as they are imported stay: a backend that registers itself, say.
    """
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            source = place.source(statement)
            is_own = source.startswith(f"{place.name}.") and source not in place.archive.effects
            for alias in statement.names:
                if is_own and bound(alias) not in place.parts and alias.name != "*":
                    yield statement, alias


def imported_either_way(tree: ast.Module, choice: ast.If, place: Place) -> str:
    """Return the one name that both branches import and that only other modules use, if so."""
    branches = [each for each in choice.body + choice.orelse if isinstance(each, ast.ImportFrom)]
    names = {bound(alias) for each in branches for alias in each.names}
    is_whole = len(choice.body) == len(choice.orelse) == 1 and len(branches) == 2
    is_heavy = any(place.is_heavy(place.source(each)) for each in branches)
    if not (is_whole and is_heavy and len(names) == 1 and not names & names_read(tree.body)):
        return ""
    return names.pop()


def alone(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    """Return a statement that imports one name of what another one does."""
    single = copy(statement)
    single.names = [alias]
    return single


def shortened(alias: ast.alias) -> ast.alias:
    """Return ``scipy`` for ``scipy.stats``: it imports its parts when they are asked for."""
    is_part = alias.name.startswith(OTHERS) and alias.name.count(".") == 1
    return ast.alias("scipy") if is_part and not alias.asname else alias


def bound(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return alias.asname or alias.name


def outermost(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions of a module and of its classes, not those inside other functions."""
    for node in body:
        if isinstance(node, FUNCTIONS):
            yield node
        else:
            for field in ("body", "orelse", "finalbody", "handlers"):
                yield from outermost(getattr(node, field, []))


def is_preamble(statement: ast.stmt) -> bool:
    """Tell whether a statement must stay at the very beginning."""
    is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    return is_future or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def looks_around(tree: ast.Module) -> bool:
    """Tell whether anything asks which names there are, other than of an object."""
    of_objects = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") == "vars"
    }
    return any(
        isinstance(node, ast.Name) and node.id in LOOKERS and id(node) not in of_objects
        for node in ast.walk(tree)
    )


def names_read(body: list[ast.stmt]) -> set[str]:
    """Return the names that some statements use."""
    return {
        node.id for statement in body for node in ast.walk(statement) if isinstance(node, ast.Name)
    }


def is_used_in_functions_alone(tree: ast.Module, name: str) -> bool:
    """Tell whether a name is used only in the bodies of functions, and by other modules."""
    exported = [
        node
        for statement in tree.body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant)
    ]
    bodies = [statement for function in outermost(tree.body) for statement in function.body]
    inside = {id(node) for node in exported}
    inside |= {id(node) for statement in bodies for node in ast.walk(statement)}
    return not any(
        name in (getattr(node, "id", None), getattr(node, "value", None))
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Constant) and id(node) not in inside
    )


def is_bound_again(tree: ast.Module, name: str) -> bool:
    """Tell whether a name stands for anything else anywhere, be it in one function alone."""
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load):
            return True
        if isinstance(node, ast.arg) and node.arg == name:
            return True
        if isinstance(node, ast.Global | ast.Nonlocal) and name in node.names:
            return True
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and node.name == name:
            return True
        if isinstance(node, ast.ExceptHandler) and node.name == name:
            return True
        if isinstance(node, ast.alias) and bound(node).partition(".")[0] == name:
            count += 1
    return count > 1
