"""Media: pictures keep their room, links lead somewhere, and places have names of their own."""

import io
import re

import pytest
from PIL import Image

from refit.page.media import linked, size_of_raster

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30.4 20">{}</svg>'


def raster(kind, size=(37, 23), **options):
    out = io.BytesIO()
    Image.new("RGBA" if kind != "JPEG" else "RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "comment": b"\xff\xd8 " * 99}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": Image.Exif().tobytes() + b"x"}),
    ],
)
def test_sizes_are_read_from_headers(kind, options):
    assert size_of_raster(raster(kind, **options)) == (37, 23)


@pytest.mark.parametrize("fillers", [1, 2, 3])
def test_the_size_of_a_jpeg_is_read_past_filler_bytes(render, fillers):
    """Any number of bytes 0xFF may stand before a marker: ITU-T T.81, B.1.1.2."""
    content = raster("JPEG")
    assert content[2:4] == b"\xff\xe0"
    (frame,) = [found.start() for found in re.finditer(rb"\xff\xc0\x00\x11\x08", content)]
    for marker in (frame, 2):
        content = content[:marker] + b"\xff" * fillers + content[marker:]
    assert 'width="37" height="23"' in render("![A dog](a.jpg)", {"a.jpg": content})


def test_a_photo_that_browsers_turn_upright_has_its_upright_size():
    turned = Image.Exif()
    turned[0x0112] = 6  # by 90 degrees
    assert size_of_raster(raster("JPEG", exif=turned.tobytes())) == (23, 37)


def test_a_picture_says_its_size_and_waits(render):
    html = render("![A dog](my%20dog.png 'Rex')", {"my dog.png": raster("PNG")})
    assert (
        '<img class="picture" src="my%20dog.png" width="37" height="23" loading="lazy" '
        'decoding="async" alt="A dog" title="Rex">'
    ) in html


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (SVG, ("30", "20")),
        (SVG.replace("viewBox", 'width="60" height="40px" viewBox'), ("60", "40")),
        (SVG.replace("viewBox", 'width="100%" viewBox'), ("30", "20")),
    ],
)
def test_a_drawing_has_the_size_of_its_view_box(render, svg, size):
    html = render("![Lines](a.svg)", {"a.svg": svg})
    assert re.search(r'width="(\d+)" height="(\d+)"', html).groups() == size


@pytest.mark.parametrize(
    ("text", "files", "told"),
    [
        ("Text\n![A](a.png)", {}, "essay.md:6: there is no file 'a.png'; the folder has no .png "),
        (
            "![A](a.svg)",
            {"b.svg": SVG},
            "essay.md:5: there is no file 'a.svg'; the folder has b",
        ),
        (
            "![](a.svg)",
            {"a.svg": SVG},
            "essay.md:5: 'a.svg' has no text alternative; write ![what there is to see](a.svg)",
        ),
        ("![*A*](a.svg)", {"a.svg": SVG}, "essay.md:5: the alternative of 'a.svg' holds more"),
        (
            "![A](https://x.org/a.png)",
            {},
            "essay.md:5: 'https://x.org/a.png' is not in the essay",
        ),
        (
            "![A](../two/a.png)",
            {},
            "essay.md:5: '../two/a.png' is outside the essay's folder; ",
        ),
        (
            "![A](model.py)",
            {},
            "essay.md:5: 'model.py' is no picture that can be shown; use",
        ),
        (
            "![A](a.svg)",
            {"a.svg": "<svg>\n<p"},
            "a.svg:2: is not XML: unclosed token; save",
        ),
        (
            "![A](a.svg)",
            {"a.svg": "<svg/>"},
            "a.svg:1: is no SVG drawing; begin it with <svg",
        ),
        (
            "![A](a.svg)",
            {"a.svg": SVG.replace("viewBox", "box")},
            "a.svg: the size of this picture cannot be read; give its <svg> a viewBox",
        ),
        (
            "![A](a.jpg)",
            {"a.jpg": raster("JPEG")[:20]},
            "a.jpg: the size of this picture cannot be read; save the picture anew",
        ),
        *(
            (
                "![A](a.png)",
                {"a.png": content},
                "a.png: the size of this picture cannot be read; save the picture anew",
            )
            for content in (b"", raster("PNG")[:20], raster("WEBP")[:20], raster("TIFF"), SVG)
        ),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused(refusal, text, files, told):
    assert refusal(text, files).startswith(told)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.html", "<p>", "essay.md:5: 'a.html' is a page of its own, which would run as a part"),
        ("a.XML", "<p/>", "essay.md:5: 'a.XML' is a page of its own, which would run as a part"),
        ("a.svg", SVG.format("<script/>"), "a.svg:1: this drawing holds <script>; delete it"),
    ],
)
def test_a_link_to_a_file_that_runs_is_refused(refusal, name, content, told):
    assert refusal(f"[A]({name})", {name: content}).startswith(told)


# ── links ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("#in-pens", "#in-pens"),
        ("#pens-1", "#pens-1"),
        ("#the-word", "#the-word"),
        ("model.py", "model.py"),
        ("https://x.org/?a=1&b=2", 'https://x.org/?a=1&amp;b=2" rel="noopener'),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("essay:two", "../two/index.html"),
        ("../two/", "../two/index.html"),
        ("../two/index.html#in-pens", "../two/index.html#in-pens"),
        ("essay:two#pens-1", "../two/index.html#pens-1"),
    ],
)
def test_a_link_leads_where_it_says(render, essay_folder, link, address):
    essay_folder("", slug="two")
    html = render(f"[go]({link})\n\n:::{{definition}} the word\nIt.\n:::")
    assert f'<a href="{address}">go</a>' in html


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("#none", "there is no anchor #none; anchors: #pens-1, #in-pens"),
        ("none.csv", "there is no file 'none.csv'; the folder has no .csv file"),
        ("essay:three", "there is no essay 'three'; essays: one, two"),
        ("../three/", "there is no essay 'three'; essays: one, two"),
        ("essay:two#none", "there is no anchor #none; anchors: #pens-1, #in-pens"),
        (
            "ftp://x.org",
            "the link to 'ftp://x.org' leads nowhere; write https://…, #anchor",
        ),
        ("//x.org", "the link to '//x.org' leads nowhere; write https://…, #anchor or essay:slug"),
        ("../../secret", "'../../secret' is outside the essay's folder; copy the file into the"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(refusal, essay_folder, link, told):
    essay_folder("", slug="two")
    assert refusal(f"Text\n\n[go]({link})").startswith(f"essay.md:7: {told}")


def test_a_page_depends_on_the_essays_it_links_to(essay_folder):
    two = essay_folder("Two.", slug="two")
    one = essay_folder("[a](essay:two) [b](../two/#x) [c](essay:three)")
    assert linked(one) == ["", (two / "essay.md").read_text("utf-8")]


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def test_headings_are_named_after_their_words(render):
    html = render("## L'été: *A* {live}`pens/fit.slope | .1f` $x$ b_c\n\n## Two\n\n## Two\n")
    assert re.findall(r'<h\d id="([^"]+)"', html) == ["lete-a-x-b-c", "two", "two-2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("## Pens 1", "5: #pens-1 is already an anchor in line 13; name one otherwise"),
        ("## Main", "5: #main is already an anchor of the page itself; name one otherwise"),
        ("## References", "5: #references is already an anchor of the page itself; name one other"),
        (
            ":::{definition} a b\n:::\n\n:::{definition} A, b!\n:::",
            "8: #a-b is already an anchor in line 5; name one otherwise",
        ),
    ],
)
def test_a_name_that_is_there_twice_is_refused(refusal, text, told):
    assert refusal(text).startswith(f"essay.md:{told}")


def test_a_definition_is_framed_and_can_be_linked_to(render):
    html = render(':::{definition} "validation set"\nHeld back.\n:::')
    assert '<div class="definition" id="validation-set" role="note"' in html
    assert "<dfn>validation set</dfn>" in html
