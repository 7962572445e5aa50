"""The proof that build and browser agree: each model's results in the browser's own Python are held
against those of the build, in every state that a reader can reach, and where challenges are solved.

Words and whole numbers must be the same. Other numbers may differ by ``RELATIVE`` of themselves, or
of the column's largest number by ``FLOOR``: what is near zero by cancellation has no digits that
hold. The finest format of a number in a text has nine decimals.
"""

import ast
import re
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from refit.cache import Cache, digest
from refit.errors import AuthorError, EssaysError, line_of
from refit.essay.advice import advise
from refit.essay.reading import Essay, load
from refit.essay.scenes import Scene, State
from refit.essay.state_words import where
from refit.model import results
from refit.runtime import pins
from refit.runtime.library import PROCESSORS
from refit.runtime.model_runs import ModelRuns, every_state, read_runs
from refit.runtime.trace import Answer, Tracer
from refit.tables import Column, Tables

RELATIVE, FLOOR = 1e-9, 1e-12
GROSS = 1e-4  # a relative difference that rounding does not explain
BROWSER = "in the browser's Python"
OTHER_SEEDS = (1, 2, 3)  # of Python's hashes, by which the order of a set goes
SETS = {"set", "frozenset", "hash"}

WHOLE = (
    "if it comes of whole numbers, these have 32 bits there: say dtype=np.int64, or use floats; "
    "if of sorting what may be equal, its order may differ: say kind='stable'"
)
ROUNDING = (
    "the model magnifies rounding: let its fit converge further (a smaller tol, a larger "
    "max_iter), or use a solver that is exact"
)
SORT = "if they come out of a set, whose order differs from run to run, write sorted(…) around it"
SHAPE = "return the same tables, columns and rows on every machine"


PATIENCE = 0.5  # seconds of this machine's processor without a result; a reader's may be slower
FEWEST = 3  # runs of a function whose middle says something

Run = tuple[str, State]  # a function and a state
Given = tuple[list[Run], list[Answer | None]]  # runs; the answers to the import and to each run


@dataclass(frozen=True)
class Proof:
    """What the runs of one essay show: mistakes, and what might be looked at again."""

    problems: list[AuthorError]
    advice: list[AuthorError]


@dataclass(frozen=True)
class Difference:
    """How a result differs, and what to write instead."""

    what: str
    remedy: str


def require(folders: list[Path], tracer: Tracer, cache: Cache) -> None:
    """Refuse essays whose models answer differently, or not at all, in the browser's Python.

    Raises
    ------
    EssaysError
        With the first mistake of each kind.
    SetupError
        If node cannot be run.
    """
    proofs = prove_all(folders, tracer, cache)
    if problems := [each for proof in proofs for each in proof.problems]:
        raise EssaysError(problems)


def prove_all(folders: list[Path], tracer: Tracer, cache: Cache) -> list[Proof]:
    """Return for each essay the first mistake of each kind, and advice on models that are slow.

    Raises
    ------
    SetupError
        If node cannot be run.
    """
    with ThreadPoolExecutor(PROCESSORS) as pool:
        given = list(pool.map(lambda folder: ask(read_runs(folder, cache), tracer), folders))
    essays = [load(folder, cache) for folder in folders]
    return [
        Proof(list(prove(essay, answers)), list(slow(essay, answers)))
        for essay, answers in zip(essays, given, strict=True)
    ]


def ask(model: ModelRuns, tracer: Tracer) -> list[Given]:
    """Make all runs of a model, and the first of each function again where sets may matter.

    One that no reader runs is not run.
    """
    if not model.sources:
        return []
    given = [(model.runs, tracer.ask(model))]
    if any(map(has_sets, model.sources.values())):
        firsts = replace(model, runs=list({run[0]: run for run in reversed(model.runs)}.values()))
        given += [(firsts.runs, tracer.ask(firsts, seed)) for seed in OTHER_SEEDS]
    return given


def has_sets(source: str) -> bool:
    """Tell whether a source makes sets, whose order differs from run to run."""
    return any(
        isinstance(node, ast.Set | ast.SetComp) or getattr(node, "id", "") in SETS
        for node in ast.walk(ast.parse(source))
    )


def prove(essay: Essay, given: list[Given]) -> Iterator[AuthorError]:
    """Yield the first mistake of each kind, with the scene and the state in which it is seen."""
    for _, (imported, *_) in given:
        if imported and (imported.failure or imported.is_overdue):
            yield failure(essay, None, imported)
            return
    answers = by_run(given)
    told = set()
    for scene, state in every_state(essay):
        for answer in answers.pop(digest((scene.function, state)), ()):
            problem = disagreement(essay, scene, state, answer)
            if problem and (problem.line, problem.remedy) not in told:
                told.add((problem.line, problem.remedy))
                problem.problem += f" ({where(scene, state)})"
                yield problem


def by_run(given: list[Given]) -> dict[str, list[Answer]]:
    """Return the answers to each run."""
    answers: dict[str, list[Answer]] = {}
    for run, answer in answered(given):
        answers.setdefault(digest(run), []).append(answer)
    return answers


def answered(given: list[Given]) -> Iterator[tuple[Run, Answer]]:
    """Yield each run with its answer; none from a Python that had ended before, which is told."""
    for runs, (_, *those) in given:
        for run, answer in zip(runs, those, strict=True):
            if answer:
                yield run, answer


def disagreement(essay: Essay, scene: Scene, state: State, answer: Answer) -> AuthorError | None:
    """Return what is wrong with an answer, or None."""
    if answer.failure or answer.is_overdue:
        return failure(essay, scene, answer)
    built = results.tables_of(essay, scene, state)
    found = difference(built, results.loads(answer.tables))
    if found is None:
        return None
    file = essay.folder / "model.py"
    return AuthorError(found.what, found.remedy, file, line_of(file, scene.function))


def slow(essay: Essay, given: list[Given]) -> Iterator[AuthorError]:
    """Yield an advice on each function that lets a reader wait without a result.

    The middle of its runs counts: the first has Python read what it imports, too.
    """
    times: dict[str, list[float]] = {}
    for (function, _), answer in answered(given):
        times.setdefault(function, []).append(answer.seconds)
    for function, seconds in times.items():
        if len(seconds) >= FEWEST and (middle := statistics.median(seconds)) > PATIENCE:
            file = essay.folder / "model.py"
            problem = f"{function}() computes for {middle:.1f} s without a result {BROWSER}"
            remedy = "compute less, or yield what is there already, so that a reader sees it"
            yield advise("slow", problem, remedy, file, line_of(file, function))


# ── answers that differ ──────────────────────────────────────────────────────────────────────────


def difference(built: Tables, browser: Tables) -> Difference | None:
    """Return the first difference between two results, or None if they agree."""
    if list(built) != list(browser):
        return Difference(f"the tables are {[*built]} at build and {[*browser]} {BROWSER}", SHAPE)
    for name, table in built.items():
        other = browser[name]
        if list(table) != list(other):
            what = f"the columns of table {name} are {[*table]} at build and {[*other]} {BROWSER}"
            return Difference(what, SHAPE)
        for column, values in table.items():
            if found := column_difference(values, other[column], f"{name}.{column}"):
                return found
    return None


def column_difference(built: Column, browser: Column, name: str) -> Difference | None:
    """Return the first difference between two columns, or None."""
    kinds = ["words" if isinstance(each, list) else "numbers" for each in (built, browser)]
    if kinds[0] != kinds[1]:
        return Difference(f"{name} holds {kinds[0]} at build and {kinds[1]} {BROWSER}", SHAPE)
    if len(built) != len(browser):
        what = f"{name} has {len(built)} rows at build and {len(browser)} {BROWSER}"
        return Difference(what, SHAPE)
    if isinstance(built, list) or isinstance(browser, list):
        rows = [i for i, pair in enumerate(zip(built, browser, strict=True)) if pair[0] != pair[1]]
    else:
        rows = np.flatnonzero(~is_close(built, browser)).tolist()
    if not rows:
        return None
    one, other = built[rows[0]], browser[rows[0]]
    what = f"{name} is {said(one)} at build and {said(other)} {BROWSER}, in row {rows[0]}"
    if sorted(built) == sorted(browser):
        return Difference(what, SORT)
    if isinstance(one, str) or isinstance(other, str):
        return Difference(what, f"return the same words on every machine; {SORT}")
    gross = abs(one - other) > GROSS * max(abs(one), abs(other))
    return Difference(what, WHOLE if gross else ROUNDING)


def is_close(built: np.ndarray, browser: np.ndarray) -> np.ndarray:
    """Tell for each row whether two numbers agree; two whole ones do if they are equal."""
    large = np.maximum(abs(built), abs(browser))
    floor = FLOOR * max(1.0, large.max(initial=0.0))
    whole = (built == np.round(built)) & (browser == np.round(browser))
    near = abs(built - browser) <= np.maximum(RELATIVE * large, floor)
    close: np.ndarray = (built == browser) | (near & ~whole)
    return close


def said(value: str | float) -> str:
    """Return a value of a table as it is told."""
    return repr(value) if isinstance(value, str) else f"{value:.12g}"


# ── models that fail ─────────────────────────────────────────────────────────────────────────────

ERROR = re.compile(r"^[\w.]*(?:Error|Exception|Exit|Interrupt|Iteration)\b.*", re.MULTILINE)
KNOWN = {
    r"ModuleNotFoundError|ImportError": "use what Pyodide, numpy, scipy and scikit-learn have",
    r"OverflowError|.*too large to convert": "numpy's whole numbers have 32 bits there: say "
    "dtype=np.int64, or use floats",
    r"FileNotFoundError": "a file travels with model.py if it lies beside it and model.py holds "
    'its whole name, as Path(__file__).with_name("data.csv") does',
    r"MemoryError|RangeError: (Array|Invalid)": "use less memory: a browser gives 4 GB at most",
    r"RecursionError|RangeError": "recurse less deeply: a browser's stack is shorter",
    r"RuntimeError: can't start new thread": "a browser has no threads: leave n_jobs out",
}


def failure(essay: Essay, scene: Scene | None, answer: Answer) -> AuthorError:
    """Return the error for an answer that is a traceback, or was not given in time."""
    places = re.findall(r'/(model|stage)\.py", line (\d+)', answer.failure)
    file = essay.folder / f"{places[-1][0] if places else 'model'}.py"
    line = int(places[-1][1]) if places else line_of(file, scene.function) if scene else None
    if answer.is_overdue:
        took = f"one computation takes longer than {2 * essay.time_limit} s {BROWSER}"
        remedy = "compute less, or write a higher time_limit into the front matter"
        return AuthorError(
            took if scene else f"its import does not end {BROWSER}", remedy, file, line
        )
    found = ERROR.findall(answer.failure) or answer.failure.splitlines()
    why = found[-1].removeprefix("tables.TableError: ")
    known = (remedy for pattern, remedy in KNOWN.items() if re.match(pattern, why))
    return AuthorError(f"fails {BROWSER}: {why}", next(known, versions()), file, line)


def versions() -> str:
    """Say what the browser's Python is."""
    has = {pin.package: pin.version for pin in pins.load().wheels}
    named = ", ".join(f"{name} {has[name]}" for name in ("numpy", "scipy", "scikit-learn"))
    return f"write what it understands: it is Python {pins.load().python} with {named}"
