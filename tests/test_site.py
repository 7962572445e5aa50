"""Sites: the same bytes wherever they are built, nothing lost on failure, and pages that hold."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import altair as alt
import pytest
import vl_convert

from refit.errors import SetupError
from refit.essay.markup import Directive, walk
from refit.essay.reading import load
from refit.figures.charts import Figure, draw
from refit.numbers import format_number
from refit.site.assets import FRAME, FULL, POLICY
from refit.site.build import build
from refit.site.output import mark
from refit.site.project import Project
from refit.tables import as_tables
from tests.built import Page

ROOT = Path(__file__).resolve().parent.parent
SLUGS = sorted(file.parent.name for file in (ROOT / "essays").glob("[a-z]*/essay.md"))


PAIR = ("precision-recall", "roc-auc")  # the second links to the first


def build_two(root, slugs, *options):
    """Build essays twice at once: from two folders, at two times, with two hash seeds.

    The second build has the options. Return both sites.
    """
    built, running = [], []
    for seed, age, given in [("1", 0, []), ("2", 10**8, options)]:
        folder, ignored = root / f"root{seed}", shutil.ignore_patterns("__pycache__")
        for slug in slugs:
            shutil.copytree(ROOT / "essays" / slug, folder / "essays" / slug, ignore=ignored)
        for file in (folder / "essays").rglob("*"):
            os.utime(file, (10**9 + age, 10**9 + age))
        dist = folder / "out" / "site"
        dist.mkdir(parents=True)
        (dist / "stale.html").write_text("of an older build")
        mark(dist, ["stale.html"])
        command = [sys.executable, ROOT / "build.py", "build", *given]
        command += ["--essays", folder / "essays", "--out", dist]
        running.append(subprocess.Popen(command, env=os.environ | {"PYTHONHASHSEED": seed}))
        built.append(dist)
    assert [process.wait(timeout=1800) for process in running] == [0, 0]
    return built


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Build all essays twice; what an earlier build has computed, both may take from the cache."""
    return build_two(tmp_path_factory.mktemp("all"), SLUGS)


@pytest.fixture(scope="module")
def site(sites):
    return sites[0]


@pytest.fixture(scope="module")
def pages(site):
    return [Page(file) for file in sorted(site.rglob("*.html")) if file.name != FRAME]


@pytest.fixture(scope="module", params=SLUGS)
def essay(request, site):
    """Return an essay, its page, and what it gives the page's script."""
    page = Page(site / "essays" / request.param / "index.html")
    (data,) = page.all("script", type="application/json")
    return load(ROOT / "essays" / request.param), page, json.loads(data["text"])


def contents(folder):
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


# ── building ─────────────────────────────────────────────────────────────────────────────────────


def assert_same_bytes(sites):
    one, other = map(contents, sites)
    assert sorted(one) == sorted(other)
    assert {name for name in one if one[name] != other[name]} == set()
    assert len(one) > 20


def test_two_builds_in_two_folders_give_the_same_bytes(sites):
    assert_same_bytes(sites)


def test_what_is_computed_anew_gives_the_same_bytes(tmp_path):
    """Of two essays only, since for all of them it takes minutes."""
    assert_same_bytes(build_two(tmp_path, PAIR, "--fresh"))


def test_a_build_takes_the_place_of_the_last_and_leaves_nothing_else(site):
    assert not (site / "stale.html").exists()
    assert [file.name for file in site.parent.iterdir()] == ["site"]


def test_every_essay_has_a_page_and_the_index_names_it(site, pages):
    (index,) = [page for page in pages if page.file == site / "index.html"]
    links = {link.get("href") for link in index.all("a")}
    for slug in SLUGS:
        assert f"essays/{slug}/index.html" in links


@pytest.fixture
def last_good(tmp_path):
    """Return a folder that stands for the last good site."""
    dist = tmp_path / "out" / "dist"
    dist.mkdir(parents=True)
    (dist / "index.html").write_text("the last good one")
    mark(dist, ["index.html"])
    return dist


def assert_untouched(dist):
    assert sorted(contents(dist)) == [".refit", "index.html"]
    assert (dist / "index.html").read_text() == "the last good one"
    assert [file.name for file in dist.parent.iterdir()] == ["dist"]


def test_a_machine_without_vega_is_told_what_to_do(tmp_path, last_good):
    with pytest.raises(SetupError, match="npm ci"):
        build(Project(node_modules=tmp_path / "nowhere"), last_good)
    assert_untouched(last_good)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────


def test_every_page_has_the_content_policy_before_anything_it_rules(pages):
    for page in pages:
        (policy,) = page.all("meta", http_equiv="Content-Security-Policy")
        assert policy["content"] == POLICY
        assert [element["tag"] for element in policy["around"]] == ["html", "head"]
        before = page.elements[: page.elements.index(policy)]
        assert not {"script", "link", "style"} & {element["tag"] for element in before}


def test_the_content_policy_allows_this_site_and_nothing_else():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules.pop("img-src") == "'self' blob:"  # of pictures that the page's own script draws
    assert set(rules.values()) == {"'none'", "'self'"}
    assert rules["script-src"] == rules["style-src"] == rules["worker-src"] == "'self'"


def test_no_page_has_a_script_or_a_style_of_its_own(pages):
    for page in pages:
        for element in page.elements:
            assert element["tag"] != "style", page.file
            assert not {name for name in element if name == "style" or name.startswith("on")}
        for script in page.all("script"):
            is_data = script.get("type") in ("application/json", "application/ld+json")
            assert ("src" in script) != is_data


def test_every_address_in_a_page_is_relative_and_leads_somewhere(site, pages):
    ids = {page.file: [e["id"] for e in page.elements if "id" in e] for page in pages}
    for page in pages:
        assert len(ids[page.file]) == len(set(ids[page.file])), f"{page.file} has an id twice"
        if page.file == site / "404.html":
            continue  # it is served at other addresses than its own: see test_pages.py
        for element in page.elements:
            for name in {"href", "src", "data", "poster"} & element.keys():
                parts = urlsplit(element[name])
                where = f"{page.file}: {element[name]}"
                if element["tag"] == "a" and parts.scheme == "https":
                    continue  # out of the site
                assert not parts.scheme, where
                assert not parts.netloc, where
                assert not parts.path.startswith("/"), where
                target = (page.file.parent / parts.path).resolve() if parts.path else page.file
                assert target.is_file(), where
                assert target.is_relative_to(site), where
                if parts.fragment:
                    assert unquote(parts.fragment) in ids[target], where


def test_everything_the_script_loads_is_there(essay):
    _, page, data = essay
    addresses = [data["worker"], data["vega"], *data["python"].values()]
    addresses += [scene["data"] for scene in data["scenes"].values()]
    addresses += [data["runtime"]["folder"] + "manifest.json"]
    for address in addresses:
        assert (page.file.parent / address).is_file(), address


def test_the_script_gets_every_scene_with_its_steps(essay):
    source, page, data = essay
    assert list(data["scenes"]) == list(source.scenes)
    for scene in source.scenes.values():
        given = data["scenes"][scene.id]
        assert given["defaults"] == scene.defaults
        assert given["steps"] == [step.overrides for step in scene.steps]
        stored = json.loads((page.file.parent / given["data"]).read_text("utf-8"))
        assert len(stored["tables"]["steps"]) == len(scene.steps)


def test_every_file_a_style_sheet_names_is_there(site):
    for sheet in site.rglob("*.css"):
        for address in re.findall(r"url\(['\"]?([^'\")]+)", sheet.read_text("utf-8")):
            assert address.startswith(("#", "data:")) or (sheet.parent / address).is_file()


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def test_every_step_has_a_picture_and_the_page_shows_those_after_the_first(essay):
    source, page, _ = essay
    shown = {image["src"] for image in page.all("img")}
    for scene in source.scenes.values():
        for i, step in enumerate(scene.steps):
            (picture,) = page.file.parent.glob(f"{step.id}.*.svg")
            assert i == 0 or picture.name in shown


def test_pictures_are_well_formed_and_need_nothing_from_elsewhere(essay):
    source, page, _ = essay
    pictures = sorted(page.file.parent.glob("*.svg"))
    assert len(pictures) >= sum(len(scene.steps) for scene in source.scenes.values())
    for picture in pictures:
        text = picture.read_text("utf-8")
        tree = ElementTree.fromstring(text)
        assert tree.tag == "{http://www.w3.org/2000/svg}svg"
        assert not re.search(r"(?<!xmlns=\")https?:|url\((?!#)|@import|javascript:", text)
        marks = 0
        for element in tree.iter():
            name = element.tag.rpartition("}")[2]
            assert name not in {"script", "foreignObject", "iframe"}
            assert not [a for a in element.keys() if a.startswith("on")]  # noqa: SIM118
            links = [v for a, v in element.items() if a.rpartition("}")[2] == "href"]
            own = "data:image/png;base64," if name == "image" else "#"  # a raster, or a part
            assert all(link.startswith(own) for link in links)
            marks += name in {"path", "use", "text", "line", "rect", "circle"}
        assert marks > 5


def test_a_clipped_figure_is_drawn_the_same_twice_with_ids_of_its_own():
    """Vega counts clip paths through the whole process."""
    data = alt.Data(values=[{"x": 1}, {"x": 2}])
    chart = alt.Chart(data).mark_line(clip=True).encode(x="x:Q", y="x:Q")
    spec = vl_convert.vegalite_to_vega(chart.to_dict())
    figure = Figure(spec)
    once, again = draw(figure, {}, "dots-wide"), draw(figure, {}, "dots-wide")
    assert once == again
    assert 'id="dots-wide-clip0"' in once
    assert "url(#dots-wide-clip0)" in once


def test_vega_at_build_is_vega_in_the_browser():
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert vl_convert.get_vega_version() == package["dependencies"]["vega"]
    installed = json.loads((ROOT / "node_modules/vega/package.json").read_text("utf-8"))
    assert installed["version"] == package["dependencies"]["vega"]


# ── numbers in the prose ─────────────────────────────────────────────────────────────────────────


def state_around(element, source, scene):
    """Return the state that a number speaks of: its quiz's, its step's, or the first step's."""
    around = element["around"]
    if any(outer.get("class") == "quiz-answer" for outer in around):
        [name] = [outer["id"] for outer in around if "data-quiz" in outer]
        quizzes = (each for each in walk(source.document.nodes) if isinstance(each, Directive))
        [quiz] = [each for each in quizzes if each.name == "quiz" and each.arguments == [name]]
        if "state" in quiz.options and quiz.options["answer"].startswith(f"{scene.id}/"):
            return scene.defaults | quiz.options["state"]
    for outer in around:
        if "data-step" in outer and outer.get("id", "").startswith(f"{scene.id}-"):
            return scene.steps[int(outer["data-step"]) - 1].state
    return scene.steps[0].state


def value_at(place, tables):
    name, key, column = re.fullmatch(r"(\w+)(?:\[(.+)\])?\.(\w+)", place).groups()
    table = tables[name]
    keys = [k if isinstance(k, str) else f"{k:g}" for k in table.get("key", [])]
    return table[column][keys.index(key) if key else 0]


def last(result):
    return result if isinstance(result, dict) else list(result)[-1]


def test_every_number_in_the_prose_is_what_the_model_gives(essay):
    source, page, _ = essay
    numbers = page.all("span", **{"class": "live"})
    assert len(numbers) >= 1
    for number in numbers:
        scene = source.scenes[number["data-of"]]
        function = getattr(source.model, scene.function)
        tables = as_tables(last(function(state_around(number, source, scene))))
        value = value_at(number["data-live"], tables)
        spec = number.get("data-format")
        assert number["text"] == (format_number(value, spec) if spec else value)


def test_no_role_is_left_in_a_page(pages):
    for page in pages:
        texts = [e["text"] for e in page.all("main")]
        assert not [text for text in texts if re.search(r"\{[a-z-]+\}`|:::", text)]


def test_a_folders_name_vouches_for_its_manifest_and_it_for_every_file(site):
    for folder in [*site.glob("app-*"), *site.glob("vega-*")]:
        content = (folder / "manifest.json").read_bytes()
        assert folder.name.endswith(f"-{hashlib.sha256(content).hexdigest()[:12]}")
        files = json.loads(content)["files"]
        there = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        assert there <= files.keys() | {"manifest.json"}
        assert files.keys() - there <= {FULL}  # which no page of the site needs
        for name, entry in files.items():
            if name not in there:
                continue
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            assert entry == {"sha256": found}, name
