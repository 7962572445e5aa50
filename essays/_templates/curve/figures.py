"""The figure of the stairs: two panels over the tables of one state, so that they move together."""

from refit import kit


def stairs(narrow):
    """The stairs over their stones, and beside them the errors of stairs of each depth."""
    size = {"width": (460, 360), "height": (440, 320)}
    room = {"left": 3, "bottom": 3.2, "top": 2.2, "right": 1}
    wall = kit.Stage(narrow, **size, across=(0, 10), up=(0, 70), margins=room)
    errors = kit.Stage(narrow, **size, across=(1, 7), up=(0, 16), margins=room)
    stones = kit.dots(
        "stones", wall.at("x", "y"), across=9 if narrow else 12, colour="stone", rim="paper"
    )
    steps = kit.curve(
        "steps", wall.at("x", "y"), order="key", colour="steps", width=4, interpolate="step"
    )
    return {
        "stairs": wall.chart(
            wall.axis_x("along the wall", unit="m", ticks=range(0, 11, 2)),
            wall.axis_y("height", unit="cm", ticks=range(0, 61, 20), grid=True),
            stones,
            steps,
            usermeta=kit.usermeta(kit.sheets(stones=["x", "y"], now=["depth", "seen", "hidden"])),
        ),
        "errors": errors.chart(
            errors.axis_x("rounds of splits", unit=None, ticks=range(1, 8)),
            errors.axis_y("error", unit="cm", ticks=range(0, 17, 4), grid=True),
            error(errors, "seen", "measured stones", "stone", "circle", "solid", 3, 18),
            error(errors, "hidden", "other stones", "hidden", "diamond", "dashed", 7, -12),
        ),
    }


def error(stage, column, says, colour, shape, line, named_at, dy):
    """Draw one error over all depths, its name beside one of them, and a mark at the slider's."""
    place, end = stage.at("depth", column), kit.rows("errors", only=f"datum.depth == {named_at}")
    name = {"size": stage.text, "colour": colour, "align": "right", "dy": dy}
    across = 16 if stage.narrow else 20
    return [
        kit.curve("errors", place, order="depth", colour=colour, line=line),
        kit.dots("now", place, across=across, colour=colour, shape=shape, rim="paper"),
        *kit.haloed(end, place, kit.expr(f"'{says}'"), **name),
    ]
