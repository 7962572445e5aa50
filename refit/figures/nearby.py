"""A state near that of a step: everything that a reader can change there is changed a little.

The page's worker computes it while it is idle. What a model does only once something has been
changed, such as an import or a table that it keeps, is done by the time a reader changes it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from refit.cache import Json
from refit.essay.controls import MOST_PREPARED, Control
from refit.essay.reachable_states import in_order
from refit.essay.scenes import Scene, State, Step
from refit.figures.charts import Figure
from refit.numbers import shortest
from refit.tables import Column, Tables


def nearby(scene: Scene, figure: Figure, tables: Mapping[str, Tables]) -> Json:
    """Return what differs from the scene's defaults in a state near its first step with a control.

    Nothing differs if nothing can be changed. ``tables`` are those of its steps, by their ids.
    """
    for step in scene.steps:
        if changed := changes(step, figure, tables[step.id]):
            state = step.state | changed
            return {key: value for key, value in state.items() if value != scene.defaults[key]}
    return {}


def changes(step: Step, figure: Figure, tables: Tables) -> State:
    """Return the keys that a reader can change in a step, each with a value near its own."""
    found: State = {}
    for control in step.controls.values():
        for value in neighbours(control, step.state[control.key]):
            if in_order(step, step.state | found | {control.key: value}):
                found[control.key] = value
                break
    for rule in figure.drag:
        found |= moved(rule, step.state, tables.get(rule["table"], {}))
    return found


def neighbours(control: Control, own: Any) -> Sequence[object]:
    """Return values of a control beside its own, the better one first.

    What is pointed at or guessed has none: it is shown, not computed.
    """
    if control.kind == "button":
        return (own + 1,)
    if control.kind == "toggle":
        return (not own,)
    if control.kind == "select":
        return [value for value in control.options if value != own][:1]
    if not control.is_range:
        return ()
    values = control.values(MOST_PREPARED)
    return [
        *[value for value in values if value > own][:1],
        *[value for value in values if value < own][-1:],
    ]


def moved(rule: Json, state: State, table: Mapping[str, Column]) -> State:
    """Return the key of rows that can be dragged, with the first of them a step further."""
    for key, x, y, can_move in zip(
        *(table.get(name, ()) for name in ("key", "x", "y", "draggable")), strict=False
    ):
        if can_move:
            place = [
                further(value, limits, step)
                for value, limits, step in zip((x, y), rule["limits"], rule["step"], strict=True)
            ]
            name = key if isinstance(key, str) else shortest(float(key))
            return {rule["state"]: state[rule["state"]] | {str(name): place}}
    return {}


def further(value: float, limits: tuple[float, float] | None, step: float) -> float:
    """Return a coordinate that is a step further, within its limits; the same if it has none."""
    if limits is None:
        return float(value)
    low, high = limits
    return float(min(high, value + step) if value < high else max(low, value - step))
