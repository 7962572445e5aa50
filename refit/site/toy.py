"""The toy of the index: one dog among cats and dogs, and what a model makes of each of its places.

The model is scikit-learn's. It is fitted for every place when the site is built, so that the page
needs neither Python nor a script to answer.
"""

from typing import Any

from refit.cache import Cache, Json, code_digest, digest, versions
from refit.layouts import contour

WIDTH, HEIGHT = 640, 400  # of the drawing
EXTENT = ((0.5, 14.5), (0.0, 10.0))  # weight in kg, fluffiness
CATS = ((2.0, 7.9), (3.1, 3.2), (4.4, 8.8), (4.9, 6.6), (5.3, 2.3), (2.3, 1.4), (6.4, 8.3))
DOGS = ((7.7, 2.0), (8.7, 6.6), (9.9, 1.5), (10.6, 8.1), (11.5, 3.3), (13.1, 1.6), (13.0, 7.2))
REX = 5.0  # how fluffy the dog is that can be moved
PLACES = range(1, 15)  # what it may weigh
START = 11
CELLS = (56, 40)  # of the raster on which the border is found
SEA = -1e-6  # so little that outlines run outside of the drawing


def toy(cache: Cache) -> Json:
    """Return the pets, and for each place the border and the kind of thing that it does."""
    key = digest(code_digest("site.toy", "layouts"), versions())
    found: Json = cache.recall_json("toy", key, lambda: {"pets": pets(), "places": places()})
    return found


def places() -> list[Json]:
    """Return each place: its x, the land that the model gives to dogs, and what that looks like.

    It is ``calm`` where the model would take the dog for one without knowing it, else an ``arm``
    of the land of the other dogs, or an ``island``.
    """
    from sklearn.svm import SVC  # which takes a second, and is needed once

    kinds = [0] * len(CATS) + [1] * len(DOGS)
    model = SVC(C=20, gamma=0.16)
    seen_by_others = model.fit([*CATS, *DOGS], kinds).predict([[at, REX] for at in PLACES])
    found = []
    for at, is_dog in zip(PLACES, seen_by_others, strict=True):
        model.fit([*CATS, *DOGS, (at, REX)], [*kinds, 1])
        lands = outlines(model.decision_function(middles()))
        kind = "calm" if is_dog else "arm" if len(lands) == 1 else "island"
        path = "".join(f"M{' '.join(f'{x} {y}' for x, y in land)}Z" for land in lands)
        found.append({"kg": at, "x": place(at, REX)[0], "land": path, "kind": kind})
    return found


def middles() -> list[tuple[float, float]]:
    """Return the middle of each cell of the raster, the lowest row first."""
    (left, right), (low, high) = EXTENT
    columns, rows = CELLS
    return [
        (left + (i + 0.5) * (right - left) / columns, low + (j + 0.5) * (high - low) / rows)
        for j in range(rows)
        for i in range(columns)
    ]


def outlines(values: Any) -> list[list[tuple[int, int]]]:
    """Return the outline of each piece of land where values are above 0, in the drawing.

    The sea around is a ring of cells outside of the drawing, so that all outlines close.
    """
    columns, rows = CELLS
    sea = [SEA] * (columns + 2)
    inside = [[SEA, *values[j * columns : (j + 1) * columns], SEA] for j in range(rows)]
    beyond = [
        [low - (high - low) / cells, high + (high - low) / cells]
        for (low, high), cells in zip(EXTENT, CELLS, strict=True)
    ]
    lines = contour([sea, *inside, sea], 0, beyond)
    found: dict[int, list[tuple[int, int]]] = {}
    for line, x, y in zip(lines["line"], lines["x"], lines["y"], strict=True):
        found.setdefault(int(line), []).append(place(x, y))
    return list(found.values())


def pets() -> list[Json]:
    """Return the pets that stay where they are."""
    kinds = ["cat"] * len(CATS) + ["dog"] * len(DOGS)
    spots = [place(*pet) for pet in (*CATS, *DOGS)]
    return [{"kind": kind, "x": x, "y": y} for kind, (x, y) in zip(kinds, spots, strict=True)]


def place(weight: float, fluff: float) -> tuple[int, int]:
    """Return where in the drawing something stands."""
    (left, right), (low, high) = EXTENT
    return (
        round(WIDTH * (weight - left) / (right - left)),
        round(HEIGHT * (high - fluff) / (high - low)),
    )


def toy_css(places: list[Json]) -> str:
    """Return the rules that show the land and the words of the place that is chosen."""
    rules = []
    for column, each in enumerate(places, 1):
        chosen = f"#place-{each['kg']}:checked~"
        rules.append(f"#place-{each['kg']}{{grid-column:{column}}}")
        rules.append(f"{chosen}.plane{{--rex:{each['x']}px}}")
        shown = f"{chosen}* .at-{each['kg']},{chosen}.says-{each['kind']}"
        rules.append(f"{shown}{{visibility:visible}}\n")
    return "".join(rules)
