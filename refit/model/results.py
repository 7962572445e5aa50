"""Results: the tables that the model returns for a state, cached and packed for the page."""

import json
from collections.abc import Iterable

import numpy as np

from refit.cache import Json, code_digest, digest, versions
from refit.errors import AuthorError
from refit.essay.author_warnings import Heard
from refit.essay.playing import FIRST, LAST, Shown
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State, Step
from refit.essay.slices import slice_model
from refit.essay.state_words import where
from refit.model.columns import by_steps
from refit.model.run import NoResultError, compute_in_time, compute_twice
from refit.numbers import shortest
from refit.tables import Column, Tables, pack

DRAFTS = "drafts"  # the kind of the cache's entries that were computed once


def recall(essay: Essay, scene: Scene, state: State, shows: Shown = LAST) -> bytes:
    """Return the serialised tables of a state, from the cache or computed.

    They are computed twice, but those of a draft only for the first state of the scene.

    They are kept as long as the part of the model's code that the scene's function reaches stays
    the same. So are its warnings, whose lines are told by the places in that part.
    """
    sources = tuple(essay.sources.items())
    code, others = slice_model(sources, scene.function)
    key = digest(
        code.code,
        others,
        essay.data,
        code_digest("model.results"),
        versions(),
        [scene.function, state, essay.time_limit, *([] if shows == LAST else [shows])],
    )
    warned: list[Heard] = []
    is_first = state == (scene.steps[0].state if scene.steps else scene.defaults)
    is_once = essay.draft and not is_first
    found = essay.cache.get("results", key) if is_once else None
    if found is None:
        compute = compute_in_time if is_once else compute_twice
        found = essay.cache.recall(
            DRAFTS if is_once else "results",
            key,
            lambda: dumps(compute(essay, scene, state, warned, shows)),
        )
    placed = essay.cache.recall_json(
        "warnings", key, lambda: [(code.number_of(line), text) for line, text in warned]
    )
    for number, text in placed:
        essay.warnings.setdefault((code.line_of(number), text), where(scene, state))
    return found


def tables_of(essay: Essay, scene: Scene, state: State) -> Tables:
    """Return the tables of a state, from the cache or computed.

    Raises
    ------
    AuthorError
        As `compute_twice`.
    """
    return loads(recall(essay, scene, state))


def tables_of_step(essay: Essay, scene: Scene, step: Step) -> Tables:
    """Return the tables that a step shows: the last result of its state or, if it says so, another.

    Raises
    ------
    AuthorError
        As `compute_twice`; and if its stream has no such result.
    """
    try:
        return loads(recall(essay, scene, step.state, step.shows))
    except NoResultError as error:
        remedy = f"write shows={FIRST}, shows={LAST}, or a number up to {error.count}"
        raise AuthorError(error.problem, remedy, essay.text, step.line) from None


def compute_steps(essay: Essay) -> dict[str, Tables]:
    """Return the tables of every step of an essay, by the step's id.

    Raises
    ------
    AuthorError
        As `compute_twice`.
    """
    return {
        step.id: tables_of_step(essay, scene, step)
        for scene in essay.scenes.values()
        for step in scene.steps
    }


def as_values(column: Column) -> list[str] | list[float]:
    """Return a column as a list of strings or of Python's numbers, whole ones as ``int``."""
    return column if isinstance(column, list) else [shortest(value) for value in column.tolist()]


# ── storing ──────────────────────────────────────────────────────────────────────────────────────


def dumps(tables: Tables) -> bytes:
    """Serialise tables: a JSON header, a newline, and all numbers as little-endian float64."""
    header, numbers = pack(tables)
    return header.encode() + b"\n" + numbers.astype("<f8").tobytes()


def loads(stored: bytes) -> Tables:
    """Return the tables that `dumps` serialised, the same to the last bit."""
    header, _, content = stored.partition(b"\n")
    numbers = np.frombuffer(content, "<f8")
    return {
        name: {
            column: found["text"] if isinstance(found, dict) else numbers[slice(*found)].copy()
            for column, found in columns.items()
        }
        for name, columns in json.loads(header).items()
    }


class PackedColumns:
    """Columns for the page, each distinct one stored once."""

    def __init__(self) -> None:
        self.columns: list[list[str] | list[float]] = []
        self._index: dict[str, int] = {}

    def pack(self, tables: Tables) -> dict[str, dict[str, int]]:
        """Store the columns of some tables; return their numbers, ``{table: {column: number}}``."""
        return {
            name: {column: self._number(values) for column, values in table.items()}
            for name, table in tables.items()
        }

    def _number(self, column: Column) -> int:
        values = as_values(column)
        name = repr(values)
        if name not in self._index:
            self._index[name] = len(self.columns)
            self.columns.append(values)
        return self._index[name]


def pack_steps(steps: Iterable[Tables], store: PackedColumns) -> Json:
    """Lay out the tables of a scene's steps for the page.

    Returns
    -------
    dict
        ``columns``, a list of columns (see `by_steps`), and ``steps``, for each step ``{table:
        {column: number}}``. Numbers are not rounded; whole ones are written without their ``.0``.
    """
    packed = [store.pack(tables) for tables in steps]
    return {"columns": [by_steps(column) for column in store.columns], "steps": packed}
