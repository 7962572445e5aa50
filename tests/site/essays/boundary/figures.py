"""The figure of the boundary: a painted plane, the line across it, and mushrooms to drag."""

import altair as alt


def boundary(narrow):
    """Lay the mushrooms over the plane that the model painted."""
    x = alt.X("x:Q", scale=alt.Scale(domain=(0, 10), nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=(0, 6), nice=False), axis=None)
    colour = alt.Fill(
        "edible:N",
        scale=alt.Scale(domain=[0, 1], range=["var(--accent)", "var(--axis)"]),
        legend=None,
    )
    line = alt.Chart(alt.NamedData("line")).mark_line(stroke="var(--ink)", strokeWidth=2)
    dots = alt.Chart(alt.NamedData("mushrooms")).mark_point(
        filled=True, size=120, opacity=1, stroke="var(--ink)"
    )
    return alt.layer(
        line.encode(x, y, detail="line:N", order="order:Q"),
        dots.encode(x, y, fill=colour),
    ).properties(
        width=360 if narrow else 640,
        height=216 if narrow else 384,
        usermeta={
            "raster": {
                "table": "plane",
                "column": "sure",
                "columns": 100,
                "x": [0, 10],
                "y": [0, 6],
                "colours": ["var(--accent)", "var(--paper)", "var(--axis)"],
            },
            "drag": {
                "table": "mushrooms",
                "state": "moved",
                "x": "x",
                "y": "y",
                "limits": [[0, 10], [0, 6]],
                "step": [0.1, 0.1],
                "label": "mushroom {key}: {x}, {y}",
            },
        },
    )
