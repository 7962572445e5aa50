"""The figures of the essay on bias and variance; octopus and boat are drawn in ``octopus.svg``.

The sea is dark in both schemes, so that every mark on it has one colour; axes lie outside of it.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("octopus.svg"))
WHOLE = ("body", "dark", "light", "ink")  # what an octopus is drawn of, from the bottom up
FLOOR, TOP = -52, 9  # metres
MARGINS = {"left": 2.6, "bottom": 1.7, "top": 1.6, "right": 0.4}
PARTS = ("noise", "bias", "variance")  # of the error, from the bottom up
TINT = expr("'var(--octopus-' + datum.tint + ')'")
MIDDLE = {"title_at": "middle", "rows": 1}
DIAL = {"unit": None, "ticks": {1: "stiff", 12: "wild"}} | MIDDLE
PARAMETERS = {"unit": None, "ticks": [1, 15]} | MIDDLE
DEPTHS = {"ticks": range(-50, 1, 10), "numbers": expr("abs(datum.value)")}


# ── the bay, and planes beside it ────────────────────────────────────────────────────────────────


def bay(narrow, width=(520, 360), height=(480, 168), across=(0, 4)):
    """Return a stage as wide as the bay, or with room beside it."""
    up = (FLOOR, TOP)
    return kit.Stage(narrow, width=width, height=height, across=across, up=up, margins=MARGINS)


def beside(narrow, across, up, width=(440, 360), height=(480, 178)):
    """Return the stage of a panel beside the bay."""
    return kit.Stage(narrow, width=width, height=height, across=across, up=up, margins=MARGINS)


def metre(stage):
    """Return the pixels of a metre of the bay."""
    return (stage.height - (MARGINS["bottom"] + MARGINS["top"]) * stage.text) / (TOP - FLOOR)


def axes(stage, seen=1):
    """Yield the axes of the bay: km along it, and metres down."""
    along = {"unit": "km", "ticks": [0, 1, 2], "ends": (0, 4), "rows": 1, "seen": seen}
    yield from stage.axis_x("place", **along)
    yield from depths(stage, seen)


def depths(stage, seen=1):
    """Yield the axis of depths, which points down."""
    yield from stage.axis_y("depth", unit="m", seen=seen, **DEPTHS)[:-1]
    look = {"size": stage.text, "align": "left", "dy": -0.7 * stage.text, "seen": seen}
    yield kit.title(stage.at(0, TOP), "↓ depth, m", **look)


def water(stage, right=4):
    """Yield the sky and the sea, with axes beside them."""
    for colour, low, high in (("sky", 0, TOP), ("sea", FLOOR, 0)):
        yield kit.regions(kit.once(), stage.at(0, low, right, high), colour=colour)
    yield from axes(stage)


def octavia(stage, x=3.5, seen=1):
    """Yield Octavia in her boat, at a place."""
    one = metre(stage)
    inks = ("octopus-0", "octopus-dark", "octopus-light", "octopus-ink", "hull")
    for part, colour in zip((*WHOLE, "boat"), inks, strict=True):
        across, up = (12 * one, 1) if part == "boat" else (8 * one, 4.7)
        look = {"shape": DRAWINGS[part], "colour": colour, "seen": seen}
        yield kit.dots(kit.once(), stage.at(x, up), across=across, **look)


def ground(stage, seen=1):
    """Yield the sea bed as it is."""
    place = stage.at("x", "y", y2=FLOOR)
    yield kit.band("bed", place, colour="sand", pale=0.22, seen=seen)
    yield kit.curve("bed", stage.at("x", "y"), order="x", colour="sand", width=4, seen=seen)


def charts(stage, seen=0.35, width=1.5):
    """Draw a line for each chart."""
    found = line("lines", stage, "y", "chart", width=width, seen=seen)
    return found.encode(detail="chart:N")


def middle(stage):
    """Yield the mean of all charts, and one standard deviation either way."""
    place, seen = stage.at("x", "low", y2="high"), dimmed("variance")
    yield kit.band("middle", place, colour="variance-lit", pale=0.35, seen=seen)
    yield line("middle", stage, "y", "foam", "dashed")


def field(stage, *layers, **usermeta):
    """Draw the bay as a panel, with Octavia on it."""
    return stage.chart(water(stage), *layers, octavia(stage), lit="", **usermeta)


# ── marks of planes ──────────────────────────────────────────────────────────────────────────────


def plot(stage, says, unit, ticks):
    """Yield the dark ground of a plane, and the axis at its left."""
    (left, right), (low, high) = stage.across, stage.up
    yield kit.regions(kit.once(), stage.at(left, low, right, high), colour="sea")
    yield from stage.axis_y(says, unit=unit, ticks=ticks, lift=0.7)


def line(table, stage, y, colour, line="solid", **look):
    """Draw a curve of a plane; each of a figure has a line of its own."""
    return kit.curve(table, stage.at("x", y), order="x", colour=colour, line=line, **look)


def points(table, stage, y="y", shape="diamond", colour="foam", size=12, **look):
    """Draw points on a plane, smaller on a phone."""
    across = 0.75 * size if stage.narrow else size
    place, held = stage.at("x", y), {"shape": shape, "colour": colour, "rim": "sea"}
    return kit.dots(table, place, across=across, **held | look)


def heads(table, stage, x, y, across, colour=TINT, seen=1):
    """Draw octopuses from afar."""
    look = {"shape": DRAWINGS["flat"], "colour": colour, "seen": seen}
    return kit.dots(table, stage.at(x, y), across=across, **look)


def label(stage, x, y, says, colour="foam", align="left", **look):
    """Write what a mark is."""
    held = {"size": stage.small, "colour": colour, "align": align} | look
    return kit.title(stage.at(x, y), says, **held)


def shows(**tables):
    """Say which numbers readers can see."""
    return {"usermeta": kit.usermeta(kit.sheets(**tables))}


def stacked(stage, left, right):
    """Yield the parts of errors, piled on each other."""
    name = "(datum.part == 'bias2' ? 'bias' : datum.part)"
    look = {"outline": "sea", "width": 1.5, "colour": expr(kit.colour_of(name, "-lit"))}
    seen = expr(f"datum.seen * {kit.lit(name, *PARTS)}")
    yield kit.regions("parts", stage.at(left, "low", right, "high"), seen=seen, **look)


def dimmed(name):
    """Dim a mark while the reader points at another part of the error."""
    return expr(kit.lit(f"'{name}'", *PARTS))


# ── the core ─────────────────────────────────────────────────────────────────────────────────────


def sisters(narrow):
    """One chart and its soundings, then a chart in each tile, then all over each other."""
    stage = bay(narrow, (760, 360), (600, 345))
    one = expr("view == 'one' ? 1 : 0")
    inks = [f"'var(--octopus-{part})'" for part in WHOLE[1:]]
    lead = {"colour": "foam", "seen": "seen"}
    return stage.chart(
        kit.regions("seas", stage.at("x", "y", "x2", "y2"), colour="sea"),
        kit.regions("seas", stage.at("x", "y2", "x2", "top"), colour="sky"),
        axes(stage, expr("view == 'tiles' ? 0 : 1")),
        ground(stage, "seen"),
        kit.threads("soundings", stage.at("x", "y", y2=0), width=1, **lead),
        kit.dots("soundings", stage.at("x", "y"), across=9, **lead),
        charts(stage, "seen", expr("view == 'one' ? 4 : view == 'tiles' ? 2.5 : 1.5")),
        line("middle", stage, "y", "foam", "dashed", seen="seen"),
        kit.sprites(
            kit.rows("octopuses", name="octopuses"),
            stage.at("x", "y"),
            shapes={name: DRAWINGS[name] for name in WHOLE},
            look=f"{list(WHOLE)}[datum.part]",
            colour=kit.by_part("'var(--octopus-' + datum.tint + ')'", *inks),
            across=expr(f"{metre(stage):.3f} * datum.size"),
            seen="datum.seen",
        ),
        [*octavia(stage, 2, one)][-1],  # the boat alone: its octopus changes
        view="one",
        usermeta=kit.usermeta(kit.sheets(soundings=["x", "y"]), kit.parts(octopuses=len(WHOLE))),
    )


def answers(narrow):
    """The boat over a place of the bay, and beside it what every sister says is below her."""
    stage = bay(narrow, (760, 360), (580, 335), across=(0, 7.3))
    room = f"min({metre(stage) / stage.unit:.5f}, 2.4 / datum.reach)"  # for a pile of all of them
    aside = expr(f"4.75 + datum.aside * {room}")
    bars = [{"colour": f"{part}-lit", "width": 6, "seen": dimmed(part)} for part in PARTS]
    asked = kit.rows("voters", only="datum.votes")
    return stage.chart(
        water(stage, right=7.3),
        ground(stage),
        label(stage, 1.45, -11, "the Tooth", "sand"),
        label(stage, 4.75, 4, "what they all say"),
        charts(stage, 0.3),
        points("voters", stage, shape="circle", colour="noise-lit", size=9),
        kit.segments(asked, stage.at("x", "y", "at", "answer"), colour="foam", width=1),
        points(asked, stage, shape="circle"),
        kit.segments(kit.once(), stage.at(expr("at"), FLOOR, y2=0), colour="foam", width=2.5),
        octavia(stage, expr("at")),
        kit.segments("here", stage.at(4.2, "truth", x2=7.3), colour="sand", width=4),
        kit.segments("here", stage.at(4.2, "middle", x2=7.3), colour="foam", line="dashed"),
        heads("swarm", stage, aside, "y", 2.2 * metre(stage), seen=dimmed("variance")),
        kit.segments("here", stage.at(4.35, "truth", y2="middle"), **bars[1]),
        kit.segments("here", stage.at(4.55, "low", y2="high"), **bars[2]),
        at=1.2,
        lit="",
        usermeta=kit.usermeta(
            kit.sheets(here=["at", "depth", "charted", "bias", "spread"]),
            kit.rule(state="at", axis="x", limits=[0, 4], step=0.1, label="boat at {value} km"),
        ),
    )


def dial(narrow):
    """The cloud at one setting of the dial; beside it the error at all settings, in its parts."""
    left, right = bay(narrow), beside(narrow, (0.4, 12.6), (0, 112))
    shown = expr("shown ? 1 : 0")
    drawn = {"table": "knots", "state": "drawn", "axis": "y", "draw": True}
    turned = {"table": "rail", "state": "dial", "axis": "x"}
    rules = (
        kit.sheets(parts=["part", "x", "low", "high"], measured=["x", "y"]),
        kit.drag(**drawn, limits=[0, 110], step=1, label="your guess at {x}: {y} m²"),
        kit.rule(**turned, limits=[1, 12], step=1, label="dial: {value}"),
    )
    error = right.chart(
        plot(right, "error", "m²", [0, 50, 100]),
        right.axis_x("dial", **DIAL),
        stacked(right, expr("datum.x - 0.42"), expr("datum.x + 0.42")),
        kit.segments("rail", right.at(expr("dial"), 0, y2=112), colour="foam", width=2.5),
        kit.segments("measured", right.at("x", "low", y2="high"), colour="foam", seen="seen"),
        points("measured", right, seen="seen"),
        line("knots", right, "y", "sand", "dotted", seen="seen"),
        points("knots", right, shape="circle", colour="sand", size=13, seen="seen"),
        *(
            label(right, *at, part, "octopus-ink", "center", angle=270, seen=shown)
            for at, part in (((6, 18), "noise"), ((1, 66), "bias²"), ((12, 46), "variance"))
        ),
        lit="",
        shown=True,
        dial=4,
        usermeta=kit.usermeta(*rules),
    )
    return {"bay": field(left, ground(left), charts(left), middle(left)), "error": error}


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def closed(narrow):
    """The weights of a chart as a square; beside it what follows from them, under measured dots."""
    left = beside(narrow, (0, 40), (0, 40), (460, 360), (480, 168))
    right = beside(narrow, (0.4, 12.6), (0, 75))
    heat = {"column": "level", "columns": 40, "x": [0, 40], "y": [0, 40]}
    heat["colours"] = ["against", "sea", "octopus-1"]
    ends = {"unit": None, "ticks": {0.5: "1", 39.5: "40"}}
    square = left.chart(
        kit.regions(kit.once(), left.at(0, 0, 40, 40), colour="axis", outline="axis", fill=None),
        left.axis_x("whose sounding", **ends, **MIDDLE),
        left.axis_y("at which place", **ends),
        usermeta=kit.usermeta(kit.raster("weights", **heat)),
    )
    theory = right.chart(
        plot(right, "bias² and variance", "m²", [0, 35, 70]),
        right.axis_x("dial", **DIAL),
        kit.segments("here", right.at("x", 0, y2=75), colour="foam", width=2.5),
        line("theory", right, "bias2", "bias-lit"),
        line("theory", right, "variance", "variance-lit", "dashed"),
        points("dots", right, "bias2", "circle"),
        points("dots", right, "variance", "square"),
        label(right, 2.4, 69, "bias²", "bias-lit"),
        label(right, 12.2, 42, "variance", "variance-lit", "right"),
        **shows(theory=["x", "bias2", "variance"]),
    )
    return {"weights": square, "error": theory}


def optimism(narrow):
    """Training error and fresh error, mirrored on the line between them."""
    stage = beside(narrow, (0.5, 15.5), (0, 112), (760, 360), (480, 300))
    return stage.chart(
        plot(stage, "error", "m²", [0, 50, 100]),
        stage.axis_x("parameters of the polynomial", **PARAMETERS),
        kit.band("errors", stage.at("x", "low", y2="high"), colour="noise-lit", pale=0.25),
        line("errors", stage, "middle", "foam", "dotted"),
        line("errors", stage, "low", "variance-lit", "dashed"),
        line("errors", stage, "high", "bias-lit"),
        points("errors", stage, "train", "square"),
        points("errors", stage, "test"),
        kit.segments("here", stage.at("x", "low", y2="high"), colour="sand", width=6),
        label(stage, 15, 60, "on new soundings", "bias-lit", "right"),
        label(stage, 15, 12, "on its own soundings", "variance-lit", "right"),
        **shows(errors=["x", "train", "test", "middle"]),
    )


TABLES = ("judges", "picks")
JUDGES = {  # colour and line of each, and where its name stands
    "train": ("variance-lit", "dashed", "training error", 9),
    "loo": ("foam", "solid", "leave-one-out", 122),
    "cp": ("against", "dotted", "Cp", 110),
    "truth": ("sand", "solid", "truth", 98),
}


def alone(narrow):
    """One sister's soundings, which can be moved, and the judges of her polynomials."""
    left, right = bay(narrow), beside(narrow, (0.5, 15.5), (0, 130))
    moved = {"state": "moved", "axis": "y", "limits": [-50, 0], "step": 0.5}
    rules = (
        kit.sheets(soundings=["x", "y"]),
        kit.drag("soundings", label="sounding at {x} km: {y} m", **moved),
    )
    layers = [
        ground(left, "seen"),
        line("chart", left, "y", "chart", width=4),
        points("soundings", left, shape="circle"),
    ]
    curves = []
    for name, (colour, dashes, says, up) in JUDGES.items():
        own, pick = (kit.rows(each, only=f"datum.judge == '{name}'") for each in TABLES)
        curves.append(line(own, right, "y", colour, dashes, seen="seen"))
        curves.append(points(pick, right, colour=colour, seen="seen"))
        waits = expr("shown ? 1 : 0") if name == "truth" else 1
        curves.append(label(right, 4.5, up, says, colour, seen=waits))
    judges = right.chart(
        plot(right, "error, as each judge sees it", "m²", [0, 50, 100]),
        right.axis_x("parameters", **PARAMETERS),
        *curves,
        shown=False,
    )
    return {"bay": field(left, *layers, usermeta=kit.usermeta(*rules)), "error": judges}


def drift(narrow):
    """Charts of drifting boats with their mean and median; beside it how wrong each of them is."""
    left, right = bay(narrow), beside(narrow, (0.8, 7.2), (0, 6.8))
    cloud = field(
        left,
        ground(left),
        charts(left, 0.3),
        line("mean", left, "y", "foam", "dashed", width=4),
        line("median", left, "y", "bias-lit", width=4),
        **shows(mean=["x", "y"], median=["x", "y"]),
    )
    tens = {1: "10", 3: "1,000", 5: "100,000"}
    tally = right.chart(
        kit.regions(kit.once(), right.at(0.8, 0, 7.2, 6.8), colour="sea"),
        right.axis_x("error", unit="m²", ticks=tens),
        heads("errors", right, "x", "up", 9),
    )
    return {"bay": cloud, "error": tally}


def ferry(narrow):
    """What each sister believes, piled up; beside it how often their advice is wrong."""
    left, right = beside(narrow, (0, 1), (0, 1.06)), beside(narrow, (0, 0.32), (0, 80))
    sails = expr("datum.x > 0.5 ? 'var(--bias-lit)' : 'var(--variance-lit)'")
    crowd = left.chart(
        kit.regions(kit.once(), left.at(0, 0, 1, 1.06), colour="sea"),
        left.axis_x("estimated chance", unit="%", ticks={0: "0", 1: "100"}, **MIDDLE),
        kit.segments(kit.once(), left.at(0.7, 0, y2=0.9), colour="sand", width=4),
        kit.segments(kit.once(), left.at(0.5, 0, y2=1.06), colour="foam", line="dashed"),
        heads("crowd", left, "x", "up", 0.03 * left.unit, sails),
        label(left, 0.46, 1, "← stay", "variance-lit", "right"),
        label(left, 0.54, 1, "sail →", "bias-lit"),
        label(left, 0.73, 0.85, "truth", "sand"),
    )
    error = right.chart(
        plot(right, "wrong advice", "%", [0, 30, 60]),
        right.axis_x("how much they differ", unit=None, ticks=[0, 0.3], **MIDDLE),
        line("curve", right, "y", "foam"),
        points("here", right, size=16),
        **shows(curve=["x", "y"]),
    )
    return {"bell": crowd, "error": error}


def average(narrow):
    """Charts that are each the mean of several wild ones, and what their error is made of."""
    left, right = bay(narrow), beside(narrow, (0, 1), (0, 78))
    crew = heads("crew", left, "x", 4.5, 5 * metre(left))
    layers = [water(left), ground(left), charts(left), middle(left), crew]
    pile = right.chart(
        plot(right, "error", "m²", [0, 25, 50, 75]),
        stacked(right, 0.25, 0.75),
        label(right, 0.78, 17, "noise", "noise-lit"),
        label(right, 0.78, 40, "variance", "variance-lit"),
        lit="",
        **shows(parts=["part", "low", "high"]),
    )
    return {"bay": left.chart(*layers, lit=""), "error": pile}


def shrink(narrow):
    """Readings of ten lagoons, pulled to their mean; beside it what that costs on average."""
    left, right = bay(narrow, across=(0, 10)), beside(narrow, (0, 1), (0, 42))
    bottom = {"x": expr("datum.x - 0.4"), "x2": expr("datum.x + 0.4")}
    shades = {"colour": "sand", "pale": 0.22, "outline": ""}
    lagoons = left.chart(
        kit.regions(kit.once(), left.at(0, FLOOR, 10, TOP), colour="sea"),
        depths(left),
        kit.regions("lagoons", left.at(y="truth", y2=FLOOR, **bottom), **shades),
        kit.segments("lagoons", left.at(y="truth", **bottom), colour="sand", width=4),
        kit.threads("lagoons", left.at("x", "reading", y2="now"), colour="foam"),
        points("lagoons", left, "reading", "circle", "noise-lit"),
        heads("lagoons", left, "x", "now", 14 if narrow else 24),
        **shows(lagoons=["key", "truth", "reading", "now"]),
    )
    costs = right.chart(
        plot(right, "expected error", "m²", [0, 18, 36]),
        right.axis_x("pull", unit=None, ticks=[0, 1], **MIDDLE),
        kit.band("costs", right.at("x", 0, y2="bias2"), colour="bias-lit", pale=0.85),
        kit.band("costs", right.at("x", "bias2", y2="total"), colour="variance-lit", pale=0.85),
        points("here", right, size=16),
    )
    return {"lagoons": lagoons, "error": costs}
