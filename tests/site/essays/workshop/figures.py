"""The figures of the workshop: what hands can do in several panels."""

import altair as alt

TEN = alt.Scale(domain=(0, 10), nice=False, zero=False)
KINDS = alt.Scale(domain=["cat", "dog", "split"], range=["var(--cat)", "var(--dog)", "var(--card)"])
SHAPES = alt.Scale(domain=["cat", "dog"], range=["circle", "square"])


def plane(narrow):
    """The plane with its regions, and the tree that makes them."""
    width, height = (360, 320) if narrow else (460, 480)
    x, y = quantity("x", TEN), quantity("y", TEN)
    kind = alt.Fill("kind", type="nominal", scale=KINDS, legend=None)
    regions = (
        alt.Chart(alt.NamedData("leaves"))
        .mark_rect(opacity=0.25, stroke="var(--ink)")
        .encode(x, y, x2="x2", y2="y2", fill=kind)
    )
    pets = (
        alt.Chart(alt.NamedData("pets"))
        .mark_point(filled=True, opacity=1, size=160, stroke="var(--ink)")
        .encode(x, y, fill=kind, shape=alt.Shape("kind", type="nominal", scale=SHAPES, legend=None))
    )
    drag = {
        "table": "pets",
        "state": "moved",
        "x": "x",
        "y": "y",
        "limits": [[0, 10], [0, 10]],
        "step": [0.1, 0.1],
        "label": "{kind} {key}: {x} kg, fluff {y}",
    }
    field = alt.layer(regions, pets).properties(width=width, height=height, usermeta={"drag": drag})
    return {"plane": field, "tree": tree(width, height)}


def tree(width, height):
    """The tree, its root on top."""
    x = quantity("x", alt.Scale(domain=(-0.7, 7.7), nice=False))
    y = quantity("y", alt.Scale(domain=(3.4, -0.4), nice=False, zero=False))
    links = alt.Chart(alt.NamedData("links")).mark_rule(stroke="var(--axis)", strokeWidth=2)
    nodes = alt.Chart(alt.NamedData("nodes"))
    return alt.layer(
        links.encode(x, y, x2="x2", y2="y2"),
        nodes.mark_point(filled=True, opacity=1, size=900, stroke="var(--ink)").encode(
            x, y, fill=alt.Fill("kind", type="nominal", scale=KINDS, legend=None)
        ),
        nodes.mark_text(fontSize=13, fill="var(--ink)", dy=-26).encode(x, y, text="says:N"),
    ).properties(width=width, height=height)


def split(narrow):
    """The dots with a line to move, and below them how good each place for it is."""
    width = 360 if narrow else 720
    x = quantity("x", TEN, axis("weight, kg", -34))
    line = alt.Chart(alt.Data(values=[{}])).mark_rule(strokeWidth=3, stroke="var(--ink)")
    at = alt.XDatum(alt.ExprRef("at"), type="quantitative", scale=TEN)
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .mark_point(filled=True, opacity=1, size=120)
        .encode(
            x,
            quantity("y", alt.Scale(domain=(-2, 10), nice=False)),
            fill=alt.Fill("kind", type="nominal", scale=KINDS, legend=None),
            shape=alt.Shape("kind", type="nominal", scale=SHAPES, legend=None),
        )
    )
    high = alt.Scale(domain=(0, 0.55), nice=False)
    bare = quantity("x", TEN)
    curve = alt.Chart(alt.NamedData("gains")).mark_line(stroke="var(--accent)", strokeWidth=3)
    here = alt.Chart(alt.NamedData("here")).mark_point(filled=True, size=140, fill="var(--accent)")
    rule = {
        "state": "at",
        "axis": "x",
        "limits": [0.5, 9.5],
        "step": 0.25,
        "label": "split at {value} kg",
    }
    share = alt.param(name="at", value=4)
    upper = alt.layer(dots, line.encode(x=at)).properties(
        width=width, height=190 if narrow else 300, usermeta={"rules": rule}, name="dots"
    )
    lower = alt.layer(
        curve.encode(bare, quantity("gain", high)), here.encode(bare, quantity("gain", high))
    ).properties(width=width, height=140 if narrow else 180, name="gain")
    return alt.vconcat(upper.add_params(share), lower, spacing=10)


def span(narrow):
    """The dots, and a band whose edges can be moved."""
    x = quantity("x", TEN, axis("weight, kg", -34))
    y = quantity("y", alt.Scale(domain=(-2, 10), nice=False))
    nothing = alt.Chart(alt.Data(values=[{}]))
    low, high = (
        alt.XDatum(alt.ExprRef(name), type="quantitative", scale=TEN) for name in ("low", "high")
    )
    edges = [
        {"state": "low", "below": "high", "label": "from: {value} kg"},
        {"state": "high", "above": "low", "label": "to: {value} kg"},
    ]
    shared = {"axis": "x", "limits": [0, 10], "step": 0.5}
    inside = alt.condition("datum.inside", alt.value("var(--accent)"), alt.value("var(--axis)"))
    return (
        alt.layer(
            nothing.mark_rule(stroke="var(--ink)", strokeWidth=3).encode(x=low),
            nothing.mark_rule(stroke="var(--ink)", strokeWidth=3).encode(x=high),
            alt.Chart(alt.NamedData("dots"))
            .mark_point(filled=True, opacity=1, size=140)
            .encode(x, y, fill=inside),
        )
        .add_params(alt.param(name="low", value=3), alt.param(name="high", value=7))
        .properties(
            width=360 if narrow else 720,
            height=260 if narrow else 360,
            usermeta={"rules": [edge | shared for edge in edges]},
        )
    )


def guess(narrow):
    """A curve to draw, and the true one."""
    x = quantity("x", alt.Scale(domain=(0.5, 8.5), nice=False), axis("depth of the tree", -40))
    y = quantity("y", alt.Scale(domain=(0.35, 1), nice=False, zero=False))
    knots = alt.Chart(alt.NamedData("knots"))
    drag = {
        "table": "knots",
        "state": "drawn",
        "x": "x",
        "y": "y",
        "axis": "y",
        "draw": True,
        "limits": [0.45, 1],
        "step": 0.01,
        "label": "depth {x}: accuracy {y}",
    }
    return alt.layer(
        knots.mark_line(stroke="var(--cat)", strokeWidth=4).encode(x, y),
        knots.mark_point(filled=True, opacity=1, size=120, fill="var(--cat)").encode(x, y),
        alt.Chart(alt.NamedData("measured"))
        .mark_line(stroke="var(--ink)", strokeWidth=3, strokeDash=[5, 4])
        .encode(x, y),
    ).properties(
        width=360 if narrow else 720, height=300 if narrow else 440, usermeta={"drag": drag}
    )


def quantity(name, scale, axis=None):
    """A column along a side of the picture."""
    side = alt.X if name == "x" else alt.Y
    return side(name, type="quantitative", scale=scale, axis=axis)


def axis(title, offset):
    """An axis inside the picture."""
    return alt.Axis(title=title, offset=offset, grid=False, labelFontSize=13, titleFontSize=13)
