"""Both sites, built once and served; and visits to them.

``pens``, ``phone``, ``stumbles``, ``orchard``, ``menagerie`` and ``workshop`` are pages whose
worker has started. They are shared, because a start takes seconds: each test gets them with no
edits, at the top, and answers for every complaint of the browser while it had them. ``visit`` opens
a page of the test's own.
"""

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from refit.author.kinds import KINDS, read_kind
from refit.author.new import create
from refit.cache import Cache, build_cache
from refit.essay import reading
from refit.model import results
from refit.paths import ROOT
from refit.runtime import fetch
from refit.runtime.library import run_node
from refit.runtime.model_runs import read_runs
from refit.site.build import build
from refit.site.project import Project
from tests import small
from tests.browser.host import Host
from tests.browser.visit import Visit, serving, visiting

HERE = Path(__file__).parent
ESSAYS = {"real": ROOT / "essays", "test": HERE.parent / "site" / "essays"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


# ── the sites ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def dist(shared):
    """Return the folder with both sites, ``real`` and ``test``."""

    def fill(folder: Path) -> None:
        for name, essays in ESSAYS.items():
            build(Project(essays=essays), folder / name)

    return shared("served", fill)


@pytest.fixture(scope="session")
def origins(dist):
    """Return where each site is served, at the root of an origin; ``below`` serves both."""
    with (
        serving(dist / "real") as real,
        serving(dist / "test") as test,
        serving(dist) as below,
    ):
        yield {"real": real, "test": test, "below": below}


@pytest.fixture(scope="session")
def essays():
    """Return every essay of both sites by slug, with the results that the build has kept."""
    loaded = [
        reading.load(folder, build_cache())
        for root in ESSAYS.values()
        for folder in Project(essays=root).folders
    ]
    return {each.slug: each for each in loaded}


@pytest.fixture(scope="session")
def computed(essays):
    """Return the tables of all steps, as built: by the essay's slug and the step's id."""
    return {slug: results.compute_steps(essay) for slug, essay in essays.items()}


@pytest.fixture(scope="session")
def untrimmed(shared):
    """Return a function that runs a model as Pyodide does with its wheels as they come.

    It gives ``[((function, state), tables), …]`` for every step. The build holds all other
    states to CPython's.
    """

    kept = shared("untrimmed", lambda _: None)

    @functools.cache
    def compute(folder: Path):
        play = read_runs(folder, Cache())
        scenes = reading.load(folder).scenes.values()
        steps = [(scene.function, step.state) for scene in scenes for step in scene.steps]
        runs = [run for run in steps if run[1].get("mood", "fine") == "fine"]
        files = {name: (folder / name).read_text("utf-8") for name in play.data}
        task = json.dumps({"files": play.sources | files, "runs": runs})
        told = kept / f"{folder.name}.json"
        with FileLock(kept / f"{folder.name}.lock"):
            if not told.exists():
                script = "../tests/browser/untrimmed.mjs"
                told.write_text(run_node(script, str(fetch.ensure()), stdin=task), "utf-8")
        return list(zip(runs, json.loads(told.read_bytes()), strict=True))

    return compute


@pytest.fixture(scope="session")
def small_folder(shared):
    """Return a folder with two small essays, ``one`` and ``two``, and their site.

    Five points need a file of Python's that is not fetched ahead, and none are prepared.
    """
    late = "    if 4 < n < 9:\n        import numpy.fft\n\n        numpy.fft.fft([1.0])\n"
    model = small.MODEL.replace("    y =", f"{late}    y =")
    text = small.SCENE.replace("max=4 step=0.5", "max=9 step=0.5 prepared=no")

    def fill(folder: Path) -> None:
        for slug in ("one", "two"):
            small.write_essay(folder / "essays", slug, text=text, model=model)
        build(Project(essays=folder / "essays"), folder / "dist")

    return shared("small", fill)


@pytest.fixture(scope="session")
def edited_site(shared):
    """Return the site of one essay that shows functions and a constant of its model."""
    front = small.FRONT.replace("---\ntitle", "---\ntime_limit: 10\ntitle")
    text = f'{small.SCENE}\n::::{{code}} dots STATES title="The dots"\n::::\n'
    model = f"{small.MODEL}\n\ndef lost():\n    return 1\n"

    def fill(folder: Path) -> None:
        small.write_essay(folder / "essays", "one", text, front, model)
        build(Project(essays=folder / "essays"), folder / "dist")

    return shared("edited", fill) / "dist"


@pytest.fixture(scope="session")
def kinds_site(shared):
    """Return the site of new essays, one of each kind, whose names they have."""

    def fill(folder: Path) -> None:
        for kind in KINDS:
            create(kind, folder / "essays", read_kind(kind))
        build(Project(essays=folder / "essays"), folder / "dist")

    return shared("kinds", fill) / "dist"


@pytest.fixture(scope="session")
def small_essays(small_folder):
    """Return the folder of the two small essays."""
    return small_folder / "essays"


@pytest.fixture(scope="session")
def small_site(small_folder):
    """Return the site of the two small essays."""
    return small_folder / "dist"


# ── the browser ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def visit(chromium, origins) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a page: ``visit("essays/…/", site="test", viewport=…)``."""
    open_visits = []

    def open_page(path: str = "", *, site: str = "real", **options: object) -> Visit:
        manager = visiting(chromium, origins[site], **options)
        opened = manager.__enter__()
        open_visits.append((manager, opened))
        return opened.go(path) if path is not None else opened

    yield open_page
    try:
        for _, opened in open_visits:
            opened.settle_complaints()
    finally:
        for manager, _ in open_visits:
            manager.__exit__(None, None, None)


@pytest.fixture
def host() -> Iterator[Callable[..., Host]]:
    """Return a function that serves a folder until the test ends."""
    hosts = []

    def begin(folder: Path, headers: str = "") -> Host:
        hosts.append(Host(folder, headers))
        return hosts[-1]

    yield begin
    for each in hosts:
        each.stop()


@pytest.fixture
def reader(chromium) -> Iterator[Callable[[str], Visit]]:
    """Return a function that opens a site as a reader whose browser has service workers.

    Whatever the browser complains of there is the test's own affair.
    """
    managers = []

    def come(origin: str, service_workers: str = "allow") -> Visit:
        managers.append(visiting(chromium, origin, service_workers=service_workers))
        return managers[-1].__enter__()

    yield come
    for manager in managers:
        manager.__exit__(None, None, None)


PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
PENS = "essays/train-test-validation/"


def shared(name: str, site: str, path: str, **options: object):
    """Make two fixtures: a session's page, and the same page made fresh for a test."""

    @pytest.fixture(scope="session", name=f"{name}_page")
    def page(chromium, origins) -> Iterator[Visit]:
        with visiting(chromium, origins[site], **options) as opened:
            yield opened.go(path).ready()

    @pytest.fixture(name=name)
    def fresh(request) -> Iterator[Visit]:
        opened = request.getfixturevalue(f"{name}_page")
        opened.look("() => { refit.reset(); document.activeElement.blur(); scrollTo(0, 0); }")
        opened.wait("() => location.search === ''")  # an older edit is not in the address any more
        opened.frames()
        yield opened
        opened.page.mouse.up()
        opened.settle_complaints()

    return page, fresh


pens_page, pens = shared("pens", "real", PENS, reduced_motion="no-preference")
phone_page, phone = shared("phone", "real", PENS, **PHONE)
stumbles_page, stumbles = shared("stumbles", "test", "essays/stumbles/")
orchard_page, orchard = shared("orchard", "test", "essays/orchard/")
menagerie_page, menagerie = shared("menagerie", "test", "essays/menagerie/")
workshop_page, workshop = shared("workshop", "test", "essays/workshop/")
squirrels_page, squirrels = shared("squirrels", "real", "essays/random-forests/")
narrow_workshop_page, narrow_workshop = shared(
    "narrow_workshop", "test", "essays/workshop/", **PHONE
)
