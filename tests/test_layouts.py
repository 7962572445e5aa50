"""Layouts: held to what they promise, on many trees, swarms, packs and grids."""

import numpy as np
import pytest
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from refit import layouts

EXTENT = [[-1.0, 11.0], [0.0, 6.0]]


def points(seed, n=60):
    rng = np.random.default_rng(seed)
    X = rng.uniform([0, 0], [10, 6], (n, 2)).round(1)
    return X, rng.integers(0, 2, n)


def grown(seed, **options):
    return DecisionTreeClassifier(random_state=0, **options).fit(*points(seed)).tree_


def some(n, seed):
    return np.random.default_rng(seed).uniform(size=n)


# ── trees ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("options", [{}, {"max_depth": 3}, {"max_leaf_nodes": 9}])
def test_a_tidy_tree_has_no_overlaps_keeps_order_and_centres_parents(seed, options):
    tree = grown(seed, **options)
    left, right = tree.children_left, tree.children_right
    x, depth = layouts.tidy_tree(left, right)
    assert x.min() == 0
    inner = np.flatnonzero(left >= 0)
    assert depth[0] == 0
    for node in inner:
        assert depth[[left[node], right[node]]].tolist() == [depth[node] + 1] * 2
        assert x[node] == pytest.approx((x[left[node]] + x[right[node]]) / 2)
    for level in np.unique(depth):
        across = [x[i] for i in preorder(left, right) if depth[i] == level]
        assert (np.diff(across) >= 1 - 1e-9).all(), "from left to right, one unit apart"


def preorder(left, right, node=0):
    yield node
    for child in (left[node], right[node]):
        if child >= 0:
            yield from preorder(left, right, child)


def test_a_tidy_tree_is_as_narrow_as_it_can_be():
    #        0            a broad left subtree and a deep right one: the inner leaves 5 and 7
    #    1       2        are what keeps them apart
    #  3   4   5   6
    # 7 8
    x, depth = layouts.tidy_tree(
        np.array([1, 3, 5, 7, -1, -1, -1, -1, -1]), np.array([2, 4, 6, 8, -1, -1, -1, -1, -1])
    )
    assert depth.tolist() == [0, 1, 1, 2, 2, 2, 2, 3, 3]
    assert x.tolist() == [2.0, 1.0, 3.0, 0.5, 1.5, 2.5, 3.5, 0.0, 1.0]


def test_equal_subtrees_look_equal_and_mirrored_ones_mirrored():
    left, right = (
        np.array([1, 3, 5, -1, -1, 7, -1, -1, -1]),
        np.array([2, 4, 6, -1, -1, 8, -1, -1, -1]),
    )
    x, _ = layouts.tidy_tree(left, right)
    mirrored, _ = layouts.tidy_tree(right, left)
    assert mirrored == pytest.approx(x.max() - x)


def test_a_deep_thin_subtree_goes_under_a_broad_neighbour():
    # 0 has the children 1 and 2; 1 has three leaves, and 2 a chain that bends to the left
    first = np.array([1, 3, 6, -1, -1, -1, 7, 8, -1])
    second = np.array([2, 4, -1, -1, -1, -1, -1, -1, -1])
    third = np.array([-1, 5, -1, -1, -1, -1, -1, -1, -1])
    x, depth = layouts.tidy_tree(first, second, third)
    assert x[3:6].tolist() == [0, 1, 2]
    assert x[1] == 1
    assert x[[2, 6, 7, 8]].tolist() == [3] * 4
    assert x[0] == 2
    assert depth[8] == 4


def test_one_node_is_a_tree():
    x, depth = layouts.tidy_tree(np.array([-1]), np.array([-1]))
    assert (x.tolist(), depth.tolist()) == ([0], [0])


@pytest.mark.parametrize(
    ("children", "told"),
    [
        ([[1, -1], [1, -1]], "node 1 is no node, or the child of two"),
        ([[1, 0], [-1, -1]], "node 0 is no node, or the child of two"),
        ([[5, -1], [1, -1]], "node 5 is no node"),
        ([[1, -1, -1], [-1, -1, -1]], "node 2 is not below node 0"),
        ([[1, -1], [-1]], "children of [1, 2] nodes"),
        ([[], []], "children of [0] nodes"),
        ([], "children of [] nodes"),
    ],
)
def test_what_is_no_tree_is_refused(children, told):
    with pytest.raises(ValueError, match=r"node") as error:
        layouts.tidy_tree(*map(np.array, children))
    assert told in str(error.value)


@pytest.mark.parametrize("seed", range(6))
def test_regions_fill_the_extent_and_hold_the_points_of_their_leaf(seed):
    tree = grown(seed)
    regions = layouts.tree_regions(tree, EXTENT)
    assert regions["leaf"].tolist() == np.flatnonzero(tree.children_left < 0).tolist()
    areas = (regions["x2"] - regions["x"]) * (regions["y2"] - regions["y"])
    assert (areas > 0).all()
    assert areas.sum() == pytest.approx(12 * 6)
    X = np.random.default_rng(seed).uniform([-1, 0], [11, 6], (500, 2))
    inside = (
        (X[:, :1] > regions["x"])
        & (X[:, :1] <= regions["x2"])
        & (X[:, 1:] > regions["y"])
        & (X[:, 1:] <= regions["y2"])
    )
    assert (inside.sum(axis=1) == 1).all(), "every point lies in one rectangle"
    found = regions["leaf"][inside.argmax(axis=1)]
    assert found.tolist() == tree.apply(X.astype(np.float32)).tolist()


def test_leaves_outside_the_extent_have_no_region():
    tree = grown(0)
    near = layouts.tree_regions(tree, [[4, 5], [2, 3]])
    assert 0 < len(near["leaf"]) < len(layouts.tree_regions(tree, EXTENT)["leaf"])
    assert (near["x"] >= 4).all()
    assert (near["x2"] <= 5).all()
    areas = (near["x2"] - near["x"]) * (near["y2"] - near["y"])
    assert areas.sum() == pytest.approx(1)


def test_a_stump_is_one_region_and_three_features_are_refused():
    X = np.zeros((4, 2))
    stump = DecisionTreeClassifier().fit(X, [0, 1, 0, 1]).tree_
    regions = layouts.tree_regions(stump, EXTENT)
    assert {name: column.tolist() for name, column in regions.items()} == {
        "leaf": [0], "x": [-1], "x2": [11], "y": [0], "y2": [6],
    }  # fmt: skip
    three = DecisionTreeClassifier().fit([[0, 0, 0], [0, 0, 1]], [0, 1]).tree_
    with pytest.raises(ValueError, match="the tree splits feature 2; fit it on two"):
        layouts.tree_regions(three, EXTENT)


# ── swarms and packs ─────────────────────────────────────────────────────────────────────────────


def overlaps(x, y, radii):
    """Return by how much the two that overlap most do."""
    radii = np.broadcast_to(radii, np.shape(x))
    one, other = np.triu_indices(len(x), 1)
    apart = np.hypot(x[one] - x[other], y[one] - y[other])
    return np.max(radii[one] + radii[other] - apart, initial=0.0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("above", [False, True])
def test_a_swarm_does_not_overlap_and_lies_as_near_to_its_line_as_it_can(seed, above):
    x = 100 * some(80, seed).round(2)
    radius = 2 + 2 * some(80, seed + 1) if seed % 2 else 3.0
    y = layouts.beeswarm(x, radius, above)
    assert overlaps(x, y, radius) < 1e-6
    assert y.tolist() == layouts.beeswarm(x, radius, above).tolist()
    assert (y >= 0).all() or not above
    assert np.sum(y == 0) > 5
    sizes = np.broadcast_to(radius, x.shape)
    for i in np.flatnonzero(abs(y) > 1e-9):  # each off the line touches one that was there before
        before = np.array([j for j in range(80) if (x[j], j) < (x[i], i)])
        apart = np.hypot(x[before] - x[i], y[before] - y[i]) - sizes[before] - sizes[i]
        assert abs(apart).min() < 1e-6
        toward = y.copy()
        toward[i] = 0.0
        assert overlaps(x[[*before, i]], toward[[*before, i]], sizes[[*before, i]]) > 0


def test_dots_at_one_place_stand_in_a_column():
    assert layouts.beeswarm([5, 5, 5, 5], 1).tolist() == [0, 2, -2, 4]
    assert layouts.beeswarm([5, 5, 5], 1, above=True).tolist() == [0, 2, 4]
    assert layouts.beeswarm([0, 2, 4], 1).tolist() == [0, 0, 0], "touching is no overlap"
    assert layouts.beeswarm([], 1).tolist() == []
    assert layouts.beeswarm([3, 0, 4], 2.5).tolist() == pytest.approx([4, 0, -3])


@pytest.mark.parametrize("seed", range(4))
def test_packed_circles_touch_and_do_not_overlap(seed):
    radii = 1 + 4 * some(40, seed)
    x, y = layouts.pack(radii)
    assert overlaps(x, y, radii) < 1e-6
    assert (x[radii.argmax()], y[radii.argmax()]) == (0, 0)
    touches = abs(np.hypot(x[:, None] - x, y[:, None] - y) - radii[:, None] - radii) < 1e-6
    assert touches.sum(axis=1).min() >= 2
    reach = np.max(np.hypot(x, y) + radii)
    assert np.sum(radii**2) / reach**2 > 0.6, "most of the disc around them is filled"


def test_equal_circles_make_a_flower():
    x, y = layouts.pack(np.ones(7))
    assert np.hypot(x, y)[1:] == pytest.approx(np.full(6, 2))
    for n in range(3):
        assert [len(each) for each in layouts.pack(np.ones(n))] == [n, n]


def test_points_of_a_disc_are_spread_evenly():
    x, y = layouts.pack_disc(400, 10)
    away = np.hypot(x, y)
    assert (np.diff(away) > 0).all()
    assert away.max() < 10
    assert np.mean(away < 5) == pytest.approx(0.25, abs=0.01), "as many as its share of the area"
    assert overlaps(x, y, 0.38) == 0, "at any other angle some come nearer"
    assert layouts.pack_disc(0, 1)[0].tolist() == []


@pytest.mark.parametrize("n", [1, 2, 7, 60, 61])
@pytest.mark.parametrize("extent", [EXTENT, [[20, 32], [10, 16]]])
def test_points_of_a_box_stand_in_its_cells_as_far_apart_as_they_can(n, extent):
    x, y = layouts.pack_box(n, extent)
    assert len(set(zip(x, y, strict=True))) == n
    apart = [min(12 / columns, 6 / np.ceil(n / columns)) for columns in range(1, n + 1)]
    columns, rows = len(np.unique(x)), len(np.unique(y))
    assert min(12 / columns, 6 / rows) == pytest.approx(max(apart))
    (left, right), (floor, top) = extent
    assert x.min() - left == pytest.approx(right - x.max()) == pytest.approx(6 / columns)
    assert y.min() - floor == pytest.approx(top - y.max()) == pytest.approx(3 / rows)


def test_a_box_has_the_columns_that_are_asked_for():
    x, y = layouts.pack_box(5, [[0, 4], [0, 6]], columns=2)
    assert x.tolist() == [1, 3, 1, 3, 1]
    assert y.tolist() == [1, 1, 3, 3, 5]
    assert layouts.pack_box(0, EXTENT)[0].tolist() == []


def test_pens_are_as_wide_as_their_animals_need():
    made = layouts.pens([36, 12, 0], [[0, 14], [1, 8]], rows=6, gap=0.5)
    assert made["columns"].tolist() == [6, 2, 1]
    width = made["right"] - made["left"]
    assert width / made["columns"] == pytest.approx(np.full(3, 13 / 9))
    assert made["left"][0] == 0
    assert made["right"][-1] == pytest.approx(14)
    assert made["left"][1:] - made["right"][:-1] == pytest.approx([0.5, 0.5])
    assert (made["floor"].tolist(), made["top"].tolist()) == ([1] * 3, [8] * 3)
    wider = layouts.pens([36, 12, 13], [[0, 14], [1, 8]], rows=6, gap=0.5, least=4, margin=1)
    assert wider["columns"].tolist() == [6, 4, 4]
    assert wider["right"][-1] == pytest.approx(14)
    assert (wider["right"] - wider["left"] - 1) / wider["columns"] == pytest.approx(
        np.full(3, 10 / 14)
    )


# ── rasters ──────────────────────────────────────────────────────────────────────────────────────


def test_cells_are_the_middles_row_by_row():
    found = layouts.cells(3, 2, [[0, 6], [10, 14]])
    assert found.tolist() == [[1, 11], [3, 11], [5, 11], [1, 13], [3, 13], [5, 13]]


def test_levels_are_whole_numbers_and_ties_go_up_on_every_machine():
    found = layouts.levels([-5, 0, 0.5, 0.5 - 1e-15, 1, 7], 0, 1)
    assert found.tolist() == [0, 0, 128, 128, 255, 255]
    assert found.dtype == np.int64
    assert layouts.levels([2.0, 3.0, 4.0], 2, 4, count=3).tolist() == [0, 1, 2]
    assert layouts.levels([0, 0.2, 1], 1, 0).tolist() == [255, 204, 0], "a scale may fall"


def lines_of(table):
    return [
        np.column_stack([table["x"], table["y"]])[table["line"] == line]
        for line in np.unique(table["line"])
    ]


def test_the_contour_of_a_plane_is_a_straight_line_from_edge_to_edge():
    grid = (layouts.cells(24, 12, EXTENT) @ [1, 0.5]).reshape(12, 24)
    (line,) = lines_of(layouts.contour(grid, 6.0, EXTENT))
    inner = line[1:-1]
    assert inner @ [1, 0.5] == pytest.approx(np.full(len(inner), 6.0))
    assert sorted(line[[0, -1], 1]) == [0, 6], "it ends at the edges"
    direction = line[-1] - line[0]
    assert np.cross([*direction, 0], [1, 0.5, 0])[2] > 0, "higher values are on its left"


def test_the_contour_of_a_hill_is_a_closed_circle():
    centre = np.array([5.0, 3.0])
    distance = np.hypot(*(layouts.cells(240, 120, EXTENT) - centre).T).reshape(120, 240)
    (line,) = lines_of(layouts.contour(-distance, -2.0, EXTENT))
    assert line[0].tolist() == line[-1].tolist()
    assert np.hypot(*(line - centre).T) == pytest.approx(np.full(len(line), 2), abs=1e-3)
    x, y = line.T
    area = np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2
    assert area == pytest.approx(np.pi * 4, rel=1e-3), "anticlockwise around what is higher"


def test_every_crossing_of_a_noisy_grid_is_on_a_line_once():
    grid = np.random.default_rng(3).normal(size=(30, 40))
    table = layouts.contour(grid, 0.1, [[0, 40], [0, 30]])
    high = np.pad(grid, 1, mode="edge") >= 0.1
    crossings = np.sum(high[1:] != high[:-1]) + np.sum(high[:, 1:] != high[:, :-1])
    lines = lines_of(table)
    closed = sum(bool((line[0] == line[-1]).all()) for line in lines)
    assert len(table["x"]) - closed == crossings
    assert closed > 5
    for line in lines:
        ends = line[[0, -1]]
        at_edge = np.isin(ends[:, 0], [0, 40]) | np.isin(ends[:, 1], [0, 30])
        assert at_edge.all() or (line[0] == line[-1]).all()
        assert (np.hypot(*np.diff(line, axis=0).T) <= np.sqrt(2) + 1e-9).all()


@pytest.mark.parametrize("middle", ["high", "low"])
def test_a_saddle_is_joined_by_its_middle(middle):
    other = -1.5 if middle == "low" else -0.5
    grid = np.array([[1.0, other], [other, 1.0]])
    lines = lines_of(layouts.contour(grid, 0.0, [[0, 2], [0, 2]]))
    assert len(lines) == 2
    for line in lines:  # each cuts off one corner: the low ones if the middle is high
        corner = (line[0] + line[-1]).round() / 2
        is_low = (corner[0] > 1) != (corner[1] > 1)
        assert is_low == (middle == "high")


def test_a_flat_grid_has_no_contour():
    assert {name: len(column) for name, column in layouts.contour([[1, 1]], 2, EXTENT).items()} == {
        "line": 0, "x": 0, "y": 0,
    }  # fmt: skip
    assert len(layouts.contour(np.ones((3, 3)), 1.0, EXTENT)["x"]) == 0


def test_a_contour_is_where_the_classifier_changes_its_mind():
    X, y = points(1)
    model = SVC(gamma=0.3).fit(X, X[:, 0] + y > 5)
    grid = model.decision_function(layouts.cells(120, 60, EXTENT)).reshape(60, 120)
    table = layouts.contour(grid, 0.0, EXTENT)
    inside = (table["x"] > -0.9) & (table["x"] < 10.9) & (table["y"] > 0.1) & (table["y"] < 5.9)
    on_line = np.column_stack([table["x"], table["y"]])[inside]
    assert len(on_line) > 50
    assert abs(model.decision_function(on_line)).max() < 0.02
