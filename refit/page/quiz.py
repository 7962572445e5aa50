"""Quizzes: the reader predicts, then checks; the right answer is whatever the model computes.

``::::{quiz} name answer="scene/table[key].column | .0%"`` with ``min``, ``max`` and ``step`` takes
a guess on a scale, with ``choices="one, two"`` a choice of words or numbers. The prose inside is
the question; ``:::{answer}`` in it is shown after checking, or unfolded where no script runs.
"""

from dataclasses import dataclass
from math import inf

from markupsafe import Markup

from refit.cache import Json
from refit.essay.guesses import QUIZ, as_guess, split_choices
from refit.essay.markup import Directive
from refit.essay.scenes import Scene, Step
from refit.essay.signatures import apply_signature
from refit.model.results import tables_of
from refit.numbers import ENGLISH, NumberRules, format_number
from refit.page.live_numbers import (
    LiveError,
    LiveNumber,
    as_key,
    printed,
    read_live_number,
    scene_and_tables,
)
from refit.page.questions import ANSWER, apart, check_state, name_of
from refit.page.renderer import EssayRenderer, directive
from refit.tables import Tables

SCALE = ("min", "max", "step", "start", "within")


@dataclass(frozen=True)
class Question:
    """The model's answer and its printed form, and the scene, step and tables it comes from."""

    value: str | float
    printed: str
    format: str
    scene: Scene
    step: Step
    tables: Tables

    @property
    def exact(self) -> str:
        """The value as JavaScript reads it."""
        return as_key(self.value)


@dataclass(frozen=True)
class Scale:
    """The scale a guess is placed on, in the units the reader sees, as JavaScript reads them."""

    unit: str
    format: str
    minimum: str
    maximum: str
    step: str
    start: str
    within: str


@directive("quiz", QUIZ)
def quiz(page: EssayRenderer, node: Directive) -> Markup:
    """Render a quiz."""
    name = name_of(page, node)
    answers, question = apart(node.children, "answer")
    if len(answers) != 1 or not question:
        raise page.error(
            "a quiz holds a question and one answer",
            "write the question, then :::{answer} with what explains it",
            node.line,
        )
    found = apply_signature(answers[0], ANSWER, page.essay.text)
    asked = ask(page, node)
    has_choices = "choices" in node.options
    return page.render_template(
        "quiz",
        name=name,
        question=page.render(question),
        answer=render_answer(page, found, asked),
        asked=asked,
        choices=read_choices(page, node, asked) if has_choices else None,
        guess=read_key(page, node, asked),
        scale=None if has_choices else read_scale(page, node, asked),
    )


@directive("answer", ANSWER)
def answer(page: EssayRenderer, node: Directive) -> Markup:
    """Refuse an answer outside; `quiz` and `challenge` render those inside."""
    remedy = "put it inside ::::{quiz} or ::::{challenge}"
    raise page.error("{answer} stands outside a quiz or a challenge", remedy, node.line)


def ask(page: EssayRenderer, node: Directive) -> Question:
    """Return the question, with the model's answer in the quiz's own state or in its step's."""
    try:
        live = read_live_number(str(node.options["answer"]), "step")
    except LiveError as error:
        raise page.error(error.args[0], error.args[1], node.line) from None
    scene, tables = scene_and_tables(page, live.scene, node.line)
    step = page.here.step if page.here and page.here.scene is scene else scene.steps[0]
    if live.whose == "reader":
        raise page.error(
            "the answer speaks of the reader's state, which changes",
            "leave out `| reader`",
            node.line,
        )
    state = node.options.get("state")
    if isinstance(state, dict):
        full = check_state(page, node, scene, state)
        step, tables = Step(step.id, state, [], node.line, full), tables_of(page.essay, scene, full)
    value, printed = read_answer(page, live, tables, node.line)
    return Question(value, printed, live.format or "", scene, step, tables)


def read_key(page: EssayRenderer, node: Directive, asked: Question) -> Json | None:
    """Return the key of the state that takes the guess, and its value before there is one."""
    if "guess" not in node.options:
        return None
    here = page.here
    if not (here and here.step and here.scene is asked.scene):
        raise page.error(
            "the guess of a quiz goes into the figure that stands beside it",
            f"put the quiz into a step of scene {asked.scene.id!r}, or leave out guess=",
            node.line,
        )
    key = str(node.options["guess"])
    return {"key": f"{asked.scene.id}.{key}", "nothing": here.step.state[key]}


def read_answer(
    page: EssayRenderer, live: LiveNumber, tables: Tables, line: int
) -> tuple[str | float, str]:
    """Return the answer's value and its printed text."""
    try:
        return live.value(tables), printed(page, live, tables)
    except LiveError as error:
        raise page.error(error.args[0], error.args[1], line) from None


def render_answer(page: EssayRenderer, node: Directive, asked: Question) -> Markup:
    """Render the answer; live numbers in it speak of the state that the quiz asks about."""
    with page.speaking_of(asked.scene, asked.step, asked.tables):
        return page.render(node.children)


def read_choices(page: EssayRenderer, node: Directive, asked: Question) -> dict[str, str | float]:
    """Return the choices as they are printed, one of them the model's answer, and as guesses."""
    if extra := [key for key in SCALE if key in node.options]:
        raise page.error(
            f"a quiz with choices has no {extra[0]}", f"write {QUIZ.example}", node.line
        )
    parts = split_choices(str(node.options["choices"]))
    choices = {
        as_printed(part, page.numbers) if asked.format else page.say(part): as_guess(
            part, asked.format
        )
        for part in parts
    }
    if len(choices) < 2 or len(choices) < len(parts):
        raise page.error(
            "a quiz needs two choices or more, all different", 'write choices="one, two"', node.line
        )
    if asked.printed not in choices:
        texts = (asked.printed, *choices)
        answer, *others = (typed(each, page.numbers) if asked.format else each for each in texts)
        raise page.error(
            f"the model's answer is {answer}, which is none of the choices",
            f"write it among them; they are {', '.join(others)}",
            node.line,
        )
    return choices


def as_printed(text: str, rules: NumberRules) -> str:
    """Return a typed number as `format_number` prints it."""
    number = text.strip().replace("\N{MINUS SIGN}", "-")
    before, after = rules.percent if number.endswith("%") else ("", "")
    digits = number.lstrip("+-").rstrip("% \u202f")
    sign = {"-": rules.minus, "+": rules.plus}.get(number[:1], "")
    marks = str.maketrans({".": rules.decimal, ",": rules.group})
    return f"{sign}{before}{digits.translate(marks)}{after}"


def typed(text: str, rules: NumberRules) -> str:
    """Return a printed number as an author types it: with a hyphen and a point."""
    signs = {rules.minus: "-", rules.plus: "+"}
    printed = next(filter(text.startswith, signs), "")
    sign, digits, percent = signs.get(printed, ""), text.removeprefix(printed), ""
    if "%" in text:
        before, after = rules.percent
        digits, percent = digits.removeprefix(before).removesuffix(after), " %"
    marks = str.maketrans({rules.decimal: ".", rules.group: ","})
    return f"{sign}{digits.translate(marks)}{percent}"


def read_scale(page: EssayRenderer, node: Directive, asked: Question) -> Scale:
    """Return the scale for guesses, which must include the model's answer."""
    if isinstance(asked.value, str):
        raise page.error(
            f"the answer is a word, {asked.value!r}", 'write choices="one, two"', node.line
        )
    missing = [key for key in ("min", "max", "step") if key not in node.options]
    if missing:
        raise page.error(f"{{quiz}} has no {missing[0]}", f"write {QUIZ.example}", node.line)
    least, most, step = (float(str(node.options[key])) for key in ("min", "max", "step"))
    within = float(str(node.options.get("within", 0)))
    is_scale = -inf < least < most < inf and 0 < step <= most - least and within >= 0
    middle = least + round((most - least) / 2 / step) * step if is_scale else least
    start = float(str(node.options.get("start", middle)))
    if not (is_scale and least <= start <= most):
        raise page.error(
            f"no guess lies from {least:g} to {most:g} in steps of {step:g}",
            f"write {QUIZ.example}",
            node.line,
        )
    if not least <= asked.value <= most:
        ends = [typed(format_number(end, asked.format), ENGLISH) for end in (least, most)]
        answer = typed(asked.printed, page.numbers)
        raise page.error(
            f"the model's answer is {answer}, which is not on the scale",
            f"the scale goes from {ends[0]} to {ends[1]}",
            node.line,
        )
    percent = asked.format.endswith("%")
    times = 100 if percent else 1
    exact = [as_key(round(times * number, 9)) for number in (least, most, step, start, within)]
    unit = "%" if percent else ""
    return Scale(unit, asked.format.replace("%", "f").replace("+", ""), *exact)
