"""The figures of the essay on decision trees; their characters are drawn in ``wood.svg``."""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("wood.svg"))
TEXT = (17, 13)
PARTS = ("foot", "body", "light", "ink")  # what a mushroom is drawn of, from the bottom up
INKS = {
    "toadstool": ("toadstool-dark", "toadstool", "toadstool-light", "mushroom-ink"),
    "trumpet": ("trumpet", "trumpet-dark", "trumpet-light", "mushroom-ink"),
}
SIDE = 16  # cm
TICKS = (0, 4, 8, 12, 16)
CM = {"limits": [[0.5, 15.5], [0.5, 15.5]], "step": [0.1, 0.1]}
SHARES = (0, 0.25, 0.5, 0.75, 1)
ASKED = "{key}: {times:.0f}"
CALLED = "{kind} {key}: cap {x} cm, stem {y} cm"


def board(narrow, width, height, across, up, left=2.4, right=0.6, top=2.0):
    """Return a stage with room for the axes at its left and its lower edge."""
    margins = {"left": left, "right": right, "bottom": 3, "top": top}
    look = {"width": (width, 360), "height": (height, 330), "text": TEXT, "margins": margins}
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
    """Yield the hedgehog: her spines, her face, and her eye, nose and smile."""
    rows = kit.once() if given is None else given
    for part, colour in (("spines", "hog"), ("face", "hog-face"), ("ink", "mushroom-ink")):
        look = {"shape": DRAWINGS[f"hog-{part}"], "colour": colour, "seen": seen}
        yield kit.dots(rows, place, across=across, **look)


def ground(kind="datum.kind"):
    """Return the expression of the colour of what the tree says."""
    return expr(kit.colour_of(kind, "-ground"))


# ── one question ─────────────────────────────────────────────────────────────────────────────────

LOW, RIGHT, LONG, MOST = -7.4, 17.6, 4.2, 0.2  # the hills of gain: places, and bits at their top
WOOD, PLANE, FIRST, GAIN, WALK, LINE, HILL = (
    expr(f"indexof('{views}', view) < 0 ? 0 : 1")  # in which views something is seen
    for views in ("wood", "line gain walk", "line", "gain", "walk", "line gain", "gain walk")
)


def ask(narrow):
    """A wood at dusk; then a plane with a question across it, and hills of gain along its sides."""
    stage = kit.Stage(narrow, width=(720, 360), height=(700, 352), across=(-1.7, 22.6),
                      up=(-8.3, 17.6), text=TEXT)  # fmt: skip
    size = expr(f"{stage.unit:.2f} * (view === 'wood' ? 0.85 + 0.055 * (datum.cap + datum.stem)"
                f" : {1.2 if narrow else 0.85})")  # fmt: skip
    return stage.chart(
        dusk(stage),
        field(stage, PLANE),
        question(stage),
        hills(stage),
        mushrooms(stage.at("x", "y"), size),
        hedgehog(stage.at(18.2, 4.3), stage.unit * 4.4, seen=WOOD),
        hedgehog(stage.at(19.6, 2), stage.unit * 4.6, seen=LINE),
        hedgehog(stage.at("x", expr("min(datum.y + 0.75, 16.4)")), stage.unit * 1.9, "hog", WALK),
        lit="",
        view="wood",
        at=5.05,
        walk=0,
        usermeta=kit.usermeta(
            kit.parts(mushrooms=len(PARTS)),
            kit.hops("mushrooms", column="y", height=1.2, paces=3),
            kit.rule(state="at", axis="x", limits=[1.05, 15.05], step=0.2, table="line",
                     span=(0, SIDE), label="cap under {value} cm?"),
            kit.sheets(mushrooms=["key", "kind", "cap", "stem"], gains=["asked", "at", "gain"],
                       sides=["key", "n", "trumpets", "toadstools", "bits"]),
        ),
    )  # fmt: skip


def dusk(stage):
    """Yield the wood: a sky with a moon, trunks, and a floor to stand on."""
    yield kit.regions(kit.once(), stage.at(-1.7, 17.6, 22.6, -8.3), colour="dusk", seen=WOOD)
    moon = stage.at(17.8, 13.6)
    yield kit.dots(kit.once(), moon, across=3.4 * stage.unit, colour="moon", seen=WOOD)
    trunks = kit.once([{"x": x, "wide": w} for x, w in
                       ((-0.7, 1.3), (2.6, 0.7), (5.4, 1.5), (9.3, 0.8), (12.2, 1.2), (15.2, 0.6),
                        (20.9, 1.6))])  # fmt: skip
    place = stage.at(expr("datum.x - datum.wide / 2"), 17.6, expr("datum.x + datum.wide / 2"), 1.5)
    yield kit.regions(trunks, place, colour="bark", seen=WOOD)
    hill = {"across": 0.9 * stage.width, "colour": "floor", "seen": WOOD}
    yield kit.dots(kit.once([{"x": 3}, {"x": 18}]), stage.at("x", -7.8), **hill)
    yield kit.regions(kit.once(), stage.at(-1.7, 2, 22.6, -8.3), colour="floor", seen=WOOD)


def field(stage, seen=1):
    """Yield the plane of cap and stem, with its axes."""
    yield kit.regions(kit.once(), stage.at(0, SIDE, SIDE, 0), colour="trumpet-ground", seen=seen)
    look = {"ticks": TICKS, "unit": "cm", "ends": (0, SIDE), "seen": seen}
    yield from stage.axis_x("width of the cap", at=0, **look)
    yield from stage.axis_y("height of the stem", at=0, lift=0.8, **look)


def question(stage):
    """Yield the line that the reader drags, and what lies on both of its sides."""
    for name, side in (("under", "left"), ("over", "right")):
        own = kit.rows("sides", only=f"datum.key === '{name}'")
        x, x2 = (0, expr("at")) if name == "under" else (expr("at"), SIDE)
        warm = expr("datum.toadstools > datum.trumpets ? 'var(--toadstool-ground)' :"
                    " 'var(--trumpet-ground)'")  # fmt: skip
        yield kit.regions(own, stage.at(x, SIDE, x2, 0), colour=warm, seen=LINE)
        look = {"size": stage.text, "align": side, "bold": True}
        at = 0.3 if side == "left" else SIDE - 0.3
        bits = {"dy": 1.1 * stage.text, "seen": GAIN}
        yield kit.words(own, stage.at(at, SIDE), kit.says("{bits:.2f} bits"), **look, **bits)
        counts = expr("[datum.trumpets + ' trumpets', datum.toadstools + ' toadstools']")
        rows = {"lineHeight": 1.3 * stage.text, "seen": FIRST}
        yield kit.words(own, stage.at(at, -4.2), counts, **look, **rows)
    yield kit.segments("line", stage.at(expr("at"), "y", y2="y2"), width=4, seen=LINE)
    yield kit.dots(kit.once(), stage.at(expr("at"), 0), across=16, shape="triangle-up", seen=LINE)
    says = expr("['cap under', format(at, '.2f') + ' cm?']")
    where = {"size": 1.1 * stage.text, "bold": True, "lineHeight": 1.3 * stage.text}
    yield kit.words(kit.once(), stage.at(19.4, 6.4), says, seen=LINE, **where)


def hills(stage):
    """Yield the gain of each question about the cap, below, and about the stem, at the right."""
    below, beside = stage.inset(0, LOW, SIDE, LONG), stage.inset(RIGHT, 0, LONG, SIDE)
    yield kit.segments(kit.once(), below.at(0, 0, x2=1), colour="axis", width=1.5, seen=HILL)
    yield kit.segments(kit.once(), beside.at(0, 0, y2=1), colour="axis", width=1.5, seen=WALK)
    ticks = {"ticks": {0: "0", 0.5: "0.1", 1: "0.2"}, "unit": "bits", "ends": (0, 1)}
    yield from below.axis_y("gain", lift=0.9, seen=HILL, **ticks)
    yield from beside.axis_x("gain", seen=WALK, title_at="middle", **ticks)
    here, high = expr(f"at / {SIDE}"), expr(f"datum.gain / {MOST}")
    yield kit.segments("question", below.at(here, 0, y2=high), width=6, colour="accent", seen=GAIN)
    yield kit.dots("question", below.at(here, high), across=15, colour="accent", seen=GAIN)
    far = expr(f"datum.at / {SIDE}")
    for name, passed, place in (
        ("cap", "walk", below.at(far, high)),
        ("stem", f"walk - {SIDE}", beside.at(high, far)),
    ):
        rows = kit.rows("gains", only=f"datum.asked === '{name}' && datum.at <= {passed}")
        yield kit.curve(rows, place, order="at", colour="accent", width=3, seen=WALK)
        yield kit.dots(rows, place, across=6, colour="accent", seen=WALK)
    now = {"line": "dashed", "width": 2, "colour": "muted"}
    seen = [expr(f"view === 'walk' && walk {end} ? 1 : 0") for end in ("<= 16", "> 16")]
    yield kit.segments(kit.once(), stage.at(expr("walk"), 0, y2=SIDE), seen=seen[0], **now)
    up = expr(f"walk - {SIDE}")
    yield kit.segments(kit.once(), stage.at(0, up, x2=SIDE), seen=seen[1], **now)
    for name in ("cap", "stem"):
        best = kit.rows("best", only=f"datum.asked === '{name}' && datum.found > 0")
        line = stage.at("at", 0, y2=SIDE) if name == "cap" else stage.at(0, "at", x2=SIDE)
        yield kit.segments(best, line, width=4, seen=WALK)
        place = below.at(far, high) if name == "cap" else beside.at(high, far)
        look = {"across": 22, "shape": "diamond", "rim": "ink", "colour": "floor"}
        yield kit.dots(best, place, seen=WALK, **look)


# ── the tree beside its plane ────────────────────────────────────────────────────────────────────

CHOSEN = "(leaf || home || data('verdict')[0].leaf)"
LIT = f"(!{CHOSEN} || indexof({CHOSEN}, datum.key) === 0)"


def grow(narrow, met=True, drags=True):
    """The plane that a tree cuts up, and beside it the tree, with the mushrooms in its baskets."""
    lit = LIT if met else LIT.replace(" || data('verdict')[0].leaf", "")
    plane = square(narrow, 540)
    tree = kit.Stage(narrow, width=(510, 360), height=(540, 330), across=(0, 100), up=(0, 104),
                     text=TEXT)  # fmt: skip
    params = {"leaf": "", "home": "", "lit": ""}
    rules = [kit.parts(mushrooms=len(PARTS)),
             kit.point("leaves", param="leaf", label="{kind}s: {n} of the basket's mushrooms"),
             kit.point("mushrooms", param="home", by="leaf", label=CALLED),
             kit.sheets(mushrooms=["key", "kind", "x", "y"], leaves=["kind", "n"],
                        nodes=["says"])]  # fmt: skip
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
    yield kit.regions("leaves", stage.at("x", "y2", "x2", "y"), colour=ground(), **look)
    if ghost:
        before = {"colour": "boundary", "pale": 0, "width": 2, "strokeDash": [3, 5]}
        yield kit.regions("leaves_ghost", stage.at("x", "y2", "x2", "y"), **before)
    yield mushrooms(stage.at("x", "y"), 19 if stage.narrow else 23)
    if met:
        place, across = stage.at("x", "y"), 30 if stage.narrow else 38
        yield kit.dots("stranger", place, across=across, shape=DRAWINGS["stranger"], rim="card")
        yield kit.words("stranger", place, expr("'?'"), size=stage.text, bold=True, colour="card",
                        dy=-0.35 * stage.text)  # fmt: skip
        says = expr("!datum.met ? '' : datum.kind === 'trumpet' ? 'good to eat' : 'leave it!'")
        yield stage.sign("verdict", says, side="right", colour="accent")


def hung(stage, lit):
    """Yield the tree, its branches as thick as many mushrooms take them, over its baskets."""
    place = stage.at("left", 29, "right", 1)
    faint = expr(f"{lit} ? 1 : 0.3")
    yield kit.regions("leaves", place, colour=ground(), outline="bark", width=2, cornerRadius=5,
                      seen=faint)  # fmt: skip
    string = {"line": "dotted", "colour": "bark", "seen": faint}
    yield kit.segments("leaves", stage.at("tx", "ty", y2=29), **string)
    thick = expr("2 + 0.34 * datum.n")
    yield kit.segments("links", stage.at("x", "y", "x2", "y2"), colour="bark", width=thick,
                       strokeCap="round", seen=faint)  # fmt: skip
    size = 0.9 * stage.text
    yield kit.dots("nodes", stage.at("x", "y"), across=size, colour="bark", seen=faint)
    yield kit.dots("leaves", stage.at("tx", "ty"), across=1.3 * size, colour=ground(), rim="bark",
                   seen=faint)  # fmt: skip
    says = expr("datum.says + (datum.key === 'q' ? ' cm?' : '?')")
    asked = kit.rows("nodes", only="datum.said > 0")
    look = {"size": stage.small, "bold": True, "dy": -1.15 * size}
    halo = {"stroke": "var(--paper)", "strokeWidth": 5, "strokeJoin": "round"}
    yield kit.words(asked, stage.at("x", "y"), says, colour="paper", **halo, **look)
    yield kit.words(asked, stage.at("x", "y"), says, **look)
    for answer, key in (("yes", "qy"), ("no", "qn")):
        half = kit.rows("links", only=f"datum.key === '{key}'", mid="(datum.x + datum.x2) / 2")
        look = {"size": stage.small, "dy": -0.5 * size, "dx": (-1.6 if key == "qy" else 1.6) * size}
        look["seen"] = expr("length(data('leaves')) > 8 ? 0 : 1")
        yield kit.words(half, stage.at("mid", expr("(datum.y + datum.y2) / 2")), kit.says(answer),
                        **look)  # fmt: skip
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
    rules = kit.usermeta(
        kit.parts(mushrooms=len(PARTS)),
        kit.sheets(mushrooms=["kind", "x", "y"], errors=["depth", "train", "new"]),
    )
    names = {"new": "mushrooms she never met", "train": "her own basket"}
    errors = board(narrow, 490, 520, (0.6, 8.4), (0, 0.48), left=3.2)
    bet = kit.guess(errors, "y", format=".0%", only="bet", ends=(0.6, 8.4), colour="new")
    return {
        "plane": plane.chart(cut_up(plane), lit="", usermeta=rules),
        "errors": errors.chart(falling(errors, names, TOLD), bet, bet=False, guess=-1),
    }


def falling(stage, names, told="1"):
    """Yield both errors by depth, and the hedgehog at the depth that is drawn."""
    shares = [0, 0.1, 0.2, 0.3, 0.4] if stage.up[1] > 0.4 else [0, 0.05, 0.1, 0.15]
    at = {name: stage.at("depth", name) for name in names}
    line, seen = kit.rows("errors", only="datum.depth > 0"), {"seen": expr(told)}
    look = {"train": {"colour": "train", "line": "dashed"}, "new": {"colour": "new"} | seen}
    yield from stage.axis_x("depth of the tree", unit="questions in a row", ticks=range(1, 9))
    yield from stage.axis_y("wrong", unit=None, ticks=shares, numbers=".0%", grid=True)
    yield kit.threads("here", stage.at("depth", 0, y2=shares[-1]))
    for name, shape in (("train", "circle"), ("new", "square")):
        yield kit.curve(line, at[name], order="depth", width=3.5, **look[name])
        dots = {key: each for key, each in look[name].items() if key != "line"}
        yield kit.dots("errors", at[name], across=9, shape=shape, **dots)
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
    hill = stage.inset(0, 0, SIDE, 6.4)
    place = hill.at(expr(f"datum.at / {SIDE}"), expr("datum.gain / 0.6"))
    can, never = (kit.rows("questions", only=f"datum.edge {test}") for test in ("> 0", "< 1"))
    return stage.chart(
        stage.axis_x("width of the cap", unit="cm", ticks=TICKS, at=0),
        hill.axis_y("gain", unit="bits", ticks={0: "0", 0.5: "0.3", 1: "0.6"}, lift=0.6),
        kit.threads(can, stage.at("at", 7, y2=0), colour="accent"),
        kit.curve("questions", place, order="at", colour="muted", width=2, line="dashed"),
        kit.dots(never, place, across=11, colour="paper", rim="muted"),
        kit.dots(can, place, across=16, colour="accent", shape="diamond"),
        kit.segments(kit.once(), stage.at(0, 7, x2=SIDE), colour="bark", width=3),
        mushrooms(stage.at("x", "y"), 20 if narrow else 36),
        hedgehog(hill.at(expr(f"datum.at / {SIDE}"), expr("datum.gain / 0.6 + 0.13")),
                 28 if narrow else 44, "best"),
        lit="",
        usermeta=kit.usermeta(
            kit.parts(mushrooms=len(PARTS)),
            kit.drag("mushrooms", state="moved", axis="x", limits=[0.5, 15.5], step=0.1,
                     label="{kind} {key}: cap {x} cm"),
            kit.sheets(mushrooms=["kind", "x"], questions=["at", "gain", "edge"]),
        ),
    )  # fmt: skip


def mix(narrow):
    """An impurity over the share of toadstools, and the gap between it and a chord."""
    stage = board(narrow, 720, 500, (0, 1), (0, 1.2), left=3, right=1.8, top=2.4)
    share = {"axis": "x", "limits": [0, 1], "step": 0.05, "span": (0, 1.2)}
    beside = stage.at(expr("datum.share - 0.045"), expr("datum.high + 0.075"))
    return stage.chart(
        stage.axis_x("share of toadstools", unit=None, ticks=SHARES, numbers=".0%"),
        stage.axis_y("impurity", unit=None, ticks=SHARES, grid=True),
        kit.curve("curve", stage.at("share", "value"), order="share", width=4),
        kit.threads("ends", stage.at("share", 0, y2="value"), width=2),
        kit.curve("ends", stage.at("share", "value"), order="share", colour="muted", line="dashed"),
        kit.segments("gap", stage.at("share", "low", y2="high"), colour="accent", width=8),
        kit.dots("ends", stage.at("share", "value"), across=18, colour="accent", rim="ink"),
        kit.dots("gap", stage.at("share", "high"), across=14),
        hedgehog(beside, 30 if narrow else 46, "gap"),
        stage.sign("gap", expr("measure + ', gain ' + format(datum.gain, '.3f')"), side="right",
                   colour="accent"),
        measure="entropy",
        left=0.1,
        right=0.4,
        usermeta=kit.usermeta(
            kit.rule(state="left", label="left half: {value}", below="right", **share),
            kit.rule(state="right", label="right half: {value}", above="left", **share),
            kit.sheets(curve=["share", "value"], gap=["share", "low", "high", "gain"]),
        ),
    )  # fmt: skip


def days(narrow):
    """What is found on each day, and the steps that a tree predicts."""
    stage = board(narrow, 720, 500, (0, 70), (0, 6.4))
    return stage.chart(
        stage.axis_x("day of the autumn", unit=None, ticks=[0, 20, 40, 60]),
        stage.axis_y("found", unit="kg", ticks=[0, 2, 4, 6], grid=True),
        kit.threads("days", stage.at("x", "y", y2="fit"), colour="muted"),
        kit.segments("rises", stage.at("x", "y", y2="y2"), colour="trumpet", width=4),
        kit.segments("steps", stage.at("left", "level", x2="right"), colour="trumpet", width=5),
        mushrooms(stage.at("x", "y"), 20 if narrow else 30, table="days"),
        hedgehog(stage.at(66, expr("datum.last + 0.42")), 34 if narrow else 54, "fit"),
        lit="",
        usermeta=kit.usermeta(
            kit.parts(days=len(PARTS)),
            kit.drag("days", state="moved", axis="y", limits=[0, 6], step=0.1,
                     label="day {x}: {y} kg"),
            kit.sheets(days=["x", "y", "fit"], steps=["left", "right", "level"]),
        ),
    )  # fmt: skip


def clinic(narrow):
    """Both errors by depth on real patients, and what trees ask them first."""
    errors = board(narrow, 490, 480, (0.6, 8.4), (0, 0.19), left=3.2)
    names = {"new": "patients held out", "train": "its own patients"}
    roots = board(narrow, 490, 480, (0, 26), (-5.4, 0.9), left=0.6, top=1)
    bar = roots.at(expr("0"), expr("0.05 - datum.place"), "times", expr("-0.42 - datum.place"))
    over = {"size": roots.text, "align": "left"}
    return {
        "errors": errors.chart(falling(errors, names)),
        "roots": roots.chart(
            roots.axis_x("trees that ask it first", unit=None, ticks=[0, 10, 20]),
            kit.bars("roots", bar, colour="trumpet", pale=1),
            kit.words("roots", roots.at(0.2, expr("0.22 - datum.place")), kit.says(ASKED), **over),
        ),
    }  # fmt: skip
