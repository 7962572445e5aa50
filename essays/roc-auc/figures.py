"""The figures of the essay on ROC curves, with the drawings of ``echoes.svg`` as shapes.

All three stand on one stage, -5 to 105 across and 0 to 108 up. A square on it is the plane of the
two rates; what lies in it is given in rates, and placed on the stage by ``on_square``.
"""

from pathlib import Path
from xml.etree import ElementTree

import altair as alt

WIDTH, HEIGHT = 110, 108  # of the stage
ACROSS = alt.Scale(domain=(-5, WIDTH - 5), nice=False, zero=False)
UP = alt.Scale(domain=(0, HEIGHT), nice=False, zero=False)
AS_IT_IS = {"scale": None, "legend": None}
N_PLANES, N_BIRDS = 10, 15
N_ILL, N_WELL = 53, 90  # of the patients whom the classifier has not seen
SQUARE = ("24", "46", "56")  # left, bottom and side
PARTS = ("", "-patch", "-light", "-ink")  # of an echo, from the bottom up
NOBODY = [{"here": 1}]  # the one row of what is drawn once
SWEEP = "M0 0L-.13-.99A1 1 0 0 1 .42-.907Z"


def screen(narrow):
    """Echoes on a scope, then in two piles, then under the curve that the threshold draws."""
    text, unit = sizes(narrow)
    return stage(
        *scope_layers(unit),
        alarm_layer(),
        *strip_layers(text, "view == 'piles' ? 60 : 26", "view == 'scope' ? 0 : 1"),
        *square_layers(text, SQUARE, "view == 'trail' ? 1 : 0"),
        *walk_layer(SQUARE),
        *count_layers(text),
        *threshold_layers(text),
        echo_layer(unit, "(datum.called ? 1 : 0.5)"),
        *point_layers("point", text, SQUARE, "var(--alarm)"),
        narrow=narrow,
        view="scope",
        usermeta={
            "sheets": {"echoes": ["key", "kind", "strength"], "counts": ["key", "n"]},
            "parts": {"echoes": len(PARTS)},
            "hops": {"echoes": {"column": "y", "height": 3, "paces": 2}},
            "drag": {
                "table": "threshold",
                "state": "dragged",
                "x": "x",
                "y": "y",
                "limits": [[0, 100], [4, 4]],
                "step": [1, 1],
                "label": "{key}: strength {x}",
            },
        },
    )


def staircase(narrow):
    """The curve as steps over the echoes they stand for; its grid of duels lights up."""
    text, unit = sizes(narrow)
    return stage(
        *strip_layers(text, "26", "1"),
        *duel_layers(text),
        *square_layers(text, SQUARE, "1"),
        *walk_layer(SQUARE),
        *area_layers(text),
        bell_line().mark_rule(stroke="var(--alarm)", strokeWidth=2.5),
        echo_layer(unit, "(datum.present ? 1 : 0.12)"),
        *point_layers("point", text, SQUARE, "var(--alarm)"),
        narrow=narrow,
        view="steps",
        usermeta={
            "sheets": {
                "echoes": ["key", "strength"],
                "walk": ["key", "fp", "tp", "fp2", "tp2"],
                "duels": ["plane", "bird", "won"],
            },
            "parts": {"echoes": len(PARTS)},
            "drag": {
                "table": "echoes",
                "state": "moved",
                "x": "x",
                "y": "y",
                "limits": [[0, 100], [13, 38]],
                "step": [1, 1],
                "label": "{key}: strength {x}",
            },
        },
    )


# ── the stage ────────────────────────────────────────────────────────────────────────────────────


def sizes(narrow):
    """Return the size of text and of a unit of the stage, in pixels."""
    return (12, 360 / WIDTH) if narrow else (17, 760 / WIDTH)


def stage(*layers, narrow, usermeta, **params):
    """Lay layers over each other, with the keys of the state that they read."""
    _, unit = sizes(narrow)
    named = [alt.param(name=name, value=value) for name, value in {"lit": "", **params}.items()]
    return (
        alt.layer(*layers)
        .add_params(*named)
        .properties(width=round(WIDTH * unit), height=round(HEIGHT * unit), usermeta=usermeta)
    )


def marks(table, name=alt.Undefined):
    """Start a layer over one of the model's tables."""
    return alt.Chart(alt.NamedData(table), name=name)


def once(rows=NOBODY, name=alt.Undefined):
    """Start a layer over rows that never change."""
    return alt.Chart(alt.InlineData(values=rows), name=name)


def x(column):
    """Place marks across the stage."""
    return alt.X(column, type="quantitative", scale=ACROSS, axis=None)


def y(column):
    """Place marks up the stage."""
    return alt.Y(column, type="quantitative", scale=UP, axis=None)


def opacity(column="opacity"):
    """Fade marks by a column from 0 to 1."""
    return alt.Opacity(column, type="quantitative", **AS_IT_IS)


def when(expression):
    """Fade marks by an expression from 0 to 1."""
    return alt.value(alt.ExprRef(expression))


def on_square(square, **columns):
    """Return the expressions that place rates, named ``x…`` and ``y…``, on the stage."""
    left, bottom, side = square
    return {
        name: f"{left if name[0] == 'x' else bottom} + {side} * ({rate})"
        for name, rate in columns.items()
    }


def lit(*kinds):
    """Dim what is of another kind than the one whose name the reader points at."""
    return f"(indexof({list(kinds)}, lit) >= 0 && lit != datum.kind ? 0.2 : 1)"


def bold(term, pixels):
    """Double a stroke while the reader points at the term that names it."""
    return alt.ExprRef(f"(lit == '{term}' ? 2 : 1) * {pixels}")


def words(chart, text, colour="var(--ink)", **look):
    """Set words in the page's own face."""
    return chart.mark_text(fontSize=text, fill=colour, **look)


def square_layers(text, square, seen, lift=1):
    """The plane of the rates: its frame, the way of chance across it, numbers and titles."""
    corners = on_square(square, x="0", x2="1", y="0", y2="1")
    frame = once().transform_calculate(**corners)
    place = {"x": x("x"), "y": y("y"), "x2": "x2", "y2": "y2", "opacity": when(seen)}
    yield frame.mark_rect(fill=None, stroke="var(--axis)", strokeWidth=1.5).encode(**place)
    yield frame.mark_rule(stroke="var(--axis)", strokeDash=[2, 5]).encode(**place)
    # The corner has one 0, and a title stands between 0 and 1.
    ticks = [{"right": 0, "up": 0}, {"right": 1, "up": 0}, {"right": 0, "up": 0.5}]
    numbers = once([*ticks, {"right": 0, "up": 1}]).transform_calculate(
        **on_square(square, x="datum.right", y="datum.up"), value="datum.right + datum.up"
    )
    look = {
        "align": alt.ExprRef("datum.up ? 'right' : 'center'"),
        "dx": alt.ExprRef("datum.up ? -5 : 0"),
        "dy": alt.ExprRef(f"datum.up ? 0 : {0.5 * text + 4}"),
    }
    yield words(numbers, text - 1, "var(--muted)", **look).encode(
        x("x"), y("y"), text=alt.Text("value", type="quantitative"), opacity=when(seen)
    )
    for says, place, look in (
        ("↑ true positive rate", ("0", "1"), {"align": "left", "dy": -lift * text}),
        ("false positive rate →", ("0.5", "0"), {"dy": 0.5 * text + 4}),
    ):
        at = on_square(square, x=place[0], y=place[1])
        title = words(once().transform_calculate(**at), text, fontWeight=600, **look)
        yield title.encode(x("x"), y("y"), text=alt.value(says), opacity=when(seen))


def point_layers(table, text, square, colour):
    """A point on the curve, dotted lines down to its rates, and what they are."""
    rates = {"x": "datum.fpr", "y": "datum.tpr", "x0": "0", "y0": "0"}
    point = marks(table).transform_calculate(**on_square(square, **rates))
    dots = point.mark_rule(stroke=colour, strokeWidth=1.5, strokeDash=[2, 4])
    yield dots.encode(x("x"), y("y"), y2="y0", opacity=opacity())
    yield dots.encode(x("x"), y("y"), x2="x0", opacity=opacity())
    yield point.mark_point(
        filled=True, size=(0.9 * text) ** 2, fill=colour, stroke="var(--paper)", strokeWidth=2
    ).encode(x("x"), y("y"), opacity=opacity())
    lines = point.transform_calculate(lines="[datum.says, datum.and]")
    yield words(
        lines,
        text,
        align="left",
        baseline="top",
        fontWeight=700,
        lineHeight=1.2 * text,
        dx=0.7 * text,
        dy=alt.ExprRef(f"(datum.tpr < 0.15 ? -2.4 : 0.5) * {text}"),
    ).encode(x("x"), y("y"), text="lines:N", opacity=opacity())


# ── the scope, and the shelves of echoes ─────────────────────────────────────────────────────────


def scope_layers(unit):
    """A round screen with its rings, and the beam that goes round in it."""
    centre = {"x": x("x"), "y": y("y"), "opacity": when("view == 'scope' ? 1 : 0")}
    middle = once().transform_calculate(x="50", y="54")
    yield middle.mark_point(
        shape="circle", size=(102 * unit) ** 2, filled=True, fill="var(--scope)", opacity=1
    ).encode(**centre)
    rings = once([{"size": (across * unit) ** 2} for across in (34, 68, 99)])
    yield (
        rings.transform_calculate(x="50", y="54")
        .mark_point(shape="circle", filled=False, stroke="var(--scope-line)", strokeWidth=1.5)
        .encode(size=alt.Size("size", type="quantitative", **AS_IT_IS), **centre)
    )
    yield (
        once(name="sweep")
        .transform_calculate(x="50", y="54")
        .mark_point(shape=SWEEP, size=(99 * unit) ** 2, filled=True, fill="var(--glow)")
        .encode(x("x"), y("y"), opacity=when("view == 'scope' ? 0.28 : 0"))
    )


def strip_layers(text, planes, seen):
    """The shelves that echoes stand on, with the scale of strength under the lower one."""
    ends = {"x": "0", "x2": "100"}
    for floor in (planes, "13"):
        yield (
            once()
            .transform_calculate(y=floor, **ends)
            .mark_rule(stroke="var(--axis)", strokeWidth=1.5)
            .encode(x("x"), y("y"), x2="x2", opacity=when(seen))
        )
    ticks = once([{"x": value} for value in range(0, 100, 20)])
    yield words(ticks.transform_calculate(y="9.8"), text - 1, "var(--muted)").encode(
        x("x"), y("y"), text=alt.Text("x", type="quantitative"), opacity=when(seen)
    )
    title = once().transform_calculate(x="104", y="9.8")
    yield words(title, text, fontWeight=600, align="right").encode(
        x("x"), y("y"), text=alt.value("strength →"), opacity=when(seen)
    )


def echo_layer(unit, present):
    """Draw every echo whole, part upon part: a dot of light until somebody looks at it."""
    paths = {name: path for name, path in drawings().items() if name != "bell"} | {"dot": "circle"}
    glow = "(view == 'scope' ? '-glow' : '')"
    suffix = f"{list(PARTS)}[datum.part]"
    colour = (
        f"datum.look == 'dot' ? 'var(--glow)' : datum.part == 3 ? 'var(--echo-ink)' : "
        f"'var(--' + datum.kind + (datum.part ? {suffix} : {glow}) + ')'"
    )
    hidden = "(datum.look == 'dot' && datum.part > 0 ? 0 : 1)"
    return (
        marks("echoes", "echoes")
        .transform_calculate(
            item="datum.key + ' ' + datum.part",
            drawing=f"datum.look == 'dot' ? 'dot' : datum.look + {suffix}",
            colour=colour,
            pixels=f"pow({unit:.4f} * datum.size, 2)",
            seen=f"{hidden} * {present} * {lit('plane', 'bird')}",
        )
        .mark_point(filled=True, strokeWidth=0)
        .encode(
            x("x"),
            y("y"),
            key="item:N",
            shape=alt.Shape(
                "drawing",
                type="nominal",
                scale=alt.Scale(domain=list(paths), range=list(paths.values())),
                legend=None,
            ),
            size=alt.Size("pixels", type="quantitative", **AS_IT_IS),
            fill=alt.Fill("colour", type="nominal", **AS_IT_IS),
            opacity=opacity("seen"),
        )
    )


def alarm_layer():
    """All that is strong enough for the alarm."""
    return (
        marks("threshold")
        .transform_calculate(right="105", floor="11.5")
        .mark_rect(fill="var(--alarm)", fillOpacity=0.1)
        .encode(x("x"), y("floor"), x2="right", y2="top", opacity=opacity())
    )


def bell_line():
    """Start the line that stands at the threshold."""
    return (
        marks("threshold")
        .transform_calculate(floor="11.5", lid="38")
        .encode(x("x"), y("floor"), y2="lid", opacity=opacity())
    )


def threshold_layers(text):
    """The threshold, the bell by which it is held, and what the bell does on either side."""
    line = marks("threshold").transform_calculate(floor="6")
    yield line.mark_rule(stroke="var(--alarm)", strokeWidth=3).encode(
        x("x"), y("floor"), y2="top", opacity=opacity()
    )
    yield (
        marks("threshold")
        .mark_point(
            shape=drawings()["bell"],
            size=(2.1 * text) ** 2,
            filled=True,
            fill="var(--alarm)",
            strokeWidth=0,
        )
        .encode(x("x"), y("y"), opacity=opacity())
    )
    for says, way, room in (("← quiet", -1, "datum.x > 16"), ("alarm →", 1, "datum.x < 84")):
        near = marks("threshold").transform_calculate(seen=f"{room} ? datum.opacity : 0")
        align = "right" if way < 0 else "left"
        look = {"align": align, "dx": 1.4 * way * text, "fontWeight": 600}
        yield words(near, text, "var(--alarm)", **look).encode(
            x("x"), y("y"), text=alt.value(says), opacity=opacity("seen")
        )


def count_layers(text):
    """The four counts, each in the corner of its echoes."""
    chart = marks("counts").transform_calculate(
        colour="indexof(['TP', 'FN'], datum.key) >= 0 ? 'var(--plane)' : 'var(--bird)'"
    )
    side = alt.ExprRef("datum.x < 50 ? 'left' : 'right'")
    yield words(chart, text + 2, align=side, fontWeight=700).encode(
        x("x"),
        y("y"),
        text=alt.Text("says", type="nominal"),
        fill=alt.Fill("colour", type="nominal", **AS_IT_IS),
        opacity=opacity(),
    )


# ── the curve of steps, and the duels under it ───────────────────────────────────────────────────


def walk_layer(square):
    """Each echo's step: up for a plane, right for a bird, aslant for those that are tied."""
    ends = {
        "x": f"datum.fp / {N_BIRDS}",
        "x2": f"datum.fp2 / {N_BIRDS}",
        "y": f"datum.tp / {N_PLANES}",
        "y2": f"datum.tp2 / {N_PLANES}",
    }
    yield (
        marks("walk")
        .transform_calculate(
            **on_square(square, **ends),
            colour="'var(--' + datum.kind + ')'",
            seen=f"datum.opacity * {lit('plane', 'bird', 'tie')}",
        )
        .mark_rule(strokeWidth=4.5, strokeCap="round")
        .encode(
            x("x"),
            y("y"),
            x2="x2",
            y2="y2",
            stroke=alt.Stroke("colour", type="nominal", **AS_IT_IS),
            opacity=opacity("seen"),
        )
    )


def duel_layers(text):
    """A cell for every plane and every bird, alight if the plane is the stronger of the two."""
    cells = marks("duels").transform_calculate(
        **on_square(
            SQUARE,
            x=f"datum.bird / {N_BIRDS}",
            x2=f"(datum.bird + 1) / {N_BIRDS}",
            y=f"datum.plane / {N_PLANES}",
            y2=f"(datum.plane + 1) / {N_PLANES}",
            ym=f"(datum.plane + 0.5) / {N_PLANES}",
        ),
        light="(lit == 'won' ? 0.9 : 0.6) * datum.won",
    )
    yield cells.mark_rect(fill="var(--won)", stroke="var(--line)", strokeWidth=1).encode(
        x("x"),
        y("y"),
        x2="x2",
        y2="y2",
        fillOpacity=alt.FillOpacity("light", type="quantitative", **AS_IT_IS),
        opacity=opacity(),
    )
    # To the left of a tie's cell nothing is alight: there stand the stronger birds.
    ties = cells.transform_filter("datum.won == 0.5")
    yield words(ties, text, "var(--tie)", fontWeight=700, align="right", dx=-4).encode(
        x("x"), y("ym"), text=alt.value("½"), opacity=opacity()
    )


def area_layers(text):
    """To the left of the square, what a step stands for, and later how many duels are won."""
    letters = (("↑ plane", "plane"), ("→ bird", "bird"), ("↗ tie", "tie"))
    rows = [{"y": 92 - 8 * i, "says": says, "kind": kind} for i, (says, kind) in enumerate(letters)]
    key = once(rows).transform_calculate(x="-5", colour="'var(--' + datum.kind + ')'")
    yield words(key, text + 2, align="left", fontWeight=700).encode(
        x("x"),
        y("y"),
        text=alt.Text("says", type="nominal"),
        fill=alt.Fill("colour", type="nominal", **AS_IT_IS),
        opacity=when("view == 'steps' ? 1 : 0"),
    )
    for table, key, says, height, look in (
        ("says", "AUC", "['AUC', datum.text]", 92, {"fontSize": 1.5 * text, "fontWeight": 700}),
        (
            "counts",
            None,
            "[format(datum.U, '~f') + ' of', datum.pairs + ' cells', 'are lit']",
            78,
            {},
        ),
    ):
        chart = marks(table).transform_calculate(x="-5", y=f"{height}", lines=says)
        if key:
            chart = chart.transform_filter(f"datum.key == '{key}'")
        look = {"fontSize": text, "fill": "var(--ink)", "align": "left", "baseline": "top"} | look
        yield chart.mark_text(lineHeight=1.25 * look["fontSize"], **look).encode(
            x("x"), y("y"), text="lines:N", opacity=when("view == 'steps' ? 0 : 1")
        )


# ── the clinic ───────────────────────────────────────────────────────────────────────────────────

# While calibration goes from 0 to 1, the square makes room for the bars of the hull's edges.
FPR, TPR = f"datum.fp / {N_WELL}", f"datum.tp / {N_ILL}"
CLINIC = ("(12 + 14 * calibration)", "(12 + 38 * calibration)", "(88 - 38 * calibration)")


def clinic(narrow):
    """A classifier's curve, the line of equal cost that touches it, its hull, and the edges."""
    text, _ = sizes(narrow)
    curve = marks("curve").transform_calculate(
        **on_square(CLINIC, x=FPR, y=TPR, y2=f"datum.hull / {N_ILL}")
    )
    hull = marks("hull").transform_calculate(**on_square(CLINIC, x=FPR, y=TPR))
    line = marks("line").transform_calculate(
        **on_square(CLINIC, x="datum.fpr", x2="datum.fpr2", y="datum.tpr", y2="datum.tpr2")
    )
    walked = alt.Order("key", type="quantitative")
    return stage(
        *square_layers(text, CLINIC, "1", lift=1.5),
        curve.mark_area(fill="var(--hull)", fillOpacity=0.3).encode(
            x("x"), y("y"), y2="y2", opacity=when("calibration")
        ),
        hull.mark_line(
            stroke="var(--hull)", strokeWidth=bold("hull", 2.5), strokeDash=[7, 4]
        ).encode(x("x"), y("y"), order=walked, opacity=when("calibration")),
        curve.mark_line(stroke="var(--ink)", strokeWidth=2.5, strokeJoin="round").encode(
            x("x"), y("y"), order=walked
        ),
        *edge_layers(text),
        line.mark_rule(stroke="var(--cost)", strokeWidth=bold("cost", 3)).encode(
            x("x"), y("y"), x2="x2", y2="y2", opacity=when("1 - calibration")
        ),
        *point_layers("best", text, CLINIC, "var(--cost)"),
        narrow=narrow,
        calibration=0,
        usermeta={
            "sheets": {
                "curve": ["fp", "tp"],
                "hull": ["fp", "tp"],
                "edges": ["key", "patients", "ill", "probability"],
            }
        },
    )


def edge_layers(text):
    """Number the hull's edges; each has a bar, as broad as its patients, as high as the ill."""
    bars = marks("edges").transform_calculate(
        x="8 + 92 * datum.left",
        x2="8 + 92 * datum.right",
        xm="8 + 46 * (datum.left + datum.right)",
        floor="9",
        y="9 + 26 * datum.probability",
        **on_square(CLINIC, xe=FPR, ye=TPR),
    )
    seen = when("calibration")
    yield bars.mark_rect(
        fill="var(--hull)", fillOpacity=0.35, stroke="var(--hull)", strokeWidth=1.5
    ).encode(x("x"), y("floor"), x2="x2", y2="y", opacity=seen)
    broad = bars.transform_filter("datum.right - datum.left > 0.045")
    number = {"fontSize": text - 1, "fontWeight": 700, "fill": "var(--hull)"}
    yield broad.mark_text(dx=-0.7 * text, dy=-0.5 * text, **number).encode(
        x("xe"), y("ye"), text=alt.Text("key", type="quantitative"), opacity=seen
    )
    yield broad.mark_text(baseline="top", dy=4, **number).encode(
        x("xm"), y("floor"), text=alt.Text("key", type="quantitative"), opacity=seen
    )
    ticks = once([{"value": value} for value in (0, 50, 100)])
    ticks = ticks.transform_calculate(x="6.8", y="9 + 0.26 * datum.value")
    yield words(ticks, text - 1, "var(--muted)", align="right", baseline="middle").encode(
        x("x"), y("y"), text=alt.Text("value", type="quantitative"), opacity=seen
    )
    titles = (
        ("↑ ill on each edge, %", -5, 40, "left"),
        ("patients, highest score first →", 100, 1.8, "right"),
    )
    for says, across, up, align in titles:
        title = once().transform_calculate(x=f"{across}", y=f"{up}")
        yield words(title, text, fontWeight=600, align=align).encode(
            x("x"), y("y"), text=alt.value(says), opacity=seen
        )


def drawings():
    """Return the paths of ``echoes.svg`` by id, drawn in the box from -1 to 1 that Vega expects."""
    tree = ElementTree.parse(Path(__file__).with_name("echoes.svg"))
    paths = tree.iterfind(".//{http://www.w3.org/2000/svg}path[@id]")
    return {path.get("id"): path.get("d") for path in paths}
