"""The figure of the seals. A function has the name of its scene and returns an Altair chart."""

from refit import kit
from refit.kit import expr

COUNTS = "(0.25 + 0.75 * datum.counts)"  # a seal that does not count is pale
LINE = expr(kit.lit("'line-of-fit'"))


def seen(name):
    """Dim what does not count, and what the reader does not point at in the text."""
    return expr(f"{COUNTS} * {kit.lit(repr(name))}")


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
    hand = {"state": "moved", "limits": [[0, 10], [0, 30]], "step": [0.5, 1]}
    drag = kit.drag("seals", **hand, label="{key}: {x} hours, {y} fish")
    place, across = stage.at("x", "y"), 16 if narrow else 24
    return stage.chart(
        stage.axis_x("in the water", unit="hours", ticks=range(0, 11, 2)),
        stage.axis_y("caught", unit="fish", ticks=range(0, 31, 10), grid=True),
        kit.threads(
            "seals", stage.at("x", "y", y2="foot"), colour="thread", width=2, seen=seen("thread")
        ),
        kit.curve("line", place, order="x", colour="line-of-fit", width=5, seen=LINE),
        kit.dots(
            "seals",
            place,
            across=across,
            colour=expr(f"datum.key == 'Bruno' ? {kit.ink('bruno')!r} : {kit.ink('seal')!r}"),
            shape=expr("datum.key == 'Bruno' ? 'diamond' : 'circle'"),
            rim="paper",
            seen=seen("seal"),
        ),
        kit.haloed("seals", place, "key", size=stage.small, dy=-across),
        usermeta=kit.usermeta(drag, kit.sheets(seals=["key", "x", "y"], line=["x", "y"])),
        lit="",
    )
