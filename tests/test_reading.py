"""Essays: every mistake in a folder is told with its file, its line and what to write instead."""

import pytest

from refit.errors import AuthorError
from refit.essay.reading import load
from refit.figures.charts import compile_figure

FRONT = "---\ntitle: T\nsummary: S\n---\n"
ALT = ":::{alt}\nDots.\n:::\n"
STEP = ":::{step}\nText.\n:::\n"
SCENE = f"::::{{scene}} dots\n{ALT}{STEP}::::\n"
MODEL = """\
STATES = {"dots": {"n": 3, "layout": "row"}, "one_more": {}}


def dots(state):
    return {"points": {"x": list(range(state["n"]))}}


def one_more(state):
    return {}
"""
FIGURES = """\
import altair as alt


def dots(narrow):
    return alt.Chart(alt.NamedData("points")).mark_point().encode(x="x:Q")
"""


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes an essay, sound but for what is given."""

    def write(text=SCENE, front=FRONT, model=MODEL, figures=FIGURES, slug="some-dots"):
        essay = tmp_path / slug
        essay.mkdir(exist_ok=True)
        for name, content in [
            ("essay.md", front + text),
            ("model.py", model),
            ("figures.py", figures),
        ]:
            (essay / name).write_text(content, "utf-8")
        return essay

    return write


def refusal(act, *arguments):
    """Return the error, having checked that it reads ``file:line: problem; remedy``."""
    with pytest.raises(AuthorError) as caught:
        act(*arguments)
    error = caught.value
    line = "" if error.line is None else f":{error.line}"
    assert str(error).startswith(f"{error.file}{line}: {error.problem}")
    assert error.remedy
    return error


# ── a sound essay ────────────────────────────────────────────────────────────────────────────────


def test_an_essay_is_read(folder):
    text = SCENE.replace("{step}", "{step} n=5") + "\nMore.\n"
    essay = load(folder(text, FRONT.replace("---\n", "---\norder: 2\ntime_limit: 5\n", 1)))
    assert (essay.slug, essay.title, essay.summary) == ("some-dots", "T", "S")
    assert (essay.order, essay.time_limit) == (2, 5)
    (step,) = essay.scenes["dots"].steps
    assert (step.id, step.overrides) == ("dots-1", {"n": 5})
    assert step.state == {"n": 5, "layout": "row"}


def test_an_essay_without_an_order_comes_last(folder):
    assert load(folder()).order > 10**9


def test_a_steps_state_leaves_the_default_alone(folder):
    text = SCENE.replace(STEP, ":::{step} n=5\n:::\n:::{step}\n:::\n")
    first, second = load(folder(text)).scenes["dots"].steps
    assert (first.state["n"], second.state["n"]) == (5, 3)


def test_two_essays_keep_their_models_apart(folder):
    one = load(folder(slug="one"))
    two = load(folder(slug="two", model=MODEL.replace('"n": 3', '"n": 4')))
    assert one.model.STATES["dots"]["n"] == 3
    assert two.model.STATES["dots"]["n"] == 4


def test_a_scenes_hyphen_is_an_underscore_in_python(folder):
    text = SCENE.replace("{scene} dots", "{scene} one-more")
    assert load(folder(text)).scenes["one-more"].function == "one_more"


def test_two_scenes_may_share_a_function(folder):
    text = SCENE + SCENE.replace("{scene} dots", "{scene} again model=dots")
    assert [scene.function for scene in load(folder(text)).scenes.values()] == ["dots", "dots"]


# ── the folder ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("slug", ["Some-Dots", "some_dots", "some dots", "-dots", "dots-", "döts"])
def test_a_folder_whose_name_is_no_slug_is_refused(folder, slug):
    assert "is no slug" in refusal(load, folder(slug=slug)).problem


# ── front matter ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("---\nsummary: S\n---\n", 1, "the front matter has no title"),
        ("---\ntitle: T\n---\n", 1, "the front matter has no summary"),
        ("", 1, "the front matter has no title"),
        ("---\ntitle: T\nsummary: S\ntittle: U\n---\n", 4, "unknown key 'tittle'"),
        ("---\ntitle: 7\nsummary: S\n---\n", 2, "title is int, not str"),
        ("---\ntitle: T\nsummary: S\norder: first\n---\n", 4, "order is str, not int"),
        ("---\ntitle: T\nsummary: S\n\ntags: one\n---\n", 5, "tags is str, not list"),
        ("---\ntitle: T\nsummary: [S]\n---\n", 3, "summary is list, not str"),
        ("---\ntitle: T\nsummary: S\ndate: May\n---\n", 4, "date is str, not date"),
        (
            "---\ntitle: T\nsummary: S\ndate: 2026-11-20 10:00:00\n---\n",
            4,
            "date is datetime, not date",
        ),
        (
            "---\ntitle: T\nsummary: S\nauthors: ['{A', B]\n---\n",
            4,
            "authors holds braces that are not around the name of a group",
        ),
    ],
)
def test_front_matter_is_refused_at_its_line(folder, front, line, words):
    error = refusal(load, folder(front=front))
    assert (error.line, error.problem) == (line, words)


# ── scenes and steps ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (STEP, 1, "{step} stands outside a scene"),
        (ALT, 1, "{alt} stands outside a scene"),
        (SCENE + "\n" + STEP, 10, "{step} stands outside a scene"),
        (f"::::{{aside}} T\n{STEP}::::\n", 2, "{step} stands outside a scene"),
        (f"::::{{scene}}\n{ALT}{STEP}::::\n", 1, "a scene needs a name"),
        (f"::::{{scene}} Two Words\n{ALT}{STEP}::::\n", 1, "a scene needs a name"),
        (f"::::{{scene}} dots\n{STEP}::::\n", 1, "figure of scene 'dots' has no text alternative"),
        (f"::::{{scene}} dots\n{ALT}::::\n", 1, "scene 'dots' has no step"),
        (f"::::{{scene}} dots\n{ALT}{STEP}loose\n::::\n", 1, "a scene holds prose outside"),
        (f"::::{{scene}} dots\n{ALT}:::{{aside}} T\n:::\n{STEP}::::\n", 5, "cannot stand directly"),
        (f"{SCENE}\n{SCENE}", 10, "there are two scenes 'dots'"),
        (SCENE.replace("} dots", "} dogs"), 1, "model.py has no scene 'dogs'"),
        (SCENE.replace("} dots", "} dots model=cats"), 1, "model.py has no scene 'cats'"),
        (SCENE.replace("{step}", "{step} m=2"), 5, "the state of scene 'dots' has no key 'm'"),
    ],
)
def test_a_scene_is_refused_at_its_line(folder, text, line, words):
    essay = folder(text)
    error = refusal(load, essay)
    assert (error.file, error.line) == (essay / "essay.md", line + FRONT.count("\n"))
    assert words in error.problem


BUTTON = ":::{button} resample key=n"
SLIDER = ':::{slider} n min=0 max=1 step=0.5 label="N" format=.1f'
TOGGLE = ":::{toggle} n label=N"
SELECT = ':::{select} n options="True, 1" label=N'


@pytest.mark.parametrize(
    ("control", "default", "words"),
    [
        (BUTTON, "True", "not a seed (a whole number from 0 to 9007199254740991)"),
        (BUTTON, "False", "not a seed (a whole number from 0 to 9007199254740991)"),
        (BUTTON, "9007199254740992", "not a seed (a whole number from 0 to 9007199254740991)"),
        (BUTTON, "-1", "not a seed (a whole number from 0 to 9007199254740991)"),
        (BUTTON, "1.0", "not a seed (a whole number from 0 to 9007199254740991)"),
        (BUTTON, "'1'", "not a seed (a whole number from 0 to 9007199254740991)"),
        (SLIDER, "True", "not a number from 0 to 1"),
        (SLIDER, "False", "not a number from 0 to 1"),
        (SLIDER, "'1'", "not a number from 0 to 1"),
        (SLIDER, "-0.5", "not a number from 0 to 1"),
        (SLIDER, "1.5", "not a number from 0 to 1"),
        (TOGGLE, "1", "neither true nor false"),
        (TOGGLE, "0", "neither true nor false"),
        (TOGGLE, "None", "neither true nor false"),
        (SELECT, "True", "none of True, 1"),
        (SELECT, "1", "none of True, 1"),
    ],
)
def test_a_control_is_refused_where_the_default_is_of_another_kind(folder, control, default, words):
    text = SCENE.replace(STEP, f"{control}\n:::\n{STEP}")
    error = refusal(load, folder(text, model=MODEL.replace('"n": 3', f'"n": {default}')))
    assert error.problem == f"the state's default n={default} is {words}"


@pytest.mark.parametrize(
    ("control", "default"),
    [
        *((BUTTON, n) for n in (0, 1, 2**40)),
        *((SLIDER, n) for n in (0, 0.0, 0.5, 1)),
        *((TOGGLE, each) for each in (True, False)),
        *((SELECT, word) for word in ("True", "1")),
    ],
)
def test_a_control_holds_a_default_of_its_kind(folder, control, default):
    text = SCENE.replace(STEP, f"{control}\n:::\n{STEP}")
    essay = load(folder(text, model=MODEL.replace('"n": 3', f'"n": {default!r}')))
    assert essay.scenes["dots"].controls.keys() == {"n"}


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (
            MODEL.replace("def dots", "def other"),
            "model.py has no scene 'dots'; define dots(state) there, and its default state in "
            "STATES",
        ),
        (
            MODEL + "\n\ndots = 3\n",
            "model.py has no scene 'dots'; define dots(state) there, and its default state in "
            "STATES",
        ),
        (
            MODEL.replace('"dots": ', '"other": '),
            """STATES in model.py has no 'dots'; write "dots": {"key": value} into it""",
        ),
        (
            MODEL.replace("STATES", "STATE"),
            "model.py has no STATES, in these letters; write "
            """STATES = {"dots": {"key": value}} there""",
        ),
    ],
)
def test_a_scene_needs_a_function_and_a_default_state(folder, model, told):
    error = refusal(load, folder(model=model))
    assert f"{error.problem}; {error.remedy}" == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("(1, 2)", "STATES['dots']['n'] is a tuple, which cannot be written as JSON"),
        ("[1, {2: 3}]", "STATES['dots']['n'][1] has the key 2, which is no word"),
        ("{'a': {1, 2}}", "STATES['dots']['n']['a'] is a set, which cannot be written as JSON"),
        ("np.int64(3)", "STATES['dots']['n'] is a numpy.int64, which cannot be written as JSON"),
        ("np.float64(3)", "STATES['dots']['n'] is a numpy.float64, which cannot"),
        ("float('inf')", "STATES['dots']['n'] is inf, which cannot be written as JSON"),
    ],
)
def test_a_state_that_is_another_in_the_browser_is_told_with_its_place(folder, value, told):
    model = "import numpy as np\n" + MODEL.replace('"n": 3', f'"n": {value}')
    error = refusal(load, folder(model=model))
    assert error.line == 2
    assert error.problem.startswith(told)


# ── the author's Python ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["model.py", "figures.py"])
@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("x = 1\ny = x / 0\n", 2, "ZeroDivisionError: division by zero"),
        ("def f():\n    return (\n", 2, "SyntaxError: "),
        ("\nimport no_such_library\n", 2, "ModuleNotFoundError: "),
    ],
)
def test_a_file_that_cannot_be_imported_is_told_with_its_line(folder, name, source, line, words):
    essay = folder(**{name.removesuffix(".py"): source})
    error = refusal(load, essay)
    assert (error.file, error.line) == (essay / name, line)
    assert error.problem.startswith(words)


@pytest.mark.parametrize(
    ("figures", "line", "words"),
    [
        (FIGURES.replace("mark_point", "mark_pint"), 5, "AttributeError: "),
        (FIGURES.replace('x="x:Q"', 'x="x:Q", colour="c"'), 5, "TypeError: "),
        (FIGURES.replace("(narrow)", "()"), 4, "dots() does not take the one argument it gets"),
    ],
)
def test_a_figure_that_raises_is_told_with_its_line(folder, figures, line, words):
    essay = load(folder(figures=figures))
    error = refusal(compile_figure, essay, essay.scenes["dots"], "wide")
    assert (error.file.name, error.line) == ("figures.py", line)
    assert error.problem.startswith(words)
