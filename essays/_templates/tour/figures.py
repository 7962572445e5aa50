"""The figure of the pancakes. A function has the name of its scene and returns an Altair chart.

``refit.kit`` gives a stage whose scales never move, so that nothing rescales while a reader drags,
and what stands on it. Colours are names of ``theme.json``, and plain Altair goes with all of it.
"""

import altair as alt

from refit import kit

BATTER = alt.Scale(domain=(100, 150, 190, 240), range=["#f8e7b5", "#eebd62", "#b3702a", "#4a2a17"])


def pancakes(narrow):
    """Pancakes by heat and points, the ruler, and threads from one to the other."""
    stage = kit.Stage(
        narrow,
        width=(720, 360),
        height=(520, 330),
        across=(92, 248),
        up=(0, 10.8),
        margins={"bottom": 3.2},  # lines of text
    )
    place = stage.at("x", "y", y2="foot")
    across = 20 if narrow else 30  # pixels
    stack = kit.dots("pancakes", stage.at("x", "y"), across=across, rim="rim")
    return stage.chart(
        stage.axis_x("heat of the pan", unit="°C", ticks=[100, 140, 180, 220], title_at="middle"),
        kit.threads("pancakes", place, colour="thread", width=2),
        kit.curve("ruler", stage.at("x", "y"), order="key", colour="ruler", width=5, clip=True),
        stack.encode(fill=alt.Fill("x", type="quantitative", scale=BATTER, legend=None)),
        stage.sign(kit.once(), kit.says("↑ points, 0 to 10")),
        usermeta=kit.usermeta(
            kit.drag(
                "pancakes",
                state="moved",
                limits=[[100, 240], [0, 10]],
                step=[1, 0.1],
                label="pancake {key}: {x} °C, {y} points",
            )
        ),
    )
