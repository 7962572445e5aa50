"""The figures of the stumbling model."""

import altair as alt

ACROSS = alt.Scale(domain=(0, 8), nice=False, zero=False)
UP = alt.Scale(domain=(0, 10), nice=False, zero=False)


def line(narrow):
    """Points that can be dragged, and a rule through them."""
    x = alt.X("x", type="quantitative", scale=ACROSS, axis=None)
    y = alt.Y("y", type="quantitative", scale=UP, axis=None)
    return alt.layer(
        alt.Chart(alt.NamedData("line"))
        .mark_rule(stroke="var(--boundary)", strokeWidth=3)
        .encode(x, y, x2="x2", y2="y2"),
        alt.Chart(alt.NamedData("points"))
        .mark_point(filled=True, fill="var(--accent)", size=150)
        .encode(x, y),
    ).properties(
        width=360 if narrow else 640,
        height=300 if narrow else 500,
        usermeta={
            "drag": {
                "table": "points",
                "state": "moved",
                "x": "x",
                "y": "y",
                "limits": [[0, 8], [0, 10]],
                "step": [0.1, 0.1],
                "label": "point {key}: {x}, {y}",
            },
        },
    )


def tally(narrow):
    """One bar."""
    return (
        alt.Chart(alt.NamedData("bar"))
        .mark_bar(fill="var(--accent)", height=30, y=50)
        .encode(
            alt.X("value", type="quantitative", scale=alt.Scale(domain=(0, 20)), axis=None),
        )
        .properties(width=360 if narrow else 640, height=100)
    )
