"""What a step says of time: which result of a stream it shows, and what scrolling drives."""

import re
from dataclasses import replace

from refit.essay.controls import Control
from refit.numbers import shortest

FIRST, LAST = "first", "last"
SHOWS = "write shows=first, shows=last, or shows=3 for the third"
SCRUB = 'write scrub="key to 12", or scrub="key to 12 by 0.5"'
WRITTEN = re.compile(r"(\w+) to (-?[\d.]+(?:e-?\d+)?)(?: by ([\d.]+(?:e-?\d+)?))?")
FRAMES = 40  # between values that are not whole, where nothing says how many

Shown = int | str  # a result of a stream: its number from 1, or "last"


class PlayingError(ValueError):
    """What a step says cannot be done: (problem, remedy)."""


def read_shows(value: object) -> Shown:
    """Return which result of a stream a step shows."""
    if value in ("", LAST):
        return LAST
    if value == FIRST:
        return 1
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    raise PlayingError(f"shows={value!r} is no result of a stream", SHOWS)


def read_scrub(
    text: str, state: dict[str, object], controls: dict[str, Control], line: int
) -> Control:
    """Return what scrolling through a step sets: a number, from the step's own value on.

    ``controls`` are those of the scene: a slider of the key says where it can stand.
    """
    match = WRITTEN.fullmatch(text.strip())
    if not match:
        raise PlayingError(f"scrub={text!r} names no way", SCRUB)
    key, goal = match[1], float(match[2])
    if key not in state:
        raise PlayingError(f"the step scrubs {key!r}, which is no key", f"keys: {', '.join(state)}")
    own = state[key]
    if not isinstance(own, int | float) or isinstance(own, bool):
        raise PlayingError(f"the step scrubs {key}={own!r}, which is no number", SCRUB)
    if goal == own:
        raise PlayingError(f"the step scrubs {key} from {own:g} to {goal:g}", "give it another end")
    control = controls.get(key)
    if control and (refusal := control.refusal(shortest(goal))):
        where = f"the {control.kind} in line {control.line} sets it"
        raise PlayingError(f"the step scrubs {key} to {goal:g}, which is {refusal}", where)
    low, high = sorted((float(own), goal))
    step = float(match[3]) if match[3] else step_of(low, high, control)
    found = Control("scrub", key, "", line, low, high, step)
    if step <= 0 or shortest(high) not in found.values(10**6)[-1:]:
        problem = f"{key} does not come from {low:g} to {high:g} in steps of {step:g}"
        raise PlayingError(problem, SCRUB)
    return replace(found, prepared=control.prepared) if control and control.prepared else found


def step_of(low: float, high: float, control: Control | None) -> float:
    """Return the step of a scrubbed key for which nothing else is written."""
    if control and control.is_range:
        return control.step
    return 1.0 if low.is_integer() and high.is_integer() else (high - low) / FRAMES


def frames(scrub: Control, own: object) -> list[float | int]:
    """Return the values that scrolling sets, from the step's own on."""
    values = scrub.values(scrub.prepared)
    return values if values[0] == own else values[::-1]
