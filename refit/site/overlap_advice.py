"""Advice on texts of a scene's pictures that lie over each other, measured in the site's font."""

from functools import partial

from refit.cache import code_digest, digest
from refit.errors import AuthorError, line_of
from refit.essay.advice import advise
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.figures.overlaps import overlaps
from refit.npm import ensure as ensure_npm_packages
from refit.npm import node_modules
from refit.site.lettering import Font
from refit.site.scene_drawings import Drawings

REMEDY = "move the text or what it meets; over a line that must be there, write kit.haloed(…)"
OTHER = 0.6  # em: a letter that the font does not have


def overlap_advice(essay: Essay, scene: Scene, drawings: Drawings) -> list[AuthorError]:
    """Return an advice for each pair that overlaps, with the steps and layouts in which it does."""
    file = essay.folder / "figures.py"
    line = line_of(file, scene.function)
    found: dict[str, list[str]] = {}
    ensure_npm_packages(node_modules())  # a check needs their font
    font = Font(node_modules())

    def measure(text: str, size: float) -> float:
        return sum(font.width(each, size) if font.has(each) else OTHER * size for each in text)

    for (step, layout), svg in drawings.items():
        key = digest(svg, code_digest("figures.overlaps", "site.lettering"))
        make = partial(overlaps, svg, measure)
        for told in essay.cache.recall_json("overlaps", key, make):
            found.setdefault(told, []).append(f"{step} ({layout})")
    return [
        advise("overlaps", f"{told}, in {', '.join(where)}", REMEDY, file, line)
        for told, where in found.items()
    ]
