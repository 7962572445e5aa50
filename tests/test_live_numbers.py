"""Live numbers: what a reference may say, and what an error tells of what exists."""

import pytest

from refit.page.live_numbers import LiveError, LiveNumber, as_key, read_live_number
from refit.tables import as_tables

TABLES = as_tables(
    {
        "scores": {
            "key": ["training", "test"],
            "accuracy": [0.75, 0.5],
            "verdict": ["fair", "poor"],
        },
        "cuts": {"key": [0, 0.1, 2.5, -3, 1e21], "n": [10, 11, 12, 13, 14]},
        "line": {"slope": [2.5]},
        "loose": {"n": [1, 2]},
    }
)


def printed(text):
    return read_live_number(text, "step").text(TABLES)


def refusal(text):
    with pytest.raises(LiveError) as caught:
        printed(text)
    return caught.value.args


# ── the grammar ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("line.slope | .2f", LiveNumber(None, "line", None, "slope", ".2f", "step")),
        (
            "scores[test].accuracy|.0%",
            LiveNumber(None, "scores", "test", "accuracy", ".0%", "step"),
        ),
        ("pens/scores[test].n | d", LiveNumber("pens", "scores", "test", "n", "d", "step")),
        ("two-pens/a_b.c_d | d", LiveNumber("two-pens", "a_b", None, "c_d", "d", "step")),
        ("a[b c].d | d | reader", LiveNumber(None, "a", "b c", "d", "d", "reader")),
        ("a.b | reader", LiveNumber(None, "a", None, "b", None, "reader")),
        ("a.b | d | step", LiveNumber(None, "a", None, "b", "d", "step")),
        ("a[0.1].b", LiveNumber(None, "a", "0.1", "b", None, "step")),
    ],
)
def test_a_reference_is_read(text, expected):
    assert read_live_number(text, "step") == expected


@pytest.mark.parametrize("whose", ["step", "reader"])
def test_a_reference_that_names_nobody_speaks_of_the_default(whose):
    assert read_live_number("a.b | d", whose).whose == whose


@pytest.mark.parametrize(
    "text", ["", "scores", "scores.", ".n", "scores[].n", "scores[test]", "a b.c | d", "Pens/a.b"]
)
def test_text_that_names_no_value_is_refused(text):
    problem, remedy = refusal(text)
    assert problem == f"{text!r} names no value"
    assert "table[key].column | format" in remedy


@pytest.mark.parametrize("text", ["line.slope | .1f | raeder", "line.slope | d | reader | step"])
def test_more_than_a_format_and_whose_state_is_refused(text):
    problem, remedy = refusal(text)
    assert "more than a format" in problem
    assert "step or reader" in remedy


@pytest.mark.parametrize("text", ["scores[test].accuracy", "line.slope", "cuts[-3].n"])
def test_the_place_is_what_the_page_looks_up(text):
    assert read_live_number(f"pens/{text} | d | reader", "step").reference == text


# ── the value ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scores[training].accuracy | .0%", "75\u202f%"),
        ("scores[test].verdict", "poor"),
        ("line.slope | .1f", "2.5"),
        ("cuts[0].n | d", "10"),
        ("cuts[0.1].n | d", "11"),
        ("cuts[2.50].n | d", "12"),
        ("cuts[-3].n | d", "13"),
        ("cuts[1e+21].n | d", "14"),
    ],
)
def test_a_value_is_printed(text, expected):
    assert printed(text) == expected


def test_an_unknown_table_is_told_with_the_tables_there_are():
    problem, remedy = refusal("score[test].n | d")
    assert problem == "there is no table 'score'"
    assert remedy == "tables: scores, cuts, line, loose"


def test_an_unknown_column_is_told_with_the_columns_there_are():
    problem, remedy = refusal("scores[test].acuracy | d")
    assert problem == "table 'scores' has no column 'acuracy'"
    assert remedy == "columns: key, accuracy, verdict"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("scores[tset].accuracy | d", "training, test"),
        ("cuts[7].n | d", "0, 0.1, 2.5, -3, 1e+21"),
        ("cuts[two].n | d", "0, 0.1, 2.5, -3, 1e+21"),
        ("cuts[nan].n | d", "0, 0.1, 2.5, -3, 1e+21"),
        ("cuts[1_0].n | d", "0, 0.1, 2.5, -3, 1e+21"),
    ],
)
def test_an_unknown_row_is_told_with_the_keys_there_are(text, keys):
    problem, remedy = refusal(text)
    assert "has no row" in problem
    assert remedy == f"keys: {keys}"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("na\u00efve", "nai\u0308ve"),
        ("cre\u0300me", "cr\u00e8me"),
        ("\u00c5", "\u212b"),  # a letter, and the sign of a length
        ("\ud55c", "\u1112\u1161\u11ab"),
        ("o\u0323\u0302", "o\u0302\u0323"),
    ],
)
def test_a_row_whose_accents_are_written_otherwise_is_told_how_both_are_written(typed, key):
    live = read_live_number(f"s[{typed}].v | d", "step")
    with pytest.raises(LiveError) as caught:
        live.text(as_tables({"s": {"key": [key], "v": [1]}}))
    assert caught.value.args == (
        f"table 's' writes the row {typed!r} with other characters: {key!a}, not {typed!a}",
        "write both alike: copy the word out of model.py",
    )


def test_a_row_of_a_table_without_keys_is_refused():
    assert refusal("loose[1].n | d")[1] == "keys: none: the table has no column `key`"


def test_a_table_of_several_rows_needs_a_key():
    problem, remedy = refusal("loose.n | d")
    assert problem == "table 'loose' has 2 rows"
    assert remedy == "name one: loose[key]"


def test_a_word_takes_no_format():
    assert refusal("scores[test].verdict | d")[1] == "leave out the format"


def test_a_number_needs_a_format():
    assert refusal("line.slope")[0] == "line.slope has no format"


def test_an_unknown_format_is_told_with_those_there_are():
    assert ".2f" in refusal("line.slope | 2f")[0]


@pytest.mark.parametrize(
    ("key", "text"), [(3.0, "3"), (0.1, "0.1"), (-2.5, "-2.5"), (-0.0, "0"), ("a", "a")]
)
def test_keys_are_shown_as_an_author_would_write_them(key, text):
    assert as_key(key) == text


@pytest.mark.parametrize("spec", ["d", ",d", "d | reader"])
def test_a_fraction_is_not_printed_as_a_whole_number(refusal, spec):
    assert refusal(f"{{live}}`pens/fit.slope | {spec}`") == (
        "essay.md:5: fit.slope is -2.5, and d would print it as a whole number; write `… | .1f`, "
        "or round it in model.py"
    )
