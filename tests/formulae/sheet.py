"""A sheet of formulae: each as a page of ours sets it, and beside it as KaTeX does.

``python -m tests.formulae.sheet FOLDER`` writes it, to be looked at in a browser.
"""

import html
import json
import shutil
import subprocess
import sys
from pathlib import Path

from refit.cache import Cache
from refit.page import temml
from refit.page.formula_letters import letters_in
from refit.page.formula_mistakes import check
from refit.page.tex_source import Source, prepare
from refit.paths import ROOT
from refit.site import formula_font

LIST = Path(__file__).with_name("formulae.txt")
KATEX = ROOT / "node_modules/katex/dist"
RENDER = """
const { default: katex } = await import(process.argv[1]);
const tex = JSON.parse((await import("node:fs")).readFileSync(0, "utf8"));
const options = { displayMode: true, output: "html", macros: { "\\\\bm": "\\\\boldsymbol{#1}" } };
process.stdout.write(JSON.stringify(tex.map((each) => katex.renderToString(each, options))));
"""
PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Formulae</title>
<link rel="stylesheet" href="katex.min.css">
<link rel="stylesheet" href="sheet.css">
"""
STYLE = """
body {{ width: 1500px; margin: 0; font: 18px sans-serif; background: #fff; color: #000; }}
.row {{ display: flex; border-bottom: 1px solid #ddd; page-break-inside: avoid; }}
.row > * {{ box-sizing: border-box; width: 550px; min-height: 44px; padding: 6px; }}
.row > code {{ width: 400px; font-size: 11px; color: #555; overflow-wrap: anywhere; }}
.katex-display {{ margin: 0 !important; }}
.katex {{ font-size: 1em !important; }}
"""


def formulae() -> list[tuple[str, str]]:
    """Return the formulae of the list, each with its kind."""
    found, kind = [], ""
    for line in LIST.read_text("utf-8").splitlines():
        if line.startswith("#"):
            kind = line.removeprefix("# ")
        elif line:
            found.append((kind, line))
    return found


def convert(tex: str, cache: Cache) -> dict:
    """Return our converter's answer."""
    source = Source.of(tex)
    check(source)
    answer = temml.convert(prepare(source).text, True, {}, 0, cache)
    assert "mathml" in answer, (tex, answer)
    return answer


def katex(all_tex: list[str]) -> list[str]:
    """Return what KaTeX makes of formulae."""
    command = ["node", "--input-type=module", "--eval", RENDER, str(KATEX / "katex.mjs")]
    told = json.dumps(all_tex).encode()
    return json.loads(subprocess.run(command, input=told, check=True, capture_output=True).stdout)


def write(folder: Path) -> list[str]:
    """Write the sheet and its files; return the formulae in order."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = [tex for _, tex in formulae()]
    answers = [convert(tex, Cache()) for tex in listed]
    letters = set().union(*(letters_in(answer["mathml"]) for answer in answers))
    font = formula_font.formula_font(letters, ROOT / "node_modules", Cache())
    (folder / "formulae.woff2").write_bytes(font)
    rules = {name: each for answer in answers for name, each in answer["rules"].items()}
    own = (ROOT / "static/css/2-formulae.css").read_text("utf-8")
    style = formula_font.style("formulae.woff2", rules) + STYLE.replace("{{", "{").replace(
        "}}", "}"
    )
    (folder / "sheet.css").write_text(style + own, "utf-8")
    shutil.copyfile(KATEX / "katex.min.css", folder / "katex.min.css")
    shutil.copytree(KATEX / "fonts", folder / "fonts", dirs_exist_ok=True)
    rows = "".join(
        f'<div class="row"><code>{i} {html.escape(tex)}</code>'
        f'<div class="ours">{answer["mathml"]}</div><div class="theirs">{other}</div></div>\n'
        for i, (tex, answer, other) in enumerate(zip(listed, answers, katex(listed), strict=True))
    )
    (folder / "index.html").write_text(PAGE + rows, "utf-8")
    return listed


if __name__ == "__main__":
    write(Path(sys.argv[1]))
