"""The figure of the pancakes. A function has the name of its scene and returns an Altair chart.

Domains are fixed, so that nothing rescales while a reader drags. Colours are variables of the page,
named in ``theme.json``.
"""

import altair as alt

HEAT = alt.Scale(domain=(92, 248), nice=False, zero=False)  # degrees Celsius
POINTS = alt.Scale(domain=(-1.6, 11), nice=False, zero=False)
BATTER = alt.Scale(domain=(100, 150, 190, 240), range=["#f8e7b5", "#eebd62", "#b3702a", "#4a2a17"])


def pancakes(narrow):
    """Pancakes by heat and points, the ruler, and threads from one to the other."""
    size = 420 if narrow else 900
    x = alt.X("x", type="quantitative", scale=HEAT, axis=axis([100, 140, 180, 220]))
    y = alt.Y("y", type="quantitative", scale=POINTS, axis=None)
    threads = (
        alt.Chart(alt.NamedData("pancakes"), name="threads")
        .mark_rule(stroke="var(--thread)", strokeWidth=2, strokeDash=[2, 3])
        .encode(x, y, y2="foot")
    )
    ruler = (
        alt.Chart(alt.NamedData("ruler"), name="ruler")
        .mark_line(stroke="var(--ruler)", strokeWidth=5, strokeCap="round", clip=True)
        .encode(x, y, order=alt.Order("key", type="quantitative"))
    )
    stack = (
        alt.Chart(alt.NamedData("pancakes"), name="pancakes")
        .mark_point(filled=True, opacity=1, size=size, stroke="var(--rim)", strokeWidth=2)
        .encode(x, y, fill=alt.Fill("x", type="quantitative", scale=BATTER, legend=None))
    )
    titles = (
        alt.Chart(alt.NamedData("misses"), name="titles")
        .transform_filter("datum.key == 'seen'")
        .mark_text(align="left", fontSize=13 if narrow else 16, fill="var(--ink)", fontWeight=600)
    )
    return alt.layer(
        threads,
        ruler,
        stack,
        titles.encode(x=alt.value(10), y=alt.value(16), text=alt.value("↑ points, 0 to 10")),
    ).properties(
        width=360 if narrow else 720,
        height=330 if narrow else 520,
        usermeta={
            "drag": {
                "table": "pancakes",
                "state": "moved",
                "x": "x",
                "y": "y",
                "limits": [[100, 240], [0, 10]],
                "step": [1, 0.1],
                "label": "pancake {key}: {x} °C, {y} points",
            }
        },
    )


def axis(values):
    """An axis that lies inside the picture, whose edges never move."""
    return alt.Axis(
        values=values,
        offset=-46,
        title="heat of the pan, °C",
        titleColor="var(--ink)",
        labelColor="var(--muted)",
        domainColor="var(--axis)",
        tickColor="var(--axis)",
        grid=False,
        labelFontSize=13,
        titleFontSize=13,
    )
