"""Pages that start from a snapshot in three engines, and one whose snapshot is damaged."""

import json
import os

import pytest

from refit.site.build import build
from refit.site.project import Project
from tests import engines, small
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


@pytest.mark.parametrize("name", [name for name in engines.NAMES if name != "chromium"])
def test_other_engines_start_from_it_too(name, chromium, site, host):
    served = host(site)
    expected, _ = start(chromium, served.origin)
    served.break_down({"*.modules.pack": "bit"})
    try:
        with engines.start(name, chromium) as engine:
            engine.go(f"{served.origin}/essays/one/")
            for n, tables in zip((2, 3, 4), expected, strict=True):
                asked = f"refit.set('dots', {json.dumps({'n': n, 'seed': n})})"
                found = engine.ask(f"{asked}.then(() => refit.retrain('dots'))")
                assert found == tables
            assert engine.complaints() == []
    except engines.MissingEngineError as missing:
        if os.environ.get("REFIT_ENGINES") == "all":
            raise
        pytest.skip(str(missing))
    assert not served.hits, "it has started without the snapshot"
