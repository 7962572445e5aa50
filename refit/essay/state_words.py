"""A state of a scene in words, for messages: what in it differs from the scene's first state."""

import json

from refit.essay.scenes import Scene, State

LONGEST = 60  # characters of a value that are shown


def where(scene: Scene, state: State) -> str:
    """Return the name of a scene, and what a reader or a step has set in a state."""
    changed = [
        f"{key}={shown(value)}"
        for key, value in state.items()
        if key not in scene.defaults or value != scene.defaults[key]
    ]
    said = f" with {', '.join(changed)}" if changed else " as it is at first"
    return f"scene {scene.id!r}{said}"


def shown(value: object) -> str:
    """Return a value as JSON, cut if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
