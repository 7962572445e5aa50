"""What a test of an essay asks of one of its challenges: is it solved in this state?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from refit.essay.markup import walk
from refit.essay.reading import load
from refit.page.goals import is_met, read_goal
from refit.tables import partial_results


def judge(folder: Path, name: str, scene: str) -> Callable[..., bool]:
    """Return a function of what a reader sets, by which the model judges a challenge.

    The reader is in the step of the scene that holds the challenge, or in the first if none does.
    """
    essay = load(folder)
    (node,) = (
        each
        for each in walk(essay.document.nodes)
        if each.name == "challenge" and each.arguments == [name]
    )
    stage, goal = essay.scenes[scene], read_goal(str(node.options["goal"]))
    steps = [step for step in stage.steps if node in list(walk(step.nodes))] or stage.steps
    own = steps[0].state

    def is_solved(**state: Any) -> bool:
        *_, tables = partial_results(getattr(essay.model, stage.function), own | state)
        return is_met(goal, tables)

    assert is_solved(**node.options["solution"])
    assert not is_solved()
    return is_solved
