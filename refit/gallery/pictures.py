"""Pictures of examples, as the build draws them: for the gallery, and for the covers of pages."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from refit.cache import Cache
from refit.essay.reading import load
from refit.figures import charts
from refit.model import results
from refit.paths import ROOT
from refit.site.essay_scene import compile_layout
from refit.site.scene_drawings import draw_step
from refit.site.theme import load_theme, with_colours

WIDTH, HEIGHT, GAP = 1120, 440, 30  # of a cover
ID = re.compile(r'(?<=\bid=")|(?<=href="#)|(?<=url\(#)')
THEME = ROOT / "static" / "theme.json"


def draw_pictures(folder: Path, cache: Cache) -> dict[str, str]:
    """Return the picture of the last step of each scene of an essay, as SVG, by the scene's name.

    The build that follows finds them in the cache.
    """
    essay = load(folder, cache)
    theme = load_theme(THEME, folder / "theme.json")
    found = {}
    for name, scene in essay.scenes.items():
        figure = compile_layout(essay, scene, charts.LAYOUTS[0])
        step = scene.steps[-1]
        svg = draw_step(essay, scene, figure, step, results.tables_of_step(essay, scene, step))
        found[name] = with_colours(theme, svg)
    return found


def draw_cover(pictures: Sequence[str], title: str) -> str:
    """Return a cover with pictures side by side, on a card each."""
    width = (WIDTH - GAP * (len(pictures) + 1)) / len(pictures)
    height = HEIGHT - 2 * GAP
    shown = []
    for number, picture in enumerate(pictures):
        x = GAP + number * (width + GAP)
        card = f'<rect x="{x:g}" y="{GAP}" width="{width:g}" height="{height}" rx="24"'
        place = f'x="{x + GAP:g}" y="{2 * GAP}" width="{width - 2 * GAP:g}"'
        place += f' height="{height - 2 * GAP}"'
        head, _, rest = ID.sub(f"p{number}-", picture).partition(">")
        head = re.sub(r'\s(?:width|height|class|style)="[^"]*"', "", head)
        shown.append(f'{card} fill="var(--card)" stroke="var(--line)"/>')
        shown.append(f"{head} {place}>{rest}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--paper)"/>{"".join(shown)}</svg>\n'
    )
