"""Nine seals and a straight line: least squares, and how far one point can turn it."""

import numpy as np
from sklearn.linear_model import LinearRegression

STATES = {"seals": {"moved": {}, "bruno": True, "draggable": False}}

NAMES = ["Ada", "Olli", "Mo", "Juna", "Pip", "Tove", "Ida", "Knut", "Bruno"]
HOURS = np.array([1.0, 2.0, 2.5, 4.0, 5.0, 5.5, 6.5, 8.0, 9.0])
FISH = np.array([3.0, 7.0, 6.0, 12.0, 13.0, 18.0, 18.0, 25.0, 2.0])


def seals(state):
    """Return the seals, the line through them, and what it says of a seal's hour."""
    hours, fish = HOURS.copy(), FISH.copy()
    for name, place in state["moved"].items():
        hours[NAMES.index(name)], fish[NAMES.index(name)] = place
    counts = np.array([state["bruno"] or name != "Bruno" for name in NAMES])
    slope, line = fit(hours, fish, counts)
    turned = slope - fit(HOURS, FISH, counts)[0]
    return {
        "seals": {
            "key": NAMES,
            "x": hours,
            "y": fish,
            "foot": line.predict(hours[:, None]),
            "counts": counts.astype(float),
            "draggable": np.full(len(NAMES), state["draggable"]),
        },
        "line": {"key": ["left", "right"], "x": [0, 10], "y": line.predict([[0], [10]])},
        "fit": {"slope": [slope], "says": [in_words(turned)]},
    }


def fit(hours, fish, counts):
    """Return the slope of the line through the seals that count, and the line."""
    line = LinearRegression().fit(hours[counts, None], fish[counts])
    return line.coef_[0], line


def in_words(turned):
    """Say how far the line has turned, in fish an hour."""
    if abs(turned) < 0.05:
        return "The line has not turned."
    return (
        f"The line has turned {'up' if turned > 0 else 'down'}, by {abs(turned):.1f} fish an hour."
    )
