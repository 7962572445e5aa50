"""An author's SVG drawings: read, and refused if they reach out of themselves or run anything.

A drawing is shipped as it is, and a cover is drawn at build time too. So a drawing may name its own
parts alone: no address, no file, no script.
"""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from refit.errors import AuthorError

NAMESPACE = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
SEPARATOR = " "  # between a namespace and a name; neither holds one
STYLE = f"{NAMESPACE}{SEPARATOR}style"
WORDS = ("aria-", "class", "data-", "id", "lang", "name", "role", "title")  # attributes of words
FORBIDDEN = ("foreignObject", "handler", "iframe", "listener", "script")  # elements
EMBEDDED = re.compile(r"data:image/(png|jpeg|gif|webp);base64,")
# In style sheets: what names a file, and escapes, which could hide such a name.
REACHING = re.compile(
    r"""
    @import | \\ | \b(?:image-set|image|src)\(
    | url\( \s* (?! ["']? (?: \# | data:image/(?:png|jpeg|gif|webp); ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
DEEPEST = 200  # elements inside each other: what reads a drawing calls itself for each
NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
OWN_PARTS = "draw it in the file itself: a drawing may name only its own parts, as in href='#name'"
NOTHING_RUNS = "delete it: a drawing is shown as a picture, in which nothing runs"


def read_svg(file: Path) -> ElementTree.Element:
    """Read an SVG file.

    Raises
    ------
    AuthorError
        With the line, if it is no SVG, names anything outside itself, or would run anything.
    """
    if file.is_dir():
        raise AuthorError("is a folder", "put the drawing itself there", file)
    content = file.read_bytes()
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        problem = str(error).partition(":")[0]
        raise AuthorError(
            f"is not XML: {problem}", "save the drawing anew", file, error.position[0]
        ) from None
    if root.tag != f"{{{NAMESPACE}}}svg":
        remedy = 'begin it with <svg xmlns="http://www.w3.org/2000/svg" viewBox="…">'
        raise AuthorError("is no SVG drawing", remedy, file, 1)
    for problem, remedy, line in Reader(content).problems:
        raise AuthorError(problem, remedy, file, line)
    return root


class Reader:
    """Reads a drawing once more, for the lines of what it must not hold."""

    def __init__(self, content: bytes) -> None:
        self.problems: list[tuple[str, str, int]] = []
        self.style: tuple[int, list[str]] | None = None  # the line of a <style>, and its text
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        self.parser.StartElementHandler = self.on_start
        self.parser.CharacterDataHandler = self.on_text
        self.parser.EndElementHandler = self.on_end
        self.parser.ProcessingInstructionHandler = self.on_instruction
        self.parser.Parse(content, True)

    def on_start(self, element: str, attributes: dict[str, str]) -> None:
        """Check an element and its attributes."""
        line = self.parser.CurrentLineNumber
        self.depth += 1
        found = [*in_element(element), *in_attributes(attributes)]
        if self.depth == DEEPEST + 1:
            problem = f"this drawing has more than {DEEPEST} elements inside each other"
            found.append((problem, "ungroup them"))
        self.problems += [(problem, remedy, line) for problem, remedy in found]
        if element == STYLE:
            self.style = line, []

    def on_text(self, text: str) -> None:
        """Collect the text of a style sheet, which comes in pieces."""
        if self.style:
            self.style[1].append(text)

    def on_end(self, element: str) -> None:
        """Check a style sheet that is complete."""
        self.depth -= 1
        if element == STYLE and self.style:
            line, text = self.style[0], "".join(self.style[1])
            self.style = None
            if found := REACHING.search(text):
                line += text[: found.start()].count("\n")
                self.problems.append((reaches(text, found), OWN_PARTS, line))

    def on_instruction(self, name: str, _: str) -> None:
        """Check a processing instruction."""
        if name == "xml-stylesheet":
            problem, remedy = "this drawing asks for a style sheet", "put its rules into <style>"
            self.problems.append((problem, remedy, self.parser.CurrentLineNumber))


def in_element(element: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an element, and what to do about it."""
    namespace, _, name = element.rpartition(SEPARATOR)
    if namespace == XHTML or (namespace == NAMESPACE and name in FORBIDDEN):
        yield f"this drawing holds <{name}>", NOTHING_RUNS


def in_attributes(attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the attributes of an element, and what to do about it."""
    for key, value in attributes.items():
        namespace, _, name = key.lower().rpartition(SEPARATOR)
        value = value.strip()
        if name.startswith("on"):
            yield f"this drawing runs a script: {name}", NOTHING_RUNS
        elif name in ("href", "src") and not (value.startswith("#") or EMBEDDED.match(value)):
            yield f"this drawing leads to {value!r}", OWN_PARTS
        elif name == "attributename" and value.lower().endswith("href"):
            yield f"this drawing changes {value!r}", OWN_PARTS
        elif not namespace and not name.startswith(WORDS) and (found := REACHING.search(value)):
            yield reaches(value, found), OWN_PARTS


def reaches(text: str, found: re.Match[str]) -> str:
    """Say what a style holds."""
    return f"this drawing's style holds {text[found.start() :][:40].strip()!r}"


def size_of_svg(root: ElementTree.Element) -> tuple[float, float]:
    """Return width and height in pixels, from the attributes or the view box; 0, 0 without both."""
    width, height = (
        as_number(root.get(name, "").strip().removesuffix("px")) for name in ("width", "height")
    )
    if width and height:
        return width, height
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    return (as_number(box[2]), as_number(box[3])) if len(box) == 4 else (0, 0)


def as_number(text: str) -> float:
    """Return a size; 0 for what is none."""
    value = float(text) if NUMBER.fullmatch(text) else 0.0
    return value if math.isfinite(value) else 0.0
