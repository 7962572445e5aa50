"""A state of a scene in words, for messages."""

import json

from refit.essay.scenes import Scene, State

LONGEST = 60  # characters of a value that are shown


def where(scene: Scene, state: State) -> str:
    """Return the name of a scene, and what a reader or a step has set in a state."""
    keys = [
        key
        for key, value in state.items()
        if key not in scene.defaults or value != scene.defaults[key]
    ]
    changed = [setting(state, key) for key in keys]
    said = f" with {', '.join(changed)}" if changed else " as it is at first"
    return f"scene {scene.id!r}{said}"


def setting(state: State, key: str) -> str:
    """Return a key with its value in a state as JSON, cut if it is long."""
    text = f"{key}={json.dumps(state[key], ensure_ascii=False)}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
