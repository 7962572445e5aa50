"""The build of a site: into a temporary folder, which replaces the last site when complete."""

import tempfile
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from refit.cache import Cache, Json, as_json, build_cache, digest, files_digest, versions
from refit.errors import machine_errors
from refit.npm import ensure as ensure_npm_packages
from refit.page import media
from refit.paths import PACKAGE
from refit.runtime import install
from refit.runtime.model_runs import ModelRuns
from refit.site import agreement, assets, output
from refit.site.index import Listing, Neighbours, neighbours_of
from refit.site.last_build import BuildRecord, Part, file_states, reuse
from refit.site.outcome import Locate, Names, Outcome, Report, advice, gather, summary
from refit.site.pages import Pages
from refit.site.parallel import BuildTask, read_all_runs
from refit.site.project import Project
from refit.site.words import check_words


@machine_errors()
def build(
    project: Project,
    dist: Path,
    report: Report = lambda _: None,
    fresh: bool = False,
    draft: bool = False,
    locate: Locate = lambda _: None,
) -> None:
    """Build a site; on failure the last good one stays.

    A draft keeps the runtime of the first build of its folder even if models change: pages fetch
    the files that it lacks when they are opened; and most of its results are computed once.
    ``locate`` is given each warning before it is told.

    Raises
    ------
    AuthorError
        For mistakes in essays, all of them at once, and for a folder that must not be replaced.
    SetupError
        If the browser runtime or an npm package cannot be had, or the site cannot be written.
    """
    cache = build_cache(fresh)
    site = output.prepare(dist, project, cache)
    SiteBuilder(project, site, report, cache, draft, locate).build()


# ── the site ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class SiteBuilder:
    """One build under way."""

    project: Project
    dist: Path
    report: Report
    cache: Cache
    draft: bool = False
    locate: Locate = lambda _: None
    record: BuildRecord = field(default_factory=BuildRecord)

    def build(self) -> None:
        """Build the parts that have changed, and replace the last site."""
        folders = self.project.chosen()
        assert self.project.config  # what is wrong with it is told before anything is built
        check_words(self.project.static / "words")
        ensure_npm_packages(self.project.node_modules)
        last = BuildRecord.read(self.cache, self.dist)
        found = file_states(self.dist)
        keys = dict(self.shared_keys)
        kept = last.kept(keys, found)
        if len(kept) == len(keys):
            keys |= self.page_keys(folders, self.names(kept))
            kept = last.kept(keys, found)
            if len(kept) == len(keys) and sum(len(p.files) for p in kept.values()) == len(found):
                self.report("nothing has changed")
                return
        with output.scratch(self.dist) as new:
            self.fill(new, folders, kept)
            output.replace(new, self.dist, self.cache)
        self.record.write(self.cache, self.dist)
        self.cache.prune()

    def try_out(self, folders: list[Path]) -> dict[str, Outcome]:
        """Build essays for their results alone, before the runtime is laid out for their models.

        So mistakes are reported first, and no model is traced that does not come to an end here.
        """
        with tempfile.TemporaryDirectory() as scratch:
            task = BuildTask(self.project, Names(), Path(scratch), self.cache, draft=self.draft)
            outcomes = gather(task.run(folders), lambda _: None, locate=self.locate)
        return {outcome.slug: outcome for outcome in outcomes}

    def fill(self, site: Path, folders: list[Path], kept: dict[str, Part]) -> None:
        """Write a whole site into an empty folder, reusing unchanged parts of the last one."""
        tried = {} if "runtime" in kept else self.try_out(folders)
        if tried and not self.draft:
            made = Cache(self.cache.folder)
            agreement.require(folders, install.find_tracer(self.cache), made)
        for name, key in self.shared_keys.items():
            if name in kept:
                reuse(kept[name], self.dist, site)
            self.record.parts[name] = kept.get(name) or Part(key, self.install(name, site))
        names = self.names(self.record.parts)
        keys = self.page_keys(folders, names)
        listings = {}
        changed = [folder for folder in folders if essay_part(folder) not in kept]
        for folder in folders:
            part = kept.get(essay_part(folder))
            if part:
                reuse(part, self.dist, site)
                self.record.parts[essay_part(folder)] = part
                listings[folder.name] = Listing.from_json(part.info["listing"])
                if not self.draft:  # which is made at every save
                    self.report(f"{folder.name}: as it was")
        cache = Cache(self.cache.folder) if tried else self.cache
        task = BuildTask(self.project, names, site, cache, self.neighbours, self.draft)

        def good(outcome: Outcome) -> None:
            self.report(f"{outcome.slug}: {summary(tried.get(outcome.slug, outcome))}")
            for line in advice(outcome) if self.draft else ():
                self.report(line)

        for outcome in gather(task.run(changed), good, tried, self.locate):
            name = f"essay {outcome.slug}"
            assert outcome.listing
            listing = listings[outcome.slug] = outcome.listing
            info: Json = {
                "listing": listing.as_json(),
                "folders": [f"essays/{outcome.slug}"],
                "full": outcome.uses_full_vega,
            }
            self.record.parts[name] = Part(keys[name], info)
        self.keep_vega(site / names.vega)
        self.record.parts["pages"] = Part(keys["pages"])
        in_order = sorted(listings.values(), key=lambda each: each.sort_key)
        Pages(self.project, names, site, self.cache, in_order).write()

    # ── the parts ────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def shared_keys(self) -> dict[str, str]:
        """The keys of the parts that all essays share: runtime and assets."""
        packages = as_json(file_states(self.project.node_modules))  # as they are, whatever npm says
        model_runs = "draft" if self.draft else [asdict(runs) for runs in self.model_runs]
        return {
            "runtime": digest(self.code, versions(), install.variant_digest(), model_runs),
            "assets": digest(self.code, files_digest(self.project.static), packages),
        }

    def page_keys(self, folders: list[Path], names: Names) -> dict[str, str]:
        """Return the keys of every essay, and of the pages over them.

        They are compared only if the shared parts have not changed.
        """
        templates = files_digest(self.project.templates)
        shared = [self.code, templates, versions(), names.app, names.vega, names.runtime]
        shared.append(as_json(asdict(self.project.config)))
        essays = {
            essay_part(folder): digest(
                shared,
                names.packs.get(folder.name),
                files_digest(folder),
                media.linked(folder),
                asdict(self.neighbours[folder.name]),
            )
            for folder in folders
        }
        return essays | {"pages": digest(shared, essays)}

    @cached_property
    def model_runs(self) -> list[ModelRuns]:
        """The runs of every model that decide which files of the runtime are sent ahead."""
        return read_all_runs(self.project.folders, self.cache)

    @cached_property
    def neighbours(self) -> dict[str, Neighbours]:
        """The essays before and after each essay."""
        return neighbours_of(self.project.folders, self.project.static / "theme.json")

    @cached_property
    def code(self) -> str:
        """A hash of the builder itself."""
        return files_digest(PACKAGE)

    def install(self, name: str, site: Path) -> Json:
        """Install a part that all essays share; return the names of its folders."""
        if name == "runtime":
            installed = install.install(site, self.model_runs)
            return {"folders": [installed.folder], "packs": installed.ahead}
        own = assets.write_assets(*self.asset_sources, site, self.shared_keys["assets"])
        return {"folders": [own.app, own.vega], "integrity": own.integrity}

    def keep_vega(self, folder: Path) -> None:
        """Leave all of Vega in the site only if the page of an essay asks for it."""
        full = folder / assets.FULL
        if not any(part.info.get("full") for part in self.record.parts.values()):
            full.unlink(missing_ok=True)
        elif not full.exists():  # the last site did without
            _, bundles = assets.make(*self.asset_sources, self.shared_keys["assets"])
            full.write_bytes(bundles[assets.FULL])

    @property
    def asset_sources(self) -> tuple[Path, Path]:
        """The folders that the site's own files and Vega come from."""
        return self.project.static, self.project.node_modules

    @staticmethod
    def names(parts: dict[str, Part]) -> Names:
        """Return the names of the shared folders."""
        (runtime_name,), (app, vega) = (
            map(str, parts[name].info["folders"]) for name in ("runtime", "assets")
        )
        packs = parts["runtime"].info["packs"]
        tables, layouts = map(assets.python_path, assets.PYTHON)
        integrity = parts["assets"].info["integrity"]
        return Names(app, vega, runtime_name, packs, tables, layouts, integrity)


def essay_part(folder: Path) -> str:
    """Name the part of a site that an essay is."""
    return f"essay {folder.name}"
