"""What several tests share: the browser, and a small essay, rendered without its figure."""

from contextlib import ExitStack

import pytest
from markupsafe import Markup
from playwright.sync_api import expect, sync_playwright

from refit.errors import AuthorError
from refit.essay.reading import load
from refit.model.results import compute_steps
from refit.page.renderer import EssayRenderer
from refit.page.templates import environment
from refit.site.project import ROOT
from refit.site.words import read_words
from tests import find_browser, workers

FRONT = "---\ntitle: T\nsummary: S\n---\n"  # the text begins in line 5
SCENE = """

::::{scene} pens
:::{alt}
Pens.
:::
:::{slider} n min=1 max=9 step=1 label="How many" format=d
:::
:::{step}
## In pens
:::
::::
"""
MODEL = '''\
"""A model."""

import math

STATES = {"pens": {"n": 4}}
LIMIT = 0.5  # of everything
WIDE, TALL = 3, 4


@staticmethod
def share(n):
    """Return a share."""
    return 3 / n if n > 1 else "x"


class Fitted:
    """What is fitted."""


def pens(state):
    """Return the scores."""
    n = state["n"]
    return {
        "scores": {
            "key": ["train", "test"],
            "n": [n, 7],
            "accuracy": [1, 3 / n],
            "says": ["a", "b c"],
        },
        "fit": {"slope": [-2.5]},
    }
'''


class TextRenderer(EssayRenderer):
    """Renders an essay as if its scenes took no room."""

    def render_directive(self, node):
        return Markup() if node.name == "scene" else super().render_directive(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each worker a file at a time, in the order of the items."""
    config.option.loadscopereorder = False
    return workers.Scheduling(config, log)


def pytest_collection_modifyitems(config, items):
    if workers.is_worker(config):
        workers.longest_first(items)


@pytest.fixture(scope="session")
def shared(request, tmp_path_factory):
    """Return a function that gives a folder, by its name, which the first worker has filled."""
    with ExitStack() as users:

        def shared_folder(name, fill):
            return users.enter_context(workers.shared(tmp_path_factory, request.config, name, fill))

        yield shared_folder


@pytest.fixture(scope="session")
def chromium():
    """Launch the one browser of all tests; Playwright cannot be started twice in a process."""
    expect.set_options(timeout=180_000)  # its own patience is 5 seconds
    with sync_playwright() as playwright:
        browser = find_browser.launch(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture
def essay_folder(tmp_path):
    """Return a function that writes an essay, with other files where wanted."""

    def write(text, files=(), slug="one", front=FRONT):
        folder = tmp_path / "essays" / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "essay.md").write_text(front + text + SCENE, "utf-8")
        (folder / "model.py").write_text(MODEL, "utf-8")
        (folder / "figures.py").write_text("", "utf-8")
        for name, content in dict(files).items():
            content = content if isinstance(content, bytes) else content.encode()
            (folder / name).write_bytes(content)
        return folder

    return write


@pytest.fixture
def render(essay_folder):
    """Return a function that renders an essay's text."""

    def rendered(text, files=(), front=FRONT):
        essay = load(essay_folder(text, files, front=front))
        tables = compute_steps(essay)
        words = read_words(ROOT / "static/words")
        return str(TextRenderer(essay, tables, environment(ROOT / "templates"), {}, words).body)

    return rendered


@pytest.fixture
def refusal(render, tmp_path):
    """Return a function that tells what is wrong with an essay, from its folder on."""

    def refused(text, files=(), front=FRONT):
        with pytest.raises(AuthorError) as caught:
            render(text, files, front)
        return str(caught.value).removeprefix(f"{tmp_path}/essays/one/")

    return refused
