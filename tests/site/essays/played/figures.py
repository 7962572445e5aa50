"""The curve with its ghost, and the bar."""

import altair as alt

ACROSS = alt.Scale(domain=(-1.1, 1.1), nice=False, zero=False)
UP = alt.Scale(domain=(-2, 2), nice=False, zero=False)


def place(column, scale, channel):
    """Place marks along one scale."""
    return channel(column, type="quantitative", scale=scale, axis=None)


def curve(narrow):
    """The polynomial over the one before it, its error beside it, and a sign from degree 3 on."""
    x, y = place("x", ACROSS, alt.X), place("y", UP, alt.Y)
    error = (
        alt.Chart(alt.NamedData("fit"))
        .mark_text(x=20, align="left", fontSize=14, fill="var(--ink)")
        .transform_calculate(says="'error ' + format(datum.error, '.3f')")
    )
    named = alt.param(name="degree", value=1)
    return (
        alt.layer(
            alt.Chart(alt.NamedData("line_ghost"), name="ghost")
            .mark_line(stroke="var(--muted)", strokeDash=[4, 4])
            .encode(x, y),
            alt.Chart(alt.NamedData("line"), name="line")
            .mark_line(stroke="var(--accent)", strokeWidth=3)
            .encode(x, y),
            alt.Chart(alt.NamedData("points")).mark_point(fill="var(--ink)").encode(x, y),
            error.encode(place("error", UP, alt.Y), text="says:N"),
            alt.Chart(alt.InlineData(values=[{"here": 1}]), name="sign")
            .mark_text(x=20, y=20, text="bends", align="left", fontSize=14, fill="var(--ink)")
            .encode(opacity=alt.value(alt.ExprRef("degree > 2 ? 1 : 0"))),
        )
        .add_params(named)
        .properties(
            width=360 if narrow else 720,
            height=300 if narrow else 480,
            usermeta={"ghost": {"table": "line"}},
        )
    )


def sum(narrow):
    """A bar, and how far it is."""
    scale = alt.Scale(domain=(0, 12), nice=False)
    bar = alt.Chart(alt.NamedData("bar"))
    return alt.layer(
        bar.mark_bar(fill="var(--accent)").encode(place("n", scale, alt.X)),
        bar.mark_text(x=20, fontSize=16, fill="var(--ink)").encode(text=alt.Text("n:Q")),
    ).properties(width=360 if narrow else 720, height=120, usermeta={"still": ["bar"]})
