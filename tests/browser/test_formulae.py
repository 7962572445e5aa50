"""Formulae: each of the list is about as large as KaTeX sets it, so that nothing in it is lost."""

import pytest

from tests.browser.host import Host
from tests.formulae import sheet

# The width of each formula in ems, ours and theirs; an arrow of theirs is a long drawing, cut off.
SIZES = """async () => {
  await document.fonts.ready;
  const size = (element) => {
    const parts = [...element.querySelectorAll("*")].filter((each) => !each.closest("svg"));
    const boxes = [element, ...parts].map((each) => each.getBoundingClientRect());
    const drawn = boxes.filter(({ width, height }) => width > 0 && height > 0);
    const left = Math.min(...drawn.map((box) => box.left));
    const right = Math.max(...drawn.map((box) => box.right));
    return (right - left) / 18;
  };
  return [...document.querySelectorAll(".row")].map((row) => {
    const ours = row.querySelector("math");
    ours.style.display = "inline math";
    const theirs = row.querySelector(".katex-html");
    theirs.style.display = "inline-block";
    return [size(ours), size(theirs)];
  });
}"""


@pytest.fixture(scope="module")
def drawn(chromium, tmp_path_factory):
    """Return each formula with its width as we and KaTeX set it."""
    folder = tmp_path_factory.mktemp("sheet")
    listed = sheet.write(folder)
    host = Host(folder)
    page = chromium.new_page(viewport={"width": 1500, "height": 900})
    page.goto(f"http://127.0.0.1:{host.port}/index.html")
    sizes = page.evaluate(SIZES)
    page.close()
    host.stop()
    return list(zip(listed, sizes, strict=True))


def test_widths_are_those_of_katex(drawn):
    assert len(drawn) >= 150
    sizes = {tex: both for tex, both in drawn if r"\tag" not in tex}  # which is as wide as a page
    odd = {tex: both for tex, both in sizes.items() if not alike(tex, *both)}
    assert not odd, "\n".join(f"{a:.1f} {b:.1f} {tex}" for tex, (a, b) in odd.items())


def alike(tex, ours, theirs):
    r"""Tell whether two widths in ems differ by less than two letters and a seventh.

    Brackets grow by the steps of their font.
    """
    return abs(ours - theirs) < 1.25 + theirs / 7 + 0.3 * tex.count(r"\left(")
