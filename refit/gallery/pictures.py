"""Pictures of examples, as the build draws them: for the page that leads to all of them."""

from pathlib import Path

from refit.cache import build_cache
from refit.essay.reading import load
from refit.figures import charts
from refit.model import results
from refit.paths import ROOT
from refit.site.essay_scene import compile_layout
from refit.site.scene_drawings import draw_step
from refit.site.theme import load_theme, picture_style

THEME = ROOT / "static" / "theme.json"


def draw_pictures(folder: Path) -> dict[str, str]:
    """Return the picture of the last step of each scene of an essay, as SVG, by the scene's name.

    The build that follows finds them in the cache.
    """
    essay = load(folder, build_cache())
    theme = load_theme(THEME, folder / "theme.json")
    found = {}
    for name, scene in essay.scenes.items():
        figure = compile_layout(essay, scene, charts.LAYOUTS[0])
        step = scene.steps[-1]
        svg = draw_step(essay, scene, figure, step, results.tables_of_step(essay, scene, step))
        found[name] = svg.replace("><", f">{picture_style(theme, svg)}<", 1)
    return found
