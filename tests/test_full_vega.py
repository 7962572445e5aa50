"""Which of Vega's two bundles a page needs, and what is in each."""

import json
import subprocess

import pytest

from refit.essay.reading import load
from refit.figures import charts
from refit.figures.full_vega import TRANSFORMS, needs_full_vega
from refit.site.assets import vega
from refit.site.project import ROOT

ORCHARD = ROOT / "tests" / "site" / "essays" / "orchard"
TRANSFORMS_OF_FULL = """
const source = fs.readFileSync("static/js/vega/full.js", "utf8");
const packages = [...source.matchAll(/import \\* as \\w+ from "(.*)"/g)].map((found) => found[1]);
const all = await Promise.all(packages.map((name) => import(name)));
const types = all.flatMap(Object.values).map(({ Definition }) => Definition?.type.toLowerCase());
console.log(JSON.stringify(types.filter(Boolean)));
"""


def test_the_transforms_that_only_the_full_vega_has_are_known():
    program = 'import fs from "node:fs";' + TRANSFORMS_OF_FULL
    command = ["node", "--input-type=module", "--eval", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert set(json.loads(done.stdout)) == set(TRANSFORMS.split())


def test_a_regression_needs_the_full_vega():
    essay = load(ORCHARD)
    figure = charts.compile_figure(essay, essay.scenes["orchard"], "wide")
    assert not figure.needs_full_vega
    figure.spec["data"].append({"name": "line", "transform": [{"type": "regression"}]})
    assert figure.needs_full_vega


@pytest.mark.parametrize(
    ("spec", "is_needed"),
    [
        ({"projections": []}, True),
        ({"data": [{"values": "x,y", "format": {"type": "csv"}}]}, True),
        ({"data": [{"values": [], "format": {"type": "json"}}]}, False),
        ({"signals": [{"update": "geoArea(null, datum)"}]}, True),
        ({"signals": [{"update": "datum.pigeonBounds"}]}, False),
    ],
)
def test_maps_and_files_of_data_need_it_too(spec, is_needed):
    assert needs_full_vega(spec) == is_needed


def test_the_core_leaves_out_what_the_full_vega_has():
    bundles = vega(ROOT / "static" / "js" / "vega", ROOT / "node_modules")
    of_topojson, of_dsv = b"FeatureCollection", b"new Function"
    for told in (of_topojson, of_dsv):
        assert told in bundles["full.js"]
    assert of_topojson not in bundles["core.js"]
    assert len(bundles["core.js"]) < 0.85 * len(bundles["full.js"])
