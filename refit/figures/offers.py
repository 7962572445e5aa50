"""What a step offers to the reader's hand: the keys of the state whose edits are in force in it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from refit.essay.controls import Control
from refit.essay.scenes import Scene, Step
from refit.figures.charts import Figure
from refit.tables import Tables


def offered_keys(step: Step, figure: Figure, tables: Iterable[Tables]) -> list[str]:
    """Return the keys that a step offers: by a control, by ``keeps``, or by the figure.

    There, something is moved or pointed at. ``tables`` are the results of all listed states of the
    step: its rows can be moved if those of one state can.
    """
    keys = dict.fromkeys((*step.controls, *step.keeps))
    reached = list(tables)
    for rule in figure.drag:
        if any(has(each, rule["table"], "draggable") for each in reached):
            keys[rule["state"]] = None
    for rule in figure.add:
        if any(can_add(each, rule["table"]) for each in reached):
            keys[rule["state"]] = None
    for rule in figure.point:
        if "state" in rule and any(has_rows(each, rule["table"]) for each in reached):
            keys[rule["state"]] = None
    return list(keys)


def with_rules(
    scene: Scene, figure: Figure, tables: Mapping[str, Tables], line: int | None
) -> Scene:
    """Return a scene in whose steps the rules of its figure are controls like those of the text.

    ``tables`` are those of its steps, by their ids: a rule stands where its table has a row.
    ``line`` is that of the figure's function.
    """
    if not figure.rules:
        return scene
    rules = {rule["state"]: (rule, Control.of_rule(rule, line or 0)) for rule in figure.rules}

    def joined(controls: dict[str, Control], step: Step | None = None) -> dict[str, Control]:
        found = dict(controls)
        for key, (rule, control) in rules.items():
            is_kept = step is None or key in step.keeps or "table" not in rule
            if is_kept or (step and has_rows(tables[step.id], rule["table"])):
                found[key] = replace(controls.get(key, control), order=control.order)
        return found

    steps = [replace(step, controls=joined(step.controls, step)) for step in scene.steps]
    return replace(scene, steps=steps, controls=joined(scene.controls))


def has_rows(tables: Tables, table: str) -> bool:
    """Tell whether a table has any row."""
    return any(len(column) > 0 for column in tables.get(table, {}).values())


def can_add(tables: Tables, table: str) -> bool:
    """Tell whether rows can be added: where rows can be moved or taken away, or there are none."""
    if not has_rows(tables, table):
        return True
    return has(tables, table, "draggable") or has(tables, table, "removable")


def has(tables: Tables, table: str, column: str) -> bool:
    """Tell whether a column says yes to any row."""
    return any(tables.get(table, {}).get(column, ()))
