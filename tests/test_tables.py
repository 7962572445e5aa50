"""Tables: what is refused, what becomes of columns, and how they cross to the page."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sklearn

from refit import tables
from refit.tables import TableError, as_tables, explain, pack, partial_results

ROOT = Path(__file__).resolve().parent.parent


def refusal(result):
    with pytest.raises(TableError) as caught:
        as_tables(result)
    return str(caught.value)


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_refused_with_its_row(bad):
    message = refusal({"points": {"x": [0.0, 1.0, bad, bad]}})
    assert message.startswith(f"points.x is {bad} in row 2")


def test_a_table_without_rows_is_named_where_another_has_no_number():
    message = refusal({"points": {"x": []}, "total": {"mean": [np.nan]}})
    assert message.startswith("total.mean is nan in row 0; ")
    assert message.endswith(" (table points has no rows)")


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (np.zeros((2, 2)), "points.x has 2 dimensions"),
        ([[1, 2], [3, 4]], "points.x has 2 dimensions"),
        (3.0, "points.x has 0 dimensions"),
        ("word", "points.x has 0 dimensions"),
        ([[1], [1, 2]], "points.x is ragged"),
        (["a", 1], "points.x mixes strings and numbers"),
        ((1.5, "a"), "points.x mixes strings and numbers"),
        (["a", None], "points.x is None in row 1; return finite numbers, or leave out rows that"),
        ([1, None], "points.x is None in row 1; "),
        (np.array(["a", 1], dtype=object), "points.x mixes strings and numbers"),
        ([1.5, {}], "points.x is a dict in row 1; return numbers or strings"),
        ([1 + 2j], "points.x holds complex128"),
        ([b"bytes"], "points.x holds |S5"),
        (np.array(["2024-01-01"], dtype="datetime64[D]"), "points.x holds datetime64[D]"),
    ],
)
def test_a_column_of_another_kind_is_refused(column, words):
    assert refusal({"points": {"x": column}}).startswith(words)


def test_a_masked_value_is_refused_with_its_row():
    column = np.ma.masked_equal([0.0, 0.1, 0.2], 0.1)
    assert refusal({"points": {"x": column}}) == (
        "points.x is masked in row 1; return finite numbers, or leave out rows that have no value"
    )
    assert len(as_tables({"points": {"x": column.compressed()}})["points"]["x"]) == 2
    unmasked = np.ma.array([0.0, 1.0])
    assert as_tables({"points": {"x": unmasked}})["points"]["x"].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("column", "row"),
    [
        (np.ma.masked_invalid([0.0, 1.0, np.nan]), 2),
        (np.ma.masked_where([True, False, False], [3, 4, 5]), 0),
        (np.ma.masked_all(2), 0),
        (np.ma.array([False, True, True], mask=[0, 1, 0]), 1),
    ],
)
def test_whatever_is_masked_is_refused_however_it_was_masked(column, row):
    assert refusal({"points": {"x": column}}).startswith(f"points.x is masked in row {row}; ")


@pytest.mark.parametrize(
    "column",
    [
        np.arange(3) + 2**60,
        [0, 2**53 + 1],
        [0, -(2**53) - 1],
        np.array([0, 2**64 - 1], dtype=np.uint64),
        [0, 2**70],
    ],
)
def test_a_whole_number_that_a_page_does_not_hold_is_refused(column):
    row = 0 if len(column) == 3 else 1
    message = refusal({"points": {"x": column}})
    assert message.startswith(f"points.x is {column[row]} in row {row}; a page holds whole numbers")


def test_whole_numbers_up_to_the_largest_and_large_floats_are_kept():
    found = as_tables({"t": {"c": [2**53, -(2**53)], "d": [1e300, 2.0**60]}})["t"]
    assert found["c"].tolist() == [2.0**53, -(2.0**53)]
    assert found["d"].tolist() == [1e300, 2.0**60]


def test_a_table_that_is_too_long_to_draw_is_refused():
    rows = np.arange(tables.MOST_ROWS + 1)
    assert refusal({"points": {"x": rows}}).startswith("table points has 50001 rows, and a page")
    assert len(as_tables({"points": {"x": rows[1:]}})["points"]["x"]) == 50_000


def test_columns_of_different_lengths_are_refused():
    message = refusal({"points": {"x": [1, 2], "y": [1, 2, 3]}})
    assert message == "columns of table points differ in length: {'x': 2, 'y': 3}"


@pytest.mark.parametrize("key", [["a", "b", "a"], [1, 2, 1], [True, False, True], [0.0, 1.0, -0.0]])
def test_a_key_that_repeats_is_refused(key):
    assert refusal({"points": {"key": key}}).startswith("points.key repeats a value")


@pytest.mark.parametrize("result", [None, [1], 3, "text"])
def test_a_result_that_is_no_mapping_is_refused(result):
    assert refusal(result).startswith(f"the model returned {type(result).__name__}")


def test_a_table_that_is_no_mapping_is_refused():
    assert refusal({"points": [1, 2]}).startswith("table points is list")


# ── what becomes of columns ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "column",
    [
        [1, 0, 1],
        (1, 0, 1),
        [True, False, True],
        np.array([True, False, True]),
        np.array([1, 0, 1], dtype=np.uint8),
        np.array([1, 0, 1], dtype=np.float32),
        np.array([1, 9, 0, 9, 1, 9])[::2],
        np.array([1, False, 1.0], dtype=object),
    ],
)
def test_truth_values_and_whole_numbers_become_floats(column):
    found = as_tables({"t": {"c": column}})["t"]["c"]
    assert found.dtype == np.float64
    assert found.tolist() == [1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    "column",
    [
        ["cat", "dög"],
        ("cat", "dög"),
        np.array(["cat", "dög"]),
        np.array(["cat", "dög"], dtype=object),
    ],
)
def test_words_become_a_list_of_strings(column):
    found = as_tables({"t": {"c": column}})["t"]["c"]
    assert found == ["cat", "dög"]
    assert {type(word) for word in found} == {str}


def test_a_table_may_be_empty():
    assert len(as_tables({"t": {"c": []}})["t"]["c"]) == 0


def test_a_result_is_a_copy():
    own = np.array([1.0, 2.0])
    found = as_tables({"t": {"c": own}})["t"]["c"]
    own[0] = 9.0
    assert found[0] == 1.0


# ── partial results ──────────────────────────────────────────────────────────────────────────────


def test_a_plain_function_gives_one_result():
    found = list(partial_results(lambda state: {"t": {"c": [state]}}, 3))
    assert [tables["t"]["c"].tolist() for tables in found] == [[3.0]]


def test_a_generator_gives_each_of_its_results():
    def scene(n):
        for i in range(n):
            yield {"t": {"c": [i]}}

    assert [tables["t"]["c"][0] for tables in partial_results(scene, 3)] == [0.0, 1.0, 2.0]


def test_a_later_result_is_checked_too():
    def scene(_):
        yield {"t": {"c": [1]}}
        yield {"t": {"c": [np.nan]}}

    results = partial_results(scene, None)
    next(results)
    with pytest.raises(TableError, match="row 0"):
        next(results)


@pytest.fixture
def model(tmp_path, monkeypatch):
    """Return a function that writes model.py where the worker's side imports it from."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(source):
        sys.modules.pop("model", None)
        (tmp_path / "model.py").write_text(source)
        return tmp_path / "model.py"

    yield write
    sys.modules.pop("model", None)


def test_a_run_gives_its_results_one_by_one_and_then_nothing(model):
    model("def scene(state):\n    for i in range(state['n']):\n        yield {'t': {'c': [i]}}\n")
    run = tables.Run("scene", '{"n": 2}')
    assert run.next()[1].tolist() == [0.0]
    assert run.next()[1].tolist() == [1.0]
    assert run.next() is None


def test_closing_a_run_ends_its_generator(model):
    model(
        "ended = []\n"
        "def scene(state):\n"
        "    try:\n"
        "        while True:\n"
        "            yield {}\n"
        "    finally:\n"
        "        ended.append(True)\n"
    )
    run = tables.Run("scene", "{}")
    run.next()
    assert sys.modules["model"].ended == []
    run.close()
    assert sys.modules["model"].ended == [True]
    assert run.next() is None


def test_importing_the_model_runs_it_once(model):
    model("def scene(state):\n    return {}\n")
    tables.import_model()
    first = sys.modules["model"]
    tables.import_model()
    assert sys.modules["model"] is first


def test_parameters_that_the_build_has_validated_are_not_validated_again(model):
    model("import sklearn\n")
    with sklearn.config_context():
        tables.import_model()
        assert sklearn.get_config()["skip_parameter_validation"]


# ── across to the page ───────────────────────────────────────────────────────────────────────────


def unpacked_in_javascript(header, numbers):
    script = f"""
        import {{ copyTables, unpack }} from "{(ROOT / "static/js/state/tables.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const {{ header, numbers }} = JSON.parse(readFileSync(0, "utf8"));
        const tables = unpack(JSON.parse(header), Float64Array.from(numbers));
        console.log(JSON.stringify(copyTables(tables)));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        input=json.dumps({"header": header, "numbers": numbers.tolist()}),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout)


def test_tables_come_out_of_a_buffer_as_they_went_in():
    result = {
        "points": {"key": [3, 1, 2], "x": [0.1, 1 / 3, -5e-324], "name": ["a", "", "ü\u2028\n"]},
        "nothing": {"x": [], "y": []},
        "bare": {},
        "line": {"slope": [1e300], "label": ["text"]},
    }
    header, numbers = pack(as_tables(result))
    assert numbers.dtype == np.float64
    assert unpacked_in_javascript(header, numbers) == result


def test_tables_without_numbers_make_an_empty_buffer():
    header, numbers = pack(as_tables({"t": {"c": ["a"]}}))
    assert json.loads(header) == {"t": {"c": {"text": ["a"]}}}
    assert numbers.shape == (0,)


# ── errors ───────────────────────────────────────────────────────────────────────────────────────


def explained(call):
    try:
        call()
    except Exception as error:
        return explain(error)
    pytest.fail("nothing was raised")


def test_an_explanation_starts_at_the_authors_own_frame(model):
    file = model(
        "import numpy as np\n"
        "def scene(state):\n"
        "    return inner()\n"
        "def inner():\n"
        "    return np.linalg.inv(np.zeros((2, 2)))\n"
    )
    lines = explained(lambda: tables.Run("scene", "{}").next()).splitlines()
    assert lines[0] == f'  File "{file}", line 3, in scene'
    assert f'  File "{file}", line 5, in inner' in lines
    assert lines[-1] == "numpy.linalg.LinAlgError: Singular matrix"


def test_an_explanation_of_a_refused_table_is_the_message_alone(model):
    model("def scene(state):\n    return {'t': {'c': [[1]]}}\n")
    text = explained(lambda: tables.Run("scene", "{}").next())
    assert text == "refit.tables.TableError: t.c has 2 dimensions; return a flat list or array"


def test_an_explanation_of_a_syntax_error_shows_the_line(model):
    file = model("def scene(state):\n    return (\n")
    text = explained(tables.import_model)
    assert f'File "{file}", line 2' in text
    assert text.splitlines()[-1].startswith("SyntaxError")
