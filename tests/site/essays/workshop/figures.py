"""The figures of the workshop: one for each thing that a hand can do."""

from pathlib import Path

from refit import kit
from refit.kit import expr

FRUITS = kit.shapes(Path(__file__).with_name("fruits.svg"))
SHAPE = expr(f"{FRUITS}[datum.kind]")
COLOUR = expr(kit.colour_of("datum.kind"))
CRUNCH, SWEETNESS = (0, 10), (0, 8)
CALLED = "{kind} {key}: crunch {x}, sweetness {y}"


def fruits(stage, across, rows="fruits", **look):
    """Draw fruits where they stand by crunch and sweetness."""
    look = {"shape": SHAPE, "colour": COLOUR} | look
    return kit.dots(rows, stage.at("x", "y"), across=across, **look)


# ── trees ────────────────────────────────────────────────────────────────────────────────────────


def plane(narrow):
    """The plane with the leaves of a tree, and beside it the tree that makes them."""
    size = {"width": (460, 360), "height": (480, 320)}
    field = kit.Stage(
        narrow, **size, across=CRUNCH, up=SWEETNESS, margins={"left": 2, "bottom": 3, "top": 1.5}
    )
    tree = kit.Stage(narrow, **size, across=(-1.4, 1.4), up=(-3.4, 0.8))
    lit = "datum.key === leaf"
    leaves = kit.regions(
        kit.rows("leaves", name="leaves"),
        field.at("x", "y", "x2", "y2"),
        colour=COLOUR,
        outline="ink",
        seen=expr(f"{lit} ? 0.5 : 0.15"),
    )
    large = expr(f"(datum.key === fruit ? 2 : 1) * {22 if narrow else 28}")
    ends = kit.dots(
        "leaves",
        tree.at("node_x", expr("-datum.node_depth")),
        across=expr(f"{lit} ? 40 : 28"),
        colour=COLOUR,
        shape=SHAPE,
        rim="ink",
    )
    pointed = kit.usermeta(
        kit.point("fruits", param="fruit", label="{kind} {key}, in leaf {leaf}"),
        kit.point("leaves", param="leaf", label="leaf {key}: {n} fruits", state="leaf"),
        kit.drag(
            "fruits",
            state="moved",
            limits=[CRUNCH, SWEETNESS],
            step=[0.1, 0.1],
            label=CALLED,
        ),
        kit.sheets(fruits=["key", "kind", "x", "y", "leaf"], leaves=["key", "kind", "n"]),
    )
    return {
        "plane": field.chart(
            field.axis_x("crunch", unit=None, ticks=range(0, 11, 2)),
            field.axis_y("sweetness", unit=None, ticks=range(0, 9, 2)),
            leaves,
            fruits(field, large, kit.rows("fruits", name="fruits")),
            usermeta=pointed,
            leaf="",
            fruit="",
        ),
        "tree": tree.chart(kit.tree(tree, across=28, colour="split"), ends),
    }


def nine(narrow):
    """The first nine trees of a forest, as small trees."""

    def draw(stage, name):
        own = f"datum.tree === {int(name[1:])}"
        return stage.chart(
            kit.tree(
                stage,
                nodes=kit.rows("nodes", only=own),
                links=kit.rows("links", only=own),
                says=None,
                across=11 if narrow else 20,
                colour=COLOUR,
            )
        )

    names = [f"t{number}" for number in range(9)]
    room = {"across": (-1.25, 1.25), "up": (-3.4, 0.4)}
    return kit.grid(narrow, names, draw, columns=(3, 3), shape=0.62, **room)


def forest(narrow):
    """What the trees vote for, all over the plane, under the fruits."""
    stage = kit.Stage(
        narrow,
        width=(720, 360),
        height=(600, 310),
        across=CRUNCH,
        up=SWEETNESS,
        margins={"top": 1.6},
    )
    painted = kit.raster(
        "votes",
        column="share",
        columns=60,
        x=CRUNCH,
        y=SWEETNESS,
        colours=["pear", "paper", "apple"],
        smooth=True,
        opacity=0.5,
    )
    points = kit.rows("points", kind="['pear', 'apple'][datum.label]")
    return stage.chart(
        fruits(stage, 9 if narrow else 14, points, rim="paper", strokeWidth=1),
        stage.sign("progress", kit.says("{n_trees:d} trees")),
        usermeta=kit.usermeta(kit.still("progress"), painted),
    )


def split(narrow):
    """The fruits with a line to move, and below them how good each place for it is."""
    room = {"width": (720, 360), "across": CRUNCH, "margins": {"left": 3, "bottom": 3, "top": 1.5}}
    dots = kit.Stage(narrow, height=(300, 180), up=SWEETNESS, **room)
    gain = kit.Stage(narrow, height=(220, 140), up=(0, 0.5), **room)
    line = kit.segments(kit.once(name="split"), dots.at(expr("at"), 0, y2=8), colour="ink", width=3)
    movable = kit.rule(
        state="at", axis="x", limits=[0.5, 9.5], step=0.25, label="split at crunch {value}"
    )
    by_kind = kit.point("fruits", param="kind", by="kind", label="{kind}", card=False)
    small = fruits(
        dots,
        14 if narrow else 20,
        kit.rows("fruits", name="fruits"),
        seen=expr("kind && datum.kind != kind ? 0.2 : 1"),
    )
    return {
        "dots": dots.chart(
            dots.axis_x("crunch", unit=None, ticks=range(0, 11, 2)),
            small,
            line,
            at=4,
            kind="",
            usermeta=kit.usermeta(movable, by_kind),
        ),
        "gain": gain.chart(
            gain.axis_y("gain", unit=None, ticks=[0, 0.25, 0.5]),
            kit.curve("gains", gain.at("x", "gain"), order="x", colour="ball", line="dashed"),
            kit.dots("here", gain.at("x", "gain"), across=16, colour="ball", rim="paper"),
        ),
    }


# ── a line, its loss, and curves ─────────────────────────────────────────────────────────────────

SLOPES, INTERCEPTS = (-3, 9), (-2, 8)


def loss(narrow):
    """The line over the fruits, and beside it all lines, with the ball on the one that is drawn."""
    size = {"width": (460, 360), "height": (440, 320)}
    room = {"left": 2.5, "bottom": 3, "top": 1.5}
    field = kit.Stage(narrow, **size, across=(0, 1), up=SWEETNESS, margins=room)
    plane = kit.Stage(narrow, **size, across=SLOPES, up=INTERCEPTS, margins=room)
    ripe = kit.dots(
        "fruits", field.at("x", "y"), across=26, colour="pear", shape=FRUITS["pear"], rim="paper"
    )
    rings = kit.curve("rings", plane.at("x", "y"), order="order", colour="ink", width=1)
    painted = kit.raster(
        "surface",
        column="loss",
        columns=100,
        x=SLOPES,
        y=INTERCEPTS,
        colours=["paper", "split", "axis"],
        panel="surface",
    )
    up_and_down = kit.drag(
        "fruits",
        state="moved",
        limits=[[0, 1], SWEETNESS],
        step=[0.05, 0.1],
        label="pear {key}: ripe for {x}, sweetness {y}",
        panel="line",
    )
    rolling = kit.drag(
        "ball",
        state="start",
        limits=[SLOPES, INTERCEPTS],
        step=[0.1, 0.1],
        label="the ball: slope {x}, intercept {y}",
        panel="surface",
    )
    return {
        "line": field.chart(
            field.axis_x("ripe for", unit="fortnights", ticks=[0, 0.5, 1]),
            field.axis_y("sweetness", unit=None, ticks=range(0, 9, 2)),
            kit.curve("line", field.at("x", "y"), order="x", colour="ball", width=4),
            ripe,
            usermeta=kit.usermeta(up_and_down),
        ),
        "surface": plane.chart(
            rings.encode(detail="line:N"),
            plane.axis_x("slope", unit="per fortnight", ticks=range(-3, 10, 3)),
            plane.axis_y("intercept", unit=None, ticks=range(-2, 9, 2)),
            kit.curve(
                "path", plane.at("x", "y"), order="key", colour="ball", width=1.5, line="dotted"
            ),
            kit.dots("best", plane.at("x", "y"), across=16, shape="cross", colour="ink"),
            kit.dots("ball", plane.at("x", "y"), across=24, colour="ball", rim="paper"),
            usermeta=kit.usermeta(painted, rolling),
        ),
    }


def curve(narrow):
    """A polynomial over the one before it, its error beside it, and a sign from degree 3 on."""
    stage = kit.Stage(narrow, width=(720, 360), height=(480, 300), across=(-1.1, 1.1), up=(-2, 2))
    place = stage.at("x", "y")
    before, now = kit.rows("line_ghost", name="ghost"), kit.rows("line", name="line")
    bends = kit.once([{"here": 1}], name="sign")
    return stage.chart(
        kit.curve(before, place, order="key", colour="muted", line="dashed"),
        kit.curve(now, place, order="key", colour="ball", width=4),
        kit.dots("points", place, across=12, colour="ink"),
        stage.sign("fit", kit.says("error {error:.3f}")),
        stage.sign(bends, expr("'it bends'"), side="right", seen=expr("degree > 2 ? 1 : 0")),
        degree=1,
        usermeta=kit.usermeta(kit.ghost("line")),
    )


def guess(narrow):
    """A curve to draw, and the true one."""
    stage = kit.Stage(
        narrow,
        width=(720, 360),
        height=(440, 300),
        across=(0.5, 8.5),
        up=(0.4, 1),
        margins={"left": 3.5, "bottom": 3, "top": 2},
    )
    place = stage.at("x", "y")
    return stage.chart(
        stage.axis_x("depth of the tree", unit=None, ticks=range(1, 9)),
        stage.axis_y("right about new fruits", unit=None, ticks=[0.4, 0.6, 0.8, 1], numbers=".0%"),
        kit.curve("knots", place, order="x", colour="apple", width=4),
        kit.dots("knots", place, across=14, colour="apple"),
        kit.curve("measured", place, order="x", colour="ink", line="dashed"),
        usermeta=kit.usermeta(
            kit.drag(
                "knots",
                state="drawn",
                axis="y",
                draw=True,
                limits=[0.45, 1],
                step=0.01,
                label="depth {x}: accuracy {y}",
            )
        ),
    )


# ── the stall ────────────────────────────────────────────────────────────────────────────────────


def stall(narrow):
    """Apples on a stall, each as large as it is heavy."""
    stage = kit.Stage(narrow, width=(720, 360), height=(290, 150), across=(0, 10), up=(0, 4))
    across = expr(f"2 * datum.radius * {stage.unit}")
    return stage.chart(
        kit.dots(
            "fruits",
            stage.at("x", "y"),
            across=across,
            colour="apple",
            shape=FRUITS["apple"],
            rim="paper",
        ),
        usermeta=kit.usermeta(kit.sheets(fruits=["key", "weight"])),
    )


def span(narrow):
    """The fruits, and two edges that can be moved."""
    stage = kit.Stage(
        narrow,
        width=(720, 360),
        height=(360, 260),
        across=CRUNCH,
        up=SWEETNESS,
        margins={"bottom": 3},
    )
    edges = [kit.segments(kit.once(), stage.at(expr(key), 0, y2=8), width=3) for key in ENDS]
    movable = [
        kit.rule(
            state=key, axis="x", limits=[0, 10], step=0.5, label=f"{key} edge: {{value}}", **way
        )
        for key, way in ENDS.items()
    ]
    inside = expr("datum.inside ? 1 : 0.25")
    return stage.chart(
        stage.axis_x("crunch", unit=None, ticks=range(0, 11, 2)),
        fruits(stage, 26, seen=inside),
        edges,
        low=3,
        high=7,
        usermeta=kit.usermeta(*movable),
    )


ENDS = {"low": {"below": "high"}, "high": {"above": "low"}}
