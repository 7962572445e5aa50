"""Faults: makes one small fault at a time in a module, and tells which of them its tests miss.

    .venv/bin/python -m tests.mutate refit/page/quiz.py tests/test_quiz.py -m "not slow"
    .venv/bin/python -m tests.mutate --most 20 static/js/state/tween.js tests/js/tween.test.mjs

A fault that survives is in code that no test needs, or makes no difference: look at each one.
"""

import argparse
import ast
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from refit.cache import cache_folder

LINKED = (".venv", "node_modules")  # large, and changed by no test
LEFT = (".git", "dist", "__pycache__", ".*_cache", *LINKED)
OPERATOR = re.compile(rb"[^\s()]+( not\b| in\b)?")
SWAPPED = {
    **{"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "===": "!=="},
    **{"!==": "===", "is": "is not", "is not": "is", "in": "not in", "not in": "in", "!": ""},
    **{"+": "-", "-": "+", "*": "/", "/": "*", "//": "*", "%": "*", "+=": "-=", "-=": "+="},
    **{"and": "or", "or": "and", "&&": "||", "||": "&&", "??": "&&", "min": "max", "max": "min"},
    **{"true": "false", "false": "true"},
}
JS = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`"  # left alone
    r"|(?P<call>^ +[\w.?]+\([^;{}]*\);$)|return (?P<value>[^;{}]+);"
    r"|=>|\+\+|--|[=!]==|[<>+-]=|&&|\|\||\?\?|[<>+*!-]|\b\d+(?:\.\d+)?\b|\b(?:true|false|min|max)\b",
    re.DOTALL | re.MULTILINE,
)


def faults_in_python(source: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield where each fault begins and ends, and what to write there."""
    starts = [0, *(line.end() for line in re.finditer(rb"\n", source))]

    def whole(node: ast.expr | ast.stmt, new: str) -> tuple[int, int, str]:
        begin = starts[node.lineno - 1] + node.col_offset
        return begin, starts[node.end_lineno - 1] + node.end_col_offset, new

    nodes = [ast.parse(source)]
    for node in nodes:
        if not isinstance(node, ast.JoinedStr):
            nodes.extend(ast.iter_child_nodes(node))
        operands = []
        match node:
            case ast.Compare(left, _, others):
                operands = [left, *others]
            case ast.BinOp(left, _, right):
                operands = [left, right]
            case ast.BoolOp(_, values):
                operands = values
            case ast.UnaryOp(ast.Not(), operand):
                yield whole(node, ast.unparse(operand))
            case ast.Constant(int(value) | float(value)):
                yield whole(node, str(not value if isinstance(value, bool) else value + 1))
            case ast.Return(ast.expr() as value) if getattr(value, "value", 0) is not None:
                yield whole(value, "None")
            case ast.If(ast.Name() | ast.Attribute() | ast.Call() as test):
                yield whole(test, f"(not {ast.unparse(test)})")
            case (
                ast.Expr(ast.Call()) | ast.Raise() | ast.AugAssign() | ast.Assign([ast.Subscript()])
            ):
                yield whole(node, "pass")
        for left, right in pairwise(operands):
            found = OPERATOR.search(source, whole(left, "")[1], whole(right, "")[0])
            if found and (new := SWAPPED.get(found[0].decode())):
                yield *found.span(), new


def faults_in_javascript(source: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the same, told by tokens; some of it cannot be parsed, and so is caught."""
    for found in JS.finditer(source.decode("latin-1")):  # a character a byte
        if found["value"]:
            yield *found.span("value"), "undefined"
        elif found["call"] or found[0] in SWAPPED:
            yield *found.span(), SWAPPED.get(found[0], "")
        elif found[0][0].isdecimal():
            yield *found.span(), f"({found[0]}+1)"


def copied(root: Path, folder: Path) -> Path:
    """Copy a checkout, with a cache that has what was fetched and nothing that was computed."""
    copy = shutil.copytree(root, folder / "copy", ignore=shutil.ignore_patterns(*LEFT))
    for name in LINKED:
        (copy / name).symlink_to((root / name).resolve())
    (folder / "cache").mkdir()
    for each in cache_folder().glob("*-*"):  # all but build/
        (folder / "cache" / each.name).symlink_to(each)
    return copy


def run(copy: Path, tests: list[str], seconds: float) -> str:
    """Run tests until one fails; tell whether they caught something, or took too long."""
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command = ["node", "--test"] if tests[0].endswith("js") else pytest
    own = {"PYTHONDONTWRITEBYTECODE": "1", "REFIT_CACHE": str(copy.parent / "cache")}
    options = {"cwd": copy, "env": os.environ | own, "start_new_session": True}
    quiet = dict.fromkeys(("stdout", "stderr"), subprocess.DEVNULL)
    with subprocess.Popen([*command, *tests], **options, **quiet) as process:
        try:
            return "caught" if process.wait(seconds) else "SURVIVED"
        except subprocess.TimeoutExpired:
            return "timed out"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def main(arguments: list[str] | None = None) -> None:
    """Make the faults, and print a line for each."""
    parser = argparse.ArgumentParser(prog="tests.mutate", description=__doc__.partition("\n")[0])
    parser.add_argument("--most", type=int, default=40, help="try so many, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="draw others")
    parser.add_argument("--timeout", type=float, help="seconds; else 5 s and 5 times the usual")
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", nargs="...", help="as for pytest, or node --test")
    given = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="refit-mutate-") as folder:
        copy, start = copied(Path.cwd(), Path(folder)), time.monotonic()
        file = copy / given.module
        if run(copy, given.tests, 600) != "SURVIVED":
            sys.exit("the tests fail without any fault; run them to see why")
        seconds = given.timeout or 5 + 5 * (time.monotonic() - start)
        source, told = file.read_bytes(), []
        every = [*(faults_in_python if file.suffix == ".py" else faults_in_javascript)(source)]
        drawn = random.Random(given.seed).sample(every, min(given.most, len(every)))
        for begin, end, new in sorted(drawn):
            file.write_bytes(source[:begin] + new.encode() + source[end:])
            told.append(run(copy, given.tests, seconds))
            place = f"{given.module}:{source.count(b'\n', 0, begin) + 1}"
            change = f"{source[begin:end].decode()!r:.60} → {new!r:.60}"
            print(f"{place}: {change}: {told[-1]}", flush=True)
    counts = ", ".join(f"{told.count(each)} {each}" for each in ("caught", "SURVIVED", "timed out"))
    print(f"{len(told)} of {len(every)} faults: {counts}")


if __name__ == "__main__":
    main()
