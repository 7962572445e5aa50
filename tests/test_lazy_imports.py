"""Imports moved to where they are used: only where nobody can tell, and nothing is lost."""

import ast
import builtins
import importlib
import marshal
import pkgutil
import symtable
import sys
import warnings
import zipfile

import pytest

from refit.cache import Cache
from refit.runtime import fetch
from refit.runtime.compiler.bytecode import compile_module, exported
from refit.runtime.compiler.lazy_imports import defer_imports, load_when_touched
from refit.runtime.compiler.modules import Archive, Module, asked_whole, has_effect
from refit.runtime.install import find_tracer
from refit.runtime.model_runs import ModelRuns

FILES = (
    *("sklearn/__init__.py", "sklearn/base.py", "sklearn/linear_model/__init__.py"),
    *(
        "sklearn/linear_model/_base.py",
        "sklearn/linear_model/_sag.py",
        "sklearn/linear_model/sag.py",
    ),
    *("sklearn/svm/__init__.py", "sklearn/svm/_base.py", "sklearn/utils/__init__.py"),
    *("sklearn/utils/random.py", "sklearn/linear_model/_star.py", "sklearn/linear_model/_odd.py"),
    *("scipy/fft/__init__.py", "scipy/fft/_basic.py", "scipy/fft/_fast.so"),
    *("sklearn/utils/extmath.py", "sklearn/utils/_fast.cpython-314-wasm32-emscripten.so"),
    "sklearn/linear_model/_effect.py",
)
TEXTS = {
    "sklearn/linear_model/_effect.py": "register()",
    "sklearn/utils/random.py": "from sklearn.utils._fast import sample\ndef draw(): pass",
}
EXPORTS = {"sklearn.linear_model._star": ["Ridge", "late", "path"]}


def deferred(text, file="sklearn/linear_model/_base.py"):
    tree = ast.parse(text)
    trees = {name: ast.parse(TEXTS.get(name, "")) for name in FILES}
    trees |= {name: None for name in FILES if name.endswith(".so")}
    defer_imports(tree, Archive.of(trees, EXPORTS).module(file))
    compile(tree, "module.py", "exec")
    late = {"__getattr__", "__dir__"}
    tree.body = [node for node in tree.body if getattr(node, "name", "") not in late]
    return ast.unparse(tree)


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
        "__all__ = [expit]",
        "def f(x: expit): pass",
        "def f(expit): return expit",
        "def f():\n    expit = 1\n    return expit",
        "def f():\n    global expit\n    expit = 2",
        "def f(x):\n    global expit\n    match x:\n        case expit:\n            return x",
        "def f(x):\n    match x:\n        case expit:\n            pass\n"
        "    def h():\n        nonlocal expit\n        return expit\n    return h",
        "def f():\n    return locals()",
        "def f():\n    return vars()",
        "def __getattr__(name): return expit",
        "try:\n    from numpy import expit\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_stays_where_moving_it_could_be_noticed(use):
    text = f"from scipy.special import expit\n{use}\ndef g():\n    return expit(1)\n"
    assert deferred(text).splitlines()[0] == "from scipy.special import expit"


@pytest.mark.parametrize(
    "use", ["__all__ = ['expit']", "LINKS = {'expit': 1}", "def f(x): return vars(x)"]
)
def test_an_import_moves_where_nobody_can_tell(use):
    text = f"from scipy.special import expit\n{use}\ndef g():\n    return expit(1)\n"
    assert "import expit" not in deferred(text).splitlines()[0]


@pytest.mark.parametrize(
    ("line", "moves"),
    [
        ("from scipy.sparse import csr_array as used", False),
        ("import scipy.sparse as used", False),
        ("from scipy.sparse.linalg import lsqr as used", True),
        ("import scipy.special as used", True),
        ("from sklearn.svm._base import used", True),
        ("from sklearn.linear_model._sag import used", True),
        ("from sklearn.utils._fast import used", True),
        ("from sklearn.utils.extmath import used", False),
        ("from sklearn.base import used", False),
        ("from sklearn.utils.random import sample as used", True),
        ("from sklearn.utils.random import draw as used", False),
        ("import pydoc as used", True),
        ("from numpy import used", False),
        ("from sklearn.svm import *", False),
    ],
)
def test_what_is_heavy_moves(line, moves):
    assert (line not in deferred(f"{line}\ndef g():\n    return used(1)\n").splitlines()) == moves


PACKAGE = """
from sklearn.linear_model._base import Ridge as R, Lasso
from ._sag import solve
from .sag import sag
from ._effect import backend
from . import _base, _effect
from ..base import clone
from ._star import *
from ._odd import *
from ._sag import late
__all__ = [name for name in dir() if not name.startswith("_")]
"""


@pytest.mark.parametrize(
    ("line", "moves"),
    [
        ("from ._fast import used", True),
        ("from . import _fast as used", True),
        ("from scipy.linalg import used", True),
        ("from scipy.fft._basic import used", True),
        ("from scipy.sparse import used", False),
        ("from numpy import used", False),
    ],
)
def test_within_scipy_all_of_scipy_is_heavy(line, moves):
    text = f"{line}\ndef g():\n    return used(1)\n"
    assert (line not in deferred(text, "scipy/fft/_other.py").splitlines()) == moves


def test_a_module_imports_all_of_scipy_by_its_first_name():
    text = "import scipy.sparse.linalg\ndef g():\n    return scipy.sparse.linalg.lsqr(1)\n"
    assert deferred(text).startswith("import scipy\n")


def test_what_is_imported_for_its_effect_stays():
    text = "from sklearn.svm import enabled\ndef g():\n    return 1"
    assert deferred(text).startswith("from sklearn.svm import enabled")


def test_a_package_imports_its_parts_when_they_are_asked_for():
    found = deferred(PACKAGE, "sklearn/linear_model/__init__.py")
    late = ["Lasso", "R", "Ridge", "_base", "_sag", "_star", "path", "solve"]
    expected = f"""
from .sag import sag
from ._effect import backend
from . import _effect
from ..base import clone
from ._odd import *
from ._sag import late
__all__ = [name for name in sorted([*dir(), *{late}]) if not name.startswith('_')]
"""
    assert found.strip() == expected.strip()


@pytest.mark.parametrize(
    ("text", "has_one"),
    [
        ("register('scipy')", True),
        ("import warnings\nif x:\n    warnings.simplefilter('always')", True),
        ("try:\n    pass\nexcept ImportError:\n    register()", True),
        ("a = register()", False),
        ("def f():\n    register()", False),
        ("class A:\n    register()", False),
        ("'A docstring.'", False),
    ],
)
def test_a_module_has_an_effect_if_it_calls_something_for_nothing(text, has_one):
    assert has_effect(ast.parse(text)) == has_one


def test_one_name_of_two_modules_comes_late_if_only_others_use_it():
    text = """
if version < 2:
    from sklearn.utils.extmath import laplacian
else:
    from scipy.sparse.csgraph import laplacian
"""
    assert deferred(text) == ""
    assert deferred(f"{text}graph = laplacian(1)").startswith("if version < 2")
    assert deferred(text.replace("else:", "else:\n    n = 1")).startswith("if version < 2")


STARS = """
if fast:
    from scipy.linalg._flapack import *
else:
    from scipy.linalg._flapack_64 import *
"""


def test_stars_that_are_imported_either_way_stay():
    assert deferred(STARS, "scipy/fft/_other.py").strip() == STARS.strip()


def test_numpy_gives_parts_that_are_loaded_when_something_is_asked_of_them(tmp_path, monkeypatch):
    package = tmp_path / "lazy"
    package.mkdir()
    (package / "part.py").write_text("answer = 42\n")
    tree = ast.parse(
        "def __getattr__(name):\n"
        "    if name == 'part':\n        import lazy.part as part\n        return part\n"
        "    raise AttributeError(name)"
    )
    load_when_touched(tree)
    (package / "__init__.py").write_text(ast.unparse(tree))
    monkeypatch.syspath_prepend(str(tmp_path))
    lazy = importlib.import_module("lazy")
    part = lazy.part
    assert "answer" not in object.__getattribute__(part, "__dict__")
    assert part is lazy.part is sys.modules["lazy.part"]
    assert part.answer == 42
    assert importlib.import_module("lazy.part") is part
    with pytest.raises(AttributeError, match="other"):
        lazy.other  # noqa: B018


PARTS = b"""
def __getattr__(name):
    if name == "ma":
        import numpy.ma as ma
        return ma
"""


@pytest.mark.parametrize("is_lazy", [True, False])
def test_a_module_that_is_compiled_eagerly_keeps_its_imports(is_lazy):
    def names_at_head(text, module):
        made = compile_module(text, f"/{module.name}.py", module, is_lazy=is_lazy)
        return marshal.loads(made[16:]).co_names

    text = b"from scipy import optimize\ndef f():\n    return optimize.root\n"
    assert ("optimize" not in names_at_head(text, Module("sklearn.svm"))) == is_lazy
    assert ("_touchable" in names_at_head(PARTS, Module("numpy"))) == is_lazy


RETRY = """
import sys
import numpy
STATES = {"a": {}}

class OutOfReach:
    count = 0
    def find_spec(self, name, path=None, target=None):
        if name == "numpy.ma.core" and self.count < 2:
            self.count += 1
            raise OSError("out of reach")

def a(state):
    sys.meta_path.insert(0, OutOfReach())
    for _ in range(2):
        try:
            numpy.ma.array
        except OSError:
            continue
        raise RuntimeError("numpy.ma was there before")
    assert numpy.ma.array([1]).sum() == 1
    from numpy.ma import array
    assert array is numpy.ma.array
    return {"t": {"n": [1]}}
"""


@pytest.mark.slow
def test_a_part_of_numpy_that_was_out_of_reach_is_tried_again():
    answers = find_tracer(Cache()).ask(ModelRuns("retry", {"model.py": RETRY}, [("a", {})]))
    assert [answer.failure for answer in answers] == ["", ""]


# What a module that has been changed asks of itself must still be there.


def names_missing(tree):
    """Return the names that functions look for in their module, and that nobody puts there."""
    whole = symtable.symtable(ast.unparse(tree), "module", "exec")
    tables = [whole]
    for table in tables:
        tables.extend(table.get_children())
    symbols = [(table is whole, symbol) for table in tables for symbol in table.get_symbols()]
    there = {
        symbol.get_name()
        for is_head, symbol in symbols
        if (is_head or symbol.is_declared_global())
        and (symbol.is_assigned() or symbol.is_imported())
    }
    asked = {s.get_name() for _, s in symbols if s.is_referenced() and s.is_global()}
    return asked - there - set(dir(builtins))


@pytest.mark.slow
@pytest.mark.parametrize("package", ["joblib", "scipy", "scikit_learn"])
def test_no_function_loses_a_name_that_it_uses(package):
    [wheel] = fetch.ensure().glob(f"{package}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith((".py", ".so"))]
        texts = {name: archive.read(name) for name in names if "/tests/" not in name}
    trees = {name: ast.parse(text) if name[-2:] == "py" else None for name, text in texts.items()}
    asked = asked_whole(trees) if package == "scipy" else []
    with warnings.catch_warnings(action="ignore"):  # some of it is deprecated
        described = Archive.of(trees, dict(map(exported, asked)))
    lost = {}
    for name, tree in trees.items():
        if tree:
            missing = names_missing(tree)
            defer_imports(tree, described.module(name))
            lost[name] = names_missing(tree) - missing
    assert len(lost) > 20
    assert not any(lost.values()), {name: each for name, each in lost.items() if each}


def test_names_that_have_moved_can_still_be_had_from_outside():
    tree = ast.parse("from scipy.special import expit as e\ndef g():\n    return e(0)\n")
    defer_imports(tree, Module("module"))
    module = {"__name__": "module"}
    exec(compile(tree, "module.py", "exec"), module)
    assert "e" not in module
    assert module["g"]() == 0.5
    assert module["__getattr__"]("e")(0) == 0.5
    assert "e" in module
    assert {"e", "g"} <= set(module["__dir__"]())
    with pytest.raises(AttributeError, match="module 'module' has no attribute 'f'"):
        module["__getattr__"]("f")


ALL = """
import importlib, pkgutil, warnings
import joblib, scipy, sklearn
warnings.simplefilter("ignore")
STATES = {"a": {}}

def kind(module, name):
    try:
        thing = getattr(module, name)
    except ImportError:
        return "experimental"
    told = (getattr(thing, key, "") for key in ("__module__", "__name__"))
    return " ".join([type(thing).__name__, *map(str, told)])

def a(state):
    failed = []
    for package in (sklearn, scipy, joblib):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if any(part in each.name for part in SKIPPED) or not each.name.startswith(WALKED):
                continue
            try:
                found = importlib.import_module(each.name)
                late = getattr(found, "__getattr__", None)
                is_ours = late and late.__defaults__
                for name in late.__defaults__[0] if is_ours else ():
                    getattr(found, name)
            except Exception as error:
                failed.append(f"{each.name}: {type(error).__name__}: {error}")
    from sklearn import tree
    from sklearn.kernel_approximation import PolynomialCountSketch
    fft = importlib.import_module("scipy.fft").fft
    tree._tree.TREE_LEAF
    PolynomialCountSketch(random_state=0).fit_transform([[1.0, 2.0], [3.0, 4.0]])
    if abs(fft([1.0, 1.0])[0] - 2) > 1e-12:
        failed.append("scipy.fft has no backend")
    for package, names in KINDS.items():
        found = importlib.import_module(package)
        if lost := set(names) - set(found.__all__):
            failed.append(f"{package} has lost {lost}")
        for name, expected in names.items():
            if expected != "experimental" and kind(found, name) != expected:
                failed.append(f"{package}.{name} is {kind(found, name)}, not {expected}")
    if failed:
        raise RuntimeError(" | ".join(failed))
    return {"t": {"n": [1]}}
"""
# Of other libraries, of a build, and what cannot be imported here with no test packages.
SKIPPED = (
    "tests",
    "testutils",
    "_precompute",
    "._build_utils",
    ".array_api_",
    *("_external", "joblib.externals", "joblib.testing"),
    *("_memmapping_reducer", "joblib.executor", "joblib.pool"),  # need processes
    "conftest",
    "setup",
)


def public_names():
    """Return what the packages of scikit-learn and scipy list, under CPython."""
    module = {}
    exec(ALL.partition("def a(")[0], module)
    kinds = {}
    for package in (module["sklearn"], module["scipy"], module["joblib"]):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if each.ispkg and not any(
                part in f".{each.name}." for part in ("._", ".tests.", ".exter")
            ):
                found = importlib.import_module(each.name)
                names = getattr(found, "__all__", ())
                kinds[each.name] = {name: module["kind"](found, name) for name in names}
    return {package: names for package, names in kinds.items() if names}


@pytest.mark.slow
def test_every_module_can_be_imported_and_has_its_names_as_it_is_sent():
    kinds = public_names()
    assert len(kinds["scipy.optimize"]) > 60
    assert "LogisticRegression" in kinds["sklearn.linear_model"]
    settings = (
        f"KINDS, SKIPPED, WALKED = {kinds!r}, {SKIPPED!r}, ('sklearn.', 'scipy.', 'joblib.')\n"
    )
    model = ModelRuns("all", {"model.py": ALL + settings}, [("a", {})], 300)
    answers = find_tracer(Cache()).ask(model)
    assert [answer.failure for answer in answers] == ["", ""]
