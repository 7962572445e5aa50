"""Tests on several processors: what is made once for all of them, and who runs what."""

from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from tests import workers


@pytest.fixture
def open_as(tmp_path):
    """Return a function that opens a shared folder as a worker: with its name and what fills it."""

    def open_folder(worker, fill):
        base = tmp_path / worker
        base.mkdir(exist_ok=True)
        factory = SimpleNamespace(getbasetemp=lambda: base)
        return workers.shared(factory, SimpleNamespace(workerinput={}), "site", fill)

    return open_folder


def write(folder):
    (folder / "made").touch(exist_ok=False)


def test_a_folder_is_filled_once_and_deleted_after_its_last_user(open_as):
    with ExitStack() as later:
        with open_as("gw0", write) as one:
            other = later.enter_context(open_as("gw1", write))
            assert one == other
            assert (one / "made").exists()
        assert (other / "made").exists()
    assert not other.exists()
    with open_as("gw0", write) as again:
        assert (again / "made").exists()


def test_a_folder_that_could_not_be_filled_is_filled_by_the_next_worker(open_as):
    def fail(folder):
        write(folder)
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"), open_as("gw0", fail):
        pass
    with open_as("gw1", write) as folder:
        assert (folder / "made").exists()


def test_a_process_of_its_own_shares_nothing(tmp_path):
    factory = SimpleNamespace(getbasetemp=lambda: tmp_path)
    with workers.shared(factory, SimpleNamespace(), "site", write) as folder:
        assert folder.parent == tmp_path
    assert not folder.exists()


@pytest.mark.parametrize(
    ("test", "part"),
    [
        ("tests/test_quiz.py::test_a[tests/browser/test_engines.py]", "tests/test_quiz.py"),
        ("tests/browser/test_engines.py::test_a[firefox]", "tests/browser/test_engines.py firefox"),
        (
            "tests/browser/test_engines.py::test_a[roc-auc-webkit]",
            "tests/browser/test_engines.py webkit",
        ),
        (
            "tests/browser/test_engines.py::test_a[chromium-vega]",
            "tests/browser/test_engines.py chromium",
        ),
        ("tests/browser/test_engines.py::test_a", "tests/browser/test_engines.py"),
    ],
)
def test_a_file_is_a_part_and_an_engine_is_one(test, part):
    scheduling = object.__new__(workers.Scheduling)
    assert scheduling._split_scope(test) == part


def test_what_takes_long_comes_first_and_the_rest_in_order():
    names = ("test_a.py", workers.LONGEST[1], "test_b.py", workers.LONGEST[0])
    items = [SimpleNamespace(path=SimpleNamespace(name=name)) for name in names]
    workers.longest_first(items)
    in_order = [item.path.name for item in items]
    assert in_order == [*workers.LONGEST[:2], "test_a.py", "test_b.py"]
