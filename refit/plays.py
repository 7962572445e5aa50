"""Plays: what is to be run of an essay's model to see all that it can ask of the runtime."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

from refit import check
from refit.cache import Cache, code_digest, digest
from refit.errors import AuthorError
from refit.essay import load, read_text
from refit.rehearsal import Play


def read_play(folder: Path, cache: Cache) -> Play:
    """Return what is to be run of an essay; an essay that has mistakes may give nothing to run."""
    try:
        sources = [read_text(folder / name) for name in ("essay.md", "model.py")]
    except AuthorError:
        return Play(folder.name, "")
    key = digest(folder.name, *sources, code_digest("plays"))

    def make() -> dict[str, object]:
        try:
            essay = load(folder, cache)
        except AuthorError:
            return asdict(Play(folder.name, sources[1]))
        runs = [
            (scene.function, state)
            for scene in essay.scenes.values()
            for state in (
                *(step.state for step in scene.steps),
                *(state for _, state in check.reachable(scene)),
            )
        ]
        distinct = {digest(run): run for run in runs}
        return asdict(Play(folder.name, sources[1], list(distinct.values()), 2 * essay.time_limit))

    return replace(Play(**cache.recall_json("plays", key, make)), file=str(folder / "model.py"))
