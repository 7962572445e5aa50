"""Rows that can be pointed at: the rules of ``usermeta``'s ``point``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from refit.cache import Json
from refit.errors import AuthorError, line_of
from refit.essay.controls import POINT, Control
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State, Step
from refit.model.results import as_values
from refit.tables import Tables

NO_ROW = "no such row"  # a key that a model must bear with: rows come and go, and links are old

Told = tuple[str, str]  # a problem and its remedy


def values_in(rules: Iterable[Json], state: State) -> State:
    """Return the values of the parameters whose rows a state chooses."""
    return {rule["param"]: state[rule["state"]] for rule in rules if "state" in rule}


def with_kinds(rules: list[Json], signals: list[Json]) -> list[Json]:
    """Return the rules, saying ``numbers`` of those whose parameter begins as None."""
    numeric = {each["name"] for each in signals if each.get("value", "") is None}
    return [rule | {"numbers": True} if rule.get("param") in numeric else rule for rule in rules]


def no_row(keys: list[str] | list[float]) -> str | float:
    """Return a key of the kind of others that no row has."""
    numbers = [key for key in keys if not isinstance(key, str)]
    return max(numbers) + 1 if numbers else NO_ROW


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
    param = rule["param"]
    add = f"write alt.param(name={param!r}, value=''), or value=None where keys are numbers"
    none = {"name": param, "value": None if rule.get("numbers") else ""}
    if param == "lit":
        yield "'lit' is the parameter of marked terms", "give what is pointed at another name"
    elif param in scene.defaults and rule.get("state") != param:
        problem = f"the parameter {param!r} is a key of the state, which drives it"
        yield problem, f'write "state": {param!r} too, or give the parameter another name'
    elif not any(signal["name"] == param for signal in signals):
        yield f"usermeta's point names the parameter {param!r}, which the chart has not", add
    elif any(signal["name"] == param and signal != none for signal in signals):
        yield f"the parameter {param!r} does not begin as '' or None, which is no row", add


def wrong_state(scene: Scene, rule: Json) -> Iterator[Told]:
    """Yield what keeps the key of a row from going to the state."""
    key = rule.get("state")
    if key is None:
        return
    kind, none = ("number", None) if rule.get("numbers") else ("text", "")
    if key not in scene.defaults:
        keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
        yield f"usermeta's point names the state's key {key!r}, which is not there", keys
    elif not is_of_kind(scene.defaults[key], kind):
        problem = f"the key of a row goes to the state's {key!r}, which is no {kind}"
        yield problem, f"write {key!r}: {none!r} in STATES, or the key of the row to begin with"
    elif "by" in rule:
        yield "a rule of usermeta's point has both `state` and `by`", "leave one of them out"


def is_of_kind(value: object, kind: str) -> bool:
    """Tell whether a value may stand for a row whose key is a text, or a number."""
    if kind == "text":
        return isinstance(value, str)
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def check_keys(
    essay: Essay, scene: Scene, rules: list[Json], tables: Mapping[str, Tables]
) -> list[AuthorError]:
    """Return an error for each table of rules whose rows have other names than their parameter."""
    file = essay.folder / "model.py"
    line = line_of(file, scene.function)
    found = {}
    for rule in rules:
        for column in ("key", str(rule.get("by", "key"))):
            for each in tables.values():
                keys = as_values(each.get(str(rule["table"]), {}).get(column, []))
                wants = "numbers" if rule.get("numbers") else "words"
                holds = "words" if any(isinstance(key, str) for key in keys) else "numbers"
                if not keys or (column == "key" and "by" in rule) or holds == wants:
                    continue
                none = None if holds == "numbers" else ""
                problem = f"rows of {rule['table']!r} are pointed at, and `{column}` holds {holds}"
                remedy = f"say that there is none by {none!r}: alt.param(name={rule['param']!r}"
                remedy += f", value={none!r})"
                if "state" in rule:
                    remedy += f", and {rule['state']!r}: {none!r} in STATES"
                found[problem] = AuthorError(problem, remedy, file, line)
    return [*found.values(), *wrong_steps(essay, scene, rules, tables)]


def wrong_steps(
    essay: Essay, scene: Scene, rules: list[Json], tables: Mapping[str, Tables]
) -> Iterator[AuthorError]:
    """Yield an error for each step that chooses a row which is not there."""
    for step in scene.steps:
        for rule in rules:
            value = step.state[rule["state"]] if "state" in rule else ""
            keys = as_values(tables[step.id].get(rule["table"], {}).get("key", []))
            if value in ("", None, *keys):
                continue
            problem = f"the step chooses the row {value!r} of {rule['table']!r}, which is not there"
            example = "3" if rule.get("numbers") else "'\"key\"'"
            there = ", ".join(map(str, keys)) or "none"
            remedy = f"its keys are {there}; write {rule['state']}={example}"
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
            POINT, rule["state"], rule["label"], step.line, options=(*keys, no_row(keys))
        )
        for rule in rules
        if "state" in rule and (keys := as_values(tables.get(rule["table"], {}).get("key", [])))
    }
