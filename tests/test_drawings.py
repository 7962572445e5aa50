"""Drawings: an author's SVG names its own parts alone, runs nothing, and has a size."""

import pytest

from refit.errors import AuthorError
from refit.page.drawings import read_svg, size_of_svg

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 9">\n{}\n</svg>'
)
OWN = "draw it in the file itself: a drawing may name only its own parts, as in href='#name'"
NOTHING = "delete it: a drawing is shown as a picture, in which nothing runs"


@pytest.fixture
def drawing(tmp_path):
    """Return a function that writes a drawing."""

    def write(inside, whole=SVG):
        file = tmp_path / "a.svg"
        file.write_text(whole.format(inside), "utf-8")
        return file

    return write


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ('<image href="http://127.0.0.1/x.png"/>', " leads to 'http://127.0.0.1/x.png'"),
        ('<image xlink:href="/home/a/b.svg"/>', " leads to '/home/a/b.svg'"),
        ('<use href="other.svg#a"/>', " leads to 'other.svg#a'"),
        ('<feImage href="../b.png"/>', " leads to '../b.png'"),
        ('<image href="data:image/svg+xml,x"/>', " leads to 'data:image/svg+xml,x'"),
        ('<a href="javascript:alert(1)"/>', " leads to 'javascript:alert(1)'"),
        ('<rect fill="url(http://a.b/c#d)"/>', "'s style holds 'url(http://a.b/c#d)'"),
        ("<rect style='fill:url( \"x.svg#d\")'/>", "'s style holds 'url( \"x.svg#d\")'"),
        ("<style>a{}@import 'x.css';</style>", "'s style holds \"@import 'x.css';\""),
        ("<style>@imp<![CDATA[ort 'x']]></style>", "'s style holds \"@import 'x'\""),
        ("<style>a{b:u\\72l(x)}</style>", r"'s style holds '\\72l(x)}'"),
        ('<set attributeName="xlink:href" to="http://a"/>', " changes 'xlink:href'"),
    ],
)
def test_what_leads_out_of_a_drawing_is_refused_with_its_line(drawing, inside, problem):
    with pytest.raises(AuthorError) as caught:
        read_svg(drawing(f"<g/>\n{inside}"))
    assert caught.value.problem == f"this drawing{problem}"
    assert (caught.value.remedy, caught.value.line) == (OWN, 3)


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ("<script>alert(1)</script>", "this drawing holds <script>"),
        ("<foreignObject/>", "this drawing holds <foreignObject>"),
        ('<h:b xmlns:h="http://www.w3.org/1999/xhtml"/>', "this drawing holds <b>"),
        ('<rect onclick="alert(1)"/>', "this drawing runs a script: onclick"),
        ('<g><set onbegin="alert(1)"/></g>', "this drawing runs a script: onbegin"),
    ],
)
def test_what_runs_in_a_drawing_is_refused_with_its_line(drawing, inside, problem):
    with pytest.raises(AuthorError) as caught:
        read_svg(drawing(inside))
    told = caught.value
    assert (told.problem, told.remedy, told.line) == (problem, NOTHING, 2)


def test_a_style_sheet_of_its_own_is_refused(drawing):
    with pytest.raises(AuthorError, match="this drawing asks for a style sheet"):
        read_svg(drawing("", '<?xml-stylesheet href="http://a.b/c"?>\n' + SVG))


def test_a_drawing_that_nobody_has_drawn_so_deep_is_refused(drawing):
    read_svg(drawing("<g>" * 199 + "</g>" * 199))
    with pytest.raises(AuthorError) as caught:
        read_svg(drawing("<g>" * 50_000 + "</g>" * 50_000))
    told = caught.value
    assert told.problem == "this drawing has more than 200 elements inside each other"
    assert (told.remedy, told.line) == ("ungroup them", 2)


def test_what_drawing_programs_write_is_not(drawing):
    inside = (
        '<title>A url(x) in words \\ and so on</title><use href="#a" aria-label="\\"/>'
        '<style>a{fill:url(#a)}</style><rect fill="url(\'#b\')" id="\\"/>'
        '<image href="data:image/png;base64,AAAA"/>'
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<r:type r:resource="http://purl.org/dc/dcmitype/StillImage"/></r:RDF></metadata>'
    )
    assert read_svg(drawing(inside)).tag.endswith("}svg")


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 30.4 20"', (30.4, 20)),
        ('viewBox="0,0 , 30 , 20"', (30, 20)),
        ('width="60" height="40px" viewBox="0 0 3 2"', (60, 40)),
        ('width="100%" viewBox="0 0 3 2"', (3, 2)),
        ('width="1.2.3" height="4" viewBox="0 0 3 2"', (3, 2)),
        ('width="1.2.3" height="4"', (0, 0)),
        ('viewBox="0 0 inf inf"', (0, 0)),
        ('viewBox="0 0 nan 3"', (0, 3)),
        (f'viewBox="0 0 {"9" * 400} 3"', (0, 3)),
        ('viewBox="0 0 3"', (0, 0)),
        ('viewBox="0 0 1_0 3"', (0, 3)),
        ("", (0, 0)),
    ],
)
def test_a_size_is_read_or_is_none(drawing, attributes, size):
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{{}}</svg>'
    assert size_of_svg(read_svg(drawing("", whole))) == size


def test_a_folder_in_the_place_of_a_drawing_is_told(tmp_path):
    folder = tmp_path / "cover.svg"
    folder.mkdir()
    with pytest.raises(AuthorError) as caught:
        read_svg(folder)
    assert str(caught.value) == f"{folder}: is a folder; put the drawing itself there"
