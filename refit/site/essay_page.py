"""One essay's page: its scenes, its prose, its files, and its entry in the index."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from refit.cache import Cache, files_digest
from refit.errors import AuthorError, all_errors, warning
from refit.essay.advice import advise
from refit.essay.data_files import check_size
from refit.essay.model_files import own_files
from refit.essay.reading import Essay, load
from refit.essay.translations import lost_tables, translate, translation_files
from refit.model.prepared import BUDGET
from refit.runtime.imports import check_imports
from refit.site.essay_files import EssayFiles, endless_motion
from refit.site.essay_scene import WARM, BuiltScene, Drawn, build_scene, warm_key
from refit.site.index import Listing, Neighbours, Version
from refit.site.language_page import LanguagePage
from refit.site.outcome import Names, Outcome
from refit.site.project import Project
from refit.site.translation import Translation, known_words


@dataclass
class EssayBuilder:
    """The build of one essay's page into the site's folder ``dist``."""

    folder: Path
    project: Project
    names: Names
    dist: Path
    cache: Cache
    neighbours: Neighbours = field(default_factory=Neighbours)
    draft: bool = False
    problems: list[AuthorError] = field(default_factory=list)
    advice: list[AuthorError] = field(default_factory=list)
    told: list[AuthorError] = field(default_factory=list)  # warnings of the text
    uses_full_vega: bool = False
    prepared: dict[str, int] = field(default_factory=dict)

    def build(self) -> Outcome:
        """Build the essay; if the outcome has problems, none of the files must be used."""
        start = time.perf_counter()
        outcome = Outcome(self.folder.name)
        with self.cache.unless_changed(lambda: files_digest(self.folder)):
            try:
                check_size(self.folder)
                self.problems += self.files.problems
                outcome.scenes = len(self.essay.scenes)
                outcome.steps = sum(len(scene.steps) for scene in self.essay.scenes.values())
                outcome.listing = self.write_pages()
            except AuthorError as error:
                self.problems.append(error)
            if not self.each_once():
                self.cache.put(WARM[self.draft], warm_key(self.folder), b"")
            outcome.warnings = self.warnings()
        different = {str(problem): problem for problem in self.each_once()}
        outcome.problems = sorted(different.values(), key=lambda p: (str(p.file), p.line or 0))
        outcome.uses_full_vega = self.uses_full_vega
        outcome.prepared = self.prepared
        advice = self.advice + heavy(self.prepared, self.folder / "essay.md")
        advice += endless_motion(self.folder)
        once = {str(each): each for each in advice}  # several languages may get the same
        outcome.advised, outcome.unwanted = list(once.values()), self.unwanted
        outcome.made = self.cache.made
        outcome.seconds = time.perf_counter() - start
        return outcome

    def each_once(self) -> list[AuthorError]:
        """Return the problems; an import that the browser lacks is told as such, and once."""
        refused = [each for file in own_files(self.folder) for each in check_imports(file)]
        places = {(problem.file, problem.line) for problem in refused}
        return refused + [each for each in self.problems if (each.file, each.line) not in places]

    def warnings(self) -> list[AuthorError]:
        """Return what the text and the model warn of, the model with the first state it came in."""
        if "essay" not in vars(self):  # it could not be read
            return self.told
        file = self.folder / "model.py"
        found = sorted(self.essay.warnings.items(), key=lambda item: item[0][0] or 0)
        return self.told + [warning(file, line, text, state) for (line, text), state in found]

    @cached_property
    def essay(self) -> Essay:
        """The essay, read."""
        return replace(load(self.folder, self.cache), draft=self.draft)

    @property
    def unwanted(self) -> list[str]:
        """The names of the advice that the author has switched off."""
        if "essay" not in vars(self):  # it could not be read
            return []
        return self.essay.unwanted

    @cached_property
    def files(self) -> EssayFiles:
        """The files that the page refers to."""
        target = self.dist / "essays" / self.folder.name
        return EssayFiles(self.folder, target, self.project.static / "theme.json")

    def build_scenes(self) -> dict[str, BuiltScene]:
        """Build all scenes; note the mistakes of those that cannot be built, and leave them out."""
        scenes = {}
        drawn: Drawn = {}
        for scene in self.essay.scenes.values():
            try:
                built = build_scene(self.essay, scene, self.files, drawn)
            except AuthorError as error:
                self.problems += all_errors(error)
            else:
                scenes[scene.id] = built
                self.advice += built.advice
                self.prepared |= built.prepared
        return scenes

    def write_pages(self) -> Listing | None:
        """Write the pages in all languages, and their files.

        Returns the essay's entry in the index; None if a scene could not be built, since its prose
        would then be refused for the same reason.
        """
        texts = list(self.translations())
        scenes = self.build_scenes()
        if len(scenes) < len(self.essay.scenes):
            return None
        self.uses_full_vega = any(scene.needs_full_vega for scene in scenes.values())
        versions = [Version.of(each) for each in (self.essay, *texts)] if texts else []
        shared = self.files, self.project, self.names, self.cache, self.neighbours, versions
        page = LanguagePage(self.essay, scenes, *shared)
        listing = page.write()
        self.take_over(page)
        known = known_words(self.essay, scenes) if texts else set()
        for text in texts:
            try:
                translation = Translation(self.essay, text, scenes, known)
                drawn = translation.scenes(self.files)
                page = LanguagePage(text, drawn, *shared, translation.translator)
                page.write()
                self.take_over(page)
                self.problems += translation.problems()
                self.advice += [*(each for scene in drawn.values() for each in scene.advice)]
                self.advice += translation.advice()
            except AuthorError as error:
                self.problems += all_errors(error)
        return listing

    def take_over(self, page: LanguagePage) -> None:
        """Take over what is wrong with a page, and what is told of it."""
        self.problems += page.problems
        self.told += page.told
        self.advice += page.advice

    def translations(self) -> Iterator[Essay]:
        """Yield the essay in its other languages, but for those with mistakes."""
        self.problems += lost_tables(self.folder)
        for code, file in translation_files(self.folder).items():
            try:
                yield translate(self.essay, code, file)
            except AuthorError as error:
                self.problems += all_errors(error)


def heavy(prepared: dict[str, int], file: Path) -> list[AuthorError]:
    """Return the advice to prepare less, if a page would be too heavy; else nothing."""
    total = sum(prepared.values())
    if total <= BUDGET:
        return []
    most = max(prepared, key=lambda name: prepared[name])
    problem = (
        f"the prepared answers of all controls are {total / 1e3:.0f} KB compressed, more than "
        f"{BUDGET / 1e3:.0f}; those of {most} are {prepared[most] / 1e3:.0f}"
    )
    remedy = "give it prepared=20, prepared=no, or a wider step"
    return [advise("prepared", problem, remedy, file)]
