"""Columns are written shortly, and the page reads back the same numbers."""

import json
import math
import subprocess
from itertools import accumulate

import numpy as np
import pytest

from refit.cache import as_json
from refit.model.columns import LETTERS, by_steps, told_by_changes
from refit.paths import ROOT

READER = (ROOT / "static/js/state/columns.js").as_uri()


def read_in_javascript(columns):
    script = f"""
        import {{ readColumns }} from "{READER}";
        import {{ readFileSync }} from "node:fs";
        console.log(JSON.stringify(readColumns(JSON.parse(readFileSync(0, "utf8")))));
    """
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(
        command, input=as_json(columns), capture_output=True, text=True, check=True, timeout=300
    )
    return json.loads(done.stdout)


def test_a_column_is_told_by_what_differs_from_one_before_if_that_is_much_shorter():
    first = [math.sqrt(n) for n in range(40)]
    second, short = [*first[:39], 0.5], [7]
    third, other = [1, *second[1:]], [math.log(n) for n in range(2, 42)]
    assert told_by_changes([first, short, second, third, other, [8]]) == [
        first,
        short,
        {"back": 2, "rows": [39, 0.5]},
        {"back": 1, "rows": [0, 1]},
        other,
        [8],
    ]
    half = [*first[:20], *other[20:]]
    assert told_by_changes([first, half]) == [first, half]


def test_a_line_is_told_by_its_steps():
    steps = [-310, 2, 2, 0, -1, -3, -2, -3, 1, 2, 5, 8, 8, 4]
    line = [total / 10 for total in accumulate(steps)]
    assert line[:4] == [-31, -30.8, -30.6, -30.6]
    told = by_steps(line)
    assert (told["decimals"], told["from"], told["unit"]) == (1, -310, 1)
    assert [LETTERS.index(letter) - 45 for letter in told["steps"]] == steps[1:]


def test_steps_are_told_in_units_and_large_ones_in_three_letters():
    line = [-27, *[-26.25, -26.5] * 20, 3.75, 998.75, 1000.5]
    told = by_steps(line)
    assert {**told, "steps": len(told["steps"])} == {
        "decimals": 2,
        "from": -2700,
        "unit": 25,
        "steps": 43 + 2 * 2,  # two of them are large
    }
    assert read_in_javascript([told]) == [line]


def test_every_step_that_can_be_written_is_read_back():
    ends = [-4231, -46, -45, 0, 45, 46, 91, 92, 4231]
    whole = [*accumulate([7, *range(-200, 201), *ends], initial=0)]
    told = by_steps(whole)
    assert told["unit"] == 1
    assert read_in_javascript([told]) == [whole]
    assert by_steps([*whole, whole[-1] + 4232]) == [*whole, whole[-1] + 4232]
    assert not set(told["steps"]) & {'"', "\\"}
    assert as_json(told["steps"]) == f'"{told["steps"]}"'


@pytest.mark.parametrize(
    "column",
    [[], ["a", "b"], [1, 2], [0.1, 5, 7.25], [1e-9] * 30, [1e22] * 30, [2**53 + 2] * 30],
)
def test_other_columns_stay_as_they_are(column):
    assert by_steps(column) is column


def test_the_page_reads_the_same_numbers_to_the_last_bit():
    rng = np.random.default_rng(0)
    walks = [
        (rng.normal(scale=10.0**-decimals * 30, size=400).cumsum() + 1e3).round(decimals).tolist()
        for decimals in range(7)
    ]
    columns = [*walks, [0.1] * 40, [0.1] * 39 + [0.3], ["é", "x"], list(range(100, 200))]
    told = told_by_changes(columns)
    assert sum(isinstance(each, dict) for each in told) >= 8
    assert read_in_javascript(told) == columns
