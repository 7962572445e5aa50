"""Results: the tables of every step, computed once with the very model the reader will run."""

from refit.errors import AuthorError
from refit.essay import STATE, Essay, Scene
from refit.tables import TableError, Tables, partial_results


def compute(essay: Essay, scene: Scene, state: STATE) -> Tables:
    """Run a scene's function to its end and return its last result.

    Raises
    ------
    AuthorError
        If the model raises, or returns what cannot be drawn.
    """
    file = essay.folder / "model.py"
    function = getattr(essay.model, scene.function)
    try:
        partial = list(partial_results(function, state))
    except TableError as error:
        line = function.__code__.co_firstlineno
        raise AuthorError(str(error), "mend what this scene returns", file, line) from error
    except Exception as error:
        raise AuthorError.of(error, file) from error
    if not partial:
        line = function.__code__.co_firstlineno
        raise AuthorError("this scene yields nothing", "yield at least one result", file, line)
    return partial[-1]


def compute_steps(essay: Essay) -> None:
    """Fill in the tables of every step of an essay."""
    for scene in essay.scenes.values():
        for step in scene.steps:
            step.tables = compute(essay, scene, step.state)


def pack_steps(scene: Scene) -> dict[str, object]:
    """Lay out the tables of all steps for the page, each distinct column stored once.

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

    steps = [
        {name: {c: stored(v) for c, v in table.items()} for name, table in step.tables.items()}
        for step in scene.steps
    ]
    return {"columns": columns, "steps": steps}


def shortest(value: float) -> float | int:
    """Return a whole number as an int, anything else as it is."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
