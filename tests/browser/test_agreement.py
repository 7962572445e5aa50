"""The page's tables against the build's, unrounded, in every step."""

import numpy as np
import pytest

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


@pytest.mark.parametrize("slug", SHARED)
def test_the_page_stores_what_the_build_computed(slug, essays, computed, request):
    visit = request.getfixturevalue(SHARED[slug])
    for scene in essays[slug].scenes.values():
        if not visit.look(IS_PASSED, scene.id):
            continue
        for number, step in enumerate(scene.steps, start=1):
            if step.scrub:
                continue  # it shows what the place of the page says
            visit.scroll_to(scene.id, number)
            assert visit.state(scene.id) == step.state
            assert_same(visit.tables(scene.id), computed[slug][step.id])
