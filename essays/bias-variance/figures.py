"""The figures of the essay on bias and variance; octopus and boat are drawn in ``octopus.svg``.

The sea is dark in both schemes, so that every mark on it has one colour; axes lie outside of it.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("octopus.svg"))
WHOLE = ("body", "dark", "light", "ink")  # what an octopus is drawn of, from the bottom up
FLOOR, TOP = -52, 9  # metres
MARGINS = {"left": 2.2, "bottom": 1.7, "top": 1.4, "right": 0.4}
MIDDLE = {"title_at": "middle", "rows": 1}
PARTS = ("noise", "bias", "variance")  # of the error, from the bottom up


# ── the bay ──────────────────────────────────────────────────────────────────────────────────────


def bay(narrow, width=(520, 360), height=(480, 168), across=(0, 4)):
    """Return a stage as wide as the bay, or with room beside it."""
    return kit.Stage(
        narrow, width=width, height=height, across=across, up=(FLOOR, TOP), margins=MARGINS
    )


def beside(narrow, across, up, left=2.6):
    """Return the stage of a panel beside the bay."""
    size = {"width": (440, 360), "height": (480, 178)}
    margins = {"left": left, "bottom": 1.7, "top": 1.6, "right": 0.4}
    return kit.Stage(narrow, across=across, up=up, margins=margins, **size)


def metre(stage):
    """Return the pixels of a metre."""
    lines = MARGINS["bottom"] + MARGINS["top"]
    return (stage.height - lines * stage.text) / (TOP - FLOOR)


def water(stage, right=4):
    """Yield the sky and the sea, with axes beside them."""
    for colour, low, high in (("sky", 0, TOP), ("sea", FLOOR, 0)):
        yield kit.regions(kit.once(), stage.at(0, low, right, high), colour=colour)
    yield from axes(stage)


def axes(stage, seen=1):
    """Yield the axes of a bay: km along it, and metres down."""
    ticks = [0, -10, -20, -30, -40, -50]
    depths = {"ticks": ticks, "numbers": expr("abs(datum.value)"), "seen": seen}
    along = {"unit": "km", "ticks": [0, 1, 2], "ends": (0, 4), "rows": 1, "seen": seen}
    yield from stage.axis_x("place", **along)
    yield from stage.axis_y("depth", unit="m", **depths)[:-1]
    look = {"size": stage.text, "align": "left", "dy": -0.7 * stage.text, "seen": seen}
    yield kit.title(stage.at(0, TOP), "↓ depth, m", **look)


def ground(stage, seen=1):
    """Yield the sea bed as it is."""
    place = stage.at("x", "y", y2=FLOOR)
    yield kit.band("bed", place, colour="sand", pale=0.22, seen=seen)
    yield kit.curve("bed", stage.at("x", "y"), order="x", colour="sand", width=4, seen=seen)


def charts(stage, seen=0.5):
    """Draw a line for each chart."""
    curve = kit.curve("lines", stage.at("x", "y"), order="x", colour="chart", width=1.5, seen=seen)
    return curve.encode(detail="chart:N")


def middle(stage):
    """Yield the mean of all charts, and one standard deviation either way."""
    place = stage.at("x", "low", y2="high")
    yield kit.band("middle", place, colour="variance-lit", pale=0.35, seen=dimmed("variance"))
    yield kit.curve("middle", stage.at("x", "y"), order="x", colour="foam", width=3, line="dashed")


def dimmed(name):
    """Dim a mark while the reader points at another part of the error."""
    return expr(kit.lit(f"'{name}'", *PARTS))


def octopus(place, across, boat=True):
    """Yield an octopus in her boat, once."""
    inks = ("octopus-0", "octopus-dark", "octopus-light", "octopus-ink")
    for part, colour in zip(WHOLE, inks, strict=True):
        look = {"shape": DRAWINGS[part], "colour": colour}
        yield kit.dots(kit.once(), place, across=across, **look)
    if boat:
        look = {"shape": DRAWINGS["boat"], "colour": "hull"}
        yield kit.dots(kit.once(), place, across=1.9 * across, **look)


# ── the core ─────────────────────────────────────────────────────────────────────────────────────


def sisters(narrow):
    """One chart and its soundings, then a chart in each tile, then all over each other."""
    stage = bay(narrow, (760, 360), (600, 345))
    one, tiled = "(view == 'one' ? 1 : 0)", "(view == 'tiles' ? 0 : 1)"
    colour = kit.by_part(
        "'var(--octopus-' + datum.tint + ')'",
        *(f"'var(--octopus-{part})'" for part in WHOLE[1:]),
    )
    shapes = {name: DRAWINGS[name] for name in WHOLE}
    return stage.chart(
        kit.regions("seas", stage.at("x", "y", "x2", "y2"), colour="sea"),
        kit.regions("seas", stage.at("x", "y2", "x2", "top"), colour="sky"),
        axes(stage, expr(tiled)),
        ground(stage, "seen"),
        kit.threads("soundings", stage.at("x", "y", y2=0), colour="foam", width=1, seen="seen"),
        kit.dots("soundings", stage.at("x", "y"), across=9, colour="foam", seen="seen"),
        charts(stage, "seen"),
        kit.curve(
            "middle", stage.at("x", "y"), order="x", colour="foam", line="dashed", seen="seen"
        ),
        kit.sprites(
            kit.rows("octopuses", name="octopuses"),
            stage.at("x", "y"),
            shapes=shapes,
            look=f"{list(WHOLE)}[datum.part]",
            colour=colour,
            across=expr(f"{metre(stage):.3f} * datum.size"),
            seen="datum.seen",
        ),
        kit.dots(
            kit.once(),
            stage.at(2, 3.6),
            across=17 * metre(stage),
            shape=DRAWINGS["boat"],
            colour="hull",
            seen=expr(one),
        ),
        view="one",
        usermeta=kit.usermeta(
            kit.sheets(soundings=["x", "y"]),
            kit.parts(octopuses=len(WHOLE)),
        ),
    )


def answers(narrow):
    """The boat over a place of the bay, and beside it what every sister says is below her."""
    stage = bay(narrow, (760, 360), (560, 330), across=(0, 6.5))
    aside = expr(f"4.75 + datum.aside * {metre(stage) / stage.unit:.5f}")
    here, text = stage.at("at", "truth"), stage.text
    bracket = {"colour": "bias-lit", "width": 5, "seen": dimmed("bias")}
    return stage.chart(
        water(stage, right=6.5),
        ground(stage),
        charts(stage, 0.3),
        votes(stage),
        kit.segments(kit.once(), stage.at(expr("at"), FLOOR, y2=0), colour="foam", width=2.5),
        octopus(stage.at(expr("at"), 3.4), 8.5 * metre(stage)),
        kit.segments("here", stage.at(4.2, "truth", x2=6.5), colour="sand", width=4),
        kit.segments(
            "here", stage.at(4.2, "middle", x2=6.5), colour="foam", line="dashed", width=2
        ),
        kit.dots(
            "swarm",
            stage.at(aside, "y"),
            across=2.2 * metre(stage),
            shape=DRAWINGS["flat"],
            colour=expr("'var(--octopus-' + datum.tint + ')'"),
            seen=dimmed("variance"),
        ),
        kit.segments("here", stage.at(4.35, "truth", y2="middle"), **bracket),
        kit.segments(
            "here",
            stage.at(4.55, "low", y2="high"),
            colour="variance-lit",
            width=5,
            seen=dimmed("variance"),
        ),
        kit.words(
            kit.once(), stage.at(5.4, 4), expr("'what they all say'"), size=text, colour="foam"
        ),
        at=1.2,
        lit="",
        usermeta=kit.usermeta(
            kit.sheets(here=["at", "depth", "charted", "bias", "spread"]),
            kit.rule(state="at", axis="x", limits=[0, 4], step=0.1, label="boat at {value} km"),
        ),
    )


def votes(stage):
    """Yield Octavia's soundings; those that she asks about this place are tied to her answer."""
    asked = kit.rows("voters", only="datum.votes")
    place = stage.at("x", "y", "at", "answer")
    yield kit.dots("voters", stage.at("x", "y"), across=6, colour="noise-lit", seen=0.7)
    yield kit.segments(asked, place, colour="foam", width=1, seen=0.8)
    yield kit.dots(asked, stage.at("x", "y"), across=10, colour="foam")


def dial(narrow):
    """The cloud at one setting of the dial; beside it the error at all settings, in its parts."""
    left, right = bay(narrow), beside(narrow, (0.4, 12.6), (0, 112))
    knot = {"across": 9 if narrow else 13, "colour": "sand"}
    error = right.chart(
        plot(right, "error", "m²", [0, 50, 100]),
        right.axis_x("dial", unit=None, ticks={1: "stiff", 12: "wild"}, **MIDDLE),
        stacked(right, expr("datum.x - 0.42"), expr("datum.x + 0.42")),
        upright("here", right, expr("dial"), 112, "seen"),
        kit.segments("measured", right.at("x", "low", y2="high"), colour="foam", seen="seen"),
        point("measured", right, "seen"),
        kit.curve("knots", right.at("x", "y"), order="x", colour="sand", line="dotted"),
        kit.dots("knots", right.at("x", "y"), **knot),
        lit="",
        dial=4,
        usermeta=kit.usermeta(
            kit.sheets(parts=["part", "x", "low", "high"], measured=["x", "y"]),
            kit.rule(
                state="dial", axis="x", limits=[1, 12], step=1, table="here", label="dial: {value}"
            ),
            kit.drag(
                "knots",
                state="drawn",
                axis="y",
                draw=True,
                limits=[0, 110],
                step=1,
                label="your guess at {x}: {y} m²",
            ),
        ),
    )
    cloud = [water(left), ground(left), charts(left, 0.35), middle(left)]
    return {"bay": left.chart(*cloud, lit=""), "error": error}


def upright(table, stage, x, top, seen=1):
    """Draw a line that is moved sideways."""
    return kit.segments(table, stage.at(x, 0, y2=top), colour="foam", width=2.5, seen=seen)


def point(table, stage, seen=1, x="x", y="y", shape="diamond", colour="foam"):
    """Draw points on a plane."""
    across = 9 if stage.narrow else 12
    look = {"shape": shape, "colour": colour, "rim": "sea", "seen": seen}
    return kit.dots(table, stage.at(x, y), across=across, **look)


def plot(stage, says, unit, ticks, colour="sea"):
    """Yield the dark ground of a plane, and the axis at its left."""
    (left, right), (low, high) = stage.across, stage.up
    yield kit.regions(kit.once(), stage.at(left, low, right, high), colour=colour)
    yield from stage.axis_y(says, unit=unit, ticks=ticks, lift=0.7)


def stacked(stage, left, right):
    """Yield the parts of errors, piled on each other."""
    name = "(datum.part == 'bias2' ? 'bias' : datum.part)"
    look = {"outline": "sea", "width": 1.5, "colour": expr(kit.colour_of(name, "-lit"))}
    seen = expr(f"datum.seen * {kit.lit(name, *PARTS)}")
    yield kit.regions("parts", stage.at(left, "low", right, "high"), seen=seen, **look)


def line(table, stage, y, colour, line="solid", **look):
    """Draw a curve of a plane, each of a figure with a line of its own."""
    return kit.curve(table, stage.at("x", y), order="x", colour=colour, line=line, **look)


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────

CURVES = (
    ("bias2", "bias-lit", "solid", "circle"),
    ("variance", "variance-lit", "dashed", "square"),
)


def closed(narrow):
    """The weights of a chart as a square; beside it what follows from them, under measured dots."""
    size = {"width": (440, 360), "height": (480, 168)}
    left = kit.Stage(narrow, across=(0, 40), up=(0, 40), margins=MARGINS, **size)
    right = beside(narrow, (0.4, 12.6), (0, 75))
    square = left.chart(
        kit.regions("weights", left.at(0, 0, 40, 40), colour="sea", seen=0),
        left.axis_x("whose sounding", unit=None, ticks=[1, 40], **MIDDLE),
        left.axis_y("at whose place", unit=None, ticks=[1, 20, 40]),
        usermeta=kit.usermeta(
            kit.raster(
                "weights",
                column="level",
                columns=40,
                x=[0, 40],
                y=[0, 40],
                colours=["against", "sea", "octopus-1"],
            )
        ),
    )
    layers = []
    for name, colour, dashes, shape in CURVES:
        layers.append(line("theory", right, name, colour, dashes, seen=dimmed(name[:4])))
        layers.append(point("dots", right, y=name, shape=shape))
    theory = right.chart(
        plot(right, "bias², variance", "m²", [0, 35, 70]),
        right.axis_x("dial", unit=None, ticks={1: "stiff", 12: "wild"}, **MIDDLE),
        upright("here", right, "x", 75),
        *layers,
        lit="",
        usermeta=kit.usermeta(kit.sheets(theory=["x", "bias2", "variance"])),
    )
    return {"weights": square, "error": theory}


def optimism(narrow):
    """Training error and fresh error, mirrored on the line between them."""
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(480, 300),
        across=(0.5, 15.5),
        up=(0, 112),
        margins=MARGINS | {"left": 2.6},
    )
    gap = {"colour": "sand", "width": 5}
    return stage.chart(
        plot(stage, "error", "m²", [0, 50, 100]),
        stage.axis_x("parameters of the polynomial", unit=None, ticks=[1, 15], **MIDDLE),
        kit.band("errors", stage.at("x", "low", y2="high"), colour="noise-lit", pale=0.25),
        line("errors", stage, "middle", "foam", "dotted"),
        line("errors", stage, "low", "variance-lit", "dashed"),
        line("errors", stage, "high", "bias-lit"),
        point("errors", stage, y="train", shape="square"),
        point("errors", stage, y="test"),
        kit.segments("here", stage.at("x", "low", y2="high"), **gap),
        usermeta=kit.usermeta(kit.sheets(errors=["x", "train", "test", "middle"])),
    )


def alone(narrow):
    """One sister's soundings, which can be moved, and the judges of her polynomials."""
    left, right = bay(narrow), beside(narrow, (0.5, 15.5), (0, 130))
    field = left.chart(
        water(left),
        ground(left, "seen"),
        kit.curve("chart", left.at("x", "y"), order="x", colour="chart", width=4),
        point("soundings", left, shape="circle"),
        usermeta=kit.usermeta(
            kit.sheets(soundings=["x", "y"], picks=["key", "degree", "cost"]),
            kit.drag(
                "soundings",
                state="moved",
                axis="y",
                limits=[-50, 0],
                step=0.5,
                label="sounding at {x} km: {y} m",
            ),
        ),
    )
    looks = {"train": ("variance-lit", "dashed"), "loo": ("foam", "solid")}
    looks |= {"cp": ("against", "dotted"), "truth": ("sand", "solid")}
    curves = []
    for name, (colour, dashes) in looks.items():
        own = kit.rows("judges", only=f"datum.judge == '{name}'")
        picked = kit.rows("picks", only=f"datum.key == '{name}'")
        curves.append(line(own, right, "y", colour, dashes, seen="seen"))
        curves.append(point(picked, right, "seen", colour=colour))
    judges = right.chart(
        plot(right, "error, as each judge sees it", "m²", [0, 50, 100]),
        right.axis_x("parameters", unit=None, ticks=[1, 15], **MIDDLE),
        *curves,
    )
    return {"bay": field, "error": judges}


def drift(narrow):
    """Charts of drifting boats with their mean and median; beside it how wrong each of them is."""
    left, right = bay(narrow), beside(narrow, (0.8, 7.2), (0, 3.4), left=0.6)
    look = {"order": "x", "width": 4}
    field = left.chart(
        water(left),
        ground(left),
        charts(left, 0.3),
        kit.curve("mean", left.at("x", "y"), colour="foam", line="dashed", **look),
        kit.curve("median", left.at("x", "y"), colour="bias-lit", **look),
        usermeta=kit.usermeta(kit.sheets(mean=["x", "y"], median=["x", "y"])),
    )
    tens = {1: "10", 2: "100", 4: "10,000", 6: "1,000,000"}
    tally = right.chart(
        kit.regions(kit.once(), right.at(0.8, 0, 7.2, 3.4), colour="sea"),
        right.axis_x("error of a chart", unit="m²", ticks=tens, title_at="end"),
        point("errors", right, y="up", shape=DRAWINGS["flat"], colour="octopus-0"),
    )
    return {"bay": field, "error": tally}


def ferry(narrow):
    """The bell of what the sisters believe; beside it how often their advice is wrong."""
    left = beside(narrow, (0, 1), (0, 1.1), left=0.6)
    right = beside(narrow, (0, 0.32), (0, 0.8))
    stay, sail = (kit.rows("bell", only=f"datum.x {sign} 0.5") for sign in ("<=", ">="))
    bell = left.chart(
        kit.regions(kit.once(), left.at(0, 0, 1, 1.1), colour="sea"),
        left.axis_x("chance of enough water", unit="%", ticks={0: "0", 1: "100"}, **MIDDLE),
        kit.band(stay, left.at("x", 0, y2="y"), colour="variance-lit", pale=0.8),
        kit.band(sail, left.at("x", 0, y2="y"), colour="bias-lit", pale=0.8),
        kit.segments(kit.once(), left.at(0.7, 0, y2=1.1), colour="sand", width=4),
        kit.segments(kit.once(), left.at(0.5, 0, y2=1.1), colour="foam", line="dashed"),
        usermeta=kit.usermeta(kit.sheets(curve=["x", "y"])),
    )
    error = right.chart(
        plot(right, "wrong advice", "%", {0: "0", 0.5: "50"}),
        right.axis_x("how much they differ", unit=None, ticks=[0, 0.3], **MIDDLE),
        line("curve", right, "y", "foam"),
        point("here", right),
    )
    return {"bell": bell, "error": error}


def average(narrow):
    """Charts that are each the mean of several wild ones, and what their error is made of."""
    left, right = bay(narrow), beside(narrow, (0, 1), (0, 78))
    cloud = [water(left), ground(left), charts(left, 0.4), middle(left)]
    pile = right.chart(
        plot(right, "error", "m²", [0, 25, 50, 75]),
        stacked(right, 0.25, 0.75),
        usermeta=kit.usermeta(kit.sheets(parts=["part", "low", "high"])),
        lit="",
    )
    return {"bay": left.chart(*cloud, lit=""), "error": pile}


def shrink(narrow):
    """Readings of ten lagoons, pulled to their mean; beside it what that costs on average."""
    left, right = bay(narrow, across=(0, 10)), beside(narrow, (0, 1), (0, 42))
    depths = {"ticks": [0, -10, -20, -30, -40, -50], "numbers": expr("abs(datum.value)")}
    field = left.chart(
        kit.regions(kit.once(), left.at(0, FLOOR, 10, TOP), colour="sea"),
        left.axis_y("depth", unit="m", **depths)[:-1],
        kit.threads("lagoons", left.at("x", "reading", y2="now"), colour="foam"),
        kit.segments(
            "lagoons",
            left.at(expr("datum.x - 0.4"), "truth", x2=expr("datum.x + 0.4")),
            colour="sand",
            width=4,
        ),
        point("lagoons", left, y="reading", shape="circle", colour="noise-lit"),
        point("lagoons", left, y="now"),
        usermeta=kit.usermeta(kit.sheets(lagoons=["key", "truth", "reading", "now"])),
    )
    costs = right.chart(
        plot(right, "expected error", "m²", [0, 18, 36]),
        right.axis_x("pull to the mean", unit=None, ticks={0: "none", 1: "all the way"}, **MIDDLE),
        kit.band("costs", right.at("x", 0, y2="bias2"), colour="bias-lit", pale=0.85),
        kit.band("costs", right.at("x", "bias2", y2="total"), colour="variance-lit", pale=0.85),
        point("here", right),
    )
    return {"lagoons": field, "error": costs}
