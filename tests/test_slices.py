"""Slices of an author's code: what a function reaches, and never less."""

import ast
import multiprocessing

import pytest

from refit.cache import Cache
from refit.essay.model_files import read_sources
from refit.essay.reading import load
from refit.essay.slices import read, slice_model, slice_of
from refit.model.run import difference
from refit.paths import ROOT
from refit.site.ahead import work_ahead
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from refit.tables import partial_results
from tests import small

SOURCE = '''"""A model."""

import math
from functools import lru_cache

import numpy as np

N = 3
HALF = N / 2
SPARE = [1, 2]
RNG = np.random.default_rng(0)


def f(state, by=HALF):
    return helper(state) + by


def helper(state):
    return once(N) + math.pi


@lru_cache(maxsize=None)
def once(n):
    return n


def other(state):
    return SPARE, another()


def another():
    return 7
'''


def code(source, name="f"):
    return slice_of(source, (name,)).code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return 7", "return 8"),  # of a function that it does not call
        ("SPARE = [1, 2]", "SPARE = [1, 2, 3]"),
        ("N = 3\n", "N = 3  # pets\n\n"),
        ('"""A model."""', '"""Another."""'),
        ("def another():", "def another(n=SPARE):"),
        ("def other(state)", "def third(state):\n    return 1\n\n\ndef other(state)"),
    ],
)
def test_what_a_function_does_not_reach_may_change(old, new):
    assert old in SOURCE
    assert code(SOURCE.replace(old, new)) == code(SOURCE)
    assert code(SOURCE.replace(old, new)) != ast.dump(ast.parse(SOURCE))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return n\n", "return n + 1\n"),  # through two others
        ("N = 3", "N = 4"),  # through a constant and a default value
        ("HALF = N / 2", "HALF = N / 3"),
        ("maxsize=None", "maxsize=1"),
        ("default_rng(0)", "default_rng(1)"),  # it runs when the file is imported
        ("import numpy as np", "import numpy as np\nimport sklearn"),  # for what it does
        ("SPARE = [1, 2]", "SPARE = [1, 2]\nN += 1"),
        ("SPARE = [1, 2]", "SPARE = [1, 2]\nfor N in range(9):\n    pass"),
        ("def another():", "def another(n=RNG.random()):"),
        ("def another():", "@np.vectorize\ndef another():"),
        ("def another():", "class Another:\n    math.tau = 6\n\n\ndef another():"),
    ],
)
def test_what_a_function_reaches_or_what_runs_by_itself_may_not(old, new):
    assert old in SOURCE
    assert code(SOURCE.replace(old, new)) != code(SOURCE)


@pytest.mark.parametrize(
    "line",
    [
        "return globals()['another']()",
        "return eval('another()')",
        "import sys\n    return sys.modules[__name__].another()",
        "import inspect\n    return inspect.getsource(f)",
        "return f.__globals__",
        "from importlib import import_module\n    return import_module('model')",
    ],
)
def test_code_that_looks_at_itself_reaches_everything(line):
    source = SOURCE.replace("return helper(state) + by", line)
    assert code(source) == "\n".join(each.code for each in read(source).statements)


def test_a_name_that_is_nowhere_and_a_file_that_is_no_python_reach_everything():
    assert slice_of(SOURCE, ("nobody",)).code.count("FunctionDef") == 5
    assert slice_of("def f(:", ("f",)).code == "def f(:"


# ── stage.py ─────────────────────────────────────────────────────────────────────────────────────

STAGE = "WIDTH = 3\n\n\ndef stand():\n    return WIDTH\n\n\ndef lie():\n    return 2\n"
MODEL = "{import}\n\n\ndef f(state):\n    return {call}\n\n\ndef g(state):\n    return 2\n"


def with_stage(stage, statement, call):
    model = MODEL.replace("{import}", statement).replace("{call}", call)
    own, others = slice_model((("model.py", model), ("stage.py", stage)), "f")
    return own.code, others


@pytest.mark.parametrize(
    ("statement", "call"),
    [
        ("from stage import lie, stand", "stand()"),
        ("from stage import stand as put", "put()"),
        ("import stage", "stage.stand()"),
        ("import stage as scenery", "scenery.stand()"),
        ("from stage import *", "stand()"),
    ],
)
def test_of_the_stage_only_what_is_named_is_reached(statement, call):
    before = with_stage(STAGE, statement, call)
    assert with_stage(STAGE.replace("return 2", "return 3"), statement, call) == before
    assert with_stage(STAGE.replace("WIDTH = 3", "WIDTH = 4"), statement, call) != before


@pytest.mark.parametrize(
    ("statement", "call"),
    [
        ("import stage", "getattr(stage, state['how'])()"),
        ("import stage as scenery", "draw(scenery)"),
        ("import stage", "4"),  # which uses nothing of it that can be seen
    ],
)
def test_a_stage_that_is_handed_on_is_reached_wholly(statement, call):
    before = with_stage(STAGE, statement, call)
    assert with_stage(STAGE.replace("return 2", "return 3"), statement, call) != before


def test_a_stage_that_imports_the_model_is_reached_wholly():
    stage = f"import model\n\n{STAGE}"
    before = with_stage(stage, "import stage", "stage.stand()")
    changed = stage.replace("return 2", "return 3")
    assert with_stage(changed, "import stage", "stage.stand()") != before


# ── what is kept by them ─────────────────────────────────────────────────────────────────────────

ESSAYS = sorted(file.parent for file in (ROOT / "essays").glob("[a-z]*/model.py"))


@pytest.mark.parametrize("folder", ESSAYS, ids=lambda folder: folder.name)
def test_every_function_of_every_essay_computes_the_same_from_its_slice_alone(folder):
    essay, module = load(folder), read(read_sources(folder)["model.py"])
    for scene in essay.scenes.values():
        kept = module.reached((scene.function,))
        assert len(kept) < len(module.statements)
        together = zip(module.tree.body, module.statements, strict=True)
        body = [node for node, each in together if each in kept]
        alone = {key: value for key, value in vars(essay.model).items() if key.startswith("__")}
        exec(compile(ast.Module(body, []), folder / "model.py", "exec"), alone)
        whole, sliced = getattr(essay.model, scene.function), alone[scene.function]
        assert whole is not sliced
        state = scene.steps[0].state
        one, other = (list(partial_results(each, dict(state))) for each in (whole, sliced))
        assert [difference(*pair) for pair in zip(one, other, strict=True)] == [None] * len(one)


TWO = small.SCENE.replace("dots", "bars").replace("one", "two")
MODEL_OF_TWO = small.MODEL.replace(
    '"seed": 0}}', '"seed": 0}, "bars": {"n": 3, "layout": "row", "high": False, "seed": 0}}'
)
BARS = """

def bars(state):
    return dots(state)
"""


@pytest.fixture
def build(tmp_path):
    """Return a function that builds an essay of two scenes: what was made for it."""
    figures = small.FIGURES + "\n\ndef bars(narrow):\n    return dots(narrow)\n"
    model = MODEL_OF_TWO + BARS.replace("return dots(state)", "return dots(state | {'seed': 2})")
    folder = small.write_essay(
        tmp_path / "essays", "one", small.SCENE + TWO, model=model, figures=figures
    )

    def run(draft=False):
        cache = Cache(tmp_path / "cache")
        project = Project(essays=tmp_path / "essays")
        task = BuildTask(project, Names(), tmp_path / "dist", cache, draft=draft)
        (outcome,) = task.run([folder])
        assert outcome.problems == []
        return outcome.made, outcome.warnings

    run.folder = folder
    return run


def test_a_saved_function_costs_its_own_scene_alone(build):
    both = build()[0]["results"]
    assert both > 0
    assert both % 2 == 0
    assert build()[0]["results"] == 0
    small.edit(build.folder / "model.py", "'seed': 2", "'seed': 3")
    assert build()[0]["results"] == both // 2
    small.edit(build.folder / "model.py", "1.0 * state", "2.0 * state")  # of dots, which bars calls
    assert build()[0]["results"] == both


def test_a_saved_figure_costs_itself_alone(build):
    assert build()[0]["figures"] == 4
    small.edit(build.folder / "figures.py", "return dots(narrow)", "return dots(not narrow)")
    assert build()[0]["figures"] == 2
    small.edit(build.folder / "model.py", "1.0 * state", "2.0 * state")
    assert build()[0]["figures"] == 0


def test_a_warning_that_is_kept_is_told_with_the_line_where_it_is_now(build):
    small.edit(build.folder / "model.py", "    y = ", "    np.zeros(2) / 0\n    y = ")
    small.edit(build.folder / "model.py", "import math", "import math\n\nimport numpy as np")
    (told,) = build()[1]
    line = told.line
    assert "divide by zero" in told.problem or "invalid value" in told.problem
    small.edit(build.folder / "model.py", "import math", "# One\n# and two\nimport math")
    made, (told,) = build()
    assert made["results"] == 0
    assert told.line == line + 2


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────

COUNTED = """    with open({file!r}, "a") as file:
        file.write(".")
    n = """


def test_most_results_of_a_draft_are_computed_once_and_those_of_a_site_twice(
    build, tmp_path, monkeypatch
):
    monkeypatch.setattr(multiprocessing, "cpu_count", lambda: 1)  # nobody works ahead
    calls = tmp_path / "calls"
    small.edit(build.folder / "model.py", "    n = ", COUNTED.format(file=str(calls)))
    made, _ = build(draft=True)
    assert (made["results"], made["drafts"]) == (2, 36)  # the first of each scene is proved
    assert len(calls.read_text()) == 2 * 2 + 36
    assert build(draft=True)[0].keys().isdisjoint({"results", "drafts"})
    made, _ = build()
    assert (made["results"], made["drafts"]) == (36, 0)
    assert len(calls.read_text()) == 2 * 2 + 36 + 2 * 36
    assert build(draft=True)[0].keys().isdisjoint({"results", "drafts"})


def test_a_draft_whose_first_state_is_not_computed_alike_is_refused(build):
    dice = "    y = [np.random.default_rng().random() + 1.0 * state"
    small.edit(build.folder / "model.py", "    y = [1.0 * state", dice)
    small.edit(build.folder / "model.py", "import math", "import math\n\nimport numpy as np")
    with pytest.raises(AssertionError, match="when it is asked the same again"):
        build(draft=True)


# ── work ahead ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("draft", [False, True])
def test_what_is_made_ahead_is_found_by_the_build(build, tmp_path, draft):
    work_ahead(build.folder, Cache(tmp_path / "cache"), draft)
    made, _ = build(draft)
    assert made["drawings"] == 2, "those in the page, whose ids begin otherwise"
    assert made.keys().isdisjoint({"results", "drafts", "figures"})


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("essay.md", "{step}", "{stop}"),
        ("model.py", "import math", "import math\nprint('here')\nraise ValueError('odd')"),
        ("model.py", "    n = ", "    print('here')\n    raise ValueError('odd')\n    n = "),
        ("figures.py", "import altair", "import sklearn, altair"),
    ],
)
def test_whoever_works_ahead_tells_nothing(build, tmp_path, capfd, file, old, new):
    small.edit(build.folder / file, old, new)
    work_ahead(build.folder, Cache(tmp_path / "cache"), False)
    assert capfd.readouterr() == ("", "")
