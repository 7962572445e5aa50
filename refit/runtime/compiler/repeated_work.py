"""What scikit-learn does over and over with the same result: done once, or not at all.

A forest of sixty trees asks sixty times what parameters a tree has, by reading the signature of its
constructor, and before each tree gives its thread the settings that it has already: in a browser
there is only the one. Both are a third of what growing a small forest costs, and half of asking it.

This file runs under Pyodide (``compile.mjs``). What it does not recognise, it leaves as it is.
"""

import ast

PARAMETERS, ASKED = "_get_param_names", "_find_param_names"
KEPT = f"""
@functools.cache
def _refit_param_names(cls):
    return cls.{ASKED}()
"""
TOLD = f"""
@classmethod
def {PARAMETERS}(cls):
    return [*_refit_param_names(cls)]
"""


def spare_repetition(tree: ast.Module, name: str) -> None:
    """Change a module of scikit-learn, if it is one that repeats work; ``name`` is its own."""
    if name == "sklearn.base":
        remember_parameters(tree)
    if name == "sklearn.utils.parallel":
        keep_settings(tree)


def remember_parameters(tree: ast.Module) -> None:
    """Make ``BaseEstimator`` look only once for the names of a class's parameters.

    The list is a new one each time, because who asks for it may change it.
    """
    for place, node in enumerate(tree.body):
        if not (isinstance(node, ast.ClassDef) and node.name == "BaseEstimator"):
            continue
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and method.name == PARAMETERS:
                method.name = ASKED
                node.body += ast.parse(TOLD).body
                tree.body[place:place] = ast.parse(KEPT).body
                ast.fix_missing_locations(tree)
                return


def keep_settings(tree: ast.Module) -> None:
    """Call what was delayed as it is, under the settings and filters of warnings that hold."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "_FuncWrapper":
            for method in node.body:
                match method:
                    case ast.FunctionDef(
                        name="__call__", body=[*_, ast.With(body=[*_, ast.Return() as called])]
                    ):
                        method.body[-1] = called
