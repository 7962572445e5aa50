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
GRAMS, KILOHERTZ = (0.7, 4.9), (1.0, 7.4)
TEXT = (17, 13)
LIMITS = {"limits": [[0.8, 4.8], [1.2, 7.2]], "step": [0.01, 0.01]}


def drawn(table, place, across, *, kinds=KINDS, kind="datum.kind", parts=NUT, seen="1"):
    """Draw rows as nuts or squirrels, in so many parts; ``kinds`` are all that the chart draws."""
    inks = {"body": kit.colour_of(kind), "dark": kit.colour_of(kind, "-dark")}
    colours = [inks.get(part, f"'var(--nut-{part})'") for part in parts]
    return kit.sprites(
        table,
        place,
        shapes={
            f"{name}-{part}": DRAWINGS[f"{name}-{part}"] for name in kinds for part in sorted(parts)
        },
        look=f"{kind} + '-' + {list(parts)}[datum.part]",
        colour=kit.by_part(*colours),
        across=across,
        seen=seen,
    )


def squirrels(table, place, across, kinds, **look):
    """Draw rows as squirrels."""
    return drawn(table, place, across, kinds=kinds, kind="'squirrel'", parts=SQUIRREL, **look)


def painted(x=GRAMS, y=KILOHERTZ, columns=50):
    """Return the rule that paints a plane by the share of trees that say full."""
    colours = ["hollow-ground", "doubt", "full-ground"]
    edges = {"x": list(x), "y": list(y)}
    return kit.raster("map", column="share", columns=columns, colours=colours, **edges)


def measured(stage):
    """Yield the axes of weight and pitch."""
    yield from stage.axis_x(
        "weight", unit="g", ticks=[1, 2, 3] if stage.narrow else [1, 2, 3, 4], ends=GRAMS, rows=1
    )
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
    size = {"width": ((640 if right else 740) + 17 * right, 360), "height": (620, 350)}
    return kit.Stage(narrow, across=GRAMS, up=KILOHERTZ, text=TEXT, margins=margins, **size)


# ── many heads ───────────────────────────────────────────────────────────────────────────────────


def jury(narrow):
    """A crowd on a hill, each with its vote over its head, and how often the majority is right."""
    stage = kit.Stage(
        narrow, width=(780, 360), height=(660, 350), across=(-9.4, 9.4), up=(-6.5, 4.6), text=TEXT
    )
    chart = stage.inset(-7.2, -5.1, 15.4, 3.6)
    at, here = "1.3 * datum.y - 0.008 * datum.x * datum.x", "datum.here"
    coat = "(datum.copies ? 'asked' : 'squirrel')"
    place = stage.at("x", expr(at + " + 0.35"))
    crowd = squirrels("crowd", place, (46, 24)[narrow], CROWD, seen=here)
    coats = kit.by_part(
        kit.colour_of(coat, "-dark"), kit.colour_of(coat), "'var(--nut-light)'", "'var(--nut-ink)'"
    )
    crowd = crowd.transform_calculate(colour=coats)
    votes = stage.at(expr("datum.x + 0.1"), expr(at + " + 1.0"))
    return stage.chart(
        kit.regions(kit.once(), stage.at(-9.4, -0.9, 9.4, 0.05), colour="line", outline=""),
        crowd,
        drawn("crowd", votes, (25, 13)[narrow], kinds=CROWD, seen=here),
        chance(chart, narrow),
        stage.sign("verdict", "says", size=1.15 * stage.text),
        squirrels=1,
        right=0.6,
        usermeta=kit.usermeta(
            kit.parts(crowd=4),
            kit.sheets(chance=["squirrels", "right"], verdict=["n", "full", "right"]),
        ),
    )


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
    ringed = kit.rows("nuts", only="datum.ringed")
    ring = {"fillOpacity": 0, "stroke": "var(--ink)", "strokeWidth": 3, "strokeDash": [6, 4]}
    return stage.chart(
        border(stage, "border_ghost", colour="muted", width=2, line="dashed"),
        border(stage, width=3),
        drawn("nuts", stage.at("x", "y"), 16 if narrow else 34, parts=parts_of(narrow)),
        kit.dots(ringed, stage.at("x", "y"), across=(48, 28)[narrow], colour="ink", **ring),
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
    out = kit.rows("places", only="datum.out")
    often = kit.rows("places", only="datum.times > 1")
    outline = {"strokeWidth": 1.5, "strokeDash": [3, 3], "stroke": INK, "fillOpacity": 0}
    return stage.chart(
        kit.dots(out, stage.at("x", "y"), across=across, shape=SHAPE, colour=INK, **outline),
        drawn("copies", stage.at("x", "y"), across, parts=parts_of(narrow)),
        kit.words(
            often,
            stage.at(expr("datum.x + 0.42"), expr("datum.y - 0.38")),
            kit.says("{times:d}×"),
            size=stage.small,
            bold=True,
        ),
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
        narrow, width=(900, 360), height=(690, 350), across=(0, 12.6), up=(0, 9.6), text=TEXT
    )
    left, floor, right, top = SMALL
    small = stage.inset(left, floor, right - left, top - floor)
    walked = kit.rows("links", only="datum.on")
    ends, leaf = stage.at("x", "y", "x2", "y2"), kit.rows("nodes", only="datum.kind !== 'split'")
    splits = kit.rows("nodes", only="datum.kind === 'split'")
    across = (22, 11)[narrow]
    where = {"size": stage.small, "colour": "muted"}
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
        [
            kit.segments(kit.once(), stage.at(x, 5.05, x2=x + 1.5), colour="axis")
            for x in (0.4, 2.2)
        ],
        [
            kit.words("tally", stage.at(x, 4.72), counted(kind), size=stage.text, bold=True)
            for x, kind in ((1.15, "full"), (2.95, "hollow"))
        ],
        stage.sign("tally", "says", size=stage.text),
        usermeta=kit.usermeta(
            painted((0.2, 3.9), (0.4, 4.0), 30),
            kit.parts(homes=4, runners=4, asked=4),
            kit.drag(
                "asked",
                state="asked",
                limits=[[0.3, 3.8], [0.5, 3.9]],
                step=[0.01, 0.01],
                label="the nut: {weight} g, {pitch} kHz",
            ),
            kit.sheets(runners=["key", "kind"], tally=["full", "hollow"]),
        ),
    )


def counted(kind):
    """Return what stands under a pile of votes."""
    return expr(f"'{kind}' + (datum.counted > 0.5 ? ': ' + datum.{kind} : '')")


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
        stage.sign("now", kit.says("{trees:d} trees"), side="right", size=1.3 * stage.text),
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
    yield kit.words(
        "now", place, kit.says("wrong together {together:.2f}"), size=size, **where, **look
    )
    alone = expr(f"datum.alone / {HIGHEST}")
    where = {"align": "left", "dx": 10, "dy": -0.5 * size, "bold": True, "colour": "own"}
    says = kit.says("one tree {alone:.2f}")
    yield kit.words("now", chart.at(0, alone), says, size=size, seen=LAW, **where)


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


NEAR = (*KINDS, "asked")


def weights(narrow):
    """A nut to drag, and threads to all nuts that have a say, as thick as their weights."""
    stage, parts = plane(narrow), parts_of(narrow)
    wide = expr(f"{60 if narrow else 130} * datum.weight")
    across = f"{12 if narrow else 22} + {90 if narrow else 190} * datum.weight"
    return stage.chart(
        border(stage, width=2, colour="muted"),
        kit.segments("threads", stage.at("x", "y", "x2", "y2"), colour="own", width=wide),
        drawn(
            "nuts",
            stage.at("x", "y"),
            expr(across),
            parts=parts,
            kinds=NEAR,
            seen="datum.weight > 0 ? 1 : 0.35",
        ),
        drawn(
            "asked", stage.at("x", "y"), (44, 24)[narrow], kinds=NEAR, kind="'asked'", parts=parts
        ),
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


def importance(narrow):
    """Three columns of the notebook, and how important each is said to be."""
    stage = kit.Stage(
        narrow, width=(760, 360), height=(400, 300), across=(-0.42, 2.1), up=(-0.4, 3.2), text=TEXT
    )
    ticks = {0: "0", 0.25: "0.25", 0.5: "0.5"}
    layers = []
    for how, left, says in (
        ("impurity", 0, "by impurity, while it learns"),
        ("shuffled", 1.1, "by shuffling, on other nuts"),
    ):
        rows = kit.rows("importances", only=f"datum.how === '{how}'", row2="datum.row + 0.6")
        end = expr(f"{left} + max(datum.value, 0) / 0.6")
        colour = expr("datum.row > 1 ? 'var(--full)' : 'var(--asked)'")
        layers += [
            kit.bars(rows, stage.at(left, "row", end, "row2"), colour=colour, pale=0.85),
            kit.words(
                rows,
                stage.at(end, expr("datum.row + 0.3")),
                "value",
                format=".2f",
                size=stage.text,
                align="left",
                dx=6,
            ),
            kit.segments(kit.once(), stage.at(left, -0.2, y2=2.8), colour="axis"),
            kit.title(stage.at(left, 2.95), says, size=stage.text, align="left"),
        ]
    names = kit.once(
        [
            {"row": 2.3, "name": "floats"},
            {"row": 1.3, "name": "moonlight"},
            {"row": 0.3, "name": "owl hoots"},
        ]
    )
    layers.append(kit.words(names, stage.at(-0.03, "row"), "name", size=stage.text, align="right"))
    return stage.chart(layers, usermeta=kit.usermeta(kit.sheets(importances=["key", "value"])))


def hands(narrow):
    """Nine squirrels, each with a doubt that can be dragged; the line of one half, and the mean."""
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(480, 330),
        across=(0.3, 11.3),
        up=(-0.16, 1),
        text=TEXT,
        margins={"left": 3.2, "top": 4.2, "bottom": 0.4},
    )
    mean = {"colour": "together", "width": 3}
    return stage.chart(
        stage.axis_y(
            "how sure that it is full",
            unit=None,
            ticks=[0, 0.5, 1],
            ends=(0, 1),
            numbers=".0%",
            lift=2,
        ),
        kit.segments(kit.once(), stage.at(0.3, 0.5, x2=11.3), colour="axis", line="dashed"),
        kit.bars(
            "doubts", stage.at(expr("datum.x - 0.3"), 0, expr("datum.x + 0.3"), "y"), colour=INK
        ),
        squirrels("doubts", stage.at("x", -0.08), (50, 26)[narrow], CROWD),
        drawn("doubts", stage.at("x", "y"), (34, 20)[narrow], kinds=CROWD),
        kit.segments("both", stage.at(0.3, "mean", x2=11.3), **mean),
        kit.words(
            "both",
            stage.at(11.3, "mean"),
            kit.says("mean {mean:.2f}"),
            size=stage.text,
            colour="together",
            align="right",
            dy=-10,
            bold=True,
        ),
        stage.sign("both", kit.says("hands for full: {hands:d} of 9"), side="right"),
        usermeta=kit.usermeta(
            kit.parts(doubts=4),
            kit.drag(
                "doubts",
                state="moved",
                axis="y",
                limits=[0, 1],
                step=0.01,
                label="squirrel {x}: sure to {y}",
            ),
            kit.sheets(doubts=["key", "y"], both=["hands", "mean"]),
        ),
    )


def flat(narrow):
    """Nights of frost and nuts eaten, what the forest expects, and a line."""
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(520, 330),
        across=(0, 20),
        up=(0, 64),
        text=TEXT,
        margins={"left": 2.6, "bottom": 2.8, "top": 1.8, "right": 0.6},
    )
    look = {"size": stage.text, "bold": True}
    return stage.chart(
        stage.axis_x("nights of frost", unit=None, ticks=[0, 5, 10, 15, 20]),
        stage.axis_y("nuts eaten", unit=None, ticks=[0, 20, 40, 60], grid=True),
        kit.curve("line", stage.at("x", "y"), order="x", colour="muted", line="dashed"),
        kit.curve("expected", stage.at("x", "y"), order="x", colour="own", width=4),
        kit.dots(
            "diary", stage.at("x", "y"), across=(24, 13)[narrow], shape=WHOLE["full"], colour="full"
        ),
        kit.threads("night", stage.at("x", "y", y2=0)),
        squirrels("night", stage.at("x", "y"), (50, 28)[narrow], ["squirrel"]),
        kit.words(
            "night", stage.at("x", "y"), kit.says("{y:.0f} nuts"), dy=(-36, -22)[narrow], **look
        ),
        usermeta=kit.usermeta(
            kit.parts(night=4),
            kit.drag(
                "diary",
                state="moved",
                limits=[[0, 20], [0, 60]],
                step=[0.5, 0.5],
                label="a night of {x}: {y} nuts",
            ),
            kit.sheets(diary=["x", "y"], night=["x", "y", "line"]),
        ),
    )


def friedman(narrow):
    """Bars of a forest's error, in three parts, by how many columns a split may choose from."""
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(480, 330),
        across=(-0.6, 4.6),
        up=(0, 13),
        text=TEXT,
        margins={"left": 2.6, "bottom": 2.8, "top": 3.4},
    )
    layers = []
    for low, high, colour, pale in (
        ("0", "datum.bias", "hollow", 0.9),
        ("datum.bias", "datum.floor", "together", 0.55),
        ("datum.floor", "datum.total", "own", 0.3),
    ):
        place = stage.at(expr("datum.row - 0.35"), expr(low), expr("datum.row + 0.35"), expr(high))
        layers.append(kit.bars("parts", place, colour=colour, pale=pale))
    look = {"size": stage.text, "bold": True}
    signs = (
        ("■ bias²", "hollow", "left", 1),
        ("■ wrong together, ρσ²", "together", "right", 1),
        ("■ each on its own", "own", "right", 2),
    )
    return stage.chart(
        stage.axis_y(
            "mean squared error of 60 trees", unit=None, ticks=[0, 4, 8, 12], grid=True, lift=0.6
        ),
        layers,
        kit.words("parts", stage.at("row", 0), "name", size=stage.text, dy=1.1 * stage.text),
        kit.words(
            "parts", stage.at("row", "total"), "total", format=".1f", dy=-0.7 * stage.text, **look
        ),
        kit.title(
            stage.at(4.6, 0),
            "columns to choose from at a split →",
            size=stage.text,
            align="right",
            dy=2.3 * stage.text,
        ),
        [
            stage.sign(kit.once(), expr(f"'{says}'"), side=side, row=row, colour=colour)
            for says, colour, side, row in signs
        ],
        usermeta=kit.usermeta(kit.sheets(parts=["key", "bias", "floor", "total", "rho"])),
    )
