"""The essay on double descent, held to scikit-learn, the pseudo-inverse and simulation.

Claims of the essay, each with what holds it:

- The mice's solution is that of minimum norm; ridge is scikit-learn's
  test_the_dragon_is_the_minimum_norm_solution
  test_thirty_evenings_are_those_of_scikit_learn
- The error falls, has its spike at mice = lanterns, and falls below its first valley
  test_the_spike_stands_where_mice_equal_lanterns
  test_the_second_descent_ends_below_the_first
- Beyond sixteen, every mouse more can only lessen the effort
  test_more_mice_need_no_more_effort
- Zero training error from there on
  test_training_error_is_zero_from_the_threshold_on
- Sixteen mice thrash when one lantern is moved, two hundred do not
  test_sixteen_mice_thrash_and_two_hundred_do_not
- The mean of thirty evenings is made by one of them
  test_one_team_makes_the_mean
- More lanterns make sixteen mice worse, and then better
  test_more_lanterns_hurt_and_then_help
- What is said of their spike is so, for every laziness
  test_what_is_said_of_the_spike_over_lanterns_is_so
- Nothing that is heard answers before the guess
  test_what_is_heard_gives_no_answer_away
- Wind raises the spike, and makes small teams win
  test_wind_raises_the_spike_and_lets_small_teams_win
- A trace of ridge melts the spike, much of it makes small teams worse
  test_ridge_melts_the_spike
- Ridge moves the top of one hill to the left, and that of the other to the right
  test_ridge_moves_tops_either_way
- A classifier's learning curve has its spike at as many examples as features
  test_a_classifier_is_worst_where_examples_equal_features
"""

from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.double_descent.model")

SEEDS = range(200, 230)  # evenings that the essay has not seen
W = m.WIDTHS


def scene(name, **state):
    return as_tables(getattr(m, name)(m.STATES[name] | state))


def only(table, column):
    (value,) = table[column]
    return value


def evening(n, seed, wind=m.WIND):
    x, gust = m.lanterns(n, seed)
    return x, m.rope(x) + wind * gust


@pytest.fixture(scope="module")
def fresh():
    """Test errors of thirty evenings that the essay has not seen: rows are evenings."""
    return np.array([m.one_run(*evening(m.N, seed), seed)[1] for seed in SEEDS])


# ── the solution ─────────────────────────────────────────────────────────────────────────────────


def test_more_mice_need_no_more_effort():
    """Whoever joins may stay idle; only where sixteen are enough to touch all lanterns."""
    for seed in SEEDS:
        x, y = evening(m.N, seed)
        fits = [m.dragon(int(p), seed).fit(x[:, None], y) for p in W if p >= m.N]
        touching = [fit[-1].coef_ for fit in fits if m.miss(fit.predict(x[:, None]), y) < 1e-6]
        efforts = np.array([np.sum(coefficients**2) for coefficients in touching])
        assert len(efforts) >= 8
        assert (np.diff(efforts) <= 1e-6 * efforts[:-1]).all()


@pytest.mark.parametrize("p", [3, 12, 16, 20, 200])
def test_the_dragon_is_the_minimum_norm_solution(p):
    for seed in SEEDS:
        x, y = evening(m.N, seed)
        model = m.dragon(p, seed).fit(x[:, None], y)
        places, reaches = (each[:p] for each in m.mice(seed))
        team = list(zip(places, reaches, strict=True))
        X = np.array([[max(0, 1 - abs(a - place) / reach) for place, reach in team] for a in x])
        w = np.linalg.pinv(X, rcond=1e-13) @ y
        np.testing.assert_allclose(model[-1].coef_, w, rtol=1e-5, atol=1e-6 * np.abs(w).max())
        np.testing.assert_allclose(model.predict(x[:, None]), X @ w, atol=1e-6)


def test_of_all_that_touch_the_lanterns_the_mice_take_the_least_effort():
    rng = np.random.default_rng(0)
    for seed in SEEDS:
        x, y = evening(m.N, seed)
        X, w = m.lift(x, *m.mice(seed)), m.dragon(200, seed).fit(x[:, None], y)[-1].coef_
        other = rng.standard_normal(200)
        other -= np.linalg.pinv(X) @ (X @ other)  # moves no lantern
        np.testing.assert_allclose(X @ (w + other), y, atol=1e-6)
        assert np.sum((w + other) ** 2) > np.sum(w**2)


@pytest.mark.parametrize("penalty", [0.0, 1e-4, 1.0])
def test_thirty_evenings_are_those_of_scikit_learn(penalty):
    found = m.sweep_many(m.N, m.WIND, penalty)
    for column, seed in list(enumerate(m.EVENINGS))[::5]:
        own = m.one_run(*evening(m.N, seed), seed, penalty)[1]
        np.testing.assert_allclose(found[:, column], own, rtol=1e-3)


def test_ridge_solves_its_normal_equations():
    x, y = evening(m.N, 200)
    X = m.lift(x, *(each[:16] for each in m.mice(200)))
    model = m.dragon(16, 200, 0.1)
    assert isinstance(model[-1], Ridge)
    w = np.linalg.solve(X.T @ X + 0.1 * np.eye(16), X.T @ y)
    np.testing.assert_allclose(model.fit(x[:, None], y)[-1].coef_, w, rtol=1e-8)


# ── the phenomenon ───────────────────────────────────────────────────────────────────────────────


def test_the_spike_stands_where_mice_equal_lanterns(fresh):
    """The median of unseen evenings peaks at 16, and most single evenings within two of it."""
    late = W >= 8
    assert W[late][np.argmax(np.median(fresh, axis=0)[late])] == m.N
    near = np.abs(W[late][np.argmax(fresh[:, late], axis=1)] - m.N) <= 2
    assert near.mean() > 0.7


@pytest.mark.parametrize("n", [10, 12, 14, 16, 18, 20])
def test_the_spike_follows_the_lanterns(n):
    """For each number of lanterns that the slider has."""
    median = np.median(m.sweep_many(n, m.WIND), axis=1)
    late = n // 2 <= W
    assert abs(W[late][np.argmax(median[late])] - n) <= 1
    curve = scene("sweep", lanterns=n)["curve"]
    assert abs(only(curve, "peak") - n) <= 1
    assert median[-1] < median[: n - 1].min()


def test_the_second_descent_ends_below_the_first(fresh):
    first, last = fresh[:, W <= 14].min(axis=1), fresh[:, -1]
    assert np.mean(last < first) > 0.85
    median = np.median(fresh, axis=0)
    assert median[-1] < 0.6 * median[W <= 14].min()


def test_the_error_is_a_u_at_first(fresh):
    for median in (np.median(fresh, axis=0), np.median(m.sweep_many(16, m.WIND), axis=1)):
        small = median[:16]
        at = np.argmin(small)
        assert 8 <= at <= 13
        assert small[0] > 1.5 * small[at]
        assert small[15] > 2 * small[at]


def test_training_error_is_zero_from_the_threshold_on():
    """But for a few evenings, when two mice can do no more than one of them."""
    trains = np.array([m.one_run(*evening(m.N, seed), seed)[0] for seed in SEEDS])
    assert np.all(trains[:, W < 16] > 1e-6)
    assert np.all(np.diff(trains, axis=1) < 1e-6)  # a wider team is never worse at its lanterns
    assert np.mean(trains[:, W == 16] < 1e-6) > 0.6
    assert np.all(trains[:, W >= 45] < 1e-6)
    shown = scene("sweep")["train"]
    assert shown["mice"][-1] == 16
    assert only(scene("sweep", team=16)["here"], "train") < 1e-6
    assert only(scene("sweep", team=30)["here"], "train") < 1e-6


def leverage(p, seed):
    """How far the dragon moves somewhere for each cm of the worst lantern."""
    x, _ = evening(m.N, seed)
    model = m.dragon(p, seed).fit(x[:, None], np.eye(m.N))
    return np.abs(model.predict(m.STOPS[:, None])).max()


def test_sixteen_mice_thrash_and_two_hundred_do_not():
    assert np.median([leverage(16, seed) for seed in SEEDS]) > 5
    assert np.median([leverage(200, seed) for seed in SEEDS]) < 1.5
    assert leverage(16, m.EVENING) > 20
    assert leverage(200, m.EVENING) < 2


def test_what_is_said_of_a_moved_lantern_is_so():
    _, y = evening(m.N, m.EVENING)
    for team in (16, 30):
        p = int(W[team - 1])
        here = scene("sweep", shown="hold", team=team, moved={"6": [0, float(y[5].round(1) + 2)]})[
            "here"
        ]
        words = only(here, "moved")
        assert words.startswith(f"With {p} mice: you moved one lantern by 2.0 cm")
    assert "put them" in only(scene("sweep")["here"], "moved")
    away = scene("sweep", lanterns=10, moved={"16": [0, 3.0]})["here"]  # it does not hang tonight
    assert "put them" in only(away, "moved")


def test_one_team_makes_the_mean():
    runs = m.sweep_many(m.N, m.WIND)[15]
    assert runs.max() > 0.9 * runs.sum()
    assert runs.mean() > 50 * np.median(runs)
    words = only(scene("sweep", team=16)["runs"], "said")
    assert f"{runs.mean() / 100:,.1f} m" in words
    assert f"{np.median(runs):.1f} cm" in words


def test_the_white_line_does_not_follow_the_evening():
    one, other = (scene("sweep", seed=seed) for seed in (67, 68))
    np.testing.assert_array_equal(one["many"]["y"], other["many"]["y"])
    assert np.any(one["own"]["y"] != other["own"]["y"])


# ── lanterns, wind, laziness ─────────────────────────────────────────────────────────────────────


def test_more_lanterns_hurt_and_then_help(fresh):
    """Of sixteen mice: twelve lanterns are better than sixteen, and forty are best."""
    at = list(W).index(16)
    few, just, many = (
        np.median([m.one_run(*evening(n, seed), seed)[1][at] for seed in SEEDS])
        for n in (12, 16, 40)
    )
    assert just > 1.5 * few
    assert many < 0.7 * few
    tables = scene("hurts")
    assert only(tables["here"], "worst") == 16
    assert only(tables["quiz"], "name") == "clearly worse"
    assert only(tables["quiz"], "after") > only(tables["quiz"], "before")


def test_what_is_said_of_the_spike_over_lanterns_is_so():
    said = []
    for lazy, penalty in enumerate(m.PENALTIES):
        medians = {n: np.median(m.many_runs(n, m.N, m.WIND, penalty)) for n in range(4, 18)}
        before, there = min(medians[n] for n in range(4, 15)), medians[16]
        says = only(scene("hurts", lazy=lazy)["here"], "spike")
        assert ("There is a spike" in says) == (there > 1.5 * before)
        assert ("is gone" in says) == (there <= 1.1 * before)
        assert f"with 16 lanterns they miss by {there:.1f} cm." in says
        said.append(says.split(":")[0])
    assert said[0] == "There is a spike"
    assert said[-1] == "The spike is gone"


def test_wind_raises_the_spike_and_lets_small_teams_win():
    medians = [np.median(m.sweep_many(m.N, wind), axis=1) for wind in (0, 1.5, 3, 4.5, 6, 7.5)]
    spikes = [median[15] for median in medians]
    assert spikes == sorted(spikes)
    lasts = [median[-1] for median in medians]
    assert lasts == sorted(lasts)
    for wind, median in zip((0, 1.5, 3, 4.5, 6, 7.5), medians, strict=True):
        words = only(scene("sweep", wind=wind)["curve"], "wins")
        assert ("small team wins" in words) == (median[:15].min() < median[-1])
    assert medians[-1][:15].min() < medians[-1][-1]
    strong = np.array([m.one_run(*evening(16, s, 7.5), s)[1] for s in SEEDS])
    assert np.median(strong[:, W <= 12].min(axis=1)) < np.median(strong[:, -1])


def test_ridge_melts_the_spike(fresh):
    for penalty in (1e-3, 1e-2):
        runs = np.array([m.one_run(*evening(16, s), s, penalty)[1] for s in SEEDS])
        median = np.median(runs, axis=0)
        assert median[15] < 0.4 * np.median(fresh, axis=0)[15]
        assert median[15] < median[:12].min()
    spikes = [np.median(m.sweep_many(16, m.WIND, lam)[15]) for lam in m.PENALTIES[:6]]
    assert spikes == sorted(spikes, reverse=True)
    much, none = (np.median(m.sweep_many(16, m.WIND, lam), axis=1) for lam in (1.0, 0.0))
    assert np.all(much[2:14] > none[2:14])


def test_what_is_said_of_the_spike_is_so():
    for lazy in range(8):
        words = only(scene("sweep", lazy=lazy)["curve"], "melted")
        median = np.median(m.sweep_many(16, m.WIND, m.PENALTIES[lazy]), axis=1)
        assert f"{median[15]:.1f} cm" in words
        if "gone" in words:
            assert median[15] <= median[:14].min()
        else:
            assert median[15] > median[:14].min()


def test_what_is_said_of_a_team_is_so():
    for team in range(1, 31):
        here = scene("sweep", team=team)["here"]
        words = only(here, "regime")
        if "cannot reach" in words:
            assert only(here, "train") > 0.5
        if "touch all" in words:
            assert only(here, "train") < 1e-3
        assert only(here, "miss") > 0


@pytest.mark.parametrize(
    ("heights", "says"),
    [
        ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.6, 1.2], "You drew a U"),
        ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2], "no way up"),
        ([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], "no way down"),
    ],
)
def test_what_is_said_of_a_drawing_is_so(heights, says):
    drawn = {str(i): [0, y] for i, y in enumerate(heights)}
    guess = scene("sweep", shown="draw", drawn=drawn)["guess"]
    assert says in only(guess, "verdict")
    truth = np.median(m.sweep_many(16, m.WIND), axis=1)[m.GUESSED - 1]
    off = 10 ** np.mean(np.abs(np.array(heights) - np.log10(truth)))
    assert f"factor of {off:.1f}" in only(guess, "said")


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def test_ridge_moves_tops_either_way():
    tops = []
    for at in range(6):
        tables = scene("moves", penalty=at)
        tops.append([int(only(tables[f"{kind}_peak"], "x")) for kind in m.SHRINKS])
        words, (left, right) = only(tables["says"], "verdict"), tops[-1]
        assert ("Both" in words) == (left == right == 24)
        assert ("to the right" in words) == (left < 24 < right)
        assert ("still there" in words) == ((left < 24) != (right > 24))
    assert tops[0] == [24, 24]
    assert tops[-1][0] < 20
    assert tops[-1][1] > 30
    for side, reverse in ((0, True), (1, False)):
        path = [each[side] for each in tops]
        assert path == sorted(path, reverse=reverse)


def test_ridge_moves_the_mice_to_the_right_on_other_evenings_too(monkeypatch):
    monkeypatch.setattr(m, "EVENINGS", range(300, 360))
    m.factors.cache_clear()
    tops = [m.TEAMS[np.argmax(m.peaks("mice", penalty))] for penalty in (0, 5e-4)]
    m.factors.cache_clear()
    assert tops[0] == 24
    assert tops[1] > 28


def test_most_directions_of_mice_are_faint_and_those_of_equal_features_are_not():
    _, s, *_ = m.factors(24, 48)
    equal = m.stretches(48)
    assert np.median(s[:, 12] / s[:, 0]) < 0.05
    assert np.median(equal[:, 12] / equal[:, 0]) > 0.4


def test_the_error_of_equal_features_is_what_a_simulation_finds():
    rng, errors = np.random.default_rng(0), []
    p, penalty, noise = 18, 0.5, 0.2
    for _ in range(3000):
        X, truth = rng.standard_normal((24, 56)), rng.standard_normal(56) / np.sqrt(56)
        y = X @ truth + noise * rng.standard_normal(24)
        own = X[:, :p]
        w = np.linalg.solve(own.T @ own + penalty * np.eye(p), own.T @ y)
        errors.append(np.sum((w - truth[:p]) ** 2) + np.sum(truth[p:] ** 2))
    assert m.equal_error(p, penalty) == pytest.approx(np.sqrt(np.mean(errors)), rel=0.06)


def test_a_classifier_is_worst_where_examples_equal_features():
    wrong = m.learning_curve()
    worst = 3 + np.argmax(wrong[3:])
    assert m.SIZES[worst] == 30
    assert wrong[worst] > 1.5 * wrong[:worst].min()
    assert wrong[-1] < wrong[:worst].min()
    assert wrong.max() < 0.5
    ten, thirty = (wrong[list(m.SIZES).index(n)] for n in (10, 30))
    assert ten < 0.7 * thirty  # so twenty of thirty examples had better be thrown away


def test_the_share_of_wrong_answers_is_exact():
    """Against labels that are drawn."""
    rng = np.random.default_rng(2)
    w = rng.standard_normal(30) + np.eye(30)[0] * 4
    label = np.resize([-1.0, 1.0], 40000)
    X = rng.standard_normal((40000, 30))
    X[:, 0] += 1.5 * label
    share = m.ndtr(-1.5 * w[0] / np.linalg.norm(w))
    assert np.mean(np.sign(X @ w) != label) == pytest.approx(share, abs=0.008)


def test_a_guess_hangs_up_four_lanterns_and_is_drawn():
    before, after = scene("hurts", asked=True), scene("hurts", asked=True, guess="clearly better")
    assert len(before["guessed"]["key"]) == 0
    assert before["many"]["lanterns"].max() == only(before["here"], "lanterns") == 12
    assert after["many"]["lanterns"].max() == only(after["here"], "lanterns") == m.N
    assert len(after["lanterns"]["key"]) == m.N
    drawn = {name: only(after["guessed"], name) for name in ("x", "y", "x2", "y2")}
    assert drawn["y2"] == pytest.approx(drawn["y"] - np.log10(2), abs=2e-3)
    assert [drawn["y"], drawn["x2"]] == pytest.approx(
        [np.log10(only(after["quiz"], "before")), np.log10(m.N)], abs=1e-3
    )


def test_what_is_heard_gives_no_answer_away():
    """Before the curve is drawn, and before the guess, the texts for the ear hold no result."""
    waiting = only(scene("sweep", shown="draw")["curve"], "heard")
    assert "cm" not in waiting
    told = only(scene("sweep", shown="walk")["curve"], "heard")
    assert f"with {only(scene('sweep')['curve'], 'peak'):.0f} mice" in told
    assert only(scene("hurts", asked=True)["here"], "heard") == ""
    assert only(scene("hurts")["here"], "heard").startswith(" It is highest")
