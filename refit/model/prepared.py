"""Prepared answers: the results for each value of each control of a step, for the page to hold.

A reader's first touch is answered by them, without Python.
"""

import copy
import gzip
from collections.abc import Iterable, Sequence

from refit.cache import Json, as_json
from refit.essay.reachable_states import in_order, is_same, prepared_values
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, Step
from refit.model.columns import told_by_changes
from refit.model.results import PackedColumns, tables_of
from refit.tables import Tables

BUDGET = 60_000  # bytes of an essay's answers, compressed

Shape = list[list[str | list[str]]]  # of a result: [[table, columns], ...]
Answers = dict[str, list[tuple[object, Tables]]]  # by key: values of its control, and the results


def prepare(essay: Essay, scene: Scene, step: Step) -> Answers:
    """Return the results for the prepared values of each control of a step, and of scrolling.

    Raises
    ------
    AuthorError
        As `refit.model.run.compute_twice`.
    """
    answers: Answers = {}
    for control in step.moves:
        own = step.state[control.key]
        found = answers.setdefault(control.key, [])
        found += [
            (value, tables_of(essay, scene, state))
            for value in prepared_values(control, own)
            if in_order(step, state := step.state | {control.key: value})
            and not any(is_same(value, other) for other in (own, *(each for each, _ in found)))
        ]
    return answers


def results_in(answers: Answers) -> list[Tables]:
    """Return the results alone."""
    return [tables for found in answers.values() for _, tables in found]


def costs(steps: Sequence[Answers], store: PackedColumns) -> dict[str, int]:
    """Return the bytes, compressed, that the answers of each control would need by themselves."""
    keys = dict.fromkeys(key for step in steps for key in step)
    return {
        key: len(
            gzip.compress(
                as_json(
                    pack_answers(
                        ({key: step[key]} if key in step else {} for step in steps),
                        copy.deepcopy(store),
                    )
                ).encode()
            )
        )
        for key in keys
    }


def pack_answers(steps: Iterable[Answers], store: PackedColumns) -> Json:
    """Lay out the prepared results of a scene for the page.

    Parameters
    ----------
    steps
        For each step, the results for the values of each control, the others being the step's own.
    store
        The columns of the steps' own tables, which are not written again.

    Returns
    -------
    dict
        ``columns``, numbered on from those of the steps (see `told_by_changes`); ``shapes`` and
        ``answers``, the distinct results (see `in_differences`); and ``steps``, for each step
        ``{key: [values, numbers of answers]}``.
    """
    before = len(store.columns)
    answers: dict[str, int] = {}
    results: list[Json] = []

    def number(tables: Tables) -> int:
        packed = store.pack(tables)
        name = repr(packed)
        if name not in answers:
            answers[name] = len(results)
            results.append(packed)
        return answers[name]

    packed = [
        {
            key: [[value for value, _ in found], [number(tables) for _, tables in found]]
            for key, found in step.items()
        }
        for step in steps
    ]
    columns = told_by_changes(store.columns[before:])
    return {"columns": columns, **in_differences(results), "steps": packed}


def in_differences(results: Iterable[Json]) -> Json:
    """Write results ``{table: {column: number}}`` so that they compress well.

    Results follow each other in the order of a control's values, so that most numbers change by the
    same from one to the next.

    Returns
    -------
    dict
        ``shapes``, the distinct ``[[table, columns], ...]`` of the results; and ``answers``, for
        each result the number of its shape, and then of each number what it adds to that of the
        result before that has this shape, or to 0.
    """
    shapes: dict[str, int] = {}
    written: list[Shape] = []
    last: list[list[int]] = []
    answers = []
    for result in results:
        shape: Shape = [[table, list(columns)] for table, columns in result.items()]
        at = shapes.setdefault(repr(shape), len(shapes))
        numbers = [number for columns in result.values() for number in columns.values()]
        if at == len(last):
            written.append(shape)
            last.append([0] * len(numbers))
        answers.append([at, *(now - then for now, then in zip(numbers, last[at], strict=True))])
        last[at] = numbers
    return {"shapes": written, "answers": answers}
