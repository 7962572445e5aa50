"""What a model was not seen to read at build: never needed on the page, and had when it is."""

from pathlib import Path

import pytest
from playwright.sync_api import Error

from refit.model.results import tables_of
from refit.site.project import ROOT, Project
from tests.browser.test_agreement import assert_same

FOLDERS = {
    folder.name: (site, folder)
    for site, essays in (("real", ROOT / "essays"), ("test", ROOT / "tests/site/essays"))
    for folder in Project(essays=essays).folders
}
STUMBLES = "essays/stumbles/"
STRAY = 46.083333333333336  # what it gives under CPython


def rest(page):
    """Return the names of the packs that were asked for, but for what every page fetches."""
    packs = [Path(path) for path in page.requests if path.endswith(".pack")]
    return [path.name for path in packs if path.stem not in ("core", "numpy")]


@pytest.mark.parametrize("slug", FOLDERS)
def test_results_are_those_of_the_untrimmed_runtime_and_of_the_build(
    slug, visit, essays, untrimmed
):
    """The first are the same to the bit, those of CPython to nine digits, in every step."""
    site, folder = FOLDERS[slug]
    page = visit(f"essays/{slug}/", site=site).ready()
    before = rest(page)
    scenes = {scene.function: scene.id for scene in essays[slug].scenes.values()}
    for (function, state), expected in untrimmed(folder):
        scene = essays[slug].scenes[scenes[function]]
        assert page.retrain(scene.id, state) == expected, state
        built = tables_of(essays[slug], scene, state)
        assert_same(expected, built)
        assert_same(page.tables(scene.id), built)
    assert rest(page) == before, "a model needs what was not sent ahead"
    assert not [path for path in page.requests if "/rest/" in path]


def test_a_model_of_numpy_alone_is_live_without_the_rest(stumbles_page):
    assert rest(stumbles_page) in ([], ["sklearn.pack"])


def test_a_model_that_strays_gets_what_it_asks_for(visit):
    page = visit(STUMBLES, site="test").ready()
    assert rest(page) == []
    found = page.set("line", {"mood": "stray"})
    assert found["line"]["slope"] == [STRAY]
    asked = rest(page)
    assert {"python.pack", "scipy.signal.pack", "sklearn.datasets.pack"} <= set(asked)
    assert len(asked) == len(set(asked))
    assert page.set("line", {"mood": "fine"})["line"]["slope"] != [STRAY]


def test_a_damaged_rest_is_refused_and_the_page_goes_on(visit):
    page = visit(STUMBLES, site="test").ready()

    def alter(route):
        response = route.fetch()
        body = bytearray(response.body())
        body[len(body) // 2] ^= 1
        route.fulfill(response=response, body=bytes(body))

    page.page.route("**/rest/scipy.signal.pack*", alter)
    with pytest.raises(Error, match=r"scipy\.signal\.pack arrived damaged and was not used"):
        page.set("line", {"mood": "stray"})
    page.page.unroute_all(behavior="wait")
    assert page.set("line", {"mood": "fine"})["line"]["slope"] != [STRAY]
    assert page.set("line", {"mood": "stray"})["line"]["slope"] == [STRAY]
