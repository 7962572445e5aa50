"""The figure of the forest: a map of votes under the points."""

import altair as alt

ACROSS = alt.Scale(domain=(-1.525, 2.525), nice=False, zero=False)
UP = alt.Scale(domain=(-1.025, 1.525), nice=False, zero=False)


def forest(narrow):
    """Cells fade in with the share of votes for the upper moon."""
    width, height = (360, 300) if narrow else (720, 600)
    x = alt.X("x", type="quantitative", scale=ACROSS, axis=None)
    y = alt.Y("y", type="quantitative", scale=UP, axis=None)
    cell = {"width": width / 27 + 0.2, "height": height / 17 + 0.2}
    share = alt.Opacity("share", type="quantitative", scale=None, legend=None)
    moon = alt.Shape(
        "moon",
        type="nominal",
        scale=alt.Scale(domain=[0, 1], range=["circle", "cross"]),
        legend=None,
    )
    return alt.layer(
        alt.Chart(alt.NamedData("cells"))
        .mark_rect(fill="var(--accent)", **cell)
        .encode(x, y, opacity=share),
        alt.Chart(alt.NamedData("points"))
        .mark_point(fill="var(--paper)", stroke="var(--ink)", size=60)
        .encode(x, y, shape=moon),
        alt.Chart(alt.NamedData("progress"))
        .mark_text(x=8, y=16, align="left", fontSize=14, fill="var(--ink)")
        .transform_calculate(label="datum.n_trees + ' trees'")
        .encode(text="label:N"),
    ).properties(width=width, height=height)
