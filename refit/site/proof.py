"""The proof sheet of an essay: each sentence with live numbers, in every state it is read in.

A sentence above a control must be true whatever the reader sets. The states are those that
`refit.essay.reachable_states` lists; in a state that a drag has made nobody can look in advance.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from refit.cache import build_cache
from refit.essay.figure_controls import with_noted
from refit.essay.reachable_states import Reached, reachable
from refit.essay.reading import Essay, load
from refit.essay.scenes import Scene
from refit.essay.state_words import setting
from refit.essay.translations import read_table, translate, translation_files
from refit.model.results import tables_of, tables_of_step
from refit.page.templates import environment, template_errors
from refit.site.outcome import Names, gather
from refit.site.parallel import BuildTask
from refit.site.project import Project
from refit.site.sentences import Sentence, read_sentences
from refit.site.words import read_words
from refit.tables import Tables

AS_BUILT = "as it comes"
SHOWN = 3  # states that are named for one reading; the others are counted


@dataclass(frozen=True)
class Reading:
    """A sentence as it reads in some states, and how a reader gets to these."""

    text: str
    states: list[str]

    @property
    def where(self) -> str:
        """The first states, and how many more there are."""
        more = len(self.states) - SHOWN
        return "; ".join(self.states[:SHOWN]) + (f"; and {more} more" if more > 0 else "")


@dataclass(frozen=True)
class ProvenSentence:
    """A sentence and its different readings, that of the built page first."""

    readings: list[Reading]

    @property
    def changes(self) -> bool:
        """Whether the reader can change it."""
        return len(self.readings) > 1


@dataclass(frozen=True)
class Passage:
    """The sentences of one step, of a text alternative, or of the prose outside the scenes."""

    title: str
    states: int
    sentences: list[ProvenSentence] = field(default_factory=list)


def prove(project: Project, slug: str) -> list[Passage]:
    """Return an essay's proof sheet.

    Raises
    ------
    AuthorError
        If the essay has mistakes: all of them are told, as by a check.
    """
    (folder,) = project.chosen([slug])
    cache = build_cache()
    with tempfile.TemporaryDirectory() as scratch:
        task = BuildTask(project, Names(), Path(scratch), cache)
        gather(task.run([folder]), lambda _: None)
        site = Path(scratch) / "essays" / slug
        pages = {file.stem: file.read_text("utf-8") for file in site.glob("*.html")}
    essay = load(folder, cache)
    found = [*passages(essay, read_sentences(pages["index"], essay.language.numbers))]
    for code, file in translation_files(folder).items():
        text = translate(essay, code, file)
        _, words = read_table(folder, code)
        found += passages(text, read_sentences(pages[code], text.language.numbers, words))
    return [passage for passage in found if passage.sentences]


def passages(essay: Essay, sentences: list[Sentence]) -> Iterator[Passage]:
    """Yield the passages of an essay in their order, with all readings of each sentence."""
    told = "" if essay.file == "essay.md" else f", {essay.file}"
    for plain in essay.scenes.values():
        scene = with_noted(essay.cache, essay.folder, plain)
        states = [(reached, seen(essay, scene, reached)) for reached in reachable(scene)]
        for step in scene.steps:
            own = [each for each in states if each[0].step is step]
            title = f"{step.id}, {essay.text.name}:{step.line}"
            yield passage(title, scene, step.id, sentences, own)
        if not scene.in_flow:  # or its alternative has the place of its step
            title = f"the text alternative of {scene.id}, {essay.text.name}:{scene.line}"
            yield passage(title, scene, scene.id, sentences, states)
        title = f"outside the steps of {scene.id}{told}"
        outside = [each for each in sentences if each.place not in own_places(scene)]
        followed = [each for each in outside if scene.id in each.follows]
        yield Passage(title, len(states), [read_in(each, scene, states) for each in followed])
    still = [each for each in sentences if each.place == "" and not each.follows]
    as_built = [ProvenSentence([Reading(each.text(), [AS_BUILT])]) for each in still]
    yield Passage(f"outside the scenes, as built{told}", 1, as_built)


def seen(essay: Essay, scene: Scene, reached: Reached) -> Tables:
    """Return the tables of a state: the step's own are those that it shows."""
    if reached.controls:
        return tables_of(essay, scene, reached.state)
    return tables_of_step(essay, scene, reached.step)


def own_places(scene: Scene) -> set[str]:
    """Return the places of the sentences of a scene."""
    return {scene.id, *(step.id for step in scene.steps)}


def passage(
    title: str,
    scene: Scene,
    place: str,
    sentences: list[Sentence],
    states: list[tuple[Reached, Tables]],
) -> Passage:
    """Return the passage of the sentences that stand in a place."""
    here = [each for each in sentences if each.place == place]
    return Passage(title, len(states), [read_in(each, scene, states) for each in here])


def read_in(
    sentence: Sentence, scene: Scene, states: list[tuple[Reached, Tables]]
) -> ProvenSentence:
    """Return all readings of a sentence in some states of a scene."""
    readings: dict[str, list[str]] = {}
    for reached, tables in states:
        readings.setdefault(sentence.text(scene.id, tables), []).append(named(reached, scene))
    return ProvenSentence([Reading(text, where) for text, where in readings.items()])


def named(reached: Reached, scene: Scene) -> str:
    """Name a state by what the reader has set."""
    changed = ", ".join(setting(reached.state, control.key) for control in reached.controls)
    return changed or (AS_BUILT if len(scene.steps) == 1 else f"{reached.step.id} {AS_BUILT}")


# ── printed ──────────────────────────────────────────────────────────────────────────────────────


def as_text(slug: str, sheet: list[Passage]) -> str:
    """Return the proof sheet as lines."""
    everything = [sentence for passage in sheet for sentence in passage.sentences]
    changing = sum(sentence.changes for sentence in everything)
    lines = [
        f"{slug}: {len(everything)} sentences hold live numbers, and {changing} of them change"
    ]
    for each in sheet:
        lines += ["", f"{each.title}; {each.states} state{'s' * (each.states != 1)}"]
        for sentence in each.sentences:
            first, *others = sentence.readings
            lines.append(f"  {'~' if others else '='} {first.text}")
            lines += [f"      {reading.text}   ({reading.where})" for reading in others]
    return "\n".join(lines)


def as_page(project: Project, slug: str, sheet: list[Passage]) -> str:
    """Return the proof sheet as a page to be read in a browser."""
    with template_errors():
        template = environment(project.templates).get_template("proof.html")
        words = read_words(project.static / "words")
        return template.render(slug=slug, sheet=sheet, words=words)
