"""The essay on bias and variance, held to scikit-learn, closed forms and simulation.

Claims of the essay, each with what holds it:

- Every chart is the one that scikit-learn would draw from these soundings
  test_charts_are_those_of_scikit_learn
- Above the rock the sisters' charts differ by metres
  test_sisters_differ_above_the_rock
- The mean of all charts follows the sea bed, but cuts the Tooth off
  test_the_mean_cuts_the_tooth_off
- Stiff charts: all of them are too deep above the Tooth
  test_what_is_said_of_a_place_is_so
- Wild charts: nearly right on average, and as far apart as the swell
  test_wild_charts_are_nearly_right_and_spread_as_the_swell_does
- The three parts are the whole error, up to the luck of the new soundings
  test_the_parts_add_up_to_the_measured_error
- Both ends of the dial are bad
  test_the_error_is_a_valley
- Too stiff and too wild, and on which side of the best setting
  test_what_is_said_of_the_dial_is_so
- The closed form is what a simulation finds; degrees of freedom
  test_the_closed_form_is_what_octopuses_measure
  test_degrees_of_freedom
- Training error is below the error on new soundings by twice the variance
  test_optimism
- Tested anywhere in the bay, wild polynomials are much worse, because of its ends
  test_wild_polynomials_are_much_worse_at_the_ends_of_the_bay
- The short cut of leave-one-out, and Cp
  test_the_short_cut_is_leave_one_out
  test_cp_adds_the_optimism
- Who chooses by training error pays most
  test_who_chooses_by_training_error_pays_most
- One octopus makes the mean
  test_a_mean_is_made_by_few_and_a_median_is_not
- More variance makes fewer mistakes on the wrong side, and more on the right one
  test_variance_helps_on_the_wrong_side_alone
- The errors, and bias² and variance, are told once the reader has drawn or guessed
  test_errors_are_told_once_a_step_shows_them
  test_bias_and_variance_are_told_once_a_guess_is_made
- The gap between the blades is that of the two numbers, as they are printed
  test_the_printed_gap_is_that_of_the_printed_errors
- Averages of m charts have a variance of 1/m
  test_averaging_divides_the_variance
- James and Stein's pull
  test_shrinking_costs_what_the_bars_say
  test_james_and_stein_are_better_wherever_the_truth_lies
- "always the highest it may have": what training error chooses, each day
  test_who_chooses_by_training_error_pays_most
- "more variance at the same bias is always worse": the parts of the error add up
  test_the_parts_add_up_to_the_measured_error
"""

import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.bias_variance.model")
figures = import_file(FOLDER / "figures.py", "refit_test.bias_variance.figures")

SEEDS = range(30)
TOOLS = tuple(m.TOOLS)


def scene(name, **state):
    found = getattr(m, name)(m.STATES[name] | state)
    return as_tables(found if isinstance(found, dict) else list(found)[-1])


def only(table, column):
    (value,) = table[column]
    return value


# ── charts ───────────────────────────────────────────────────────────────────────────────────────


def features(tool, x, setting):
    """Features as other code than the model's makes them: powers of x from -1 to 1, and bumps."""
    if tool == "polynomial":
        return np.array([(x / 2 - 1) ** power for power in range(setting + 1)]).T
    if tool == "ridge":
        return np.array([np.exp(-(((x - centre / 5) / 0.3) ** 2)) for centre in range(21)]).T
    return x[:, None]


@pytest.mark.parametrize("tool", TOOLS)
def test_charts_are_those_of_scikit_learn(tool):
    y = m.soundings(3)[:5]
    for setting in m.SETTINGS[tool]:
        model = {
            "nearest": KNeighborsRegressor(setting if tool == "nearest" else 1),
            "polynomial": LinearRegression(),
            "ridge": Ridge(setting, solver="svd"),
        }[tool]
        X, places = (features(tool, x, setting) for x in (m.WHERE, m.STOPS))
        for sister, chart in enumerate(m.charts(tool, setting, m.STOPS, 3)[:5]):
            np.testing.assert_allclose(chart, model.fit(X, y[sister]).predict(places), atol=1e-5)


def test_no_place_is_as_near_to_one_sounding_as_to_another():
    """Ties would be broken by rounding, and a browser may round another way."""
    for places in (m.STOPS, m.EVERYWHERE, m.WHERE):
        apart = np.sort(np.abs(places[:, None] - m.WHERE), axis=1)
        assert np.diff(apart, axis=1).min() > 1e-6


def test_soundings_are_the_sea_bed_and_swell():
    swell = np.array([m.soundings(seed) - m.bed(m.WHERE) for seed in SEEDS])
    assert abs(swell.mean()) < 4 * m.SIGMA / np.sqrt(swell.size)
    assert swell.std() == pytest.approx(m.SIGMA, rel=0.01)


def test_sisters_differ_above_the_rock():
    for seed in SEEDS:
        says = scene("sisters", view="tiles", seed=seed)["says"]
        assert only(says, "deepest") - only(says, "highest") > 5


def test_the_chart_that_is_drawn_is_the_sisters_own():
    tables = scene("sisters", sister=7)
    chart = m.charts("nearest", 5, m.STOPS, 0)[6]
    assert only(tables["says"], "summit") == pytest.approx(-chart[12], abs=6e-3)
    seen = tables["lines"]["seen"] > 0
    np.testing.assert_allclose(tables["lines"]["y"][seen], chart, atol=0.11)  # a pixel
    np.testing.assert_allclose(tables["soundings"]["y"], m.soundings(0)[6], atol=0.06)


def test_the_mean_cuts_the_tooth_off():
    for seed in SEEDS:
        off = m.charts("nearest", 5, m.STOPS, seed).mean(axis=0) - m.bed(m.STOPS)
        assert off[m.TOOTH_STOP] < -2
        assert np.mean(np.abs(off) < 2) > 0.85
    assert m.STOPS[m.TOOTH_STOP] == pytest.approx(m.TOOTH)
    assert abs(m.EVERYWHERE[np.argmax(m.bed(m.EVERYWHERE))] - m.TOOTH) < 0.05


# ── one place ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("dial", [4, 12])
def test_what_is_said_of_a_place_is_so(dial):
    found = set()
    for seed in range(8):
        for at in m.STOPS.round(1):
            tables = scene("answers", dial=dial, at=float(at), seed=seed)
            here = tables["here"]
            k = only(here, "k")
            said = m.charts("nearest", k, np.array([at]), seed)[:, 0]
            off, words = said.mean() - m.bed(at), only(here, "verdict")
            assert only(here, "bias") == pytest.approx(abs(off), abs=6e-3)
            assert only(here, "spread") == pytest.approx(said.std(), abs=6e-3)
            assert sum(tables["voters"]["votes"]) == k
            if "all of them" in words:
                assert np.all(said < m.bed(at)) if "deep" in words else np.all(said > m.bed(at))
            elif "cancel" in words:
                assert abs(off) < 0.25 * said.std() + 1e-9
            else:
                assert f"{abs(off):.1f} m too {'deep' if off < 0 else 'high'}" in words
            found.add(words[:14])
    assert len(found) == (2 if dial == 4 else 1)


def test_the_stiff_all_miss_the_tooth_and_the_wild_do_not():
    for seed in SEEDS:
        stiff = only(scene("answers", dial=4, seed=seed)["here"], "verdict")
        wild = scene("answers", dial=12, seed=seed)["here"]
        assert stiff == "They agree with each other, and all of them are too deep."
        assert only(wild, "bias") < 2
        assert 5 < only(wild, "spread") < 7


def test_wild_charts_are_nearly_right_and_spread_as_the_swell_does():
    for seed in SEEDS:
        for at in m.STOPS.round(1):
            here = scene("answers", dial=12, at=float(at), seed=seed)["here"]
            assert only(here, "spread") == pytest.approx(m.SIGMA, rel=0.2)
            assert only(here, "bias") < only(here, "spread")


def test_voters_are_the_nearest():
    voters = scene("answers", at=2.0)["voters"]
    near = np.argsort(np.abs(m.WHERE - 2))[:16]
    assert set(np.flatnonzero(voters["votes"])) == set(near)
    assert voters["answer"][0] == pytest.approx(m.soundings(0)[0][near].mean(), abs=0.06)


# ── the dial ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("tool", TOOLS)
def test_the_parts_add_up_to_the_measured_error(tool):
    """The difference, in standard errors, is as large as luck makes it: no more and no less."""
    found = np.array([m.measured(tool, seed) for seed in SEEDS])
    bias2, variance, error, luck = np.moveaxis(found, 1, 0)
    z = (error - bias2 - variance - m.NOISE) / luck
    assert np.abs(z).max() < 4.5
    assert 0.6 < np.mean(z**2) < 1.5
    assert luck.max() < 2


def test_the_parts_are_exactly_the_distance_from_the_sea_bed():
    fits = m.charts("nearest", 5, m.EVERYWHERE, 0)
    bias2, variance = m.decompose(fits, m.bed(m.EVERYWHERE))
    np.testing.assert_allclose(bias2 + variance, ((fits - m.bed(m.EVERYWHERE)) ** 2).mean(axis=0))
    assert m.measured("nearest", 0)[0][7] == pytest.approx(bias2.mean())


def test_the_error_is_a_valley():
    for seed in SEEDS:
        error = m.measured("nearest", seed)[2]
        assert 6 <= np.argmin(error) <= 8
        assert min(error[0], error[-1]) > error.min() + 20
        assert np.all(np.diff(m.measured("nearest", seed)[1]) > 0)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_said_of_the_dial_is_so(tool):
    bias2, variance, _, _ = m.measured(tool, 0)
    best = np.argmin(bias2 + variance)
    for at in m.DIAL:
        tables = scene("dial", tool=tool, dial=int(at))
        here, words = tables["here"], only(tables["here"], "verdict")
        shown = round(bias2[at - 1], 1) + round(variance[at - 1], 1) + 36
        assert f"{only(here, 'sum'):.1f}" == f"{shown:.1f}"  # the parts, as the formula shows them
        falls, rises = bias2[at - 1] - bias2[best], variance[best] - variance[at - 1]
        if "stiff" in words:
            assert at - 1 < best
            assert falls > rises
        elif "wild" in words:
            assert at - 1 > best
            assert -rises > -falls
        else:
            assert at - 1 == best


def test_the_stack_is_piled_up():
    parts = scene("dial")["parts"]
    top = dict(zip(parts["key"], parts["high"], strict=True))
    bias2, variance, _, _ = m.measured("nearest", 0)
    for i in m.DIAL:
        height = 36 + bias2[i - 1] + variance[i - 1]
        assert top[f"variance {i}"] == pytest.approx(height, abs=0.051)


@pytest.mark.parametrize(
    ("heights", "says"),
    [
        (np.abs(m.DIAL - 7) * 8 + 44, "valley"),
        (110 - 5 * m.DIAL, "down to the wild end"),
        (40 + 5 * m.DIAL, "up to the wild end"),
    ],
)
def test_what_is_said_of_a_drawing_is_so(heights, says):
    drawn = {str(i): [int(i), float(y)] for i, y in zip(m.DIAL, heights, strict=True)}
    words = only(scene("dial", drawn=drawn)["guess"], "verdict")
    assert says in words
    off = np.mean(np.abs(heights - m.measured("nearest", 0)[2]))
    assert f"{off:.0f} m²" in words


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("tool", TOOLS)
def test_the_closed_form_is_what_octopuses_measure(tool):
    bias2, variance, _ = m.closed_form(tool)
    for at, setting in enumerate(m.SETTINGS[tool]):
        found = np.array(
            [m.unbiased(m.charts(tool, setting, m.EVERYWHERE, seed)) for seed in SEEDS]
        )
        error = found.std(axis=0, ddof=1) / np.sqrt(len(SEEDS))
        assert np.all(np.abs(found.mean(axis=0) - [bias2[at], variance[at]]) < 4.5 * error + 1e-9)


def test_degrees_of_freedom():
    np.testing.assert_allclose(m.closed_form("nearest")[2], 40 / np.array(m.SETTINGS["nearest"]))
    np.testing.assert_allclose(
        m.closed_form("polynomial")[2], np.array(m.SETTINGS["polynomial"]) + 1
    )
    assert np.all(np.diff(m.closed_form("ridge")[2]) > 0)
    assert only(scene("closed")["nearest"], "variance") == pytest.approx(36)


def test_the_square_of_weights_has_its_first_place_at_the_bottom():
    square = scene("closed", dial=12)["weights"]["level"].reshape(40, 40)
    assert np.all(np.diag(square) == 255)
    assert np.all(square[~np.eye(40, dtype=bool)] < 130)
    last = m.weights("polynomial", 14, m.WHERE)[-1]
    row = scene("closed", tool="polynomial", dial=12)["weights"]["level"].reshape(40, 40)[-1]
    assert np.array_equal(np.argsort(last)[-3:], np.argsort(row, kind="stable")[-3:])


def test_every_chart_lies_in_its_own_tile():
    tables = scene("sisters", view="tiles")
    seas, lines = tables["seas"], tables["lines"]
    own = lines["chart"].astype(int)
    x = lines["left"] + lines["wide"] * lines["x"]  # as figures.py places them
    y = lines["bottom"] + lines["high"] * (lines["y"] + 52)
    assert np.all((x > seas["x"][own] - 0.01) & (x < seas["x2"][own] + 0.01))
    assert np.all((y > seas["y"][own] - 0.1) & (y < seas["top"][own] + 0.1))
    assert np.ptp(x) > 3.5
    assert np.ptp(y) > 45


def test_a_chart_in_the_whole_sea_lies_at_its_own_places():
    lines = scene("sisters", view="cloud")["lines"]
    assert set(lines["left"]) == {0}
    assert set(lines["bottom"]) == {-52}
    assert set(lines["wide"]) == set(lines["high"]) == {1}


def test_dots_come_nearer_as_octopuses_come_back():
    steps = [as_tables(each) for each in m.closed(m.STATES["closed"] | {"dial": 12})]
    assert [only(each["here"], "charts") for each in steps] == [10, 25, 50, 100, 200]
    assert len({only(each["here"], "freedom") for each in steps}) == 1


def test_optimism():
    train, test, middle, half = m.mirrored()
    np.testing.assert_allclose(half, 36 * m.PARAMETERS / 40)
    error = 2 * 36 * np.sqrt(2 / (200 * 40))
    assert np.all(np.abs(train - (middle - half)) < 3 * error)
    assert np.all(np.abs(test - (middle + half)) < 3 * error)
    for p in m.PARAMETERS:
        w = m.weights("polynomial", p - 1, m.WHERE)
        np.testing.assert_allclose(w @ w, w, atol=1e-9)  # a projection, so half is the variance
        assert half[p - 1] == pytest.approx(36 * np.mean(np.sum(w**2, axis=1)))


def test_wild_polynomials_are_much_worse_at_the_ends_of_the_bay():
    middle, half = m.mirrored()[2:]
    assert m.SETTINGS["polynomial"][-1] == m.PARAMETERS[-1] - 1 == 14
    assert m.measured("polynomial", 0)[2][-1] > (middle + half)[-1] + 15
    fits = m.charts("polynomial", 14, m.EVERYWHERE, 0)
    off2 = np.mean((fits - m.bed(m.EVERYWHERE)) ** 2, axis=0)
    ends = np.abs(m.EVERYWHERE - 2) > 1.9
    assert np.mean(off2[~ends]) < np.mean(off2[ends]) / 4


def test_all_sisters_are_judged_as_each_alone():
    together = m.judged(m.soundings(2)[:4])
    for i in range(4):
        np.testing.assert_allclose(together[:, i], m.judged(m.soundings(2)[i]))


@pytest.mark.parametrize("seed", range(5))
def test_the_short_cut_is_leave_one_out(seed):
    y = m.soundings(seed)[0]
    found = m.judged(y)
    for p in m.PARAMETERS:
        X = np.polynomial.legendre.legvander(m.WHERE / 2 - 1, p - 1)
        model = LinearRegression(fit_intercept=False)
        brute = cross_val_predict(model, X, y, cv=LeaveOneOut())
        assert found[1][p - 1] == pytest.approx(np.mean((y - brute) ** 2), rel=1e-6)
        assert found[0][p - 1] == pytest.approx(np.mean((y - model.fit(X, y).predict(X)) ** 2))
    for penalty in (10, 0.1):
        w, X = m.weights("ridge", penalty, m.WHERE), features("ridge", m.WHERE, penalty)
        brute = cross_val_predict(Ridge(penalty), X, y, cv=LeaveOneOut())
        np.testing.assert_allclose((y - w @ y) / (1 - np.diag(w)), y - brute, rtol=1e-6)


def test_the_printed_gap_is_that_of_the_printed_errors():
    for p in m.PARAMETERS:
        here = scene("optimism", parameters=int(p))["here"]
        train, test, gap = (
            float(f"{only(here, name):.1f}") for name in ("train", "test", "measured")
        )
        assert gap == pytest.approx(test - train)


def test_errors_are_told_once_a_step_shows_them():
    waiting, told = scene("dial", shown=False), scene("dial", shown=True)
    assert len(waiting["parts"]["part"]) == len(waiting["measured"]["y"]) == 0
    assert not re.search(r"\d", only(waiting["best"], "heard"))
    best, heard = told["best"], only(told["best"], "heard")
    assert len(told["measured"]["y"]) == len(m.DIAL)
    assert f"begins at {only(best, 'stiff'):.0f} square" in heard
    assert f"setting {only(best, 'dial'):.0f}, with {only(best, 'error'):.1f}," in heard
    assert f"ends at {only(best, 'wild'):.0f}." in heard


def test_bias_and_variance_are_told_once_a_guess_is_made():
    waiting, guessed = (scene("closed", view="guess", dial=12, guess=each) for each in (-1, 36))
    assert len(waiting["theory"]["variance"]) == len(waiting["dots"]["variance"]) == 0
    assert "wait for the reader" in only(waiting["here"], "heard")
    assert len(guessed["theory"]["variance"]) == len(m.DIAL)
    assert "200 octopuses" in only(guessed["here"], "heard")


def test_cp_adds_the_optimism():
    y = m.soundings(1)[0]
    train, _, cp, _ = m.judged(y)
    variance = train[-1] * 40 / (40 - 15)
    np.testing.assert_allclose(cp, train + 2 * variance * m.PARAMETERS / 40)


def test_who_chooses_by_training_error_pays_most():
    train, loo, cp, truth = m.choosers()
    assert truth < loo < cp < train
    for seed in SEEDS:
        picks = scene("alone", seed=seed)["picks"]
        assert picks["degree"][0] == 14
        assert picks["cost"][3] == min(picks["cost"])


def test_a_sounding_that_is_moved_moves_the_chart():
    still, moved = (scene("alone", moved=moved)["chart"]["y"] for moved in ({}, {"20": [2, -5]}))
    assert np.abs(still - moved).max() > 1


def test_a_mean_is_made_by_few_and_a_median_is_not():
    says = [scene("drift", seed=seed)["says"] for seed in SEEDS]
    mean, median = (np.array([only(each, name) for each in says]) for name in ("mean", "median"))
    assert np.all(mean > 5 * median)
    assert mean.max() > 100 * mean.min()
    assert np.all((median > 50) & (median < 200))


def test_blame_is_the_worst_ones_share():
    tables = scene("drift")
    says, errors = tables["says"], 10 ** tables["errors"]["x"]
    share = only(says, "worst") / (only(says, "mean") * 200)
    assert f"makes {100 * share:.0f}\u202f%" in only(says, "blame")
    assert f"Sister {np.argmax(errors) + 1} " in only(says, "blame")


def test_variance_helps_on_the_wrong_side_alone():
    wrong, right = (m.wrong_advice(lean, m.SPREADS) for lean in (0.45, 0.55))
    assert np.all(np.diff(wrong) < 0)
    assert np.all(np.diff(right) > 0)
    assert (round(wrong[0], 3), round(wrong[-1], 3)) == (0.698, 0.526)
    rng = np.random.default_rng(0)
    guess, deep = rng.normal(0.45, 0.3, 200_000), rng.random(200_000) < 0.7
    assert np.mean((guess > 0.5) != deep) == pytest.approx(wrong[-1], abs=0.005)


def test_averaging_divides_the_variance():
    wild = m.charts("nearest", 1, m.EVERYWHERE, 0)
    for n in (2, 5, 10):
        groups = wild.reshape(-1, n, wild.shape[1]).mean(axis=1)
        assert m.unbiased(groups)[1] == pytest.approx(36 / n, rel=0.12)
        here = scene("average", charts=n)["here"]
        assert only(here, "variance") == pytest.approx(36 / n)
        assert only(here, "bias2") == only(scene("average")["here"], "bias2")


def test_shrinking_costs_what_the_bars_say():
    y = m.LAGOONS + 6 * np.random.default_rng(1).standard_normal((40_000, 10))
    for pull in (0, 0.25, 0.5, 1):
        here = scene("shrink", pull=pull)["here"]
        cost = np.mean((m.pulled(y, np.full(len(y), pull)) - m.LAGOONS) ** 2)
        assert only(here, "y") == pytest.approx(cost, rel=0.02)
        assert only(here, "bias2") + only(here, "variance") == pytest.approx(only(here, "y"))


def test_james_and_stein_are_better_wherever_the_truth_lies():
    raw, shrunk, won = m.contest()
    assert shrunk < 0.8 * raw
    assert 0.8 < won < 1
    rng = np.random.default_rng(2)
    for apart in (0, 3, 10, 30):
        truth = -30 + apart * np.linspace(-1, 1, 4)  # the fewest lagoons
        y = truth + 6 * rng.standard_normal((200_000, 4))
        pulled = m.pulled(y, m.james_stein(y))
        assert np.mean((pulled - truth) ** 2) < np.mean((y - truth) ** 2)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", sorted(m.STATES))
def test_every_scene_has_a_figure(name, narrow):
    assert getattr(figures, name)(narrow)
