"""The states that a reader can reach in a step: listed by its controls, alone and in pairs."""

import pytest

from refit.errors import AuthorError
from refit.essay.reachable_states import ends, prepared_values, reachable
from refit.essay.reading import load
from tests import small

TEXT = """\
:::::{scene} dots

:::{alt}
Dots.
:::

::::{step} n=2
One.

:::{slider} n min=1 max=4 step=0.5 label="How many" format=.1f
:::

:::{toggle} high label="High up"
:::
::::

:::{step} n=3
Two.
:::

::::{step} keeps="n"
Three.

:::{button} resample key=seed
:::
::::

:::::
"""


@pytest.fixture
def scene(tmp_path):
    """The small essay's scene, with controls in two of its three steps."""
    return load(small.write_essay(tmp_path, "one", text=TEXT)).scenes["dots"]


def reached(scene, number):
    """Return what is changed in each state of a step, beside its own state."""
    step = scene.steps[number]
    states = [each for each in reachable(scene) if each.step is step]
    return [
        {key: value for key, value in each.state.items() if value != step.state[key]}
        for each in states
    ]


def test_a_step_has_its_own_state_then_those_by_one_control_then_by_two(scene):
    alone = [{}, *({"n": n} for n in (1, 1.5, 2.5, 3, 3.5, 4)), {"high": True}]
    pairs = [{"n": 1, "high": True}, {"n": 4, "high": True}]
    assert reached(scene, 0) == alone + pairs


def test_a_step_without_controls_has_its_own_state_alone(scene):
    assert reached(scene, 1) == [{}]


def test_a_step_has_the_states_of_the_keys_that_it_keeps(scene):
    alone = [*({"n": n} for n in (1, 1.5, 2, 2.5, 3.5, 4)), {"seed": 1}]
    pairs = [{"n": 1, "seed": 1}, {"n": 4, "seed": 1}]
    assert reached(scene, 2) == [{}, *alone, *pairs]


def test_a_control_above_all_steps_counts_in_each(tmp_path):
    text = TEXT.replace(
        "::::{step} n=2", ':::{select} layout options="row, heap" label="L"\n:::\n\n::::{step} n=2'
    )
    scene = load(small.write_essay(tmp_path, "one", text=text)).scenes["dots"]
    assert all({"layout": "heap"} in reached(scene, number) for number in range(3))


def slider(scene, **changes):
    """Return the slider of the scene with other limits."""
    from dataclasses import replace

    return replace(scene.controls["n"], **changes)


@pytest.mark.parametrize(
    ("changes", "values"),
    [
        ({}, (1, 1.5, 2, 2.5, 3, 3.5, 4)),
        ({"minimum": 0, "maximum": 1, "step": 0.1}, tuple(i / 10 for i in range(11))),
        ({"minimum": 0, "maximum": 1, "step": 0.4}, (0, 0.4, 0.8)),
        ({"maximum": 101, "step": 1, "prepared": 3}, (1, 51, 101)),
        ({"prepared": 0}, ()),
    ],
)
def test_a_slider_is_prepared_at_its_positions_as_a_browser_sends_them(scene, changes, values):
    found = prepared_values(slider(scene, **changes), 2)
    assert found == values
    assert list(map(type, found)) == [int if float(v).is_integer() else float for v in values]


def test_a_slider_with_many_positions_is_prepared_at_101_of_them(scene):
    found = prepared_values(slider(scene, minimum=0, maximum=1, step=0.001), 0)
    assert len(found) == 101
    assert (found[0], found[-1]) == (0, 1)


def test_the_end_of_a_slider_is_its_last_position(scene):
    assert ends(slider(scene, minimum=0, maximum=1, step=0.4), 0) == (0, 0.8)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'keeps="n"',
            'keeps="n, m"',
            "essay.md:25: the step keeps 'm', which is no key; keys: n, layout, high, seed",
        ),
        ('keeps="n"', "keeps=3", 'essay.md:25: keeps=3 is not text; write keeps="key, other-key"'),
        (
            "format=.1f",
            "format=.1f prepared=1",
            "essay.md:14: prepared=1 is no number of values; write prepared=no, or a whole number "
            "from 2 (it is 101 otherwise)",
        ),
        (
            ":::{button} resample key=seed",
            ':::{slider} n min=0 max=4 step=1 label="N" format=d',
            "essay.md:28: n has another slider, in line 14, with other values; give both the same "
            "values: what one sets, the other shows",
        ),
    ],
)
def test_what_cannot_be_listed_is_refused_with_its_line(tmp_path, old, new, said):
    folder = small.write_essay(tmp_path, "one", text=TEXT.replace(old, new))
    with pytest.raises(AuthorError) as error:
        load(folder)
    assert str(error.value) == f"{tmp_path}/one/{said}"
