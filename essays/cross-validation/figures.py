"""The figures of the essay on cross-validation; its characters are drawn in ``flock.svg``."""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("flock.svg"))
KINDS = ("sheep", "goat")
PARTS = {"back": "-dark", "body": "", "face": "-face", "ink": "-ink"}  # from the bottom up
MOLE = {"mole-body": "mole", "mole-pink": "mole-pink", "mole-hat": "straw", "mole-ink": "accent"}
CROSS = "M-.75-1L0-.3 .75-1 1-.75 .3 0 1 .75 .75 1 0 .3-.75 1-1 .75-.3 0-1-.75Z"
TICK = "M-1 .1L-.65-.25-.25 .2 .7-.9 1-.6-.2 .85Z"
ACROSS, HIGH = (20, 130), 5  # cm, seconds
FLOOR, LID = -2.5, -1.0  # of the small pens
DEEP = 1.6  # lines of text under them
CALLED = "{kind} {key} of pen {pen}: jumps {x} cm, bleats {y} s"
ASKED = {"told": True, "guess": -1}
OF_ANIMALS = ["kind", "x", "y", "verdict"]


def board(narrow, height, across, up, low=330, **margins):
    """Return a stage with room for axes at its left and its lower edge."""
    free = {"left": 2.8, "right": 0.8, "bottom": 3, "top": 1.6} | margins
    size = {"width": (720, 360), "height": (height, low)}
    return kit.Stage(narrow, across=across, up=up, margins=free, **size)


def flocked(table, place, across, seen="1"):
    """Draw every animal whole, part upon part."""
    look = {"shapes": DRAWINGS, "names": KINDS, "parts": PARTS, "across": across, "seen": seen}
    return kit.kinds(table, place, **look)


def drawn(*tables):
    """Return of how many parts animals are drawn."""
    return kit.parts(**dict.fromkeys(tables, len(PARTS)))


def mole(place, across, given=None, seen=1):
    """Draw the mole: her velvet coat, her pink hands, and her straw hat."""
    look = {"shapes": DRAWINGS, "parts": MOLE, "across": across, "seen": seen}
    return kit.character(given or kit.once(), place, **look)


def sign(stage, rows, says, row=1, colour="accent"):
    """Write a number as a sign at the upper right."""
    return stage.sign(rows, expr(says), side="right", row=row, colour=colour)


def verdicts(table, place, size, seen=1, right=True):
    """Yield a tick on whoever is right, and a cross on whoever is wrong."""
    for name, shape in (("right", TICK), ("wrong", CROSS))[not right :]:
        rows = kit.rows(table, only=f"datum.verdict === '{name}'")
        look = {"shape": shape, "colour": name, "rim": "card", "across": size, "seen": seen}
        yield kit.dots(rows, place, **look)


def plane(stage, seen=1, ground=True):
    """Yield the plane of jump and bleat, with its axes."""
    if ground:
        place = stage.at(ACROSS[0], 0, ACROSS[1], HIGH)
        yield kit.regions(kit.once(), place, colour="sheep-ground", seen=seen)
    yield from stage.axis_x("jumps", unit="cm", ticks=[40, 60, 80, 100], at=0, rows=1, seen=seen)
    look = {"unit": "seconds", "ticks": range(HIGH + 1), "ends": (0, HIGH), "lift": 0.7}
    yield from stage.axis_y("bleats", **look, seen=seen)


def strip(stage, across, up):
    """Return the plane below the plane."""
    wide, high = ACROSS[1] - ACROSS[0], LID - FLOOR
    return stage.inset(ACROSS[0], FLOOR, wide, high, across=across, up=up)


def fence(stage, rows, width=6, colour="fence"):
    """Yield a fence: a rail, and posts along it."""
    place = stage.at("x", "y", "x2", "y2")
    yield kit.segments(rows, place, colour=colour, width=width, strokeCap="round")
    yield kit.segments(rows, place, colour="card", width=width / 3, strokeDash=[2, 9])


# ── one pen, then every pen in turn ──────────────────────────────────────────────────────────────

MEADOW, GRASS, ON, SPLIT, ALL = (
    expr(f"indexof('{views}', view) < 0 ? 0 : 1")  # in which views something is seen
    for views in ("meadow", "meadow pens", "split turns all", "split", "all")
)
START = {"view": "meadow", "deal": 1, "turn": 0}


def flock(narrow):
    """A meadow, five pens, and the plane on which each pen is judged in its turn."""
    stage = board(narrow, 700, ACROSS, (FLOOR, HIGH), 352, bottom=DEEP, top=2)
    place, unit, ends = stage.at("x", "y"), (42, 22)[narrow], stage.at("x", "y", "x2", "y2")
    above = stage.at(expr("datum.x + 2.4"), expr("datum.y + 0.16"))
    grown = f"view === 'meadow' ? 1.5 : view === 'pens' ? {(1.8, 1.35)[narrow]} : 1"
    judge = kit.rows("fences", only="datum.judge > 0")
    limits = {"limits": [[22, 128], [0.2, 4.8]], "step": [1, 0.1]}
    tables = {"animals": ["kind", "jump", "bleat", "pen", "verdict"], "pens": ["key", "says"]}
    return stage.chart(
        meadow(stage),
        plane(stage, ON),
        kit.band("side", stage.at("x", "y", y2="y2"), colour="goat-ground", pale=1, seen=ON),
        folds(stage),
        lottery(stage),
        kit.threads("fences_ghost", ends, colour="boundary", width=2, seen=ALL),
        fence(stage, "fences"),
        fence(stage, judge, width=9, colour="accent"),
        flocked("animals", place, expr(f"{unit} * ({grown})")),
        verdicts("animals", above, 0.5 * unit, ON),
        flocked("marks", place, (30, 14)[narrow], "datum.verdict === '' ? 0.45 : 1"),
        verdicts("marks", place, (22, 12)[narrow], right=False),
        mole(stage.at(118, -1.2), (210, 110)[narrow], seen=MEADOW),
        mole(stage.at(123, 4.45), (66, 34)[narrow], seen=ON),
        sign(stage, "score", "datum.n ? datum.right + ' of ' + datum.n + ' right' : ''"),
        **START,
        usermeta=kit.usermeta(
            drawn("animals", "marks"),
            kit.hops("animals", column="y", height=0.5, paces=3),
            kit.drag("animals", state="moved", label=CALLED, **limits),
            kit.ghost("fences"),
            **tables,
        ),
    )


def meadow(stage):
    """Yield the hills on which everybody grazes, and where the large pens stand."""
    hill = {"colour": "meadow", "seen": GRASS, "across": 1.5 * stage.width}
    yield stage.dots(kit.once([{"x": 30}, {"x": 75}, {"x": 120}]), -2.6, **hill)


def folds(stage):
    """Yield the pens, large or small, with what is said of each."""
    place = stage.at("x", "y", "x2", "y2")
    colour = expr("datum.now ? 'var(--card)' : 'var(--sheep-ground)'")
    yield kit.regions("pens", place, colour=colour, outline="fence", width=4, cornerRadius=6)
    look = {"size": stage.small, "bold": True, "dy": 0.9 * stage.text}
    yield kit.words("pens", stage.at(expr("(datum.x + datum.x2) / 2"), "y"), "says", **look)


def lottery(stage):
    """Yield the pile of scores that single deals have had so far."""
    pile = strip(stage, (0.3, 1.05), (0, 12))
    yield kit.segments(kit.once(), pile.at(0.3, 0, x2=1.05), colour="axis", seen=SPLIT)
    ticks = kit.once([{"x": i / 8, "says": f"{i} of 8"} for i in range(3, 9)])
    look = {"size": stage.small, "dy": 0.9 * stage.text, "seen": SPLIT}
    yield kit.words(ticks, pile.at("x", 0), "says", **look)
    rows = kit.rows("deals", only="datum.deal <= deal")
    across = (11, 5.5)[stage.narrow]
    colour = expr("datum.deal === deal ? 'var(--accent)' : 'var(--single)'")
    size = expr(f"datum.deal === deal ? {1.5 * across} : {across}")
    yield pile.dots(rows, expr("datum.y + 0.5"), across=size, colour=colour, seen=SPLIT)


# ── many deals of one flock ──────────────────────────────────────────────────────────────────────

SHARES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)


def steady(narrow):
    """A hundred scores of one pen, and below them a hundred averages of all five."""
    stage = board(narrow, 560, (0.35, 1.03), (0, 100))
    guess = kit.guess(stage, "x", format=".0%", ends=(0, 45), colour="average")
    return stage.chart(
        stage.axis_x("right", unit=None, ticks=SHARES, numbers=".0%"),
        rows_of(stage, "single", 54, "one pen is judged", 4),
        rows_of(stage, "average", 0, "everybody takes a turn", 2),
        mole(stage.at(0.42, 12), (90, 46)[narrow]),
        guess,
        **ASKED,
        usermeta=kit.usermeta(single=["x"], average=["x"]),
    )


def rows_of(stage, table, floor, says, columns):
    """Yield piles of scores on a line of their own."""
    across = (11, 5.5)[stage.narrow]
    row, column = (f"{across + 1} / {size:.3f}" for size in (stage.unit_up, stage.unit))
    yield kit.segments(kit.once(), stage.at(0.35, floor, x2=1.03), colour="axis", width=1.5)
    look = {"across": across, "colour": table, "shape": ("square", "circle")[table == "single"]}
    high = expr(f"{floor} + {row} * (floor(datum.y / {columns}) + 0.6)")
    wide = expr(f"datum.x + {column} * (datum.y % {columns} - {(columns - 1) / 2})")
    yield stage.dots(table, high, x=wide, **look)
    yield stage.label(0.36, floor + 36, says, size=stage.text, colour=table)


def count(narrow):
    """The fences of all turns over each other, and what fences of so many teachers are worth."""
    stage = board(narrow, 700, ACROSS, (FLOOR - 0.2, HIGH), 352, bottom=2.6, top=2)
    place = stage.at("x", "y")
    small = strip(stage, (19, 41), (0.775, 0.793))
    tables = {"animals": OF_ANIMALS, "worth": ["x", "y"]}
    height = {"unit": None, "ticks": [0.78, 0.785, 0.79], "numbers": ".1%", "at": 20}
    return stage.chart(
        plane(stage),
        fence(stage, "fences", width=3),
        flocked("animals", place, (30, 17)[narrow]),
        verdicts("animals", place, (22, 13)[narrow], right=False),
        small.axis_y("worth", **height),
        small.axis_x("animals that teach", unit=None, ticks=[20, 25, 30], rows=1),
        small.curve("worth", width=3, colour="average"),
        mole(small.at("x", expr("datum.y + 0.0042")), (52, 30)[narrow], "here"),
        small.dots("here", colour="average", rim="card"),
        sign(stage, "here", "datum.k + ' fits'"),
        k=5,
        usermeta=kit.usermeta(drawn("animals"), kit.still("fences"), **tables),
    )


def many(narrow):
    """A crowd of flocks: the score of each, and what its own fence is worth."""
    stage = board(narrow, 600, (0.51, 1.02), (0.67, 0.876), left=3.4)
    bar = stage.inset(0.6, 0.852, 0.4, 0.015, across=(0.4, 1))
    seen = expr("told || guess >= 0 ? 1 : 0")
    per_cent = {"unit": None, "numbers": ".0%"}
    worth = {"ticks": [0.7, 0.74, 0.78, 0.82], "ends": (0.67, 0.82), "grid": True} | per_cent
    dots = {"across": (12, 7)[narrow], "colour": "single", "rim": "paper", "seen": 0.85}
    ticks = kit.once([{"x": x} for x in (0.5, 0.75, 1)])
    named = {"format": ".0%", "size": stage.small, "dy": 0.9 * stage.text}
    return stage.chart(
        stage.axis_x("score of five pens", ticks=[0.6, 0.7, 0.8, 0.9, 1], **per_cent),
        stage.axis_y("worth of the fence", **worth),
        kit.dots("flocks", stage.at("x", "y"), **dots),
        kit.segments("crowd", stage.at("score", 0.67, y2=0.82), colour="average", line="dashed"),
        kit.regions(kit.once(), bar.at(0.4, 0, 1, 1), colour="card", outline="axis"),
        kit.regions("crowd", bar.at(0.4, 0, "wins", 1), colour="average", seen=seen),
        kit.words(ticks, bar.at("x", 0), "x", **named),
        kit.guess(bar, "x", format=".0%", ends=(-0.2, 1.2)),
        **ASKED,
        size="40",
        usermeta=kit.usermeta(flocks=["x", "y"]),
    )


# ── twins ────────────────────────────────────────────────────────────────────────────────────────


def twins(narrow):
    """Twins, each with a thread to the animal that it is judged by, and bars for the score."""
    stage = board(narrow, 700, ACROSS, (FLOOR, HIGH), 352, bottom=1, top=2)
    place, thread = stage.at("x", "y"), stage.at("x", "y", "x2", "y2")
    bars = strip(stage, (0, 1.02), (3, 0))
    names = {"apart": "twins dealt singly", "together": "twins together", "new": "new families"}
    row = f"indexof({list(names)}, datum.key)"
    rows = kit.rows("bars", row=row, says=f"{names}[datum.key] + ': ' + format(datum.share, '.0%')")
    now = "datum.key === (together ? 'together' : 'apart') ? 'accent' : 'muted'"
    colour = expr(kit.colour_of(f"datum.key === 'new' ? 'right' : {now}"))
    label = {"size": stage.small, "align": "left", "bold": True, "colour": "card"}
    upper, lower, middle = (expr(f"datum.row + {by}") for by in (0.1, 0.9, 0.5))
    strangers, sisters = (kit.rows("threads", only=f"datum.twin {is_}") for is_ in ("< 1", "> 0"))
    return stage.chart(
        plane(stage),
        kit.segments(strangers, thread, width=1.5, line="dashed"),
        kit.rings(sisters, place, across=(44, 24)[narrow], colour="accent", line="solid"),
        flocked("animals", place, (30, 17)[narrow]),
        verdicts("animals", place, (22, 13)[narrow], right=False),
        kit.regions(rows, bars.at(0, upper, "share", lower), colour=colour),
        kit.words(rows, bars.at(0.015, middle), "says", **label),
        mole(stage.at(123, 4.45), (66, 34)[narrow]),
        sign(stage, "score", "format(datum.share, '.0%') + ' right'"),
        together=False,
        usermeta=kit.usermeta(drawn("animals"), animals=OF_ANIMALS, bars=["key", "share"]),
    )


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def right(stage, ticks, **look):
    """Yield the axis of the share that is right."""
    return stage.axis_y("right", unit=None, ticks=ticks, numbers=".0%", grid=True, **look)


def wool(narrow):
    """Sheep by age and fleece, a line, and what it misses with and without each of them."""
    stage = board(narrow, 520, (0, 10), (0, 8))
    moves = {"limits": [[0.5, 9.5], [0, 8]], "step": [0.5, 0.1]}
    label = "sheep {key}: {x} years, {y} kg of wool"
    drag = kit.drag("sheep", state="moved", label=label, **moves)
    return stage.chart(
        stage.axis_x("age", unit="years", ticks=range(0, 11, 2)),
        stage.axis_y("fleece", unit="kg", ticks=[0, 2, 4, 6, 8], grid=True),
        stage.curve("line", colour="fence", width=5),
        kit.threads("sheep", stage.at("x", "y", y2="without"), colour="accent", width=3),
        kit.segments("sheep", stage.at("x", "y", y2="fit"), colour="ink", width=4),
        stage.dots("sheep", "without", shape="diamond", across=12, colour="accent"),
        flocked("sheep", stage.at("x", "y"), (38, 22)[narrow]),
        mole(stage.at(0.6, 6.9), (76, 40)[narrow]),
        usermeta=kit.usermeta(drawn("sheep"), drag, sheep=["x", "y", "fit", "without"]),
    )


def majority(narrow):
    """Twenty animals in a row, and below them the score by how many of them are sheep."""
    stage = board(narrow, 560, (0, 20), (0, 1.34))
    row, high = stage.at("x", 1.24), expr("datum.told ? datum.y + 0.09 : 0.59")
    return stage.chart(
        stage.axis_x("sheep among twenty", unit=None, ticks=range(0, 21, 5)),
        right(stage, [0, 0.25, 0.5, 0.75, 1], ends=(0, 1)),
        stage.curve("curve", colour="average", width=3),
        stage.dots("curve", colour="average"),
        flocked("animals", row, (34, 17)[narrow]),
        verdicts("animals", row, (24, 12)[narrow], right=False),
        kit.guess(stage, "y", format=".0%", ends=(0, 20)),
        mole(stage.at("x", high), (64, 34)[narrow], "here"),
        **ASKED,
        sheep=10,
        usermeta=kit.usermeta(drawn("animals"), curve=["x", "y"]),
    )


def spread(narrow):
    """An interval for each of forty flocks, and what it should hold."""
    stage = board(narrow, 540, (-1, 40), (0.45, 1.1), top=2, bottom=1.4)
    colour = expr(kit.colour_of("datum.hit"))
    missed = kit.rows("bands", only="datum.hit === 'wrong'")
    top = stage.at("x", expr("max(datum.y2, datum.true) + 0.03"))
    bar = stage.at("x", "y", y2="y2")
    return stage.chart(
        stage.axis_x("forty flocks", unit=None, ticks=[]),
        right(stage, [0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        kit.segments("bands", bar, colour=colour, width=(7, 4)[narrow], strokeCap="round"),
        stage.dots("bands", "true", across=(13, 8)[narrow], shape="diamond", rim="card"),
        kit.dots(missed, top, shape=CROSS, colour="wrong", across=(12, 7)[narrow]),
        sign(stage, "held", "format(datum.share, '.0%') + ' hold the truth'"),
        repeats="1",
        usermeta=kit.usermeta(bands=["y", "y2", "true"]),
    )


def choose(narrow):
    """The score of every setting, and what the winner's is worth."""
    stage = board(narrow, 560, (0, 16), (0.5, 1))
    return stage.chart(
        stage.axis_x("neighbours who vote", unit=None, ticks=range(1, 16, 2)),
        right(stage, [0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        stage.curve("scores", colour="average", width=3),
        stage.curve("scores", "true", colour="single", width=3, line="dashed"),
        stage.dots("scores", colour="average"),
        kit.segments("won", stage.at("x", "true", y2="y"), colour="accent", width=7),
        kit.dots(
            "won", stage.at("x", "true"), across=16, shape="diamond", colour="single", rim="card"
        ),
        kit.segments("won", stage.at(0, "nested", x2=16), colour="right", width=3, line="dotted"),
        mole(stage.at("x", expr("datum.y + 0.035")), (58, 32)[narrow], "won"),
        sign(stage, "won", "'winner: ' + format(datum.y, '.0%')", 1, "average"),
        sign(stage, "won", "'its worth: ' + format(datum.true, '.0%')", 2, "single"),
        sign(stage, "won", "'nested: ' + format(datum.nested, '.0%')", 3, "right"),
        usermeta=kit.usermeta(scores=["x", "y", "true"]),
    )
