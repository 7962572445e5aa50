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


# ── words that all figures use ───────────────────────────────────────────────────────────────────


def marks(table, name):
    """Start a layer over one of the model's tables."""
    return alt.Chart(alt.NamedData(table), name=name)


def scale(low, high):
    """A scale that never moves."""
    return alt.Scale(domain=(low, high), nice=False, zero=False)


def opacity(column="opacity"):
    """Fade marks by a column from 0 to 1."""
    return alt.Opacity(column, type="quantitative", **AS_IT_IS)


def colour(name):
    """Return the page's variable of this name."""
    return f"var(--{name})"


def drawings():
    """Return the paths of ``things.svg`` by id, drawn in the box from -1 to 1 that Vega expects."""
    tree = ElementTree.parse(Path(__file__).with_name("things.svg"))
    paths = tree.iterfind(".//{http://www.w3.org/2000/svg}path[@id]")
    return {path.get("id"): path.get("d") for path in paths}


def thing_layer(table, x, y, size, parts=WHOLE, seen="1"):
    """Draw every thing whole, part upon part, with a side of so many pixels."""
    shapes = {name: path for name, path in drawings().items() if name.split("-")[1] in parts}
    shade = {"body": "", "flat": "", "dark": "-dark", "light": "-light"}
    inks = [
        f"'var(--' + datum.kind + '{shade[part]})'" if part in shade else "'var(--thing-ink)'"
        for part in parts
    ]
    return (
        marks(table, table)
        .transform_calculate(
            item="datum.key + ' ' + datum.part",
            look=f"datum.kind + '-' + {list(parts)}[datum.part]",
            ink=f"[{', '.join(inks)}][datum.part]",
            seen=seen,
            area=f"pow({size} * (datum.kind === 'fish' ? 1.08 : 0.94), 2)",
        )
        .mark_point(filled=True, strokeWidth=0)
        .encode(
            x,
            y,
            key="item:N",
            shape=alt.Shape(
                "look",
                type="nominal",
                scale=alt.Scale(domain=list(shapes), range=list(shapes.values())),
                legend=None,
            ),
            size=alt.Size("area", type="quantitative", **AS_IT_IS),
            fill=alt.Fill("ink", type="nominal", **AS_IT_IS),
            opacity=opacity("seen"),
        )
    )


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────

ACROSS, UP = scale(-0.08, 1.12), scale(-1.4, 10.6)  # score; metres above the ground
SHARE = (5.4, 9.2)  # where 0 and 100 % are, once the water is low
CORDS = 17  # corners of a rope


def pond(narrow):
    """Fish and boots in the water, and a net that is pulled in from the right."""
    text = 13 if narrow else 18
    x, y = place_across("x"), place_up("y")
    once = "datum.part === 0"
    layers = alt.layer(
        water_layer(),
        marks("water", "sand")
        .transform_filter(once)
        .mark_rect(x=0, x2="width", y2="height", fill=colour("sand"))
        .encode(place_up("ground"))
        .transform_calculate(ground="0.25"),
        *score_axis(text),
        *share_axis(text),
        mesh_layer(),
        thing_layer("things", x, y, 24 if narrow else 44, seen=LIT),
        rim_layer(),
        *share_layers(narrow),
        *sign_layers(text),
    )
    return layers.add_params(
        alt.param(name="lit", value=""), alt.param(name="threshold", value=0.5)
    ).properties(
        width=360 if narrow else 780,
        height=390 if narrow else 660,
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
                "limits": [[0, 1], [0.6, 8.5]],
                "step": [0.01, 0.1],
                "label": "{kind} {key}: score {x}, height {y} m",
            },
        },
    )


def place_across(column):
    """Place marks by score."""
    return alt.X(column, type="quantitative", scale=ACROSS, axis=None)


def place_up(column):
    """Place marks by height."""
    return alt.Y(column, type="quantitative", scale=UP, axis=None)


def water_layer():
    """The water, with small waves."""
    return (
        marks("water", "water")
        .transform_calculate(
            across=f"-0.08 + 1.2 * datum.part / {CORDS - 1}",
            surface="datum.level + 0.13 * (datum.part % 2 ? 1 : -1)",
            ground="0.2",
        )
        .mark_area(fill=colour("water"), interpolate="monotone")
        .encode(place_across("across"), place_up("surface"), y2="ground")
    )


def mesh_layer():
    """The ropes of the net zigzag, each against the next, and fold up as the net gets smaller."""
    # One long rope, laid to and fro.
    back = f"(datum.key % 2 ? {CORDS - 1} - datum.part : datum.part)"
    return (
        marks("ropes", "ropes")
        .transform_calculate(
            across=f"threshold + (1.1 - threshold) * datum.part / {CORDS - 1}",
            up="clamp(datum.y + datum.slack * ((datum.part + datum.key) % 2 ? 1 : -1), 0.2,"
            " data('water')[0].level)",
            turn=f"datum.key * {CORDS} + {back}",
        )
        .mark_line(stroke=colour("net"), strokeWidth=1, opacity=0.55)
        .encode(
            place_across("across"),
            place_up("up"),
            order=alt.Order("turn", type="quantitative"),
        )
    )


def rim_layer():
    """The rim of the net, a pole with corks: everything to its right is caught."""
    return (
        marks("ropes", "rim")
        .transform_filter("datum.part === 0")
        .transform_calculate(across="threshold", up="max(datum.y, 0.35)")
        .mark_line(
            stroke=colour("net"),
            strokeWidth=4,
            point={"size": 90, "fill": "var(--net)", "opacity": 1, "shape": "circle"},
        )
        .encode(place_across("across"), place_up("up"), order=alt.Order("key", type="quantitative"))
    )


def score_axis(text):
    """Yield the scale of the sonar, written into the sand once it is switched on."""
    yield (
        marks("water", "scores")
        .transform_filter("datum.part < 5")
        .transform_calculate(score="datum.part / 4", ground="0.2")
        .mark_text(fontSize=text - 1, fill=colour("ink"), dy=text)
        .encode(
            place_across("score"),
            place_up("ground"),
            text=alt.Text("score", type="quantitative", format=".2~f"),
            opacity=opacity("sonar"),
        )
    )
    for words, align in (("← boot, says the sonar", "left"), ("fish →", "right")):
        yield (
            marks("water", f"score-words-{align}")
            .transform_filter("datum.part === 0")
            .transform_calculate(ground="0.2")
            .mark_text(
                x=8 if align == "left" else "width",
                dx=0 if align == "left" else -8,
                align=align,
                fontSize=text - 1,
                fontWeight=600,
                fill=colour("ink"),
                dy=2.3 * text,
            )
            .encode(place_up("ground"), text=alt.value(words), opacity=opacity("sonar"))
        )


def share_axis(text):
    """Yield lines at 0, 50 and 100 %, in the air that the low water leaves."""
    low, high = SHARE

    def start(name):
        share = "datum.part / 2"
        return (
            marks("water", name)
            .transform_filter("datum.part < 3")
            .transform_calculate(
                share=share, up=f"{low} + {high - low:.1f} * {share}", zero="0", one="1"
            )
        )

    yield (
        start("share-lines")
        .mark_rule(stroke=colour("axis"), strokeDash=[2, 4])
        .encode(place_across("zero"), place_up("up"), x2="one", opacity=opacity("drained"))
    )
    yield (
        start("share-numbers")
        .mark_text(align="left", baseline="bottom", fontSize=text - 2, fill=colour("muted"), dy=-2)
        .encode(
            alt.X("zero", type="quantitative", scale=ACROSS, axis=None),
            place_up("up"),
            text=alt.Text("share", type="quantitative", format=".0%"),
            opacity=opacity("drained"),
        )
    )


def share_layers(narrow):
    """Yield both shares by threshold, and where the net is on them."""
    low, high = SHARE
    drained = "data('water')[0].drained"
    up = f"{low} + {high - low} * datum.value"
    for share, dash in (("precision", [1, 0]), ("recall", [7, 4])):
        yield (
            marks(f"{share}_by_threshold", f"{share}-line")
            .transform_calculate(up=up, seen="threshold * 0 + 1")
            .mark_line(
                interpolate="step-before",
                stroke=colour(share),
                strokeWidth=2.5 if narrow else 3.5,
                strokeDash=dash,
                opacity=alt.ExprRef(drained),
            )
            .encode(
                place_across("threshold"),
                place_up("up"),
                order=alt.Order("threshold", type="quantitative"),
            )
        )
    yield (
        marks("rates", "rates")
        .transform_filter("datum.key !== 'false_positive_rate'")
        .transform_calculate(up=up, across="threshold", ink="'var(--' + datum.key + ')'")
        .mark_point(
            filled=True,
            shape=alt.ExprRef("datum.key === 'recall' ? 'diamond' : 'circle'"),
            size=90 if narrow else 190,
            stroke=colour("paper"),
            opacity=alt.ExprRef(drained),
        )
        .encode(
            place_across("across"),
            place_up("up"),
            fill=alt.Fill("ink", type="nominal", **AS_IT_IS),
        )
    )


def sign_layers(text):
    """Yield the two shares as fractions, up in the sky."""
    for share, place in (
        ("recall", {"x": 8, "align": "left"}),
        ("precision", {"x": "width", "dx": -8, "align": "right"}),
    ):
        yield (
            marks("signs", f"{share}-sign")
            .transform_filter(f"datum.key === '{share}'")
            .mark_text(y=text, fontSize=1.15 * text, fontWeight=700, fill=colour(share), **place)
            .encode(text="says:N")
        )


# ── rarity ───────────────────────────────────────────────────────────────────────────────────────

LEAST, MOST = -10.8, 7.2  # doublings of the odds, from one in a thousand to 99 %
TICKS = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99)


def rare(narrow):
    """A hundred things from the net, and an arrow on a scale of odds that takes lake to net."""
    text = 13 if narrow else 18
    width, height = (360, 400) if narrow else (720, 650)
    across, up = scale(-1.25, 21.25), scale(-0.8, 11.7)
    x = alt.X("x", type="quantitative", scale=across, axis=None)
    y = alt.Y("y", type="quantitative", scale=up, axis=None)
    in_net = LIT.replace("datum.caught", "true")
    icon = width / 22.5  # as much as there is room for when the net is 20 wide
    layers = alt.layer(
        marks("stage", "bag")
        .transform_calculate(left="-0.6", right="20.6", top="10.2", floor="-0.4 + 5.4 * datum.odds")
        .mark_rect(
            fill=colour("water"),
            stroke=colour("net"),
            strokeWidth=4,
            cornerRadiusBottomLeft=width / 9,
            cornerRadiusBottomRight=width / 9,
        )
        .encode(
            alt.X("left", type="quantitative", scale=across, axis=None),
            alt.Y("top", type="quantitative", scale=up, axis=None),
            x2="right",
            y2="floor",
        ),
        marks("net", "corks")
        .transform_filter("datum.key < 15")
        .transform_calculate(cork="1.5 * datum.key - 0.5", top="10.2")
        .mark_point(filled=True, size=text**2 / 2.2, fill=colour("net"), opacity=1)
        .encode(
            alt.X("cork", type="quantitative", scale=across, axis=None),
            alt.Y("top", type="quantitative", scale=up, axis=None),
        ),
        thing_layer("net", x, y, f"{icon:.0f} * (0.6 + 0.9 * datum.size)", FLAT, in_net),
        *odds_layers(across, up, text),
        *(
            marks("lake", f"{name}-sign")
            .transform_calculate(says=f"'{words}' + {share(name)}")
            .mark_text(y=0.9 * text, fontSize=text, fontWeight=700, fill=colour(ink), **place)
            .encode(text="says:N")
            for name, words, ink, place in (
                ("prevalence", "fish in the lake: ", "ink", {"x": 8, "align": "left"}),
                (
                    "precision",
                    "in the net: ",
                    "precision",
                    {"x": "width", "dx": -8, "align": "right"},
                ),
            )
        ),
    )
    return layers.add_params(alt.param(name="lit", value="")).properties(
        width=width,
        height=height,
        usermeta={"parts": {"net": len(FLAT)}, "sheets": {"lake": LAKE}},
    )


LAKE = ["boots_per_fish", "prevalence", "recall", "false_positive_rate", "precision"]


def share(column):
    """Return the expression that prints a share, small ones with a decimal."""
    return f"format(datum.{column}, datum.{column} < 0.0995 ? '.1%' : '.0%')"


def odds_layers(across, up, text):
    """Yield a scale on which a doubling of the odds is as long everywhere, and an arrow on it."""
    seen = alt.ExprRef("data('stage')[0].odds")

    def place(column, height):
        return (
            alt.X(column, type="quantitative", scale=across, axis=None),
            alt.Y(height, type="quantitative", scale=up, axis=None),
        )

    def at(odds):
        return f"20 * (log({odds}) / LN2 - {LEAST}) / {MOST - LEAST}"

    ticks = [{"share": share} for share in TICKS]
    yield (
        marks("lake", "odds-line")
        .transform_calculate(left="0", right="20", axis="0.8")
        .mark_rule(stroke=colour("axis"), strokeWidth=1.5, opacity=seen)
        .encode(*place("left", "axis"), x2="right")
    )
    for mark, look in (
        ("tick", {"orient": "vertical", "color": colour("axis"), "thickness": 1.5, "size": 9}),
        ("text", {"fontSize": text - 2, "fill": colour("muted"), "dy": 1.2 * text}),
    ):
        chart = alt.Chart(alt.Data(values=ticks)).transform_calculate(
            x=at("datum.share / (1 - datum.share)"),
            axis="0.8",
            says=share("share").replace(".1%", ".1~%"),
        )
        marked = getattr(chart, f"mark_{mark}")(opacity=seen, **look)
        yield marked.encode(*place("x", "axis"), **({"text": "says:N"} if mark == "text" else {}))
    arrow = {
        "start": at("datum.prior_odds"),
        "end": at("datum.posterior_odds"),
        "middle": f"({at('datum.prior_odds')} + {at('datum.posterior_odds')}) / 2",
        "up": "1.9",
        "head": f"{at('datum.posterior_odds')} - 0.3",
    }

    def on_arrow(name):
        return marks("lake", name).transform_calculate(**arrow)

    yield (
        on_arrow("arrow")
        .mark_rule(stroke=colour("precision"), strokeWidth=0.45 * text, opacity=seen)
        .encode(*place("start", "up"), x2="head")
    )
    yield (
        on_arrow("arrow-head")
        .mark_point(
            shape="triangle-right",
            filled=True,
            size=(1.5 * text) ** 2,
            fill=colour("precision"),
            opacity=seen,
        )
        .encode(*place("head", "up"))
    )
    yield (
        on_arrow("lake-dot")
        .mark_point(shape="circle", filled=True, size=text**2 / 2, fill=colour("ink"), opacity=seen)
        .encode(*place("start", "up"))
    )
    for name, column, says, ink, dy in (
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
        half = 1.3 if text > 15 else 2.2
        yield (
            on_arrow(name)
            .transform_calculate(says=says, at=f"clamp(datum.{column}, {half}, {20 - half})")
            .mark_text(fontSize=text, fontWeight=700, fill=colour(ink), dy=dy * text, opacity=seen)
            .encode(*place("at", "up"), text="says:N")
        )


# ── the curve ────────────────────────────────────────────────────────────────────────────────────

BASE, RISE = 2.7, 10.0  # where 0 is above the strip, and how far up 100 % is from there
PLACES = 20  # on the strip; recall from 0 to 1 is as wide
VIEWS = {
    "steps": "clamp(1 - view, 0, 1)",
    "chord": "1 - abs(view - 1)",
    "f": "clamp(view - 1, 0, 1)",
}


def curve(narrow):
    """A ranking, and above it precision against recall, or F against the threshold."""
    text, parts = (13, FLAT) if narrow else (18, WHOLE)
    layers = alt.layer(
        *frame_layers(text),
        bar_layer(),
        *chord_layers(narrow, text),
        point_layer(narrow),
        *f_layers(text),
        marks("shoal", "shoal")
        .transform_calculate(low="-0.75", high="0.8")
        .mark_rect(
            fill=colour("water"),
            stroke=colour("net"),
            strokeWidth=2.5,
            cornerRadius=8,
            opacity=fading("chord"),
        )
        .encode(*on_plot("left", "low"), x2="right", y2="high"),
        thing_layer(
            "ranking",
            *on_plot("x", "y"),
            18 if narrow else 34,
            parts,
            LIT.replace("datum.caught", "true"),
        ),
        *headline_layers(text),
    )
    return layers.add_params(
        alt.param(name="lit", value=""), alt.param(name="view", value=0)
    ).properties(
        width=360 if narrow else 720,
        height=405 if narrow else 690,
        usermeta={
            "parts": {"ranking": len(parts)},
            "sheets": {
                "ranking": ["key", "kind", "x"],
                "points": ["recall", "precision"],
                "bars": ["left", "right", "precision"],
                "f": ["threshold", "f"],
            },
            "drag": {
                "table": "ranking",
                "state": "moved",
                "x": "x",
                "y": "y",
                "limits": [[1, PLACES], [0, 0]],
                "step": [0.5, 1],
                "label": "{kind} {key}: rank {x}",
            },
        },
    )


def fading(view):
    """Return how much of a view is to be seen."""
    return alt.ExprRef(VIEWS[view])


def on_plot(x, y):
    """Place marks on the strip and the square above it."""
    return (
        alt.X(x, type="quantitative", scale=scale(-1.5, PLACES + 1), axis=None),
        alt.Y(y, type="quantitative", scale=scale(-0.9, 14.1), axis=None),
    )


def plotted(**columns):
    """Return expressions that bring shares from 0 to 1 onto the square: x… across, y… up."""
    return {
        name: f"{BASE} + {RISE} * ({share})" if name[0] == "y" else f"0.5 + {PLACES} * ({share})"
        for name, share in columns.items()
    }


def frame_layers(text):
    """Yield the axes of the square, from 0 to 100 % both ways."""
    grid = [{"share": i / 4} for i in range(5)]
    number = {"fontSize": text - 2, "fill": colour("muted")}
    ticks = alt.Chart(alt.Data(values=grid)).transform_calculate(
        **plotted(x="datum.share", y="datum.share", x0="0", x1="1", y0="0")
    )
    yield (
        ticks.mark_rule(stroke=colour("line"), strokeWidth=1).encode(*on_plot("x0", "y"), x2="x1")
    )
    says = alt.ExprRef("format(datum.share, view < 1.5 ? '.0%' : '.2~f')")
    yield ticks.mark_text(align="right", dx=-6, text=says, **number).encode(*on_plot("x0", "y"))
    yield ticks.mark_text(dy=0.85 * text, text=says, **number).encode(*on_plot("x", "y0"))
    for name, ink, seen in (
        ("recall →", "recall", f"1 - {VIEWS['f']}"),
        ("threshold →", "ink", VIEWS["f"]),
    ):
        yield (
            marks("shoal", f"{name[:6]}-title")
            .transform_calculate(**plotted(x="1", y="0"))
            .mark_text(
                align="right",
                dy=2.05 * text,
                fontSize=text - 1,
                fontWeight=700,
                fill=colour(ink),
                opacity=alt.ExprRef(seen),
            )
            .encode(*on_plot("x", "y"), text=alt.value(name))
        )


def bar_layer():
    """A bar for every fish: as wide as the recall it adds, as high as the precision there."""
    return (
        marks("bars", "bars")
        .transform_calculate(
            **plotted(x="datum.left", x2="datum.right", y="datum.precision", y2="0")
        )
        .mark_rect(
            fill=colour("precision"),
            fillOpacity=0.25,
            stroke=colour("precision"),
            strokeWidth=1.5,
            opacity=fading("steps"),
        )
        .encode(*on_plot("x", "y"), x2="x2", y2="y2")
    )


def point_layer(narrow):
    """Recall and precision of every net, from the first thing in it to the last."""
    return (
        marks("points", "points")
        .transform_calculate(**plotted(x="datum.recall", y="datum.precision"))
        .mark_point(
            filled=True,
            size=28 if narrow else 70,
            fill=colour("ink"),
            opacity=alt.ExprRef(f"{VIEWS['steps']} + 0.35 * max(0, {VIEWS['chord']})"),
        )
        .encode(*on_plot("x", "y"))
    )


def chord_layers(narrow, text):
    """Yield the way from net A to net B: the hyperbola, and the chord that it is not."""
    for name, column, look in (
        ("chord", "chord", {"strokeDash": [7, 6], "strokeWidth": 2, "stroke": colour("muted")}),
        ("hyperbola", "precision", {"strokeWidth": 4, "stroke": colour("precision")}),
    ):
        yield (
            marks("between", name)
            .transform_calculate(**plotted(x="datum.recall", y=f"datum.{column}"))
            .mark_line(opacity=fading("chord"), **look)
            .encode(*on_plot("x", "y"), order=alt.Order("key", type="quantitative"))
        )
    nets = marks("nets", "nets").transform_calculate(
        **plotted(x="datum.recall", y="datum.precision")
    )
    yield nets.mark_point(
        filled=True,
        size=90 if narrow else 200,
        fill=colour("net"),
        stroke=colour("paper"),
        opacity=fading("chord"),
    ).encode(*on_plot("x", "y"))
    yield (
        marks("nets", "net-names")
        .transform_calculate(**plotted(x="datum.recall", y="datum.precision"))
        .mark_text(
            dy=-text,
            fontSize=text,
            fontWeight=700,
            fill=colour("net"),
            opacity=fading("chord"),
        )
        .encode(*on_plot("x", "y"), text="key:N")
    )


def f_layers(text):
    """Yield F by threshold, and the ray on which its top lies if scores mean what they say."""
    yield (
        marks("ray", "ray")
        .transform_calculate(**plotted(x="datum.x", x2="datum.x2", y="datum.y", y2="datum.y2"))
        .mark_rule(stroke=colour("recall"), strokeWidth=2.5, strokeDash=[7, 5], opacity=fading("f"))
        .encode(*on_plot("x", "y"), x2="x2", y2="y2")
    )
    yield (
        marks("f", "f-line")
        .transform_calculate(**plotted(x="datum.threshold", y="datum.f"))
        .mark_line(stroke=colour("precision"), strokeWidth=4, opacity=fading("f"))
        .encode(*on_plot("x", "y"), order=alt.Order("key", type="quantitative"))
    )
    best = {"x": "datum.threshold", "y": "datum.f", "y0": "0"}
    yield (
        marks("best", "best-drop")
        .transform_calculate(**plotted(**best))
        .mark_rule(stroke=colour("ink"), strokeWidth=1.5, strokeDash=[2, 4], opacity=fading("f"))
        .encode(*on_plot("x", "y"), y2="y0")
    )
    yield (
        marks("best", "best-dot")
        .transform_calculate(**plotted(**best))
        .mark_point(
            filled=True,
            size=text**2,
            fill=colour("ink"),
            stroke=colour("paper"),
            opacity=fading("f"),
        )
        .encode(*on_plot("x", "y"))
    )


def headline_layers(text):
    """Yield, over the square, what each view is about in one number."""
    for name, table, says in (
        (
            "steps",
            "scores",
            "'average precision ' + format(datum.average_precision, '.2f')"
            " + '; dice: ' + format(datum.chance, '.2f')",
        ),
        (
            "chord",
            "halfway",
            "'halfway: chord ' + format(datum.chord, '.0%')"
            " + ', truth ' + format(datum.precision, '.0%')",
        ),
        (
            "f",
            "best",
            "'best F ' + format(datum.f, '.2f') + ' at threshold '"
            " + format(datum.threshold, '.2f')",
        ),
    ):
        yield (
            marks(table, f"{name}-headline")
            .transform_calculate(says=says)
            .mark_text(
                x="width",
                dx=-8,
                y=0.9 * text,
                align="right",
                fontSize=text,
                fontWeight=700,
                fill=colour("precision"),
                opacity=fading(name),
            )
            .encode(text="says:N")
        )
    yield (
        marks("best", "up-title")
        .mark_text(
            x=8, y=0.9 * text, align="left", fontSize=text - 1, fontWeight=700, fill=colour("ink")
        )
        .encode(text=alt.value(alt.ExprRef("view < 1.5 ? '↑ precision' : '↑ F'")))
    )
