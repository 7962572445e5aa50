"""Steps that show any result of a stream, or are scrubbed, and sliders that play."""

import pytest

from refit.errors import AuthorError
from refit.essay.reachable_states import reachable
from refit.essay.reading import load
from refit.model import prepared, results
from tests import small

STREAM = small.MODEL.replace(
    "    return {", "    for n in range(1, n + 1):\n        yield {"
).replace('"points": {"x": list(range(n)), "y": y}', '"points": {"x": list(range(n)), "y": y[:n]}')


def essay(root, old="", new="", model=small.MODEL):
    text = small.SCENE
    assert old in text
    return load(small.write_essay(root, "one", text=text.replace(old, new, 1), model=model))


def refused(root, old, new, model=small.MODEL):
    with pytest.raises(AuthorError) as caught:
        results.compute_steps(essay(root, old, new, model))
    return str(caught.value)


@pytest.mark.parametrize(("shows", "n"), [("first", 1), ("2", 2), ("last", 3)])
def test_a_step_shows_a_result_of_its_stream(tmp_path, shows, n):
    made = essay(tmp_path, ":::{step} n=3", f":::{{step}} n=3 shows={shows}", STREAM)
    scene = made.scenes["dots"]
    assert results.compute_steps(made)["dots-2"]["total"]["n"] == [n]
    assert results.tables_of(made, scene, scene.steps[1].state)["total"]["n"] == [3]


def test_a_result_that_a_stream_does_not_have_is_refused(tmp_path):
    told = refused(tmp_path, ":::{step} n=3", ":::{step} n=3 shows=9", STREAM)
    assert "the step shows result 9, and its model gives 3 results" in told
    assert "a number up to 3" in told
    assert "essay.md:" in told


def test_scrolling_runs_through_prepared_values(tmp_path):
    made = essay(tmp_path, ":::{step} n=3", ':::{step} n=3 scrub="n to 1"')
    scene = made.scenes["dots"]
    step = scene.steps[1]
    assert step.scrub.values(99) == [1, 1.5, 2, 2.5, 3]  # the slider's, in another step
    answers = prepared.prepare(made, scene, step)["n"]
    assert [value for value, _ in answers] == [1, 1.5, 2, 2.5]
    reached = [each.state["n"] for each in reachable(scene) if each.step is step]
    assert {1, 1.5, 2, 2.5, 3} == set(reached)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("shows=0", "shows=0 is no result of a stream"),
        ("shows=most", "shows='most' is no result of a stream"),
        ("scrub=n", "scrub='n' names no way"),
        ('scrub="m to 4"', "the step scrubs 'm', which is no key"),
        ('scrub="high to 4"', "the step scrubs high=False, which is no number"),
        ('scrub="n to 3"', "the step scrubs n from 3 to 3"),
        ('scrub="n to 9"', "the step scrubs n to 9, which is not a number from 1 to 4"),
        ('scrub="n to 1 by 0.7"', "n does not come from 1 to 3 in steps of 0.7"),
    ],
)
def test_what_a_step_cannot_do_is_told(tmp_path, said, told):
    answer = refused(tmp_path, ":::{step} n=3", f":::{{step}} n=3 {said}")
    assert told in answer
    assert "essay.md:2" in answer


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("play=fast", "play='fast' is no number of seconds"),
        ("play=0", "play=0 is no number of seconds"),
        ("play=yes prepared=no", "prepared=no leaves it none"),
    ],
)
def test_what_a_player_cannot_do_is_told(tmp_path, said, told):
    assert told in refused(tmp_path, "step=0.5", f"step=0.5 {said}")


@pytest.mark.parametrize(("said", "seconds"), [("yes", 5), ("2", 2), ("no", 0)])
def test_a_slider_plays_for_some_seconds(tmp_path, said, seconds):
    made = essay(tmp_path, "step=0.5", f"step=0.5 play={said}")
    assert made.scenes["dots"].controls["n"].play == seconds
