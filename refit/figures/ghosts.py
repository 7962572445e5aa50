"""Tables that change in a way of their own: still ones, and ghosts.

A ghost holds what another table was before the reader's last change. The page supplies it
(`static/js/state/ghosts.js`); at rest, and where no script runs, it is empty.
"""

from collections.abc import Iterator, Set

from refit.cache import Json
from refit.figures.columns import Needs

GHOST = "_ghost"  # follows a table's name in that of its ghost
STILL = 'write "still": ["table", …]'
RULE = 'write "ghost": {"table": "…"}, or a list of such'


def ghosts_needed(rules: list[Json], needs: Needs) -> Needs:
    """Return the columns that a chart reads, those of ghosts as their tables' own."""
    found = {table: set(columns) for table, columns in needs.items()}
    for rule in rules:
        table = rule["table"]
        if table + GHOST in found:
            found[table] = found.get(table, set()) | found.pop(table + GHOST)
    return {table: sorted(found[table]) for table in sorted(found)}


def wrong_still(tables: list[object]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the shape of ``still``, with its remedy."""
    for table in tables:
        if not isinstance(table, str):
            yield f"usermeta's still holds {table!r}, which is no table's name", STILL


def wrong_ghosts(rules: list[object]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the shape of ``ghost``, with its remedy."""
    for rule in rules:
        if not isinstance(rule, dict) or not isinstance(rule.get("table"), str):
            yield f"usermeta's ghost is {rule!r}", RULE
        elif others := [key for key in rule if key != "table"]:
            yield f"usermeta's ghost takes no {others[0]!r}", "it takes table"


def undrawn(still: list[str], ghosts: list[Json], drawn: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield each table that is said to be still, or to leave a ghost, and no layer draws it."""
    for table in still:
        if table not in drawn:
            remedy = f"it draws {', '.join(sorted(drawn))}"
            yield f"usermeta's still speaks of {table!r}, which is not drawn", remedy
    for rule in ghosts:
        name = rule["table"] + GHOST
        if name not in drawn:
            layer = f'draw alt.NamedData("{name}") with a faint layer under it'
            yield f"no layer draws the ghost of {rule['table']!r}", layer
