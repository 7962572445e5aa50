"""Sheets: what readers see of a figure's numbers, written alike by Python and by JavaScript."""

import csv
import io
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from refit.figures.charts import Figure
from refit.figures.csv_files import columns_shown, pick, to_csv
from refit.tables import as_tables

ROOT = Path(__file__).resolve().parent.parent
TABLES = as_tables(
    {
        "pets": {"key": ["a", 'b "the" c', "d, e"], "weight": [1.5, 2, 1 / 3], "right": [1, 0, 1]},
        "scores": {"key": [0, 1], "accuracy": np.array([1e-9, 1234567.25])},
        "empty": {"key": [], "x": []},
    }
)


def figure(needs, sheets=None):
    return Figure({}, needs={table: [] for table in needs}, sheets=sheets)


def test_all_of_what_is_drawn_in_any_layout_is_shown():
    found = columns_shown([figure(["scores"]), figure(["pets"])], TABLES)
    assert found == {"pets": ["key", "weight", "right"], "scores": ["key", "accuracy"]}


def test_an_author_may_choose():
    chosen = {"pets": ["weight"]}
    assert columns_shown([figure(["scores", "pets"], chosen)], TABLES) == chosen
    assert list(pick(TABLES, chosen)["pets"]) == ["weight"]


def test_what_another_state_does_not_return_is_left_out():
    assert pick(TABLES, {"pets": ["key", "gone"], "gone": ["key"]})["pets"].keys() == {"key"}


def test_a_file_is_one_table_with_every_number_as_it_is():
    rows = list(csv.DictReader(io.StringIO(to_csv(TABLES))))
    assert [row["table"] for row in rows] == ["pets"] * 3 + ["scores"] * 2
    assert rows[1]["key"] == 'b "the" c'
    assert float(rows[2]["weight"]) == 1 / 3
    assert (rows[0]["right"], rows[0]["accuracy"], rows[4]["accuracy"]) == ("1", "", "1234567.25")


def test_javascript_writes_the_same_file():
    plain = {
        name: {c: v if isinstance(v, list) else v.tolist() for c, v in table.items()}
        for name, table in TABLES.items()
    }
    script = (
        f"import {{ toCsv }} from {json.dumps((ROOT / 'static/js/state/csv.js').as_uri())};"
        f"process.stdout.write(toCsv({json.dumps(plain)}));"
    )
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", script], capture_output=True, check=True
    )
    ours = list(csv.reader(io.StringIO(to_csv(TABLES))))
    theirs = list(csv.reader(io.StringIO(run.stdout.decode())))
    assert [[number(cell) for cell in row] for row in ours] == [
        [number(cell) for cell in row] for row in theirs
    ]


def number(cell):
    """Return a cell's number, however it is written, or the cell."""
    try:
        return float(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize("name", ["pets", "scores"])
def test_nothing_but_the_tables_own_columns_is_filled_in(name):
    rows = [row for row in csv.DictReader(io.StringIO(to_csv(TABLES))) if row["table"] == name]
    filled = {column for row in rows for column, cell in row.items() if cell}
    assert filled == {"table", *TABLES[name]}
