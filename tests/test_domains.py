"""Domains: what the page's script lets into a scene's state."""

from refit.essay.domains import domains_of
from refit.essay.reading import load
from tests import small


def domains(tmp_path, text=small.SCENE, rules=(), growing=()):
    """Return the domains of the small essay's only scene."""
    essay = load(small.write_essay(tmp_path, "one", text=text))
    return domains_of(essay.scenes["dots"], rules, growing)


def test_a_control_gives_its_key_a_domain_and_a_toggle_needs_none(tmp_path):
    assert domains(tmp_path) == {
        "n": {"min": 1, "max": 4, "whole": False},
        "layout": {"options": ["row", "heap"]},
        "seed": {"min": 0, "max": 9007199254740991, "whole": True},
    }


def test_rows_stay_within_the_limits_of_any_layout(tmp_path):
    wide = {"state": "moved", "limits": [[0, 10], [0, 5]]}
    narrow = {"state": "moved", "limits": [[2, 12], [1, 4]]}
    found = domains(tmp_path, rules=[wide, narrow], growing=[])
    assert found["moved"] == {"limits": [[0, 12], [0, 5]]}
    found = domains(tmp_path, rules=[wide], growing=[narrow])
    assert found["moved"] == {"limits": [[0, 12], [0, 5]], "grows": True}
