"""The renderer: which step it speaks of, and what it leaves as it was read."""

import copy

import pytest

from refit.essay.reading import load
from refit.model.results import compute_steps
from refit.page.renderer import EssayRenderer
from refit.page.templates import environment
from refit.paths import ROOT
from refit.site.words import read_words
from tests import small


@pytest.fixture
def page(tmp_path):
    """Return the renderer of the small essay."""
    essay = load(small.write_essay(tmp_path, "one"))
    words = read_words(ROOT / "static/words")
    figure = {
        "layouts": [{"name": "wide", "svg": "", "width": 1, "height": 1}],
        "pictures": ["", ""],
        "sheets": ["", ""],
    }
    figure |= dict.fromkeys(("ruled", "byNumbers", "lights"), False)
    figure |= {"movable": [], "point": [], "bring": None}
    templates = environment(ROOT / "templates")
    return EssayRenderer(essay, compute_steps(essay), templates, {"dots": figure}, words)


def test_a_step_is_spoken_of_until_the_block_ends_also_by_an_error(page):
    scene = page.essay.scenes["dots"]
    first, second = scene.steps
    assert page.here is None
    with page.speaking_of(scene, first, whose="reader"):
        outer = page.here
        with page.speaking_of(scene, second):
            assert (page.here.step, page.here.whose) == (second, "step")
            assert page.here.tables == page.tables["dots-2"]
        with pytest.raises(KeyError), page.speaking_of(scene, second):
            raise KeyError
        assert page.here is outer
        assert (outer.step, outer.whose) == (first, "reader")
    assert page.here is None


def test_rendering_writes_nothing_into_what_was_read(page):
    nodes = copy.deepcopy(page.essay.document.nodes)
    scenes = copy.deepcopy(page.essay.scenes)
    assert "There are" in page.body
    assert page.essay.document.nodes == nodes
    assert page.essay.scenes == scenes
