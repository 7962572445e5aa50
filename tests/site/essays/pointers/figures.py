"""The figures of the garden: fruits over leaves, and fruits in a row."""

import altair as alt

ACROSS = alt.Scale(domain=(0, 10), nice=False, zero=False)
UP = alt.Scale(domain=(0, 8), nice=False, zero=False)
COLOURS = {"pear": "var(--right)", "apple": "var(--accent)", "plum": "var(--axis)"}
KINDS = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))


def garden(narrow):
    """Fruits, over the leaves of a tree; what is pointed at is lit."""
    x = alt.X("x", type="quantitative", scale=ACROSS, axis=None)
    y = alt.Y("y", type="quantitative", scale=UP, axis=None)
    lit = "datum.key == leaf ? 0.5 : 0.15"
    size = "datum.key == fruit ? 300 : datum.leaf == leaf ? 180 : 90"
    return (
        alt.layer(
            alt.Chart(alt.NamedData("leaves"), name="leaves")
            .mark_rect(fill="var(--axis)", stroke="var(--ink)", opacity=alt.ExprRef(lit))
            .encode(x, y, x2="x2", y2="y2"),
            alt.Chart(alt.NamedData("fruits"), name="fruits")
            .mark_point(filled=True, opacity=1, size=alt.ExprRef(size))
            .encode(x, y, fill=alt.Fill("kind", type="nominal", scale=KINDS, legend=None)),
        )
        .add_params(alt.param(name="leaf", value=""), alt.param(name="fruit", value=""))
        .properties(
            width=360 if narrow else 640,
            height=288 if narrow else 512,
            usermeta={
                "point": [
                    {"table": "fruits", "param": "fruit", "label": "{kind} {key}, in leaf {leaf}"},
                    {
                        "table": "leaves",
                        "param": "leaf",
                        "label": "leaf {key}: {n} fruits",
                        "state": "leaf",
                    },
                ],
                "drag": {
                    "table": "fruits",
                    "state": "moved",
                    "x": "x",
                    "y": "y",
                    "limits": [[0, 10], [0, 8]],
                    "step": [0.1, 0.1],
                    "label": "{kind} {key}: {x}, {y}",
                },
            },
        )
    )


def basket(narrow):
    """Fruits in a row, small ones; all of a kind are lit together."""
    scale = alt.Scale(domain=(-0.5, 5.5), nice=False, zero=False)
    return (
        alt.Chart(alt.NamedData("fruits"), name="fruits")
        .mark_point(
            filled=True, size=40, opacity=alt.ExprRef("kind && datum.kind != kind ? 0.2 : 1")
        )
        .encode(
            alt.X("x", type="quantitative", scale=scale, axis=None),
            fill=alt.Fill("kind", type="nominal", scale=KINDS, legend=None),
        )
        .add_params(alt.param(name="kind", value=""))
        .properties(
            width=360 if narrow else 640,
            height=100,
            usermeta={
                "point": {
                    "table": "fruits",
                    "param": "kind",
                    "by": "kind",
                    "label": "{kind}",
                    "card": False,
                }
            },
        )
    )
