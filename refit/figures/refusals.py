"""What Vega-Lite has and a figure of a page cannot take, found before the chart is compiled."""

from collections import Counter
from collections.abc import Iterator

from refit.cache import Json
from refit.essay.scenes import Scene
from refit.figures.panels import SMALL, UNNAMED, Composition

Told = tuple[str, str]  # a problem and its remedy

FACETS = ("row", "column", "facet")
SIZE = ".properties(width=360 if narrow else 720, height=…)"
WIDEST = {"wide": 1000, "narrow": 480}  # pixels; what is wider is shrunk until nobody can read it


def refusals(charts: Composition, scene: Scene, layout: str) -> Iterator[Told]:
    """Yield whatever a page could not show as its author means it, the gravest first."""
    lite = charts.lite
    yield from multiplied(lite)
    for panel in lite.get("concat", [lite]):
        yield from sizes(panel, f"the panel {panel['name']!r}" if charts.places else "the figure")
    yield from too_wide(charts.size[0] if charts.places else lite["width"], layout)
    for view in views(lite):
        yield from unloadable(view)
        yield from loose_ends(view.get("encoding", {}))
    names = Counter(view["name"] for view in views(lite) if "name" in view)
    for name, count in names.items():
        if count > 1 and not UNNAMED.fullmatch(name):
            yield f"{count} layers have the name {name!r}", "give each its own, or none"
    yield from parameters(lite, scene, pointed_at(charts))


def views(view: Json) -> Iterator[Json]:
    """Yield a chart and all panels and layers in it."""
    yield view
    for inner in (*view.get("concat", []), *view.get("layer", [])):
        yield from views(inner)


def multiplied(lite: Json) -> Iterator[Told]:
    """Refuse the channels that make several charts of one."""
    for view in views(lite):
        for name in FACETS:
            if name in view.get("encoding", {}):
                yield f"this figure is made of several charts (the channel {name})", SMALL


def sizes(chart: Json, called: str) -> Iterator[Told]:
    """Refuse a size that is missing, or depends on the data or the page."""
    for name in ("width", "height"):
        size = chart.get(name)
        if isinstance(size, bool) or not isinstance(size, int | float) or size <= 0:
            given = f"is {size!r}" if name in chart else "is not given"
            yield f"{called}'s {name} {given}; it must be a number of pixels", f"write {SIZE}"


def too_wide(width: float, layout: str) -> Iterator[Told]:
    """Refuse a figure that is wider than its place, with all its panels."""
    if width > WIDEST[layout]:
        problem = f"the {layout} figure is {width:g} pixels wide, more than {WIDEST[layout]}"
        yield problem, f"write {SIZE}, and draw it for that size"


def unloadable(view: Json) -> Iterator[Told]:
    """Refuse what a page's policy keeps it from fetching."""
    mark = view.get("mark")
    kind = mark.get("type") if isinstance(mark, dict) else mark
    if kind == "image":
        yield (
            "a figure cannot show pictures (mark_image)",
            "draw them as shapes: mark_point(shape='M0 0…'), or a picture in the text",
        )
    sources = [
        view.get("data"),
        *(each.get("from", {}).get("data") for each in view.get("transform", [])),
    ]
    for data in sources:
        if isinstance(data, dict) and "url" in data:
            problem = f"the figure takes its data from {data['url']!r}, which no page can fetch"
            yield problem, "return a table from model.py and write alt.NamedData(name)"


def loose_ends(encoding: Json) -> Iterator[Told]:
    """Refuse an end of a mark that is a column, while its beginning is none."""
    for end, start in (("x2", "x"), ("y2", "y")):
        if "field" in encoding.get(end, {}) and not {"field", "aggregate"} & set(
            encoding.get(start, {})
        ):
            remedy = f"write .transform_calculate({start}='…') and {start}='{start}:Q'"
            yield f"{end} names a column, and {start} does not", remedy


def pointed_at(charts: Composition) -> list[object]:
    """Return the parameters that take what is pointed at, whether their rules are sound or not."""
    rules = [rule for _, meta in charts.metas for rule in listed(meta.get("point", []))]
    return [rule.get("param") for rule in rules if isinstance(rule, dict)]


def listed(given: object) -> list[object]:
    """Return a list as it is, and whatever else as the only item of one."""
    return given if isinstance(given, list) else [given]


def parameters(lite: Json, scene: Scene, pointed: list[object]) -> Iterator[Told]:
    """Refuse parameters that nothing in the page drives."""
    given = [param["name"] for view in views(lite) for param in view.get("params", [])]
    for name, count in Counter(given).items():
        if count > 1:
            yield f"{count} parameters have the name {name!r}", "give both the same value, or names"
    for view in views(lite):
        for param in view.get("params", []):
            name, bind = str(param.get("name", "")), param.get("bind")
            if bind == "scales":
                problem = "the figure's scales move under the reader's hand (.interactive())"
                yield problem, "leave it out: handles and axes would no longer be where they are"
            elif isinstance(bind, dict):
                problem = f"the parameter {name!r} has a control of Vega's, which sets no state"
                remedy = f"write :::{{slider}} {name} … in essay.md, and alt.param({name!r}) alone"
                yield problem, remedy
            elif (
                param.keys() <= {"name", "value"}
                and name not in ("lit", *pointed, *scene.defaults)
                and not UNNAMED.fullmatch(name)
            ):
                problem = f"the parameter {name!r} is no key of the state, so nothing ever sets it"
                remedy = (
                    f"name one of {', '.join(scene.defaults)}, point at rows by it (usermeta's "
                    "point), or write its value itself"
                )
                yield problem, remedy
