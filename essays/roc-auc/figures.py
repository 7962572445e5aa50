"""The figures of the essay on ROC curves, with the drawings of two files as shapes.

All stand on stages of one size. A square on it is the plane of the two rates.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("echoes.svg"))
FLOCKS = kit.shapes(Path(__file__).with_name("flocks.svg"))  # by the number of gulls
N_PLANES, N_GULLS = 10, 15
N_ILL, N_WELL = 53, 90  # of the patients whom the classifier has not seen
ECHOES = {"across": (0, N_GULLS), "up": (0, N_PLANES)}  # the coordinates of counts
PATIENTS = {"across": (0, N_WELL), "up": (0, N_ILL)}
SQUARE = (24, 39.5, 63, 63)  # left, bottom, width and height on the stage
# While large goes from 0 to 1, the square makes room for the grid of duels.
GRID = ("(24 - 13 * large)", "(39.5 - 26.5 * large)", "(63 + 29 * large)", "(63 + 27 * large)")
# While calibration goes from 0 to 1, it makes room for the bars of the hull's edges.
SIDE = "(88 - 28 * calibration)"
CLINIC = ("(12 + 8 * calibration)", "(12 + 32 * calibration)", SIDE, SIDE)
PARTS = ("", "-light", "-patch", "-ink")  # of an echo, from the bottom up
SWEEP = "M0 0L-.13-.99A1 1 0 0 1 .42-.907Z"
BILL = (95, 103, 39.5, 1.15)  # of the bar: its sides, its foot, and its height for one false alarm
STRENGTH = {"axis": "x", "limits": [0, 100], "step": 2, "label": "bell at strength {value}"}
SHELVES = {"limits": [[0, 100], [10, 33]], "step": [1, 1]}
KIND = expr(kit.colour_of("datum.kind"))
RATES = ("gulls that ring, FPR", "planes that ring, TPR")
FOUGHT = "(view == 'bet' && guess < 0 ? 0 : 1)"  # until there is a guess, nobody has
ANSWERED = "(asked && guess < 0 && !whom ? 0 : 1)"
# The cells that a guess of how far AUC moves would be: from which column and row to which.
CELLS = (
    "(guess < 0.01 ? [0, 2, 1, 3] : guess < 0.05 ? [0, 2, 3, 4]"
    " : guess < 0.09 ? [0, 0, 1, 10] : [0, 2, 15, 3])"
)


def screen(narrow):
    """Echoes on a scope, then on two shelves, then under the curve that the bell draws."""
    return watch(narrow, [scope, counts], view="scope", counts=["key", "n"])


def choice(narrow):
    """The bell under its curve, and a bar for what its mistakes cost."""
    return watch(narrow, [bill], view="trail", bill=["missed", "alarms", "total"])


def watch(narrow, more, view, **sheets):
    """Draw shelves of echoes and a bell that can be moved, with more drawn below the echoes."""
    stage = new_stage(narrow)
    rung = stage.at(expr("threshold"), 10.5, 105, "top")
    return stage.chart(
        *(draw(stage) for draw in more),
        kit.regions("threshold", rung, colour="alarm", pale=0.14, outline=""),
        strips(stage, expr("view == 'piles' ? 60 : 21.5"), expr("view == 'scope' ? 0 : 1")),
        rates(stage.inset(*SQUARE), expr("view == 'trail' ? 1 : 0"), *RATES),
        walk(stage.inset(*SQUARE, **ECHOES), "1"),
        threshold(stage),
        echoes(stage, "(datum.called ? 1 : 0.5)"),
        point("point", stage.inset(*SQUARE)),
        lit="",
        view=view,
        threshold=50,
        usermeta=kit.usermeta(
            *moving(),
            kit.sheets(echoes=["key", "kind", "strength"], **sheets),
            kit.rule(state="threshold", table="threshold", span=[0, 22], **STRENGTH),
        ),
    )


def moving():
    """Return how echoes are drawn in parts, and hop."""
    return kit.parts(echoes=len(PARTS)), kit.hops("echoes", column="y", height=3, paces=2)


def staircase(narrow):
    """The curve as steps over the echoes they stand for; its grid of duels lights up."""
    stage = new_stage(narrow)
    square, cells = stage.inset(*GRID), stage.inset(*GRID, **ECHOES)
    shelves = expr("1 - large")
    return stage.chart(
        strips(stage, 21.5, shelves),
        duels(cells),
        rates(square, shelves, *RATES),
        walk(cells, FOUGHT),
        area(square),
        kit.guess(square, "y", format=".0%", only="view == 'bet'", colour="alarm"),
        swapped(cells),
        hung(stage, "x", 32.5, seen="opacity"),
        echoes(stage, f"(datum.called ? 1 : 0.4) * {fights()}", FLOCKS),
        point("point", square),
        lit="",
        view="steps",
        large=0,
        guess=-1,
        cell=None,
        usermeta=kit.usermeta(
            kit.sheets(echoes=["key", "strength"], duels=["plane", "gull", "won"]),
            *moving(),
            kit.point("duels", param="cell", label="{ends}"),
            kit.drag("echoes", state="moved", label="{key}: strength {x}", **SHELVES),
        ),
    )


def new_stage(narrow):
    """Return the stage that all figures stand on."""
    return kit.Stage(narrow, width=(760, 360), height=(746, 353), across=(-5, 105), up=(0, 108))


def bold(term, pixels):
    """Double a stroke while the reader points at the term that names it."""
    return expr(f"(lit == '{term}' ? 2 : 1) * {pixels}")


# ── the plane of the rates ───────────────────────────────────────────────────────────────────────


def rates(square, seen, across, up, lift=1):
    """Yield the frame, the way of chance across it, and its axes."""
    whole = square.at(0, 0, 1, 1)
    look = {"fill": None, "strokeWidth": 1.5, "seen": seen}
    yield kit.regions(kit.once(), whole, colour="axis", outline="axis", **look)
    yield kit.threads(kit.once(), whole, colour="axis", width=1, seen=seen)
    # The corner has one 0, and a title stands between 0 and 1.
    yield from square.axis_x(
        across, unit=None, ticks=[0, 1], title_at="middle", rows=1, numbers=".0%", seen=seen
    )
    yield from square.axis_y(up, unit=None, ticks=[0.5, 1], lift=lift, numbers=".0%", seen=seen)


def point(table, square):
    """Yield a point on the curve, dotted lines down to its rates, and what they are."""
    text, look = square.text, {"colour": "alarm", "seen": "opacity"}
    place = square.at("fpr", "tpr")
    yield kit.threads(table, square.at("fpr", "tpr", y2=0), **look)
    yield kit.threads(table, square.at("fpr", "tpr", x2=0), **look)
    yield kit.dots(table, place, across=0.9 * text, rim="paper", **look)
    beside = {"align": "left", "baseline": "top", "lineHeight": 1.2 * text, "dx": 0.7 * text}
    beside |= {"bold": True, "dy": expr(f"(datum.tpr < 0.15 ? -2.4 : 0.5) * {text}")}
    says = expr("[datum.says, datum.and]")
    yield from kit.haloed(table, place, says, size=text, seen="opacity", **beside)


def walk(cells, seen):
    """Each echo's step: up for a plane, right for a gull, slanting for those that are tied."""
    kinds = kit.lit("datum.kind", "plane", "gull", "tie")
    look = {"colour": KIND, "width": 5, "strokeCap": "round"}
    place = cells.at("fp", "tp", "fp2", "tp2")
    return kit.segments("walk", place, seen=expr(f"{seen} * datum.opacity * {kinds}"), **look)


# ── the scope, and the shelves of echoes ─────────────────────────────────────────────────────────


def scope(stage):
    """Yield a round screen with its rings, and the beam that goes round in it."""
    middle, unit = stage.at(50, 54), stage.unit
    seen = expr("view == 'scope' ? 1 : 0")
    yield kit.dots(kit.once(), middle, across=102 * unit, colour="scope", seen=seen)
    for across in (34, 68, 99):
        ring = {"colour": "scope-line", "width": 1.5, "line": "solid", "seen": seen}
        yield kit.rings(kit.once(), middle, across=across * unit, **ring)
    beam = {"shape": SWEEP, "colour": "glow", "seen": expr("view == 'scope' ? 0.28 : 0")}
    yield kit.dots(kit.once(name="sweep"), middle, across=99 * unit, **beam)


def strips(stage, planes, seen):
    """Yield the shelves that echoes stand on, with the scale of strength under the lower one."""
    shelf = stage.at(0, planes, x2=100)
    yield kit.segments(kit.once(), shelf, colour="axis", width=1.5, seen=seen)
    ticks = range(0, 80 if stage.narrow else 100, 20)
    look = {"ticks": ticks, "ends": (0, 104), "rows": 1, "seen": seen}
    yield from stage.axis_x("strength", unit=None, at=expr("view == 'piles' ? 13 : 10.5"), **look)


def echoes(stage, present, flocks=None):
    """Draw every echo, part upon part: a dot of light until somebody looks, or a flock."""
    glow = "(view == 'scope' ? '-glow' : '')"
    suffix = f"{list(PARTS)}[datum.part]"
    own = kit.colour_of(
        f"(datum.part == 3 ? 'echo' : datum.kind) + (datum.part ? {suffix} : {glow})"
    )
    lit = kit.lit("datum.kind", "plane", "gull")
    single = "(datum.look == 'dot' || indexof(datum.look, 'flock') == 0)"
    paths = {name: path for name, path in DRAWINGS.items() if name != "bell"}
    paths |= (flocks or {}) | {"dot": "circle"}
    return kit.sprites(
        kit.rows("echoes", name="echoes"),
        stage.at("x", "y"),
        shapes=paths,
        look=f"{single} ? (datum.part ? 'dot' : datum.look) : datum.look + {suffix}",
        colour=f"datum.look == 'dot' ? 'var(--glow)' : {own}",
        across=expr(f"{stage.unit:.4f} * datum.size"),
        seen=f"({single} && datum.part ? 0 : 1) * {present} * {lit}",
    )


def hung(stage, here, top, **look):
    """Yield the line of the threshold, and the bell that hangs on it."""
    look |= {"colour": "alarm"}
    yield kit.segments("threshold", stage.at(here, 6, y2=top), width=3, **look)
    bell = {"across": 2.6 * stage.text, "shape": DRAWINGS["bell"]}
    yield kit.dots("threshold", stage.at(here, 4), **bell, **look)


def threshold(stage):
    """Yield the threshold with its bell, and what the bell does on either side."""
    here, text = expr("threshold"), stage.text
    yield from hung(stage, here, "top")
    for says, way, room in (("← quiet", -1, "threshold > 16"), ("alarm →", 1, "threshold < 84")):
        look = {"align": "right" if way < 0 else "left", "dx": 1.7 * way * text, "bold": True}
        # On a phone there is room for them where the scale is farther up.
        seen = expr(f"{room} && (view == 'piles' || {int(not stage.narrow)}) ? 1 : 0")
        look |= {"colour": "alarm", "size": text, "seen": seen}
        yield kit.words("threshold", stage.at(here, 4), kit.says(says), **look)


def counts(stage):
    """The four counts, each in the corner of its echoes."""
    look = {"size": stage.text + 2, "bold": True, "seen": "opacity", "align": expr("datum.align")}
    return kit.words("counts", stage.at("x", "y"), "says", colour=KIND, **look)


def bill(stage):
    """Yield a bar of what a bell costs: missed planes, and false alarms on top of them."""
    left, right, foot, unit = BILL
    text = stage.text
    missed = f"{foot} + {unit} * datum.missed * datum.cost"
    top = f"{foot} + {unit} * datum.total"
    yield kit.bars("bill", stage.at(left, foot, right, expr(missed)), colour="plane", pale=0.85)
    yield kit.bars("bill", stage.at(left, expr(missed), right, expr(top)), colour="gull", pale=0.85)
    middle = (left + right) / 2
    look = {"size": text + 2, "bold": True}
    over = stage.at(middle, expr(top))
    yield kit.words("bill", over, expr("datum.total"), format="d", dy=-0.7 * text, **look)
    yield kit.title(stage.at(middle, foot), "bill", size=text, dy=1.1 * text)


# ── the duels under the curve of steps ───────────────────────────────────────────────────────────


def fights():
    """Return the expression that dims who has no part in the duel that is pointed at."""
    who = f"(view == 'swap' ? {2 * N_GULLS} : cell)"  # the duel of the two neighbours, or this one
    plane, gull = f"floor({who} / {N_GULLS})", f"{who} % {N_GULLS}"
    mine = f"datum.rank == (datum.kind == 'plane' ? {plane} : {gull})"
    return f"(!isValid({who}) || {mine} ? 1 : 0.25)"


def duels(cells):
    """Yield a cell for every plane and every gull, alight if the plane is the stronger one."""
    yield kit.regions(
        "duels",
        cells.at("gull", "plane", expr("datum.gull + 1"), expr("datum.plane + 1")),
        colour="won",
        pale=expr(f"{FOUGHT} * (datum.key === cell || lit == 'won' ? 0.95 : 0.6) * datum.won"),
        outline=expr("datum.key === cell ? 'var(--ink)' : 'var(--axis)'"),
        width=1,
        seen="opacity",
    )
    # To the left of a tie's cell nothing is alight: there stand the stronger gulls.
    ties, place = (
        kit.rows("duels", only="datum.won == 0.5"),
        cells.at("gull", expr("datum.plane + 0.5")),
    )
    look = {"size": cells.text, "bold": True, "colour": "tie", "align": "right", "dx": -4}
    yield kit.words(ties, place, kit.says("½"), seen=expr(f"{FOUGHT} * datum.opacity"), **look)


def swapped(cells):
    """Yield the cells that the reader expects to go dark, and the one that does."""
    look = {"colour": "ink", "fill": None, "outline": "ink", "width": 4}
    seen = expr("view == 'swap' ? 1 : 0")
    yield kit.regions(kit.once(), cells.at(0, 2, 1, 3), seen=seen, **look)
    corners = (expr(f"{CELLS}[{i}]") for i in range(4))
    look |= {"outline": "alarm", "width": 5, "strokeDash": [7, 4]}
    seen = expr("view == 'swap' && guess >= 0 ? 1 : 0")
    yield kit.regions(kit.once(), cells.at(*corners), seen=seen, **look)


def area(square):
    """Yield, in the lower right of the square, what AUC is."""
    text = square.text
    seen = expr(f"indexof(['bet', 'duels', 'swap', 'invariance'], view) < 0 ? 0 : {FOUGHT}")
    won = "format(datum.U, '~f') + ' of ' + datum.pairs + ' duels won'"
    for table, says, up, size in (
        (kit.row("measures", "AUC"), kit.says("AUC {value:.2f}"), 0.2, 2.2),
        ("counts", expr(won), 0.08, 1.1),
    ):
        look = {"bold": True, "align": "right", "size": size * text, "seen": seen}
        yield from kit.haloed(table, square.at(0.96, up), says, **look)


# ── the clinic ───────────────────────────────────────────────────────────────────────────────────


def clinic(narrow):
    """A classifier's curve, the line of equal cost that touches it, its hull, and the edges."""
    stage = new_stage(narrow)
    square, patients = stage.inset(*CLINIC), stage.inset(*CLINIC, **PATIENTS)
    place, under = patients.at("fp", "tp"), patients.at("fp", "tp", y2="hull")
    seen = expr(f"calibration * {ANSWERED}")
    ruler = {"colour": "alarm", "width": bold("alarm", 3)}
    ruler["seen"] = expr(f"(1 - calibration) * {ANSWERED}")
    hull = {"order": "key", "colour": "tie", "seen": seen}
    return stage.chart(
        rates(square, 1, "well people called, FPR", "ill people called, TPR", lift=1.5),
        kit.band("curve", under, colour="tie", seen=seen),
        kit.curve("hull", place, width=bold("tie", 2.5), line="dashed", **hull),
        kit.curve("curve", place, order="key", width=2.5, strokeJoin="round"),
        edges(stage, seen),
        kit.segments("line", square.at("fpr", "tpr", "fpr2", "tpr2"), **ruler),
        point("best", square),
        kit.guess(square, "y", format=".2f", colour="alarm"),
        where(square),
        lit="",
        calibration=0,
        asked=0,
        guess=-1,
        whom="",
        usermeta=kit.usermeta(
            kit.sheets(curve=["fp", "tp"], edges=["patients", "ill", "probability"])
        ),
    )


def where(square):
    """Yield a ring round the part of the curve that the reader's guess in words means."""
    place, text, seen = square.at("fpr", "tpr"), square.text, expr("whom ? 1 : 0")
    yield kit.rings("guessed", place, across=3.4 * text, colour="tie", width=4, seen=seen)
    is_last = "datum.fpr > 0.9"
    beside = {"size": text, "bold": True, "baseline": "middle", "colour": "tie", "seen": seen}
    beside["dx"] = expr(f"{2 * text} * ({is_last} ? -1 : 1)")
    beside["align"] = expr(f"{is_last} ? 'right' : 'left'")
    beside["dy"] = expr(f"{text} * ({is_last} ? 1.2 : datum.fpr > 0 ? 0 : -1.2)")
    yield from kit.haloed("guessed", place, expr("'your guess'"), **beside)


def edges(stage, seen):
    """Yield the hull's edges as bars: as broad as their patients are many, as high as the ill."""
    bars, look = stage.inset(8, 9, 92, 21), {"unit": "%", "ticks": [0, 0.5, 1], "seen": seen}
    place = bars.at("left", 0, "right", "probability")
    yield kit.bars("edges", place, colour="tie", pale=0.35, seen=seen)
    yield from bars.axis_y("ill on each edge", numbers=expr("100 * datum.value"), **look)
    right = {"size": stage.text, "align": "right", "seen": seen}
    yield kit.title(stage.at(100, 3.5), "patients, highest score first →", **right)
