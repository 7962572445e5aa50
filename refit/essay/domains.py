"""The values that a reader may give to the keys of a state, as the page's script checks them.

A link or an embedding page can hold anything. ``static/js/state/valid.js`` lets through what is in
the domain of its key and, where a key has none here, what is of the same kind as its default.
"""

from collections.abc import Iterable

from refit.cache import Json
from refit.essay.controls import GUESS, Control
from refit.essay.scenes import Scene

LONGEST = 100  # characters of the key of a row; which keys there are depends on the model


def domains_of(
    scene: Scene, rules: Iterable[Json], growing: Iterable[Json], pointed: Iterable[Json] = ()
) -> Json:
    """Return the domain of each key that has one.

    Parameters
    ----------
    scene
        The scene.
    rules
        What its figure says of the rows that can be dragged, in each of its layouts.
    growing
        The same of the rows that can be added.
    pointed
        The same of the rows that can be pointed at.
    """
    domains: Json = {
        key: domain
        for key, control in scene.controls.items()
        if (domain := domain_of(control)) is not None
    }
    for rule in rules:
        domain = {"limits": rule["limits"]}
        domains[rule["state"]] = joined(domains.get(rule["state"]), domain)
    for rule in growing:
        domain = {"limits": rule["limits"], "grows": True}
        domains[rule["state"]] = joined(domains.get(rule["state"]), domain)
    if scene.bring:
        # None alone: static/js/bring adds each table that it has read and checked.
        domains[scene.bring.key] = {"options": [None]}
    for rule in pointed:
        if "state" in rule:
            kind = {"row": "number"} if rule.get("numbers") else {"longest": LONGEST}
            domains.setdefault(rule["state"], kind)
    return domains


def domain_of(control: Control) -> Json | None:
    """Return the values that one control can set; None for a toggle, whose key is true or false."""
    if control.kind in ("select", GUESS):
        return {"options": list(control.options)}
    if control.kind == "toggle":
        return None
    least, most, step = control.minimum, control.maximum, control.step
    whole = control.kind == "button" or (least.is_integer() and step.is_integer())
    return {"min": least, "max": most, "whole": whole} | control.order


def joined(one: Json | None, other: Json) -> Json:
    """Return the domain of rows that two rules let move: within the limits of either."""
    if one is None or "limits" not in one:
        return other
    pairs = zip(one["limits"], other["limits"], strict=True)
    limits = [[min(a[0], b[0]), max(a[1], b[1])] if a and b else None for a, b in pairs]
    return one | other | {"limits": limits}
