"""Tables: what a model returns, checked and brought into one form.

This file runs in two places, under CPython when the site is built and under Pyodide in the reader's
browser, so it imports nothing but the standard library and numpy.

A *table* maps column names to columns of equal length. A column is a list of strings or a float64
array; whole numbers and truth values become floats, as they would in the browser anyway.
"""

import importlib
import json
import sys
import traceback
import warnings
from collections.abc import Callable, Generator, Mapping
from types import GeneratorType

import numpy as np

Column = list[str] | np.ndarray
Tables = dict[str, dict[str, Column]]

LARGEST = 2**53  # every whole number up to it is a float64
MOST_ROWS = 50_000  # of a table
LEAVE_OUT = "return finite numbers, or leave out rows that have no value"
TOO_LARGE = (
    f"a page holds whole numbers up to {LARGEST}: return words, or floats if digits may be lost"
)


class TableError(ValueError):
    """A model returned something that cannot be drawn; the message says where and what."""


def as_column(values: object, where: str) -> Column:
    """Bring one column into form.

    Parameters
    ----------
    values
        A one-dimensional list, tuple or array of numbers, truth values or strings.
    where
        ``table.column``, for the message.

    Raises
    ------
    TableError
        If the values are not one-dimensional, of mixed kinds, missing, NaN or infinite, or whole
        numbers that a float64 does not hold.
    """
    if np.any(mask := getattr(values, "mask", False) if isinstance(values, np.ndarray) else False):
        row = int(np.flatnonzero(mask)[0])
        raise TableError(f"{where} is masked in row {row}; {LEAVE_OUT}")
    try:
        array = np.asarray(values)
    except ValueError:
        raise TableError(f"{where} is ragged; return a flat list or array") from None
    if array.ndim != 1:
        raise TableError(f"{where} has {array.ndim} dimensions; return a flat list or array")
    if array.dtype.kind == "O":
        array = unpack_objects(array.tolist(), where)
    if array.dtype.kind == "U":
        if isinstance(values, list | tuple) and not all(isinstance(v, str) for v in values):
            raise TableError(f"{where} mixes strings and numbers; return one kind")
        return [str(value) for value in array]
    if array.dtype.kind not in "biuf":
        raise TableError(f"{where} holds {array.dtype}; return numbers or strings")
    if array.dtype.kind in "iu" and (large := (array > LARGEST) | (array < -LARGEST)).any():
        row = int(np.flatnonzero(large)[0])
        raise TableError(f"{where} is {array[row]} in row {row}; {TOO_LARGE}")
    numbers = array.astype(np.float64)
    if not np.isfinite(numbers).all():
        row = int(np.flatnonzero(~np.isfinite(numbers))[0])
        raise TableError(f"{where} is {numbers[row]} in row {row}; {LEAVE_OUT}")
    return numbers


def unpack_objects(values: list[object], where: str) -> np.ndarray:
    """Return the array of an array of objects, if these are all strings or all numbers."""
    for row, value in enumerate(values):
        if value is None:
            raise TableError(f"{where} is None in row {row}; {LEAVE_OUT}")
        if not isinstance(value, str | int | float | np.generic):
            kind = type(value).__name__
            raise TableError(f"{where} is a {kind} in row {row}; return numbers or strings")
        if isinstance(value, int) and abs(value) > LARGEST:
            raise TableError(f"{where} is {value} in row {row}; {TOO_LARGE}")
    if len({isinstance(value, str) for value in values}) > 1:
        raise TableError(f"{where} mixes strings and numbers; return one kind")
    return np.array(values)


def as_tables(result: object) -> Tables:
    """Check what a scene function returned or yielded.

    Raises
    ------
    TableError
        If it is not ``{table: {column: values}}``, or columns of one table differ in length, or the
        values of a ``key`` column repeat, or a table is too long.
    """
    if not isinstance(result, Mapping):
        raise TableError(f"the model returned {type(result).__name__}; return {{table: columns}}")
    tables: Tables = {}
    for name, columns in result.items():
        if not isinstance(columns, Mapping):
            raise TableError(
                f"table {name} is {type(columns).__name__}; make it {{column: values}}"
            )
        try:
            table = {column: as_column(v, f"{name}.{column}") for column, v in columns.items()}
        except TableError as error:
            raise TableError(f"{error}{empty_table(result)}") from None
        lengths = {column: len(values) for column, values in table.items()}
        if len(set(lengths.values())) > 1:
            raise TableError(f"columns of table {name} differ in length: {lengths}")
        if max(lengths.values(), default=0) > MOST_ROWS:
            raise TableError(
                f"table {name} has {max(lengths.values())} rows, and a page can draw {MOST_ROWS} "
                "at most; return a sample of them, or count them in bins"
            )
        if "key" in table and len(set(table["key"])) < len(table["key"]):
            raise TableError(f"{name}.key repeats a value; every row needs a key of its own")
        tables[str(name)] = table
    return tables


def empty_table(result: Mapping[object, object]) -> str:
    """Name a table that has no rows, which is why others may have no numbers; empty if none is."""
    for name, columns in result.items():
        if not isinstance(columns, Mapping):
            continue
        if any(hasattr(values, "__len__") and len(values) == 0 for values in columns.values()):
            return f" (table {name} has no rows)"
    return ""


def partial_results(
    scene: Callable[[object], object], state: object
) -> Generator[Tables, None, None]:
    """Call a scene function and yield each of its results, one for a plain function."""
    yield from each_of(scene(state))


def each_of(result: object) -> Generator[Tables, None, None]:
    """Yield the tables of what a scene function returned: several if it is a generator."""
    for tables in result if isinstance(result, GeneratorType) else [result]:
        yield as_tables(tables)


# ── the browser's side ───────────────────────────────────────────────────────────────────────────


def import_model() -> None:
    """Import the essay's model, so that the first gesture need not wait for it.

    The build has had scikit-learn validate all parameters; here that would be a tenth of an answer.
    What threadpoolctl does with Pyodide's own objects is no author's concern, nor a reader's.
    """
    warnings.filterwarnings("ignore", "JsProxy", RuntimeWarning, "threadpoolctl")
    importlib.import_module("model")
    if sklearn := sys.modules.get("sklearn"):
        sklearn.set_config(skip_parameter_validation=True)


class Run:
    """One computation in the worker: ``next()`` gives a partial result, or None at the end.

    ``is_stream`` says, from the first result on, whether there may be more.
    """

    def __init__(self, name: str, state: str) -> None:
        self.is_stream = False
        self._scene = getattr(importlib.import_module("model"), name)
        self._results = self._run(json.loads(state))

    def _run(self, state: object) -> Generator[Tables, None, None]:
        result = self._scene(state)
        self.is_stream = isinstance(result, GeneratorType)
        yield from each_of(result)

    def next(self) -> tuple[str, np.ndarray] | None:
        """Return a JSON header and all numbers in one float64 array, or None."""
        tables = next(self._results, None)
        return None if tables is None else pack(tables)

    def close(self) -> None:
        """Stop; a generator's ``finally`` clauses run."""
        self._results.close()


def pack(tables: Tables) -> tuple[str, np.ndarray]:
    """Lay all number columns end to end, so that they cross to the page as one buffer.

    The header maps table and column to ``[start, stop]`` in the array, or to a list of strings
    ``{"text": [...]}``.
    """
    header: dict[str, dict[str, object]] = {}
    numbers, start = [np.empty(0)], 0
    for name, table in tables.items():
        header[name] = {}
        for column, values in table.items():
            if isinstance(values, list):
                header[name][column] = {"text": values}
            else:
                header[name][column] = [start, start + len(values)]
                numbers.append(values)
                start += len(values)
    return json.dumps(header), np.concatenate(numbers)


def explain(error: BaseException, filename: str = "model.py") -> str:
    """Return the traceback of an error, from the first frame of the essay's own file on."""
    frames = traceback.extract_tb(error.__traceback__)
    own = next((i for i, f in enumerate(frames) if f.filename.endswith(filename)), len(frames))
    lines = traceback.format_list(frames[own:]) + traceback.format_exception_only(error)
    return "".join(lines).rstrip()


def explain_last() -> str:
    """Explain the error that was raised last."""
    return explain(sys.last_exc)
