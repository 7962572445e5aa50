"""The states in which challenges are solved: the model is run in them as in those of steps."""

import re
from collections.abc import Iterator

from refit.essay.markup import walk
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State

WHOLE = re.compile(r"'[^']*'|\[[^\]]*\]")  # words and keys, in which anything may stand
NAMED = re.compile(r"(?<![\w-])([a-z][a-z0-9-]*)/\w")  # the scenes that a goal names


def without_words(goal: str) -> str:
    """Return a goal of the same length in which words in quotes and keys say nothing."""
    return WHOLE.sub(lambda found: "_" * len(found[0]), goal)


def solutions(essay: Essay) -> Iterator[tuple[Scene, State]]:
    """Yield the scene of each challenge with the states to which its solution leads.

    There is one for the step that it stands in, or for each step of the scene that its goal names.
    """
    places = {
        id(node): (scene, step)
        for scene in essay.scenes.values()
        for step in scene.steps
        for node in walk(step.nodes)
    }
    for node in walk(essay.document.nodes):
        changed = node.options.get("solution")
        if node.name != "challenge" or not isinstance(changed, dict):
            continue
        own, step = places.get(id(node), (None, None))
        names = NAMED.findall(without_words(str(node.options.get("goal", ""))))
        named = [essay.scenes.get(name) for name in dict.fromkeys(names)]
        for scene in filter(None, named or [own]):
            steps = [step] if step and scene is own else scene.steps
            yield from ((scene, each.state | changed) for each in steps)
