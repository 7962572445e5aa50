"""The figures of the essay on ROC curves, with the drawings of ``echoes.svg`` as shapes.

All three stand on stages of one size. A square on it is the plane of the two rates.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("echoes.svg"))
N_PLANES, N_BIRDS = 10, 15
N_ILL, N_WELL = 53, 90  # of the patients whom the classifier has not seen
SQUARE = (24, 46, 56, 56)  # left, bottom, width and height on the stage
# While calibration goes from 0 to 1, the square makes room for the bars of the hull's edges.
SIDE = "(88 - 38 * calibration)"
CLINIC = ("(12 + 14 * calibration)", "(12 + 38 * calibration)", SIDE, SIDE)
PARTS = ("", "-patch", "-light", "-ink")  # of an echo, from the bottom up
SWEEP = "M0 0L-.13-.99A1 1 0 0 1 .42-.907Z"
KIND = expr(kit.colour_of("datum.kind"))


def screen(narrow):
    """Echoes on a scope, then in two piles, then under the curve that the threshold draws."""
    stage = new_stage(narrow)
    square = stage.inset(*SQUARE)
    return stage.chart(
        scope(stage),
        alarm(stage),
        strips(stage, expr("view == 'piles' ? 60 : 26"), expr("view == 'scope' ? 0 : 1")),
        rates(square, expr("view == 'trail' ? 1 : 0")),
        walk(square),
        counts(stage),
        threshold(stage),
        echoes(stage, "(datum.called ? 1 : 0.5)"),
        point("point", square, "alarm"),
        lit="",
        view="scope",
        usermeta=kit.usermeta(
            kit.sheets(echoes=["key", "kind", "strength"], counts=["key", "n"]),
            kit.parts(echoes=len(PARTS)),
            kit.hops("echoes", column="y", height=3, paces=2),
            kit.drag(
                "threshold",
                state="dragged",
                limits=[[0, 100], [4, 4]],
                step=[1, 1],
                label="{key}: strength {x}",
            ),
        ),
    )


def staircase(narrow):
    """The curve as steps over the echoes they stand for; its grid of duels lights up."""
    stage = new_stage(narrow)
    square = stage.inset(*SQUARE)
    bell = stage.at("x", 11.5, y2=38)
    return stage.chart(
        strips(stage, 26, 1),
        duels(square),
        rates(square, 1),
        walk(square),
        area(stage),
        kit.segments("threshold", bell, colour="alarm", width=2.5, seen="opacity"),
        echoes(stage, "(datum.present ? 1 : 0.12)"),
        point("point", square, "alarm"),
        lit="",
        view="steps",
        usermeta=kit.usermeta(
            kit.sheets(
                echoes=["key", "strength"],
                walk=["key", "fp", "tp", "fp2", "tp2"],
                duels=["plane", "bird", "won"],
            ),
            kit.parts(echoes=len(PARTS)),
            kit.drag(
                "echoes",
                state="moved",
                limits=[[0, 100], [13, 38]],
                step=[1, 1],
                label="{key}: strength {x}",
            ),
        ),
    )


def new_stage(narrow):
    """Return the stage that all figures stand on."""
    return kit.Stage(narrow, width=(760, 360), height=(746, 353), across=(-5, 105), up=(0, 108))


def bold(term, pixels):
    """Double a stroke while the reader points at the term that names it."""
    return expr(f"(lit == '{term}' ? 2 : 1) * {pixels}")


# ── the plane of the rates ───────────────────────────────────────────────────────────────────────


def rates(square, seen, lift=1):
    """Yield the frame, the way of chance across it, and its axes."""
    whole = square.at(0, 0, 1, 1)
    look = {"fill": None, "strokeWidth": 1.5, "seen": seen}
    yield kit.regions(kit.once(), whole, colour="axis", outline="axis", **look)
    yield kit.threads(kit.once(), whole, colour="axis", width=1, seen=seen)
    # The corner has one 0, and a title stands between 0 and 1.
    yield from square.axis_x(
        "false positive rate", unit=None, ticks=[0, 1], title_at="middle", rows=1, seen=seen
    )
    yield from square.axis_y("true positive rate", unit=None, ticks=[0.5, 1], lift=lift, seen=seen)


def point(table, square, colour):
    """Yield a point on the curve, dotted lines down to its rates, and what they are."""
    text, look = square.text, {"colour": colour, "seen": "opacity"}
    place = square.at("fpr", "tpr")
    yield kit.threads(table, square.at("fpr", "tpr", y2=0), **look)
    yield kit.threads(table, square.at("fpr", "tpr", x2=0), **look)
    yield kit.dots(table, place, across=0.9 * text, rim="paper", **look)
    yield kit.words(
        table,
        place,
        expr("[datum.says, datum.and]"),
        size=text,
        bold=True,
        seen="opacity",
        align="left",
        baseline="top",
        lineHeight=1.2 * text,
        dx=0.7 * text,
        dy=expr(f"(datum.tpr < 0.15 ? -2.4 : 0.5) * {text}"),
    )


def walk(square):
    """Each echo's step: up for a plane, right for a bird, aslant for those that are tied."""
    begin = [expr(f"datum.fp / {N_BIRDS}"), expr(f"datum.tp / {N_PLANES}")]
    end = [expr(f"datum.fp2 / {N_BIRDS}"), expr(f"datum.tp2 / {N_PLANES}")]
    return kit.segments(
        "walk",
        square.at(*begin, *end),
        colour=KIND,
        width=4.5,
        seen=expr(f"datum.opacity * {kit.lit('datum.kind', 'plane', 'bird', 'tie')}"),
        strokeCap="round",
    )


# ── the scope, and the shelves of echoes ─────────────────────────────────────────────────────────


def scope(stage):
    """Yield a round screen with its rings, and the beam that goes round in it."""
    middle, unit = stage.at(50, 54), stage.unit
    seen = expr("view == 'scope' ? 1 : 0")
    yield kit.dots(kit.once(), middle, across=102 * unit, colour="scope", seen=seen)
    for across in (34, 68, 99):
        ring = {"fill": None, "stroke": "var(--scope-line)", "strokeWidth": 1.5}
        yield kit.dots(kit.once(), middle, across=across * unit, seen=seen, **ring)
    yield kit.dots(
        kit.once(name="sweep"),
        middle,
        across=99 * unit,
        shape=SWEEP,
        colour="glow",
        seen=expr("view == 'scope' ? 0.28 : 0"),
    )


def strips(stage, planes, seen):
    """Yield the shelves that echoes stand on, with the scale of strength under the lower one."""
    shelf = stage.at(0, planes, x2=100)
    yield kit.segments(kit.once(), shelf, colour="axis", width=1.5, seen=seen)
    ticks = range(0, 80 if stage.narrow else 100, 20)
    look = {"ticks": ticks, "ends": (0, 104), "rows": 1, "seen": seen}
    yield from stage.axis_x("strength", unit=None, at=13, **look)


def echoes(stage, present):
    """Draw every echo whole, part upon part: a dot of light until somebody looks at it."""
    glow = "(view == 'scope' ? '-glow' : '')"
    suffix = f"{list(PARTS)}[datum.part]"
    own = kit.colour_of(
        f"(datum.part == 3 ? 'echo' : datum.kind) + (datum.part ? {suffix} : {glow})"
    )
    hidden = "(datum.look == 'dot' && datum.part > 0 ? 0 : 1)"
    paths = {name: path for name, path in DRAWINGS.items() if name != "bell"}
    return kit.sprites(
        kit.rows("echoes", name="echoes"),
        stage.at("x", "y"),
        shapes=paths | {"dot": "circle"},
        look=f"datum.look == 'dot' ? 'dot' : datum.look + {suffix}",
        colour=f"datum.look == 'dot' ? 'var(--glow)' : {own}",
        across=expr(f"{stage.unit:.4f} * datum.size"),
        seen=f"{hidden} * {present} * {kit.lit('datum.kind', 'plane', 'bird')}",
    )


def alarm(stage):
    """All that is strong enough for the alarm."""
    place = stage.at("x", 11.5, 105, "top")
    return kit.regions("threshold", place, colour="alarm", pale=0.1, outline="", seen="opacity")


def threshold(stage):
    """Yield the threshold, the bell that it hangs on, and what the bell does on either side."""
    text, look = stage.text, {"colour": "alarm"}
    yield kit.segments("threshold", stage.at("x", 6, y2="top"), width=3, seen="opacity", **look)
    bell = {"across": 2.1 * text, "shape": DRAWINGS["bell"]}
    yield kit.dots("threshold", stage.at("x", "y"), seen="opacity", **bell, **look)
    for says, way, room in (("← quiet", -1, "datum.x > 16"), ("alarm →", 1, "datum.x < 84")):
        yield kit.words(
            "threshold",
            stage.at("x", "y"),
            kit.says(says),
            size=text,
            seen=expr(f"{room} ? datum.opacity : 0"),
            align="right" if way < 0 else "left",
            dx=1.4 * way * text,
            fontWeight=600,
            **look,
        )


def counts(stage):
    """The four counts, each in the corner of its echoes."""
    is_plane = "indexof(['TP', 'FN'], datum.key) >= 0"
    return kit.words(
        "counts",
        stage.at("x", "y"),
        "says",
        size=stage.text + 2,
        bold=True,
        colour=expr(f"{is_plane} ? 'var(--plane)' : 'var(--bird)'"),
        seen="opacity",
        align=expr("datum.x < 50 ? 'left' : 'right'"),
    )


# ── the duels under the curve of steps ───────────────────────────────────────────────────────────


def duels(square):
    """Yield a cell for every plane and every bird, alight if the plane is the stronger one."""
    left, floor = (f"datum.bird / {N_BIRDS}", f"datum.plane / {N_PLANES}")
    right, top = (f"(datum.bird + 1) / {N_BIRDS}", f"(datum.plane + 1) / {N_PLANES}")
    middle = expr(f"(datum.plane + 0.5) / {N_PLANES}")
    yield kit.regions(
        "duels",
        square.at(expr(left), expr(floor), expr(right), expr(top)),
        colour="won",
        pale=expr("(lit == 'won' ? 0.9 : 0.6) * datum.won"),
        outline="line",
        width=1,
        seen="opacity",
    )
    # To the left of a tie's cell nothing is alight: there stand the stronger birds.
    yield kit.words(
        kit.rows("duels", only="datum.won == 0.5"),
        square.at(expr(left), middle),
        kit.says("½"),
        size=square.text,
        bold=True,
        colour="tie",
        seen="opacity",
        align="right",
        dx=-4,
    )


def area(stage):
    """Yield, left of the square, what a step stands for, and later how many duels are won."""
    text, steps = stage.text, "view == 'steps'"
    letters = (("↑ plane", "plane"), ("→ bird", "bird"), ("↗ tie", "tie"))
    for i, (says, kind) in enumerate(letters):
        look = {"size": text + 2, "bold": True, "colour": kind, "align": "left"}
        line = kit.says(says)
        place = stage.at(-5, 92 - 8 * i)
        yield kit.words(kit.once(), place, line, seen=expr(f"{steps} ? 1 : 0"), **look)
    won = ["format(datum.U, '~f') + ' of'", "datum.pairs + ' cells'", "'are lit'"]
    for table, says, up, size, bold in (
        (kit.rows("says", only="datum.key == 'AUC'"), "'AUC', datum.text", 92, 1.5 * text, True),
        ("counts", ", ".join(won), 78, text, False),
    ):
        look = {"bold": bold, "align": "left", "baseline": "top", "lineHeight": 1.25 * size}
        lines, seen = expr(f"[{says}]"), expr(f"{steps} ? 0 : 1")
        yield kit.words(table, stage.at(-5, up), lines, size=size, seen=seen, **look)


# ── the clinic ───────────────────────────────────────────────────────────────────────────────────

FPR, TPR = expr(f"datum.fp / {N_WELL}"), expr(f"datum.tp / {N_ILL}")


def clinic(narrow):
    """A classifier's curve, the line of equal cost that touches it, its hull, and the edges."""
    stage = new_stage(narrow)
    square = stage.inset(*CLINIC)
    place, under = square.at(FPR, TPR), square.at(FPR, TPR, y2=expr(f"datum.hull / {N_ILL}"))
    seen = expr("calibration")
    hull = {"order": "key", "colour": "hull", "seen": seen}
    return stage.chart(
        rates(square, 1, lift=1.5),
        kit.band("curve", under, colour="hull", seen=seen),
        kit.curve("hull", place, width=bold("hull", 2.5), line="dashed", **hull),
        kit.curve("curve", place, order="key", width=2.5, strokeJoin="round"),
        edges(stage, square, seen),
        kit.segments(
            "line",
            square.at("fpr", "tpr", "fpr2", "tpr2"),
            colour="cost",
            width=bold("cost", 3),
            seen=expr("1 - calibration"),
        ),
        point("best", square, "cost"),
        lit="",
        calibration=0,
        usermeta=kit.usermeta(
            kit.sheets(
                curve=["fp", "tp"],
                hull=["fp", "tp"],
                edges=["key", "patients", "ill", "probability"],
            )
        ),
    )


def edges(stage, square, seen):
    """Yield the hull's edges: numbers, and bars as broad as their patients, as high as the ill."""
    bars = stage.inset(8, 9, 92, 26)
    text, look = stage.text, {"size": stage.small, "bold": True, "colour": "hull", "seen": seen}
    broad = kit.rows("edges", only="datum.right - datum.left > 0.045")
    middle = expr("(datum.left + datum.right) / 2")
    yield kit.bars(
        "edges", bars.at("left", 0, "right", "probability"), colour="hull", pale=0.35, seen=seen
    )
    near = {"dx": -0.7 * text, "dy": -0.5 * text}
    yield kit.words(broad, square.at(FPR, TPR), "key", format="d", **near, **look)
    yield kit.words(broad, bars.at(middle, 0), "key", format="d", baseline="top", dy=4, **look)
    percent = expr("100 * datum.value")
    yield from bars.axis_y(
        "ill on each edge", unit="%", ticks=[0, 0.5, 1], numbers=percent, seen=seen
    )
    yield kit.title(
        stage.at(100, 1.8), "patients, highest score first →", size=text, align="right", seen=seen
    )
