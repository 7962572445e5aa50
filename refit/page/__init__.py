"""Rendering of an essay's tree as HTML; each directive and role has a module of its own.

Each module registers its functions in `refit.page.renderer` when it is imported; importing this
package imports them all.
"""

from refit.page import (
    aside,
    challenge,
    citations,
    code,
    controls,
    deeper,
    definitions,
    live_numbers,
    markdown_tables,
    math,
    media,
    notes,
    plain_text,
    quiz,
    scene,
    term,
)

__all__ = [
    "aside",
    "challenge",
    "citations",
    "code",
    "controls",
    "deeper",
    "definitions",
    "live_numbers",
    "markdown_tables",
    "math",
    "media",
    "notes",
    "plain_text",
    "quiz",
    "scene",
    "term",
]
