"""The figures of the essay on precision and recall; their shapes are drawn in ``things.svg``."""

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
LINES = {"precision": "solid", "recall": "dashed"}


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


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────

NOTHING, ALL = 5.4, 9.2  # how high 0 and 100 % are, once the water is low
CORDS = 13  # corners of a rope
LEVEL, DRAINED = "data('water')[0].level", expr("data('water')[0].drained")


def pond(narrow):
    """Fish and boots in the water, and a net that is pulled in from the right."""
    score, metres = (-0.08, 1.12), (-1.4, 10.6)  # above the ground
    stage = kit.Stage(
        narrow, width=(780, 360), height=(660, 360), across=score, up=metres, text=TEXT
    )
    shares = stage.inset(0, NOTHING, 1, ALL - NOTHING)
    size = 1.15 * stage.text
    return stage.chart(
        ground(stage),
        scores(stage),
        share_axis(shares),
        mesh(stage),
        things("things", stage.at("x", "y"), 26 if narrow else 50),
        rim(stage),
        share_curves(shares, narrow),
        *(
            stage.sign(of_share("signs", share), "says", side=side, colour=share, size=size)
            for share, side in (("recall", "left"), ("precision", "right"))
        ),
        lit="",
        threshold=0.5,
        usermeta=kit.usermeta(
            kit.parts(things=len(WHOLE), ropes=CORDS, water=CORDS),
            kit.sheets(
                things=["key", "kind", "x", "caught"],
                rates=["key", "value"],
                precision_by_threshold=["threshold", "value"],
                recall_by_threshold=["threshold", "value"],
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


def of_share(table, share):
    """Return the row of one of the two shares."""
    return kit.rows(table, only=f"datum.key === '{share}'")


def ground(stage):
    """Yield the water, the small waves that end it, and the sand."""
    water = kit.rows("water", only="datum.part === 0")
    yield kit.regions(water, stage.at(-0.08, "level", 1.12, 0.25), colour="water")
    yield kit.regions(water, stage.at(-0.08, 0.25, 1.12, -1.4), colour="sand")
    crest = expr("datum.level + 0.12 * (datum.part % 2 ? 1 : -1)")
    waves = stage.at(expr("-0.08 + 0.1 * datum.part"), crest)
    look = {"colour": "water", "width": 14, "interpolate": "monotone"}
    yield kit.curve("water", waves, order="part", **look)


def mesh(stage):
    """The net is one long rope, laid to and fro in zigzags, and folds up as it gets smaller."""
    back = f"(datum.key % 2 ? {CORDS - 1} - datum.part : datum.part)"
    zigzag = "datum.y + datum.slack * ((datum.part + datum.key) % 2 ? 1 : -1)"
    ropes = kit.rows("ropes", turn=f"datum.key * {CORDS} + {back}")
    across = expr(f"threshold + (1.1 - threshold) * datum.part / {CORDS - 1}")
    place = stage.at(across, expr(f"clamp({zigzag}, 0.2, {LEVEL})"))
    return kit.curve(ropes, place, order="turn", colour="net", width=1, seen=0.55)


def rim(stage):
    """The rim of the net, a pole with corks: everything to its right is caught."""
    corks = {"size": 90, "fill": "var(--net)", "opacity": 1, "shape": "circle"}
    rim = kit.rows("ropes", only="datum.part === 0")
    place = stage.at(expr("threshold"), expr("max(datum.y, 0.35)"))
    return kit.curve(rim, place, order="key", colour="net", width=4, point=corks)


def scores(stage):
    """Yield the scale of the sonar, written into the sand once it is switched on."""
    text, look = stage.text, {"size": stage.text - 1, "seen": "sonar"}
    ticks = kit.rows("water", only="datum.part < 5", value="datum.part / 4")
    yield kit.words(ticks, stage.at("value", 0.2), "value", format=".2~f", dy=text, **look)
    once = kit.rows("water", only="datum.part === 0")
    for says, side, at in (("← boot, says the sonar", "left", -0.06), ("fish →", "right", 1.1)):
        where = {"align": side, "dy": 2.3 * text, "bold": True}
        yield kit.words(once, stage.at(at, 0.2), kit.says(says), **where, **look)


def share_axis(shares):
    """Yield lines at 0, 50 and 100 %, in the air that the low water leaves."""
    ticks = kit.rows("water", only="datum.part < 3", value="datum.part / 2")
    yield kit.threads(ticks, shares.at(0, "value", x2=1), colour="axis", width=1, seen="drained")
    look = {"size": shares.small, "colour": "muted", "seen": "drained"}
    where = {"align": "left", "baseline": "bottom", "dy": -2}
    yield kit.words(ticks, shares.at(0, "value"), "value", format=".0%", **look, **where)


def share_curves(shares, narrow):
    """Yield both shares by threshold, and where the net is on them."""
    width, across = (2.5, 10) if narrow else (3.5, 14)
    for share, line in LINES.items():
        look = {"colour": share, "width": width, "line": line, "seen": DRAINED}
        place = shares.at("threshold", "value")
        steps = {"order": "threshold", "interpolate": "step-before"}
        yield kit.curve(f"{share}_by_threshold", place, **steps, **look)
    for share, shape in (("precision", "circle"), ("recall", "diamond")):
        look = {"across": across, "colour": share, "shape": shape, "rim": "paper"}
        place = shares.at(expr("threshold"), "value")
        yield kit.dots(of_share("rates", share), place, seen=DRAINED, **look)


# ── rarity ───────────────────────────────────────────────────────────────────────────────────────

ODDS = expr("data('stage')[0].odds")
LEAST, MOST = -10.8, 7.2  # doublings of the odds, from one in a thousand to 99 %
TICKS = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99)
AXIS, ARROW = 1.3, 2.5  # how high they lie


def rare(narrow):
    """A hundred things from the net, and an arrow on a scale of odds that takes lake to net."""
    across, up = (-1.25, 21.25), (-0.8, 11.7)  # the net is 20 wide and 10 deep
    stage = kit.Stage(narrow, width=(720, 360), height=(650, 360), across=across, up=up, text=TEXT)
    side = f"{stage.width / 22.5:.0f} * (0.6 + 0.9 * datum.size)"
    said = f"'fish in the lake: ' + {share('prevalence')}", f"'in the net: ' + {share('precision')}"
    shown = ["boots_per_fish", "prevalence", "recall", "false_positive_rate", "precision"]
    return stage.chart(
        bag(stage),
        things("net", stage.at("x", "y"), side, FLAT, ALL_CAUGHT),
        odds_axis(stage),
        arrow(stage),
        stage.sign("lake", expr(said[0])),
        stage.sign("lake", expr(said[1]), side="right", colour="precision"),
        lit="",
        usermeta=kit.usermeta(kit.parts(net=len(FLAT)), kit.sheets(lake=shown)),
    )


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

SEEN = {  # how much of each view is to be seen: the state's glides from 0 to 1 and on to 2
    "steps": "clamp(1 - view, 0, 1)",
    "chord": "1 - abs(view - 1)",
    "f": "clamp(view - 1, 0, 1)",
    "strip": "clamp(2 - view, 0, 1)",
}
STEPS, CHORD, F, _ = map(expr, SEEN.values())


def curve(narrow):
    """Precision against recall over the ranking they come from; or F between both, by threshold."""
    across, up = (-1.55, 21.45), (-0.9, 14.1)  # places on the strip, and the square above it
    stage = kit.Stage(narrow, width=(736, 360), height=(690, 360), across=across, up=up, text=TEXT)
    square = stage.inset(0.5, 2.7, 20, 10)
    parts = FLAT if narrow else WHOLE
    net = {"colour": "water", "outline": "net", "width": 2.5, "cornerRadius": 8}
    seen = f"{ALL_CAUGHT} * {SEEN['strip']}"
    return stage.chart(
        frame(square),
        average(square, narrow),
        chord(square, narrow),
        f_curves(square, stage),
        kit.regions("shoal", stage.at("left", -0.75, "right", 0.8), seen=CHORD, **net),
        things("ranking", stage.at("x", "y"), 18 if narrow else 34, parts, seen),
        headlines(stage),
        lit="",
        view=0,
        usermeta=kit.usermeta(
            kit.parts(ranking=len(parts)),
            kit.sheets(
                ranking=["key", "kind", "x"],
                points=["recall", "precision"],
                bars=["left", "right", "precision"],
                f=["threshold", "f", "recall"],
                net_precision=["threshold", "precision"],
            ),
            kit.drag(
                "ranking",
                state="moved",
                limits=[[1, 20], [0, 0]],
                step=[0.5, 1],
                label="{kind} {key}: rank {x}",
            ),
        ),
    )


def frame(square):
    """Yield the axes of the square, from 0 to 100 % both ways."""
    numbers = expr("format(datum.value, view < 1.5 ? '.0%' : '.2~f')")
    number = {"size": square.small, "colour": "muted"}
    rows = kit.once([{"value": i / 4} for i in range(5)])
    yield kit.segments(rows, square.at(0, "value", x2=1), colour="line", width=1)
    yield kit.words(rows, square.at(0, "value"), numbers, align="right", dx=-4, **number)
    yield kit.words(rows, square.at("value", 0), numbers, dy=0.85 * square.text, **number)
    look = {"size": square.text, "align": "right", "dy": 2.05 * square.text}
    for name, ink, seen in (
        ("recall", "recall", f"1 - {SEEN['f']}"),
        ("threshold", "ink", SEEN["f"]),
    ):
        yield kit.title(square.at(1, 0), f"{name} →", colour=ink, seen=expr(seen), **look)


def average(square, narrow):
    """Yield a bar for every fish, as wide as the recall it adds, and the points of all nets.

    Who knows only the nets A and B knows none of these.
    """
    place = square.at("left", "precision", "right", 0)
    yield kit.bars("bars", place, colour="precision", pale=0.25, seen=STEPS)
    yield kit.dots(
        "points", square.at("recall", "precision"), across=5 if narrow else 8, seen=STEPS
    )


def chord(square, narrow):
    """Yield the way from net A to net B: the hyperbola, and the chord that it is not."""
    look = {"order": "key", "seen": CHORD}
    wrong = {"colour": "muted", "width": 2, "line": "dashed"}
    yield kit.curve("between", square.at("recall", "chord"), **wrong, **look)
    right = square.at("recall", "precision")
    yield kit.curve("between", right, colour="precision", width=4, **look)
    net = {"colour": "net", "seen": CHORD}
    yield kit.dots("nets", right, across=10 if narrow else 14, rim="paper", **net)
    size = square.text
    yield kit.words("nets", right, "key", size=size, bold=True, dy=-size, **net)


def f_curves(square, stage):
    """Yield F by threshold, between the two shares that it is made of, and the ray to its top.

    The top lies on the ray if scores mean what they say.
    """
    text, seen = square.text, {"seen": F}
    for table, share, at, align, down in (
        ("f", "recall", 0.02, "left", 1.3),
        ("net_precision", "precision", 0.98, "right", 3),
    ):
        look = {"order": "threshold", "colour": share, "width": 2, "line": LINES[share]}
        yield kit.curve(table, square.at("threshold", share), **look, **seen)
        look = {"colour": share, "align": align, "dy": down * text}
        yield kit.title(square.at(at, 1), share, size=text, **look, **seen)
    yield kit.words("best", stage.at(10.5, 0.3), "of", size=text, bold=True, **seen)
    yield kit.threads("ray", square.at("x", "y", "x2", "y2"), colour="net", width=3, **seen)
    yield kit.curve("f", square.at("threshold", "f"), order="key", width=4, **seen)
    yield kit.threads("best", square.at("threshold", "f", y2=0), **seen)
    yield kit.dots("best", square.at("threshold", "f"), across=text, rim="paper", **seen)


def headlines(stage):
    """Yield, over the square, what each view is about in one line."""
    for table, seen, says in (
        ("scores", STEPS, "average precision {average_precision:.2f}; dice: {chance:.2f}"),
        ("halfway", CHORD, "halfway: chord {chord:.0%}, on average {precision:.0%}"),
        ("best", F, "best F {f:.2f} at threshold {threshold:.2f}"),
    ):
        ink = "ink" if seen is F else "precision"
        yield stage.sign(table, kit.says(says), side="right", colour=ink, seen=seen)
    yield stage.sign("best", expr("view < 1.5 ? '↑ precision' : '↑ F'"))
