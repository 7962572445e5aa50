"""The figures of the essay on precision and recall; their shapes are drawn in ``things.svg``."""

from pathlib import Path
from xml.etree import ElementTree

import altair as alt

AS_IT_IS = {"scale": None, "legend": None}
WHOLE = ("body", "dark", "light", "ink")  # what a thing is drawn of, from the bottom up
FLAT = ("flat",)  # with holes for eyes
LIT = (  # what the term that the reader points at is about
    "(!lit || lit === datum.kind || (datum.caught && (lit === 'precision' || lit === 'net'))"
    " || (lit === 'recall' && datum.kind === 'fish') ? 1 : 0.2)"
)
ALL_CAUGHT = LIT.replace("datum.caught", "true")


# ── what all figures are made of ─────────────────────────────────────────────────────────────────


def placing(across, up):
    """Return what places marks by two columns, on scales that never move."""

    def axis(channel, column, domain):
        scale = alt.Scale(domain=domain, nice=False, zero=False)
        return channel(column, type="quantitative", scale=scale, axis=None)

    return lambda x, y: (axis(alt.X, x, across), axis(alt.Y, y, up))


def marks(table, name, **columns):
    """Start a layer over one of the model's tables, with some columns more."""
    chart = alt.Chart(alt.NamedData(table), name=name)
    return chart.transform_calculate(**columns) if columns else chart


def colour(name):
    """Return the page's variable of this name."""
    return f"var(--{name})"


def written(chart, size, ink, **look):
    """Write in bold."""
    return chart.mark_text(fontSize=size, fontWeight=700, fill=colour(ink), **look)


def dotted(chart, size, ink, **look):
    """Draw dots of so many pixels across."""
    return chart.mark_point(filled=True, size=size**2, fill=colour(ink), **{"opacity": 1} | look)


def sign(chart, says, size, ink, side, **look):
    """Write along the upper edge, at the left or at the right."""
    place = {"x": 8} if side == "left" else {"x": "width", "dx": -8}
    chart = chart.transform_calculate(says=says)
    return written(chart, size, ink, y=size, align=side, **place, **look).encode(text="says:N")


def in_order(column):
    """Join the points of a line by a column."""
    return alt.Order(column, type="quantitative")


def fading(column):
    """Fade marks by a column from 0 to 1."""
    return alt.Opacity(column, type="quantitative", **AS_IT_IS)


def drawings():
    """Return the paths of ``things.svg`` by id, drawn in the box from -1 to 1 that Vega expects."""
    tree = ElementTree.parse(Path(__file__).with_name("things.svg"))
    paths = tree.iterfind(".//{http://www.w3.org/2000/svg}path[@id]")
    return {path.get("id"): path.get("d") for path in paths}


def thing_layer(table, place, side, parts=WHOLE, seen=LIT):
    """Draw every thing whole, part upon part, with a side of so many pixels."""
    shapes = {name: path for name, path in drawings().items() if name.split("-")[1] in parts}
    inks = {"body": "", "flat": "", "dark": "-dark", "light": "-light"}
    inks = [f"'var(--' + datum.kind + '{inks.get(part, '')})'" for part in parts]
    if "ink" in parts:
        inks[parts.index("ink")] = "'var(--thing-ink)'"
    shape = alt.Scale(domain=list(shapes), range=list(shapes.values()))
    return (
        marks(
            table,
            table,
            item="datum.key + ' ' + datum.part",
            look=f"datum.kind + '-' + {list(parts)}[datum.part]",
            colour=f"[{', '.join(inks)}][datum.part]",
            seen=seen,
            area=f"pow({side} * (datum.kind === 'fish' ? 1.08 : 0.94), 2)",
        )
        .mark_point(filled=True, strokeWidth=0)
        .encode(
            *place,
            key="item:N",
            shape=alt.Shape("look", type="nominal", scale=shape, legend=None),
            size=alt.Size("area", type="quantitative", **AS_IT_IS),
            fill=alt.Fill("colour", type="nominal", **AS_IT_IS),
            opacity=fading("seen"),
        )
    )


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────

IN_POND = placing((-0.08, 1.12), (-1.4, 10.6))  # score; metres above the ground
NOTHING, ALL = 5.4, 9.2  # how high 0 and 100 % are, once the water is low
CORDS = 13  # corners of a rope
LEVEL, DRAINED = "data('water')[0].level", alt.ExprRef("data('water')[0].drained")


def pond(narrow):
    """Fish and boots in the water, and a net that is pulled in from the right."""
    text = 13 if narrow else 18
    layers = alt.layer(
        *ground_layers(),
        *score_axis(text),
        *share_axis(text),
        mesh_layer(),
        thing_layer("things", IN_POND("x", "y"), 26 if narrow else 50),
        rim_layer(),
        *share_layers(narrow),
        *(
            sign(
                marks("signs", f"{share}-sign").transform_filter(f"datum.key === '{share}'"),
                "datum.says",
                1.15 * text,
                share,
                side,
            )
            for share, side in (("recall", "left"), ("precision", "right"))
        ),
    )
    return layers.add_params(
        alt.param(name="lit", value=""), alt.param(name="threshold", value=0.5)
    ).properties(
        width=360 if narrow else 780,
        height=360 if narrow else 660,
        usermeta={
            "parts": {"things": len(WHOLE), "ropes": CORDS, "water": CORDS},
            "sheets": {
                "things": ["key", "kind", "x", "caught"],
                "rates": ["key", "value"],
                "precision_by_threshold": ["threshold", "value"],
                "recall_by_threshold": ["threshold", "value"],
            },
            "drag": {
                "table": "things",
                "state": "moved",
                "x": "x",
                "y": "y",
                "limits": [[0.02, 0.98], [0.6, 8.5]],
                "step": [0.01, 0.1],
                "label": "{kind} {key}: score {x}, height {y} m",
            },
        },
    )


def ground_layers():
    """Yield the water, the small waves that end it, and the sand."""
    edges = {"left": "-0.08", "right": "1.12", "ground": "0.25", "floor": "-1.4"}
    for name, top, bottom in (("water", "level", "ground"), ("sand", "ground", "floor")):
        yield (
            marks("water", name, **edges)
            .transform_filter("datum.part === 0")
            .mark_rect(fill=colour(name))
            .encode(*IN_POND("left", top), x2="right", y2=bottom)
        )
    crest = "datum.level + 0.12 * (datum.part % 2 ? 1 : -1)"
    yield (
        marks("water", "waves", across="-0.08 + 0.1 * datum.part", crest=crest)
        .mark_line(stroke=colour("water"), strokeWidth=14, interpolate="monotone")
        .encode(*IN_POND("across", "crest"), order=in_order("part"))
    )


def mesh_layer():
    """The net is one long rope, laid to and fro in zigzags, and folds up as it gets smaller."""
    back = f"(datum.key % 2 ? {CORDS - 1} - datum.part : datum.part)"
    zigzag = "datum.y + datum.slack * ((datum.part + datum.key) % 2 ? 1 : -1)"
    return (
        marks(
            "ropes",
            "ropes",
            across=f"threshold + (1.1 - threshold) * datum.part / {CORDS - 1}",
            up=f"clamp({zigzag}, 0.2, {LEVEL})",
            turn=f"datum.key * {CORDS} + {back}",
        )
        .mark_line(stroke=colour("net"), strokeWidth=1, opacity=0.55)
        .encode(*IN_POND("across", "up"), order=in_order("turn"))
    )


def rim_layer():
    """The rim of the net, a pole with corks: everything to its right is caught."""
    corks = {"size": 90, "fill": "var(--net)", "opacity": 1, "shape": "circle"}
    return (
        marks("ropes", "rim", across="threshold", up="max(datum.y, 0.35)")
        .transform_filter("datum.part === 0")
        .mark_line(stroke=colour("net"), strokeWidth=4, point=corks)
        .encode(*IN_POND("across", "up"), order=in_order("key"))
    )


def score_axis(text):
    """Yield the scale of the sonar, written into the sand once it is switched on."""
    numbers = marks("water", "scores", score="datum.part / 4", ground="0.2")
    yield (
        numbers.transform_filter("datum.part < 5")
        .mark_text(fontSize=text - 1, fill=colour("ink"), dy=text)
        .encode(
            *IN_POND("score", "ground"),
            text=alt.Text("score", type="quantitative", format=".2~f"),
            opacity=fading("sonar"),
        )
    )
    for words, side, at in (("← boot, says the sonar", "left", -0.06), ("fish →", "right", 1.1)):
        chart = marks("water", f"scores-{side}", at=str(at), ground="0.2")
        chart = chart.transform_filter("datum.part === 0")
        yield written(chart, text - 1, "ink", align=side, dy=2.3 * text).encode(
            *IN_POND("at", "ground"), text=alt.value(words), opacity=fading("sonar")
        )


def share_axis(text):
    """Yield lines at 0, 50 and 100 %, in the air that the low water leaves."""
    height = f"{NOTHING} + {ALL - NOTHING:.1f} * datum.part / 2"
    for name in ("lines", "numbers"):
        chart = marks(
            "water", f"share-{name}", share="datum.part / 2", up=height, zero="0", one="1"
        ).transform_filter("datum.part < 3")
        place = IN_POND("zero", "up")
        if name == "lines":
            yield chart.mark_rule(stroke=colour("axis"), strokeDash=[2, 4]).encode(
                *place, x2="one", opacity=fading("drained")
            )
        else:
            yield chart.mark_text(
                align="left", baseline="bottom", fontSize=text - 2, fill=colour("muted"), dy=-2
            ).encode(
                *place,
                text=alt.Text("share", type="quantitative", format=".0%"),
                opacity=fading("drained"),
            )


def share_layers(narrow):
    """Yield both shares by threshold, and where the net is on them."""
    up = f"{NOTHING} + {ALL - NOTHING:.1f} * datum.value"
    for share, dash in (("precision", [1, 0]), ("recall", [7, 4])):
        yield (
            marks(f"{share}_by_threshold", f"{share}-line", up=up)
            .mark_line(
                interpolate="step-before",
                stroke=colour(share),
                strokeWidth=2.5 if narrow else 3.5,
                strokeDash=dash,
                opacity=DRAINED,
            )
            .encode(*IN_POND("threshold", "up"), order=in_order("threshold"))
        )
    for share, shape in (("precision", "circle"), ("recall", "diamond")):
        chart = marks("rates", f"{share}-dot", up=up, across="threshold")
        chart = chart.transform_filter(f"datum.key === '{share}'")
        yield dotted(
            chart,
            10 if narrow else 14,
            share,
            shape=shape,
            stroke=colour("paper"),
            opacity=DRAINED,
        ).encode(*IN_POND("across", "up"))


# ── rarity ───────────────────────────────────────────────────────────────────────────────────────

IN_NET = placing((-1.25, 21.25), (-0.8, 11.7))  # the net is 20 wide and 10 deep
ODDS = alt.ExprRef("data('stage')[0].odds")
LEAST, MOST = -10.8, 7.2  # doublings of the odds, from one in a thousand to 99 %
TICKS = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99)
AXIS, ARROW = "1.3", "2.5"  # how high they lie


def rare(narrow):
    """A hundred things from the net, and an arrow on a scale of odds that takes lake to net."""
    text, width = (13, 360) if narrow else (18, 720)
    side = f"{width / 22.5:.0f} * (0.6 + 0.9 * datum.size)"
    layers = alt.layer(
        *bag_layers(width),
        thing_layer("net", IN_NET("x", "y"), side, FLAT, ALL_CAUGHT),
        *odds_axis(text),
        *arrow_layers(text),
        *arrow_words(text),
        *(
            sign(marks("lake", f"{name}-sign"), f"'{words}' + {share(name)}", text, ink, at)
            for name, words, ink, at in (
                ("prevalence", "fish in the lake: ", "ink", "left"),
                ("precision", "in the net: ", "precision", "right"),
            )
        ),
    )
    shown = ["boots_per_fish", "prevalence", "recall", "false_positive_rate", "precision"]
    return layers.add_params(alt.param(name="lit", value="")).properties(
        width=width,
        height=375 if narrow else 650,
        usermeta={"parts": {"net": len(FLAT)}, "sheets": {"lake": shown}},
    )


def bag_layers(width):
    """Yield the net, and the corks along its rim."""
    corner = {"cornerRadiusBottomLeft": width / 9, "cornerRadiusBottomRight": width / 9}
    yield (
        marks(
            "stage", "bag", left="-0.6", right="20.6", top="10.2", floor="-0.4 + 5.4 * datum.odds"
        )
        .mark_rect(fill=colour("water"), stroke=colour("net"), strokeWidth=4, **corner)
        .encode(*IN_NET("left", "top"), x2="right", y2="floor")
    )
    corks = marks("net", "corks", across="1.5 * datum.key - 0.5", top="10.2")
    corks = corks.transform_filter("datum.key < 15")
    yield dotted(corks, width / 60, "net").encode(*IN_NET("across", "top"))


def share(column):
    """Return the expression that prints a share, small ones with a decimal."""
    return f"format(datum.{column}, datum.{column} < 0.0995 ? '.1%' : '.0%')"


def at_odds(odds):
    """Return the expression of where odds are: a doubling is as long everywhere."""
    return f"20 * (log({odds}) / LN2 - {LEAST}) / {MOST - LEAST}"


def odds_axis(text):
    """Yield the scale of odds, on which shares are written."""
    yield (
        marks("lake", "odds-line", left="0", right="20", axis=AXIS)
        .mark_rule(stroke=colour("axis"), strokeWidth=1.5, opacity=ODDS)
        .encode(*IN_NET("left", "axis"), x2="right")
    )
    ticks = alt.Chart(alt.Data(values=[{"share": tick} for tick in TICKS])).transform_calculate(
        x=at_odds("datum.share / (1 - datum.share)"),
        axis=AXIS,
        says="format(datum.share, '.1~%')",
    )
    yield ticks.mark_tick(
        orient="vertical", color=colour("axis"), thickness=1.5, size=9, opacity=ODDS
    ).encode(*IN_NET("x", "axis"))
    yield ticks.mark_text(
        fontSize=text - 2, fill=colour("muted"), dy=1.2 * text, opacity=ODDS
    ).encode(*IN_NET("x", "axis"), text="says:N")
    yield written(
        marks("lake", "odds-title", middle="10", axis=AXIS),
        text - 1,
        "ink",
        dy=2.6 * text,
        opacity=ODDS,
    ).encode(
        *IN_NET("middle", "axis"), text=alt.value("share of fish; equal steps double the odds")
    )


def on_arrow(name, **columns):
    """Start a layer over the arrow from the odds in the lake to those in the net."""
    start, end = at_odds("datum.prior_odds"), at_odds("datum.posterior_odds")
    ends = {"start": start, "head": f"{end} - 0.3", "middle": f"({start} + {end}) / 2"}
    return marks("lake", name, **ends, up=ARROW, **columns)


def arrow_layers(text):
    """Yield the arrow."""
    yield (
        on_arrow("arrow")
        .mark_rule(stroke=colour("precision"), strokeWidth=0.45 * text, opacity=ODDS)
        .encode(*IN_NET("start", "up"), x2="head")
    )
    head = {"shape": "triangle-right", "opacity": ODDS}
    yield dotted(on_arrow("arrow-head"), 1.5 * text, "precision", **head).encode(
        *IN_NET("head", "up")
    )
    yield dotted(on_arrow("lake-dot"), 0.7 * text, "ink", opacity=ODDS).encode(
        *IN_NET("start", "up")
    )


def arrow_words(text):
    """Yield what its two ends and its length say, kept inside the picture."""
    half = 1.6 if text > 15 else 2.4
    for name, column, says, ink, lines in (
        ("lake-words", "start", f"'lake ' + {share('prevalence')}", "ink", -1.4),
        ("net-words", "head", f"'net ' + {share('precision')}", "precision", -2.8),
        (
            "times-words",
            "middle",
            "'\\u00d7 ' + format(datum.likelihood_ratio, '.1f')",
            "precision",
            1.4,
        ),
    ):
        chart = on_arrow(name, says=says).transform_calculate(
            at=f"clamp(datum.{column}, {half}, {20 - half})"
        )
        yield written(chart, 1.15 * text, ink, dy=lines * text, opacity=ODDS).encode(
            *IN_NET("at", "up"), text="says:N"
        )


# ── the curve ────────────────────────────────────────────────────────────────────────────────────

IN_SQUARE = placing((-1.55, 21.45), (-0.9, 14.1))  # places on the strip, and the square above it
SEEN = {  # how much of each view is to be seen: the state's glides from 0 to 1 and on to 2
    "steps": "clamp(1 - view, 0, 1)",
    "chord": "1 - abs(view - 1)",
    "f": "clamp(view - 1, 0, 1)",
    "strip": "clamp(2 - view, 0, 1)",
}
STEPS, CHORD, F, STRIP = (alt.ExprRef(seen) for seen in SEEN.values())


def curve(narrow):
    """Precision against recall over the ranking they come from; or F between both, by threshold."""
    text, side, parts = (13, 18, FLAT) if narrow else (18, 34, WHOLE)
    layers = alt.layer(
        *frame_layers(text),
        bar_layer(),
        point_layer(narrow),
        *chord_layers(narrow, text),
        *f_layers(text),
        marks("shoal", "shoal", low="-0.75", high="0.8")
        .mark_rect(
            fill=colour("water"),
            stroke=colour("net"),
            strokeWidth=2.5,
            cornerRadius=8,
            opacity=CHORD,
        )
        .encode(*IN_SQUARE("left", "low"), x2="right", y2="high"),
        thing_layer("ranking", IN_SQUARE("x", "y"), side, parts, f"{ALL_CAUGHT} * {SEEN['strip']}"),
        *headlines(text),
    )
    return layers.add_params(
        alt.param(name="lit", value=""), alt.param(name="view", value=0)
    ).properties(
        width=360 if narrow else 736,
        height=375 if narrow else 690,
        usermeta={
            "parts": {"ranking": len(parts)},
            "sheets": {
                "ranking": ["key", "kind", "x"],
                "points": ["recall", "precision"],
                "bars": ["left", "right", "precision"],
                "f": ["threshold", "f", "recall"],
                "net_precision": ["threshold", "precision"],
            },
            "drag": {
                "table": "ranking",
                "state": "moved",
                "x": "x",
                "y": "y",
                "limits": [[1, 20], [0, 0]],
                "step": [0.5, 1],
                "label": "{kind} {key}: rank {x}",
            },
        },
    )


def plotted(**columns):
    """Return expressions that bring shares from 0 to 1 onto the square: x… across, y… up."""
    return {
        name: f"2.7 + 10 * ({share})" if name[0] == "y" else f"0.5 + 20 * ({share})"
        for name, share in columns.items()
    }


def frame_layers(text):
    """Yield the axes of the square, from 0 to 100 % both ways."""
    number = {"fontSize": text - 2, "fill": colour("muted")}
    ticks = alt.Chart(alt.Data(values=[{"share": i / 4} for i in range(5)])).transform_calculate(
        **plotted(x="datum.share", y="datum.share", x0="0", x1="1", y0="0")
    )
    says = alt.ExprRef("format(datum.share, view < 1.5 ? '.0%' : '.2~f')")
    lines = ticks.mark_rule(stroke=colour("line"), strokeWidth=1)
    yield lines.encode(*IN_SQUARE("x0", "y"), x2="x1")
    yield ticks.mark_text(align="right", dx=-4, text=says, **number).encode(*IN_SQUARE("x0", "y"))
    yield ticks.mark_text(dy=0.85 * text, text=says, **number).encode(*IN_SQUARE("x", "y0"))
    for name, ink, seen in (("recall", "recall", f"1 - {SEEN['f']}"), ("threshold", "ink", F.expr)):
        look = {"align": "right", "dy": 2.05 * text, "opacity": alt.ExprRef(seen)}
        chart = marks("shoal", f"{name}-title", **plotted(x="1", y="0"))
        yield written(chart, text - 1, ink, **look).encode(
            *IN_SQUARE("x", "y"), text=alt.value(f"{name} →")
        )


def bar_layer():
    """A bar for every fish: as wide as the recall it adds, as high as the precision there."""
    return (
        marks(
            "bars",
            "bars",
            **plotted(x="datum.left", x2="datum.right", y="datum.precision", y2="0"),
        )
        .mark_rect(
            fill=colour("precision"),
            fillOpacity=0.25,
            stroke=colour("precision"),
            strokeWidth=1.5,
            opacity=STEPS,
        )
        .encode(*IN_SQUARE("x", "y"), x2="x2", y2="y2")
    )


def point_layer(narrow):
    """Recall and precision of every net; who knows only the nets A and B knows none of them."""
    chart = marks("points", "points", **plotted(x="datum.recall", y="datum.precision"))
    return dotted(chart, 5 if narrow else 8, "ink", opacity=STEPS).encode(*IN_SQUARE("x", "y"))


def chord_layers(narrow, text):
    """Yield the way from net A to net B: the hyperbola, and the chord that it is not."""
    for name, column, look in (
        ("chord", "chord", {"strokeDash": [7, 6], "strokeWidth": 2, "stroke": colour("muted")}),
        ("hyperbola", "precision", {"strokeWidth": 4, "stroke": colour("precision")}),
    ):
        yield (
            marks("between", name, **plotted(x="datum.recall", y=f"datum.{column}"))
            .mark_line(opacity=CHORD, **look)
            .encode(*IN_SQUARE("x", "y"), order=in_order("key"))
        )
    place = plotted(x="datum.recall", y="datum.precision")
    look = {"stroke": colour("paper"), "opacity": CHORD}
    yield dotted(marks("nets", "nets", **place), 10 if narrow else 14, "net", **look).encode(
        *IN_SQUARE("x", "y")
    )
    names = written(marks("nets", "net-names", **place), text, "net", dy=-text, opacity=CHORD)
    yield names.encode(*IN_SQUARE("x", "y"), text="key:N")


def f_layers(text):
    """Yield F by threshold, between the two shares that it is made of, and the ray to its top.

    The top lies on the ray if scores mean what they say.
    """
    for table, share, dash, place, look in (
        ("f", "recall", [7, 4], ("0.02", "1"), {"align": "left", "dy": 1.3 * text}),
        ("net_precision", "precision", [1, 0], ("0.98", "1"), {"align": "right", "dy": 3 * text}),
    ):
        yield (
            marks(table, f"{share}-of-f", **plotted(x="datum.threshold", y=f"datum.{share}"))
            .mark_line(stroke=colour(share), strokeWidth=2, strokeDash=dash, opacity=F)
            .encode(*IN_SQUARE("x", "y"), order=in_order("threshold"))
        )
        named = marks("shoal", f"{share}-name", **plotted(x=place[0], y=place[1]))
        yield written(named, text - 1, share, opacity=F, **look).encode(
            *IN_SQUARE("x", "y"), text=alt.value(share)
        )
    whose = marks("best", "whose", middle="10.5", low="0.3")
    yield written(whose, text - 1, "ink", opacity=F).encode(
        *IN_SQUARE("middle", "low"), text="of:N"
    )
    yield (
        marks("ray", "ray", **plotted(x="datum.x", x2="datum.x2", y="datum.y", y2="datum.y2"))
        .mark_rule(stroke=colour("net"), strokeWidth=3, strokeDash=[3, 6], opacity=F)
        .encode(*IN_SQUARE("x", "y"), x2="x2", y2="y2")
    )
    yield (
        marks("f", "f-line", **plotted(x="datum.threshold", y="datum.f"))
        .mark_line(stroke=colour("ink"), strokeWidth=4, opacity=F)
        .encode(*IN_SQUARE("x", "y"), order=in_order("key"))
    )
    best = plotted(x="datum.threshold", y="datum.f", y0="0")
    yield (
        marks("best", "best-drop", **best)
        .mark_rule(stroke=colour("ink"), strokeWidth=1.5, strokeDash=[2, 4], opacity=F)
        .encode(*IN_SQUARE("x", "y"), y2="y0")
    )
    look = {"stroke": colour("paper"), "opacity": F}
    yield dotted(marks("best", "best-dot", **best), text, "ink", **look).encode(
        *IN_SQUARE("x", "y")
    )


def headlines(text):
    """Yield, over the square, what each view is about in one line."""
    for table, seen, says in (
        (
            "scores",
            STEPS,
            "'average precision ' + format(datum.average_precision, '.2f')"
            " + '; dice: ' + format(datum.chance, '.2f')",
        ),
        (
            "halfway",
            CHORD,
            "'halfway: chord ' + format(datum.chord, '.0%')"
            " + ', on average ' + format(datum.precision, '.0%')",
        ),
        (
            "best",
            F,
            "'best F ' + format(datum.f, '.2f') + ' at threshold '"
            " + format(datum.threshold, '.2f')",
        ),
    ):
        line = marks(table, f"{table}-headline")
        yield sign(line, says, text, "ink" if seen is F else "precision", "right", opacity=seen)
    up = "view < 1.5 ? '↑ precision' : '↑ F'"
    yield sign(marks("best", "up-title"), up, text, "ink", "left")
