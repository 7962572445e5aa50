"""The calls of a model that are made in the browser's Python: one for each state of a scene."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from refit.cache import Cache, Json, code_digest, digest
from refit.errors import AuthorError
from refit.essay.brought import read_brought
from refit.essay.challenges import solutions
from refit.essay.data_files import data_digests
from refit.essay.figure_controls import read_note, with_noted
from refit.essay.files import read_text
from refit.essay.model_files import read_sources
from refit.essay.reachable_states import reachable
from refit.essay.reading import Essay, load
from refit.essay.scenes import Scene, State


@dataclass(frozen=True)
class ModelRuns:
    """A model, and the calls of its functions that are made."""

    slug: str
    sources: dict[str, str]  # of its files, by path; without any, Python is started, nothing is run
    runs: list[tuple[str, State]] = field(default_factory=list)  # function, state
    limit: int = 60  # seconds of the processor's time that a result may take
    file: str = ""  # the path of model.py
    data: Json = field(default_factory=dict)  # hashes of its data files, by path in the folder


def every_state(essay: Essay) -> Iterator[tuple[Scene, State]]:
    """Yield all states in which a model is run, with their scenes.

    They are all that can be listed of those that readers reach, those in which a table is brought,
    and those in which a challenge is solved.
    """
    brought = json.loads(read_brought(essay.cache, essay.folder))
    for scene in essay.scenes.values():
        for reached in reachable(with_noted(essay.cache, essay.folder, scene)):
            yield scene, reached.state
        for state in brought.get(scene.id, ()) if scene.bring else ():
            yield scene, state
    yield from solutions(essay)


def read_runs(folder: Path, cache: Cache) -> ModelRuns:
    """List the calls of an essay's model: in every step, and in every other state that is listed.

    Those are reached by controls, or solve a challenge. An essay with mistakes gives no calls: the
    check of the essay reports them. One without scenes gives none either, and its model no sources:
    its readers run nothing.
    """
    try:
        text, sources = read_text(folder / "essay.md"), read_sources(folder)
        data = data_digests(folder)
    except AuthorError:
        return ModelRuns(folder.name, {})
    note = read_note(cache, folder) + read_brought(cache, folder)
    key = digest(folder.name, text, sources, data, note, code_digest("runtime.model_runs"))

    def make() -> dict[str, object]:
        try:
            essay = load(folder, cache)
        except AuthorError:
            return asdict(ModelRuns(folder.name, sources))
        if not essay.scenes:
            return asdict(ModelRuns(folder.name, {}))
        runs = [(scene.function, state) for scene, state in every_state(essay)]
        distinct = {digest(run): run for run in runs}
        limit = 2 * essay.time_limit
        return asdict(ModelRuns(folder.name, sources, list(distinct.values()), limit))

    found = ModelRuns(**cache.recall_json("models", key, make))
    runs = [(function, state) for function, state in found.runs]
    return replace(found, runs=runs, file=str(folder / "model.py"), data=data)
