"""Figures: Altair charts compiled to Vega, and drawn as SVG where no script runs."""

import re
from dataclasses import dataclass

import altair as alt
import vl_convert

from refit.compact import share_shapes
from refit.errors import AuthorError
from refit.essay import Essay, Scene
from refit.tables import Column, Tables

LAYOUTS = ("wide", "narrow")
VEGA_LITE = "6.4"

# One look for all figures. Sizes are fixed: fonts differ between the build and the browser, and any
# automatic padding would make the figure jump when the page takes it over.
CONFIG = {
    "aria": False,  # the author's text alternative speaks for the figure
    "autosize": {"type": "none"},
    "background": None,
    "font": "inherit",
    "mark": {"invalid": None},  # tables hold finite numbers only
    "padding": 0,
    "view": {"stroke": None, "fill": None},
}


@dataclass(frozen=True)
class Figure:
    """A compiled figure: its Vega specification, how its rows are dragged, and how they hop."""

    spec: dict[str, object]
    drag: dict[str, object] | None
    hops: dict[str, object]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels."""
        return float(self.spec["width"]), float(self.spec["height"])  # type: ignore[arg-type]

    def as_json(self) -> dict[str, object]:
        """Return what the page needs to take the figure over."""
        return {"spec": self.spec, "drag": self.drag, "hops": self.hops}


def compile_figure(essay: Essay, scene: Scene, layout: str) -> Figure:
    """Call the scene's function of ``figures.py`` and compile its chart.

    Raises
    ------
    AuthorError
        If there is no such function, or it raises, or its chart is not valid.
    """
    file = essay.folder / "figures.py"
    function = getattr(essay.figures, scene.function, None)
    if not callable(function):
        raise AuthorError(
            f"figures.py has no figure for scene {scene.id!r}",
            f"define {scene.function}(narrow) there, returning an Altair chart",
            essay.text,
            scene.line,
        )
    try:
        chart: alt.Chart = function(narrow=layout == "narrow")
        lite = chart.to_dict()
    except Exception as error:
        raise AuthorError.of(error, file) from error
    lite["config"] = CONFIG
    lite.pop("autosize", None)
    usermeta = lite.pop("usermeta", {})
    spec = vl_convert.vegalite_to_vega(lite, vl_version=VEGA_LITE)
    spec.pop("$schema", None)
    spec["padding"] = 0
    return Figure(spec, usermeta.get("drag"), usermeta.get("hops", {}))


def draw(figure: Figure, tables: Tables, prefix: str = "s") -> str:
    """Draw a figure as SVG, in the place and with the classes Vega itself would give each mark.

    ``prefix`` begins the ids in the drawing, and must be unique in the page.
    """
    data = [
        dict(source, values=rows(tables[source["name"]])) if source["name"] in tables else source
        for source in figure.spec["data"]  # type: ignore[attr-defined]
    ]
    svg = vl_convert.vega_to_svg(dict(figure.spec, data=data))
    return share_shapes(number_clips(tidy(svg), prefix), figure.spec, prefix)


def rows(table: dict[str, Column]) -> list[dict[str, object]]:
    """Turn columns into rows."""
    columns = {
        name: values if isinstance(values, list) else values.tolist()
        for name, values in table.items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def tidy(svg: str) -> str:
    """Leave out what says nothing, and bring coordinates to a hundredth of a pixel."""
    svg = re.sub(
        r' (xmlns:xlink|version|font-family|pointer-events|aria-\w+|role)="[^"]*"', "", svg
    )
    svg = re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), svg)
    return svg


def number_clips(svg: str, prefix: str) -> str:
    """Number clip paths within the figure; vl-convert counts through the whole process."""
    names: dict[str, str] = {}
    for found in re.findall(r'id="(clip\d+)"', svg):
        names.setdefault(found, f"{prefix}-clip{len(names)}")
    return re.sub(r"\bclip\d+\b", lambda m: names.get(m[0], m[0]), svg)
