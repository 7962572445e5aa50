"""The figure of the seals. A function has the name of its scene and returns an Altair chart."""

from refit import kit
from refit.kit import expr

SEEN = expr("0.25 + 0.75 * datum.counts")


def seals(narrow):
    """Seals by hours and fish, the line, and threads from one to the other."""
    stage = kit.Stage(
        narrow,
        width=(720, 360),
        height=(480, 330),
        across=(0, 10),
        up=(0, 30),
        margins={"left": 2.6, "bottom": 3.2, "top": 2, "right": 0.6},
    )
    names = kit.haloed(
        "seals", stage.at("x", "y"), "key", size=stage.small, dy=-20 if not narrow else -14
    )
    return stage.chart(
        stage.axis_x("in the water", unit="hours", ticks=range(0, 11, 2)),
        stage.axis_y("caught", unit="fish", ticks=range(0, 31, 10), grid=True),
        kit.threads("seals", stage.at("x", "y", y2="foot"), colour="thread", width=2, seen=SEEN),
        kit.curve("line", stage.at("x", "y"), order="x", colour="line-of-fit", width=5, clip=True),
        kit.dots(
            "seals",
            stage.at("x", "y"),
            across=16 if narrow else 24,
            colour=expr(f"datum.key == 'Bruno' ? {kit.ink('bruno')!r} : {kit.ink('seal')!r}"),
            shape=expr("datum.key == 'Bruno' ? 'diamond' : 'circle'"),
            rim="paper",
            seen=SEEN,
        ),
        names,
        usermeta=kit.usermeta(
            kit.drag(
                "seals",
                state="moved",
                limits=[[0, 10], [0, 30]],
                step=[0.5, 1],
                label="{key}: {x} hours, {y} fish",
            ),
            kit.sheets(seals=["key", "x", "y"], line=["x", "y"]),
        ),
    )
