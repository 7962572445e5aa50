"""Licences of npm's packages: every package in a bundle has its text beside it."""

import json
import os
import re
import subprocess

import pytest

from refit.errors import SetupError
from refit.paths import ROOT
from refit.site import assets
from refit.site.npm_licences import licences, packages_in

MODULES = ROOT / "node_modules"
OURS_ALONE = {
    "count.js",
    "bring.js",
    "main.js",
    "main-full.js",
    "settings.js",
    "solved.js",
    "toy.js",
    "more.js",
}


def package(folder, name, text="Free.", **about):
    place = folder / "node_modules" / name
    place.mkdir(parents=True)
    about = {"name": name, "version": "1.0", "license": "ISC", **about}
    (place / "package.json").write_text(json.dumps(about))
    if text:
        (place / "LICENSE.md").write_text(text)
    return place


@pytest.fixture(scope="module")
def vega():
    files = assets.vega(ROOT / "static/js/vega", MODULES)
    return files["licences.txt"].decode()


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("vega-encode", "University of Washington"),
        ("vega-scenegraph", "University of Washington"),
        ("d3-scale", "Mike Bostock"),
        ("internmap", "Mike Bostock"),
        ("topojson-client", "Bostock"),
        ("d3-delaunay", "Observable"),
        ("delaunator", "Mapbox"),  # carried inside d3-delaunay
        ("robust-predicates", "public domain"),
    ],
)
def test_vegas_bundles_come_with_the_licence_of_each_package(vega, name, holder):
    parts = [part for part in vega.split("-" * 80) if re.search(rf"^{name} \d", part, re.M)]
    assert len(parts) == 1
    assert holder in parts[0]


def test_permission_stands_with_its_notice(vega):
    assert vega.count("Permission to use, copy, modify, and/or distribute") >= 5
    assert "Redistributions in binary form must reproduce the above" in vega


def test_the_scripts_come_with_the_licences_of_what_is_in_them():
    text = assets.scripts(ROOT / "static/js", MODULES)["licences.txt"].decode()
    for name, holder in (("@noble/hashes", "Paul Miller"), ("zstddec", "Don McCurdy")):
        assert re.search(rf"^{name} \d", text, re.MULTILINE)
        assert holder in text
    assert "Yann Collet, Facebook" in text  # for the decoder inside zstddec


@pytest.mark.parametrize(
    "script", [*(f"vega/{name}" for name in (assets.CORE, assets.FULL)), *assets.ENTRIES]
)
def test_what_esbuild_writes_above_each_part_of_a_bundle_is_in_the_list(vega, script):
    """Without minifying, it says in a comment where each part comes from."""
    command = [MODULES / ".bin/esbuild", "--bundle", ROOT / "static/js" / script]
    env = os.environ | {"NODE_PATH": str(MODULES)}
    plain = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    bundled = set(re.findall(r"^ *// \S*node_modules/((?:@[^/]+/)?[^/]+)/", plain, re.MULTILINE))
    assert bundled or script in OURS_ALONE
    scripts = assets.scripts(ROOT / "static/js", MODULES)["licences.txt"].decode()
    listed = re.findall(r"^(\S+) \d\S* \(", f"{vega}\n{scripts}", re.MULTILINE)
    assert bundled <= set(listed)


def test_a_package_without_a_text_is_not_redistributed(tmp_path):
    with pytest.raises(SetupError, match="npm's package one has no text of its licence in "):
        licences([package(tmp_path, "one", text="")])


def test_it_may_have_that_of_its_repository(tmp_path):
    source = {"repository": {"url": "git+https://example.org/a.git"}}
    one = package(tmp_path, "one", text="", **source)
    package(tmp_path, "three", "Not this.", license="MIT", **source)
    package(tmp_path, "two", "This one.", **source)
    text = licences([one]).decode()
    assert "This one." in text
    assert "Not this." not in text


def test_equal_texts_are_written_once_and_dependencies_are_followed(tmp_path):
    one = package(tmp_path, "one", dependencies={"two": "1", "gone": "1"})
    two = package(tmp_path, "two", dependencies={"@a/three": "1"})
    package(two, "@a/three", "Another.")
    text = licences([one]).decode()
    assert text.count("Free.") == 1
    assert "one 1.0 (ISC)\ntwo 1.0 (ISC)\n\nFree.\n" in text
    assert "@a/three 1.0 (ISC)\n\nAnother.\n" in text


def test_a_package_is_known_by_the_path_of_its_file(tmp_path):
    meta = {
        "outputs": {
            "o.js": {
                "inputs": {
                    "static/js/main.js": {},
                    f"{tmp_path}/node_modules/@a/b/node_modules/c/d/e.js": {},
                    f"{tmp_path}/node_modules/@a/b/f.js": {},
                }
            }
        }
    }
    outer = tmp_path / "node_modules/@a/b"
    assert packages_in(meta) == {outer, outer / "node_modules/c"}
