"""The figures of the essay on precision and recall; their shapes are drawn in ``things.svg``."""

import itertools
from math import log2
from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("things.svg"))
TEXT = (18, 13)
WHOLE = ("body", "dark", "light", "ink")  # what a thing is drawn of, from the bottom up
FLAT = ("flat",)  # with holes for eyes
LIT = (  # what the term that the reader points at is about
    "(!lit || lit === datum.kind || (datum.caught && (lit === 'precision' || lit === 'net'))"
    " || (lit === 'recall' && datum.kind === 'fish') ? 1 : 0.2)"
)
ALL_CAUGHT = LIT.replace("datum.caught", "true")
LINES = {"precision": "solid", "recall": "dashed", "f1": "dotted"}


def things(table, place, side, parts=WHOLE, seen=LIT):
    """Draw every thing whole, part upon part, with a side of so many pixels."""
    own = {"body": "", "flat": "", "dark": "-dark", "light": "-light"}
    inks = [kit.colour_of("datum.kind", own[part]) for part in parts if part != "ink"]
    return kit.sprites(
        table,
        place,
        shapes={name: path for name, path in DRAWINGS.items() if name.split("-")[1] in parts},
        look=f"datum.kind + '-' + {list(parts)}[datum.part]",
        colour=kit.by_part(*inks, "'var(--thing-ink)'"),
        across=expr(f"{side} * (datum.kind === 'fish' ? 1.08 : 0.94)"),
        seen=seen,
    )


# ── a finder that calls everything a boot ────────────────────────────────────────────────────────


def finder(narrow):
    """A hundred things in a lake, and what the finder says of them."""
    stage = hundred(narrow)
    side = f"{stage.width / 22.5:.0f} * 1.5"
    missed = kit.rows("things", only="!datum.right && datum.part === 0")
    return stage.chart(
        kit.regions("verdict", stage.at(-0.9, 10.3, 20.9, -0.4), colour="water", cornerRadius=18),
        things("things", stage.at("x", "y"), side, FLAT, ALL_CAUGHT),
        ringed(stage, missed, "wrong"),
        stage.sign("verdict", kit.expr("'“boot” is right of ' + datum.boots + ' in 100'")),
        stage.sign(
            "verdict", kit.expr("'fish found: ' + datum.found"), side="right", colour="wrong"
        ),
        lit="",
        usermeta=kit.usermeta(
            kit.parts(things=len(FLAT)), kit.sheets(verdict=["fish", "boots", "found", "accuracy"])
        ),
    )


def ringed(stage, rows, colour):
    """Draw a dashed ring round some of the hundred."""
    ring = {"rim": colour, "strokeWidth": 3, "strokeDash": [6, 4], "fillOpacity": 0}
    return kit.dots(rows, stage.at("x", "y"), across=stage.width / 13, colour=colour, **ring)


def hundred(narrow):
    """Return a stage for a hundred things, in a box 20 wide and 10 deep."""
    size = {"width": (720, 360), "height": (650, 340)}
    return kit.Stage(narrow, **size, across=(-1.25, 21.25), up=(-0.8, 11.7), text=TEXT)


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────

BELOW, DEEP = -10.4, 7.6  # where the fields and the curves begin, and how high they are
CORDS = 13  # corners of a rope
FIELDS, CURVES, F1 = (expr(f"data('stage')[0].{name}") for name in ("fields", "curves", "f1"))


def pond(narrow):
    """Fish and boots in the water, a net from the right, and below them what it makes of them."""
    score, metres = (-0.08, 1.12), (-10.8, 10.9)  # above the ground
    stage = kit.Stage(
        narrow, width=(780, 360), height=(700, 340), across=score, up=metres, text=TEXT
    )
    below = stage.inset(0, BELOW, 1, DEEP)
    size = 1.1 * stage.text
    sign = {"recall": {}, "precision": {"side": "right"}}
    sign["f1"] = {"x": stage.width / 2, "align": "center"}
    return stage.chart(
        ground(stage),
        scores(stage),
        mesh(stage),
        things("things", stage.at("x", "y"), 24 if narrow else 46),
        rim(stage),
        four_fields(stage, narrow),
        share_axis(below),
        share_curves(below, narrow),
        *(
            stage.sign(row_of("signs", share), "says", seen="seen", colour=share, size=size, **look)
            for share, look in sign.items()
        ),
        lit="",
        threshold=0.5,
        usermeta=kit.usermeta(
            kit.parts(things=len(WHOLE), ropes=CORDS, stage=CORDS),
            kit.sheets(
                things=["key", "kind", "x", "caught"],
                fields=["key", "says"],
                rates=["key", "value"],
                precision_by_threshold=["threshold", "value"],
                recall_by_threshold=["threshold", "value"],
                f1_by_threshold=["threshold", "value"],
            ),
            kit.rule(
                state="threshold",
                axis="x",
                limits=[0, 1],
                step=0.01,
                label="rim of the net at {value}",
                span=[0.2, 9.6],
            ),
            kit.drag(
                "things",
                state="moved",
                limits=[[0.02, 0.98], [0.6, 8.5]],
                step=[0.01, 0.1],
                label="{kind} {key}: score {x}, height {y} m",
            ),
        ),
    )


def row_of(table, key):
    """Return the row of a table that has a key."""
    return kit.rows(table, only=f"datum.key === '{key}'")


def ground(stage):
    """Yield the water, the small waves that end it, and the sand."""
    water = kit.rows("stage", only="datum.part === 0")
    yield kit.regions(water, stage.at(-0.08, 9, 1.12, 0.25), colour="water")
    yield kit.regions(water, stage.at(-0.08, 0.25, 1.12, -2.1), colour="sand")
    crest = expr("9 + 0.12 * (datum.part % 2 ? 1 : -1)")
    waves = stage.at(expr("-0.08 + 0.1 * datum.part"), crest)
    look = {"colour": "water", "width": 14, "interpolate": "monotone"}
    yield kit.curve("stage", waves, order="part", **look)


def mesh(stage):
    """The net is one long rope, laid to and fro in zigzags, and folds up as it gets smaller."""
    back = f"(datum.key % 2 ? {CORDS - 1} - datum.part : datum.part)"
    zigzag = "datum.y + datum.slack * ((datum.part + datum.key) % 2 ? 1 : -1)"
    ropes = kit.rows("ropes", turn=f"datum.key * {CORDS} + {back}")
    across = expr(f"threshold + (1.1 - threshold) * datum.part / {CORDS - 1}")
    place = stage.at(across, expr(f"clamp({zigzag}, 0.2, 9)"))
    return kit.curve(ropes, place, order="turn", colour="net", width=1, seen=0.55)


def rim(stage):
    """The rim of the net, a pole with corks: everything to its right is caught."""
    corks = {"size": 90, "fill": "var(--net)", "opacity": 1, "shape": "circle"}
    rim = kit.rows("ropes", only="datum.part === 0")
    place = stage.at(expr("threshold"), expr("max(datum.y, 0.35)"))
    return kit.curve(rim, place, order="key", colour="net", width=4, point=corks)


def scores(stage):
    """Yield the scale of the sonar, written into the sand."""
    text, look = stage.text, {"size": stage.text - 1}
    ticks = kit.once([{"value": i / 4} for i in range(5)])
    yield kit.words(ticks, stage.at("value", 0.2), "value", format=".2~f", dy=0.9 * text, **look)
    for says, side, at in (("← boot, says the sonar", "left", -0.06), ("fish →", "right", 1.1)):
        where = {"align": side, "dy": 2.1 * text, "bold": True}
        yield kit.words(kit.once(), stage.at(at, 0.2), kit.says(says), **where, **look)


def four_fields(stage, narrow):
    """Yield the four fields: what is outside left, what is caught right, fish over boots."""
    left, right, high = -0.06, 1.1, DEEP / 2
    middle = (left + right) / 2
    bottom = f"{BELOW} + {high} * datum.is_fish"
    fields = kit.rows(
        "fields",
        left=f"datum.is_caught ? {middle + 0.006} : {left}",
        right=f"datum.is_caught ? {right} : {middle - 0.006}",
        bottom=bottom,
        top=f"{bottom} + {high - 0.3}",
    )
    place = stage.at("left", "bottom", "right", "top")
    dashes = {"strokeDash": expr("datum.mistake ? [6, 4] : [1, 0]"), "cornerRadius": 8}
    ink = expr("datum.mistake ? 'var(--wrong)' : 'var(--axis)'")
    yield kit.regions(fields, place, colour="card", outline=ink, width=2.5, seen=FIELDS, **dashes)
    for share, rows in (("precision", "datum.is_caught"), ("recall", "datum.is_fish")):
        chosen = fields.transform_filter(rows)
        shown = expr(f"data('stage')[0].{share}")
        look = {"colour": share, "pale": 0.18, "outline": share, "width": 4, "cornerRadius": 8}
        yield kit.regions(chosen, place, seen=shown, **look)
    text = {"size": stage.text, "bold": True, "align": "left", "dx": 8, "dy": 1.15 * stage.text}
    yield kit.words(fields, stage.at("left", "top"), "says", seen=FIELDS, **text)
    row = f"(datum.kind === 'fish' ? {BELOW + high} : {BELOW}) + 1.55 - 0.95 * datum.row"
    across = expr(f"{left + 0.006} + {right - left - 0.012} * datum.x")
    yield kit.dots(
        "tally",
        stage.at(across, expr(row)),
        across=13 if narrow else 28,
        shape=expr(
            f"datum.kind === 'fish' ? '{DRAWINGS['fish-flat']}' : '{DRAWINGS['boot-flat']}'"
        ),
        colour=expr(kit.colour_of("datum.kind")),
        seen=FIELDS,
    )


def share_axis(plane):
    """Yield lines at 0, 50 and 100 %, below the pond."""
    ticks = kit.once([{"value": i / 2} for i in range(3)])
    yield kit.threads(ticks, plane.at(0, "value", x2=1), colour="axis", width=1, seen=CURVES)
    look = {"size": plane.small, "colour": "muted", "seen": CURVES, "align": "left", "dx": 5}
    yield kit.words(ticks, plane.at(1, "value"), "value", format=".0%", **look)


def share_curves(plane, narrow):
    """Yield the shares by threshold, and where the net is on them."""
    width, across = (2.5, 10) if narrow else (3.5, 14)
    yield kit.segments(
        kit.once(), plane.at(expr("threshold"), 0, y2=1), colour="net", width=2, seen=CURVES
    )
    for share, shape in (("precision", "circle"), ("recall", "diamond"), ("f1", "square")):
        seen = F1 if share == "f1" else CURVES
        look = {"colour": share, "width": width, "line": LINES[share], "seen": seen}
        steps = {"order": "threshold", "interpolate": "step-before"}
        yield kit.curve(f"{share}_by_threshold", plane.at("threshold", "value"), **steps, **look)
        look = {"across": across, "colour": share, "shape": shape, "rim": "paper", "seen": seen}
        yield kit.dots(row_of("rates", share), plane.at(expr("threshold"), "value"), **look)
        side = -0.8 if share == "f1" else 0.8  # over its line, or under it
        name = {"size": plane.text, "align": "left", "dx": 4, "dy": side * plane.text}
        start = kit.rows(f"{share}_by_threshold", only="datum.key === -1")
        says = kit.says("F1" if share == "f1" else share)
        yield kit.words(
            start, plane.at(0, "value"), says, bold=True, colour=share, seen=seen, **name
        )


# ── rarity ───────────────────────────────────────────────────────────────────────────────────────

CLOSED = "(view == 'guess' && guess < 0 ? 1 : 0)"  # until there is a guess
GUESSED = expr("'your guess: ' + format(guess, '.0%')")
ODDS = expr("data('stage')[0].odds")
LEAST, MOST = -10.8, 7.2  # doublings of the odds, from one in a thousand to 99 %
TICKS = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99)
AXIS, ARROW = 1.3, 2.5  # how high they lie


def rare(narrow):
    """A hundred things from the net, and an arrow on a scale of odds that takes lake to net."""
    stage = hundred(narrow)
    side = f"{stage.width / 22.5:.0f} * (0.6 + 0.9 * datum.size)"
    said = f"'fish in the lake: ' + {share('prevalence')}", f"'in the net: ' + {share('precision')}"
    shown = ["boots_per_fish", "prevalence", "recall", "false_positive_rate", "precision"]
    expected = kit.rows("net", only="view == 'guess' && datum.guessed && datum.part === 0")
    return stage.chart(
        bag(stage),
        things("net", stage.at("x", "y"), side, FLAT, ALL_CAUGHT),
        ringed(stage, expected, "precision"),
        kit.segments(ROPES, stage.at("x", "y", "x2", "y2"), colour="net", seen=expr(CLOSED)),
        kit.dots(kit.once(), stage.at(10, 5.1), across=12 * stage.text, seen=expr(CLOSED), **BUOY),
        kit.title(stage.at(10, 4.8), "?", size=9 * stage.text, seen=expr(CLOSED), colour="net"),
        odds_axis(stage),
        arrow(stage),
        stage.sign("lake", expr(said[0])),
        stage.sign(
            "lake", expr(said[1]), side="right", colour="precision", seen=expr(f"1 - {CLOSED}")
        ),
        stage.sign("lake", GUESSED, side="right", row=2, seen=expr("guess < 0 ? 0 : 1")),
        lit="",
        view="catch",
        guess=-1,
        usermeta=kit.usermeta(kit.parts(net=len(FLAT)), kit.sheets(lake=shown)),
    )


def ropes(apart=3):
    """Yield the ends of the ropes of a shut net, whose lower corners are round."""
    for slant, start in itertools.product((1, -1), range(-9, 31, apart)):
        ends = [(start + slant * (10.2 - y / 10), y / 10) for y in range(-4, 103)]
        within = [(x, y) for x, y in ends if is_within(abs(x - 10) - 8.1, 2.1 - y)]
        if len(within) > 10:
            (x, y), (x2, y2) = within[0], within[-1]
            yield {name: round(end, 1) for name, end in zip(ENDS, (x, y, x2, y2), strict=True)}


def is_within(x, y, radius=2.5):
    """Tell whether a place, so far out of the box of the corners' centres, is in the net."""
    return max(x, 0) ** 2 + max(y, 0) ** 2 <= radius**2


ENDS = ("x", "y", "x2", "y2")
ROPES = kit.once(list(ropes()))
BUOY = {"colour": "water", "rim": "net", "strokeWidth": 3}


def bag(stage):
    """Yield the net, and the corks along its rim."""
    corners = dict.fromkeys(["cornerRadiusBottomLeft", "cornerRadiusBottomRight"], stage.width / 9)
    place = stage.at(-0.6, 10.2, 20.6, expr("-0.4 + 5.4 * datum.odds"))
    yield kit.regions("stage", place, colour="water", outline="net", width=4, **corners)
    corks = kit.rows("net", only="datum.key < 15")
    place = stage.at(expr("1.5 * datum.key - 0.5"), 10.2)
    yield kit.dots(corks, place, across=stage.width / 60, colour="net")


def share(column):
    """Return the expression that prints a share, small ones with a decimal."""
    return f"format(datum.{column}, datum.{column} < 0.0995 ? '.1%' : '.0%')"


def at_odds(odds):
    """Return the expression of where odds are: a doubling is as long everywhere."""
    return f"20 * (log({odds}) / LN2 - {LEAST}) / {MOST - LEAST}"


def odds_axis(stage):
    """Return the scale of odds, on which shares are written."""
    odds = {share: log2(share / (1 - share)) for share in TICKS}
    ticks = {20 * (x - LEAST) / (MOST - LEAST): f"{100 * share:g}%" for share, x in odds.items()}
    look = {"at": AXIS, "ends": (0, 20), "title_at": "middle", "seen": ODDS}
    says = "share of fish; equal steps double the odds"
    return stage.axis_x(says, unit=None, ticks=ticks, **look)


def arrow(stage):
    """Yield the arrow from the odds in the lake to those in the net, and what it says."""
    start, end = at_odds("datum.prior_odds"), at_odds("datum.posterior_odds")
    lake = kit.rows("lake", start=start, head=f"{end} - 0.3", middle=f"({start} + {end}) / 2")
    text, ink = stage.text, {"colour": "precision", "seen": ODDS}
    yield kit.segments(lake, stage.at("start", ARROW, x2="head"), width=0.45 * text, **ink)
    head = {"across": 1.5 * text, "shape": "triangle-right"}
    yield kit.dots(lake, stage.at("head", ARROW), **head, **ink)
    yield kit.dots(lake, stage.at("start", ARROW), across=0.7 * text, seen=ODDS)
    for column, says, colour, lines in (
        ("start", f"'lake ' + {share('prevalence')}", "ink", -1.4),
        ("head", f"'net ' + {share('precision')}", "precision", -2.8),
        ("middle", "'\\u00d7 ' + format(datum.likelihood_ratio, '.1f')", "precision", 1.4),
    ):
        place = stage.at(stage.within(column, says), ARROW)
        look = {"size": 1.15 * text, "bold": True, "dy": lines * text, "seen": ODDS}
        yield kit.words(lake, place, expr(says), colour=colour, **look)


# ── the curve ────────────────────────────────────────────────────────────────────────────────────


def line_and_square(narrow):
    """Return a stage with a line of twenty things, and the square above it."""
    across, up = (-2.05, 20.95), (-0.9, 14.1)
    stage = kit.Stage(narrow, width=(736, 360), height=(690, 340), across=across, up=up, text=TEXT)
    return stage, stage.inset(0, 2.7, 20, 10)


def in_line(stage, seen):
    """Return the line of things, the parts of each, and what says how many these are."""
    parts = FLAT if stage.narrow else WHOLE
    drawn = things("line", stage.at("x", "y"), 18 if stage.narrow else 34, parts, seen)
    return drawn, kit.parts(line=len(parts))


def curve(narrow):
    """Precision against recall, over the line of things that they come from."""
    stage, square = line_and_square(narrow)
    drawn, parts = in_line(stage, LIT)
    net = {"colour": "water", "outline": "", "cornerRadius": 8}
    rim = {"colour": "net", "width": 5}
    return stage.chart(
        frame(square),
        bars(square),
        path(square, narrow),
        kit.regions("net", stage.at(0, -0.75, expr("reach"), 1.1), **net),
        drawn,
        kit.segments("net", stage.at(expr("reach"), -0.85, y2=1.2), strokeCap="round", **rim),
        stage.sign(
            "scores",
            kit.says("average precision {average_precision:.2f}"),
            side="right",
            colour="precision",
            seen="bars",
        ),
        lit="",
        reach=5,
        usermeta=kit.usermeta(
            parts,
            kit.sheets(
                line=["key", "kind", "x"],
                points=["recall", "precision"],
                bars=["left", "right", "precision"],
            ),
            kit.rule(
                state="reach",
                axis="x",
                limits=[1, 20],
                step=1,
                label="{value} things in the net",
                span=[-0.9, 1.6],
                table="net",
            ),
            kit.drag(
                "line",
                state="moved",
                limits=[[0.5, 19.5], [0, 0]],
                step=[0.5, 1],
                label="{kind} {key}: place {x}",
            ),
        ),
    )


def frame(square, across="recall", up="precision", numbers=".0%"):
    """Yield the axes of the square, from 0 to 1 both ways."""
    rows = kit.once([{"value": i / 4} for i in range(5)])
    number = {"size": square.small, "colour": "muted", "format": numbers}
    yield kit.segments(rows, square.at(0, "value", x2=1), colour="line", width=1)
    yield kit.words(rows, square.at(0, "value"), "value", align="right", dx=-4, **number)
    yield kit.words(rows, square.at("value", 0), "value", dy=0.85 * square.text, **number)
    look = {"size": square.text, "dy": 2.05 * square.text}
    ink = across if across in LINES else "ink"
    yield kit.title(square.at(1, 0), f"{across} →", colour=ink, align="right", **look)
    look = {"size": square.text, "dy": -0.8 * square.text, "align": "left"}
    ink = up if up in LINES else "ink"
    yield kit.title(square.at(0, 1), f"↑ {up}", colour=ink, **look)


def bars(square):
    """Yield a bar for every fish, as wide as the recall it adds."""
    place = square.at("left", "precision", "right", 0)
    yield kit.bars("bars", place, colour="precision", pale=0.25)


def path(square, narrow):
    """Yield the points of all nets up to the rim, what came in at each, and the last of them."""
    place = square.at("recall", "precision")
    yield kit.curve("points", place, order="turn", colour="net", width=2, line="dotted")
    yield kit.dots(
        "points",
        place,
        across=8 if narrow else 13,
        colour=expr(kit.colour_of("datum.kind")),
        shape=expr("datum.kind === 'fish' ? 'circle' : 'square'"),
        rim="paper",
    )
    big = {"across": 15 if narrow else 24, "colour": "paper", "rim": "precision"}
    yield kit.dots("here", place, fillOpacity=0, **big)


# ── between two nets ─────────────────────────────────────────────────────────────────────────────


def chord(narrow):
    """The way from net A to net B: the hyperbola, and the chord that it is not."""
    stage, square = line_and_square(narrow)
    drawn, parts = in_line(stage, ALL_CAUGHT)
    look = {"order": "key"}
    right = square.at("recall", "precision")
    net = {"colour": "water", "outline": "net", "width": 2.5, "cornerRadius": 8}
    name = {"size": square.text, "bold": True, "dy": -square.text, "colour": "net"}
    wrong = {"colour": "muted", "width": 2, "line": "dashed"}
    return stage.chart(
        frame(square),
        kit.curve("between", square.at("recall", "chord"), **wrong, **look),
        kit.curve("between", right, colour="precision", width=4, **look),
        kit.dots("nets", right, across=10 if narrow else 14, rim="paper", colour="net"),
        kit.words("nets", right, "key", **name),
        kit.regions("shoal", stage.at("left", -0.75, "right", 0.8), **net),
        drawn,
        stage.sign(
            "halfway",
            kit.says("halfway: chord {chord:.0%}, on average {precision:.0%}"),
            side="right",
            colour="precision",
        ),
        lit="",
        usermeta=kit.usermeta(
            parts,
            kit.sheets(between=["recall", "precision", "chord"], nets=["key", "n"]),
        ),
    )


# ── the best F ───────────────────────────────────────────────────────────────────────────────────


def peak(narrow):
    """F by threshold, between the two shares that it is made of, and the ray to its top."""
    across, up = (-0.09, 1.03), (-0.14, 1.16)
    stage = kit.Stage(narrow, width=(720, 360), height=(640, 340), across=across, up=up, text=TEXT)
    square, text, seen = stage.inset(0, 0, 1, 1), stage.text, expr(f"1 - {CLOSED}")
    best = "best F {f:.2f} at threshold {threshold:.2f}"
    return stage.chart(
        frame(square, "threshold", "F", ".2~f"),
        f_lines(square),
        kit.threads("ray", square.at("x", "y", "x2", "y2"), colour="net", width=3, seen=seen),
        kit.curve("f", square.at("threshold", "f"), order="key", width=4, seen=seen),
        kit.threads("best", square.at("threshold", "f", y2=0), seen=seen),
        kit.dots("best", square.at("threshold", "f"), across=text, rim="paper", seen=seen),
        kit.guess(square, "x", format=".3f", ends=(0, 0.4), colour="net"),
        stage.sign("best", kit.says(best), side="right", seen=seen),
        view="top",
        guess=-1,
        usermeta=kit.usermeta(
            kit.sheets(f=["threshold", "f", "recall"], net_precision=["threshold", "precision"])
        ),
    )


def f_lines(square):
    """Yield recall and precision by threshold."""
    text = square.text
    for table, share, at, align, down in (
        ("f", "recall", 0.02, "left", 1.3),
        ("net_precision", "precision", 0.98, "right", 3),
    ):
        look = {"order": "threshold", "colour": share, "width": 2, "line": LINES[share]}
        yield kit.curve(table, square.at("threshold", share), **look)
        look = {"colour": share, "align": align, "dy": down * text}
        yield kit.title(square.at(at, 1), share, size=text, **look)


# ── one fish among ten ───────────────────────────────────────────────────────────────────────────


def dice(narrow):
    """Ten places for one fish, the precision at each, and the average of them all."""
    stage = kit.Stage(
        narrow,
        width=(720, 360),
        height=(480, 300),
        across=(-0.2, 10.8),
        up=(-0.3, 1),
        text=TEXT,
        margins={"top": 2},
    )
    known = expr("guess < 0 ? 0 : 1")
    mean = stage.at(10.7, "expected")
    left, right = (expr(f"datum.key {side} 0.36") for side in "-+")
    look = {"size": stage.text, "bold": True, "align": "right", "seen": known}
    fish = {"shape": DRAWINGS["fish-flat"], "colour": "fish", "across": stage.width / 15}
    return stage.chart(
        stage.axis_y(
            "precision when the fish comes in", unit=None, ticks=[0, 0.5, 1], ends=(0, 1), at=0.4
        ),
        kit.bars("places", stage.at(left, 0, right, "precision"), colour="precision"),
        kit.segments("all", stage.at(0.4, "expected", x2=10.7), width=4, seen=known),
        kit.words("all", mean, kit.says("average {expected:.2f}"), dy=-0.7 * stage.text, **look),
        kit.guess(stage, "y", format=".2f", ends=(0.4, 10.7), colour="net"),
        kit.dots("places", stage.at("key", -0.08), **fish),
        kit.words("places", stage.at("key", -0.22), "key", format="d", size=stage.text),
        guess=-1,
        usermeta=kit.usermeta(kit.sheets(places=["key", "precision"])),
    )
