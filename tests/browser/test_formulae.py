"""Formulae: each of the list has the letters that KaTeX sets, and is about as wide and as tall."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.browser.host import Host
from tests.formulae import sheet

# The letters of each formula, ours and theirs, its width and its height in ems; an arrow of theirs
# is a long drawing, cut off.
DRAWN = """async () => {
  await document.fonts.ready;
  const drawn = (element) => {
    const parts = [...element.querySelectorAll("*")].filter((each) => !each.closest("svg"));
    const boxes = [element, ...parts].map((each) => each.getBoundingClientRect());
    const seen = boxes.filter(({ width, height }) => width > 0 && height > 0);
    const between = (low, high) =>
      Math.max(...seen.map((box) => box[high])) - Math.min(...seen.map((box) => box[low]));
    const [width, height] = [between("left", "right") / 18, between("top", "bottom") / 18];
    return { text: element.textContent, width, height };
  };
  return [...document.querySelectorAll(".row")].map((row) => {
    const ours = row.querySelector("math");
    ours.style.display = "inline math";
    const theirs = row.querySelector(".katex-html");
    theirs.style.display = "inline-block";
    return [drawn(ours), drawn(theirs)];
  });
}"""

KINDS = ("Lu", "Ll", "Lo", "Nd")
DOTLESS = "\N{LATIN SMALL LETTER DOTLESS I}"  # theirs has a code of its own


@dataclass
class Drawn:
    """A formula as one of the two sets it, in ems."""

    text: str
    width: float
    height: float

    @property
    def letters(self):
        """How often each letter and digit is in it, in whatever style; accents are no letters."""
        plain = unicodedata.normalize("NFKC", self.text)
        return Counter(
            each for each in plain if unicodedata.category(each) in KINDS and each != DOTLESS
        )


@pytest.fixture(scope="module")
def drawn(chromium, tmp_path_factory):
    """Return each formula as we and KaTeX set it."""
    folder = tmp_path_factory.mktemp("sheet")
    listed = sheet.write(folder)
    host = Host(folder)
    page = chromium.new_page(viewport={"width": 1500, "height": 900})
    page.goto(f"http://127.0.0.1:{host.port}/index.html")
    pairs = [[Drawn(**each) for each in both] for both in page.evaluate(DRAWN)]
    page.close()
    host.stop()
    assert len(listed) >= 150
    return list(zip(listed, pairs, strict=True))


def test_letters_are_those_of_katex(drawn):
    odd = [
        (tex, ours.text, theirs.text)
        for tex, (ours, theirs) in drawn
        if ours.letters != theirs.letters
    ]
    assert not odd, "\n".join(map(str, odd))


def test_widths_are_those_of_katex(drawn):
    r"""Two widths differ by less than two letters and a twentieth of theirs.

    Roots and brackets grow by the steps of their font; with \tag ours are as wide as a page.
    """
    odd = []
    for tex, (ours, theirs) in drawn:
        steps = tex.count(r"\left(") + tex.count(r"\sqrt")
        most = 1.05 + theirs.width / 20 + 0.3 * steps
        if abs(ours.width - theirs.width) >= most and r"\tag" not in tex:
            odd.append(f"{ours.width:.1f} {theirs.width:.1f} {tex}")
    assert not odd, "\n".join(odd)


def test_heights_are_those_of_katex(drawn):
    """Two heights differ by less than three quarters of a line and a quarter of theirs.

    Lines of ours stand farther apart.
    """
    odd = [
        f"{ours.height:.1f} {theirs.height:.1f} {tex}"
        for tex, (ours, theirs) in drawn
        if abs(ours.height - theirs.height) >= 0.75 + theirs.height / 4
    ]
    assert not odd, "\n".join(odd)
