"""A small essay to build and to break: three points, a bar, and one control of each kind."""

FRONT = "---\ntitle: T\nsummary: S\n---\n"
SCENE = """\
:::::{scene} dots

:::{alt}
Dots.
:::

::::{step} n=2
There are {live}`total.n | d`.

:::{slider} n min=1 max=4 step=0.5 label="How many" format=.1f
:::

:::{select} layout options="row, heap" label="Layout"
:::

:::{toggle} high label="High up"
:::

:::{button} resample key=seed
:::
::::

:::{step} n=3
Now there are {live}`total.n | d`.
:::

:::::
"""
MODEL = """\
import math

STATES = {"dots": {"n": 3, "layout": "row", "high": False, "seed": 0}}


def dots(state):
    n = math.ceil(state["n"])
    y = [1.0 * state["high"]] * n
    return {"points": {"x": list(range(n)), "y": y}, "total": {"n": [n]}}
"""
FIGURES = """\
import altair as alt


def dots(narrow):
    points = alt.Chart(alt.NamedData("points")).mark_point().encode(x="x:Q", y="y:Q")
    return points.properties(width=90 if narrow else 180, height=60)
"""


def write_essay(essays, slug, text=SCENE, front=FRONT, model=MODEL, figures=FIGURES):
    """Write an essay, sound but for what is given; return its folder."""
    folder = essays / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "essay.md").write_text(front + text, "utf-8")
    (folder / "model.py").write_text(model, "utf-8")
    (folder / "figures.py").write_text(figures, "utf-8")
    return folder


def edit(file, old, new):
    """Replace a text that must be there, once."""
    text = file.read_text("utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1
