"""The figures of the menagerie: heads in the dark over a map of votes, and a sheet of ballots."""

import altair as alt

EARS = alt.Scale(domain=(0, 10), nice=False, zero=False)
EYES = alt.Scale(domain=(0, 8), nice=False, zero=False)
AS_IT_IS = {"scale": None, "legend": None}
HEADS = {
    "fox": "M-.9-.9L-.3-.4L.3-.4L.9-.9L.7.2L0 .95L-.7.2Z",
    "owl": "M-.8-.9Q0-.4 .8-.9Q1.1.1 .6.7Q0 1.1-.6.7Q-1.1.1-.8-.9Z",
    "look": "M-.55-.05L-.3-.3L-.05-.05L-.3.2ZM.05-.05L.3-.3L.55-.05L.3.2Z",
}
BOUNDS = {"limits": [[0, 10], [0, 8]], "step": [0.1, 0.1]}


def watch(narrow):
    """Heads of two outlines each; a lantern drives the dark away, and a term lights its kind up."""
    width, height = (360, 288) if narrow else (640, 512)
    x, y = across("x"), up("y")
    return (
        alt.layer(
            alt.Chart(alt.NamedData("cells"), name="cells")
            .mark_rect(fill="var(--owl)", fillOpacity=0.4, width=width / 10, height=height / 8)
            .encode(
                across("x"), up("y"), opacity=alt.Opacity("owls", type="quantitative", **AS_IT_IS)
            ),
            alt.Chart(alt.NamedData("stranger"), name="dark")
            .mark_rect(x=0, x2="width", y=0, y2="height", fill="var(--night)")
            .encode(opacity=alt.value(alt.ExprRef("lantern ? 0 : 0.12"))),
            heads(220 if narrow else 700).encode(x, y),
            *titles(13 if narrow else 16),
            guess(13 if narrow else 16),
        )
        .add_params(alt.param(name="lantern", value=False), alt.param(name="lit", value=""))
        .properties(width=width, height=height, usermeta=GESTURES)
    )


GESTURES = {
    "drag": {
        "table": "animals",
        "state": "moved",
        "x": "ears",
        "y": "eyes",
        "label": "{kind} {key}: ears {ears} cm, eyes {eyes} cm",
        **BOUNDS,
    },
    "add": {"table": "animals", "state": "strays", "values": "kind", **BOUNDS},
    "hops": {"animals": {"column": "y", "height": 0.3, "paces": 3}},
    "parts": {"animals": 2},
    "sheets": {"animals": ["key", "kind", "ears", "eyes"], "stranger": ["votes", "k", "says"]},
}


def across(column):
    return alt.X(column, type="quantitative", scale=EARS, axis=None)


def up(column):
    return alt.Y(column, type="quantitative", scale=EYES, axis=None)


def heads(size):
    """Every animal twice: its head, and the eyes in it."""
    kinds = alt.Scale(domain=list(HEADS), range=list(HEADS.values()))
    return (
        alt.Chart(alt.NamedData("animals"), name="heads")
        .transform_calculate(
            item="datum.key + ' ' + datum.part",
            look="datum.part ? 'look' : datum.kind",
            colour="datum.part ? 'var(--eyes)' : 'var(--' + datum.kind + ')'",
            seen="lit && lit !== datum.kind ? 0.25 : 1",
        )
        .mark_point(filled=True, strokeWidth=0, size=size)
        .encode(
            key="item:N",
            shape=alt.Shape("look", type="nominal", scale=kinds, legend=None),
            fill=alt.Fill("colour", type="nominal", **AS_IT_IS),
            opacity=alt.Opacity("seen", type="quantitative", **AS_IT_IS),
        )
    )


def titles(size):
    """Name both axes; they are marks, so that nothing moves when they are drawn elsewhere."""
    for text, place in (
        ("ear to ear, 0 to 10 cm →", {"x": "width", "y": "height", "align": "right", "dy": -8}),
        ("↑ eye to eye, 0 to 8 cm", {"x": 8, "y": size + 4, "align": "left"}),
    ):
        yield (
            alt.Chart(alt.NamedData("stranger"))
            .mark_text(fontSize=size, fontWeight=600, fill="var(--ink)", **place)
            .encode(text=alt.value(text))
        )


def guess(size):
    """Write into a corner who a reader says the stranger is, once there is a guess."""
    return (
        alt.Chart(alt.NamedData("stranger"))
        .mark_text(
            fontSize=size, fontWeight=600, fill="var(--ink)", x="width", y=size + 4, align="right"
        )
        .transform_calculate(says="datum.bet === 'nobody' ? '' : 'you say: ' + datum.bet")
        .encode(text="says:N")
    )


def poll(narrow):
    """Three rows of ten ballots, filled as they are cast, and their count."""
    width, height = (360, 150) if narrow else (640, 250)
    size = width / 14
    ballots = alt.Chart(alt.NamedData("ballots"), name="ballots")
    place = alt.Scale(domain=(-0.5, 9.5), nice=False, zero=False)
    row = alt.Scale(domain=(3.2, -0.5), nice=False, zero=False)
    colour = alt.Scale(domain=[0, 1], range=["var(--fox)", "var(--owl)"])
    shape = alt.Scale(domain=[0, 1], range=[HEADS["fox"], HEADS["owl"]])
    return alt.layer(
        ballots.mark_point(filled=True, size=size**2, opacity=1).encode(
            alt.X("place", type="quantitative", scale=place, axis=None),
            alt.Y("row", type="quantitative", scale=row, axis=None),
            fill=alt.Fill("owl", type="nominal", scale=colour, legend=None),
            shape=alt.Shape("owl", type="nominal", scale=shape, legend=None),
        ),
        alt.Chart(alt.NamedData("count"), name="count")
        .transform_calculate(label="datum.owls + ' of ' + datum.n_trees + ' say owl'")
        .mark_text(x=8, y=height - 10, align="left", fontSize=14, fill="var(--ink)")
        .encode(text="label:N"),
    ).properties(width=width, height=height)
