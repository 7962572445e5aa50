"""Find everything that a build would refuse, without the runtime and without npm's packages."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from refit.cache import build_cache
from refit.errors import machine_errors
from refit.runtime.install import additions
from refit.runtime.trace import read_runs
from refit.site.outcome import Names, Outcome, Report, advice, gather, summary
from refit.site.parallel import BuildTask
from refit.site.project import Project


@machine_errors()
def check(
    project: Project,
    slugs: Iterable[str] = (),
    report: Report = lambda _: None,
    fresh: bool = False,
) -> None:
    """Find everything that a build would refuse, without the runtime and without npm's packages.

    Raises
    ------
    AuthorError
        For mistakes in essays, all of them at once.
    """

    def good(outcome: Outcome) -> None:
        report(f"{outcome.slug}: good, {summary(outcome)}")
        for line in advice(outcome):
            report(line)

    folders = project.chosen(slugs)
    cache = build_cache(fresh)
    assert project.config  # refused here if anything is wrong with it
    with tempfile.TemporaryDirectory() as scratch:
        task = BuildTask(project, Names(), Path(scratch), cache)
        gather(task.run(folders), good)
    added = additions([read_runs(folder, cache) for folder in project.folders])
    for folder in folders:
        if count := added.get(folder.name, (0, 0))[0]:
            size = added[folder.name][1] / 1e3
            report(
                f"{folder.name}: its model alone reads {count} files of the runtime, {size:.0f} KB"
            )
