"""While the worker is idle, it computes what a reader may ask for next."""

import pytest

from refit.site.build import build
from refit.site.project import Project
from tests import small
from tests.browser.visit import visiting

# It counts the seeds that it has seen where the build never looks: at 2.71 of the slider.
MODEL = """\
import math

STATES = {"dots": {"n": 3, "layout": "row", "high": False, "seed": 0}}
SEEN = []


def dots(state):
    n = math.ceil(state["n"])
    if state["n"] == 2.71:
        n = 100 * len(SEEN) + len(set(SEEN))
    else:
        SEEN.append(state["seed"])
    return {"points": {"x": [0.0], "y": [1.0 * state["high"]]}, "total": {"n": [n]}}
"""
COUNTED = """async () => {
  await new Promise((resolve) => setTimeout(resolve, 700)); // else it would never be idle
  return (await refit.retrain("dots")).total.n[0];
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("idling")
    small.write_essay(folder / "essays", "one", model=MODEL)
    build(Project(essays=folder / "essays"), folder / "dist")
    return folder / "dist"


def test_the_worker_computes_a_scene_as_it_begins_and_near_it(chromium, site, host):
    with visiting(chromium, host(site).origin) as page:
        page.go("essays/one/").ready()
        page.set("dots", {"n": 2.71})
        assert page.wait(COUNTED, until=lambda n: n >= 202) == 202
        assert page.look(COUNTED) == 202, "nothing is computed twice"
