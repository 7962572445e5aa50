"""Deferral: imports moved from the head of a module to the statements that use them.

scikit-learn's modules begin by importing half of scipy and of each other, and packages import all
their parts, for what few fits do. The moved imports run when such a statement of a function is
reached, or when such a part of a package is asked for, which gives the same objects.

This file runs under Pyodide when modules are compiled, and needs nothing but the standard library.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from copy import copy
from itertools import takewhile

from refit.runtime.compiler.modules import FUNCTIONS, Place, blocks, bound, is_listing

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


def defer_imports(tree: ast.Module, place: Place) -> None:
    """Move what can be moved without a difference, and keep it within reach of other modules."""
    if any(getattr(node, "name", "") == "__getattr__" for node in tree.body):
        return
    if looks_around(tree):
        return
    spell_out(tree, place)
    find = parts_imported if place.is_package else heavy_imports
    at_head, times_bound = names_at_head(tree), Counter(names_bound(tree))
    moved = {
        name: ast.unparse(alone(statement, alias))
        for statement, alias in find(tree, place)
        if (name := bound(alias)) not in at_head and times_bound[name] == 1
    }
    late = {name: text for name, text in moved.items() if name not in place.parts}
    # An import from a part makes the part an attribute of its package, and so does one by a part.
    listed = moved.keys() | set(place.archive.exports.get(place.name, [])) & set(place.parts)
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
        insert(tree, ast.parse(LATE.format(late=late, parts=place.parts)).body)
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
        if is_listing(node):
            return ast.parse(f"sorted([*dir(), *{self.late}])", mode="eval").body
        return node


def load_when_touched(tree: ast.Module) -> None:
    """Have a package's ``__getattr__`` give parts that are loaded when something is asked of them.

    Whoever copies all names of numpy, as layers over it do, would otherwise load all its parts.
    """
    for node in ast.walk(tree):
        for block in blocks(node):
            match block:
                case [ast.Import(names=[ast.alias(name, part)]), ast.Return(ast.Name(returned))]:
                    if part == returned:
                        block[:] = ast.parse(f"return _touchable({name!r})").body
    insert(tree, ast.parse(TOUCHABLE).body)


def insert(tree: ast.Module, functions: list[ast.stmt]) -> None:
    """Define functions before all that may already ask for them, of a half imported package."""
    place = len([*takewhile(is_preamble, tree.body)])
    tree.body[place:place] = functions
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
                is_whole = "." not in bound(alias)  # or it binds no more than the outermost package
                if is_whole and bound(alias) in used and place.is_heavy(alias.name):
                    yield statement, alias
        elif isinstance(statement, ast.ImportFrom):
            source = place.source(statement)
            for alias in statement.names:
                if bound(alias) in used and place.is_heavy_name(source, alias.name):
                    yield statement, alias


def parts_imported(
    tree: ast.Module, place: Place
) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Yield which parts a package imports, and what from them, if no part has the same name.

    Parts that do something as they are imported stay: a backend that registers itself, say. So
    does whatever may replace a name that came with a star.
    """
    for statement in tree.body:
        if not isinstance(statement, ast.ImportFrom):
            continue
        source = place.source(statement)
        if statement.names[0].name == "*":
            return
        for alias in statement.names:
            is_part = source == place.name and alias.name in place.parts and not alias.asname
            is_inside = source.startswith(f"{place.name}.") and bound(alias) not in place.parts
            origin = f"{source}.{alias.name}" if is_part else source
            if (is_part or is_inside) and origin not in place.archive.effects:
                yield statement, alias


def spell_out(tree: ast.Module, place: Place) -> None:
    """Write out what stars import, where that is known, but not what is bound again below."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    if not any(node.names[0].name == "*" for node in imports):
        return
    at_head, below = names_at_head(tree), set[str]()
    for statement in reversed(imports):
        if statement.names[0].name == "*":
            names = place.archive.exports.get(place.source(statement), [])
            kept = [ast.alias(name) for name in names if name not in below or name in at_head]
            statement.names = kept or statement.names
        below |= {bound(alias) for alias in statement.names}


def imported_either_way(tree: ast.Module, choice: ast.If, place: Place) -> str:
    """Return the one name that both branches import and that only other modules use, if so."""
    branches = [each for each in choice.body + choice.orelse if isinstance(each, ast.ImportFrom)]
    names = {bound(alias) for each in branches for alias in each.names}
    is_whole = len(choice.body) == len(choice.orelse) == 1 and len(branches) == 2
    is_heavy = any(place.is_heavy(place.source(each)) for each in branches)
    is_unused = len(names) == 1 and not names & {"*", *names_read(tree.body)}
    return names.pop() if is_whole and is_heavy and is_unused else ""


def alone(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    """Return a statement that imports one name of what another one does."""
    single = copy(statement)
    single.names = [alias]
    return single


def shortened(alias: ast.alias) -> ast.alias:
    """Return ``scipy`` for ``scipy.stats``: packages of scipy import parts when asked for them."""
    is_part = alias.name.startswith("scipy.")
    return ast.alias("scipy") if is_part and not alias.asname else alias


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


def names_at_head(tree: ast.Module) -> set[str]:
    """Return the names that are used elsewhere than in the bodies of functions."""
    bodies = [statement for function in outermost(tree.body) for statement in function.body]
    inside = {id(node) for statement in bodies for node in ast.walk(statement)}
    return {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in inside
    }


def names_bound(tree: ast.Module) -> Iterator[str]:
    """Yield each name as often as it is bound, be it in one function alone."""
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
