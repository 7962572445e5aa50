"""The figures of the essay on bias and variance; octopus and boat are drawn in ``octopus.svg``.

The sea is dark in both schemes, so that every mark on it has one colour; axes lie outside of it.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("octopus.svg"))
BODY = ("0", "dark", "light", "ink")  # colours of an octopus, from the bottom up
WHOLE = dict(zip(("body", *BODY[1:]), (f"octopus-{colour}" for colour in BODY), strict=True))
FLOOR, TOP = -52, 9  # metres
MARGINS = {"left": 2.6, "bottom": 1.7, "top": 1.6, "right": 0.4}
PARTS = ("noise", "bias", "variance")  # of the error, from the bottom up
DIM = {part: expr(kit.lit(f"'{part}'", *PARTS)) for part in PARTS}  # while another is pointed at
TINT = expr("'var(--octopus-' + datum.tint + ')'")
CIRCLE, DIAMOND, SQUARE = (
    {"shape": name, "colour": "foam", "rim": "sea"} for name in ("circle", "diamond", "square")
)
HEAD = {"shape": DRAWINGS["flat"], "colour": TINT}  # an octopus from afar
ERROR = ("error", "m²", [0, 50, 100])  # axes: title, unit and numbers
PARAMETERS = ("parameters of the polynomial", None, [1, 15])
DIAL = ("dial", None, {1: "stiff", 12: "wild"})
DEPTHS = {"ticks": range(-50, 1, 10), "numbers": expr("abs(datum.value)")}


# ── the bay, and planes beside it ────────────────────────────────────────────────────────────────


def beside(narrow, across, up, width=(440, 360), height=(480, 178)):
    """Return the stage of a panel beside the bay."""
    return kit.Stage(narrow, width=width, height=height, across=across, up=up, margins=MARGINS)


def bay(narrow, width=(520, 360), height=(480, 168), across=(0, 4)):
    """Return a stage as wide as the bay, or with room beside it."""
    return beside(narrow, across, (FLOOR, TOP), width, height)


def axes(stage, seen=1, places=(0, 1, 2)):
    """Yield the axes of the bay: km along it, if they are numbered, and metres down."""
    if places:
        yield from stage.axis_x("place", unit="km", ticks=places, ends=(0, 4), rows=1, seen=seen)
    yield from stage.axis_y("depth", unit="m", seen=seen, **DEPTHS)[:-1]
    look = {"size": stage.text, "dy": -0.7 * stage.text, "seen": seen}
    yield stage.label(0, TOP, "↓ depth, m", **look)


def water(stage):
    """Yield the sky and the sea, with axes beside them."""
    for colour, low, high in (("sky", 0, TOP), ("sea", FLOOR, 0)):
        yield kit.regions(kit.once(), stage.at(0, low, stage.across[1], high), colour=colour)
    yield from axes(stage)


def octavia(stage, x=3.5, seen=1):
    """Yield Octavia in her boat, at a place."""
    for parts, up, tall in ((WHOLE, 4.7, 8), ({"boat": "hull"}, 1, 12)):
        look = {"shapes": DRAWINGS, "across": tall * stage.unit_up, "seen": seen}
        yield from kit.character(kit.once(), stage.at(x, up), parts=parts, **look)


def ground(stage, seen=1):
    """Yield the sea bed as it is."""
    place = stage.at("x", "y", y2=FLOOR)
    yield kit.band("bed", place, colour="sand", pale=0.22, seen=seen)
    yield stage.curve("bed", colour="sand", width=4, seen=seen)


def charts(stage, seen=0.35, width=1.5, place=None):
    """Draw a line for each chart."""
    look = {"order": "x", "colour": "chart", "width": width, "seen": seen}
    return kit.curve("lines", place or stage.at("x", "y"), **look).encode(detail="chart:N")


def middle(stage):
    """Yield the mean of all charts, and one standard deviation either way."""
    place, look = stage.at("x", "low", y2="high"), {"pale": 0.35, "seen": DIM["variance"]}
    yield kit.band("middle", place, colour="variance-lit", **look)
    yield stage.curve("middle", colour="foam", line="dashed")


def field(stage, *layers, **usermeta):
    """Draw the bay as a panel, with Octavia on it."""
    return stage.chart(water(stage), *layers, octavia(stage), lit="", **usermeta)


def stacked(stage, left, right):
    """Draw the parts of errors, piled on each other."""
    name = "(datum.part == 'bias2' ? 'bias' : datum.part)"
    look = {"outline": "sea", "width": 1.5, "colour": expr(kit.colour_of(name, "-lit"))}
    seen = expr(kit.lit(name, *PARTS))
    return kit.regions("parts", stage.at(left, "low", right, "high"), seen=seen, **look)


# ── the core ─────────────────────────────────────────────────────────────────────────────────────


def sisters(narrow):
    """One chart and its soundings, then a chart in each tile, then all over each other."""
    stage = bay(narrow, (760, 360), (600, 345))
    x, y = "datum.left + datum.wide * datum.x", f"datum.bottom + datum.high * (datum.y - {FLOOR})"
    thick = expr("view == 'one' ? 4 : view == 'tiles' ? 2.5 : 1.5")
    one = expr("view == 'one' ? 1 : 0")
    inks = [f"'var(--{colour})'" for part, colour in WHOLE.items() if part != "body"]
    lead = {"colour": "foam", "seen": "seen"}
    return stage.chart(
        kit.regions("seas", stage.at("x", "y", "x2", "y2"), colour="sea"),
        kit.regions("seas", stage.at("x", "y2", "x2", "top"), colour="sky"),
        axes(stage, expr("view == 'tiles' ? 0 : 1")),
        ground(stage, "seen"),
        kit.threads("soundings", stage.at("x", "y", y2=0), width=1, **lead),
        kit.dots("soundings", stage.at("x", "y"), across=9, **lead),
        charts(stage, "seen", thick, stage.at(expr(x), expr(y))),
        stage.curve("middle", colour="foam", line="dashed", seen="seen"),
        kit.sprites(
            kit.rows("octopuses", name="octopuses"),
            stage.at("x", "y"),
            shapes={name: DRAWINGS[name] for name in WHOLE},
            look=f"{list(WHOLE)}[datum.part]",
            colour=kit.by_part("'var(--octopus-' + datum.tint + ')'", *inks),
            across=expr(f"{stage.unit_up:.3f} * datum.size"),
            seen="datum.seen",
        ),
        [*octavia(stage, 2, one)][-1],  # the boat alone: its octopus changes
        view="one",
        usermeta=kit.usermeta(kit.parts(octopuses=len(WHOLE)), soundings=["x", "y"]),
    )


def answers(narrow):
    """The boat over a place of the bay, and beside it what every sister says is below her."""
    stage = bay(narrow, (760, 360), (580, 335), across=(0, 7.3))
    aside = expr(f"4.75 + datum.aside * min({stage.unit_up / stage.unit:.5f}, 2.4 / datum.reach)")
    bars = [{"colour": f"{part}-lit", "width": 6, "seen": DIM[part]} for part in PARTS]
    truth, said = expr("-datum.depth"), expr("-datum.charted")
    low, high = (expr(f"-datum.charted {sign} datum.spread") for sign in "-+")
    asked = kit.rows("voters", only="datum.votes")
    return stage.chart(
        water(stage),
        ground(stage),
        stage.label(1.42, -2.8, "the Tooth", colour="sand"),
        stage.label(4.75, 4, "what they all say", colour="foam"),
        charts(stage, 0.3),
        stage.dots("voters", across=0.5 * stage.text, **CIRCLE | {"colour": "noise-lit"}),
        kit.segments(asked, stage.at("x", "y", "at", "answer"), colour="foam", width=1),
        stage.dots(asked, **CIRCLE),
        kit.segments(kit.once(), stage.at(expr("at"), FLOOR, y2=0), colour="foam", width=2.5),
        octavia(stage, expr("at")),
        kit.segments("here", stage.at(4.2, truth, x2=7.3), colour="sand", width=4),
        kit.segments("here", stage.at(4.2, said, x2=7.3), colour="foam", line="dashed"),
        stage.dots("swarm", x=aside, across=2.2 * stage.unit_up, seen=DIM["variance"], **HEAD),
        kit.segments("here", stage.at(4.35, truth, y2=said), **bars[1]),
        kit.segments("here", stage.at(4.55, low, y2=high), **bars[2]),
        at=1.2,
        lit="",
        usermeta=kit.usermeta(
            kit.rule(state="at", axis="x", limits=[0, 4], step=0.2, label="boat at {value} km"),
            here=["at", "depth", "charted", "bias", "spread"],
        ),
    )


def dial(narrow):
    """The cloud at one setting of the dial; beside it the error at all settings, in its parts."""
    left, right = bay(narrow), beside(narrow, (0.4, 12.6), (0, 112))
    shown = expr("shown ? 1 : 0")
    upright = {"colour": "octopus-ink", "align": "center", "angle": 270, "seen": shown}
    drawn = {"axis": "y", "draw": True, "label": "your guess at {x}: {y} m²"}
    turned = {"table": "rail", "axis": "x", "label": "dial: {value}"}
    draws = kit.drag("knots", state="drawn", limits=[0, 110], step=1, **drawn)
    turns = kit.rule(state="dial", limits=[1, 12], step=1, **turned)
    parts = {"parts": ["part", "x", "low", "high"], "measured": ["x", "y"]}
    error = right.chart(
        right.plot("sea", up=ERROR, along=DIAL),
        stacked(right, expr("datum.x - 0.42"), expr("datum.x + 0.42")),
        kit.segments("rail", right.at(expr("dial"), 0, y2=112), colour="foam", width=2.5),
        kit.segments("measured", right.at("x", "low", y2="high"), colour="foam"),
        right.dots("measured", **DIAMOND),
        right.curve("knots", colour="sand", line="dotted", seen="seen"),
        right.dots("knots", across=0.8 * right.text, seen="seen", **CIRCLE | {"colour": "sand"}),
        right.label(6, 18, "noise", **upright),
        right.label(1, 66, "bias²", **upright),
        right.label(12, 46, "variance", **upright),
        lit="",
        shown=True,
        dial=4,
        usermeta=kit.usermeta(draws, turns, **parts),
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
    known = expr("view == 'guess' && guess < 0 ? 0 : 1")  # until there is a guess, nobody says
    square = left.chart(
        left.ground("axis", outline="axis", fill=None),
        left.axis_x("whose sounding", title_at="middle", rows=1, **ends),
        left.axis_y("at which place", **ends),
        usermeta=kit.usermeta(kit.raster("weights", **heat)),
    )
    theory = right.chart(
        right.plot("sea", up=("bias² and variance", "m²", [0, 35, 70]), along=DIAL),
        kit.segments("here", right.at("x", 0, y2=75), colour="foam", width=2.5),
        right.curve("theory", "bias2", colour="bias-lit", seen=known),
        right.curve("theory", "variance", colour="variance-lit", line="dashed", seen=known),
        right.dots("dots", "bias2", seen=known, **CIRCLE),
        right.dots("dots", "variance", seen=known, **SQUARE),
        right.label(2.4, 69, "bias²", colour="bias-lit", seen=known),
        right.label(12.2, 42, "variance", colour="variance-lit", align="right", seen=known),
        kit.guess(right, "y", format="d", ends=(0.4, 12.6), colour="foam", ground="sea"),
        view="explore",
        guess=-1,
        usermeta=kit.usermeta(theory=["x", "bias2", "variance"]),
    )
    return {"weights": square, "error": theory}


def optimism(narrow):
    """Training error and fresh error, mirrored on the line between them."""
    stage = beside(narrow, (0.5, 15.5), (0, 112), (760, 360), (480, 300))
    return stage.chart(
        stage.plot("sea", up=ERROR, along=PARAMETERS),
        kit.band("errors", stage.at("x", "low", y2="high"), colour="noise-lit", pale=0.25),
        stage.curve("errors", "middle", colour="foam", line="dotted"),
        stage.curve("errors", "low", colour="variance-lit", line="dashed"),
        stage.curve("errors", "high", colour="bias-lit"),
        stage.dots("errors", "train", **SQUARE),
        stage.dots("errors", "test", **DIAMOND),
        kit.segments("here", stage.at("x", "low", y2="high"), colour="sand", width=6),
        stage.label(15, 60, "on new soundings", colour="bias-lit", align="right"),
        stage.label(15, 12, "on its own soundings", colour="variance-lit", align="right"),
        usermeta=kit.usermeta(errors=["x", "train", "test", "middle"]),
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
    moves = kit.drag("soundings", label="sounding at {x} km: {y} m", **moved)
    own = (left.curve("chart", colour="chart", width=4), left.dots("soundings", **CIRCLE))
    curves = []
    for name, (colour, dashes, says, up) in JUDGES.items():
        curve, pick = (kit.rows(each, only=f"datum.judge == '{name}'") for each in TABLES)
        curves.append(right.curve(curve, colour=colour, line=dashes, seen="seen"))
        curves.append(right.dots(pick, seen="seen", **DIAMOND | {"colour": colour}))
        waits = expr("shown ? 1 : 0") if name == "truth" else 1
        curves.append(right.label(4.5, up, says, colour=colour, seen=waits))
    judges = right.chart(
        right.plot("sea", up=("error, as each judge sees it", *ERROR[1:]), along=PARAMETERS),
        *curves,
        shown=False,
    )
    meta = kit.usermeta(moves, soundings=["x", "y"])
    return {"bay": field(left, ground(left, "seen"), *own, usermeta=meta), "error": judges}


def drift(narrow):
    """Charts of drifting boats with their mean and median; beside it how wrong each of them is."""
    left, right = bay(narrow), beside(narrow, (0.8, 7.2), (0, 6.8))
    mean = left.curve("mean", colour="foam", line="dashed", width=4)
    median = left.curve("median", colour="bias-lit", width=4)
    meta = kit.usermeta(mean=["x", "y"], median=["x", "y"])
    cloud = field(left, ground(left), charts(left, 0.3), mean, median, usermeta=meta)
    tens = ("error", "m²", {1: "10", 3: "1,000", 5: "100,000"})
    pile = right.dots("errors", "up", across=9, **HEAD)
    return {"bay": cloud, "error": right.chart(right.plot("sea", along=tens), pile)}


def ferry(narrow):
    """What each sister believes, piled up; beside it how often their advice is wrong."""
    left, right = beside(narrow, (0, 1), (0, 1.06)), beside(narrow, (0, 0.32), (0, 80))
    differ = ("how much they differ", None, [0, 0.3])
    sails = expr("datum.x > 0.5 ? 'var(--bias-lit)' : 'var(--variance-lit)'")
    crowd = left.chart(
        left.plot("sea", along=("estimated chance", "%", {0: "0", 1: "100"})),
        kit.segments(kit.once(), left.at(0.7, 0, y2=0.9), colour="sand", width=4),
        kit.segments(kit.once(), left.at(0.5, 0, y2=1.06), colour="foam", line="dashed"),
        left.dots("crowd", "up", across=0.03 * left.unit, **HEAD | {"colour": sails}),
        left.label(0.46, 1, "← stay", colour="variance-lit", align="right"),
        left.label(0.54, 1, "sail →", colour="bias-lit"),
        left.label(0.73, 0.85, "truth", colour="sand"),
    )
    error = right.chart(
        right.plot("sea", up=("wrong advice", "%", [0, 30, 60]), along=differ),
        right.curve("curve", colour="foam"),
        right.dots("here", across=0.9 * right.text, **DIAMOND),
        usermeta=kit.usermeta(curve=["x", "y"]),
    )
    return {"bell": crowd, "error": error}


def average(narrow):
    """Charts that are each the mean of several wild ones, and what their error is made of."""
    left, right = bay(narrow), beside(narrow, (0, 1), (0, 78))
    crew = left.dots("crew", 4.5, across=5 * left.unit_up, **HEAD)
    layers = [water(left), ground(left), charts(left), middle(left), crew]
    pile = right.chart(
        right.plot("sea", up=("error", "m²", [0, 25, 50, 75])),
        stacked(right, 0.25, 0.75),
        right.label(0.78, 17, "noise", colour="noise-lit"),
        right.label(0.78, 40, "variance", colour="variance-lit"),
        lit="",
        usermeta=kit.usermeta(parts=["part", "low", "high"]),
    )
    return {"bay": left.chart(*layers, lit=""), "error": pile}


def shrink(narrow):
    """Readings of ten lagoons, pulled to their mean; beside it what that costs on average."""
    left, right = bay(narrow, across=(0, 10)), beside(narrow, (0, 1), (0, 42))
    bottom = {"x": expr("datum.x - 0.4"), "x2": expr("datum.x + 0.4")}
    shades = {"colour": "sand", "pale": 0.22, "outline": ""}
    lagoons = left.chart(
        left.ground("sea"),
        axes(left, places=()),
        kit.regions("lagoons", left.at(y="truth", y2=FLOOR, **bottom), **shades),
        kit.segments("lagoons", left.at(y="truth", **bottom), colour="sand", width=4),
        kit.threads("lagoons", left.at("x", "reading", y2="now"), colour="foam"),
        left.dots("lagoons", "reading", **CIRCLE | {"colour": "noise-lit"}),
        left.dots("lagoons", "now", across=14 if narrow else 24, **HEAD),
        usermeta=kit.usermeta(lagoons=["key", "truth", "reading", "now"]),
    )
    costs = right.chart(
        right.plot("sea", up=("expected error", "m²", [0, 18, 36]), along=("pull", None, [0, 1])),
        kit.band("costs", right.at("x", 0, y2="bias2"), colour="bias-lit", pale=0.85),
        kit.band("costs", right.at("x", "bias2", y2="total"), colour="variance-lit", pale=0.85),
        right.dots("here", across=0.9 * right.text, **DIAMOND),
    )
    return {"lagoons": lagoons, "error": costs}
