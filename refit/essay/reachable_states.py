"""The states that a reader can reach in a step: by controls and scrolling, alone and in pairs.

An edit is in force where its key is offered. So in each step a reader sees the step's own state,
with some values of the controls that this step offers. Rows that are dragged cannot be listed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from refit.essay.controls import GUESS, POINT, Control
from refit.essay.scenes import Scene, State, Step
from refit.numbers import shortest


@dataclass(frozen=True)
class Reached:
    """A state of a step, and the controls by which a reader reaches it: none, one or two."""

    step: Step
    state: State
    controls: tuple[Control, ...] = ()


def reachable(scene: Scene) -> Iterator[Reached]:
    """Yield the states of all steps: their own, then those by one control, then by two.

    States that several steps have are yielded for each of them.
    """
    for step in scene.steps:
        yield Reached(step, step.state)
        yield from by_one(step)
        yield from by_two(step)


def by_one(step: Step) -> Iterator[Reached]:
    """Yield a step's states by each control, and by scrolling: all prepared values, and ends."""
    for control in step.moves:
        own = step.state[control.key]
        for value in {
            repr(value): value for value in (*prepared_values(control, own), *ends(control, own))
        }.values():
            state = step.state | {control.key: value}
            if not is_same(value, own) and in_order(step, state):
                yield Reached(step, state, (control,))


def by_two(step: Step) -> Iterator[Reached]:
    """Yield a step's states by each pair of its controls, both at an end."""
    for one, other in combinations(step.moves, 2):
        if one.key == other.key:
            continue
        for first in ends(one, step.state[one.key]):
            for second in ends(other, step.state[other.key]):
                changed = {one.key: first, other.key: second}
                state = step.state | changed
                is_new = not any(is_same(value, step.state[key]) for key, value in changed.items())
                if is_new and in_order(step, state):
                    yield Reached(step, state, (one, other))


def in_order(step: Step, state: State) -> bool:
    """Tell whether no edge of a range has passed the other."""
    return all(control.is_in_order(state) for control in step.controls.values())


def ends(control: Control, own: object) -> tuple[object, ...]:
    """Return a control's outermost values: the limits of a range, all options, the next seed.

    Of rows that are pointed at, they are the first and one that is not there.

    Of a quiz, they are its first and its last guess.

    They are as a browser sends them: whole numbers as ``int``.
    """
    if control.is_range:
        return shortest(control.minimum), control.values(2)[-1]
    if control.kind == "select":
        return control.options
    if control.kind == POINT:
        return control.options[0], control.options[-1]
    if control.kind == GUESS:
        return control.options[1], control.options[-1]
    if control.kind == "toggle":
        return False, True
    return (own + 1,) if isinstance(own, int) else ()


def prepared_values(control: Control, own: object) -> tuple[object, ...]:
    """Return the values of a control whose results a page has from the build."""
    if control.prepared == 0:
        return ()
    if control.is_range:
        return tuple(control.values(control.prepared))
    if control.kind == POINT:
        return evenly(control.options[:-1], control.prepared)
    if control.kind == GUESS:
        return control.options[1:]
    return ends(control, own)


def evenly(values: tuple[object, ...], most: int) -> tuple[object, ...]:
    """Return so many values at most, the first and the last among them."""
    last = len(values) - 1
    if last < most:
        return values
    return tuple(values[round(i * last / (most - 1))] for i in range(most))


def is_same(one: object, other: object) -> bool:
    """Tell whether two values are one in the model's eyes; ``True`` and ``1`` are not."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
