"""A frog that always says dry, and a toad that has learnt when snow comes."""

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression

STATES = {"pond": {}}  # a function that no scene shows: the text names its numbers


def pond(state):
    """Return how many days it snowed, and how good each forecast is."""
    (weather, snow), (new_weather, new_snow) = winter(400, seed=1), winter(200, seed=35)
    animals = {
        "frog": DummyClassifier(strategy="most_frequent"),
        "toad": LogisticRegression(tol=1e-10, max_iter=1000),
    }
    for animal in animals.values():
        animal.fit(weather, snow)
    said = {name: animal.predict(new_weather) for name, animal in animals.items()}
    return {
        "days": {"n": [len(new_snow)], "snowy": [new_snow.sum()]},
        "scores": {
            "key": list(animals),
            "accuracy": [np.mean(says == new_snow) for says in said.values()],
            "caught": [np.sum(says & new_snow) for says in said.values()],
        },
    }


def winter(n, seed):
    """Return the temperature and the pressure of n mornings, and whether it snowed."""
    rng = np.random.default_rng(seed)
    degrees, pressure = rng.normal(4, 4, n), rng.normal(0, 1, n)
    snow = degrees + 2 * pressure + rng.normal(0, 3, n) < -3
    return np.column_stack([degrees, pressure]), snow
