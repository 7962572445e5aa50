"""Where a chart's names and layers stand in figures.py."""

import pytest

from refit.figures.source_lines import line_naming, line_of_layer, only_line

SOURCE = '''"""Draws pets, and a line."""


def helper():
    return "fur"


def pens(narrow):
    """A line over pets."""
    pets = dots("pets", x="x:Q", y="weight:Q")
    line = curve("line", x="x:Q", y="weight")
    worse = line.transform_filter("datum.x +* 2")
    return pets + line + worse + label("pet {name}")
'''


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "figures.py"
    path.write_text(SOURCE, "utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["pets"], 10),  # not the docstrings
        (["pets", "x"], 10),
        (["line", "x"], 11),  # the one after the table
        (["pets", "name"], 13),
        (["fur"], 5),  # of another function
        (["nowhere"], 8),
        (["line", "fur"], 5),
    ],
)
def test_a_name_is_found_in_the_function_first(file, words, line):
    assert line_naming(file, "pens", *words) == line


def test_a_layer_is_found_by_what_no_other_has(file):
    shared = {"data": {"name": "line"}, "encoding": {"x": {"field": "x"}}}
    worse = shared | {"transform": [{"filter": "datum.x +* 2"}]}
    assert line_of_layer(file, "pens", worse, [shared]) == 12
    assert line_of_layer(file, "pens", shared, [shared]) == 8


def test_a_text_alone_in_its_quotes_is_found_if_it_is_there_once(file):
    assert only_line(file, "pens", "weight") == 11
    assert only_line(file, "pens", "x:Q") == 8
    assert only_line(file, "pens", "nope") == 8
