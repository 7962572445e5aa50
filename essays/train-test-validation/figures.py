"""The figures of the essay on splitting data, with the drawings of ``pets.svg`` as shapes."""

import json
from pathlib import Path
from xml.etree import ElementTree

import altair as alt

ACROSS = alt.Scale(domain=(-1.0, 14.6), nice=False, zero=False)  # kilograms
UP = alt.Scale(domain=(-1.5, 12.6), nice=False, zero=False)  # points of fluffiness
AS_IT_IS = {"scale": None, "legend": None}
SENT = 400  # submissions to the leaderboard, at most
SHEET = ["key", "public", "private", "expected"]
CROWN = "M-.9 .6L-1-.5-.5 0 0-.8 .5 0 1-.5 .9 .6Z"
LIT = "(lit && lit !== datum.set ? 0.25 : 1)"  # all but the set whose name the reader points at


def pens(narrow):
    """Pets in a crowd, in their pens, along one axis, and on the plane with the boundary."""
    paths = drawings()
    text = 13 if narrow else 17
    pet = 28 if narrow else 50  # pixels from ear to paw of a pet that weighs nothing
    picket = 13 if narrow else 26
    layers = alt.layer(
        lawn_layer(),
        picket_layer("back", picket, paths["picket"]),
        cat_land_layer(),
        *verdict_layers(text),
        *axis_layers(text),
        pet_layer(pet, paths),
        boundary_layer(),
        picket_layer("front", picket, paths["picket"]),
        sign_layer(text),
    )
    return layers.add_params(alt.param(name="lit", value="")).properties(
        width=360 if narrow else 760,
        height=372 if narrow else 700,
        usermeta={
            "sheets": {
                "pets": ["key", "species", "weight", "fluffiness", "set", "guess"],
                "sets": ["key", "n", "says"],
                "boundary": ["x", "y", "x2", "y2"],
            },
            "hops": {"pets": {"column": "y", "height": 0.3, "paces": 5}},
            "parts": {"pets": len(pet_parts())},
            "drag": {
                "table": "pets",
                "state": "moved",
                "x": "weight",
                "y": "fluffiness",
                "limits": [[0, 14], [0, 10]],
                "step": [0.1, 0.1],
                "label": "{species} {key}, {set}: weight {weight} kg, fluffiness {fluffiness}",
            },
        },
    )


def marks(table, name):
    """Start a layer over one of the model's tables."""
    return alt.Chart(alt.NamedData(table), name=name)


def x(column):
    """Place marks across the stage."""
    return alt.X(column, type="quantitative", scale=ACROSS, axis=None)


def y(column):
    """Place marks up the stage."""
    return alt.Y(column, type="quantitative", scale=UP, axis=None)


def opacity(column="opacity"):
    """Fade marks by a column from 0 to 1."""
    return alt.Opacity(column, type="quantitative", **AS_IT_IS)


def lawn_layer():
    """The grass inside the pens."""
    return (
        marks("lawns", "lawns")
        .mark_rect(cornerRadius=6, fill="var(--grass)")
        .encode(x("left"), y("floor"), x2="right", y2="top", opacity=opacity())
    )


def picket_layer(where, pixels, path):
    """The fence behind the pets, or the one in front of them."""
    return (
        marks("pickets", f"{where}-pickets")
        .transform_filter("datum.front" if where == "front" else "!datum.front")
        .mark_point(shape=path, size=pixels**2, filled=True, fill="var(--fence)", strokeWidth=0)
        .encode(x("x"), y("y"), opacity=opacity())
    )


def sign_layer(text):
    """What each set is called, how many it holds and, once it is judged, how many are right."""
    return (
        marks("sets", "signs")
        .transform_calculate(
            label="[datum.key, datum.says]",
            ink=var("datum.key"),
            seen=f"datum.opacity * {LIT.replace('set', 'key')}",
        )
        .mark_text(fontSize=text, fontWeight=700, lineHeight=1.2 * text, baseline="middle")
        .encode(
            x("x"),
            y("y"),
            text="label:N",
            fill=alt.Fill("ink", type="nominal", **AS_IT_IS),
            opacity=alt.Opacity("seen", type="quantitative", **AS_IT_IS),
        )
    )


def axis_layers(text):
    """Yield two axes made of marks, so that they can grow and fade like everything else."""
    yield (
        marks("axes", "axis-lines")
        .mark_rule(stroke="var(--axis)", strokeWidth=1.5)
        .encode(x("x"), y("y"), x2="x2", y2="y2", opacity=opacity())
    )
    placed = {
        "weight": ({"dy": 1.1 * text}, {"align": "right", "dy": 2.3 * text}, "weight, kg →"),
        "fluffiness": (
            {"dx": -8, "align": "right"},
            {"align": "left", "dx": -8, "dy": -0.8 * text},
            "↑ fluffiness, 0 to 10",
        ),
    }
    for axis, (numbers, title, label) in placed.items():
        yield (
            marks("ticks", f"{axis}-numbers")
            .transform_filter(f"datum.axis == '{axis}'")
            .mark_text(fontSize=text - 2, fill="var(--muted)", **numbers)
            .encode(x("x"), y("y"), text="value:Q", opacity=opacity())
        )
        yield (
            marks("axes", f"{axis}-title")
            .transform_filter(f"datum.key == '{axis}'")
            .mark_text(fontSize=text - 1, fill="var(--ink)", fontWeight=600, **title)
            .encode(x("x2"), y("y2"), text=alt.value(label), opacity=opacity())
        )


def cat_land_layer():
    """The ground where the model says cat."""
    return (
        marks("cat_land", "cat-land")
        .mark_line(interpolate="linear-closed", filled=True, fill="var(--cat)", opacity=0.16)
        .encode(x("x"), y("y"), order=alt.Order("key", type="quantitative"))
    )


def verdict_layers(text):
    """Yield what the model says on either side, in two corners of the plane."""
    for corner, place in (
        ("left", {"align": "left", "dx": 8, "dy": text}),
        ("right", {"align": "right", "dx": -8, "dy": -text}),
    ):
        yield (
            marks("verdicts", f"{corner}-verdict")
            .transform_filter(f"datum.key == '{corner}'")
            .mark_text(fontSize=text - 2, fontStyle="italic", fill="var(--muted)", **place)
            .encode(x("x"), y("y"), text="says:N", opacity=opacity())
        )


def boundary_layer():
    """The line along which the model changes its mind."""
    return (
        marks("boundary", "boundary")
        .mark_rule(stroke="var(--boundary)", strokeWidth=3, strokeCap="round")
        .encode(x("x"), y("y"), x2="x2", y2="y2", opacity=opacity())
    )


def pet_parts():
    """Return what a pet is drawn of, from the coat up, as expressions over its row."""
    kind, wrong = "datum.species", "datum.mistaken"
    fluff = "(datum.fluffiness < 3.5 ? 0 : datum.fluffiness < 6.5 ? 1 : 2)"
    knots = {"training": "bandana", "validation": "bandana-dots", "test": "bandana-stripe"}
    ink, nobody = "'var(--pet-ink)'", "'none'"
    return {  # name: (drawing, colour, opacity)
        "coat": (f"{kind} + '-' + {fluff}", var(kind), "1"),
        "patch": (f"{kind} + '-patch'", var(kind, "-patch"), "1"),
        "light": (f"{kind} + '-light'", var(kind, "-light"), "1"),
        "bandana": (f"{knots}[datum.set]", var("datum.set"), "datum.split"),
        "face": (f"{kind} + ({wrong} ? '-surprise' : '-face')", ink, "1"),
        "lids": (f"{kind} + '-lids'", f"{wrong} ? {nobody} : {var(kind)}", "datum.asleep"),
        "patched lids": (
            "'dog-lid-patch'",
            f"{wrong} || {kind} == 'cat' ? {nobody} : 'var(--dog-patch)'",
            "datum.asleep",
        ),
        "lashes": (f"{kind} + '-shut'", f"{wrong} ? {nobody} : {ink}", "datum.asleep"),
    }


def pet_layer(pixels, paths):
    """Draw every pet whole, part upon part: fluff changes the coat, weight the size.

    Eyelids are down while a pet sleeps; the style sheet makes the others blink, all but those whose
    eyes are wide with surprise.
    """

    def of_parts(i):
        return "[" + ", ".join(part[i] for part in pet_parts().values()) + "][datum.part]"

    shapes = alt.Scale(domain=list(paths), range=list(paths.values()))
    return (
        marks("pets", "pets")
        .transform_calculate(
            item="datum.key + ' ' + datum.part",
            look=of_parts(0),
            colour=of_parts(1),
            seen=f"{of_parts(2)} * {LIT}",
            size=f"pow({pixels} * (0.9 + 0.025 * datum.weight), 2)",
        )
        .mark_point(filled=True, strokeWidth=0)
        .encode(
            x("x"),
            y("y"),
            key="item:N",
            shape=alt.Shape("look", type="nominal", scale=shapes, legend=None),
            size=alt.Size("size", type="quantitative", **AS_IT_IS),
            fill=alt.Fill("colour", type="nominal", **AS_IT_IS),
            opacity=opacity("seen"),
        )
    )


# ── scores ───────────────────────────────────────────────────────────────────────────────────────

DOT_COLOURS = {"luck": "var(--test)", "choice": "var(--goldfish)", "leaks": "var(--validation)"}


def scores(narrow):
    """Scores as dots over an axis from 0 to 100 %, with a band, a line, and two fish."""
    width, height = (360, 300) if narrow else (760, 450)
    left, right = -5.0, 105.0  # per cent of the axis
    text = 13 if narrow else 17
    unit = width / (right - left)  # pixels; a dot takes as much room up as across
    floor = height - 3.4 * text
    axis = percent_axis(text, floor - height, "score: how many of the pets it tells right")
    across = {
        "type": "quantitative",
        "scale": alt.Scale(domain=(left, right), nice=False, zero=False),
        "axis": axis,
    }
    up = alt.Scale(domain=((floor - height) / unit, floor / unit), nice=False, zero=False)
    top = 3.7 * text  # below two lines of text
    crowned = top + 1.5 * text
    fish = drawings()["fish"]
    line = {"luck": top, "choice": crowned + 5 * text, "leaks": 1.7 * text}  # its upper end
    above = {view: at - 0.8 * text for view, at in line.items()}
    said = {"luck": 0.9 * text, "choice": 2.5 * text, "leaks": 2.7 * text}
    layers = alt.layer(
        marks("band", "band")
        .mark_rect(y=top, y2=floor, fill="var(--test)", fillOpacity=0.14)
        .encode(alt.X("low", **across), x2="high", opacity=opacity()),
        note("rule", "line")
        .mark_rule(y=by_view(line), y2=floor, stroke="var(--ink)", strokeWidth=2, strokeDash=[6, 4])
        .encode(alt.X("x", **across)),
        note("seen", "line")
        .mark_rule(y=top, y2=floor, stroke="var(--validation)", strokeWidth=3)
        .encode(alt.X("x", **across), opacity=alt.value(alt.ExprRef("view == 'leaks' ? 1 : 0"))),
        marks("dots", "dots")
        .transform_calculate(size=f"pow(datum.breadth * {0.92 * unit:.2f}, 2)")
        .mark_point(
            filled=True,
            shape=alt.ExprRef(f"view == 'choice' ? '{fish}' : 'circle'"),
            fill=by_view(DOT_COLOURS),
            strokeWidth=0,
        )
        .encode(
            alt.X("x", **across),
            alt.Y("y", type="quantitative", scale=up, axis=None),
            size=alt.Size("size", type="quantitative", **AS_IT_IS),
            opacity=opacity("fallen"),
        ),
        *fish_layers(across, crowned, fish, text),
        note_layer("rule", across, by_view(above), text, unit),
        note_layer("seen", across, by_view(said), text, unit),
        note_layer("tested", across, crowned + 2.2 * text, text, unit),
    )
    return layers.add_params(alt.param(name="view", value="luck")).properties(
        width=width,
        height=height,
        usermeta={"sheets": {"dots": ["key", "score", "fallen"], "notes": ["says"]}},
    )


def by_view(values):
    """Return the one of some values that belongs to what the scene shows."""
    return alt.ExprRef(f"{json.dumps(values)}[view]")


def percent_axis(text, offset, title):
    """An axis in per cent that lies inside the picture."""
    return alt.Axis(
        values=[0, 25, 50, 75, 100],
        labelExpr="datum.value + '%'",
        offset=offset,
        title=title,
        titleColor="var(--ink)",
        titleFontSize=text - 1,
        titlePadding=4,
        labelColor="var(--muted)",
        labelFontSize=text - 2,
        labelFlush=False,
        domainColor="var(--axis)",
        tickColor="var(--axis)",
        grid=False,
    )


def note(key, part):
    """Start a layer over one of the notes."""
    return marks("notes", f"{key}-{part}").transform_filter(f"datum.key == '{key}'")


def note_layer(key, across, pixels, text, unit):
    """What is said of a place on the axis, kept inside the picture."""
    half = f"length(datum.says) * {0.3 * text / unit:.2f}"  # of the words, in per cent of the axis
    return (
        note(key, "words")
        .transform_calculate(at=f"clamp(datum.x, {half} - 4, 104 - {half})")
        .mark_text(y=pixels, fontSize=text - 1, fontWeight=600, fill="var(--ink)")
        .encode(alt.X("at", **across), text="says:N")
    )


def fish_layers(across, pixels, fish, text):
    """Yield the fall of the luckiest goldfish, from its crowning to its test."""

    def swimmers(name, only="datum.opacity > 0"):
        return marks("fish", name).transform_filter(only)

    winner = "datum.opacity > 0 && datum.key == 'winner'"
    x_place, seen = alt.X("x", **across), opacity()
    drawn = {"filled": True, "strokeWidth": 0}
    yield (
        swimmers("fall", winner)
        .mark_rule(y=pixels, stroke="var(--ink)", strokeWidth=2, strokeDash=[2, 4])
        .encode(x_place, x2="x2", opacity=seen)
    )
    yield (
        swimmers("fish")
        .mark_point(y=pixels, shape=fish, size=(2.6 * text) ** 2, fill="var(--goldfish)", **drawn)
        .encode(x_place, opacity=seen)
    )
    crown = {"shape": CROWN, "size": text**2, "fill": "var(--accent)"}
    yield (
        swimmers("crown", winner)
        .mark_point(y=pixels - 0.75 * text, **crown, **drawn)
        .encode(x_place, opacity=seen)
    )


# ── the leaderboard ──────────────────────────────────────────────────────────────────────────────


def leaderboard(narrow):
    """The public score of a vote climbs with the submissions; the private score does not."""
    width, height = (360, 330) if narrow else (760, 480)
    text = 13 if narrow else 17
    margin = 3.2 * text  # pixels for the numbers of the axes
    room = (SENT / (width - margin - 1.6 * text), 0.7 / (height - margin - 1.6 * text))
    x_scale = alt.Scale(
        domain=(-margin * room[0], SENT + 1.6 * text * room[0]), nice=False, zero=False
    )
    low = 0.35 - margin * room[1]
    y_scale = alt.Scale(domain=(low, low + height * room[1]), nice=False, zero=False)
    look = {
        "titleColor": "var(--ink)",
        "titleFontSize": text - 1,
        "labelColor": "var(--muted)",
        "labelFontSize": text - 2,
        "domainColor": "var(--axis)",
        "tickColor": "var(--axis)",
        "grid": False,
        "offset": -margin,
    }
    sent = "lists of random guesses sent in"
    across = alt.Axis(values=[0, 100, 200, 300, 400], title=sent, **look)
    up = alt.Axis(values=[0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], format=".0%", **look | {"title": None})
    x_place = alt.X("key", type="quantitative", scale=x_scale, axis=across)

    def place(column):
        return x_place, alt.Y(column, type="quantitative", scale=y_scale, axis=up)

    def curve(column, **look):
        climb = marks("climb", column)
        if column != "expected":
            climb = climb.transform_filter("datum.key <= k")
        return climb.mark_line(clip=True, **look).encode(*place(column))

    layers = [
        curve("expected", stroke="var(--axis)", strokeWidth=2, strokeDash=[6, 5]),
        curve("private", stroke="var(--private)", strokeWidth=4),
        curve("public", stroke="var(--public)", strokeWidth=4),
    ]
    for column, way in (("private", 1), ("public", -1)):
        layers += [
            at_k(f"{column}-end")
            .mark_point(
                shape=drawings()["fish"],
                size=(2.4 * text) ** 2,
                filled=True,
                opacity=1,
                strokeWidth=0,
                fill=f"var(--{column})",
            )
            .encode(*place(column)),
            at_k(f"{column}-words")
            .transform_calculate(says=f"'{column}: ' + format(datum.{column}, '.0%')")
            .mark_text(
                fontSize=text,
                fontWeight=700,
                fill=f"var(--{column})",
                dy=1.7 * way * text,
                align=alt.ExprRef("k > 90 ? 'right' : 'left'"),
            )
            .encode(*place(column), text="says:N"),
        ]
    layers.append(
        marks("now", "title")
        .mark_text(x=8, y=0.8 * text, align="left", fontSize=text - 1, fontWeight=600)
        .encode(text=alt.value("↑ score of the vote"), fill=alt.value("var(--ink)"))
    )
    return (
        alt.layer(*layers)
        .add_params(alt.param(name="k", value=0))
        .properties(width=width, height=height, usermeta={"sheets": {"climb": SHEET}})
    )


def at_k(name):
    """Start a layer over the point that the climb has come to."""
    return marks("climb", name).transform_filter("datum.key == 10 * floor(k / 10)")


# ── drawings and colours ─────────────────────────────────────────────────────────────────────────


def var(expression, suffix=""):
    """Return the expression of the CSS variable named by the value of another expression."""
    return f"'var(--' + {expression} + '{suffix})'"


def drawings():
    """Return the paths of ``pets.svg`` by id, drawn in the box from -1 to 1 that Vega expects."""
    tree = ElementTree.parse(Path(__file__).with_name("pets.svg"))
    paths = tree.iterfind(".//{http://www.w3.org/2000/svg}path[@id]")
    return {path.get("id"): path.get("d") for path in paths}
