"""Sprites: characters drawn from the paths of an SVG file, whole, part upon part."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt

from refit.kit.marks import Ink, Pixels, Place, Rows, dots, encoded, named, start
from refit.kit.values import by_part, colour_of, ink, plain, text_of

PATH = ".//{http://www.w3.org/2000/svg}path[@id]"


def shapes(file: Path) -> dict[str, str]:
    """Return the paths of an SVG file by their ids.

    They are drawn in a box from -1 to 1 both ways, with absolute commands (``M``, ``L``, ``C``,
    ``Q``, ``A``, ``Z``): ``shapes(Path(__file__).with_name("pets.svg"))``.
    """
    try:
        paths = ElementTree.fromstring(file.read_bytes()).iterfind(PATH)
    except ElementTree.ParseError as error:
        raise ValueError(f"{file.name} is no SVG ({error}); write it anew, as SVG") from None
    found = {str(path.get("id")): str(path.get("d")) for path in paths}
    if not found:
        raise ValueError(f"{file.name} has no path with an id; write <path id='cat' d='M…'/>")
    return found


def character(
    given: Rows,
    place: Place,
    *,
    shapes: Mapping[str, str],
    parts: Mapping[str, Ink],
    across: Pixels,
    name: str = "",
    **look: Any,
) -> Iterator[alt.Chart]:
    """Yield a layer for each part of a character that nothing else stands among, the lowest first.

    Of rows that overlap, the upper parts lie over each other, and then the whole is no longer one
    in front of the other: give those to ``sprites``.

    Parameters
    ----------
    shapes
        Paths by name, such as those of a file.
    parts
        The colours of its parts, by the names of their paths.
    across
        The side of the box that it is drawn in, in pixels.
    name
        The class of its parts in the page, for ``style.css``: ``duck`` gives ``.duck_wing_marks``.
    look
        What else ``dots`` takes.
    """
    for part, colour in parts.items():
        drawn = start(given).properties(**named(f"{name}_{part}" if name else ""))
        yield dots(drawn, place, across=across, shape=shapes[part], colour=colour, **look)


def sprites(
    given: Rows,
    place: Place,
    *,
    shapes: dict[str, str],
    look: str,
    colour: str,
    across: Pixels,
    seen: str = "1",
) -> alt.Chart:
    """Draw every row as a character, in as many parts as ``parts(table=…)`` says.

    All parts are symbols of one mark, so that characters that overlap do so whole.

    Parameters
    ----------
    shapes
        Paths by name; those of a file, or some of them.
    look
        The expression of a part's name among the shapes: ``"datum.kind + '-' + datum.part"``.
    colour
        The expression of its colour: ``colour_of("datum.kind")``, ``by_part(…)``.
    across
        The side of the box that it is drawn in, in pixels; an expression may depend on the row.
    seen
        The expression of how much of it is to be seen, from 0 to 1.
    """
    scale = alt.Scale(domain=list(shapes), range=list(shapes.values()))
    chart = start(given).transform_calculate(
        item="datum.key + ' ' + datum.part",
        look=look,
        colour=colour,
        seen=seen,
        area=f"pow({text_of(across)}, 2)",
    )
    drawn: Any = {"filled": True, "strokeWidth": 0}
    return encoded(
        chart.mark_point(**drawn),
        place,
        "seen",
        key="item:N",
        shape=alt.Shape("look", type="nominal", scale=scale, legend=None),
        size=plain(alt.Size, "area"),
        fill=plain(alt.Fill, "colour"),
    )


def kinds(
    given: Rows,
    place: Place,
    *,
    shapes: Mapping[str, str],
    names: Sequence[str],
    parts: Mapping[str, str],
    across: Pixels,
    kind: str = "datum.kind",
    seen: str = "1",
) -> alt.Chart:
    """Draw every row as the character of its kind, by parts named ``fish-body``, ``fish-ink``, …

    Parameters
    ----------
    shapes
        Paths by the names of kind and part, such as those of a file.
    names
        The kinds that the whole chart draws in these parts.
    parts
        The colours of its parts, from the bottom up: a name of the theme, or what is put after the
        name of the kind, ``"-dark"`` or nothing.
    kind
        The expression of a row's kind.
    across, seen
        As in ``sprites``.
    """
    colours = [
        f"'{ink(colour)}'" if colour and not colour.startswith("-") else colour_of(kind, colour)
        for colour in parts.values()
    ]
    wanted = [f"{name}-{part}" for name in names for part in sorted(parts)]
    return sprites(
        given,
        place,
        shapes={name: shapes[name] for name in wanted},
        look=f"{kind} + '-' + {list(parts)}[datum.part]",
        colour=by_part(*colours),
        across=across,
        seen=seen,
    )
