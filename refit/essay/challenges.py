"""The states in which challenges are solved: the model is run in them as in those of steps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from refit.essay.markup import Directive, walk
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State, Step

WHOLE = re.compile(r"'[^']*'|\[[^\]]*\]")  # words and keys, in which anything may stand
NAMED = re.compile(r"(?<![\w-])([a-z][a-z0-9-]*)/\w")  # the scenes that a goal names


def without_words(goal: str) -> str:
    """Return a goal of the same length in which words in quotes and keys say nothing."""
    return WHOLE.sub(lambda found: "_" * len(found[0]), goal)


@dataclass(frozen=True)
class Placed:
    """A challenge, the scenes that its goal names, and the steps in which it can be met.

    Without a name in its goal, the scene is that which it stands in.
    """

    node: Directive
    scenes: list[Scene]
    scene: Scene | None  # that it stands in, if any
    step: Step | None

    @property
    def name(self) -> str:
        """Its name, which is an anchor of the page."""
        return str(self.node.arguments[0]) if self.node.arguments else ""

    def steps(self, scene: Scene) -> list[Step]:
        """Return the steps of one of its scenes: that which it stands in, or all."""
        return [self.step] if self.step and scene is self.scene else scene.steps


def placed(essay: Essay) -> Iterator[Placed]:
    """Yield the challenges of an essay in the order of its text, with where they stand."""
    places = {
        id(node): (scene, step)
        for scene in essay.scenes.values()
        for step in scene.steps
        for node in walk(step.nodes)
    }
    for node in walk(essay.document.nodes):
        if node.name == "challenge":
            own, step = places.get(id(node), (None, None))
            names = NAMED.findall(without_words(str(node.options.get("goal", ""))))
            named = [essay.scenes.get(name) for name in dict.fromkeys(names)]
            yield Placed(node, list(filter(None, named or [own])), own, step)


def solutions(essay: Essay) -> Iterator[tuple[Scene, State]]:
    """Yield the scenes of each challenge with the states to which its solution leads.

    There is one for the step that it stands in, or for each step of the scene that its goal names.
    """
    for each in placed(essay):
        changed = each.node.options.get("solution")
        if isinstance(changed, dict):
            for scene in each.scenes:
                yield from ((scene, step.state | changed) for step in each.steps(scene))
