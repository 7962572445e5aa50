"""The states that a reader can reach with the controls."""

from collections.abc import Iterator

from refit.essay.controls import Control
from refit.essay.scenes import STATE, Scene
from refit.numbers import shortest


def reachable(scene: Scene) -> Iterator[tuple[Control, STATE]]:
    """Yield the states at the ends of every control, one key changed in the first step's state."""
    first = scene.steps[0].state
    for control in scene.controls.values():
        for value in ends(control, first[control.key]):
            if value != first[control.key] or type(value) is not type(first[control.key]):
                yield control, first | {control.key: value}


def ends(control: Control, value: object) -> tuple[object, ...]:
    """Return the values to try, as the browser would send them: whole numbers without a point."""
    if control.kind == "slider":
        return shortest(control.minimum), shortest(control.maximum)
    if control.kind == "select":
        return control.options
    if control.kind == "toggle":
        return False, True
    return (value + 1,) if isinstance(value, int) else ()
