"""The main script of a page: the one with what every essay needs, or all of it.

``static/js/all_extras.js`` names what ``main.js`` leaves out, and each feature here needs some of
it.
"""

from collections.abc import Collection, Iterable

from refit.essay.scenes import Scene
from refit.figures.charts import Figure

COMMON, FULL = "main.js", "main-full.js"
OUTSIDE = {"challenge", "deeper"}  # directives that need some of it, wherever they stand


def extras_of(scene: Scene, figures: Collection[Figure]) -> frozenset[str]:
    """Return the features that a scene uses, and the common script lacks; all layouts count."""
    controls = [control for step in scene.steps for control in step.controls.values()]
    used = {
        "point": any(figure.point for figure in figures),
        "rules": any(figure.rules for figure in figures),
        "rasters": any(figure.rasters for figure in figures),
        "draw": any(rule.get("draw") for figure in figures for rule in figure.drag),
        "play": any(control.play for control in controls),
        "scrub": any(step.scrub for step in scene.steps),
    }
    return frozenset(name for name, is_used in used.items() if is_used)


def main_script(extras: Iterable[frozenset[str]], directives: Collection[str]) -> str:
    """Return the script's name, from the features of each scene and the directives of the essay."""
    return FULL if any(extras) or OUTSIDE & set(directives) else COMMON
