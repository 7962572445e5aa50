"""The proof that build and browser agree: what differs is refused with file, line and a remedy."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from refit.cache import Cache
from refit.errors import AuthorError, lines_of
from refit.essay.advice import advise
from refit.essay.reading import load
from refit.runtime.install import find_tracer
from refit.runtime.model_runs import read_runs
from refit.runtime.trace import Answer
from refit.site import agreement, check
from refit.site.agreement import difference, is_close
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from refit.tables import as_tables
from tests import small

# ── two results ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("built", "browser", "told", "remedy"),
    [
        ({"a": {}, "b": {}}, {"b": {}, "a": {}}, "the tables are ['a', 'b'] at build and ", "ret"),
        (
            {"a": {"x": [1], "y": [2]}},
            {"a": {"y": [2], "x": [1]}},
            "the columns of table a are ['x', 'y'] at build and ['y', 'x'] in the browser's Python",
            "return the same tables",
        ),
        ({"a": {"x": [1]}}, {"a": {"x": ["1"]}}, "a.x holds numbers at build and words in", "ret"),
        ({"a": {"x": [1]}}, {"a": {"x": [1, 2]}}, "a.x has 1 rows at build and 2 in the", "return"),
        (
            {"a": {"x": ["cat", "dog"]}},
            {"a": {"x": ["dog", "cat"]}},
            "a.x is 'cat' at build and 'dog' in the browser's Python, in row 0",
            "if they come out of a set, whose order differs from run to run, write sorted(…)",
        ),
        (
            {"a": {"x": [1, 2.5]}},
            {"a": {"x": [1, 2.4]}},
            "a.x is 2.5 at build and 2.4 in the browser's Python, in row 1",
            "if it comes of whole numbers, these have 32 bits there: say dtype=np.int64, or",
        ),
        (
            {"a": {"x": [0.5]}},
            {"a": {"x": [0.5 + 1e-8]}},
            "a.x is 0.5 at build and 0.50000001 in",
            "the model magnifies rounding: ",
        ),
        ({"a": {"x": [10**9]}}, {"a": {"x": [10**9 + 1]}}, "a.x is 1000000000 at build", "the mo"),
    ],
)
def test_a_difference_is_told_with_its_place_and_a_remedy(built, browser, told, remedy):
    found = difference(as_tables(built), as_tables(browser))
    assert found.what.startswith(told)
    assert found.remedy.startswith(remedy)


def test_results_that_agree_to_nine_digits_are_the_same():
    tables = as_tables({"a": {"x": [0.1, 1e300], "n": [3, 4], "w": ["a", "b"]}})
    other = as_tables({"a": {"x": [0.1 + 1e-11, 1e300], "n": [3, 4], "w": ["a", "b"]}})
    assert difference(tables, tables) is None
    assert difference(tables, other) is None


@pytest.mark.parametrize(
    ("built", "browser", "same"),
    [
        ([1e-17], [-3e-17], True),  # what is left of a difference of two equal numbers
        ([0.0], [1e-13], True),
        ([0.0], [1e-11], False),
        ([1e-7, 1e6], [0.0, 1e6], True),  # a picture of such a column shows no such digits
        ([1e-7], [0.0], False),
        ([3.0], [3.0 + 1e-15], True),  # a fit that happens to be whole
        ([3.0], [4.0], False),
        ([2.0**40], [2.0**40 + 1], False),  # counts are counted
    ],
)
def test_numbers_near_zero_are_measured_by_their_column(built, browser, same):
    assert is_close(np.array(built), np.array(browser)).all() == same


# ── models in the browser's Python ───────────────────────────────────────────────────────────────

NUMPY = (
    "import math\n",
    "import math\nimport sys\nfrom pathlib import Path\n\nimport numpy as np\n",
)
BROWSER = "in the browser's Python"


@pytest.fixture(scope="module")
def tracer():
    return find_tracer(Cache())


@pytest.fixture
def refused(tmp_path, tracer):
    """Return a function that proves the small essay with edits of its model: what is told."""

    def prove(*edits, limit=20, files=()):
        front = small.FRONT.replace("summary", f"time_limit: {limit}\nsummary")
        folder = small.write_essay(tmp_path / "essays", "one", front=front)
        for name, content in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content)
        for old, new in (NUMPY, *edits):
            small.edit(folder / "model.py", old, new)
        try:
            agreement.require([folder], tracer, Cache(tmp_path / "cache"))
        except AuthorError as error:
            return [line.split("/one/")[1] for line in lines_of(error)]
        return []

    return prove


TOTAL = '"total": {"n": [n]}'


def test_a_function_that_lets_a_reader_wait_is_advised_to_yield(tmp_path):
    essay = load(small.write_essay(tmp_path / "essays", "one"))
    runs = [("dots", {"n": n}) for n in (1, 2, 3)]

    def told(*seconds):
        answers = [Answer(), *(Answer(seconds=each) for each in seconds)]
        return [str(each) for each in agreement.slow(essay, [(runs[: len(seconds)], answers)])]

    (advice,) = told(9.0, 0.7, 0.6)
    assert "dots() computes for 0.7 s without a result in the browser's Python; compute" in advice
    assert told(9.0, 0.4, 0.3) == []  # the first has Python read what it imports
    assert told(9.0, 9.0) == []


def test_advice_on_a_slow_model_can_be_switched_off(tmp_path, monkeypatch):
    front = small.FRONT.replace("summary: S\n", "summary: S\nwithout_advice: [slow]\n")
    folder = small.write_essay(tmp_path / "essays", "one", front=front)
    project = Project(folder.parent)
    outcome = BuildTask(project, Names(), tmp_path / "dist", Cache())(folder)
    slow = advise("slow", "dots() computes for 0.7 s", "yield what is there")
    monkeypatch.setattr(agreement, "prove_all", lambda *_: [agreement.Proof([], [slow])])
    check.prove(project, [outcome], SimpleNamespace(cache=Cache()))
    assert slow in outcome.advised
    assert slow not in outcome.advice


def test_the_longest_time_without_a_result_is_measured(tmp_path, tracer):
    """By the processor's clock: a model that yields half-way lets readers wait half as long."""

    def waits(slug, between):
        folder = small.write_essay(tmp_path / "essays", slug)
        busy = "    sum(i * i for i in range(600_000))\n"
        body = busy + between + busy
        small.edit(folder / "model.py", "    return {", f"{body}    yield {{")
        run = read_runs(folder, Cache(tmp_path / "cache"))
        *_, last = replace(tracer, cache=Cache(tmp_path / "cache")).ask(run)
        return last.seconds

    whole = waits("whole", "")
    half = waits("half", '    yield {"points": {"x": [], "y": []}, "total": {"n": [n]}}\n')
    assert 0 < half < 0.8 * whole


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            TOTAL,
            '"total": {"n": [(np.array([70000]) ** 2)[0]]}',
            f"model.py:10: total.n is 4900000000 at build and 605032704 {BROWSER}, in row 0 "
            "(scene 'dots' with n=2); if it comes of whole numbers, these have 32 bits there: say "
            "dtype=np.int64, or use floats; if of sorting what may be equal, its order may differ: "
            "say kind='stable'",
        ),
        (
            TOTAL,
            '"total": {"n": [n]}, "large": {"n": [(np.arange(n) + 2**40)[0] - 2.0**40]}',
            f"model.py:13: fails {BROWSER}: OverflowError: Python int too large to convert to C "
            "long (scene 'dots' with n=2); numpy's whole numbers have 32 bits there: say "
            "dtype=np.int64, or use floats",
        ),
        (
            TOTAL,
            '"total": {"n": [n], "who": [list({"cat", "dog", "owl", "eel", "bat"})[0]]}',
            "model.py:10: total.who is ",
        ),
        (
            "    y = [",
            "    if sys.platform == 'emscripten' and state['high']:\n"
            "        raise ValueError('too high')\n    y = [",
            f"model.py:13: fails {BROWSER}: ValueError: too high (scene 'dots' with n=2, "
            "high=true); write what it understands: it is Python 3.14.0 with numpy ",
        ),
        (
            "    y = [",
            "    if sys.platform == 'emscripten':\n        state = {'high': np.nan}\n    y = [",
            f"model.py:10: fails {BROWSER}: points.y is nan in row 0; return finite numbers, or",
        ),
        (
            "    y = [",
            "    def dive(n):\n        return n and 1 + dive(n - 1)\n"
            "    if sys.platform == 'emscripten':\n        dive(10**6)\n    y = [",
            f"model.py:13: fails {BROWSER}: RecursionError: maximum recursion depth exceeded",
        ),
        (
            "STATES",
            "if sys.platform == 'emscripten':\n    import curses\nSTATES",
            f"model.py:8: fails {BROWSER}: ModuleNotFoundError: No module named 'curses'",
        ),
    ],
)
def test_a_model_that_differs_in_the_browser_is_refused(refused, old, new, told):
    (line,) = refused((old, new))
    assert line.startswith(told)


# What people write who do not know that the browser's whole numbers are short, and sets unordered.
SHORT, UNORDERED = "these have 32 bits there: say dtype=np.int64", "write sorted(…)"
LIKE = {
    "(np.array([48000, 52000, 61000]) ** 2).max()": SHORT,
    "np.dot(np.array([90000]), np.array([90000]))": SHORT,
    "' '.join(frozenset(map(str, range(40))))": UNORDERED,
    "''.join(set('the quick brown fox'))": UNORDERED,
}


def test_what_is_like_that_is_refused_with_its_remedy(tmp_path, tracer):
    folders = []
    for i, value in enumerate(LIKE):
        model = small.MODEL.replace(*NUMPY).replace(TOTAL, f'"total": {{"n": [n], "v": [{value}]}}')
        folders.append(small.write_essay(tmp_path / "essays", f"e{i}", model=model))
    found = agreement.prove_all(folders, tracer, Cache(tmp_path / "cache"))
    for (value, remedy), told in zip(LIKE.items(), found, strict=True):
        (error,) = told.problems
        assert error.problem.startswith("total.v is "), value
        assert remedy in error.remedy, value


def test_a_model_that_agrees_is_proved_once(refused, tmp_path, tracer, monkeypatch):
    kept = tracer.__class__(tracer.runtime, tracer.library, Cache(tmp_path / "cache"))
    asked = []
    run = kept.__class__.run
    monkeypatch.setattr(kept.__class__, "run", lambda *a: asked.append(len(a[3])) or run(*a))
    folder = small.write_essay(tmp_path / "essays", "one")
    agreement.require([folder], kept, kept.cache)
    agreement.require([folder], kept, kept.cache)
    assert len(asked) == 1
    small.edit(folder / "essay.md", "n=3", "n=3 seed=5")  # a new state; the others are known
    agreement.require([folder], kept, kept.cache)
    every, new = asked
    assert 0 < new < every


@pytest.mark.parametrize("loop", ["while True:\n            pass", "sum(range(10**13))"])
def test_a_model_without_an_end_is_refused_and_not_remembered(refused, tracer, tmp_path, loop):
    endless = f"    if sys.platform == 'emscripten':\n        {loop}\n    y = ["
    (line,) = refused(("    y = [", endless), limit=1)
    assert f": one computation takes longer than 2 s {BROWSER} (scene 'dots' with n=2); " in line
    kept = tracer.__class__(tracer.runtime, tracer.library, Cache(tmp_path / "cache"))
    model = read_runs(tmp_path / "essays" / "one", kept.cache)
    *_, last = (answer for answer in kept.ask(model) if answer)
    assert last.is_overdue
    keys = [kept.key(model, 0, run) for run in (None, *model.runs)]
    assert [bool(kept.cache.get("runs", key)) for key in keys] == [True] + [False] * len(model.runs)


def test_a_busy_machine_is_no_reason(refused):
    """What counts is the processor's time of the model: this one waits for longer than it may."""
    rest = "    if sys.platform == 'emscripten' and n == 2:\n        rest()\n    y = ["
    pause = (
        "def rest():\n    import js\n    import pyodide_js\n    buffer = "
        "js.SharedArrayBuffer.new(4)\n    js.Atomics.wait(js.Int32Array.new(buffer), 0, 0, 2500)\n"
    )
    assert refused(("    y = [", rest), ("def dots", f"{pause}\n\ndef dots"), limit=1) == []


# ── data files ───────────────────────────────────────────────────────────────────────────────────

READ = '"total": {"n": [float((Path(__file__).parent / %s).read_text())]}'


def test_however_a_file_is_read_it_travels_with_the_model(refused):
    reads = (
        "np.genfromtxt(Path(__file__).with_name('d.csv'), delimiter=',', names=True)['b'][1]",
        "np.loadtxt(Path(__file__).parent / 'd.csv', delimiter=',', skiprows=1)[1, 1]",
        "float(open(Path(__file__).with_name('d.csv')).readlines()[2].split(',')[1])",
        "float(list(csv.DictReader(Path(__file__).with_name('d.csv').open()))[1]['b'])",
    )
    total = f'"total": {{"n": [{", ".join(reads)}]}}'
    edits = ((TOTAL, total), ("import math", "import csv\nimport math"))
    assert refused(*edits, files=[("d.csv", "a,b\n1,2\n3,4.5\n")]) == []


@pytest.mark.parametrize("name", ["n.txt", "data/n.txt"])
def test_a_file_beside_the_model_travels_with_it(refused, name):
    assert refused((TOTAL, READ % f"'{name}'"), files=[(name, "2.5")]) == []


def test_a_file_that_the_model_does_not_name_in_full_is_refused(refused):
    (line,) = refused((TOTAL, READ % "('n' + '.txt')"), files=[("n.txt", "2.5")])
    assert line.startswith(f"model.py:13: fails {BROWSER}: FileNotFoundError: ")
    assert line.endswith(
        "; a file travels with model.py if it lies beside it and model.py holds its whole name, "
        'as Path(__file__).with_name("data.csv") does'
    )


def test_a_change_of_a_data_file_is_a_change_of_the_model(tmp_path):
    edited = small.MODEL.replace("import math", "import math\nDATA = 'n.txt'")
    folder = small.write_essay(tmp_path / "essays", "one", model=edited)
    found = []
    for content in ("1", "2", "1"):
        (folder / "n.txt").write_text(content)
        found.append(read_runs(folder, Cache()).data)
    assert found[0] == found[2] != found[1]
    assert found[0].keys() == {"n.txt"}
