"""Sites: every essay and the index, built into a temporary folder and swapped in when complete."""

import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from refit import (
    assets,
    blocks,
    citations,
    controls,
    definitions,
    formulae,
    markdown_tables,
    media,
    quiz,
    runtime,
    source,
)
from refit.cache import PACKAGE, Cache, as_json, digest, files_digest, versions
from refit.errors import AuthorError, EssaysError
from refit.essay_builder import EssayBuilder, Names, Outcome, warm_key
from refit.page import environment
from refit.pages import Pages
from refit.project import ROOT as ROOT  # so that tests find it beside `build`
from refit.project import Project as Project
from refit.shelf import Beside, Listing, neighbours
from refit.stamp import Part, Stamp, look, take_over

# Importing them registers what an author can write.
DIRECTIVES = (
    *(blocks, citations, controls, definitions, formulae),
    *(markdown_tables, media, quiz, source),
)

Report = Callable[[str], None]


def default_cache(fresh: bool = False) -> Cache:
    """Return the cache of builds, beside the runtime's."""
    return Cache(runtime.default_cache() / "build", fresh)


def build(
    project: Project,
    dist: Path,
    report: Report = lambda _: None,
    fresh: bool = False,
) -> None:
    """Build a site; on failure the last good one stays.

    Raises
    ------
    AuthorError
        For mistakes in essays, all of them at once.
    SetupError
        If the browser runtime or an npm package cannot be had.
    """
    SiteBuilder(project, dist, report, default_cache(fresh)).build()


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
    folders = project.chosen(slugs)
    assert project.config  # refused here if anything is wrong with it
    with tempfile.TemporaryDirectory() as scratch:
        task = Task(project, Names(), Path(scratch), default_cache(fresh))
        gather(task.run(folders), lambda outcome: report(f"{outcome.slug}: good, {told(outcome)}"))


def gather(outcomes: Iterable[Outcome], good: Callable[[Outcome], None]) -> list[Outcome]:
    """Return outcomes, having told of the good ones; raise the problems of all the others."""
    found, problems = [], []
    for outcome in outcomes:
        found.append(outcome)
        problems += outcome.problems
        if not outcome.problems:
            good(outcome)
    if problems:
        raise EssaysError(problems)
    return found


def told(outcome: Outcome) -> str:
    """Say what an essay holds, what had to be made for it, and how long that took."""
    made = [
        f"{count} {one if count == 1 else many}"
        for kind, one, many in (
            ("results", "result computed", "results computed"),
            ("drawings", "picture drawn", "pictures drawn"),
        )
        if (count := outcome.made[kind])
    ]
    scenes = f"{outcome.scenes} scene{'s' * (outcome.scenes != 1)}"
    steps = f"{outcome.steps} step{'s' * (outcome.steps != 1)}"
    made = made or ["nothing to compute"]
    return f"{scenes}, {steps}: {', '.join(made)}, {outcome.seconds:.1f} s"


# ── essays, one after the other or side by side ──────────────────────────────────────────────────


@dataclass(frozen=True)
class Task:
    """What it takes to build essays; it crosses to other processes."""

    project: Project
    names: Names
    dist: Path
    cache: Cache
    beside: dict[str, Beside] = field(default_factory=dict)

    def __call__(self, folder: Path) -> Outcome:
        """Build one essay."""
        return EssayBuilder(
            folder,
            self.project.static,
            environment(self.project.templates),
            assets.read_json(self.project.static / "words.json"),
            self.names,
            self.dist,
            Cache(self.cache.folder, self.cache.fresh),
            self.project.config,
            self.beside.get(folder.name, Beside()),
            self.project.node_modules,
        ).build()

    def run(self, folders: list[Path]) -> Iterator[Outcome]:
        """Build essays, in processes of their own if more than one has slow things to do."""
        cold = [folder for folder in folders if not self.is_warm(folder)]
        if len(cold) < 2:
            yield from map(self, folders)
            return
        with workers(len(cold)) as pool:
            outcomes = dict(zip(cold, (pool.submit(self, folder) for folder in cold), strict=True))
            for folder in folders:
                try:
                    yield outcomes[folder].result() if folder in outcomes else self(folder)
                except BrokenProcessPool:  # by one of them; each is built again by itself
                    yield self.alone(folder)

    def alone(self, folder: Path) -> Outcome:
        """Build one essay in a process of its own, which it may end."""
        with workers(1) as pool:
            try:
                return pool.submit(self, folder).result()
            except BrokenProcessPool:
                problem = "building this essay ends the process that does it"
                remedy = "look for what crashes Python, or takes more memory than there is"
                told = AuthorError(problem, remedy, folder / "model.py")
                return Outcome(folder.name, problems=[told])

    def is_warm(self, folder: Path) -> bool:
        """Tell whether the cache holds all that is slow about an essay."""
        return not self.cache.fresh and self.cache.get("warm", warm_key(folder)) is not None


@contextmanager
def workers(tasks: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes to compute in; they end when this does, even in the middle of a task."""
    count = min(tasks, multiprocessing.cpu_count())
    others = set(multiprocessing.active_children())
    # Spawned, so that none inherits the state of another's libraries; Ctrl+C just ends them.
    pool = ProcessPoolExecutor(
        count,
        multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


# ── the site ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class SiteBuilder:
    """One build under way."""

    project: Project
    dist: Path
    report: Report
    cache: Cache
    stamp: Stamp = field(default_factory=Stamp)

    def build(self) -> None:
        """Build what has changed, and put it in the place of the last site."""
        folders = self.project.chosen()
        assert self.project.config  # what is wrong with it is told before anything is built
        last = Stamp.read(self.cache, self.dist)
        found = look(self.dist)
        keys = dict(self.shared_keys)
        kept = last.kept(keys, found)
        if len(kept) == len(keys):
            keys |= self.page_keys(folders, self.names(kept))
            kept = last.kept(keys, found)
            if len(kept) == len(keys) and sum(len(p.files) for p in kept.values()) == len(found):
                self.report("nothing has changed")
                return
        self.dist.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{self.dist.name}.", dir=self.dist.parent))
        try:
            self.fill(temporary, folders, kept)
            temporary.chmod(0o755)
            assets.replace_tree(temporary, self.dist)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        self.stamp.write(self.cache, self.dist)
        self.cache.prune()

    def fill(self, site: Path, folders: list[Path], kept: dict[str, Part]) -> None:
        """Write a whole site into an empty folder, with what can be kept of the last one."""
        for name, key in self.shared_keys.items():
            if name in kept:
                take_over(kept[name], self.dist, site)
            self.stamp.parts[name] = kept.get(name) or Part(key, self.install(name, site))
        names = self.names(self.stamp.parts)
        keys = self.page_keys(folders, names)
        listings = {}
        changed = [folder for folder in folders if essay_part(folder) not in kept]
        for folder in folders:
            part = kept.get(essay_part(folder))
            if part:
                take_over(part, self.dist, site)
                self.stamp.parts[essay_part(folder)] = part
                listings[folder.name] = Listing(**part.info["listing"])  # type: ignore[arg-type]
                self.report(f"{folder.name}: as it was")
        task = Task(self.project, names, site, self.cache, self.beside)
        for outcome in gather(task.run(changed), lambda o: self.report(f"{o.slug}: {told(o)}")):
            name = f"essay {outcome.slug}"
            assert outcome.listing
            listing = listings[outcome.slug] = outcome.listing
            info: dict[str, object] = {
                "listing": listing.as_json(),
                "folders": [f"essays/{outcome.slug}"],
            }
            self.stamp.parts[name] = Part(keys[name], info)
        self.stamp.parts["pages"] = Part(keys["pages"])
        shelf = sorted(listings.values(), key=lambda each: each.place)
        Pages(self.project, names, site, self.cache, shelf).write()

    # ── the parts ────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def shared_keys(self) -> dict[str, str]:
        """Return the keys of what all essays share."""
        installed = self.project.node_modules / ".package-lock.json"  # npm's list of what is there
        packages = installed.read_bytes() if installed.is_file() else os.urandom(8)
        return {
            "runtime": digest(self.code, versions()),
            "assets": digest(self.code, files_digest(self.project.static), packages),
        }

    def page_keys(self, folders: list[Path], names: Names) -> dict[str, str]:
        """Return the keys of every essay, and of the pages over them.

        They are looked at only if what all essays share is as it was.
        """
        templates = files_digest(self.project.templates)
        shared = [self.code, templates, versions(), names.app, names.vega, names.runtime]
        shared.append(as_json(asdict(self.project.config)))
        essays = {
            essay_part(folder): digest(
                shared,
                files_digest(folder),
                media.linked(folder),
                asdict(self.beside[folder.name]),
            )
            for folder in folders
        }
        return essays | {"pages": digest(shared, essays)}

    @cached_property
    def beside(self) -> dict[str, Beside]:
        """Who stands beside each essay."""
        return neighbours(self.project.folders)

    @cached_property
    def code(self) -> str:
        """A hash of the builder itself."""
        return files_digest(PACKAGE)

    def install(self, name: str, site: Path) -> dict[str, object]:
        """Install a part that all essays share; return what its folders are called."""
        if name == "runtime":
            installed = runtime.install(site)
            return {"folders": [installed.folder]}
        own = assets.install(
            self.project.static, self.project.node_modules, PACKAGE / "tables.py", site
        )
        return {"folders": [own.app, own.vega]}

    @staticmethod
    def names(parts: dict[str, Part]) -> Names:
        """Return the names of the shared folders."""
        (runtime_name,), (app, vega) = (
            map(str, parts[name].info["folders"])  # type: ignore[call-overload]
            for name in ("runtime", "assets")
        )
        return Names(app, vega, runtime_name)


def essay_part(folder: Path) -> str:
    """Name the part of a site that an essay is."""
    return f"essay {folder.name}"
