"""Markup: fences, front matter and options, and the lines that errors name."""

from pathlib import Path

import pytest

from refit.errors import AuthorError
from refit.essay.markup import Directive, Prose, parse, walk

FILE = Path("essays/some/essay.md")


def parsed(text):
    return parse(text, FILE)


def directives(text):
    return list(walk(parsed(text).nodes))


def only(text):
    (directive,) = directives(text)
    return directive


def refusal(text):
    with pytest.raises(AuthorError) as caught:
        parsed(text)
    assert caught.value.file == FILE
    return caught.value


# ── fences ───────────────────────────────────────────────────────────────────────────────────────


def test_a_fence_as_long_as_the_one_around_it_is_refused():
    error = refusal("text\n\n:::{scene} pens\n:::{step}\n:::\n:::\n")
    assert error.line == 4
    assert "{step} has a fence as long as the {scene} around it" in error.problem
    assert "line 3" in error.remedy
    assert "at least 4 colons" in error.remedy


def test_a_fence_longer_than_the_one_around_it_is_refused():
    assert refusal(":::{scene} pens\n::::{step}\n::::\n:::\n").line == 2


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("a\n\n:::{aside} T\ntext\n", 3, "aside"),
        ("::::{scene} x\n:::{step}\n:::\n", 1, "scene"),
        (":::{aside} T\n```\n:::\n```\n", 1, "aside"),
    ],
)
def test_a_fence_that_is_never_closed_is_refused_where_it_opens(text, line, name):
    error = refusal(text)
    assert (error.line, error.problem) == (line, f"{{{name}}} is never closed")


@pytest.mark.parametrize("colons", ["::::", ":::::"])
def test_a_closing_fence_of_another_length_is_refused(colons):
    error = refusal(f"a\n:::{{aside}} T\n{colons}\n")
    assert error.line == 3
    assert f"{len(colons)} colons cannot close {{aside}} of line 2" in error.problem
    assert error.remedy == "write :::"


def test_a_closing_fence_that_skips_a_level_is_refused():
    assert refusal("::::{scene} x\n:::{step}\n::::\n:::\n").line == 3


def test_a_fence_that_closes_nothing_is_refused():
    error = refusal("a\n\n:::\n")
    assert (error.line, error.problem) == (3, "this fence closes nothing")


@pytest.mark.parametrize("text", ["::: step", ":::step", ":::{Step}", ":::{}", "::: a {step}"])
def test_a_fence_whose_text_opens_nothing_is_refused(text):
    error = refusal(f"\n{text}\n:::\n")
    assert error.line == 2
    assert "opens nothing" in error.problem
    assert error.remedy == "write :::{name} options"


@pytest.mark.parametrize(
    ("fenced", "line"),
    [
        ("- item\n\n  :::{aside} T\n  text\n  :::\n", 3),
        ("1.  item\n\n    :::{aside} T\n    text\n", 3),
        ("> :::{aside} T\n> text\n", 1),
        ("- item\n  :::{aside} T\n  text\n:::\n", 2),
    ],
)
def test_a_fence_inside_a_list_or_a_quote_is_refused(fenced, line):
    error = refusal(fenced)
    assert error.line == line
    assert "begin it at the margin" in error.remedy


@pytest.mark.parametrize(
    "code",
    [
        "```\n:::{nothing\n:::\n```\n",
        "~~~ text\n:::\n```\n:::\n~~~\n",
        "````\n```\n:::\n````\n",
        "```\n```python\n:::\n```\n",
        "    :::{indented}\n",
    ],
)
def test_colons_inside_code_are_no_fence(code):
    assert [d.name for d in directives(f"{code}\n:::{{aside}} T\n:::\n")] == ["aside"]


def test_backticks_around_a_word_open_no_code_fence():
    assert only("``` word ```\n:::{aside} T\n:::\n").line == 2


@pytest.mark.parametrize("depth", [2, 30, 60])
def test_fences_nest_as_deep_as_one_likes(depth):
    opening = [":" * (2 + depth - i) + "{aside} T" for i in range(depth)]
    closing = [":" * (3 + i) for i in range(depth)]
    found = directives("\n".join([*opening, "innermost", *closing]))
    assert [d.line for d in found] == list(range(1, depth + 1))
    assert isinstance(found[-1].children[0], Prose)


def test_a_nesting_deeper_than_markdown_reads_is_refused_and_not_dropped():
    depth = 120
    opening = [":" * (2 + depth - i) + "{aside} T" for i in range(depth)]
    closing = [":" * (3 + i) for i in range(depth)]
    assert refusal("\n".join([*opening, "innermost", *closing])).line > 50


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────


def test_prose_and_directives_keep_their_order():
    nodes = parsed("one\n\n:::{aside} T\ntwo\n:::\n\nthree\n").nodes
    assert [type(node) for node in nodes] == [Prose, Directive, Prose]
    assert nodes[1].children[0].tokens[1].content == "two"
    assert nodes[2].tokens[1].content == "three"


def test_lines_count_from_the_top_of_the_file_front_matter_included():
    text = "---\ntitle: T\n---\n\n::::{scene} pens\n\n:::{step}\n:::\n:::{step}\n:::\n::::\n"
    assert [(d.name, d.line) for d in directives(text)] == [
        ("scene", 5),
        ("step", 7),
        ("step", 9),
    ]


@pytest.mark.parametrize("odd", ["\u2028", "\u0085", "\x0b", "\x0c"])
def test_only_newlines_count_as_lines(odd):
    assert refusal(f"a{odd}b\n:::{{aside}} T\n").line == 2


def test_a_fence_may_stand_right_below_a_paragraph():
    assert only("text\n:::{aside} T\n:::\n").line == 2


# ── options ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a=1", 1),
        ("a=-0.5", -0.5),
        ("a=true", True),
        ("a=null", None),
        ("a=plane", "plane"),
        ('a="two words"', "two words"),
        ("a='two words'", "two words"),
        ("""a='"12"'""", "12"),
        ("a=[1,2]", [1, 2]),
        ("""a='{"3": [4, 5]}'""", {"3": [4, 5]}),
        ("a=", ""),
        ("a=b=c", "b=c"),
        ("a=NaN", "NaN"),
        ("a=-Infinity", "-Infinity"),
    ],
)
def test_an_options_value_is_json_where_it_is_json_and_text_elsewhere(written, value):
    found = only(f":::{{step}} {written}\n:::\n").options["a"]
    assert (found, type(found)) == (value, type(value))


def test_words_without_an_equals_sign_are_arguments():
    directive = only(':::{aside} one "two three" a=1 four\n:::\n')
    assert directive.arguments == ["one", "two three", "four"]
    assert directive.options == {"a": 1}


def test_an_open_quote_is_refused():
    error = refusal("\n:::{aside} Don't\n:::\n")
    assert (error.line, error.remedy) == (2, "close the quotation mark")


# ── front matter ─────────────────────────────────────────────────────────────────────────────────


def test_front_matter_is_read_as_yaml():
    document = parsed("---\ntitle: T\ntags: [a, b]\norder: 2\n---\ntext\n")
    assert document.front_matter == {"title": "T", "tags": ["a", "b"], "order": 2}
    assert len(document.nodes) == 1


def test_an_essay_may_lack_front_matter():
    assert parsed("text\n").front_matter == {}


@pytest.mark.parametrize(
    "options",
    [
        "key=\u201cK\u201d",
        "key=\u201cof K\u201d",
        "\u201eof K\u201c",
        "key=\u2018K\u2019",
        "\u2018K\u2019",
    ],
)
def test_curly_quotes_are_no_quotes(options):
    error = refusal(f"text\n\n:::{{aside}} {options}\n:::\n")
    assert (error.line, error.remedy) == (3, 'write straight ones: "two words"')


@pytest.mark.parametrize(
    ("options", "write"), [("a = 1", "a=1"), ("a =1", "a=1"), ('b=2 a= "x y"', 'a="…"')]
)
def test_a_blank_beside_an_equals_sign_is_refused(options, write):
    error = refusal(f":::{{aside}} {options}\n:::\n")
    assert error.problem == "{aside} has a blank beside an equals sign"
    assert error.remedy == f"write {write}"


def test_quotes_and_equals_signs_inside_quotes_are_words():
    node = only(':::{aside} "so \u201ccalled\u201d" a="x = y" b=\'\u2018\' c=cat\u2019s\n:::\n')
    assert node.arguments == ["so \u201ccalled\u201d"]
    assert node.options == {"a": "x = y", "b": "\u2018", "c": "cat\u2019s"}


def test_a_step_sets_words_numbers_and_json():
    node = only(""":::{step} layout=plane k=3 noise=true moved='{"3": [1, 2]}'\n:::\n""")
    assert node.options == {"layout": "plane", "k": 3, "noise": True, "moved": {"3": [1, 2]}}


def test_letters_in_brackets_stay_letters_and_dashes_become_dashes():
    (prose,) = parsed("(c) (r) (p) (tm) a -- b...\n").nodes
    assert prose.tokens[1].children[0].content == "(c) (r) (p) (tm) a \u2013 b\u2026"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: T\nsummary: a: b\n---\n", 3),
        ("---\ntitle: T\norder: 1\ntags: [a,\n---\n", 4),
        ("---\ntitle: T\n\tindented: x\n---\n", 3),
    ],
)
def test_front_matter_that_is_not_yaml_is_refused_at_its_line(text, line):
    error = refusal(text)
    assert error.line == line
    assert error.problem.startswith("front matter: ")


@pytest.mark.parametrize("text", ["---\n---\n", "---\n- a\n---\n", "---\nword\n---\n"])
def test_front_matter_that_is_no_mapping_is_refused(text):
    assert refusal(text).problem == "front matter is no mapping"


@pytest.mark.parametrize("value", ["\x01", "2024-13-45"])
def test_a_value_that_yaml_cannot_read_is_refused(value):
    assert refusal(f"---\ntitle: {value}\n---\n").problem.startswith("front matter: ")


def test_front_matter_that_is_never_closed_is_refused():
    assert refusal("---\ntitle: T\n\ntext\n").problem == "the front matter is never closed"
