"""The cache: nothing is done twice, nothing stale is used, and the bytes are as without it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from refit import cache
from refit.cache import Cache, build_cache, digest, files_digest, own_imports
from refit.errors import AuthorError
from refit.essay import reading
from refit.model.results import dumps, loads
from refit.runtime import install
from refit.runtime.install import Installed
from refit.site import agreement, essay_scene, parallel, toy
from refit.site.build import build
from refit.site.last_build import record_key
from refit.site.parallel import BuildTask
from refit.site.project import Project
from refit.tables import as_tables
from tests import small

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def kept(tmp_path):
    return Cache(tmp_path / "cache")


def counting(answer=b"made"):
    calls = []

    def make():
        calls.append(1)
        return answer

    return calls, make


# ── entries ──────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_is_made_once(kept):
    calls, make = counting(bytes(range(256)))
    found = [Cache(kept.folder).recall("kind", "key", make) for _ in range(3)]
    assert found == [bytes(range(256))] * 3
    assert len(calls) == 1


def test_entries_of_another_key_or_kind_are_others(kept):
    kept.put("kind", "key", b"a")
    assert kept.get("kind", "other") is None
    assert kept.get("other", "key") is None


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no newline"])
def test_any_bytes_can_be_kept(kept, content):
    kept.put("kind", "key", content)
    assert kept.get("kind", "key") == content


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: b"",
        lambda entry: entry[:-1],
        lambda entry: entry[:-1] + bytes([entry[-1] ^ 1]),
        lambda entry: entry + b"\n",
        lambda entry: entry.replace(b"\n", b"", 1),
        lambda entry: entry.partition(b"\n")[2],
        lambda entry: b"\xff\xfe garbage",
    ],
)
def test_a_damaged_entry_is_ignored_and_written_anew(kept, damage):
    kept.put("kind", "key", b"right")
    (file,) = (kept.folder / "kind").iterdir()
    file.write_bytes(damage(file.read_bytes()))
    calls, make = counting(b"right")
    assert kept.recall("kind", "key", make) == b"right"
    assert kept.recall("kind", "key", make) == b"right"
    assert len(calls) == 1


def test_fresh_ignores_what_is_kept_and_keeps_what_it_makes(kept):
    kept.put("kind", "key", b"old")
    assert Cache(kept.folder, fresh=True).recall("kind", "key", lambda: b"new") == b"new"
    assert kept.get("kind", "key") == b"new"


def test_fresh_makes_an_entry_once(kept):
    cache = Cache(kept.folder, fresh=True)
    for made in (b"new", b"newer"):
        assert cache.recall("kind", "key", lambda made=made: made) == b"new"
    assert cache.made["kind"] == 1


@pytest.mark.parametrize(("opened", "made"), [(0.0, 1), (9e9, 0)])
def test_what_another_process_has_made_since_the_work_began_counts_as_made(tmp_path, opened, made):
    Cache(tmp_path).put("kind", "key", b"made elsewhere")
    own = Cache(tmp_path, opened=opened)
    for _ in range(2):
        assert own.recall("kind", "key", lambda: b"made here") == b"made elsewhere"
    assert own.made["kind"] == made


def test_a_cache_without_a_folder_keeps_nothing():
    calls, make = counting()
    nowhere = Cache()
    assert [nowhere.recall("kind", "key", make) for _ in range(2)] == [b"made"] * 2
    assert len(calls) == 2


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").touch()
    blocked = Cache(tmp_path / "file" / "cache")
    assert blocked.recall("kind", "key", lambda: b"made") == b"made"
    blocked.prune()


def test_what_raises_is_not_kept(kept):
    with pytest.raises(ZeroDivisionError):
        kept.recall("kind", "key", lambda: 1 / 0)
    assert kept.recall("kind", "key", lambda: b"made") == b"made"


def test_what_is_made_while_its_source_changes_is_not_kept(kept):
    sources = ["a"]
    with kept.unless_changed(lambda: sources[-1]):
        kept.recall("kind", "one", lambda: b"x")
        assert kept.recall("kind", "one", lambda: b"y") == b"x"
    assert kept.get("kind", "one") == b"x"
    with kept.unless_changed(lambda: sources[-1]):
        kept.put("kind", "two", b"x")
        sources.append("b")
    assert kept.get("kind", "two") is None
    kept.put("kind", "two", b"z")
    assert kept.get("kind", "two") == b"z"


def test_sources_are_looked_at_again_only_if_something_was_made(tmp_path):
    kept, looks = Cache(tmp_path), []
    for _ in range(2):
        with kept.unless_changed(lambda: looks.append(1)):
            kept.recall("kind", "key", lambda: b"made")
    assert len(looks) == 3  # before and after it was made, and before it was recalled


def test_json_is_the_same_when_it_is_made_and_when_it_is_kept(kept):
    value = {"b": (1, 2.5), "a": {"ü": [True, None]}, "3": 1e-300}
    made = kept.recall_json("kind", "key", lambda: value)
    assert made == kept.recall_json("kind", "key", lambda: pytest.fail("made again"))
    assert list(made) == ["b", "a", "3"]
    assert made["b"] == [1, 2.5]


def test_what_has_not_been_used_for_a_month_is_dropped(kept):
    now = time.time()
    for name, age in [("new", 0), ("weeks", 29), ("months", 31), ("used", 31)]:
        kept.put("kind", name, b"x")
        os.utime(kept.folder / "kind" / name, (now - age * cache.DAY,) * 2)
    assert kept.get("kind", "used") == b"x"
    kept.prune()
    assert sorted(f.name for f in (kept.folder / "kind").iterdir()) == ["new", "used", "weeks"]


def test_old_entries_are_looked_for_once_a_day(kept):
    kept.put("kind", "one", b"x")
    kept.prune()
    old = time.time() - 31 * cache.DAY
    os.utime(kept.folder / "kind" / "one", (old, old))
    kept.prune()
    assert (kept.folder / "kind" / "one").exists()
    os.utime(kept.folder / "pruned", (old, old))
    kept.prune()
    assert not (kept.folder / "kind" / "one").exists()


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────


def test_different_parts_give_different_keys():
    lists = [(), ("",), ("a", "bc"), ("ab", "c"), (b"a",), ("a",), (["a"],), (1,), ("1",), (b"1",)]
    lists += [(1.0,), (b"", b""), (b"",), ({"a": 1},), (None,), (b"j1:1",), ("a", "b", "c")]
    lists += [(b"a", "x"), (b'aj"x"',), (b'a3:"x"',)]
    assert len({digest(*parts) for parts in lists}) == len(lists)


def test_a_folders_key_knows_names_and_contents_and_nothing_else(tmp_path):
    def made(name, files):
        for path, content in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(content)
        return files_digest(tmp_path / name)

    base = made("a", {"x": "1", "d/y": "2"})
    assert (
        made("b", {"d/y": "2", "x": "1", "__pycache__/m.pyc": "", ".x.swp": "", "x~": ""}) == base
    )
    others = [{"x": "12", "d/y": ""}, {"x": "1", "y": "2"}, {"x": "1"}, {"x": "2", "d/y": "1"}]
    assert base not in [made(f"c{i}", files) for i, files in enumerate(others)]


def test_the_code_of_a_module_is_that_of_all_it_imports(tmp_path, monkeypatch):
    for name in ("one", "two", "three", "four"):
        (tmp_path / f"{name}.py").write_text("")
    (tmp_path / "one.py").write_text("from refit import two\nimport refit.three as x\nimport os\n")
    (tmp_path / "two.py").write_text("def f():\n    from refit.one import y\n")
    monkeypatch.setattr(cache, "PACKAGE", tmp_path)

    def key():
        cache.code_digest.cache_clear()
        return cache.code_digest("one")

    before = key()
    (tmp_path / "four.py").write_text("1")
    assert key() == before
    for name in ("one", "two", "three"):
        file = tmp_path / f"{name}.py"
        file.write_text(file.read_text() + "# changed\n")
        assert key() != before
        before = key()
    cache.code_digest.cache_clear()


def test_a_change_of_the_kit_compiles_figures_anew(tmp_path, monkeypatch):
    own = tmp_path / "refit"
    shutil.copytree(cache.PACKAGE, own, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "PACKAGE", own)
    folder = small.write_essay(tmp_path / "essays", "one")
    essay, asked = reading.load(folder), []
    monkeypatch.setattr(essay.cache, "recall_json", lambda _, key, make: asked.append(key) or {})
    monkeypatch.setattr(essay_scene, "Figure", dict)

    def keys():
        cache.code_digest.cache_clear()
        essay_scene.compile_layout(essay, essay.scenes["dots"], "wide")
        return essay_scene.warm_key(folder), asked[-1]

    before = keys()
    assert keys() == before
    for file in sorted((own / "kit").glob("*.py")):
        file.write_text(file.read_text("utf-8") + "# changed\n", "utf-8")
        now = keys()
        assert not set(now) & set(before), file.name
        before = now
    cache.code_digest.cache_clear()


def test_imports_of_the_package_are_found():
    source = (
        b"import refit.a.b, os\nfrom refit import c, d as e\nfrom refit.f import g\nimport refit\n"
    )
    assert sorted(own_imports(source)) == ["a.b", "c", "d", "f", "f.g"]


def test_tables_come_back_to_the_last_bit():
    numbers = np.r_[np.random.default_rng(0).normal(size=50), [-0.0, 5e-324, 1 / 3, -1e308, 2**53]]
    tables = as_tables(
        {
            "a": {"key": [f"ü\u2028\n{i}" for i in range(55)], "x": numbers, "y": numbers[::-1]},
            "empty": {"x": [], "y": []},
            "bare": {},
        }
    )
    found = loads(dumps(tables))
    assert [list(found), [list(t) for t in found.values()]] == [
        list(tables),
        [list(t) for t in tables.values()],
    ]
    assert found["a"]["key"] == tables["a"]["key"]
    for column in ("x", "y"):
        assert found["a"][column].tobytes() == tables["a"][column].tobytes()
        found["a"][column][0] = 1  # it can be changed, as a computed one can


# ── whole sites ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def essays(tmp_path):
    small.write_essay(tmp_path / "essays", "one")
    small.write_essay(tmp_path / "essays", "two", model=small.MODEL.replace('"n": 3', '"n": 4'))
    return tmp_path / "essays"


@pytest.fixture
def made(tmp_path, essays, monkeypatch):
    """Return a function that builds the essays; it returns what was said of each.

    All in this process, where the libraries are warm, but for one with ``side_by_side``.
    """

    def fake_runtime(dist, models):
        folder = dist / "runtime-0123456789ab"
        folder.mkdir()
        (folder / "python.wasm").write_bytes(b"wasm")
        return Installed(folder.name, "", {})

    def build_them(out="dist", fresh=False, side_by_side=False, **others):
        said = []
        with monkeypatch.context() as patch:
            if not side_by_side:
                patch.setattr(BuildTask, "is_warm", lambda *_: True)
                patch.setattr(parallel, "run_alone", lambda task, folder, _: task(folder))
            build(Project(essays=essays, **others), tmp_path / out, said.append, fresh)
        return dict(line.partition(": ")[::2] for line in said)

    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(install, "install", fake_runtime)
    monkeypatch.setattr(install, "find_tracer", lambda _: None)
    monkeypatch.setattr(agreement, "require", lambda *_: None)
    return build_them


NOTHING = {"nothing has changed": ""}


def contents(folder):
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_site_is_the_same_from_the_cache_without_it_and_from_several_processes(made, tmp_path):
    assert "computed" in made()["one"]
    assert "computed" not in made("again")["one"]
    assert "computed" in made("fresh", fresh=True)["one"]
    assert "computed" in made("pool", fresh=True, side_by_side=True)["two"]
    expected = contents(tmp_path / "dist")
    assert len(expected) > 20
    for name in ("again", "fresh", "pool"):
        assert contents(tmp_path / name) == expected, name


def test_nothing_is_done_when_nothing_has_changed(made, tmp_path):
    made()
    before = (tmp_path / "dist").stat().st_ino
    assert made() == NOTHING
    assert (tmp_path / "dist").stat().st_ino == before
    assert "as it was" not in str(made(fresh=True))


@pytest.mark.parametrize(
    "harm",
    [
        lambda dist: (dist / "index.html").write_text("spoilt"),
        lambda dist: (dist / "essays/one/index.html").unlink(),
        lambda dist: next(dist.glob("app-*/js/main.js")).write_text("spoilt"),
        lambda dist: next(dist.glob("runtime-*/*")).write_bytes(b"masw"),
        lambda dist: (dist / ".refit").unlink(),
        lambda dist: (dist / ".refit").write_text("spoilt"),
    ],
)
def test_a_spoilt_site_is_mended(made, tmp_path, harm):
    made()
    expected = contents(tmp_path / "dist")
    harm(tmp_path / "dist")
    assert made() != NOTHING
    assert contents(tmp_path / "dist") == expected
    assert made() == NOTHING


def test_only_what_has_changed_is_built(made, essays, tmp_path):
    made()
    small.edit(essays / "one" / "essay.md", "There are", "There were")
    said = made()
    assert "nothing to compute" in said["one"]
    assert said["two"] == "as it was"
    assert "There were" in (tmp_path / "dist/essays/one/index.html").read_text()
    assert made() == NOTHING


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("model.py", "1.0 *", "1.5 *", "results computed"),
        ("figures.py", "height=60", "height=61", "pictures drawn"),
        ("essay.md", "max=4", "max=4.5", "4 results computed"),
        ("essay.md", "title: T", "title: U", "nothing to compute"),
    ],
)
def test_what_depends_on_a_change_is_made_anew(made, essays, tmp_path, name, old, new, words):
    made()
    small.edit(essays / "one" / name, old, new)
    assert words in made()["one"]
    here = contents(tmp_path / "dist")
    made("fresh", fresh=True)
    assert here == contents(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("folder", "name", "old", "new"),
    [
        ("templates", "essay.html", "<main", "<main lang='en'"),
        ("templates", "blocks/slider.html", "<div", "<div lang='en'"),
        ("static", "words/en.json", "Reset", "Take back"),
        ("static", "theme.json", "#fff8ee", "#fff8ef"),
        ("static", "js/main.js", "//", "// A change."),
    ],
)
def test_what_all_essays_share_changes_them_all(made, tmp_path, folder, name, old, new):
    copy = shutil.copytree(ROOT / folder, tmp_path / folder)
    made(**{folder: copy})
    assert made(**{folder: copy}) == NOTHING
    small.edit(copy / name, old, new)
    said = made(**{folder: copy})
    assert "nothing to compute" in said["one"]
    assert "nothing to compute" in said["two"]
    made("fresh", fresh=True, **{folder: copy})
    assert contents(tmp_path / "dist") == contents(tmp_path / "fresh")


def test_an_essay_that_goes_leaves_nothing(made, essays, tmp_path):
    made()
    for file in (essays / "two").iterdir():
        if file.is_file():
            file.unlink()
    made()
    assert not (tmp_path / "dist/essays/two").exists()
    assert "two/" not in (tmp_path / "dist/index.html").read_text()
    assert made() == NOTHING


@pytest.mark.parametrize("kind", ["stamps", "results", "drawings", "figures", "facts", "warm"])
@pytest.mark.parametrize("damage", [b"", b"garbage"])
def test_a_site_survives_a_damaged_cache(made, tmp_path, kind, damage):
    made()
    expected = contents(tmp_path / "dist")
    harmed = list((tmp_path / "cache/build" / kind).iterdir())
    assert harmed
    for file in harmed:
        file.write_bytes(damage)
    for out in ("dist", "again"):
        made(out)
        assert contents(tmp_path / out) == expected


@pytest.mark.parametrize("stamp", [b"null", b"[]", b"{", b'{"pages": {}}', b'{"pages": 3}'])
def test_a_stamp_that_makes_no_sense_is_none(made, tmp_path, stamp):
    made()
    expected = contents(tmp_path / "dist")
    key = record_key(tmp_path / "dist")
    Cache(tmp_path / "cache/build").put("stamps", key, stamp)
    assert made() != NOTHING
    assert contents(tmp_path / "dist") == expected


def test_a_model_that_is_saved_while_it_is_computed_leaves_nothing_wrong(made, essays, tmp_path):
    """The save comes between two steps; taken back and forth, each model has its own results."""
    old = small.MODEL.replace("import math", "import math\nfrom pathlib import Path")
    hook = """
    if state["n"] == 2 and (source := Path(__file__)).with_name("next").exists():
        source.write_text(source.with_name("next").read_text())
"""
    old = old.replace("    n = ", hook + "    n = ")
    new = old.replace("1.0 *", "1.5 *").replace("n = math", "n = 1 + math")
    model = essays / "one" / "model.py"
    model.write_text(old)
    (essays / "one" / "next").write_text(new)
    made()
    assert model.read_text() == new
    (essays / "one" / "next").unlink()
    for source in (new, old):
        model.write_text(source)
        made()
        made("fresh", fresh=True)
        assert contents(tmp_path / "dist") == contents(tmp_path / "fresh")


def test_a_digit_that_is_changed_within_a_second_is_seen(made, essays, tmp_path, monkeypatch):
    """Python's own compiled files know a source by its second and its size."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    model, found = essays / "one" / "model.py", []
    for digit in "123":
        model.write_text(small.MODEL.replace('"total": {"n": [n]}', f'"total": {{"n": [{digit}]}}'))
        os.utime(model, (10**9, 10**9))
        made()
        page = (tmp_path / "dist/essays/one/index.html").read_text()
        found += re.findall(r"There are <span[^>]*>(\d)<", page)
    assert found == ["1", "2", "3"]


def test_a_failed_build_changes_nothing_and_the_next_one_is_whole(made, essays, tmp_path):
    made()
    expected = contents(tmp_path / "dist")
    small.edit(essays / "one" / "model.py", "    n = math", "    n = mat")
    with pytest.raises(AuthorError):
        made()
    assert contents(tmp_path / "dist") == expected
    small.edit(essays / "one" / "model.py", "    n = mat", "    n = math")
    assert made() == NOTHING


def test_files_taken_over_are_no_longer_the_old_sites(made, essays, tmp_path):
    made()
    small.edit(essays / "one" / "essay.md", "There are", "There were")
    made()
    assert {file.stat().st_nlink for file in (tmp_path / "dist").rglob("*.html")} == {1}


PROBE = """
import json, sys
from pathlib import Path
sys.argv = ["build.py", "build", "--essays", {essays!r}, "--out", {out!r}]
sys.path.insert(0, {root!r})
import build
assert build.main(sys.argv[1:]) == 0
print(json.dumps(sorted({{"sklearn", "altair", "scipy", "threadpoolctl"}} & sys.modules.keys())))
"""


def test_a_build_without_slow_work_imports_nothing_slow(tmp_path):
    essays, out = tmp_path / "essays", tmp_path / "dist"
    model = f"# {tmp_path}\nfrom sklearn.linear_model import Ridge\n" + small.MODEL
    folder = small.write_essay(essays, "one", model=model)
    toy.toy(build_cache())  # which the first site of a machine fits
    code = PROBE.format(essays=str(essays), out=str(out), root=str(ROOT))

    def imported():
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout.splitlines()[-1])

    assert imported() == []  # other processes do
    assert imported() == []
    small.edit(folder / "essay.md", "There are", "There were")
    assert imported() == []
