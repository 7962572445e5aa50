"""The worker's tables against the build's, unrounded, in every step of every essay."""

import numpy as np
import pytest

from refit.essay.playing import LAST
from refit.model import results
from refit.site.project import ROOT, Project

FOLDERS = [
    folder
    for essays in (ROOT / "essays", ROOT / "tests" / "site" / "essays")
    for folder in Project(essays=essays).folders
]
SHARED = {
    "train-test-validation": "pens",
    "stumbles": "stumbles",
    "menagerie": "menagerie",
    "workshop": "workshop",
}
# Whether a scene's steps are passed as the page is read: not in the flow, nor folded up.
IS_PASSED = """(id) => {
  const scene = document.querySelector(`[data-scene="${id}"]`);
  return scene.matches(".scene") && !scene.closest("[hidden]");
}"""


def assert_same(tables, expected):
    """Words and whole numbers are the same, all others to nine digits."""
    assert list(tables) == list(expected)
    for name, table in expected.items():
        assert list(tables[name]) == list(table)
        for column, values in table.items():
            found, where = tables[name][column], f"{name}.{column}"
            if isinstance(values, list):
                assert found == values, where
            elif np.all(values == np.round(values)):
                assert found == values.tolist(), where
            else:
                np.testing.assert_allclose(found, values, rtol=1e-9, atol=1e-12, err_msg=where)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_worker_computes_what_the_build_did(folder, essays, computed, request):
    if folder.name in SHARED:
        visit = request.getfixturevalue(SHARED[folder.name])
    else:
        site = "real" if folder.is_relative_to(ROOT / "essays") else "test"
        visit = request.getfixturevalue("visit")(f"essays/{folder.name}/", site=site).ready()
    for scene in essays[folder.name].scenes.values():
        for step in scene.steps:
            tables = computed[folder.name][step.id]
            if step.shows != LAST:
                tables = results.tables_of(essays[folder.name], scene, step.state)
            assert_same(visit.retrain(scene.id, step.state), tables)
            assert_same(visit.tables(scene.id), tables)


@pytest.mark.parametrize("slug", SHARED)
def test_the_page_stores_what_the_build_computed(slug, essays, computed, request):
    visit = request.getfixturevalue(SHARED[slug])
    for scene in essays[slug].scenes.values():
        if not visit.look(IS_PASSED, scene.id):
            continue
        for number, step in enumerate(scene.steps, start=1):
            visit.scroll_to(scene.id, number)
            assert visit.state(scene.id) == step.state
            assert_same(visit.tables(scene.id), computed[slug][step.id])
