"""Controls of a scene: each sets one key of the scene's state, and limits its values."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.markup import Directive
from refit.essay.signatures import Signature, apply_signature
from refit.numbers import format_number, shortest

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
            "prepared": "a value",
            "play": "a value",
        },
        ("min", "max", "step", "label", "format"),
    ),
    "select": Signature(
        ':::{select} key options="one, two, three" label="Its name"',
        ("key",),
        {"options": "text", "label": "text", "prepared": "a value"},
        ("options", "label"),
    ),
    "toggle": Signature(
        ':::{toggle} key label="Its name"',
        ("key",),
        {"label": "text", "prepared": "a value"},
        ("label",),
    ),
    "button": Signature(
        ':::{button} resample key=seed label="Draw again", or :::{button} reset',
        ("action",),
        {"key": "text", "label": "text", "prepared": "a value"},
    ),
}
# The kinds that no directive of this module makes: rows of a figure that are pointed at, lines that
# move, a step through which scrolling sets a number, and a quiz whose guess the figure shows.
POINT, RULE, SCRUB, GUESS = "point", "rule", "scrub", "quiz"
RANGES = ("slider", RULE, SCRUB)  # kinds that set a number between two ends
MOST_SEED = 2**53 - 1  # browsers tell greater whole numbers no more apart

PLAY = 5.0  # seconds that a player takes from end to end
MOST_PREPARED = 101  # values of a slider whose results the build computes ahead


@dataclass(frozen=True)
class Control:
    """One control: the key of the state that it sets, and the values that it allows.

    ``prepared`` limits the number of values whose results a page has from the build; ``play`` is
    how many seconds a player takes for all of them, 0 if there is none.
    """

    kind: str
    key: str
    label: str
    line: int
    minimum: float = 0.0
    maximum: float = 0.0
    step: float = 0.0
    format: str = ""
    options: tuple[str | float, ...] = ()  # numbers if they are keys of rows
    prepared: int = MOST_PREPARED
    order: Json = field(default_factory=dict)  # the keys it stays "above" and "below"
    play: float = 0.0

    @classmethod
    def of_rule(cls, rule: Json, line: int = 0) -> "Control":
        """Return what a rule of a figure sets; ``line`` is that of its function in figures.py."""
        low, high = rule["limits"]
        low, high, step = map(float, (low, high, rule["step"]))
        order: Json = {side: rule[side] for side in ("above", "below") if side in rule}
        return cls(RULE, rule["state"], rule["label"], line, low, high, step, order=order)

    def is_in_order(self, state: Json) -> bool:
        """Tell whether a state keeps its value where its neighbours let it be."""
        value = state[self.key]
        above, below = (state.get(self.order.get(side, "")) for side in ("above", "below"))
        return (above is None or value >= above) and (below is None or value <= below)

    @property
    def is_range(self) -> bool:
        """Whether it sets a number between two ends."""
        return self.kind in RANGES

    def values(self, most: int) -> list[float | int]:
        """Return a slider's positions from end to end, evenly thinned out to ``most`` of them.

        Whole numbers are ``int``, as a browser sends them.
        """
        low, step = Decimal(str(self.minimum)), Decimal(str(self.step))
        last = int((Decimal(str(self.maximum)) - low) / step)
        count = min(last + 1, most)
        chosen = [round(i * last / (count - 1)) if count > 1 else 0 for i in range(count)]
        return [shortest(float(low + i * step)) for i in chosen]

    def has_domain_of(self, other: "Control") -> bool:
        """Tell whether two controls of one key allow the same values."""
        same_kind = self.kind == other.kind or (self.is_range and other.is_range)
        return same_kind and all(
            getattr(self, name) == getattr(other, name)
            for name in ("minimum", "maximum", "step", "options")
        )

    def refusal(self, value: object) -> str | None:
        """Return why this control cannot set a value, or None if it can."""
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        if self.is_range and (number is None or not self.minimum <= number <= self.maximum):
            return f"not a number from {self.minimum:g} to {self.maximum:g}"
        if self.is_range and number is not None and (between := self.between(number)):
            return between
        if self.kind in ("select", GUESS) and value not in self.options:
            return f"none of {', '.join(map(str, self.options))}"
        if self.kind == "toggle" and not isinstance(value, bool):
            return "neither true nor false"
        if self.kind == "button" and not (
            isinstance(number, int) and self.minimum <= number <= self.maximum
        ):
            return f"not a seed (a whole number from 0 to {MOST_SEED})"
        return None

    def between(self, value: float) -> str:
        """Say between which places of a slider a value lies; empty if it is one of them.

        A browser moves the slider's knob to the nearest place, while the model gets the value.
        """
        steps = (value - self.minimum) / self.step
        if math.isclose(steps, round(steps), abs_tol=1e-6) or value == self.maximum:
            return ""
        low = self.minimum + math.floor(steps) * self.step
        return f"between {low:g} and {low + self.step:g}, where the {self.kind} can stand"


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
    least = {"min": 0, "max": MOST_SEED if node.name == "button" else 0, "step": 0}
    low, high, step = (float(str(options.get(name, value))) for name, value in least.items())
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
        read_prepared(options.get("prepared", MOST_PREPARED), complain),
        play=read_play(options.get("play", "no"), complain),
    )
    if control.play and not control.prepared:
        raise complain(
            "a slider with play= runs through prepared results, and prepared=no leaves it none",
            "leave out one of the two",
        )
    if refusal := control.refusal(defaults[key]):
        raise complain(
            f"the state's default {key}={defaults[key]!r} is {refusal}",
            "change STATES in model.py, or this control",
        )
    return control


def read_prepared(value: object, complain: Callable[[str, str], AuthorError]) -> int:
    """Return how many values of a control are prepared at most: ``no``, or a number from 2."""
    if value in ("no", False):
        return 0
    if isinstance(value, int) and not isinstance(value, bool) and value >= 2:
        return value
    raise complain(
        f"prepared={value!r} is no number of values",
        f"write prepared=no, or a whole number from 2 (it is {MOST_PREPARED} otherwise)",
    )


def read_play(value: object, complain: Callable[[str, str], AuthorError]) -> float:
    """Return how many seconds a player takes: ``yes``, ``no``, or a number up to 60."""
    if value in ("no", "yes") or isinstance(value, bool):
        return PLAY if value in ("yes", True) else 0.0
    if isinstance(value, int | float) and 0.5 <= value <= 60:
        return float(value)
    raise complain(
        f"play={value!r} is no number of seconds", f"write play=yes ({PLAY:g}), or play=0.5 to 60"
    )


def slider_problem(low: float, high: float, step: float, spec: str) -> str:
    """Return why a slider cannot be moved or its numbers cannot be printed; empty if they can."""
    if not (low < high and 0 < step <= high - low):
        return f"no number lies from {low:g} to {high:g} in steps of {step:g}"
    try:
        format_number(low, spec)
    except ValueError as error:
        return str(error)
    return ""
