"""The essay on why there is a double descent, held to closed forms, pinv and simulation.

Claims of the essay, each with what holds it:

- Where there are as many brooks as directions, one place fits, and it fits all of them
  test_two_brooks_are_met_in_one_place
- Errors of length 1 move the duck by 1 / the smallest singular value at most, and by that much
  test_the_smallest_singular_value_says_how_far_an_error_throws
- The narrower the angle, the farther the duck, though brooks pass the pond as before
  test_narrow_angles_throw_the_duck_far
- With n brooks she follows each by about 2 / n of its way
  test_the_duck_follows_a_brook_by_two_nths_of_its_way
- The smallest singular value is least, and the distance largest, at sixteen directions
  test_the_smallest_singular_value_touches_zero_at_the_threshold
  test_ducks_fly_off_at_the_threshold
- From there on, more than one place fits all brooks, and the duck takes the shortest
  test_beyond_the_threshold_ducks_take_the_shortest_of_all_that_fit
- Gradient descent from the nest comes down where pinv says, by steps across the valley
  test_gradient_descent_from_zero_finds_the_pseudo_inverse
- From elsewhere it keeps the null-space part of its start, exactly: "she stands never changes"
  test_gradient_descent_keeps_the_null_space_part_of_its_start
- The exact risk is what simulation finds; dots near the threshold settle last
  test_the_exact_risk_is_what_simulation_finds
  test_dots_settle_last_near_the_threshold
- At Chebyshev nodes the singular values are the roots of n and n / 2, so there is no spike
  test_the_condition_number_at_chebyshev_nodes_is_the_root_of_two
  test_the_spike_depends_on_the_nodes
- With equal costs the shortest fit is short and bad; with growing costs it is long and good
  test_a_small_norm_is_not_enough
- Planks with ever more hinges come to the natural cubic spline, which bends least; from nine
  hinges on, the more there are, the less each bends
  test_planks_touch_all_ducklings_and_bend_least
  test_with_hinges_everywhere_they_are_the_natural_cubic_spline
  test_the_more_hinges_the_nearer_is_the_spline_and_the_less_each_bends
  test_the_spline_has_the_least_squared_curvature
- The best ridge leaves no peak, and is best
  test_the_best_ridge_leaves_no_peak
  test_no_other_penalty_is_better
- "that happens almost every time", "nearly always small": a brook is nearly a mix of the others
  test_the_smallest_singular_value_touches_zero_at_the_threshold
- "dots would never settle there": the mean is infinite next to the threshold
  test_the_mean_is_infinite_next_to_the_threshold
- "that is never more than": what ridge passes on of the noise
  test_ridge_passes_no_noise_on_more_than_its_bound
"""

from pathlib import Path

import numpy as np
import pytest
from numpy.polynomial import chebyshev
from scipy.interpolate import CubicSpline
from sklearn.linear_model import Ridge

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.double_descent_why.model")
SEEDS = range(200, 230)  # worlds that the essay has not seen


def scene(name, **state):
    return as_tables(getattr(m, name)(m.STATES[name] | state))


def only(table, column):
    (value,) = table[column]
    return value


# ── brooks on a map ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("turn", [6, 30, 82])
def test_two_brooks_are_met_in_one_place(turn):
    """Cramer's rule finds it, and both brooks run through it."""
    X = m.directions(2, turn)
    (a, b), (c, d) = X
    y = m.dug(X)
    place = np.array([d * y[0] - b * y[1], a * y[1] - c * y[0]]) / (a * d - b * c)
    np.testing.assert_allclose(m.duck(X, y), place, rtol=1e-9)
    np.testing.assert_allclose(X @ place, y, rtol=1e-9)
    # they run at this angle: so their normals do
    assert np.rad2deg(np.arccos(np.abs(X[0] @ X[1]))) == pytest.approx(turn)


@pytest.mark.parametrize("n", range(3, 13))
def test_more_brooks_are_met_where_the_normal_equations_say(n):
    X = m.directions(n, 0)
    y = m.dug(X)
    np.testing.assert_allclose(np.linalg.norm(X, axis=1), 1)
    np.testing.assert_allclose(m.duck(X, y), np.linalg.solve(X.T @ X, X.T @ y), rtol=1e-9)


@pytest.mark.parametrize("turn", range(6, 91, 12))
def test_the_smallest_singular_value_says_how_far_an_error_throws(turn):
    here = scene("cross", brooks=2, turn=turn)["here"]
    smallest = np.sqrt(1 - np.cos(np.deg2rad(turn)))  # of two vectors of length 1 at that angle
    assert only(here, "smallest") == pytest.approx(smallest)
    assert only(here, "magnified") == pytest.approx(1 / smallest)
    X = m.directions(2, turn)
    round_ = np.linspace(0, 2 * np.pi, 721)
    errors = np.array([np.cos(round_), np.sin(round_)])  # all of length 1
    thrown = np.linalg.norm(np.linalg.solve(X, errors), axis=0)
    assert thrown.max() == pytest.approx(1 / smallest, rel=1e-4)


def test_narrow_angles_throw_the_duck_far():
    turns = range(6, 91, 4)
    here = [scene("cross", brooks=2, turn=turn)["here"] for turn in turns]
    far = np.array([only(each, "far") for each in here])
    assert (np.diff(far[:16]) < 0).all()
    assert far[0] > 10 * far.min()
    passes = np.array([[only(each, "near"), only(each, "next")] for each in here])
    np.testing.assert_allclose(passes, passes[[0]].repeat(len(here), axis=0))
    assert passes.max() < m.DUG


def test_a_dragged_brook_runs_through_its_beaver():
    X = m.directions(2, 40)
    there = scene("cross", brooks=2, turn=40, moved={"2": [-5.0, 11.0]})
    place = [only(there["duck"], axis) for axis in "xy"]
    other = m.dug(X)[0]
    np.testing.assert_allclose(X @ place, [other, X[1] @ [-5.0, 11.0]], atol=0.02)
    assert "The brook has moved sideways by" in only(there["here"], "said")


def test_eight_brooks_give_way_less_than_two():
    """A brook that is dragged 10 m sideways moves the duck less, the more brooks there are."""
    shifts = []
    for n in (2, 8, 12):
        X, pull = m.directions(n, 82), np.zeros(n)
        pull[0] = 10
        shifts.append(np.linalg.norm(m.duck(X, m.dug(X) + pull) - m.duck(X, m.dug(X))))
    assert shifts[0] > 10 > 3 > shifts[1] > shifts[2]


@pytest.mark.parametrize("n", range(3, 13))
def test_the_duck_follows_a_brook_by_two_nths_of_its_way(n):
    """On average over the brooks: the columns of the pseudo-inverse are her ways."""
    ways = np.linalg.norm(np.linalg.pinv(m.directions(n, 82)), axis=0)
    assert ways.mean() == pytest.approx(2 / n, rel=0.03)
    share = f"about {200 / n:.0f}\u202f% as far, on average"
    assert share in only(scene("cross", brooks=n)["here"], "say")


# ── one brook ────────────────────────────────────────────────────────────────────────────────────


def test_gradient_descent_from_zero_finds_the_pseudo_inverse():
    """On the map, and in many directions, where a small step is needed."""
    rng = np.random.default_rng(0)
    for _ in SEEDS:
        x = rng.standard_normal(2)
        x /= np.linalg.norm(x)
        y = 10 * rng.standard_normal()
        path = m.descend(x, y, [0, 0], 120)
        shortest = np.linalg.pinv(x[None]) @ [y]
        np.testing.assert_allclose(path[-1], shortest, atol=1e-12)
        np.testing.assert_allclose(m.duck(x[None], [y]), shortest, atol=1e-12)
        across = np.diff(path[:10], axis=0)
        np.testing.assert_allclose(across @ [-x[1], x[0]], 0, atol=1e-12)


def test_gradient_descent_is_that_of_the_squared_error():
    x, y, w, small = np.array([0.6, -0.8]), 3.0, np.array([2.0, 5.0]), 1e-6
    loss = [(w @ x - y) ** 2 / 2] + [((w + step) @ x - y) ** 2 / 2 for step in small * np.eye(2)]
    gradient = (np.array(loss[1:]) - loss[0]) / small
    np.testing.assert_allclose(m.descend(x, y, w, 1)[1], w - m.RATE * gradient, rtol=1e-5)


def test_gradient_descent_keeps_the_null_space_part_of_its_start():
    rng = np.random.default_rng(1)
    for _ in SEEDS:
        x = rng.standard_normal(2)
        x /= np.linalg.norm(x)
        y, start = 10 * rng.standard_normal(), 20 * rng.standard_normal(2)
        path = m.descend(x, y, start, 120)
        null = np.eye(2) - np.linalg.pinv(x[None]) @ x[None]
        np.testing.assert_allclose(path @ null, (null @ start)[None].repeat(121, 0), atol=1e-12)
        np.testing.assert_allclose(path[-1], m.duck(x[None], [y]) + null @ start, atol=1e-12)


@pytest.mark.parametrize("start", [[38, 1], [-15, 20], [0, 0], [40, -15]])
def test_the_figure_shows_where_the_walk_ends(start):
    found = scene("walk", shown="elsewhere", steps=16, start={"duck": start})
    for axis in "xy":
        assert only(found["duck"], axis) == pytest.approx(only(found["end"], axis), abs=0.2)
    (first, second) = (
        np.hypot(
            found["kept"]["x2"][i] - found["kept"]["x"][i],
            found["kept"]["y2"][i] - found["kept"]["y"][i],
        )
        for i in (0, 1)
    )
    assert first == pytest.approx(second, abs=0.03)
    assert first == pytest.approx(only(found["here"], "kept"), abs=0.03)


def test_words_follow_the_duck():
    def tried(x, y):
        return only(scene("walk", shown="choose", start={"duck": [x, y]})["here"], "tried")

    spot = scene("walk")["shortest"]
    nearest = np.array([only(spot, axis) for axis in "xy"])
    along = np.array([np.cos(m.SLANT), np.sin(m.SLANT)])
    assert tried(-9, 14).endswith("m from the brook.")
    assert "Hardly a place in it is nearer" in tried(*nearest)
    assert tried(*(nearest + 15 * along)).startswith("She is in the brook, ")


# ── many directions ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("p", [4, 16, 20, 64])
def test_beyond_the_threshold_ducks_take_the_shortest_of_all_that_fit(p):
    rng = np.random.default_rng(2)
    for seed in SEEDS:
        (X,), (y,), (pond,) = m.worlds(p, [seed])
        assert np.linalg.norm(pond) == pytest.approx(m.FAR)
        place = m.duck(X, y)
        np.testing.assert_allclose(place, np.linalg.pinv(X) @ y, rtol=1e-6, atol=1e-8)
        assert (np.abs(X @ place - y).max() < 1e-9) == (p >= m.N)
        other = rng.standard_normal(p)
        other -= np.linalg.pinv(X) @ (X @ other)
        if p > m.N:
            np.testing.assert_allclose(X @ (place + other), y, atol=1e-8)
            assert np.linalg.norm(place + other) > np.linalg.norm(place)
        else:
            assert np.linalg.norm(other) < 1e-9  # there is no other place


def test_the_smallest_singular_value_touches_zero_at_the_threshold():
    for seed in SEEDS:
        _, smallest = m.flocks(seed)
        tight = np.median(smallest, axis=1)
        at = int(np.argmin(tight))
        assert m.SIZES[at] == m.N
        assert tight[at] < 0.3
        assert tight[0] > 3
        assert tight[-1] > 3
        coarse = tight[[0, 3, 5, 7, at, -9, -7, -4, -1]]
        assert (np.diff(coarse[:5]) < 0).all()
        assert (np.diff(coarse[4:]) > 0).all()


def test_ducks_fly_off_at_the_threshold():
    for seed in SEEDS:
        far, _ = m.flocks(seed)
        median = np.median(far, axis=1)
        assert abs(m.SIZES[np.argmax(median)] - m.N) <= 1
        assert median.max() > 1.3 * median[-1] > median[m.SIZES == 8]
        assert median[m.SIZES == 22] < 0.75 * median.max()


def test_the_flock_is_that_of_single_ducks():
    far, smallest = m.flocks(1)
    for i, j in ((3, 4), (11, 7), (20, 29)):
        (X,), (y,), (pond,) = m.worlds(int(m.SIZES[i]), [[1, j]])
        assert far[i, j] == pytest.approx(np.linalg.norm(m.duck(X, y) - pond))
        assert smallest[i, j] == pytest.approx(np.linalg.svd(X, compute_uv=False)[-1])


# ── the exact risk ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("p", [2, 6, 10, 12, 20, 25, 32, 64])
def test_the_exact_risk_is_what_simulation_finds(p):
    """Ducks of a simulation of its own: the mean of 2000 is within four of its standard errors."""
    rng = np.random.default_rng(p)
    X = rng.standard_normal((2000, m.N, p))
    pond = np.zeros((2000, p, 1))
    pond[:, 0] = m.FAR  # no direction is special
    y = X @ pond + m.DUG * rng.standard_normal((2000, m.N, 1))
    squares = np.sum((np.linalg.pinv(X) @ y - pond) ** 2, axis=(1, 2))
    error = squares.std() / np.sqrt(len(squares))
    assert abs(squares.mean() - m.exact(p)) < 4 * error
    assert error < 0.1 * m.exact(p)


def test_the_mean_is_infinite_next_to_the_threshold():
    """The closed form grows beyond all bounds at n - 1 and n + 1; between them one duck decides."""
    for near in (m.N - 1 - 1e-9, m.N + 1 + 1e-9):
        assert m.exact(near) > 1e6 * m.exact(m.N // 2)
    shares = []
    for p in (m.N, 2 * m.N):
        X = np.random.default_rng(3).standard_normal((4000, m.N, p))
        squares = 1 / np.linalg.svd(X, compute_uv=False)[:, -1] ** 2
        shares.append(squares.max() / squares.sum())
    assert shares[0] > 50 * shares[1]


def test_the_readers_dots_fall_on_the_curve():
    means = np.array([m.sent(100, seed) for seed in SEEDS])
    curve = np.array([m.exact(p) for p in m.TRIED])
    calm = np.abs(m.TRIED - m.N) > 4
    np.testing.assert_allclose(means.mean(axis=0)[calm], curve[calm], rtol=0.05)
    assert np.median(np.abs(means / curve - 1)) < 0.1


def test_dots_settle_last_near_the_threshold():
    off = np.abs(
        np.log(np.array([m.sent(30, seed) for seed in SEEDS]) / [m.exact(p) for p in m.TRIED])
    )
    typical = dict(zip(m.TRIED, off.mean(axis=0), strict=True))
    assert min(typical[14], typical[18]) > 2 * max(typical[8], typical[32])


def test_here_the_second_descent_ends_above_the_first_branch():
    right = min(m.exact(p) for p in range(m.N + 2, 2000))
    assert right > m.exact(8)


# ── conditioning ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("p", range(2, 21))
def test_the_condition_number_at_chebyshev_nodes_is_the_root_of_two(p):
    n, x = m.DUCKLINGS, m.nodes("Chebyshev")
    np.testing.assert_allclose(chebyshev.chebval(x, [0] * n + [1]), 0, atol=1e-12)
    gram = chebyshev.chebvander(x, p - 1).T @ chebyshev.chebvander(x, p - 1)
    np.testing.assert_allclose(gram, np.diag([n] + [n / 2] * (p - 1)), atol=1e-11)
    assert m.condition("Chebyshev", p) == pytest.approx(np.sqrt(2))


def test_the_spike_depends_on_the_nodes():
    """At twenty polynomials both have no training error; one has the spike, the other none."""
    even, calm = m.errors("even"), m.errors("Chebyshev")
    assert m.WAVES[np.argmax(even)] == 20
    assert even.max() > 100 * even[-1]
    assert calm[m.WAVES == 20] < 1.8 * calm.min()
    assert calm[m.WAVES >= 6].max() < 1.8 * calm.min()
    assert m.condition("even", 20) > 1000
    for seed in SEEDS:
        for kind in ("even", "Chebyshev"):
            y = m.told(kind, [seed])
            own, _ = m.fitted(kind, 20, y, m.nodes(kind))
            np.testing.assert_allclose(own, y, atol=1e-8)
            error = m.miss(m.fitted(kind, 20, y, m.ALONG)[0], m.ALONG)[0]
            assert error > 30 if kind == "even" else error < 2 * m.BLUR


def test_fits_are_of_minimum_norm():
    for kind in ("even", "Chebyshev"):
        y = m.told(kind, [5])
        heights, own = m.fitted(kind, 28, y, m.ALONG)
        features = chebyshev.chebvander(m.nodes(kind), 27)
        np.testing.assert_allclose(np.ravel(own), np.ravel(np.linalg.pinv(features) @ y), atol=1e-9)
        np.testing.assert_allclose(heights, chebyshev.chebvander(m.ALONG, 27) @ own.T, atol=1e-9)


# ── norms ────────────────────────────────────────────────────────────────────────────────────────


def test_a_small_norm_is_not_enough():
    for seed in SEEDS:
        lengths, errors = {}, {}
        for cost in m.COSTS:
            for p in (20, 60, 160):
                heights, own = m.needle(p, cost, [seed], m.ALONG)
                lengths[cost, p] = np.linalg.norm(own)
                errors[cost, p] = m.miss(heights, m.ALONG)[0]
        assert lengths["equal", 20] > 1.4 * lengths["equal", 60] > 1.4 * lengths["equal", 160]
        assert errors["equal", 160] > 1.5 * errors["equal", 20]
        assert lengths["growing", 160] > 2 * lengths["equal", 160]
        assert errors["growing", 160] < 0.6 * errors["equal", 160]


def test_with_equal_costs_the_length_falls_at_every_step():
    for seed in SEEDS:
        lengths = [
            np.linalg.norm(m.needle(p, "equal", [seed], m.ALONG)[1]) for p in range(20, 161, 20)
        ]
        assert (np.diff(lengths) <= 1e-9).all()


def test_the_needles_stand_at_the_ducklings():
    """Between them the water is nearly flat: most of it is nearer to zero than the truth is."""
    y = m.told("Chebyshev", [4])
    touching, _ = m.needle(160, "equal", [4], m.nodes("Chebyshev"))
    np.testing.assert_allclose(touching, y, atol=1e-9)
    heights, _ = m.needle(160, "equal", [4], m.ALONG)
    assert np.median(np.abs(heights)) < 0.3 * np.median(np.abs(m.water(m.ALONG)))


# ── from hinges to a ruler ───────────────────────────────────────────────────────────────────────


def few(seed):
    """Return nine ducklings, and a natural cubic spline through them by SciPy."""
    x = np.linspace(-1, 1, m.FEW)
    y = m.water(x) + m.BLUR * np.random.default_rng([seed, 3]).standard_normal(m.FEW)
    return x, y, CubicSpline(x, y, bc_type="natural")


@pytest.mark.parametrize("p", m.HINGES)
def test_planks_touch_all_ducklings_and_bend_least(p):
    """Held to the equations of Lagrange, and to the rank of what has to be met."""
    for seed in SEEDS:
        x, y, _ = few(seed)
        heights, bends = m.chain(p, x, y, x)
        np.testing.assert_allclose(heights, y, atol=1e-7)
        met = np.column_stack([np.ones_like(x), x, np.maximum(0, x[:, None] - m.places_of(p))])
        assert np.linalg.matrix_rank(met) == m.FEW  # so with 7 hinges there is one solution
        paid = np.diag([0.0, 0.0, *np.ones(p)])
        system = np.block([[paid, met.T], [met, np.zeros((m.FEW, m.FEW))]])
        least = np.linalg.solve(system, np.concatenate([np.zeros(p + 2), y]))[2 : p + 2]
        np.testing.assert_allclose(bends, least, atol=1e-6 * np.abs(least).max())


def test_with_hinges_everywhere_they_are_the_natural_cubic_spline():
    for seed in SEEDS:
        x, y, spline = few(seed)
        np.testing.assert_allclose(m.elastic(x, y, m.ALONG), spline(m.ALONG), atol=1e-9)


def test_the_more_hinges_the_nearer_is_the_spline_and_the_less_each_bends():
    assert m.HINGES[2] == 9
    for seed in (1, *SEEDS):
        x, y, spline = few(seed)
        off, sharpest = [], []
        for p in m.HINGES:
            heights, bends = m.chain(p, x, y, m.ALONG)
            off.append(np.sqrt(np.mean((heights - spline(m.ALONG)) ** 2)))
            sharpest.append(np.abs(bends).max())
        assert (np.diff(off[2:]) < 0).all()
        assert off[-1] < 0.02 < 0.3 < off[2]
        assert (np.diff(sharpest[2:]) < 0).all(), "from nine hinges on"
        assert sharpest[-1] < 0.2 * min(sharpest[:3])
        # a bend is the curvature times the room of a hinge, so twice the hinges, half the bends
        assert np.sum(bends**2) * len(bends) / 2 == pytest.approx(
            np.mean(spline(m.ALONG, 2) ** 2) * 2, rel=0.02
        )


def test_the_spline_has_the_least_squared_curvature():
    """Beside it, that of other smooth lines through the same ducklings."""
    t = np.linspace(-1, 1, 20001)
    for seed in SEEDS:
        x, y, spline = few(seed)
        least = np.trapezoid(spline(t, 2) ** 2, t)
        for ends in ("not-a-knot", "clamped"):
            other = CubicSpline(x, y, bc_type=ends)
            assert np.trapezoid(other(t, 2) ** 2, t) > least


# ── ridge ────────────────────────────────────────────────────────────────────────────────────────


def test_the_best_ridge_leaves_no_peak():
    assert (np.diff(m.tuned(1.0)) > 0).all()
    bare = m.tuned(0.0)
    assert m.ROOM[np.argmax(bare)] == m.N
    assert (m.tuned(1.0) <= bare + 1e-9).all()
    said = [only(scene("ridge", lazy=i)["here"], "said") for i in range(len(m.SHARES))]
    assert said[0] == "There is still a peak."
    assert said[-1].startswith("There is no peak left")


@pytest.mark.parametrize("p", [4, 16, 40])
def test_no_other_penalty_is_better(p):
    at = [m.ridge_risk(p, share * m.best(p)) for share in (0.25, 0.5, 1, 2, 4)]
    assert np.argmin(at) == 2


@pytest.mark.parametrize("p", [8, 16, 40])
def test_ridge_risk_is_what_scikit_learn_finds(p):
    """Given the X of each world, over ponds in random directions, and noise."""
    penalty = 0.3 * m.best(p)
    draws = np.random.default_rng([p, 11]).standard_normal((60, m.N, p))
    rng, found = np.random.default_rng(3), []
    for X in draws:
        ponds = rng.standard_normal((p, 300))
        ponds *= m.FAR / np.linalg.norm(ponds, axis=0)
        y = X @ ponds + m.DUG * rng.standard_normal((m.N, 300))
        own = Ridge(penalty, fit_intercept=False).fit(X, y).coef_.T
        found.append(np.mean(np.sum((own - ponds) ** 2, axis=0)))
    assert np.sqrt(np.median(found)) == pytest.approx(m.ridge_risk(p, penalty), rel=0.04)


def test_ridge_passes_no_noise_on_more_than_its_bound():
    s = np.geomspace(1e-4, 1e4, 4001)
    for penalty in (0.1, 1.0, 7.0):
        passed = s / (s**2 + penalty)
        assert passed.max() == pytest.approx(1 / (2 * np.sqrt(penalty)), rel=1e-4)
