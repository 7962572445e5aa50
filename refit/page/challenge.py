"""Challenges: a goal that the reader brings the model to, by whatever a scene lets them change.

``::::{challenge} name goal="scene/table[key].column >= 90%" solution='{"key": value}'``: the prose
inside is the task, and each ``:::{hint}`` in it is opened after the one before. ``:::{answer}``,
what the reader has shown, opens once the challenge is solved. The page judges what the model
returns for the reader's own state. The build refuses a goal that is met before anybody has done
anything, and one that the solution does not meet by what a step lets readers change. Readers never
see the solution.
"""

from dataclasses import dataclass

from markupsafe import Markup

from refit.essay.markup import Directive
from refit.essay.scenes import Scene, State, Step
from refit.essay.signatures import Signature, apply_signature
from refit.model.results import tables_of
from refit.page.goals import EXAMPLE, Condition, is_met, read_goal
from refit.page.live_numbers import LiveError, scene_named
from refit.page.questions import ANSWER, apart, check_state, name_of
from refit.page.renderer import EssayRenderer, directive
from refit.tables import Tables

SIGNATURE = Signature(
    '::::{challenge} name goal="scene/table[key].column >= 90% and scene/table.column < 3" '
    "solution='{\"key\": 1}'",
    ("name",),
    {"goal": "text", "solution": "an object"},
    ("goal", "solution"),
)
HINT = Signature(":::{hint}")


@dataclass(frozen=True)
class Task:
    """A goal, the scene whose model judges it, and the steps in which it can be met."""

    goal: list[Condition]
    scene: Scene
    steps: list[Step]


@directive("challenge", SIGNATURE)
def challenge(page: EssayRenderer, node: Directive) -> Markup:
    """Render a challenge."""
    name = name_of(page, node)
    hints, rest = apart(node.children, "hint")
    answers, task = apart(rest, "answer")
    if not task:
        raise page.error(
            "a challenge has no task", "write what is to be done, then :::{hint}", node.line
        )
    for each in (*hints, *answers):
        apply_signature(each, HINT if each.name == "hint" else ANSWER, page.essay.text)
    if len(answers) > 1:
        raise page.error("a challenge holds one answer at most", "join the two", answers[1].line)
    asked = read_task(page, node)
    check_solution(page, node, asked)
    return page.render_template(
        "challenge",
        name=name,
        scene=asked.scene,
        goal=[condition.as_json() for condition in asked.goal],
        task=page.render(task),
        hints=[page.render(hint.children) for hint in hints],
        answer=page.render(answers[0].children) if answers else "",
    )


@directive("hint", HINT)
def hint(page: EssayRenderer, node: Directive) -> Markup:
    """Refuse a hint outside a challenge; `challenge` renders those inside."""
    remedy = "put it inside ::::{challenge}"
    raise page.error("{hint} stands outside a challenge", remedy, node.line)


def read_task(page: EssayRenderer, node: Directive) -> Task:
    """Return what is asked; refuse what no model can judge, or what is met from the beginning."""
    try:
        goal = read_goal(str(node.options["goal"]))
    except LiveError as error:
        raise page.error(f"goal: {error.args[0]}", error.args[1], node.line) from None
    scene = scene_of(page, node, goal)
    here = page.here.step if page.here and page.here.scene is scene else None
    steps = [here] if here else scene.steps
    missing: list[LiveError] = []
    for step in steps:
        tables = page.tables[step.id]
        try:
            states = [condition.holds(tables) for condition in goal]
        except LiveError as error:
            missing.append(error)
            continue
        if all(states):
            raise page.error(
                f"the goal is met in step {step.id} before anybody has done anything",
                "ask for more, or let the step begin elsewhere",
                node.line,
            )
    if len(missing) == len(steps):
        problem, remedy = missing[0].args
        raise page.error(f"goal: {problem}", remedy, node.line)
    return Task(goal, scene, steps)


def scene_of(page: EssayRenderer, node: Directive, goal: list[Condition]) -> Scene:
    """Return the scene whose model judges a goal."""
    own = page.here.scene.id if page.here else None
    names = {value.scene or own for condition in goal for value in condition.values}
    if None in names:
        raise page.error(
            "this challenge stands outside a scene", f"name one: scene/{EXAMPLE}", node.line
        )
    if len(names) > 1:
        listed = ", ".join(sorted(map(str, names)))
        raise page.error(
            f"the goal asks several scenes: {listed}", "write a challenge for each", node.line
        )
    (name,) = names
    return scene_named(page, str(name), node.line, page.essay.scenes)


def check_solution(page: EssayRenderer, node: Directive, asked: Task) -> None:
    """Refuse a solution that is none: in one of the steps, the model must say that it is."""
    changed = node.options["solution"]
    assert isinstance(changed, dict)
    check_state(page, node, asked.scene, changed)
    for step in solvable_steps(page, node, asked, changed):
        tables = tables_of(page.essay, asked.scene, step.state | changed)
        if is_met(asked.goal, tables):
            return
    texts = [told(condition, tables) for condition in asked.goal]
    raise page.error(
        f"the solution does not meet the goal: {'; '.join(filter(None, texts))}",
        "write another, or a goal that can be met",
        node.line,
    )


def solvable_steps(page: EssayRenderer, node: Directive, asked: Task, changed: State) -> list[Step]:
    """Return the steps in which a reader can change all that the solution changes."""
    of_each = page.figures[asked.scene.id]["offers"]
    offers = dict(zip((step.id for step in asked.scene.steps), of_each, strict=True))
    steps = [step for step in asked.steps if changed.keys() <= {*offers[step.id]}]
    if steps:
        return steps
    offered = {step.id: ", ".join(offers[step.id]) or "nothing" for step in asked.steps}
    where = "step" if len(offered) == 1 else "any of the steps"
    lists = "; ".join(f"{step} offers {keys}" for step, keys in offered.items())
    raise page.error(
        f"the solution changes {', '.join(changed)}, which readers cannot all change in {where} "
        f"{', '.join(offered)}",
        f"write a solution by what a step offers, or give it a control ({lists})",
        node.line,
    )


def told(condition: Condition, tables: Tables) -> str:
    """Tell what a condition that does not hold finds in the tables; nothing if it holds."""
    try:
        if condition.holds(tables):
            return ""
        value = condition.left.value(tables)
        shown = value if isinstance(value, str) else f"{value:.6g}"
        return f"{condition.left.reference} is {shown}"
    except LiveError as error:
        return str(error.args[0])
