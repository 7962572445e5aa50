"""Inline drawings: those in the page itself, which Vega replaces once the figure is near.

A page holds one for each width of its first scene. They look like Vega's own, and weigh less.
"""

import re

MARKS = re.compile(
    r'<g class="(mark-[^"]*)">((?:<(?:path|line|use)\b[^>]*/>|<text\b[^>]*>[^<]*</text>)+)</g>'
)
MARK = re.compile(r"<(?:path|line|use|text)\b[^>]*>")
UNNAMED = re.compile(
    r' class="mark-[^"]*\blayer_\d+_marks"'
)  # by an author; others may be looked for
USE = re.compile(r"(<use\b[^>]* transform=\"translate\()([^,]+),([^)]+)")
INHERITED = (  # by the marks in a group
    *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"),
    *("stroke-linecap", "text-anchor", "font-size", "font-weight", "font-style"),
)


def lighten(svg: str) -> str:
    """Return a drawing that weighs less, and looks the same.

    What all marks of a group have in common is said of the group, groups that no author has named
    lose their classes, nothing is moved by nothing, and characters stand on tenths of a pixel.
    """
    light = MARKS.sub(say_once, USE.sub(on_tenths, svg))
    return UNNAMED.sub("", light).replace(' transform="translate(0,0)"', "")


def say_once(group: re.Match[str]) -> str:
    """Move what all marks of a group say alike to the group."""
    name, marks = group.groups()
    written = MARK.findall(marks)
    common = []
    for attribute in INHERITED if len(written) > 1 else ():
        found = {match and match[0] for match in map(saying(attribute).search, written)}
        if len(found) == 1 and (said := found.pop()):
            common.append(said)
            marks = MARK.sub(lambda mark, said=said: mark[0].replace(said, "", 1), marks)
    return f'<g class="{name}"{"".join(common)}>{marks}</g>'


def saying(attribute: str) -> re.Pattern[str]:
    """Return the pattern of an attribute, with the space before it."""
    return re.compile(rf' {attribute}="[^"]*"')


def on_tenths(use: re.Match[str]) -> str:
    """Round the place of a character to tenths of a pixel; adding 0 leaves no -0."""
    x, y = (f"{round(float(place), 1) + 0.0:g}" for place in use.groups()[1:])
    return f"{use[1]}{x},{y}"
