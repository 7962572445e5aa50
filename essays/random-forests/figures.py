"""Nuts, squirrels and trees: the figures of the wood."""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("things.svg"))
NUT, FLAT = ("body", "dark", "light", "ink"), ("body", "dark")  # whole, and where it is small
SQUIRREL = ("dark", "body", "light", "ink")
KINDS = ("hollow", "full")
CROWD = (*KINDS, "squirrel")
WHOLE = {kind: DRAWINGS[f"{kind}-body"] + DRAWINGS[f"{kind}-dark"] for kind in KINDS}
SHAPE = expr(f"datum.kind === 'full' ? '{WHOLE['full']}' : '{WHOLE['hollow']}'")
INK = expr(kit.colour_of("datum.kind"))
RING = {"fillOpacity": 0, "stroke": "var(--ink)", "strokeWidth": 3, "strokeDash": [6, 4]}
GRAMS, KILOHERTZ = (0.7, 4.9), (1.0, 7.4)
TEXT = (17, 13)
LIMITS = {"limits": [[0.8, 4.8], [1.2, 7.2]], "step": [0.01, 0.01]}


def drawn(table, place, across, *, kinds=KINDS, kind="datum.kind", parts=NUT, seen="1"):
    """Draw rows as nuts or squirrels, in so many parts; ``kinds`` are all that the chart draws."""
    inks = {"body": kit.colour_of(kind), "dark": kit.colour_of(kind, "-dark")}
    names = [f"{name}-{part}" for name in kinds for part in sorted(parts)]
    colours = [inks.get(part, f"'var(--nut-{part})'") for part in parts]
    return kit.sprites(
        table,
        place,
        shapes={name: DRAWINGS[name] for name in names},
        look=f"{kind} + '-' + {list(parts)}[datum.part]",
        colour=kit.by_part(*colours),
        across=across,
        seen=seen,
    )


def squirrels(table, place, across, kinds, **look):
    """Draw rows as squirrels."""
    return drawn(table, place, across, kinds=kinds, kind="'squirrel'", parts=SQUIRREL, **look)


def painted(x=GRAMS, y=KILOHERTZ, columns=42):
    """Return the rule that paints a plane by the share of trees that say full."""
    colours = ["hollow-ground", "doubt", "full-ground"]
    edges = {"x": list(x), "y": list(y)}
    return kit.raster("map", column="share", columns=columns, colours=colours, **edges)


def measured(stage):
    """Yield the axes of weight and pitch."""
    ticks = [1, 2, 3] if stage.narrow else [1, 2, 3, 4]
    yield from stage.axis_x("weight", unit="g", ticks=ticks, ends=GRAMS, rows=1)
    yield from stage.axis_y("pitch", unit="kHz", ticks=[2, 4, 6], ends=KILOHERTZ)


def border(stage, table="border", **look):
    """Return the line along which as many trees say full as hollow."""
    line = kit.curve(table, stage.at("x", "y"), order="key", **look)
    return line.encode(detail="line:N")


def hand(label="{kind} nut {key}: {x} g, {y} kHz", table="nuts", state="moved"):
    """Return the rule that lets nuts be dragged."""
    return kit.drag(table, state=state, label=label, **LIMITS)


def plane(narrow, right=0.0, below=(0.0, 0.0)):
    """Return the stage of the plane, with room beside it in a wide figure, below it in a narrow."""
    margins = {"left": 1.7, "bottom": 1.6 + below[narrow], "top": 1.7}
    margins["right"] = 0.4 if narrow else right
    size = {"width": ((640 if right else 740) + 17 * right, 360), "height": (640, 350)}
    return kit.Stage(narrow, across=GRAMS, up=KILOHERTZ, text=TEXT, margins=margins, **size)


# ── many heads ───────────────────────────────────────────────────────────────────────────────────

# Few squirrels are drawn larger. Who comes later stands where there is room for all before.
ZOOM = "clamp(17 / max(squirrels, datum.key + 1), 1, 2.6)"
FIRS = (-8.6, -7, -5, -2, 1.9, 4.6, 6.6, 8.4)


def jury(narrow):
    """A crowd on a hill, each with its vote over its head, and how often the majority is right."""
    stage = kit.Stage(
        narrow, width=(780, 360), height=(660, 350), across=(-9.4, 9.4), up=(-6.5, 4.6), text=TEXT
    )
    chart = stage.inset(-7.2, -5.1, 15.4, 3.6)
    at, here = "1.3 * datum.y - 0.008 * datum.x * datum.x", "datum.here"
    coat = "(datum.copies ? 'asked' : 'squirrel')"
    place = stage.at(expr(f"datum.x * {ZOOM}"), expr(f"({at} + 0.35) * {ZOOM}"))
    crowd = squirrels("crowd", place, expr(f"{(46, 24)[narrow]} * {ZOOM}"), CROWD, seen=here)
    coats = kit.by_part(
        kit.colour_of(coat, "-dark"), kit.colour_of(coat), "'var(--nut-light)'", "'var(--nut-ink)'"
    )
    crowd = crowd.transform_calculate(colour=coats)
    votes = stage.at(expr(f"(datum.x + 0.1) * {ZOOM}"), expr(f"({at} + 1.0) * {ZOOM}"))
    copied = kit.rows("crowd", only="datum.key === 0 && datum.part === 0")
    return stage.chart(
        snow(stage),
        crowd,
        drawn("crowd", votes, expr(f"{(25, 13)[narrow]} * {ZOOM}"), kinds=CROWD, seen=here),
        kit.dots(copied, place, across=(62, 34)[narrow], seen=expr("ring ? 1 : 0"), **RING),
        chance(chart, narrow),
        stage.sign("verdict", "says", size=1.15 * stage.text),
        squirrels=1,
        right=0.6,
        ring=False,
        usermeta=kit.usermeta(
            kit.parts(crowd=4),
            kit.sheets(chance=["squirrels", "right"], verdict=["n", "full", "right"]),
        ),
    )


def snow(stage):
    """Yield firs, the snow before them, and in it the nut that all judge."""
    firs, tall = kit.once([{"x": x} for x in FIRS]), "(2.4 + 1.4 * abs(sin(7 * datum.x)))"
    unit, place = stage.height / 11.1, expr(f"0.47 * {tall}")
    look = {"shape": DRAWINGS["fir"], "colour": "line", "fillOpacity": 0.45}
    yield kit.dots(firs, stage.at("x", place), across=expr(f"{unit:.1f} * {tall}"), **look)
    yield kit.regions(kit.once(), stage.at(-9.4, -0.9, 9.4, 0.05), colour="line", outline="")
    for part, colour in zip(NUT, ("full", "full-dark", "nut-light", "nut-ink"), strict=True):
        look = {"shape": DRAWINGS[f"full-{part}"], "colour": colour}
        yield kit.dots(kit.once(), stage.at(0, -0.55), across=(46, 24)[stage.narrow], **look)


def chance(chart, narrow):
    """Yield the curve of how often the majority is right, by the number of squirrels."""
    x, y = "(datum.squirrels - 1) / 50", "(datum.right - 0.3) / 0.7"
    ticks = {(n - 1) / 50: str(n) for n in (1, 11, 21, 31, 41, 51)}
    shares = {(p - 0.3) / 0.7: f"{p:.0%}" for p in (0.3, 0.5, 0.75, 1)}
    yield from chart.axis_x("squirrels", unit=None, ticks=ticks)
    yield from chart.axis_y("how often the wood is right", unit=None, ticks=shares, lift=0.8)
    alone = expr("(datum.alone - 0.3) / 0.7")
    yield kit.threads("verdict", chart.at(0, alone, x2=1), colour="muted")
    says, small = kit.says("one alone: {alone:.0%}"), chart.small
    look = {"size": small, "colour": "muted", "align": "right", "dy": 0.9 * small}
    yield kit.words("verdict", chart.at(1, alone), says, **look)
    yield kit.curve("chance", chart.at(expr(x), expr(y)), order="squirrels", colour="full")
    here = chart.at(expr("(datum.n - 1) / 50"), expr(y))
    yield kit.threads("verdict", chart.at(expr("(datum.n - 1) / 50"), expr(y), y2=0))
    yield kit.dots("verdict", here, across=12 if narrow else 18, colour="full", rim="card")


# ── one tree, and a bag ──────────────────────────────────────────────────────────────────────────


def fickle(narrow):
    """The map of one tree, under the nuts that taught it."""
    stage = plane(narrow)
    ringed = kit.rows("nuts", only="datum.ringed && datum.part === 0")
    return stage.chart(
        border(stage, "border_ghost", colour="muted", width=2, line="dashed"),
        border(stage, width=3),
        drawn("nuts", stage.at("x", "y"), 16 if narrow else 34, parts=parts_of(narrow)),
        kit.dots(ringed, stage.at("x", "y"), across=(48, 28)[narrow], colour="ink", **RING),
        measured(stage),
        stage.sign("tree", "asks", side="right"),
        usermeta=kit.usermeta(
            painted(),
            hand(),
            kit.ghost("border"),
            kit.parts(nuts=len(parts_of(narrow))),
            kit.sheets(nuts=["key", "kind", "x", "y"], tree=["changed", "leaves"]),
        ),
    )


def parts_of(narrow):
    """Return the parts of a nut among many."""
    return FLAT if narrow else NUT


def bag(narrow):
    """Sixty places, in each the nut as often as it was drawn, and its outline where it was not."""
    stage = kit.Stage(
        narrow, width=(780, 360), height=(560, 330), across=(-0.7, 9.7), up=(-5.7, 1.1), text=TEXT
    )
    across = (46, 22)[narrow]
    out = kit.rows("places", only="!datum.times")
    corner = stage.at(expr("datum.x + 0.4"), expr("datum.y - 0.46"))
    often = kit.rows("places", only="datum.times > 1")
    outline = {"strokeWidth": 1.5, "strokeDash": [3, 3], "stroke": INK, "fillOpacity": 0}
    return stage.chart(
        kit.dots(out, stage.at("x", "y"), across=across, shape=SHAPE, colour=INK, **outline),
        drawn("copies", stage.at("x", "y"), across, parts=parts_of(narrow)),
        kit.words(often, corner, kit.says("{times:d} x"), size=stage.small, bold=True),
        stage.sign("count", kit.says("in the bag: {different:d} different nuts")),
        stage.sign("count", kit.says("left out: {out:d}"), side="right", colour="together"),
        usermeta=kit.usermeta(
            kit.parts(copies=len(parts_of(narrow))),
            kit.sheets(places=["key", "kind", "times"], count=["different", "out", "share"]),
        ),
    )


# ── nine trees ───────────────────────────────────────────────────────────────────────────────────

ALL = (*CROWD, "asked")
SMALL = (0.2, 0.4, 3.9, 4.0)  # the small plane on the stage, from edge to edge


def vote(narrow):
    """Nine trees with a nut on its way down, the plane it came from, and the votes."""
    stage = kit.Stage(
        narrow, width=(900, 360), height=(690, 350), across=(0, 12.6), up=(0, 9.8), text=TEXT
    )
    left, floor, right, top = SMALL
    small = stage.inset(left, floor, right - left, top - floor)
    walked = kit.rows("links", only="datum.on")
    ends, leaf = stage.at("x", "y", "x2", "y2"), kit.rows("nodes", only="datum.kind !== 'split'")
    splits = kit.rows("nodes", only="datum.kind === 'split'")
    across = (22, 11)[narrow]
    where = {"size": stage.small, "colour": "muted"}
    reach = {"limits": [[0.3, 3.8], [0.5, 3.9]], "step": [0.01, 0.01]}
    return stage.chart(
        kit.segments("links", ends, colour="bark", width=(2.5, 1.5)[narrow]),
        kit.segments(walked, ends, colour="full", width=(6, 3)[narrow]),
        kit.dots(splits, stage.at("x", "y"), across=across / 3, colour="bark"),
        kit.dots(leaf, stage.at("x", "y"), across=across, shape=SHAPE, colour=INK),
        squirrels("homes", stage.at("x", "y"), (46, 22)[narrow], ALL),
        drawn("runners", stage.at("x", "y"), (30, 15)[narrow], kinds=ALL),
        kit.dots("found", stage.at("x", "y"), across=(12, 6)[narrow], shape=SHAPE, colour=INK),
        drawn("asked", stage.at("x", "y"), (38, 22)[narrow], kinds=ALL, kind="'asked'"),
        kit.title(small.at(0, 0), "weight →", dy=0.75 * stage.small, align="left", **where),
        kit.title(small.at(0, 1), "↑ pitch", dy=-0.6 * stage.small, align="left", **where),
        piles(stage),
        stage.sign("tally", "says", size=stage.text),
        usermeta=kit.usermeta(
            painted((0.2, 3.9), (0.4, 4.0), 30),
            kit.parts(homes=4, runners=4, asked=4),
            kit.drag("asked", state="asked", label="the nut", **reach),
            kit.sheets(runners=["key", "kind"], tally=["full", "hollow"]),
        ),
    )


def piles(stage):
    """Yield what is under the two piles of votes."""
    for left, kind in ((0.4, "full"), (2.2, "hollow")):
        yield kit.segments(kit.once(), stage.at(left, 5.05, x2=left + 1.5), colour="axis")
        says = expr(f"'{kind}' + (datum.counted > 0.5 ? ': ' + datum.{kind} : '')")
        place = stage.at(left + 0.75, 4.72)
        yield kit.words("tally", place, says, size=stage.text, bold=True)


# ── sixty trees ──────────────────────────────────────────────────────────────────────────────────

HIGHEST = 0.4  # error on the chart
ERRORS, LAW = expr("1 - view"), expr("view")


def forest(narrow):
    """The map of the forest, and beside it how wrong it is after each tree."""
    stage = plane(narrow, right=20, below=(0, 9.6))
    frame = (1.1, -3.2, 3.6, 2.6) if narrow else (5.3, 1.5, 1.9, 5.0)
    chart = stage.inset(*frame)
    return stage.chart(
        border(stage, width=(3, 2)[narrow]),
        drawn("nuts", stage.at("x", "y"), 16 if narrow else 30, parts=parts_of(narrow)),
        measured(stage),
        errors(chart, narrow),
        law(chart, narrow),
        stage.sign(
            "now",
            expr("datum.trees + (datum.trees == 1 ? ' tree' : ' trees')"),
            side="right",
            size=1.3 * stage.text,
        ),
        view=0,
        usermeta=kit.usermeta(
            painted(),
            hand(),
            kit.parts(nuts=len(parts_of(narrow))),
            kit.still("errors", "law", "now"),
            kit.sheets(
                nuts=["key", "kind", "x", "y"],
                errors=["key", "test", "out", "square"],
                now=["trees", "test", "out", "square", "alone", "together", "rho"],
            ),
        ),
    )


def after(chart, column, number="key"):
    """Return the place of an error after so many trees."""
    x, y = f"(datum.{number} - 1) / 59", f"min(datum.{column} / {HIGHEST}, 1)"
    return chart.at(expr(x), expr(y))


def errors(chart, narrow):
    """Yield the axes, and the errors on other nuts and on those that trees have left out."""
    ticks = {(n - 1) / 59: str(n) for n in (1, 20, 40)}
    shares = {share / HIGHEST: f"{share:.0%}" for share in (0, 0.1, 0.2, 0.3, 0.4)}
    yield from chart.axis_x("trees", unit=None, ticks=ticks, rows=1)
    yield from chart.axis_y("wrong", unit=None, ticks=shares, grid=True, lift=0.7, seen=ERRORS)
    numbers = {share / HIGHEST: f"{share:.1f}" for share in (0, 0.1, 0.2, 0.3, 0.4)}
    named = {"unit": None, "ticks": numbers, "grid": True, "lift": 0.7, "seen": LAW}
    yield from chart.axis_y("mean squared error", **named)
    size, across = chart.text, (14, 9)[narrow]
    for column, colour, line, shape, row in (
        ("test", "own", "solid", "circle", 1),
        ("out", "together", "dashed", "diamond", 2.2),
    ):
        look = {"colour": colour, "seen": ERRORS}
        yield kit.curve("errors", after(chart, column), order="key", line=line, **look)
        yield kit.dots("now", after(chart, column, "trees"), across=across, shape=shape, **look)
        says = {"test": "● new nuts {test:.0%}", "out": "◆ nuts left out {out:.0%}"}[column]
        where = {"align": "right", "dy": row * size, "bold": True}
        yield kit.words("now", chart.at(1, 1), kit.says(says), size=size, **where, **look)


def law(chart, narrow):
    """Yield the law of the forest's error, its floor, and what was measured."""
    floor = expr(f"datum.together / {HIGHEST}")
    look = {"colour": "together", "seen": LAW}
    yield kit.regions("now", chart.at(0, 0, 1, floor), pale=0.25, outline="", **look)
    yield kit.segments("now", chart.at(0, floor, x2=1), line="dashed", **look)
    yield kit.curve("law", after(chart, "square"), order="key", colour="own", seen=LAW)
    few = kit.rows("errors", only="datum.key < 11 || datum.key % 5 === 0")
    yield kit.dots(few, after(chart, "square"), across=(8, 5)[narrow], seen=LAW)
    size = chart.text
    place, where = chart.at(1, floor), {"align": "right", "dy": 1.1 * size, "bold": True}
    says = kit.says("wrong together {together:.2f}")
    yield kit.words("now", place, says, size=size, **where, **look)
    alone = expr(f"datum.alone / {HIGHEST}")
    where = {"align": "left", "dx": 10, "dy": -0.5 * size, "bold": True, "colour": "own"}
    says = kit.says("one tree {alone:.2f}")
    yield kit.words("now", chart.at(0, alone), says, size=size, seen=LAW, **where)


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────

NEAR = (*KINDS, "asked")


def weights(narrow):
    """A nut to drag, and threads to all nuts that have a say, as thick as their weights."""
    stage, parts = plane(narrow), parts_of(narrow)
    ends, place = stage.at("x", "y", "x2", "y2"), stage.at("x", "y")
    across = f"{(22, 12)[narrow]} + {(190, 90)[narrow]} * datum.weight"
    asked = {"kinds": NEAR, "kind": "'asked'", "parts": parts}
    heard = {"kinds": NEAR, "parts": parts, "seen": "datum.weight > 0 ? 1 : 0.35"}
    wide = expr(f"{(130, 60)[narrow]} * datum.weight")
    return stage.chart(
        border(stage, width=2, colour="muted"),
        kit.segments("threads", ends, colour="own", width=wide),
        drawn("nuts", place, expr(across), **heard),
        drawn("asked", place, (44, 24)[narrow], **asked),
        measured(stage),
        stage.sign("sums", kit.says("full: {forest:.0%}"), side="right", colour="full"),
        usermeta=kit.usermeta(
            painted(),
            hand("the nut: {x} g, {y} kHz", "asked", "asked"),
            kit.parts(nuts=len(parts), asked=len(parts)),
            kit.still("threads"),
            kit.sheets(nuts=["key", "kind", "x", "y", "weight"], sums=["full", "forest"]),
        ),
    )


def scaled(narrow, height, across, up, left, top, bottom=0.4):
    """Return a stage with room for axes."""
    margins = {"left": left, "top": top, "bottom": bottom, "right": 0.6}
    size = {"width": (760, 360), "height": height, "text": TEXT, "margins": margins}
    return kit.Stage(narrow, across=across, up=up, **size)


def importance(narrow):
    """Three columns of the notebook, and how important each is said to be."""
    stage = scaled(narrow, (400, 300), (-0.45, 2.1), (0, 2.6), 0, 2.5)
    look, how = {"size": stage.text, "align": "left"}, "datum.how === '{}'"
    colour = expr("datum.row > 2 ? 'var(--full)' : 'var(--asked)'")
    layers = [kit.words("names", stage.at(-0.03, "row"), "name", size=stage.text, align="right")]
    for name, left, says in (
        ("impurity", 0, "by impurity"),
        ("shuffled", 1.1, "by shuffling"),
    ):
        rows = kit.rows("importances", only=how.format(name), low="datum.row - 0.3")
        end, middle = expr(f"{left} + max(datum.value, 0) / 0.6"), expr("datum.row")
        bars = stage.at(left, "low", end, expr("datum.row + 0.3"))
        layers += [
            kit.bars(rows, bars, colour=colour, pale=0.85),
            kit.words(rows, stage.at(end, middle), "value", format=".2f", dx=6, **look),
            kit.segments(kit.once(), stage.at(left, 0, y2=2.6), colour="axis"),
            kit.title(stage.at(left, 2.6), says, dy=-stage.text, **look),
        ]
    return stage.chart(layers, usermeta=kit.usermeta(kit.sheets(importances=["key", "value"])))


def hands(narrow):
    """Nine squirrels, each with a doubt that can be dragged; the line of one half, and the mean."""
    stage = scaled(narrow, (500, 330), (0.3, 11.3), (-0.16, 1), 3.2, 4.2)
    bars = stage.at(expr("datum.x - 0.3"), 0, expr("datum.x + 0.3"), "y")
    look = {"size": stage.text, "colour": "together", "align": "right", "bold": True}
    up = {"ticks": [0, 0.5, 1], "ends": (0, 1), "numbers": ".0%", "lift": 2}
    label = "squirrel {x}: sure to {y}"
    return stage.chart(
        stage.axis_y("how sure that it is full", unit=None, **up),
        kit.segments(kit.once(), stage.at(0.3, 0.5, x2=11.3), colour="axis", line="dashed"),
        kit.bars("doubts", bars, colour=INK),
        squirrels("doubts", stage.at("x", -0.08), (50, 26)[narrow], CROWD),
        drawn("doubts", stage.at("x", "y"), (34, 20)[narrow], kinds=CROWD),
        kit.segments("both", stage.at(0.3, "mean", x2=11.3), colour="together", width=3),
        kit.words("both", stage.at(11.3, "mean"), kit.says("mean {mean:.0%}"), dy=-13, **look),
        stage.sign("both", kit.says("hands for full: {hands:d} of 9"), side="right"),
        usermeta=kit.usermeta(
            kit.parts(doubts=4),
            kit.drag("doubts", state="moved", axis="y", limits=[0, 1], step=0.01, label=label),
            kit.sheets(doubts=["key", "y"], both=["hands", "mean"]),
        ),
    )


def flat(narrow):
    """Nights of frost and nuts eaten, what the forest expects, and a line."""
    stage = scaled(narrow, (520, 330), (0, 20), (0, 64), 2.6, 1.8, 2.8)
    place, across = stage.at("x", "y"), (24, 13)[narrow]
    says, look = kit.says("{y:.0f} nuts"), {"dy": (-36, -22)[narrow], "bold": True}
    reach = {"limits": [[0, 20], [0, 60]], "step": [0.5, 0.5]}
    return stage.chart(
        stage.axis_x("nights of frost", unit=None, ticks=[0, 5, 10, 15, 20]),
        stage.axis_y("nuts eaten", unit=None, ticks=[0, 20, 40, 60], grid=True),
        kit.curve("line", place, order="x", colour="muted", line="dashed"),
        kit.curve("expected", place, order="x", colour="own", width=4),
        kit.dots("diary", place, across=across, shape=WHOLE["full"], colour="full"),
        kit.threads("night", stage.at("x", "y", y2=0)),
        squirrels("night", place, (50, 28)[narrow], ["squirrel"]),
        kit.words(kit.rows("night", only="datum.part === 0"), place, says, size=stage.text, **look),
        usermeta=kit.usermeta(
            kit.parts(night=4),
            kit.drag("diary", state="moved", label="{x} nights: {y} nuts", **reach),
            kit.sheets(diary=["x", "y"], night=["x", "y", "line"]),
        ),
    )


PARTS = (  # of the error: from, to, colour, opacity, name, where its name stands
    ("0", "datum.bias", "hollow", 0.9, "bias²", "left", 1),
    ("datum.bias", "datum.floor", "together", 0.55, "wrong together", "right", 1),
    ("datum.floor", "datum.total", "own", 0.3, "each on its own", "right", 2),
)


def friedman(narrow):
    """Bars of a forest's error, in three parts, by how many columns a split may choose from."""
    stage = scaled(narrow, (500, 330), (-0.6, 4.6), (0, 13), 2.6, 4.6, 2.8)
    text, layers = stage.text, []
    for low, high, colour, pale, name, side, row in PARTS:
        place = stage.at(expr("datum.row - 0.35"), expr(low), expr("datum.row + 0.35"), expr(high))
        layers.append(kit.bars("parts", place, colour=colour, pale=pale))
        says = expr(f"'\u25a0 {name}'")
        layers.append(stage.sign(kit.once(), says, side=side, row=row, colour=colour))
    top, look = stage.at("row", "total"), {"size": text, "bold": True}
    up = {"ticks": [0, 4, 8, 12], "grid": True, "lift": 0.6}
    end = {"size": text, "align": "right", "dy": 2.3 * text}
    return stage.chart(
        stage.axis_y("mean squared error of 60 trees", unit=None, **up),
        layers,
        kit.words("parts", stage.at("row", 0), "name", size=text, dy=1.1 * text),
        kit.words("parts", top, "total", format=".1f", dy=-0.7 * text, **look),
        kit.title(stage.at(4.6, 0), "columns to choose from at a split →", **end),
        usermeta=kit.usermeta(kit.sheets(parts=["key", "bias", "floor", "total", "rho"])),
    )
