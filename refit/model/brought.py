"""Tables that readers bring, tried when a site is built.

A scene's own rows, brought as a table, must give what the scene gives without: so a reader's rows
go the way of the essay's. And the fewest rows that may be brought must be enough for the model.
"""

from collections.abc import Iterator

from refit.errors import AuthorError, line_of
from refit.essay.brought import Bring, BroughtTable
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State
from refit.model.results import as_values, tables_of
from refit.model.run import difference
from refit.tables import Tables


def own_rows(bring: Bring, tables: Tables) -> BroughtTable:
    """Return the essay's own rows as a table that could be brought; columns that lack are out."""
    table = tables.get(bring.key, {})
    return {name: as_values(table[name]) for name in bring.columns if name in table}


def brought_states(bring: Bring, state: State, tables: Tables) -> list[State]:
    """Return the state of a step with its own rows brought, and with the fewest of them."""
    rows = own_rows(bring, tables)
    return [state | {bring.key: rows}, state | {bring.key: bring.fewest(rows)}]


def check_brought(essay: Essay, scene: Scene, tables: dict[str, Tables]) -> Iterator[AuthorError]:
    """Yield what is wrong in the steps of a scene once a table is brought.

    ``tables`` are the results of its steps, by their ids.
    """
    bring, file = scene.bring, essay.folder / "model.py"
    if bring is None:
        return
    line = line_of(file, scene.function)
    for step in scene.steps:
        built = tables[step.id]
        if refusal := bring.refusal(own_rows(bring, built)):
            problem = f"table {bring.key!r} of {scene.function}() {refusal}"
            remedy = "return the essay's own rows as they could be brought, or change BRING"
            yield AuthorError(problem, remedy, file, line)
            return
        whole, fewest = brought_states(bring, step.state, built)
        if found := difference(
            sorted_columns(built), sorted_columns(tables_of(essay, scene, whole))
        ):
            problem = f"{scene.function}() gives another {found} when its own rows are brought"
            remedy = f"read state[{bring.key!r}] in the place of the essay's rows, and no more"
            yield AuthorError(problem, remedy, file, line)
            return
        tables_of(essay, scene, fewest)


def sorted_columns(tables: Tables) -> Tables:
    """Return tables with their columns by name: models may return a brought table as it is."""
    return {name: dict(sorted(table.items())) for name, table in tables.items()}
