"""The essay on ROC curves, held to scikit-learn's own functions, closed forms and hand counts.

Claims of the essay, each with what holds it:

- Echoes on the line ring, too
  test_the_four_counts_are_those_of_the_threshold
- Of the ten largest dots, seven are planes
  test_what_is_said_of_the_ten_largest_dots_is_so
- What is said of who rings
  test_what_is_said_of_a_bell_is_so
- No place of the bell is free of both mistakes
  test_no_bell_is_free_of_both_mistakes
- Strengths by lot wander along the diagonal
  test_strengths_by_lot_wander_along_the_diagonal
- What is said of a dragged echo
  test_what_is_said_of_a_new_order_is_so
- Who has no part in a duel is dimmed
  test_a_cell_belongs_to_the_plane_and_the_gull_that_stand_beside_it
- The bill, and whether there is a cheaper bell
  test_the_bill_is_that_of_the_mistakes_and_the_least_is_the_least
- The more a missed plane costs, the farther left the best bells hang
  test_the_more_a_missed_plane_costs_the_farther_left_the_best_bells_hang
- Planes and gulls of one strength are one slanting step
  test_however_many_tie_they_are_one_slanting_step
- U is how many cells are lit, of those that are drawn
  test_the_figure_counts_the_cells_that_are_drawn
- AUC is the share of duels won, where a tie is half a win
  test_when_all_are_tied_the_area_is_half_wins_alone
- No stretch and no flock moves the curve
  test_no_stretch_of_the_scale_moves_the_curve
  test_flocks_move_the_precision_and_not_the_curve
- Swapped neighbours move AUC by one cell
  test_neighbours_that_swap_move_the_area_by_one_cell
- The patients are an ordinary quarter
  test_the_clinics_split_is_no_freak
- The bell hangs where 100 patients cost least
  test_the_line_touches_the_curve_where_it_costs_least
- No ruler reaches into a dent
  test_no_cost_makes_a_dent_the_only_optimum
- The bars are the blocks of isotonic regression
  test_the_bars_are_the_blocks_of_isotonic_regression
- Both models draw the same curve, or different ones
  test_what_is_said_of_both_models_is_so
- Of fractal dimension, naive Bayes suspects both ends
  test_naive_bayes_suspects_both_ends_of_fractal_dimension
- Fractal dimension is mostly a little worse than coins
  test_fractal_dimension_is_mostly_a_little_worse_than_coins
- Before the guess the hull has no bars, in the picture or in its numbers
  test_the_hull_has_no_bars_before_the_guess
- The hull of a score drawn by lot is above one half
  test_the_hull_of_a_score_drawn_by_lot_is_above_one_half
- The middle 95 % of the resampled areas
  test_the_interval_holds_the_area_of_all_patients
- The rare, cheap miss: nearly all of the ill are sent home
  test_a_screening_at_equal_costs_sends_nearly_all_of_the_ill_home
- "never sags below the diagonal": a hull, whatever the score
  test_a_hull_never_sags_below_the_diagonal
- "almost always is, too, by luck": above one half, if drawn by lot
  test_the_hull_of_a_score_drawn_by_lot_is_above_one_half
- "it never reverses the order of the scores": isotonic regression
  test_the_bars_are_the_blocks_of_isotonic_regression
"""

import itertools
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import mannwhitneyu
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, roc_auc_score, roc_curve
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.roc_auc.model")
figures = import_file(FOLDER / "figures.py", "refit_test.roc_auc.figures")

FEATURES = (
    "texture",
    "smoothness",
    "fractal dimension",
    "texture + smoothness",
    "radius + texture",
)
SINGLE = FEATURES[:3]
SAMPLES = range(40)


def scene(name, **state):
    return as_tables(getattr(m, name)(m.STATES[name] | state))


def value(table, key):
    """A named value, or None where it is undefined and has no row."""
    return dict(zip(table["key"], table["value"], strict=True)).get(key)


def sample(seed):
    """Few scores with many ties, in both classes; every fifth sample has a single positive."""
    rng = np.random.default_rng(seed)
    n = rng.integers(5, 40)
    positive = np.arange(n) < (1 if seed % 5 == 0 else rng.integers(1, n))
    return rng.integers(0, 8, n).astype(float), rng.permutation(positive)


def test_every_claim_names_a_test_that_is_here():
    named = re.findall(r"test_\w+", __doc__)
    assert named
    assert set(named) <= set(globals())


# ── the curve ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", SAMPLES)
def test_the_curve_is_scikit_learns_with_every_threshold(seed):
    scores, positive = sample(seed)
    fpr, tpr, thresholds = roc_curve(positive, scores, drop_intermediate=False)
    fp, tp, ours = m.roc(scores, positive)
    np.testing.assert_array_equal(fp / fp[-1], fpr)
    np.testing.assert_array_equal(tp / tp[-1], tpr)
    np.testing.assert_array_equal(ours, thresholds[1:])  # scikit-learn's first one is infinite
    assert (fp[0], tp[0]) == (0, 0)
    assert (fp[-1], tp[-1]) == (np.sum(~positive), np.sum(positive))


@pytest.mark.parametrize("seed", SAMPLES)
def test_every_corner_counts_what_scores_at_least_its_threshold(seed):
    scores, positive = sample(seed)
    all_fp, all_tp, thresholds = m.roc(scores, positive)
    for fp, tp, threshold in zip(all_fp[1:], all_tp[1:], thresholds, strict=True):
        assert fp == np.sum((scores >= threshold) & ~positive)
        assert tp == np.sum((scores >= threshold) & positive)


# ── the area ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", SAMPLES)
def test_the_area_is_the_share_of_duels_won_with_ties_at_one_half(seed):
    scores, positive = sample(seed)
    pairs = itertools.product(scores[positive], scores[~positive])
    worth = [Fraction(int(a > b)) + Fraction(int(a == b), 2) for a, b in pairs]
    by_hand = sum(worth) / len(worth)
    u = mannwhitneyu(scores[positive], scores[~positive]).statistic
    fp, tp, _ = m.roc(scores, positive)
    assert m.auc(scores, positive) == pytest.approx(float(by_hand), abs=1e-12)
    assert m.duels(scores, positive).sum() == u
    assert m.auc(scores, positive) == pytest.approx(roc_auc_score(positive, scores), abs=1e-12)
    assert np.trapezoid(tp, fp) == u  # in cells of the grid, exactly


def test_seven_or_six_of_nine_hang_on_a_tie():
    positive = np.array([True, False, True, True, False, False])
    tied = np.array([6.0, 5.0, 5.0, 3.0, 2.0, 4.0])
    assert m.duels(tied, positive).sum() == 6.5
    assert m.duels(tied + 0.1 * positive, positive).sum() == 7
    assert m.duels(tied - 0.1 * positive, positive).sum() == 6


@pytest.mark.parametrize("label", [True, False])
def test_with_one_class_there_is_no_area(label):
    scores = np.array([3.0, 1.0, 2.0])
    assert m.auc(scores, np.full(3, label)) is None


def test_a_single_positive_has_the_share_of_negatives_below_it():
    positive = np.array([True, False, False, False, False])
    assert m.auc(np.array([5.0, 1, 2, 9, 5]), positive) == (2 + 0.5) / 4


def test_neighbours_that_swap_move_the_area_by_one_cell():
    now = scene("staircase")
    swapped = scene("staircase", moved={"plane 5": [65, 0]})  # 70, just above the gull at 66
    before, after = (value(tables["measures"], "AUC") for tables in (now, swapped))
    assert before - after == pytest.approx(now["counts"]["one"][0], abs=1e-12)
    assert now["counts"]["one"][0] == 1 / 150


@pytest.mark.parametrize("guess", [0.007, 0.1])
def test_after_a_guess_the_two_neighbours_have_swapped_and_one_duel_is_lost(guess):
    before, after = (scene("staircase", view="swap", large=1, guess=g) for g in (-1, guess))
    lost = np.subtract(before["duels"]["won"], after["duels"]["won"])
    assert list(np.flatnonzero(lost)) == [2 * len(m.GULLS)], "the third plane, the first gull"
    assert lost.sum() == 1
    assert before["counts"]["U"][0] - after["counts"]["U"][0] == 1
    ranked = sorted(m.PLANES + m.GULLS, reverse=True)
    assert [m.STRENGTH[i] for i in m.NEIGHBOURS] == ranked[2:4], "nobody is between the two"


def test_a_guess_in_words_is_a_corner_at_which_about_so_many_are_called():
    for features, naive_bayes in itertools.product(FEATURES, (False, True)):
        called = []
        for whom in m.CALLED:
            tables = scene("clinic", features=features, naive_bayes=naive_bayes, whom=whom)
            (fpr,), (tpr,) = (tables["guessed"][rate] for rate in ("fpr", "tpr"))
            n_ill, n_all = tables["summary"]["ill"][0], tables["best"]["of"][0]
            called.append((fpr * (n_all - n_ill) + tpr * n_ill) / n_all)
        assert called[0] == 0
        assert called[2] == 1
        assert called[1] == pytest.approx(0.5, abs=0.1)
        assert [m.whom(share) for share in called] == list(m.CALLED)


@pytest.mark.parametrize("seed", SAMPLES)
def test_hard_labels_leave_one_corner_whose_area_is_balanced_accuracy(seed):
    scores, positive = sample(seed)
    hard = (scores >= 4).astype(float)
    balanced = (np.mean(hard[positive]) + np.mean(1 - hard[~positive])) / 2
    assert m.auc(hard, positive) == pytest.approx(balanced, abs=1e-12)


# ── the screen ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("threshold", [0, 7, 8, 50, 62, 63, 93, 94, 100])
def test_the_four_counts_are_those_of_the_threshold(threshold):
    tables = scene("screen", view="trail", threshold=threshold)
    called = threshold <= m.STRENGTH
    tp, fn, fp, tn = tables["counts"]["n"]
    assert tp == np.sum(called[:10])
    assert fp == np.sum(called[10:])
    assert (tp + fn, fp + tn) == (10, 15)


@pytest.mark.parametrize("threshold", m.BELLS)
def test_no_bell_is_free_of_both_mistakes(threshold):
    _, missed, alarms, _ = scene("screen", view="piles", threshold=threshold)["counts"]["n"]
    assert missed + alarms > 0


def test_what_is_said_of_the_ten_largest_dots_is_so():
    assert scene("screen")["told"]["says"] == ["So far, a dot is a dot."]
    assert not any(look != "dot" for look in scene("screen")["echoes"]["look"])
    seen = scene("screen", window=True)
    largest = sorted(zip(seen["echoes"]["strength"], seen["echoes"]["kind"], strict=True))[-10:]
    planes = [kind for _, kind in largest].count("plane")
    numbers = [int(each) for each in re.findall(r"\d+", seen["told"]["says"][0])]
    assert numbers == [10, planes, 10 - planes, 10 - planes]
    assert (planes, len(m.PLANES), len(m.GULLS)) == (7, 10, 15)  # as the prose says


@pytest.mark.parametrize("threshold", m.BELLS)
def test_what_is_said_of_a_bell_is_so(threshold):
    tables = scene("screen", view="piles", threshold=threshold)
    tp, fn, fp, tn = (int(n) for n in tables["counts"]["n"])
    said = tables["told"]["says"][0]
    assert ("never" in said) == (tp + fp == 0)
    assert ("everybody" in said) == (tn + fn == 0)
    assert ("all planes" in said) == (fn == 0)
    assert ("no gull" in said) == (fp == 0 < tp)
    counted = r"(\d+) (plane|gull)s?( slip)?"
    numbers = {kind + slip: int(n) for n, kind, slip in re.findall(counted, said)}
    assert numbers.items() <= {"plane": tp, "gull": fp, "plane slip": fn}.items()
    assert ("slip" in said) == (fn > 0)
    assert ("gull" in said) == (tp + fp > 0)


def test_over_the_scope_there_is_no_bell_to_move():
    assert len(scene("screen")["threshold"]["key"]) == 0
    assert len(scene("screen", view="piles")["threshold"]["key"]) == 1


def test_strengths_by_lot_wander_along_the_diagonal():
    heights = []
    for seed in range(300):
        drawn = np.random.default_rng(seed).random(25)
        fp, tp, _ = m.roc(drawn, m.IS_PLANE)
        heights.append(np.interp([3, 7, 11], fp, tp) / 10)
    np.testing.assert_allclose(np.mean(heights, axis=0), [3 / 15, 7 / 15, 11 / 15], atol=0.05)


@pytest.mark.parametrize("threshold", [0, 30, 50, 61, 62, 93, 100])
def test_the_trail_ends_at_the_point(threshold):
    tables = scene("screen", view="trail", threshold=threshold)
    walk, drawn = tables["walk"], tables["walk"]["opacity"] > 0
    for count, n in (("fp", 15), ("tp", 10)):
        reached = max(walk[f"{count}2"][drawn], default=0) / n
        assert reached == pytest.approx(tables["point"][f"{count}r"][0], abs=1e-12)


# ── the staircase ────────────────────────────────────────────────────────────────────────────────


COUNTS = {"fp": 15, "tp": 10, "fp2": 15, "tp2": 10}


def random_strips():
    rng = np.random.default_rng(0)
    for _ in range(20):
        yield {key: [int(rng.integers(0, 12)) * 9, 20] for key in m.KEYS}


@pytest.mark.parametrize("moved", [{}, *random_strips()])
def test_the_steps_join_up_to_scikit_learns_curve(moved):
    walk = scene("staircase", moved=moved)["walk"]
    strength = np.array([moved.get(k, [s])[0] for k, s in zip(m.KEYS, m.STRENGTH, strict=True)])
    order = np.lexsort((walk["tp"] + walk["fp"], -strength))
    ends = np.column_stack([walk[c][order] / n for c, n in COUNTS.items()])
    np.testing.assert_allclose(ends[0, :2], 0, atol=1e-12)
    np.testing.assert_allclose(ends[-1, 2:], 1, atol=1e-12)
    np.testing.assert_allclose(ends[:-1, 2:], ends[1:, :2], atol=1e-12)
    fpr, tpr, _ = roc_curve(m.IS_PLANE, strength, drop_intermediate=False)
    for corner in zip(fpr, tpr, strict=True):
        away = np.abs(np.vstack([ends[:, :2], ends[:, 2:]]) - corner).max(axis=1)
        assert away.min() < 1e-12


def test_the_word_has_a_letter_for_each_echo_and_one_for_the_tie():
    word = dict(zip(*scene("staircase")["says"].values(), strict=True))["word"]
    assert (word.count("↑"), word.count("→"), word.count("↗")) == (9, 14, 1)


@pytest.mark.parametrize(("planes", "gulls"), [(1, 1), (2, 1), (1, 3), (4, 5)])
def test_however_many_tie_they_are_one_slanting_step(planes, gulls):
    """The tie stands above all others, so that the word begins with it."""
    tied = [*m.KEYS[:planes], *m.KEYS[len(m.PLANES) :][:gulls]]
    word = scene("staircase", moved={key: [99, 20] for key in tied})["says"]["text"][0]
    assert word.startswith("↗")
    apart = 62 in m.STRENGTH[planes:10] and 62 in m.STRENGTH[10 + gulls :]  # the usual tie
    assert word.count("↑") == 10 - planes - apart
    assert word.count("→") == 15 - gulls - apart
    assert word.count("↗") == 1 + apart


def test_when_all_are_tied_the_area_is_half_wins_alone():
    tables = scene("staircase", view="duels", large=1, moved={key: [50, 20] for key in m.KEYS})
    assert value(tables["measures"], "AUC") == 0.5
    assert set(tables["duels"]["won"]) == {0.5}


@pytest.mark.parametrize("moved", [{}, *random_strips()])
def test_the_figure_counts_the_cells_that_are_drawn(moved):
    tables = scene("staircase", view="duels", large=1, moved=moved)
    drawn = tables["duels"]["opacity"] > 0
    counts = {name: values[0] for name, values in tables["counts"].items()}
    assert counts["pairs"] == drawn.sum() == counts["planes"] * counts["gulls"]
    assert counts["U"] == tables["duels"]["won"][drawn].sum()
    assert counts["U"] / counts["pairs"] == pytest.approx(value(tables["measures"], "AUC"))


@pytest.mark.parametrize("moved", [{}, *random_strips()])
def test_a_cell_belongs_to_the_plane_and_the_gull_that_stand_beside_it(moved):
    tables = scene("staircase", view="duels", large=1, moved=moved)
    echoes, cells = tables["echoes"], tables["duels"]
    place = {
        (kind, rank): i
        for i, (kind, rank) in enumerate(
            zip(echoes["kind"], echoes["rank"].astype(int), strict=True)
        )
    }
    for cell in range(150):
        plane, gull = place["plane", cell // 15], place["gull", cell % 15]
        ahead = np.sign(echoes["strength"][plane] - echoes["strength"][gull])
        ends = {1: "the plane is stronger", 0: "a tie", -1: "the gull is stronger"}[ahead]
        assert cells["ends"][cell] == ends
        assert (cells["plane"][cell], cells["gull"][cell]) == (cell // 15, cell % 15)
    planes = echoes["y"][:10][np.argsort(echoes["rank"][:10])]
    gulls = echoes["x"][10:][np.argsort(echoes["rank"][10:])]
    np.testing.assert_allclose(np.diff(planes), 9)  # a row of the grid, and a column
    np.testing.assert_allclose(np.diff(gulls), 92 / 15)


def random_moves():
    rng = np.random.default_rng(1)
    for _ in range(60):
        keys = rng.choice(m.KEYS, rng.integers(1, 4), replace=False)
        yield {str(key): [int(rng.integers(0, 101)), 20] for key in keys}
    yield {f"plane {i}": [100, 20] for i in range(1, 11)}
    yield {"plane 5": [65, 20], "gull 1": [73, 20]}  # one duel lost, and one won


def test_what_is_said_of_a_new_order_is_so():
    heard = set()
    usual = roc_auc_score(m.IS_PLANE, m.STRENGTH)
    for moved in random_moves():
        tables = scene("staircase", moved=moved)
        strength = tables["echoes"]["strength"]
        said = tables["says"]["text"][1]
        area = roc_auc_score(m.IS_PLANE, strength)
        heard.add(said)
        if "better" in said:
            assert usual < area < 1
        elif "worse" in said:
            assert area < usual
        elif "perfect" in said:
            assert area == 1
        elif "not moved" in said:
            assert curve_of(strength) == curve_of(m.STRENGTH)
        else:
            assert "and down" in said
            assert area == pytest.approx(usual)
            assert curve_of(strength) != curve_of(m.STRENGTH)
    assert len(heard) == 5
    assert scene("staircase")["says"]["text"][1] not in heard


def curve_of(strength):
    """Return who of all planes and gulls is stronger, in order: all that a curve depends on."""
    planes, gulls = (np.sort(strength[who])[::-1] for who in (m.IS_PLANE, ~m.IS_PLANE))
    return np.sign(planes[:, None] - gulls).tolist()


@pytest.mark.parametrize("moved", [{}, *random_strips()])
def test_the_lit_cells_are_those_under_the_curve(moved):
    tables = scene("staircase", view="duels", large=1, moved=moved)
    cells, strength = tables["duels"], tables["echoes"]["strength"]
    planes, gulls = (np.sort(strength[who])[::-1] for who in (m.IS_PLANE, ~m.IS_PLANE))
    pairs = zip(cells["plane"].astype(int), cells["gull"].astype(int), strict=True)
    expected = [(planes[i] > gulls[j]) + 0.5 * (planes[i] == gulls[j]) for i, j in pairs]
    np.testing.assert_array_equal(cells["won"], expected)
    area = roc_auc_score(m.IS_PLANE, strength)
    assert cells["won"].mean() == pytest.approx(area, abs=1e-12)
    assert value(tables["measures"], "AUC") == pytest.approx(area, abs=1e-12)


@pytest.mark.parametrize("stretch", list(m.STRETCHES))
@pytest.mark.parametrize("moved", [{}, *random_strips()])
def test_no_stretch_of_the_scale_moves_the_curve(stretch, moved):
    plain = scene("staircase", moved=moved)
    stretched = scene("staircase", moved=moved, stretch=stretch)
    for column in COUNTS:
        np.testing.assert_array_equal(plain["walk"][column], stretched["walk"][column])
    assert plain["measures"]["value"].tolist() == stretched["measures"]["value"].tolist()


@pytest.mark.parametrize("stretch", list(m.STRETCHES))
def test_a_stretch_keeps_the_order_of_all_strengths(stretch):
    shares = m.STRETCHES[stretch](np.arange(101) / 100)
    assert (np.diff(shares) > 0).all()
    assert 0 <= shares[0] < shares[-1] <= 1


@pytest.mark.parametrize("flock", [1, 3, 9])
def test_flocks_move_the_precision_and_not_the_curve(flock):
    tables = scene("staircase", view="invariance", flock=flock)
    times = np.where(m.IS_PLANE, 1, flock)
    strength, positive = np.repeat(m.STRENGTH, times), np.repeat(m.IS_PLANE, times)
    fpr, tpr, thresholds = roc_curve(positive, strength, drop_intermediate=False)
    at = np.flatnonzero(thresholds >= m.BELL)[-1]
    measures = tables["measures"]
    assert value(measures, "AUC") == pytest.approx(roc_auc_score(positive, strength), abs=1e-12)
    assert value(measures, "FPR") == pytest.approx(fpr[at], abs=1e-12)
    assert value(measures, "TPR") == pytest.approx(tpr[at], abs=1e-12)
    expected = precision_score(positive, strength >= m.BELL)
    assert value(measures, "precision") == pytest.approx(expected, abs=1e-12)
    hits, ringing = (tables["counts"][name][0] for name in ("hits", "ringing"))
    assert hits / (hits + ringing) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("flock", [3, 5, 7, 9])
def test_a_flock_is_drawn_with_as_many_gulls(flock):
    looks = set(scene("staircase", view="invariance", flock=flock)["echoes"]["look"])
    assert looks == {"plane", f"flock-{flock}"}
    assert figures.FLOCKS[f"flock-{flock}"].count("M") == flock


def test_when_nobody_rings_there_is_no_precision():
    tables = scene("staircase", moved={key: [10, 0] for key in m.KEYS})
    assert value(tables["measures"], "precision") is None
    assert value(tables["measures"], "AUC") == 0.5  # everyone is tied


# ── the choice ───────────────────────────────────────────────────────────────────────────────────


def bill(threshold, cost):
    called = threshold <= m.STRENGTH
    return cost * np.sum(~called[:10]) + np.sum(called[10:])


@pytest.mark.parametrize("cost", range(1, 6))
def test_the_bill_is_that_of_the_mistakes_and_the_least_is_the_least(cost):
    least = min(bill(threshold, cost) for threshold in np.arange(0, 102, 0.5))
    for threshold in m.BELLS:
        tables = scene("choice", threshold=threshold, cost=cost)
        found = {name: values[0] for name, values in tables["bill"].items()}
        assert found["total"] == bill(threshold, cost)
        assert found["total"] == found["missed"] * cost + found["alarms"]
        assert ("no cheaper" in found["says"]) == (found["total"] == least)
        assert f"costs {found['total']:.0f} nights." in found["says"]
        if found["total"] > least:
            assert f"Another bell costs only {least:.0f}." in found["says"]


def test_the_more_a_missed_plane_costs_the_farther_left_the_best_bells_hang():
    ends = []
    for cost in range(1, 6):
        best = [t for t in m.BELLS if bill(t, cost) == min(bill(u, cost) for u in m.BELLS)]
        ends.append((min(best), max(best)))
    for (low, high), (low_then, high_then) in itertools.pairwise(ends):
        assert low_then <= low
        assert high_then <= high
    assert ends[0][0] > ends[-1][1]


# ── the hull ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", SAMPLES)
def test_the_hull_is_isotonic_regression(seed):
    """Fawcett and Niculescu-Mizil (2007), on samples with ties; rounding leaves 1e-12."""
    scores, positive = sample(seed)
    reference = IsotonicRegression().fit_transform(scores, positive.astype(float))
    np.testing.assert_allclose(m.calibrated(scores, positive), reference, atol=1e-12)


@pytest.mark.parametrize("features", FEATURES)
@pytest.mark.parametrize("naive_bayes", [False, True])
def test_the_bars_are_the_blocks_of_isotonic_regression(features, naive_bayes):
    scores, malignant = m.judge(naive_bayes, features)
    edges = scene("clinic", features=features, naive_bayes=naive_bayes)["edges"]
    reference = IsotonicRegression().fit_transform(scores, malignant.astype(float))
    blocks, sizes = np.unique(reference.round(12), return_counts=True)
    np.testing.assert_allclose(edges["probability"], blocks[::-1], atol=1e-9)
    np.testing.assert_array_equal(edges["patients"], sizes[::-1])
    assert edges["ill"].sum() == malignant.sum()


@pytest.mark.parametrize("seed", SAMPLES)
def test_no_corner_lies_above_the_hull_and_its_slopes_fall(seed):
    fp, tp, _ = m.roc(*sample(seed))
    corners = m.hull(fp, tp)
    rise, run = np.diff(tp[corners]), np.diff(fp[corners])
    assert all(a * d > b * c for (a, c), (b, d) in itertools.pairwise(zip(rise, run, strict=True)))
    for a, b in itertools.pairwise(corners):
        turn = (fp[b] - fp[a]) * (tp - tp[a]) - (tp[b] - tp[a]) * (fp - fp[a])
        assert (turn <= 0).all()
    assert (corners[0], corners[-1]) == (0, len(fp) - 1)


# ── costs ────────────────────────────────────────────────────────────────────────────────────────

TRADES = list(itertools.product((0.01, 0.2, 0.5, 0.9, 0.99), (1, 5, 50)))


@pytest.mark.parametrize(("prevalence", "cost"), TRADES)
@pytest.mark.parametrize("features", FEATURES)
def test_the_line_touches_the_curve_where_it_costs_least(features, prevalence, cost):
    state = {"features": features, "prevalence": prevalence, "cost": cost}
    tables = scene("clinic", **state)
    fp, tp, _ = m.roc(*m.judge(False, features))
    fpr, tpr = fp / fp[-1], tp / tp[-1]
    np.testing.assert_array_equal(tables["curve"]["fp"], fp)
    np.testing.assert_array_equal(tables["curve"]["tp"], tp)
    costs = 100 * (prevalence * cost * (1 - tpr) + (1 - prevalence) * fpr)
    assert tables["best"]["cost"][0] == pytest.approx(costs.min(), abs=1e-9)
    slope = (1 - prevalence) * 1 / (prevalence * cost)
    assert tables["slope"]["value"][0] == pytest.approx(slope)
    line = {name: values[0] for name, values in tables["line"].items()}
    rise, run = line["tpr2"] - line["tpr"], line["fpr2"] - line["fpr"]
    assert rise == pytest.approx(slope * run, abs=1e-9)
    # No corner lies above the line, and the best one lies on it.
    above = tpr - line["tpr"] - slope * (fpr - line["fpr"])
    assert above.max() == pytest.approx(0, abs=1e-9 * (1 + slope))


@pytest.mark.parametrize("features", FEATURES)
def test_no_cost_makes_a_dent_the_only_optimum(features):
    tables = scene("clinic", features=features)
    fp, tp, lid = (tables["curve"][name] for name in ("fp", "tp", "hull"))
    fpr, tpr = fp / fp[-1], tp / tp[-1]
    for slope in np.geomspace(1e-3, 1e3, 301):
        gain = tpr - slope * fpr
        assert (gain[lid - tp > 0.01] < gain.max()).all()


def test_youdens_choice_is_the_ruler_of_slope_one():
    tables = scene("clinic", prevalence=0.5, cost=1)
    fp, tp, _ = m.roc(*m.judge(False, "texture"))
    farthest = (tp / tp[-1] - fp / fp[-1]).max()
    assert tables["best"]["tpr"][0] - tables["best"]["fpr"][0] == pytest.approx(farthest)


# ── the clinic ───────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_on_both_sides():
    _, malignant, train, test = m.tumours()
    assert not set(train) & set(test)
    assert len(train) + len(test) == len(malignant) == 569


OTHERS = range(2000, 2100)  # seeds of other splits


def areas(splits, features, naive_bayes=False):
    judged = (m.judge.__wrapped__(naive_bayes, features, split) for split in splits)
    return np.array([roc_auc_score(malignant, scores) for scores, malignant in judged])


def assert_ordinary(split, features):
    """Refuse a split whose area is among the lowest or highest quarter of a hundred others."""
    below = np.sum(areas(OTHERS, features) < areas([split], features)[0])
    assert 25 <= below <= 75, f"{features}: above {below} of 100 others"


@pytest.mark.parametrize("features", SINGLE)
def test_the_clinics_split_is_no_freak(features):
    assert_ordinary(m.SPLIT, features)


def test_a_freak_is_refused():
    """Split 0 has the lowest area of a thousand on smoothness."""
    with pytest.raises(AssertionError, match="above 0 of 100"):
        assert_ordinary(0, "smoothness")


def test_a_text_alternative_keeps_the_answer_until_the_guess():
    lit = {}
    for view, guess in (("steps", -1), ("bet", -1), ("bet", 0.5), ("duels", -1)):
        says = scene("staircase", view=view, guess=guess)["says"]
        lit[view, guess] = dict(zip(*says.values(), strict=True))["lit"]
    assert [bool(text) for text in lit.values()] == [False, False, True, True]
    assert "AUC 0.81" in lit["duels", -1]
    asked = {"asked": 1, "prevalence": 0.02, "cost": 1}
    for whom in ("", "hardly anybody"):
        says = scene("clinic", whom=whom, **asked)["seen"]["says"]
        assert [bool(text) for text in says] == [bool(whom)] * 2


def test_the_figure_has_the_clinics_patients():
    _, malignant = m.judge(False, "texture")
    assert (malignant.sum(), (~malignant).sum()) == (figures.N_ILL, figures.N_WELL)
    assert (len(m.PLANES), len(m.GULLS)) == (figures.N_PLANES, figures.N_GULLS)


@pytest.mark.parametrize("features", FEATURES)
def test_what_is_said_of_both_models_is_so(features):
    curves = []
    for naive_bayes in (False, True):
        scores, malignant = m.judge(naive_bayes, features)
        curves.append(np.array(roc_curve(malignant, scores, drop_intermediate=False)[:2]))
        said = scene("clinic", features=features, naive_bayes=naive_bayes)["summary"]["models"]
        assert said == [m.both_models(features)]
    alike = curves[0].shape == curves[1].shape and np.allclose(*curves)
    assert m.both_models(features) == ("the same curve" if alike else "different curves")


@pytest.mark.parametrize(
    ("features", "least", "most"), [("texture", 20, 30), ("fractal dimension", 0, 5)]
)
def test_two_models_of_one_measurement_draw_one_curve_only_if_naive_bayes_does_not_bend(
    features, least, most
):
    """Over 30 other splits."""
    same = 0
    for split in OTHERS[:30]:
        one, other = (m.judge.__wrapped__(model, features, split) for model in (False, True))
        same += np.array_equal(*(m.roc(*judged)[:2] for judged in (one, other)))
    assert least <= same <= most


def bends(split):
    """Whether naive Bayes suspects both ends of fractal dimension more than the middle."""
    measurements, _, _, test = m.tumours(split)
    order = np.argsort(measurements["fractal dimension"][test], kind="stable")
    suspicion = m.judge.__wrapped__(True, "fractal dimension", split)[0][order]
    return min(suspicion[0], suspicion[-1]) > np.median(suspicion) > suspicion.min()


def test_naive_bayes_suspects_both_ends_of_fractal_dimension():
    assert bends(m.SPLIT)
    assert np.mean([bends(split) for split in OTHERS[:30]]) > 0.5


@pytest.mark.parametrize("features", SINGLE)
def test_logistic_regression_suspects_one_end(features):
    measurements, _, _, test = m.tumours()
    order = np.argsort(measurements[features][test], kind="stable")
    steps = np.diff(m.judge(False, features)[0][order])
    assert (steps >= 0).all() or (steps <= 0).all()


def test_fractal_dimension_is_mostly_a_little_worse_than_coins():
    assert 0.4 < scene("clinic")["weakest"]["AUC"][0] < 0.5
    found = areas(OTHERS[:30], "fractal dimension")
    assert np.mean(found < 0.5) > 0.5
    assert 0.4 < np.median(found) < 0.5


def test_the_hull_of_a_score_drawn_by_lot_is_above_one_half():
    _, malignant = m.judge(False, "texture")
    for seed in range(30):
        fp, tp, _ = m.roc(np.random.default_rng(seed).random(len(malignant)), malignant)
        corners = m.hull(fp, tp)
        assert np.trapezoid(tp[corners], fp[corners]) > 0.5 * tp[-1] * fp[-1]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_hull_never_sags_below_the_diagonal(sign):
    for features in SINGLE:
        score, malignant = m.judge(False, features)
        fp, tp, _ = m.roc(sign * score, malignant)
        corners = m.hull(fp, tp)
        assert (tp[corners] / tp[-1] >= fp[corners] / fp[-1]).all()


@pytest.mark.parametrize("features", SINGLE)
def test_the_interval_holds_the_area_of_all_patients(features):
    """Learnt from all 569 and asked about them: a single weight hardly overfits."""
    measurements, malignant, _, _ = m.tumours()
    model = make_pipeline(StandardScaler(), LogisticRegression())
    X = measurements[features][:, None]
    area = roc_auc_score(malignant, model.fit(X, malignant).decision_function(X))
    _, low, high = m.interval(False, features)
    assert low < area < high


def test_a_screening_at_equal_costs_sends_nearly_all_of_the_ill_home():
    best = scene("clinic", prevalence=0.02, cost=1)["best"]
    assert best["whom"][0] == "hardly anybody"
    assert best["tpr"][0] < 0.1
    assert best["fpr"][0] < 0.05


@pytest.mark.parametrize("features", FEATURES)
@pytest.mark.parametrize("naive_bayes", [False, True])
def test_areas_and_counts_are_scikit_learns(features, naive_bayes):
    scores, malignant = m.judge(naive_bayes, features)
    tables = scene("clinic", features=features, naive_bayes=naive_bayes)
    summary = {name: values[0] for name, values in tables["summary"].items()}
    assert summary["AUC"] == pytest.approx(roc_auc_score(malignant, scores), abs=1e-12)
    assert summary["ill"] == malignant.sum()
    assert summary["hull_AUC"] >= max(0.5, summary["AUC"])
    assert summary["low"] < summary["AUC"] < summary["high"]


def test_the_standard_error_is_that_of_placement_values_and_of_resampling():
    """DeLong et al. (1988); 400 resamples give a standard deviation within a tenth."""
    scores, malignant = m.judge(False, "texture")
    ill, well = scores[malignant], scores[~malignant]
    place = [np.mean((s > well) + 0.5 * (s == well)) for s in ill]
    placed = [np.mean((ill > s) + 0.5 * (ill == s)) for s in well]
    expected = np.sqrt(np.var(place, ddof=1) / len(ill) + np.var(placed, ddof=1) / len(well))
    error, low, high = m.interval(False, "texture")
    assert error == pytest.approx(expected, abs=1e-12)
    assert (high - low) / (2 * 1.96) == pytest.approx(error, rel=0.1)


def test_a_weighted_resample_has_the_area_of_the_patients_drawn():
    won = m.duels(*m.judge(False, "texture"))
    rng = np.random.default_rng(1)
    rows, columns = (rng.integers(0, size, size) for size in won.shape)
    counts = [
        np.bincount(drawn, minlength=n) for drawn, n in zip((rows, columns), won.shape, strict=True)
    ]
    weighted = counts[0] @ won @ counts[1] / won.size
    assert weighted == pytest.approx(won[np.ix_(rows, columns)].mean(), abs=1e-12)


# ── the asides ───────────────────────────────────────────────────────────────────────────────────


def test_two_curves_of_one_area_cross():
    crossing = scene("staircase")["crossing"]
    assert crossing["auc"][0] == crossing["auc"][1] == 44 / 64
    assert crossing["first"].tolist() == [4 / 8, 3 / 8]
    assert crossing["half"].tolist() == [4 / 8, 8 / 8]


def test_two_worthless_sites_look_good_together():
    assert scene("staircase")["sites"]["auc"].tolist() == [0.5, 0.5, pytest.approx(0.9)]


def test_the_weakest_score_has_a_hull_above_one_half():
    weakest = {name: values[0] for name, values in scene("clinic")["weakest"].items()}
    assert weakest["AUC"] < 0.5 < weakest["hull_AUC"]
    assert weakest["turned"] == 1 - weakest["AUC"]


# ── every state ──────────────────────────────────────────────────────────────────────────────────


STATES = [
    *(("screen", {"view": v, "window": w}) for v in ("scope", "piles", "trail") for w in (0, 1)),
    *(
        ("staircase", {"view": v, "large": v in ("bet", "duels", "swap"), "stretch": s, "flock": f})
        for v in ("steps", "bet", "duels", "invariance", "spelling", "swap")
        for s in m.STRETCHES
        for f in (1, 3, 9)
    ),
    *(("choice", {"threshold": t, "cost": c}) for t in (0, 50, 100) for c in (1, 5)),
    *(("clinic", {"features": f, "naive_bayes": b}) for f in FEATURES for b in (False, True)),
]


@pytest.mark.parametrize(("name", "state"), STATES)
def test_every_state_gives_tables_and_the_same_ones_again(name, state):
    """``as_tables`` refuses what is not finite, and keys that repeat."""
    once, again = scene(name, **state), scene(name, **state)
    for table, columns in once.items():
        for column, values in columns.items():
            assert list(values) == list(again[table][column])


def test_the_hull_has_no_bars_before_the_guess():
    asked = {"calibration": 1, "asked": 1, "features": "fractal dimension"}
    waiting, guessed = scene("clinic", **asked), scene("clinic", **asked, guess=0.46)
    assert len(waiting["edges"]["patients"]) == 0
    assert sum(guessed["edges"]["patients"]) == 143
    assert len(scene("clinic", **asked | {"asked": 0})["edges"]["patients"]) > 0
