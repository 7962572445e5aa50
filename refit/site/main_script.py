"""The main script of a page: the one with what most essays need, or all of it.

``static/js/all_extras.js`` names what ``main.js`` leaves out, and each feature here needs some of
it.
"""

from collections.abc import Collection

from refit.essay.scenes import Scene
from refit.figures.charts import Figure

COMMON, FULL = "main.js", "main-full.js"


def extras_of(scene: Scene, figures: Collection[Figure]) -> frozenset[str]:
    """Return the features that a scene uses, and the common script lacks; all layouts count."""
    used = {
        "point": any(figure.point for figure in figures),
        "scrub": any(step.scrub for step in scene.steps),
        "bring": scene.bring is not None,
    }
    return frozenset(name for name, is_used in used.items() if is_used)


def main_script(features: Collection[str]) -> str:
    """Return the script's name, from the features that the scenes of a page use."""
    return FULL if features else COMMON
