"""The forecasts, held to what is known of them: the frog's accuracy is the share of dry days."""

from pathlib import Path

import numpy as np
import pytest

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
model = import_file(FOLDER / "model.py", f"refit_test.{FOLDER.name}.model")


def test_the_frog_is_right_whenever_it_is_dry_and_announces_nothing():
    tables = as_tables(model.pond({}))
    (n,), (snowy,) = tables["days"]["n"], tables["days"]["snowy"]
    assert tables["scores"]["accuracy"][0] == pytest.approx(1 - snowy / n)
    assert tables["scores"]["caught"][0] == 0


def test_the_toad_is_a_little_more_accurate_and_announces_most_of_the_snow():
    tables = as_tables(model.pond({}))
    frog, toad = tables["scores"]["accuracy"]
    assert 0.02 < toad - frog < 0.1
    assert tables["scores"]["caught"][1] > tables["days"]["snowy"][0] / 2
    assert np.all(tables["scores"]["caught"] <= tables["days"]["snowy"][0])
