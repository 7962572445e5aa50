"""Find everything that a build would refuse, without building a site."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from refit.cache import build_cache
from refit.errors import SetupError, machine_errors
from refit.runtime.install import additions, find_tracer
from refit.runtime.trace import Tracer
from refit.site import agreement
from refit.site.outcome import Names, Outcome, Report, advice, gather, summary, weights
from refit.site.parallel import BuildTask, read_all_runs
from refit.site.project import Project


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
    with tempfile.TemporaryDirectory() as scratch:
        task = BuildTask(project, Names(), Path(scratch), cache)
        outcomes = gather(task.run(folders), lambda _: None)
    try:
        tracer = find_tracer(cache)
        agreement.require(folders, tracer, cache)
    except SetupError as error:
        report_all(outcomes, report)
        report(f"not proved in the browser's Python, as a build will: {error}")
        return
    report_all(outcomes, report)
    report_additions(project, folders, tracer, report)


def report_all(outcomes: list[Outcome], report: Report) -> None:
    """Report that essays are good, what was done to know it, and what to look at again."""
    for outcome in outcomes:
        report(f"{outcome.slug}: good, {summary(outcome)}")
        for line in weights(outcome) + advice(outcome):
            report(line)


def report_additions(project: Project, folders: list[Path], tracer: Tracer, report: Report) -> None:
    """Report the files of the runtime that each model alone makes readers fetch."""
    added = additions(read_all_runs(project.folders, tracer.cache), tracer)
    for folder in folders:
        if count := added.get(folder.name, (0, 0))[0]:
            size = added[folder.name][1] / 1e3
            report(
                f"{folder.name}: its model alone reads {count} files of the runtime, {size:.0f} KB"
            )
