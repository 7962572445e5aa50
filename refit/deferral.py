"""Deferral: imports of scipy moved from the head of a module to the statements that use them.

scikit-learn's modules begin by importing half of scipy, for what few fits do. The moved imports run
when such a statement of a function is reached, which gives the same objects.

This file runs under Pyodide when modules are compiled, and needs nothing but the standard library.
"""

import ast
from collections.abc import Iterator
from copy import copy

DEFERRED = "scipy."  # what is deferred when it is imported from
NEEDED = ("scipy.sparse",)  # what every fit needs anyway
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOKERS = {"locals", "vars", "globals", "eval", "exec"}  # who would see that names have moved
LATE = """
def __getattr__(name):
    if name in {names}:
        exec({names}[name], globals())
        return globals()[name]
    raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
"""


def defer_imports(tree: ast.Module) -> None:
    """Move what can be moved without a difference, and keep it within reach of other modules."""
    if any(getattr(node, "name", "") == "__getattr__" for node in tree.body):
        return
    if LOOKERS & names_read(tree.body):
        return
    moved = {
        bound(alias): ast.unparse(alone(statement, alias))
        for statement, alias in heavy_imports(tree)
        if is_used_in_functions_alone(tree, bound(alias)) and not is_bound_again(tree, bound(alias))
    }
    for statement, alias in list(heavy_imports(tree)):
        if bound(alias) in moved:
            statement.names.remove(alias)
    tree.body = [node for node in tree.body if getattr(node, "names", True)]
    for node in tree.body:
        if isinstance(node, ast.Import):
            node.names = [shortened(alias) for alias in node.names]
    for function in outermost(tree.body):
        import_late(function.body, moved)
    if moved:
        tree.body += ast.parse(LATE.format(names=moved)).body
    ast.fix_missing_locations(tree)


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


def heavy_imports(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield what a module's head imports from heavy packages, name by name."""
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            sources = {alias: alias.name for alias in statement.names if alias.asname}
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            sources = {
                alias: alias.name if alias.name == "*" else f"{statement.module}.{alias.name}"
                for alias in statement.names
            }
            if statement.module in NEEDED:
                continue
        else:
            continue
        for alias, source in sources.items():
            if source.startswith(DEFERRED) and source not in NEEDED:
                yield statement, alias


def alone(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    """Return a statement that imports one name of what another one does."""
    single = copy(statement)
    single.names = [alias]
    return single


def shortened(alias: ast.alias) -> ast.alias:
    """Return ``scipy`` for ``scipy.stats``: it imports its parts when they are asked for."""
    is_part = alias.name.startswith(DEFERRED) and alias.name.count(".") == 1
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


def names_read(body: list[ast.stmt]) -> set[str]:
    """Return the names that some statements use."""
    return {
        node.id for statement in body for node in ast.walk(statement) if isinstance(node, ast.Name)
    }


def is_used_in_functions_alone(tree: ast.Module, name: str) -> bool:
    """Tell whether a name is used only in the bodies of functions, and not listed anywhere else."""
    inside = {
        id(node)
        for function in outermost(tree.body)
        for statement in function.body
        for node in ast.walk(statement)
    }
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
