"""The pack, held to scikit-learn's own trees, and to what the text says of it."""

from pathlib import Path

import numpy as np
from sklearn.datasets import make_moons
from sklearn.ensemble import RandomForestClassifier

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
model = import_file(FOLDER / "model.py", f"refit_test.{FOLDER.name}.model")


def test_dogs_that_come_one_by_one_vote_as_a_forest_that_is_grown_at_once():
    *_, last = model.meadow({"seed": 3})
    sheep, is_black = make_moons(120, noise=0.3, random_state=1)
    forest = RandomForestClassifier(model.N_DOGS, random_state=3).fit(sheep, is_black)
    places = model.layouts.cells(model.SIDE, model.SIDE, model.FIELD)
    share = np.mean([tree.predict(places) for tree in forest.estimators_], axis=0)
    assert (as_tables(last)["votes"]["black"] == model.layouts.levels(share, 0, 1)).all()


def test_a_pack_is_right_more_often_than_its_first_dog():
    packs = []
    for seed in range(10):
        *_, last = model.meadow({"seed": seed})
        packs.append(as_tables(last)["pack"])
    assert all(pack["dogs"] == [model.N_DOGS] for pack in packs)
    assert np.mean([pack["right"][0] - pack["first"][0] for pack in packs]) > 0.03
