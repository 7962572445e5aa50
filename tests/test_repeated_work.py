"""What the browser's scikit-learn no longer repeats: the same answers, and less work."""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from refit.cache import Cache
from refit.runtime.compiler.repeated_work import spare_repetition
from refit.runtime.install import find_tracer
from refit.runtime.model_runs import ModelRuns

OTHERWISE = """
class BaseEstimator:
    def other(self):
        return 1

class _FuncWrapper:
    def __call__(self):
        return 1
"""


def changed(name):
    """Return a module of the installed scikit-learn as it is sent, run as one of another name."""
    file, package = Path(find_spec(name).origin), name.rpartition(".")[0]
    tree = ast.parse(file.read_bytes())
    spare_repetition(tree, name)
    scope = {"__name__": f"{name}_sent", "__file__": str(file), "__package__": package}
    exec(compile(tree, str(file), "exec"), scope)
    return scope


def test_parameters_are_looked_up_once_and_listed_anew_each_time():
    base = changed("sklearn.base")["BaseEstimator"]
    looked = []

    class Model(base):
        def __init__(self, b=1, a=2):
            pass

        @classmethod
        def _find_param_names(cls):
            looked.append(cls)
            return super()._find_param_names()

    class Heir(Model):
        def __init__(self, c=3):
            pass

    first = Model._get_param_names()
    first.remove("a")  # as a part of scikit-learn does
    assert Model._get_param_names() == ["a", "b"]
    assert Heir._get_param_names() == ["c"]
    assert looked == [Model, Heir]
    assert Model._get_param_names() == Model(1)._get_param_names()


def test_what_is_delayed_is_called_at_once():
    scope = changed("sklearn.utils.parallel")
    wrapped, given, named = scope["delayed"](divmod)(7, 2)
    told = wrapped.with_config_and_warning_filters({"assume_finite": True}, [("default",)])
    assert told(*given, **named) == (3, 1)
    with pytest.warns(UserWarning, match=r"should be used with"):
        scope["_FuncWrapper"](divmod)(7, 2)


@pytest.mark.parametrize("name", ["sklearn.base", "sklearn.utils.parallel", "sklearn.svm"])
def test_what_is_written_otherwise_stays_as_it_is(name):
    tree = ast.parse(OTHERWISE)
    spare_repetition(tree, name)
    assert ast.dump(tree) == ast.dump(ast.parse(OTHERWISE))


MODEL = """
import numpy as np
from sklearn import base, get_config
from sklearn.ensemble import RandomForestRegressor
from sklearn.utils import parallel
STATES = {"a": {}}

def a(state):
    assert hasattr(base.BaseEstimator, "_find_param_names")
    assert "catch_warnings" not in parallel._FuncWrapper.__call__.__code__.co_names
    x = np.arange(20.0)[:, None]
    forest = RandomForestRegressor(5, random_state=0).fit(x, x[:, 0] ** 2)
    return {"t": {"y": forest.predict(x)}, "n": {"is_left": [get_config()["assume_finite"]]}}
"""


@pytest.mark.slow
def test_the_browser_has_it():
    [_, answer] = find_tracer(Cache()).ask(ModelRuns("wood", {"model.py": MODEL}, [("a", {})]))
    assert answer.failure == ""
