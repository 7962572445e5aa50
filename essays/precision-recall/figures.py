"""The figures of the essay on precision and recall, with the drawings of ``things.svg`` as shapes."""

from pathlib import Path
from xml.etree import ElementTree

import altair as alt

AS_IT_IS = {"scale": None, "legend": None}
WHOLE = ("body", "dark", "light", "ink")  # what a thing is drawn of, from the bottom up
FLAT = ("body", "ink")
PAPER = {"strokeJoin": "round", "stroke": "var(--paper)", "strokeWidth": 4, "strokeOpacity": 0.8}
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
    shapes = drawings()
    look = f"datum.kind + '-' + {list(parts)}[datum.part]"
    colours = f"{['', '-dark', '-light', '-ink']}[{[WHOLE.index(p) for p in parts]}[datum.part]]"
    return (
        marks(table, table)
        .transform_calculate(
            item="datum.key + ' ' + datum.part",
            look=look,
            ink=f"{look} === datum.kind + '-ink' ? 'var(--thing-ink)'"
            f" : 'var(--' + datum.kind + {colours} + ')'",
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

ACROSS, UP = scale(-0.06, 1.08), scale(-1.55, 10.5)  # score; metres above the ground
SHARE = (4.5, 8.9)  # where 0 and 100 % are, once the water is low
CORDS = 21  # corners of a rope


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
        width=360 if narrow else 760,
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
                "limits": [[0, 1], [0.7, 8.5]],
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
            across=f"-0.06 + 1.14 * datum.part / {CORDS - 1}",
            surface="datum.level + 0.13 * (datum.part % 2 ? 1 : -1)",
            ground="0.2",
        )
        .mark_area(fill=colour("water"), interpolate="monotone")
        .encode(place_across("across"), place_up("surface"), y2="ground")
    )


def mesh_layer():
    """The ropes of the net zigzag, each against the next, and fold up as the net gets smaller."""
    return (
        marks("ropes", "ropes")
        .transform_calculate(
            across=f"threshold + (1.075 - threshold) * datum.part / {CORDS - 1}",
            up="clamp(datum.y + ((datum.part + datum.key) % 2 ? 0.5 : -0.5)"
            " * (datum.key % 8 ? 1 : 0), 0.25, 9)",
        )
        .mark_line(stroke=colour("net"), strokeWidth=1, opacity=0.55)
        .encode(
            place_across("across"),
            place_up("up"),
            detail="key:N",
            order=alt.Order("part", type="quantitative"),
        )
    )


def rim_layer():
    """The rim of the net, a pole with corks: everything to its right is caught."""
    return (
        marks("ropes", "rim")
        .transform_filter("datum.part === 0")
        .transform_calculate(across="threshold")
        .mark_line(
            stroke=colour("net"),
            strokeWidth=4,
            point={"size": 90, "fill": "var(--net)", "opacity": 1, "shape": "circle"},
        )
        .encode(
            place_across("across"), place_up("y"), order=alt.Order("key", type="quantitative")
        )
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
        start("share-lines").mark_rule(stroke=colour("axis"), strokeDash=[2, 4]).encode(
            place_across("zero"), place_up("up"), x2="one", opacity=opacity("drained")
        )
    )
    yield (
        start("share-numbers").mark_text(
            align="left", baseline="bottom", fontSize=text - 2, fill=colour("muted"), dy=-2
        )
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
            size=90 if narrow else 190,
            stroke=colour("paper"),
            opacity=alt.ExprRef(drained),
        )
        .encode(
            place_across("across"),
            place_up("up"),
            shape=alt.Shape(
                "key",
                type="nominal",
                scale=alt.Scale(domain=["precision", "recall"], range=["circle", "diamond"]),
                legend=None,
            ),
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
            .mark_text(
                y=0.85 * text, fontSize=text, fontWeight=700, fill=colour(share), **place
            )
            .encode(text="says:N")
        )
