"""Lazy imports: rewrites a module so that it imports late what few fits use.

scikit-learn's modules import half of scipy and of each other at their heads, and its packages
import all their submodules. An import that moves runs in a function, right before the statement
that uses it, or in the package's ``__getattr__``. Both give the same objects as before.
README.md has the rules.

This file runs under Pyodide when modules are compiled. It imports the standard library alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from copy import copy
from itertools import takewhile

from refit.runtime.compiler.modules import FUNCTIONS, Module, blocks, bound, is_listing

LOOKERS = {"locals", "vars", "globals", "eval", "exec"}  # functions that see which names exist
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

TOUCHABLE = """
def _touchable(name):
    import sys
    if name not in sys.modules:
        from importlib.util import LazyLoader, find_spec, module_from_spec
        class Retried:  # a load that fails is tried again, as an import is
            def __init__(self, loader):
                self.loader = loader
            def __getattr__(self, key):
                return getattr(self.loader, key)
            def create_module(self, spec):
                return self.loader.create_module(spec)
            def exec_module(self, module):
                try:
                    self.loader.exec_module(module)
                except BaseException:
                    spec.loader_state["is_loading"] = False
                    raise
        spec = find_spec(name)
        spec.loader = LazyLoader(Retried(spec.loader))
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
        globals()[name.rpartition(".")[2]] = module
    return sys.modules[name]
"""


def defer_imports(tree: ast.Module, module: Module) -> None:
    """Defer every import that can be, and keep its name available to other modules."""
    if any(getattr(node, "name", "") == "__getattr__" for node in tree.body):
        return
    if looks_around(tree):
        return
    spell_out(tree, module)
    find = submodules_imported if module.is_package else heavy_imports
    at_head, times_bound = names_at_head(tree), Counter(names_bound(tree))
    moved = {
        name: ast.unparse(alone(statement, alias))
        for statement, alias in find(tree, module)
        if (name := bound(alias)) not in at_head and times_bound[name] == 1
    }
    late = {name: text for name, text in moved.items() if name not in module.submodules}
    # An import from a part makes the part an attribute of its package, and so does one by a part.
    listed = moved.keys() | set(module.archive.exports.get(module.name, [])) & set(
        module.submodules
    )
    for statement, alias in list(find(tree, module)):
        if bound(alias) in moved:
            statement.names.remove(alias)
            listed |= {part for part in module.submodules if is_from(statement, part, module)}
    for node in list(tree.body):
        if isinstance(node, ast.If) and (either := imported_either_way(tree, node, module)):
            late[either] = ast.unparse(node)
            tree.body.remove(node)
    tree.body = [node for node in tree.body if getattr(node, "names", True)]
    for node in tree.body:
        if isinstance(node, ast.Import) and not module.is_package:
            node.names = [shortened(alias) for alias in node.names]
    for function in outermost(tree.body):
        import_late(function.body, moved)
    if late or module.submodules:
        tree.body[:] = [ListsNames(sorted(listed)).visit(node) for node in tree.body]
        insert(tree, ast.parse(LATE.format(late=late, parts=module.submodules)).body)
    ast.fix_missing_locations(tree)


def is_from(statement: ast.Import | ast.ImportFrom, part: str, module: Module) -> bool:
    """Tell whether a statement imports from a submodule of a package, or from below it."""
    whole = f"{module.name}.{part}"
    return isinstance(statement, ast.ImportFrom) and f"{module.source(statement)}.".startswith(
        f"{whole}."
    )


class ListsNames(ast.NodeTransformer):
    """Adds the deferred names to what ``dir()`` returns at the head of a module."""

    def __init__(self, late: list[str]) -> None:
        self.late = late

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Leave functions unchanged."""
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Replace ``dir()``."""
        self.generic_visit(node)
        if is_listing(node):
            return ast.parse(f"sorted([*dir(), *{self.late}])", mode="eval").body
        return node


def load_when_touched(tree: ast.Module) -> None:
    """Make a package's ``__getattr__`` return submodules that load at their first use.

    Layers over numpy copy all its names, which would otherwise load all its submodules.
    """
    for node in ast.walk(tree):
        for block in blocks(node):
            match block:
                case [ast.Import(names=[ast.alias(name, part)]), ast.Return(ast.Name(returned))]:
                    if part == returned:
                        block[:] = ast.parse(f"return _touchable({name!r})").body
    insert(tree, ast.parse(TOUCHABLE).body)


def insert(tree: ast.Module, functions: list[ast.stmt]) -> None:
    """Insert functions after the module's preamble: a circular import may need them early."""
    start = len([*takewhile(is_preamble, tree.body)])
    tree.body[start:start] = functions
    ast.fix_missing_locations(tree)


def import_late(block: list[ast.stmt], moved: dict[str, str]) -> None:
    """Insert each moved import before every statement of a function's block that uses its name."""
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
        index = block.index(statement)
        block[index:index] = imports
        for each in inner:
            import_late(each, moved)


def heavy_imports(
    tree: ast.Module, module: Module
) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield each name that the module's head imports from a heavy module.

    A name that is never used stays: its import may be there for a side effect.
    """
    used = names_read(tree.body)
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                is_whole = "." not in bound(alias)  # or it binds no more than the outermost package
                if is_whole and bound(alias) in used and module.is_heavy(alias.name):
                    yield statement, alias
        elif isinstance(statement, ast.ImportFrom):
            source = module.source(statement)
            for alias in statement.names:
                if bound(alias) in used and module.is_heavy_name(source, alias.name):
                    yield statement, alias


def submodules_imported(
    tree: ast.Module, module: Module
) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield each submodule that a package imports, and each name that it imports from one.

    A name stays if a submodule is called the same, if its submodule has a side effect when it is
    imported (a backend that registers itself, say), or if it may replace a name that came with a
    star.
    """
    for statement in tree.body:
        if not isinstance(statement, ast.ImportFrom):
            continue
        source = module.source(statement)
        if statement.names[0].name == "*":
            return
        for alias in statement.names:
            is_part = source == module.name and alias.name in module.submodules and not alias.asname
            is_inside = (
                source.startswith(f"{module.name}.") and bound(alias) not in module.submodules
            )
            origin = f"{source}.{alias.name}" if is_part else source
            if (is_part or is_inside) and origin not in module.archive.effects:
                yield statement, alias


def spell_out(tree: ast.Module, module: Module) -> None:
    """Replace stars by the names they import, where these are known and not bound again below."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    if not any(node.names[0].name == "*" for node in imports):
        return
    at_head, below = names_at_head(tree), set[str]()
    for statement in reversed(imports):
        if statement.names[0].name == "*":
            names = module.archive.exports.get(module.source(statement), [])
            kept = [ast.alias(name) for name in names if name not in below or name in at_head]
            statement.names = kept or statement.names
        below |= {bound(alias) for alias in statement.names}


def imported_either_way(tree: ast.Module, choice: ast.If, module: Module) -> str:
    """Return the name that both branches of an ``if`` import, if the module does not use it."""
    branches = [each for each in choice.body + choice.orelse if isinstance(each, ast.ImportFrom)]
    names = {bound(alias) for each in branches for alias in each.names}
    is_whole = len(choice.body) == len(choice.orelse) == 1 and len(branches) == 2
    is_heavy = any(module.is_heavy(module.source(each)) for each in branches)
    is_unused = len(names) == 1 and not names & {"*", *names_read(tree.body)}
    return names.pop() if is_whole and is_heavy and is_unused else ""


def alone(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    """Copy an import statement, with one of its names alone."""
    single = copy(statement)
    single.names = [alias]
    return single


def shortened(alias: ast.alias) -> ast.alias:
    """Shorten ``scipy.stats`` to ``scipy``, whose ``__getattr__`` imports submodules on access."""
    is_part = alias.name.startswith("scipy.")
    return ast.alias("scipy") if is_part and not alias.asname else alias


def outermost(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions of a module and of its classes, without those nested in functions."""
    for node in body:
        if isinstance(node, FUNCTIONS):
            yield node
        else:
            for field in ("body", "orelse", "finalbody", "handlers"):
                yield from outermost(getattr(node, field, []))


def is_preamble(statement: ast.stmt) -> bool:
    """Tell whether a statement must come first: a docstring, or ``from __future__``."""
    is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    return is_future or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def looks_around(tree: ast.Module) -> bool:
    """Tell whether the module inspects its own names; ``vars(object)`` does not."""
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
    """Return the names that the statements contain."""
    return {
        node.id for statement in body for node in ast.walk(statement) if isinstance(node, ast.Name)
    }


def names_at_head(tree: ast.Module) -> set[str]:
    """Return the names that occur outside the bodies of functions."""
    bodies = [statement for function in outermost(tree.body) for statement in function.body]
    inside = {id(node) for statement in bodies for node in ast.walk(statement)}
    return {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in inside
    }


def names_bound(tree: ast.Module) -> Iterator[str]:
    """Yield every name once per binding, in any scope."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(name, ast.Store() | ast.Del()) | ast.arg(name):
                yield name
            case ast.Global(names) | ast.Nonlocal(names):
                yield from names
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.ExceptHandler(name=str(name)):
                yield name
            case ast.alias():
                yield bound(node).partition(".")[0]
