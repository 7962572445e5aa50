"""Guesses: what a reader answers in a quiz, where the quiz puts it into the state of its scene.

``guess=key`` of a quiz in a step makes it a control of that step: as soon as the guess is checked,
it is the value of the key, in the model's units, and the figure and the model can show it. Before,
and when it is taken back, the key has the step's own value, which is none of the guesses.
"""

import re
from decimal import Decimal
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.controls import GUESS, MOST_PREPARED, Control
from refit.essay.markup import Directive
from refit.essay.signatures import Signature, apply_signature
from refit.numbers import shortest

QUIZ = Signature(
    '::::{quiz} name answer="scene/table[key].column | .0%" min=0 max=1 step=0.01, '
    'or choices="one, two" for min, max and step',
    ("name",),
    {
        "answer": "text",
        "min": "a number",
        "max": "a number",
        "step": "a number",
        "start": "a number",
        "within": "a number",
        "choices": "text",
        "state": "an object",
        "guess": "text",
    },
    ("answer",),
)


def read_guess(node: Directive, defaults: Json, file: Path) -> Control | None:
    """Return the control that a quiz is; None where it has no ``guess``.

    Raises
    ------
    AuthorError
        If its guess has no key in the state, or cannot be one of a few values.
    """
    options = apply_signature(node, QUIZ, file).options
    if "guess" not in options:
        return None

    def complain(problem: str, remedy: str) -> AuthorError:
        return AuthorError(problem, remedy, file, node.line)

    key = str(options["guess"])
    if key not in defaults:
        raise complain(f"the state has no key {key!r}", f"its keys are {', '.join(defaults)}")
    nothing = defaults[key]
    choices = guesses(options)
    if len(choices) > MOST_PREPARED:
        raise complain(
            f"the scale of a guess that the figure shows has {len(choices)} places",
            f"give it a step with which it has {MOST_PREPARED} at most",
        )
    if nothing in choices:
        raise complain(
            f"the state's default {key}={nothing!r} is one of the guesses",
            "choose a default in STATES of model.py that says that nothing is guessed, such as -1",
        )
    return Control(GUESS, key, "", node.line, options=(nothing, *choices))


def guesses(options: Json) -> list[str | float]:
    """Return the values that a quiz can take, in the model's units."""
    if "choices" in options:
        spec = str(options["answer"]).partition("|")[2].strip()
        return [as_guess(part, spec) for part in split_choices(str(options["choices"]))]
    if not {"min", "max", "step"} <= set(options):
        return []  # which the quiz itself complains of
    low, high, step = (Decimal(str(options[name])) for name in ("min", "max", "step"))
    if not (low < high and 0 < step <= high - low):
        return []
    return [shortest(float(low + i * step)) for i in range(int((high - low) / step) + 1)]


def split_choices(text: str) -> list[str]:
    """Return the choices that a text lists, with a comma and a space between them."""
    return [part.strip() for part in re.split(r",\s+", text.strip()) if part]


def as_guess(text: str, spec: str) -> str | float:
    """Return a choice as the model has it: a number where the answer is printed by a format."""
    number = text.replace("\N{MINUS SIGN}", "-").replace(",", "").rstrip("% \u202f")
    try:
        value = Decimal(number) / (100 if spec.endswith("%") else 1)
    except ArithmeticError:
        return text
    return shortest(float(value)) if spec else text
