"""The author's kit for ``figures.py``: plain functions that return Altair's own objects.

============  =====================================================================================
``stage``     fixed scales, sizes and margins, wide and narrow; planes inside it; the chart
``axes``      axes with units, which may come and go
``marks``     dots, rings, words, curves, bands, regions, bars, segments, threads
``sprites``   characters from the paths of an SVG file
``guesses``   what a reader guessed in a quiz
``trees``     trees drawn as trees, and grids of small multiples
``readers``   what readers can do with the figure, and see of it
``values``    expressions and colours
============  =====================================================================================
"""

from refit.kit.guesses import guess
from refit.kit.marks import (
    band,
    bars,
    curve,
    dots,
    haloed,
    once,
    regions,
    rings,
    row,
    rows,
    segments,
    threads,
    title,
    words,
)
from refit.kit.readers import (
    add,
    drag,
    ghost,
    hops,
    parts,
    point,
    raster,
    rule,
    sheets,
    still,
    usermeta,
)
from refit.kit.sprites import character, kinds, shapes, sprites
from refit.kit.stage import Plane, Stage
from refit.kit.trees import grid, tree
from refit.kit.values import by_part, colour_of, expr, ink, lit, says

__all__ = [
    "Plane",
    "Stage",
    "add",
    "band",
    "bars",
    "by_part",
    "character",
    "colour_of",
    "curve",
    "dots",
    "drag",
    "expr",
    "ghost",
    "grid",
    "guess",
    "haloed",
    "hops",
    "ink",
    "kinds",
    "lit",
    "once",
    "parts",
    "point",
    "raster",
    "regions",
    "rings",
    "row",
    "rows",
    "rule",
    "says",
    "segments",
    "shapes",
    "sheets",
    "sprites",
    "still",
    "threads",
    "title",
    "tree",
    "usermeta",
    "words",
]
