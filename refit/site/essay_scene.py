"""One scene of an essay: its steps computed, its figure checked and drawn."""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from refit.cache import Json, as_json, code_digest, digest, files_digest, versions
from refit.errors import AuthorError, EssaysError, all_errors, line_of
from refit.essay.advice import advise
from refit.essay.brought import note_brought
from refit.essay.domains import domains_of
from refit.essay.figure_controls import note_controls
from refit.essay.files import read_text
from refit.essay.model_files import MODEL, STAGE
from refit.essay.playing import frames
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.essay.slices import slice_of
from refit.essay.translations import is_translation
from refit.figures import (
    charts,
    check,
    csv_files,
    offers,
    pointing,
    sight,
    usermeta,
)
from refit.figures.charts import Figure
from refit.figures.nearby import nearby
from refit.model import brought, prepared, results
from refit.site.essay_files import EssayFiles
from refit.site.main_script import extras_of
from refit.site.overlap_advice import overlap_advice
from refit.site.scene_drawings import draw_all, draw_layout, small_texts
from refit.site.theme import with_colours
from refit.tables import Tables


@dataclass(frozen=True)
class Source:
    """What a scene is drawn from: its figures by layout, and what its model computed."""

    scene: Scene
    figures: dict[str, Figure]
    tables: dict[str, Tables]
    answers: dict[str, prepared.Answers]


@dataclass(frozen=True)
class BuiltScene:
    """A scene, computed and drawn.

    Attributes
    ----------
    figure
        The values of ``templates/blocks/scene.html``: drawings, files of the steps, gestures.
    script
        The part of the page's JSON from which its script starts the scene.
    gestures
        What a reader can do in the figure: ``drag``, ``add``, ``bring``.
    needs_full_vega
        Whether a layout of the figure uses what ``vega/core.js`` leaves out.
    extras
        What it uses of what the common main script leaves out.
    prepared
        The compressed bytes of the prepared answers of each control.
    advice
        What the author might look at again.
    source
        What it is drawn from.
    """

    source: Source
    figure: Json
    script: Json
    gestures: frozenset[str]
    needs_full_vega: bool
    extras: frozenset[str]
    prepared: dict[str, int]
    advice: list[AuthorError] = dataclasses.field(default_factory=list)

    @property
    def tables(self) -> dict[str, Tables]:
        """The model's result for each step, by the step's id."""
        return self.source.tables

    @property
    def shape(self) -> dict[str, float]:
        """The height of its figure over its width, by layout."""
        return {each["name"]: each["height"] / each["width"] for each in self.figure["layouts"]}


CODE = ("figures.py", MODEL, STAGE)  # of an essay: its parts have keys of their own
WARM = ("warm", "warm-drafts")  # kinds of the marker of a whole essay, and of a draft
Drawn = dict[str, str]  # drawings of earlier scenes of a page, and the files that hold them


def build_scene(essay: Essay, scene: Scene, files: EssayFiles, drawn: Drawn) -> BuiltScene:
    """Compute, check and draw one scene, and write its files.

    Raises
    ------
    AuthorError
        If the figure cannot be compiled or a step cannot be computed.
    EssaysError
        With all mistakes, if the figure does not suit the model's results.
    """
    figures = {layout: compile_layout(essay, scene, layout) for layout in charts.LAYOUTS}
    tables = compute_scene(essay, scene, list(figures.values()))
    line = line_of(essay.folder / "figures.py", scene.function)
    written = scene
    scene = offers.with_rules(scene, figures["wide"], tables, line)
    first = tables[scene.steps[0].id]
    problems = sight.check_panels(essay, scene, figures["narrow"])
    problems += usermeta.check_keys(essay, scene, figures["wide"], first)
    problems += pointing.check_keys(essay, scene, figures["wide"].point, tables)
    scene = pointing.pointable(scene, figures["wide"].point, tables)
    if scene.steps != written.steps:
        note_controls(essay.cache, essay.folder, scene)
    problems += check.check_reachable(essay, scene, list(figures.values()))
    problems += try_brought(essay, scene, tables)
    problems += check.check_colours(essay, scene, list(figures.values()), files.theme["light"])
    problems += (
        [] if problems else check.check_empty(essay, scene, list(figures.values()), tables.values())
    )
    answers = {
        step.id: {} if problems else prepared.prepare(essay, scene, step) for step in scene.steps
    }
    try:
        built = draw_scene(essay, scene, figures, tables, answers, files, drawn)
    except AuthorError as error:
        raise EssaysError([*problems, *all_errors(error)]) from error
    if problems:
        raise EssaysError(problems)
    return built


def try_brought(essay: Essay, scene: Scene, tables: dict[str, Tables]) -> list[AuthorError]:
    """Return what is wrong with a scene's figure once a reader brings a table, if they may."""
    if scene.bring is None:
        return []
    try:
        problems = list(brought.check_brought(essay, scene, tables))
    except AuthorError as error:
        how = f"with {scene.bring.key!r} as few rows as BRING allows, or the essay's own"
        return [AuthorError(f"{error.problem} ({how})", error.remedy, error.file, error.line)]
    if not problems:
        states = [
            state
            for step in scene.steps
            for state in brought.brought_states(scene.bring, step.state, tables[step.id])
        ]
        note_brought(essay.cache, essay.folder, scene.id, states)
    return problems


def compile_layout(essay: Essay, scene: Scene, layout: str) -> Figure:
    """Return the scene's figure in one layout, ``wide`` or ``narrow``, compiled at most once."""
    key = digest(
        slice_of(read_text(essay.folder / "figures.py"), (scene.function,)).code,
        sources_digest(essay.folder, CODE),
        code_digest("figures.charts", "kit"),
        versions(),
        [essay.slug, scene.id, scene.function, layout],
    )

    def make() -> Json:
        return dataclasses.asdict(charts.compile_figure(essay, scene, layout))

    return Figure(**essay.cache.recall_json("figures", key, make))


def compute_scene(essay: Essay, scene: Scene, figures: list[Figure]) -> dict[str, Tables]:
    """Return the tables of each step, by its id, with every column that the figures read.

    Raises
    ------
    EssaysError
        With all tables and columns that are missing from the first step that lacks any.
    AuthorError
        If ``usermeta`` is wrong or the model fails.
    """
    for figure in figures:
        for problem in usermeta.check_usermeta(essay, scene, figure):
            raise problem
    tables = {}
    for step in scene.steps:
        tables[step.id] = results.tables_of_step(essay, scene, step)
        if missing := check.check_columns(essay, scene, figures, tables[step.id]):
            raise EssaysError(missing)
    return tables


def draw_scene(
    essay: Essay,
    scene: Scene,
    figures: dict[str, Figure],
    tables: dict[str, Tables],
    answers: dict[str, prepared.Answers],
    files: EssayFiles,
    drawn: Drawn,
) -> BuiltScene:
    """Draw a computed scene, and write its steps' pictures, CSV files, data and answers."""
    wide, first = figures["wide"], scene.steps[0]
    drawings = draw_all(essay, scene, figures, tables)
    if small := list(small_texts(essay, scene, figures["narrow"], drawings)):
        raise EssaysError(small)
    layouts = [
        draw_layout(essay, scene, figure, name, tables[first.id], files)
        for name, figure in figures.items()
    ]
    pictures = []
    for step in scene.steps:
        svg = drawings[step.id, "wide"]
        pictures.append(files.write(step.id, ".svg", with_colours(files.theme, svg)))
    offered = [
        offers.offered_keys(step, wide, [tables[step.id], *prepared.results_in(answers[step.id])])
        for step in scene.steps
    ]
    columns = csv_files.columns_shown(list(figures.values()), tables[first.id])
    csv = {
        step.id: csv_files.to_csv(csv_files.pick(tables[step.id], columns)) for step in scene.steps
    }
    store = results.PackedColumns()
    data = {
        "tables": results.pack_steps((tables[step.id] for step in scene.steps), store),
        "sheets": columns,
    }
    costs = prepared.costs([*answers.values()], store)
    packed = prepared.pack_answers(answers.values(), store)
    return BuiltScene(
        Source(scene, figures, tables, answers),
        figure={
            "layouts": layouts,
            "pictures": pictures,
            "sheets": [files.write(name, ".csv", content) for name, content in csv.items()],
            "movable": movable([*figures.values()]),
            "ruled": any(figure.rules for figure in figures.values()),
            "byNumbers": any(figure.drag + figure.rules for figure in figures.values()),
            "lights": wide.lights,
            "point": wide.point,
            "offers": offered,
            "bring": scene.bring,
        },
        script={
            "name": scene.function,
            "defaults": scene.defaults,
            "nearby": nearby(scene, wide, tables),
            "steps": [step.overrides for step in scene.steps],
            "offers": offered,
            "domains": domains_of(
                scene,
                [rule for figure in figures.values() for rule in figure.drag],
                [rule for figure in figures.values() for rule in figure.add],
                [rule for figure in figures.values() for rule in figure.point],
            ),
            **write_data(scene, figures, data, packed, files, drawn),
            **sight.for_script(figures["narrow"], scene),
            **scrubs_of(scene),
            **({"bring": scene.bring.as_json()} if scene.bring else {}),
        },
        gestures=gestures_of(wide) | ({"bring"} if scene.bring else set()),
        needs_full_vega=any(figure.needs_full_vega for figure in figures.values()),
        extras=extras_of(scene, figures.values()),
        prepared={f"{scene.id}.{key}": size for key, size in costs.items()},
        advice=advice_on(essay, scene, figures) + overlap_advice(essay, scene, drawings),
    )


def write_data(
    scene: Scene,
    figures: dict[str, Figure],
    data: Json,
    packed: Json,
    files: EssayFiles,
    drawn: Drawn,
) -> Json:
    """Write what the page's script reads of a scene; return the names of the files.

    Drawings that an earlier scene of the page has too stay where they are: ``drawn`` names that
    file. A scene of which nothing is prepared has no file for it.
    """
    drawings = {name: figure.as_json() for name, figure in figures.items()}
    written = as_json(drawings)
    alike = drawn.get(written)
    own = data if alike else {"drawings": drawings} | data
    names = {"data": files.write(scene.id, ".json", as_json(own))}
    drawn.setdefault(written, names["data"])
    if alike:
        names["drawn"] = alike
    if packed["answers"]:
        names["prepared"] = files.write(f"{scene.id}-prepared", ".json", as_json(packed))
    return names


def scrubs_of(scene: Scene) -> Json:
    """Return what scrolling through each step sets, if it does in any: its key and its values."""
    scrubs = [
        {"key": step.scrub.key, "values": frames(step.scrub, step.state[step.scrub.key])}
        if step.scrub
        else None
        for step in scene.steps
    ]
    return {"scrubs": scrubs} if any(scrubs) else {}


def movable(figures: list[Figure]) -> list[Json]:
    """Return the tables whose rows can be moved or added, and which of these can be done."""
    tables: dict[str, Json] = {}
    for figure in figures:
        for name, rules in (("dragged", figure.drag), ("growing", figure.add)):
            for rule in rules:
                blank = {"table": rule["table"], "dragged": False, "growing": False}
                tables.setdefault(rule["table"], blank)[name] = True
    return list(tables.values())


def gestures_of(figure: Figure) -> frozenset[str]:
    """Return the words by which the index says what a hand can do in a figure."""
    done = {"drag": figure.drag or figure.rules, "add": figure.add, "point": figure.point}
    return frozenset(name for name, rules in done.items() if rules)


def advice_on(essay: Essay, scene: Scene, figures: dict[str, Figure]) -> list[AuthorError]:
    """Return what is worth a second look in a scene's figure, each thing once."""
    file = essay.folder / "figures.py"
    said = dict.fromkeys(
        told
        for layout, figure in figures.items()
        for told in usermeta.advice(figure, layout, sight.parts(figure, scene, layout))
    )
    line = line_of(file, scene.function)
    return [advise(name, problem, remedy, file, line) for name, problem, remedy in said]


# ── keys of the cache ────────────────────────────────────────────────────────────────────────────


def sources_digest(folder: Path, without: Collection[str] = ()) -> str:
    """Hash the files of an essay that its figures may read: all but its texts and its tests."""

    def is_text(file: Path) -> bool:
        is_test = file.name.startswith("test_")
        return file.name in ("essay.md", *without) or is_test or is_translation(file)

    return files_digest(folder, without=is_text)


def warm_key(folder: Path) -> str:
    """Return the key of the marker that is cached with all results and figures of an essay."""
    code = code_digest("figures.charts", "kit", "model.results", "layouts")
    return digest(sources_digest(folder), code, versions())
