"""The figures of the essay on why there is a double descent; the characters are in ``meadow.svg``.

The meadow is dark green in both schemes, so that every mark on it has one colour; axes of curves
lie outside of it.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("meadow.svg"))
LEFT, RIGHT, BOTTOM, TOP = -22, 50, -20, 30  # metres: the edges of the map
MARGINS = {"left": 2.8, "bottom": 1.7, "top": 1.6, "right": 0.5}
LIMITS = [[LEFT + 2, RIGHT - 2], [BOTTOM + 2, TOP - 2]]  # of what readers drag
SIZES = {1: "2", 2: "4", 3: "8", 4: "16"}  # logarithms of directions
POWERS = {0: "1", 1: "10", 2: "100", 3: "1000"}  # logarithms of what an axis measures
DUCK = {"duck": "duck", "wing": "wing", "beak": "beak", "eye": "dark"}
POND = {"pond": "pond", "lily": "lily"}
NEST = {"nest": "straw", "twigs": "wing"}
BEAVER = {"fur": "fur", "muzzle": "foam", "face": "dark"}


def ground(stage):
    """Draw the meadow."""
    return stage.ground("meadow", cornerRadius=8)


def whole(parts, given, place, across, **look):
    """Draw a character, or what belongs to the meadow, part upon part."""
    return kit.character(given, place, shapes=DRAWINGS, parts=parts, across=across, **look)


def duck(given, place, across, name="", **look):
    """Draw a duck for every row; style.css makes those bob that have a name."""
    return whole(DUCK, given, place, across, name=name, **look)


# ── the map ──────────────────────────────────────────────────────────────────────────────────────


def field(narrow):
    """Return the stage of the map, with as many pixels to a metre across as up."""
    edges = {"across": (LEFT, RIGHT), "up": (BOTTOM, TOP)}
    return kit.Stage(narrow, width=(756, 360), height=(542, 263), margins=MARGINS, **edges)


def compass(stage):
    """Yield the meadow, and the two directions, which begin at the nest."""
    yield ground(stage)
    line = {"colour": "clover", "width": 1.5}
    yield kit.segments(kit.once(), stage.at(LEFT, 0, x2=RIGHT), **line)
    yield kit.segments(kit.once(), stage.at(0, BOTTOM, y2=TOP), **line)
    yield from stage.axis_x("east", unit="m", ticks=[-20, 0, 20], rows=1)
    yield from stage.axis_y("north", unit="m", ticks=[-20, 0, 20], lift=0.7)


def home(stage):
    """Yield the nest, and the pond."""
    pond, nest = (44, 24) if stage.narrow else (84, 40)
    yield from whole(POND, "pond", stage.at("x", "y"), pond)
    yield from whole(NEST, kit.once(), stage.at(0, 0), nest)


def streams(stage):
    """Yield the brooks."""
    place, thick = stage.at("x", "y", x2="x2", y2="y2"), 4 if stage.narrow else 8
    yield kit.segments("brooks", place, colour="brook", width=thick)
    ripple = {"strokeDash": [9, 15], "strokeCap": "round"}
    yield kit.segments("brooks", place, colour="foam", width=thick / 5, **ripple)


def diggers(stage):
    """Draw the beavers."""
    return whole(BEAVER, "beavers", stage.at("x", "y"), 22 if stage.narrow else 36)


def hand(table, state, called):
    """Let readers drag beavers, and their brooks with them, or the duck's start."""
    label = f"{called}: {{x}} m east, {{y}} m north"
    return kit.drag(table, state=state, limits=LIMITS, step=[0.5, 0.5], label=label)


def digging():
    """Let readers drag beavers."""
    return hand("beavers", "moved", "beaver {key}")


def cross(narrow):
    """Brooks on the meadow, and the duck where she is nearest to all of them."""
    stage = field(narrow)
    meta = kit.usermeta(digging(), beavers=["key", "x", "y"], duck=["x", "y"])
    layers = (compass(stage), streams(stage), home(stage), diggers(stage), mallard(stage))
    return stage.chart(*layers, usermeta=meta)


def mallard(stage, given="duck", **look):
    """Draw the duck, who is never hidden."""
    return duck(given, stage.at("x", "y"), 32 if stage.narrow else 56, **look)


def walk(narrow):
    """One brook in its valley; the duck goes down to it."""
    stage = field(narrow)
    began = hand("start", "start", "the duck's start")
    tables = {"duck": ["x", "y"], "shortest": ["x", "y"], "prints": ["key", "x", "y"]}
    slope = stage.at("x", "y", x2="x2", y2="y2")
    apart = expr("shown == 'elsewhere' ? 1 : 0")
    choosing = expr("shown == 'choose' ? 1 : 0")
    waddling = expr("shown == 'choose' ? 0 : 1")
    size = 12 if narrow else 20
    foot = {"shape": DRAWINGS["foot"], "angle": expr("datum.turn")}
    thin = {"colour": "rose", "line": "dashed", "width": 2.5}
    return stage.chart(
        compass(stage),
        kit.segments("levels", slope, colour="clover", width=1),
        streams(stage),
        home(stage),
        kit.curve("ring", stage.at("x", "y"), order="order", seen=choosing, clip=True, **thin),
        kit.segments("across", slope, colour="rose", width=1.5, line="dotted", seen=apart),
        kit.segments("kept", slope, colour="rose", width=4, seen=apart),
        stage.dots("shortest", across=size, shape="diamond", colour="rose", rim="dark"),
        stage.dots("end", across=size, colour="rose", rim="dark", seen=apart),
        diggers(stage),
        stage.dots("prints", across=1.2 * size, colour="beak", **foot),
        stage.dots("start", across=1.6 * size, colour="foam", rim="wing", seen=apart),
        mallard(stage, seen=waddling),
        mallard(stage, "start", seen=choosing),
        shown="walk",
        usermeta=kit.usermeta(digging(), began, **tables),
    )


# ── the flock ────────────────────────────────────────────────────────────────────────────────────


DIRECTIONS = (0.9, 6.1)  # their logarithms
RINGS = {0.3: "1 m", 1.3: "10 m", 2.3: "100 m"}  # round the pond, by their radius on the picture


def plane(narrow, up, across=DIRECTIONS, width=(420, 360), height=(500, 230)):
    """Return the stage of a panel of curves."""
    return kit.Stage(narrow, width=width, height=height, across=across, up=up, margins=MARGINS)


def wall(stage, says="", at=4):
    """Draw where there are as many parameters as data points."""
    low, high = stage.up
    look = {"colour": "straw", "line": "dashed", "width": 1.5}
    yield kit.segments(kit.once(), stage.at(at, low, y2=high), **look)
    if says:
        yield stage.label(at, high, says, colour="straw", dx=6, dy=1.3 * stage.small)


def powers(plane):
    """Return the powers of ten between the lower and the upper edge."""
    return {at: word for at, word in POWERS.items() if plane.up[0] <= at < plane.up[1]}


def plot(stage, title, unit, along=("directions", None, SIZES)):
    """Draw the meadow under a plane of curves, with its axes."""
    up = (title, unit, powers(stage))
    return stage.plot("meadow", up=up, along=along, cornerRadius=8)


def flock(narrow):
    """Thirty ducks around the pond; beside them how tight the worlds are, and how far they land."""
    sky = kit.Stage(
        narrow,
        width=(470, 360),
        height=(500, 300),
        across=(-2.85 if narrow else -2.4, 2.85 if narrow else 2.4),
        up=(-2.4, 2.4) if narrow else (-2.55, 2.55),
    )
    centre = sky.at(0, 0)
    rings = kit.once([{"out": out, "says": says} for out, says in RINGS.items()])
    circle = {"width": 1.5, "line": "solid", "colour": "clover"}
    names = {"size": sky.small, "colour": "straw", "fontWeight": 600, "dy": 0.35 * sky.small}
    right = plane(narrow, up=(-0.05, 2))
    low = right.inset(0.9, 0, 5.2, 0.98, up=(-0.45, 1.75), across=DIRECTIONS)
    high = right.inset(0.9, 1.02, 5.2, 0.98, up=(0, 5.2), across=DIRECTIONS)
    return {
        "flock": sky.chart(
            ground(sky),
            kit.rings(rings, centre, across=expr(f"{2 * sky.unit} * datum.out"), **circle),
            whole(POND, kit.once(), centre, 30),
            duck("ducks", sky.at("x", "y"), 22 if narrow else 32, "flying"),
            kit.haloed(rings, sky.at(0, "out"), "says", ground="meadow", **names),
            usermeta=kit.usermeta(ducks=["key", "metres"]),
        ),
        "curves": right.chart(
            halves(right, low, high),
            wall(right),
            high.curve("tight", colour="rose", line="dashed"),
            low.curve("far", colour="duck", width=3.5),
            high.dots("here", "tight", across=13, shape="diamond", colour="rose", rim="meadow"),
            duck("here", low.at("x", "y"), 24 if narrow else 34),
            usermeta=kit.usermeta(far=["p", "metres"], tight=["p", "smallest"]),
        ),
    }


def halves(stage, low, high):
    """Yield the ground and the axes of two curves, one over the other."""
    yield ground(stage)
    yield stage.axis_x("directions", unit=None, ticks=SIZES, rows=1)
    for half, ticks, says, colour in (
        (high, [0, 2, 4], "smallest singular value", "rose"),
        (low, powers(low), "metres from the pond", "duck"),
    ):
        yield half.axis_y("", unit=None, ticks=ticks)[:-1]  # its title stands in its colour
        yield half.label(1, half.up[1], says, colour=colour, dy=1.3 * stage.small)
    yield kit.segments(kit.once(), high.at(0.9, 0, x2=6.1), colour="clover", width=1.5)


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def risk(narrow):
    """The exact mean squared distance, and ducks that are sent to check it."""
    stage = plane(narrow, up=(-0.4, 2.6), width=(760, 360), height=(430, 250))
    return stage.chart(
        plot(stage, "mean squared distance", "m²"),
        wall(stage, "no mean here"),
        stage.curve("few", colour="brook", width=3.5),
        stage.curve("many", colour="brook", width=3.5),
        stage.dots("means", across=10 if narrow else 14, colour="duck", rim="meadow"),
        usermeta=kit.usermeta(means=["p", "squared_metres"]),
    )


def pool(narrow, width=(470, 360), height=(470, 170)):
    """Return the stage of the pond, seen from the side."""
    edges = {"across": (-1.05, 1.05), "up": (-32, 32)}
    return kit.Stage(narrow, width=width, height=height, margins=MARGINS, **edges)


def swim(stage):
    """Yield the water that was fitted, the true one, and the ducklings."""
    up = ("height", "cm", [-20, 0, 20])
    yield from stage.plot("meadow", up=up, cornerRadius=8)
    yield from stage.axis_x("place", unit="m", ticks=[-1, 0], rows=1)
    held = expr("clamp(datum.y, -32, 32)")
    yield kit.band("water", stage.at("x", -32, y2=held), colour="brook", pale=0.3)
    yield stage.curve("water", held, colour="brook", width=2.5)
    yield stage.curve("truth", colour="foam", line="dashed", width=2)
    yield from duck("ducklings", stage.at("x", "y"), 17 if stage.narrow else 25, "bobbing")


def wave(narrow):
    """Ducklings on the water; beside them the error by number of polynomials."""
    left = pool(narrow)
    right = plane(narrow, (0, 3.3), (1, 37), (425, 360), (470, 170))
    known, bet = (expr(f"{test} ? 1 : 0") for test in ("!asked || guess", "guess"))
    place, top = right.at("x", "y"), kit.rows("guessed", only="datum.x == 20")
    name = {"size": right.small, "colour": "straw", "align": "left", "dx": 22, "dy": -12}
    count = ("polynomials", None, {1: "1", 10: "10", 20: "20"})
    return {
        "pool": left.chart(swim(left), usermeta=kit.usermeta(ducklings=["x", "y"])),
        "error": right.chart(
            plot(right, "typical error", "cm", count),
            wall(right, at=20),
            right.curve("even", colour="rose", line="dashed"),
            right.curve("guessed", colour="straw", line="dotted", seen=bet),
            right.curve("calm", colour="brook", width=3.5),
            right.label(2, 3.3, "evenly spaced", colour="rose", dy=1.3 * right.small),
            right.label(2, 3.3, "Chebyshev", colour="brook", dy=2.6 * right.small, seen=known),
            kit.haloed(top, place, expr("'your guess'"), ground="meadow", seen=bet, **name),
            duck("here", place, 24 if narrow else 34),
            asked=False,
            guess="",
            usermeta=kit.usermeta(even=["polynomials", "cm"], calm=["polynomials", "cm"]),
        ),
    }


def needles(narrow):
    """The shortest of many fits, as water."""
    stage = pool(narrow, (760, 360), (430, 250))
    return stage.chart(swim(stage), usermeta=kit.usermeta(ducklings=["x", "y"]))


def ruler(narrow):
    """Planks over ducklings, with ever more hinges, and the ruler that they come to."""
    stage = pool(narrow, (760, 360), (430, 250))
    place = stage.at("x", -31.5, y2=-29)
    return stage.chart(
        swim(stage),
        kit.segments("hinges", place, colour="straw", width=2),
        stage.label(-1.03, 32, "natural cubic spline", colour="foam", dy=1.3 * stage.small),
        stage.label(-1.03, 32, "planks", colour="brook", dy=2.6 * stage.small),
        stage.label(-1.03, -29, "hinges", colour="straw", dy=-0.5 * stage.small),
        usermeta=kit.usermeta(ducklings=["x", "y"]),
    )


def ridge(narrow):
    """Distances without a penalty, and with one."""
    stage = plane(narrow, up=(-0.3, 1.5), width=(760, 360), height=(430, 250))
    return stage.chart(
        plot(stage, "root of mean square", "m"),
        wall(stage, "sixteen brooks"),
        stage.curve("bare", colour="rose", line="dashed"),
        stage.curve("tuned", colour="brook", width=3.5),
        stage.label(1, 1.5, "no penalty", colour="rose", dy=1.3 * stage.small),
        stage.label(1, 1.5, "ridge", colour="brook", dy=2.6 * stage.small),
        usermeta=kit.usermeta(bare=["p", "metres"], tuned=["p", "metres"]),
    )
