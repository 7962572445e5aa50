"""The figures of the essay on double descent; dragon, mouse and lantern are in ``parade.svg``.

The street is dark in both schemes, so that every mark on it has one colour; axes lie outside of it.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("parade.svg"))
FLOOR, TOP, GROUND = -60, 25, -43  # cm: the lower and upper edge of the street, and its pavement
JUMP, HARDEST = 0.3, 44  # cm that a mouse jumps for a cm of effort; the most that is drawn, in cm
LEFT, RIGHT = -0.12, 4.36  # metres: from tail to head
MARGINS = {"left": 2.6, "bottom": 1.7, "top": 1.6, "right": 0.4}
TINT = expr("'var(--mouse-' + datum.key % 3 + ')'")
SIZES = {0: "1", 0.602: "4", 1.204: "16", 1.806: "64"}  # logarithms of mice
MISSES = {0: "1", 1: "10", 2: "100"}  # logarithms of cm
LOW, HIGH = -0.45, 2.35
ERROR = ("typical miss", "cm", MISSES)  # an axis: title, unit and numbers
HEAD = {"mane": "scale", "head": "dragon", "light": "foam", "ink": "night"}
LANTERN = {"lantern": "lantern", "ribs": "ember"}
THRESHOLD = {"colour": "lantern", "line": "dashed"}  # as many mice as lanterns


# ── the street, and planes beside it ─────────────────────────────────────────────────────────────


def road(narrow, width=(540, 360), height=(500, 176)):
    """Return the stage of the street."""
    edges = {"across": (LEFT, RIGHT), "up": (FLOOR, TOP)}
    return kit.Stage(narrow, width=width, height=height, margins=MARGINS, **edges)


def beside(narrow, across=(-0.06, 2.36), up=(LOW, HIGH), width=(425, 360), height=(500, 176)):
    """Return the stage of a panel of errors."""
    return kit.Stage(narrow, width=width, height=height, across=across, up=up, margins=MARGINS)


def plot(stage, up, along):
    """Draw the dark ground of a panel, with axes: title, unit and numbers of each."""
    return stage.plot("night", up=up, along=along, cornerRadius=6)


def backdrop(stage):
    """Yield the night, the pavement, and the axes of the street."""
    yield stage.ground("night", cornerRadius=6)
    yield kit.regions(kit.once(), stage.at(LEFT, FLOOR, RIGHT, -26), colour="pavement")
    yield from stage.axis_x("place", unit="m", ticks=[0, 1, 2, 3], ends=(0, 4), rows=1)[:-1]
    look = {"size": stage.text, "align": "right", "dy": 1.1 * stage.text}
    yield kit.title(stage.at(RIGHT, FLOOR), "m →", **look)
    ticks = {-20: "-20", 0: "0", 20: "20"}
    yield from stage.axis_y("height", unit="cm", ticks=ticks, lift=0.7)
    yield kit.segments(kit.once(), stage.at(LEFT, GROUND, x2=RIGHT), colour="kerb", width=1.5)


def lanterns(stage, across):
    """Yield lanterns on their strings."""
    yield kit.threads("lanterns", stage.at("x", TOP, y2="y"), colour="string", width=1)
    look = {"shapes": DRAWINGS, "parts": LANTERN, "across": across}
    yield from kit.character("lanterns", stage.at("x", "y"), **look)


def dragon(stage, scale=1.0):
    """Yield the paper dragon: its body in scales, its tail and its head."""
    thick, head = (8, 40) if stage.narrow else (14 * scale, 72 * scale)
    body = {"strokeCap": "round", "strokeJoin": "round"}
    yield stage.curve("dragon", colour="dragon", width=thick, **body)
    dotted = {"strokeDash": [1, 0.75 * thick], "strokeCap": "round"}
    yield stage.curve("dragon", colour="scale", width=0.42 * thick, **dotted)
    tail = kit.rows("dragon", only="datum.x == 0")
    yield stage.dots(tail, across=0.6 * head, shape=DRAWINGS["tail"], colour="scale")
    look = {"shapes": DRAWINGS, "parts": HEAD, "across": head}
    place = stage.at(expr("datum.x + 0.1"), "y")
    yield from kit.character("ends", place, name="dragon", **look)  # it nods, says style.css


def crew(stage, across):
    """Yield the mice, each as high over the pavement as she pushes, or as deep as she pulls."""
    up = expr(f"{GROUND} + {JUMP} * clamp(datum.effort, {-HARDEST}, {HARDEST})")
    thick = expr("2.5 * datum.size")
    yield kit.segments("mice", stage.at("x", GROUND, y2=up), colour="string", width=thick)
    look = {"shape": DRAWINGS["mouse"], "colour": TINT}
    large = expr(f"{across} * datum.size")
    yield kit.dots(kit.rows("mice", name="mice"), stage.at("x", up), across=large, **look)


def parade(stage, scale=1.0):
    """Yield the whole street: rope, lanterns, dragon and mice."""
    small = stage.narrow
    yield backdrop(stage)
    yield stage.curve("rope", colour="foam", line="dashed", width=2)
    yield dragon(stage, scale)
    yield lanterns(stage, 17 if small else 28 * scale)
    yield crew(stage, 17 if small else 28 * scale)
    yield stage.label(0.02, -31, "push ↑", colour="foam")
    yield stage.label(0.02, -56, "pull ↓", colour="foam")


def spot(table, stage, **look):
    """Draw where the dragon's team is on a curve."""
    across = 14.4 if stage.narrow else 18
    return stage.dots(table, across=across, colour="dragon", rim="night", **look)


def spread(stage, table="many"):
    """Yield the median of thirty evenings, with the middle half of them."""
    place = stage.at("x", "low", y2="high")
    yield kit.band(table, place, colour="foam", pale=0.18)
    yield stage.curve(table, colour="foam", width=3.5)


def walked(table):
    """Return the rows of a curve as far as the teams have come."""
    return kit.rows(table, only="shown == 'walk' ? datum.key < team : shown != 'draw'")


# ── the core ─────────────────────────────────────────────────────────────────────────────────────


def street(narrow):
    """A small team under the dragon."""
    stage = road(narrow, (760, 360), (600, 330))
    meta = kit.usermeta(lanterns=["x", "y"], mice=["key", "effort"])
    return stage.chart(parade(stage, 1.2), usermeta=meta)


def sweep(narrow):
    """The team and its dragon; beside them the error of teams of every size."""
    left, right = road(narrow), beside(narrow)
    moved = {"state": "moved", "axis": "y", "limits": [-20, 20], "step": 0.5}
    carried = kit.usermeta(
        kit.drag("lanterns", label="lantern {key} at {x} m: {y} cm", **moved),
        lanterns=["x", "y"],
        mice=["key", "effort"],
    )
    guessed = {"table": "knots", "state": "drawn", "axis": "y", "draw": True}
    guess = "your guess for {mice} mice: {cm} cm"
    error = kit.usermeta(
        kit.drag(**guessed, limits=[-0.2, 2.2], step=0.1, label=guess),
        kit.ghost("many"),
        many=["mice", "cm"],
        own=["mice", "cm"],
        train=["mice", "cm"],
    )
    seen, waiting = (expr(f"shown {way} 'draw' ? 1 : 0") for way in ("!=", "=="))
    count = expr("log(lanterns) / LN10")
    faint = {"colour": "foam", "width": 2, "seen": 0.5, "line": "dotted"}
    drawn = {"colour": "lantern", "seen": "seen"}
    before = kit.rows("many_ghost", only="shown == 'all'")
    chart = right.chart(
        plot(right, ERROR, ("mice", None, SIZES)),
        kit.segments(kit.once(), right.at(count, LOW, y2=HIGH), width=1.5, **THRESHOLD),
        right.curve(before, **faint),
        spread(right, walked("many")),
        right.curve(walked("train"), colour="mint", line="dotted", width=2.5),
        right.curve(walked("own"), colour="scale", line="dashed", width=2.5),
        kit.segments("here", right.at("x", LOW, y2="y"), colour="dragon", width=3, seen=seen),
        spot("here", right, seen=seen),
        right.dots("here", "middle", across=14, colour="foam", rim="night", seen=seen),
        right.curve("knots", line="dotted", **drawn),
        right.dots("knots", across=12 if narrow else 15, rim="night", **drawn),
        right.label(1.27, 2.14, "← sixteen mice", colour="lantern", seen=waiting),
        right.label(1.42, 2.1, "thirty evenings", colour="foam", seen=seen),
        right.label(1.42, 1.78, "this evening", colour="scale", seen=seen),
        right.label(1.42, 1.46, "at its lanterns", colour="mint", seen=seen),
        shown="all",
        team=16,
        lanterns=16,
        usermeta=error,
    )
    return {"street": left.chart(parade(left), usermeta=carried), "error": chart}


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def hurts(narrow):
    """Sixteen mice under more and more lanterns; beside them their error, and a guess at it."""
    left, right = road(narrow), beside(narrow, across=(0.55, 1.85))
    ticks = {0.602: "4", 0.903: "8", 1.204: "16", 1.505: "32"}
    answered = expr("asked && !guess ? 0 : 1")
    way = right.at("x", "y", x2="x2", y2="y2")
    end = {"dx": 10, "align": "left", "baseline": "middle", "size": right.small}
    error = right.chart(
        plot(right, ERROR, ("lanterns", None, ticks)),
        kit.segments(kit.once(), right.at(1.204, LOW, y2=HIGH), seen=answered, **THRESHOLD),
        spread(right),
        kit.segments("guessed", way, colour="mint", line="dotted", width=4),
        kit.dots("guessed", right.at("x2", "y2"), across=13, shape="diamond", colour="mint"),
        kit.haloed("guessed", right.at("x2", "y2"), "says", colour="mint", ground="night", **end),
        spot("here", right),
        asked=False,
        guess="",
        usermeta=kit.usermeta(many=["lanterns", "cm"]),
    )
    street = left.chart(parade(left), usermeta=kit.usermeta(lanterns=["x", "y"]))
    return {"street": street, "error": error}


def moves(narrow):
    """Errors with a penalty, of features that are all alike, and of mice."""
    panels = {}
    for kind, high, ticks, says in (
        ("equal", 3.6, [0, 1, 2, 3], "error, all directions alike"),
        ("mice", 44, [0, 20, 40], "error of mice"),
    ):
        stage = beside(narrow, (8, 58), (0, high), (480, 360), (460, 165))
        unit = "cm" if kind == "mice" else None
        panels[kind] = stage.chart(
            plot(stage, (says, unit, ticks), ("features", None, [10, 24, 40])),
            kit.segments(kit.once(), stage.at(24, 0, y2=high), **THRESHOLD),
            stage.curve(f"{kind}_start", colour="foam", line="dotted", width=2),
            stage.curve(kind, colour="scale"),
            spot(f"{kind}_peak", stage),
            usermeta=kit.usermeta(**{kind: ["features", "error"]}),
        )
    return panels


def history(narrow):
    """Wrong answers of a classifier by least squares, by number of examples."""
    stage = beside(narrow, (0, 86), (0, 52), (760, 360), (420, 260))
    return stage.chart(
        plot(stage, ("wrong answers", "%", [0, 25, 50]), ("examples", None, [10, 30, 50])),
        kit.segments(kit.once(), stage.at(30, 0, y2=52), **THRESHOLD),
        stage.curve("curve", colour="foam", width=3.5),
        spot("here", stage),
        usermeta=kit.usermeta(curve=["examples", "per_cent_wrong"]),
    )
