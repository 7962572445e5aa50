"""What the essay on random forests says, held to scikit-learn, closed forms and counting.

Claims of the essay, each with what holds it:

- How often the majority is right, with and without copycats
  test_the_majority_is_right_as_often_as_in_simulated_crowds
  test_without_copies_the_jury_theorem_holds
  test_who_all_copy_are_one_squirrel
- About 37 % of the nuts miss a bag
  test_a_nut_misses_a_bag_with_the_chance_that_is_printed
  test_a_bag_shows_each_nut_as_often_as_it_was_drawn
- One tree is fickle, and its border has square corners
  test_a_moved_nut_changes_the_mind_of_one_tree
  test_the_ringed_nut_changes_the_map_when_it_is_dragged_a_little_way_down
  test_the_border_runs_along_the_edges_of_cells_whose_answers_differ
- A nut runs down nine trees, to the leaf that votes
  test_the_nut_ends_in_the_leaf_in_which_scikit_learn_puts_it
- The out-of-bag error is a test that costs no nuts
  test_the_out_of_bag_error_is_that_of_scikit_learn
  test_the_out_of_bag_error_is_near_that_on_new_nuts
- The border softens, the error falls
  test_a_forest_errs_less_than_a_tree
  test_the_forest_is_that_of_scikit_learn_and_never_counts_back
- The law of the mean squared error
  test_the_law_is_the_mean_over_all_choices_of_trees
  test_sigma_and_rho_are_those_of_single_trees_and_pairs
  test_more_trees_help_less_and_less
- One number to choose from makes trees differ, and worse
  test_chance_in_the_splits_lowers_rho_and_makes_a_tree_worse
- The forest is a weighted neighbourhood
  test_the_weights_sum_to_one_and_give_the_forests_answer
- Noise looks important by impurity, and not by shuffling
  test_impurity_is_that_of_scikit_learn_and_flatters_noise
  test_shuffling_is_that_of_scikit_learn
- Hands and averages can disagree, and do not for fully grown trees
  test_hands_and_averages_disagree_on_the_nut_that_is_shown
  test_fully_grown_trees_vote_the_same_both_ways
- Beyond the data a forest is flat
  test_beyond_the_last_night_the_forest_is_flat_and_below_the_most
- Where bagging wins
  test_the_parts_of_the_error_add_up_in_a_simulation
  test_fewer_columns_lower_rho_and_raise_the_bias
- "These are always the same number": weights and votes
  test_the_weights_sum_to_one_and_give_the_forests_answer
- "some cut always fits by luck": impurity flatters noise
  test_impurity_is_that_of_scikit_learn_and_flatters_noise
- "Trees that are fully grown are always sure": so both ways agree
  test_fully_grown_trees_vote_the_same_both_ways
- "It can never say more than the largest of them": beyond the data
  test_beyond_the_last_night_the_forest_is_flat_and_below_the_most
"""

import re
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.metrics import accuracy_score

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.random_forests.model")
stage = import_file(FOLDER / "stage.py", "refit_test.random_forests.stage")
SEEDS = range(30)


def scene(name, **state):
    """Return the tables of a scene; of one that streams, the last."""
    found = getattr(m, name)(m.STATES[name] | state)
    return as_tables(found if isinstance(found, dict) else list(found)[-1])


def stream(name, **state):
    return [as_tables(each) for each in getattr(m, name)(m.STATES[name] | state)]


@cache
def fit(seed, max_features=None, n=60):
    X, full = m.gather(m.N, seed)
    model = RandomForestClassifier(n, max_features=max_features, random_state=0, oob_score=n > 20)
    return model.fit(X, full)


def errors_of(model):
    """Return the errors of each tree of a forest on the new nuts."""
    test, truth = m.gather(m.N_TEST, 99)
    return np.array([tree.predict_proba(test)[:, 1] for tree in model.estimators_]) - truth


def test_every_claim_names_a_test_that_is_here():
    named = re.findall(r"test_\w+", __doc__)
    assert named
    assert set(named) == {name for name in globals() if name.startswith("test_")} - {
        "test_every_claim_names_a_test_that_is_here"
    }


# ── many heads ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("copy", [0.0, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("right", [0.4, 0.6, 0.85])
def test_the_majority_is_right_as_often_as_in_simulated_crowds(right, copy):
    """Of 20,000 crowds; five standard errors of a share are 5 · √(¼ / 20,000) = 0.018 at most."""
    rng = np.random.default_rng(1)
    own = rng.random((20_000, 51)) < right
    copies = rng.random((20_000, 51)) < copy
    copies[:, 0] = False
    votes = np.where(copies, own[:, :1], own)
    sizes = m.SIZES
    found = [np.mean(votes[:, :n].sum(axis=1) * 2 > n) for n in sizes]
    assert np.allclose(m.majority(sizes, right, copy), found, atol=0.018)


def test_without_copies_the_jury_theorem_holds():
    assert np.all(np.diff(m.majority(m.SIZES, 0.6, 0.0)) > 0)
    assert np.all(np.diff(m.majority(m.SIZES, 0.4, 0.0)) < 0)
    assert np.allclose(m.majority(m.SIZES, 0.5, 0.0), 0.5)
    assert m.majority(np.array([3]), 0.6, 0.0)[0] == pytest.approx(0.6**3 + 3 * 0.6**2 * 0.4)


def test_who_all_copy_are_one_squirrel():
    assert np.allclose(m.majority(m.SIZES, 0.6, 1.0), 0.6)
    assert m.majority(np.array([51]), 0.6, 0.5)[0] < m.majority(np.array([51]), 0.6, 0.0)[0]


# ── bags ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_nut_misses_a_bag_with_the_chance_that_is_printed():
    """Of 4000 bags: the share that is out varies by 0.041 a bag, so five errors are 0.0033."""
    rng = np.random.default_rng(2)
    out = [60 - len(np.unique(rng.integers(0, 60, 60))) for _ in range(4000)]
    assert m.never_drawn(60) == pytest.approx((59 / 60) ** 60)
    assert np.mean(out) / 60 == pytest.approx(m.never_drawn(60), abs=0.0033)
    for bag in range(1, 10):
        assert scene("bag", bag=bag)["count"]["share"][0] == pytest.approx(0.37, abs=0.12)


@pytest.mark.parametrize("bag", range(1, 10))
def test_a_bag_shows_each_nut_as_often_as_it_was_drawn(bag):
    tables = scene("bag", bag=bag)
    drawn = m.draw_bag(bag)
    row, column = divmod(np.sort(drawn), 10)  # of the place of each nut
    assert np.abs(tables["copies"]["x"] - column).max() < 0.51
    assert np.abs(tables["copies"]["y"] + row).max() < 0.06
    assert list(tables["copies"]["kind"]) == m.KINDS[m.nuts({})[1][np.sort(drawn)]].tolist()
    assert list(tables["places"]["times"]) == [int(np.sum(drawn == i)) for i in range(m.N)]
    assert tables["count"]["most"][0] >= 3  # as a heading says
    assert len(set(zip(tables["copies"]["x"], tables["copies"]["y"], strict=True))) == m.N


# ── trees ────────────────────────────────────────────────────────────────────────────────────────


def test_a_moved_nut_changes_the_mind_of_one_tree():
    """Each nut is dragged to the middle of the other kind; most of these change the map."""
    X, full = m.nuts({})
    middles = [X[full == kind].mean(axis=0).round(2).tolist() for kind in (0, 1)]
    changed = []
    for i in range(m.N):
        tables = scene("fickle", moved={str(i): middles[1 - full[i]]})
        changed.append(tables["tree"]["changed"][0])
    assert np.mean(np.array(changed) > 0) > 0.9
    ringed = X[m.RINGED] - [0, 0.5]
    tables = scene("fickle", moved={str(m.RINGED): ringed.tolist()})
    assert tables["tree"]["changed"][0] > 0.25
    assert scene("fickle")["tree"]["changed"][0] == 0


def test_the_ringed_nut_changes_the_map_when_it_is_dragged_a_little_way_down():
    x, y = m.nuts({})[0][m.RINGED]
    for down in (0.3, 0.4, 0.5, 0.6, 0.8, 1.0):
        changed = scene("fickle", moved={str(m.RINGED): [x, y - down]})["tree"]["changed"][0]
        assert changed > 0.25


def test_the_border_runs_along_the_edges_of_cells_whose_answers_differ():
    """Its length is that of all edges between two cells, counted one by one."""
    rng = np.random.default_rng(0)
    (left, right), (floor, top) = stage.EXTENT
    wide, high = (right - left) / stage.ACROSS, (top - floor) / stage.ROWS
    maps = [m.DecisionTreeClassifier().fit(*m.gather(m.N, seed)) for seed in SEEDS]
    maps = [tree.predict(stage.CELLS).astype(float) for tree in maps]
    for share in (*maps, rng.random(len(stage.CELLS)), rng.random(len(stage.CELLS))):
        line, x, y = stage.walls(share)
        long = {"across": 0.0, "up": 0.0}
        for i in np.flatnonzero(np.diff(line) == 0):
            across, up = abs(x[i + 1] - x[i]), abs(y[i + 1] - y[i])
            assert min(across, up) == 0, "square"
            long["across"] += across
            long["up"] += up
        full = np.reshape(share >= 0.5, (stage.ROWS, stage.ACROSS))
        assert long["across"] == pytest.approx(wide * np.sum(full[1:] != full[:-1]), rel=0.01)
        assert long["up"] == pytest.approx(high * np.sum(full[:, 1:] != full[:, :-1]), rel=0.01)


@pytest.mark.parametrize("place", [[0.5, 0.8], [2.0, 2.0], [3.6, 3.7]])
def test_the_nut_ends_in_the_leaf_in_which_scikit_learn_puts_it(place):
    tables = scene("vote", way=3, asked={"asked": place})
    x = stage.asked_in_vote({"asked": place})
    trees = m.nine(m.DEPTH)
    columns = [tables["nodes"][column] for column in ("key", "x", "kind")]
    where = {key: (x, kind) for key, x, kind in zip(*columns, strict=True)}
    votes = 0
    for t, tree in enumerate(trees):
        leaf = where[f"{t}-{tree.apply([x])[0]}"]
        assert tables["runners"]["x"][t] == pytest.approx(leaf[0])
        assert tables["runners"]["kind"][t] == leaf[1] == m.KINDS[tree.predict([x])[0]]
        votes += int(tree.predict([x])[0])
    assert tables["tally"]["full"][0] == votes


def test_the_out_of_bag_error_is_that_of_scikit_learn():
    X, full = m.nuts({})
    for features, max_features in m.FEATURES.items():
        model = RandomForestClassifier(
            60, max_features=max_features, random_state=0, oob_score=True
        ).fit(X, full)
        now = stream("forest", features=features)[-1]["now"]
        assert now["out"][0] == pytest.approx(1 - model.oob_score_)


def test_the_out_of_bag_error_is_near_that_on_new_nuts():
    """On average over 30 gatherings; a single one has 60 nuts, and is off by some hundredths."""
    test, truth = m.gather(m.N_TEST, 99)
    pairs = np.array([[1 - f.oob_score_, 1 - f.score(test, truth)] for f in map(fit, SEEDS)])
    assert abs(np.diff(pairs.mean(axis=0))[0]) < 0.05
    now = scene("forest", features="both")["now"]
    assert abs(now["out"][0] - now["test"][0]) < 0.06


def test_a_forest_errs_less_than_a_tree():
    better = []
    test, truth = m.gather(m.N_TEST, 99)
    for seed in SEEDS:
        model = fit(seed)
        alone = np.mean(errors_of(model) ** 2)
        better.append(1 - model.score(test, truth) < alone)
    assert np.mean(better) == 1


def test_the_forest_is_that_of_scikit_learn_and_never_counts_back():
    X, full = m.nuts({"3": [4.0, 4.0]})
    steps = stream("forest", trees=20, moved={"3": [4.0, 4.0]})
    assert [each["now"]["trees"][0] for each in steps] == list(range(1, 21))
    model = RandomForestClassifier(20, max_features=None, random_state=0).fit(X, full)
    share = model.predict_proba(stage.CELLS)[:, 1]
    assert np.array_equal(steps[-1]["map"]["share"], stage.map_of(share)["map"]["share"])
    test, truth = m.gather(m.N_TEST, 99)
    assert steps[-1]["now"]["test"][0] == pytest.approx(1 - model.score(test, truth))


# ── the law ──────────────────────────────────────────────────────────────────────────────────────


def test_the_law_is_the_mean_over_all_choices_of_trees():
    errors = errors_of(fit(12, n=8))
    alone, whole = np.mean(errors**2), np.mean(errors.mean(axis=0) ** 2)
    together = m.shared_error(8, alone, whole)
    for b in range(1, 9):
        each = [np.mean(errors[list(some)].mean(axis=0) ** 2) for some in combinations(range(8), b)]
        assert m.law(b, alone, together) == pytest.approx(np.mean(each), abs=1e-12)


def test_sigma_and_rho_are_those_of_single_trees_and_pairs():
    now = scene("forest", features="both")["now"]
    X, full = m.nuts({})
    errors = errors_of(RandomForestClassifier(60, max_features=None, random_state=0).fit(X, full))
    products = errors @ errors.T / errors.shape[1]
    assert now["alone"][0] == pytest.approx(np.trace(products) / 60, abs=2e-5)
    pairs = products[np.triu_indices(60, 1)]
    assert now["together"][0] == pytest.approx(pairs.mean(), abs=2e-5)
    assert now["rho"][0] == pytest.approx(pairs.mean() / now["alone"][0], abs=2e-5)
    assert now["square"][0] == pytest.approx(
        m.law(60, now["alone"][0], now["together"][0]), abs=2e-5
    )


def test_more_trees_help_less_and_less():
    for seed in SEEDS:
        errors = errors_of(fit(seed))
        alone, whole = np.mean(errors**2), np.mean(errors.mean(axis=0) ** 2)
        together = m.shared_error(60, alone, whole)
        gains = -np.diff(m.law(np.arange(1, 61), alone, together))
        assert np.all(gains > 0)
        assert np.all(np.diff(gains) < 0)
        assert m.law(10**9, alone, together) == pytest.approx(together)


def test_chance_in_the_splits_lowers_rho_and_makes_a_tree_worse():
    parts = []
    for seed in SEEDS:
        row = []
        for max_features in (None, 1):
            errors = errors_of(fit(seed, max_features))
            alone = np.mean(errors**2)
            row += [alone, m.shared_error(60, alone, np.mean(errors.mean(axis=0) ** 2)) / alone]
        parts.append(row)
    both, rho_both, one, rho_one = np.transpose(parts)
    assert np.mean(rho_one < rho_both) > 0.9
    assert np.mean(one > both) > 0.75
    own = {features: scene("forest", features=features)["now"] for features in m.FEATURES}
    assert own["one"]["rho"][0] < own["both"]["rho"][0]
    assert own["one"]["alone"][0] > own["both"]["alone"][0]
    assert own["one"]["together"][0] < own["both"]["together"][0]


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def test_the_weights_sum_to_one_and_give_the_forests_answer():
    forest = m.sixty()[0]
    _, full = m.nuts({})
    places = np.random.default_rng(0).uniform([0.6, 0.8], [5.4, 8.2], (30, 2))
    for x in places:
        w = m.weigh(x)
        assert w.sum() == pytest.approx(1, abs=1e-12)
        assert w @ full == pytest.approx(forest.predict_proba([x])[0, 1], abs=1e-10)
        assert np.all(w >= 0)


def test_impurity_is_that_of_scikit_learn_and_flatters_noise():
    noise = {leaf: [] for leaf in ("1", "5", "20")}
    for seed in SEEDS:
        for leaf, found in noise.items():
            found.append(scene("importance", seed=seed, leaf=leaf)["noise"])
    small, middle, large = np.array([[each["impurity"][0] for each in noise[n]] for n in noise])
    assert np.min(small) > 0.5
    assert np.all((middle < small) & (large < middle))
    assert np.min(large) > 1 / 3, "it still looks important"
    shuffled = np.array([each["shuffled"][0] for found in noise.values() for each in found])
    assert abs(np.mean(shuffled)) < 0.02
    assert np.max(abs(shuffled)) < 0.1
    values = scene("importance")["importances"]["value"][:3]
    assert np.sum(values) == pytest.approx(1)


def test_shuffling_is_that_of_scikit_learn():
    """Both shuffle by lots of their own, ten and fifty times: some hundredths apart."""
    X, full = m.notebook(0)
    model = RandomForestClassifier(50, random_state=0).fit(X[:200], full[:200])
    found = permutation_importance(model, X[200:], full[200:], n_repeats=50, random_state=1)
    own = scene("importance")["importances"]["value"][3:]
    assert np.allclose(own, found.importances_mean, atol=0.03)


def test_hands_and_averages_disagree_on_the_nut_that_is_shown():
    tables = scene("hands")
    raised, mean = tables["both"]["hands"][0], tables["both"]["mean"][0]
    assert (raised > 4) != (mean > 0.5)
    assert tables["both"]["differ"][0] > 0
    level = scene("hands", moved={str(i): [i + 1, 1] for i in range(9)})["both"]
    assert level["hands"][0] == 9
    assert level["mean"][0] == 1


def test_fully_grown_trees_vote_the_same_both_ways():
    test, _ = m.gather(m.N_TEST, 99)
    model = fit(12)
    hands = np.mean([tree.predict(test) for tree in model.estimators_], axis=0)
    assert accuracy_score(hands > 0.5, model.predict(test) == 1) == 1


def test_beyond_the_last_night_the_forest_is_flat_and_below_the_most():
    tables = scene("flat")
    x, y = tables["expected"]["x"], tables["expected"]["y"]
    assert len(set(y[x >= 10].tolist())) == 1
    assert np.max(y) <= tables["night"]["most"][0]
    assert tables["night"]["line"][0] > tables["night"]["most"][0]
    moved = scene("flat", moved={"19": [10, 60]})
    assert moved["expected"]["y"][-1] > y[-1] + 5


def test_the_parts_of_the_error_add_up_in_a_simulation():
    """Forests of some trees on some sets are off by what the parts of the error sum to.

    Both are of the same trees. The mean over sets has its own luck, a share of the variance, which
    the bias is freed of: so the sum is exact.
    """
    answers = m.ask_woods(3, 0)
    _, truth = m.friedman_points(200, 10**6, 0)
    bias, together, own = m.anatomy(3, 0)
    error = np.mean((answers.mean(axis=1) - truth) ** 2)
    between = answers.mean(axis=1).var(axis=0, ddof=1).mean()
    exact = bias + between / m.WOODS + between * (m.WOODS - 1) / m.WOODS
    assert error == pytest.approx(exact)
    assert together + own / m.TREES == pytest.approx(between)


def test_fewer_columns_lower_rho_and_raise_the_bias():
    for seed in range(3):
        parts = scene("friedman", seed=seed)["parts"]
        assert parts["rho"][0] < 0.5 * parts["rho"][-1]
        assert parts["bias"][0] > 1.5 * parts["bias"][-1]
        assert parts["total"][0] > parts["total"][-1]
