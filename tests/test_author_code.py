"""The author's Python: what it may not do, what it raises and warns of is told with its line."""

import sys
import threading
from pathlib import Path

import pytest

from refit.cache import Cache
from refit.errors import AuthorError, RefusedError, lines_of
from refit.essay import author_code
from refit.essay.author_code import ElsewhereError, elsewhere, import_file
from refit.essay.data_files import MOST, check_size, data_files
from refit.essay.guard import guarded
from refit.essay.reading import load
from refit.model import results
from tests import small


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Return a function that runs statements in the small model: the mistake, as it is told."""
    monkeypatch.chdir(tmp_path)

    def run(statements, limit=20):
        front = small.FRONT.replace("summary", f"time_limit: {limit}\nsummary")
        lines = "".join(f"    {line}\n" for line in statements.splitlines())
        model = small.MODEL.replace("    n = ", f"{lines}    n = ")
        essay = load(small.write_essay(tmp_path, "one", model=model, front=front))
        scene = essay.scenes["dots"]
        try:
            results.tables_of(essay, scene, scene.steps[0].state)
        except AuthorError as error:
            (line,) = lines_of(error)
            return line.removeprefix("one/model.py:")
        return [(line, text, state) for (line, text), state in essay.warnings.items()]

    return run


# ── what it raises ───────────────────────────────────────────────────────────────────────────────

SILENT = (
    "class Silent(Exception):\n    def __str__(self):\n        raise ValueError\nraise Silent()"
)


@pytest.mark.parametrize(
    ("statements", "line"),
    [
        ("1 / 0", "7: ZeroDivisionError: division by zero; mend `1 / 0`"),
        ("assert False", "7: AssertionError; mend `assert False`"),
        ("raise GeneratorExit", "7: GeneratorExit; mend `raise GeneratorExit`"),
        (SILENT, "10: Silent: its message cannot be read; mend `raise Silent()`"),
        (
            SILENT.replace("ValueError", "SystemExit"),
            "10: Silent: its message cannot be read; mend `raise Silent()`",
        ),
        ("raise ValueError('a\\n  b')", "7: ValueError: a b; mend `raise ValueError('a\\n b')`"),
        ("raise BaseException('x')", "7: BaseException: x; mend `raise BaseException('x')`"),
    ],
)
def test_whatever_a_model_raises_is_told_with_its_line(told, statements, line):
    assert told(statements) == line


# ── what it may not do ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("statements", "line"),
    [
        ("import os\nos.fork()", "8: a browser has no other processes; compute it here"),
        (
            "import threading\nthreading.Thread(target=print).start()",
            "8: a browser has no threads; compute it here",
        ),
        (
            "from concurrent import futures\nfutures.ThreadPoolExecutor().submit(print)",
            "8: a browser has no threads; compute it here",
        ),
        ("import os\nos.system('true')", "8: a browser has no other processes; compute it here"),
        ("input()", "7: nobody answers input(); take the value from the state"),
        (
            "import socket\nsocket.getaddrinfo('localhost', 80)",
            "8: a model has no network; put the data into a file beside it, and read that",
        ),
        (
            "from sklearn.datasets import fetch_california_housing\n"
            "fetch_california_housing(data_home='nowhere')",
            "8: a model has no network; put the data into a file beside it, and read that",
        ),
        (
            "import time\ntime.sleep(0.1)\ntime.sleep(1e6)",
            "9: sleeps longer than a computation may take; leave out time.sleep()",
        ),
        (
            "open('d.csv')",
            "7: 'd.csv' is looked for where the build was started; write "
            "Path(__file__).with_name('d.csv'), with the file in one/",
        ),
        (
            "open('/home/me/d.csv')",
            "7: /home/me/d.csv does not come to the browser; write "
            "Path(__file__).with_name('d.csv'), with the file in one/",
        ),
        (
            "import numpy\nnumpy.loadtxt('../d.csv')",
            "8: FileNotFoundError: ../d.csv not found.; read a file beside this one as "
            'Path(__file__).with_name("data.csv")',
        ),
    ],
)
def test_what_a_browser_does_not_have_is_refused_at_once(told, statements, line):
    assert told(statements) == line


def test_a_process_that_a_library_forks_ends_instead_of_going_on_as_this_one(told):
    statements = (
        "from multiprocessing import get_context\n"
        "child = get_context('fork').Process(target=print)\n"
        "child.start()\nchild.join(20)\nassert child.exitcode == 0, child.exitcode"
    )
    assert told(statements) == []


def test_the_builder_may_do_all_that_again_afterwards(told, tmp_path):
    told("1 / 0")
    (tmp_path / "d.csv").write_text("1")
    with open("d.csv") as file:  # noqa: PTH123
        assert file.read() == "1"


def test_a_model_may_read_its_own_files_and_those_of_its_libraries(told):
    statements = "from sklearn.datasets import load_iris\nload_iris()\nopen(__file__).close()"
    assert told(statements) == []


def test_other_threads_may_read_what_they_like_meanwhile(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = Path("page.html")
    page.write_text("A page.")
    read = []
    other = threading.Thread(target=lambda: read.append(page.read_text()))
    with guarded(tmp_path / "essay" / "model.py"):
        other.start()
        other.join()
        with pytest.raises(RefusedError):
            page.read_text()
    assert read == ["A page."]


def test_code_that_may_not_run_here_is_not_run(tmp_path):
    (tmp_path / "model.py").write_text("1 / 0")
    with pytest.raises(ElsewhereError), elsewhere():
        import_file(tmp_path / "model.py", "refit_test.elsewhere")
    with pytest.raises(AuthorError, match="ZeroDivisionError"):
        import_file(tmp_path / "model.py", "refit_test.elsewhere")


def test_an_import_without_an_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(author_code, "IMPORT", 1)
    (tmp_path / "model.py").write_text("x = 1\nwhile True:\n    pass\n")
    with pytest.raises(AuthorError) as caught:
        import_file(tmp_path / "model.py", "refit_test.endless")
    assert caught.value.line in (2, 3)
    assert caught.value.problem.startswith("importing this takes longer than 1 s")


# ── what it warns of ─────────────────────────────────────────────────────────────────────────────


def test_a_warning_is_told_once_with_its_line_and_its_state(told):
    statements = "import warnings\nfor i in range(3):\n    warnings.warn('odd\\n\\nvery')"
    assert told(statements) == [(9, "UserWarning: odd", "scene 'dots' with n=2")]
    assert told(statements) == [(9, "UserWarning: odd", "scene 'dots' with n=2")]


def test_a_warning_of_a_library_is_told_with_the_models_line(told):
    statements = "import numpy as np\nnp.log(np.zeros(2))"
    assert told(statements)[0][:2] == (
        8,
        "RuntimeWarning: divide by zero encountered in log",
    )
    fit = (
        "import numpy as np\nfrom sklearn.linear_model import LogisticRegression\n"
        "X = np.arange(40.0).reshape(20, 2)\n"
        "LogisticRegression(max_iter=1).fit(X, np.arange(20) % 2)"
    )
    ((line, text, _),) = told(fit)
    assert (line, text.partition(" ")[0]) == (10, "ConvergenceWarning:")
    assert "\n" not in text


def test_a_warning_is_told_again_while_it_stands(tmp_path):
    model = small.MODEL.replace(
        "    n = ", "    import warnings\n    warnings.warn('odd')\n    n = "
    )
    folder = small.write_essay(tmp_path, "one", model=model)
    for _ in range(2):
        essay = load(folder, Cache(tmp_path / "cache"))
        results.compute_steps(essay)
        assert list(essay.warnings.values()) == ["scene 'dots' with n=2"]


def test_a_warning_while_a_model_is_imported_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.py").write_text("import warnings\nwarnings.warn('odd')\n")
    import_file(tmp_path / "model.py", "refit_test.warning")
    assert capsys.readouterr().err == "model.py:2: warning: UserWarning: odd\n"


def test_what_a_model_prints_is_printed_once(told, capfd):
    told("print('hello')")
    assert capfd.readouterr().out == "hello\n"


# ── data files ───────────────────────────────────────────────────────────────────────────────────


def test_data_files_are_those_that_the_model_names(tmp_path):
    model = "A = 'a.csv'\nB = f'{A}/inner/b.npz'\n"
    folder = small.write_essay(tmp_path, "one", model=model)
    (folder / "inner").mkdir()
    for name in ("a.csv", "inner/b.npz", "c.csv", "other.py"):
        (folder / name).write_text("x")
    assert data_files(folder) == ["a.csv", "inner/b.npz"]


def test_a_data_file_that_is_a_link_out_of_the_folder_is_refused(tmp_path):
    folder = small.write_essay(tmp_path, "one", model="A = 'a.csv'\n")
    (folder / "a.csv").symlink_to(sys.executable)
    with pytest.raises(AuthorError, match=r"one/a\.csv: this link leads out of the folder; copy"):
        data_files(folder)


def test_data_files_have_a_largest_size(tmp_path):
    folder = small.write_essay(tmp_path, "one", model="A = 'a.csv', 'b.csv'\n")
    (folder / "a.csv").write_bytes(bytes(MOST - 1))
    (folder / "b.csv").write_bytes(b"1")
    check_size(folder)
    (folder / "b.csv").write_bytes(b"12")
    with pytest.raises(AuthorError, match=r"a\.csv: every reader would fetch this file: the data "):
        check_size(folder)


def test_what_another_refit_has_kept_of_a_model_is_not_read(tmp_path, monkeypatch):
    file = tmp_path / "model.py"
    file.write_text('STATES = {"scene": {}}\n')
    cache = Cache(tmp_path / "cache")
    model = import_file(file, "kept_model")
    assert author_code.read_facts(model, file, cache).states == {"scene": {}}
    monkeypatch.setattr(model, "STATES", {"scene": {"new": 1}})
    assert author_code.read_facts(model, file, cache).states == {"scene": {}}, "it is kept"
    monkeypatch.setattr(author_code, "code_digest", lambda *modules: "another")
    assert author_code.read_facts(model, file, cache).states == {"scene": {"new": 1}}
