"""The kinds of new essays: a template of each, which works as it stands and teaches by example."""

from pathlib import Path

from refit.paths import EXAMPLES, ROOT

TEMPLATES = ROOT / "essays" / "_templates"  # a folder for each kind
DEFAULT = "tour"
KINDS = {
    "tour": "a ruler that bends: points to drag, a slider, an aside",
    "points": "a line through seals: points to drag, a fit that follows, a toggle",
    "curve": "stairs for a snail: a slider for complexity, fit and error side by side",
    "stream": "sheepdogs that vote: a forest that grows tree by tree",
    "quiz": "a frog that forecasts: two quizzes and a definition, no figure",
}


def list_kinds() -> str:
    """Return a line for each kind: its name, and what it shows."""
    return "\n".join(f"  {name:8}{shows}" for name, shows in KINDS.items())


def read_kind(text: str) -> Path:
    """Return the folder of a kind's template, or the file of an example of the gallery.

    Raises
    ------
    ValueError
        If there is neither; its text lists the kinds.
    """
    if text in KINDS:
        return TEMPLATES / text
    for example in EXAMPLES.glob("*/*.md"):
        if example.stem == text:
            return example
    problem = f"there is no kind {text!r}, and no such example of the gallery"
    raise ValueError(f"{problem}; write one of these:\n{list_kinds()}")
