"""Rows that can be pointed at: the rules of ``usermeta``'s ``point``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from refit.cache import Json
from refit.errors import AuthorError, line_of
from refit.essay.controls import POINT, Control
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State, Step
from refit.tables import Tables

NO_ROW = "no such row"  # a key that a model must bear with: rows come and go, and links are old

Told = tuple[str, str]  # a problem and its remedy


def values_in(rules: Iterable[Json], state: State) -> State:
    """Return the values of the parameters whose rows a state chooses."""
    return {rule["param"]: state[rule["state"]] for rule in rules if "state" in rule}


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────


def meanings(
    scene: Scene, rules: list[Json], drawn: Iterable[str], signals: list[Json]
) -> Iterator[Told]:
    """Yield what is wrong with rules whose shapes are sound.

    ``drawn`` are the tables of the figure, ``signals`` those of its Vega specification.
    """
    seen: set[str] = set()
    for rule in rules:
        param = str(rule["param"])
        if rule["table"] not in drawn:
            problem = f"rows of {rule['table']!r} are pointed at, and the figure does not draw it"
            yield problem, f"it draws {', '.join(drawn)}"
        if param in seen:
            yield f"two rules of usermeta's point drive {param!r}", "give each its own parameter"
        seen.add(param)
        yield from wrong_parameter(scene, rule, signals)
        yield from wrong_state(scene, rule)
        if not isinstance(rule.get("card", True), bool):
            yield f"card of usermeta's point is {rule['card']!r}", 'write "card": True or False'


def wrong_parameter(scene: Scene, rule: Json, signals: list[Json]) -> Iterator[Told]:
    """Yield what keeps a rule from driving its parameter."""
    param, add = rule["param"], f"write alt.param(name={rule['param']!r}, value='')"
    if param == "lit":
        yield "'lit' is the parameter of marked terms", "give what is pointed at another name"
    elif param in scene.defaults and rule.get("state") != param:
        problem = f"the parameter {param!r} is a key of the state, which drives it"
        yield problem, f'write "state": {param!r} too, or give the parameter another name'
    elif not any(signal["name"] == param for signal in signals):
        yield f"usermeta's point names the parameter {param!r}, which the chart has not", add
    elif any(
        signal["name"] == param and signal != {"name": param, "value": ""} for signal in signals
    ):
        yield f"the parameter {param!r} does not begin as '', which is no row", add


def wrong_state(scene: Scene, rule: Json) -> Iterator[Told]:
    """Yield what keeps the key of a row from going to the state."""
    key = rule.get("state")
    if key is None:
        return
    if key not in scene.defaults:
        keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
        yield f"usermeta's point names the state's key {key!r}, which is not there", keys
    elif not isinstance(scene.defaults[key], str):
        problem = f"the key of a row goes to the state's {key!r}, which is no text"
        yield problem, f"write {key!r}: '' in STATES, or the key of the row to begin with"
    elif "by" in rule:
        yield "a rule of usermeta's point has both `state` and `by`", "leave one of them out"


def check_keys(
    essay: Essay, scene: Scene, rules: list[Json], tables: Mapping[str, Tables]
) -> list[AuthorError]:
    """Return an error for each table of rules whose rows are not named by words in some step."""
    file = essay.folder / "model.py"
    line = line_of(file, scene.function)
    found = {}
    for rule in rules:
        for column in ("key", str(rule.get("by", "key"))):
            for each in tables.values():
                values = each.get(str(rule["table"]), {}).get(column, [])
                if isinstance(values, list) or len(values) == 0:
                    continue
                problem = f"rows of {rule['table']!r} are pointed at, and `{column}` holds numbers"
                remedy = "write words, so that '' can say that there is none: [str(i) for i in …]"
                found[problem] = AuthorError(problem, remedy, file, line)
    return [*found.values(), *wrong_steps(essay, scene, rules, tables)]


def wrong_steps(
    essay: Essay, scene: Scene, rules: list[Json], tables: Mapping[str, Tables]
) -> Iterator[AuthorError]:
    """Yield an error for each step that chooses a row which is not there."""
    for step in scene.steps:
        for rule in rules:
            value = step.state[rule["state"]] if "state" in rule else ""
            keys = list(map(str, tables[step.id].get(rule["table"], {}).get("key", [])))
            if value == "" or value in keys:
                continue
            problem = f"the step chooses the row {value!r} of {rule['table']!r}, which is not there"
            remedy = f"its keys are {', '.join(keys) or 'none'}; write {rule['state']}='\"key\"'"
            yield AuthorError(problem, remedy, essay.text, step.line)


# ── the states that pointing leads to ────────────────────────────────────────────────────────────


def pointable(scene: Scene, rules: list[Json], tables: Mapping[str, Tables]) -> Scene:
    """Return a scene whose steps list the rows that lead to states, like the options of a control.

    ``tables`` are the results of its steps, by id. Where a control sets the same key, it is listed
    already.
    """
    steps = [
        replace(step, controls=rows_listed(step, rules, tables[step.id]) | step.controls)
        for step in scene.steps
    ]
    return replace(scene, steps=steps)


def rows_listed(step: Step, rules: list[Json], tables: Tables) -> dict[str, Control]:
    """Return what stands for the rows that can be pointed at in a step, by the key they set."""
    return {
        rule["state"]: Control(
            POINT, rule["state"], rule["label"], step.line, options=(*map(str, keys), NO_ROW)
        )
        for rule in rules
        if "state" in rule and len(keys := tables.get(rule["table"], {}).get("key", [])) > 0
    }
