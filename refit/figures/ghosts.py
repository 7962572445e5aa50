"""Tables that change in a way of their own: still ones, and ghosts.

A ghost holds what another table was before the reader's last change. The page supplies it
(`static/js/state/ghosts.js`); at rest, and where no script runs, it is empty.
"""

from collections.abc import Iterator, Set

from refit.figures.columns import Needs

GHOST = "_ghost"  # follows a table's name in that of its ghost
STILL = 'write "still": ["table", …]'
RULE = 'write "ghost": {"table": "…"}, or a list of such'


def ghosts_needed(rules: object, needs: Needs) -> Needs:
    """Return the columns that a chart reads, those of ghosts as their tables' own."""
    found = {table: set(columns) for table, columns in needs.items()}
    for rule in rules if isinstance(rules, list) else []:
        table = str(rule.get("table")) if isinstance(rule, dict) else ""
        if table + GHOST in found:
            found[table] = found.get(table, set()) | found.pop(table + GHOST)
    return {table: sorted(found[table]) for table in sorted(found)}


def wrong_still(still: object, needs: Needs) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with ``still``, with its remedy."""
    if not isinstance(still, list) or not all(isinstance(table, str) for table in still):
        yield f"usermeta's still is {still!r}", STILL
        return
    for table in still:
        if table not in needs:
            drawn = f"it draws {', '.join(needs)}"
            yield f"usermeta's still speaks of {table!r}, which is not drawn", drawn


def wrong_ghosts(rules: object, drawn: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with ``ghost``, with its remedy; ``drawn`` are the figure's tables."""
    for rule in rules if isinstance(rules, list) else [rules]:
        if not isinstance(rule, dict) or not isinstance(rule.get("table"), str):
            yield f"usermeta's ghost is {rule!r}", RULE
            return
        if others := [key for key in rule if key != "table"]:
            yield f"usermeta's ghost takes no {others[0]!r}", "it takes table"
        table = rule["table"]
        if table + GHOST not in drawn:
            layer = f'draw alt.NamedData("{table}{GHOST}") with a faint layer under {table!r}'
            yield f"no layer draws the ghost of {table!r}", layer
