"""The figures of the essay on precision and recall; their shapes are drawn in ``things.svg``."""

from math import log2
from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("things.svg"))
# What a thing is drawn of, from the bottom up, and its colours; or one part, with holes for eyes.
WHOLE = {"body": "", "dark": "-dark", "light": "-light", "ink": "thing-ink"}
FLAT = {"flat": ""}
LIT = (  # what the term that the reader points at is about
    "(!lit || lit === datum.kind || (datum.caught && (lit === 'precision' || lit === 'net'))"
    " || (lit === 'recall' && datum.kind === 'fish') ? 1 : 0.2)"
)
ALL_CAUGHT = LIT.replace("datum.caught", "true")
LINES = {"precision": "solid", "recall": "dashed", "f1": "dotted"}
FOURTHS = (0, 0.25, 0.5, 0.75, 1)
SEEN = {  # what the model shows
    name: expr(f"data('stage')[0].{name}")
    for name in ("fields", "precision", "recall", "curves", "f1", "odds")
}
GUESSED = expr("guess < 0 ? 0 : 1")
SHUT, OPEN = (expr(f"view == 'guess' && guess < 0 ? {seen}") for seen in ("1 : 0", "0 : 1"))
BELOW, DEEP = -10.4, 7.6  # where the fields and the curves of the pond begin, and how high they are
OF_KEY, OF_KIND = (expr(kit.colour_of(f"datum.{column}")) for column in ("key", "kind"))
CORDS = 13  # corners of a rope
SHARE = ["threshold", "value"]
SHEETS = {f"{share}_by_threshold": SHARE for share in ("precision", "recall")}
RIM = {"axis": "x", "limits": [0, 1], "step": 0.01, "span": [0.2, 9.6]}
AFLOAT = {"limits": [[0.02, 0.98], [0.6, 8.5]], "step": [0.01, 0.1]}
REACH = {"axis": "x", "limits": [1, 20], "step": 1, "span": [-0.9, 1.6], "table": "net"}
LAKE = ["boots_per_fish", "prevalence", "recall"]
BAR = ["left", "precision", "right"]
IN_LINE = {"limits": [[0.5, 19.5], [0, 0]], "step": [0.5, 1]}


def things(table, place, side, parts=WHOLE, seen=LIT):
    """Draw every thing whole, part upon part, with a side of so many pixels."""
    return kit.kinds(
        table,
        place,
        shapes=DRAWINGS,
        names=("boot", "fish"),
        parts=parts,
        across=expr(f"{side} * (datum.kind === 'fish' ? 1.08 : 0.94)"),
        seen=seen,
    )


# ── a hundred things: a finder that calls everything a boot, and a net in a lake of boots ────────


def hundred(narrow):
    """Return a stage for a hundred things, in a box 20 wide and 10 deep; both layouts are alike."""
    edges = {"across": (-1.25, 21.25), "up": (-0.8, 11.7)}
    return kit.Stage(narrow, width=(720, 360), height=(650, 325), **edges)


def finder(narrow):
    """A hundred things in a lake, and what the finder says of them."""
    stage = hundred(narrow)
    missed = kit.rows("things", only="!datum.right")
    return stage.chart(
        kit.regions("verdict", stage.at(-0.9, 10.3, 20.9, -0.4), colour="water", cornerRadius=18),
        things("things", stage.at("x", "y"), stage.width / 15, FLAT, ALL_CAUGHT),
        kit.rings(missed, stage.at("x", "y"), across=stage.width / 13, colour="wrong"),
        stage.sign("verdict", kit.says("“boot” is right of {boots:d} in 100")),
        stage.sign("verdict", kit.says("fish found: {found:d}"), side="right", colour="wrong"),
        lit="",
        usermeta=kit.usermeta(
            kit.parts(things=1), kit.sheets(verdict=["fish", "found", "accuracy"])
        ),
    )


def rare(narrow):
    """A hundred things from the net, and an arrow on a scale of odds that takes lake to net."""
    stage = hundred(narrow)
    side = f"{stage.width / 22.5:.0f} * (0.6 + 0.9 * datum.size)"
    guessed = kit.rows("net", only="datum.guessed")
    guess = expr("'your guess: ' + format(guess, '.0%')")
    net = kit.says("in the net: {precision:.2p}")
    return stage.chart(
        bag(stage),
        things("net", stage.at("x", "y"), side, FLAT, ALL_CAUGHT),
        kit.rings(guessed, stage.at("x", "y"), across=stage.width / 13, colour="precision"),
        arrow(stage),
        stage.sign("lake", kit.says("fish in the lake: {prevalence:.2p}")),
        stage.sign("catch", net, side="right", colour="precision"),
        stage.sign("lake", guess, side="right", row=2, seen=GUESSED),
        lit="",
        view="catch",
        guess=-1,
        usermeta=kit.usermeta(kit.parts(net=1), kit.sheets(lake=LAKE, catch=["precision"])),
    )


def bag(stage):
    """Yield the net with corks along its rim, and while it is shut, ropes and what all ask."""
    here, middle, text = kit.once(), stage.at(10, 4.9), stage.text
    corners = dict.fromkeys(["cornerRadiusBottomLeft", "cornerRadiusBottomRight"], stage.width / 9)
    place = stage.at(-0.6, 10.2, 20.6, expr("-0.4 + 5.4 * datum.odds"))
    yield kit.regions("stage", place, colour="water", outline="net", width=4, **corners)
    corks = kit.once([{"x": 1.5 * i - 0.5} for i in range(15)])
    yield kit.dots(corks, stage.at("x", 10.2), across=stage.width / 60, colour="net")
    ropes = {"shape": DRAWINGS["net"], "line": "solid", "width": 2, "colour": "net"}
    yield kit.rings(here, middle, across=21.2 * stage.unit, seen=SHUT, **ropes)
    yield kit.dots(here, middle, across=12 * text, colour="water", rim="net", seen=SHUT)
    yield kit.title(stage.at(10, 4.6), "?", size=9 * text, colour="net", seen=SHUT)


def arrow(stage):
    """Yield the arrow from the odds in the lake to those in the net, on a scale of the odds."""
    scale = stage.inset(0, 1.3, 20, 1.2, across=(-10.8, 7.2))  # in doublings of the odds
    ticks = {log2(p / (1 - p)): f"{100 * p:g}%" for p in (0.001, 0.01, 0.1, 0.5, 0.9, 0.99)}
    axis = {"unit": None, "ticks": ticks, "title_at": "middle", "seen": SEEN["odds"]}
    yield from scale.axis_x("share of fish; equal steps double the odds", **axis)
    prior, posterior = (f"log(datum.{odds}_odds) / LN2" for odds in ("prior", "posterior"))
    middle = "(datum.lake + datum.net) / 2"
    lake = kit.rows("lake", lake=prior, net=f"{posterior} - 0.25", middle=middle)
    text, ink = stage.text, {"colour": "precision", "seen": SEEN["odds"]}
    yield kit.segments(lake, scale.at("lake", 1, x2="net"), width=0.45 * text, **ink)
    yield kit.dots(lake, scale.at("lake", 1), across=0.7 * text, seen=SEEN["odds"])
    head = {"across": 1.5 * text, "shape": "triangle-right"}
    yield kit.dots(lake, scale.at("net", 1), **head, **ink)
    name = {"size": 1.15 * text, "bold": True, "baseline": "middle"} | ink
    start, end, middle = (scale.at(at, 1) for at in ("lake", "net", "middle"))
    yield kit.words(lake, start, kit.says("lake"), align="right", dx=-0.8 * text, **name)
    yield kit.words(lake, end, kit.says("net"), align="left", dx=text, **name)
    yield kit.words(lake, middle, kit.says("\u00d7 {likelihood_ratio:.1f}"), dy=1.4 * text, **name)


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────


def pond(narrow):
    """Fish and boots in the water, a net from the right, and below them what it makes of them."""
    edges = {"across": (-0.08, 1.12), "up": (-10.8, 10.9)}  # scores, and metres above the ground
    stage = kit.Stage(narrow, width=(780, 360), height=(700, 340), **edges)
    scores = dict(zip(FOURTHS, ("0, boot", "0.25", "0.5", "0.75", "1, fish"), strict=True))
    axis = {"unit": None, "at": 0.2, "title_at": "middle", "lines": "ink"}
    signs = {"size": 1.1 * stage.text, "bold": True, "align": expr("datum.align"), "seen": "seen"}
    return stage.chart(
        ground(stage),
        stage.axis_x("score of the sonar", ticks=scores, **axis),
        things("things", stage.at("x", "y"), 24 if narrow else 46),
        net(stage),
        four_fields(stage),
        share_curves(stage.inset(0, BELOW, 1, DEEP), narrow),
        kit.words("signs", stage.at("x", 10.2), "says", colour=OF_KEY, **signs),
        lit="",
        threshold=0.5,
        usermeta=kit.usermeta(
            kit.parts(things=len(WHOLE), ropes=CORDS, stage=CORDS),
            kit.sheets(things=["key", "kind", "x", "caught"], fields=["key", "says"]),
            kit.sheets(rates=["key", "value"], f1_by_threshold=SHARE, **SHEETS),
            kit.rule(state="threshold", label="rim of the net at {value}", **RIM),
            kit.drag("things", state="moved", label="{kind} {key}: score {x}, {y} m up", **AFLOAT),
        ),
    )


def ground(stage):
    """Yield the water, the small waves that end it, and the sand."""
    for colour, top, bottom in (("water", 9, 0.25), ("sand", 0.25, -2.1)):
        yield kit.regions(kit.once(), stage.at(-0.08, top, 1.12, bottom), colour=colour)
    waves = stage.at(expr("-0.08 + 0.1 * datum.part"), expr("datum.part % 2 ? 9.12 : 8.88"))
    look = {"colour": "water", "width": 14, "interpolate": "monotone"}
    yield kit.curve("stage", waves, order="part", **look)


def net(stage):
    """Yield the net, one long rope in zigzags that folds up, and its rim, a pole with corks."""
    back = f"(datum.key % 2 ? {CORDS - 1} - datum.part : datum.part)"
    zigzag = "datum.y + datum.slack * ((datum.part + datum.key) % 2 ? 1 : -1)"
    ropes = kit.rows("ropes", turn=f"datum.key * {CORDS} + {back}")
    across = expr(f"threshold + (1.1 - threshold) * datum.part / {CORDS - 1}")
    place = stage.at(across, expr(f"clamp({zigzag}, 0.2, 9)"))
    yield kit.curve(ropes, place, order="turn", colour="net", width=1, seen=0.55)
    corks = {"size": 90, "fill": "var(--net)", "opacity": 1, "shape": "circle"}
    pole, place = kit.rows("ropes", only="datum.part === 0"), stage.at(expr("threshold"), "y")
    yield kit.curve(pole, place, order="key", colour="net", width=4, point=corks)


def four_fields(stage):
    """Yield the four fields: what is outside left, what is caught right, fish over boots."""
    plane = stage.inset(-0.06, BELOW, 1.16, DEEP)
    left, floor = "0.505 * datum.is_caught", "0.5 * datum.is_fish"
    right, top = expr(f"{left} + 0.495"), expr(f"{floor} + 0.46")
    place, round_off = plane.at(expr(left), expr(floor), right, top), {"cornerRadius": 8}
    edge = {"outline": expr("datum.mistake ? 'var(--wrong)' : 'var(--axis)'"), "width": 2.5}
    edge["strokeDash"] = expr("datum.mistake ? [6, 4] : [1, 0]")
    yield kit.regions("fields", place, colour="card", seen=SEEN["fields"], **edge, **round_off)
    for share, chosen in (("precision", "datum.is_caught"), ("recall", "datum.is_fish")):
        look = {"colour": share, "pale": 0.18, "width": 4, "seen": SEEN[share]}
        yield kit.regions(kit.rows("fields", only=chosen), place, **look, **round_off)
    text = {"size": stage.text, "bold": True, "align": "left", "dx": 8, "dy": 1.15 * stage.text}
    yield kit.words("fields", plane.at(expr(left), top), "says", seen=SEEN["fields"], **text)
    up = expr("(datum.kind === 'fish' ? 0.7 : 0.2) - 0.125 * datum.row")
    small = {"across": stage.width / 28, "colour": OF_KIND, "seen": SEEN["fields"]}
    flat = f"datum.kind === 'fish' ? '{DRAWINGS['fish-flat']}' : '{DRAWINGS['boot-flat']}'"
    yield kit.dots("tally", plane.at("x", up), shape=expr(flat), **small)


def share_curves(plane, narrow):
    """Yield the shares by threshold, on lines at 0, 50 and 100 %, and where the net is on them."""
    width, across, seen = 2.5 if narrow else 3.5, 10 if narrow else 14, SEEN["curves"]
    lines = kit.once([{"value": i / 2} for i in range(3)])
    yield kit.threads(lines, plane.at(0, "value", x2=1), colour="axis", width=1, seen=seen)
    look = {"size": plane.small, "colour": "muted", "align": "left", "dx": 5, "seen": seen}
    yield kit.words(lines, plane.at(1, "value"), "value", format=".0%", **look)
    here = expr("threshold")
    yield kit.segments(kit.once(), plane.at(here, 0, y2=1), colour="net", seen=seen)
    for share, shape in (("precision", "circle"), ("recall", "diamond"), ("f1", "square")):
        # F1 is named over its line, the others under theirs.
        up, says, view = (-0.8, "F1", "f1") if share == "f1" else (0.8, share, "curves")
        ink = {"colour": share, "seen": SEEN[view]}
        yield by_threshold(plane, share, width, seen=SEEN[view], interpolate="step-before")
        dot = {"across": across, "shape": shape, "rim": "paper"} | ink
        yield kit.dots(kit.row("rates", share), plane.at(here, "value"), **dot)
        name = {"size": plane.text, "bold": True, "align": "left", "dx": 4, "dy": up * plane.text}
        start = kit.row(f"{share}_by_threshold", -1)
        yield kit.words(start, plane.at(0, "value"), kit.says(says), **name | ink)


def by_threshold(plane, share, width, **look):
    """Return the curve of a share by threshold."""
    look |= {"order": "threshold", "width": width, "line": LINES[share], "colour": share}
    return kit.curve(f"{share}_by_threshold", plane.at("threshold", "value"), **look)


# ── the curve, and the way between two nets ──────────────────────────────────────────────────────


def ranking(narrow, seen):
    """Return a stage, the square on it, the line of things below it, and the parts of each."""
    edges = {"across": (-2.05, 20.95), "up": (-0.9, 14.1)}
    stage = kit.Stage(narrow, width=(736, 360), height=(690, 340), **edges)
    side, parts = (18, FLAT) if narrow else (34, WHOLE)
    drawn = things("line", stage.at("x", "y"), side, parts, seen)
    return stage, stage.inset(0, 2.7, 20, 10), drawn, kit.parts(line=len(parts))


def frame(square, across="recall", up="precision", numbers=".0%"):
    """Yield the axes of the square, from 0 to 1 both ways."""
    look = {"unit": None, "ticks": FOURTHS, "numbers": numbers}
    yield from square.axis_x(across, colour=across if across in LINES else "ink", **look)
    yield from square.axis_y(up, colour=up if up in LINES else "ink", grid=True, lift=0.8, **look)


def curve(narrow):
    """Precision against recall, over the line of things that they come from."""
    stage, square, drawn, parts = ranking(narrow, LIT)
    bars, here = square.at(*BAR, 0), square.at("recall", "precision")
    shape = expr("datum.kind === 'fish' ? 'circle' : 'square'")
    came_in = {"colour": OF_KIND, "shape": shape, "rim": "paper"}
    average = kit.says("average precision {average_precision:.2f}")
    return stage.chart(
        frame(square),
        kit.bars("bars", bars, colour="precision", pale=0.25),
        kit.curve("points", here, order="turn", colour="net", width=2, line="dotted"),
        kit.dots("points", here, across=8 if narrow else 13, **came_in),
        kit.rings("here", here, across=15 if narrow else 24, colour="precision", line="solid"),
        kit.regions("net", stage.at(0, -0.75, expr("reach"), 1.1), colour="water", cornerRadius=8),
        drawn,
        kit.segments("net", stage.at(expr("reach"), -0.85, y2=1.2), colour="net", width=5),
        stage.sign("scores", average, side="right", colour="precision", seen="bars"),
        lit="",
        reach=5,
        usermeta=kit.usermeta(
            parts,
            kit.sheets(line=["key", "kind", "x"], points=["recall", "precision"], bars=BAR),
            kit.rule(state="reach", label="{value} things in the net", **REACH),
            kit.drag("line", state="moved", label="{kind} {key}: place {x}", **IN_LINE),
        ),
    )


def chord(narrow):
    """The way from net A to net B: the hyperbola, and the chord that it is not."""
    stage, square, drawn, parts = ranking(narrow, ALL_CAUGHT)
    right, text = square.at("recall", "precision"), square.text
    net = {"colour": "water", "outline": "net", "width": 2.5, "cornerRadius": 8}
    name = {"size": text, "bold": True, "dy": -text, "colour": "net"}
    halfway = kit.says("halfway: chord {chord:.0%}, on average {precision:.0%}")
    sheets = kit.sheets(between=["recall", "precision", "chord"], nets=["key", "n"])
    return stage.chart(
        frame(square),
        kit.curve(
            "between", square.at("recall", "chord"), order="key", colour="muted", line="dashed"
        ),
        kit.curve("between", right, order="key", colour="precision", width=4),
        kit.dots("nets", right, across=10 if narrow else 14, rim="paper", colour="net"),
        kit.words("nets", right, "key", **name),
        kit.regions("shoal", stage.at("left", -0.75, "right", 0.8), **net),
        drawn,
        stage.sign("halfway", halfway, side="right", colour="precision"),
        lit="",
        usermeta=kit.usermeta(parts, sheets),
    )


# ── the best F, and one fish among ten ───────────────────────────────────────────────────────────


def peak(narrow):
    """F by threshold, between the two shares that it is made of, and the ray to its top."""
    edges = {"across": (-0.09, 1.03), "up": (-0.14, 1.16)}
    stage = kit.Stage(narrow, width=(720, 360), height=(640, 340), **edges)
    square, text, top = stage.inset(0, 0, 1, 1), stage.text, ("threshold", "f")
    name = {"size": text, "align": "right"}
    return stage.chart(
        frame(square, "threshold", "F", ".2~f"),
        by_threshold(square, "recall", 2),
        by_threshold(square, "precision", 2),
        kit.title(square.at(0.11, 1), "recall", colour="recall", dy=1.8 * text, **name),
        kit.title(square.at(0.98, 1), "precision", colour="precision", dy=3 * text, **name),
        kit.threads("ray", square.at("x", "y", "x2", "y2"), colour="net", width=3, seen=OPEN),
        kit.curve("f", square.at(*top), order="key", width=4),
        kit.threads("best", square.at(*top, y2=0), seen=OPEN),
        kit.dots("best", square.at(*top), across=text, rim="paper", seen=OPEN),
        kit.guess(square, "x", format=".3f", ends=(0, 0.4), colour="net"),
        stage.sign("best", kit.says("best F {f:.2f} at {threshold:.2f}"), side="right", seen=OPEN),
        view="top",
        guess=-1,
        usermeta=kit.usermeta(kit.sheets(f=list(top), **SHEETS)),
    )


def dice(narrow):
    """Ten places for one fish, the precision at each, and the average of them all."""
    look = {"height": (600, 330), "margins": {"top": 2}}
    stage = kit.Stage(narrow, width=(720, 360), across=(-0.2, 10.8), up=(-0.3, 1), **look)
    text, left, right = stage.text, expr("datum.key - 0.36"), expr("datum.key + 0.36")
    axis = {"unit": None, "ticks": [0, 0.5, 1], "ends": (0, 1), "at": 0.4}
    fish = {"shape": DRAWINGS["fish-flat"], "colour": "fish", "across": stage.width / 15}
    name = {"size": text, "bold": True, "align": "right", "dy": -0.7 * text, "seen": GUESSED}
    return stage.chart(
        stage.axis_y("precision when the fish comes in", **axis),
        kit.bars("places", stage.at(left, 0, right, "precision"), colour="precision"),
        kit.segments("all", stage.at(0.4, "expected", x2=10.7), width=4, seen=GUESSED),
        kit.words("all", stage.at(10.7, "expected"), kit.says("average {expected:.2f}"), **name),
        kit.guess(stage, "y", format=".2f", ends=(0.4, 10.7), colour="net"),
        kit.dots("places", stage.at("key", -0.08), **fish),
        kit.words("places", stage.at("key", -0.22), "key", format="d", size=text),
        guess=-1,
        usermeta=kit.usermeta(kit.sheets(places=["key", "precision"])),
    )
