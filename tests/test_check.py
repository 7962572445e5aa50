"""Checks: whatever a reader could run into is found before, and told with its file and its line."""

import json
import re
import subprocess
from pathlib import Path

import altair as alt
import pytest

from refit.errors import AuthorError, EssaysError, SetupError, lines_of
from refit.essay.reading import load
from refit.figures.columns import columns_read
from refit.runtime import fetch, imports, install
from refit.site import check as checking
from refit.site.build import build
from refit.site.check import check
from refit.site.findings import note
from refit.site.project import Project
from tests import small

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def essays(tmp_path, monkeypatch):
    """Return a folder for essays, on a machine without a runtime and without npm's packages."""

    def out_of_reach():
        raise SetupError("no route to a runtime")

    monkeypatch.setattr(install, "ensure", out_of_reach)
    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "essays"


@pytest.fixture
def problems(essays, tmp_path):
    """Return a function that checks all essays, and returns what is wrong, line by line."""

    def found(*slugs):
        try:
            check(Project(essays=essays, node_modules=tmp_path / "nowhere"), slugs)
        except AuthorError as error:
            return lines_of(error)
        return []

    return found


def test_a_sound_essay_is_good_without_the_runtime_and_without_npm(essays, tmp_path):
    small.write_essay(essays, "one")
    said = []
    check(Project(essays=essays, node_modules=tmp_path / "nowhere"), [], said.append)
    unproved, good, weights, page, *advice = said
    assert good.startswith("one: good, 1 scene, 2 steps: 19 results computed, ")
    assert weights.startswith("one: prepared answers weigh 0.")
    told = r"one: its page weighs ([\d.]+) KB compressed, and the data of its scenes ([\d.]+) KB"
    assert all(0.5 < float(each) < 10 for each in re.fullmatch(told, page).groups())
    assert [each.split(", so ")[0] for each in advice] == [
        "advice: essays/one/figures.py:4: no fixed domain for x, y"
    ]
    assert unproved == (
        "not proved in the browser's Python, as a build will: no route to a runtime"
    )
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["build"]


@pytest.fixture
def proofs(monkeypatch):
    """Let every model be proved at once; return the slugs of those that were."""
    found = []
    monkeypatch.setattr(checking, "find_tracer", lambda _: object())
    monkeypatch.setattr(
        checking, "prove", lambda _, sound, __: found.extend(each.slug for each in sound)
    )
    monkeypatch.setattr(checking, "additions_of", lambda *_: [note("data", "both: data")])
    return found


def test_what_was_good_is_checked_again_when_something_has_changed(essays, proofs, tmp_path):
    small.write_essay(essays, "one")
    small.write_essay(essays, "two")
    project = Project(essays=essays, node_modules=tmp_path / "nowhere")

    def told(fresh=False):
        proofs.clear()
        said = []
        check(project, [], said.append, fresh)
        return said

    first = told()
    assert proofs == ["one", "two"]
    again = told()
    assert proofs == []
    as_it_was = [f"{slug}: good, 1 scene, 2 steps: as it was" for slug in ("one", "two")]
    assert [line for line in again if "good" in line] == as_it_was
    assert [line for line in again if "good" not in line] == [
        line for line in first if "good" not in line
    ]
    with (essays / "two/essay.md").open("a") as text:
        text.write("\nOne more sentence.\n")
    assert as_it_was[0] in told()
    assert proofs == ["two"]
    told(fresh=True)
    assert proofs == ["one", "two"]
    (essays / "one/refs.bib").write_text("@book{a,}")
    told()
    assert proofs == ["one"]


def test_what_was_not_proved_is_tried_again(essays, tmp_path):
    small.write_essay(essays, "one")
    for _ in range(2):
        said = []
        check(Project(essays=essays, node_modules=tmp_path / "nowhere"), [], said.append)
        assert said[0].startswith("not proved in the browser's Python")


def test_all_problems_of_all_essays_are_told(essays, problems):
    small.write_essay(essays, "good")
    small.write_essay(essays, "front", front="---\ntitle: T\n---\n")
    text = small.SCENE.replace("total.n | d`.\n\n", "totl.n | d` {nope}`x`.\n\n")
    text = text.replace("Now there are {live}`total.n", "Now there are {live}`total.m")
    small.write_essay(essays, "text", text=text + "\n:::{nothing}\n:::\n")
    model = small.MODEL.replace("import math", "import math\nimport tkinter\nimport pandas")
    small.write_essay(essays, "model", model=model)
    small.write_essay(essays, "figure", figures=small.FIGURES.replace('y="y:Q"', 'y="z:Q"'))
    places = [line.split(": ")[0].removeprefix("essays/") for line in problems()]
    assert places == [
        "figure/figures.py:5",
        "front/essay.md:1",
        "model/model.py:2",
        "model/model.py:3",
        "text/essay.md:12",
        "text/essay.md:12",
        "text/essay.md:28",
        "text/essay.md:33",
    ]


def test_a_check_can_be_of_some_essays(essays, problems):
    small.write_essay(essays, "good")
    small.write_essay(essays, "bad", front="")
    assert problems("good") == []
    assert len(problems("bad")) == 1
    assert "there is no essay 'bat'; there are bad, good" in problems("bat")[0]


def test_a_build_refuses_what_a_check_refuses(essays, problems, tmp_path, monkeypatch):
    monkeypatch.setattr(install, "install", lambda *_: install.Installed("runtime-0", "", {}))
    small.write_essay(essays, "one", model=small.MODEL.replace("1.0 *", "1 / state['high'] *"))
    small.write_essay(essays, "two", figures=small.FIGURES.replace('"points"', '"dots"'))
    with pytest.raises(EssaysError) as caught:
        build(Project(essays=essays), tmp_path / "dist")
    told = lines_of(caught.value)
    assert told == problems()
    assert len(told) == 2
    assert not (tmp_path / "dist").exists()


# ── models ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "return {",
            "if n == 4: 1 / 0\n    return {",
            ":9: ZeroDivisionError: division by zero (with n=3.5, which the slider in line 14 ",
        ),
        (
            "return {",
            "if state['n'] == 1: {}['x']\n    return {",
            ":9: KeyError: 'x' (with n=1, which the slider in line 14 sets); ",
        ),
        (
            "* n",
            "* n if state['layout'] == 'row' else [math.nan]",
            ":6: points.y is nan in row 0; return finite numbers, or leave out rows that have no "
            'value (with layout="heap", which the select in line 17 sets); ',
        ),
        (
            "* n",
            "* (n - state['high'])",
            ":6: columns of table points differ in length: {'x': 2, 'y': 1} "
            "(with high=true, which the toggle in line 20 sets); ",
        ),
        (
            "return {",
            "assert not state['seed']\n    return {",
            ":9: AssertionError (with seed=1, which the button in line 23 sets); ",
        ),
    ],
)
def test_the_ends_of_every_control_are_tried(essays, problems, old, new, words):
    small.write_essay(essays, "one", model=small.MODEL.replace(old, new, 1))
    (line,) = problems()
    assert line.startswith(f"essays/one/model.py{words}")


def test_every_step_is_computed(essays, problems):
    text = small.SCENE.replace("n=2", "n=1.5").replace("n=3", "n=2.5")
    model = small.MODEL.replace("    n = ", "    assert state['n'] != 2.5\n    n = ")
    small.write_essay(essays, "one", text=text, model=model)
    (line,) = problems()
    assert line.startswith("essays/one/model.py:7: AssertionError")


def test_whole_numbers_of_a_slider_come_without_a_point_as_from_the_browser(essays, problems):
    model = small.MODEL.replace('"n": 3', '"n": 2.5').replace("n=2", "n=2.5")
    model = model.replace(
        "    n = math",
        "    assert not (state['n'] / 1).is_integer() or isinstance(state['n'], int)\n    n = math",
    )
    small.write_essay(essays, "one", model=model)
    assert problems() == []
    small.edit(essays / "one" / "model.py", "isinstance(state['n'], int)", "state['n'] in (2, 3)")
    assert ["with n=1, which" in line for line in problems()] == [True]


@pytest.mark.parametrize(
    ("model", "place"),
    [
        (
            "import random\n" + small.MODEL.replace("1.0 *", "random.random() +"),
            ":7: dots() gives another points.y when it is asked the same again; give random ",
        ),
        (
            small.MODEL.replace("def dots", "asked = []\n\n\ndef dots").replace(
                "    n = ", "    asked.append(1)\n    n = len(asked) + "
            ),
            ":9: dots() gives another points.x when",
        ),
        (
            small.MODEL.replace(
                "STATES", "names = iter('abcdefghijklmnopqrstuvwxyz')\nSTATES"
            ).replace('"total": {', 'next(names): {"x": []}, "total": {'),
            ":7: dots() gives another a when",
        ),
        (
            small.MODEL.replace("STATES", "signs = iter([1.0, -1.0] * 99)\nSTATES").replace(
                "[1.0 * state", "[0.0 * next(signs) * state"
            ),
            ":7: dots() gives another points.y when",
        ),
    ],
)
def test_a_model_that_differs_between_two_calls_is_refused(essays, problems, model, place):
    small.write_essay(essays, "one", model=model)
    assert problems()[0].startswith(f"essays/one/model.py{place}")


def test_a_model_that_changes_its_state_or_its_tables_afterwards_is_none_the_worse(
    essays, problems
):
    model = small.MODEL.replace('"seed": 0}', '"seed": 0, "moved": []}').replace(
        "    n = ", "    state['moved'].append(1)\n    assert len(state['moved']) == 1\n    n = "
    )
    small.write_essay(essays, "one", model=model)
    assert problems() == []


def test_what_the_browser_would_compute_otherwise_is_refused(essays, monkeypatch):
    """With the runtime that this machine has, and with what it has proved before."""
    monkeypatch.undo()
    monkeypatch.chdir(essays.parent)
    model = small.MODEL.replace("import math", "import math\n\nimport numpy")
    total = "[(numpy.array([70000]) ** 2)[0]]"
    small.write_essay(essays, "one", model=model.replace("[n]}", f"{total}}}"))
    said = []
    with pytest.raises(AuthorError, match=r"total\.n is 4900000000 at build and 605032704 in"):
        check(Project(essays=essays), [], said.append)
    assert said == []
    small.edit(essays / "one" / "model.py", "[70000]", "[70000], dtype=numpy.int64")
    small.edit(essays / "one" / "model.py", "STATES", "FILE = 'pay.csv'\nSTATES")
    (essays / "one" / "pay.csv").write_bytes(bytes(2000))
    check(Project(essays=essays), [], said.append)
    assert said[0].startswith("one: good, ")
    assert "one: every reader fetches 2 KB of data for its model" in said
    assert not [line for line in said if "not proved" in line]


def test_what_the_browser_lacks_is_told_once_if_it_is_lacking_here_too(essays, problems):
    model = small.MODEL.replace("    n = ", "    import no_such_library\n    n = ")
    small.write_essay(essays, "one", model=model)
    (line,) = problems()
    assert line.startswith("essays/one/model.py:7: no_such_library cannot be imported in the ")


def test_a_model_that_never_ends_is_ended(essays, problems):
    front = small.FRONT.replace("summary", "time_limit: 1\nsummary")
    model = small.MODEL.replace("    n = ", "    while True:\n        pass\n    n = ")
    small.write_essay(essays, "one", front=front, model=model)
    (line,) = problems()
    assert line.startswith("essays/one/model.py:6: one computation takes longer than 1 s")


def test_a_model_that_catches_everything_is_ended_too(essays, problems):
    front = small.FRONT.replace("summary", "time_limit: 1\nsummary")
    loop = "    while True:\n        try:\n            sum(range(999))\n"
    loop += "        except Exception:\n            pass\n"
    small.write_essay(
        essays, "one", front=front, model=small.MODEL.replace("    n = ", loop + "    n = ")
    )
    assert "takes longer than 1 s" in problems()[0]


@pytest.mark.parametrize("value", ["{1, 2}", "object()", "float('nan')", "lambda: 1"])
def test_a_state_that_is_no_json_is_refused(essays, problems, value):
    model = "\n" + small.MODEL.replace('"seed": 0', f'"seed": 0, "other": {value}')
    small.write_essay(essays, "one", model=model)
    (line,) = problems()
    assert line.startswith("essays/one/model.py:4: STATES['dots']['other'] is ")
    assert "; write STATES = {" in line


# ── imports ──────────────────────────────────────────────────────────────────────────────────────


def imported(tmp_path, source):
    (tmp_path / "model.py").write_text(source)
    (tmp_path / "figures.py").touch()
    return [(error.line, error.problem) for error in imports.check_imports(tmp_path / "model.py")]


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np, math\nfrom scipy.stats import norm\nimport sklearn.linear_model",
        "from __future__ import annotations\nimport json, random, itertools, fractions",
        "import joblib\nfrom threadpoolctl import threadpool_limits\nimport importlib",
        "def f():\n    from sklearn.svm import SVC\n    import heapq",
        "x = 1\nx.import_module(x)\nimportlib.import_module('numpy.linalg')",
        "from refit import layouts\nimport refit.layouts as own\nfrom refit.layouts import pens",
    ],
)
def test_what_the_browser_has_can_be_imported(tmp_path, source):
    assert imported(tmp_path, source) == []


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("import pandas", 1, "pandas cannot be imported in the browser"),
        ("\nimport math, torch.nn as nn", 2, "torch cannot be imported"),
        ("from refit import layouts, essay", 1, "refit.essay does not travel with a model"),
        ("import refit.tables", 1, "refit.tables does not travel with a model"),
        ("import refit", 1, "refit does not travel with a model"),
        ("import altair", 1, "altair cannot be imported"),
        ("import scikit_learn", 1, "scikit_learn cannot be imported"),
        ("def f():\n    if 0:\n        import xgboost", 3, "xgboost cannot be imported"),
        ("class A:\n    from requests import get", 2, "requests cannot be imported"),
        ("from . import pets", 1, "an essay's files are no package"),
        ("from .pets import cat", 1, "an essay's files are no package"),
        ("from stage import cat", 1, "there is no stage.py beside model.py"),
        ("import figures", 1, "figures.py does not travel with model.py"),
        ("x = __import__('pandas')", 1, "pandas cannot"),
        ("import importlib\nimportlib.import_module('polars.x')", 2, "polars cannot"),
        ("import tkinter.ttk", 1, "the browser's Python has no tkinter"),
        ("import curses", 1, "the browser's Python has no curses"),
        ("import cgi", 1, "the browser's Python has no cgi"),
        ("from concurrent.futures import Executor", 1, "concurrent does not work in the browser"),
        ("import urllib.request", 1, "urllib does not work in the browser"),
        ("import _thread", 1, "_thread cannot be imported"),
    ],
)
def test_what_the_browser_lacks_is_refused_at_its_line(tmp_path, source, line, words):
    ((found, problem),) = imported(tmp_path, source)
    assert found == line
    assert problem.startswith(words)


def test_an_import_that_fails_here_too_is_told_once(essays, problems):
    small.write_essay(essays, "one", model="import no_such_library\n" + small.MODEL)
    (line,) = problems()
    assert line.startswith("essays/one/model.py:1: no_such_library cannot be imported in the brow")


LIST = """
import { join } from "node:path";
const folder = process.argv[1];
const { loadPyodide } = await import(join(folder, "pyodide.mjs"));
const python = await loadPyodide({ indexURL: folder + "/" });
console.log("names: " + python.runPython(`
import importlib.util, json, sys
sys.modules.pop("this", None)
json.dumps([n for n in sys.stdlib_module_names if n[0] != "_" and not importlib.util.find_spec(n)])
`));
"""


@pytest.mark.slow
def test_the_browsers_python_lacks_what_is_listed():
    """Asked of the very runtime that the site ships."""
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", LIST, fetch.ensure()],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("names: ")]
    lacking = set(json.loads(line.removeprefix("names: ")))
    assert {"tkinter", "curses"} <= lacking
    assert lacking <= set(imports.LACKING.split())


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('y="y:Q"', 'y="z:Q"', ":5: the figure dots() reads column 'z' of table 'points', which "),
        (
            '"points"',
            '"pints"',
            ":5: the figure dots() draws table 'pints', which model.py does not ",
        ),
        (
            "180",
            "180, usermeta={'drag': {'table': 'points'}}",
            ":4: usermeta's drag has no state, ",
        ),
        (".mark_point()", ".mark_point().transform_filter('datum.')", ":4: Vega-Lite to Vega conv"),
        (
            ".mark_point()",
            ".mark_point().transform_filter('f(1)')",
            ":4: Vega to SVG conversion fa",
        ),
        ("if narrow", "if narrow and 1 / 0", ":6: ZeroDivisionError"),
        (
            'y="y:Q"',
            'y="y:Q", tooltip=["rule"]',
            ":5: the column 'rule' has no type where a channel names it; write 'rule:Q' if it "
            "holds numbers, 'rule:N' if words",
        ),
        (
            "return points",
            "return 3\n    points",
            ":4: dots() returns int, not a chart of Altair's",
        ),
        ("height=60", "height=60, usermeta={'hops': alt}", ":4: TypeError: Object of type module"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_refused(essays, problems, old, new, words):
    small.write_essay(essays, "one", figures=small.FIGURES.replace(old, new, 1))
    (line,) = problems()
    assert line.startswith(f"essays/one/figures.py{words}")


@pytest.mark.parametrize("wrong", ["datum.", "f(1)", "nosuch > 1"])
def test_the_layer_that_vega_refuses_is_told(essays, problems, wrong):
    figures = small.FIGURES.replace(
        "return points.",
        "worse = points.transform_filter({wrong!r}).properties(name='worse')\n"
        "    return alt.layer(points, worse, points).",
    )
    small.write_essay(essays, "one", figures=figures.replace("{wrong!r}", repr(wrong)))
    (line,) = problems()
    assert line.startswith("essays/one/figures.py:6: Vega")
    assert line.endswith("; mend layer 2 of 3 ('worse'), most likely an expression in it")


def test_a_column_that_only_the_narrow_layout_reads_is_missed_too(essays, problems):
    figures = small.FIGURES.replace('y="y:Q"', 'y="z:Q" if narrow else "y:Q"')
    small.write_essay(essays, "one", figures=figures)
    assert "reads column 'z' of table 'points'" in problems()[0]


@pytest.mark.parametrize(
    ("name", "sign", "written"),
    [
        ("petal.length", ".", r"petal\\.length"),
        ("no. of legs", ".", r"no\\. of legs"),
        ("petal[cm]", "[", r"petal\\[cm\\]"),
        ("a.b[c].d", ".", r"a\\.b\\[c\\]\\.d"),
    ],
)
def test_a_column_whose_name_a_chart_reads_as_a_way_is_told_how_to_write_it(
    essays, problems, name, sign, written
):
    model = small.MODEL.replace('"y": y', f'"{name}": y')
    figures = small.FIGURES.replace('y="y:Q"', f'y=alt.Y("{name}", type="quantitative")')
    small.write_essay(essays, "one", model=model, figures=figures)
    (line,) = problems()
    assert line.endswith(
        f"a chart takes {sign!r} in {name!r} for the way to a part of a value: write "
        f"{written} there, or give the column another name"
    )
    remedy = figures.replace(name, written)
    small.write_essay(essays, "one", model=model, figures=remedy)
    assert problems() == []


def test_a_table_that_one_end_of_a_control_does_not_return_is_missed(essays, problems):
    model = small.MODEL.replace('{"points"', '{"points" if state["layout"] == "row" else "heap"')
    small.write_essay(essays, "one", model=model)
    (line,) = problems()
    assert "draws table 'points', which model.py does not return with layout=\"heap\"" in line
    assert line.endswith("tables: heap, total")


EMPTY = '{"x": [], "y": []}'
ONE = '{"points": {"x": [1], "y": [1]}, "total": {"n": [n]}}'
NEVER = small.MODEL.replace('{"x": list(range(n)), "y": y}', EMPTY)


def test_a_table_of_the_figure_that_never_has_rows_is_refused(essays, problems):
    small.write_essay(essays, "one", model=NEVER)
    assert problems() == [
        "essays/one/figures.py:4: the figure dots() draws table 'points', which has no rows in any "
        "state; return rows in model.py, or draw nothing of 'points'"
    ]


@pytest.mark.parametrize(
    "model",
    [
        NEVER.replace(EMPTY, f'{EMPTY} if not state["high"] else {{"x": [1], "y": [1]}}'),
        NEVER.replace(
            "    return",
            '    yield {"points": {"x": [1], "y": [1]}, "total": {"n": [n]}}\n    yield',
        ),
    ],
    ids=["with a control", "for a while"],
)
def test_a_table_that_has_rows_in_some_state_may_be_empty_in_others(essays, problems, model):
    small.write_essay(essays, "one", model=model)
    assert problems() == []


DRAG = {
    "table": "points", "state": "moved", "x": "x", "y": "y",
    "limits": [[0, 1], [0, 1]], "step": [1, 1], "label": "{name} {x}",
}  # fmt: skip


FIXED = small.FIGURES.replace(
    'x="x:Q", y="y:Q"', 'alt.X("x:Q", scale=FIXED), alt.Y("y:Q", scale=FIXED)'
).replace("\n\n", "\n\nFIXED = alt.Scale(domain=(0, 9))\n\n", 1)


def test_what_is_dragged_needs_its_columns_and_its_key(essays, problems):
    figures = FIXED.replace("height=60", f"height=60, usermeta={{'drag': {DRAG!r}}}")
    small.write_essay(essays, "one", figures=figures)
    assert "goes to the state's key 'moved', which is not there" in problems()[0]
    small.edit(essays / "one" / "model.py", '"seed": 0', '"seed": 0, "moved": {}')
    missing = [line.split("'")[1] for line in problems() if "reads column" in line]
    assert missing == ["key", "draggable", "name"]


def test_what_is_dragged_is_drawn_at_its_columns_x_and_y(essays, problems):
    figures = FIXED.replace('"x:Q"', '"u:Q"').replace('"y:Q"', '"v:Q"')
    drag = DRAG | {"x": "u", "y": "v", "label": "{u}"}
    figures = figures.replace("height=60", f"height=60, usermeta={{'drag': {drag!r}}}")
    model = small.MODEL.replace('"x": list', '"u": list').replace('"y": y', '"v": y')
    model = model.replace('"seed": 0', '"seed": 0, "moved": {}')
    small.write_essay(essays, "one", figures=figures, model=model)
    missing = [line.split("'")[1] for line in problems() if "reads column" in line]
    assert missing == ["key", "draggable", "x", "y"]


def chart(**encodings):
    return alt.Chart(alt.NamedData("t")).mark_point().encode(**encodings)


@pytest.mark.parametrize(
    ("made", "needs"),
    [
        (chart(x="a:Q"), {"t": ["a"]}),
        (
            chart(x="mean(a):Q", color=alt.Color("b:N", sort=alt.SortField("c"))),
            {"t": ["a", "b", "c"]},
        ),
        (chart(x="count():Q"), {"t": []}),
        (chart(x=alt.value(3), x2="b"), {"t": ["b"]}),
        (chart(tooltip=["a:Q", "b:N"], detail="c:N"), {"t": ["a", "b", "c"]}),
        (chart(x="a.b:Q", y=alt.Y("c[0]", type="quantitative")), {"t": ["a", "c"]}),
        (
            chart(color=alt.condition("datum.a > datum['b']", alt.value("x"), "c:N")),
            {"t": ["a", "b", "c"]},
        ),
        (chart(x="a:Q").transform_calculate(a="datum.b + 'datum'"), {"t": ["b"]}),
        (chart(x="a:Q").transform_filter('datum.a > 1 && datum["b c"]'), {"t": ["a", "b c"]}),
        (chart(x="a:Q").transform_filter(alt.FieldRangePredicate("b", [0, 1])), {"t": ["a", "b"]}),
        (chart(x="key:N", y="value:Q").transform_fold(["a", "b"]), {"t": ["a", "b"]}),
        (chart(x="a:Q").transform_flatten(["b"], ["a"]), {"t": ["b"]}),
        (chart(x="a:Q").transform_aggregate(a="sum(b)", groupby=["c"]), {"t": ["b", "c"]}),
        (chart(x="a:Q").transform_window(a="rank()", sort=[alt.SortField("b")]), {"t": ["b"]}),
        (chart(x="a:Q").transform_pivot("b", value="c"), {"t": ["b", "c"]}),
        (chart(x="value:Q", y="density:Q").transform_density("a"), {"t": ["a"]}),
        (chart(x="a:Q").transform_bin("a", field="b"), {"t": ["b"]}),
        (
            chart(x="a:Q").transform_stack(stack="b", as_=["a", "z"], groupby=["c"]),
            {"t": ["b", "c"]},
        ),
        (
            chart(x="a:Q").transform_lookup("b", alt.LookupData(alt.NamedData("u"), "k", ["a"])),
            {"t": ["b"], "u": ["a", "k"]},
        ),
        (
            chart(x="a:Q") + alt.Chart(alt.NamedData("u")).mark_rule().encode(y="b:Q"),
            {"t": ["a"], "u": ["b"]},
        ),
        (chart(x="a:Q") | chart(y="b:Q"), {"t": ["a", "b"]}),
        (chart(x="a:Q").facet("f:N"), {"t": ["a", "f"]}),
        (alt.Chart(alt.Data(values=[{"a": 1}])).mark_point().encode(x="a:Q"), {}),
        (alt.Chart(alt.sequence(0, 9, 1)).mark_point().encode(x="data:Q"), {}),
        (chart(x="a:Q").mark_point(size=alt.expr("datum.b * 2")), {"t": ["a", "b"]}),
    ],
)
def test_the_columns_that_a_chart_reads(made, needs):
    assert columns_read(made.to_dict()) == needs


def test_the_columns_that_the_essays_figures_read_are_all_there():
    """The needs of real figures, held to the marks that Vega makes of them."""
    for folder in Project().folders:
        essay = load(folder)
        for scene in essay.scenes.values():
            function = getattr(essay.figures, scene.function)
            made = function(narrow=False)
            charts = made.values() if isinstance(made, dict) else [made]
            assert any(columns_read(chart.to_dict()) for chart in charts)
