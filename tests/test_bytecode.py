"""Bytecode of the runtime's library: without docstrings, and with one line for each function."""

import ast
import marshal
import traceback

import pytest

from refit.runtime.compiler.bytecode import compile_module, drop_docstrings, without_lines
from refit.runtime.compiler.modules import Archive

SOURCE = '''\
def outer(count):
    """Explain."""
    def inner(number):
        try:
            return 1 / number
        finally:
            pass

    for i in range(count, -1, -1):
        inner(i)
'''
HEADER = 16  # bytes of a .pyc before its code


@pytest.fixture
def outer():
    names = {}
    exec(without_lines(compile(SOURCE, "made.py", "exec")), names)
    return names["outer"]


def test_each_function_knows_its_first_line_alone(outer):
    inner = next(each for each in outer.__code__.co_consts if hasattr(each, "co_code"))
    for code, line in ((outer.__code__, 1), (inner, 3)):
        assert {found for *_, found in code.co_lines()} == {line}
        assert len(list(code.co_positions())) == len(code.co_code) // 2


def test_tracebacks_are_made_all_the_same(outer):
    with pytest.raises(ZeroDivisionError) as raised:
        outer(2)
    lines = [frame.lineno for frame in traceback.extract_tb(raised.value.__traceback__)]
    assert lines[1:] == [1, 3]


def test_a_module_has_docstrings_only_if_it_asks_for_them():
    def doc(text):
        archive = Archive.of({"made.py": ast.parse(text)}, {})
        made = compile_module(text, "made.py", archive.module("made.py"))
        names = {}
        exec(marshal.loads(made[HEADER:]), names)
        return names["outer"].__doc__

    assert doc(SOURCE.encode()) is None
    assert doc(f"{SOURCE}print(outer.__doc__, end='')\n".encode()) == "Explain."


def test_a_docstring_that_numpy_rewrites_and_asserts_stays():
    text = "@finalize_array_function_like\ndef ones(n):\n    '''out : array'''\n"
    tree = ast.parse(f"{text}def other():\n    '''Gone.'''\n")
    drop_docstrings(tree)
    assert [ast.get_docstring(each) for each in tree.body] == ["out : array", None]
