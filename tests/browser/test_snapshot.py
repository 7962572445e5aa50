"""A page that starts from a snapshot, and the same page when its snapshot is damaged."""

import pytest

from refit.site.build import build
from refit.site.project import Project
from tests import small
from tests.browser.visit import visiting

MODEL = """\
import math

import numpy as np
from sklearn.linear_model import LogisticRegression

STATES = {"dots": {"n": 3, "layout": "row", "high": False, "seed": 0}}


def dots(state):
    n = 4 + math.ceil(state["n"])
    x = np.random.default_rng(state["seed"]).normal(size=(n, 2))
    fitted = LogisticRegression().fit(x, np.arange(n) % 2)
    chance = fitted.predict_proba(x)[:, 1]
    return {"points": {"x": x[:, 0], "y": chance}, "total": {"n": [n]}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshot")
    small.write_essay(folder / "essays", "one", model=MODEL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFIT_RUNTIME", "snapshot")
        build(Project(essays=folder / "essays"), folder / "dist")
    return folder / "dist"


def start(chromium, origin, complaint=""):
    """Start the model on a page of its own; return its tables, and the packs that were fetched."""
    with visiting(chromium, origin) as page:
        if complaint:
            page.expect(complaint)
        page.go("essays/one/").ready()
        found = [page.retrain("dots", {"n": n, "seed": n}) for n in (2, 3, 4)]
        page.settle_complaints()
        return found, {path.rsplit("/", 1)[-1] for path in page.requests if path.endswith(".pack")}


def test_a_start_from_a_snapshot_gives_what_a_start_without_gives(chromium, site, host):
    served = host(site)
    found, packs = start(chromium, served.origin)
    assert [name for name in packs if name.startswith("snapshot-")]
    assert not [name for name in packs if name.endswith(".modules.pack")]
    served.break_down({"*/snapshot-*": "bit"})
    told = r"Python starts without its snapshot: .*damaged"
    again, instead = start(chromium, served.origin, told)
    assert served.hits
    assert {"numpy.modules.pack", "sklearn.modules.pack"} <= instead
    assert again == found
    assert found[0]["total"]["n"] == [6]
