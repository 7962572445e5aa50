"""Faults: made one at a time in a copy, and told with what has come of each."""

import pytest

from tests import mutate

PYTHON = '''\
def half(n):
    """Return a half; of much, nothing."""
    if n > 99:
        return 0
    return n / 2
'''
JAVASCRIPT = """\
// half - but no more
export function half(n) {
  if (n > 99) return 0;
  return n - 2;
}
"""
TESTS = {
    "py": "from half import half\n\n\ndef test_half():\n    assert half(4) == 2\n",
    "mjs": "import { half } from './half.mjs';\nif (half(4) !== 2) throw new Error();\n",
}


@pytest.mark.parametrize(
    ("ending", "source", "told"),
    [
        (
            "py",
            PYTHON,
            [
                "3: '>' → '>=': SURVIVED",
                "3: '99' → '100': SURVIVED",
                "4: '0' → '1': SURVIVED",
                "4: '0' → 'None': SURVIVED",
                "5: 'n / 2' → 'None': caught",
                "5: '/' → '*': caught",
                "5: '2' → '3': caught",
            ],
        ),
        (
            "mjs",
            JAVASCRIPT,
            [
                "3: '>' → '>=': SURVIVED",
                "3: '99' → '(99+1)': SURVIVED",
                "3: '0' → 'undefined': SURVIVED",
                "4: 'n - 2' → 'undefined': caught",
            ],
        ),
    ],
)
def test_each_fault_is_told_and_the_module_stays_as_it_was(
    tmp_path, monkeypatch, capsys, ending, source, told
):
    module, test = tmp_path / f"half.{ending}", tmp_path / f"test_half.{ending}"
    module.write_text(source)
    test.write_text(TESTS[ending])
    monkeypatch.chdir(tmp_path)
    mutate.main([module.name, test.name])
    *lines, total = capsys.readouterr().out.splitlines()
    assert lines == [f"{module.name}:{line}" for line in told]
    caught, missed = (sum(line.endswith(each) for line in told) for each in ("caught", "SURVIVED"))
    assert total.endswith(f"faults: {caught} caught, {missed} SURVIVED, 0 timed out")
    assert module.read_text() == source


def test_a_fault_that_never_ends_is_ended(tmp_path, monkeypatch, capsys):
    (tmp_path / "count.py").write_text("n = 0\nwhile n < 9:\n    n += 3\n")
    (tmp_path / "test_count.py").write_text("def test_count():\n    from count import n\n")
    monkeypatch.chdir(tmp_path)
    mutate.main(["--timeout", "2", "count.py", "test_count.py"])
    assert "count.py:3: 'n += 3' → 'pass': timed out" in capsys.readouterr().out


def test_tests_that_fail_without_a_fault_are_refused(tmp_path, monkeypatch):
    (tmp_path / "half.py").write_text("half = 1\n")
    (tmp_path / "test_half.py").write_text(TESTS["py"])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="the tests fail without any fault"):
        mutate.main(["half.py", "test_half.py"])
