"""Snippets: every directive and role, for editors that read those of VS Code; Vim's plugins do.

They are made of the signatures, and lie beside the schemas, as ``essays/_schema/markdown.json``.
"""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from refit.cache import Json
from refit.essay.signatures import Signature
from refit.gallery import contributing
from refit.gallery.things import signatures
from refit.page.renderer import ROLES
from refit.paths import ROOT
from refit.site.schemas import FOLDER, write_schemas

FILE = "markdown.json"  # as Vim's plugins look for the snippets of a language
# Colons of what holds others: an outer fence has more than an inner one.
COLONS = {"deeper": 7, "scene": 6, "step": 5, "figure": 5, "quiz": 4, "challenge": 4, "aside": 4}
HOLDS = {  # what a build asks for in a directive, and words to write over
    "scene": {"alt": "What there is to see.", "step": "## A heading"},
    "figure": {"alt": "What there is to see."},
    "quiz": {"answer": "What is shown after checking."},
    "challenge": {"hint": "Where to look.", "answer": "What has been shown."},
}
EMPTY = ("slider", "select", "toggle", "button", "code")  # directives that hold no text
WORD = re.compile(r"""([\w-]+)=("[^"]*"|'[^']*'|\S+)|"[^"]*"|\S+""")  # of an opening line
SPECIAL = re.compile(r"[\\$}]")
CODE = re.compile(r"``(.+?)``")


def snippets() -> Json:
    """Return the snippets of all directives and roles, by name."""
    made = {}
    for name, signature in signatures().items():
        made[name] = {
            "prefix": f":::{name}",
            "body": [*body(name, signature, count(1))],
            "description": about("Directives", name, signature),
        }
    for name in ROLES:
        example = CODE.findall(contributing.table("Roles")[name][1])[0].strip().replace(r"\|", "|")
        role, _, inside = example.partition("`")
        made[name] = {
            "prefix": f"{{{name}",
            "body": [f"{escaped(role)}`${{1:{escaped(inside.strip('`'))}}}`$0"],
            "description": about("Roles", name),
        }
    return {name: {"scope": "markdown"} | each for name, each in made.items()}


def body(name: str, signature: Signature, numbers: Iterator[int]) -> Iterator[str]:
    """Yield the lines of a directive, with what it must hold, and where the cursor ends."""
    colons = ":" * COLONS.get(name, 3)
    yield f"{colons}{opening(signature, numbers)}"
    for inner, words in HOLDS.get(name, {}).items():
        fence = ":" * COLONS.get(inner, 3)
        yield f"{fence}{{{inner}}}"
        yield f"${{{next(numbers)}:{words}}}"
        yield fence
    is_done = name in HOLDS or name in EMPTY
    yield from () if is_done else ("$0",)
    yield colons + ("$0" if is_done else "")


def opening(signature: Signature, numbers: Iterator[int]) -> str:
    """Return the first line of a signature's example, without its colons, to be filled in.

    What may be left out is one place as a whole, so that one key deletes it.
    """
    example = re.split(r",? or (?=:::|\w+=)", signature.example)[0].lstrip(":").rstrip(",")
    name, _, rest = example.partition(" ")
    line = escaped(name).replace(r"\}", "}")
    for found in WORD.finditer(rest):
        key, value = found[1], found[2] or found[0]
        quote = value[0] if value[0] in "\"'" else ""
        whole = f" {key}=" if key else " "
        place = next(numbers)
        inside = escaped(value.strip(quote))
        if key and key in signature.options and key not in signature.required:
            line += f"${{{place}:{whole}{quote}${{{next(numbers)}:{inside}}}{quote}}}"
        else:
            line += f"{whole}{quote}${{{place}:{inside}}}{quote}"
    return line


def about(heading: str, name: str, signature: Signature | None = None) -> str:
    """Return what CONTRIBUTING says of a directive or role, and which options it may have."""
    said = contributing.table(heading)[name][0].strip().replace(r"\|", "|")
    options = ", ".join(f"{each}=" for each in signature.options) if signature else ""
    return f"{said} ({options})" if options else said


def escaped(text: str) -> str:
    """Return a text as snippets have it."""
    return SPECIAL.sub(r"\\\g<0>", text)


def write_for_editors(essays: Path) -> None:
    """Write the schemas and the snippets that help to write these essays."""
    write_schemas(essays, ROOT / "static" / "theme.json")
    text = json.dumps(snippets(), ensure_ascii=False, indent=2)
    (essays / FOLDER / FILE).write_text(f"{text}\n", "utf-8")
