"""The states in which challenges are solved: the model is run in them as in those of steps."""

import re
from collections.abc import Iterator

from refit.essay.markup import Directive, Node
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State

NAMED = re.compile(r"(?<![\w-])([a-z][a-z0-9-]*)/\w")  # the scenes that a goal names


def solutions(essay: Essay) -> Iterator[tuple[Scene, State]]:
    """Yield the scene of each challenge with each state that its solution may lead to."""
    for challenge, around in challenges(essay.document.nodes):
        changed = challenge.options.get("solution")
        named = NAMED.findall(str(challenge.options.get("goal", "")))
        if not isinstance(changed, dict):
            continue
        for name in dict.fromkeys(named or around):
            if scene := essay.scenes.get(name):
                yield from ((scene, step.state | changed) for step in scene.steps)


def challenges(
    nodes: list[Node], around: tuple[str, ...] = ()
) -> Iterator[tuple[Directive, tuple[str, ...]]]:
    """Yield the challenges of a text, with the name of the scene that each stands in."""
    for node in nodes:
        if not isinstance(node, Directive):
            continue
        if node.name == "challenge":
            yield node, around
        own = (*node.arguments,) if node.name == "scene" else around
        yield from challenges(node.children, own)
