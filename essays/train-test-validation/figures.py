"""The figures of the essay on splitting data, with the drawings of ``pets.svg`` as shapes.

It is night at the shelter in both schemes, so that every mark there has one colour; scores are
written below it.
"""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("pets.svg"))
SCENERY = ("picket", "bone", "fish")
SENT = 400  # submissions to the leaderboard, at most
HEAVIEST = 14  # kg, on the axis
MOON = "M.25-.97A1 1 0 1 0 .97 .25 .8 .8 0 0 1 .25-.97Z"
CROWN = "M-.9 .6L-1-.5-.5 0 0-.8 .5 0 1-.5 .9 .6Z"


def pens(narrow):
    """Pets in a crowd, in their pens, along one axis, and on the plane with the boundary."""
    stage, pet = meadow(narrow)
    place = stage.at("x", "y", "x2", "y2")
    lawn = stage.at("left", "floor", "right", "top")
    line = {"width": 3, "seen": "opacity"}
    old = {"colour": "pale-muted", "line": "dashed"}
    night = {"shape": MOON, "colour": "crown", "seen": expr("layout == 'crowd' ? 1 : 0")}
    return stage.chart(
        stage.ground("night", cornerRadius=18),
        kit.dots(kit.once(), stage.at(12.9, 11.3), across=4.5 * stage.text, **night),
        kit.regions("lawns", lawn, colour="grass", cornerRadius=6, seen="opacity"),
        pickets(stage, "back"),
        cat_land(stage),
        verdicts(stage),
        *axes(stage),
        kit.segments("before", place, width=2.5, seen="opacity", **old),
        pets(stage, pet),
        whom_to_drag(stage, pet),
        kit.segments(kit.rows("boundary", name="boundary"), place, colour="boundary", **line),
        pickets(stage, "front"),
        pen_signs(stage),
        lit="",
        layout="crowd",
        usermeta=kit.usermeta(
            kit.sheets(
                pets=["key", "species", "weight", "fluffiness", "set", "guess"],
                sets=["key", "n", "says"],
                boundary=["x", "y", "x2", "y2"],
            ),
            kit.hops("pets", column="y", height=0.3, paces=5),
            kit.parts(pets=len(PET)),
            kit.drag(
                "pets",
                state="moved",
                x="weight",
                y="fluffiness",
                limits=[[0, 14], [0, 10]],
                step=[0.1, 0.1],
                label="{species} {key}, {set}: weight {weight} kg, fluffiness {fluffiness}",
            ),
        ),
    )


def meadow(narrow):
    """Return the stage of the pets, and the pixels from ear to paw of one that weighs nothing."""
    stage = kit.Stage(
        narrow, width=(760, 360), height=(700, 360), across=(-1.0, 14.6), up=(-1.5, 12.6)
    )
    return stage, 26 if narrow else 48


def yours(narrow):
    """The pets that a reader has brought, on the plane with the boundary."""
    stage, pet = meadow(narrow)
    place = stage.at("x", "y", "x2", "y2")
    return stage.chart(
        stage.ground("night", cornerRadius=18),
        cat_land(stage),
        verdicts(stage),
        *axes(stage, "1", "1"),
        pets(stage, pet),
        kit.segments("boundary", place, colour="boundary", width=3, seen="opacity"),
        pen_signs(stage),
        lit="",
        usermeta=kit.usermeta(
            kit.sheets(
                pets=["key", "species", "weight", "fluffiness", "set", "guess"],
                sets=["key", "n", "says"],
            ),
            kit.parts(pets=len(PET)),
        ),
    )


def pickets(stage, where):
    """The fence behind the pets, or the one in front of them."""
    rows = kit.rows("pickets", only="datum.front" if where == "front" else "!datum.front")
    look = {"across": 13 if stage.narrow else 26, "shape": DRAWINGS["picket"], "seen": "opacity"}
    return kit.dots(rows, stage.at("x", "y"), colour="fence", **look)


def pen_signs(stage):
    """What each set is called, how many it holds and, once it is judged, how many are right."""
    look = {"size": stage.text, "lineHeight": 1.2 * stage.text, "bold": True, "baseline": "middle"}
    look["colour"] = expr(kit.colour_of("datum.key", "-lit"))
    look["seen"] = expr(f"datum.opacity * {kit.lit('datum.key', dim=0.25)}")
    return kit.words("sets", stage.at("x", "y"), expr("[datum.key, datum.says]"), **look)


def whom_to_drag(stage, pet):
    """Yield a ring round the pet that is to be dragged first, and the way that it is to go."""
    crown = {"colour": "crown", "seen": "opacity"}
    ring = {"across": 1.2 * pet, "width": 2, "line": "solid"} | crown
    yield kit.segments("hint", stage.at("x", "y", "x2", "y2"), line="dashed", **crown)
    yield kit.rings("hint", stage.at("x", "y"), **ring)
    yield kit.dots("hint", stage.at("x2", "y2"), across=0.3 * pet, shape="diamond", **crown)


def axes(
    stage,
    weighed="indexof(['crowd', 'pens'], layout) < 0 ? 1 : 0",
    brushed="indexof(['crowd', 'pens', 'line'], layout) < 0 ? 1 : 0",
):
    """Yield the axes of weight and of fluffiness, as soon as the pets stand by them."""
    look = {"at": 0, "colour": "pale", "lines": "pale-muted"}
    ends, seen = (0, HEAVIEST), expr(weighed)
    yield stage.axis_x("weight", unit="kg", ticks=range(0, 15, 2), ends=ends, seen=seen, **look)
    ends, seen = (0, 10), expr(brushed)
    yield stage.axis_y(
        "fluffiness, 0 to 10", unit=None, ticks=range(2, 11, 2), ends=ends, seen=seen, **look
    )


def cat_land(stage):
    """The ground where the model says cat."""
    land = kit.rows("cat_land").mark_line(
        interpolate="linear-closed", filled=True, fill="var(--cat)", opacity=0.28
    )
    return land.encode(**stage.at("x", "y"), order="key:Q")


def verdicts(stage):
    """Write what the model says on either side, into two corners of the plane."""
    right, down = "(datum.key == 'left' ? 1 : -1)", "(datum.y > 0 ? 1 : -1)"
    look = {"size": stage.small, "colour": "pale", "fontStyle": "italic", "seen": "opacity"}
    look |= {"align": expr("datum.key"), "dx": expr(f"8 * {right}")}
    return kit.words(
        "verdicts", stage.at("x", "y"), "says", dy=expr(f"{stage.text} * {down}"), **look
    )


# What a pet is drawn of, from the coat up: drawing, colour, opacity, as expressions over its row.
KIND, WRONG = "datum.species", "datum.mistaken"
COLOUR, PATCH, LIGHT = (kit.colour_of(KIND, suffix) for suffix in ("", "-patch", "-light"))
FLUFF = "(datum.fluffiness < 3.5 ? 0 : datum.fluffiness < 6.5 ? 1 : 2)"
WORN = {"training": "bandana", "validation": "bow", "test": "cap"}
INK, NOBODY = "'var(--pet-ink)'", "'none'"
PET = {
    "coat": (f"{KIND} + '-' + {FLUFF}", COLOUR, "1"),
    "patch": (f"{KIND} + '-patch'", PATCH, "1"),
    "light": (f"{KIND} + '-light'", LIGHT, "1"),
    "worn": (f"{WORN}[datum.set]", kit.colour_of("datum.set", "-cloth"), "datum.split"),
    "face": (f"{KIND} + ({WRONG} ? '-surprise' : '-face')", INK, "1"),
    "lids": (f"{KIND} + '-lids'", f"{WRONG} ? {NOBODY} : {COLOUR}", "datum.asleep"),
    "patched lids": (
        "'dog-lid-patch'",
        f"{WRONG} || {KIND} == 'cat' ? {NOBODY} : 'var(--dog-patch)'",
        "datum.asleep",
    ),
    "lashes": (f"{KIND} + '-shut'", f"{WRONG} ? {NOBODY} : {INK}", "datum.asleep"),
}


def pets(stage, pixels):
    """Yield every pet: fluff changes the coat, weight the size. A sign stands over the mistaken.

    Eyelids are down while a pet sleeps; the style sheet makes the others blink, all but those whose
    eyes are wide with surprise.
    """
    look, colour, seen = (
        kit.by_part(*expressions) for expressions in zip(*PET.values(), strict=True)
    )
    yield kit.sprites(
        kit.rows("pets", name="pets"),
        stage.at("x", "y"),
        shapes={name: path for name, path in DRAWINGS.items() if name not in SCENERY},
        look=look,
        colour=colour,
        seen=f"{seen} * {kit.lit('datum.set', dim=0.25)}",
        across=expr(f"{pixels} * (0.9 + 0.025 * datum.weight)"),
    )
    wrong = kit.rows("pets", only=WRONG)
    sign = {"size": 1.3 * stage.text, "bold": True, "colour": "crown", "dy": -0.55 * pixels}
    yield kit.words(wrong, stage.at("x", "y"), expr("'!'"), **sign)


def some(table, stage, across, looks, colours):
    """Draw animals of fewer parts, since a page carries the drawings that a figure names."""
    names = ("cat-1", "dog-1", "cat-shut", "dog-shut", "cap")
    if "surprise" in looks[0]:
        names = [f"{kind}-{part}" for kind in ("cat", "dog") for part in ("1", "face", "surprise")]
    return kit.sprites(
        kit.rows(table, name=table),
        stage.at("x", "y"),
        shapes={name: DRAWINGS[name] for name in names},
        look=kit.by_part(f"{KIND} + '-1'", *looks),
        colour=kit.by_part(kit.colour_of(KIND), INK, *colours),
        across=expr(across),
    )


# ── scores ───────────────────────────────────────────────────────────────────────────────────────

SHOWN = expr("shown || guess >= 0 ? 1 : 0")  # until there is a guess, nobody has a score


def night_over_axis(narrow, across, ticks):
    """Return a stage with an axis of scores, and its night sky; a unit is as long up as across."""
    width, height, text = (760, 360), (450, 300), (17, 13)
    unit = width[narrow] / (across[1] - across[0])
    floor = height[narrow] - 3.4 * text[narrow]
    size = {"width": width, "height": height, "text": text, "margins": {"bottom": 3.4}}
    stage = kit.Stage(narrow, across=across, up=(0, floor / unit), **size)
    sky = stage.ground("night", cornerRadius=12)
    axis = stage.axis_x(
        "score: the share of pets it gets right",
        unit=None,
        ticks=ticks,
        numbers=expr("datum.value + '%'"),
        title_at="middle",
        seen=SHOWN,
    )
    return stage, floor, [sky, axis]


def flag(stage, floor, line):
    """Return the reader's guess at a score, named some pixels below the top."""
    ends = (0, (floor - line) / stage.unit)
    look = {"colour": "crown", "ground": "night"}
    return kit.guess(stage, "x", format=".0%", times=100, ends=ends, **look)


def luck(narrow):
    """A hundred tests as sleeping pets: in their bunks, and then each at its score."""
    stage, floor, ground = night_over_axis(narrow, (29, 107), [40, 50, 60, 70, 80, 90, 100])
    # Each note has a colour, and stands so many lines of text below the top.
    colours = "{'fresh': 'var(--pale)', 'ours': 'var(--test-lit)'}[datum.key]"
    look = {"colour": expr(f"{colours} || 'var(--validation-lit)'"), "seen": "opacity"}
    y = f"{stage.text} * ({{'fresh': 1.3, 'ours': 2.7}}[datum.key] || 4.1)"
    above = stage.at(stage.within("x", "datum.says"))
    line = {"y": expr(f"{y} + 6"), "y2": floor, "line": "dashed"}
    bunks = kit.once([{"y": 3.7 * i + 0.6} for i in range(10)])
    plank = {"colour": "fence", "width": 4, "seen": expr("shown || guess >= 0 ? 0 : 1")}
    parts, cloth = [f"{KIND} + '-shut'", "'cap'"], [kit.colour_of("'test'", "-cloth")]
    return stage.chart(
        *ground,
        kit.segments(bunks, stage.at(46, "y", x2=90), **plank),
        kit.segments("notes", stage.at("x"), **line, **look),
        kit.words("notes", above, "says", size=stage.text, bold=True, y=expr(y), **look),
        some("pets", stage, f"datum.breadth * {stage.unit:.3f}", parts, cloth),
        flag(stage, floor, 6.2 * stage.text),
        shown=False,
        guess=-1,
        usermeta=kit.usermeta(kit.parts(pets=3), kit.sheets(pets=["key", "score"], notes=["says"])),
    )


def goldfish(narrow):
    """Goldfish at their scores; the luckiest wears a crown, and falls when it is tested."""
    stage, floor, ground = night_over_axis(narrow, (-4, 104), [0, 25, 50, 75, 100])
    fish, text = {"shape": DRAWINGS["fish"], "colour": "goldfish", "seen": "opacity"}, stage.text
    high, low, size = 2.3 * text, 7.2 * text, 3.4 * text
    up = {y: (floor - y) / stage.unit for y in (high, low)}
    fall = stage.at("x", up[high], "x2", up[low])
    won = "datum.key == 'winner'"
    row = f"({won} ? {high} : {low})"
    says = {"colour": expr(f"{won} ? 'var(--validation-lit)' : 'var(--test-lit)'")}
    # The label lies off the line between the two.
    says |= {"y": expr(f"{row} + {0.5 * text} * ({won} ? -1 : 1)"), "baseline": "middle"}
    says |= {"align": expr("datum.x > 50 ? 'right' : 'left'"), "seen": "opacity"}
    says |= {"dx": expr(f"{0.62 * size:.1f} * (datum.x > 50 ? -1 : 1)")}
    crown = {"shape": CROWN, "colour": "crown", "seen": "opacity", "y": high - 0.42 * size}
    coin = {"line": "dashed", "colour": "pale-muted", "seen": SHOWN}
    bowl = {"colour": "water", "rim": "pale-muted", "seen": "opacity"}
    winner, breadth = kit.rows("crowned", only=won), expr(f"datum.breadth * {stage.unit:.3f}")
    return stage.chart(
        *ground,
        stage.dots("bowl", across=46 * stage.unit, **bowl),
        kit.segments(kit.once(), stage.at(50), y=low + text, y2=floor, **coin),
        stage.dots("fish", across=breadth, **fish),
        kit.threads("fall", fall, colour="pale", width=2.5, seen="opacity"),
        kit.dots("crowned", stage.at("x"), across=size, y=expr(row), **fish),
        kit.words("crowned", stage.at("x"), "says", size=text, bold=True, **says),
        kit.dots(winner, stage.at("x"), across=1.3 * text, **crown),
        flag(stage, floor, 10.8 * text),
        shown=False,
        guess=-1,
        usermeta=kit.usermeta(kit.sheets(crowned=["key", "x", "says"])),
    )


# ── leaks ────────────────────────────────────────────────────────────────────────────────────────


def leaks(narrow):
    """Photos on either side of a fence, and what those of the test copy from."""
    stage = kit.Stage(
        narrow, width=(760, 360), height=(460, 320), across=(-0.6, 14.6), up=(-0.6, 9.4)
    )
    place = stage.at("x", "y", "x2", "y2")
    kin, stranger = (kit.rows("threads", only=f"{no}datum.kin") for no in ("", "!"))
    fence = [{"x": 9.0, "y": 0.4 * i} for i in range(20)]
    picket = {"across": 20 if narrow else 36, "shape": DRAWINGS["picket"], "colour": "fence"}
    face = [f"{KIND} + (datum.wrong ? '-surprise' : '-face')"]
    signs = kit.once([{"x": 4.2, "says": "training"}, {"x": 11.8, "says": "test"}])
    look = {"size": stage.text, "bold": True, "colour": expr(kit.colour_of("datum.says", "-lit"))}
    return stage.chart(
        stage.ground("night", cornerRadius=18),
        kit.segments(stranger, place, colour="pale-muted", line="dotted", width=1.5),
        kit.segments(kin, place, colour="crown", width=3),
        stage.dots(kit.once(fence), **picket),
        some("photos", stage, "28" if narrow else "56", face, []),
        kit.words(signs, stage.at("x", 8.9), "says", **look),
        usermeta=kit.usermeta(
            kit.parts(photos=2), kit.sheets(photos=["key", "litter", "tested", "wrong"])
        ),
    )


# ── the leaderboard ──────────────────────────────────────────────────────────────────────────────


def leaderboard(narrow):
    """The public score of a vote climbs with the submissions; the private score does not."""
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(480, 330),
        across=(0, SENT),
        up=(0.35, 1.05),
        margins={"left": 3.2, "bottom": 3.2, "right": 2.4, "top": 1.6},
    )
    climbed = kit.rows("climb", only="datum.key <= (guess < 0 ? k : 100)")
    at = "(guess < 0 ? 10 * floor(k / 10) : 100)"
    now = kit.rows("climb", only=f"datum.key > 0 && datum.key == {at}")
    layers, side = [], expr("k > 90 ? 'right' : 'left'")
    for column, way in (("private", 1), ("public", -1)):
        place, text = stage.at("key", column), stage.text
        says = kit.says(f"{column}: {{{column}:.0%}}")
        fish = {"across": 2.4 * text, "shape": DRAWINGS["fish"], "colour": column}
        look = {"dy": 1.7 * way * text, "align": side, "colour": column}
        layers.append(kit.dots(now, place, **fish))
        layers.append(kit.words(now, place, says, size=text, bold=True, **look))
    sent, scores = range(0, SENT + 1, 100), [tenth / 10 for tenth in range(4, 11)]
    # The average would give away what is asked.
    average = {"width": 2, "line": "dashed", "seen": expr("k > 0 || guess >= 0 ? 1 : 0")}
    return stage.chart(
        stage.axis_x("lists of random guesses sent in", unit=None, ticks=sent, title_at="middle"),
        stage.axis_y("score of the vote", unit=None, ticks=scores, numbers=".0%"),
        stage.curve("climb", "expected", x="key", colour="axis", **average),
        stage.curve(climbed, "private", x="key", colour="private", width=4),
        stage.curve(climbed, "public", x="key", colour="public", width=4),
        layers,
        kit.guess(stage, "y", format=".0%", ends=(0, SENT)),
        k=0,
        guess=-1,
        usermeta=kit.usermeta(kit.sheets(climb=["key", "public", "private", "expected"])),
    )
