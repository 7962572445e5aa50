"""The drawings of one scene: of each step in each layout, and of the first one in the page."""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping

from markupsafe import Markup

from refit.cache import Json, code_digest, digest, versions
from refit.errors import AuthorError, line_of
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, Step
from refit.figures import charts, legible, sight
from refit.figures.charts import Figure
from refit.figures.inline import lighten
from refit.figures.raster import EMBEDDED
from refit.model import results
from refit.page.scene import is_bare
from refit.site.essay_files import EssayFiles
from refit.tables import Tables

Drawings = dict[tuple[str, str], str]  # SVG by a step's id and a layout


def draw_all(
    essay: Essay, scene: Scene, figures: Mapping[str, Figure], tables: Mapping[str, Tables]
) -> Drawings:
    """Draw all steps in all layouts."""
    return {
        (step.id, layout): draw_step(essay, scene, figure, step, tables[step.id])
        for step in scene.steps
        for layout, figure in figures.items()
    }


def draw_layout(
    essay: Essay, scene: Scene, figure: Figure, layout: str, tables: Tables, files: EssayFiles
) -> Json:
    """Return the drawing of the first step for the page itself, with its size in pixels.

    Where the page has none, it is empty and takes the same room. Pictures in it become files of
    their own, since the page's policy takes no others.
    """
    first, (width, height) = scene.steps[0], figure.size
    if is_bare(essay, scene):
        frame, _, _ = draw_step(essay, scene, figure, first, tables).partition(">")
        svg = f"{frame}></svg>"
    else:
        svg = draw_step(essay, scene, figure, first, tables, f"{scene.id}-{layout[0]}")
        svg = EMBEDDED.sub(lambda m: files.write("raster", ".png", b64decode(m[1])), svg)
    if layout == "narrow":
        svg = sight.cut(svg, figure, scene)
    return {"name": layout, "svg": Markup(lighten(svg)), "width": width, "height": height}


def small_texts(
    essay: Essay, scene: Scene, figure: Figure, drawings: Drawings
) -> Iterator[AuthorError]:
    """Yield an error for each layer whose text cannot be read on a phone in some step."""
    file = essay.folder / "figures.py"
    line = line_of(file, scene.function)
    found: dict[str, AuthorError] = {}
    for step in scene.steps:
        shown = sight.in_step(figure, step.panel)
        small = legible.too_small(drawings[step.id, "narrow"], shown)
        first = next(iter(figure.panels), "") if not step.panel else ""
        alone = f", or give each step a panel of its own, as panel={first}" if first else ""
        for layer, (problem, remedy) in small.items():
            told = AuthorError(f"{problem} ({step.id})", remedy + alone, file, line)
            found.setdefault(layer, told)
    yield from found.values()


def draw_step(
    essay: Essay, scene: Scene, figure: Figure, step: Step, tables: Tables, prefix: str = "s"
) -> str:
    """Return a step's picture as SVG, drawn at most once; ``prefix`` begins the ids in it.

    Raises
    ------
    AuthorError
        If Vega cannot draw the figure.
    """
    key = digest(
        json.dumps([figure.spec, figure.rasters]).encode(),
        json.dumps(figure.values(step.state), sort_keys=True),
        results.dumps(tables),
        code_digest("figures.charts"),
        versions(),
        prefix,
    )

    def make() -> bytes:
        try:
            return charts.draw(figure, tables, prefix, step.state).encode()
        except ValueError as error:
            raise charts.undrawable(essay, scene, error) from None

    return essay.cache.recall("drawings", key, make).decode()
