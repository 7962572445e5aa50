"""What the essay on decision trees says, held to scikit-learn, hand-made references and counting.

Claims of the essay, each with what holds it:

- Entropy in bits, and gain, of one question
  test_entropy_is_that_of_a_coin_and_gain_that_of_a_hand_made_example
- The questions she tries are all there are, and the best is scikit-learn's first
  test_she_tries_every_gap_and_finds_the_first_question_of_scikit_learn
- What is said of a question is so
  test_what_is_said_of_a_question_is_what_is_counted
  test_what_is_said_of_a_place_of_the_line_is_so
- Her gains are scikit-learn's impurities, one level down
  test_a_gain_is_what_scikit_learn_s_impurities_say
- Lines on the plane and forks of the tree are one tree; mushrooms lie where it sends them
  test_every_mushroom_stands_in_the_rectangle_of_its_basket
  test_a_tree_that_grows_keeps_its_branches
- A stranger goes the way that the tree sends it, and is called what most are
  test_the_stranger_s_answers_lead_to_its_basket
- Her own errors only fall; those on new mushrooms turn, nearly always
  test_her_own_errors_only_fall_to_the_end
  test_in_nearly_every_autumn_the_whole_tree_is_worse_than_a_shallow_one
- One nudge turns the tree upside down
  test_the_nudge_is_a_centimetre_and_turns_the_tree
  test_small_nudges_change_first_questions_in_other_autumns_too
- One mushroom leads her astray, and not only the one of the solution; the hint leads there
  test_the_challenge_is_met_by_one_mushroom
  test_the_middle_one_of_the_three_highest_trumpets_leads_her_astray_from_the_corner
- One more question never adds a mistake at home, and often it takes some away
  test_one_more_question_never_adds_a_mistake_at_home
- What becomes of new mushrooms is told after the bet, and not before
  test_nothing_is_told_of_new_mushrooms_before_the_bet
- Only boundary points can win
  test_no_other_question_beats_the_boundary_points_of_any_measure
  test_between_neighbours_of_one_kind_the_gain_grows_all_the_way_in_one_direction
  test_boundary_points_are_counted_as_by_hand
- Exclusive or
  test_on_a_chessboard_no_first_question_gains_and_the_greedy_tree_wastes_questions
- Pruning
  test_pruned_trees_are_nested_and_each_is_the_cheapest_at_its_price
- Impurities
  test_the_gap_over_the_chord_is_the_gain_of_scikit_learn
- Steps
  test_a_regression_tree_predicts_means_and_never_leaves_the_range
- Drawings
  test_the_hedgehog_walks_where_the_hills_are_drawn
- Patients
  test_the_errors_of_patients_are_scikit_learn_s
- "One more question never adds a mistake": at home
  test_one_more_question_never_adds_a_mistake_at_home
- Errors at home, by depth, do not rise
  test_her_own_errors_only_fall_to_the_end
- "the best question is always at a boundary point": and the others "can never win"
  test_no_other_question_beats_the_boundary_points_of_any_measure
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.tree import DecisionTreeClassifier

from refit.essay.author_code import import_file
from refit.essay.markup import parse, walk
from refit.numbers import format_number
from refit.page.goals import is_met, read_goal
from refit.tables import as_tables

m = import_file(Path(__file__).with_name("model.py"), "refit_test.decision_trees.model")
SEEDS = range(30)


def scene(name, **changes):
    return getattr(m, name)(m.STATES[name] | changes)


def rows(table):
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


# ── one question ─────────────────────────────────────────────────────────────────────────────────


def test_entropy_is_that_of_a_coin_and_gain_that_of_a_hand_made_example():
    assert m.entropy(np.array([0, 1])) == 1
    assert m.entropy(np.array([1, 1, 1])) == 0
    assert m.entropy(np.array([])) == 0
    assert m.entropy(np.array([0, 1, 1, 1])) == pytest.approx(2 - 0.75 * np.log2(3))
    labels = np.array([0, 0, 0, 1, 1, 1, 1, 0])  # three, then four and one: 1 - 5/8 H(1/5)
    under = np.arange(8) < 3
    left = -(0.2 * np.log2(0.2) + 0.8 * np.log2(0.8))
    assert m.gain(labels, under) == pytest.approx(1 - 5 / 8 * left)
    assert m.gain(labels, np.zeros(8, dtype=bool)) == pytest.approx(0)


def test_she_tries_every_gap_and_finds_the_first_question_of_scikit_learn():
    X, trumpet, _, _ = m.autumn(m.AUTUMN)
    asked, _, gains = m.every_question()
    assert len(asked) == sum(len(np.unique(column)) - 1 for column in X.T)
    tree = DecisionTreeClassifier(criterion="entropy", max_depth=1).fit(X, trumpet).tree_
    best = scene("ask", view="walk", walk=32.0)["best"]
    assert best["asked"][0] == m.ASKED[tree.feature[0]]
    assert best["at"][0] == pytest.approx(tree.threshold[0], abs=1e-6)
    assert best["gain"][0] == pytest.approx(gains.max())
    assert np.sum(gains > gains.max() - 1e-9) == 1, "a tie would be broken by rounding"


def test_what_is_said_of_a_place_of_the_line_is_so():
    """The reader can reach the best place, and only there is it called the best."""
    X, trumpet, _, _ = m.autumn(m.AUTUMN)
    best = max(m.gain(trumpet, X[:, 0] < t) for t in m.candidates(X[:, 0]))
    told = {}
    for at in np.arange(1.05, 15.1, 0.2):
        question = scene("ask", view="gain", at=at)["question"]
        gain = question["gain"][0]
        assert question["after"][0] + gain == pytest.approx(1)
        told.setdefault(question["told"][0], []).append(gain)
    top, good, poor = sorted(told.values(), key=max, reverse=True)
    assert min(top) == pytest.approx(best, abs=1e-5)
    assert best / 2 < min(good) <= max(good) < best
    assert max(poor) <= best / 2 < 0.1
    drawn = scene("ask")
    assert drawn["top"]["gain"][0] == pytest.approx(drawn["gains"]["gain"].max(), abs=1e-4)


def test_a_gain_is_what_scikit_learn_s_impurities_say():
    for seed in SEEDS:
        X, trumpet, _, _ = m.autumn(seed)
        tree = m.learn(X, trumpet, max_depth=1).tree_
        assert tree.impurity[0] == pytest.approx(m.entropy(trumpet))
        share = tree.n_node_samples[1:] / tree.n_node_samples[0]
        said = tree.impurity[0] - share @ tree.impurity[1:]
        under = X[:, tree.feature[0]] < tree.threshold[0]
        assert m.gain(trumpet, under) == pytest.approx(said)
        best = max(m.gain(trumpet, column < t) for column in X.T for t in m.candidates(column))
        assert said == pytest.approx(best)


def test_what_is_said_of_a_question_is_what_is_counted():
    for at in np.arange(1.05, 15.1, 0.2):
        drawn = scene("ask", view="line", at=float(at))
        sides = {row["key"]: row for row in rows(drawn["sides"])}
        assert sides["under"]["n"] + sides["over"]["n"] == m.N
        says = drawn["question"]["says"][0]
        for side in sides.values():
            assert side["trumpets"] + side["toadstools"] == side["n"]
        more = [np.sign(side["trumpets"] - side["toadstools"]) for side in sides.values()]
        assert ("Mostly trumpets on the left" in says) == (more == [1, -1])
        assert ("Both sides hold" in says) == (more[0] == more[1] != 0)
        assert ("half and half" in says) == (0 in more)


# ── a tree ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("leaves", range(2, 9))
def test_every_mushroom_stands_in_the_rectangle_of_its_basket(leaves):
    drawn = scene("grow", leaves=leaves)
    boxes = {row["key"]: row for row in rows(drawn["leaves"])}
    assert len(boxes) == leaves == len(drawn["nodes"]["key"]) + 1
    assert sum((box["x2"] - box["x"]) * (box["y2"] - box["y"]) for box in boxes.values()) == (
        pytest.approx(m.SIDE**2)
    )
    wrong = 0
    for mushroom in rows(drawn["mushrooms"]):
        box = boxes[mushroom["leaf"]]
        assert box["x"] < mushroom["x"] < box["x2"]
        assert box["y"] < mushroom["y"] < box["y2"]
        assert box["left"] < mushroom["tx"] < box["right"]
        wrong += mushroom["kind"] != box["kind"]
    assert wrong == drawn["score"]["wrong"][0]
    for key, box in boxes.items():
        assert box["n"] == drawn["mushrooms"]["leaf"].count(key)


def test_a_tree_that_grows_keeps_its_branches():
    trees = [scene("grow", leaves=leaves) for leaves in range(2, 9)]
    for small, large in pairwise(trees):
        asked = dict(zip(large["nodes"]["key"], large["nodes"]["says"], strict=True))
        for key, says in zip(small["nodes"]["key"], small["nodes"]["says"], strict=True):
            assert asked[key] == says


def test_the_stranger_s_answers_lead_to_its_basket():
    rng = np.random.default_rng(0)
    for place in rng.uniform(0.5, 15.5, (60, 2)).round(1).tolist():
        drawn = scene("grow", leaves=6, met=True, stranger={"new": place})
        verdict = rows(drawn["verdict"])[0]
        asked = dict(zip(drawn["nodes"]["key"], drawn["nodes"]["says"], strict=True))
        node = "q"
        while node in asked:
            name, at = asked[node].split(" < ")
            yes = place[m.ASKED.index(name)] < float(at)
            assert f"Is the {name} under {at} cm? {'Yes' if yes else 'No'}." in verdict["says"]
            node += "y" if yes else "n"
        assert node == verdict["leaf"]
        box = rows(drawn["leaves"])[drawn["leaves"]["key"].index(node)]
        assert box["kind"] == verdict["kind"]
        inside = [row["kind"] for row in rows(drawn["mushrooms"]) if row["leaf"] == node]
        trumpets = inside.count("trumpet")
        toadstools = len(inside) - trumpets
        for n, what in ((trumpets, "trumpet"), (toadstools, "toadstool")):
            assert f"{n or 'no'} {what}{'s' * (n > 1)}" in verdict["because"]
        assert ("a tie" in verdict["because"]) == (trumpets == toadstools)
        assert verdict["because"].endswith(f"a {verdict['kind']}.")
        assert (verdict["kind"] == "trumpet") == (2 * trumpets > len(inside))


# ── how deep? ────────────────────────────────────────────────────────────────────────────────────


def test_her_own_errors_only_fall_to_the_end():
    for seed in SEEDS:
        X, trumpet, _, _ = m.autumn(seed)
        _, known, _ = m.errors(seed)
        assert np.all(np.diff(known) <= 0)
        alike = [trumpet[(place == X).all(axis=1)] for place in np.unique(X, axis=0)]
        twins = sum(min(np.sum(each), np.sum(each == 0)) for each in alike)
        assert known[-1] == pytest.approx(twins / m.N), "only twins of both kinds stay mixed"
    assert m.errors(m.AUTUMN)[1][-1] == 0


def test_in_nearly_every_autumn_the_whole_tree_is_worse_than_a_shallow_one():
    """In 27 of 30 autumns or more the whole tree is worse on new mushrooms than the best depth."""
    news = [m.errors(seed)[2] for seed in SEEDS]
    assert sum(new[-1] > new.min() for new in news) >= 27
    assert np.median([np.argmin(new) + 1 for new in news]) <= 4
    new = m.errors(m.AUTUMN)[2]
    assert new[-1] > new[1] == new.min(), "after two questions in a row she is at her best"


def test_what_is_said_of_a_depth_is_true():
    for seed in (*SEEDS, m.AUTUMN):
        _, known, new = m.errors(seed)
        for d in range(1, len(known) + 1):
            says = m.at_depth(d, known, new)
            assert ("No depth does better" in says) == (new[d - 1] == new.min())
            assert "without a mistake" not in says or known[d - 1] == 0
            assert "would do better" not in says or new[d:].min() < new[d - 1]


def test_the_depths_of_the_slider_reach_the_end():
    assert len(m.errors(m.AUTUMN)[1]) <= 8
    (deepest,) = scene("depth")["best"]["end"]
    assert scene("depth", depth=deepest)["here"]["train"] == [0]


# ── instability ──────────────────────────────────────────────────────────────────────────────────


def test_the_nudge_is_a_centimetre_and_turns_the_tree():
    ((key, place),) = m.nudge().items()
    X, _, _, _ = m.autumn(m.AUTUMN)
    assert np.max(np.abs(np.array(place) - X[int(key)])) == pytest.approx(1)
    still, turned = (scene("grow", leaves=6, nudged=nudged)["change"] for nudged in (False, True))
    assert still["share"] == [0]
    assert still["before"] == still["after"]
    assert turned["before"] != turned["after"]
    assert turned["share"][0] > 0.2
    gains = {}
    asked, _, every = m.every_question()
    for name in m.ASKED:
        gains[name] = every[asked == name].max()
    assert abs(gains["cap"] - gains["stem"]) < 0.01, "two first questions are almost equally good"


def test_small_nudges_change_first_questions_in_other_autumns_too():
    """Moves by 1 cm change the feature or move the threshold of the root in most autumns."""
    turned = 0
    for seed in range(6):
        X, trumpet, _, _ = m.autumn(seed)
        root = m.first_question(m.learn(X, trumpet, max_depth=1))
        moves = ((i, step) for i in range(m.N) for step in ((1, 0), (-1, 0), (0, 1), (0, -1)))
        turned += any(
            m.first_question(m.learn(m.moved(X, {i: X[i] + step}), trumpet, max_depth=1)) != root
            for i, step in moves
        )
    assert turned >= 5


def test_a_dragged_mushroom_is_learnt_from_where_it_is():
    drawn = scene("grow", leaves=6, moved={"3": [1.5, 14.0]})
    assert (drawn["mushrooms"]["x"][3], drawn["mushrooms"]["y"][3]) == (1.5, 14.0)
    X, trumpet, _, _ = m.autumn(m.AUTUMN)
    tree = m.learn(m.moved(X, {"3": [1.5, 14.0]}), trumpet, max_leaf_nodes=6)
    assert drawn["change"]["after"] == [m.first_question(tree)]


# ── boundary points ──────────────────────────────────────────────────────────────────────────────


def test_boundary_points_are_counted_as_by_hand():
    values = np.array([1, 2, 2, 3, 4, 5, 6.0])
    labels = np.array([0, 0, 1, 1, 1, 0, 0])
    assert m.boundaries(values, labels).tolist() == [True, True, False, True, False]
    total, never = m.in_clinic()
    assert (total, never) == (15310, 10288)
    X, _ = load_breast_cancer(return_X_y=True)
    assert total == sum(len(np.unique(column)) - 1 for column in X.T)


def test_no_other_question_beats_the_boundary_points_of_any_measure():
    X, benign = load_breast_cancer(return_X_y=True)
    for column in X.T:
        edge = m.boundaries(column, benign)
        gains = np.array([m.gain(benign, column < t) for t in m.candidates(column)])
        assert gains[~edge].max() < gains[edge].max()


def test_between_neighbours_of_one_kind_the_gain_grows_all_the_way_in_one_direction():
    """Until it meets the other kind; over rows of every length, dealt at random."""
    rng = np.random.default_rng(2)
    for n in range(5, 35):
        labels = rng.permutation(np.arange(n) < rng.integers(1, n)).astype(int)
        at = np.arange(n) + 0.5
        gains = np.array([m.gain(labels, np.arange(n) < t) for t in at])  # of the last, nothing
        edge = np.r_[labels[1:] != labels[:-1], True]
        for i in np.flatnonzero(~edge):
            right = i + np.argmax(edge[i:])
            left = i - np.argmax(edge[:i][::-1]) - 1 if edge[:i].any() else -1
            back = np.r_[0.0, gains[: i + 1]] if left < 0 else gains[left : i + 1]
            grows = [np.all(np.diff(gains[i : right + 1]) > 0), np.all(np.diff(back[::-1]) > 0)]
            assert any(grows)


def test_the_best_of_a_dragged_row_is_a_boundary_point():
    rng = np.random.default_rng(1)
    for _ in range(30):
        places = {str(i): [float(x), 0] for i, x in enumerate(rng.uniform(0.5, 15.5, 15).round(1))}
        drawn = scene("edges", moved=places)
        questions = rows(drawn["questions"])
        best = max(questions, key=lambda row: row["gain"])
        winners = [row for row in questions if row["gain"] == best["gain"]]
        assert any(row["edge"] for row in winners)
        assert drawn["count"]["all"][0] == len(questions)
        assert drawn["count"]["edges"][0] == sum(row["edge"] for row in questions)
        assert drawn["best"]["gain"][0] == pytest.approx(best["gain"], abs=1e-4)


# ── exclusive or ─────────────────────────────────────────────────────────────────────────────────


def test_on_a_chessboard_no_first_question_gains_and_the_greedy_tree_wastes_questions():
    drawn = scene("xor", leaves=15)
    assert drawn["first"]["gain"] == [0]
    assert drawn["score"]["wrong"] == [0]
    assert drawn["score"]["questions"][0] == drawn["score"]["needed"][0] > 3
    middle = m.CHECKS > m.SIDE / 2
    assert np.array_equal(middle[:, 0] == middle[:, 1], m.CHECKED == 1), "three questions would do"
    impatient = scene("xor", leaves=15, patient=False)
    assert impatient["score"]["questions"] == [0]
    assert impatient["score"]["wrong"] == [len(m.CHECKED) // 2]
    moved = scene("xor", leaves=15, patient=False, moved={"0": [2.0, 14.0]})
    assert moved["first"]["gain"][0] > m.TOO_LITTLE


# ── pruning ──────────────────────────────────────────────────────────────────────────────────────


def test_pruned_trees_are_nested_and_each_is_the_cheapest_at_its_price():
    trees, price, _ = m.pruned()
    leaves = [tree.get_n_leaves() for tree in trees]
    assert np.all(np.diff(leaves) < 0)
    assert leaves[-1] == 1
    drawn = [set(scene("prune", cuts=k)["nodes"]["key"]) for k in range(len(trees))]
    assert all(small < large for large, small in pairwise(drawn))
    for k, alpha in enumerate(price):
        costs = [m.left_over(tree.tree_) + alpha * tree.get_n_leaves() for tree in trees]
        assert costs[k] == pytest.approx(min(costs))
        row = rows(scene("prune", cuts=k)["price"])[0]
        assert row["cost"] == pytest.approx(costs[k])


def test_the_slider_of_pruning_reaches_the_last_tree():
    assert scene("prune")["price"]["cuts"] == [7]
    assert scene("prune", cuts=7)["price"]["leaves"] == [1]


def test_what_a_tree_leaves_is_the_mean_impurity_of_its_leaves():
    X, trumpet, _, _ = m.autumn(m.AUTUMN)
    tree = m.learn(X, trumpet, max_depth=3)
    home = tree.apply(X)
    by_hand = sum(np.sum(home == leaf) * m.entropy(trumpet[home == leaf]) for leaf in set(home))
    assert m.left_over(tree.tree_) == pytest.approx(by_hand / m.N)


# ── impurities ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("measure", "criterion"), [("Gini", "gini"), ("entropy", "entropy")])
def test_the_gap_over_the_chord_is_the_gain_of_scikit_learn(measure, criterion):
    side, labels = np.repeat([0, 1], 20)[:, None], np.repeat([1, 0, 1, 0], [2, 18, 8, 12])
    tree = DecisionTreeClassifier(criterion=criterion, max_depth=1).fit(side, labels).tree_
    said = tree.impurity[0] - tree.impurity[1:].mean()
    drawn = scene("mix", measure=measure, left=0.1, right=0.4)
    assert drawn["gap"]["gain"][0] == pytest.approx(said)
    assert drawn["gap"]["high"][0] - drawn["gap"]["low"][0] == pytest.approx(said)


def test_arches_always_gain_and_the_roof_only_where_majorities_differ():
    grid = np.arange(0, 1.01, 0.05).round(2)
    for low in grid:
        for high in grid[grid > low]:
            drawn = scene("mix", left=float(low), right=float(high))
            won = dict(zip(drawn["gains"]["key"], drawn["gains"]["gain"], strict=True))
            assert won["entropy"] > 0
            assert won["Gini"] > 0
            assert (won["error"] > 0) == (low < 0.5 < high)
            assert ("no gain at all" in drawn["told"]["says"][0]) == (won["error"] == 0)


# ── a number ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("depth", range(1, 7))
def test_a_regression_tree_predicts_means_and_never_leaves_the_range(depth):
    drawn = scene("days", depth=depth, moved={"5": [14.0, 5.9]})
    found, fit = np.array(drawn["days"]["y"]), np.array(drawn["days"]["fit"])
    for step in rows(drawn["steps"]):
        inside = (step["left"] < m.DAYS) & (step["right"] > m.DAYS)
        assert step["level"] == pytest.approx(found[inside].mean())
        assert fit[inside] == pytest.approx(step["level"])
        assert found.min() <= step["level"] <= found.max()
    assert drawn["fit"]["left"][0] == pytest.approx(np.mean((found - fit) ** 2))
    assert drawn["fit"]["whole"][0] == pytest.approx(np.var(found))
    assert drawn["steps"]["right"][-1] == m.SEASON > m.DAYS[-1]


# ── patients ─────────────────────────────────────────────────────────────────────────────────────


def test_the_errors_of_patients_are_scikit_learn_s():
    drawn = scene("clinic")
    first = rows(drawn["first"])[0]
    assert first["n"] == 569
    assert first["different"] == len(drawn["roots"]["key"]) > 1
    assert sum(drawn["roots"]["times"]) == m.SPLITS
    trees, known, new, _ = m.patients(0)
    assert known[-1] == 0
    assert first["name"] == load_breast_cancer().feature_names[trees[3].tree_.feature[0]]
    assert drawn["here"]["new"] == [new[1]]


def test_all_first_questions_of_patients_are_of_size_or_dents():
    names, _ = m.first_questions()
    of = ("radius", "perimeter", "area", "concave points", "concavity")
    assert all(name.split(" ", 1)[1] in of for name in names)


def test_one_more_question_never_adds_a_mistake_at_home():
    """Trees grown question by question, and those of every depth; four steps in ten take some."""
    fewer = []
    for seed in SEEDS:
        X, trumpet, _, _ = m.autumn(seed)
        trees = [m.learn(X, trumpet, max_leaf_nodes=n) for n in range(2, 16)]
        wrong = [round(m.N * (1 - tree.score(X, trumpet))) for tree in trees]
        for each in (wrong, np.round(m.N * m.errors(seed)[1])):
            assert np.all(np.diff(each) <= 0)
        fewer += [b < a for a, b in pairwise(wrong)]
    assert 0.4 < np.mean(fewer) < 1


def test_nothing_is_told_of_new_mushrooms_before_the_bet():
    betting, guessed, after = (
        scene("depth", depth=8, bet=bet, guess=guess)
        for bet, guess in ((True, -1), (True, 0.2), (False, -1))
    )
    assert len(betting["unmet"]["new"]) == 0
    assert betting["best"]["heard"] == [""]
    _, _, new = m.errors(m.AUTUMN)
    for told in (guessed, after):
        assert told["unmet"]["new"] == pytest.approx(new)
        for share in (new.min(), new[-1]):
            assert format_number(share, ".0%") in told["best"]["heard"][0]
        assert f"depth {np.argmin(new) + 1}," in told["best"]["heard"][0]


def test_the_middle_one_of_the_three_highest_trumpets_leads_her_astray_from_the_corner():
    X, trumpet, _, _ = m.autumn(m.AUTUMN)
    order = sorted(np.flatnonzero(trumpet), key=lambda i: -X[i, 1])
    assert X[order[2], 1] - X[order[3], 1] > 1, "three stand apart from the others"
    middle = sorted(order[:3], key=lambda i: X[i, 0])[1]
    for cap in (13.0, 14.3, 15.5):
        for stem in (0.5, 1.4, 2.8):
            drawn = scene("grow", leaves=6, moved={str(middle): [cap, stem]})
            assert drawn["score"]["error"][0] >= 0.3
            assert drawn["moves"]["says"] == ["1 mushroom"]
    assert scene("grow")["moves"]["says"] == ["no mushroom"]


def test_the_challenge_is_met_by_one_mushroom():
    essay = Path(__file__).with_name("essay.md")
    nodes = walk(parse(essay.read_text("utf-8"), essay).nodes)
    *_, options = (each.options for each in nodes if each.name == "challenge")
    goal = read_goal(options["goal"])

    def is_solved(moved):
        return is_met(goal, as_tables(scene("grow", leaves=6, moved=moved)))

    assert is_solved(options["solution"]["moved"])
    assert not is_solved({})
    trumpets = [str(key) for key in (6, 14, 38, 40)]
    assert all(is_solved({key: [14, 2]}) or is_solved({key: [11, 2]}) for key in trumpets)


def test_the_hedgehog_walks_where_the_hills_are_drawn():
    figures, stage = (
        import_file(Path(__file__).with_name(f"{name}.py"), f"refit_test.decision_trees.{name}")
        for name in ("figures", "stage")
    )
    for name in ("LOW", "RIGHT", "LONG", "MOST"):
        assert getattr(figures, name) == getattr(stage, name), name
