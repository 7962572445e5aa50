"""What Vega-Lite has and a figure of a page cannot take, found before the chart is compiled."""

import re
from collections import Counter
from collections.abc import Iterator

from refit.cache import Json
from refit.essay.scenes import Scene
from refit.figures.pointing import parameters_of, rules_in

Told = tuple[str, str]  # a problem and its remedy

COMPOSED = ("hconcat", "vconcat", "concat", "repeat", "facet")
FACETS = ("row", "column", "facet")
WIDEST = {"wide": 1000, "narrow": 480}  # pixels; what is wider is shrunk until nobody can read it
UNNAMED = re.compile(r"param_\w+|view_\w+|concat_\w+|selector\w*")  # names that Altair gives
ONE_CHART = (
    "write alt.layer(…), and give each part its place by the `range` of its scales, in pixels"
)


def refusals(lite: Json, scene: Scene, layout: str) -> Iterator[Told]:
    """Yield whatever a page could not show as its author means it, the gravest first."""
    yield from composed(lite)
    yield from sizes(lite, layout)
    for view in views(lite):
        yield from unloadable(view)
        yield from loose_ends(view.get("encoding", {}))
    names = Counter(view["name"] for view in views(lite) if "name" in view)
    for name, count in names.items():
        if count > 1 and not UNNAMED.fullmatch(name):
            yield f"{count} layers have the name {name!r}", "give each its own, or none"
    yield from parameters(lite, scene)


def views(view: Json) -> Iterator[Json]:
    """Yield a chart and all layers in it."""
    yield view
    for inner in view.get("layer", []):
        yield from views(inner)


def composed(lite: Json) -> Iterator[Told]:
    """Refuse several charts in one: a page has handles and scales for one."""
    for name in COMPOSED:
        if name in lite:
            yield f"this figure is made of several charts ({name})", ONE_CHART
    for view in views(lite):
        for name in FACETS:
            if name in view.get("encoding", {}):
                yield f"this figure is made of several charts (the channel {name})", ONE_CHART


def sizes(lite: Json, layout: str) -> Iterator[Told]:
    """Refuse a size that is missing, depends on the data or the page, or is too wide."""
    write = ".properties(width=360 if narrow else 720, height=…)"
    for name in ("width", "height"):
        size = lite.get(name)
        if isinstance(size, bool) or not isinstance(size, int | float) or size <= 0:
            given = f"is {size!r}" if name in lite else "is not given"
            yield f"the figure's {name} {given}; it must be a number of pixels", f"write {write}"
        elif name == "width" and size > WIDEST[layout]:
            problem = f"the {layout} figure is {size:g} pixels wide, more than {WIDEST[layout]}"
            yield problem, f"write {write}, and draw it for that size"


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


def parameters(lite: Json, scene: Scene) -> Iterator[Told]:
    """Refuse parameters that nothing in the page drives."""
    usermeta = lite.get("usermeta", {})
    pointed = parameters_of(rules_in(usermeta)) if isinstance(usermeta, dict) else []
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
