"""Essays whose code ends the process that builds them: told with a line, however many there are."""

import pytest

from refit.cache import Cache
from refit.errors import lines_of
from refit.site.outcome import Names
from refit.site.parallel import BuildTask, read_all_runs
from refit.site.project import Project
from tests import small


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Return a function that builds small essays: what is wrong with each of them."""
    monkeypatch.chdir(tmp_path)

    def run(**statements):
        front = small.FRONT.replace("summary", "time_limit: 3\nsummary")
        folders = [
            small.write_essay(
                tmp_path / "essays",
                slug,
                front=front,
                model=small.MODEL.replace("    n = ", f"    {code}\n    n = "),
            )
            for slug, code in statements.items()
        ]
        task = BuildTask(
            Project(essays=tmp_path / "essays"),
            Names(),
            tmp_path / "dist",
            Cache(tmp_path / "cache"),
        )
        return [
            line.removeprefix("essays/")
            for outcome in task.run(folders)
            for problem in outcome.problems
            for line in lines_of(problem)
        ]

    return run


CRASH = "import ctypes; ctypes.string_at(0)"
KILL = "import os; os.kill(os.getpid(), 9)"
LONG = "sum(range(10**13))"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (CRASH, "7: this ends Python itself: Segmentation fault; look for what crashes it, most"),
        (KILL, "6: building this essay ends the process that does it; look for what crashes"),
        (LONG, "7: one computation takes longer than 3 s, and the browser is slower still; "),
    ],
)
def test_a_single_essay_that_ends_its_process_is_told_with_its_line(build, code, told):
    (line,) = build(one=code)
    assert line.startswith(f"one/model.py:{told}")


def test_of_two_essays_the_innocent_one_is_built(build):
    (line,) = build(one="pass", two=CRASH)
    assert line.startswith("two/model.py:7: this ends Python itself")


def test_an_essay_that_is_kept_is_built_here_until_its_code_has_to_run(build, tmp_path):
    assert build(one="assert state['seed'] != 5") == []
    assert build(one="assert state['seed'] != 5") == []
    small.edit(tmp_path / "essays" / "one" / "essay.md", "n=3", "n=3 seed=5")
    cache = Cache(tmp_path / "cache")
    task = BuildTask(Project(essays=tmp_path / "essays"), Names(), tmp_path / "dist", cache)
    folder = tmp_path / "essays" / "one"
    assert task.is_warm(folder)
    ((problem,),) = (outcome.problems for outcome in task.run([folder]))
    assert (problem.line, problem.problem[:14]) == (7, "AssertionError")


def test_the_calls_of_a_model_are_listed_without_importing_it_here(build, tmp_path):
    build(one=CRASH)
    model = tmp_path / "essays" / "one" / "model.py"
    small.edit(model, "import math", f"import math\n\n{CRASH}")
    (runs,) = read_all_runs([model.parent], Cache(tmp_path / "cache"))
    assert runs.runs == []


def test_threads_that_a_model_leaves_behind_keep_nothing_from_its_end(build):
    left = "import threading; threading.Thread(target=threading.Event().wait).start()"
    (said,) = build(one=left)
    assert said.startswith("one/model.py:7: threading does not work in the browser")
