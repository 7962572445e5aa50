"""Checks of what a chart's ``usermeta`` means; `refit.figures.rules` has checked its shapes."""

from collections import Counter
from collections.abc import Iterator

from refit.cache import Json
from refit.errors import AuthorError, line_of
from refit.essay.controls import Control
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.figures import pointing
from refit.figures.charts import Figure
from refit.figures.ghosts import undrawn
from refit.figures.panels import Place
from refit.figures.raster import Told, wrong_places
from refit.figures.rules import AXES, PAIRS
from refit.tables import Tables

CONTINUOUS = (
    "linear",
    "log",
    "pow",
    "sqrt",
    "symlog",
    "time",
    "utc",
)  # scales that can be inverted
TALLEST = 1.2  # a narrow figure's height over its width


def check_usermeta(essay: Essay, scene: Scene, figure: Figure) -> list[AuthorError]:
    """Return the first error in the ``usermeta`` of a scene's chart, in a list; empty if none."""
    file = essay.folder / "figures.py"
    found = next(problems(scene, figure), None)
    return [AuthorError(*found, file, line_of(file, scene.function))] if found else []


def problems(scene: Scene, figure: Figure) -> Iterator[Told]:
    """Yield each problem, with its remedy."""
    yield from wrong_tables(figure)
    yield from undrawn(
        figure.still, figure.ghost, {each["name"] for each in figure.spec.get("data", [])}
    )
    yield from wrong_rasters(figure)
    signals = figure.spec.get("signals", [])
    yield from pointing.meanings(scene, figure.point, figure.needs, signals)
    yield from wrong_rows(scene, figure)
    yield from wrong_add(scene, figure)
    yield from wrong_rules(scene, figure)
    for rule in figure.drag + figure.add:
        for axis, limits in zip(AXES, rule["limits"], strict=True):
            yield from wrong_scale(figure, rule, axis, limits, "rows are moved along the scale")
    for rule in figure.rules:
        limits = rule["limits"]
        yield from wrong_scale(
            figure, rule, rule["axis"], limits, "a rule is moved along the scale"
        )
        if "span" in rule:
            other = "y" if rule["axis"] == "x" else "x"
            yield from wrong_scale(figure, rule, other, rule["span"], "a rule spans the scale")


def wrong_tables(figure: Figure) -> Iterator[Told]:
    """Yield each table that is named and not drawn."""
    drawn = "it draws " + ", ".join(figure.needs)
    for name, tables in (("sheets", figure.sheets), ("parts", figure.parts), ("hops", figure.hops)):
        for table in tables or {}:
            if table not in figure.needs:
                yield f"usermeta's {name} speak of {table!r}, which is not drawn", drawn


def wrong_rasters(figure: Figure) -> Iterator[Told]:
    """Yield what keeps a raster from its place."""
    scales = {scale["name"]: scale for scale in figure.spec.get("scales", [])}
    for rule in figure.rasters:
        yield from wrong_places(rule, scales)


def wrong_rows(scene: Scene, figure: Figure) -> Iterator[Told]:
    """Yield each problem of where rows go that are dragged."""
    for rule in figure.drag:
        yield from wrong_key(scene, rule["state"], "dragged")
    for name in ("drag", "add"):
        rules = getattr(figure, name)
        for what, verb in (("table", "of"), ("state", "into")):
            for value, count in Counter(rule[what] for rule in rules).items():
                if count > 1:
                    problem = f"usermeta's {name} has {count} rules {verb} the {what} {value!r}"
                    yield problem, "write one for each table, with a key of the state for each"


def wrong_key(scene: Scene, key: str, done: str) -> Iterator[Told]:
    """Yield what is wrong with the key of the state that takes rows."""
    if key not in scene.defaults:
        keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
        yield f"what is {done} goes to the state's key {key!r}, which is not there", keys
    elif not isinstance(scene.defaults[key], dict):
        yield f"what is {done} goes to {key!r}, which is no dictionary", "give it {}"


def wrong_add(scene: Scene, figure: Figure) -> Iterator[Told]:
    """Yield each problem of ``add``."""
    panels = {rule["table"]: rule["panel"] for rule in figure.drag}
    for rule in figure.add:
        yield from wrong_key(scene, rule["state"], "added")
        if "values" in rule and rule["values"] not in scene.defaults:
            keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
            problem = f"usermeta's add names the state's key {rule['values']!r}, which is not there"
            yield problem, keys
        if panels.get(rule["table"], rule["panel"]) != rule["panel"]:
            problem = f"rows of {rule['table']!r} are added in one panel and dragged in another"
            yield problem, f'write "panel": {panels[rule["table"]]!r}'


def wrong_scale(
    figure: Figure, rule: Json, axis: str, limits: list[float] | None, moved: str
) -> Iterator[Told]:
    """Yield what keeps a hand from finding its place on a scale; without limits, it has to be."""
    scales = {scale["name"]: scale for scale in figure.spec.get("scales", [])}
    name = f"{rule['panel']}_{axis}" if rule["panel"] else axis
    scale = scales.get(name)
    if scale is None:
        problem = f"{moved} {name}, which the figure does not have"
        yield problem, f"give all layers one scale {axis}, without resolve_scale"
    elif scale["type"] not in CONTINUOUS:
        problem = f"{moved} {name}, whose type is {scale['type']}"
        yield problem, f'write type="quantitative" for {axis}'
    elif scale["type"] == "log" and limits and limits[0] <= 0:
        yield f"the scale {name} is logarithmic, and its lowest limit is {limits[0]}", PAIRS
    elif not isinstance(scale.get("domain"), list):
        problem = f"{moved} {name}, which changes with every move"
        yield problem, f"write alt.Scale(domain=(…, …)) for {axis}"


def wrong_rules(scene: Scene, figure: Figure) -> Iterator[Told]:
    """Yield each problem of the lines that are moved along one axis."""
    keys = [rule["state"] for rule in figure.rules]
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{count} rules move the state's key {key!r}", "write one"
    for rule in figure.rules:
        key, called = rule["state"], f"the rule of {rule['state']!r}"
        if key not in scene.defaults:
            there = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
            yield f"{called} moves a key of the state which is not there", there
            continue
        if key not in figure.params:
            yield f"no parameter draws {called}", f"draw it by alt.param(name={key!r}, value=…)"
        if "table" in rule and rule["table"] not in figure.needs:
            drawn = "it draws " + ", ".join(figure.needs)
            yield f"{called} stands with {rule['table']!r}, which is not drawn", drawn
        if "{value" not in rule["label"]:
            remedy = 'write "label": "split at {value} kg"'
            yield f"the label of {called} does not say where it stands", remedy
        for side in ("above", "below"):
            if rule.get(side, None if key in keys else "") not in (None, *keys):
                yield f"{called} stays {side} {rule[side]!r}, which no rule moves", f"rules: {keys}"
        control = Control.of_rule(rule)
        slider = scene.controls.get(key)
        if slider and slider.kind == "slider" and not slider.has_domain_of(control):
            problem = f"{called} and the slider in line {slider.line} allow different values"
            yield problem, "give both the same ends and steps: what one sets, the other shows"
        elif slider and not slider.is_range:
            yield (
                f"{called} is set by a {slider.kind}, too",
                "give it a slider, or another key",
            )
        for step in scene.steps:
            if refusal := control.refusal(step.state[key]):
                yield (
                    f"{key}={step.state[key]!r} of {step.id} is {refusal}",
                    "change one of the two",
                )


# ── advice ───────────────────────────────────────────────────────────────────────────────────────


Advice = tuple[str, str, str]  # its name, what might be better, and what to write


def advice(figure: Figure, layout: str, shown: list[Place] | None = None) -> Iterator[Advice]:
    """Yield what is worth a second look, in words for the author.

    ``shown`` are the parts of the figure that its steps show: all of it, if none is given.
    """
    scales = figure.spec.get("scales", [])
    if loose := [scale["name"] for scale in scales if not isinstance(scale.get("domain"), list)]:
        problem = f"no fixed domain for {', '.join(loose)}"
        yield (
            "domains",
            f"{problem}, so the picture rescales when its data change",
            "write alt.Scale(domain=…)",
        )
    tall = [place for place in shown or [[0, 0, *figure.size]] if place[3] > TALLEST * place[2]]
    if layout == "narrow" and tall:
        _, _, width, height = tall[0]
        panel = ", or show a panel at a time (panel=…)" if figure.panels else ""
        problem = f"the narrow figure is {width:g} by {height:g} pixels"
        yield (
            "tall",
            f"{problem}, and is shrunk to half of a phone's height",
            f"draw it at most {TALLEST * width:g} tall{panel}",
        )


def check_keys(essay: Essay, scene: Scene, figure: Figure, tables: Tables) -> list[AuthorError]:
    """Return an error if the table that rows are added to has no column ``key`` of words.

    ``tables`` is the model's result for the first step.
    """
    names = [rule["table"] for rule in figure.add]
    return [
        AuthorError(
            f"rows are added to table {name!r}, which has no column `key` of words",
            "give it one: [str(i) for i in range(n)], and the keys of what was added",
            essay.folder / "model.py",
            line_of(essay.folder / "model.py", scene.function),
        )
        for name in names
        if not isinstance(tables.get(name, {}).get("key"), list)
    ]
