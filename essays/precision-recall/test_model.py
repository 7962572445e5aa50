"""What the essay on precision and recall says, held to scikit-learn, closed forms and counting.

Claims of the essay, each with what holds it:

- A finder that says "boot" is as accurate as boots are common, and finds no fish
  test_the_finder_is_as_accurate_as_boots_are_common
- The first pond is an ordinary one
  test_the_first_pond_is_no_freak
- A boot in the net costs precision, and no recall
  test_a_boot_dragged_into_the_net_costs_precision_and_no_recall
- What is at the rim is caught, too
  test_what_is_at_the_rim_is_caught
- As the net closes, recall falls, and precision climbs, but for a stumble at each fish
  test_as_the_net_closes_recall_falls_and_precision_stumbles_at_each_fish
  test_a_tight_net_is_more_precise_than_a_wide_one
- With both senses, there is more of both
  test_two_senses_see_more_than_one
- What is said after a drag is so
  test_what_is_said_of_a_drag_is_what_it_does
  test_what_is_said_of_the_last_thing_is_what_the_point_does
- F1 does not count the boots that are left alone; the best net is the best
  test_f1_is_that_of_scikit_learn_and_boots_left_alone_do_not_count
- Precision of an empty net is a dash, its recall is 0
  test_an_empty_net_has_a_recall_of_zero_and_no_precision
- Precision in the lake is one multiplication of odds, as it is printed
  test_in_odds_it_is_one_multiplication
  test_the_printed_factors_give_the_printed_product
- The same test is worth much in a hospital, and little in a town
  test_the_same_test_is_worth_little_in_a_town
- A higher threshold makes the arrow longer, and loses fish
  test_a_higher_threshold_makes_the_arrow_longer_and_loses_fish
- A line in random order gets the chance level, and one with all fish first 1.00
  test_the_chance_level_is_the_mean_over_all_rankings
  test_the_higher_up_the_fish_are_the_more_it_is
- The bars' average is the average precision
  test_average_precision_is_that_of_scikit_learn
- Without ties the step sum is never less than the area under chords
  test_the_step_sum_is_no_less_than_the_area_under_chords_unless_things_tie
- Who knows only the nets A and B gets, on average, the hyperbola
  test_halfway_is_the_average_over_all_orders_of_what_lies_between
  test_the_hyperbola_is_the_mean_over_all_orders_of_what_lies_between
- F is drawn over what it is computed from
  test_f_is_made_of_the_precision_and_the_recall_that_are_drawn
- The ray finds the top of F, or nearly; half of the best, where scores are calibrated
  test_at_the_predicted_threshold_the_sonar_loses_next_to_nothing
  test_in_other_lakes_like_it_half_of_the_best_loses_next_to_nothing
- In a lake of boots, half of the best is the wrong place
  test_in_a_lake_of_boots_half_of_the_best_is_the_wrong_place
- Dice have an average precision above the prevalence
  test_the_chance_level_is_the_mean_over_all_rankings
- Land that nobody can reach
  test_the_worst_ranking_tends_to_its_limit
- "It will never find a fish": a finder that says boot
  test_the_finder_is_as_accurate_as_boots_are_common
- "recall never rises": as the net closes, here and in the lake
  test_as_the_net_closes_recall_falls_and_precision_stumbles_at_each_fish
  test_a_higher_threshold_makes_the_arrow_longer_and_loses_fish
- "the denominator of F1 is never 0": an empty net has one
  test_an_empty_net_has_a_recall_of_zero_and_no_precision
- "it never looks at a boot": recall
  test_a_boot_dragged_into_the_net_costs_precision_and_no_recall
- "Average precision never forgives Y its first boot": a fish further down is less
  test_the_higher_up_the_fish_are_the_more_it_is
"""

import re
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from sklearn import metrics

from refit.essay.author_code import import_file
from refit.numbers import format_number
from refit.tables import as_tables

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.precision_recall.model")
stage = import_file(FOLDER / "stage.py", "refit_test.precision_recall.stage")

FISH_IN_RANKING = m.IS_FISH
BOOT = "33"  # one that is outside the net
TIED = [  # who is a fish, and scores with ties, with a single fish, with nothing but fish
    ([1, 0, 1, 1, 0, 0, 1, 0], [9, 9, 7, 5, 5, 5, 2, 1]),
    ([0, 0, 1, 0], [3, 3, 3, 3]),
    ([0, 1, 0, 0, 0], [5, 4, 3, 2, 1]),
    ([1, 1, 1], [1, 2, 2]),
]


def pond(**state):
    return as_tables(m.pond(m.STATES["pond"] | state))


def finder(**state):
    return as_tables(m.finder(m.STATES["finder"] | state))


def rare(**state):
    return as_tables(m.rare(m.STATES["rare"] | state))


def curve(**state):
    return as_tables(m.curve(m.STATES["curve"] | state))


def chord(**state):
    return as_tables(m.chord(m.STATES["chord"] | state))


def peak(**state):
    return as_tables(m.peak(m.STATES["peak"] | state))


def value(tables, table, column, key=None):
    row = 0 if key is None else list(tables[table]["key"]).index(key)
    return tables[table][column][row]


def ranking(fish, n):
    """Return who is a fish in a ranking of n, given the places of the fish."""
    return np.isin(np.arange(n), fish)


def ap_of(is_fish):
    return m.average_precision(is_fish, np.cumsum(is_fish) / np.arange(1, len(is_fish) + 1))[1]


def test_every_claim_names_a_test_that_is_here():
    named = re.findall(r"test_\w+", __doc__)
    assert named
    assert set(named) <= set(globals())


# ── four counts, three denominators ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.67])
def test_the_shares_are_those_of_scikit_learn(threshold):
    tables = pond(threshold=threshold)
    is_fish = np.array(tables["things"]["kind"]) == "fish"
    caught = tables["things"]["x"] >= threshold
    false_alarms = 1 - metrics.recall_score(~is_fish, ~caught)
    assert value(tables, "rates", "value", "recall") == metrics.recall_score(is_fish, caught)
    assert value(tables, "rates", "value", "precision") == metrics.precision_score(is_fish, caught)
    assert value(tables, "rates", "value", "false_positive_rate") == pytest.approx(false_alarms)


def test_an_empty_net_has_a_recall_of_zero_and_no_precision():
    tables = pond(threshold=1.0)
    assert list(tables["rates"]["key"]) == ["recall", "false_positive_rate", "f1"]
    assert value(tables, "rates", "value", "recall") == 0
    assert value(tables, "signs", "says", "precision").endswith(stage.DASH)


def test_no_fish_no_recall_and_no_boots_no_false_positive_rate():
    everything = np.ones(3, dtype=bool)
    assert set(m.shares(**m.count(~everything, everything))) == {"precision", "false_positive_rate"}
    assert set(m.shares(**m.count(everything, everything))) == {"precision", "recall"}


def test_the_signs_print_shares_as_the_page_does():
    for part, whole in [(5, 8), (1, 3), (0, 4), (7, 7), (57, 200), (1, 200)]:
        page = format_number(part / whole, ".0%").replace("\N{NARROW NO-BREAK SPACE}", "")
        assert stage.percent(part / whole) == page


def test_f1_is_that_of_scikit_learn_and_boots_left_alone_do_not_count():
    for seed in range(30):
        tables = pond(seed=seed, hears="both")
        is_fish, score = np.array(tables["things"]["kind"]) == "fish", tables["things"]["x"]
        f1 = {t: metrics.f1_score(is_fish, score >= t) for t in np.arange(0, 1.001, 0.01).round(2)}
        assert value(tables, "rates", "value", "f1") == pytest.approx(f1[0.5], rel=1e-12)
        assert tables["best"]["f1"][0] == pytest.approx(max(f1.values()), rel=1e-12)
        assert f1[tables["best"]["threshold"][0]] == max(f1.values())
    assert m.f1(3, 2, 1, 0) == m.f1(3, 2, 1, 1000) == 6 / 9


@pytest.mark.parametrize("n_fish", range(1, 41))
def test_the_finder_is_as_accurate_as_boots_are_common(n_fish):
    tables = finder(fish=n_fish)
    is_fish = np.array(tables["things"]["kind"]) == "fish"
    assert is_fish.sum() == tables["verdict"]["fish"][0] == n_fish
    expected = metrics.accuracy_score(is_fish, np.zeros(100, dtype=bool))
    assert tables["verdict"]["accuracy"][0] == expected == (100 - n_fish) / 100
    assert tables["verdict"]["found"][0] == 0


# ── one climbs, one stumbles ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("is_fish", "score"), TIED)
def test_walking_down_gives_the_counts_of_every_net_ties_together(is_fish, score):
    is_fish, score = np.array(is_fish, dtype=bool), np.array(score, dtype=float)
    order, fish, boots = m.walk_down(is_fish, score)
    for i, n_fish, n_boots in zip(order, fish, boots, strict=True):
        assert n_fish == np.sum(is_fish & (score >= score[i]))
        assert n_boots == np.sum(~is_fish & (score >= score[i]))


@pytest.mark.parametrize("seed", range(6))
def test_both_lines_are_the_curve_of_scikit_learn(seed):
    tables = pond(view="curves", seed=seed)
    is_fish, score = np.array(tables["things"]["kind"]) == "fish", tables["things"]["x"]
    precision, recall, thresholds = metrics.precision_recall_curve(is_fish, score)
    for name, expected in (("precision", precision), ("recall", recall)):
        line = tables[f"{name}_by_threshold"]
        for threshold, share in zip(line["threshold"], line["value"], strict=True):
            if threshold in thresholds:  # rounded to three decimals
                assert share == pytest.approx(expected[:-1][thresholds == threshold][0], abs=5e-4)


@pytest.mark.parametrize("hears", m.SENSES)
@pytest.mark.parametrize("seed", range(30))
def test_as_the_net_closes_recall_falls_and_precision_stumbles_at_each_fish(seed, hears):
    things = pond(seed=seed, hears=hears)["things"]
    is_fish, score = np.array(things["kind"]) == "fish", things["x"]
    for rim in np.unique(score)[1:]:
        wide, tight = score >= score[score < rim].max(), score >= rim
        lost = wide & ~tight
        recall = [np.mean(net[is_fish]) for net in (wide, tight)]
        precision = [np.mean(is_fish[net]) for net in (wide, tight)]
        assert recall[1] <= recall[0]
        if is_fish[lost].all() and precision[0] < 1:
            assert precision[1] < precision[0]
        if not is_fish[lost].any() and precision[0] > 0:
            assert precision[1] > precision[0]


@pytest.mark.parametrize("hears", m.SENSES)
def test_a_tight_net_is_more_precise_than_a_wide_one(hears):
    """Of 30 ponds, all but a few."""
    better = 0
    for seed in range(30):
        tables = pond(seed=seed, hears=hears, threshold=0.6)
        better += value(tables, "rates", "value", "precision") > 1 / 3
    assert better >= 27


@pytest.mark.parametrize("hears", m.SENSES)
def test_the_first_pond_is_no_freak(hears):
    """Among 100 others it is neither in the lowest quarter of the areas nor in the highest."""

    def area(seed):
        X, is_fish = m.draw(np.random.default_rng(seed), m.N_FISH, m.N_BOOTS)
        return metrics.roc_auc_score(is_fish, m.listen(hears, X))

    others = np.array([area(seed) for seed in range(1000, 1100)])
    ours = area(m.STATES["pond"]["seed"])
    assert 25 <= np.sum(others < ours) + np.sum(others == ours) / 2 <= 75


def test_a_boot_dragged_into_the_net_costs_precision_and_no_recall():
    before, after = pond(), pond(moved={BOOT: [0.9, 4.0]})
    assert before["things"]["kind"][int(BOOT)] == "boot"
    assert before["things"]["caught"][int(BOOT)] == 0
    assert value(after, "rates", "value", "precision") < value(
        before, "rates", "value", "precision"
    )
    assert value(after, "rates", "value", "recall") == value(before, "rates", "value", "recall")


@pytest.mark.parametrize("seed", range(30))
def test_what_is_said_of_a_drag_is_what_it_does(seed):
    before = pond(seed=seed)
    assert before["told"]["says"][0] == "You have not dragged anything across the rim yet."
    kind, caught = np.array(before["things"]["kind"]), before["things"]["caught"]
    boot = str(np.flatnonzero((kind == "boot") & (caught == 0))[0])
    says = pond(seed=seed, moved={boot: [0.9, 4.0]})["told"]["says"][0]
    assert says.startswith("A boot went into the net: precision fell from ")
    assert says.endswith(", and recall did not change.")
    fish = str(np.flatnonzero((kind == "fish") & (caught == 1))[0])
    says = pond(seed=seed, moved={fish: [0.1, 4.0]})["told"]["says"][0]
    after = pond(seed=seed, moved={fish: [0.1, 4.0]})
    recall = [
        stage.percent(value(t, "rates", "value", "recall"), "\u202f") for t in (before, after)
    ]
    assert says.startswith("A fish left the net: precision ")
    assert says.endswith(f", and recall fell from {recall[0]} to {recall[1]}.")
    says = pond(seed=seed, moved={boot: [0.9, 4.0], fish: [0.1, 4.0]})["told"]["says"][0]
    assert says.startswith("A fish left the net and a boot went into the net: precision fell ")


def test_what_is_at_the_rim_is_caught():
    for x, caught in ((0.49, 0), (0.5, 1), (0.51, 1)):
        things = pond(threshold=0.5, moved={BOOT: [x, 4.0]})["things"]
        assert things["caught"][int(BOOT)] == caught


def test_two_senses_see_more_than_one():
    _, is_fish = m.lake()
    X, _ = m.draw(np.random.default_rng(2), 4000, 8000)
    area = {hears: metrics.roc_auc_score(is_fish, m.listen(hears, X)) for hears in m.SENSES}
    assert area["wiggle"] < area["shine"] < area["both"]


# ── rarity ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("doublings", [0, 3, 7, 10])
def test_precision_in_a_lake_is_that_of_weighted_things(doublings):
    score, is_fish = m.lake()
    n_fish, n_boots = is_fish.sum(), (~is_fish).sum()
    weight = np.where(is_fish, 1 / n_fish, 2**doublings / n_boots)
    caught = score >= 0.6
    tables = rare(doublings=doublings)
    expected = metrics.precision_score(is_fish, caught, sample_weight=weight)
    assert value(tables, "lake", "precision") == pytest.approx(expected, rel=1e-12)
    assert value(tables, "lake", "recall") == metrics.recall_score(is_fish, caught)
    assert value(tables, "lake", "prevalence") == pytest.approx(np.average(is_fish, weights=weight))
    assert sum(kind == "fish" for kind in tables["net"]["kind"]) == round(100 * expected)


def test_a_good_test_for_a_rare_illness_is_mostly_wrong_when_it_warns():
    """Sensitivity 90 %, specificity 91 %, one in a hundred ill: about one in eleven."""
    assert m.precision_at(0.01, 0.90, 0.09) == pytest.approx(0.009 / 0.0981)


@pytest.mark.parametrize("threshold", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("doublings", [0, 4, 10])
def test_in_odds_it_is_one_multiplication(threshold, doublings):
    tables = rare(threshold=threshold, doublings=doublings)
    lake = {name: column[0] for name, column in tables["lake"].items()}
    odds = lake["precision"] / (1 - lake["precision"])
    assert lake["posterior_odds"] == pytest.approx(odds, rel=1e-9)
    assert lake["prior_odds"] * lake["likelihood_ratio"] == pytest.approx(odds, rel=1e-9)


@pytest.mark.parametrize("doublings", range(11))
def test_the_printed_factors_give_the_printed_product(doublings):
    text = (FOLDER / "essay.md").read_text(encoding="utf-8")
    columns = ("recall", "false_positive_rate", "posterior_odds")
    specs = [re.search(rf"\\live{{lake\.{c} \| (\S+) \| reader}}", text)[1] for c in columns]
    for threshold in np.arange(0.1, 0.91, 0.05).round(2):
        lake = rare(threshold=threshold, doublings=doublings)["lake"]
        says = [format_number(lake[c][0], spec) for c, spec in zip(columns, specs, strict=True)]
        product = float(says[0]) / float(says[1]) / 2**doublings
        assert format_number(product, specs[2]) == says[2]


def test_a_higher_threshold_makes_the_arrow_longer_and_loses_fish():
    found = [rare(threshold=t)["lake"] for t in np.arange(0.1, 0.91, 0.05).round(2)]
    lengths = [lake["likelihood_ratio"][0] for lake in found]
    recalls = [lake["recall"][0] for lake in found]
    assert lengths == sorted(lengths)
    assert recalls == sorted(recalls, reverse=True)


def test_what_is_said_of_the_net_with_128_boots_a_fish():
    tables = rare(doublings=7)
    assert value(tables, "lake", "boots_per_fish") == 128
    caught = value(tables, "lake", "boots_in_net"), value(tables, "lake", "recall")
    share = caught[1] / sum(caught)
    assert value(tables, "lake", "precision") == pytest.approx(share)


def test_the_same_test_is_worth_little_in_a_town():
    """Counted among 100,000 people: half of them are ill, or a hundred."""
    places = rare()["places"]
    for key, ill in (("hospital", 50_000), ("town", 100)):
        alarms = 0.95 * ill + 0.05 * (100_000 - ill)
        precision = dict(zip(places["key"], places["precision"], strict=True))[key]
        assert precision == pytest.approx(0.95 * ill / alarms)


# ── average precision ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("is_fish", "score"), TIED)
def test_average_precision_is_that_of_scikit_learn(is_fish, score):
    is_fish, score = np.array(is_fish, dtype=bool), np.array(score, dtype=float)
    order, fish, boots = m.walk_down(is_fish, score)
    bars, average = m.average_precision(is_fish[order], fish / (fish + boots))
    assert average == pytest.approx(metrics.average_precision_score(is_fish, score), rel=1e-12)
    area = np.sum((bars["right"] - bars["left"]) * bars["precision"])
    assert area == pytest.approx(average, abs=1e-4)  # bars are rounded to four decimals


@pytest.mark.parametrize(
    "moved",
    [{}, {"17": [0.5, 0]}, {"17": [3, 0], "4": [3, 0]}, {str(i): [7.5, 0] for i in range(20)}],
)
def test_the_strip_is_scored_as_scikit_learn_would(moved):
    tables = curve(moved=moved, view="bars")
    expected = metrics.average_precision_score(FISH_IN_RANKING, -tables["line"]["x"])
    assert value(tables, "scores", "average_precision") == pytest.approx(expected, rel=1e-12)
    assert len(tables["bars"]["key"]) == FISH_IN_RANKING.sum()


def test_the_higher_up_the_fish_are_the_more_it_is():
    for fish in np.flatnonzero(FISH_IN_RANKING):
        found = [
            value(curve(moved={str(fish): [x, 0]}), "scores", "average_precision")
            for x in np.arange(0.75, 20, 1)
        ]
        assert found == sorted(found, reverse=True)
    assert ap_of(np.arange(20) < FISH_IN_RANKING.sum()) == 1


@pytest.mark.parametrize(
    "moved", [{}, {"0": [12, 0]}, {"0": [12, 0], "1": [19.5, 0]}, {"4": [3.5, 0]}]
)
def test_what_is_said_of_the_last_thing_is_what_the_point_does(moved):
    before = None
    for reach in range(1, 21):
        tables = curve(reach=reach, moved=moved)
        says, here = tables["told"]["says"][0], tables["here"]
        now = (here["recall"][0], here["precision"][0]) if len(here["n"]) else None
        if before and now:
            assert ("to the right" in says) <= (now[0] > before[0])
            assert ("and up" in says) <= (now[1] > before[1])
            assert ("sank straight down" in says) <= (now[0] == before[0] and now[1] < before[1])
            assert ("stays at" in says) <= (now == before)
            assert ("Nothing" in says) <= (now == before)
        assert ("empty" in says) == (now is None)
        before = now


def test_each_net_of_the_line_has_its_point():
    for reach in range(1, 21):
        tables = curve(reach=reach)
        net = np.arange(20) < reach
        assert tables["here"]["n"][0] == reach
        assert tables["here"]["recall"][0] == pytest.approx(
            metrics.recall_score(FISH_IN_RANKING, net)
        )
        assert tables["here"]["precision"][0] == metrics.precision_score(FISH_IN_RANKING, net)
        assert len(tables["points"]["key"]) == reach


def test_the_step_sum_is_no_less_than_the_area_under_chords_unless_things_tie():
    gaps = {"apart": [], "tied": []}
    for fish in combinations(range(8), 4):
        for name, score in (("apart", -np.arange(8)), ("tied", -(np.arange(8) // 4))):
            is_fish = ranking(fish, 8)
            precision, recall, _ = metrics.precision_recall_curve(is_fish, score)
            steps = metrics.average_precision_score(is_fish, score)
            gaps[name].append(steps - metrics.auc(recall, precision))
    assert min(gaps["apart"]) > -1e-12
    assert min(gaps["tied"]) < -0.01
    assert max(gaps["tied"]) > 0.01


@pytest.mark.parametrize("n", range(1, 9))
def test_the_chance_level_is_the_mean_over_all_rankings(n):
    for n_fish in range(1, n + 1):
        found = [ap_of(ranking(fish, n)) for fish in combinations(range(n), n_fish)]
        assert m.chance_ap(n_fish, n) == pytest.approx(np.mean(found), rel=1e-12)


def test_what_is_said_of_dice():
    tables = curve()
    one = as_tables(m.dice({"guess": 0.1}))
    assert one["all"]["expected"][0] == pytest.approx(np.mean(one["places"]["precision"]))
    for place, height in zip(one["places"]["key"], one["places"]["precision"], strict=True):
        assert height == pytest.approx(ap_of(ranking([place - 1], 10)))
    assert not np.any(as_tables(m.dice({"guess": -1}))["places"]["precision"]), "no bar tells"
    assert value(tables, "dice", "expected", "5 in 100") == pytest.approx(0.0902, abs=5e-5)
    assert value(tables, "dice", "expected", "500 in 10000") == pytest.approx(0.05, abs=1e-3)


def test_no_ranking_is_worse_than_all_boots_first():
    worst = ap_of(ranking([5, 6, 7], 8))
    assert min(ap_of(ranking(fish, 8)) for fish in combinations(range(8), 3)) == worst


@pytest.mark.parametrize("prevalence", [0.5, 0.1, 0.01])
def test_the_worst_ranking_tends_to_its_limit(prevalence):
    n = 400_000
    is_fish = np.arange(n) >= n - round(prevalence * n)
    assert ap_of(is_fish) == pytest.approx(m.worst_ap(prevalence), abs=1e-5)


def test_on_eight_items_the_two_areas_disagree():
    found = {name: np.array([c == "F" for c in letters]) for name, letters in m.EIGHT.items()}
    tables = curve()
    for name, is_fish in found.items():
        auc = metrics.roc_auc_score(is_fish, -np.arange(8))
        assert value(tables, "eight", "auc", name) == auc
        assert value(tables, "eight", "ap", name) == pytest.approx(ap_of(is_fish))
    assert value(tables, "eight", "auc", "X") == 0.625
    assert value(tables, "eight", "auc", "Y") == 0.75
    assert value(tables, "eight", "ap", "X") == pytest.approx(0.768, abs=5e-4)
    assert value(tables, "eight", "ap", "Y") == pytest.approx(0.679, abs=5e-4)


# ── between two nets ─────────────────────────────────────────────────────────────────────────────

PAIRS = [(1, 20), (2, 18), (3, 4), (4, 5), (5, 15), (9, 9), (14, 17)]


@pytest.mark.parametrize(("low", "high"), PAIRS)
def test_the_area_under_the_hyperbola_is_its_integral(low, high):
    tables = chord(a=low, b=high)
    (tp, tp2), (fp, fp2) = tables["nets"]["fish"], tables["nets"]["boots"]
    slope = 0.0 if tp2 == tp else (fp2 - fp) / (tp2 - tp)
    total = FISH_IN_RANKING.sum()
    area, _ = quad(lambda t: t / (t + fp + slope * (t - tp)) / total, tp, tp2)
    assert value(tables, "areas", "hyperbola") == pytest.approx(area, abs=1e-10)


def test_the_hyperbola_is_the_mean_over_all_orders_of_what_lies_between():
    """Net A holds F B, then come F F B B in any order: each net's expected precision lies on it."""
    ranking = np.array([1, 0, 1, 1, 0, 0], dtype=bool)
    for caught in range(5):
        orders = set(permutations([1, 1, 0, 0]))
        fish = 1 + np.mean([sum(order[:caught]) for order in orders])
        boots = 2 + caught - fish
        along = (fish - 1) / 2
        tables = m.between(np.cumsum(ranking), np.cumsum(~ranking), 2, 6)["between"]
        at = np.interp(1 / 3 + along * 2 / 3, tables["recall"], tables["precision"])
        assert at == pytest.approx(fish / (fish + boots), abs=2e-3)  # between points of the line


def test_halfway_is_the_average_over_all_orders_of_what_lies_between():
    """Over all orders of the twenty things that leave A and B as they are, in steps of a net."""
    tables = chord()
    low, high, tp, tp2 = (int(n) for name in ("n", "fish") for n in tables["nets"][name])
    things = high - low
    caught = things // 2  # half of the things hold half of their fish, on average
    orders = [sum(1 for i in fish if i < caught) for fish in combinations(range(things), tp2 - tp)]
    precision = np.mean([(tp + fish) / (low + caught) for fish in orders])
    assert np.mean(orders) == (tp2 - tp) / 2
    assert value(tables, "halfway", "precision") == pytest.approx(precision, rel=1e-12)


def test_there_is_no_halfway_without_a_fish_on_the_way():
    assert len(chord(a=7, b=9)["halfway"]["chord"]) == 0


@pytest.mark.parametrize("low", range(1, 21))
def test_the_chord_is_too_high_wherever_precision_falls(low):
    for high in range(low + 1, 21):
        tables = chord(a=low, b=high)
        first, last = tables["nets"]["precision"]
        gap = tables["between"]["chord"] - tables["between"]["precision"]
        if tables["nets"]["fish"][0] == tables["nets"]["fish"][1]:
            continue  # recall stands still, and there is no way across
        if last < first:
            assert gap.min() >= -1.1e-3  # both are rounded to three decimals
            assert gap.max() > 0
        if last > first:
            assert gap.max() <= 1.1e-3


def test_the_two_nets_may_be_named_in_any_order():
    one, other = chord(a=3, b=12), chord(a=12, b=3)
    assert np.array_equal(one["between"]["precision"], other["between"]["precision"])


# ── F ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("beta", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("threshold", [0.0, 0.25, 0.7, 0.99])
def test_f_is_that_of_scikit_learn(beta, threshold):
    score, is_fish = m.lake()
    fish, caught, whole, _ = m.measured()
    found = m.f_beta(fish(threshold), caught(threshold), whole, beta)
    expected = metrics.fbeta_score(is_fish, score >= threshold, beta=beta)
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0, 3.0])
def test_no_threshold_of_the_sonar_beats_its_best(beta):
    score, is_fish = m.lake()
    best = peak(beta=beta)["best"]
    every = [metrics.fbeta_score(is_fish, score >= t, beta=beta) for t in np.unique(score)]
    assert best["f"][0] == pytest.approx(max(every), rel=1e-12)
    assert best["predicted"][0] == pytest.approx(max(every) / (1 + beta**2))


@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
def test_with_calibrated_scores_the_best_threshold_is_f_over_one_plus_beta_squared(beta):
    """Lipton, Elkan and Naryanaswamy (2014), for expected counts, on random scores."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        score = np.sort(rng.beta(0.7, 1.5, 60))[::-1]
        k = np.arange(1, len(score) + 1)
        f = m.f_beta(np.cumsum(score), k, score.sum(), beta)
        last = np.argmax(f)
        threshold = f[last] / (1 + beta**2)
        assert score[last] >= threshold
        assert last + 1 == len(score) or score[last + 1] <= threshold


def test_the_sonar_is_nearly_calibrated():
    """In every tenth of the scores, the share of fish is within 0.05 of the mean score."""
    score, is_fish = m.lake()
    for low in np.arange(0, 1, 0.1):
        inside = (score >= low) & (score < low + 0.1)
        assert is_fish[inside].mean() == pytest.approx(score[inside].mean(), abs=0.05)


BETAS = np.arange(0.5, 3.1, 0.25)


@pytest.mark.parametrize("even", [False, True])
@pytest.mark.parametrize("beta", BETAS)
def test_f_is_made_of_the_precision_and_the_recall_that_are_drawn(beta, even):
    """The weighted harmonic mean of the two lines, which are rounded to three decimals."""
    tables = peak(beta=beta, even=even)
    precision, recall = (tables[f"{share}_by_threshold"] for share in ("precision", "recall"))
    recall = dict(zip(recall["threshold"], recall["value"], strict=True))
    drawn = dict(zip(tables["f"]["threshold"], tables["f"]["f"], strict=True))
    for threshold, p in zip(precision["threshold"], precision["value"], strict=True):
        r = recall[threshold]
        expected = (1 + beta**2) * p * r / (beta**2 * p + r)
        assert drawn[threshold] == pytest.approx(expected, abs=2e-3)
        assert min(p, r) - 1e-3 <= drawn[threshold] <= max(p, r) + 1e-3


def test_the_lines_of_the_lake_are_scikit_learns():
    score, is_fish = m.lake()
    tables = peak()
    for share in ("recall", "precision"):
        table, judge = tables[f"{share}_by_threshold"], getattr(metrics, f"{share}_score")
        for threshold, value in zip(table["threshold"], table["value"], strict=True):
            assert value == pytest.approx(judge(is_fish, score >= threshold), abs=5.1e-4)


def f_in_a_lake(score, is_fish, boots_per_fish):
    """F1 at every threshold that is a score, and at half of its best."""
    weight = np.where(is_fish, 1 / is_fish.sum(), boots_per_fish / (~is_fish).sum())

    def f1(threshold):
        return metrics.f1_score(is_fish, score >= threshold, sample_weight=weight)

    best = max(f1(threshold) for threshold in np.unique(score))
    return best, f1(best / 2)


@pytest.mark.parametrize("seed", range(30))
def test_in_other_lakes_like_it_half_of_the_best_loses_next_to_nothing(seed):
    X, is_fish = m.draw(np.random.default_rng(100 + seed), 1000, 2000)
    best, half = f_in_a_lake(m.listen("both", X), is_fish, 2)
    assert half > best - 0.02


@pytest.mark.parametrize("doublings", [4, 7, 10])
def test_in_a_lake_of_boots_half_of_the_best_is_the_wrong_place(doublings):
    score, is_fish = m.lake()
    best, half = f_in_a_lake(score, is_fish, 2**doublings)
    assert half < 0.8 * best


@pytest.mark.parametrize("beta", BETAS)
def test_at_the_predicted_threshold_the_sonar_loses_next_to_nothing(beta):
    fish, caught, whole, _ = m.measured()
    best = peak(beta=beta)["best"]
    t = best["predicted"][0]
    assert m.f_beta(fish(t), caught(t), whole, beta) > best["f"][0] - 0.005


@pytest.mark.parametrize("beta", [0.5, 1.0, 1.75, 3.0])
def test_with_even_scores_the_ray_meets_the_top(beta):
    best = peak(beta=beta, even=True)["best"]
    fish, caught, whole, _ = m.evenly()
    grid = np.linspace(0, 1, 100_001)
    f = m.f_beta(fish(grid), caught(grid), whole, beta)
    assert best["threshold"][0] == pytest.approx(grid[np.argmax(f)], abs=2e-5)
    assert best["f"][0] == pytest.approx(f.max(), abs=1e-9)
    assert best["f"][0] == pytest.approx((1 + beta**2) * best["threshold"][0], rel=1e-12)


def test_with_even_scores_f1_is_best_in_the_golden_ratio():
    golden = (1 + np.sqrt(5)) / 2
    best = peak(even=True)["best"]
    assert best["threshold"][0] == pytest.approx(golden**-2, rel=1e-12)
    assert best["f"][0] == pytest.approx(3 - np.sqrt(5), rel=1e-12)


def test_keeping_everything_has_an_f1_of_two_pi_over_one_plus_pi():
    for key, prevalence in (("half", 0.5), ("tenth", 0.1), ("hundredth", 0.01)):
        found = value(curve(), "prevalences", "everything", key)
        assert found == pytest.approx(2 * prevalence / (1 + prevalence))


# ── every state ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("view", ["fields", "curves"])
def test_in_every_pond_each_thing_is_counted_once_and_swims_under_water(view):
    for hears in m.SENSES:
        for threshold in np.linspace(0, 1, 11).round(2):
            for moved in ({}, {"0": [0, 0.6], "35": [1, 8.5]}):
                tables = pond(view=view, hears=hears, threshold=threshold, moved=moved, seed=2**31)
                things = tables["things"]
                counts = {name: column[0] for name, column in tables["counts"].items()}
                caught, fish, boots = (counts.pop(name) for name in ("caught", "fish", "boots"))
                assert sum(counts.values()) == fish + boots == len(things["key"])
                assert counts["true_positives"] + counts["false_positives"] == caught
                assert counts["true_positives"] + counts["false_negatives"] == fish
                assert np.sum(things["x"] >= threshold) == caught
                assert 0 < min(things["y"]) <= max(things["y"]) < stage.SURFACE
                places = {*zip(*(tables["tally"][c] for c in ("kind", "x", "row")), strict=True)}
                assert len(places) == len(things["key"])  # none stands on another


def test_every_net_of_a_lake_holds_a_hundred_things_side_by_side():
    for view in ("catch", "odds"):
        for doublings in range(11):
            for threshold in np.arange(0.1, 0.91, 0.05).round(2):
                tables = rare(view=view, doublings=doublings, threshold=threshold)
                net = tables["net"]
                assert len({*zip(net["x"], net["y"], strict=True)}) == 100
                for across, far in (("x", 20), ("y", 10)):  # none reaches over the rim
                    assert min(net[across] - net["size"] / 2) >= 0
                    assert max(net[across] + net["size"] / 2) <= far
                assert list(net["kind"]).count("fish") == value(tables, "lake", "fish")


@pytest.mark.parametrize("percent", [0, 5, 60, 100])
def test_as_many_of_the_net_are_ringed_as_were_guessed_and_the_fish_among_them_first(percent):
    net = rare(view="guess", doublings=7, guess=percent / 100)["net"]
    guessed, is_fish = np.array(net["guessed"], dtype=bool), np.array(net["kind"]) == "fish"
    assert guessed.sum() == percent
    assert (guessed & is_fish).sum() == min(percent, is_fish.sum())


def test_before_a_guess_the_net_stays_shut():
    assert len(rare(view="guess", doublings=7)["net"]["key"]) == 0


def test_in_every_state_the_way_leads_from_one_point_of_the_curve_to_another():
    points = curve(view="bars")["points"]
    for a in range(1, 21):
        for b in range(1, 21):
            between = chord(a=a, b=b)["between"]
            for end, net in ((0, min(a, b)), (-1, max(a, b))):
                for share in ("recall", "precision"):
                    assert between[share][end] == pytest.approx(points[share][net - 1], abs=6e-4)


def test_no_threshold_that_is_drawn_has_a_better_f_than_the_best():
    for beta in np.arange(0.5, 3.1, 0.25):
        for even in (False, True):
            tables = peak(beta=beta, even=even)
            assert max(tables["f"]["f"]) <= value(tables, "best", "f") + 5e-4  # rounded
            assert 0 < value(tables, "best", "threshold") < 1


def test_a_text_alternative_keeps_the_answer_until_the_guess():
    shut, best, bars = (
        lambda guess: rare(view="guess", doublings=7, guess=guess)["stage"]["says"][0],
        lambda guess: peak(view="guess", even=True, guess=guess)["best"]["says"][0],
        lambda guess: m.dice({"guess": guess})["all"]["says"][0],
    )
    for says, answer in ((shut, "11 are fish"), (best, "0.38"), (bars, "0.29")):
        assert not re.search(r"\d", says(-1))
        assert answer in says(0.5)
    assert len(peak(view="guess", even=True)["f"]["f"]) == 0
    assert len(rare(view="guess", doublings=7)["catch"]["precision"]) == 0


def test_a_scene_leaves_no_trace_in_the_next():
    before = pond()
    pond(moved={"0": [0.1, 2.0]})
    assert np.array_equal(pond()["things"]["x"], before["things"]["x"])
