"""The build: what its shared parts depend on, and how much of Vega it ships."""

import pytest

from refit.cache import Cache
from refit.paths import ROOT
from refit.site import assets
from refit.site.build import SiteBuilder
from refit.site.last_build import BuildRecord, Part
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small


@pytest.fixture
def builder(tmp_path):
    """Return a function that begins a build of one essay."""
    small.write_essay(tmp_path / "essays", "one")

    def begin(**options):
        project = Project(tmp_path / "essays", tmp_path / "site.toml", **options)
        return SiteBuilder(project, tmp_path / "dist", lambda _: None, Cache(), draft=True)

    return begin


def test_a_package_that_was_changed_after_its_installation_is_noticed(tmp_path, builder):
    modules = tmp_path / "node_modules"
    (modules / "vega").mkdir(parents=True)
    (modules / ".package-lock.json").write_text("{}")
    (modules / "vega/index.js").write_text("good")
    key = builder(node_modules=modules).shared_keys["assets"]
    assert builder(node_modules=modules).shared_keys["assets"] == key
    (modules / "vega/index.js").write_text("changed")
    assert builder(node_modules=modules).shared_keys["assets"] != key


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("used", [[True, False], [False, False]])
def test_all_of_vega_is_in_the_site_if_an_essay_uses_it(tmp_path, builder, there, used):
    folder = tmp_path / "vega-1"
    folder.mkdir()
    if there:
        (folder / assets.FULL).write_text("// all of it")
    build = builder()
    build.record = BuildRecord(
        {f"essay {i}": Part("", {"full": each}) for i, each in enumerate(used)}
    )
    build.keep_vega(folder)
    assert (folder / assets.FULL).exists() == any(used)
    if any(used):
        assert (folder / assets.FULL).stat().st_size > (100 if not there else 0)


@pytest.mark.parametrize(
    ("change", "uses"), [("", False), (".transform_regression('x', 'y')", True)]
)
def test_an_essay_tells_whether_it_uses_all_of_vega(tmp_path, change, uses):
    figures = small.FIGURES.replace(".mark_point()", f".mark_point(){change}")
    folder = small.write_essay(tmp_path / "essays", "one", figures=figures)
    outcome = BuildTask(Project(folder.parent), Names(), tmp_path / "dist", Cache())(folder)
    assert (outcome.problems, outcome.uses_full_vega) == ([], uses)
    page = (tmp_path / "dist/essays/one/index.html").read_text()
    assert f"vega/{assets.FULL if uses else assets.CORE}" in page


def test_the_licence_of_what_is_ours_is_in_the_site(tmp_path):
    own = assets.write_assets(ROOT / "static", ROOT / "node_modules", tmp_path, "")
    assert (tmp_path / own.app / "licence.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()
    for folder in (own.app, own.vega):
        assert (tmp_path / folder / "licences.txt").stat().st_size > 1000
