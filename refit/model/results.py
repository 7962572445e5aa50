"""Results: the tables of every step, computed once with the very model the reader will run."""

import json
from collections.abc import Iterable

import numpy as np

from refit.cache import Json, code_digest, digest, versions
from refit.essay.reading import Essay
from refit.essay.scenes import STATE, Scene
from refit.model.run import compute_twice
from refit.numbers import shortest
from refit.tables import Tables, pack


def recall(essay: Essay, scene: Scene, state: STATE) -> bytes:
    """Return the tables of a state as they are stored, computed twice if the cache has none."""
    key = digest(
        (essay.folder / "model.py").read_bytes(),
        code_digest("model.results"),
        versions(),
        [scene.function, state, essay.time_limit],
    )
    return essay.cache.recall("results", key, lambda: dumps(compute_twice(essay, scene, state)))


def tables_of(essay: Essay, scene: Scene, state: STATE) -> Tables:
    """Return the tables of a state, from the cache if it has them.

    Raises
    ------
    AuthorError
        As `compute_twice`.
    """
    return loads(recall(essay, scene, state))


def compute_steps(essay: Essay) -> dict[str, Tables]:
    """Return the tables of every step of an essay, by the step's id.

    Raises
    ------
    AuthorError
        As `compute_twice`.
    """
    return {
        step.id: tables_of(essay, scene, step.state)
        for scene in essay.scenes.values()
        for step in scene.steps
    }


# ── storing ──────────────────────────────────────────────────────────────────────────────────────


def dumps(tables: Tables) -> bytes:
    """Write tables as a JSON header, a line's end, and all their numbers."""
    header, numbers = pack(tables)
    return header.encode() + b"\n" + numbers.astype("<f8").tobytes()


def loads(stored: bytes) -> Tables:
    """Read tables back, to the last bit."""
    header, _, content = stored.partition(b"\n")
    numbers = np.frombuffer(content, "<f8")
    return {
        name: {
            column: place["text"] if isinstance(place, dict) else numbers[slice(*place)].copy()
            for column, place in columns.items()
        }
        for name, columns in json.loads(header).items()
    }


def pack_steps(steps: Iterable[Tables]) -> Json:
    """Lay out the tables of a scene's steps for the page, each distinct column stored once.

    Returns
    -------
    dict
        ``columns``, a list of columns, and ``steps``, for each step ``{table: {column: index}}``.
        Numbers are not rounded; whole ones are written without their ``.0``.
    """
    columns: list[list[str] | list[float]] = []
    index: dict[str, int] = {}

    def stored(values: object) -> int:
        plain = values if isinstance(values, list) else [shortest(v) for v in values.tolist()]  # type: ignore[attr-defined]
        name = repr(plain)
        if name not in index:
            index[name] = len(columns)
            columns.append(plain)
        return index[name]

    indices = [
        {name: {c: stored(v) for c, v in table.items()} for name, table in tables.items()}
        for tables in steps
    ]
    return {"columns": columns, "steps": indices}
