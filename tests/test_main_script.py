"""The two main scripts: what the common one leaves out, and which essays take it."""

import json
import re
import subprocess

import pytest

from refit.essay.reading import load
from refit.figures.charts import Figure
from refit.paths import ROOT
from refit.site import main_script
from refit.site.main_script import extras_of
from tests import small
from tests.built import build_page

JS = ROOT / "static/js"
STEP = ":::{step} n=3"
SCRUBBED = small.SCENE.replace(STEP, f'{STEP} scrub="n to 4"', 1)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    """Return the names of our scripts that are in each main script."""

    def names(script):
        folder = tmp_path_factory.mktemp("bundle")
        meta = folder / "meta.json"
        esbuild = ROOT / "node_modules/.bin/esbuild"
        options = ["--bundle", "--minify", f"--metafile={meta}", f"--outfile={folder / 'out.js'}"]
        subprocess.run([esbuild, *options, JS / script], check=True, capture_output=True, cwd=ROOT)
        (out,) = json.loads(meta.read_text())["outputs"].values()
        return {name.removeprefix("static/js/") for name in out["inputs"]}

    return {script: names(script) for script in (main_script.COMMON, main_script.FULL)}


def test_the_common_script_holds_none_of_the_extras(bundled):
    text = (JS / "all_extras.js").read_text("utf-8")
    extras = set(re.findall(r'from "\./(.*?)"', text)) - {"scene/extras.js"}
    assert "scene/pointing.js" in extras
    alone = {"scene/card.js", "state/pointed.js"}
    gone = bundled[main_script.FULL] - bundled[main_script.COMMON]
    assert extras | alone <= gone
    assert bundled[main_script.COMMON] < bundled[main_script.FULL]


def test_each_extra_that_is_called_is_there():
    text = (JS / "all_extras.js").read_text("utf-8")
    (names,) = re.findall(r"Object\.assign\(extras, \{(.*?)\}\)", text, re.DOTALL)
    scripts = "".join(file.read_text("utf-8") for file in sorted(JS.rglob("*.js")))
    called = set(re.findall(r"\bextras\.(\w+)", scripts)) - {"js"}  # the name of a file
    assert set(re.findall(r"\w+", names)) == called


def scene_of(tmp_path, text):
    (scene,) = load(small.write_essay(tmp_path / "essays", "one", text=text)).scenes.values()
    return scene


@pytest.mark.parametrize("layout", [0, 1])
def test_what_a_figure_uses_in_one_layout_is_noted(tmp_path, layout):
    figures = [Figure({}, drag=[{"table": "t"}], add=[{}]), Figure({})]
    scene = scene_of(tmp_path, small.SCENE)
    assert extras_of(scene, figures) == frozenset()
    figures[layout] = Figure({}, point=[{}])
    assert extras_of(scene, figures) == {"point"}


def test_what_a_step_uses_is_noted(tmp_path):
    assert SCRUBBED != small.SCENE
    assert extras_of(scene_of(tmp_path, SCRUBBED), []) == {"scrub"}


def script_of(page):
    (script,) = page.all("script", type="module")
    return script["src"].rpartition("/")[2]


def test_a_page_has_the_script_that_it_needs(tmp_path):
    inside = small.SCENE.replace(":::::", "::::::")
    deeper = f':::::::{{deeper}} "More" for="For some."\nWords.\n\n{inside}\n:::::::\n'
    goal = """goal="dots/total.n > 3" solution='{"n": 4}'"""
    challenge = f"{small.SCENE}\n:::{{challenge}} four {goal}\nMake more.\n:::\n"
    needs = {"plain": small.SCENE, "deeper": deeper, "challenge": challenge, "scrub": SCRUBBED}
    got = {name: script_of(build_page(tmp_path / name, text)) for name, text in needs.items()}
    assert got.pop("scrub") == main_script.FULL
    assert set(got.values()) == {main_script.COMMON}
