"""An essay's tree, rendered as HTML; each directive and role has a file of its own.

Importing this package registers them all.
"""

from refit.page import (
    aside,
    citations,
    code,
    controls,
    definitions,
    live_numbers,
    markdown_tables,
    math,
    media,
    quiz,
    scene,
    term,
)

__all__ = [
    "aside",
    "citations",
    "code",
    "controls",
    "definitions",
    "live_numbers",
    "markdown_tables",
    "math",
    "media",
    "quiz",
    "scene",
    "term",
]
