"""How a figure moves from one picture to the next, as far as its chart says.

Between two pictures numbers glide. Three things are read from a chart, so that nothing false is
seen meanwhile:

- A number that is written is never that of a picture in between. A column that text marks alone
  read does not glide; where other marks read it too, the text reads a copy that does not,
  ``n final`` of ``n``. So do calculated columns, and parameters in what is written.
- What leaves goes first, and what enters comes last: columns of opacities are known by their
  channel. An expression of opacity in which a parameter occurs is rewritten so that it fades from
  what is seen to its new value, whatever the parameter is.
- The rows of a line or of an area are corners of one shape, and do not enter one by one.

`static/js/state/motion.js` sets the signal ``refit_motion`` while the figure moves.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from refit.cache import Json
from refit.figures.columns import PARTS, in_expression, makes, mentions, reads

SIGNAL = "refit_motion"
SHARED = "refit_fade_"  # begins the names of expressions that several marks fade by
FINAL = " final"  # follows a column's name in that of its copy
OPACITIES = ("opacity", "fillOpacity", "strokeOpacity")
UNSEEN = ("tooltip", "href", "description")
SHAPES = ("line", "area", "trail")
SIMPLE = re.compile(r"[^.\[\]\\]+")  # a field that is a column's name as it is
TOKEN = re.compile(
    r"""(?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
    r"""|\bdatum(?:\.(?P<plain>[A-Za-z_$][\w$]*)|\[\s*(?P<quote>['"])(?P<quoted>[^'"\\]+)(?P=quote)\s*\])"""
    r"""|(?<![.\w$])(?P<name>[A-Za-z_$][\w$]*)"""
)

Chain = tuple[tuple[list[Json], Json], ...]  # transforms, each with the list that it stands in


@dataclass(frozen=True)
class Unit:
    """A mark with the table that it draws, and all encodings and transforms above it."""

    table: str | None
    chain: Chain
    mark: Json
    encodings: tuple[Json, ...]

    def channels(self) -> Iterator[tuple[str, Json]]:
        """Yield each channel's name with its definition."""
        for encoding in self.encodings:
            for channel, given in encoding.items():
                for each in given if isinstance(given, list) else [given]:
                    yield channel, each


@dataclass
class Uses:
    """What columns are used for, by table and name, and calculated ones by their transform."""

    columns: dict[tuple[str | None, str], set[str]] = field(default_factory=dict)
    made: dict[int, set[str]] = field(default_factory=dict)

    def note(self, table: str | None, chain: Chain, names: Iterator[str], role: str) -> None:
        """Note that columns have a role, and so have those that they are calculated from."""
        for name in names:
            maker, before = find_maker(name, chain)
            if maker is None:
                self.columns.setdefault((table, name), set()).add(role)
            elif "calculate" in maker[1]:
                self.made.setdefault(id(maker[1]), set()).add(role)
                self.note(table, before, in_expression(maker[1]["calculate"]), role)


def find_maker(name: str, chain: Chain) -> tuple[tuple[list[Json], Json] | None, Chain]:
    """Return the last transform that makes a column, and those before it; None if none does."""
    for i in reversed(range(len(chain))):
        if not {name, "*"}.isdisjoint(makes(chain[i][1])):
            return chain[i], chain[:i]
    return None, ()


def prepare_motion(
    chart: Json, params: Sequence[str], given: Mapping[str, Set[str]] = MappingProxyType({})
) -> Json:
    """Rewrite what a Vega-Lite chart writes and fades; return what its page needs for moving.

    ``params`` are the keys of the state that drive a parameter of the chart; ``given`` columns of a
    table do not come from the model.

    Returns
    -------
    dict
        ``written``, ``copies`` and ``fades``, columns by table: those that do not glide, those of
        which there is a copy, and opacities; ``shapes``, the tables whose rows are corners;
        ``params``, those in expressions of opacity that differ from row to row; and ``signals``,
        first the motion's own, then what those are called that marks share; none if none is used.
    """
    all_units = list(units(chart, own=frozenset(chart.get("datasets", ()))))
    uses = Uses()
    for unit in all_units:
        note_uses(unit, uses)
    columns: dict[str, dict[str, list[str]]] = {"written": {}, "copies": {}, "fades": {}}
    for (table, name), roles in sorted(uses.columns.items(), key=str):
        if table is None or not SIMPLE.fullmatch(name) or name in {"key", *given.get(table, ())}:
            continue
        kinds = {
            "written": roles == {"text"},
            "copies": "text" in roles and len(roles) > 1,
            "fades": "opacity" in roles and "place" not in roles,
        }
        for kind in (kind for kind, holds in kinds.items() if holds):
            columns[kind].setdefault(table, []).append(name)
    rewriter = Rewriter(uses, columns["copies"], frozenset(params))
    for unit in all_units:
        rewriter.rewrite(unit)
    if rewriter.is_used:
        shared = [{"name": name, "expr": expr} for name, expr in rewriter.shared.items()]
        own = chart.get("params", [])
        chart["params"] = [*own, {"name": SIGNAL, "value": None}, *shared]
    shapes = {unit.table for unit in all_units if unit.table and unit.mark["type"] in SHAPES}
    return (
        columns
        | {"shapes": sorted(shapes), "params": sorted(rewriter.fading)}
        | {"signals": [SIGNAL, *rewriter.shared] if rewriter.is_used else []}
    )


def free_params(view: Json) -> Iterator[str]:
    """Yield the parameters of a view, and of its inner views, that something outside may set."""
    for param in view.get("params", []):
        if param.keys() == {"name", "value"}:
            yield param["name"]
    for part in PARTS:
        inner = view.get(part, [])
        for each in inner if isinstance(inner, list) else [inner]:
            yield from free_params(each)


def units(
    view: Json,
    table: str | None = None,
    chain: Chain = (),
    encodings: tuple[Json, ...] = (),
    own: frozenset[str] = frozenset(),
) -> Iterator[Unit]:
    """Yield the marks of a view and of its inner views; tables of its ``own`` have no name."""
    data = view.get("data")
    if data is not None:
        table, chain = data.get("name") if set(data) <= {"name", "format"} else None, ()
        table = None if table in own else table
    transforms = view.get("transform", [])
    chain = (*chain, *((transforms, transform) for transform in transforms))
    if "encoding" in view:
        encodings = (*encodings, view["encoding"])
    if "mark" in view:
        if isinstance(view["mark"], str):
            view["mark"] = {"type": view["mark"]}
        yield Unit(table, chain, view["mark"], encodings)
    for part in PARTS:
        inner = view.get(part, [])
        for each in inner if isinstance(inner, list) else [inner]:
            yield from units(each, table, chain, encodings, own)


def note_uses(unit: Unit, uses: Uses) -> None:
    """Note what a mark does with columns: writes them, fades by them, or places marks by them."""
    table, chain = unit.table, unit.chain
    for i, (_, transform) in enumerate(chain):
        if "calculate" not in transform:
            uses.note(table, chain[:i], reads(transform), "place")
    for channel, definition in unit.channels():
        if channel not in UNSEEN:
            uses.note(table, chain, mentions(definition), role_of(unit, channel, definition))
    for name, value in unit.mark.items():
        uses.note(table, chain, mentions({name: value}), role_of(unit, name, {}))


def role_of(unit: Unit, channel: str, definition: Json) -> str:
    """Return what a channel, or an option of a mark, does with a column."""
    if channel == "text" and unit.mark["type"] == "text":
        return "text"
    return "opacity" if channel in OPACITIES and "condition" not in definition else "place"


# ── rewriting ────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Rewriter:
    """Rewrites expressions in place, each once."""

    uses: Uses
    copies: dict[str, list[str]]
    params: frozenset[str]
    done: set[int] = field(default_factory=set)
    doubles: dict[int, bool] = field(default_factory=dict)  # whether a transform has a double
    fading: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)  # of expressions that marks share
    shared: dict[str, str] = field(default_factory=dict)  # by these names: as they fade
    is_used: bool = False

    def rewrite(self, unit: Unit) -> None:
        """Rewrite what a mark writes, and what it fades by."""
        places = [*unit.channels(), *((name, value) for name, value in unit.mark.items())]
        for channel, definition in places:
            if isinstance(definition, dict) and id(definition) not in self.done:
                self.done.add(id(definition))
                role = role_of(unit, channel, definition)
                if role == "text":
                    self.rewrite_text(unit, definition)
                elif role == "opacity":
                    self.rewrite_opacity(unit, definition)

    def rewrite_text(self, unit: Unit, definition: Json) -> None:
        """Have a text written from final values."""
        if isinstance(definition.get("field"), str):
            definition["field"] = self.final(definition["field"], unit.table, unit.chain)
        if isinstance(definition.get("expr"), str):
            definition["expr"] = self.said(definition["expr"], unit.table, unit.chain)
        conditions = definition.get("condition", [])
        for inner in (
            definition.get("value"),
            *(conditions if isinstance(conditions, list) else [conditions]),
        ):
            if isinstance(inner, dict):
                self.rewrite_text(unit, inner)

    def final(self, name: str, table: str | None, chain: Chain) -> str:
        """Return the column to be written in the place of one that may glide."""
        maker, before = find_maker(name, chain)
        if maker is None:
            return name + FINAL if name in self.copies.get(str(table), []) else name
        owner, transform = maker
        if "calculate" not in transform:
            return name
        if id(transform) not in self.doubles:
            said = self.said(transform["calculate"], table, before)
            is_other = said != transform["calculate"]
            self.doubles[id(transform)] = is_other and self.uses.made[id(transform)] != {"text"}
            if self.doubles[id(transform)]:
                at = next(i for i, each in enumerate(owner) if each is transform)
                owner.insert(at + 1, {"calculate": said, "as": name + FINAL})
            else:
                transform["calculate"] = said
        return name + FINAL if self.doubles[id(transform)] else name

    def said(self, expression: str, table: str | None, chain: Chain) -> str:
        """Return an expression of final values."""

        def column(name: str) -> str:
            found = self.final(name, table, chain)
            return f"datum[{found!r}]" if found != name else ""

        def param(name: str) -> str:
            self.is_used = True
            return f"({SIGNAL} ? {SIGNAL}.said.{name} : {name})"

        return self.replaced(expression, param, column)

    def rewrite_opacity(self, unit: Unit, definition: Json) -> None:
        """Have an opacity fade from its old value to its new one."""
        name, value = definition.get("field"), definition.get("value", definition)
        if isinstance(value, dict) and isinstance(value.get("expr"), str):
            value["expr"] = self.faded(value["expr"])
        if isinstance(name, str):
            maker, _ = find_maker(name, unit.chain)
            if maker and self.uses.made.get(id(maker[1])) == {"opacity"}:
                transform = maker[1]
                if id(transform) not in self.done:
                    self.done.add(id(transform))
                    transform["calculate"] = self.faded(transform["calculate"])

    def faded(self, expression: str) -> str:
        """Return an expression that fades if a parameter occurs in it, or the same."""
        named: set[str] = set()

        def of(whose: str) -> str:
            def param(name: str) -> str:
                named.add(name)
                return f"{SIGNAL}.{whose}.{name}"

            return f"({self.replaced(expression, param)})"

        old, new = of("from"), of("to")
        if not named:
            return expression
        self.is_used = True
        if "datum" in expression:
            self.fading |= named
            return fade(expression, old, new)
        if expression not in self.names:
            name = self.names[expression] = f"{SHARED}{len(self.names)}"
            self.shared[name] = fade(expression, f"{SIGNAL}.was.{name}", new)
        return self.names[expression]

    def replaced(
        self,
        expression: str,
        param: Callable[[str], str],
        column: Callable[[str], str] = lambda _: "",
    ) -> str:
        """Replace parameters and columns in an expression; "" leaves a column as it is."""
        if "{" in expression:  # an object's keys look like parameters
            return expression

        def replace(found: re.Match[str]) -> str:
            if found["name"]:
                return param(found["name"]) if found["name"] in self.params else found[0]
            name = found["plain"] or found["quoted"]
            return (column(name) if name else "") or found[0]

        return TOKEN.sub(replace, expression)


def fade(expression: str, old: str, new: str) -> str:
    """Return an expression that goes from an old value to a new one while the figure moves."""
    way = f"({new} < {old} ? {SIGNAL}.leave : {SIGNAL}.enter)"
    return f"{SIGNAL} ? {old} + ({new} - {old}) * {way} : ({expression})"


def with_copies(table: Json, copied: Sequence[str]) -> Json:
    """Return a table with the copies of some of its columns."""
    return table | {name + FINAL: table[name] for name in copied if name in table}
