"""Find everything that a build would refuse, without building a site."""

import gzip
import sys
import tempfile
from collections.abc import Container, Iterable
from dataclasses import replace
from pathlib import Path

from refit.cache import Cache, build_cache
from refit.errors import SetupError, machine_errors
from refit.essay.data_files import data_files
from refit.runtime.install import additions, find_tracer, without_snapshots
from refit.runtime.trace import Tracer
from refit.site import agreement
from refit.site.findings import Finding, Tell, findings, grouped, note
from refit.site.outcome import Names, Outcome, Report, gather, size, summary, weights
from refit.site.parallel import BuildTask, read_all_runs
from refit.site.project import Project
from refit.site.verdicts import Verdicts
from refit.site.words import check_words


def check(
    project: Project,
    slugs: Iterable[str] = (),
    report: Report = lambda _: None,
    fresh: bool = False,
    without: Container[str] = (),
) -> None:
    """Find everything that a build would refuse, and report the rest in lines, one for each cause.

    Raises
    ------
    AuthorError
        For mistakes in essays, all of them at once.
    """
    held: list[Finding] = []  # advice that has come in a row

    def flush() -> None:
        for each in grouped(held):
            report(each.as_line())
        held.clear()

    def tell(found: Finding) -> None:
        if found.severity == "advice":
            held.append(found)
            return
        flush()
        if found.severity == "warning":
            print(found.as_line(), file=sys.stderr, flush=True)
        else:
            report(found.as_line())

    try:
        find(project, slugs, tell, fresh, without)
    finally:
        flush()


@machine_errors()
def find(
    project: Project, slugs: Iterable[str], tell: Tell, fresh: bool, without: Container[str]
) -> None:
    """Find everything that a build would refuse, without npm's packages.

    ``tell`` is told of all that is no mistake, but for the advice whose names are in ``without``.

    Raises
    ------
    AuthorError
        For mistakes in essays, all of them at once.
    """
    folders = project.chosen(slugs)
    cache = build_cache(fresh)
    assert project.config  # refused here if anything is wrong with it
    check_words(project.static / "words")
    verdicts = Verdicts(project, cache)
    keys = {folder: verdicts.essay(folder) for folder in folders}
    told = {
        folder: found for folder, key in keys.items() if (found := verdicts.recall(key)) is not None
    }
    changed = [folder for folder in folders if folder not in told]
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = list(BuildTask(project, Names(), Path(scratch), cache).run(changed))
        pages = {each.slug: page_weight(Path(scratch) / "essays" / each.slug) for each in outcomes}
    sound = [outcome for outcome in outcomes if not outcome.problems]
    tracer = None
    try:
        tracer = find_tracer(cache) if sound else None
        if tracer:
            prove(project, sound, tracer)
    except SetupError as error:
        tell(note("unproved", f"not proved in the browser's Python, as a build will: {error}"))
    for outcome in outcomes:
        for each in findings(outcome.warnings):
            tell(each)
    by_slug = {folder.name: folder for folder in changed}

    def good(outcome: Outcome) -> None:
        rest = [note("weights", line) for line in weights(outcome)]
        rest.append(note("weights", f"{outcome.slug}: {pages[outcome.slug]}"))
        rest += findings(outcome.advice)
        folder = by_slug[outcome.slug]
        told[folder] = [note("good", f"{outcome.slug}: good, {summary(outcome)}"), *rest]
        if tracer and not outcome.warnings:  # which are told every time
            again = note("good", f"{outcome.slug}: good, {size(outcome)}: as it was")
            verdicts.keep(folder, keys[folder], [again, *rest])

    try:
        gather(outcomes, good, told=by_slug)
    finally:
        for each in (each for folder in folders for each in told.get(folder, ())):
            if each.name not in without:
                tell(each)
    if tracer or not changed:
        try:
            added = verdicts.of_all(folders, lambda: additions_of(project, folders, cache))
        except SetupError:  # of all essays; those that were chosen have been proved
            added = []
        for each in added:
            tell(each)


def page_weight(folder: Path) -> str:
    """Return what the files of a built page weigh, but for what a reader has to ask for."""

    def compressed(*patterns: str) -> str:
        files = [file for pattern in patterns for file in folder.glob(pattern)]
        loaded = (file.read_bytes() for file in files if "-prepared." not in file.name)
        return f"{sum(len(gzip.compress(each)) for each in loaded) / 1e3:.1f} KB"

    page = compressed("index.html", "*.css", "*.woff2", "cover.*.svg")
    return f"its page weighs {page} compressed, and the data of its scenes {compressed('*.json')}"


def prove(project: Project, outcomes: list[Outcome], tracer: Tracer) -> None:
    """Add to outcomes what the browser's Python computes otherwise, slowly, or not at all."""
    folders = project.chosen([outcome.slug for outcome in outcomes])
    proofs = agreement.prove_all(folders, tracer, Cache(tracer.cache.folder))
    for outcome, proof in zip(outcomes, proofs, strict=True):
        outcome.problems += proof.problems
        outcome.advised += proof.advice


def additions_of(project: Project, folders: list[Path], cache: Cache) -> list[Finding]:
    """Return notes on what models make readers fetch, and on those that go without a snapshot."""
    tracer = replace(find_tracer(cache), cache=Cache(cache.folder))  # nothing anew a second time
    models = read_all_runs(project.folders, tracer.cache)
    added, refused = additions(models, tracer), without_snapshots(models, tracer)
    notes = []
    for folder in folders:
        if data := sum((folder / name).stat().st_size for name in data_files(folder)):
            every = f"every reader fetches {data / 1e3:.0f} KB of data for its model"
            notes.append(note("data", f"{folder.name}: {every}"))
        if count := added.get(folder.name, (0, 0))[0]:
            reads = f"reads {count} files of the runtime, {added[folder.name][1] / 1e3:.0f} KB"
            notes.append(note("runtime", f"{folder.name}: its model alone {reads}"))
        if why := refused.get(folder.name):
            told = f"{folder.name}: its page starts Python without a snapshot: {why}"
            notes.append(note("snapshot", told))
    return notes
