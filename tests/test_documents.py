"""Documents: they name what there is, and lead where they say."""

import re
from urllib.parse import unquote

import pytest

from refit import kit
from refit.essay import reading
from refit.gallery import contributing
from refit.page.renderer import DIRECTIVES, ROLES
from refit.paths import ROOT
from refit.runtime.install import VARIANTS
from refit.site.config import KEYS

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("refit/**/*.md")])
INSIDE = {"step", "alt"}  # of a scene; it renders them


def read(name):
    return (ROOT / name).read_text("utf-8")


def table(heading):
    """Return the last cell of each row below a heading of CONTRIBUTING, by the first."""
    return {name: row[-1].strip() for name, row in contributing.table(heading).items()}


def test_contributing_shows_every_directive_and_no_other():
    rows = table("Directives")
    assert set(rows) == set(DIRECTIVES) | INSIDE
    for name, example in rows.items():
        assert f":::{{{name}}}" in example


def test_contributing_shows_every_role_and_no_other():
    rows = table("Roles")
    assert set(rows) == set(ROLES)
    for name, example in rows.items():
        assert f"{{{name}}}`" in example


def test_contributing_says_how_to_do_what_each_scene_of_the_workshop_shows():
    part = contributing.part("How do I …")
    rows = [line.split("|") for line in part.splitlines() if line.startswith("| ")][1:]
    scenes = reading.load(ROOT / "tests/site/essays/workshop").scenes
    assert {row[-2].strip(" `") for row in rows} == set(scenes)
    named = {name for row in rows for name in re.findall(r"kit\.(\w+)", row[2])}
    assert named
    assert named <= set(kit.__all__)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_relative_links_lead_somewhere(file):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", file.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            path, _, place = target.partition("#")
            assert (file.parent / unquote(path)).exists(), target
            assert not place or path, target


def test_the_readme_tells_every_setting():
    assert all(f"`{key}`" in read("README.md") for key in KEYS)


@pytest.mark.parametrize("name", ["README.md", "docs/runtime.md"])
def test_every_variant_of_the_runtime_is_told(name):
    assert all(f"`{variant}`" in read(name) for variant in VARIANTS)


def test_the_map_names_every_folder_of_code_and_every_module_beside_them():
    blocks = re.findall(r"^```\n(.*?)^```", read("ARCHITECTURE.md"), re.DOTALL | re.MULTILINE)
    [drawn] = [block for block in blocks if "refit/" in block]
    modules = {file.stem for file in (ROOT / "refit").glob("[a-z]*.py")}
    assert modules - set(re.findall(r"\w+", drawn)) == set()
    code = [*(ROOT / "refit").rglob("*.py"), *(ROOT / "static" / "js").rglob("*.js")]
    folders = {file.parent.name for file in code}
    assert folders - set(re.findall(r"[\w-]+(?=/)", drawn)) == set()
