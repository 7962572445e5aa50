"""What a test of an essay asks of one of its challenges: is it solved in this state?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from refit.essay.challenges import placed
from refit.essay.reading import load
from refit.page.goals import is_met, read_goal
from refit.tables import partial_results


def judge(folder: Path, name: str, scene: str) -> Callable[..., bool]:
    """Return a function of what a reader sets, by which the model judges a challenge.

    The reader is in the step of the scene that holds the challenge, or in the first if none does.
    """
    essay = load(folder)
    (asked,) = (each for each in placed(essay) if each.name == name)
    stage, goal = essay.scenes[scene], read_goal(str(asked.node.options["goal"]))
    own = asked.steps(stage)[0].state

    def is_solved(**state: Any) -> bool:
        *_, tables = partial_results(getattr(essay.model, stage.function), own | state)
        return is_met(goal, tables)

    assert is_solved(**asked.node.options["solution"])
    assert not is_solved()
    return is_solved
