"""Nuts, squirrels and trees: the figures of the wood."""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("things.svg"))
FLAT = {"body": "", "dark": "-dark"}  # the parts of a nut, and their colours, where it is small
NUT = FLAT | {"light": "nut-light", "ink": "nut-ink"}
COAT = {"dark": "-dark", "body": "", "light": "nut-light", "ink": "nut-ink"}
SQUIRRELS = {"kind": "'squirrel'", "parts": COAT}
JUDGED = {f"full-{part}": ink if "nut" in ink else f"full{ink}" for part, ink in NUT.items()}
KINDS, NEAR = ("hollow", "full"), ("hollow", "full", "asked")
CROWD, ALL = (*KINDS, "squirrel"), (*KINDS, "squirrel", "asked")
WHOLE = {kind: DRAWINGS[f"{kind}-body"] + DRAWINGS[f"{kind}-dark"] for kind in KINDS}
OUTLINE = expr(f"datum.kind === 'full' ? '{WHOLE['full']}' : '{WHOLE['hollow']}'")
NUTS = {"shape": OUTLINE, "colour": expr(kit.colour_of("datum.kind"))}  # in one part
GRAMS, KILOHERTZ = (0.7, 4.9), (1.0, 7.4)
SMALL = (0.2, 0.4, 3.9, 4.0)  # the small plane of nine trees, from edge to edge
REACH = [[0.8, 4.8], [1.2, 7.2]]  # where a nut can be dragged
MEASURED = ["key", "kind", "x", "y"]


def drawn(table, place, across, names=KINDS, parts=NUT, **look):
    """Draw rows as nuts, or as squirrels; ``names`` are all kinds that the chart draws."""
    given = {"shapes": DRAWINGS, "names": names, "parts": parts, "across": across}
    return kit.kinds(table, place, **given | look)


def painted(x=GRAMS, y=KILOHERTZ, columns=42):
    """Return the rule that paints a plane by the share of trees that say full."""
    colours = ["hollow-ground", "doubt", "full-ground"]
    return kit.raster("map", column="share", columns=columns, x=x, y=y, colours=colours)


def measured(stage):
    """Yield the axes of weight and pitch."""
    grams = range(1, 5 - stage.narrow)
    yield from stage.axis_x("weight", unit="g", ticks=grams, ends=GRAMS, rows=1)
    yield from stage.axis_y("pitch", unit="kHz", ticks=[2, 4, 6], ends=KILOHERTZ)


def border(stage, table="border", **look):
    """Return the line along which as many trees say full as hollow."""
    return kit.curve(table, stage.at("x", "y"), order="key", **look).encode(detail="line:N")


def hand(table="nuts", label="{kind} nut {key}: {x} g, {y} kHz", **limits):
    """Return the rule that lets nuts be dragged."""
    given = {"state": "moved", "limits": REACH, "step": [0.01, 0.01]} | limits
    return kit.drag(table, label=label, **given)


def scaled(narrow, height, across, up, left, top, bottom=0.4, right=0.6, width=760):
    """Return a stage with room for axes, in lines of text."""
    margins = {"left": left, "top": top, "bottom": bottom, "right": right}
    size = {"width": (width, 360), "height": height, "margins": margins}
    return kit.Stage(narrow, across=across, up=up, **size)


def plane(narrow, width=740, beside=0, below=0):
    """Return the stage of the plane, with room beside it in a wide figure, below it in a narrow."""
    low, right = (1.8 + below, 0.4) if narrow else (1.6, beside)
    return scaled(narrow, (640, 350), GRAMS, KILOHERTZ, 1.7, 1.7, low, right, width)


# ── many heads, one tree, a bag, and nine trees ──────────────────────────────────────────────────

# Few squirrels are drawn larger. Who comes later stands where there is room for all before.
ZOOM = "clamp(17 / max(squirrels, datum.key + 1), 1, 2.6)"
FIRS = (-8.6, -7, -5, -2, 1.9, 4.6, 6.6, 8.4)


def jury(narrow):
    """A crowd on a hill, each with its vote over its head, and how often the majority is right."""
    stage = kit.Stage(
        narrow, width=(780, 360), height=(660, 350), across=(-9.4, 9.4), up=(-6.5, 4.6)
    )
    at, here = "1.3 * datum.y - 0.008 * datum.x * datum.x", "datum.here"
    coat = "(datum.copies ? 'asked' : 'squirrel')"
    coats = (kit.colour_of(coat, "-dark"), kit.colour_of(coat), "'var(--nut-light)'")
    place = stage.at(expr(f"datum.x * {ZOOM}"), expr(f"({at} + 0.35) * {ZOOM}"))
    large, small = (expr(f"{pixels[narrow]} * {ZOOM}") for pixels in ((46, 24), (25, 13)))
    crowd = drawn("crowd", place, large, CROWD, seen=here, **SQUIRRELS)
    votes = stage.at(expr(f"(datum.x + 0.1) * {ZOOM}"), expr(f"({at} + 1.0) * {ZOOM}"))
    tables = {"chance": ["squirrels", "right"], "verdict": ["n", "full", "right"]}
    copied = kit.rows("crowd", only="datum.key === 0 && datum.part === 0")
    return stage.chart(
        snow(stage),
        crowd.transform_calculate(colour=kit.by_part(*coats, "'var(--nut-ink)'")),
        drawn("crowd", votes, small, CROWD, seen=here),
        kit.rings(copied, place, across=(62, 34)[narrow], seen=expr("ring ? 1 : 0")),
        chance(stage.inset(-7.2, -5.1, 15.4, 3.6, across=(1, 51), up=(0.3, 1)), narrow),
        stage.sign("verdict", "says", size=1.15 * stage.text),
        usermeta=kit.usermeta(kit.parts(crowd=4), **tables),
        **{"squirrels": 1, "right": 0.6, "ring": False},
    )


def snow(stage):
    """Yield firs, the snow before them, and in it the nut that all judge."""
    firs, tall = kit.once([{"x": x} for x in FIRS]), "(2.4 + 1.4 * abs(sin(7 * datum.x)))"
    high = expr(f"{stage.unit_up:.1f} * {tall}")
    look = {"shape": DRAWINGS["fir"], "colour": "line", "fillOpacity": 0.45}
    yield stage.dots(firs, expr(f"0.47 * {tall}"), across=high, **look)
    yield kit.regions(kit.once(), stage.at(-9.4, -0.9, 9.4, 0.05), colour="line", outline="")
    look = {"shapes": DRAWINGS, "parts": JUDGED, "across": (46, 24)[stage.narrow]}
    yield kit.character(kit.once(), stage.at(0, -0.55), **look)


def chance(chart, narrow):
    """Yield the curve of how often the majority is right, by the number of squirrels."""
    yield from chart.axis_x("squirrels", unit=None, ticks=range(1, 52, 10))
    up = {"ticks": [0.3, 0.5, 0.75, 1], "numbers": ".0%", "lift": 0.8}
    yield from chart.axis_y("how often the wood is right", unit=None, **up)
    yield kit.threads("verdict", chart.at(1, "alone", x2=51), colour="muted")
    look = {"size": chart.small, "colour": "muted", "align": "right", "dy": 0.9 * chart.small}
    yield kit.words("verdict", chart.at(51, "alone"), kit.says("one alone: {alone:.0%}"), **look)
    yield chart.curve("chance", "right", x="squirrels", colour="full")
    yield kit.threads("verdict", chart.at("n", "right", y2=0.3))
    look = {"across": (18, 12)[narrow], "colour": "full", "rim": "card"}
    yield chart.dots("verdict", "right", x="n", **look)


def fickle(narrow):
    """The map of one tree, under the nuts that taught it."""
    stage, parts = plane(narrow), (NUT, FLAT)[narrow]
    tables = {"nuts": MEASURED, "tree": ["changed", "leaves"]}
    rules = (painted(), hand(), kit.ghost("border"), kit.parts(nuts=len(parts)))
    ringed = kit.rows("nuts", only="datum.ringed && datum.part === 0")
    return stage.chart(
        border(stage, "border_ghost", colour="muted", width=2, line="dashed"),
        border(stage),
        drawn("nuts", stage.at("x", "y"), (34, 16)[narrow], parts=parts),
        kit.rings(ringed, stage.at("x", "y"), across=(48, 28)[narrow]),
        measured(stage),
        stage.sign("tree", "asks", side="right"),
        usermeta=kit.usermeta(*rules, **tables),
    )


def bag(narrow):
    """Sixty places, in each the nut as often as it was drawn, and its outline where it was not."""
    edges = {"across": (-0.6, 9.9), "up": (-5.7, 1.1)}
    stage = kit.Stage(narrow, width=(780, 360), height=(560, 330), **edges)
    across, place, parts = (46, 22)[narrow], stage.at("x", "y"), (NUT, FLAT)[narrow]
    tables = {"places": ["key", "kind", "times"], "count": ["different", "out", "share"]}
    out = kit.rows("places", only="!datum.times")
    corner = stage.at(expr("datum.x + 0.4"), expr("datum.y - 0.46"))
    often = kit.rows("places", only="datum.times > 1")
    return stage.chart(
        kit.rings(out, place, across=across, width=1.5, strokeDash=[3, 3], **NUTS),
        drawn("copies", place, across, parts=parts),
        kit.words(often, corner, kit.says("{times:d} x"), size=stage.small, bold=True),
        stage.sign("count", kit.says("in the bag: {different:d} different nuts")),
        stage.sign("count", kit.says("left out: {out:d}"), side="right", colour="together"),
        usermeta=kit.usermeta(kit.parts(copies=len(parts)), **tables),
    )


def vote(narrow):
    """Nine trees with a nut on its way down, the plane it came from, and the votes."""
    stage = kit.Stage(narrow, width=(900, 360), height=(690, 350), across=(0, 12.6), up=(0, 9.8))
    left, floor, right, top = SMALL
    small = stage.inset(left, floor, right - left, top - floor)
    links, walked, ends = "links", kit.rows("links", only="datum.on"), ("x", "y", "x2", "y2")
    leaf, split = (kit.rows("nodes", only=f"datum.kind {way} 'split'") for way in ("!==", "==="))
    across, place = (22, 11)[narrow], stage.at("x", "y")
    reach = {"state": "asked", "limits": [[0.3, 3.8], [0.5, 3.9]]}
    drags, parts = hand("asked", "the nut", **reach), kit.parts(homes=4, runners=4, asked=4)
    tables = {"runners": ["key", "kind"], "tally": ["full", "hollow"]}
    return stage.chart(
        kit.segments(links, stage.at(*ends), colour="bark", width=(2.5, 1.5)[narrow]),
        kit.segments(walked, stage.at(*ends), colour="full", width=(6, 3)[narrow]),
        stage.dots(split, across=across / 3, colour="bark"),
        stage.dots(leaf, across=across, **NUTS),
        drawn("homes", place, (46, 22)[narrow], ALL, **SQUIRRELS),
        drawn("runners", place, (30, 15)[narrow], ALL),
        stage.dots("found", across=(12, 6)[narrow], **NUTS),
        drawn("asked", place, (38, 22)[narrow], ALL, kind="'asked'"),
        small.label(0, 0, "weight →", dy=0.55 * stage.small, colour="muted"),
        small.label(0, 1, "↑ pitch", dy=-0.6 * stage.small, colour="muted"),
        piles(stage),
        stage.sign("tally", "says"),
        usermeta=kit.usermeta(painted((left, right), (floor, top), 30), drags, parts, **tables),
    )


def piles(stage):
    """Yield what is under the two piles of votes."""
    for left, kind in ((0.4, "full"), (2.2, "hollow")):
        yield kit.segments(kit.once(), stage.at(left, 5.05, x2=left + 1.5), colour="axis")
        says = expr(f"'{kind}' + (datum.counted > 0.5 ? ': ' + datum.{kind} : '')")
        yield kit.words("tally", stage.at(left + 0.75, 4.72), says, size=stage.text, bold=True)


# ── sixty trees ──────────────────────────────────────────────────────────────────────────────────

HIGHEST = 0.4  # error on the chart
CAPPED = {name: expr(f"min(datum.{name}, {HIGHEST})") for name in ("test", "out", "square")}
ERRORS, LAW = expr("1 - view"), expr("view")
OTHERS = {  # errors: colour, line, shape, what is said, in which row
    "test": ("own", "solid", "circle", "● new nuts {test:.0%}", 1),
    "out": ("together", "dashed", "diamond", "◆ nuts left out {out:.0%}", 2.2),
}


def forest(narrow):
    """The map of the forest, and beside it how wrong it is after each tree."""
    stage, parts = plane(narrow, 980, beside=20, below=9.6), (NUT, FLAT)[narrow]
    frame = (1.1, -3.2, 3.6, 2.6) if narrow else (5.3, 1.5, 1.9, 5.0)
    chart = stage.inset(*frame, across=(1, 60), up=(0, HIGHEST))
    tables = {"nuts": MEASURED, "errors": ["key", *CAPPED]}
    tables["now"] = ["trees", *CAPPED, "alone", "together", "rho"]
    stay = kit.still("errors", "law", "now")
    grown = expr("datum.trees + (datum.trees == 1 ? ' tree' : ' trees')")
    return stage.chart(
        border(stage, width=(3, 2)[narrow]),
        drawn("nuts", stage.at("x", "y"), (30, 16)[narrow], parts=parts),
        measured(stage),
        errors(chart, narrow),
        law(chart, narrow),
        stage.sign("now", grown, side="right", size=1.3 * stage.text, y=0.9 * stage.text),
        view=0,
        usermeta=kit.usermeta(painted(), hand(), kit.parts(nuts=len(parts)), stay, **tables),
    )


def errors(chart, narrow):
    """Yield the axes, and the errors on other nuts and on those that trees have left out."""
    look = {"unit": None, "ticks": [0, 0.1, 0.2, 0.3, 0.4], "grid": True, "lift": 0.7}
    yield from chart.axis_x("trees", unit=None, ticks=[1, 20, 40], rows=1)
    yield from chart.axis_y("wrong", numbers=".0%", seen=ERRORS, **look)
    yield from chart.axis_y("mean squared error", numbers=".1f", seen=LAW, **look)
    size, across = chart.text, (14, 9)[narrow]
    for column, (colour, line, shape, says, row) in OTHERS.items():
        look, up = {"colour": colour, "seen": ERRORS}, CAPPED[column]
        yield chart.curve("errors", up, x="key", line=line, **look)
        yield chart.dots("now", up, x="trees", across=across, shape=shape, **look)
        look |= {"align": "right", "dy": row * size, "bold": True}
        yield kit.words("now", chart.at(60, HIGHEST), kit.says(says), size=size, **look)


def law(chart, narrow):
    """Yield the law of the forest's error, its floor, and what was measured."""
    look = {"colour": "together", "seen": LAW}
    yield kit.regions("now", chart.at(1, 0, 60, "together"), pale=0.25, outline="", **look)
    yield kit.segments("now", chart.at(1, "together", x2=60), line="dashed", **look)
    yield chart.curve("law", CAPPED["square"], x="key", colour="own", seen=LAW)
    few = kit.rows("errors", only="datum.key < 11 || datum.key % 5 === 0")
    yield chart.dots(few, CAPPED["square"], x="key", across=(8, 5)[narrow], seen=LAW)
    look |= {"size": chart.text, "bold": True}
    says, where = kit.says("wrong together {together:.2f}"), {"align": "right"}
    yield kit.words("now", chart.at(60, "together"), says, dy=1.1 * chart.text, **look | where)
    says, where = kit.says("one tree {alone:.2f}"), {"align": "left", "dx": 10, "colour": "own"}
    yield kit.words("now", chart.at(1, "alone"), says, dy=-0.5 * chart.text, **look | where)


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def weights(narrow):
    """A nut to drag, and threads to all nuts that have a say, as thick as their weights."""
    stage, parts = plane(narrow), (NUT, FLAT)[narrow]
    ends, place = stage.at("x", "y", "x2", "y2"), stage.at("x", "y")
    across = expr(f"{(22, 12)[narrow]} + {(190, 90)[narrow]} * datum.weight")
    drags = hand("asked", "the nut: {x} g, {y} kHz", state="asked")
    drawn_in = kit.parts(nuts=len(parts), asked=len(parts))
    tables = {"nuts": [*MEASURED, "weight"], "sums": ["full", "forest"]}
    wide = expr(f"{(130, 60)[narrow]} * datum.weight")
    return stage.chart(
        border(stage, width=2, colour="muted"),
        kit.segments("threads", ends, colour="own", width=wide),
        drawn("nuts", place, across, NEAR, parts, seen="datum.weight > 0 ? 1 : 0.35"),
        drawn("asked", place, (44, 24)[narrow], NEAR, parts, kind="'asked'"),
        measured(stage),
        stage.sign("sums", kit.says("full: {forest:.0%}"), side="right", colour="full"),
        usermeta=kit.usermeta(painted(), drags, drawn_in, kit.still("threads"), **tables),
    )


def importance(narrow):
    """Three columns of the notebook, and how important each is said to be."""
    left = -0.58 if narrow else -0.45  # of the names
    stage = scaled(narrow, (400, 300), (left, 2.1), (0, 2.6), 0, 2.5)
    look, text = {"align": "left", "size": stage.text}, stage.text
    colour = expr("datum.row > 2 ? 'var(--full)' : 'var(--asked)'")
    left = "(datum.how === 'impurity' ? 0 : 1.1)"
    bars = kit.rows("importances", left=left, end=f"{left} + max(datum.value, 0) / 0.6")
    place = stage.at("left", expr("datum.row - 0.3"), "end", expr("datum.row + 0.3"))
    ways = kit.once([{"x": 0, "says": "by impurity"}, {"x": 1.1, "says": "by shuffling"}])
    return stage.chart(
        kit.words("names", stage.at(-0.03, "row"), "name", size=text, align="right"),
        kit.bars(bars, place, colour=colour, pale=0.85),
        kit.words(bars, stage.at("end", "row"), "value", format=".2f", dx=6, **look),
        kit.segments(ways, stage.at("x", 0, y2=2.6), colour="axis"),
        kit.words(ways, stage.at("x", 2.6), "says", dy=-text, bold=True, **look),
        usermeta=kit.usermeta(importances=["key", "value"]),
    )


def hands(narrow):
    """Nine squirrels, each with a doubt that can be dragged; the line of one half, and the mean."""
    stage = scaled(narrow, (500, 330), (0.3, 11.3), (-0.16, 1), 3.2, 4.2)
    bars = stage.at(expr("datum.x - 0.3"), 0, expr("datum.x + 0.3"), "y")
    look = {"size": stage.text, "colour": "together", "align": "right", "bold": True}
    up = {"ticks": [0, 0.5, 1], "ends": (0, 1), "numbers": ".0%", "lift": 2}
    moved = {"axis": "y", "limits": [0, 1], "step": 0.01}
    tables = {"doubts": ["key", "y"], "both": ["hands", "mean"]}
    drags = hand("doubts", "squirrel {x}: sure to {y}", **moved)
    return stage.chart(
        stage.axis_y("how sure that it is full", unit=None, **up),
        kit.segments(kit.once(), stage.at(0.3, 0.5, x2=11.3), colour="axis", line="dashed"),
        kit.bars("doubts", bars, colour=NUTS["colour"]),
        drawn("doubts", stage.at("x", -0.08), (50, 26)[narrow], CROWD, **SQUIRRELS),
        drawn("doubts", stage.at("x", "y"), (34, 20)[narrow], CROWD),
        kit.segments("both", stage.at(0.3, "mean", x2=11.3), colour="together", width=3),
        kit.words("both", stage.at(11.3, "mean"), kit.says("mean {mean:.0%}"), dy=-13, **look),
        stage.sign("both", kit.says("hands for full: {hands:d} of 9"), side="right"),
        usermeta=kit.usermeta(kit.parts(doubts=4), drags, **tables),
    )


def flat(narrow):
    """Nights of frost and nuts eaten, what the forest expects, and a line."""
    stage = scaled(narrow, (520, 330), (0, 20), (0, 64), 2.6, 1.8, 3)
    look = {"dy": (-36, -22)[narrow], "bold": True, "size": stage.text}
    reach = {"limits": [[0, 20], [0, 60]], "step": [0.5, 0.5]}
    tables = {"diary": ["x", "y"], "night": ["x", "y", "line"]}
    drags = hand("diary", "{x} nights: {y} nuts", **reach)
    night, place = kit.rows("night", only="datum.part === 0"), stage.at("x", "y")
    return stage.chart(
        stage.axis_x("nights of frost", unit=None, ticks=[0, 5, 10, 15, 20]),
        stage.axis_y("nuts eaten", unit=None, ticks=[0, 20, 40, 60], grid=True),
        stage.curve("line", colour="muted", line="dashed"),
        stage.curve("expected", colour="own", width=4),
        stage.dots("diary", across=(24, 13)[narrow], shape=WHOLE["full"], colour="full"),
        kit.threads("night", stage.at("x", "y", y2=0)),
        drawn("night", place, (50, 28)[narrow], ["squirrel"], **SQUIRRELS),
        kit.words(night, place, kit.says("{y:.0f} nuts"), **look),
        usermeta=kit.usermeta(kit.parts(night=4), drags, **tables),
    )


PARTS = (  # of the error: from, to, colour, opacity, name, where its name stands
    ("0", "datum.bias", "hollow", 0.9, "bias²", "left", 1),
    ("datum.bias", "datum.floor", "together", 0.55, "wrong together", "right", 1),
    ("datum.floor", "datum.total", "own", 0.3, "each on its own", "right", 2),
)


def friedman(narrow):
    """Bars of a forest's error, in three parts, by how many columns a split may choose from."""
    stage = scaled(narrow, (500, 330), (-0.6, 4.6), (0, 13), 2.6, 4.6, 3)
    text, layers = stage.text, []
    for low, high, colour, pale, name, side, row in PARTS:
        place = stage.at(expr("datum.row - 0.35"), expr(low), expr("datum.row + 0.35"), expr(high))
        layers.append(kit.bars("parts", place, colour=colour, pale=pale))
        look = {"side": side, "row": row, "colour": colour}
        layers.append(stage.sign(kit.once(), expr(f"'\u25a0 {name}'"), **look))
    top, look = stage.at("row", "total"), {"size": text, "bold": True}
    up = {"ticks": [0, 4, 8, 12], "grid": True, "lift": 0.6}
    end = {"size": text, "align": "right", "dy": 2.3 * text}
    return stage.chart(
        stage.axis_y("mean squared error of 60 trees", unit=None, **up),
        layers,
        kit.words("parts", stage.at("row", 0), "name", size=text, dy=1.1 * text),
        kit.words("parts", top, "total", format=".1f", dy=-0.7 * text, **look),
        kit.title(stage.at(4.6, 0), "columns to choose from at a split →", **end),
        usermeta=kit.usermeta(parts=["key", "bias", "floor", "total", "rho"]),
    )
