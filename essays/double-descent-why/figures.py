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
AT_END = {"unit": None, "rows": 1}
LIMITS = [[LEFT + 2, RIGHT - 2], [BOTTOM + 2, TOP - 2]]  # of what readers drag
SIZES = {1: "2", 2: "4", 3: "8", 4: "16"}  # logarithms of directions
POWERS = {0: "1", 1: "10", 2: "100", 3: "1000"}  # logarithms of what an axis measures
DUCK = {"duck": "duck", "wing": "wing", "beak": "beak", "eye": "dark"}
BEAVER = {"fur": "fur", "muzzle": "foam", "face": "dark"}


def ground(stage):
    """Draw the meadow."""
    (left, right), (low, high) = stage.across, stage.up
    place = stage.at(left, low, right, high)
    return kit.regions(kit.once(), place, colour="meadow", cornerRadius=8)


def label(plane, x, y, says, colour, **look):
    """Write what a mark is."""
    held = {"size": plane.small, "colour": colour, "align": "left"} | look
    return kit.title(plane.at(x, y), says, **held)


def character(parts, given, stage, across, place=None, name="", **look):
    """Yield a character, part upon part."""
    place = place or stage.at("x", "y")
    for part, colour in parts.items():
        rows = kit.rows(given, name=f"{name}_{part}") if name else given
        drawn = {"shape": DRAWINGS[part], "colour": colour} | look
        yield kit.dots(rows, place, across=across, **drawn)


def shows(*rules, **tables):
    """Say what readers can do, and which numbers they can see."""
    return kit.usermeta(kit.sheets(**tables), *rules)


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
    small = stage.narrow
    large = 44 if small else 84
    yield from character({"pond": "pond", "lily": "lily"}, "pond", stage, large)
    nest = stage.at(0, 0)
    parts = {"nest": "straw", "twigs": "wing"}
    yield from character(parts, kit.once(), stage, 24 if small else 40, nest)


def streams(stage):
    """Yield the brooks."""
    place, thick = stage.at("x", "y", x2="x2", y2="y2"), 4 if stage.narrow else 8
    yield kit.segments("brooks", place, colour="brook", width=thick)
    ripple = {"strokeDash": [9, 15], "strokeCap": "round"}
    yield kit.segments("brooks", place, colour="foam", width=thick / 5, **ripple)


def diggers(stage):
    """Yield the beavers."""
    yield from character(BEAVER, "beavers", stage, 22 if stage.narrow else 36, name="beaver")


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
    meta = shows(digging(), beavers=["key", "x", "y"], duck=["x", "y"])
    layers = [*compass(stage), *streams(stage), *home(stage), *diggers(stage)]
    return stage.chart(layers, list(mallard(stage)), usermeta=meta)


def mallard(stage, given="duck", **look):
    """Yield the duck, who is never hidden."""
    yield from character(DUCK, given, stage, 32 if stage.narrow else 56, **look)


def walk(narrow):
    """One brook in its valley; the duck goes down to it."""
    stage = field(narrow)
    began = hand("start", "start", "the duck's start")
    meta = shows(digging(), began, duck=["x", "y"], shortest=["x", "y"], prints=["key", "x", "y"])
    slope = stage.at("x", "y", x2="x2", y2="y2")
    apart = expr("shown == 'elsewhere' ? 1 : 0")
    choosing = expr("shown == 'choose' ? 1 : 0")
    waddling = expr("shown == 'choose' ? 0 : 1")
    place, size = stage.at("x", "y"), 12 if narrow else 20
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
        kit.dots("shortest", place, across=size, shape="diamond", colour="rose", rim="dark"),
        kit.dots("end", place, across=size, colour="rose", rim="dark", seen=apart),
        diggers(stage),
        kit.dots("prints", place, across=1.2 * size, colour="beak", **foot),
        kit.dots("start", place, across=1.6 * size, colour="foam", rim="wing", seen=apart),
        mallard(stage, seen=waddling),
        mallard(stage, "start", seen=choosing),
        shown="walk",
        usermeta=meta,
    )


# ── the flock ────────────────────────────────────────────────────────────────────────────────────


DIRECTIONS = (0.9, 6.1)  # their logarithms


def plane(narrow, across=DIRECTIONS, up=(-0.45, 1.75), width=(420, 360), height=(500, 230)):
    """Return the stage of a panel of curves."""
    return kit.Stage(narrow, width=width, height=height, across=across, up=up, margins=MARGINS)


def wall(stage, says="", at=4):
    """Draw where there are as many parameters as data points."""
    low, high = stage.up
    look = {"colour": "straw", "line": "dashed", "width": 1.5}
    yield kit.segments(kit.once(), stage.at(at, low, y2=high), **look)
    if says:
        yield label(stage, at, high, says, "straw", dx=6, dy=1.3 * stage.small)


def powers(plane):
    """Return the powers of ten between the lower and the upper edge."""
    return {at: word for at, word in POWERS.items() if plane.up[0] <= at < plane.up[1]}


def axes(stage, title, unit, across="directions", along=SIZES):
    """Yield the ground of a plane, with its axes."""
    yield ground(stage)
    yield from stage.axis_y(title, unit=unit, ticks=powers(stage), lift=0.7)
    yield from stage.axis_x(across, ticks=along, **AT_END)


def trace(table, stage, colour, line="solid", **look):
    """Draw a curve; each of a figure has a line of its own."""
    return kit.curve(table, stage.at("x", "y"), order="x", colour=colour, line=line, **look)


def flock(narrow):
    """Thirty ducks around the pond; beside them how tight the worlds are, and how far they land."""
    sky = kit.Stage(
        narrow,
        width=(470, 360),
        height=(500, 300),
        across=(-2.85 if narrow else -2.4, 2.85 if narrow else 2.4),
        up=(-2.4, 2.4) if narrow else (-2.55, 2.55),
    )
    rings, names = [], []
    circle = {"fillOpacity": 0, "strokeWidth": 1.5, "stroke": "var(--clover)"}
    look = {"align": "center", "dy": 0.35 * sky.small}
    halo = look | {"colour": "meadow", "stroke": "var(--meadow)", "strokeWidth": 6}
    for out, says in ((0.3, "1 m"), (1.3, "10 m"), (2.3, "100 m")):
        rings.append(kit.dots(kit.once(), sky.at(0, 0), across=2 * out * sky.unit, **circle))
        names.append(label(sky, 0, out, says, **halo))
        names.append(label(sky, 0, out, says, "straw", **look))
    birds = shows(ducks=["key", "metres"])
    right = plane(narrow, up=(-0.05, 2))
    low = right.inset(0.9, 0, 5.2, 0.98, up=(-0.45, 1.75), across=DIRECTIONS)
    high = right.inset(0.9, 1.02, 5.2, 0.98, up=(0, 5.2), across=DIRECTIONS)
    diamond = {"shape": "diamond", "colour": "rose", "rim": "meadow"}
    return {
        "flock": sky.chart(
            ground(sky),
            rings,
            character({"pond": "pond", "lily": "lily"}, kit.once(), sky, 30, sky.at(0, 0)),
            character(DUCK, "ducks", sky, 22 if narrow else 32, name="flying"),
            names,
            usermeta=birds,
        ),
        "curves": right.chart(
            halves(right, low, high),
            wall(right),
            trace("tight", high, "rose", "dashed"),
            trace("far", low, "duck", width=3.5),
            kit.dots("here", high.at("x", "tight"), across=13, **diamond),
            character(DUCK, "here", low, 24 if narrow else 34),
            usermeta=shows(far=["p", "metres"], tight=["p", "smallest"]),
        ),
    }


def halves(stage, low, high):
    """Yield the ground and the axes of two curves, one over the other."""
    yield ground(stage)
    yield stage.axis_x("directions", ticks=SIZES, **AT_END)
    for half, ticks, says, colour in (
        (high, [0, 2, 4], "smallest singular value", "rose"),
        (low, powers(low), "metres from the pond", "duck"),
    ):
        yield half.axis_y("", unit=None, ticks=ticks)[:-1]  # its title stands in its colour
        yield label(half, 1, half.up[1], says, colour, dy=1.3 * stage.small)
    yield kit.segments(kit.once(), high.at(0.9, 0, x2=6.1), colour="clover", width=1.5)


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def risk(narrow):
    """The exact mean squared distance, and ducks that are sent to check it."""
    stage = plane(narrow, up=(-0.4, 2.6), width=(760, 360), height=(430, 250))
    size = 10 if narrow else 14
    return stage.chart(
        axes(stage, "mean squared distance", "m²"),
        wall(stage, "no mean here"),
        trace("few", stage, "brook", width=3.5),
        trace("many", stage, "brook", width=3.5),
        kit.dots("means", stage.at("x", "y"), across=size, colour="duck", rim="meadow"),
        usermeta=shows(means=["p", "squared_metres"]),
    )


def pool(narrow, width=(470, 360), height=(470, 170)):
    """Return the stage of the pond, seen from the side."""
    edges = {"across": (-1.05, 1.05), "up": (-32, 32)}
    return kit.Stage(narrow, width=width, height=height, margins=MARGINS, **edges)


def swim(stage):
    """Yield the water that was fitted, the true one, and the ducklings."""
    yield ground(stage)
    yield from stage.axis_y("height", unit="cm", ticks=[-20, 0, 20], lift=0.7)
    yield from stage.axis_x("place", unit="m", ticks=[-1, 0], rows=1)
    held = expr("clamp(datum.y, -32, 32)")
    yield kit.band("water", stage.at("x", -32, y2=held), colour="brook", pale=0.3)
    yield kit.curve("water", stage.at("x", held), order="x", colour="brook", width=2.5)
    look = {"colour": "foam", "line": "dashed", "width": 2}
    yield kit.curve("truth", stage.at("x", "y"), order="x", **look)
    yield from character(DUCK, "ducklings", stage, 17 if stage.narrow else 25, name="bobbing")


def wave(narrow):
    """Ducklings on the water; beside them the error by number of polynomials."""
    left = pool(narrow)
    right = plane(narrow, (1, 37), (0, 3.3), (425, 360), (470, 170))
    known, bet = (expr(f"{test} ? 1 : 0") for test in ("!asked || guess", "guess"))
    top = kit.rows("guessed", only="datum.x == 20")
    dotted = {"width": 3, "seen": bet}
    beside = {
        "size": right.small,
        "colour": "straw",
        "align": "left",
        "dx": 22,
        "dy": -12,
        "seen": bet,
    }
    count = {10: "10", 20: "20"}
    return {
        "pool": left.chart(swim(left), usermeta=shows(ducklings=["x", "y"])),
        "error": right.chart(
            axes(right, "typical error", "cm", "polynomials", count),
            wall(right, at=20),
            trace("even", right, "rose", "dashed"),
            trace("guessed", right, "straw", "dotted", **dotted),
            trace("calm", right, "brook", width=3.5),
            label(right, 2, 3.3, "evenly spaced", "rose", dy=1.3 * right.small),
            label(right, 2, 3.3, "Chebyshev", "brook", dy=2.6 * right.small, seen=known),
            kit.haloed(top, right.at("x", "y"), expr("'your guess'"), ground="meadow", **beside),
            character(DUCK, "here", right, 24 if narrow else 34),
            asked=False,
            guess="",
            usermeta=shows(even=["polynomials", "cm"], calm=["polynomials", "cm"]),
        ),
    }


def needles(narrow):
    """The shortest of many fits, as water."""
    stage = pool(narrow, (760, 360), (430, 250))
    return stage.chart(swim(stage), usermeta=shows(ducklings=["x", "y"]))


def ruler(narrow):
    """Planks over ducklings, with ever more hinges, and the ruler that they come to."""
    stage = pool(narrow, (760, 360), (430, 250))
    place = stage.at("x", -31.5, y2=-29)
    return stage.chart(
        swim(stage),
        kit.segments("hinges", place, colour="straw", width=2),
        label(stage, -1.03, 32, "natural cubic spline", "foam", dy=1.3 * stage.small),
        label(stage, -1.03, 32, "planks", "brook", dy=2.6 * stage.small),
        label(stage, -1.03, -29, "hinges", "straw", dy=-0.5 * stage.small),
        usermeta=shows(ducklings=["x", "y"]),
    )


def ridge(narrow):
    """Distances without a penalty, and with one."""
    stage = plane(narrow, up=(-0.3, 1.5), width=(760, 360), height=(430, 250))
    return stage.chart(
        axes(stage, "root of mean square", "m"),
        wall(stage, "sixteen brooks"),
        trace("bare", stage, "rose", "dashed"),
        trace("tuned", stage, "brook", width=3.5),
        label(stage, 1, 1.5, "no penalty", "rose", dy=1.3 * stage.small),
        label(stage, 1, 1.5, "ridge", "brook", dy=2.6 * stage.small),
        usermeta=shows(bare=["p", "metres"], tuned=["p", "metres"]),
    )
