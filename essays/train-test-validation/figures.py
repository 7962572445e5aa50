"""The figures of the essay on splitting data, with the drawings of ``pets.svg`` as shapes."""

from pathlib import Path
from xml.etree import ElementTree

import altair as alt

ACROSS = alt.Scale(domain=(-1.0, 14.6), nice=False, zero=False)  # kilograms
UP = alt.Scale(domain=(-1.5, 12.6), nice=False, zero=False)  # points of fluffiness
AS_IT_IS = {"scale": None, "legend": None}
SPECIES = ("cat", "dog")
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


def var(expression, suffix=""):
    """Return the expression of the CSS variable named by the value of another expression."""
    return f"'var(--' + {expression} + '{suffix})'"


def drawings():
    """Return the paths of ``pets.svg`` by id, drawn in the box from -1 to 1 that Vega expects."""
    tree = ElementTree.parse(Path(__file__).with_name("pets.svg"))
    paths = tree.iterfind(".//{http://www.w3.org/2000/svg}path[@id]")
    return {path.get("id"): path.get("d") for path in paths}
