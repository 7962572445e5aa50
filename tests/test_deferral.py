"""Imports moved to where they are used: only where nobody can tell, and nothing is lost."""

import ast
import json

import pytest

from refit import runtime
from refit.deferral import defer_imports
from refit.store import ensure_store, run_node


def deferred(text):
    tree = ast.parse(text)
    defer_imports(tree)
    compile(tree, "module.py", "exec")
    return ast.unparse(tree).partition("\n\ndef __getattr__")[0]


def test_an_import_goes_to_the_statement_that_uses_it():
    text = """
from scipy import linalg, optimize, sparse
def fit(x, solver):
    y = sparse.eye(3)
    if solver == "lbfgs":
        for each in x:
            y = optimize.minimize(each)
    elif linalg.norm(x):
        return lambda: linalg.norm(y)
    def inner():
        return optimize.root(y)
    return inner
"""
    expected = """
from scipy import sparse

def fit(x, solver):
    y = sparse.eye(3)
    if solver == 'lbfgs':
        for each in x:
            from scipy import optimize
            y = optimize.minimize(each)
    else:
        from scipy import linalg
        if linalg.norm(x):
            from scipy import linalg
            return lambda: linalg.norm(y)

    def inner():
        from scipy import optimize
        return optimize.root(y)
    return inner
"""
    assert deferred(text).strip() == expected.strip()


@pytest.mark.parametrize(
    "use",
    [
        "y = expit(0)",
        "def f(x=expit): pass",
        "@expit\ndef f(): pass",
        "class A(expit): pass",
        "class A:\n    f = expit",
        "f = lambda x: expit(x)",
        "__all__ = ['expit']",
        "def f(x: expit): pass",
        "def f(expit): return expit",
        "def f():\n    expit = 1\n    return expit",
        "def f():\n    global expit\n    expit = 2",
        "def f():\n    return locals()",
        "def __getattr__(name): return expit",
        "try:\n    from numpy import expit\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_stays_where_moving_it_could_be_noticed(use):
    text = f"from scipy.special import expit\n{use}\ndef g():\n    return expit(1)\n"
    assert deferred(text).splitlines()[0] == "from scipy.special import expit"


def test_names_that_have_moved_can_still_be_had_from_outside():
    tree = ast.parse("from scipy.special import expit as e\ndef g():\n    return e(0)\n")
    defer_imports(tree)
    module = {"__name__": "module"}
    exec(compile(tree, "module.py", "exec"), module)
    assert "e" not in module
    assert module["g"]() == 0.5
    assert module["__getattr__"]("e")(0) == 0.5
    assert "e" in module
    with pytest.raises(AttributeError, match="module 'module' has no attribute 'f'"):
        module["__getattr__"]("f")


ALL = """
import importlib, pkgutil, warnings
import sklearn
warnings.simplefilter("ignore")
STATES = {"a": {}}
def a(state):
    failed = []
    for module in pkgutil.walk_packages(sklearn.__path__, "sklearn."):
        if any(part in module.name for part in ("tests", "._build_utils", ".array_api_")):
            continue  # of other libraries, and of a build
        try:
            found = importlib.import_module(module.name)
            late = getattr(found, "__getattr__", None)
            is_ours = late and "exec" in late.__code__.co_names
            for each in late.__code__.co_consts if is_ours else ():
                if isinstance(each, str) and each.isidentifier():
                    getattr(found, each, None)
        except Exception as error:
            failed.append(f"{module.name}: {type(error).__name__}: {error}")
    if failed:
        raise RuntimeError(" | ".join(failed))
    return {"t": {"n": [1]}}
"""


@pytest.mark.slow
def test_every_module_of_scikit_learn_can_be_imported_as_it_is_sent():
    cache = runtime.ensure()
    task = json.dumps({"model": ALL, "runs": [["a", {}]], "limit": 300})
    told = run_node("rehearse.mjs", str(cache), str(ensure_store(cache).folder), stdin=task)
    assert json.loads(told)["failed"] == []
