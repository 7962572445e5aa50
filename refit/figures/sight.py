"""What of a figure is in sight: in a narrow window, a step may show one of its panels alone.

The drawing is cut to the panel's place by the ``viewBox`` of its SVG. The room that it takes in the
page is the same in all steps, so that nothing moves when a reader goes on.
"""

import re

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.figures.charts import Figure
from refit.figures.panels import Place

FRAME = re.compile(r' width="[^"]*" height="[^"]*" viewBox="[^"]*"')


def check_panels(essay: Essay, scene: Scene, figure: Figure) -> list[AuthorError]:
    """Return an error for each step that shows a panel which the figure does not have."""
    there = f"panels: {', '.join(figure.panels)}" if figure.panels else "the figure is one chart"
    return [
        AuthorError(f"there is no panel {step.panel!r}", there, essay.text, step.line)
        for step in scene.steps
        if step.panel and step.panel not in figure.panels
    ]


def in_step(figure: Figure, panel: str) -> Place:
    """Return what a step shows: the place of a panel, or of the whole figure."""
    return figure.panels.get(panel, [0.0, 0.0, *figure.size])


def for_script(figure: Figure, scene: Scene) -> Json:
    """Return what the page's script needs, if any step shows a panel alone."""
    panels = [step.panel for step in scene.steps]
    if not any(panels):
        return {}
    places = {name: in_step(figure, name) for name in dict.fromkeys([*panels, ""])}
    return {"sight": {"steps": panels, "places": places}}


def cut(svg: str, figure: Figure, scene: Scene) -> str:
    """Cut a drawing to what the first step shows, and give it room for what any step shows."""
    if not any(step.panel for step in scene.steps):
        return svg
    shown = [in_step(figure, step.panel) for step in scene.steps]
    _, _, width, height = max(shown, key=lambda place: place[3] / place[2])
    box = " ".join(f"{number:g}" for number in shown[0])
    return FRAME.sub(f' width="{width:g}" height="{height:g}" viewBox="{box}"', svg, count=1)
