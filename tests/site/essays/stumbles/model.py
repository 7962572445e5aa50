"""A straight line by least squares, and all the ways in which a model can go wrong.

``line`` obeys its ``mood``, but in a browser alone: the build would refuse a model that stumbles
where a control can bring it, be it in Python here or in the browser's under node. ``tally`` is
always well.
"""

import sys
from importlib import import_module

import numpy as np

STATES = {"line": {"mood": "fine", "shift": 0.0, "moved": {}}, "tally": {"n": 1}}

JAVASCRIPT = "js"  # Pyodide's module of JavaScript's globals
IN_BROWSER = sys.platform == "emscripten" and not hasattr(import_module(JAVASCRIPT), "process")
POINTS = np.array([[1, 2], [2, 2.5], [3, 4.5], [4, 4], [5, 6], [6, 5.5], [7, 7.5]])


def line(state):
    """Return the points and the line through them, unless the mood is not for it."""
    points = POINTS + np.array([0, state["shift"]])
    for key, place in state["moved"].items():
        points[int(key)] = place
    x, y = points.T
    slope, offset = np.linalg.lstsq(np.column_stack([x, np.ones(7)]), y, rcond=None)[0]
    mood = state["mood"] if IN_BROWSER else "fine"
    if mood == "raise":
        lose_temper()
    while mood == "loop":
        pass
    if mood == "stray":
        slope = stray()
    if mood == "nan":
        slope = np.nan
    return {
        "points": {"key": np.arange(7), "x": x, "y": y, "draggable": np.ones(7, bool)},
        "line": {"x": [0], "y": [offset], "x2": [8], "y2": [offset + 8 * slope], "slope": [slope]},
    }


def stray():
    """Use what no step and no control leads to: modules, an extension and a file of data."""
    import colorsys

    from scipy.signal import find_peaks
    from sklearn.datasets import load_iris

    lengths = load_iris().data[:, 0]
    return len(find_peaks(lengths)[0]) + colorsys.rgb_to_hls(1, 0.5, 0)[0]


def lose_temper():
    """Raise."""
    raise ValueError("the model has lost its temper")


def tally(state):
    """Return twice the number."""
    return {"bar": {"key": ["all"], "value": [2 * state["n"]]}}
