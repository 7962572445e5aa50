"""The challenges on ROC curves: what their hints say leads there.

- The hints lead to a radar of AUC one half, whichever plane is walked
- The hints lead to a better radar with a worse bell, and two moves alone do not
"""

from pathlib import Path

from refit.essay.author_code import import_file
from tests.challenges import judge

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.roc_auc.challenges")


def at(**places):
    """Return the state in which echoes were dragged to strengths, named like ``plane_4``."""
    return {"moved": {key.replace("_", " "): [x, 10] for key, x in places.items()}}


def test_the_next_three_planes_go_down_and_another_walks_to_the_left():
    is_solved = judge(FOLDER, "half", "blind")
    three = {"plane_4": 0, "plane_5": 0, "plane_6": 0}
    for plane in ("plane_7", "plane_8", "plane_9"):
        ways = range(0, 102, 2)
        assert any(is_solved(**at(**three, **{plane: x})) for x in ways), plane
    for x in range(0, 102, 2):
        assert not is_solved(**at(**three, plane_10=x))
    assert not is_solved(**at(plane_1=0, plane_2=0, plane_3=0, plane_4=0, plane_5=30))


def test_two_echoes_cross_the_bell_and_the_weakest_plane_makes_up_for_them():
    is_solved = judge(FOLDER, "worse-bell", "rival")
    tables = m.staircase(m.STATES["staircase"])["echoes"]
    place = dict(zip(tables["key"], tables["x"], strict=True))
    planes = [key for key, x in place.items() if "plane" in key and x >= 50]
    gulls = [key for key, x in place.items() if "gull" in key and x < 50]
    assert min(planes, key=place.get) == "plane 7"
    assert max(gulls, key=place.get) == "gull 5"
    assert min((key for key in place if "plane" in key), key=place.get) == "plane 10"
    for almost in (46, 47, 48, 49):
        assert is_solved(**at(plane_7=49, gull_5=51, plane_10=almost))
    for plane in ("plane_6", "plane_7"):
        for gull in ("gull_5", "gull_6", "gull_7"):
            assert is_solved(**at(**{plane: 48, gull: 50}, plane_10=48))
            assert not is_solved(**at(**{plane: 48, gull: 50}))
    assert not is_solved(**at(plane_7=48, gull_5=50, plane_10=52))  # over the line, it rings
