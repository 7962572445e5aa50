"""What holds for every essay: no answer before the guess, and one way to print per cent.

A quiz with ``guess=`` asks for what its figure then shows. The figure itself waits for the guess;
so must the text alternative beside it, and the numbers that readers can open below it.
"""

import re

import pytest

from refit.essay.markup import Prose, walk
from refit.essay.reading import load
from refit.page.live_numbers import LiveError, LiveNumber, read_live_number
from refit.paths import ROOT
from refit.site.essay_files import endless_motion
from refit.tables import partial_results

ESSAYS = sorted(path.parent for path in (ROOT / "essays").glob("[!_]*/essay.md"))
PLACES = {"key", "x", "fp", "tp"}  # columns that say where something is, not what comes out


@pytest.mark.parametrize("folder", ESSAYS, ids=lambda folder: folder.name)
def test_every_picture_comes_to_rest(folder):
    assert endless_motion(folder) == []


def asked(essay):
    """Yield each quiz of a figure, with its scene and step."""
    for scene in essay.scenes.values():
        for step in scene.steps:
            for each in walk(step.nodes):
                if each.name == "quiz" and "guess" in each.options:
                    yield scene, step, each


def before(essay, scene, step):
    *_, tables = partial_results(getattr(essay.model, scene.function), step.state)
    return tables


def inline(nodes):
    """Yield what stands in the lines of a text, and in those of the directives in it."""
    for node in nodes:
        if isinstance(node, Prose):
            for token in node.tokens:
                yield from token.children or []
        else:
            yield from inline(node.children)


def live(nodes):
    for child in inline(nodes):
        if child.meta.get("name") == "live":
            yield read_live_number(child.content, "reader")


def alternative(scene, tables):
    """Return the text alternative with its live numbers filled in."""
    return " ".join(
        read_live_number(child.content, "reader").text(tables)
        if child.meta.get("name") == "live"
        else child.content
        for child in inline(scene.alternative)
    )


def sheets(essay, scene):
    """Return the columns that readers see as numbers, by table; None for all."""
    drawn = getattr(essay.figures, scene.id, None) or getattr(essay.figures, scene.function)
    chart = drawn(False)
    charts = chart.values() if isinstance(chart, dict) else [chart]
    metas = [each.to_dict().get("usermeta", {}) for each in charts]
    return next((meta["sheets"] for meta in metas if "sheets" in meta), None)


def numbers(essay, scene, tables):
    """Yield each cell of the numbers below the figure."""
    shown = sheets(essay, scene)
    if shown is None:
        rows = {name: len(next(iter(table.values()))) for name, table in tables.items()}
        shown = {name: list(tables[name]) for name in tables if rows[name] > 1}
    for name, columns in shown.items():
        for column in (each for each in columns if each not in PLACES):
            for cell in tables[name].get(column, []):
                yield name, column, cell


def printed(cell, spec, tables):
    """Return a cell as the answer of the quiz is printed."""
    if isinstance(cell, str):
        return cell
    one = LiveNumber(None, "t", None, "v", spec, "reader")
    try:
        return one.text(tables | {"t": {"v": [cell]}})
    except LiveError:  # no whole number, or none of this kind
        return ""


def words(text):
    """Return the words of a text, numbers with their per cent sign."""
    return [each.strip(".,;:") for each in re.sub("[\u202f\u00a0]", "", text).split()]


def is_told(answer, text):
    return f" {' '.join(words(answer))} " in f" {' '.join(words(text))} "


@pytest.mark.parametrize("folder", ESSAYS, ids=lambda folder: folder.name)
def test_the_answer_is_nowhere_to_be_read_before_the_guess(folder):
    essay, leaks = load(folder), []
    for scene, step, quiz in asked(essay):
        tables = before(essay, scene, step)
        answer = read_live_number(quiz.options["answer"], "step")
        told = answer.text(tables)
        if is_told(told, alternative(scene, tables)):
            leaks.append((scene.id, "the text alternative"))
        leaks += [
            (scene.id, table, column)
            for table, column, cell in numbers(essay, scene, tables)
            if is_told(told, printed(cell, answer.format, tables))
        ]
    assert not leaks


@pytest.mark.parametrize("slug", ["bias-variance", "double-descent"])
def test_a_curve_is_nowhere_to_be_read_before_the_reader_has_drawn_one(slug):
    essay = load(ROOT / "essays" / slug)
    scene = essay.scenes["dial" if slug == "bias-variance" else "sweep"]
    tables = before(essay, scene, scene.steps[0])
    assert "reader\u2019s to draw" in alternative(scene, tables)
    for table in sheets(essay, scene).keys() & {"parts", "measured", "many", "own"}:
        assert not any(len(column) for column in tables[table].values())


@pytest.mark.parametrize("folder", ESSAYS, ids=lambda folder: folder.name)
def test_sentences_of_models_print_per_cent_as_live_numbers_do(folder):
    """They stand beside them: a narrow no-break space, not another one, and not none."""
    essay, found = load(folder), set()
    for scene in essay.scenes.values():
        for step in scene.steps:
            tables = before(essay, scene, step)
            said = [each.value(tables) for each in live(step.nodes) if each.scene is None]
            found |= {each for each in said if isinstance(each, str)}
    assert not [each for each in found if re.search(r"\d[ \u00a0]?%", each)]


@pytest.mark.parametrize("folder", ESSAYS, ids=lambda folder: folder.name)
def test_an_essay_has_two_challenges_with_two_hints_and_an_answer(folder):
    nodes = list(walk(load(folder).document.nodes))
    challenges = [each for each in nodes if each.name == "challenge"]
    assert len(challenges) >= 2
    for each in challenges:
        parts = [child for child in walk(each.children) if child.name in ("hint", "answer")]
        assert [part.name for part in parts] == ["hint", "hint", "answer"], each.arguments
        assert not list(live(parts[-1].children)), "it stays while the reader goes on dragging"
