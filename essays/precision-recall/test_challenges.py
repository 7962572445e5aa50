"""The challenges on precision and recall: what their hints and answers say is so.

- Precision and recall are equal when the net holds as many things as there are fish, in every pond
- Two moves part the two judges, and no single one does
"""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from refit.essay.author_code import import_file
from tests.challenges import judge

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.precision_recall.challenges")


@pytest.mark.parametrize("hears", m.SENSES)
def test_both_shares_are_equal_when_the_net_holds_as_many_things_as_there_are_fish(hears):
    seen = 0
    assert m.N_FISH == 12
    for seed, rim in product([378, *range(6)], np.arange(0, 1.01, 0.05)):
        tables = m.pond(m.STATES["pond"] | {"hears": hears, "seed": seed, "threshold": rim})
        rates = dict(zip(tables["rates"]["key"], tables["rates"]["value"], strict=True))
        is_equal = rates.get("precision") == rates["recall"] and rates["recall"] > 0
        assert is_equal == (tables["counts"]["caught"] == [m.N_FISH])
        seen += is_equal
    assert seen > 5


def test_in_other_ponds_it_can_be_solved_too_if_not_by_the_rim_then_by_hand():
    is_solved = judge(FOLDER, "same", "twins")
    for seed in range(8):
        things = m.pond(m.STATES["pond"] | {"seed": seed})["things"]
        ranked = np.argsort(-things["x"], kind="stable")
        moved = {str(key): [0.97, 4] for key in ranked[: m.N_FISH]}
        moved |= {str(key): [0.03, 4] for key in ranked[m.N_FISH :]}
        assert is_solved(seed=seed, moved=moved)


def test_the_third_fish_passes_a_boot_and_the_last_but_one_goes_to_the_end():
    is_solved = judge(FOLDER, "two-judges", "judges")
    line = m.curve(m.STATES["curve"])["line"]
    fish = [i for i in range(m.N) if line["kind"][i] == "fish"]
    third, late = fish[2], fish[-2]
    assert line["kind"][third - 1] == "boot"
    assert line["kind"][third - 2] == "fish"
    for front, end in product((1.6, 2, 2.4), (19.6, 19.8, 20)):
        one, other = {str(third): [front, 0]}, {str(late): [end, 0]}
        assert is_solved(moved=one | other)
        assert not is_solved(moved=one)
        assert not is_solved(moved=other)


def test_one_move_does_not_part_the_judges():
    is_solved = judge(FOLDER, "two-judges", "judges")
    places = product(range(m.N), np.arange(0.5, 20, 0.5))
    assert not any(is_solved(moved={str(key): [x, 0]}) for key, x in places)
