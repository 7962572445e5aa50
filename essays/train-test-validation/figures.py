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
MOON = "M.25-.97A1 1 0 1 0 .97 .25 .8 .8 0 0 1 .25-.97Z"
CROWN = "M-.9 .6L-1-.5-.5 0 0-.8 .5 0 1-.5 .9 .6Z"


def pens(narrow):
    """Pets in a crowd, in their pens, along one axis, and on the plane with the boundary."""
    stage = kit.Stage(
        narrow, width=(760, 360), height=(700, 360), across=(-1.0, 14.6), up=(-1.5, 12.6)
    )
    pet = 26 if narrow else 48  # pixels from ear to paw of a pet that weighs nothing
    place = stage.at("x", "y", "x2", "y2")
    old = {"colour": "pale-muted", "line": "dashed"}
    return stage.chart(
        kit.regions(kit.once(), stage.at(-1, -1.5, 14.6, 12.6), colour="night", cornerRadius=18),
        moon(stage),
        lawns(stage),
        pickets(stage, "back"),
        cat_land(stage),
        verdicts(stage),
        growing_axes(stage),
        kit.segments("before", place, width=2.5, seen="opacity", **old),
        pets(stage, pet),
        mistakes(stage, pet),
        whom_to_drag(stage, pet),
        kit.segments("boundary", place, colour="boundary", width=3, seen="opacity").properties(
            name="boundary"
        ),
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


def some(*names):
    """Return some of the drawings, since a page carries those that a figure names."""
    return {name: DRAWINGS[name] for name in names}


def moon(stage):
    """The moon, until there is more to see."""
    up = expr("layout == 'crowd' ? 1 : 0")
    across = 4.5 * stage.text
    look = {"across": across, "shape": MOON, "colour": "crown", "seen": up}
    return kit.dots(kit.once(), stage.at(12.9, 11.3), **look)


def lawns(stage):
    """The grass inside the pens."""
    return kit.regions(
        "lawns",
        stage.at("left", "floor", "right", "top"),
        colour="grass",
        cornerRadius=6,
        seen="opacity",
    )


def pickets(stage, where):
    """The fence behind the pets, or the one in front of them."""
    return kit.dots(
        kit.rows("pickets", only="datum.front" if where == "front" else "!datum.front"),
        stage.at("x", "y"),
        across=13 if stage.narrow else 26,
        shape=DRAWINGS["picket"],
        colour="fence",
        seen="opacity",
    )


def pen_signs(stage):
    """What each set is called, how many it holds and, once it is judged, how many are right."""
    return kit.words(
        "sets",
        stage.at("x", "y"),
        expr("[datum.key, datum.says]"),
        size=stage.text,
        bold=True,
        colour=expr(kit.colour_of("datum.key", "-lit")),
        lineHeight=1.2 * stage.text,
        baseline="middle",
        seen=expr(f"datum.opacity * {kit.lit('datum.key', dim=0.25)}"),
    )


def whom_to_drag(stage, pet):
    """Yield a ring round the pet that is to be dragged first, and the way that it is to go."""
    crown, rim = {"colour": "crown", "seen": "opacity"}, {"rim": "crown", "fillOpacity": 0}
    yield kit.segments("hint", stage.at("x", "y", "x2", "y2"), line="dashed", **crown)
    yield kit.dots("hint", stage.at("x", "y"), across=1.2 * pet, **crown, **rim)
    yield kit.dots("hint", stage.at("x2", "y2"), across=0.3 * pet, shape="diamond", **crown)


def mistakes(stage, pet):
    """A sign over every pet that the model gets wrong."""
    wrong = kit.rows("pets", only="datum.mistaken")
    look = {"size": 1.3 * stage.text, "bold": True, "colour": "crown", "dy": -0.55 * pet}
    return kit.words(wrong, stage.at("x", "y"), expr("'!'"), **look)


def growing_axes(stage):
    """Yield two axes that grow as the model says."""
    text, look = stage.text, {"seen": "opacity", "colour": "pale-muted"}
    lines = kit.rows("axes", name="axis_lines")
    yield kit.segments(lines, stage.at("x", "y", "x2", "y2"), width=1.5, **look)
    placed = {
        "weight": ({"dy": 1.1 * text}, ("right", 0, 2.3 * text), "weight, kg →"),
        "fluffiness": (
            {"dx": -8, "align": "right"},
            ("left", -8, -0.8 * text),
            "↑ fluffiness, 0 to 10",
        ),
    }
    for axis, (numbers, (align, dx, dy), says) in placed.items():
        ticks = kit.rows("ticks", only=f"datum.axis == '{axis}'", name=f"{axis}_numbers")
        yield kit.words(
            ticks, stage.at("x", "y"), "value", format="~f", size=stage.small, **look, **numbers
        )
        end = kit.rows("axes", only=f"datum.key == '{axis}'", name=f"{axis}_title")
        where = {"align": align, "dx": dx, "dy": dy, "fontWeight": 600}
        yield kit.words(end, stage.at("x2", "y2"), kit.says(says), size=text - 1, **look, **where)


def cat_land(stage):
    """The ground where the model says cat."""
    land = kit.rows("cat_land").mark_line(
        interpolate="linear-closed", filled=True, fill="var(--cat)", opacity=0.28
    )
    return land.encode(**stage.at("x", "y"), order="key:Q")


def verdicts(stage):
    """Yield what the model says on either side, in two corners of the plane."""
    for corner, align, way in (("left", "left", 1), ("right", "right", -1)):
        yield kit.words(
            kit.rows("verdicts", only=f"datum.key == '{corner}'"),
            stage.at("x", "y"),
            "says",
            size=stage.small,
            colour="pale",
            align=align,
            dx=8 * way,
            dy=way * stage.text,
            fontStyle="italic",
            seen="opacity",
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
    """Draw every pet whole: fluff changes the coat, weight the size.

    Eyelids are down while a pet sleeps; the style sheet makes the others blink, all but those whose
    eyes are wide with surprise.
    """
    look, colour, seen = (
        kit.by_part(*expressions) for expressions in zip(*PET.values(), strict=True)
    )
    return kit.sprites(
        kit.rows("pets", name="pets"),
        stage.at("x", "y"),
        shapes={name: path for name, path in DRAWINGS.items() if name not in SCENERY},
        look=look,
        colour=colour,
        seen=f"{seen} * {kit.lit('datum.set', dim=0.25)}",
        across=expr(f"{pixels} * (0.9 + 0.025 * datum.weight)"),
    )


# ── scores ───────────────────────────────────────────────────────────────────────────────────────


def night_over_axis(narrow, across, ticks):
    """Return a stage with an axis of scores, and its night sky; a unit is as long up as across."""
    width, height, text = (360, 300, 13) if narrow else (760, 450, 17)
    unit = width / (across[1] - across[0])
    floor = height - 3.4 * text
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(450, 300),
        across=across,
        up=(0, floor / unit),
        margins={"bottom": 3.4},
    )
    (left, right), top = across, floor / unit
    sky = kit.regions(kit.once(), stage.at(left, 0, right, top), colour="night", cornerRadius=12)
    axis = stage.axis_x(
        "score: the share of pets it gets right",
        unit=None,
        ticks=ticks,
        numbers=expr("datum.value + '%'"),
        title_at="middle",
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
    rows = {"fresh": 1.3, "ours": 2.7, "worst": 4.1}  # lines of text from the top
    colours = {"fresh": "pale", "ours": "test-lit", "worst": "validation-lit"}
    notes = []
    for key, line in rows.items():
        note, y = kit.rows("notes", only=f"datum.key == '{key}'"), line * stage.text
        look = {"colour": colours[key], "seen": "opacity"}
        notes.append(kit.segments(note, stage.at("x"), y=y + 6, y2=floor, line="dashed", **look))
        at = stage.at(stage.within("x", "datum.says"))
        notes.append(kit.words(note, at, "says", size=stage.text, bold=True, y=y, **look))
    look = ("datum.species + '-1'", "datum.species + '-shut'", "'cap'")
    colour = (kit.colour_of(KIND), INK, kit.colour_of("'test'", "-cloth"))
    sleepers = kit.sprites(
        kit.rows("pets", name="pets"),
        stage.at("x", "y"),
        shapes=some("cat-1", "dog-1", "cat-shut", "dog-shut", "cap"),
        look=kit.by_part(*look),
        colour=kit.by_part(*colour),
        across=expr(f"datum.breadth * {stage.unit:.3f}"),
    )
    return stage.chart(
        *ground,
        notes[:2],
        notes[2:],
        sleepers,
        flag(stage, floor, 6.2 * stage.text),
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
    fates = []
    for key, y, column in (("tested", low, "test-lit"), ("winner", high, "validation-lit")):
        one = kit.rows("crowned", only=f"datum.key == '{key}'")
        fates.append(kit.dots(one, stage.at("x"), across=size, y=y, **fish))
        way = 1 if key == "tested" else -1  # its label lies off the line between the two
        says = {"size": text, "bold": True, "y": y + 0.5 * way * text, "baseline": "middle"}
        says |= {"align": expr("datum.x > 50 ? 'right' : 'left'")}
        says |= {"dx": expr(f"{0.62 * size:.1f} * (datum.x > 50 ? -1 : 1)")}
        fates.append(kit.words(one, stage.at("x"), "says", colour=column, seen="opacity", **says))
    crown = {"shape": CROWN, "colour": "crown", "seen": "opacity", "y": high - 0.42 * size}
    coin = {"line": "dashed", "colour": "pale-muted"}
    winner = kit.rows("crowned", only="datum.key == 'winner'")
    return stage.chart(
        *ground,
        kit.dots(
            "bowl",
            stage.at("x", "y"),
            across=34 * stage.unit,
            colour="water",
            rim="pale-muted",
            seen="opacity",
        ),
        kit.segments(kit.once(), stage.at(50), y=low + text, y2=floor, **coin),
        kit.dots(
            "fish", stage.at("x", "y"), across=expr(f"datum.breadth * {stage.unit:.3f}"), **fish
        ),
        kit.threads("fall", fall, colour="pale", width=2.5, seen="opacity"),
        fates,
        kit.dots(winner, stage.at("x"), across=1.3 * text, **crown),
        flag(stage, floor, 10.8 * text),
        guess=-1,
        usermeta=kit.usermeta(kit.sheets(crowned=["key", "x", "says"])),
    )


# ── leaks ────────────────────────────────────────────────────────────────────────────────────────


def leaks(narrow):
    """Photos on either side of a fence, and what those of the test copy from."""
    stage = kit.Stage(
        narrow, width=(760, 360), height=(460, 320), across=(-0.6, 14.6), up=(-0.6, 9.4)
    )
    pixels, text = (28 if narrow else 56), stage.text
    place = stage.at("x", "y", "x2", "y2")
    kin, stranger = (kit.rows("threads", only=f"{no}datum.kin") for no in ("", "!"))
    fence = [{"x": 9.0, "y": 0.4 * i} for i in range(20)]
    head = ("datum.species + '-1'", "datum.species + (datum.wrong ? '-surprise' : '-face')")
    signs = [{"x": 4.2, "says": "training"}, {"x": 11.8, "says": "test"}]
    return stage.chart(
        kit.regions(kit.once(), stage.at(-0.6, -0.6, 14.6, 9.4), colour="night", cornerRadius=18),
        kit.segments(stranger, place, colour="pale-muted", line="dotted", width=1.5),
        kit.segments(kin, place, colour="crown", width=3),
        kit.dots(
            kit.once(fence),
            stage.at("x", "y"),
            across=20 if narrow else 36,
            shape=DRAWINGS["picket"],
            colour="fence",
        ),
        kit.sprites(
            kit.rows("photos", name="photos"),
            stage.at("x", "y"),
            shapes=some(*(f"{a}-{b}" for a in ("cat", "dog") for b in ("1", "face", "surprise"))),
            look=kit.by_part(*head),
            colour=kit.by_part(kit.colour_of(KIND), INK),
            across=expr(str(pixels)),
        ),
        kit.words(
            kit.once(signs),
            stage.at("x", 8.9),
            "says",
            size=text,
            bold=True,
            colour=expr(kit.colour_of("datum.says", "-lit")),
        ),
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
    expected = stage.at("key", "expected")
    return stage.chart(
        stage.axis_x(
            "lists of random guesses sent in",
            unit=None,
            ticks=[0, 100, 200, 300, 400],
            title_at="middle",
        ),
        stage.axis_y(
            "score of the vote", unit=None, ticks=[0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], numbers=".0%"
        ),
        kit.curve("climb", expected, order="key", colour="axis", width=2, line="dashed"),
        *(
            kit.curve(climbed, stage.at("key", column), order="key", colour=column, width=4)
            for column in ("private", "public")
        ),
        layers,
        kit.guess(stage, "y", format=".0%", ends=(0, SENT)),
        k=0,
        guess=-1,
        usermeta=kit.usermeta(kit.sheets(climb=["key", "public", "private", "expected"])),
    )
