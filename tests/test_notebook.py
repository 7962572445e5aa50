"""Notebooks: each runs by itself, and finds what the text says."""

import json
import re
import subprocess
import sys

import pytest

from refit.cache import Cache, build_cache
from refit.paths import ROOT
from refit.site import notebook_helpers
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small

ESSAYS = sorted(path.parent for path in (ROOT / "essays").glob("[!_]*/essay.md"))
MENAGERIE = ROOT / "tests" / "site" / "essays" / "menagerie"
# A reader's interpreter: nothing of Refit's, and none of its dependencies but the three.
ALONE = """
import builtins, sys
usual = builtins.__import__
def guarded(name, *rest):
    if name.partition(".")[0] in {"altair", "IPython", "jinja2", "vl_convert", "markdown_it"}:
        raise ImportError(f"a reader has no {name}")
    return usual(name, *rest)
builtins.__import__ = guarded
sys.path[:] = [each for each in sys.path if not each.startswith(ROOT) or "site-packages" in each]
sys.meta_path[:] = [f for f in sys.meta_path if "ditable" not in repr(f)]
for cell in json.load(open(NOTEBOOK, encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), cell["id"], "exec"), globals())
"""


def build(folder, target, cache, config=None):
    """Build an essay's page; return its notebooks."""
    project = Project(folder.parent, config) if config else Project(folder.parent)
    task = BuildTask(project, Names(), target, cache)
    assert list(map(str, task(folder).problems)) == []
    return sorted((target / "essays" / folder.name).glob("*.ipynb"))


def run(notebook):
    """Run a notebook's cells in a fresh interpreter; return its process."""
    given = f"import json\nROOT, NOTEBOOK = {str(ROOT)!r}, {str(notebook)!r}\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", given + ALONE], capture_output=True, text=True, check=False
    )


def cells(notebook, kind):
    found = json.loads(notebook.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


@pytest.mark.slow
@pytest.mark.parametrize("folder", [*ESSAYS, MENAGERIE], ids=lambda folder: folder.name)
def test_the_notebook_of_an_essay_finds_what_its_text_says(folder, tmp_path):
    (notebook,) = build(folder, tmp_path, build_cache())
    done = run(notebook)
    assert done.returncode == 0, done.stderr
    assert re.search(r"All [1-9]\d+ numbers of the text are as they were", done.stdout)
    text = "\n".join(cells(notebook, "markdown"))
    assert "{live}" not in text
    assert ":::" not in text
    assert r"\live" not in text
    assert "](#" not in text
    assert "](essay:" not in text


@pytest.fixture
def small_notebook(tmp_path):
    """Return a function that builds a small essay, and gives its notebook."""

    def make(**files):
        folder = small.write_essay(tmp_path / "essays", "one", **files)
        (notebook,) = build(folder, tmp_path / "dist", Cache())
        return notebook

    return make


def test_it_has_the_form_of_a_notebook(small_notebook):
    notebook = json.loads(small_notebook().read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert cell.keys() == {"id", "cell_type", "metadata", "source"} | code


def test_a_step_has_its_text_and_its_state(small_notebook):
    notebook = small_notebook()
    assert "Now there are 3." in cells(notebook, "markdown")
    step = next(cell for cell in cells(notebook, "code") if "'n': 2" in cell)
    assert "notebook.draw('dots', tables, state)" in step
    assert "('total.n', 'd', '2')" in step
    assert "# Change it, and run this cell again. layout: 'row', 'heap'" in step


def test_a_number_that_differs_is_told_and_ends_the_notebook(small_notebook):
    notebook = small_notebook()
    text = notebook.read_text("utf-8")
    assert "n = math.ceil" in text
    notebook.write_text(text.replace("n = math.ceil", "n = 1 + math.ceil"), "utf-8")
    done = run(notebook)
    assert done.returncode == 1
    assert "2 of 2 numbers differ; the essay was built with numpy==" in done.stderr
    assert "total.n: the text says 2, and it is 3 here" in done.stderr


def test_a_model_may_have_the_names_of_the_notebook_and_files_beside_it(small_notebook, tmp_path):
    folder = tmp_path / "essays" / "one"
    folder.mkdir(parents=True)
    (folder / "some.csv").write_text("4\n", "utf-8")
    (folder / "stage.py").write_text("def tables():\n    return 0\n", "utf-8")
    model = small.MODEL.replace(
        "import math\n",
        "import math\nfrom pathlib import Path\n\nfrom stage import tables\n\n"
        'MORE = int((Path(__file__).parent / "some.csv").read_text())\n\n\n'
        "def notebook():\n    return tables()\n",
    ).replace("n = math.ceil(", "n = MORE - 4 + notebook() + math.ceil(")
    done = run(small_notebook(model=model))
    assert done.returncode == 0, done.stderr
    assert "All 2 numbers" in done.stdout


def test_a_page_links_its_notebook(small_notebook):
    notebook = small_notebook()
    page = (notebook.parent / "index.html").read_text("utf-8")
    assert f'<a href="{notebook.name}" download="one.ipynb">' in page


@pytest.fixture
def helpers(monkeypatch):
    """The helpers of a notebook in which nothing was run."""
    monkeypatch.setattr(notebook_helpers, "verdicts", {})
    return notebook_helpers


def test_what_a_cell_finds_when_it_is_run_again_is_what_counts(helpers, capsys):
    said = [("total.n", "d", "2"), ("total.n", ".1f", "2.0")]
    helpers.check({"total": {"n": [3.0]}}, "dots in cell 4", said)
    with pytest.raises(AssertionError, match="2 of 2 numbers differ"):
        helpers.finish("numpy==1")
    for _ in range(2):
        helpers.check({"total": {"n": [2.0]}}, "dots in cell 4", said)
    helpers.check({"total": {"n": [2.0]}}, "dots in cell 5", said[:1])
    helpers.finish("numpy==1")
    assert "All 3 numbers of the text" in capsys.readouterr().out


# ── its text ─────────────────────────────────────────────────────────────────────────────────────

TEXT = r"""
See `[^a]`, [@knuth, p. 5] and @knuth [p. 21].[^a] It is^[Or {live}`dots/total.n | d`.] so.

Here is `{live}` and [a word](#here), [more of
it](essay:one), [a file](model.py), [the web](https://example.org/).

:::{definition} "here"
What is here.
:::

[^a]: A note with $x$.

| a | b |
|---|---|
| {live}`dots/total.n | d` | {live}`dots/total.n \| .1f` |

::::{quiz} guess answer="dots/total.n | d" min=0 max=5 step=1
How many?

:::{answer}
So many.
:::
::::

"""
BIB = "@book{knuth, author={Donald Knuth}, title={The {TeX}book}, year={1984}, publisher={P}}"


@pytest.fixture
def essay_text(tmp_path):
    """Return a function that builds an essay with a text, and gives the prose of its notebook."""

    def write(text=TEXT, front=small.FRONT, **settings):
        folder = small.write_essay(tmp_path / "essays", "one", small.SCENE + text, front)
        (folder / "refs.bib").write_text(BIB, "utf-8")
        config = tmp_path / "site.toml"
        config.write_text("".join(f'{k} = "{v}"\n' for k, v in settings.items()), "utf-8")
        (notebook,) = build(folder, tmp_path / f"dist-{len(settings)}", Cache(), config)
        assert run(notebook).returncode == 0
        return "\n\n".join(cells(notebook, "markdown"))

    return write


def test_roles_citations_and_notes_are_words_and_code_stays(essay_text):
    text = essay_text()
    assert "See `[^a]`, (Knuth, 1984, p. 5) and Knuth (1984, p. 21).<sup>1</sup>" in text
    assert "It is<sup>2</sup> so." in text
    assert "| 2 | 2.0 |" in text
    assert "Here is `{live}` and" in text
    assert "1. A note with $x$.\n\n2. Or 2." in text
    assert "- Knuth, D. (1984). *The TeXbook*. P." in text


def test_links_lead_where_somebody_knows_it(essay_text):
    unknown, known = essay_text(), essay_text(site_url="https://a.org/b/")
    assert "a word, more of\nit, a file, [the web](https://example.org/)." in unknown
    own = "https://a.org/b/essays/one/"
    assert f"[a word]({own}#here), [more of\nit]({own}index.html), [a file]({own}model" in known


def test_a_notebook_speaks_the_language_of_its_essay(essay_text):
    text = essay_text(front=small.FRONT.replace("summary", "lang: de\nsummary", 1))
    german = json.loads((ROOT / "static" / "words" / "de.json").read_text("utf-8"))
    assert f"## {german['notebook']['model']}" in text
    assert german["quiz"]["kind"] in text
    english = json.loads((ROOT / "static" / "words" / "en.json").read_text("utf-8"))
    assert all(word not in text for word in english["notebook"].values())
