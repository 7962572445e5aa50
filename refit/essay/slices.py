"""Program slices: the part of an author's file that a function can reach by names.

What was computed from a slice is kept while the rest of the file changes, so that a saved function
costs its own scene alone. A slice is larger rather than smaller than it need be: it holds every
statement that does something when the file is imported, and all of a file that looks at itself.
"""

import ast
import functools
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from refit.essay.model_files import MODEL, STAGE, imports

# Names by which code reaches what it does not name.
REFLECTION = {
    *("eval", "exec", "globals", "locals", "vars", "__import__", "import_module", "modules"),
    *("inspect", "gc", "_getframe", "__globals__", "__dict__", "__doc__"),
    "__getattr__",
}
# What an expression may consist of if its evaluation is to change nothing.
PURE = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Set, ast.Dict),
    *(ast.UnaryOp, ast.BinOp, ast.unaryop, ast.operator, ast.expr_context),
)
CACHES = {"cache", "lru_cache"}  # decorators of functools


@dataclass(frozen=True)
class Slice:
    """Statements of a file.

    Attributes
    ----------
    code
        Their syntax trees as text, without places and comments: what has the same code computes
        the same.
    lines
        The line of each node of these trees.
    names
        The names that they mention.
    """

    code: str
    lines: tuple[int, ...] = ()
    names: frozenset[str] = frozenset()

    def number_of(self, line: int | None) -> int | None:
        """Return the number of the first node in a line; None if there is none."""
        return self.lines.index(line) if line in self.lines else None

    def line_of(self, number: int | None) -> int | None:
        """Return the line of a node by its number; None for None."""
        return None if number is None else self.lines[number]


@functools.lru_cache(maxsize=256)
def slice_model(sources: tuple[tuple[str, str], ...], function: str) -> tuple[Slice, list[str]]:
    """Return what a function of a model reaches in ``model.py``, and as text in its other files.

    Parameters
    ----------
    sources
        The paths and texts of the model's files, as `refit.essay.model_files.read_sources` returns
        them.
    function
        The name of the function; one that is nowhere reaches all there is.
    """
    texts = dict(sources)
    model = texts.pop(MODEL)
    own = slice_of(model, (function,))
    if STAGE in texts:
        texts[STAGE] = slice_of(texts[STAGE], names_of_stage(own, model, texts[STAGE])).code
    return own, [*texts.values()]


def names_of_stage(own: Slice, model: str, stage: str) -> Collection[str]:
    """Return the names by which a model's slice reaches ``stage.py``; none if it may reach all."""
    user, used = read(model), read(stage)
    if user is None or used is None:
        return ()
    may_reach_all = "stage" in user.handed_on or "model" in used.imported
    return () if may_reach_all else own.names


def slice_of(source: str, names: Collection[str]) -> Slice:
    """Return the statements of a file that some names reach.

    A file that is not Python, that looks at itself, or that has none of the names, is returned
    whole.
    """
    module = read(source)
    if module is None:
        return Slice(source)
    known = [name for name in names if name in module.definitions]
    is_whole = module.looks_at_itself or not known
    kept = module.statements if is_whole else module.reached(known)
    return Slice(
        "\n".join(each.code for each in kept),
        tuple(chain.from_iterable(each.lines for each in kept)),
        frozenset(chain.from_iterable(each.names for each in kept)),
    )


class Statement:
    """A statement of a file: the names it defines, those it mentions, and whether it does more."""

    def __init__(self, node: ast.stmt) -> None:
        self.names = frozenset(names_in(node))
        self.defined = defined(node)
        self.is_import = isinstance(node, ast.Import | ast.ImportFrom)
        self.only_defines = only_defines(node)
        self.code = ast.dump(node, annotate_fields=False)
        self.lines = [each.lineno for each in ast.walk(node) if hasattr(each, "lineno")]


class Module:
    """The statements of a file."""

    def __init__(self, source: str) -> None:
        self.tree = tree = ast.parse(source)
        self.statements = [Statement(node) for node in tree.body]
        self.looks_at_itself = any(map(is_reflection, ast.walk(tree)))
        self.imported = {name for name, _ in imports(source)}
        self.handed_on = handed_on(tree)
        self.definitions: dict[str, list[Statement]] = defaultdict(list)
        for each in self.statements:
            for name in each.defined:
                self.definitions[name].append(each)

    @functools.cached_property
    def doing(self) -> list[Statement]:
        """The statements that do something when the file is imported, besides defining names.

        An import of what nobody names is one of them.
        """
        used = frozenset(chain.from_iterable(each.names for each in self.statements))
        return [
            each
            for each in self.statements
            if not each.only_defines or (each.is_import and not used.issuperset(each.defined))
        ]

    def reached(self, names: Collection[str]) -> list[Statement]:
        """Return the statements that some names reach, and those that do something."""
        found: set[Statement] = set()
        waiting = [*self.doing, *(each for name in names for each in self.definitions[name])]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                for name in each.names & self.definitions.keys():
                    waiting += self.definitions[name]
        return [each for each in self.statements if each in found]


@functools.lru_cache(maxsize=32)
def read(source: str) -> Module | None:
    """Return a file's statements; None if it is not Python: importing it tells what is wrong."""
    try:
        return Module(source)
    except (SyntaxError, ValueError):
        return None


# ── statements ───────────────────────────────────────────────────────────────────────────────────


def names_in(node: ast.AST) -> Iterator[str]:
    """Yield the names that code mentions: of variables, of attributes, and behind an ``as``."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.Global):
            yield from each.names
        elif isinstance(each, ast.alias) and each.asname:
            yield each.name


def defined(node: ast.stmt) -> list[str]:
    """Return the names that a statement of a file defines, as far as its own words tell."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
    return [
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    ]


def only_defines(node: ast.stmt) -> bool:
    """Tell whether a statement defines names and does nothing else, whatever others do."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            given = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            return all(map(is_pure, given)) and all(map(is_cache, node.decorator_list))
        case ast.Import():
            return True
        case ast.ImportFrom():
            return all(alias.name != "*" for alias in node.names)
        case ast.Assign():
            return all(isinstance(each, ast.Name) for each in node.targets) and is_pure(node.value)
        case ast.AnnAssign():
            return isinstance(node.target, ast.Name) and (not node.value or is_pure(node.value))
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)  # a docstring


def handed_on(tree: ast.Module) -> set[str]:
    """Return the modules that code imports and uses otherwise than by naming what is in them."""
    nodes = [*ast.walk(tree)]
    aliases = [each for node in nodes if isinstance(node, ast.Import) for each in node.names]
    modules = {alias.asname or alias.name: alias.name for alias in aliases}
    named = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    names = (node for node in nodes if isinstance(node, ast.Name) and id(node) not in named)
    return {modules[node.id] for node in names if node.id in modules}


def is_pure(node: ast.expr) -> bool:
    """Tell whether an expression can be evaluated without changing anything."""
    return all(isinstance(each, PURE) for each in ast.walk(node))


def is_cache(node: ast.expr) -> bool:
    """Tell whether a decorator only remembers what a function returns."""
    called, given = node, []
    if isinstance(node, ast.Call):
        called, given = node.func, [*node.args, *(each.value for each in node.keywords)]
    return name_of(called) in CACHES and all(map(is_pure, given))


def is_reflection(node: ast.AST) -> bool:
    """Tell whether a node reaches what it does not name, or answers for what is not there."""
    return not REFLECTION.isdisjoint(name_of(node).split("."))


def name_of(node: ast.AST) -> str:
    """Return the name of a variable, an attribute, a function or an import; else nothing."""
    found = (getattr(node, kind, None) for kind in ("attr", "id", "name"))
    return next((name for name in found if isinstance(name, str)), "")
