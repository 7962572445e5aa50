"""Smaller SVG: shapes that repeat are defined once, lines are written as steps from point to point,
and invisible marks are left out.

Vega writes every point with its whole outline, scaled to its size. A crowd of pets of sixty sizes
is then half a megabyte that no compression sees through. Here each outline is defined once, and
used at a scale.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from refit.cache import Json

NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
POINT = re.compile(r'<path transform="translate\(([^,]+),([^)]+)\)" d="([^"]+)"([^>]*)/>')
USE = re.compile(
    r'<use href="(?P<name>[^"]+)" transform="(?P<at>translate\([^)]+\))'
    r'scale\((?P<scale>[^)]+)\)"(?P<rest>[^>]*)/>'
)
RUN = re.compile(r'(?:<use href="[^"]+" transform="translate[^>]*/>)+')
GROUP = re.compile(r'<g transform="([^"]+)">((?:<use href="[^>]*/>)+)</g>')
CURVE = re.compile(r'(?<= d=")M[^"]*(?:[LC][^"]*){2}(?=")')
SIZES = {"M": 2, "L": 2, "C": 6}  # numbers of a command
FINE = 30  # pixels; what is smaller is an outline, which is not rounded
DEFAULTS = re.compile(r' (?:stroke-width="0"|opacity="1")')  # a use has no stroke of its own
CLOSED = re.compile(r"[Zz]\s*(?=M|$)")  # Vega writes no line for it
LETTERS = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "qCurveTo": "Q"}
WORDS = re.compile(r"'(M[^']*)'")  # in an expression that chooses between outlines
EMPTY = re.compile(r"<g\b[^>]*/>|<g\b[^>]*></g>")  # groups: of marks without rows, for one
TOLERANCE = 0.02  # pixels; Vega rounds outlines to a thousandth


def share_shapes(svg: str, spec: Json, prefix: str) -> str:
    """Define each outline once, and replace the points that have it by scaled ``<use>`` elements.

    The definition is the outline as the specification writes it, so that it is the same in every
    drawing of a page. Points with a stroke are left as they are.

    Parameters
    ----------
    svg
        A drawing made by Vega.
    spec
        Its Vega specification.
    prefix
        The beginning of the ids of the definitions, unique in the page.
    """
    by_commands: dict[str, list[tuple[str, str, list[float]]]] = {}
    for i, outline in enumerate(dict.fromkeys(outlines(spec))):
        commands, numbers = skeleton(as_drawn(outline))
        by_commands.setdefault(commands, []).append((f"{prefix}{i}", outline, numbers))
    used: dict[str, str] = {}

    def use(match: re.Match[str]) -> str:
        x, y, d, rest = match.groups()
        if ' stroke="' in rest:  # its width would be scaled with the outline
            return match[0]
        commands, numbers = skeleton(d)
        for name, outline, unit in by_commands.get(commands, []):
            scale = fit_scale(unit, numbers)
            if scale:
                used.setdefault(name, outline)
                at = f"translate({x},{y})scale({scale:g})"
                return f'<use href="#{name}" transform="{at}"{rest}/>'
        return match[0]

    svg = POINT.sub(use, svg)
    if not used:
        return svg
    svg, groups = share_groups(svg, prefix)
    defs = "".join(f'<path id="{name}" d="{d}"/>' for name, d in used.items()) + groups
    return svg.replace(">", f"><defs>{defs}</defs>", 1)


def share_groups(svg: str, prefix: str) -> tuple[str, str]:
    """Group the uses that are drawn at one position, such as the parts of an animal.

    Returns the drawing, and the definitions of the groups that appear in it more than once.
    """
    groups: Counter[str] = Counter()

    def gather(match: re.Match[str]) -> str:
        return "".join(map(together, by_position(match[0])))

    def count(match: re.Match[str]) -> str:
        groups[match[2]] += 1
        return match[0]

    svg = RUN.sub(gather, svg)
    GROUP.sub(count, svg)
    repeated = [parts for parts, times in groups.items() if times > 1]
    names = {parts: f"{prefix}g{i}" for i, parts in enumerate(repeated)}

    def use(match: re.Match[str]) -> str:
        name = names.get(match[2])
        return f'<use href="#{name}" transform="{match[1]}"/>' if name else match[0]

    svg = GROUP.sub(use, svg)
    return svg, "".join(f'<g id="{name}">{parts}</g>' for parts, name in names.items())


def by_position(run: str) -> list[list[re.Match[str]]]:
    """Split a run of uses into groups of one position and one size."""
    groups: list[list[re.Match[str]]] = []
    for use in USE.finditer(run):
        first = groups[-1][0] if groups else None
        near = first and abs(float(use["scale"]) - float(first["scale"])) < TOLERANCE
        if first and near and use["at"] == first["at"]:
            groups[-1].append(use)
        else:
            groups.append([use])
    return groups


def together(parts: list[re.Match[str]]) -> str:
    """Return one use as it is, and several as one SVG group at their position."""
    if len(parts) == 1:
        return parts[0][0]
    drawn = "".join(f'<use href="{p["name"]}"{DEFAULTS.sub("", p["rest"])}/>' for p in parts)
    return f'<g transform="{parts[0]["at"]}scale({parts[0]["scale"]})">{drawn}</g>'


def outlines(spec: Json) -> Iterator[str]:
    """Yield the outlines that scales, marks and expressions of a specification use as shapes."""
    for scale in spec.get("scales", []):
        values = scale.get("range", [])
        if isinstance(values, list):
            yield from (v for v in values if isinstance(v, str) and v.startswith("M"))
    for mark in spec.get("marks", []):
        yield from outlines(mark)
        shape = mark.get("encode", {}).get("update", {}).get("shape", {})
        if not isinstance(shape, dict):
            continue
        if str(shape.get("value", "")).startswith("M"):
            yield shape["value"]
        yield from WORDS.findall(shape.get("signal", ""))


def shorten_lines(svg: str) -> str:
    """Write lines and areas relative to their last point, rounded to 0.1 pixels.

    A line over a grid then repeats itself, which compression sees. What is rounded is the place of
    each point, so that the end of a line is as exact as its beginning.
    """
    return CURVE.sub(lambda match: relative(match[0]), svg)


def relative(d: str) -> str:
    """Return path data of M, L, C and Z in relative coordinates; others, and small ones, as is."""
    parts = [
        (command, [float(number) for number in NUMBER.findall(written)])
        for command, written in re.findall(r"([A-Za-z])([^A-Za-z]*)", d)
    ]
    if any(len(each) != SIZES.get(command, 0) for command, each in parts):
        return d
    xs, ys = ([number for _, each in parts for number in each[i::2]] for i in (0, 1))
    if max(max(xs) - min(xs), max(ys) - min(ys)) < FINE:
        return d
    written, last, (x, y) = "", "", (0, 0)
    for command, each in parts:
        tenths = [round(10 * number) for number in each]
        if command == "Z":
            written += "Z"
        elif command == "M":
            written += f"M{pairs(tenths)}"
            start = tenths
        else:
            steps = [number - (x, y)[i % 2] for i, number in enumerate(tenths)]
            written += (" " if command == last else command.lower()) + pairs(steps)
        last = command
        x, y = tenths[-2:] or start
    return written


def pairs(tenths: list[int]) -> str:
    """Write numbers that are given in tenths, two by two."""
    numbers = [f"{tenth / 10:.1f}".removesuffix(".0") for tenth in tenths]
    return " ".join(f"{x},{y}" for x, y in zip(numbers[::2], numbers[1::2], strict=True))


@lru_cache(maxsize=256)
def as_drawn(outline: str) -> str:
    """Write an outline in the words of Vega: absolute, arcs and level lines as curves and lines.

    Returns it as it is if it is no path.
    """
    from fontTools.pens.recordingPen import RecordingPen  # not needed by most commands
    from fontTools.svgLib.path import parse_path

    pen = RecordingPen()
    try:
        parse_path(CLOSED.sub("", outline), pen)
    except ValueError:
        return outline
    return "".join(
        LETTERS[name] + " ".join(f"{number:f}" for point in points for number in point)
        for name, points in pen.value
        if name in LETTERS
    )


def skeleton(d: str) -> tuple[str, list[float]]:
    """Split path data into its commands, one for each segment, and all its numbers.

    Closing a subpath is left out: it changes no filled shape, and Vega writes only the last ``Z``.
    """
    commands = ""
    numbers: list[float] = []
    for command, arguments in re.findall(r"([A-Y])([^A-Z]*)", d):
        values = [float(number) for number in NUMBER.findall(arguments)]
        size = {"M": 2, "L": 2, "C": 6, "Q": 4}.get(command, len(values))
        repeats = len(values) // size if size else 1
        commands += command + ("L" if command == "M" else command) * (repeats - 1)
        numbers += values
    return commands, numbers


def fit_scale(unit: list[float], numbers: list[float]) -> float | None:
    """Return the factor, to a thousandth, by which ``unit`` becomes ``numbers``, or None."""
    weight = sum(value * value for value in unit)
    if not weight or len(unit) != len(numbers):
        return None
    scale = round(sum(u * n for u, n in zip(unit, numbers, strict=True)) / weight, 3)
    exact = all(abs(u * scale - n) <= TOLERANCE for u, n in zip(unit, numbers, strict=True))
    return scale if exact else None


def drop_unseen(svg: str) -> str:
    """Leave out marks that are wholly transparent."""
    return re.sub(r'<(path|use|text|line)\b[^>]* opacity="0"(?:/>|[^>]*>[^<]*</\1>)', "", svg)


def drop_defaults(svg: str) -> str:
    """Leave out empty elements, and attributes with SVG's default values."""
    svg = re.sub(r'<path [^>]*(?: d=""| d="M0,0h0v0h0Z")[^>]*/>', "", svg)
    svg = re.sub(r'<path class="background" d="[^"]*"/>', "", svg)  # of a view without colours
    svg = re.sub(r' opacity="1"| (?:x2|y2)="0"', "", svg)
    svg = re.sub(
        r'(<path (?:(?! stroke=)[^>])*) stroke-width="0"((?:(?! stroke=)[^>])*/>)', r"\1\2", svg
    )
    while (fewer := EMPTY.sub("", svg)) != svg:
        svg = fewer
    return svg
