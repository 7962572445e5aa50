"""The controls that stand in figures, such as lines that are moved, for whoever lists the states
that readers can reach.

Figures are compiled where a site is built, and what runs models in the browser's Python knows only
the text and the model. So the build leaves a note in the cache.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path

from refit.cache import Cache, Json, as_json, code_digest, digest, files_digest
from refit.essay.controls import Control
from refit.essay.scenes import Scene

KIND = "figure-controls"


def note_controls(cache: Cache, folder: Path, scene: Scene) -> None:
    """Note the controls of every step of a scene, those of its figure among them."""
    steps = {
        step.id: [asdict(control) for control in step.controls.values()] for step in scene.steps
    }
    scenes = json.loads(read_note(cache, folder)) | {scene.id: steps}
    cache.put(KIND, note_key(folder), as_json(scenes).encode())


def read_note(cache: Cache, folder: Path) -> bytes:
    """Return what is noted of an essay, as JSON: an object without anything if there is no note."""
    return cache.get(KIND, note_key(folder)) or b"{}"


def with_noted(cache: Cache, folder: Path, scene: Scene) -> Scene:
    """Return a scene with the controls that were noted, or as it is."""
    found: dict[str, list[Json]] = json.loads(read_note(cache, folder)).get(scene.id, {})
    steps = [
        replace(step, controls={each["key"]: revived(each) for each in found[step.id]})
        if step.id in found
        else step
        for step in scene.steps
    ]
    return replace(scene, steps=steps)


def revived(given: Json) -> Control:
    """Return a control that has been through JSON."""
    return Control(**given | {"options": tuple(given["options"])})


def note_key(folder: Path) -> str:
    """Return the key of an essay's note: whatever its text, its model and its figures read."""
    sources = files_digest(folder, without=lambda file: file.name.startswith("test_"))
    return digest(sources, folder.name, code_digest("essay.figure_controls"))
