"""Progress: lines on standard error about what takes a while."""

import sys


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(f"refit: {text}", file=sys.stderr, flush=True)
