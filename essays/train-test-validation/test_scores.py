"""What the essay says of scores, held to closed forms, to simulations and to scikit-learn.

Claims of the essay, each with what holds it:

- Each sleeper is one deal, half of its test pets are cats
  test_every_sleeper_is_the_score_of_a_model_that_met_other_pets
- The scores move together when more pets sleep
  test_with_more_sleepers_the_scores_spread_less
- These models get less on fresh pets than their own sixty
  test_the_sixty_pets_are_easier_than_fresh_ones
- Nothing is shown, nor to be read in the numbers, before the reader has guessed; all of it after
  test_a_guess_lets_the_sleepers_lie_down_at_their_scores
  test_a_guess_lets_the_goldfish_out
  test_the_board_tells_no_average_before_the_guess
- Each pet in a test is worth so many percentage points
  test_every_sleeper_is_the_score_of_a_model_that_met_other_pets
- A known true score has its test in the band about 19 times in 20
  test_the_band_holds_95_of_100_tests_of_strangers
  test_around_a_known_score_the_band_of_few_pets_holds_about_as_many
- Around a score, the band misses too often; Wilson's interval does not
  test_how_often_each_interval_holds_the_true_score
  test_the_coverage_is_counted_exactly
- Wilson's interval holds every p whose band holds the score
  test_wilsons_interval_is_every_p_whose_band_holds_the_score
  test_wilsons_interval_is_scipys
- The sleepers spread less than tests of strangers
  test_deals_of_the_same_pets_spread_less_than_tests_of_strangers
- The best of so many fish, on average
  test_the_expected_best_agrees_with_a_simulation
- The winner is a coin in the test
  test_the_winner_is_the_best_in_validation_and_a_coin_in_the_test
- Leaks
  test_without_a_leak_the_score_is_a_coins
  test_scaling_first_hardly_moves_the_score
  test_selecting_first_makes_noise_look_like_knowledge
  test_twins_and_litter_mates_on_both_sides_look_like_knowledge
- The dashed line is the average of the vote that is run
  test_the_dashed_line_is_the_average_over_all_lists
  test_the_vote_climbs_as_the_dashed_line_says
- For k lists and n labels it is nearly the formula
  test_the_dashed_line_is_nearly_the_formula
- The contest that is shown first is no freak
  test_the_first_contest_is_no_freak
- In private the vote is a coin
  test_in_private_the_vote_is_a_coin
- The Ladder gives hardly any answers
  test_the_ladder_stops_the_climb
- The majority of the others is always wrong
  test_the_majority_of_the_others_is_always_wrong
- "somebody is nearly always lucky": the best of so many, on average
  test_the_expected_best_agrees_with_a_simulation
- "Asking often is never free": the vote climbs
  test_the_vote_climbs_as_the_dashed_line_says
"""

import itertools
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, binomtest, norm
from sklearn.dummy import DummyClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from refit.essay.author_code import import_file
from refit.tables import as_tables, partial_results

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.train_test_validation.scores")

LEAKS = ("select_first", "scale_first", "photos", "litters")


def scene(name, **state):
    """Return a scene, or the last result of one that streams, as it is after the guess."""
    shown = {"shown": True} if "shown" in m.STATES[name] else {}
    *_, last = partial_results(getattr(m, name), m.STATES[name] | shown | state)
    return last


def only(tables, name):
    return {column: values[0] for column, values in tables[name].items()}


# ── luck ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_claim_names_a_test_that_is_here():
    named = re.findall(r"test_\w+", __doc__)
    assert named
    assert set(named) <= set(globals())


@pytest.mark.parametrize("n", [6, 12, 18, 24])
def test_every_sleeper_is_the_score_of_a_model_that_met_other_pets(n):
    """Fit and judge again what was dealt: the piles hold those scores, no others."""
    X, species = m.measured(m.PETS), m.PETS["species"]
    expected, fresh = [], []
    for number in range(m.N_DEALS):
        rng, train, test = np.random.default_rng([3, number]), [], []
        for kind in ("cat", "dog"):
            order = rng.permutation(np.flatnonzero(species == kind))
            test += [*order[: n // 2]]
            train += [*order[n // 2 : n // 2 + 18]]
        assert not set(train) & set(test)
        assert (len(test), len(train)) == (n, 36)
        model = m.classifier(2).fit(X[train], species[train])
        expected.append(accuracy_score(species[test], model.predict(X[test])))
        fresh.append(model.score(m.measured(m.FRESH), m.FRESH["species"]))
    tables = scene("luck", n_test=n, seed=3)
    assert tables["pets"]["score"] == pytest.approx(expected, abs=1e-4)
    luck = only(tables, "luck")
    assert luck["mean"] == luck["p"] == pytest.approx(np.mean(expected), abs=1e-12)
    assert (luck["least"], luck["most"]) == (min(expected), max(expected))
    assert luck["fresh"] == pytest.approx(np.mean(fresh), abs=1e-9)
    assert luck["worth"] == 100 / n  # percentage points


def test_our_own_test_is_that_of_the_pens():
    pens = as_tables(m.pens(m.STATES["pens"] | {"layout": "test"}))
    assert only(scene("luck"), "luck")["ours"] == pens["scores"]["accuracy"][2]


@lru_cache
def lucks(n):
    return [only(scene("luck", seed=seed, n_test=n), "luck") for seed in range(8)]


def test_with_more_sleepers_the_scores_spread_less():
    """In each of 8 series of a hundred deals, in every step of the slider or over two of them."""
    spreads = np.array([[luck["spread"] for luck in lucks(n)] for n in (6, 12, 18, 24)])
    assert np.all(spreads[:-2] > spreads[2:])
    assert np.all(np.diff(spreads.mean(axis=1)) < 0)


@pytest.mark.parametrize("n", [6, 12, 18, 24])
def test_the_sixty_pets_are_easier_than_fresh_ones(n):
    assert all(luck["mean"] > luck["fresh"] + 0.01 for luck in lucks(n))
    assert all(0.85 < luck["fresh"] < 0.885 for luck in lucks(n))


def test_a_guess_lets_the_sleepers_lie_down_at_their_scores():
    waiting, guessed, told = (
        scene("luck", shown=shown, guess=guess)
        for shown, guess in ((False, -1), (False, 0.5), (True, -1))
    )
    assert waiting["pets"]["score"].max() == 0
    was, now = only(waiting, "luck"), only(guessed, "luck")
    assert [name for name in was if was[name] != now[name]] == ["span"]
    assert was["span"] == ""
    least, most = (f"{round(100 * now[end])}\u202f%" for end in ("least", "most"))
    assert now["span"] == f", from {least} to {most}"
    assert np.array_equal(guessed["pets"]["x"], told["pets"]["x"])
    assert len(waiting["notes"]["says"]) == 0
    assert guessed["notes"]["opacity"].tolist() == [1, 1, 1]


def test_a_guess_lets_the_goldfish_out():
    waiting, guessed, told = (
        scene("goldfish", shown=shown, guess=guess)
        for shown, guess in ((False, -1), (False, 0.5), (True, -1))
    )
    assert only(waiting, "bowl")["opacity"] == 1
    assert len(waiting["crowned"]["key"]) == 0
    assert guessed["crowned"]["key"] == ["winner"]  # not yet tested
    assert told["crowned"]["key"] == ["winner", "tested"]
    heard = [only(each, "contest").pop("crown") for each in (waiting, guessed, told)]
    assert heard[0] == ""
    assert "validation" in heard[1]
    assert "test" not in heard[1]
    assert heard[2].startswith(heard[1])
    silent = [only(each, "contest") | {"crown": ""} for each in (waiting, guessed, told)]
    assert silent[0] == silent[1] == silent[2]


def test_the_board_tells_no_average_before_the_guess():
    state = m.STATES["leaderboard"]
    heard = [
        only(m.leaderboard(state | {"k": k, "guess": guess}), "now")["average"]
        for k, guess in ((0, -1), (0, 0.58), (10, -1))
    ]
    assert heard[0] == ""
    assert heard[1] == heard[2]
    expected = m.expected_climb(400, m.N_PUBLIC)
    assert heard[1].endswith(f"to {round(100 * expected[400])}\u202f%.")
    waiting, guessed = (as_tables(m.leaderboard(state | {"k": 0, "guess": g})) for g in (-1, 0.58))
    assert waiting["climb"]["key"].tolist() == [0]
    assert guessed["climb"]["key"].tolist() == m.SUBMISSIONS.tolist()
    for tables in (waiting, guessed):
        assert only(tables, "vote") == pytest.approx(
            {"of_hundred": expected[100], "of_all": expected[400]}, abs=1e-6
        )


@pytest.mark.parametrize("p", [0.5, 0.8, 0.9])
@pytest.mark.parametrize("n", [100, 400])
def test_the_band_holds_95_of_100_tests_of_strangers(p, n):
    """The normal approximation is off by a lattice point at either end, below 2 % from n = 100."""
    half = 1.96 * np.sqrt(p * (1 - p) / n)
    k = np.arange(n + 1)
    inside = (k / n >= p - half) & (k / n <= p + half)
    assert binom.pmf(k, n, p)[inside].sum() == pytest.approx(0.95, abs=0.02)


PETS_TESTED = (6, 12, 18, 24)


def held(interval, p, n):
    """How often the interval around the score holds p, by scipy's binomial distribution."""
    k = np.arange(n + 1)
    low, high = np.array([interval(right / n, n) for right in k]).T
    return binom.pmf(k, n, p)[(low <= p) & (p <= high)].sum()


@pytest.mark.parametrize("n", PETS_TESTED)
def test_around_a_known_score_the_band_of_few_pets_holds_about_as_many(n):
    """At 0.91, the dots' average: 90, 98, 93 and 94 %."""
    low, high = m.band(0.91, n)
    k = np.arange(n + 1)
    inside = binom.pmf(k, n, 0.91)[(k / n >= low) & (k / n <= high)].sum()
    assert 0.9 < inside < 0.985


@pytest.mark.parametrize(
    ("n", "plain", "wilson"),
    [(6, 0.420, 0.905), (12, 0.675, 0.982), (18, 0.813, 0.928), (24, 0.892, 0.941)],
)
def test_how_often_each_interval_holds_the_true_score(n, plain, wilson):
    """At 0.91. Near 95 of 100 for one of them; the other is far from it, and below it always."""
    assert m.coverage(m.band, 0.91, n) == pytest.approx(plain, abs=5e-4)
    assert m.coverage(m.wilson, 0.91, n) == pytest.approx(wilson, abs=5e-4)
    assert plain < 0.9 < wilson


@pytest.mark.parametrize("n", PETS_TESTED)
@pytest.mark.parametrize("p", [0.5, 0.7, 0.87, 0.91, 0.97])
def test_the_coverage_is_counted_exactly(p, n):
    for interval in (m.band, m.wilson):
        assert m.coverage(interval, p, n) == pytest.approx(held(interval, p, n), abs=1e-12)


@pytest.mark.parametrize("n", PETS_TESTED)
def test_wilsons_interval_is_every_p_whose_band_holds_the_score(n):
    grid = np.linspace(0.0005, 0.9995, 1000)
    low, high = m.band(grid, n)
    for right in range(n + 1):
        score = right / n
        holds = (low <= score) & (score <= high)
        least, most = m.wilson(score, n)
        assert np.array_equal(holds, (least <= grid) & (grid <= most))


@pytest.mark.parametrize("n", PETS_TESTED)
def test_wilsons_interval_is_scipys(n):
    """Wilson (1927); scipy has 1.95996 for 1.96."""
    for right in range(n + 1):
        reference = binomtest(right, n).proportion_ci(0.95, method="wilson")
        assert m.wilson(right / n, n) == pytest.approx((reference.low, reference.high), abs=1e-4)


def test_the_page_prints_the_coverage_of_its_own_average():
    luck = only(scene("luck"), "luck")
    assert luck["plain"] == pytest.approx(held(m.band, luck["p"], 12), abs=1e-12)
    assert luck["wilson"] == pytest.approx(held(m.wilson, luck["p"], 12), abs=1e-12)
    assert luck["plain"] < 0.8 < 0.9 < luck["wilson"]
    assert luck["perfect"] == m.wilson(1.0, 12)[0]
    assert m.wilson(1.0, 12)[1] == pytest.approx(1)
    assert 100 * luck["p"] + luck["half"] > 100  # too few pets for the formula


def test_four_times_the_pets_make_half_the_band():
    found = np.repeat([0.5, 1.0], 50)
    halves = [m.luck_tables(found, found, n)["luck"]["half"][0] for n in (6, 24)]
    assert halves[0] / halves[1] == pytest.approx(2)
    assert halves[0] == pytest.approx(196 * np.sqrt(0.75 * 0.25 / 6))


@pytest.mark.parametrize(("n", "most"), [(12, 0.95), (24, 0.9)])
def test_deals_of_the_same_pets_spread_less_than_tests_of_strangers(n, most):
    """The essay calls the spread no standard error: sampled without replacement, it is smaller."""
    tables = scene("luck", n_test=n)
    found = np.rint(tables["pets"]["score"] * n) / n
    p = found.mean()
    assert found.std() < most * np.sqrt(p * (1 - p) / n)
    assert only(tables, "luck")["spread"] == pytest.approx(100 * found.std())
    assert only(tables, "luck")["error"] == pytest.approx(100 * np.sqrt(p * (1 - p) / n))


# ── choosing ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("k", "n"), [(1, 12), (50, 12), (200, 12), (100, 100)])
def test_the_expected_best_agrees_with_a_simulation(k, n):
    """20,000 contests; the tolerance is four standard errors."""
    best = np.random.default_rng(0).binomial(n, 0.5, (20_000, k)).max(axis=1) / n
    assert m.expected_best(k, n) == pytest.approx(best.mean(), abs=4 * best.std() / np.sqrt(20_000))


def test_the_expected_best_agrees_with_the_distribution_of_the_maximum():
    cdf = binom.cdf(np.arange(101), 100, 0.5) ** 100
    assert m.expected_best(100, 100) == pytest.approx(
        np.diff(cdf, prepend=0) @ np.arange(101) / 100
    )


def test_one_fish_is_expected_to_be_right_about_half():
    assert m.expected_best(1, 12) == pytest.approx(0.5, abs=1e-12)


def test_the_winner_is_the_best_in_validation_and_a_coin_in_the_test():
    """Over 400 contests the test score is 1/2, give or take 4 · 0.5/√(12 · 400) = 0.029."""
    contests = [only(scene("goldfish", seed=seed), "contest") for seed in range(400)]
    assert np.mean([c["tested"] for c in contests]) == pytest.approx(0.5, abs=0.029)
    assert np.mean([c["best"] for c in contests]) == pytest.approx(
        contests[0]["expected"], abs=0.01
    )


@pytest.mark.parametrize("n_fish", [1, 2, 50, 60])
def test_the_crown_goes_to_the_highest_fish(n_fish):
    tables = scene("goldfish", n_fish=n_fish)
    contest, crowned = only(tables, "contest"), tables["crowned"]
    shown = tables["fish"]["opacity"] == 1
    assert shown.sum() == n_fish - 1  # the winner is drawn large
    assert tables["fish"]["x"][shown].max(initial=0) <= 100 * contest["best"] + 5
    assert crowned["x"] == pytest.approx([100 * contest["best"], 100 * contest["tested"]])
    fall = only(tables, "fall")
    assert [fall["x"], fall["x2"]] == pytest.approx(crowned["x"])


@pytest.mark.parametrize("seed", range(30))
def test_what_is_told_of_the_winner_is_what_became_of_it(seed):
    contest = only(scene("goldfish", seed=seed, n_fish=10), "contest")
    assert ("need not come back" in contest["told"]) == (contest["tested"] < contest["best"])


def test_the_first_contest_is_an_ordinary_one():
    contest = only(scene("goldfish"), "contest")
    assert contest["best"] == pytest.approx(contest["expected"], abs=0.04)
    assert contest["tested"] == pytest.approx(0.5, abs=0.09)


# ── leaks ────────────────────────────────────────────────────────────────────────────────────────


@lru_cache
def mean_seen(n_shelters=60, cv=None, photos=False, litters=False, grouped=False, **leak):
    rng, found = np.random.default_rng(9), []
    for _ in range(n_shelters):
        X, is_even, litter = m.make_shelter(rng, photos, litters)
        groups = litter if grouped else None
        copied = m.most_similar(X, is_even, cv=cv or m.FOLDS, groups=groups, **leak)
        found.append(np.mean(is_even[copied] == is_even))
    return np.mean(found)


def test_without_a_leak_the_score_is_a_coins():
    """60 shelters of 48 photos: four standard errors are 4 · 0.5/√2880 = 0.037."""
    assert mean_seen() == pytest.approx(0.5, abs=0.037)


def test_scaling_first_hardly_moves_the_score():
    assert mean_seen(scale_first=True) == pytest.approx(mean_seen(), abs=0.02)


def test_selecting_first_makes_noise_look_like_knowledge():
    assert 0.7 < mean_seen(select_first=True) < 0.9


@pytest.mark.parametrize("kind", ["photos", "litters"])
def test_twins_and_litter_mates_on_both_sides_look_like_knowledge(kind):
    assert mean_seen(**{kind: True}) > 0.8


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # a fold of odd birthdays only
@pytest.mark.parametrize("kind", ["photos", "litters"])
def test_kept_on_one_side_they_do_no_harm(kind):
    """60 shelters of 12 litters: four standard errors are 4 · 0.5/√720 = 0.075.

    Two of the birthdays are given, one of each kind: who is left out is rather of the kind that the
    others are not, as with the majority that is always wrong. That is worth 0.025.
    """
    found = mean_seen(cv=GroupKFold(4), grouped=True, **{kind: True})
    assert found == pytest.approx(0.5, abs=0.1)


def test_a_shelter_is_made_of_pets_and_litters_as_said():
    rng = np.random.default_rng(0)
    for photos, litters, n_litters in ((0, 0, 48), (1, 0, 24), (0, 1, 12), (1, 1, 6)):
        X, is_even, litter = m.make_shelter(rng, bool(photos), bool(litters))
        assert X.shape == (48, 500)
        assert len(set(litter)) == n_litters
        assert set(is_even) == {0, 1}
        assert all(len(set(is_even[litter == each])) == 1 for each in litter)


@pytest.mark.parametrize("leak", [{}, {"select_first": True}, {"photos": True}])
def test_copying_from_the_most_similar_is_one_nearest_neighbour(leak):
    """The score of scikit-learn's own cross-validation of the same pipeline."""
    rng, photos = np.random.default_rng(4), leak.get("photos", False)
    X, is_even, _ = m.make_shelter(rng, photos, False)
    copied = m.most_similar(X, is_even, select_first=leak.get("select_first", False))
    chosen = SelectKBest(k=20).fit_transform(X, is_even) if "select_first" in leak else X
    steps = [StandardScaler(), SelectKBest(k=20), KNeighborsClassifier(n_neighbors=1)]
    model = make_pipeline(*(steps[::2] if "select_first" in leak else steps))
    expected = cross_val_score(model, chosen, is_even, cv=m.FOLDS).mean()
    assert np.mean(is_even[copied] == is_even) == pytest.approx(expected)
    folds = [set(test) for _, test in m.FOLDS.split(X)]
    assert all(copied[i] not in next(fold for fold in folds if i in fold) for i in range(48))


def test_threads_lead_from_the_test_to_what_it_copies():
    tables = scene("leaks", photos=True)
    photos, threads = tables["photos"], tables["threads"]
    place = {(x, y): i for i, (x, y) in enumerate(zip(photos["x"], photos["y"], strict=True))}
    assert len(place) == 48
    rows = zip(*(threads[c] for c in ("x", "y", "x2", "y2", "kin")), strict=True)
    for x, y, x2, y2, kin in rows:
        one, other = place[x, y], place[x2, y2]
        assert photos["tested"][one] == 1
        assert photos["tested"][other] == 0
        assert (photos["litter"][one] == photos["litter"][other]) == kin
    assert threads["kin"].sum() > 5
    assert scene("leaks", photos=False)["threads"]["kin"].sum() == 0
    assert scene("leaks", select_first=True)["threads"]["kin"].sum() == 0


# ── the scenes as a whole ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("n", [6, 12, 18, 24])
@pytest.mark.parametrize("seed", range(6))
def test_sleepers_stay_in_the_picture_and_keep_apart(n, seed):
    pets = scene("luck", n_test=n, seed=seed)["pets"]
    x, y, breadth = (pets[name] for name in ("x", "y", "breadth"))
    assert x.max() + breadth[0] / 2 <= 107
    assert y.max() < 48  # the labels begin a little below the upper edge
    apart = np.maximum(np.abs(x[:, None] - x), np.abs(y[:, None] - y) / 0.9)
    assert apart[~np.eye(len(x), dtype=bool)].min() > 0.98 * breadth[0]


@pytest.mark.parametrize("n_fish", [10, 50, 60])
@pytest.mark.parametrize("seed", range(10))
def test_goldfish_stay_in_the_picture_and_keep_apart(n_fish, seed):
    tables = scene("goldfish", n_fish=n_fish, seed=seed)
    fish = {name: values[:n_fish] for name, values in tables["fish"].items()}
    x, y, breadth = (fish[name] for name in ("x", "y", "breadth"))
    assert -4 <= (x - breadth / 2).min() <= (x + breadth / 2).max() <= 104
    assert y.max() < 32
    apart = np.maximum(np.abs(x[:, None] - x), np.abs(y[:, None] - y) / 0.54)
    assert apart[~np.eye(len(x), dtype=bool)].min() > 0.98 * breadth[0]


def test_sleepers_come_in_batches_and_stay():
    before = 0
    for tables in partial_results(m.luck, m.STATES["luck"] | {"shown": True}):
        shown = np.flatnonzero(tables["pets"]["score"] > 0)
        assert len(shown) > before
        assert shown.tolist() == list(range(len(shown)))
        before = len(shown)


@pytest.mark.parametrize("switches", [*itertools.product([False, True], repeat=4)])
def test_every_leak_gives_whole_tables(switches):
    tables = scene("leaks", **dict(zip(LEAKS, switches, strict=True)))
    assert 0 <= only(tables, "leaks")["seen"] <= 1
    assert len(tables["threads"]["key"]) == 12


def test_the_majority_of_the_others_is_always_wrong():
    """Nineteen others: ten of the other species. By hand, without cross_val_score."""
    species = np.repeat(["cat", "dog"], 10)
    right = []
    for i in range(20):
        others = np.arange(20) != i
        model = DummyClassifier(strategy="most_frequent").fit(np.zeros((19, 1)), species[others])
        right.append(model.predict([[0]])[0] == species[i])
    assert m.majority_left_out() == np.mean(right) == 0


# ── the leaderboard ──────────────────────────────────────────────────────────────────────────────


def votes_of(guesses):
    """The rule of the board, list by list and label by label: one half is worth no vote."""
    score = np.mean(guesses > 0, axis=1)
    sign = np.where(score > 0.5, 1, np.where(score < 0.5, -1, 0))
    return sign @ guesses


@pytest.mark.parametrize(
    ("k", "n"), [(0, 3), (1, 1), (1, 4), (2, 2), (2, 6), (3, 3), (3, 4), (4, 3), (6, 2)]
)
def test_the_dashed_line_is_the_average_over_all_lists(k, n):
    """Every list that can be sent; an even vote is right half the time."""
    found = []
    for guesses in itertools.product([-1, 1], repeat=k * n):
        votes = votes_of(np.array(guesses, dtype=int).reshape(k, n))
        found.append(np.mean((votes > 0) + 0.5 * (votes == 0)))
    assert m.expected_climb(k, n)[k] == pytest.approx(np.mean(found), abs=1e-9)


@pytest.mark.parametrize("k", [10, 50, 100, 150, 200, 300, 400])
def test_the_vote_climbs_as_the_dashed_line_says(k):
    """30 contests; the tolerance is four standard errors of their mean."""
    public = contests()[:, k // 10]
    expected = m.expected_climb(400, m.N_PUBLIC)[k]
    assert public.mean() == pytest.approx(expected, abs=4 * public.std(ddof=1) / np.sqrt(30))


@lru_cache
def contests():
    return np.array([m.climb.__wrapped__(seed, False)[0] for seed in range(30)])


@pytest.mark.parametrize(("ladder", "k"), [(False, 100), (False, 400), (True, 400)])
def test_the_first_contest_is_no_freak(ladder, k):
    """Among 40 others it is neither in the lowest quarter nor in the highest; ties count half."""

    def scores(seed):
        public, private, _ = m.climb.__wrapped__(seed, ladder)
        return public[k // 10], private[k // 10]

    ours = scores(m.STATES["leaderboard"]["seed"])
    others = np.array([scores(seed) for seed in range(200, 240)])
    ranks = np.mean(others < ours, axis=0) + np.mean(others == ours, axis=0) / 2
    assert np.all((ranks >= 0.25) & (ranks <= 0.75)), ranks


def test_what_is_drawn_and_printed_is_the_average_of_the_vote():
    tables = as_tables(m.leaderboard(m.STATES["leaderboard"]))
    expected = m.expected_climb(400, m.N_PUBLIC)
    assert tables["climb"]["expected"] == pytest.approx(expected[::10], abs=5.1e-5)
    assert tables["now"]["expected"][0] == pytest.approx(expected[100], abs=5.1e-7)
    assert expected[100] == pytest.approx(0.797, abs=5e-4)
    assert expected[400] == pytest.approx(0.952, abs=5e-4)


def test_the_dashed_line_is_nearly_the_formula():
    """Where it is drawn, it is a little above, since those at one half do not vote."""
    k = m.SUBMISSIONS
    above = m.expected_climb(400, m.N_PUBLIC)[k] - norm.cdf(np.sqrt(2 * k / (np.pi * m.N_PUBLIC)))
    assert 0 <= above.min() < above.max() < 0.0125


@pytest.mark.parametrize("ladder", [False, True])
def test_in_private_the_vote_is_a_coin(ladder):
    """40 contests of 1,000 labels at 41 places, which are not independent: one place in 40."""
    private = np.array([m.climb.__wrapped__(seed, ladder)[1] for seed in range(40)])
    assert private.mean(axis=0) == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(40_000))


def test_the_ladder_stops_the_climb():
    """An answer must beat one half by a tenth, and the next one by another: hardly ever two."""
    ends = [m.climb.__wrapped__(seed, True) for seed in range(40)]
    assert np.mean([public[-1] for public, _, _ in ends]) < 0.66
    assert max(answered[-1] for _, _, answered in ends) <= 2


def test_the_ladder_answers_when_beaten_by_more_than_a_step_and_in_steps():
    answers = m.ladder_answers(np.array([0.55, 0.6, 0.63, 0.69, 0.64, 0.74, 0.7]), 0.1)
    assert answers == pytest.approx([0.5, 0.5, 0.6, 0.5, 0.5, 0.7, 0.5])


def test_without_a_submission_the_vote_is_a_coin():
    public, _, answered = m.climb(0, False)
    assert answered[0] == 0
    assert 0.3 < public[0] < 0.7


@pytest.mark.parametrize("ladder", [False, True])
@pytest.mark.parametrize("seed", [0, 1])
def test_every_number_of_submissions_gives_finite_tables(seed, ladder):
    for k in range(0, 401, 10):
        tables = as_tables(m.leaderboard({"k": k, "ladder": ladder, "seed": seed, "guess": -1}))
        assert tables["climb"]["key"].tolist() == list(range(0, 401 if k else 1, 10))
        row = tables["climb"]["key"].tolist().index(k)
        now = only(tables, "now")
        assert now["public"] == tables["climb"]["public"][row]
        assert now["private"] == tables["climb"]["private"][row]
        assert now["expected"] == pytest.approx(tables["climb"]["expected"][row], abs=1e-4)


def test_a_guess_shows_a_hundred_lists():
    state = m.STATES["leaderboard"] | {"k": 0}
    assert only(m.leaderboard(state), "now")["k"] == 0
    assert only(m.leaderboard(state | {"guess": 0.58}), "now")["k"] == 100
