"""A polynomial through twelve points, and a bar that grows in a stream."""

import time

import numpy as np

STATES = {"curve": {"degree": 1}, "sum": {"slow": 0}}

X = np.linspace(-1, 1, 12)
Y = np.sin(3 * X) + np.array([0.1, -0.2, 0.15, 0, -0.1, 0.2, -0.15, 0.1, 0, -0.2, 0.1, -0.05])
ACROSS = np.linspace(-1, 1, 41)


def curve(state):
    """Return the points, the polynomial of a degree, and how wrong it is."""
    fitted = np.polynomial.Chebyshev.fit(X, Y, state["degree"])
    error = np.sqrt(np.mean((fitted(X) - Y) ** 2))
    return {
        "points": {"key": np.arange(len(X)), "x": X, "y": Y},
        "line": {"key": np.arange(len(ACROSS)), "x": ACROSS, "y": fitted(ACROSS)},
        "fit": {
            "key": ["fit"],
            "degree": [state["degree"]],
            "error": [error],
            "opacity": [float(state["degree"] > 2)],
        },
    }


def sum(state):
    """Yield a bar that grows by one, up to twelve."""
    for n in range(1, 13):
        time.sleep(0.05 * (state["slow"] > 1))
        yield {"bar": {"key": ["bar"], "n": [n], "of": [12]}}
