"""Twelve pancakes and a ruler that bends: ridge regression on polynomials of the pan's heat.

A scene is a function of its state, and nothing else: the same state gives the same tables, here and
in the reader's browser. ``STATES`` holds the state that each scene begins with.
"""

import numpy as np
from numpy.polynomial.legendre import legvander
from sklearn.linear_model import Ridge

STATES = {"pancakes": {"stiffness": 2.0, "moved": {}, "draggable": False}}

N_PANCAKES = 12
COLDEST, HOTTEST = 100.0, 240.0  # degrees Celsius
DEGREE = 8  # of the polynomial: how often the ruler could bend if it were a noodle


def pancakes(state):
    """Return the pancakes, the ruler through them, and by how much it misses them."""
    heat, points = fry()
    for key, place in state["moved"].items():
        heat[int(key)], points[int(key)] = place
    ruler = fit(heat, points, state["stiffness"])
    misses = points - ruler.predict(bends(heat))
    across = np.linspace(COLDEST, HOTTEST, 141)
    return {
        "pancakes": {
            "key": np.arange(N_PANCAKES),
            "x": heat,
            "y": points,
            "foot": points - misses,
            "draggable": np.full(N_PANCAKES, state["draggable"]),
        },
        "ruler": {
            "key": np.arange(len(across)),
            "x": across,
            "y": ruler.predict(bends(across)),
        },
        "misses": {
            "key": ["seen", "hidden"],
            "points": [
                typical(misses),
                typical(misses / (1 - pulls(heat, state["stiffness"]))),
            ],
        },
    }


def fry(seed=34):
    """Fry pancakes over evenly spread heats: best at 170 °C, and some luck in each."""
    luck = np.random.default_rng(seed).normal(0, 1.0, N_PANCAKES)
    heat = np.linspace(COLDEST + 8, HOTTEST - 8, N_PANCAKES).round()
    points = 8.5 - 6.5 * ((heat - 170) / 65) ** 2 + luck
    return heat, np.clip(points, 0.3, 9.7).round(1)


def bends(heat):
    """Return the heat's Legendre polynomials on the scale -1 to 1, from the straight line up.

    Those that wiggle more are made smaller, so that wiggling takes more effort.
    """
    scaled = 2 * (heat - COLDEST) / (HOTTEST - COLDEST) - 1
    degree = np.arange(1, DEGREE + 1)
    return legvander(scaled, DEGREE)[:, 1:] / degree**2


def fit(heat, points, stiffness):
    """Lay the ruler through the pancakes; stiffness is the power of ten of ridge's alpha."""
    return Ridge(alpha=10.0**stiffness, solver="svd").fit(bends(heat), points)


def pulls(heat, stiffness):
    """How far each pancake pulls the ruler towards itself: the diagonal of the hat matrix."""
    X = bends(heat)
    X = X - X.mean(axis=0)
    hat = X @ np.linalg.solve(X.T @ X + 10.0**stiffness * np.eye(DEGREE), X.T)
    return 1 / len(heat) + np.diag(hat)


def typical(misses):
    """Root mean square."""
    return np.sqrt(np.mean(misses**2))
