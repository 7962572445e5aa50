"""Where things are drawn: the painted plane, a tree, and a few more layouts."""

import numpy as np

from refit import layouts

EXTENT = [[0.0, 10.0], [0.0, 6.0]]
COLUMNS, ROWS = 100, 100


def map_of(decide):
    """Paint the plane by what is decided, and draw the line along which nothing is."""
    grid = decide(layouts.cells(COLUMNS, ROWS, EXTENT))
    line = layouts.contour(grid.reshape(ROWS, COLUMNS), 0.0, EXTENT)
    return {
        "plane": {"sure": layouts.levels(grid, -2, 2)},
        "line": {**line, "order": np.arange(len(line["x"]))},
    }


def tree_of(tree):
    """Return a tree's nodes where they are drawn, and the regions of its leaves."""
    x, depth = layouts.tidy_tree(tree.children_left, tree.children_right)
    regions = layouts.tree_regions(tree, EXTENT)
    return {"nodes": {"key": np.arange(len(x)), "x": x, "depth": depth}, "leaves": regions}


def stand(weights):
    """Lay the mushrooms out as a swarm, in a heap, on a disc, in a box, and in pens."""
    heap, disc = layouts.pack(0.1 + weights / 10), layouts.pack_disc(len(weights), 2.0)
    crate = layouts.pack_box(len(weights), EXTENT)
    return {
        "places": {
            "swarm": layouts.beeswarm(weights, 0.3),
            "heap_x": heap[0],
            "heap_y": heap[1],
            "disc_x": disc[0],
            "disc_y": disc[1],
            "crate_x": crate[0],
            "crate_y": crate[1],
        },
        "pens": layouts.pens([20, 12, 8], EXTENT, rows=5, gap=0.4),
    }
