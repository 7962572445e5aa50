"""The essay on cross-validation, held to scikit-learn, brute force and closed forms.

Claims of the essay, each with what holds it:

- The fences and the score are those of scikit-learn's own cross_val_score
  test_the_score_is_cross_val_score
- Everybody is judged once, by a fence that has not seen them
  test_everybody_is_judged_once_by_a_fence_that_they_did_not_teach
- Four fences follow a dragged animal, and the one that judges it does not
  test_four_fences_follow_and_the_judge_stays
- The fences of the simulations are scikit-learn's
  test_many_fences_at_once_are_those_of_scikit_learn
- What a fence is worth is a closed form
  test_the_worth_of_a_fence_is_what_it_gets_right_of_many
- One split is a lottery, and the average is at least twice as steady, in all of 30 flocks
  test_the_average_is_steadier_in_every_flock
- Fences of more teachers are worth more, and lie closer together
  test_more_teachers_make_better_fences
  test_fences_of_more_pens_lie_closer_together
- The score is right on average, for fences of so many teachers
  test_the_score_is_right_on_average
- Of two ways to learn it mostly finds the one that is clearly better
  test_the_scores_of_one_flock_mostly_find_the_clearly_better_way_to_learn
- It hardly knows a good fence from a bad one
  test_the_better_score_has_the_better_fence_in_about_half_of_the_pairs
- Twins apart flatter, twins together do not
  test_twins_flatter_unless_they_stay_together
- Leave-one-out on a balanced flock makes the majority always wrong
  test_the_majority_is_always_wrong_on_a_balanced_flock
- The short cut is leave-one-out, to rounding
  test_the_short_cut_is_leave_one_out
- Error bars are too short, and shorter still after dealing again
  test_error_bars_are_too_short
- Five independent scores need 2.78 in place of 1.96
  test_with_independent_scores_a_wider_bar_is_enough
- A winner's score is too high, and the nested score is not
  test_the_winner_is_flattered_and_nesting_mends_it
  test_the_nested_score_is_that_of_scikit_learn
- Sentences fit the picture
  test_what_is_said_fits
  test_what_is_said_of_a_move_is_true_of_each_animal
- What is asked is not told before the guess
  test_answers_wait_for_a_guess
- "but nobody does both in the same turn": no judge has taught the fence that it judges
  test_everybody_is_judged_once_by_a_fence_that_they_did_not_teach
- "Never right": leave-one-out of a majority, on a balanced flock
  test_the_majority_is_always_wrong_on_a_balanced_flock
"""

from pathlib import Path

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LinearRegression
from sklearn.metrics import pairwise_distances
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    KFold,
    LeaveOneOut,
    PredefinedSplit,
    cross_val_score,
)
from sklearn.neighbors import KNeighborsClassifier

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.cross_validation.model")
SEEDS = range(30)


def scene(name, **state):
    return as_tables(getattr(m, name)(m.STATES[name] | state))


def only(table, column):
    (value,) = table[column]
    return value


# ── cross-validation itself ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("k", [2, 5, 7, 40])
def test_the_score_is_cross_val_score(k):
    for seed in SEEDS:
        X, goat = m.animals(seed)
        row = m.deal(seed)
        _, right = m.cross_validate(X, goat, m.pens_of(row, k))
        scores = cross_val_score(LinearDiscriminantAnalysis(), X[row], goat[row], cv=KFold(k))
        own = [right[row[inside]].mean() for _, inside in KFold(k).split(row)]
        np.testing.assert_allclose(own, scores)


def test_everybody_is_judged_once_by_a_fence_that_they_did_not_teach():
    pen = m.pens_of(m.deal(1))
    assert np.bincount(pen).tolist() == [8] * 5
    assert all(np.mean(np.arange(m.N)[pen == each] % 2) == 0.5 for each in range(5))
    counted = [only(scene("flock", view="turns", turn=turn)["score"], "n") for turn in range(6)]
    assert counted == [0, 8, 16, 24, 32, 40]
    rights = [only(scene("flock", view="turns", turn=turn)["score"], "own") for turn in range(1, 6)]
    assert sum(rights) == only(scene("flock", view="turns", turn=5)["score"], "right")


def test_four_fences_follow_and_the_judge_stays():
    before = scene("flock", view="all")["fences"]
    pen = m.pens_of(m.deal(1))
    for key in range(m.N):
        after = scene("flock", view="all", moved={str(key): [40, 1]})["fences"]
        stays = [
            all(before[side][i] == after[side][i] for side in ("x", "y", "x2", "y2"))
            for i in range(5)
        ]
        assert stays == [i == pen[key] for i in range(5)]
        assert list(after["judge"]) == [i == pen[key] for i in range(5)]


def test_many_fences_at_once_are_those_of_scikit_learn():
    X, goat = m.animals(3, flocks=(4,))
    taught = m.pens_of(m.deal(2)) != np.arange(5)[:, None]
    weights, bias = m.fences(X, goat, taught)
    for flock in range(4):
        for pen in range(5):
            fence = m.learn(X[flock][taught[pen]], goat[taught[pen]])
            np.testing.assert_allclose(weights[flock, pen], fence.coef_[0], rtol=1e-7)
            np.testing.assert_allclose(bias[flock, pen], fence.intercept_[0], rtol=1e-7)


def test_scores_at_once_are_those_of_one_by_one():
    X, goat = m.animals(5, flocks=(30,))
    pen = m.pens_of(m.deal(4))
    for flock, scores in zip(X, m.fold_scores(X, goat, pen), strict=True):
        _, right = m.cross_validate(flock, goat, pen)
        np.testing.assert_allclose(scores, [right[pen == i].mean() for i in range(5)])


def test_the_worth_of_a_fence_is_what_it_gets_right_of_many():
    new, kind = m.animals(99, n=200_000)
    for seed in range(5):
        fence = m.learn(*m.animals(seed))
        worth = m.accuracy(fence.coef_[0], fence.intercept_[0])
        assert worth == pytest.approx(fence.score(new, kind), abs=0.004)


# ── what the score is worth ──────────────────────────────────────────────────────────────────────


def test_the_average_is_steadier_in_every_flock():
    pens = np.array([m.pens_of(m.deal(seed)) for seed in range(100)])
    for seed in SEEDS:
        scores = m.fold_scores(*m.animals(seed), pens)
        assert scores[:, 0].std() > 2 * scores.mean(-1).std()
        assert np.ptp(scores[:, 0]) >= 0.25
    assert np.mean(m.redealt()[1] > m.worth(*m.animals(m.SEED))) > 0.95, "this flock is an easy one"
    luck = scene("steady")["luck"]
    assert only(luck, "least") > only(luck, "low") + 0.2


def test_more_teachers_make_better_fences():
    sizes, worth = m.by_teachers()
    assert sizes[0] == 20
    assert sizes[-1] == 40
    assert (np.diff(worth) > 0).all()
    assert only(scene("count", k=20)["here"], "gain") == pytest.approx(1, abs=0.05)
    two, five, forty = (only(scene("count", k=k)["here"], "y") for k in (2, 5, 40))
    assert five - two > 0.75 * (forty - two), "five pens give most of what forty give"


def test_fences_of_more_pens_lie_closer_together():
    def apart(seed, k):
        X, goat = m.animals(seed)
        pen = m.pens_of(m.deal(seed), k)
        weights, bias = m.fences(X, goat, pen != np.arange(k)[:, None])
        return np.std([m.accuracy(w, b) for w, b in zip(weights, bias, strict=True)])

    two, five, ten, forty = (np.mean([apart(seed, k) for seed in SEEDS]) for k in (2, 5, 10, 40))
    assert two > five > ten > forty


def test_the_score_is_right_on_average():
    sizes, worth = m.by_teachers()
    score, true = m.crowd(40)
    error = score.std() / np.sqrt(len(score))
    assert abs(score.mean() - worth[sizes.tolist().index(32)]) < 3 * error
    assert abs(score.mean() - true.mean()) < 3 * error + 0.005


def test_the_better_score_has_the_better_fence_in_about_half_of_the_pairs():
    for size in ("40", "80", "160"):
        crowd = scene("many", size=size)["crowd"]
        assert 0.47 < only(crowd, "wins") < 0.56
        assert abs(only(crowd, "correlation")) < 0.15
    found = []
    for seed in SEEDS:  # other crowds, each of 500 flocks
        X, goat = m.animals(40_000 + seed, flocks=(500,))
        score = m.fold_scores(X, goat, m.pens_of(np.arange(m.N))).mean(-1)
        true = m.worth(X, goat)
        found.append(np.corrcoef(score, true)[0, 1])
    assert 0 < np.mean(found) < 0.15
    assert np.max(found) < 0.25
    sds = [only(scene("many", size=size)["crowd"], "sd") for size in ("40", "80", "160")]
    assert sds[0] > sds[1] > sds[2]


def test_the_scores_of_one_flock_mostly_find_the_clearly_better_way_to_learn():
    X, goat = m.animals(77, flocks=(600,))
    pen = m.pens_of(np.arange(m.N))
    same = pen[:, None] == pen
    neighbour = np.array([np.mean(goat[m.nearest(each, each, same)] == goat) for each in X])
    gain = m.fold_scores(X, goat, pen).mean(-1) - neighbour
    assert np.mean(gain > 1e-9) > 0.7
    assert np.mean(gain < -1e-9) < 0.2


def test_twins_flatter_unless_they_stay_together():
    apart, together, new = m.of_twins()
    assert apart > new + 0.1
    assert new - 0.04 < together < new + 0.01, "it has learnt from fewer families"
    higher = 0
    for seed in SEEDS:
        X, goat = m.families(seed, m.N)
        judge = KNeighborsClassifier(1)
        scaled = X / m.SPREAD
        pen = m.pens_of_twins(seed, False)
        known = pen[:, None] == pen
        own = np.mean(goat[m.nearest(X, X, known)] == goat)
        assert own == pytest.approx(
            cross_val_score(judge, scaled, goat, cv=PredefinedSplit(pen)).mean()
        )
        family, kept = np.arange(m.N) // 2, m.pens_of_twins(seed, True)
        assert (kept[::2] == kept[1::2]).all()
        assert np.bincount(kept).tolist() == [8] * 5
        grouped = cross_val_score(judge, scaled, goat, cv=GroupKFold(5), groups=family).mean()
        higher += own > grouped
    assert higher >= 29


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def test_the_majority_is_always_wrong_on_a_balanced_flock():
    for sheep in range(m.FEW + 1):
        share = only(scene("majority", sheep=sheep)["here"], "y")
        most = max(sheep, m.FEW - sheep)
        assert share == (0 if 2 * sheep == m.FEW else most / m.FEW)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_short_cut_is_leave_one_out(seed):
    rng = np.random.default_rng(seed)
    places = zip(rng.permutation(12)[:4], rng.uniform([0.5, 0], [9.5, 8], (4, 2)), strict=True)
    tables = scene("wool", moved={str(key): list(place) for key, place in places})
    x, y, without = (np.array(tables["sheep"][name]) for name in ("x", "y", "without"))
    for i in range(len(x)):
        rest = np.arange(len(x)) != i
        line = LinearRegression().fit(x[rest, None], y[rest])
        assert line.predict(x[i : i + 1, None])[0] == pytest.approx(without[i], rel=1e-9)
    scores = cross_val_score(
        LinearRegression(), x[:, None], y, cv=LeaveOneOut(), scoring="neg_mean_squared_error"
    )
    assert only(tables["error"], "short") == pytest.approx(np.sqrt(-scores.mean()), rel=1e-9)
    assert only(tables["error"], "long") == pytest.approx(only(tables["error"], "short"), rel=1e-9)
    leverage = 1 / 12 + (x - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2)
    up = scene("wool", moved={str(i): [x[i], y[i] + (i == 3)] for i in range(12)})["sheep"]
    assert up["fit"][3] - tables["sheep"]["fit"][3] == pytest.approx(leverage[3])


def test_error_bars_are_too_short():
    held = [only(scene("spread", repeats=times)["held"], "share") for times in ("1", "5", "20")]
    assert held[0] + 0.05 < 0.95
    assert held[0] > held[1] > held[2]
    assert held[2] < 0.5
    assert only(scene("spread")["held"], "student") == pytest.approx(2.776, abs=5e-4)
    assert 0.92 < only(scene("spread", repeats="20")["held"], "wider") < 0.97
    mean, error, _ = m.intervals(1)
    X, goat = m.animals(23, flocks=(m.TRIED,))
    row = m.deal(900)
    for flock in range(20):
        scores = cross_val_score(
            m.LinearDiscriminantAnalysis(), X[flock][row], goat[row], cv=KFold(5)
        )
        assert mean[flock] == pytest.approx(scores.mean(), abs=1e-6)
        assert error[flock] == pytest.approx(scores.std(ddof=1) / np.sqrt(5))


def test_with_independent_scores_a_wider_bar_is_enough():
    X, goat = m.animals(24, flocks=(4000, 5))  # each pen of a flock of its own
    pen = m.pens_of(np.arange(m.N))
    scores = m.fold_scores(X, goat, pen)[..., 0]
    true = m.accuracy(*m.fences(X, goat, pen[None] > 0)).mean()
    off, error = np.abs(scores.mean(-1) - true), scores.std(-1, ddof=1) / np.sqrt(5)
    assert 0.83 < np.mean(off <= m.NORMAL * error) < 0.9
    assert 0.92 < np.mean(off <= 2.776 * error) < 0.97


def test_the_winner_is_flattered_and_nesting_mends_it():
    winner, true, nested = m.autumns().mean(axis=0)
    assert winner > true + 0.03
    assert abs(nested - true) < 0.012
    assert 7 < only(scene("choose")["won"], "luck") < 10
    rows = [scene("choose", autumn=each)["won"] for each in range(1, 13)]
    lower = [each for each, row in enumerate(rows, 1) if "lower" in only(row, "says")]
    assert lower == [each for each, row in enumerate(rows, 1) if only(row, "y") < only(row, "true")]
    assert lower == [4]


def test_the_nested_score_is_that_of_scikit_learn():
    for seed in SEEDS:
        X, goat = m.animals(300 + seed)
        scores, _, nested = m.autumn(seed)
        pen, scaled = m.pens_of(m.deal(seed)), X / m.SPREAD
        for setting, score in zip(m.SETTINGS, scores, strict=True):
            judge = KNeighborsClassifier(setting)
            folds = cross_val_score(judge, scaled, goat, cv=PredefinedSplit(pen))
            assert folds.mean() == pytest.approx(score)
        search = GridSearchCV(
            KNeighborsClassifier(), {"n_neighbors": list(m.SETTINGS)}, cv=KFold(m.PENS - 1)
        )
        outer = cross_val_score(search, scaled, goat, cv=PredefinedSplit(pen))
        assert outer.mean() == pytest.approx(nested)


def test_no_two_animals_are_equally_near():
    """Ties would be broken by rounding, and a browser may round another way."""
    for X in (m.animals(300 + seed)[0] for seed in range(1, 13)):
        far = pairwise_distances(X / m.SPREAD)
        assert np.diff(np.sort(far, axis=1)[:, 1:], axis=1).min() > 1e-9


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_said_fits():
    says = only(scene("flock", view="all", moved={"0": [100, 1]})["fate"], "says")
    pen = m.pens_of(m.deal(1))[0] + 1
    assert f"lives in pen {pen}" in says
    assert f"The thick fence, number {pen}, did not" in says
    assert "Nobody has moved" in only(scene("flock", view="all")["fate"], "says")
    home = m.animals(m.SEED)[0][0].tolist()
    back = scene("flock", view="all", moved={"0": home})["fate"]
    assert only(back, "moves") == 0
    assert "Nobody has moved" in only(back, "says")
    near = only(scene("flock", view="all", moved={"0": [home[0] + 1, home[1]]})["fate"], "says")
    assert "followed it" not in near
    first, last = (scene("flock", view="split", deal=deal)["score"] for deal in (1, 24))
    assert only(first, "so_far") == "So far there is one: 6 of 8."
    assert (
        only(last, "so_far")
        == "So far they go from 4 to 8 of 8. Only who was left out has changed."
    )
    assert "40 fits" in only(scene("count", k=40)["here"], "says")
    assert "always wrong" in only(scene("majority", sheep=10)["here"], "says")
    apart, together = scene("twins"), scene("twins", together=True)
    own = int(np.sum(apart["threads"]["twin"]))
    assert f"{own} are judged by their own twin" in only(apart["score"], "says")
    assert not np.any(together["threads"]["twin"])


@pytest.mark.parametrize("place", [[110, 0.5], [25, 4.5], [75, 2.5]])
def test_what_is_said_of_a_move_is_true_of_each_animal(place):
    X, goat = m.animals(m.SEED)
    pen = m.pens_of(m.deal(1))
    _, before = m.cross_validate(X, goat, pen)
    for key in range(m.N):
        fate = scene("flock", view="all", moved={str(key): place})["fate"]
        _, right = m.cross_validate(m.moved(X, {str(key): place}), goat, pen)
        others = np.flatnonzero(before & ~right & (np.arange(m.N) != key))
        assert not np.any(pen[others] == pen[key]), "whose judge has not moved"
        says = only(fate, "says")
        assert f"{right.sum()} of 40 are right" in says
        if "about where it was" in says:
            continue
        assert ("Your animal is wrong" in says) == (not right[key])
        assert ("wrong now" in says) == (len(others) > 0)
        if len(others) > 1:
            assert f"{len(others)} others are wrong now" in says


def test_answers_wait_for_a_guess():
    assert len(scene("steady", told=False)["average"]["key"]) == 0
    assert only(scene("steady", told=False)["luck"], "said") == ""
    assert len(scene("steady", told=False, guess=0.6)["average"]["key"]) == m.AGAIN
    assert len(scene("majority", told=False)["curve"]["key"]) == 0
    assert not any(scene("majority", told=False)["animals"]["verdict"])
