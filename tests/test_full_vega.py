"""Which of Vega's two bundles a page needs, and what is in each."""

import json
import subprocess
from dataclasses import replace

import altair as alt
import pytest
import vl_convert

from refit.errors import SetupError
from refit.essay.reading import load
from refit.figures import charts
from refit.figures.full_vega import TRANSFORMS, needs_full_vega
from refit.site.assets import vega, with_classes
from refit.site.project import ROOT

ORCHARD = ROOT / "tests" / "site" / "essays" / "orchard"
TRANSFORMS_OF_FULL = """
const source = fs.readFileSync("static/js/vega/full.js", "utf8");
const packages = [...source.matchAll(/import \\* as \\w+ from "(.*)"/g)].map((found) => found[1]);
const all = await Promise.all(["vega-transforms", ...packages].map((name) => import(name)));
const types = all.flatMap(Object.values).map(({ Definition }) => Definition?.type.toLowerCase());
const core = fs.readFileSync("static/js/vega/transforms.js", "utf8");
const common = [...core.matchAll(/default as (\\w+)/g)].map((found) => found[1]);
console.log(JSON.stringify(types.filter((type) => type && !common.includes(type))));
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
    line = {"name": "line", "transform": [{"type": "regression"}]}
    assert replace(figure, spec=figure.spec | {"data": [line]}).needs_full_vega


@pytest.mark.parametrize(
    ("spec", "is_needed"),
    [
        ({"projections": []}, True),
        ({"data": [{"values": "x,y", "format": {"type": "csv"}}]}, True),
        ({"data": [{"values": [], "format": {"type": "json"}}]}, False),
        ({"signals": [{"update": "geoArea(null, datum)"}]}, True),
        ({"signals": [{"update": "datum.pigeonBounds"}]}, False),
        ({"signals": [{"update": "vlSelectionResolve('picked')"}]}, True),
        ({"signals": [{"update": "utcFormat(datum.day, '%b')"}]}, True),
        ({"signals": [{"update": "timeOffset ('day', datum.day)"}]}, True),
        ({"signals": [{"update": "monthFormat\n(3)"}]}, True),
        ({"signals": [{"update": "week  (datum.day)"}]}, True),
        ({"signals": [{"update": "datum.lifetime(1)"}]}, False),
        ({"data": [{"values": [{"says": "week(s), geoArea(x), type: time"}]}]}, False),
        ({"data": [{"values": [{"type": "time", "scheme": "accent"}]}]}, False),
        ({"marks": [{"data": [{"values": [{"says": "utcFormat(d)"}]}]}]}, False),
        ({"marks": [{"signals": [{"update": "utcFormat(d)"}]}]}, True),
        ({"data": [{"format": {"parse": {"n": "number", "day": "date:'%Y'"}}}]}, True),
        ({"data": [{"format": {"parse": {"n": "number"}}}]}, False),
        ({"scales": [{"type": "ordinal", "range": {"scheme": {"signal": "which"}}}]}, True),
    ],
)
def test_maps_dates_and_files_of_data_need_it_too(spec, is_needed):
    assert needs_full_vega(spec) == is_needed


DAYS = alt.Data(values=[{"day": "2024-01-02", "n": 3 + i, "kind": "abc"[i]} for i in range(3)])
DOTS = alt.Chart(DAYS).mark_point()
COMMON = {
    "plain": DOTS.encode(x="n:Q", color="kind:N", shape="kind:N", tooltip="n:Q"),
    "bins": alt.Chart(DAYS).mark_bar().encode(x=alt.X("n:Q").bin(), y="count()"),
    "boxes": alt.Chart(DAYS).mark_boxplot().encode(y="n:Q"),
    "stack": alt.Chart(DAYS).mark_bar().encode(y="n:Q", color="kind:N"),
    "sums": DOTS.transform_window(sum="sum(n)").encode(x="sum:Q", y="kind:N"),
    "shares": DOTS.transform_joinaggregate(all="sum(n)").encode(x="all:Q"),
    "folds": DOTS.transform_fold(["n"]).encode(x="value:Q", y="key:N"),
    "gaps": DOTS.transform_impute("n", key="kind", value=0).encode(x="n:Q"),
    "facets": DOTS.encode(x="n:Q").facet("kind:N"),
    "a ramp": DOTS.encode(color=alt.Color("n:Q").scale(scheme="viridis")),
}
RARE = {
    "dates": DOTS.encode(x="day:T"),
    "months": DOTS.encode(x="yearmonth(day):O"),
    "density": DOTS.transform_density("n").encode(x="value:Q"),
    "quantiles": DOTS.transform_quantile("n").encode(x="prob:Q"),
    "a selection": DOTS.encode(x="n:Q").add_params(alt.selection_point()),
    "a scheme": DOTS.encode(color=alt.Color("kind:N").scale(scheme="set1")),
}
DRAW = """
import fs from "node:fs";
const { sceneToJSON } = await import(process.argv[2]);
const specs = JSON.parse(fs.readFileSync(0, "utf8"));
const draw = async ({ parse, View, expressions: expr }, spec) => {
  const view = new View(parse(spec, null, { ast: true }), { expr, renderer: "none" });
  return sceneToJSON((await view.runAsync()).scenegraph().root);
};
const [core, full] = await Promise.all(["core.js", "full.js"].map((name) => import("./" + name)));
const same = ([name, spec]) => Promise.all([core, full].map((vega) => draw(vega, spec))).then(
  ([one, other]) => [name, one === other && one.length > 1000],
);
console.log(JSON.stringify(Object.fromEntries(await Promise.all(Object.entries(specs).map(same)))));
"""


def to_vega(chart):
    return vl_convert.vegalite_to_vega(chart.to_dict(), vl_version=charts.VEGA_LITE)


@pytest.mark.parametrize("name", COMMON)
def test_what_charts_commonly_use_needs_the_core_alone(name):
    assert not needs_full_vega(to_vega(COMMON[name]))


@pytest.mark.parametrize("name", RARE)
def test_dates_samples_and_schemes_of_others_need_all_of_it(name):
    assert needs_full_vega(to_vega(RARE[name]))


def test_both_bundles_draw_the_same(tmp_path):
    for name, content in vega(ROOT / "static" / "js" / "vega", ROOT / "node_modules").items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "draw.js").write_text(DRAW)
    specs = json.dumps({name: to_vega(chart) for name, chart in COMMON.items()})
    scenegraph = ROOT / "node_modules" / "vega-scenegraph" / "index.js"
    command = ["node", str(tmp_path / "draw.js"), str(scenegraph)]
    done = subprocess.run(command, input=specs, capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == dict.fromkeys(COMMON, True)


def test_the_core_leaves_out_what_the_full_vega_has():
    bundles = vega(ROOT / "static" / "js" / "vega", ROOT / "node_modules")
    of_topojson, of_dsv = b"FeatureCollection", b"new Function"
    for told in (of_topojson, of_dsv):
        assert told in bundles["full.js"]
    assert of_topojson not in bundles["core.js"]
    assert len(bundles["core.js"]) < 0.7 * len(bundles["full.js"])


NAMES = """
const { parse, View, expressions: expr } = await import(process.argv[1]);
const spec = { signals: [{ name: "größe_2", init: 1 }, { name: "π", update: "größe_2 + 1" }] };
const runtime = parse(spec, null, { ast: true });
const view = await new View(runtime, { expr, renderer: "none" }).runAsync();
console.log(view.signal("π"));
"""


@pytest.mark.parametrize("name", ["core.js", "full.js"])
def test_names_may_have_letters_beyond_ascii(tmp_path, name):
    bundles = vega(ROOT / "static" / "js" / "vega", ROOT / "node_modules")
    (tmp_path / "vega.mjs").write_bytes(bundles[name])
    command = ["node", "--input-type=module", "--eval", NAMES, str(tmp_path / "vega.mjs")]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "2\n"


def test_a_parser_that_lists_its_letters_otherwise_is_told():
    with pytest.raises(
        SetupError, match="vega-expression lists the letters of names in another way"
    ):
        with_classes(b"let letters = /[a-z]/;")
