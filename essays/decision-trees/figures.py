"""The figures of the essay on decision trees; their characters are drawn in ``wood.svg``."""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("wood.svg"))
PARTS = ("foot", "body", "light", "ink")  # what a mushroom is drawn of, from the bottom up
INKS = {
    "toadstool": ("toadstool-dark", "toadstool", "toadstool-light", "mushroom-ink"),
    "trumpet": ("trumpet", "trumpet-dark", "trumpet-light", "mushroom-ink"),
}
HOG = {"hog-spines": "hog", "hog-face": "hog-face", "hog-ink": "mushroom-ink"}
DRAWN = kit.parts(mushrooms=len(PARTS))
SIDE = 16  # cm
TICKS = (0, 4, 8, 12, 16)
DEEPEST, FEW = 8, 8  # questions in a row; leaves of a tree whose branches have room for words
DEPTHS = (0.6, DEEPEST + 0.4)
GROUND = expr(kit.colour_of("datum.kind", "-ground"))  # the colour of what the tree says
CM = {"limits": [[0.5, 15.5], [0.5, 15.5]], "step": [0.1, 0.1]}
SHARES = (0, 0.25, 0.5, 0.75, 1)
CALLED = "{kind} {key}: cap {x} cm, stem {y} cm"


def board(narrow, width, height, across, up, left=2.4, right=0.6, top=2.0):
    """Return a stage with room for the axes at its left and its lower edge."""
    margins = {"left": left, "right": right, "bottom": 3, "top": top}
    look = {"width": (width, 360), "height": (height, 330), "margins": margins}
    return kit.Stage(narrow, across=across, up=up, **look)


def square(narrow, height):
    """Return the stage of the plane of cap and stem, beside another panel."""
    return board(narrow, 470, height, (0, SIDE), (0, SIDE), left=2.2)


def mushrooms(place, across, table="mushrooms"):
    """Draw every mushroom whole, part upon part."""
    inks = [f"'var(--{a})' : 'var(--{b})'" for a, b in zip(*INKS.values(), strict=True)]
    return kit.sprites(
        table,
        place,
        shapes={name: d for name, d in DRAWINGS.items() if name.split("-")[0] in INKS},
        look=f"datum.kind + '-' + {list(PARTS)}[datum.part]",
        colour=kit.by_part(*(f"(datum.kind === 'toadstool' ? {ink})" for ink in inks)),
        across=across,
        seen=kit.lit("datum.kind"),
    )


def hedgehog(place, across, given=None, seen=1):
    """Draw the hedgehog: her spines, her face, and her eye, nose and smile."""
    look = {"shapes": DRAWINGS, "parts": HOG, "across": across, "seen": seen}
    return kit.character(given or kit.once(), place, **look)


# ── one question ─────────────────────────────────────────────────────────────────────────────────

LOW, RIGHT, LONG, MOST = -7.4, 17.6, 3.8, 0.2  # the hills of gain: places, and bits at their top
WOOD, PLANE, FIRST, GAIN, WALK, LINE, HILL = (
    expr(f"indexof('{views}', view) < 0 ? 0 : 1")  # in which views something is seen
    for views in ("wood", "line gain walk", "line", "gain", "walk", "line gain", "gain walk")
)


def ask(narrow):
    """A wood at dusk; then a plane with a question across it, and hills of gain along its sides."""
    edges = {"across": (-2, 22.6), "up": (-8.3, 17.6)}
    stage = kit.Stage(narrow, width=(720, 360), height=(700, 352), **edges)
    grown = f"view === 'wood' ? 0.85 + 0.055 * (datum.cap + datum.stem) : {(0.85, 1.2)[narrow]}"
    moved = {"limits": [1.05, 15.05], "step": 0.2, "table": "line", "span": (0, SIDE)}
    asks = kit.rule(state="at", axis="x", label="cap under {value} cm?", **moved)
    hops = kit.hops("mushrooms", column="y", height=1.2, paces=3)
    tables = {"mushrooms": ["key", "kind", "cap", "stem"], "gains": ["asked", "at", "gain"]}
    tables["sides"] = ["key", "n", "trumpets", "toadstools", "bits"]
    return stage.chart(
        dusk(stage),
        field(stage, PLANE, title_at="middle"),
        question(stage),
        hills(stage),
        mushrooms(stage.at("x", "y"), expr(f"{stage.unit:.2f} * ({grown})")),
        hedgehog(stage.at(18.2, 4.3), stage.unit * 4.4, seen=WOOD),
        hedgehog(stage.at(19.6, 2), stage.unit * 4.6, seen=LINE),
        hedgehog(stage.at("x", expr("min(datum.y + 0.75, 16.4)")), stage.unit * 1.9, "hog", WALK),
        lit="",
        view="wood",
        at=5.05,
        walk=0,
        usermeta=kit.usermeta(DRAWN, hops, asks, **tables),
    )


TRUNKS = {-0.7: 1.3, 2.6: 0.7, 5.4: 1.5, 9.3: 0.8, 12.2: 1.2, 15.2: 0.6, 20.9: 1.6}  # how wide


def dusk(stage):
    """Yield the wood: a sky with a moon, trunks, and a floor to stand on."""
    yield stage.ground("dusk", seen=WOOD)
    yield stage.dots(kit.once(), 13.6, x=17.8, across=3.4 * stage.unit, colour="moon", seen=WOOD)
    trunks = kit.once([{"x": x, "wide": wide} for x, wide in TRUNKS.items()])
    place = stage.at(expr("datum.x - datum.wide / 2"), 17.6, expr("datum.x + datum.wide / 2"), 1.5)
    yield kit.regions(trunks, place, colour="bark", seen=WOOD)
    hill = {"across": 0.9 * stage.width, "colour": "floor", "seen": WOOD}
    yield stage.dots(kit.once([{"x": 3}, {"x": 18}]), -7.8, **hill)
    yield kit.regions(kit.once(), stage.at(-2, 2, 22.6, -8.3), colour="floor", seen=WOOD)


def field(stage, seen=1, title_at="end"):
    """Yield the plane of cap and stem, with its axes."""
    yield kit.regions(kit.once(), stage.at(0, SIDE, SIDE, 0), colour="trumpet-ground", seen=seen)
    look = {"ticks": TICKS, "unit": "cm", "ends": (0, SIDE), "seen": seen}
    yield from stage.axis_x("width of the cap", at=0, title_at=title_at, **look)
    yield from stage.axis_y("height of the stem", at=0, lift=0.8, **look)


def question(stage):
    """Yield the line that the reader drags, and what lies on both of its sides."""
    for name, side in (("under", "left"), ("over", "right")):
        own = kit.rows("sides", only=f"datum.key === '{name}'")
        x, x2 = (0, expr("at")) if name == "under" else (expr("at"), SIDE)
        says = "(datum.toadstools > datum.trumpets ? 'toadstool' : 'trumpet')"
        warm = expr(kit.colour_of(says, "-ground"))
        yield kit.regions(own, stage.at(x, SIDE, x2, 0), colour=warm, seen=LINE)
        look = {"size": stage.text, "align": side, "bold": True}
        at = 0.3 if side == "left" else SIDE - 0.3
        bits = {"dy": 1.1 * stage.text, "seen": GAIN}
        yield kit.words(own, stage.at(at, SIDE), kit.says("{bits:.2f} bits"), **look, **bits)
        counts = expr("[datum.trumpets + ' trumpets', datum.toadstools + ' toadstools']")
        rows = {"lineHeight": 1.3 * stage.text, "seen": FIRST}
        yield kit.words(own, stage.at(at, -4.2), counts, **look, **rows)
    yield kit.segments("line", stage.at(expr("at"), "y", y2="y2"), width=4, seen=LINE)
    yield stage.dots(kit.once(), 0, x=expr("at"), across=16, shape="triangle-up", seen=LINE)
    says = expr("['cap under', format(at, '.2f') + ' cm?']")
    where = {"size": 1.1 * stage.text, "bold": True, "lineHeight": 1.3 * stage.text}
    yield kit.words(kit.once(), stage.at(19.4, 6.4), says, seen=LINE, **where)


def across(stage, name, at):
    """Return the place of a question across the plane, upright if it is about the cap."""
    return stage.at(at, 0, y2=SIDE) if name == "cap" else stage.at(0, at, x2=SIDE)


def hills(stage):
    """Yield the gain of each question about the cap, below, and about the stem, at the right."""
    below = stage.inset(0, LOW, SIDE, LONG, across=(0, SIDE), up=(0, MOST))
    beside = stage.inset(RIGHT, 0, LONG, SIDE, across=(0, MOST), up=(0, SIDE))
    yield kit.segments(kit.once(), below.at(0, 0, x2=SIDE), colour="axis", width=1.5, seen=HILL)
    yield kit.segments(kit.once(), beside.at(0, 0, y2=SIDE), colour="axis", width=1.5, seen=WALK)
    ticks = {"ticks": [0, 0.1, 0.2], "unit": "bits"}
    yield from below.axis_y("gain", lift=0.3, seen=HILL, **ticks)
    yield from beside.axis_x("gain", seen=WALK, **ticks)
    here, look = expr("at"), {"colour": "accent", "seen": GAIN}
    yield kit.segments("question", below.at(here, 0, y2="gain"), width=6, **look)
    yield below.dots("question", "gain", x=here, across=15, **look)
    look = {"colour": "accent", "seen": WALK}
    now = {"line": "dashed", "colour": "muted"}
    top = {"across": 22, "shape": "diamond", "rim": "ink", "colour": "floor"}
    for name, walked, way, hill in (
        ("cap", "walk", "<=", below.at("at", "gain")),
        ("stem", f"walk - {SIDE}", ">", beside.at("gain", "at")),
    ):
        own = f"datum.asked === '{name}'"
        rows = kit.rows("gains", only=f"{own} && datum.at <= {walked}")
        yield kit.curve(rows, hill, order="at", **look)
        yield kit.dots(rows, hill, across=6, **look)
        seen = expr(f"view === 'walk' && walk {way} {SIDE} ? 1 : 0")
        yield kit.segments(kit.once(), across(stage, name, expr(walked)), seen=seen, **now)
        best = kit.rows("best", only=f"{own} && datum.found > 0")
        yield kit.segments(best, across(stage, name, "at"), width=4, seen=WALK)
        yield kit.dots(best, hill, seen=WALK, **top)


# ── the tree beside its plane ────────────────────────────────────────────────────────────────────

CHOSEN = "(leaf || home || data('verdict')[0].leaf)"
LIT = f"(!{CHOSEN} || indexof({CHOSEN}, datum.key) === 0)"


def grow(narrow, met=True, drags=True):
    """The plane that a tree cuts up, and beside it the tree, with the mushrooms in its baskets."""
    lit = LIT if met else LIT.replace(" || data('verdict')[0].leaf", "")
    plane = square(narrow, 540)
    size = {"width": (510, 360), "height": (540, 330)}
    tree = kit.Stage(narrow, across=(0, 100), up=(0, 104), **size)
    params = {"leaf": "", "home": "", "lit": ""}
    rules = [
        *(DRAWN, kit.point("mushrooms", param="home", by="leaf", label=CALLED)),
        kit.point("leaves", param="leaf", label="{kind}s: {n} of the basket's mushrooms"),
        kit.sheets(mushrooms=["key", "kind", "x", "y"], leaves=["kind", "n"], nodes=["says"]),
    ]
    if drags:
        rules += [kit.drag("mushrooms", state="moved", label=CALLED, **CM), kit.ghost("leaves")]
    if met:
        called = "the stranger: cap {x} cm, stem {y} cm"
        rules.append(kit.drag("stranger", state="stranger", label=called, **CM))
    field = plane.chart(cut_up(plane, lit, met, drags), usermeta=kit.usermeta(*rules), **params)
    return {"plane": field, "tree": tree.chart(hung(tree, lit), **params)}


def cut_up(stage, lit="true", met=False, ghost=False):
    """Yield the plane, cut into the rectangles of the leaves, and the mushrooms on it."""
    yield from field(stage)
    look = {"outline": "ink", "width": 2, "seen": expr(f"{lit} ? 1 : 0.3")}
    yield kit.regions("leaves", stage.at("x", "y2", "x2", "y"), colour=GROUND, **look)
    if ghost:
        before = {"colour": "boundary", "pale": 0, "width": 2, "strokeDash": [3, 5]}
        yield kit.regions("leaves_ghost", stage.at("x", "y2", "x2", "y"), **before)
    yield mushrooms(stage.at("x", "y"), 19 if stage.narrow else 23)
    if met:
        look = {"across": (38, 30)[stage.narrow], "shape": DRAWINGS["stranger"], "rim": "card"}
        yield stage.dots("stranger", **look)
        look = {"size": stage.text, "bold": True, "colour": "card", "dy": -0.35 * stage.text}
        yield kit.words("stranger", stage.at("x", "y"), expr("'?'"), **look)
        says = expr("!datum.met ? '' : datum.kind === 'trumpet' ? 'good to eat' : 'leave it!'")
        yield stage.sign("verdict", says, side="right", colour="accent")


def hung(stage, lit):
    """Yield the tree, its branches as thick as many mushrooms take them, over its baskets."""
    place, size = stage.at("left", 29, "right", 1), 0.9 * stage.text
    seen = {"seen": expr(f"{lit} ? 1 : 0.3")}
    round_off = {"width": 2, "cornerRadius": 5}
    yield kit.regions("leaves", place, colour=GROUND, outline="bark", **round_off, **seen)
    yield kit.threads("leaves", stage.at("tx", "ty", y2=29), colour="bark", width=2, **seen)
    branch = {"width": expr("2 + 0.34 * datum.n"), "strokeCap": "round"} | seen
    yield kit.segments("links", stage.at("x", "y", "x2", "y2"), colour="bark", **branch)
    yield stage.dots("nodes", across=size, colour="bark", **seen)
    leaf = {"across": 1.3 * size, "colour": GROUND, "rim": "bark"} | seen
    yield stage.dots("leaves", "ty", x="tx", **leaf)
    says = "datum.says + (datum.key === 'q' ? ' cm?' : '?')"
    asked = kit.rows("nodes", only="datum.said > 0")
    look = {"size": stage.small, "bold": True, "dy": -1.15 * size}
    yield from kit.haloed(asked, stage.at(stage.within("x", says), "y"), expr(says), **look)
    look = {"size": stage.small, "dy": -0.5 * size}
    look["seen"] = expr(f"length(data('leaves')) > {FEW} ? 0 : 1")
    middle = {"mid": "(datum.x + datum.x2) / 2", "high": "(datum.y + datum.y2) / 2"}
    for answer, key, way in (("yes", "qy", -1.6), ("no", "qn", 1.6)):
        half = kit.row("links", key, **middle)
        yield kit.words(half, stage.at("mid", "high"), kit.says(answer), dx=way * size, **look)
    yield from hedgehog(stage.at(93, 97), 36 if stage.narrow else 58)
    yield mushrooms(stage.at("tx", "ty"), 14 if stage.narrow else 20)


def xor(narrow):
    """The same, over a chessboard of mushrooms."""
    return grow(narrow, met=False)


def prune(narrow):
    """The same, while the tree is cut back."""
    return grow(narrow, met=False, drags=False)


# ── how deep? ────────────────────────────────────────────────────────────────────────────────────


TOLD = "(bet ? clamp(1 + guess, 0, 1) : 1)"  # 0 until a guess is checked; then it rises to 1


def depth(narrow):
    """The plane as a tree of some depth cuts it, and both errors of trees of every depth."""
    plane = square(narrow, 520)
    tables = {"mushrooms": ["kind", "x", "y"], "errors": ["depth", "train"]}
    tables["unmet"] = ["depth", "new"]
    names = {"new": "mushrooms she never met", "train": "her own mushrooms"}
    errors = board(narrow, 490, 520, DEPTHS, (-0.05, 0.48), left=3.2)  # she sits on the zero
    bet = kit.guess(errors, "y", format=".0%", only="bet", ends=DEPTHS, colour="new")
    return {
        "plane": plane.chart(cut_up(plane), lit="", usermeta=kit.usermeta(DRAWN, **tables)),
        "errors": errors.chart(falling(errors, names, TOLD), bet, bet=False, guess=-1),
    }


def falling(stage, names, told="1"):
    """Yield both errors by depth, and the hedgehog at the depth that is drawn."""
    shares = [0, 0.1, 0.2, 0.3, 0.4] if stage.up[1] > 0.4 else [0, 0.05, 0.1, 0.15]
    at = {name: stage.at("depth", name) for name in names}
    look = {"train": {"colour": "train", "line": "dashed"}}
    look["new"] = {"colour": "new", "seen": expr(told)}
    yield from stage.axis_x(
        "depth of the tree", unit="questions in a row", ticks=range(1, DEEPEST + 1)
    )
    yield from stage.axis_y("wrong", unit=None, ticks=shares, numbers=".0%", grid=True)
    yield kit.threads("here", stage.at("depth", 0, y2=shares[-1]))
    for name, table, shape in (("train", "errors", "circle"), ("new", "unmet", "square")):
        line = kit.rows(table, only="datum.depth > 0")
        yield kit.curve(line, at[name], order="depth", width=3.5, **look[name])
        dots = {key: each for key, each in look[name].items() if key != "line"}
        yield kit.dots(table, at[name], across=9, shape=shape, **dots)
        says = expr(f"'{names[name]}: ' + format(datum.{name}, '.0%')")
        row = 1 if name == "new" else 2
        yield stage.sign("here", says, side="right", row=row, **dots)
    yield kit.dots("here", at["train"], across=17, colour="train", rim="paper")
    place = stage.at("depth", expr(f"datum.train + (datum.new - datum.train) * {told}"))
    yield from hedgehog(place, 30 if stage.narrow else 46, kit.rows("here"))


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def edges(narrow):
    """Mushrooms in a row, and the gain of every question between two of them."""
    stage = board(narrow, 720, 480, (0, SIDE), (-0.2, 10), left=3, top=1)
    hill = stage.inset(0, 0, SIDE, 6.4, across=(0, SIDE), up=(0, 0.6))
    moved = {"axis": "x", "limits": [0.5, 15.5], "step": 0.1}
    drags = kit.drag("mushrooms", state="moved", label="{kind} {key}: cap {x} cm", **moved)
    tables = {"mushrooms": ["kind", "x"], "questions": ["at", "gain", "edge"]}
    can, never = (kit.rows("questions", only=f"datum.edge {test}") for test in ("> 0", "< 1"))
    return stage.chart(
        stage.axis_x("width of the cap", unit="cm", ticks=TICKS, at=0),
        hill.axis_y("gain", unit="bits", ticks=[0, 0.3, 0.6], lift=0.6),
        kit.threads(can, stage.at("at", 7, y2=0), colour="accent"),
        hill.curve("questions", "gain", x="at", colour="muted", width=2, line="dashed"),
        hill.dots(never, "gain", x="at", across=11, colour="paper", rim="muted"),
        hill.dots(can, "gain", x="at", across=16, colour="accent", shape="diamond"),
        kit.segments(kit.once(), stage.at(0, 7, x2=SIDE), colour="bark", width=3),
        mushrooms(stage.at("x", "y"), 20 if narrow else 36),
        hedgehog(hill.at("at", expr("datum.gain + 0.078")), 28 if narrow else 44, "best"),
        lit="",
        usermeta=kit.usermeta(DRAWN, drags, **tables),
    )


def mix(narrow):
    """An impurity over the share of toadstools, and the gap between it and a chord."""
    stage = board(narrow, 720, 500, (0, 1), (0, 1.2), left=3, right=1.8, top=2.4)
    share = {"axis": "x", "limits": [0, 1], "step": 0.05, "span": (0, 1.2)}
    says = expr("measure + ', gain ' + format(datum.gain, '.3f')")
    beside = stage.at(expr("datum.share - 0.045"), expr("datum.high + 0.075"))
    return stage.chart(
        stage.axis_x("share of toadstools", unit=None, ticks=SHARES, numbers=".0%"),
        stage.axis_y("impurity", unit=None, ticks=SHARES, grid=True),
        stage.curve("curve", "value", x="share", width=4),
        kit.threads("ends", stage.at("share", 0, y2="value"), width=2),
        stage.curve("ends", "value", x="share", colour="muted", line="dashed"),
        kit.segments("gap", stage.at("share", "low", y2="high"), colour="accent", width=8),
        stage.dots("ends", "value", x="share", across=18, colour="accent", rim="ink"),
        stage.dots("gap", "high", x="share", across=14),
        hedgehog(beside, 30 if narrow else 46, "gap"),
        stage.sign("gap", says, side="right", colour="accent"),
        measure="entropy",
        left=0.1,
        right=0.4,
        usermeta=kit.usermeta(
            kit.rule(state="left", label="left half: {value}", below="right", **share),
            kit.rule(state="right", label="right half: {value}", above="left", **share),
            curve=["share", "value"],
            gap=["share", "low", "high", "gain"],
        ),
    )


def days(narrow):
    """What is found on each day, and the steps that a tree predicts."""
    stage = board(narrow, 720, 500, (0, 70), (0, 6.4))
    moved = {"axis": "y", "limits": [0, 6], "step": 0.1, "label": "day {x}: {y} kg"}
    drags = kit.drag("days", state="moved", **moved)
    tables = {"days": ["x", "y", "fit"], "steps": ["left", "right", "level"]}
    return stage.chart(
        stage.axis_x("day of the autumn", unit=None, ticks=[0, 20, 40, 60]),
        stage.axis_y("found", unit="kg", ticks=[0, 2, 4, 6], grid=True),
        kit.threads("days", stage.at("x", "y", y2="fit"), colour="muted"),
        kit.segments("rises", stage.at("x", "y", y2="y2"), colour="trumpet", width=4),
        kit.segments("steps", stage.at("left", "level", x2="right"), colour="trumpet", width=5),
        mushrooms(stage.at("x", "y"), 20 if narrow else 30, table="days"),
        hedgehog(stage.at(66, expr("datum.last + 0.42")), 34 if narrow else 54, "fit"),
        lit="",
        usermeta=kit.usermeta(kit.parts(days=len(PARTS)), drags, **tables),
    )


def clinic(narrow):
    """Both errors by depth on real patients, and what trees ask them first."""
    errors = board(narrow, 490, 480, DEPTHS, (0, 0.19), left=3.2)
    names = {"new": "patients held out", "train": "its own patients"}
    roots = board(narrow, 490, 480, (0, 26), (-5.4, 0.9), left=0.6, top=1)
    low, high, over = (expr(f"{up} - datum.place") for up in (-0.42, 0.05, 0.22))
    named = {"size": roots.text, "align": "left"}
    says = kit.says("{key}: {times:.0f}")
    return {
        "errors": errors.chart(falling(errors, names)),
        "roots": roots.chart(
            roots.axis_x("trees that ask it first", unit=None, ticks=[0, 10, 20]),
            kit.bars("roots", roots.at(0, low, "times", high), colour="trumpet", pale=1),
            kit.words("roots", roots.at(0.2, over), says, **named),
        ),
    }
