"""``stage.py`` and ``refit.layouts``: they go wherever the model goes, and nothing else does."""

import json
from dataclasses import replace

import pytest

from refit.cache import Cache
from refit.errors import AuthorError, lines_of
from refit.essay import author_code
from refit.essay.author_code import import_file
from refit.essay.data_files import data_files
from refit.essay.reading import load
from refit.model import results
from refit.paths import PACKAGE
from refit.runtime.imports import check_imports
from refit.runtime.install import find_tracer
from refit.runtime.model_runs import read_runs
from refit.site import agreement
from refit.site.essay_scene import warm_key
from tests import small
from tests.built import build_page

STAGE = """\
from dataclasses import dataclass

import numpy as np

from refit.layouts import pack_disc, tidy_tree


@dataclass
class Heap:
    radius: float


def stand(n, layout):
    if layout == "heap":
        return pack_disc(n, Heap(2.0).radius)
    nodes = np.arange(n)
    left, right = 2 * nodes + 1, 2 * nodes + 2
    return tidy_tree(np.where(left < n, left, -1), np.where(right < n, right, -1))
"""
MODEL = small.MODEL.replace("import math\n", "import math\n\nfrom stage import stand\n").replace(
    '    y = [1.0 * state["high"]] * n\n', '    x, y = stand(n, state["layout"])\n'
).replace("list(range(n))", "x")  # fmt: skip


@pytest.fixture
def staged(tmp_path):
    """Return a function that writes the small essay with a stage; it returns the folder."""

    def write(stage=STAGE, model=MODEL, slug="one"):
        folder = small.write_essay(tmp_path / "essays", slug, model=model)
        (folder / "stage.py").write_text(stage, "utf-8")
        return folder

    return write


def computed(folder, cache=None):
    essay = load(folder, cache)
    scene = essay.scenes["dots"]
    return results.tables_of(essay, scene, scene.steps[1].state)


def told(folder):
    """Return the mistake that computing the small essay tells."""
    with pytest.raises(AuthorError) as error:
        computed(folder)
    (line,) = lines_of(error.value)
    return line.split("/one/")[1]


# ── at build ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "name"), [("from stage import stand", "stand"), ("import stage", "stage.stand")]
)
def test_a_model_imports_its_stage_at_its_head_or_in_a_function(staged, before, name):
    call = f'    x, y = {name}(n, state["layout"])\n'
    head = MODEL.replace("from stage import stand", before)
    at_head = staged(model=head.replace('    x, y = stand(n, state["layout"])\n', call))
    assert computed(at_head)["points"]["x"].tolist() == [0.5, 0, 1]
    inside = MODEL.replace("from stage import stand\n", "").replace(
        '    x, y = stand(n, state["layout"])\n', f"    {before}\n{call}"
    )
    assert computed(staged(model=inside))["points"]["x"].tolist() == [0.5, 0, 1]


def test_each_model_has_the_stage_beside_it_and_no_other(staged, tmp_path):
    one = staged()
    two = staged(STAGE.replace("left, right = ", "right, left = "), slug="two")
    three = small.write_essay(tmp_path / "essays", "three", model=MODEL)
    models = [
        import_file(folder / "model.py", f"refit_test.stage_{folder.name}") for folder in (one, two)
    ]
    assert [model.stand(3, "tree")[0].tolist() for model in models] == [[0.5, 0, 1], [0.5, 1, 0]]
    with pytest.raises(AuthorError, match=r"No module named 'stage'") as error:
        import_file(three / "model.py", "refit_test.stage_three")
    assert error.value.line == 3


def test_a_stage_is_imported_once(staged):
    count = "import stage\n\nstage.times = getattr(stage, 'times', 0) + 1\n"
    folder = staged(model=MODEL + f"\n\n{count}\n\n{count}")
    assert import_file(folder / "model.py", "refit_test.stage_once").stage.times == 2


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    nodes = np.arange(n)", "    1 / 0", "stage.py:16: ZeroDivisionError: division by "),
        ("import numpy as np", "1 / 0", "stage.py:3: ZeroDivisionError: division by zero; mend `1"),
        ("import numpy as np", "1 +", "stage.py:3: SyntaxError: invalid syntax"),
        ("import numpy as np", "import no_such", "stage.py:3: ModuleNotFoundError: No module na"),
        ("import numpy as np", "import model", "stage.py:3: ModuleNotFoundError: No module named"),
        (
            "    nodes = ",
            "    open('d')\n    nodes = ",
            "stage.py:16: 'd' is looked for where",
        ),
        (
            "    nodes = ",
            "    import os; os.system('true')\n    nodes = ",
            "stage.py:16: a browser has no other processes; compute it here",
        ),
        (
            "    nodes = ",
            "    left, right = [1], [1]\n    return tidy_tree(left, right)\n    nodes = ",
            "stage.py:17: ValueError: node 1 is no node, or the child of two; give one tree; mend",
        ),
    ],
)
def test_a_mistake_in_a_stage_is_told_with_its_file_and_line(staged, old, new, line):
    assert told(staged(STAGE.replace(old, new))).startswith(line)


def test_a_mistake_of_the_model_is_told_as_the_models(staged):
    folder = staged(model=MODEL.replace("stand(n,", "stand(n, n,"))
    assert told(folder).startswith("model.py:10: TypeError: stand() takes 2 positional arguments")


def test_an_endless_stage_is_ended(staged):
    folder = staged(STAGE.replace("    nodes = ", "    while True:\n        pass\n    nodes = "))
    small.edit(folder / "essay.md", "summary", "time_limit: 1\nsummary")
    assert told(folder).startswith("model.py:8: one computation takes longer than 1 s")


def test_an_endless_import_is_ended_too(staged, monkeypatch):
    monkeypatch.setattr(author_code, "IMPORT", 1)
    folder = staged("x = 1\nwhile True:\n    x += 1\n")
    assert told(folder).startswith(("stage.py:2: importing this takes", "stage.py:3: importing th"))


def test_a_change_of_the_stage_is_a_change_of_all_that_comes_of_it(staged, tmp_path):
    cache = Cache(tmp_path / "cache")
    folder = staged()
    first = computed(folder, cache), read_runs(folder, cache), warm_key(folder)
    assert computed(folder, cache)["points"]["x"].tolist() == first[0]["points"]["x"].tolist()
    staged(STAGE.replace("left, right = ", "right, left = "))
    second = computed(folder, cache), read_runs(folder, cache), warm_key(folder)
    assert second[0]["points"]["x"].tolist() == [0.5, 1, 0]
    assert second[1].sources["stage.py"] != first[1].sources["stage.py"]
    assert second[2] != first[2]


def test_data_that_only_the_stage_reads_travels_too(staged):
    folder = staged(f'{STAGE}\n\nNAMES = "names.txt"\n')
    (folder / "names.txt").write_text("a b")
    assert data_files(folder) == ["names.txt"]


# ── what else is refused ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("file", "source", "problem", "remedy"),
    [
        ("model.py", "import helpers", "helpers.py does not travel with model.py", "move the code"),
        ("stage.py", "import helpers", "helpers.py does not travel with model.py", "move the code"),
        ("stage.py", "from model import f", "stage.py cannot import model.py", "let model.py imp"),
        ("stage.py", "import stage", "stage.py cannot import stage.py", "let model.py import"),
        ("model.py", "import model", "model.py cannot import model.py", "let model.py import"),
        ("stage.py", "import pandas", "pandas cannot be imported in the browser", "a model has"),
        ("stage.py", "from refit import cache", "refit.cache does not travel with", "of Refit, "),
    ],
)
def test_other_files_are_refused_with_what_to_do(staged, file, source, problem, remedy):
    folder = staged(source, model=source)
    (folder / "helpers.py").touch()
    (found,) = check_imports(folder / file)
    assert found.problem.startswith(problem)
    assert found.remedy.startswith(remedy)
    assert (found.file, found.line) == (folder / file, 1)


def test_without_a_stage_its_import_is_told_with_what_to_do(tmp_path):
    folder = small.write_essay(tmp_path, "one", model=MODEL)
    (found,) = check_imports(folder / "model.py")
    assert str(found).endswith("model.py:3: there is no stage.py beside model.py; write it")


# ── in the page, and in the browser's Python ─────────────────────────────────────────────────────


def test_a_page_names_the_python_that_its_model_needs(tmp_path, staged):
    plain = build_page(tmp_path / "plain", small.SCENE)
    (data,) = plain.all("script", type="application/json")
    python = json.loads(data["text"])["python"]
    assert list(python) == ["tables", "model"]
    folder = staged()
    page = build_page(tmp_path, small.SCENE, model=MODEL)
    (data,) = page.all("script", type="application/json")
    python = json.loads(data["text"])["python"]
    assert list(python) == ["tables", "model", "stage", "refit/layouts"]
    shipped = page.file.parent / python["stage"]
    assert shipped.read_text("utf-8") == (folder / "stage.py").read_text("utf-8")
    assert python["refit/layouts"].endswith("app/py/layouts.py")


@pytest.fixture(scope="module")
def tracer():
    return find_tracer(Cache())


def test_the_stage_and_the_layouts_give_the_same_in_the_browsers_python(staged, tracer, tmp_path):
    agreement.require([staged()], tracer, Cache(tmp_path / "cache"))
    model = read_runs(tmp_path / "essays/one", Cache())
    assert list(model.sources) == ["model.py", "stage.py", "refit/layouts.py"]
    assert model.sources["refit/layouts.py"] == (PACKAGE / "layouts.py").read_text("utf-8")
    other = replace(model, sources=model.sources | {"stage.py": "1 / 0"})
    assert "ZeroDivisionError" in tracer.ask(other)[0].failure


def test_a_stage_that_fails_in_the_browser_alone_is_told_with_its_line(staged, tracer, tmp_path):
    broken = "    import sys; assert sys.platform != 'emscripten'\n    nodes = "
    folder = staged(STAGE.replace("    nodes = ", broken))
    with pytest.raises(AuthorError) as error:
        agreement.require([folder], tracer, Cache(tmp_path / "cache"))
    (line,) = lines_of(error.value)
    assert line.split("/one/")[1].startswith("stage.py:16: fails in the browser's Python: Asserti")
