"""Controls of a scene: each sets one key of the scene's state, and limits its values."""

import math
from dataclasses import dataclass
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.markup import Directive
from refit.essay.signatures import Signature, apply_signature
from refit.numbers import format_number

SIGNATURES = {
    "slider": Signature(
        ':::{slider} key min=0 max=1 step=0.01 label="Its name" format=.2f',
        ("key",),
        {
            "min": "a number",
            "max": "a number",
            "step": "a number",
            "label": "text",
            "format": "text",
        },
        ("min", "max", "step", "label", "format"),
    ),
    "select": Signature(
        ':::{select} key options="one, two, three" label="Its name"',
        ("key",),
        {"options": "text", "label": "text"},
        ("options", "label"),
    ),
    "toggle": Signature(
        ':::{toggle} key label="Its name"', ("key",), {"label": "text"}, ("label",)
    ),
    "button": Signature(
        ':::{button} resample key=seed label="Draw again", or :::{button} reset',
        ("action",),
        {"key": "text", "label": "text"},
    ),
}


@dataclass(frozen=True)
class Control:
    """One control: the key of the state that it sets, and the values that it allows."""

    kind: str
    key: str
    label: str
    line: int
    minimum: float = 0.0
    maximum: float = 0.0
    step: float = 0.0
    format: str = ""
    options: tuple[str, ...] = ()

    def refusal(self, value: object) -> str | None:
        """Return why this control cannot set a value, or None if it can."""
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        if self.kind == "slider" and (number is None or not self.minimum <= number <= self.maximum):
            return f"not a number from {self.minimum:g} to {self.maximum:g}"
        if self.kind == "slider" and number is not None and (between := self.between(number)):
            return between
        if self.kind == "select" and value not in self.options:
            return f"none of {', '.join(self.options)}"
        if self.kind == "toggle" and not isinstance(value, bool):
            return "neither true nor false"
        if self.kind == "button" and not (isinstance(number, int) and number >= 0):
            return "not a seed (a whole number from 0)"
        return None

    def between(self, value: float) -> str:
        """Say between which places of a slider a value lies; empty if it is one of them.

        A browser moves the slider's knob to the nearest place, while the model gets the value.
        """
        steps = (value - self.minimum) / self.step
        if math.isclose(steps, round(steps), abs_tol=1e-6) or value == self.maximum:
            return ""
        low = self.minimum + math.floor(steps) * self.step
        return f"between {low:g} and {low + self.step:g}, where the slider can stand"


def read_control(node: Directive, defaults: Json, file: Path) -> Control | None:
    """Read a control's directive; None for a button that sets nothing.

    Raises
    ------
    AuthorError
        If it names no key of the state, or cannot hold the key's default.
    """
    signature = SIGNATURES[node.name]
    node = apply_signature(node, signature, file)

    def complain(problem: str, remedy: str = "") -> AuthorError:
        return AuthorError(problem, remedy or f"write {signature.example}", file, node.line)

    options = node.options
    if node.name == "button":
        action = node.arguments[0]
        if action == "reset":
            return None
        if action != "resample" or "key" not in options:
            raise complain(f"a button can resample a key or reset, not {action!r}")
        key = str(options["key"])
    else:
        key = node.arguments[0]
    if key not in defaults:
        keys = ", ".join(defaults)
        raise complain(f"the state has no key {key!r}", f"its keys are {keys}")
    low, high, step = (float(str(options.get(name, 0))) for name in ("min", "max", "step"))
    if node.name == "slider" and (problem := slider_problem(low, high, step, options["format"])):
        raise complain(problem)
    choices = tuple(part.strip() for part in str(options.get("options", "")).split(",") if part)
    control = Control(
        node.name,
        key,
        str(options.get("label", "")),
        node.line,
        low,
        high,
        step,
        str(options.get("format", "")),
        choices,
    )
    if refusal := control.refusal(defaults[key]):
        raise complain(
            f"the state's default {key}={defaults[key]!r} is {refusal}",
            "change STATES in model.py, or this control",
        )
    return control


def slider_problem(low: float, high: float, step: float, spec: str) -> str:
    """Return why a slider cannot be moved or its numbers cannot be printed; empty if they can."""
    if not (low < high and 0 < step <= high - low):
        return f"no number lies from {low:g} to {high:g} in steps of {step:g}"
    try:
        format_number(low, spec)
    except ValueError as error:
        return str(error)
    return ""
