"""Results: each step computed once, stored compactly, and read back to the last bit."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from refit.errors import AuthorError
from refit.essay.author_code import import_file
from refit.essay.markup import Document
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, Step
from refit.model.results import PackedColumns, compute_steps, pack_steps
from refit.model.run import compute
from refit.numbers import shortest
from refit.tables import as_tables

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def make_essay(tmp_path):
    """Return a function that makes an essay of one scene from the source of its model."""

    def make(source, states=({},)):
        (tmp_path / "model.py").write_text(source)
        model = import_file(tmp_path / "model.py", "refit_test.results_model")
        steps = [Step(f"s-{i}", {}, [], 1, state) for i, state in enumerate(states, 1)]
        scene = Scene("s", "scene", {}, [], steps, 1)
        return Essay("e", tmp_path, Document({}, []), {"s": scene}, model, model)

    return make


def refusal(essay):
    with pytest.raises(AuthorError) as caught:
        compute(essay, essay.scenes["s"], {})
    assert caught.value.file == essay.folder / "model.py"
    return caught.value


# ── computing ────────────────────────────────────────────────────────────────────────────────────


def test_every_step_gets_the_tables_of_its_own_state(make_essay):
    source = "def scene(state):\n    return {'t': {'c': [state['n']]}}\n"
    made = make_essay(source, [{"n": 1}, {"n": 2}])
    tables = compute_steps(made)
    assert {step: found["t"]["c"].tolist() for step, found in tables.items()} == {
        "s-1": [1.0],
        "s-2": [2.0],
    }


def test_a_generators_last_result_counts(make_essay):
    made = make_essay(
        "def scene(state):\n    for i in range(5):\n        yield {'t': {'c': [i]}}\n"
    )
    assert compute(made, made.scenes["s"], {})["t"]["c"].tolist() == [4.0]


def test_a_model_that_raises_is_told_with_its_own_last_line(make_essay):
    error = refusal(
        make_essay("def scene(state):\n    return inner()\n\ndef inner():\n    1 / 0\n")
    )
    assert (error.line, error.problem) == (5, "ZeroDivisionError: division by zero")


def test_an_error_raised_inside_a_library_is_told_with_the_models_line(make_essay):
    source = "import numpy as np\n\ndef scene(state):\n    return np.linalg.inv(np.zeros((2, 2)))\n"
    error = refusal(make_essay(source))
    assert (error.line, error.problem) == (4, "LinAlgError: Singular matrix")


def test_a_generator_that_raises_between_results_is_told(make_essay):
    source = "def scene(state):\n    yield {}\n    raise RuntimeError('tired')\n"
    error = refusal(make_essay(source))
    assert (error.line, error.problem) == (3, "RuntimeError: tired")


def test_a_table_that_cannot_be_drawn_is_told_with_the_scenes_line(make_essay):
    source = "\n\ndef scene(state):\n    return {'t': {'c': [1.0, float('nan')]}}\n"
    error = refusal(make_essay(source))
    assert error.line == 3
    assert "t.c is nan in row 1" in error.problem


def test_a_scene_that_yields_nothing_is_refused(make_essay):
    error = refusal(make_essay("def scene(state):\n    yield from ()\n"))
    assert (error.line, error.problem) == (1, "this scene yields nothing")


@pytest.mark.parametrize(
    ("first", "second"), [("1.0", "1.0 + 2**-52"), ("0.0", "-0.0"), ("1.0", "'1.0'")]
)
def test_two_answers_that_differ_in_one_bit_are_refused(make_essay, first, second):
    source = f"""
answers = iter([{first}, {second}])
def scene(state):
    return {{"t": {{"same": [1.5], "c": [next(answers)]}}}}
"""
    with pytest.raises(AuthorError, match=r"scene\(\) gives another t\.c when"):
        compute_steps(make_essay(source))


# ── storing ──────────────────────────────────────────────────────────────────────────────────────


def packed_steps(*results):
    return pack_steps(map(as_tables, results), PackedColumns())


def unpacked_in_javascript(text):
    script = f"""
        import {{ readColumns }} from "{(ROOT / "static/js/state/columns.js").as_uri()}";
        import {{ copyTables, unpackSteps }} from "{(ROOT / "static/js/state/tables.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const told = JSON.parse(readFileSync(0, "utf8"));
        const steps = unpackSteps(readColumns(told.columns), told.steps);
        console.log(JSON.stringify(steps.map(copyTables)));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout, parse_int=float)  # as JavaScript means it


def test_the_page_reads_back_unrounded_tables():
    rng = np.random.default_rng(0)
    first = {
        "points": {
            "key": list(range(200)),
            "x": rng.normal(size=200).tolist(),
            "y": (rng.normal(size=200) * 10.0 ** rng.integers(-300, 300, 200)).tolist(),
            "set": ["a", "ü"] * 100,
        },
        "edges": {"v": [5e-324, 0.1, 1 / 3, 2.0**53, 2.0**53 + 2, -1e21, 1e22, 0.0]},
        "empty": {"v": []},
    }
    second = {"points": first["points"] | {"x": [0.5] * 200}, "edges": {"v": [1]}}
    packed = json.dumps(packed_steps(first, second), allow_nan=False)
    assert unpacked_in_javascript(packed) == [first, second]


def test_a_column_that_steps_share_is_stored_once():
    same = [1.5, 2.5]
    packed = packed_steps({"a": {"x": same, "y": [1, 2]}}, {"a": {"x": same, "y": [3, 4]}})
    assert len(packed["columns"]) == 3
    assert packed["steps"][0]["a"]["x"] == packed["steps"][1]["a"]["x"]


def test_numbers_and_words_that_look_alike_are_stored_apart():
    packed = packed_steps({"a": {"x": [1], "y": ["1"]}})
    assert packed["columns"] == [[1], ["1"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (-2.0, "-2"), (0.5, "0.5"), (2.0**53, "9007199254740992.0"), (1e300, "1e+300")],
)
def test_whole_numbers_are_written_without_their_point(value, text):
    assert json.dumps(shortest(value)) == text
