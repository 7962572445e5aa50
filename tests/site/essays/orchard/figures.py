"""The figure of the orchard: trees, and a fence between them."""

import altair as alt

ACROSS = alt.Scale(domain=(0, 10), nice=False, zero=False)
UP = alt.Scale(domain=(0, 8), nice=False, zero=False)
LIT = {"apple": "accent", "pear": "axis"}


def orchard(narrow):
    """Trees that come and go, and a rule; the ground darkens with the state's ``shade``."""
    x = alt.X("x", type="quantitative", scale=ACROSS, axis=None)
    y = alt.Y("y", type="quantitative", scale=UP, axis=None)
    kinds = alt.Scale(domain=list(LIT), range=["var(--accent)", "var(--axis)"])
    lit = alt.ExprRef(f"lit && {LIT}[datum.kind] != lit ? 0.2 : 1")
    return (
        alt.layer(
            alt.Chart(alt.NamedData("fence"), name="ground")
            .mark_rect(x=0, x2="width", y=0, y2="height", fill="var(--ink)")
            .encode(opacity=alt.value(alt.ExprRef("shade / 2"))),
            alt.Chart(alt.NamedData("fence"), name="fence")
            .mark_rule(stroke="var(--boundary)", strokeWidth=3)
            .encode(x, x2="x2", y=alt.value(0), y2=alt.value("height")),
            alt.Chart(alt.NamedData("trees"), name="trees")
            .mark_point(filled=True, size=200, opacity=lit)
            .encode(x, y, fill=alt.Fill("kind", type="nominal", scale=kinds, legend=None)),
        )
        .add_params(alt.param(name="shade", value=0), alt.param(name="lit", value=""))
        .properties(
            width=360 if narrow else 640,
            height=288 if narrow else 512,
            usermeta={
                "drag": {
                    "table": "trees",
                    "state": "moved",
                    "x": "x",
                    "y": "y",
                    "limits": [[0, 10], [0, 8]],
                    "step": [0.1, 0.1],
                    "label": "{kind} tree {key}: {x}, {y}",
                },
                "add": {
                    "table": "trees",
                    "state": "planted",
                    "limits": [[0, 10], [0, 8]],
                    "step": [0.1, 0.1],
                    "values": "kind",
                },
            },
        )
    )
