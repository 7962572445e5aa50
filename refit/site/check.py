"""Find everything that a build would refuse, without building a site."""

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from refit.cache import Cache, build_cache
from refit.errors import SetupError, machine_errors
from refit.essay.data_files import data_files
from refit.runtime.install import additions, find_tracer
from refit.runtime.trace import Tracer
from refit.site import agreement
from refit.site.outcome import Names, Outcome, Report, advice, gather, summary, weights
from refit.site.parallel import BuildTask, read_all_runs
from refit.site.project import Project
from refit.site.words import check_words


@machine_errors()
def check(
    project: Project,
    slugs: Iterable[str] = (),
    report: Report = lambda _: None,
    fresh: bool = False,
) -> None:
    """Find everything that a build would refuse, without npm's packages.

    Raises
    ------
    AuthorError
        For mistakes in essays, all of them at once.
    """
    folders = project.chosen(slugs)
    cache = build_cache(fresh)
    assert project.config  # refused here if anything is wrong with it
    check_words(project.static / "words")
    with tempfile.TemporaryDirectory() as scratch:
        task = BuildTask(project, Names(), Path(scratch), cache)
        outcomes = list(task.run(folders))
    sound = [outcome for outcome in outcomes if not outcome.problems]
    tracer = None
    try:
        tracer = find_tracer(cache) if sound else None
        if tracer:
            prove(project, sound, tracer)
    except SetupError as error:
        report(f"not proved in the browser's Python, as a build will: {error}")

    def good(outcome: Outcome) -> None:
        report(f"{outcome.slug}: good, {summary(outcome)}")
        for line in weights(outcome) + advice(outcome):
            report(line)

    gather(outcomes, good)
    if tracer:
        once = replace(tracer, cache=Cache(cache.folder))  # nothing anew a second time
        report_additions(project, folders, once, report)


def prove(project: Project, outcomes: list[Outcome], tracer: Tracer) -> None:
    """Add to outcomes what the browser's Python computes otherwise, or does not compute."""
    folders = project.chosen([outcome.slug for outcome in outcomes])
    found = agreement.prove_all(folders, tracer, Cache(tracer.cache.folder))
    for outcome, problems in zip(outcomes, found, strict=True):
        outcome.problems += problems


def report_additions(project: Project, folders: list[Path], tracer: Tracer, report: Report) -> None:
    """Report the data files, and the files of the runtime, that a model makes readers fetch."""
    added = additions(read_all_runs(project.folders, tracer.cache), tracer)
    for folder in folders:
        if data := sum((folder / name).stat().st_size for name in data_files(folder)):
            report(f"{folder.name}: every reader fetches {data / 1e3:.0f} KB of data for its model")
        if count := added.get(folder.name, (0, 0))[0]:
            size = added[folder.name][1] / 1e3
            report(
                f"{folder.name}: its model alone reads {count} files of the runtime, {size:.0f} KB"
            )
