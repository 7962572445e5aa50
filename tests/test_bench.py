"""Benchmarks name essays and steps, which change."""

import pytest

from bench.gesture import SCENE, SLUG, STEP
from bench.lab import BenchError, first
from bench.touch import TOUCHES
from refit.essay.reading import load
from refit.paths import ROOT


def steps_of(slug):
    """Return an essay's steps, by their ids."""
    scenes = load(ROOT / "essays" / slug).scenes.values()
    return {step.id: step for scene in scenes for step in scene.steps}


@pytest.mark.parametrize(("slug", "step"), [each[:2] for each in TOUCHES])
def test_a_step_that_is_touched_has_a_control(slug, step):
    assert steps_of(slug)[step].controls


def test_the_scene_of_the_gesture_has_its_step():
    assert len(load(ROOT / "essays" / SLUG).scenes[SCENE].steps) >= STEP


def test_what_is_not_there_is_told():
    assert first(iter([3, 4]), "no number") == 3
    with pytest.raises(BenchError, match="no number"):
        first(iter([]), "no number")
