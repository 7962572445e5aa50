"""The states that a reader can reach with the controls."""

from collections.abc import Iterator

from refit.essay.controls import Control
from refit.essay.scenes import Scene, State
from refit.numbers import shortest


def reachable(scene: Scene) -> Iterator[tuple[Control, State]]:
    """Yield the first step's state with one key changed, for each value that is tried."""
    first = scene.steps[0].state
    for control in scene.controls.values():
        for value in values_to_try(control, first[control.key]):
            if value != first[control.key] or type(value) is not type(first[control.key]):
                yield control, first | {control.key: value}


def values_to_try(control: Control, value: object) -> tuple[object, ...]:
    """Return a control's values that are tried: a slider's limits, all options, the next seed.

    They are as a browser sends them: whole numbers as ``int``.
    """
    if control.kind == "slider":
        return shortest(control.minimum), shortest(control.maximum)
    if control.kind == "select":
        return control.options
    if control.kind == "toggle":
        return False, True
    return (value + 1,) if isinstance(value, int) else ()
