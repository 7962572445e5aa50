"""The figures of the essay on splitting data, with the drawings of ``pets.svg`` as shapes."""

from pathlib import Path

from refit import kit
from refit.kit import expr

DRAWINGS = kit.shapes(Path(__file__).with_name("pets.svg"))
SENT = 400  # submissions to the leaderboard, at most
CROWN = "M-.9 .6L-1-.5-.5 0 0-.8 .5 0 1-.5 .9 .6Z"


def pens(narrow):
    """Pets in a crowd, in their pens, along one axis, and on the plane with the boundary."""
    stage = kit.Stage(
        narrow, width=(760, 360), height=(700, 360), across=(-1.0, 14.6), up=(-1.5, 12.6)
    )
    pet = 28 if narrow else 50  # pixels from ear to paw of a pet that weighs nothing
    return stage.chart(
        lawns(stage),
        pickets(stage, "back"),
        cat_land(stage),
        verdicts(stage),
        growing_axes(stage),
        pets(stage, pet),
        kit.segments(
            "boundary",
            stage.at("x", "y", "x2", "y2"),
            colour="boundary",
            width=3,
            seen="opacity",
            strokeCap="round",
        ).properties(name="boundary"),
        pickets(stage, "front"),
        pen_signs(stage),
        lit="",
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
        colour=expr(kit.colour_of("datum.key")),
        lineHeight=1.2 * stage.text,
        baseline="middle",
        seen=expr(f"datum.opacity * {kit.lit('datum.key', dim=0.25)}"),
    )


def growing_axes(stage):
    """Yield two axes that grow as the model says."""
    text = stage.text
    yield kit.segments(
        kit.rows("axes", name="axis_lines"),
        stage.at("x", "y", "x2", "y2"),
        colour="axis",
        width=1.5,
        seen="opacity",
    )
    placed = {
        "weight": ({"dy": 1.1 * text}, {"align": "right", "dy": 2.3 * text}, "weight, kg →"),
        "fluffiness": (
            {"dx": -8, "align": "right"},
            {"align": "left", "dx": -8, "dy": -0.8 * text},
            "↑ fluffiness, 0 to 10",
        ),
    }
    for axis, (numbers, title, says) in placed.items():
        ticks = kit.rows("ticks", only=f"datum.axis == '{axis}'", name=f"{axis}_numbers")
        yield kit.words(
            ticks,
            stage.at("x", "y"),
            "value",
            format="~f",
            size=stage.small,
            colour="muted",
            seen="opacity",
            **numbers,
        )
        yield kit.words(
            kit.rows("axes", only=f"datum.key == '{axis}'", name=f"{axis}_title"),
            stage.at("x2", "y2"),
            kit.says(says),
            size=text - 1,
            fontWeight=600,
            seen="opacity",
            **title,
        )


def cat_land(stage):
    """The ground where the model says cat."""
    land = kit.rows("cat_land").mark_line(
        interpolate="linear-closed", filled=True, fill="var(--cat)", opacity=0.16
    )
    return land.encode(**stage.at("x", "y"), order="key:Q")


def verdicts(stage):
    """Yield what the model says on either side, in two corners of the plane."""
    text = stage.text
    for corner, place in (
        ("left", {"align": "left", "dx": 8, "dy": text}),
        ("right", {"align": "right", "dx": -8, "dy": -text}),
    ):
        yield kit.words(
            kit.rows("verdicts", only=f"datum.key == '{corner}'"),
            stage.at("x", "y"),
            "says",
            size=stage.small,
            colour="muted",
            fontStyle="italic",
            seen="opacity",
            **place,
        )


# What a pet is drawn of, from the coat up: drawing, colour, opacity, as expressions over its row.
KIND, WRONG = "datum.species", "datum.mistaken"
COLOUR, PATCH, LIGHT = (kit.colour_of(KIND, suffix) for suffix in ("", "-patch", "-light"))
FLUFF = "(datum.fluffiness < 3.5 ? 0 : datum.fluffiness < 6.5 ? 1 : 2)"
KNOTS = {"training": "bandana", "validation": "bandana-dots", "test": "bandana-stripe"}
INK, NOBODY = "'var(--pet-ink)'", "'none'"
PET = {
    "coat": (f"{KIND} + '-' + {FLUFF}", COLOUR, "1"),
    "patch": (f"{KIND} + '-patch'", PATCH, "1"),
    "light": (f"{KIND} + '-light'", LIGHT, "1"),
    "bandana": (f"{KNOTS}[datum.set]", kit.colour_of("datum.set"), "datum.split"),
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
        shapes=DRAWINGS,
        look=look,
        colour=colour,
        seen=f"{seen} * {kit.lit('datum.set', dim=0.25)}",
        across=expr(f"{pixels} * (0.9 + 0.025 * datum.weight)"),
    )


# ── scores ───────────────────────────────────────────────────────────────────────────────────────


def scores(narrow):
    """Scores as dots over an axis from 0 to 100 %, with a band, a line, and two fish."""
    width, height, text = (360, 300, 13) if narrow else (760, 450, 17)
    per_cent = width / 110  # pixels; a dot takes as much room up as across
    floor = height - 3.4 * text
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(450, 300),
        across=(-5, 105),
        up=(0, floor / per_cent),
        margins={"bottom": 3.4},
    )
    top = 3.7 * text  # pixels, below two lines of text
    crowned = top + 1.5 * text
    ends = {"luck": top, "choice": crowned + 5 * text, "leaks": 1.7 * text}  # of the line, above
    above = {view: at - 0.8 * text for view, at in ends.items()}
    said = {"luck": 0.9 * text, "choice": 2.5 * text, "leaks": 2.7 * text}
    fish = DRAWINGS["fish"]
    colours = {"luck": "var(--test)", "choice": "var(--goldfish)", "leaks": "var(--validation)"}
    return stage.chart(
        stage.axis_x(
            "score: how many of the pets it tells right",
            unit=None,
            ticks=[0, 25, 50, 75, 100],
            numbers=expr("datum.value + '%'"),
            title_at="middle",
        ),
        kit.regions(
            "band",
            stage.at("low", x2="high"),
            colour="test",
            pale=0.14,
            outline="",
            y=top,
            y2=floor,
            seen="opacity",
        ),
        kit.segments(note("rule"), stage.at("x"), y=by_view(ends), line="dashed", y2=floor),
        kit.segments(
            note("seen"),
            stage.at("x"),
            y=top,
            colour="validation",
            width=3,
            seen=expr("view == 'leaks' ? 1 : 0"),
            y2=floor,
        ),
        kit.dots(
            "dots",
            stage.at("x", "y"),
            across=expr(f"datum.breadth * {0.92 * per_cent:.2f}"),
            shape=expr(f"view == 'choice' ? '{fish}' : 'circle'"),
            colour=by_view(colours),
            seen="fallen",
        ),
        swimmers(stage, crowned, fish),
        said_of("rule", stage, by_view(above)),
        said_of("seen", stage, by_view(said)),
        said_of("tested", stage, crowned + 2.2 * text),
        view="luck",
        usermeta=kit.usermeta(kit.sheets(dots=["key", "score", "fallen"], notes=["says"])),
    )


def by_view(values):
    """Return the one of some values that belongs to what the scene shows."""
    return expr(f"{values}[view]")


def note(key):
    """Return one of the notes."""
    return kit.rows("notes", only=f"datum.key == '{key}'")


def said_of(key, stage, pixels):
    """What is said of a place on the axis, kept inside the picture."""
    at = stage.within("x", "datum.says")
    return kit.words(note(key), stage.at(at), "says", size=stage.text, bold=True, y=pixels)


def swimmers(stage, pixels, fish):
    """Yield the fall of the luckiest goldfish, from its crowning to its test."""
    there = kit.rows("fish", only="datum.opacity > 0")
    winner = kit.rows("fish", only="datum.opacity > 0 && datum.key == 'winner'")
    place, seen, text = stage.at("x"), {"seen": "opacity"}, stage.text
    yield kit.threads(winner, stage.at("x", x2="x2"), y=pixels, width=2, **seen)
    gold = {"shape": fish, "colour": "goldfish"}
    yield kit.dots(there, place, across=2.6 * text, y=pixels, **gold, **seen)
    crown = {"shape": CROWN, "colour": "accent", "y": pixels - 0.75 * text}
    yield kit.dots(winner, place, across=text, **crown, **seen)


# ── the leaderboard ──────────────────────────────────────────────────────────────────────────────


def leaderboard(narrow):
    """The public score of a vote climbs with the submissions; the private score does not."""
    stage = kit.Stage(
        narrow,
        width=(760, 360),
        height=(480, 330),
        across=(0, SENT),
        up=(0.35, 1.05),
        margins={"left": 3.2, "bottom": 3.2, "right": 1.6, "top": 1.6},
    )
    climbed = kit.rows("climb", only="datum.key <= k")
    now = kit.rows("climb", only="datum.key == 10 * floor(k / 10)")
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
            "score of the vote",
            unit=None,
            ticks=[0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
            numbers=".0%",
        ),
        kit.curve("climb", expected, order="key", colour="axis", width=2, line="dashed"),
        *(
            kit.curve(climbed, stage.at("key", column), order="key", colour=column, width=4)
            for column in ("private", "public")
        ),
        layers,
        k=0,
        usermeta=kit.usermeta(kit.sheets(climb=["key", "public", "private", "expected"])),
    )
