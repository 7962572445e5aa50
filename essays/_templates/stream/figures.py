"""The figure of the meadow: a painted ground, the sheep on it, and how many dogs were asked."""

from refit import kit
from refit.kit import expr

KIND = "(datum.black ? 'black' : 'white')"
ACROSS, UP = (-2, 3), (-1.5, 2)


def meadow(narrow):
    """Sheep where they graze, over what the dogs expect."""
    stage = kit.Stage(
        narrow, width=(720, 360), height=(500, 310), across=ACROSS, up=UP, margins={"top": 1.8}
    )
    sheep = kit.dots(
        "sheep",
        stage.at("x", "y"),
        across=8 if narrow else 13,
        colour=expr(kit.colour_of(KIND)),
        shape=expr("datum.black ? 'square' : 'circle'"),
        stroke=kit.ink("rim"),
        strokeWidth=1 if narrow else 1.5,
    )
    ground = kit.raster(
        "votes",
        column="black",
        columns=40,
        x=ACROSS,
        y=UP,
        colours=["white-ground", "paper", "black-ground"],
    )
    return stage.chart(
        sheep,
        stage.sign("pack", kit.says("dogs asked: {dogs:d}")),
        usermeta=kit.usermeta(
            kit.still("pack", "sheep"), ground, kit.sheets(pack=["dogs", "right"])
        ),
    )
